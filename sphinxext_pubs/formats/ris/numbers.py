"""How volumes, issues, numbers, pages, ISBNs and ISSNs are read."""

from __future__ import annotations

import re

from sphinxext_pubs.formats.ris.draft import Draft, Rule, Values
from sphinxext_pubs.formats.ris.lines import Value
from sphinxext_pubs.formats.ris.types import PERIODICALS
from sphinxext_pubs.formats.ris.values import is_serial, is_short_page, read_page, read_serials, read_string
from sphinxext_pubs.model.rich_text import text_of


def read_volume(draft: Draft, tag: str, values: Values) -> None:
    """Read a volume, without the word for it."""
    draft.store("volume", tag, [_number(value) for value in values])


_NUMBER_LABEL = re.compile(r"(?i)(?:volume|vol|issue|iss|number|no|nr|band|bd|heft)\b\.?\s*+(?=\S*\d)")


def _number(value: Value) -> Value:
    """Return a number without a label: ``Volume 72``."""
    match = _NUMBER_LABEL.match(value)
    return Value(value[match.end() :], value.line) if match else value


def read_issue(draft: Draft, tag: str, values: Values) -> None:
    """Read an issue; only periodicals have issues, other works have numbers."""
    is_periodical = draft.ris.csl.startswith(PERIODICALS)
    draft.store("issue" if is_periodical else "number", tag, [_number(value) for value in values])


def short_rule(meaning: str) -> Rule:
    """Return the rule for a number in a tag that some programs use for long texts."""

    def read(draft: Draft, tag: str, values: Values) -> None:
        is_number = len(values) == 1 and len(values[0]) <= 40 and any(map(str.isdigit, values[0]))
        if not is_number or (meaning == "issue" and draft.has("IS", "CP")):
            draft.keep(tag, values)
        elif meaning == "issue":
            read_issue(draft, tag, values)
        elif draft.get(meaning):
            draft.keep(tag, values)
        else:
            draft.store(meaning, tag, values)

    return read


def read_number_of_pages(draft: Draft, tag: str, values: Values) -> None:
    """Read ``SP`` of a book: the number of its pages, or the first of some pages."""
    match = re.fullmatch(r"(\d+)\s*(?:p|pp|pages?|s|seiten)?\.?", read_string(values[0]))
    if match is None or draft.has("EP"):
        draft.wait("start-page", values)
    else:
        draft.store("number-of-pages", tag, [Value(match[1], values[0].line), *values[1:]])


def read_page_or_custom(draft: Draft, tag: str, values: Values) -> None:
    """Read ``SP`` of works with a description there."""
    if is_short_page(read_page(values[0])):
        draft.wait("start-page", values)
    else:
        draft.keep(tag, values)


def read_serial(draft: Draft, tag: str, values: Values) -> None:
    """Read ISBNs and ISSNs."""
    csl = draft.ris.csl
    default = "ISBN" if csl in ("book", "chapter", "collection") else "ISSN"
    serials: dict[str, list[str]] = {}
    for kind, number in read_serials(values, default):
        serials.setdefault(kind, []).append(number)
    for kind, numbers in serials.items():
        draft.variables[kind] = text_of(", ".join(dict.fromkeys(numbers)))


def read_serial_or_number(draft: Draft, tag: str, values: Values) -> None:
    """Read ``SN`` of a report or patent: its number, unless it is an ISBN or ISSN."""
    for value in values:
        if is_serial(value):
            read_serial(draft, tag, [*values] if len(values) == 1 else [value])
        else:
            draft.store("number", tag, [value])
