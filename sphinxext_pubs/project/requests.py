"""What a page asks of the library while it is read, as recorded in the environment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sphinxext_pubs.query.criteria import Selection


class ListDigests(Protocol):
    """What a list needs to know whether it changed."""

    def list_digest(self, request: Request, docname: str) -> str:
        """Return a digest of all that a list of a document shows."""


class LibraryQuery:
    """A query whose answer depends on the library alone."""

    __slots__ = ()

    @property
    def of_project(self) -> bool:
        """False: what documents cite has no effect."""
        return False

    @property
    def by_document(self) -> bool:
        """False: every document gets the same answer."""
        return False


@dataclass(frozen=True, slots=True)
class Request:
    """A list as a page asks for it: what to select and how to show it. Strings and a number.

    ``columns`` are the words of its own ``show`` where those choose the columns of a table, ``filterable``
    the controls that readers get, ``per_page`` the most entries of a page (0: all). ``style`` is that of a
    list of references, whose labels begin with ``prefix``. ``key_prefix`` is what citations of this list put
    before keys, ``where`` a further condition in the language of sphinxcontrib-bibtex, ``enumerated`` the
    kind of numbers and the first one, ``also`` keys that are listed anyway. A ``silent`` list may be empty.
    ``download`` are the formats in which what it shows can be had, ``atom`` for a feed.
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

    @property
    def of_project(self) -> bool:
        """Whether the answer depends on what other documents cite."""
        return bool(self.where) or self.selection.cited.removeprefix("!") == "project"

    @property
    def by_document(self) -> bool:
        """Whether the answer depends on which document asks."""
        if self.of_project:
            return bool(self.where)
        return bool(self.selection.cited) or "cited" in self.selection.sort

    def digest(self, project: ListDigests, docname: str) -> str:
        """Return a digest of all that the list shows."""
        return project.list_digest(self, docname)


def has_bar(answers: Iterable[tuple[object, str]]) -> bool:
    """True if any of a document's lists has a bar for readers."""
    return any(isinstance(query, Request) and query.filterable for query, _ in answers)
