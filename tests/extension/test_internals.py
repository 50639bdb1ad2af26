"""The undocumented parts of Sphinx, as they are and as they may become."""

from __future__ import annotations

import logging
from collections.abc import Iterator, MutableMapping
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any, cast

import pytest
from docutils import nodes

from sphinxext_pubs.extension.internals import overrides
from sphinxext_pubs.extension.internals import search_index as search_index_module
from sphinxext_pubs.extension.internals import tables as tables_module
from sphinxext_pubs.extension.internals.inventory import skip_writing_inventory
from sphinxext_pubs.extension.internals.overrides import override, replace_method
from sphinxext_pubs.extension.internals.search_index import SearchIndex
from sphinxext_pubs.extension.internals.tables import document_tables, label_tables
from tests.conftest import Project

PAGED = "T\n=\n\n.. publications::\n   :per-page: 1\n   :group-by: year\n"
CONF = 'pubs_pages = ["paper", "author"]\n'


@pytest.fixture
def notes(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Capture what Sphinx logs."""
    logger = logging.getLogger("sphinx")
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(caplog.handler)
    yield caplog
    logger.removeHandler(caplog.handler)
    logger.setLevel(level)


class Indexer:
    """An indexer like Sphinx's."""

    def __init__(self) -> None:
        self._mapping = {"word": {"a", "papers/k"}, "old": {"papers/k"}}
        self._title_mapping = {"title": {"a"}}
        self._titles = {"a": "A", "papers/k": "K"}
        self.lang = SimpleNamespace(stem=str.upper, word_filter=bool)
        self.pruned: list[list[str]] = []

    def prune(self, docnames: object) -> None:
        self.pruned.append([*cast("list[str]", docnames)])


class Builder:
    """A builder like Sphinx's."""

    config = SimpleNamespace(show_warning_types=True)

    def __init__(self, indexer: object) -> None:
        self.indexer = indexer
        self.written: list[str] = []

    def load_indexer(self, docnames: object) -> None:
        if callable(getattr(self.indexer, "prune", None)):
            cast("Indexer", self.indexer).prune(docnames)

    def dump_search_index(self) -> None:
        self.written.append("searchindex.js")

    def dump_inventory(self) -> None:
        self.written.append("objects.inv")


def index(builder: object) -> SearchIndex:
    return SearchIndex(cast("Any", builder))


# Overrides


def test_overrides_are_undone_in_reverse_order() -> None:
    table = {"a": 1}
    with ExitStack() as stack:
        override(stack, table, "a", 2)
        override(stack, table, "a", 3)
        override(stack, table, "b", 4)
        assert table == {"a": 3, "b": 4}
    assert table == {"a": 1}


class Slotted:
    """An object whose methods cannot be replaced."""

    __slots__ = ()

    def method(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize("owner", [SimpleNamespace(), SimpleNamespace(method=3), Slotted(), None])
def test_a_method_that_is_not_there_is_not_replaced(owner: object, notes: pytest.LogCaptureFixture) -> None:
    with ExitStack() as stack:
        assert not replace_method(stack, owner, "method", lambda method: method)
    assert "method of Sphinx" in notes.text


# The search index


def test_pages_are_kept_in_the_index() -> None:
    indexer, builder = Indexer(), Builder(Indexer())
    builder.indexer = indexer
    with ExitStack() as stack:
        index(builder).keep_pages(stack, lambda docnames: [f"{name}-2" for name in docnames])
        builder.load_indexer({"a": None})
        indexer.prune(["b"])
    assert indexer.pruned == [["a", "a-2"], ["b", "b-2"]]
    builder.load_indexer(["a"])
    assert indexer.pruned[-1] == ["a"]
    assert not {"load_indexer", "prune"} & {*vars(builder), *vars(indexer)}


def test_words_of_pages_are_removed_and_then_the_unused_ones() -> None:
    indexer = Indexer()
    search_index = index(Builder(indexer))
    assert search_index.has_page("papers/k")
    assert not search_index.has_page("papers/other")
    search_index.remove_words({"papers/k"})
    assert indexer._mapping == {"word": {"a"}, "old": set()}
    search_index.remove_unused_words()
    assert indexer._mapping == {"word": {"a"}}


def test_stems_are_cached_for_a_time() -> None:
    indexer, words = Indexer(), list[str]()
    indexer.lang.stem = lambda word: words.append(word) or word
    with ExitStack() as stack:
        index(Builder(indexer)).cache_stems(stack)
        assert [indexer.lang.stem("a"), indexer.lang.stem("a")] == ["a", "a"]
    indexer.lang.stem("a")
    assert words == ["a", "a"]


def test_indexes_are_not_written_for_a_time() -> None:
    builder = Builder(Indexer())
    with ExitStack() as stack:
        index(builder).skip_writing(stack)
        skip_writing_inventory(stack, cast("Any", builder))
        builder.dump_search_index()
        builder.dump_inventory()
    assert builder.written == []
    builder.dump_search_index()
    builder.dump_inventory()
    assert builder.written == ["searchindex.js", "objects.inv"]


UNKNOWN = {
    "nothing": Builder(SimpleNamespace()),
    "other types": Builder(SimpleNamespace(_mapping=[], _title_mapping=3, _titles=[], lang=3, prune=3)),
    "no methods": SimpleNamespace(indexer=SimpleNamespace(), config=Builder.config),
    "slots": Builder(Slotted()),
}


@pytest.mark.parametrize("builder", UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_index_is_noted_and_left_alone(builder: Any, notes: pytest.LogCaptureFixture) -> None:
    """Pages count as not indexed, so they are written again; that they get lost is a warning."""
    search_index = index(builder)
    with ExitStack() as stack:
        search_index.keep_pages(stack, lambda docnames: ["p"])
        if hasattr(builder, "load_indexer"):
            builder.load_indexer(["a"])
        search_index.cache_stems(stack)
        assert not search_index.has_page("p")
        search_index.remove_words({"p"})
        search_index.remove_unused_words()
    assert "The search does not find papers on generated and split pages" in notes.text
    assert "is not as sphinxext-pubs expects" in notes.text


def test_a_builder_without_an_index_has_all_pages(notes: pytest.LogCaptureFixture) -> None:
    search_index = index(Builder(None))
    with ExitStack() as stack:
        search_index.keep_pages(stack, lambda docnames: ["p"])
        search_index.cache_stems(stack)
        search_index.remove_words({"p"})
        search_index.remove_unused_words()
    assert search_index.has_page("p")
    assert notes.text == ""


def test_indexes_that_sphinx_writes_in_another_way_are_written(notes: pytest.LogCaptureFixture) -> None:
    builder = cast("Any", SimpleNamespace(indexer=None))
    with ExitStack() as stack:
        index(builder).skip_writing(stack)
        skip_writing_inventory(stack, builder)
    assert "dump_search_index of Sphinx" in notes.text
    assert "dump_inventory of Sphinx" in notes.text


# Tables


def test_tables_that_sphinx_does_not_have_are_empty(notes: pytest.LogCaptureFixture) -> None:
    env = SimpleNamespace(titles={"a": nodes.title("", "A")}, tocs=3, domaindata={"std": {"labels": []}})
    builder = cast("Any", SimpleNamespace(env=env))
    tables = document_tables(builder)
    assert tables.title("a").astext() == "A"
    assert tables.title("b").astext() == ""
    assert tables.contents("a").children == []
    empty: list[MutableMapping[str, Any]] = [tables.longtitles, tables.tocs, tables.relations, *tables.others]
    assert [*empty, *label_tables(builder.env)] == [{}] * (len(empty) + 2)
    for name in ("tocs", "longtitles", "relations", "metadata", "['labels']", "['has_equations']"):
        assert f"{name} of Sphinx" in notes.text


def test_sphinx_is_as_expected(project: Project, notes: pytest.LogCaptureFixture) -> None:
    """With the installed version nothing is noted, in a first build and in one that changes nothing."""
    for _ in range(2):
        assert project.write({"index.rst": PAGED}).build(conf=CONF).warnings == []
    assert "sphinxext-pubs expects" not in notes.text


def test_pages_are_written_without_some_tables(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of Sphinx without these tables writes the same pages, and no build fails."""
    original = overrides.table_of

    def table_of(owner: object, name: str) -> dict[str, Any] | None:
        missing = ("toctree_includes", "longtitles", "metadata", "_title_mapping")
        return None if name in missing else original(owner, name)

    monkeypatch.setattr(tables_module, "table_of", table_of)
    monkeypatch.setattr(search_index_module, "table_of", table_of)
    built = project.write({"index.rst": PAGED}).build(conf=CONF)
    assert built.warnings == []
    assert "On Layers" in built.body("index-2")
    assert "On Layers" in built.body("papers/ko-2023")
