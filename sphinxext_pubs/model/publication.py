"""Publications as frozen, hashable, picklable data.

The names are CSL 1.0.2's variables in snake case. Nothing here depends on how publications are
stored (``formats``) or shown (``render``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sphinxext_pubs.model.rich_text import EMPTY, Text
from sphinxext_pubs.model.source_fields import unpack_fields


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """The source of data: a path as messages show it (POSIX, relative to the sources) and a line from 1.

    Line 0 means the whole file.
    """

    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Name:
    """A name in CSL's parts. For an organization, or a name that cannot be divided, only ``literal`` is set.

    ``given`` includes middle names, ``particle`` is the non-dropping particle (``van der``),
    ``suffix`` is ``Jr.`` or ``III``. All are plain text, without LaTeX.
    A name list that ends in *and others* ends with :data:`~sphinxext_pubs.notation.names.OTHERS`.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """A date or a range of dates.

    ``parts`` is ``(year[, month[, day]])``, or empty for an open start or an unknown year. ``end`` is
    the end of a range, ``()`` if it is open, ``None`` if the date is not a range. ``season`` is 1
    (spring) to 4 (winter), or 0. ``literal`` is the date as written, set only if the parts do not
    express all of it (``c1971``, ``n.d.``, ``in press``); it is then shown instead of them.
    """

    parts: tuple[int, ...] = ()
    end: tuple[int, ...] | None = None
    season: int = 0
    circa: bool = False
    uncertain: bool = False
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a publication as the data gives it, unchecked.

    ``rel`` is the kind of target (``pdf``, ``code``, ``slides`` … or any word), ``target`` an address
    or a path, ``label`` the text of the button if ``rel`` is not clear enough.
    """

    rel: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """A work in a library. Missing values are empty, never ``None`` (except ``issued``).

    ``type`` is a CSL type, ``entry_type`` the type given in the data, in lower case. ``names`` holds
    the CSL name variables other than author and editor, ``variables`` the CSL variables without an
    attribute here, ``custom`` the fields that CSL has no variable for, all in the order of the data.
    ``source`` holds the entry's fields as one string, see ``source_fields``. ``digest`` identifies the
    content.
    """

    key: str
    type: str = "document"
    entry_type: str = ""
    title: Text = EMPTY
    container_title: Text = EMPTY
    collection_title: Text = EMPTY
    event_title: Text = EMPTY
    publisher: Text = EMPTY
    publisher_place: Text = EMPTY
    event_place: Text = EMPTY
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    names: tuple[tuple[str, tuple[Name, ...]], ...] = ()
    issued: Date | None = None
    status: str = ""
    genre: Text = EMPTY
    volume: str = ""
    issue: str = ""
    number: str = ""
    page: str = ""
    edition: str = ""
    doi: str = ""
    url: str = ""
    arxiv: str = ""
    language: str = ""
    keyword: tuple[str, ...] = ()
    award: tuple[Text, ...] = ()
    abstract: Text = EMPTY
    note: Text = EMPTY
    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    variables: tuple[tuple[str, Text], ...] = ()
    custom: tuple[tuple[str, Text], ...] = ()
    source: str = ""
    origin: Origin = Origin()
    digest: str = ""

    def variable(self, name: str) -> Text:
        """Return the CSL variable ``name`` from ``variables``, or empty text."""
        return next((value for key, value in self.variables if key == name), EMPTY)

    @property
    def source_fields(self) -> tuple[tuple[str, str], ...]:
        """The fields of the entry as BibTeX values (including inherited fields, macros expanded).

        The BibTeX of the entry is written from them.
        """
        return unpack_fields(self.source, self.abstract)


class Library:
    """The publications of a project in the order of its sources, indexed by key, alias and DOI.

    Keys take precedence over aliases, aliases over DOIs, and earlier publications over later ones.
    ``digest`` identifies the whole content.
    """

    __slots__ = ("_by_name", "digest", "publications")

    def __init__(self, publications: Iterable[Publication] = (), digest: str = "") -> None:
        self.publications = tuple(publications)
        self.digest = digest
        self._by_name: dict[str, Publication] | None = None

    def __len__(self) -> int:
        return len(self.publications)

    def __iter__(self) -> Iterator[Publication]:
        return iter(self.publications)

    def get(self, name: str) -> Publication | None:
        """Return the publication with this key, alias (``ids``) or DOI (ignoring case), or None."""
        if self._by_name is None:
            self._by_name = _index(self.publications)
        return self._by_name.get(name) or self._by_name.get(_doi_name(name))


def _doi_name(value: str) -> str:
    """Return the index key of a DOI: without the resolver's address, in lower case, after ``doi:``."""
    return "doi:" + bare_doi(value).lower()


def bare_doi(value: str) -> str:
    """Return a DOI without the resolver's address or a leading ``doi:``."""
    value = value.strip()
    lowered = value.lower()
    for prefix in (
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi.org/",
        "dx.doi.org/",
        "doi:",
    ):
        if lowered.startswith(prefix):
            return value[len(prefix) :].strip()
    return value


def _index(publications: tuple[Publication, ...]) -> dict[str, Publication]:
    index: dict[str, Publication] = {}
    for publication in publications:
        index.setdefault(publication.key, publication)
    for publication in publications:
        for alias in publication.ids:
            index.setdefault(alias, publication)
    for publication in publications:
        if publication.doi:
            index.setdefault(_doi_name(publication.doi), publication)
    return index
