"""The parts of an entry and the buttons on it: the words that ``show`` and ``hide`` take.

Labels are message ids; they are translated when a view is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sphinxext_pubs import statuses
from sphinxext_pubs.render import words
from sphinxext_pubs.render.layouts import LAYOUTS


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an entry: its name in ``show`` and ``hide``, and what it is."""

    name: str
    help: str


PARTS: tuple[Part, ...] = (
    Part("number", "The number of the entry in a numbered list."),
    Part("buttons", "The row of buttons; single ones are shown and hidden by their own names."),
    Part("title", "The title, linked to the paper's own page, else its DOI, else its URL."),
    Part("authors", "The authors; the editors where there are no authors."),
    Part("editors", "The editors of a work that has authors as well."),
    Part("year", "The year, or the date as written where it is not a plain year."),
    Part(
        "venue",
        "Where the work appeared: the volume, the journal with its issue, the publisher, the school …",
    ),
    Part(
        "details", "What else is known of the venue: pages, publisher, place, whatever its line leaves out."
    ),
    Part("award", "Awards."),
    Part("status", "The state of publication: in press, retracted, preprint …"),
    Part("note", "The note."),
    Part("abstract", "The abstract; folded in HTML."),
    Part("bibtex", "The entry in BibTeX; folded in HTML, and elsewhere only where it is asked for."),
)


@dataclass(frozen=True, slots=True)
class ButtonKind:
    """A kind of button: what it leads to (``Link.rel``), its label (a message id), and what it is."""

    rel: str
    label: str
    help: str


#: The buttons that have words of their own; any other ``rel`` is its own label.
BUTTONS: tuple[ButtonKind, ...] = (
    ButtonKind("pdf", "pdf", "The paper as PDF: from ``pdf``, else from the arXiv id."),
    ButtonKind("bib", "bib", "Opens the BibTeX."),
    ButtonKind("abs", "abs", "Opens the abstract."),
    ButtonKind("cite", "cite", "Copies the reference."),
    ButtonKind("doi", "doi", "The DOI."),
    ButtonKind("arxiv", "arXiv", "The paper's page on arXiv."),
    ButtonKind("code", "code", "The program."),
    ButtonKind("data", "data", "The data."),
    ButtonKind("slides", "slides", "The slides."),
    ButtonKind("poster", "poster", "The poster."),
    ButtonKind("video", "video", "The recording."),
    ButtonKind("website", "website", "The project's site."),
)

#: Buttons that lead to a fold of the entry itself, with the part that is folded there.
FOLDED: dict[str, str] = {"bib": "bibtex", "abs": "abstract"}

PART_NAMES: frozenset[str] = frozenset(part.name for part in PARTS)
_LABELS: dict[str, str] = {kind.rel: kind.label for kind in BUTTONS}

#: The other words of an entry and of citations.
WORDS: tuple[str, ...] = tuple(words.ENTRY)

#: Every message id of this package, for catalogues.
MESSAGES: tuple[str, ...] = tuple(dict.fromkeys((*_LABELS.values(), *statuses.BY_TERM, *WORDS)))

#: Class names that mean something else on an entry, so that no button made from data may bear them.
_TAKEN: frozenset[str] = (
    PART_NAMES
    | FOLDED.keys()
    | LAYOUTS.keys()
    | {"list", "group", "entry", "button", "author", "highlight", "role", "others", "separator", "marks"}
    | {"filter", "math", "small-caps", "link", "cite", "copy", "term", "flat", "marked", "controls"}
    | {"search", "label", "sort", "action", "menu", "count", "chips", "none", "live", "index", "state"}
)


@lru_cache(maxsize=1024)
def button_class(rel: str) -> str:
    """The class of a button from data, in ``[a-z0-9-]`` and none that another element bears."""
    word = re.sub(r"[^a-z0-9]+", "-", rel.lower()).strip("-")[:40]
    return f"pubs-link-{word}".strip("-") if not word or word in _TAKEN else f"pubs-{word}"


def button_label(rel: str) -> str:
    """The message id of a button's label; an unknown ``rel`` is its own label."""
    return _LABELS.get(rel, rel)


def status_label(status: str) -> str:
    """The message id of a state of publication; an unknown one stays as written."""
    return statuses.term_of(status)


def unknown_parts(names: Iterable[str], rels: Iterable[str] = ()) -> list[str]:
    """The names that are neither a part nor a button; ``rels`` are the buttons that the library adds."""
    known = PART_NAMES | _LABELS.keys() | frozenset(rels)
    return [name for name in names if name not in known]


def chosen_parts(
    default: Iterable[str], show: Iterable[str] = (), hide: Iterable[str] = (), *, folds: bool = True
) -> frozenset[str]:
    """The parts that are shown: the layout's, those in ``show`` more, those in ``hide`` less.

    Without ``folds`` (in builders that fold nothing) BibTeX is left out unless ``show`` asks for it.
    """
    asked = frozenset(show) & PART_NAMES
    parts = frozenset(default) if folds else frozenset(default) - {"bibtex"}
    return (parts | asked) - frozenset(hide)
