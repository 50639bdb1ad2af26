"""Values with empty items, and dates with accents without a letter: nothing else is removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_pubs.extension.compat_bibtex.roles import parse_items
from sphinxext_pubs.library.load import load
from sphinxext_pubs.model.publication import Publication

ACCENT = "\u0301"


def only_entry(tmp_path: Path, name: str, content: str) -> Publication:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (entry,) = load([name], tmp_path).library
    return entry


def test_keywords_of_bibtex_are_split(tmp_path: Path) -> None:
    entry = only_entry(tmp_path, "a.bib", "@misc{k, title={A}, keywords={parsing, , tagging; ; x}}")
    assert entry.keyword == ("parsing", "tagging", "x")


def test_keywords_of_csl_json_are_split(tmp_path: Path) -> None:
    entry = only_entry(tmp_path, "a.json", '[{"id": "k", "title": "A", "keyword": "parsing, , tagging"}]')
    assert entry.keyword == ("parsing", "tagging")


def test_xdata(tmp_path: Path) -> None:
    content = "@xdata{a, note={N}}\n@xdata{b, publisher={P}}\n@misc{k, title={A}, xdata={a, , b}}"
    entry = only_entry(tmp_path, "a.bib", content)
    assert (str(entry.note), str(entry.publisher)) == ("N", "P")


def test_serial_numbers_of_ris(tmp_path: Path) -> None:
    content = "TY  - JOUR\nTI  - A\nSN  - 1234-5679; ; 2049-3630\nER  - \n"
    entry = only_entry(tmp_path, "a.ris", content)
    assert "2049-3630" in str(entry)
    assert "; " not in {name: str(text) for name, text in entry.variables}.get("ISSN", "")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.bib", f"@misc{{k, title={{A}}, year={{2024 {ACCENT}}}}}"),
        ("a.bib", f"@misc{{k, title={{A}}, date={{{ACCENT} 2024}}}}"),
        ("a.bib", f"@misc{{k, title={{A}}, year=2024, month={{May {ACCENT}}}}}"),
        ("a.bib", f"@misc{{k, title={{A}}, year=2024, month={{ма{ACCENT}я}}}}"),
        ("a.json", f'[{{"id": "k", "title": "A", "issued": {{"raw": "2024 {ACCENT}"}}}}]'),
        ("a.ris", f"TY  - JOUR\nTI  - A\nPY  - 2024 {ACCENT}\nER  - \n"),
        ("a.cff", f"cff-version: 1.2.0\ntitle: A\nmessage: M\ndate-released: '2024-01-01 {ACCENT}'\n"),
    ],
)
def test_accents_without_a_letter_in_dates(tmp_path: Path, name: str, content: str) -> None:
    entry = only_entry(tmp_path, name, content)
    assert str(entry.title) == "A"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a, b", ["a", "b"]),
        ("{see}a{p. 3} , b ", ["a", "b"]),
        ("a {p. 3} x, b", ["x", "b"]),
        ("a{b}c, d", ["c", "d"]),
        ("{a{b}c", ["c"]),
    ],
)
def test_items_of_cite_roles(text: str, keys: list[str]) -> None:
    assert [item.key for item in parse_items(text)] == keys
