"""Sphinx's indexes are kept if a build reads and writes no page.

Sphinx writes ``objects.inv`` and ``searchindex.js`` in every build. With 10,000 papers this takes longer than
the rest of a build in which nothing changed, and the result is the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

#: The methods of builders that write indexes, and the files.
_INDEXES = {"dump_inventory": "objects.inv", "dump_search_index": "searchindex.js"}


def keep_indexes(app: Sphinx) -> None:
    """Keep the existing indexes in a build that wrote no page, unless another extension adds to them."""
    if _adds_pages(app):
        return
    for method, index in _INDEXES.items():
        if hasattr(app.builder, method) and Path(app.outdir, index).is_file():
            setattr(app.builder, method, _do_nothing)


def remove_unused_words(builder: Builder) -> None:
    """Remove words that no longer occur on any page from the search index.

    Sphinx keeps them without a page, so that the index would differ from that of a clean build.
    """
    indexer = getattr(builder, "indexer", None)
    for table in ("_mapping", "_title_mapping"):
        words = getattr(indexer, table, {})
        for word in [word for word, docnames in words.items() if not docnames]:
            del words[word]


def restore_indexes(builder: Builder) -> None:
    """Undo :func:`keep_indexes`, for builders that build again."""
    for method in _INDEXES:
        vars(builder).pop(method, None)


def _do_nothing() -> None:
    """Replace a method that would write an index."""


def _adds_pages(app: Sphinx) -> bool:
    """True if another extension adds pages, which may contain new words."""
    listeners = app.events.listeners.get("html-collect-pages", [])
    modules = {listener.handler.__module__ for listener in listeners}
    return not all(module.startswith(("sphinx.", "sphinxext_pubs.")) for module in modules)
