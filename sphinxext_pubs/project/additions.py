"""Rows of the tables from outside: from entry points of installed packages, and from ``setup(app)``.

An entry point in one of :data:`GROUPS` names a row or a tuple of rows. Rows that cannot be used are
reported and ignored.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, TypeVar

from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.project.digests import digest_of, templates_digest

if TYPE_CHECKING:
    from sphinxext_pubs.model.table import Named

Row = TypeVar("Row", bound="Named")

#: Sphinx's event at which the rows that ``setup(app)`` adds are collected.
EVENT = "pubs-tables"

#: The groups of entry points, by the kind of row.
GROUPS: Mapping[str, str] = {
    kind: f"sphinxext_pubs.{kind}s" for kind in ("facet", "format", "layout", "part")
}


@dataclass(frozen=True, slots=True)
class Addition:
    """A row from outside: its kind, one of :data:`GROUPS`, and who adds it, for messages."""

    kind: str
    row: object
    origin: str = ""


def installed_points() -> list[EntryPoint]:
    """Return the entry points of installed packages in our groups, sorted by group, name and value."""
    groups, found = set(GROUPS.values()), entry_points()
    points = (point for group in groups for point in found.select(group=group))
    return sorted(points, key=lambda point: (point.group, point.name, point.value))


def installed_rows(report: Callable[[Problem], None]) -> Iterator[Addition]:
    """Yield the rows of installed packages."""
    kinds = {group: kind for kind, group in GROUPS.items()}
    for point in installed_points():
        origin = f"the entry point “{point.name}” of {_distribution(point)}"
        try:
            loaded = point.load()
        except Exception as error:  # whatever the code of a package raises
            report(unusable(origin, f"it cannot be loaded ({type(error).__name__}: {error})"))
            continue
        for row in loaded if isinstance(loaded, tuple) else (loaded,):
            yield Addition(kinds[point.group], row, origin)


def usable_rows(
    kind: str,
    row_type: type[Row],
    ours: Iterable[Row],
    additions: Iterable[Addition],
    report: Callable[[Problem], None],
) -> tuple[Row, ...]:
    """Return the rows of a kind that can be added to ours: of the right type, with names that are free."""
    names, rows = {row.name for row in ours}, list[Row]()
    for addition in (addition for addition in additions if addition.kind == kind):
        row = addition.row
        if not isinstance(row, row_type):
            report(unusable(addition.origin, f"{row!r:.80} is not a {row_type.__name__}"))
        elif row.name in names:
            report(unusable(addition.origin, f"a {kind} with the name “{row.name}” exists"))
        else:
            names.add(row.name)
            rows.append(row)
    return tuple(rows)


def unusable(origin: str, reason: str) -> Problem:
    """Return the problem of a row that is ignored."""
    remedy = Suggestion(remedy="Everything else works; ask its author, or remove it")
    return Problem(Code.ADDITION, f"{origin} is ignored: {reason}", Origin("conf.py"), suggestion=remedy)


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else "a package"


# Digests -------------------------------------------------------------------------------------------


def path_stamp() -> str:
    """Return a digest of the folders of installed packages, which changes when one is installed.

    It is cheaper than finding the entry points.
    """
    stamps = []
    for folder in sys.path:
        try:
            stamps.append((folder, Path(folder or ".").stat().st_mtime_ns))
        except OSError:
            continue  # Python skips folders that do not exist, too
    return digest_of(stamps)


def installed_digest() -> str:
    """Return a digest of the entry points in our groups, with the names and versions of their packages."""
    points = installed_points()
    return digest_of([(point.group, point.name, point.value, _distribution(point)) for point in points])


def rows_digest(additions: Sequence[Addition]) -> str:
    """Return a digest of rows: their values, and the files with their functions."""
    return digest_of([(addition.kind, _content(addition.row)) for addition in additions])


def _content(value: object) -> object:
    """Return what a value of a row says, the same in every process: functions and folders are their files."""
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_content(getattr(value, field.name)) for field in fields(value))]
    if isinstance(value, tuple):
        return [_content(item) for item in value]
    if isinstance(value, FunctionType):
        file = Path(value.__code__.co_filename)
        return value.__qualname__, file.read_bytes() if file.is_file() else value.__code__.co_code
    if isinstance(value, Path):  # the templates of a layout
        return str(value), templates_digest([value])
    return value if isinstance(value, str | int | None) else type(value).__qualname__
