"""The labels of citations: *Yang et al. (2024)* and its other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from sphinxext_pubs import dates, names
from sphinxext_pubs.model import Name, Publication
from sphinxext_pubs.names import OTHERS
from sphinxext_pubs.render.richtext import stop
from sphinxext_pubs.render.venue import Translate, venue_line
from sphinxext_pubs.text import unbroken

Form: TypeAlias = Callable[[Publication, Translate], str]

#: A title that stands for missing names is cut after this many words.
SHORT_TITLE = 5


def label(publication: Publication, form: str = "t", translate: Translate = str) -> str:
    """The label of a citation in one of :data:`FORMS`; never empty."""
    return unbroken(FORMS[form](publication, translate) or publication.key)


def authors(publication: Publication, translate: Translate) -> str:
    """Who wrote it, in short: ``Yang``, ``Yang and Ko``, ``Yang et al.``; else editors, else the title."""
    people = publication.author or publication.editor
    if not people:
        return short_title(publication)
    first, rest = names.short(people[0]), people[1:]
    if not rest:
        return first
    if len(rest) == 1 and rest[0] != OTHERS:
        return f"{first} {translate('and')} {names.short(rest[0])}"
    return f"{first} {translate('et al.')}"


def year(publication: Publication, translate: Translate) -> str:
    """The year as people are shown it; ``n.d.`` where there is none."""
    return (publication.issued and dates.year_label(publication.issued)) or translate("n.d.")


def title(publication: Publication, translate: Translate) -> str:
    """The whole title, as plain text."""
    return str(publication.title)


def short_title(publication: Publication) -> str:
    """The first words of the title, else the key."""
    words = str(publication.title or publication.container_title).split()
    short = " ".join(words[:SHORT_TITLE]).rstrip(",;:–-")
    return (short + "…" if len(words) > SHORT_TITLE else short) or publication.key


def textual(publication: Publication, translate: Translate) -> str:
    """As in running text: ``Yang et al. (2024)``."""
    return f"{authors(publication, translate)} ({year(publication, translate)})"


def parenthetical(publication: Publication, translate: Translate) -> str:
    """As in parentheses, without them: ``Yang et al., 2024``."""
    return f"{authors(publication, translate)}, {year(publication, translate)}"


def full(publication: Publication, translate: Translate) -> str:
    """The reference: authors, year, title, venue; the last full stop is left to the sentence around it."""
    who = _listed(publication.author or publication.editor, translate)
    short = str(publication.title) or short_title(publication)
    when, venue = f"({year(publication, translate)})", str(venue_line(publication, translate))
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


def _listed(people: Iterable[Name], translate: Translate) -> str:
    people = tuple(people)
    told = [names.full(name) for name in people if name != OTHERS]
    if people[-1:] == (OTHERS,):
        return f"{', '.join(told)} {translate('et al.')}" if told else ""
    if len(told) < 2:
        return "".join(told)
    return f"{', '.join(told[:-1])} {translate('and')} {told[-1]}"
