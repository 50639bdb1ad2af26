"""BibLaTeX's data annotations (manual, 3.7) of single names in a list.

``author+an = {1=equal; 2=equal,corresponding}`` counts names from 1; quoted annotations are literal.
The name of an annotation follows a colon: ``author+an:orcid = {1="0000-0002-1825-0097"}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.notation.names import OTHERS

#: The suffix that turns the name of a field into the name of the field of its annotations.
SUFFIX = "+an"

#: The name lists whose annotations are read.
ROLES = ("author", "editor")

#: Positions of names must be below this number.
_MAX_POSITION = 10_000


@dataclass(frozen=True, slots=True)
class PersonIds:
    """The identifiers that the data gives for a name: an ID of the source, and an ORCID iD."""

    id: str = ""
    orcid: str = ""


NO_IDS = PersonIds()


_FIELD = re.compile(r"[a-z][a-z0-9_-]*\+an(?::[a-z][a-z0-9_-]*)?")


def is_annotation(field: str) -> bool:
    """True if this is the name of a field of annotations."""
    return "+an" in field and _FIELD.fullmatch(field) is not None


def parse_annotations(value: str) -> dict[int, list[str]]:
    """Return position of the name, from 0 → its annotations; literal ones keep their quotes."""
    annotations: dict[int, list[str]] = {}
    for piece in value.split(";"):
        prefix, equals_sign, text = piece.partition("=")
        number = re.fullmatch(r"\s*+([0-9]{1,5})\s*+(?::\w++\s*+)?", prefix)
        if number and equals_sign and 0 < int(number[1]) < _MAX_POSITION:
            words = filter(None, (word.strip() for word in re.findall(r'"[^"]*"|[^,"]+', text)))
            annotations.setdefault(int(number[1]) - 1, []).extend(words)
    return annotations


def format_annotations(annotations: Mapping[int, str]) -> str:
    """Return the value of the field for literal annotations, given by position of the name, from 0.

    Quotation marks and semicolons, which would end an annotation, are replaced.
    """
    replacements = str.maketrans({'"': "'", ";": ","})
    return ";".join(
        f'{position + 1}="{text.translate(replacements)}"' for position, text in sorted(annotations.items())
    )


def names_with_ids(paper: Publication, people: Sequence[Name], role: str) -> Iterator[tuple[Name, PersonIds]]:
    """Yield the names of a list with their identifiers, without *and others*."""
    ids = _ids_by_position(paper, role) if paper.custom else {}
    for position, name in enumerate(people):
        if name != OTHERS:
            yield name, ids.get(position, NO_IDS)


def _ids_by_position(paper: Publication, role: str) -> dict[int, PersonIds]:
    """Return position of a name in the list, from 0 → its identifiers, for names that have any."""
    values: dict[int, dict[str, str]] = {}
    for name, value in paper.custom:
        field, _, kind = name.partition(":")
        if field == role + SUFFIX and kind in ("id", "orcid"):
            for position, words in parse_annotations(str(value)).items():
                bare = words[0].strip('"').rstrip("/").rpartition("/")[2] if words else ""
                if kind == "id" or is_valid_orcid(bare):  # exports fill in zeros for unknown people
                    values.setdefault(position, {})[kind] = bare if kind == "id" else normalize_orcid(bare)
    ids = {
        position: PersonIds(kinds.get("id", ""), kinds.get("orcid", "")) for position, kinds in values.items()
    }
    return {position: person for position, person in ids.items() if person != NO_IDS}


def normalize_orcid(value: str) -> str:
    """Return an ORCID iD in its usual form, without an address, in upper case and with hyphens.

    Anything else is returned without the address before it.
    """
    bare = value.strip().rstrip("/").rpartition("/")[2]
    digits = re.sub(r"[\s‐-―-]", "", bare).upper()
    if not re.fullmatch(r"[0-9]{15}[0-9X]", digits):
        return bare
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def is_valid_orcid(value: str) -> bool:
    """True if the check digit of an ORCID iD is correct (ISO 7064, 11-2)."""
    digits = value.rpartition("/")[2].replace("-", "").upper()
    if not re.fullmatch(r"\d{15}[\dX]", digits):
        return False
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))
