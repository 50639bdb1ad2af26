"""Sphinx's search index: all that this extension does with the builder's indexer.

Sphinx removes the words of all pages except documents from the index, and writes it in every build. With a
version of Sphinx whose indexer is different, pages are indexed again in every build that writes any.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING, Any

from sphinxext_pubs.extension.internals.overrides import replace_method, table_of
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.model.problems import Code

if TYPE_CHECKING:
    from sphinx.builders import Builder

#: The tables with the pages of words, in texts and in titles.
_WORD_TABLES = ("_mapping", "_title_mapping")

#: The methods whose results are cached while many pages are indexed.
_WORD_METHODS = ("stem", "word_filter")


class SearchIndex:
    """The search index of a builder; all methods do nothing if the builder has none."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    @property
    def _indexer(self) -> object | None:
        return getattr(self._builder, "indexer", None)

    def _word_tables(self) -> list[dict[str, set[str]]]:
        if self._indexer is None:
            return []
        return [table for name in _WORD_TABLES if (table := table_of(self._indexer, name)) is not None]

    def keep_pages(self, stack: ExitStack, pages_of: Callable[[Collection[str]], Iterable[str]]) -> None:
        """Keep the words of pages that are not documents, until the stack is closed.

        ``pages_of`` returns the pages to keep with these documents.
        """

        def keeping(prune: Callable[..., Any]) -> Callable[..., Any]:
            def prune_others(docnames: Collection[str]) -> None:
                names = dict.fromkeys(docnames)
                prune([*names, *pages_of(names)])

            return prune_others

        def loading(load: Callable[..., Any]) -> Callable[..., Any]:
            def load_indexer(docnames: Collection[str]) -> None:
                if self._indexer is not None and not replace_method(stack, self._indexer, "prune", keeping):
                    self._warn_lost()
                load(docnames)

            return load_indexer

        if not replace_method(stack, self._builder, "load_indexer", loading):
            self._warn_lost()

    def _warn_lost(self) -> None:
        message = "The search does not find papers on generated and split pages with this version of Sphinx."
        warn(Code.SPHINX, message, None, self._builder.config)

    def has_page(self, page: str) -> bool:
        """True if a page is in the index, or if the builder has no index."""
        if self._indexer is None:
            return True
        titles = table_of(self._indexer, "_titles")
        return titles is not None and page in titles

    def remove_words(self, pages: Collection[str]) -> None:
        """Remove the words of pages that are indexed again, as Sphinx does with documents."""
        for table in self._word_tables():
            for indexed_pages in table.values():
                indexed_pages.difference_update(pages)

    def remove_unused_words(self) -> None:
        """Remove words that no longer occur on any page.

        Sphinx keeps them without a page, so that the index would differ from that of a clean build.
        """
        for table in self._word_tables():
            for word in [word for word, docnames in table.items() if not docnames]:
                del table[word]

    def cache_stems(self, stack: ExitStack) -> None:
        """Cache the stems of words, which would take most of the time with thousands of pages."""
        if (language := getattr(self._indexer, "lang", None)) is not None:
            for name in _WORD_METHODS:
                replace_method(stack, language, name, cache)

    def skip_writing(self, stack: ExitStack) -> None:
        """Keep the file of the index in a build that changes no page, because writing it takes long."""
        replace_method(stack, self._builder, "dump_search_index", lambda _: _do_nothing)


def _do_nothing() -> None:
    """Replace a method that would write the index."""
