"""Publications as frozen, hashable, picklable data.

The names are CSL 1.0.2's variables in snake case. Nothing here depends on how publications are
stored (``formats``) or shown (``render``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sphinxext_pubs.model.rich_text import EMPTY, Text

#: The custom field for the language of a title that is a translation.
TITLE_LANGUAGE = "title-language"

#: The type in the data of a set of other works.
SET = "set"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """The source of data: a file and a line."""

    path: str = field(
        default="", metadata={"help": "The path as messages show it: POSIX, relative to the sources."}
    )
    line: int = field(default=0, metadata={"help": "The line from 1, or 0 for the whole file."})

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a person or an organization, in the parts of CSL, as plain text.

    A list of names that ends in *and others* ends with ``Name(literal="others")``.
    """

    family: str = field(default="", metadata={"help": "The family name."})
    given: str = field(default="", metadata={"help": "The given name, with middle names."})
    particle: str = field(default="", metadata={"help": "The non-dropping particle: ``van der``."})
    suffix: str = field(default="", metadata={"help": "``Jr.``, ``III``."})
    literal: str = field(
        default="",
        metadata={
            "help": "The name of an organization, or one that cannot be divided; the others are then empty."
        },
    )


@dataclass(frozen=True, slots=True)
class Date:
    """A date or a range of dates."""

    parts: tuple[int, ...] = field(
        default=(),
        metadata={"help": "``(year[, month[, day]])``; empty for an open start or an unknown year."},
    )
    end: tuple[int, ...] | None = field(
        default=None,
        metadata={"help": "The end of a range, ``()`` if it is open, None if the date is not a range."},
    )
    season: int = field(default=0, metadata={"help": "1 (spring) to 4 (winter), or 0."})
    circa: bool = field(default=False, metadata={"help": "True if the date is approximate."})
    uncertain: bool = field(default=False, metadata={"help": "True if the date is uncertain."})
    literal: str = field(
        default="",
        metadata={"help": "The date as written, if the parts do not express all of it; it is shown instead."},
    )
    end_season: int = field(
        default=0, metadata={"help": "The season of the end of a range, 1 (spring) to 4 (winter), or 0."}
    )


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a publication as the data gives it, unchecked."""

    rel: str = field(metadata={"help": "The kind of target: ``pdf``, ``code``, ``slides`` … or any word."})
    target: str = field(metadata={"help": "A URL, or the path of a file."})
    label: str = field(
        default="", metadata={"help": "The text of the button, if ``rel`` is not clear enough."}
    )


@dataclass(frozen=True, slots=True)
class Publication:
    """A work in a library. Missing values are empty, never ``None`` (except ``issued``)."""

    key: str = field(metadata={"help": "The key, which citations use."})
    type: str = field(default="document", metadata={"help": "The CSL type."})
    entry_type: str = field(default="", metadata={"help": "The type given in the data, in lower case."})
    title: Text = field(default=EMPTY, metadata={"help": "The title."})
    container_title: Text = field(
        default=EMPTY, metadata={"help": "The journal, proceedings or book that contains the work."}
    )
    collection_title: Text = field(default=EMPTY, metadata={"help": "The series."})
    event_title: Text = field(default=EMPTY, metadata={"help": "The conference or event."})
    publisher: Text = field(default=EMPTY, metadata={"help": "The publisher, school or institution."})
    publisher_place: Text = field(default=EMPTY, metadata={"help": "The place of the publisher."})
    event_place: Text = field(default=EMPTY, metadata={"help": "The place of the event."})
    author: tuple[Name, ...] = field(default=(), metadata={"help": "The authors."})
    editor: tuple[Name, ...] = field(default=(), metadata={"help": "The editors."})
    names: tuple[tuple[str, tuple[Name, ...]], ...] = field(
        default=(), metadata={"help": "Other people: pairs of a CSL name variable and names."}
    )
    issued: Date | None = field(default=None, metadata={"help": "The date of publication, or None."})
    status: str = field(default="", metadata={"help": "The publication status, as written."})
    genre: Text = field(default=EMPTY, metadata={"help": "The kind of thesis, report …"})
    volume: str = field(default="", metadata={"help": "The volume."})
    issue: str = field(default="", metadata={"help": "The issue of a journal."})
    number: str = field(default="", metadata={"help": "The number of a report, a patent …"})
    page: str = field(default="", metadata={"help": "The pages."})
    edition: str = field(default="", metadata={"help": "The edition."})
    doi: str = field(default="", metadata={"help": "The DOI, without ``https://doi.org/``."})
    url: str = field(default="", metadata={"help": "The URL."})
    arxiv: str = field(default="", metadata={"help": "The arXiv id."})
    language: str = field(default="", metadata={"help": "The language, a BCP 47 tag."})
    keyword: tuple[str, ...] = field(default=(), metadata={"help": "The keywords."})
    award: tuple[Text, ...] = field(default=(), metadata={"help": "The awards."})
    abstract: Text = field(default=EMPTY, metadata={"help": "The abstract."})
    note: Text = field(default=EMPTY, metadata={"help": "The note."})
    links: tuple[Link, ...] = field(default=(), metadata={"help": "Links other than DOI and URL."})
    ids: tuple[str, ...] = field(default=(), metadata={"help": "Former keys."})
    variables: tuple[tuple[str, Text], ...] = field(
        default=(),
        metadata={"help": "Other CSL variables: pairs of a name and a text, in the order of the data."},
    )
    custom: tuple[tuple[str, Text], ...] = field(
        default=(),
        metadata={"help": "Other fields of the data: pairs of a name and a text, in the order of the data."},
    )
    source: str = field(
        default="", metadata={"help": "The fields of the entry in BibTeX as one string, or empty."}
    )
    origin: Origin = field(default=Origin(), metadata={"help": "The file and line of the entry."})
    digest: str = field(
        default="", metadata={"help": "An identifier of the content; made of the values if it is empty."}
    )

    def variable(self, name: str) -> Text:
        """Return the CSL variable ``name`` from ``variables``, or empty text."""
        return next((value for key, value in self.variables if key == name), EMPTY)

    @property
    def source_fields(self) -> tuple[tuple[str, str], ...]:
        """The fields of the entry as BibTeX values (including inherited fields, macros expanded).

        The BibTeX of the entry is written from them.
        """
        from sphinxext_pubs.model.source_fields import unpack_fields  # rarely needed

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

    def members(self, paper: Publication) -> tuple[Publication, ...]:
        """Return the papers that a set (BibLaTeX's ``@set``) consists of, in order; none for other papers."""
        if paper.entry_type != SET:
            return ()
        names = next((str(text) for name, text in paper.custom if name == "entryset"), "").split(",")
        found = (self.get(name.strip()) for name in names)
        return tuple(member for member in found if member is not None and member.entry_type != SET)


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
