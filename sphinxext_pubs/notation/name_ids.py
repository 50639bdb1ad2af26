"""ORCID iDs next to names in a list: read as annotations, not as parts of the names."""

from __future__ import annotations

import re

from sphinxext_pubs.notation.annotations import format_annotations, is_valid_orcid
from sphinxext_pubs.notation.name_lists import split_at_and

_ORCID = re.compile(
    r"[\s,;]{0,3}(?:\\orcid[a-z]{0,8}\s?)?[({\[<]{0,2}(?:ORCID(?:\s?iD)?\s?[:=]?\s?)?"
    r"(?:https?://)?(?:www\.)?(?:orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])[)}\]>]{0,2}"
)


def may_have_ids(value: str) -> bool:
    """True if a list of names can contain an ORCID iD: all of them begin with these digits."""
    return "0000-0" in value or "0009-" in value


def strip_ids(value: str) -> tuple[str, str]:
    """Return a list of names without ORCID iDs, and the iDs as the value of a field of annotations."""
    pieces: list[str] = []
    ids: dict[int, str] = {}
    for piece in split_at_and(value):
        found = _ORCID.search(piece)
        if found and is_valid_orcid(found[1]):
            ids[len(pieces)] = found[1].upper()
            piece = _without(piece, found)
        pieces.append(piece)
    return " and ".join(pieces), format_annotations(ids)


def _without(piece: str, found: re.Match[str]) -> str:
    """Return a name without its iD; braces that enclosed both are removed."""
    name = piece[: found.start()] + piece[found.end() :]
    is_open = name.count("{") > name.count("}")
    return name.replace("{", "", 1).strip() if is_open or (name[:1] == "{" and "," in name) else name.strip()
