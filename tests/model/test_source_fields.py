"""The fields of an entry are one string, and no value can add or change a field."""

from __future__ import annotations

import pytest

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import EMPTY, Span, Text, text_of
from sphinxext_pubs.model.source_fields import pack_fields, unpack_fields

ROWS: list[tuple[str, dict[str, str]]] = [
    ("none", {}),
    ("one", {"title": "{O}n x"}),
    ("several", {"title": "A", "abstract": "B", "year": "2024"}),
    ("empty values", {"title": "", "note": ""}),
    ("line breaks", {"abstract": "a\nb\r\n\tc\u2028d"}),
]


@pytest.mark.parametrize("abstract", [EMPTY, text_of("B"), Text(("B", Span("bold", ("c",))))], ids=str)
@pytest.mark.parametrize("fields", [row[1] for row in ROWS], ids=[row[0] for row in ROWS])
def test_fields_are_unpacked_as_they_were_packed(fields: dict[str, str], abstract: Text) -> None:
    packed = pack_fields(fields, abstract)
    assert unpack_fields(packed, abstract) == tuple(fields.items())
    assert Publication("k", abstract=abstract, source=packed).source_fields == tuple(fields.items())


def test_an_abstract_without_markup_is_not_repeated() -> None:
    text = "long " * 100
    fields = {"title": "A", "abstract": text, "note": text}
    packed = pack_fields(fields, text_of(text))
    assert len(packed) < 2 * len(text)
    (_, (_, abstract), (_, note)) = unpack_fields(packed, text_of(text))
    assert abstract is text
    assert note == text


@pytest.mark.parametrize("hostile", ["\x1a", "\x1e", "\x1f", "a\x1fb\x1ec", "\x1e\x1f\x1a" * 3])
def test_control_characters_change_no_other_field(hostile: str) -> None:
    fields = {f"x{hostile}": "1", "title": hostile, "abstract": "A", "year": "2024"}
    unpacked = unpack_fields(pack_fields(fields, text_of("A")), text_of("A"))
    assert len(unpacked) == 4
    assert unpacked[2:] == (("abstract", "A"), ("year", "2024"))
    assert all("\ufffd" in text for text in (unpacked[0][0], unpacked[1][1]))


@pytest.mark.parametrize("packed", ["title", "\x1e", "a\x1fb\x1ec", "a\x1eb\x1fc", "\x1e\x1e\x1f"])
def test_a_string_that_is_not_packed_fields_is_not_an_error(packed: str) -> None:
    assert len(unpack_fields(packed)) <= 2
