"""Derive venues from names of proceedings: the name of the conference without its year, and its acronym.

A venue of the project's venues file has precedence. For all others, these rules apply in order, to names that
contain a word for a meeting (journals are not changed, nor is *Proceedings of the IEEE*):

1. In *Findings of the …: EMNLP 2023*, the venue is before the colon and the event after it.
2. *Proceedings of the*, years, ordinals, numbers and volumes (*(Volume 1: Long Papers)*) are removed.
3. An acronym is taken from parentheses (*(LREC'06)*), from between commas with a year (*, POPL 2008,*) or
   from the beginning (*CHI '20: Proceedings …*). A following place or date is removed.
   A name without an acronym gets that of the same name elsewhere in the library, or else the initials of its
   capitalized words if the library contains them as a word: in a name, a key or a URL.
4. The part after a comma is removed if the library also has the name without it.
5. Names with the same acronym and subject are one venue: *IEEE Symposium on Logic in Computer Science
   (LICS)* and *Annual Symposium on Logic in Computer Science (LICS)*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sphinxext_pubs.entities.known_venue import KnownVenue
from sphinxext_pubs.model.rich_text import fold, term_key

#: Longer names, in characters, are not changed.
MAX_NAME = 1000

#: Prefix of the identity of a venue that is not in the venues file, which distinguishes it from ids.
NAME_PREFIX = "name:"

MEETING = re.compile(
    r"\b(?:proceedings|conference|workshop|symposium|meeting|findings|congress|colloquium|seminar)\b",
    re.IGNORECASE,
)
#: *Findings of the …: EMNLP 2023*, and *Findings of the … ACL 2024*, as in exports of some years.
_FINDINGS = re.compile(r"(Findings of .+?)(?::\s*+|(?<!\s)\s++(?=[A-Z][A-Za-z-]{1,9} \d{4}$))((?s:.+))")
#: *Advances in … 36: Annual Conference on …, NeurIPS 2023*, as in DBLP.
_NUMBERED_SERIES = re.compile(r"(Advances in [^:]{1,200}?) \d{1,3}: .*")
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
#: *SOUPS '09: Proceedings of the …*, as in ACM exports.
_LEADING_ACRONYM = re.compile(
    r"^([A-Z][A-Za-z&+-]{1,14})\s*(?:[’']\d\d|(?:19|20)\d\d)\s*[:,]\s*(?=proc(?:eedings?|\.))", re.IGNORECASE
)
#: *…, POPL 2008, San Francisco*, as in DBLP.
_ACRONYM_BEFORE_YEAR = re.compile(
    r",\s*([A-Z][A-Za-z&+@-]{0,13}[A-Z])\s*(?:[’']\d\d|(?:19|20)\d\d)(?=\s*(?:[,.:]|$))"
)
YEAR = re.compile(r"(?<![\w.])(?:19|20)\d\d(?!\w)|['’]\d\d\b")
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
).replace(" ", "|")
ORDINAL = re.compile(
    rf"\b(?:\d+(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fifty)-)?(?:{_ORDINALS}))\b", re.IGNORECASE
)
_ACRONYM = re.compile(r"(?:(?<!\s)\s++)?\(([A-Z][A-Za-z&+-]{1,14}[A-Z])(?:[\s’'-]*+[0-9IVX]*+)\)")
#: Words after an acronym that indicate a different venue than the main conference.
_SATELLITE = re.compile(
    r"\b(?:workshops?|companion|demonstrations?|demos?|posters?|tutorials?|supplement|adjunct|track|student)\b",
    re.IGNORECASE,
)
_TRAILING_NUMBER = re.compile(r"(?:,\s++|(?<![\s,])\s++)(?:[IVXL]++|\d{1,3})$")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(rf",[^,]*?\b(?:{_MONTHS})\b(?s:.*)")
_TRAILING_PROCEEDINGS = re.compile(r"(?:,\s*+|(?<![\s,])\s*+)Proceedings$")
#: The part of a name before its subject.
_UP_TO_SUBJECT = re.compile(
    r"^.*?\b(?:conference|workshop|symposium|meeting|congress|colloquium|seminar|chapter|findings)\s+"
    r"(?:on|of|for|in)\s+(?:the\s+)?"
)
_ORGANIZERS = re.compile(r"^(?:(?:ieee|acm|ifip|usenix|aaai|sig[a-z-]*|annual|international|joint)\s+)+")
_MEETING_PREFIX = re.compile(
    r"^(?:(?:annual|international|joint)\s+)*(?:conference|workshop|symposium|meeting|findings)\s+(?:on|of)\s+(?:the\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Venue:
    """A recurring conference or journal: its name, its acronym (or empty), and the event."""

    name: str
    acronym: str = ""
    event: str = ""
    known: KnownVenue | None = None

    @property
    def identity(self) -> str:
        """The id in the venues file, else :data:`NAME_PREFIX` with acronym and subject, or with the name."""
        if self.known is not None:
            return self.known.id
        same = f"{fold(self.acronym)} {subject(self.name)}" if self.acronym else term_key(self.name)
        return f"{NAME_PREFIX}{same}"

    @property
    def short(self) -> str:
        """The acronym, or the name without one."""
        return self.acronym or self.name

    @property
    def label(self) -> str:
        """The name, followed by the acronym in parentheses."""
        return (
            f"{self.name} ({self.acronym})" if self.acronym and self.acronym not in self.name else self.name
        )


@lru_cache(maxsize=8192)
def venue_of(container: str) -> Venue:
    """Return the venue for the name of a volume or journal."""
    name = " ".join(container.split())
    if len(name) > MAX_NAME or not MEETING.search(name):
        return Venue(name)
    if findings := _FINDINGS.match(name):
        return Venue(findings[1], "Findings", findings[2])
    name, acronym = _split_acronym(_VOLUME.sub("", name))
    if numbered := _NUMBERED_SERIES.match(name):
        return Venue(numbered[1], acronym)
    name = re.sub(r"(?:(?<!\s)\s++)?\(\s*+\)", "", ORDINAL.sub("", name))
    name = _TRAILING_PROCEEDINGS.sub("", _trim_punctuation(_DATE.sub("", name)))
    shorter = _TRAILING_NUMBER.sub("", name)
    name = shorter if len(shorter.split()) > 1 else name
    name = re.sub(r"^(?:the\s+)", "", name, flags=re.IGNORECASE)
    return Venue(name if len(name) > 3 else " ".join(container.split()), acronym)


def _split_acronym(name: str) -> tuple[str, str]:
    """Return a name without years, *Proceedings of* and acronym, and the acronym."""
    leading = _LEADING_ACRONYM.match(name)
    name = _PROCEEDINGS.sub("", name[leading.end() :] if leading else name)
    match = _ACRONYM_BEFORE_YEAR.search(name)
    if match is None:
        name = YEAR.sub("", name)
        match = _ACRONYM.search(name)
    if match is None:
        return name, leading[1] if leading else ""
    before, after = YEAR.sub("", name[: match.start()]), name[match.end() :]
    is_complete = len(before.split()) > 1 and not _SATELLITE.search(after)
    return (before if is_complete else f"{before}{YEAR.sub('', after)}"), match[1]


def _trim_punctuation(name: str) -> str:
    return " ".join(name.split()).replace(" ,", ",").strip(" .,:;-–—/")


@lru_cache(maxsize=8192)
def subject(name: str) -> str:
    """Return the folded subject of a venue: the words after *Conference on* and similar."""
    return term_key(_UP_TO_SUBJECT.sub("", fold(name), count=1) or without_organizers(name))


@lru_cache(maxsize=8192)
def without_organizers(name: str) -> str:
    """Return the folded name without its organizers and without leading *Annual* and *International*."""
    return _ORGANIZERS.sub("", fold(name))


def initials(name: str) -> str:
    """Return the initials of the capitalized words of a name, without *Conference on* and similar."""
    bare = _MEETING_PREFIX.sub("", re.sub(r"\bAnnual\b\s*", "", name))
    return "".join(word[0] for word in re.findall(r"[A-Za-z][\w-]*", bare) if word[0].isupper())
