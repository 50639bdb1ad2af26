"""Styles of references by name, and the folders of their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_pubs.citations.csl import pandoc
from sphinxext_pubs.citations.csl.pandoc import find_pandoc
from sphinxext_pubs.citations.csl.style import StyleError
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.project.list_styles import StyleFolders, find_list_style, usable_style
from tests.project.conftest import csl_style


@pytest.mark.parametrize("name", BUILTIN_STYLES)
def test_a_built_in_style_needs_no_engine(tmp_path: Path, name: str) -> None:
    style = usable_style(name, tmp_path)
    assert (style.sort, style.labels) == (BUILTIN_STYLES[name].sort, BUILTIN_STYLES[name].labels)
    assert style.csl is None


@pytest.mark.parametrize(
    ("kind", "sort", "order", "labels"),
    [
        ("author-date", "", "author, date, title", "author-year"),
        ("numeric", "", "cited, author, date, title", "numeric"),
        ("numeric", '<sort><key variable="title"/></sort>', "title", "numeric"),
        ("label", "", "author, date, title", "alpha"),
    ],
    ids=["author and year", "numbers", "numbers, sorted", "labels"],
)
def test_a_csl_style_is_sorted_and_labelled_by_its_kind(
    tmp_path: Path, kind: str, sort: str, order: str, labels: str
) -> None:
    (tmp_path / "mine.csl").write_text(csl_style(citation_format=kind, sort=sort), encoding="utf-8")
    style = find_list_style("mine.csl", tmp_path)
    assert style.csl is not None
    assert (style.sort, style.labels) == (order, BUILTIN_STYLES[labels].labels)


@pytest.mark.skipif(find_pandoc() is None, reason="the extra csl is not installed")
def test_a_csl_style_is_usable_with_an_engine(tmp_path: Path) -> None:
    (tmp_path / "mine.csl").write_text(csl_style(citation_format="numeric"), encoding="utf-8")
    assert usable_style("mine.csl", tmp_path) == find_list_style("mine.csl", tmp_path)


def test_a_csl_style_is_not_usable_without_its_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    (tmp_path / "mine.csl").write_text(csl_style(citation_format="numeric"), encoding="utf-8")
    with pytest.raises(StyleError, match=r"(?i)pandoc"):
        usable_style("mine.csl", tmp_path)


def test_a_document_names_styles_in_its_folder_only(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mine.csl").write_text(csl_style(citation_format="numeric"), encoding="utf-8")
    assert find_list_style("../mine.csl", tmp_path / "docs").csl is not None
    with pytest.raises(StyleError, match="source directory"):
        find_list_style("../mine.csl", tmp_path / "docs", tmp_path / "docs")


@pytest.mark.parametrize(
    ("name", "dependency"),
    [
        ("mine.csl", "mine.csl"),
        ("styles/../mine.csl", "mine.csl"),
        ("../mine.csl", ""),
        ("apa", ""),
        ("numeric", ""),
    ],
)
def test_a_document_depends_on_the_style_file_that_it_names(
    tmp_path: Path, name: str, dependency: str
) -> None:
    assert StyleFolders(tmp_path, tmp_path).dependency(name) == dependency


@pytest.mark.parametrize(
    ("conf", "name", "from_conf"),
    [
        ("conf", "mine.csl", "../source/mine.csl"),
        ("source", "mine.csl", "mine.csl"),
        ("conf", "apa", "apa"),
        ("conf", "numeric", "numeric"),
    ],
)
def test_a_style_of_a_document_is_named_as_in_conf(
    tmp_path: Path, conf: str, name: str, from_conf: str
) -> None:
    assert StyleFolders(tmp_path / conf, tmp_path / "source").from_conf(name) == from_conf
