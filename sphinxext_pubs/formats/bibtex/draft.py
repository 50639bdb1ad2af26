"""A publication while it is built, and decoding of values to text, strings and addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sphinxext_pubs.formats.bibtex.entries import RawEntry
from sphinxext_pubs.formats.bibtex.fields import EntryType
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, field_name, quoted
from sphinxext_pubs.model.publication import Link, Name
from sphinxext_pubs.model.rich_text import Inline, Text, join_inline
from sphinxext_pubs.notation.addresses import plain_address

_ENDS = ("?", "!", ":", ".", "…", "—")


@dataclass(slots=True)
class Draft:
    """A publication while it is built from ``entry``, with the ``fields`` that are not empty."""

    entry: RawEntry
    fields: dict[str, str]
    kind: EntryType
    attributes: dict[str, Any] = field(default_factory=dict)
    names: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    variables: list[tuple[str, Text]] = field(default_factory=list)
    custom: list[tuple[str, Text]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def add_problem(draft: Draft, code: Code, name: str, what: str) -> None:
    """Add a problem with the value of a field, at its line."""
    place = field_name(draft.entry.key, name)
    draft.problems.append(Problem(code, what, draft.entry.origin_of(name), place=place))


def decode_text(draft: Draft, name: str, value: str) -> Text:
    """Return the rich text of a field's value, and add the problem of its LaTeX, if any."""
    if not _may_have_markup(value):
        return Text((value,))
    decoded = decode.decode(value)
    if decoded.problem:
        add_problem(draft, Code.LATEX, name, decoded.problem)
    if decoded.unknown:
        report_commands(draft, name, decoded.unknown)
    return decoded.text


def report_commands(draft: Draft, name: str, unknown: Sequence[str]) -> None:
    """Add a problem for each unknown LaTeX command in the value of a field."""
    place = field_name(draft.entry.key, name)
    origin = draft.entry.origin_of(name)
    for command, uses in Counter(unknown).items():
        sentence = f"unknown LaTeX command {quoted(chr(92) + command)}; its name or its arguments are shown"
        problem = Problem(Code.LATEX, sentence, origin, suggestion=_DEFINE, place=place, uses=uses)
        draft.problems.append(problem)


_DEFINE = Suggestion(remedy="Write the text itself, or define the command by \\newcommand in @preamble")


def _may_have_markup(value: str) -> bool:
    """True if a value, whose white space is already normalized, may contain markup.

    This is a faster version of the check in ``latex.decode``: searching for a pair of characters is slow
    if one of them is frequent.
    """
    return (
        "{" in value
        or "\\" in value
        or "$" in value
        or "~" in value
        or "&" in value
        or "<" in value
        or "}" in value
        or "`" in value
        or ("-" in value and "--" in value)
        or ("'" in value and "''" in value)
    )


def decode_string(value: str) -> str:
    """Return the plain text of a value with LaTeX; the same object if it contains none."""
    return value if value.isalnum() else decode.to_str(value)


#: EDTF, in which ``~`` and ``%`` are not LaTeX.
_EDTF = re.compile(r"[-\dXYuTZ.,:/+?~%]+\Z")
_NOOPSORT = re.compile(r"\{?\\(?:noopsort|SortNoop)\s*\{[^{}]*\}\s*\}?")


def decode_date(value: str) -> str:
    """Return a date, in EDTF or another notation, as plain text."""
    if value.isalnum() or not value or _EDTF.match(value):
        return value
    return decode.to_str(_NOOPSORT.sub("", value)).replace("\xa0", " ").strip()


def decode_verbatim(value: str) -> str:
    """Return an address or identifier, with only the markup decoded that occurs in them."""
    return plain_address(value)


def join_texts(*parts: tuple[str, Text]) -> Text:
    """Return texts joined, each after its separator, or after a space if the text before ends in a stop."""
    if len(parts) == 1:
        return parts[0][1]
    inlines: list[Inline] = []
    for separator, text in parts:
        if text and inlines:
            last = inlines[-1]
            inlines.append(" " if isinstance(last, str) and last.endswith(_ENDS) else separator)
        inlines += text.parts
    return Text(join_inline(inlines))


def set_text(draft: Draft, target: str, name: str, value: str) -> None:
    """Set an attribute to the text of a value, or, if it is set already, the custom field ``name``."""
    if target in draft.attributes:
        draft.custom.append((name, decode_text(draft, name, value)))
    else:
        draft.attributes[target] = decode_text(draft, name, value)
