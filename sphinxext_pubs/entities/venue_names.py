"""Venues drawn from the names of proceedings: what goes on from year to year, and its acronym.

A venue of the project's venues file comes first. The rules for all others, in this order, for names with a
word for a meeting in them (journals stay as they are, *Proceedings of the IEEE* too):

1. *Findings of the …: EMNLP 2023* is the venue before the colon; what stands behind it is the event.
2. *Proceedings of the*, years, ordinals, numbers and volumes (*(Volume 1: Long Papers)*) go.
3. An acronym is what stands in parentheses (*(LREC'06)*), between commas with a year (*, POPL 2008,*) or in
   front (*CHI '20: Proceedings …*); what follows it, a place or a date, goes, unless it is of a workshop or a
   track. A name without one has that of the same name elsewhere; else the first letters of its great words
   where the library has that word somewhere: in a name, a key or an address.
4. What stands behind a comma goes where the library has the name without it.
5. Names with one acronym and on one subject are one venue: *IEEE Symposium on Logic in Computer Science
   (LICS)* and *Annual Symposium on Logic in Computer Science (LICS)*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sphinxext_pubs.entities.known_venue import KnownVenue
from sphinxext_pubs.model.rich_text import fold

#: Longer names than that, in characters, stay as they are.
MAX_NAME = 1000

#: Before the identity of a venue that no file knows, so that it is none of the ids.
NAMED = "name:"

MEETING = re.compile(
    r"\b(?:proceedings|conference|workshop|symposium|meeting|findings|congress|colloquium|seminar)\b",
    re.IGNORECASE,
)
#: *Findings of the …: EMNLP 2023*, and *Findings of the … ACL 2024*, as exports of some years have it.
_FINDINGS = re.compile(r"(Findings of .+?)(?::\s*+|(?<!\s)\s++(?=[A-Z][A-Za-z-]{1,9} \d{4}$))((?s:.+))")
#: *Advances in … 36: Annual Conference on …, NeurIPS 2023*, as DBLP has it.
_NUMBERED = re.compile(r"(Advances in [^:]{1,200}?) \d{1,3}: .*")
_VOLUME = re.compile(
    r"(?:(?<!\s)\s++)?[(\[](?=[^()\[\]]*?\b(?:vol(?:ume)?s?|part|papers|tracks?)\b)[^()\[\]]*+[)\]]"
    r"|(?:,\s*+|(?<![\s,])\s*+)\bvol(?:ume)?\.? \d+\b",
    re.IGNORECASE,
)
_PROCEEDINGS = re.compile(
    r"^(?:(?:to appear\s+)?in:?\s+(?:the\s+)?)?proc(?:eedings?|\.)?"
    r"(?:,?\s+of\s+|,\s+|\s+(?=(?:[\w.-]+\s+){0,5}(?:conference|symposium|workshop)\b))(?:the\s+)?",
    re.IGNORECASE,
)
#: *SOUPS '09: Proceedings of the …*, as the ACM writes it.
_IN_FRONT = re.compile(
    r"^([A-Z][A-Za-z&+-]{1,14})\s*(?:[’']\d\d|(?:19|20)\d\d)\s*[:,]\s*(?=proc(?:eedings?|\.))", re.IGNORECASE
)
#: *…, POPL 2008, San Francisco*, as DBLP does.
_BETWEEN = re.compile(r",\s*([A-Z][A-Za-z&+@-]{0,13}[A-Z])\s*(?:[’']\d\d|(?:19|20)\d\d)(?=\s*(?:[,.:]|$))")
YEAR = re.compile(r"(?<![\w.])(?:19|20)\d\d(?!\w)|['’]\d\d\b")
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
).replace(" ", "|")
ORDINAL = re.compile(
    rf"\b(?:\d+(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fifty)-)?(?:{_ORDINALS}))\b", re.IGNORECASE
)
_ACRONYM = re.compile(r"(?:(?<!\s)\s++)?\(([A-Z][A-Za-z&+-]{1,14}[A-Z])(?:[\s’'-]*+[0-9IVX]*+)\)")
#: Behind an acronym: what makes it another venue than the conference itself.
_OTHER = re.compile(
    r"\b(?:workshops?|companion|demonstrations?|demos?|posters?|tutorials?|supplement|adjunct|track|student)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:,\s++|(?<![\s,])\s++)(?:[IVXL]++|\d{1,3})$")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(rf",[^,]*?\b(?:{_MONTHS})\b(?s:.*)")
_END = re.compile(r"(?:,\s*+|(?<![\s,])\s*+)Proceedings$")
#: What a name says before its subject.
_BEFORE = re.compile(
    r"^.*?\b(?:conference|workshop|symposium|meeting|congress|colloquium|seminar|chapter|findings)\s+"
    r"(?:on|of|for|in)\s+(?:the\s+)?"
)
_ORGANISERS = re.compile(r"^(?:(?:ieee|acm|ifip|usenix|aaai|sig[a-z-]*|annual|international|joint)\s+)+")
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
        """What tells it from others: its id in the venues file, else its acronym and subject, or its name.

        These are no ids, as they stand behind :data:`NAMED`.
        """
        if self.known is not None:
            return self.known.id
        same = f"{fold(self.acronym)} {subject(self.name)}" if self.acronym else fold(self.name)
        return f"{NAMED}{same}"

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
    if len(name) > MAX_NAME or not MEETING.search(name):
        return Venue(name)
    if found := _FINDINGS.match(name):
        return Venue(found[1], "Findings", found[2])
    name, acronym = _without_acronym(_VOLUME.sub("", name))
    if numbered := _NUMBERED.match(name):
        return Venue(numbered[1], acronym)
    name = re.sub(r"(?:(?<!\s)\s++)?\(\s*+\)", "", ORDINAL.sub("", name))
    name = _END.sub("", _tidy(_DATE.sub("", name)))
    shorter = _NUMBER.sub("", name)
    name = shorter if len(shorter.split()) > 1 else name
    name = re.sub(r"^(?:the\s+)", "", name, flags=re.IGNORECASE)
    return Venue(name if len(name) > 3 else " ".join(container.split()), acronym)


def _without_acronym(name: str) -> tuple[str, str]:
    """A name without years, *Proceedings of* and the acronym in it, and that."""
    front = _IN_FRONT.match(name)
    name = _PROCEEDINGS.sub("", name[front.end() :] if front else name)
    found = _BETWEEN.search(name)
    if found is None:
        name = YEAR.sub("", name)
        found = _ACRONYM.search(name)
    if found is None:
        return name, front[1] if front else ""
    before, after = YEAR.sub("", name[: found.start()]), name[found.end() :]
    is_all = len(before.split()) > 1 and not _OTHER.search(after)
    return (before if is_all else f"{before}{YEAR.sub('', after)}"), found[1]


def _tidy(name: str) -> str:
    return " ".join(name.split()).replace(" ,", ",").strip(" .,:;-–—/")


@lru_cache(maxsize=8192)
def subject(name: str) -> str:
    """What a venue is about, folded: what stands behind *Conference on* and the like."""
    return _BEFORE.sub("", fold(name), count=1) or unorganised(name)


@lru_cache(maxsize=8192)
def unorganised(name: str) -> str:
    """A name, folded, without who organises it, and without *Annual* and *International* in front."""
    return _ORGANISERS.sub("", fold(name))


def initials(name: str) -> str:
    """The first letters of the great words of a name, without *Conference on* and the like."""
    bare = _LEAD.sub("", re.sub(r"\bAnnual\b\s*", "", name))
    return "".join(word[0] for word in re.findall(r"[A-Za-z][\w-]*", bare) if word[0].isupper())
