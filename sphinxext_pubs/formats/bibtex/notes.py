"""Composers of the note: without addresses, dates of access, and what programs write into notes."""

from __future__ import annotations

from sphinxext_pubs.formats.bibtex.draft import Draft, decode_text, join_texts
from sphinxext_pubs.formats.bibtex.links import read_note
from sphinxext_pubs.model.rich_text import EMPTY, Text, text_of
from sphinxext_pubs.notation.program_notes import strip_program_note


def compose_note(draft: Draft) -> None:
    """Set the note from its fields."""
    names = [name for name in ("note", "addendum") if name in draft.fields]
    notes = [(name, value) for name in names if not read_note(draft, value := draft.fields[name])]
    texts = [strip_programs(draft, decode_text(draft, name, value)) for name, value in notes]
    draft.attributes["note"] = join_texts(*((". ", text) for text in texts if text)) if any(texts) else EMPTY


def strip_programs(draft: Draft, text: Text) -> Text:
    """Return a text without what is not part of a note, and add that to the draft."""
    plain = str(text)
    stripped = strip_program_note(plain)
    if stripped.note == plain:
        return text
    for name, value in stripped.fields:
        if name == "doi":
            draft.attributes.setdefault(name, value)
        else:
            (draft.variables if name in ("PMID", "PMCID") else draft.custom).append((name, text_of(value)))
    if stripped.accessed and all(name != "accessed" for name, _ in draft.variables):
        draft.variables.append(("accessed", text_of(stripped.accessed)))
    return text_of(stripped.note)
