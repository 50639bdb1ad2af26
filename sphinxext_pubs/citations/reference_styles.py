"""The built-in styles for citations and for the labels of reference lists.

To add a built-in style, add a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sphinxext_pubs.citations.alpha import alpha_labels
from sphinxext_pubs.model.publication import Publication

#: The form of citations in the text: author and year, or the label of an entry in brackets.
LabelKind: TypeAlias = Literal["author-year", "numeric", "alpha"]

#: A function from the papers of a list to their labels, in the same order, without prefix and brackets.
Labeler: TypeAlias = Callable[[Sequence[Publication]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class BuiltinStyle:
    """A style without a CSL engine: its kind of label, and the sort order of its reference lists."""

    name: LabelKind
    help: str
    sort: str
    labels: Labeler | None = None


def _numbers(papers: Sequence[Publication]) -> list[str]:
    return [str(number) for number in range(1, len(papers) + 1)]


def _alpha_labels(papers: Sequence[Publication]) -> list[str]:
    labels = alpha_labels(papers)
    return [labels[paper.key] for paper in papers]


BUILTIN_STYLES: dict[str, BuiltinStyle] = {
    style.name: style
    for style in (
        BuiltinStyle(
            "author-year",
            "*Yang et al. (2024)*; reference lists are sorted by name and have no labels.",
            "author, date, title",
        ),
        BuiltinStyle(
            "numeric",
            "*[7]*; reference lists are numbered, those of cited papers in the order of citation.",
            "cited, author, date, title",
            _numbers,
        ),
        BuiltinStyle(
            "alpha",
            "*[YKY24]*: letters of the names and the year; reference lists are sorted by name.",
            "author, date, title",
            _alpha_labels,
        ),
    )
}

#: The default style of a project.
DEFAULT = "author-year"
