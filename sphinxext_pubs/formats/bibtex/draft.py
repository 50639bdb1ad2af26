"""A publication in the making, and how a value becomes text, a string or an address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sphinxext_pubs.formats.bibtex.entries import RawEntry, entry_name, shown
from sphinxext_pubs.formats.bibtex.fields import EntryType
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Link, Name
from sphinxext_pubs.model.rich_text import Inline, Text, join_inline

_ESCAPED = re.compile(
    r"\\([_%&#~$])|\{\\?([_%&#~$])\}|\\url\s*\{([^{}]*)\}|\\(?:textunderscore|_)\s*(?:\{\})?"
)
_ENDS = ("?", "!", ":", ".", "…", "—")


@dataclass(slots=True)
class Draft:
    """A publication in the making: ``made`` are the attributes so far, ``kind`` is the entry's type."""

    entry: RawEntry
    fields: dict[str, str]
    kind: EntryType
    made: dict[str, Any] = field(default_factory=dict)
    names: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    variables: list[tuple[str, Text]] = field(default_factory=list)
    custom: list[tuple[str, Text]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def add_problem(draft: Draft, code: Code, name: str, what: str) -> None:
    """Keep a problem with the value of a field, at its line."""
    message = f"{entry_name(draft.entry.key)}, field {shown(name)}: {what}"
    draft.problems.append(Problem(code, message, draft.entry.at(name)))


def text(draft: Draft, name: str, value: str) -> Text:
    """The rich text of a field's value, the very same string where it has no markup."""
    if not _may_be_marked(value):
        return Text((value,))
    decoded = decode.decode(value)
    if decoded.problem:
        add_problem(draft, Code.LATEX, name, decoded.problem)
    return decoded.text


def _may_be_marked(value: str) -> bool:
    """Whether a value, its white space already single, can mean anything else than its own text.

    ``latex`` asks the same of any string; searches for two signs are slow where one of them is frequent.
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


def string(value: str) -> str:
    """Plain text without LaTeX; the same object where there is none."""
    return value if value.isalnum() else decode.to_str(value)


def verbatim(value: str) -> str:
    """An address or identifier, with only the usual escapes undone (``\\_``, ``{\\%}``, ``\\url``)."""
    value = value.strip()
    if value[:1] == "<" and value[-1:] == ">":
        value = value[1:-1]
    if "\\" in value or "{" in value:
        value = _ESCAPED.sub(lambda match: match[1] or match[2] or match[3] or "_", value)
        if value[:1] == "{" and value[-1:] == "}":
            value = value[1:-1]
    return value.strip()


def joined(*parts: tuple[str, Text]) -> Text:
    """Texts in one, each after its separator; a space instead where the text before ends in a stop."""
    if len(parts) == 1:
        return parts[0][1]
    inlines: list[Inline] = []
    for separator, text in parts:
        if text and inlines:
            last = inlines[-1]
            inlines.append(" " if isinstance(last, str) and last.endswith(_ENDS) else separator)
        inlines += text.parts
    return Text(join_inline(inlines))


def keep_text(draft: Draft, target: str, name: str, value: str) -> None:
    """The text as an attribute, or, where that has a value already, under the field's own name."""
    if target in draft.made:
        draft.custom.append((name, text(draft, name, value)))
    else:
        draft.made[target] = text(draft, name, value)
