"""The styles of this package: how citations read and lists of references are labelled.

To add a style of our own, add a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sphinxext_pubs.citations.alpha import alpha_labels
from sphinxext_pubs.model.publication import Publication

#: What a citation in the text is: author and year, or the label of an entry in brackets.
LabelKind: TypeAlias = Literal["author-year", "numeric", "alpha"]

#: From the papers of a list, in its order, to their labels, in the same order, without prefix and brackets.
Labeler: TypeAlias = Callable[[Sequence[Publication]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class BuiltinStyle:
    """A style that needs no engine: its kind of label, and how its reference lists are sorted."""

    name: LabelKind
    help: str
    sort: str
    labels: Labeler | None = None


def _numbers(papers: Sequence[Publication]) -> list[str]:
    return [str(number) for number in range(1, len(papers) + 1)]


def _alpha_labels(papers: Sequence[Publication]) -> list[str]:
    found = alpha_labels(papers)
    return [found[paper.key] for paper in papers]


BUILTIN_STYLES: dict[str, BuiltinStyle] = {
    style.name: style
    for style in (
        BuiltinStyle(
            "author-year",
            "*Yang et al. (2024)*; reference lists are sorted by name and have no labels.",
            "author, date",
        ),
        BuiltinStyle(
            "numeric",
            "*[7]*; reference lists are numbered, those of what is cited in the order of the citations.",
            "cited, author, date",
            _numbers,
        ),
        BuiltinStyle(
            "alpha",
            "*[YKY24]*: letters of the names and the year; reference lists are sorted by name.",
            "author, date",
            _alpha_labels,
        ),
    )
}

#: The style of a project that names none.
DEFAULT = "author-year"
