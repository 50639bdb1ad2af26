"""BibLaTeX's data annotations (manual, 3.7): what is said of single names of a list.

``author+an = {1=equal; 2=equal,corresponding}`` counts names from 1; what stands in quotes is literal.
Annotations with a name of their own follow a colon: ``author+an:orcid = {1="0000-0002-1825-0097"}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.notation.names import OTHERS

#: The field of annotations of a list of names is that of the list and this.
SUFFIX = "+an"

#: The lists of names that are annotated.
ROLES = ("author", "editor")

#: Names at which no more can stand.
_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What data says of who a name is: an id of its own source, an ORCID iD."""

    id: str = ""
    orcid: str = ""


UNMARKED = Mark()


_FIELD = re.compile(r"[a-z][a-z0-9_-]*\+an(?::[a-z][a-z0-9_-]*)?")


def is_annotation(field: str) -> bool:
    """Whether a field of this name holds annotations."""
    return "+an" in field and _FIELD.fullmatch(field) is not None


def annotated(value: str) -> dict[int, list[str]]:
    """The annotations of a field's value by the place of the name, from 0; quoted ones keep their quotes."""
    found: dict[int, list[str]] = {}
    for piece in value.split(";"):
        place, sign, said = piece.partition("=")
        number = re.fullmatch(r"\s*+([0-9]{1,5})\s*+(?::\w++\s*+)?", place)
        if number and sign and 0 < int(number[1]) < _MAX:
            words = re.findall(r'"[^"]*"|[^,"]+', said)
            found.setdefault(int(number[1]) - 1, []).extend(filter(None, (word.strip() for word in words)))
    return found


def written(said: Mapping[int, str]) -> str:
    """Literal annotations by the place of the name, from 0, as a value of the field.

    Quotation marks and semicolons, which would end one, become others.
    """
    signs = str.maketrans({'"': "'", ";": ","})
    return ";".join(f'{place + 1}="{text.translate(signs)}"' for place, text in sorted(said.items()))


def marked(paper: Publication, people: Sequence[Name], role: str) -> Iterator[tuple[Name, Mark]]:
    """The names of a list with what the data says of who they are, without *and others*."""
    marks = marks_of(paper, role) if paper.custom else {}
    for place, name in enumerate(people):
        if name != OTHERS:
            yield name, marks.get(place, UNMARKED)


def marks_of(paper: Publication, role: str) -> dict[int, Mark]:
    """Who names of a list are, by their places from 0, where the data says so."""
    said: dict[int, dict[str, str]] = {}
    for name, value in paper.custom:
        field, _, kind = name.partition(":")
        if field == role + SUFFIX and kind in ("id", "orcid"):
            for place, words in annotated(str(value)).items():
                bare = words[0].strip('"').rstrip("/").rpartition("/")[2] if words else ""
                if kind == "id" or orcid_is_right(bare):  # exports write zeros where nobody is known
                    said.setdefault(place, {})[kind] = bare if kind == "id" else orcid(bare)
    found = {place: Mark(each.get("id", ""), each.get("orcid", "")) for place, each in said.items()}
    return {place: mark for place, mark in found.items() if mark != UNMARKED}


def orcid(written: str) -> str:
    """An ORCID iD as it is usually written, whatever address, case and hyphens it came with.

    What is none stays as it is.
    """
    bare = written.strip().rstrip("/").rpartition("/")[2]
    digits = re.sub(r"[\s‐-―-]", "", bare).upper()
    if not re.fullmatch(r"[0-9]{15}[0-9X]", digits):
        return bare
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def orcid_is_right(value: str) -> bool:
    """Whether the last digit of an ORCID iD is that of the others (ISO 7064, 11-2)."""
    digits = value.rpartition("/")[2].replace("-", "").upper()
    if not re.fullmatch(r"\d{15}[\dX]", digits):
        return False
    total = 0
    for each in digits[:-1]:
        total = (total + int(each)) * 2
    wanted = (12 - total % 11) % 11
    return digits[-1] == ("X" if wanted == 10 else str(wanted))
