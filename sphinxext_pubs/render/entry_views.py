"""The views of entries for templates and node writers; all their values are safe."""

from __future__ import annotations

from dataclasses import dataclass, field

from sphinxext_pubs.model.rich_text import EMPTY, Text
from sphinxext_pubs.render.entry_options import Column


@dataclass(frozen=True, slots=True)
class Button:
    """A link button of an entry."""

    rel: str = field(
        metadata={"help": "Its link type: ``pdf``, ``bib``, ``abs``, ``doi``, ``code``, or another word."}
    )
    label: str = field(metadata={"help": "Its text, in the reader's language."})
    href: str = field(metadata={"help": "Its URL, which is always safe."})
    in_page: bool = field(default=False, metadata={"help": "True if it opens a fold of the entry."})
    css: str = field(default="", metadata={"help": "Its CSS class: ``pubs-<rel>``, sanitized."})


@dataclass(frozen=True, slots=True)
class AuthorView:
    """A person or an organization, with the name as the layout writes it."""

    name: str = field(metadata={"help": "The name, in full or with initials, depending on the layout."})
    highlight: bool = field(default=False, metadata={"help": "True if the name is shown in bold."})
    href: str = field(default="", metadata={"help": "The person's page, or empty."})
    signs: tuple[str, ...] = field(
        default=(), metadata={"help": "Signs after the name, such as ``*`` for equal contribution."}
    )


@dataclass(frozen=True, slots=True)
class AcronymView:
    """The acronym of a paper's venue."""

    label: str = field(metadata={"help": "The acronym."})
    href: str = field(default="", metadata={"help": "The page of the venue, or empty."})
    css: str = field(default="", metadata={"help": "Its CSS classes, which set its color."})


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A further citation of an entry on a page."""

    label: str = field(metadata={"help": "Its number among the citations on the page, from 2."})
    href: str = field(metadata={"help": "Its URL."})


@dataclass(frozen=True, slots=True)
class CitingView:
    """A page that cites an entry."""

    title: str = field(metadata={"help": "The title of the page."})
    href: str = field(metadata={"help": "The first citation of the entry; empty without links."})
    more: tuple[PlaceView, ...] = field(
        default=(), metadata={"help": "Further citations, each with ``label``, a number, and ``href``."}
    )


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry for display: the ``entry`` of every template."""

    key: str = field(metadata={"help": "The citation key, as written."})
    layout: str = field(default="", metadata={"help": "The name of the layout."})
    type: str = field(default="", metadata={"help": "The CSL type, such as ``paper-conference``."})
    id: str = field(default="", metadata={"help": "The id of the entry, ``pub-<slug>``."})
    anchor: str = field(
        default="",
        metadata={"help": "The id if this occurrence has it: only the first in a file does."},
    )
    title_id: str = field(default="", metadata={"help": "The id of the title, which describes the buttons."})
    abstract_id: str = field(default="", metadata={"help": "The id in the fold of the abstract."})
    bibtex_id: str = field(default="", metadata={"help": "The id in the fold of the BibTeX."})
    columns: tuple[Column, ...] = field(
        default=(), metadata={"help": "The columns of a table, each with ``name`` and ``label``."}
    )
    home: str = field(
        default="",
        metadata={"help": "The name of the column for all parts without a column."},
    )
    number: str = field(default="", metadata={"help": "The number in a numbered list."})
    picture: str = field(default="", metadata={"help": "The URL of the picture, a file of the project."})
    buttons: tuple[Button, ...] = field(
        default=(),
        metadata={"help": "The buttons in order, each with ``rel``, ``label``, ``href``, ``css``."},
    )
    citation: str = field(
        default="",
        metadata={"help": "The reference as plain text, copied by the button ``cite``."},
    )
    title: Text = field(default=EMPTY, metadata={"help": "The title, as rich text without links."})
    title_href: str = field(default="", metadata={"help": "The link target of the title."})
    address: str = field(
        default="",
        metadata={"help": "The DOI or URL for print, if the title links to the paper's page."},
    )
    authors: tuple[AuthorView, ...] = field(
        default=(), metadata={"help": "The authors, or the editors of a work without authors."}
    )
    others: str = field(
        default="", metadata={"help": "``et al.`` if the list of authors ends in *and others*."}
    )
    role: str = field(default="", metadata={"help": "``ed.`` or ``eds.`` if ``authors`` are editors."})
    legend: tuple[tuple[str, str], ...] = field(
        default=(), metadata={"help": "The meanings of signs: pairs of a sign and a label."}
    )
    editors: tuple[AuthorView, ...] = field(
        default=(), metadata={"help": "The editors of a work with authors."}
    )
    editors_role: str = field(default="", metadata={"help": "``ed.`` or ``eds.`` if there are ``editors``."})
    year: str = field(default="", metadata={"help": "The year, as a short label."})
    date: str = field(default="", metadata={"help": "The full date, as a label."})
    acronym: AcronymView | None = field(
        default=None,
        metadata={"help": "The acronym of its venue, with ``label``, ``href``, ``css``; or None."},
    )
    venue: Text = field(default=EMPTY, metadata={"help": "The venue line, as rich text."})
    venue_href: str = field(
        default="", metadata={"help": "The page of the venue, or empty. With a page, ``venue`` has no links."}
    )
    details: Text = field(default=EMPTY, metadata={"help": "Further details of the venue, as rich text."})
    awards: tuple[Text, ...] = field(default=(), metadata={"help": "The awards, each as rich text."})
    status: str = field(default="", metadata={"help": "The publication status, in the reader's language."})
    note: Text = field(default=EMPTY, metadata={"help": "The note, as rich text."})
    keywords: tuple[str, ...] = field(default=(), metadata={"help": "The keywords, as plain text."})
    reference: Text = field(
        default=EMPTY, metadata={"help": "The full reference in the style of the list, as rich text."}
    )
    cited_in: str = field(default="", metadata={"help": "The text before ``cited_by``: “Cited in”."})
    cited_by: tuple[CitingView, ...] = field(
        default=(),
        metadata={"help": "The pages that cite it, each with ``title``, ``href`` and ``more`` citations."},
    )
    abstract: Text = field(
        default=EMPTY, metadata={"help": "The abstract, as rich text; its bare URLs are links."}
    )
    bibtex: str = field(default="", metadata={"help": "The entry in BibTeX, without private fields."})
    doi: str = field(default="", metadata={"help": "The DOI, without the resolver."})
    language: str = field(default="", metadata={"help": "The language of the title, as a BCP 47 tag."})
