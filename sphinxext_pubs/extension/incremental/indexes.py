"""Sphinx's indexes are kept if a build reads and writes no page.

Sphinx writes ``objects.inv`` and ``searchindex.js`` in every build. With 10,000 papers this takes longer than
the rest of a build in which nothing changed, and the result is the same.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.internals import inventory
from sphinxext_pubs.extension.internals.search_index import SearchIndex

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def keep_indexes(app: Sphinx, stack: ExitStack) -> None:
    """Keep the existing indexes until the stack is closed, unless another extension adds to them."""
    if _adds_pages(app):
        return
    if Path(app.outdir, inventory.NAME).is_file():
        inventory.skip_writing_inventory(stack, app.builder)
    if Path(app.outdir, "searchindex.js").is_file():
        SearchIndex(app.builder).skip_writing(stack)


def _adds_pages(app: Sphinx) -> bool:
    """True if another extension adds pages, which may contain new words."""
    listeners = app.events.listeners.get("html-collect-pages", [])
    modules = {listener.handler.__module__ for listener in listeners}
    return not all(module.startswith(("sphinx.", "sphinxext_pubs.")) for module in modules)
