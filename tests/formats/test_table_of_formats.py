"""Nothing outside the table lists formats: help, documentation and README come from it or agree with it."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from example_docs._ext import reference
from sphinxext_pubs.extension.directives.options import options_of
from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.settings import Settings, help_of
from sphinxext_pubs.render import messages
from sphinxext_pubs.render.exports import written_formats

from .cards_xml import CARDS

ROOT = Path(__file__).parents[2]
ROWS = Registry().formats.rows


def test_the_readme_names_the_formats_that_are_read() -> None:
    (row,) = re.findall(r"^\| \*\*sphinxext-pubs\*\* \|.*$", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert row.split("|")[3].strip() == ", ".join(row.label for row in FORMATS if row.is_read)


def test_the_help_of_the_sources_names_the_formats_that_are_read() -> None:
    help = help_of(next(row for row in fields(Settings) if row.name == "sources"))
    assert re.findall(
        r"(?:(?<=: )|(?<=, )|(?<=and ))([\w. -]+) \(``(\.\w+)``\)", help.rpartition("formats")[2]
    ) == [(row.label, row.suffixes[0]) for row in FORMATS if row.is_read]


def test_the_option_names_the_formats_that_are_written() -> None:
    help = next(option.help for option in options_of(Registry()).rows if option.name == "download")
    assert re.findall(r"``([\w-]+)``", help) == list(written_formats(Registry().formats))


def test_the_documentation_has_a_row_for_each_format() -> None:
    table = Table((*ROWS, CARDS, replace(CARDS, name="only-read", media_type="", suffixes=(".crr",))))
    assert list(reference.formats_read(table))[-2:] == [
        ("``.xml``, ``.crd``", "Cards XML", "A program for index cards exports it."),
        ("``.crr``", "Cards XML", "A program for index cards exports it."),
    ]
    written = list(reference.formats_written(table))
    assert written[-1] == (
        "``cards-xml``",
        "Cards XML",
        "``.xml``",
        "A program for index cards exports it.",
        "yes",
    )
    assert len(written) == 1 + len(written_formats(table))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_has_help_and_words(row: object) -> None:
    assert isinstance(row, type(CARDS))
    assert row.help.endswith(".")
    assert not row.is_written or row.label in {**messages.ENTRY, **messages.PAGES}


@pytest.mark.parametrize(
    "name", [row.name for row in ROWS if row.name not in ("bibtex", "biblatex", "text", "json")]
)
def test_no_module_names_a_format_outside_its_row(name: str) -> None:
    """Except BibTeX and BibLaTeX (``pubs_bibtex``), in entries as well, and words with other meanings."""
    package = ROOT / "sphinxext_pubs"
    paths = [path for path in package.rglob("*.py") if f'"{name}"' in path.read_text("utf-8")]
    modules = {path.relative_to(package).as_posix() for path in paths}
    assert {
        module for module in modules if not module.startswith(("formats/", "render/reference_f"))
    } == set()
