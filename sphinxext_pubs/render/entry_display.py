"""How the entries of a list are displayed: the parts shown, their lines, and the values that they need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field

from sphinxext_pubs.entities.venue_names import Venue
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.notation.l10n import Translate
from sphinxext_pubs.render.layouts import DEFAULT, Layout


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str = field(metadata={"help": "The name of the part in it."})
    label: str = field(metadata={"help": "Its heading, in the reader's language."})


@dataclass(frozen=True, slots=True)
class Slot:
    """A part in a line, with the text around it; ``is_box`` is True if the style sheet draws it as a box."""

    part: str
    before: str = ""
    after: str = ""
    is_box: bool = False


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a layout with the parts that a list shows.

    ``is_alone`` is True if the line is made for one part, ``is_other`` if the layout does not name the part.
    Entries without the part ``needs`` do not have it, or after ``!`` those with the part.
    """

    slots: tuple[Slot, ...]
    between: str = " "
    css: str = ""
    _: KW_ONLY
    is_alone: bool = False
    is_sentence: bool = False
    is_row: bool = False
    is_other: bool = False
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The parts that a list shows, arranged: names of those ``above`` and ``below`` the lines."""

    above: tuple[str, ...] = ()
    lines: tuple[ShownLine, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryOptions:
    """The display options for the entries of one list: all that a view depends on besides the publication.

    ``parts`` are the parts shown, ``arrangement`` arranges them. ``hidden`` are the buttons not shown,
    ``only`` the only buttons shown (empty: all), ``requested`` those that the list names, ``reserved``
    class names that buttons must not have.
    ``columns`` are those of a table, ``home`` the column for parts without a column. ``schemes`` are the
    URL schemes that become links, ``files`` the URLs of local files copied to the output, by their path in
    the data, and ``pictures`` those that the builder can show.
    ``highlight`` returns True for names in bold, ``venue`` the venue of a paper, ``translate`` translates
    message ids to the reader's ``language``.
    """

    layout: Layout = DEFAULT
    parts: frozenset[str] = frozenset(DEFAULT.parts)
    arrangement: Arrangement = Arrangement()
    hidden: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    requested: frozenset[str] = frozenset()
    reserved: frozenset[str] = frozenset()
    columns: tuple[Column, ...] = ()
    home: str = ""
    schemes: frozenset[str] = frozenset({"http", "https"})
    bibtex: str = "bibtex"
    files: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    highlight: Callable[[Name], bool] | None = None
    venue: Callable[[Publication], Venue] | None = None
    translate: Translate = str
    language: str = "en"

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns of a table."""
        return tuple(column.name for column in self.columns)
