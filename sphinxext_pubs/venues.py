"""Venues drawn from the names of proceedings: what goes on from year to year, and its acronym.

The rules, in this order, for names with a word for a meeting in them (journals stay as they are):

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

    def __init__(self, publications: Iterable[Publication]) -> None:
        papers = list(publications)
        names = {str(paper.container_title) for paper in papers}
        texts = [*names, *(f"{paper.key} {paper.url} {' '.join(paper.ids)}" for paper in papers)]
        self._words = {word.upper() for text in texts for word in re.findall(r"[A-Za-z]{2,12}", text)}

    def of(self, paper: Publication) -> Venue:
        """The venue of a paper; without a name where it has none."""
        found = venue_of(str(paper.container_title or paper.event_title))
        if found.acronym or not _MEETING.search(str(paper.container_title)):
            return found
        letters = initials(found.name)
        fits = 2 < len(letters) <= 10 and letters in self._words
        return Venue(found.name, letters, found.event) if fits else found
