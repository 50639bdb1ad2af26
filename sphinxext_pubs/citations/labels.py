"""The labels of citations: names, years, locators, and their combinations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from sphinxext_pubs.citations.disambiguation import NO_DISAMBIGUATION, Disambiguation
from sphinxext_pubs.citations.pandoc_syntax import BY_LABEL, CitationItem, is_plural
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.l10n import Translate, name_list, year_label
from sphinxext_pubs.notation.names import OTHERS

#: Maximum number of words of a title that replaces missing names.
MAX_SHORT_TITLE_WORDS = 5

_PLAIN_ITEM = CitationItem("")


@dataclass(frozen=True, slots=True)
class Cited:
    """A paper in one citation.

    ``number`` is its label in the reference list that the citation links to (empty: it is cited by author and
    year), ``item`` contains the prefix, locator and suffix, ``schemes`` are the URL schemes that may be
    published. ``members`` are the papers that an ``@set`` consists of.
    """

    paper: Publication
    disambiguation: Disambiguation = NO_DISAMBIGUATION
    number: str = ""
    item: CitationItem = _PLAIN_ITEM
    translate: Translate = field(default=str, compare=False)
    language: str = "en"
    schemes: Collection[str] = ("http", "https")
    members: tuple[Publication, ...] = ()

    def member(self, paper: Publication) -> Cited:
        """Return a member of a set, for the same readers."""
        return Cited(paper, translate=self.translate, language=self.language, schemes=self.schemes)


Form: TypeAlias = Callable[[Cited], str]


# Names and years


def authors(cited: Cited) -> str:
    """Return the authors in short: ``Yang``, ``Yang and Ko``, ``Yang et al.``; else editors or title."""
    people = cited.paper.author or cited.paper.editor
    if not people:
        return short_title(cited.paper)
    first = names.short_name(people[0])
    if cited.disambiguation.given:
        first = names.full_name(Name(people[0].family, cited.disambiguation.given, people[0].particle))
    if len(people) == 2 and people[1] != OTHERS:
        return name_list((first, names.short_name(people[1])), cited.language, cited.translate)
    return name_list((first,), cited.language, cited.translate, others=len(people) > 1)


def all_authors(cited: Cited) -> str:
    """Return the family names of all authors: ``Yang, Ko and Yun``."""
    people = cited.paper.author or cited.paper.editor
    return format_names(people, names.short_name, cited) if people else short_title(cited.paper)


def year(cited: Cited) -> str:
    """Return the year as displayed, with its letter if citations show it; ``n.d.`` without a date."""
    issued, letter = cited.paper.issued, "" if cited.number else cited.disambiguation.letter
    text = (issued and year_label(issued, cited.language, cited.translate)) or cited.translate("n.d.")
    return f"{text}{letter}" if not letter or text[-1].isdecimal() else f"{text}-{letter}"


def short_title(paper: Publication) -> str:
    """Return the first words of the title, else the key."""
    words = str(paper.title or paper.container_title).split()
    short = " ".join(words[:MAX_SHORT_TITLE_WORDS]).rstrip(",;:–-")
    return (short + "…" if len(words) > MAX_SHORT_TITLE_WORDS else short) or paper.key


def locator(cited: Cited) -> str:
    """Return locator and suffix to append to a year or number: ``, p. 3``; or empty."""
    item = cited.item
    if not item.locator:
        return item.suffix
    kind = BY_LABEL.get(item.kind)
    words = (kind.plural if is_plural(item.locator) else kind.singular) if kind else "{}"
    return f", {cited.translate(words).replace('{}', item.locator)}{item.suffix}"


def capitalize_first(text: str) -> str:
    """Return the text with a capital, for the beginning of a sentence: ``Van Beethoven``."""
    return text[:1].upper() + text[1:]


def format_names(people: Iterable[Name], write: Callable[[Name], str], cited: Cited) -> str:
    """Return the names as a list in the reader's language."""
    people = tuple(people)
    written = [write(name) for name in people if name != OTHERS]
    return name_list(written, cited.language, cited.translate, others=people[-1:] == (OTHERS,))


# Forms


def textual(people: Form) -> Form:
    """Return the form for running text: ``Yang et al. (2024, p. 3)``, ``Yang et al. [7]``."""

    def write(cited: Cited) -> str:
        opening = f"{cited.item.opening} " if cited.item.opening else ""
        inside = f"{opening}{cited.number or year(cited)}{locator(cited)}"
        bracket = f"[{inside}]" if cited.number or cited.item.is_square else f"({inside})"
        return bracket if cited.item.bare else f"{people(cited)} {bracket}"

    return write


def parenthetical(people: Form) -> Form:
    """Return the form for use in parentheses, without these and locator: ``Yang et al., 2024``, ``7``."""

    def write(cited: Cited) -> str:
        if cited.number:
            return cited.number
        return year(cited) if cited.item.bare else f"{people(cited)}, {year(cited)}"

    return write


def capitalized(form: Form) -> Form:
    """Return the form with a capital, for the beginning of a sentence."""
    return lambda cited: capitalize_first(form(cited))
