"""How keywords, abstracts, notes and other words are read."""

from __future__ import annotations

import re

from sphinxext_pubs.formats.ris.draft import Draft, Rule, Values
from sphinxext_pubs.formats.ris.lines import Value
from sphinxext_pubs.formats.ris.notes import find_doi, parse_note
from sphinxext_pubs.formats.ris.titles import CONTAINED
from sphinxext_pubs.formats.ris.values import read_string, read_text, same
from sphinxext_pubs.model.rich_text import Text, text_of
from sphinxext_pubs.notation.languages import language_tag
from sphinxext_pubs.notation.note_fields import split_note


def read_keywords(draft: Draft, tag: str, values: Values) -> None:
    """Read keywords: one on each line, or all on one with semicolons."""
    lines = [read_string(value) for value in values]
    words = lines if len(lines) > 1 else re.split(r"[;\n]", lines[0])
    draft.keywords += [keyword for word in words if (keyword := word.strip().lstrip("*").strip())]


#: The statement that EBSCO adds to an abstract.
_COPYRIGHT = re.compile(
    r"\s*Copyright of .{1,300} is the property of .{1,300} and its content may not be copied"
)


def read_abstract(draft: Draft, tag: str, values: Values) -> None:
    """Read abstracts, which may be in several languages."""
    given = draft.attributes.get("abstract", Text(()))
    for value in values:
        text = read_text(value)
        if _COPYRIGHT.match(str(text)):
            draft.keep(tag, [value])
        elif not given or str(text).startswith(str(given)):
            given = text
        elif str(text) not in str(given):
            given = Text((*given.parts, " ", *text.parts))
    draft.attributes["abstract"] = given


def read_notes(draft: Draft, tag: str, values: Values) -> None:
    """Read notes; those of programs are kept, and not shown."""
    for value in values:
        note = parse_note(value)
        for name, content in note.variables:
            if name == "article-number":
                draft.wait(name, [Value(content, value.line)])
            else:
                draft.fill(name, content)
        if not note.text and not (len(note.variables) == 1 and find_doi(value)):
            draft.keep(tag, [value])
        if note.text and not same(note.text, draft.get("title")):
            draft.notes.append(note.text)


def read_extra(draft: Draft, tag: str, values: Values) -> None:
    """Read ``M2``: a number of pages, a first page, or a variable with its name, as in Zotero's Extra."""
    for value in values:
        if draft.type == "PAMP" and value.isdigit():
            draft.store("number-of-pages", tag, [value])
        elif re.fullmatch(r"e?\d{1,7}", value) and draft.type in CONTAINED:
            draft.wait("start-page", [value])
        elif split_note(value).variables or split_note(value).fields:
            draft.notes.append(str(value))
        else:
            draft.keep(tag, [value])


def read_language(draft: Draft, tag: str, values: Values) -> None:
    """Read a language, of which names become codes."""
    tags = (language_tag(read_string(value)) for value in values)
    found = [Value(tag, value.line) for tag, value in zip(tags, values, strict=True)]
    draft.store("language", tag, found[:1])
    draft.keep(tag, values[1:])


def read_source(draft: Draft, tag: str, values: Values) -> None:
    """Read the names of databases."""
    draft.variables["source"] = text_of(", ".join(dict.fromkeys(map(read_string, values))))


def text_rule(meaning: str) -> Rule:
    """Return the rule for names that are one text, such as an authority."""

    def read(draft: Draft, tag: str, values: Values) -> None:
        draft.store(meaning, tag, [Value("; ".join(values), values[0].line)])

    return read


def read_original(draft: Draft, tag: str, values: Values) -> None:
    """Read ``OP``: the date of the original publication, or a text."""
    if re.fullmatch(r"-?\d{1,4}(?:-\d\d){0,2}", values[0].strip()):
        draft.store("original-date", tag, values)
    else:
        draft.keep(tag, values)


def read_degree(draft: Draft, tag: str, values: Values) -> None:
    """Read ``VL`` of a thesis, the degree."""
    if values[0][:1].isdigit():
        draft.store("volume", tag, values)
    elif draft.has("M3"):
        draft.keep(tag, values)
    else:
        draft.store("genre", tag, values)
