"""The views of generated pages for their templates; all their values are safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Span, Text, fold, text_of
from sphinxext_pubs.model.statuses import term_of
from sphinxext_pubs.model.work_types import BY_CSL
from sphinxext_pubs.notation.l10n import date_label, language_name
from sphinxext_pubs.notation.names import OTHERS, full_name
from sphinxext_pubs.render.entry_display import EntryOptions
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.parts import Part, part_tree
from sphinxext_pubs.render.safe_text import safe_text
from sphinxext_pubs.render.tree import rich_text


@dataclass(frozen=True, slots=True)
class Linked:
    """A text with an optional link target."""

    text: Text = field(metadata={"help": "The text, as rich text."})
    href: str = field(default="", metadata={"help": "Its link target, or empty."})


@dataclass(frozen=True, slots=True)
class Fact:
    """A labeled fact about a paper, with one or more values."""

    name: str = field(metadata={"help": "Its name, for a CSS class."})
    label: str = field(metadata={"help": "Its label, in the reader's language."})
    values: tuple[Linked, ...] = field(metadata={"help": "The values, each with ``text`` and ``href``."})


@dataclass(frozen=True, slots=True)
class ExportView:
    """A paper or a list in a format, to copy and download."""

    name: str = field(metadata={"help": "The name of the format."})
    label: str = field(metadata={"help": "Its label."})
    href: str = field(metadata={"help": "The URL of the download."})
    text: str = field(default="", metadata={"help": "The content, on a paper's page."})


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """The reference to a paper in a style."""

    text: Text = field(metadata={"help": "The reference, as rich text."})
    label: str = field(default="", metadata={"help": "The name of the style; empty for the built-in one."})


@dataclass(frozen=True, slots=True)
class RelatedView:
    """A related work."""

    text: Text = field(metadata={"help": "Its reference, as rich text."})
    href: str = field(default="", metadata={"help": "Its page, or empty."})
    label: str = field(default="", metadata={"help": "The relation according to the data, or empty."})


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper's page: the ``page`` of ``page-paper.html``, in addition to its ``entry``."""

    title: Text = field(metadata={"help": "The title, as rich text."})
    facts: tuple[Fact, ...] = field(metadata={"help": "The known facts, each with ``label`` and ``values``."})
    references: tuple[ReferenceView, ...] = field(
        metadata={"help": "The reference in several styles, each with ``text`` and ``label``."}
    )
    exports: tuple[ExportView, ...] = field(metadata={"help": "The paper in the export formats."})
    related: tuple[Linked, ...] = field(default=(), metadata={"help": "Other versions of the work."})
    works: tuple[RelatedView, ...] = field(
        default=(),
        metadata={"help": "Related works in the data, each with ``text``, ``href``, ``label``."},
    )
    fix: str = field(
        default="", metadata={"help": "The URL for correcting the entry in the project's repository."}
    )


@dataclass(frozen=True, slots=True)
class Count:
    """A term that papers share, with their number."""

    label: str = field(metadata={"help": "Its label: a name, a venue."})
    count: int = field(metadata={"help": "The number of papers."})
    href: str = field(default="", metadata={"help": "Its page, or empty."})
    detail: str = field(
        default="", metadata={"help": "For a paper, its authors and year instead of the count."}
    )


@dataclass(frozen=True, slots=True)
class CountedTerms:
    """The terms of a facet that the papers of a page have, such as co-authors."""

    facet: str = field(metadata={"help": "The name of the facet."})
    label: str = field(metadata={"help": "The heading above them."})
    terms: tuple[Count, ...] = field(metadata={"help": "The terms, the most frequent first."})


@dataclass(frozen=True, slots=True)
class GroupView:
    """The papers of a year on a generated page."""

    label: str = field(metadata={"help": "The heading; empty if it is the title of the page."})
    id: str = field(metadata={"help": "Its id."})
    entries: Markup = field(metadata={"help": "The entries as HTML."})


@dataclass(frozen=True, slots=True)
class TermPage:
    """A page of a person, a venue or another term: the ``page`` of ``page-list.html``."""

    kind: str = field(metadata={"help": "The facet of the term, such as ``author``."})
    title: str = field(metadata={"help": "The name of the person, the venue …"})
    count: str = field(metadata={"help": "The number of papers, as a sentence."})
    groups: tuple[GroupView, ...] = field(metadata={"help": "The papers by year."})
    counted: tuple[CountedTerms, ...] = field(
        default=(),
        metadata={"help": "The co-authors, venues …, each with ``facet``, ``label`` and ``terms``."},
    )
    chart: Markup = field(default=Markup(""), metadata={"help": "The papers per year, as SVG."})
    exports: tuple[ExportView, ...] = field(default=(), metadata={"help": "The papers as files."})
    links: tuple[Linked, ...] = field(default=(), metadata={"help": "Links of the person or the venue."})
    also: tuple[str, ...] = field(default=(), metadata={"help": "Other spellings of the name."})
    photo: str = field(default="", metadata={"help": "The URL of the person's photo."})
    bar: Markup = field(default=Markup(""), metadata={"help": "The filter bar for the papers, as HTML."})
    layout: str = field(default="", metadata={"help": "The name of the layout of the papers."})


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """All terms of a facet, such as all people: the ``page`` of ``page-directory.html``."""

    kind: str = field(metadata={"help": "``paper``, or the facet of the terms, such as ``author``."})
    title: str = field(metadata={"help": "The heading."})
    terms: tuple[Count, ...] = field(metadata={"help": "All terms in order, each with its count and page."})


#: The facts on a paper's page in the Anthology's order: name, message id of the label, and value.
FactValue = Callable[[Publication, EntryOptions], "Text | str"]
FACTS: tuple[tuple[str, str, FactValue], ...] = (
    ("ids", "Identifiers", lambda paper, _: ", ".join(paper.ids)),
    ("type", "Type", lambda paper, options: _type(paper, options)),
    ("container", "Published in", lambda paper, options: safe_text(paper.container_title, options.schemes)),
    ("series", "Series", lambda paper, options: safe_text(paper.collection_title, options.schemes)),
    ("volume", "Volume", lambda paper, _: paper.volume),
    ("issue", "Issue", lambda paper, _: paper.issue),
    ("number", "Number", lambda paper, _: paper.number),
    ("date", "Date", lambda paper, options: _date(paper, options)),
    (
        "place",
        "Place",
        lambda paper, options: safe_text(paper.event_place or paper.publisher_place, options.schemes),
    ),
    (
        "editors",
        "Editors",
        lambda paper, _: ", ".join(map(full_name, _editors(paper))),
    ),  # linked one by one below
    ("venue", "Venue", lambda paper, _: ""),  # depends on the whole library, see below
    ("event", "Event", lambda paper, options: safe_text(paper.event_title, options.schemes)),
    ("publisher", "Publisher", lambda paper, options: safe_text(paper.publisher, options.schemes)),
    ("edition", "Edition", lambda paper, _: paper.edition),
    ("version", "Version", lambda paper, options: safe_text(paper.variable("version"), options.schemes)),
    ("pages", "Pages", lambda paper, _: paper.page.replace("-", "–")),
    ("language", "Language", lambda paper, options: language_name(paper.language, options.language)),
    (
        "status",
        "Status",
        lambda paper, options: options.translate(term_of(paper.status)) if paper.status else "",
    ),
    (
        "url",
        "URL",
        lambda paper, options: _link_text(links.safe_url(paper.url, options.schemes) if paper.url else None),
    ),
    ("doi", "DOI", lambda paper, _: _link_text(links.doi_url(paper.doi), paper.doi) or text_of(paper.doi)),
    (
        "arxiv",
        "arXiv",
        lambda paper, _: _link_text(links.arxiv_url(paper.arxiv), paper.arxiv) if paper.arxiv else "",
    ),
    ("isbn", "ISBN", lambda paper, _: str(paper.variable("ISBN"))),
    ("issn", "ISSN", lambda paper, _: str(paper.variable("ISSN"))),
    ("award", "Award", lambda paper, options: _join_texts(paper.award, options)),
    ("note", "Note", lambda paper, options: safe_text(paper.note, options.schemes, bare=True)),
    ("key", "Key", lambda paper, _: Text((Span("code", (paper.key,)),))),
)


#: Types that are obvious from the volume or journal.
_PLAIN_TYPES = frozenset({"article-journal", "paper-conference", "article", "document"})


def _type(paper: Publication, options: EntryOptions) -> Text | str:
    """Return the genre or the label of the type, unless the type is obvious from the volume or journal."""
    if paper.genre:
        return safe_text(paper.genre, options.schemes)
    row = BY_CSL.get(paper.type)
    return options.translate(row.label) if row and paper.type not in _PLAIN_TYPES else ""


def _is_article_number(paper: Publication) -> bool:
    """True if the pages are in fact the number of an article without pages."""
    fields = {name for name, _ in paper.source_fields}
    return "pages" not in fields and not fields.isdisjoint(_ARTICLE_NUMBERS)


#: The BibTeX fields for article numbers.
_ARTICLE_NUMBERS = frozenset({"eid", "articleno", "article-number", "elocation-id"})


def _editors(paper: Publication) -> list[Name]:
    return [name for name in paper.editor if name != OTHERS] if paper.author else []


def _date(paper: Publication, options: EntryOptions) -> str:
    return date_label(paper.issued, options.language, options.translate) if paper.issued else ""


def _link_text(address: str | None, label: str = "") -> Text:
    return Text((Span("link", (label or address,), address),)) if address else EMPTY


def _join_texts(texts: tuple[Text, ...], options: EntryOptions) -> Text:
    parts = [part for text in texts for part in ("; ", *safe_text(text, options.schemes).parts)]
    return Text(tuple(parts[1:]))


def part_facts(entry: EntryView, parts: Mapping[str, Part]) -> Iterator[Fact]:
    """Yield the parts of an entry that the page of a paper shows as facts."""
    for part in parts.values():
        if part.alone == "fact" and (tree := part_tree(part.name, entry, parts)):
            yield Fact(part.name, entry.options.translate(part.label), (Linked(rich_text(tree)),))


def paper_facts(
    paper: Publication, options: EntryOptions, pages: Mapping[tuple[str, str], str], venue: str = ""
) -> Iterator[Fact]:
    """Yield the non-empty facts of a paper's page.

    ``pages`` are URLs of terms by facet and label, ``venue`` is the short name of the venue, omitted if equal
    to the paper's container title.
    """
    for name, label, value in FACTS:
        content = value(paper, options)
        if name == "venue":
            content = venue if fold(venue) != fold(str(paper.container_title)) else ""
        text = text_of(content) if isinstance(content, str) else content
        if name == "pages" and _is_article_number(paper):
            label = "Article number"
        if text and name == "editors":
            people = map(full_name, _editors(paper))
            linked = tuple(Linked(text_of(person), pages.get(("editor", person), "")) for person in people)
            yield Fact(name, options.translate(label), linked)
        elif text:
            href = pages.get((name, str(text)), "")
            yield Fact(name, options.translate(label), (Linked(text, href),))
    words = tuple(Linked(text_of(word), pages.get(("keyword", word), "")) for word in paper.keyword)
    if words:
        yield Fact("keywords", options.translate("Keywords"), words)
