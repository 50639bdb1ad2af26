"""Translation of the messages of the interface."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.query.facet import Facet

#: The name of the message catalog, and the folder with its translations.
CATALOG = "sphinxext_pubs"
LOCALE = Path(__file__).resolve().parents[1] / "locale"

#: Returns a message that is translated when it is shown, for use before the language is known.
lazy = get_translation(CATALOG)


def gettext(message: str) -> str:
    """Return a message in the language of the project, or unchanged if it has no translation."""
    return str(lazy(message)) if message else ""


def paper_count(count: int) -> str:
    """Return a number of papers as text in the language of the project: *3 papers*."""
    return gettext("1 paper") if count == 1 else gettext("{all} papers").replace("{all}", str(count))


def register(app: Sphinx) -> None:
    """Add the message catalogs; those of the project override those of the package."""
    for folder in (*app.config.locale_dirs, LOCALE):
        app.add_message_catalog(CATALOG, str(Path(app.srcdir, folder)))


def shown_term(facet: Facet, term: str) -> str:
    """Return a term of a facet as headings show it, in the project's language."""
    label = facet.label(term)
    return gettext(label) if facet.messages else label
