"""What a page asks of the library while it is read, as recorded in the environment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from sphinxext_pubs.model.suggestions import Selection


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


@dataclass(frozen=True, slots=True)
class Reading:
    """The question whether a role's whole text is one key (or DOI), recorded where it could be either."""

    text: str

    @property
    def of_project(self) -> bool:
        """It does not."""
        return False


@dataclass(frozen=True, slots=True)
class Labelled:
    """The question how a citation in a title reads: Sphinx shows titles where nothing resolves them."""

    name: str
    form: str

    @property
    def of_project(self) -> bool:
        """It does: what else is cited may read the same."""
        return True


@dataclass(frozen=True, slots=True)
class Directory:
    """The question which people, venues, years or keywords there are, with how many papers each."""

    kind: str

    @property
    def of_project(self) -> bool:
        """It does not."""
        return False


@dataclass(frozen=True, slots=True)
class Roster:
    """The question who is in a group of the people file (empty: in the file), and what it says of them."""

    group: str

    @property
    def of_project(self) -> bool:
        """It does not."""
        return False


@dataclass(frozen=True, slots=True)
class Charted:
    """The question how many papers of a selection there are by ``kind``."""

    kind: str
    selection: Selection

    @property
    def of_project(self) -> bool:
        """It does not."""
        return False


def has_bar(answers: Iterable[tuple[Question, str]]) -> bool:
    """Whether any of a document's lists has a bar for readers."""
    return any(isinstance(question, Request) and question.filterable for question, _ in answers)


#: A changed answer means that the page is read again.
Question: TypeAlias = Request | Reading | Labelled | Directory | Roster | Charted
