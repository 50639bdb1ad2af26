"""The interface's words in the reader's language."""

from __future__ import annotations

from pathlib import Path

from sphinx.locale import get_translation

#: The name of the message catalogue, and the folder that holds its translations.
CATALOG = "sphinxext_pubs"
LOCALE = Path(__file__).resolve().parents[1] / "locale"

_translate = get_translation(CATALOG)


def gettext(message: str) -> str:
    """A message id in the language of the project; itself where it has no translation."""
    return str(_translate(message)) if message else ""
