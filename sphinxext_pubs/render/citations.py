"""The labels of citations: *Yang et al. (2024)* and its other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from sphinxext_pubs import names
from sphinxext_pubs.model import Name, Publication
from sphinxext_pubs.names import OTHERS
from sphinxext_pubs.render.language import name_list, year_label
from sphinxext_pubs.render.richtext import stop
from sphinxext_pubs.render.venue import Translate, venue_line
from sphinxext_pubs.text import unbroken

Form: TypeAlias = Callable[[Publication, Translate, str], str]

#: A title that stands for missing names is cut after this many words.
SHORT_TITLE = 5


def label(publication: Publication, form: str = "t", translate: Translate = str, language: str = "en") -> str:
    """The label of a citation in one of :data:`FORMS`, in the reader's language; never empty."""
    return unbroken(FORMS[form](publication, translate, language) or publication.key)


def authors(publication: Publication, translate: Translate, language: str) -> str:
    """Who wrote it, in short: ``Yang``, ``Yang and Ko``, ``Yang et al.``; else editors, else the title."""
    people = publication.author or publication.editor
    if not people:
        return short_title(publication)
    first, rest = names.short(people[0]), people[1:]
    if not rest:
        return first
    if len(rest) == 1 and rest[0] != OTHERS:
        return name_list((first, names.short(rest[0])), language, translate)
    return name_list((first,), language, translate, others=True)


def year(publication: Publication, translate: Translate, language: str) -> str:
    """The year as people are shown it; ``n.d.`` where there is none."""
    return (publication.issued and year_label(publication.issued, language, translate)) or translate("n.d.")


def title(publication: Publication, translate: Translate, language: str) -> str:
    """The whole title, as plain text."""
    return str(publication.title)


def short_title(publication: Publication) -> str:
    """The first words of the title, else the key."""
    words = str(publication.title or publication.container_title).split()
    short = " ".join(words[:SHORT_TITLE]).rstrip(",;:–-")
    return (short + "…" if len(words) > SHORT_TITLE else short) or publication.key


def textual(publication: Publication, translate: Translate, language: str) -> str:
    """As in running text: ``Yang et al. (2024)``."""
    return f"{authors(publication, translate, language)} ({year(publication, translate, language)})"


def parenthetical(publication: Publication, translate: Translate, language: str) -> str:
    """As in parentheses, without them: ``Yang et al., 2024``."""
    return f"{authors(publication, translate, language)}, {year(publication, translate, language)}"


def full(publication: Publication, translate: Translate, language: str) -> str:
    """The reference: authors, year, title, venue; the last full stop is left to the sentence around it."""
    who = _listed(publication.author or publication.editor, translate, language)
    short = str(publication.title) or short_title(publication)
    when, venue = f"({year(publication, translate, language)})", str(venue_line(publication, translate))
    named, titled = (f"{who} {when}", str(publication.title)) if who else ("", f"{short} {when}")
    return " ".join(piece + stop(piece) for piece in (named, titled, venue) if piece).removesuffix(".")


#: The forms of a citation, by their names in the role: ``:paper:t:``, ``:paper:p:`` …
FORMS: dict[str, Form] = {
    "t": textual,
    "p": parenthetical,
    "full": full,
    "title": title,
    "authors": authors,
    "year": year,
}


def _listed(people: Iterable[Name], translate: Translate, language: str) -> str:
    people = tuple(people)
    told = [names.full(name) for name in people if name != OTHERS]
    return name_list(told, language, translate, others=people[-1:] == (OTHERS,))
