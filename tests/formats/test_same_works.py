"""The same works in all formats that are read: they give equal publications, as far as formats can say."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from sphinxext_pubs.library import load
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Text

FOLDER = Path(__file__).parent.parent / "fixtures" / "same_works"
#: PubMed's files have no keys, and fewer types.
PUBMED = {"berg-2021-rivers": "journal", "doe-2018-leaves": "chapter", "doe-2019-book": "book"}
#: Attributes of the source, not of the work.
OF_SOURCE = frozenset({"key", "origin", "digest", "source", "entry_type"})
#: What some of the files cannot say, or say in more detail: suffix → attributes.
DIFFERENT: dict[str, frozenset[str]] = {
    ".nbib": frozenset({"title", "url", "variables", "custom"}),
    ".bib": frozenset({"genre"}),  # “@techreport” says which kind of report
}


def read(suffix: str) -> dict[str, Publication]:
    loaded = load.load([f"works{suffix}"], FOLDER)
    assert [problem.message for problem in loaded.problems] == []
    papers = {PUBMED.get(paper.key, paper.key): paper for paper in loaded.library}
    assert len(papers) == (len(PUBMED) if suffix == ".nbib" else 10)
    return papers


def plain(value: object) -> object:
    """Return a value without markup, which formats write in different ways, and pairs by their names."""
    if isinstance(value, Text):
        return str(value).replace("^", "").replace("²", "2")
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return sorted((name, plain(content)) for name, content in value)
    return value


@pytest.mark.parametrize("suffix", [".bib", ".ris", ".xml", ".nbib"])
def test_works_are_the_same_in_all_formats(suffix: str) -> None:
    expected = read(".json")
    names = {row.name for row in fields(Publication)} - OF_SOURCE - DIFFERENT.get(suffix, frozenset())
    for key, paper in read(suffix).items():
        other = expected[key]
        values = {name: plain(getattr(paper, name)) for name in names}
        assert values == {name: plain(getattr(other, name)) for name in names}, key
