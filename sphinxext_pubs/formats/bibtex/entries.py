"""Raw entries: field names in lower case, values evaluated, repeated fields resolved."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from sphinxext_pubs.formats.bibtex.fields import field_of
from sphinxext_pubs.formats.bibtex.split import is_field_name, split_blocks, unwrap
from sphinxext_pubs.formats.bibtex.values import (
    MAX_EXPANSION,
    MONTHS,
    Evaluation,
    Macros,
    evaluate,
    evaluate_leniently,
    evaluate_simple,
    expression_end,
    insert_commas,
    normalize_spaces,
)
from sphinxext_pubs.formats.keys import Keys
from sphinxext_pubs.formats.latex.definitions import Definition, expand
from sphinxext_pubs.model.problems import (
    Code,
    Problem,
    entry_name,
    field_name,
    missing_key,
    quoted,
    repeated_field,
)
from sphinxext_pubs.model.publication import Origin

#: Maximum number of problems about macros reported for an entry or a definition.
MAX_PROBLEMS = 8
#: Fields that exporters repeat for each item. Their values are joined with commas.
_LISTS = frozenset({"keywords", "keyword"})

#: Text that is ignored after a value: a full stop, or a comment (only supported by biber).
_TRAILING = re.compile(r"\s*+[.;]?(?:\s++|%[^\n]*+)*\Z")
_KEY_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry with its ``fields`` by name in lower case, values without delimiters, macros expanded.

    ``lines`` are the lines of the fields that are not inherited, in the order of ``fields``, and
    ``undefined`` the macros that are reported as undefined.
    """

    type: str
    key: str
    fields: dict[str, str]
    origin: Origin
    lines: tuple[int, ...] = ()
    undefined: Set[str] = frozenset()

    def origin_of(self, name: str) -> Origin:
        """Return the origin of a field, or that of the entry if the field is inherited."""
        for own_name, line in zip(self.fields, self.lines, strict=False):
            if own_name == name:
                return Origin(self.origin.path, line)
        return self.origin


@dataclass(slots=True)
class ReaderState:
    """The state of the reader, for all files.

    ``text`` is the current piece of the file at ``path``, after ``line_offset`` lines. ``blocks`` are its
    blocks not yet read, the next one last, and ``line_starts`` the positions of its lines.
    ``field_names`` maps names in the data to normalized ones. ``definitions`` are the LaTeX commands that
    preambles define.
    """

    macros: Macros = field(default_factory=Macros)
    keys: Keys = field(default_factory=Keys)
    field_names: dict[str, str] = field(default_factory=dict)
    items: list[RawEntry | Problem] = field(default_factory=list)
    path: str = ""
    text: str = ""
    line_offset: int = 0
    blocks: list[Any] = field(default_factory=list)
    line_starts: list[int] = field(default_factory=list)
    cursor: int = 0
    scan_budget: int = 0
    definitions: dict[str, Definition] = field(default_factory=dict)

    def add_problem(
        self, code: Code, sentence: str, line: int, *, place: str = "", cause: str = "", entries: int = 0
    ) -> None:
        """Add a problem at a line, from 1, of the current piece."""
        origin = Origin(self.path, self.line_offset + line)
        self.items.append(Problem(code, sentence, origin, entries, place=place, cause=cause))


@dataclass(slots=True)
class _PartialEntry:
    """An entry with unusual fields while these are added; ``base`` is added to lines, which count from 0."""

    key: str
    base: int
    values: dict[str, str]
    lines: list[int]
    undefined: set[str] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)
    lists: dict[str, list[str]] = field(default_factory=dict)


def add_entry(state: ReaderState, kind: str, key: str, fields: Sequence[Any], line: int, base: int) -> None:
    """Add an entry; ``line`` counts from 0, and the lines of the fields from ``base``."""
    origin = Origin(state.path, state.line_offset + line + 1)
    state.keys.add(key)
    values: dict[str, str] = {}
    lines: list[int] = []
    partial: _PartialEntry | None = None
    names = state.field_names
    line_offset = state.line_offset + base + 1
    for field_ in fields:
        name = names.get(field_.key)
        value = field_.value
        # Most values are in a single pair of braces; the function calls avoided here take 20% of the time.
        if value.find("}") == len(value) - 1 and value[:1] == "{" and value[-2] != "\\":
            text = value[1:-1].strip()
            if "\n" in text or "  " in text or "\t" in text:
                text = normalize_spaces(text)
        else:
            text = value if name == "month" and value in MONTHS else evaluate_simple(value)
        if text is None or not name or name in values:
            partial = partial or _PartialEntry(key, base, values, lines)
            _add_unusual_field(state, partial, field_)
        else:
            values[name] = text
            lines.append(line_offset + field_.start_line)
    undefined: Set[str] = frozenset()
    if partial is not None:
        undefined = partial.undefined
        values.update((name, ", ".join(texts)) for name, texts in partial.lists.items())
    if not key:
        key = state.keys.make(_key_stem(values))
        state.items.append(missing_key(key, origin))
    state.items.append(RawEntry(kind.strip().lower(), key, values, origin, tuple(lines), undefined))


def _add_unusual_field(state: ReaderState, partial: _PartialEntry, field_: Any) -> None:
    """Add a field whose name or value is not in the usual form."""
    name = state.field_names.get(field_.key)
    if name is None:
        name = state.field_names[field_.key] = _field_name(field_.key)
    line = partial.base + field_.start_line + 1
    if name == "%":
        return
    if not name:
        sentence = "a value has no field name; it is ignored"
        state.add_problem(Code.SYNTAX, sentence, line, place=entry_name(partial.key))
        return
    value = field_.value
    text = evaluate_simple(value)
    if text is None:
        text = _evaluate_field(state, partial, name, value, line)
    if text is None:
        _add_merged_fields(state, partial, field_, line)
    else:
        _add_value(state, partial, name, text, line)


def _add_value(state: ReaderState, partial: _PartialEntry, name: str, text: str, line: int) -> None:
    """Add the text of a field; repeated lists are joined, other repeated fields keep the first value."""
    first = partial.values.get(name)
    if first is None:
        partial.values[name] = text
        partial.lines.append(state.line_offset + line)
    elif name in _LISTS:
        partial.lists.setdefault(name, [first]).append(text)
    elif first != text and name not in partial.repeated and field_of(name).kind != "private":
        partial.repeated.add(name)
        place = entry_name(partial.key)
        state.add_problem(Code.DUPLICATE_FIELD, repeated_field(name), line, place=place)


def _evaluate_field(
    state: ReaderState, partial: _PartialEntry, name: str, value: str, line: int
) -> str | None:
    """Return the text of a value, or None if it contains other fields because a comma is missing."""
    evaluated = evaluate(value, state.macros, name)
    if evaluated is not None:
        where = field_name(partial.key, name)
        report_macros(state, evaluated, where, line, partial.undefined)
        return evaluated.text.strip(" ")
    if insert_commas(value) is not None:
        return None
    if value[:1] in ("=", ":") and (text := evaluate(value.lstrip("=: "), state.macros)) is not None:
        sentence = f"there is a {quoted(value[0])} too many after the field’s name"
        state.add_problem(Code.SYNTAX, sentence, line, place=field_name(partial.key, name))
        return text.text.strip(" ")
    end = expression_end(value)
    if 0 < end < len(value) and _TRAILING.match(value, end):
        return _evaluate_field(state, partial, name, value[:end], line)
    if value and not value.isspace():
        sentence = "the value is not entirely in braces or quotation marks; it is used as written"
        state.add_problem(Code.SYNTAX, sentence, line, place=field_name(partial.key, name))
    return evaluate_leniently(value)


def _add_merged_fields(state: ReaderState, partial: _PartialEntry, field_: Any, line: int) -> None:
    """Add a field, and the fields that its value contains because a comma is missing."""
    name = state.field_names[field_.key]
    inner = replace(partial, base=line - 1)
    (block,) = split_blocks(f"@x{{x,{name}={insert_commas(field_.value)}}}")
    fields = unwrap(block).fields
    for merged in fields[:-1]:
        place = field_name(partial.key, _field_name(merged.key))
        sentence = "a comma is missing after the field"
        state.add_problem(Code.SYNTAX, sentence, line + merged.start_line, place=place)
    for merged in fields:
        _add_unusual_field(state, inner, merged)


def report_macros(
    state: ReaderState, evaluated: Evaluation, place: str, line: int, reported: set[str]
) -> None:
    """Report undefined and too long macros of a value; ``reported`` are those of the entry, and extended."""
    for name in evaluated.undefined:
        if name in reported or len(reported) < MAX_PROBLEMS:
            reported.add(name)
            remedy = "Define it with @string, or put braces around the text"
            sentence = f"unknown abbreviation {quoted(name)}; its name is used. {remedy}"
            state.add_problem(Code.UNDEFINED_MACRO, sentence, line, place=place)
    for name in evaluated.too_long[:MAX_PROBLEMS]:
        sentence = f"the text of the abbreviation {quoted(name)} is too long; its name is used"
        state.add_problem(Code.LIMIT, sentence, line, place=place)


def expand_items(state: ReaderState) -> list[RawEntry | Problem]:
    """Return the items with the LaTeX commands of preambles expanded in the fields of entries.

    This stops if the expanded text becomes too long, which is a problem.
    """
    items: list[RawEntry | Problem] = []
    budget = MAX_EXPANSION
    for item in state.items:
        if isinstance(item, RawEntry) and budget >= 0:
            expanded = _expand(item, state.definitions)
            budget -= sum(map(len, expanded.fields.values())) - sum(map(len, item.fields.values()))
            if budget < 0:
                sentence = "the text of the LaTeX commands that are defined in @preamble is too long"
                items.append(Problem(Code.LIMIT, sentence, item.origin, place=entry_name(item.key)))
            items.append(expanded if budget >= 0 else item)
        else:
            items.append(item)
    return items


def _expand(entry: RawEntry, definitions: Mapping[str, Definition]) -> RawEntry:
    expanded = {name: expand(value, definitions) for name, value in entry.fields.items() if "\\" in value}
    return replace(entry, fields=entry.fields | expanded) if expanded else entry


def _field_name(text: str) -> str:
    """Return the name in the text before ``=`` in lower case, ``%`` for a comment, or the empty string.

    The name is the last word on the last line; a line that begins with ``%`` is a comment.
    """
    line = text.rpartition("\n")[2].strip()
    if line.startswith("%"):
        return "%"
    name = line.split()[-1] if line else ""
    return sys.intern(name.lower()) if is_field_name(name) else ""


def _key_stem(values: dict[str, str]) -> str:
    """Return the start of a key of the first author's name, the year and the first long word of the title."""
    author = _KEY_WORD.findall(
        values.get("author", values.get("editor", ""))[:200].partition(" and ")[0].partition(",")[0]
    )
    year = _KEY_WORD.findall(values.get("year", values.get("date", ""))[:40])
    title = _KEY_WORD.findall(values.get("title", "")[:200])
    word = next((word for word in title if len(word) > 3), "".join(title[:1]))
    return "-".join(filter(None, [*author[-1:], *year[:1], word])).lower() or "entry"
