"""The local files that pages link to and that are copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_pubs.project.published_files import linked_files
from sphinxext_pubs.project.tables import Tables
from tests.project.conftest import make_project

BIBTEX = """
@misc{listed, author = {Lee, Ann}, title = {A}, year = 2024, pdf = {a.pdf}, slides = {a-slides.pdf}}
@misc{other, author = {Lee, Ann}, title = {B}, year = 2023, pdf = {b.pdf}}
@misc{bare, author = {Day, Bo}, title = {C}, year = 2023}
"""
PEOPLE = "- id: ann\n  name: Ann Lee\n  photo: ann.png\n- id: bo\n  name: Bo Day\n  photo: bo.png\n"


@pytest.mark.parametrize(
    ("pages", "page_filter", "files"),
    [
        ((), "", ["a.pdf", "a-slides.pdf"]),
        (("paper",), "", ["a-slides.pdf"]),
        (("paper",), "year = 2024", ["a-slides.pdf"]),
        (("year",), "", ["a.pdf", "a-slides.pdf", "b.pdf"]),
        (("year",), "year = 2024", ["a.pdf", "a-slides.pdf"]),
        (("author",), "", ["a.pdf", "a-slides.pdf", "b.pdf", "bo.png", "ann.png"]),
        (("author",), "year = 2024", ["a.pdf", "a-slides.pdf", "ann.png"]),
    ],
    ids=[
        "lists",
        "pages of papers, beside which their PDFs are",
        "pages of some papers",
        "pages of years",
        "pages of one year",
        "pages of people, with photos",
        "pages of one person",
    ],
)
def test_files_are_copied_if_a_page_links_to_them(
    tmp_path: Path, pages: tuple[str, ...], page_filter: str, files: list[str]
) -> None:
    for name in ("a.pdf", "a-slides.pdf", "b.pdf", "ann.png", "bo.png"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    tables = Tables(listed={"papers": {"listed": None, "bare": None, "lost": None}})
    build = make_project(
        tmp_path, BIBTEX, tables=tables, people="people.yaml", pages=pages, page_filter=page_filter
    )
    assert list(linked_files(build.project)) == files
