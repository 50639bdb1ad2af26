"""The labels of citations: *Yang et al. (2024)* and its other forms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from sphinxext_pubs import names
from sphinxext_pubs.citation_items import BY_LABEL, Item, is_plural
from sphinxext_pubs.links import doi_url
from sphinxext_pubs.model import Name, Publication
from sphinxext_pubs.names import OTHERS
from sphinxext_pubs.render.distinct import PLAIN, Mark
from sphinxext_pubs.render.language import name_list, year_label
from sphinxext_pubs.render.published import bibtex_of
from sphinxext_pubs.render.richtext import stop
from sphinxext_pubs.render.venue import Translate, venue_details, venue_line
from sphinxext_pubs.text import EMPTY, Inline, Span, Text, join_inline, text_of, unbroken

#: A title that stands for missing names is cut after this many words.
SHORT_TITLE = 5

_PLAIN_ITEM = Item("")


@dataclass(frozen=True, slots=True)
class Cited:
    """A paper as one citation cites it.

    ``mark`` tells it from others, ``number`` is its label in the list that it leads to (empty: it is
    cited by author and year), ``item`` what else the citation says of it, ``schemes`` the kinds of address
    that may be published.
    """

    paper: Publication
    mark: Mark = PLAIN
    number: str = ""
    item: Item = _PLAIN_ITEM
    translate: Translate = field(default=str, compare=False)
    language: str = "en"
    schemes: Collection[str] = ("http", "https")


Form: TypeAlias = Callable[[Cited], str]


def label(cited: Cited, form: str = "t") -> str:
    """The label of a citation in one of :data:`FORMS`, in the reader's language; never empty."""
    return unbroken(FORMS[form](cited) or cited.paper.key)


# Names and years


def authors(cited: Cited) -> str:
    """Who wrote it, in short: ``Yang``, ``Yang and Ko``, ``Yang et al.``; else editors, else the title."""
    people = cited.paper.author or cited.paper.editor
    if not people:
        return short_title(cited.paper)
    first = names.short(people[0])
    if cited.mark.given:
        first = names.full(Name(people[0].family, cited.mark.given, people[0].particle))
    if len(people) == 2 and people[1] != OTHERS:
        return name_list((first, names.short(people[1])), cited.language, cited.translate)
    return name_list((first,), cited.language, cited.translate, others=len(people) > 1)


def all_authors(cited: Cited) -> str:
    """The family names of all authors: ``Yang, Ko and Yun``."""
    people = cited.paper.author or cited.paper.editor
    return _listed(people, names.short, cited) if people else short_title(cited.paper)


def year(cited: Cited) -> str:
    """The year as people are shown it, with the letter that tells it apart; ``n.d.`` where there is none."""
    issued, letter = cited.paper.issued, cited.mark.letter
    text = (issued and year_label(issued, cited.language, cited.translate)) or cited.translate("n.d.")
    return f"{text}{letter}" if not letter or text[-1].isdecimal() else f"{text}-{letter}"


def short_title(paper: Publication) -> str:
    """The first words of the title, else the key."""
    words = str(paper.title or paper.container_title).split()
    short = " ".join(words[:SHORT_TITLE]).rstrip(",;:–-")
    return (short + "…" if len(words) > SHORT_TITLE else short) or paper.key


def locator(cited: Cited) -> str:
    """Locator and suffix as they follow a year or number: ``, p. 3``, or nothing."""
    item = cited.item
    if not item.locator:
        return item.suffix
    kind = BY_LABEL.get(item.kind)
    words = (kind.several if is_plural(item.locator) else kind.one) if kind else "{}"
    return f", {cited.translate(words).replace('{}', item.locator)}{item.suffix}"


def capitalised(text: str) -> str:
    """The text with a capital, for the beginning of a sentence: ``Van Beethoven``."""
    return text[:1].upper() + text[1:]


# Forms


def _textual(people: Form) -> Form:
    """As in running text: ``Yang et al. (2024, p. 3)``, ``Yang et al. [7]``."""

    def write(cited: Cited) -> str:
        where = locator(cited)
        place = f"[{cited.number}{where}]" if cited.number else f"({year(cited)}{where})"
        return place if cited.item.bare else f"{people(cited)} {place}"

    return write


def _parenthetical(people: Form) -> Form:
    """As in parentheses, without them, and without what follows: ``Yang et al., 2024``, ``7``."""

    def write(cited: Cited) -> str:
        if cited.number:
            return cited.number
        return year(cited) if cited.item.bare else f"{people(cited)}, {year(cited)}"

    return write


def _capital(form: Form) -> Form:
    return lambda cited: capitalised(form(cited))


def title(cited: Cited) -> str:
    """The whole title, as plain text."""
    return str(cited.paper.title)


def venue(cited: Cited) -> str:
    """Where the work appeared, as plain text."""
    return str(venue_line(cited.paper, cited.translate))


def doi(cited: Cited) -> str:
    """The bare DOI."""
    return cited.paper.doi


def bibtex(cited: Cited) -> str:
    """The entry in BibTeX, without private fields."""
    return bibtex_of(cited.paper, cited.schemes)


def full(cited: Cited) -> str:
    """The reference as plain text; the last full stop is left to the sentence around it."""
    return str(sentences(cited)).removesuffix(".")


#: The forms of a citation, by their names in the role: ``:paper:t:``, ``:paper:p:`` …
FORMS: dict[str, Form] = {
    "t": _textual(authors),
    "ts": _textual(all_authors),
    "ct": _capital(_textual(authors)),
    "cts": _capital(_textual(all_authors)),
    "p": _parenthetical(authors),
    "ps": _parenthetical(all_authors),
    "cp": _capital(_parenthetical(authors)),
    "cps": _capital(_parenthetical(all_authors)),
    "full": full,
    "foot": full,
    "title": title,
    "authors": authors,
    "authors-all": all_authors,
    "cauthors": _capital(authors),
    "cauthors-all": _capital(all_authors),
    "year": year,
    "label": lambda cited: cited.number or cited.paper.key,
    "empty": lambda cited: "",
    "venue": venue,
    "doi": doi,
    "bibtex": bibtex,
}


# References


def reference(cited: Cited) -> Text:
    """The whole reference in this package's own style, ending in a full stop or an address."""
    parts = list(sentences(cited, details=True).parts)
    if cited.paper.doi and (href := doi_url(cited.paper.doi)):
        parts += [" ", Span("link", (href,), href)]
    elif cited.paper.url:
        parts += [" ", Span("link", (cited.paper.url,), cited.paper.url)]
    return Text(join_inline(parts))


def sentences(cited: Cited, *, details: bool = False) -> Text:
    """Authors, year, title and venue, each a sentence."""
    paper = cited.paper
    who = _listed(paper.author or paper.editor, names.full, cited)
    if who and not paper.author:
        who = f"{who}, {cited.translate('ed.' if len(paper.editor) == 1 else 'eds.')}"
    when = f"({year(cited)})"
    named = text_of(f"{who} {when}") if who else EMPTY
    titled = paper.title if who else Text((*(paper.title or text_of(short_title(paper))).parts, f" {when}"))
    more = venue_details(paper, cited.translate) if details else EMPTY
    where = venue_line(paper, cited.translate)
    if where and more:
        where = Text((*where.parts, ", ", *more.parts))
    found = [text for text in (named, titled, where or more) if text]
    parts: list[Inline] = []
    for text in found:
        parts += [" "] * bool(parts) + [*text.parts, stop(text)]
    return Text(join_inline(parts))


def informal(cited: Cited, venue: str) -> Text:
    """Title, authors, venue and year in short: *On Layers (Ko et al., EMNLP 2023)*."""
    paper = cited.paper
    when = year(cited)
    where = venue if when and when in venue else f"{venue} {when}".strip()
    people = paper.author or paper.editor
    short = ", ".join(filter(None, (authors(cited) if people else "", where)))
    return Text((*(paper.title or text_of(paper.key)).parts, f" ({short})"))


def _listed(people: Iterable[Name], write: Callable[[Name], str], cited: Cited) -> str:
    people = tuple(people)
    told = [write(name) for name in people if name != OTHERS]
    return name_list(told, cited.language, cited.translate, others=people[-1:] == (OTHERS,))
