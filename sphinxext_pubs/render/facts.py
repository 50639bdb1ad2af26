"""The table of the facts on a paper's page.

To add a fact, add a row that says what its values are: people, venues, or terms of a facet with its name.
Values whose entity has a page link to it. Labels are message ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias

from sphinxext_pubs.entities.authority import AuthorityName, Role
from sphinxext_pubs.model import links
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, Text, fold, join_inline, text_of
from sphinxext_pubs.model.statuses import term_of
from sphinxext_pubs.model.work_types import BY_CSL
from sphinxext_pubs.notation.identifiers import IDENTIFIERS, Identifier, identifiers_of
from sphinxext_pubs.notation.l10n import date_label, language_name
from sphinxext_pubs.notation.names import OTHERS, full_name
from sphinxext_pubs.render.entry_display import EntryOptions
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.localized import localized
from sphinxext_pubs.render.page_views import Fact, Linked
from sphinxext_pubs.render.parts import Part, part_tree
from sphinxext_pubs.render.safe_text import safe_text
from sphinxext_pubs.render.tree import rich_text


@dataclass(frozen=True, slots=True)
class FactSource:
    """A paper, the options of its page, and the short name of its venue (empty without a venue)."""

    paper: Publication
    options: EntryOptions
    venue: str = ""
    identifiers: tuple[Identifier, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Find the identifiers once for all facts."""
        object.__setattr__(self, "identifiers", tuple(identifiers_of(self.paper)))  # as dataclasses do

    def safe(self, text: Text) -> Text:
        """Return a text of the data with safe links."""
        return safe_text(text, self.options.schemes)

    def variable(self, name: str) -> Text:
        """Return a CSL variable that the model has no field for, with safe links."""
        return self.safe(self.paper.variable(name))


FactValues: TypeAlias = Callable[[FactSource], Iterable["Text | str"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A fact about a paper: its name, its label (a message id), and its values; empty values are not shown.

    The values are the paper's entities of an ``authority`` (the people of the ``role``, the venue), in order,
    or other entities, ``spelled`` as in the data. Without an authority they are terms of the ``facet``.
    """

    name: str
    label: str
    values: FactValues
    authority: AuthorityName = ""
    role: Role | None = None
    spelled: bool = False
    facet: str = ""

    def __post_init__(self) -> None:
        """Use the name for the facet by default."""
        object.__setattr__(self, "facet", self.facet or self.name)  # as dataclasses do for frozen ones


#: A function from a fact and the texts of its values to the link targets of the values, empty without one.
FactLinks: TypeAlias = Callable[[FactRow, Sequence[str]], Iterable[str]]


def _row(
    name: str,
    label: str,
    value: Callable[[FactSource], Text | str],
    *,
    authority: AuthorityName = "",
    spelled: bool = False,
) -> FactRow:
    """Return the row of a fact with one value."""
    return FactRow(
        name=name,
        label=label,
        values=lambda source: (value(source),),
        authority=authority,
        spelled=spelled,
    )


#: Types that are obvious from the volume or journal.
_PLAIN_TYPES = frozenset({"article-journal", "paper-conference", "article", "document"})

#: The BibTeX fields for article numbers.
_ARTICLE_NUMBERS = frozenset({"eid", "articleno", "article-number", "elocation-id"})


def _type(source: FactSource) -> Text | str:
    """Return the genre or the label of the type, unless the type is obvious from the volume or journal."""
    paper = source.paper
    if paper.genre:
        return source.safe(paper.genre)
    row = BY_CSL.get(paper.type)
    return source.options.translate(row.label) if row and paper.type not in _PLAIN_TYPES else ""


def _pages(source: FactSource) -> str:
    return "" if _is_article_number(source.paper) else source.paper.page.replace("-", "–")


def _article_number(source: FactSource) -> str:
    return source.paper.page.replace("-", "–") if _is_article_number(source.paper) else ""


def _is_article_number(paper: Publication) -> bool:
    """True if the pages are in fact the number of an article without pages."""
    fields = {name for name, _ in paper.source_fields} if paper.page else set[str]()
    return "pages" not in fields and not fields.isdisjoint(_ARTICLE_NUMBERS)


def _editors(source: FactSource) -> Iterator[str]:
    """Yield the editors of a paper with authors; those of another paper are above the facts."""
    names = source.paper.editor if source.paper.author else ()
    return (full_name(name) for name in names if name != OTHERS)


def _date(source: FactSource) -> str:
    options, issued = source.options, source.paper.issued
    return date_label(issued, options.language, options.translate) if issued else ""


def _language(source: FactSource) -> str:
    return language_name(source.paper.language, source.options.language)


def _status(source: FactSource) -> str:
    status = source.paper.status
    return source.options.translate(term_of(status)) if status else ""


def _venue(source: FactSource) -> str:
    """Return the short name of the venue, unless it is equal to the container title."""
    return source.venue if fold(source.venue) != fold(str(source.paper.container_title)) else ""


def _url(source: FactSource) -> Text:
    url = source.paper.url
    return _link_text(links.safe_url(url, source.options.schemes) if url else None)


def _doi(source: FactSource) -> Text:
    doi = source.paper.doi
    return _link_text(links.doi_url(doi), doi) or text_of(doi)


def _arxiv(source: FactSource) -> Text:
    arxiv = source.paper.arxiv
    return _link_text(links.arxiv_url(arxiv), arxiv) if arxiv else EMPTY


def _identifiers(name: str, source: FactSource) -> Text:
    """Return the identifiers of a kind, with links; those of other archives follow the archive's name."""
    parts: list[Inline] = []
    for row in source.identifiers:
        if row.name == name:
            text = f"{row.label}: {row.text}" if name == "eprint" else row.text
            href = links.safe_url(row.href, source.options.schemes) if row.href else None
            parts += [", ", Span("link", (text,), href) if href else text]
    return Text(join_inline(parts[1:]))


def _link_text(address: str | None, label: str = "") -> Text:
    return Text((Span("link", (label or address,), address),)) if address else EMPTY


def _awards(source: FactSource) -> Text:
    parts = [part for text in source.paper.award for part in ("; ", *source.safe(text).parts)]
    return Text(tuple(parts[1:]))


#: The facts on a paper's page in the Anthology's order.
FACTS: tuple[FactRow, ...] = (
    _row("ids", "Identifiers", lambda source: ", ".join(source.paper.ids)),
    _row("type", "Type", _type),
    _row(
        "container",
        "Published in",
        lambda source: source.safe(source.paper.container_title),
        authority="venues",
    ),
    _row("series", "Series", lambda source: source.safe(source.paper.collection_title)),
    _row("volume", "Volume", lambda source: source.paper.volume),
    _row("issue", "Issue", lambda source: source.paper.issue),
    _row("number", "Number", lambda source: source.paper.number),
    _row("date", "Date", _date),
    _row(
        "place",
        "Place",
        lambda source: source.safe(source.paper.event_place or source.paper.publisher_place),
    ),
    FactRow(
        name="editors", label="Editors", values=_editors, authority="people", role=Role(variable="editor")
    ),
    _row("venue", "Venue", _venue, authority="venues"),
    _row(
        "event",
        "Event",
        lambda source: source.safe(source.paper.event_title),
        authority="venues",
        spelled=True,
    ),
    _row("publisher", "Publisher", lambda source: source.safe(source.paper.publisher)),
    _row("edition", "Edition", lambda source: source.paper.edition),
    _row("version", "Version", lambda source: source.variable("version")),
    _row("pages", "Pages", _pages),
    _row("pages", "Article number", _article_number),
    _row("language", "Language", _language),
    _row("status", "Status", _status),
    _row("url", "URL", _url),
    _row("doi", "DOI", _doi),
    _row("arxiv", "arXiv", _arxiv),
    *(_row(kind.name, kind.label, partial(_identifiers, kind.name)) for kind in IDENTIFIERS),
    _row("eprint", "Eprint", partial(_identifiers, "eprint")),
    _row("award", "Award", _awards),
    _row("note", "Note", lambda source: safe_text(source.paper.note, source.options.schemes, bare=True)),
    _row("key", "Key", lambda source: Text((Span("code", (source.paper.key,)),))),
    FactRow(name="keywords", label="Keywords", values=lambda source: source.paper.keyword, facet="keyword"),
)


def paper_facts(source: FactSource, hrefs: FactLinks) -> Iterator[Fact]:
    """Yield the non-empty facts of a paper's page; ``hrefs`` returns the link targets of the values."""
    options = source.options
    source = replace(source, paper=localized(source.paper, options.language, options.translate))
    for row in FACTS:
        values = (text_of(value) if isinstance(value, str) else value for value in row.values(source))
        if texts := [text for text in values if text]:
            targets = hrefs(row, [str(text) for text in texts])
            linked = tuple(Linked(text, href) for text, href in zip(texts, targets, strict=True))
            yield Fact(row.name, source.options.translate(row.label), linked)


def part_facts(entry: EntryView, parts: Mapping[str, Part]) -> Iterator[Fact]:
    """Yield the parts of an entry that the page of a paper shows as facts."""
    for part in parts.values():
        if part.alone == "fact" and (tree := part_tree(part.name, entry, parts)):
            yield Fact(part.name, entry.options.translate(part.label), (Linked(rich_text(tree)),))
