"""The views of entries for templates and node writers; all their values are safe."""

from __future__ import annotations

from dataclasses import dataclass, field

from sphinxext_pubs.model.rich_text import EMPTY, Text
from sphinxext_pubs.render.entry_options import Column


@dataclass(frozen=True, slots=True)
class Button:
    """A link button of an entry."""

    rel: str = field(
        metadata={"help": "What it leads to: ``pdf``, ``bib``, ``abs``, ``doi``, ``code``, or another word."}
    )
    label: str = field(metadata={"help": "Its text, in the reader's language."})
    href: str = field(metadata={"help": "Its address; never an unsafe one."})
    in_page: bool = field(default=False, metadata={"help": "Whether it opens a fold of the entry itself."})
    css: str = field(default="", metadata={"help": "Its class: ``pubs-<rel>``, made safe."})


@dataclass(frozen=True, slots=True)
class AuthorView:
    """A person or an organization, with the name as the layout writes it."""

    name: str = field(metadata={"help": "The name, in full or with initials, as the layout writes it."})
    highlight: bool = field(
        default=False, metadata={"help": "Whether it is one of the names that stand out."}
    )
    href: str = field(default="", metadata={"help": "The person's own page, where there is one."})
    signs: tuple[str, ...] = field(
        default=(), metadata={"help": "Signs at the name: ``*`` for an equal contribution, say."}
    )


@dataclass(frozen=True, slots=True)
class AcronymView:
    """The acronym of a paper's venue."""

    label: str = field(metadata={"help": "The acronym."})
    href: str = field(default="", metadata={"help": "The page of the venue; empty where there is none."})
    css: str = field(default="", metadata={"help": "Its classes, by which it has its colour."})


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A further place on a page that cites an entry."""

    label: str = field(metadata={"help": "Its number among the places of the page, from 2."})
    href: str = field(metadata={"help": "Its address."})


@dataclass(frozen=True, slots=True)
class CitingView:
    """A page that cites an entry."""

    title: str = field(metadata={"help": "The title of the page."})
    href: str = field(metadata={"help": "Where it cites the entry first; empty where there are no links."})
    more: tuple[PlaceView, ...] = field(
        default=(), metadata={"help": "Its further places, each with ``label``, a number, and ``href``."}
    )


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as it is shown: the ``entry`` of every template."""

    key: str = field(metadata={"help": "The citation key, as written."})
    layout: str = field(default="", metadata={"help": "The name of the layout."})
    type: str = field(default="", metadata={"help": "The CSL type, such as ``paper-conference``."})
    id: str = field(default="", metadata={"help": "The id of the entry, ``pub-<slug>``."})
    anchor: str = field(
        default="",
        metadata={"help": "The id where this occurrence bears it, which only the first in a file does."},
    )
    title_id: str = field(
        default="", metadata={"help": "The id of the title, by which buttons are described."}
    )
    abstract_id: str = field(default="", metadata={"help": "The id inside the abstract's fold."})
    bibtex_id: str = field(default="", metadata={"help": "The id inside the BibTeX's fold."})
    columns: tuple[Column, ...] = field(
        default=(), metadata={"help": "The columns of a table, each with ``name`` and ``label``."}
    )
    home: str = field(
        default="",
        metadata={"help": "The name of the column in which all that has no column of its own stands."},
    )
    number: str = field(default="", metadata={"help": "The number in a numbered list."})
    picture: str = field(
        default="", metadata={"help": "The address of the picture, a file of the project's own."}
    )
    buttons: tuple[Button, ...] = field(
        default=(),
        metadata={"help": "The buttons in order, each with ``rel``, ``label``, ``href``, ``css``."},
    )
    citation: str = field(
        default="",
        metadata={"help": "The reference as plain text, which the button ``cite`` copies."},
    )
    title: Text = field(default=EMPTY, metadata={"help": "The title, as rich text without links."})
    title_href: str = field(default="", metadata={"help": "Where the title leads."})
    address: str = field(
        default="",
        metadata={"help": "The DOI or URL, which is printed, where the title leads to the paper's own page."},
    )
    authors: tuple[AuthorView, ...] = field(
        default=(), metadata={"help": "The authors, or the editors where there are no authors."}
    )
    others: str = field(
        default="", metadata={"help": "``et al.`` where the list of authors ends in *and others*."}
    )
    role: str = field(default="", metadata={"help": "``ed.`` or ``eds.`` where ``authors`` are editors."})
    legend: tuple[tuple[str, str], ...] = field(
        default=(), metadata={"help": "What the signs at names mean: pairs of a sign and a label."}
    )
    editors: tuple[AuthorView, ...] = field(
        default=(), metadata={"help": "The editors of a work that has authors too."}
    )
    editors_role: str = field(
        default="", metadata={"help": "``ed.`` or ``eds.`` where there are ``editors``."}
    )
    year: str = field(default="", metadata={"help": "The year, as a short label."})
    date: str = field(default="", metadata={"help": "The whole date, as a label."})
    acronym: AcronymView | None = field(
        default=None,
        metadata={"help": "The acronym of its venue, with ``label``, ``href``, ``css``; or nothing."},
    )
    venue: Text = field(default=EMPTY, metadata={"help": "Where the work appeared, as rich text."})
    venue_href: str = field(
        default="", metadata={"help": "The page of the venue; with one, ``venue`` has no links."}
    )
    details: Text = field(default=EMPTY, metadata={"help": "What else is known of the venue, as rich text."})
    awards: tuple[Text, ...] = field(default=(), metadata={"help": "The awards, each as rich text."})
    status: str = field(default="", metadata={"help": "The state of publication, in the reader's language."})
    note: Text = field(default=EMPTY, metadata={"help": "The note, as rich text."})
    keywords: tuple[str, ...] = field(default=(), metadata={"help": "The keywords, as plain text."})
    reference: Text = field(
        default=EMPTY, metadata={"help": "The whole reference in the style of the list, as rich text."}
    )
    cited_in: str = field(default="", metadata={"help": "What stands before ``cited_by``: “Cited in”."})
    cited_by: tuple[CitingView, ...] = field(
        default=(),
        metadata={"help": "The pages that cite it, each with ``title``, ``href`` and ``more`` places."},
    )
    abstract: Text = field(
        default=EMPTY, metadata={"help": "The abstract, as rich text; its bare addresses are links."}
    )
    bibtex: str = field(default="", metadata={"help": "The entry in BibTeX, without private fields."})
    doi: str = field(default="", metadata={"help": "The bare DOI."})
    language: str = field(default="", metadata={"help": "The language of the title, as a BCP 47 tag."})
