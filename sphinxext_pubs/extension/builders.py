"""The capabilities of builders."""

from __future__ import annotations

from sphinx.builders import Builder

#: Builders that write HTML for other programs than browsers: lists are ordinary nodes there.
_NOT_FOR_BROWSERS = frozenset({"epub", "json", "pickle", "htmlhelp", "qthelp", "devhelp", "applehelp"})


def uses_templates(builder: Builder) -> bool:
    """True if a builder writes HTML for browsers, in which lists are written with templates."""
    return builder.format == "html" and builder.name not in _NOT_FOR_BROWSERS


#: The builders that write books: the documents in the toctrees of their first ones, or those not excluded.
_BOOKS = frozenset({"latex", "texinfo", "man", "singlehtml", "epub"})


def writes_books(builder: Builder) -> bool:
    """True if a builder, or the one that it extends, may leave out documents."""
    return not _BOOKS.isdisjoint(getattr(kind, "name", "") for kind in type(builder).__mro__)


#: The builders that write one HTML file per page for browsers.
SPLITTING = frozenset({"html", "dirhtml"})


def splits(builder: Builder) -> bool:
    """True if a builder splits long lists into several pages and writes generated pages."""
    return builder.name in SPLITTING
