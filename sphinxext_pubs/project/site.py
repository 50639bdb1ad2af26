"""What a build needs to know of Sphinx, as plain values and questions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from markupsafe import Markup


class Site(Protocol):
    """The documents, folders and builder of the current build."""

    @property
    def language(self) -> str:
        """The language of the project, as in ``conf.py``."""

    @property
    def base_url(self) -> str:
        """The address of the site (``html_baseurl``); empty if the project does not say."""

    @property
    def confdir(self) -> Path:
        """The folder of ``conf.py``."""

    @property
    def srcdir(self) -> Path:
        """The source directory."""

    @property
    def doctreedir(self) -> Path:
        """The folder of Sphinx's caches, in which ours is too."""

    @property
    def outdir(self) -> Path:
        """The output folder."""

    @property
    def templates(self) -> list[Path]:
        """The folders of the project's own templates."""

    @property
    def is_split(self) -> bool:
        """True if the builder writes a file for each page, to be read in a browser."""

    @property
    def has_folders(self) -> bool:
        """True if each page is a folder with an index, as in ``dirhtml``."""

    def documents(self) -> set[str]:
        """Return the documents of the project."""

    def additional_pages(self) -> set[str]:
        """Return the pages that ``conf.py`` adds to the documents (``html_additional_pages``)."""

    def order(self, docnames: Iterable[str]) -> list[str]:
        """Return documents in toctree order, those that are not in a toctree last by name."""

    def holds(self, condition: str) -> bool:
        """True if a condition is true in this build, or empty."""

    def title(self, docname: str) -> str:
        """Return the title of a document as plain text."""

    def relative_uri(self, page: str, other: str) -> str:
        """Return the address of a page from another; empty if this builder has no addresses."""

    def external_url(self, names: Iterable[str]) -> str:
        """Return the address at which another project shows a paper of one of these names, or nothing."""

    def is_image(self, name: str) -> bool:
        """True if a file of this name is an image that builders know."""

    def place_uri(self, page: str, docname: str, anchor: str) -> str:
        """Return the address of a place in a document from a page; empty if this builder has none."""

    def math(self, tex: str) -> Markup:
        """Return a formula as HTML."""
