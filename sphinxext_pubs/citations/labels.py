"""The labels of citations: names, years, locators, and how they are put together."""

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

#: A title that stands for missing names is cut after this many words.
MAX_SHORT_TITLE_WORDS = 5

_PLAIN_ITEM = CitationItem("")


@dataclass(frozen=True, slots=True)
class Cited:
    """A paper as one citation cites it.

    ``mark`` tells it from others, ``number`` is its label in the list that it leads to (empty: it is
    cited by author and year), ``item`` what else the citation says of it, ``schemes`` the kinds of address
    that may be published.
    """

    paper: Publication
    disambiguation: Disambiguation = NO_DISAMBIGUATION
    number: str = ""
    item: CitationItem = _PLAIN_ITEM
    translate: Translate = field(default=str, compare=False)
    language: str = "en"
    schemes: Collection[str] = ("http", "https")


Form: TypeAlias = Callable[[Cited], str]


# Names and years


def authors(cited: Cited) -> str:
    """Who wrote it, in short: ``Yang``, ``Yang and Ko``, ``Yang et al.``; else editors, else the title."""
    people = cited.paper.author or cited.paper.editor
    if not people:
        return short_title(cited.paper)
    first = names.short(people[0])
    if cited.disambiguation.given:
        first = names.full(Name(people[0].family, cited.disambiguation.given, people[0].particle))
    if len(people) == 2 and people[1] != OTHERS:
        return name_list((first, names.short(people[1])), cited.language, cited.translate)
    return name_list((first,), cited.language, cited.translate, others=len(people) > 1)


def all_authors(cited: Cited) -> str:
    """The family names of all authors: ``Yang, Ko and Yun``."""
    people = cited.paper.author or cited.paper.editor
    return format_names(people, names.short, cited) if people else short_title(cited.paper)


def year(cited: Cited) -> str:
    """The year as people are shown it, with the letter that tells it apart; ``n.d.`` where there is none."""
    issued, letter = cited.paper.issued, cited.disambiguation.letter
    text = (issued and year_label(issued, cited.language, cited.translate)) or cited.translate("n.d.")
    return f"{text}{letter}" if not letter or text[-1].isdecimal() else f"{text}-{letter}"


def short_title(paper: Publication) -> str:
    """The first words of the title, else the key."""
    words = str(paper.title or paper.container_title).split()
    short = " ".join(words[:MAX_SHORT_TITLE_WORDS]).rstrip(",;:–-")
    return (short + "…" if len(words) > MAX_SHORT_TITLE_WORDS else short) or paper.key


def locator(cited: Cited) -> str:
    """Locator and suffix as they follow a year or number: ``, p. 3``, or nothing."""
    item = cited.item
    if not item.locator:
        return item.suffix
    kind = BY_LABEL.get(item.kind)
    words = (kind.several if is_plural(item.locator) else kind.one) if kind else "{}"
    return f", {cited.translate(words).replace('{}', item.locator)}{item.suffix}"


def capitalize_first(text: str) -> str:
    """The text with a capital, for the beginning of a sentence: ``Van Beethoven``."""
    return text[:1].upper() + text[1:]


def format_names(people: Iterable[Name], write: Callable[[Name], str], cited: Cited) -> str:
    """The names as a list in the reader's language."""
    people = tuple(people)
    told = [write(name) for name in people if name != OTHERS]
    return name_list(told, cited.language, cited.translate, others=people[-1:] == (OTHERS,))


# Forms


def textual(people: Form) -> Form:
    """As in running text: ``Yang et al. (2024, p. 3)``, ``Yang et al. [7]``."""

    def write(cited: Cited) -> str:
        where = locator(cited)
        place = f"[{cited.number}{where}]" if cited.number else f"({year(cited)}{where})"
        return place if cited.item.bare else f"{people(cited)} {place}"

    return write


def parenthetical(people: Form) -> Form:
    """As in parentheses, without them, and without what follows: ``Yang et al., 2024``, ``7``."""

    def write(cited: Cited) -> str:
        if cited.number:
            return cited.number
        return year(cited) if cited.item.bare else f"{people(cited)}, {year(cited)}"

    return write


def capitalized(form: Form) -> Form:
    """The form with a capital, for the beginning of a sentence."""
    return lambda cited: capitalize_first(form(cited))
