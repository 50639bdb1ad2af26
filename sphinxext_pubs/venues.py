"""Venues drawn from the names of proceedings: what goes on from year to year, and its acronym.

A venue of the project's venues file comes first. The rules for all others, in this order, for names with a
word for a meeting in them (journals stay as they are):

1. *Findings of the …: EMNLP 2023* is the venue before the colon; what stands behind it is the event.
2. *Proceedings of the*, years, ordinals and volumes (*(Volume 1: Long Papers)*) go.
3. An acronym is what stands in parentheses (*(LREC'06)*), else the first letters of the name's great words
   where the library has that word somewhere else: in a name, a key or an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sphinxext_pubs.model import Publication
from sphinxext_pubs.text import fold
from sphinxext_pubs.venue_file import KnownVenue, KnownVenues

#: Before the identity of a venue that no file knows, so that it is none of the ids.
NAMED = "name:"

_MEETING = re.compile(
    r"\b(?:proceedings|conference|workshop|symposium|meeting|findings|congress|colloquium|seminar)\b",
    re.IGNORECASE,
)
_FINDINGS = re.compile(r"(Findings of .+?):\s*(.+)")
_VOLUME = re.compile(
    r"\s*[(\[][^()\[\]]*\b(?:vol(?:ume)?s?|part|papers|tracks?)\b[^()\[\]]*[)\]]|,?\s*\bvol(?:ume)?\.? \d+\b",
    re.IGNORECASE,
)
_PROCEEDINGS = re.compile(r"^(?:in:?\s+)?proc(?:eedings|\.)?\s+of\s+(?:the\s+)?", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w.])(?:19|20)\d\d(?!\w)|['’]\d\d\b")
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
).replace(" ", "|")
_ORDINAL = re.compile(
    rf"\b(?:\d+(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fifty)-)?(?:{_ORDINALS}))\b", re.IGNORECASE
)
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z&+-]{1,14}[A-Z])(?:[\s’'-]*[0-9IVX]*)\)")
_LEAD = re.compile(
    r"^(?:(?:annual|international|joint)\s+)*(?:conference|workshop|symposium|meeting|findings)\s+(?:on|of)\s+(?:the\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Venue:
    """What goes on from year to year: its name, its acronym (empty: none), and the event of this name."""

    name: str
    acronym: str = ""
    event: str = ""
    known: KnownVenue | None = None

    @property
    def identity(self) -> str:
        """What tells it from others: its id in the venues file, else its name, folded, which is no id."""
        return self.known.id if self.known is not None else f"{NAMED}{fold(self.name)}"

    @property
    def short(self) -> str:
        """The acronym, else the name."""
        return self.acronym or self.name

    @property
    def label(self) -> str:
        """The name, with its acronym."""
        return (
            f"{self.name} ({self.acronym})" if self.acronym and self.acronym not in self.name else self.name
        )


@lru_cache(maxsize=8192)
def venue_of(container: str) -> Venue:
    """The venue of a volume or journal by its name."""
    name = " ".join(container.split())
    if not _MEETING.search(name):
        return Venue(name)
    if found := _FINDINGS.match(name):
        return Venue(found[1], "Findings", found[2])
    name = _PROCEEDINGS.sub("", _VOLUME.sub("", name))
    acronym = _ACRONYM.search(_YEAR.sub("", name))
    name = _ACRONYM.sub("", _YEAR.sub("", name))
    name = re.sub(r"\s*\(\s*\)", "", _ORDINAL.sub("", name))
    name = " ".join(name.split()).strip(" ,:;-–—/")
    name = re.sub(r"^(?:the\s+)", "", name, flags=re.IGNORECASE)
    return Venue(name if len(name) > 3 else " ".join(container.split()), acronym[1] if acronym else "")


def initials(name: str) -> str:
    """The first letters of the great words of a name, without *Conference on* and the like."""
    bare = _LEAD.sub("", re.sub(r"\bAnnual\b\s*", "", name))
    return "".join(word[0] for word in re.findall(r"[A-Za-z][\w-]*", bare) if word[0].isupper())


class Venues:
    """The venues of a library, with the acronyms that its data bears out."""

    def __init__(self, publications: Iterable[Publication], known: KnownVenues | None = None) -> None:
        self.known = known or KnownVenues()
        papers = list(publications)
        names = {str(paper.container_title) for paper in papers}
        texts = [*names, *(f"{paper.key} {paper.url} {' '.join(paper.ids)}" for paper in papers)]
        self._words = {word.upper() for text in texts for word in re.findall(r"[A-Za-z]{2,12}", text)}

    def of(self, paper: Publication) -> Venue:
        """The venue of a paper; without a name where it has none."""
        return self.named(str(paper.container_title or paper.event_title), str(paper.event_title))

    def named(self, container: str, event: str = "") -> Venue:
        """The venue of what stands in a volume or journal of this name, at an event of that name."""
        if row := self.known.of(container, event):
            return Venue(row.name, row.acronym, venue_of(container).event, row)
        found = venue_of(container)
        if found.acronym or not _MEETING.search(container):
            return found
        letters = initials(found.name)
        fits = 2 < len(letters) <= 10 and letters in self._words
        return Venue(found.name, letters, found.event) if fits else found
