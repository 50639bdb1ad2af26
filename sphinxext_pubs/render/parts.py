"""The table of the parts of an entry: the values of the options ``show`` and ``hide``.

To add a part, add a row with a function that returns its neutral tree, and the message of its label.
Layouts arrange it, and the printers of HTML, nodes and text write it. Labels are message ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sphinxext_pubs.model import statuses
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.notation import author_marks
from sphinxext_pubs.render import messages as words
from sphinxext_pubs.render import part_values
from sphinxext_pubs.render.buttons import BUTTONS, LABELS
from sphinxext_pubs.render.entry_display import ShownLine
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.tree import (
    Picture,
    Tree,
    run,
)

#: A function from a publication, and its view in a list, to the tree of a part.
PartValue: TypeAlias = Callable[[Publication, EntryView], Tree]


#: The relative width of a column; the style sheet sets other widths.
DEFAULT_WIDTH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an entry."""

    name: str = field(metadata={"help": "Its name in :pubs-option:`show` and :pubs-option:`hide`."})
    help: str = field(metadata={"help": "A sentence on it, for the documentation."})
    value: PartValue = field(
        metadata={
            "help": "Returns the part of a paper as a tree, empty if there is nothing to show. Its arguments "
            "are the paper, and its entry in the list, which has the variables ``entry.…`` of templates."
        }
    )
    label: str = field(
        default="",
        metadata={
            "help": "The heading of its column in a table (a message id); by default made of the name."
        },
    )
    cell: PartValue | None = field(
        default=None, metadata={"help": "Returns the part in its column of a table, if different."}
    )
    width: int = field(
        default=DEFAULT_WIDTH, metadata={"help": "The relative width of the column, where it is fixed."}
    )
    place: Literal["line", "above", "below"] = field(
        default="line",
        metadata={
            "help": "``line``, or ``above`` or ``below`` the lines of an entry. A part below them can be "
            "folded and has no column."
        },
    )
    is_box: bool = field(
        default=False,
        metadata={"help": "True if the style sheet draws it as a box, after which HTML has no punctuation."},
    )
    alone: Literal["fact", "shown", ""] = field(
        default="fact",
        metadata={
            "help": "How the page of a paper shows it: as a ``fact`` with its label, by the page's template "
            "in a place of its own (``shown``), or as the layout does (empty)."
        },
    )
    in_preview: bool = field(
        default=False, metadata={"help": "True if the preview cards of citations show it."}
    )

    def __post_init__(self) -> None:
        """Make the label of the name if none is given."""
        if not self.label:
            object.__setattr__(self, "label", self.name.replace("-", " ").capitalize())


PARTS: Table[Part] = Table(
    (
        Part(
            name="number",
            help="The number of the entry in a numbered list.",
            label="Number",
            value=lambda _, entry: run("pubs-number", entry.number),
            width=4,
            alone="",
        ),
        Part(
            name="picture",
            help="The picture: the first file of the field ``image`` (or ``preview``, ``picture``, "
            "``teaser``, ``thumbnail``) that is in your source directory.",
            label="Picture",
            value=lambda _, entry: (Picture(entry.picture),) if entry.picture else (),
            width=4,
            place="above",
            alone="",
        ),
        Part(
            name="buttons",
            help="The row of buttons; individual buttons are shown and hidden by name.",
            label="Links",
            value=part_values.buttons,
            is_box=True,
            alone="",
            in_preview=True,
        ),
        Part(
            name="title",
            help="The title, linked to the paper's page, else its DOI, else its URL.",
            label="Title",
            value=part_values.title,
            width=14,
            alone="",
            in_preview=True,
        ),
        Part(
            name="authors",
            help="The authors, or the editors of a work without authors.",
            label="Authors",
            value=part_values.authors,
            width=9,
            alone="",
            in_preview=True,
        ),
        Part(
            name="contribution",
            help="Equal contribution, corresponding author, shared first or last authorship: signs after "
            "names, and a legend.",
            label="Contribution",
            value=part_values.contribution,
            alone="",
            in_preview=True,
        ),
        Part(
            name="editors",
            help="The editors of a work with authors.",
            label="Editors",
            value=part_values.editors,
            alone="shown",
        ),
        Part(
            name="year",
            help="The year, or the date as written if it is not a plain year. Where the details are shown, "
            "with the month and the day.",
            label="Year",
            value=part_values.year,
            width=4,
            alone="shown",
            in_preview=True,
        ),
        Part(
            name="acronym",
            help="The acronym of the conference or journal, as a badge in the color set in the venues file.",
            label="Acronym",
            value=part_values.acronym,
            width=4,
            is_box=True,
            alone="",
        ),
        Part(
            name="venue",
            help="Where the work appeared: the volume, the journal with its issue, the publisher, the "
            "school …",
            label="Venue",
            value=part_values.venue,
            width=9,
            alone="",
            in_preview=True,
        ),
        Part(
            name="details",
            help="Further details of the venue that are not in its line: series, pages, editors, "
            "translators, publisher, place, ISBN, and the month where the year is in a heading.",
            label="Details",
            value=lambda _, entry: run("pubs-details", entry.details),
            alone="shown",
        ),
        Part(
            name="award", help="Awards.", label="Award", value=part_values.awards, is_box=True, alone="shown"
        ),
        Part(
            name="status",
            help="The publication status: in press, retracted, preprint …",
            label="Status",
            value=lambda _, entry: run("pubs-status", entry.status),
            width=4,
            is_box=True,
            alone="shown",
        ),
        Part(
            name="note",
            help="The note.",
            label="Note",
            value=lambda _, entry: run("pubs-note", entry.note),
            alone="shown",
        ),
        Part(
            name="members",
            help="The other members of a set (``@set`` of BibLaTeX), as references.",
            label="Members",
            value=part_values.members,
            alone="shown",
        ),
        Part(
            name="keywords",
            help="The keywords.",
            label="Keywords",
            value=part_values.keywords,
            is_box=True,
            alone="shown",
        ),
        Part(
            name="reference",
            help="The full reference, in the style of the list.",
            label="Reference",
            value=part_values.reference,
            width=14,
            alone="",
        ),
        Part(
            name="cited-by",
            help="The pages of the project that cite it, each with links to the citations.",
            label="Cited in",
            value=part_values.cited_by,
            cell=part_values.citing_pages,
            alone="shown",
        ),
        Part(
            name="abstract",
            help="The abstract; folded in HTML.",
            label="Abstract",
            value=part_values.abstract,
            place="below",
            alone="",
        ),
        Part(
            name="bibtex",
            help="The entry in BibTeX; folded in HTML, and in other builders only on request.",
            label="BibTeX",
            value=part_values.bibtex,
            place="below",
            alone="",
        ),
    )
)

#: The other words of entries and citations.
WORDS: tuple[str, ...] = tuple(words.ENTRY)

#: Every message id of this package, for catalogues.
MESSAGES: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(kind.label for kind in BUTTONS if not kind.on_request),
            *(part.label for part in PARTS.values()),
            *statuses.BY_TERM,
            *author_marks.message_ids(),
            *WORDS,
        )
    )
)


def part_tree(name: str, entry: EntryView, parts: Mapping[str, Part] = PARTS) -> Tree:
    """Return the tree of a part of an entry, in a table that of its cell; empty if it is not shown.

    Raises KeyError for an unknown part.
    """
    row, options = parts[name], entry.options
    if name not in options.parts:
        return ()
    if row.cell is not None and name in options.column_names:
        return row.cell(entry.paper, entry)
    return row.value(entry.paper, entry)


def has_line(line: ShownLine, entry: EntryView, parts: Mapping[str, Part] = PARTS) -> bool:
    """True if an entry has a line of its layout, which another part may decide."""
    name = line.needs.removeprefix("!")
    return not name or bool(part_tree(name, entry, parts)) is (name == line.needs)


def known_words(rels: Iterable[str] = (), parts: Table[Part] = PARTS) -> list[str]:
    """Return the values of ``show`` and ``hide``, sorted; ``rels`` are buttons of the library."""
    return sorted({*parts, *LABELS, *rels})
