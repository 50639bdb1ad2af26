"""Writing valid BibTeX for BibTeX, biber and this package. Values cannot close their field or entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sphinxext_pubs.formats.bibtex.classic import to_bibtex
from sphinxext_pubs.formats.bibtex.from_attributes import (
    entry_type,
    fields_of,
    is_balanced,
    with_bibtex_type,
)
from sphinxext_pubs.formats.bibtex.modern import to_biblatex
from sphinxext_pubs.formats.bibtex.program_fields import is_program_field
from sphinxext_pubs.formats.bibtex.values import MONTHS, balance_braces
from sphinxext_pubs.formats.bibtex.written import Entry
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.slugs import unused_name

_BRACE = re.compile(r"[{}]")
_OPEN_BRACE = re.compile(r"(?<!\\)[{}]")
_ESCAPED_BRACE = re.compile(r"(?<!\\)(\\++)([{}])")
_SPACES = re.compile(r"\s+")
#: Characters that end a key in BibTeX or in biber, or that LaTeX does not allow in ``\\cite``.
_UNSAFE_KEY = re.compile(r"[\s{}()\"'\\#%,=~]++|@(?=\w*+[ \t]*+\()")

_Convert: TypeAlias = Callable[[Entry], Entry]


@dataclass(slots=True)
class _Keys:
    """The keys of a file, in lower case: BibTeX ignores case, and skips an entry with a repeated key."""

    folded: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)

    def __contains__(self, key: object) -> bool:
        return str(key).lower() in self.folded

    def add(self, key: str) -> str:
        """Return the key of an entry as it is written, unlike all others."""
        unique = unused_name(_write_key(key), self, self.numbers)
        self.folded.add(unique.lower())
        return unique


def write(publications: Iterable[Publication], without: Collection[str] = ()) -> str:
    """Return the publications as BibTeX, with blank lines between entries.

    The fields are those of the data, or created from the attributes if the data was in another format. Types
    and fields are those that classic BibTeX reads. Fields named in ``without`` are omitted.
    """
    return _write_all(map(_bibtex_entry, publications), to_bibtex, without)


def write_biblatex(publications: Iterable[Publication], without: Collection[str] = ()) -> str:
    """Return the publications with the types and fields of BibLaTeX's data model (manual, 2.1 and 2.2)."""
    return _write_all(map(_biblatex_entry, publications), to_biblatex, without)


def _bibtex_entry(publication: Publication) -> Entry:
    if publication.source or publication.entry_type:
        return _entry_of(publication, publication.source_fields or fields_of(publication))
    typed = with_bibtex_type(publication)
    return _entry_of(typed, fields_of(typed))


def _biblatex_entry(publication: Publication) -> Entry:
    return _entry_of(publication, publication.source_fields or fields_of(publication, biblatex=True))


def _entry_of(publication: Publication, fields: Iterable[tuple[str, str]]) -> Entry:
    unique = dict(_unique_names((name, value) for name, value in fields if value))
    return Entry(entry_type(publication), unique, publication, bool(publication.source))


def _write_all(entries: Iterable[Entry], convert: _Convert, without: Collection[str]) -> str:
    """Return entries converted, without the fields of programs."""
    entries = list(entries)
    siblings = frozenset(key for entry in entries for key in (entry.paper.key, *entry.paper.ids))
    keys = _Keys()
    return "\n".join(
        _write_entry(convert(_public_entry(entry, without, siblings)), keys) for entry in entries
    )


def _public_entry(entry: Entry, without: Collection[str], siblings: frozenset[str]) -> Entry:
    fields = {
        name: value
        for name, value in entry.fields.items()
        if name not in without and not is_program_field(name, value)
    }
    return replace(entry, fields=fields, siblings=siblings)


def _write_entry(entry: Entry, keys: _Keys) -> str:
    """Return an entry, with the fields that are not empty."""
    lines = [f"  {name} = {_write_value(name, value)}" for name, value in entry.fields.items()]
    return ",\n".join([f"@{entry.kind}{{{keys.add(entry.paper.key)}", *lines]) + "\n}\n"


def _unique_names(fields: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the fields with repeated names numbered, as BibTeX only reads the first field of a name."""
    values: dict[str, str] = {}
    for name, value in fields:
        if values.get(name) == value:
            continue
        unique = unused_name(name, values)
        values[unique] = value
        yield unique, value


def _write_key(key: str) -> str:
    """Return the key, without characters that would end it in BibTeX."""
    return _UNSAFE_KEY.sub("-", key.strip()) or "entry"


def _write_value(name: str, value: str) -> str:
    """Return the value in braces, its own braces balanced; the macro for a month."""
    if name == "month" and value in MONTHS:
        return value
    if "\n" in value:
        value = _SPACES.sub(" ", value).strip()
    if "{" in value or "}" in value or "\\" in value:
        value = _balance(value)
    return "{" + value + "}"


def _balance(value: str) -> str:
    """Return the value with braces balanced, both as BibTeX and as the splitter (ignoring ``\\{``) count."""
    if not (is_balanced(_BRACE, value) and is_balanced(_OPEN_BRACE, value)):
        value = balance_braces(_ESCAPED_BRACE.sub(_replace_brace, value))
    return value + " " if value.endswith("\\") else value


def _replace_brace(match: re.Match[str]) -> str:
    """Return an escaped brace as a command, which BibTeX does not count; two backslashes are a line break."""
    breaks, is_escaped = divmod(len(match[1]), 2)
    if not is_escaped:
        return "\\\\" * breaks + " " + match[2]
    return "\\\\" * breaks + ("\\lbrace{}" if match[2] == "{" else "\\rbrace{}")
