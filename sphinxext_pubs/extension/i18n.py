"""The interface's words in the reader's language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The name of the message catalogue, and the folder that holds its translations.
CATALOG = "sphinxext_pubs"
LOCALE = Path(__file__).resolve().parents[1] / "locale"

#: A message that is translated when it is shown, for what is made before the language is known.
lazy = get_translation(CATALOG)


def gettext(message: str) -> str:
    """A message id in the language of the project; itself where it has no translation."""
    return str(lazy(message)) if message else ""


def papers(count: int) -> str:
    """How many papers there are, in the language of the project."""
    return gettext("1 paper") if count == 1 else gettext("{all} papers").replace("{all}", str(count))


def register(app: Sphinx) -> None:
    """The project's own catalogues of our words, which lie with its others, before ours."""
    for folder in (*app.config.locale_dirs, LOCALE):
        app.add_message_catalog(CATALOG, str(Path(app.srcdir, folder)))
