"""Calling the readers of formats: a reader that fails loses no entries of other files, and is reported."""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from types import CodeType
from typing import TypeAlias

import msgspec

from sphinxext_pubs.formats.base import Format, Source, load_reader
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, quoted
from sphinxext_pubs.model.publication import Origin, Publication

Item: TypeAlias = Publication | Problem


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
            items += (_checked(row, sources, item) for item in reader(sources))
    except Exception as error:  # whatever a reader of another package raises is reported
        return items, error
    return items, None


def _checked(row: Format, sources: Sequence[Source], item: object) -> Item:
    """Return an item of a reader of another package, or the problem of an invalid publication.

    Raises its error if its file is unknown, since it has no origin and there are several files.
    """
    if isinstance(item, Problem):
        return item
    try:
        return _checked_publication(item)
    except Exception as error:  # those of msgspec depend on the values
        origin = getattr(item, "origin", None)
        if not isinstance(origin, Origin) or not origin.path:
            if len(sources) > 1:
                raise
            origin = Origin(sources[0].path, 1)
        name = quoted(item.key) if isinstance(item, Publication) and isinstance(item.key, str) else "an entry"
        sentence = f"The reader of {row.label} returns an invalid publication for {name} ({error})"
        return Problem(Code.FORMAT, sentence, origin, 1, _remedy(row))


def _checked_publication(item: object) -> Publication:
    """Return a publication with a digest; all values in it have their declared types."""
    if not isinstance(item, Publication):
        raise TypeError(f"it is {type(item).__name__}, not Publication or Problem")
    content = msgspec.json.encode(item)
    publication = msgspec.json.decode(content, type=Publication)
    return publication if publication.digest else replace(publication, digest=_digest(publication))


def _digest(publication: Publication) -> str:
    content = repr(replace(publication, origin=Origin()))
    return blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest()


def failure(function: str, row: Format, error: Exception) -> tuple[str, Suggestion]:
    """Return the sentence about a reader or writer that raised, with the place, and what to do."""
    sentence = f"The {function} of {row.label} failed ({error_text(error)}, {error_place(error)})"
    return sentence, _remedy(row)


def _remedy(row: Format) -> Suggestion:
    return Suggestion(remedy=f"Report this to the author of the format “{row.name}”")


#: An absolute path; its last part follows the group.
_FOLDERS = re.compile(r"(?<![\w:/\\.~])(?:[A-Za-z]:)?[/\\](?:[^\s'\"()/\\]+[/\\])+")


def error_text(error: BaseException) -> str:
    """Return the type and the text of an error, without the folders of paths, which differ by machine."""
    return _FOLDERS.sub("", f"{type(error).__name__}: {error}".removesuffix(": "))


#: The folder of this package.
_PACKAGE = Path(__file__).resolve().parents[1]


def error_place(error: Exception, function: object = None) -> str:
    """Return the file name and line where code from outside raised, or where ``function`` begins."""
    frames = traceback.extract_tb(error.__traceback__)
    outside = [frame for frame in frames if not Path(frame.filename).is_relative_to(_PACKAGE)]
    if not outside and isinstance(code := getattr(function, "__code__", None), CodeType):
        return f"{Path(code.co_filename).name}, line {code.co_firstlineno}"
    frame = (outside or frames)[-1]
    return f"{Path(frame.filename).name}, line {frame.lineno}"
