"""What builders can do: pages for browsers, several pages for a list."""

from __future__ import annotations

from sphinx.builders import Builder

#: Builders that write HTML for other programs than browsers: they get ordinary nodes.
_NOT_FOR_BROWSERS = frozenset({"epub", "json", "pickle", "htmlhelp", "qthelp", "devhelp", "applehelp"})


def uses_templates(builder: Builder) -> bool:
    """Whether a builder writes pages for browsers, which get folds and filters."""
    return builder.format == "html" and builder.name not in _NOT_FOR_BROWSERS


#: The builders that write a file for each page, to be read in a browser.
SPLITTING = frozenset({"html", "dirhtml"})


def splits(builder: Builder) -> bool:
    """Whether a builder puts long lists on several pages."""
    return builder.name in SPLITTING
