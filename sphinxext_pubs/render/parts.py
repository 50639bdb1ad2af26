"""The parts and buttons of an entry: the values of the options ``show`` and ``hide``.

Labels are message ids; they are translated when a view is created.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sphinxext_pubs.model import statuses
from sphinxext_pubs.notation import author_marks
from sphinxext_pubs.render import messages as words
from sphinxext_pubs.render.layouts import LAYOUTS


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an entry: its name in ``show`` and ``hide``, and its help text.

    In a table, ``label`` is the heading of its column (a message id), and ``width`` its relative width.
    """

    name: str
    help: str
    label: str
    width: int = 6


PARTS: tuple[Part, ...] = (
    Part("number", "The number of the entry in a numbered list.", "Number", 4),
    Part(
        "picture",
        "The picture: the first file of the field ``image`` (or ``preview``, ``picture``, ``teaser``, "
        "``thumbnail``) that is in your source directory.",
        "Picture",
        4,
    ),
    Part("buttons", "The row of buttons; individual buttons are shown and hidden by name.", "Links", 6),
    Part("title", "The title, linked to the paper's page, else its DOI, else its URL.", "Title", 14),
    Part("authors", "The authors, or the editors of a work without authors.", "Authors", 9),
    Part(
        "contribution",
        "Equal contribution, corresponding author, shared first or last authorship: signs after names, and a "
        "legend.",
        "Contribution",
    ),
    Part("editors", "The editors of a work with authors.", "Editors"),
    Part("year", "The year, or the date as written if it is not a plain year.", "Year", 4),
    Part(
        "acronym",
        "The acronym of the conference or journal, as a badge in the color set in the venues file.",
        "Acronym",
        4,
    ),
    Part(
        "venue",
        "Where the work appeared: the volume, the journal with its issue, the publisher, the school …",
        "Venue",
        9,
    ),
    Part(
        "details",
        "Further details of the venue that are not in its line: pages, publisher, place.",
        "Details",
    ),
    Part("award", "Awards.", "Award"),
    Part("status", "The publication status: in press, retracted, preprint …", "Status", 4),
    Part("note", "The note.", "Note"),
    Part("keywords", "The keywords.", "Keywords"),
    Part("reference", "The full reference, in the style of the list.", "Reference", 14),
    Part(
        "cited-by",
        "The pages of the project that cite it, each with links to the citations.",
        "Cited in",
    ),
    Part("abstract", "The abstract; folded in HTML.", "Abstract"),
    Part("bibtex", "The entry in BibTeX; folded in HTML, and in other builders only on request.", "BibTeX"),
)


@dataclass(frozen=True, slots=True)
class ButtonKind:
    """A kind of button: its link type (``Link.rel``), its label (a message id), and its help text."""

    rel: str
    label: str
    help: str


#: The buttons with a label; for any other ``rel``, the label is the ``rel`` itself.
BUTTONS: tuple[ButtonKind, ...] = (
    ButtonKind("pdf", "pdf", "The paper as PDF: from ``pdf``, else from the arXiv id."),
    ButtonKind("bib", "bib", "Opens the BibTeX."),
    ButtonKind("abs", "abs", "Opens the abstract."),
    ButtonKind("cite", "cite", "Copies the reference."),
    ButtonKind("doi", "doi", "The DOI."),
    ButtonKind("arxiv", "arXiv", "The paper's page on arXiv."),
    ButtonKind("code", "code", "The source code."),
    ButtonKind("data", "data", "The data."),
    ButtonKind("slides", "slides", "The slides."),
    ButtonKind("poster", "poster", "The poster."),
    ButtonKind("video", "video", "The recording."),
    ButtonKind("website", "website", "The project's site."),
    ButtonKind("image", "image", "A picture, unless it is shown."),
)

#: Buttons that open a fold of the entry, with the part in it.
FOLDED: dict[str, str] = {"bib": "bibtex", "abs": "abstract"}

PART_NAMES: frozenset[str] = frozenset(part.name for part in PARTS)
_LABELS: dict[str, str] = {kind.rel: kind.label for kind in BUTTONS}
BY_NAME: dict[str, Part] = {part.name: part for part in PARTS}

#: The other words of entries and citations.
WORDS: tuple[str, ...] = tuple(words.ENTRY)

#: Every message id of this package, for catalogues.
MESSAGES: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *_LABELS.values(),
            *(part.label for part in PARTS),
            *statuses.BY_TERM,
            *author_marks.message_ids(),
            *WORDS,
        )
    )
)

#: Class names with another meaning in an entry, which are not used for buttons from data.
_RESERVED_CLASSES: frozenset[str] = (
    PART_NAMES
    | FOLDED.keys()
    | LAYOUTS.keys()
    | {"list", "group", "entry", "button", "author", "highlight", "role", "others", "separator", "marks"}
    | {"filter", "math", "small-caps", "link", "cite", "copy", "term", "flat", "marked", "controls"}
    | {"search", "label", "sort", "action", "menu", "count", "chips", "none", "live", "index", "state"}
    | {
        "sign",
        "legend",
        "photo",
        "people",
        "style",
        "keyword",
        "comma",
        "rows",
        "folds",
        "heading",
        "mark",
        "place",
        "preview",
        "full",
    }
)


@lru_cache(maxsize=1024)
def button_class(rel: str) -> str:
    """Return the class of a button from data, in ``[a-z0-9-]`` and different from all other classes."""
    word = re.sub(r"[^a-z0-9]+", "-", rel.lower()).strip("-")[:40]
    return f"pubs-link-{word}".strip("-") if not word or word in _RESERVED_CLASSES else f"pubs-{word}"


def button_label(rel: str) -> str:
    """Return the message id of a button's label; an unknown ``rel`` is its own label."""
    return _LABELS.get(rel, rel)


def status_label(status: str) -> str:
    """Return the message id of a publication status; an unknown one is unchanged."""
    return statuses.term_of(status)


def unknown_parts(names: Iterable[str], rels: Iterable[str] = ()) -> list[str]:
    """Return the names that are neither a part nor a button; ``rels`` are buttons of the library."""
    known_names = PART_NAMES | _LABELS.keys() | frozenset(rels)
    return [name for name in names if name not in known_names]


def select_parts(default: Iterable[str], show: Iterable[str], hide: Iterable[str]) -> frozenset[str]:
    """Return the parts that are shown: the default ones, plus those in ``show``, minus those in ``hide``."""
    return (frozenset(default) | (frozenset(show) & PART_NAMES)) - frozenset(hide)


def select_columns(
    default: Iterable[str], named: Iterable[str], show: Iterable[str], parts: frozenset[str]
) -> tuple[str, ...]:
    """Return the columns of a table, in order: those named by the list, else the layout's and ``show``.

    Only ``parts`` that are not folded have columns; individual buttons share one.
    """
    columns = _columns(named) or _columns((*default, *show))
    return tuple(column for column in columns if column in parts)


def _columns(words: Iterable[str]) -> tuple[str, ...]:
    unfolded = (word for word in words if word not in FOLDED.values())
    return tuple(dict.fromkeys(word if word in PART_NAMES else "buttons" for word in unfolded))
