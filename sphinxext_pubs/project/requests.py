"""The queries of documents to the library, as stored in the environment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from sphinxext_pubs.query.selection import NONE, Selection

if TYPE_CHECKING:
    from sphinxext_pubs.model.publication import Library
    from sphinxext_pubs.project.settings import Settings


class Stage(Enum):
    """The stage of a build in which a query of a document is answered.

    ``READING``: while the document is read. ``REREADING``: when all documents have been read, for which the
    document is read a second time. ``RESOLVING``: when references are resolved; if the answer changes, the
    document is only written again.
    """

    READING = auto()
    REREADING = auto()
    RESOLVING = auto()


class Phase(Enum):
    """The progress of a build.

    ``STARTED``: no document has been read. ``READING``: documents are being read. ``REREADING``: all
    documents have been read; those that depend on the citations of others are read again. ``SETTLED``: the
    content of all documents is final. ``UNCHANGED``: it is final, and no document was read in this build.
    """

    STARTED = auto()
    READING = auto()
    REREADING = auto()
    SETTLED = auto()
    UNCHANGED = auto()

    @property
    def knows_all(self) -> bool:
        """True if every document of the project has been read."""
        return self in (Phase.REREADING, Phase.SETTLED, Phase.UNCHANGED)


class ListDigests(Protocol):
    """A provider of the digests of lists."""

    def list_digest(self, request: Request, docname: str) -> str:
        """Return a digest of the content of a list in a document."""


class LibraryQuery:
    """A query whose answer depends on the library alone."""

    __slots__ = ()

    @property
    def stage(self) -> Stage:
        """``READING``: the answer does not depend on citations."""
        return Stage.READING

    @property
    def depends_on_document(self) -> bool:
        """False: every document gets the same answer."""
        return False


class Papers(Protocol):
    """A provider of the papers by key."""

    @property
    def library(self) -> Library:
        """The papers."""


@dataclass(frozen=True, slots=True)
class KeyQuery(LibraryQuery):
    """The query whether the text of a role, which could be several keys, is one key or DOI."""

    text: str

    def digest(self, project: Papers, docname: str) -> str:
        """Return ``one`` if the library has a paper with this key or DOI, or an empty string."""
        return "one" if project.library.get(self.text.strip()) else ""


@dataclass(frozen=True, slots=True)
class Request:
    """The request of a directive for a list: which papers to select, and how to show them.

    ``columns`` is the list's own ``show`` if it chooses the columns of a table, ``filterable`` the controls
    of the filter bar, ``per_page`` the maximum number of entries on a page (0: no limit). ``style`` is the
    style of a list of references, ``prefix`` the beginning of its labels. ``key_prefix`` is the prefix of
    keys in citations of this list, ``where`` a filter expression of sphinxcontrib-bibtex, ``enumerated`` the
    kind of numbers and the first number, ``also`` keys to list in any case. A ``silent`` list may be empty
    without a warning. ``download`` names the formats for download, ``atom`` for a feed. ``scope`` names the
    list if it lists what a section or an object around it cites.
    """

    selection: Selection
    layout: str
    show: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    numbered: str = ""
    name: str = ""
    filterable: tuple[str, ...] = ()
    per_page: int = 0
    style: str = ""
    prefix: str = ""
    key_prefix: str = ""
    where: str = ""
    enumerated: str = ""
    also: tuple[str, ...] = ()
    silent: bool = False
    download: tuple[str, ...] = ()
    scope: str = ""

    @property
    def stage(self) -> Stage:
        """``RESOLVING`` for a list without groups that depends on citations.

        Groups are sections, which are part of the contents: a list with groups has to be known before.
        """
        selection = self.selection
        is_cited = bool(self.where or selection.cited or selection.filter_scopes) or "cited" in selection.sort
        if self.selection.group_by == NONE:
            return Stage.RESOLVING if is_cited or self.continues else Stage.READING
        return Stage.REREADING if is_cited else Stage.READING

    @property
    def continues(self) -> bool:
        """True if the numbers of an enumerated list continue those of the list before it."""
        return self.enumerated.endswith(" continue")

    @property
    def depends_on_project(self) -> bool:
        """True if the answer depends on what other documents cite."""
        scopes = (self.selection.cited.removeprefix("!"), *self.selection.filter_scopes)
        return bool(self.where) or "project" in scopes

    @property
    def depends_on_document(self) -> bool:
        """True if the answer depends on the document that contains the list."""
        selection = self.selection
        if self.where or "document" in selection.filter_scopes:
            return True
        if selection.cited.removeprefix("!") == "project":
            return False
        return bool(selection.cited) or "cited" in selection.sort

    def digest(self, project: ListDigests, docname: str) -> str:
        """Return a digest of the content of the list."""
        return project.list_digest(self, docname)


def generated_request(settings: Settings) -> Request:
    """Return the request of lists on generated pages: as that of a list without options."""
    return Request(Selection(), settings.layout, show=settings.show, hide=settings.hide)
