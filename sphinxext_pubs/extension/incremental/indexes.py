"""Where a build reads and writes no page, Sphinx's indexes stay as they are.

Sphinx writes ``objects.inv`` and ``searchindex.js`` anew in every build. With 10,000 papers that costs
more than all the rest of a build in which nothing changed, and gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

#: The builder's method that writes an index, and the index.
_INDEXES = {"dump_inventory": "objects.inv", "dump_search_index": "searchindex.js"}


def keep_indexes(app: Sphinx) -> None:
    """Keep the indexes of a build that wrote no page, unless another extension adds to them."""
    if _adds_pages(app):
        return
    for method, index in _INDEXES.items():
        if hasattr(app.builder, method) and Path(app.outdir, index).is_file():
            setattr(app.builder, method, _nothing)


def remove_unused_words(builder: Builder) -> None:
    """Take words that are on no page any more out of the search index.

    Sphinx leaves them there without a page, so that the index of an edited project would not be that of a
    clean build.
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


def _nothing() -> None:
    """In place of writing what is already there."""


def _adds_pages(app: Sphinx) -> bool:
    """Whether another extension makes pages of its own, whose words might be new to the search."""
    listeners = app.events.listeners.get("html-collect-pages", [])
    modules = {listener.handler.__module__ for listener in listeners}
    return not all(module.startswith(("sphinx.", "sphinxext_pubs.")) for module in modules)
