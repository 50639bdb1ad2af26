"""Inheritance by crossref, xdata and sets: the rules of BibLaTeX and of BibTeX."""

from __future__ import annotations

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex import inherit
from sphinxext_pubs.formats.bibtex.blocks import parse_entries
from sphinxext_pubs.formats.bibtex.entries import RawEntry
from sphinxext_pubs.model.problems import Problem
from tests.formats.bibtex_rows import read_all, source, summarize

#: The child, the parent, and the resulting fields of the child.
ROWS = {
    "book to inbook": (
        "@inbook{c, title={C}, crossref={p}}",
        "@book{p, title={P}, subtitle={S}, titleaddon={A}, author={X}, publisher={Pub}, shorttitle={Sh}}",
        "title=C; booktitle=P; booksubtitle=S; booktitleaddon=A; bookauthor=X; author=X; publisher=Pub",
    ),
    "book to inbook with an author": (
        "@inbook{c, author={Y}, crossref={p}}",
        "@book{p, title={P}, author={X}}",
        "author=Y; booktitle=P; bookauthor=X",
    ),
    "mvbook to book": (
        "@book{c, title={C}, crossref={p}}",
        "@mvbook{p, title={P}, subtitle={S}, year={2000}}",
        "title=C; maintitle=P; mainsubtitle=S; year=2000",
    ),
    "mvcollection to incollection": (
        "@incollection{c, title={C}, crossref={p}}",
        "@mvcollection{p, title={P}}",
        "title=C; maintitle=P",
    ),
    "proceedings to inproceedings": (
        "@inproceedings{c, title={C}, pages={1}, crossref={p}}",
        "@proceedings{p, title={P}, editor={E}, pages={1--900}}",
        "title=C; pages=1; booktitle=P; editor=E",
    ),
    "periodical to article": (
        "@article{c, title={C}, crossref={p}}",
        "@periodical{p, title={P}, issuetitle={I}, number=3}",
        "title=C; journaltitle=P; issuetitle=I; number=3",
    ),
    "an old name is equivalent to the new one": (
        "@article{c, title={C}, journal={J}, address={A}, crossref={p}}",
        "@periodical{p, title={P}, location={L}}",
        "title=C; journal=J; address=A",
    ),
    "any type to works in it (BibTeX)": (
        "@inproceedings{c, title={C}, crossref={p}}",
        "@misc{p, title={P}, year=1999}",
        "title=C; booktitle=P; year=1999",
    ),
    "a booktitle for the children (BibTeX)": (
        "@incollection{c, title={C}, crossref={p}}",
        "@book{p, title={P}, booktitle={B}}",
        "title=C; booktitle=B",
    ),
    "an empty field suppresses": (
        "@inproceedings{c, editor={}, crossref={p}}",
        "@misc{p, editor={E}, note={N}}",
        "note=N",
    ),
    "labels are not inherited": (
        "@misc{c, crossref={p}}",
        "@misc{p, ids={i}, shorthand={s}, note={N}}",
        "note=N",
    ),
    "a date is inherited with all its fields": (
        "@misc{c, crossref={p}}",
        "@misc{p, year=2000, month=nov}",
        "year=2000; month=nov",
    ),
    "a month goes with its year": (
        "@misc{c, year=2000, crossref={p}}",
        "@misc{p, year=2000, month=nov}",
        "year=2000; month=nov",
    ),
    "a month does not go with another year": (
        "@misc{c, year=2001, crossref={p}}",
        "@misc{p, year=2000, month=nov}",
        "year=2001",
    ),
    "a year does not go with a date": (
        "@misc{c, date={2001}, crossref={p}}",
        "@misc{p, year=2000, month=nov}",
        "date=2001",
    ),
    "keys in different case (BibTeX)": ("@misc{c, crossref={P}}", "@misc{p, note={N}}", "note=N"),
    "xdata": (
        "@misc{c, title={C}, xdata={p}}",
        "@xdata{p, title={X}, publisher={Pub}}",
        "title=C; publisher=Pub",
    ),
    "one field of xdata": (
        "@misc{c, note={xdata=p-title}}",
        "@xdata{p, title={X}, publisher={Pub}}",
        "note=X",
    ),
    "an alias of a parent": ("@misc{c, crossref={old}}", "@misc{p, ids={older, old}, note={N}}", "note=N"),
    "an alias of xdata": ("@misc{c, xdata={old}}", "@xdata{p, ids={old}, note={N}}", "note=N"),
    "one field of xdata by its alias": (
        "@misc{c, note={xdata=old-title}}",
        "@xdata{p, ids={old}, title={X}}",
        "note=X",
    ),
    "a set by an alias": (
        "@set{c, entryset={old,q}}",
        "@article{p, ids={old}, title={P}}",
        "entryset=old,q; title=P",
    ),
    "a key takes precedence over an alias": (
        "@misc{c, crossref={p}}",
        "@misc{q, ids={p}, note={Q}}\n@misc{p, note={N}}",
        "note=N",
    ),
    "an alias takes precedence over another case": (
        "@misc{c, crossref={P}}",
        "@misc{p, note={N}}\n@misc{q, ids={P}, note={Q}}",
        "note=Q",
    ),
    "set": (
        "@set{c, entryset={p,q}}",
        "@article{p, title={P}, journal={J}}",
        "entryset=p,q; title=P; journal=J",
    ),
}


@pytest.mark.parametrize(("child", "parent", "fields"), ROWS.values(), ids=ROWS)
def test_a_child_inherits_missing_fields(child: str, parent: str, fields: str) -> None:
    publications, problems = read_all(child + "\n", parent)
    assert {p.key: source(p) for p in publications}["c"] == fields
    assert problems == []


def test_a_parent_is_a_publication_unlike_xdata() -> None:
    publications, problems = read_all(
        "@xdata{x, note={N}}\n@misc{p, xdata={x}}\n@misc{c, crossref={p}}\n@xdata{y, xdata={x}}"
    )
    assert [(p.key, source(p)) for p in publications] == [("p", "note=N"), ("c", "note=N")]
    assert problems == []


def test_the_parent_is_the_first_entry_of_a_key() -> None:
    publications, problems = read_all(
        "@misc{c, crossref={p}}\n@misc{p, note={N}}\n@misc{p, note={other}}\n"
        "@misc{p, crossref={p}, volume={2}}"
    )
    assert [(p.key, source(p)) for p in publications] == [
        ("c", "note=N"),
        ("p", "note=N"),
        ("p", "note=other"),
        ("p", "volume=2; note=N"),
    ]
    assert problems == []


def test_of_xdata_with_one_key_the_first_is_used_and_the_others_are_reported() -> None:
    publications, problems = read_all(
        "@misc{c, xdata={x}}\n@xdata{x, note={N}}\n@xdata{x, note={other}}\n@misc{x, title={X}}"
    )
    assert [(p.key, source(p)) for p in publications] == [("c", "note=N"), ("x", "title=X")]
    assert summarize(problems) == ["a.bib:3 duplicate_key -1"]


def test_xdata_can_be_repeated_and_nested() -> None:
    text = (
        "@misc{c, xdata={x, y}}\n@xdata{x, note={N}}\n@xdata{y, xdata={z}, note={no}}\n@xdata{z, volume={1}}"
    )
    (publication,), problems = read_all(text)
    assert source(publication) == "note=N; volume=1"
    assert problems == []


INVALID_PARENTS = {
    "missing parent": ("@misc{a,\n crossref={z},\n note={A}}", ["a.bib:2 inheritance"]),
    "missing xdata": ("@misc{a,\n note={A},\n xdata={z}}", ["a.bib:3 inheritance"]),
    "itself": ("@misc{a,\n note={A}, crossref={a}}", ["a.bib:2 inheritance"]),
    "cycle": (
        "@misc{a, note={A}, crossref={b}}\n@misc{b,\n note={B},\n crossref={a}}",
        ["a.bib:4 inheritance"],
    ),
    "cycle of xdata": ("@misc{a, note={A}, xdata={x}}\n@xdata{x,\n xdata={x}}", ["a.bib:3 inheritance"]),
}


@pytest.mark.parametrize(("text", "expected"), INVALID_PARENTS.values(), ids=INVALID_PARENTS)
def test_an_invalid_parent_is_reported_and_the_entry_is_kept(text: str, expected: list[str]) -> None:
    publications, problems = read_all(text)
    assert source(publications[0]) == "note=A"
    assert summarize(problems) == expected


@pytest.mark.parametrize("step", [1, -1], ids=["down", "up"])
def test_the_length_of_chains_is_limited(step: int) -> None:
    count = inherit.MAX_CHAIN + 2
    lines = [f"@misc{{k{i}, note={{{i}}}, f{i}={{x}}, crossref={{k{i + 1}}}}}" for i in range(count)]
    publications, problems = read_all("\n".join(lines[::step]) + f"\n@misc{{k{count}, note={{end}}}}")
    assert len(publications) == count + 1
    assert {problem.code.value for problem in problems} == {"inheritance"}
    assert max(len(publication.source_fields) for publication in publications) <= inherit.MAX_CHAIN + 2


def test_the_total_of_inherited_fields_is_limited() -> None:
    children = "".join(f"@misc{{c{i}, crossref={{p}}}}\n" for i in range(4))
    parsed = parse_entries([Source("a.bib", "@misc{p, note={N}}\n" + children)])
    items = list(inherit.resolve_inheritance(parsed, max_inherited=120))
    entries = [item for item in items if isinstance(item, RawEntry)]
    assert [entry.fields.get("note") for entry in entries] == ["N", "N", "N", None, None]
    problems = [item for item in items if isinstance(item, Problem)]
    assert summarize(problems) == ["a.bib:4 limit", "a.bib:5 limit"]


def test_the_number_of_problems_about_parents_is_limited() -> None:
    _, problems = read_all("@misc{a, xdata={" + ",".join(f"x{i}" for i in range(50)) + "}}")
    assert len(problems) == 8
