"""The output of one build."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, cast

from sphinxext_pubs.project.ledger import Ledger, read_ledger

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.extension.output.issued_warnings import IssuedWarnings
    from sphinxext_pubs.extension.site import SphinxSite
    from sphinxext_pubs.project.project import Project


@dataclass(slots=True)
class ContinuationPage:
    """A page of a split list from the second on, resolved and ready to be written.

    ``names`` are all pages of the list, ``number`` is the number of this page from 1; ``titles`` are the
    nodes of the page's headings, the page's own title first.
    """

    docname: str
    names: tuple[str, ...]
    number: int
    document: nodes.document
    titles: list[nodes.title]

    @property
    def name(self) -> str:
        """The page's name."""
        return self.names[self.number - 1]


@dataclass(slots=True)
class Output:
    """The builder, the ledger of its output folder, and the continuation pages that are still to be written.

    ``overrides`` restores Sphinx's tables when it is closed. ``reported`` are the messages about lists, with
    their document and index; builders may resolve a list several times. ``is_prepared`` is True if everything
    that pages need has been prepared. ``templates`` is a digest of templates, rows from outside and record
    files, which all entries depend on. ``script_versions`` are the versions of the script files of split
    lists, by document and index.
    """

    builder: Builder
    site: SphinxSite
    continuation_pages: dict[str, list[ContinuationPage]] = field(default_factory=dict)
    overrides: ExitStack = field(default_factory=ExitStack)
    reported: set[tuple[str, int, str]] = field(default_factory=set)
    is_prepared: bool = False
    templates: str = ""
    script_versions: dict[tuple[str, int], str] = field(default_factory=dict)
    _ledger: Ledger | None = None
    _issued: IssuedWarnings | None = None

    @property
    def issued(self) -> IssuedWarnings:
        """The warnings of the first reading of documents."""
        if self._issued is None:
            # Only if a document is read.
            from sphinxext_pubs.extension.output.issued_warnings import IssuedWarnings

            self._issued = IssuedWarnings()
        return self._issued

    @property
    def ledger(self) -> Ledger:
        """The ledger of the output folder, read on first use."""
        if self._ledger is None:
            self._ledger = read_ledger(Path(self.builder.outdir), partial(page_path, self.builder))
        return self._ledger

    @property
    def has_ledger(self) -> bool:
        """True if this build has used the ledger."""
        return self._ledger is not None

    @property
    def is_untouched(self) -> bool:
        """True if this build has not read or written any document."""
        return self._ledger is not None and self._ledger.is_untouched

    def remove_outdated(self, project: Project) -> None:
        """Remove the files of the last build that are not of this one, except the project's own pages."""
        self.ledger.remove_outdated(lambda: {page_path(self.builder, page) for page in project.own_pages()})


def page_path(builder: Builder, page: str) -> str:
    """Return the path of a page of an HTML builder from the output folder."""
    path = cast("StandaloneHTMLBuilder", builder).get_outfilename(page)
    return PurePath(os.path.relpath(path, builder.outdir)).as_posix()


def page_end(builder: Builder, page: str) -> str:
    """Return what a builder appends to the name of a page for its file: ``.html`` or ``/index.html``."""
    return page_path(builder, page).removeprefix(page)
