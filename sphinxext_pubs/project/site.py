"""The interface to Sphinx: the values and functions of the application that services need."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from markupsafe import Markup

    from sphinxext_pubs.project.conditions import Condition
    from sphinxext_pubs.project.tables import Tables


class Site(Protocol):
    """The documents, folders and builder of the current build."""

    @property
    def language(self) -> str:
        """The language of the project, as in ``conf.py``."""

    @property
    def base_url(self) -> str:
        """The URL of the site (``html_baseurl``), or an empty string."""

    @property
    def confdir(self) -> Path:
        """The folder of ``conf.py``."""

    @property
    def srcdir(self) -> Path:
        """The source directory."""

    @property
    def doctreedir(self) -> Path:
        """The folder of doctrees, which also contains the cache of the library."""

    @property
    def outdir(self) -> Path:
        """The output folder."""

    @property
    def templates(self) -> list[Path]:
        """The folders of the project's own templates."""

    @property
    def is_split(self) -> bool:
        """True if the builder writes one HTML file per page for browsers."""

    @property
    def has_folders(self) -> bool:
        """True if each page is a folder with an index, as in ``dirhtml``."""

    def tell(self, message: str) -> None:
        """Print a line on the progress of the build."""

    def documents(self) -> set[str]:
        """Return the documents of the project."""

    def additional_pages(self) -> set[str]:
        """Return the pages that ``conf.py`` adds to the documents (``html_additional_pages``)."""

    def order(self, docnames: Iterable[str]) -> list[str]:
        """Return documents in toctree order, those that are not in a toctree last by name."""

    def holds(self, condition: Condition) -> bool:
        """True if content with a condition is in this build."""

    def omitted_documents(self, tables: Tables) -> Collection[str]:
        """Return the documents that are not in the output of the builder."""

    def title(self, docname: str) -> str:
        """Return the title of a document as plain text."""

    def relative_uri(self, page: str, other: str) -> str:
        """Return the address of ``other`` relative to ``page``; empty if the builder has no addresses."""

    def external_url(self, names: Iterable[str]) -> str:
        """Return the URL of a paper with one of these names in another project, or an empty string."""

    def is_image(self, name: str) -> bool:
        """True if a file with this name is an image by its suffix."""

    def place_uri(self, page: str, docname: str, anchor: str) -> str:
        """Return the address of an anchor in a document relative to a page; empty if the builder has none."""

    def math(self, tex: str) -> Markup:
        """Return a formula as HTML."""
