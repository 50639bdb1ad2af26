"""Calling the readers of formats: a reader that fails loses no entries of other files, and is reported."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import fields, replace
from hashlib import blake2b
from pathlib import PurePath
from typing import TypeAlias

from sphinxext_pubs.formats.base import Format, Source, load_reader
from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Date, Origin, Publication

Item: TypeAlias = Publication | Problem

#: The types of a publication's attributes: those of their defaults.
_TYPES: dict[str, type] = {
    row.name: type(row.default) for row in fields(Publication) if row.name not in ("key", "issued")
}


def read_sources(row: Format, sources: Sequence[Source]) -> list[Item]:
    """Return the publications and problems that a format's reader yields; never raises.

    If the reader fails on all files together, it reads them one by one, so that only a file on which it
    fails again loses the entries that follow.
    """
    items, error = _read(row, sources)
    if error is None:
        return items
    if len(sources) > 1:
        return [item for source in sources for item in read_sources(row, [source])]
    sentence, remedy = failure("reader", row, error)
    sentence = f"{sentence}; the entries before it are shown"
    return [*items, Problem(Code.FORMAT, sentence, Origin(sources[0].path, 1), 1, remedy)]


def _read(row: Format, sources: Sequence[Source]) -> tuple[list[Item], Exception | None]:
    """Return what a reader yields until it ends or raises, and the exception."""
    items: list[Item] = []
    try:
        reader = load_reader(row)
        if row.is_ours:
            items += reader(sources)
        else:
            items += map(_checked, reader(sources))
    except Exception as error:  # whatever a reader of another package raises is reported
        return items, error
    return items, None


def _checked(item: Item) -> Item:
    """Return an item of a reader of another package, with a digest; raises TypeError if a type is wrong."""
    if isinstance(item, Problem):
        return item
    if not isinstance(item, Publication):
        raise TypeError(f"it yields {type(item).__name__}, not Publication or Problem")
    for name, expected in {"key": str, **_TYPES}.items():
        if not isinstance(value := getattr(item, name), expected):
            raise TypeError(f"“{name}” is {type(value).__name__}, not {expected.__name__}")
    if not isinstance(item.issued, Date | None):
        raise TypeError(f"“issued” is {type(item.issued).__name__}, not Date")
    return item if item.digest else replace(item, digest=_digest(item))


def _digest(publication: Publication) -> str:
    content = repr(replace(publication, origin=Origin()))
    return blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest()


def failure(function: str, row: Format, error: Exception) -> tuple[str, Suggestion]:
    """Return the sentence about a reader or writer that raised, with the place, and what to do."""
    reason = f"{type(error).__name__}: {error}".removesuffix(": ")
    sentence = f"The {function} of {row.label} failed ({reason}; {_place(error)})"
    return sentence, Suggestion(remedy=f"Report this to the author of the format “{row.name}”")


def _place(error: Exception) -> str:
    """Return the file name and line where an exception was raised."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{PurePath(frame.filename).name}, line {frame.lineno}"
