"""The fields of an entry as one string: a library has thirteen fields for each of ten thousand papers.

The names come first, then the values, separated by control characters that text of a source never contains.
A value that is the plain text of the publication's abstract, by far the longest field, is not repeated.
"""

from __future__ import annotations

from collections.abc import Mapping

from sphinxext_pubs.model.rich_text import EMPTY, Text, clean

#: ASCII's unit separator, between names and between values.
_UNIT = "\x1f"
#: ASCII's record separator, between the names and the values.
_RECORD = "\x1e"
#: ASCII's substitute, for the text of the abstract.
_ABSTRACT = "\x1a"


def pack_fields(fields: Mapping[str, str], abstract: Text = EMPTY) -> str:
    """Return the fields as one string; the abstract is that of the publication to which they belong."""
    if not fields:
        return ""
    values = list(fields.values())
    text = "".join((*fields, *values))
    if _UNIT in text or _RECORD in text or _ABSTRACT in text:
        return pack_fields({clean(name): clean(value) for name, value in fields.items()}, abstract)
    is_shared = abstract.parts == (fields.get("abstract"),)
    if is_shared:
        values[list(fields).index("abstract")] = _ABSTRACT
    return f"{_UNIT.join(fields)}{_RECORD}{_UNIT.join(values)}"


def unpack_fields(packed: str, abstract: Text = EMPTY) -> tuple[tuple[str, str], ...]:
    """Return the names and values of packed fields, in order; ``abstract`` as for :func:`pack_fields`."""
    if not packed:
        return ()
    names, _, values = packed.partition(_RECORD)
    rows = zip(names.split(_UNIT), values.split(_UNIT), strict=False)
    return tuple([(name, str(abstract) if value == _ABSTRACT else value) for name, value in rows])
