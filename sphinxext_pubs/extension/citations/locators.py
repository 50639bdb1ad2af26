"""The locators of citations as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.model.publication import Publication

if TYPE_CHECKING:
    from sphinxext_pubs.citations.pandoc_syntax import CitationItem


def locator_text(item: CitationItem) -> str:
    """Return the locator and suffix of a citation as they follow its label, such as ``, p. 3``."""
    from sphinxext_pubs.citations.labels import Cited, locator  # only if a page is read or written

    return locator(Cited(Publication(item.key), item=item, translate=gettext))
