"""Rows of the tables from outside: from entry points of installed packages, and from ``setup(app)``.

An entry point in one of :data:`GROUPS` names a row or a tuple of rows. Rows that cannot be used are
reported and ignored.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from sphinxext_pubs.model.problems import Code, InvalidValueError, Problem, Suggestion
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.project.row_content import content_of

#: Sphinx's event at which the rows that ``setup(app)`` adds are collected.
EVENT = "pubs-tables"

#: The groups of entry points, by the kind of row.
GROUPS: Mapping[str, str] = {
    kind: f"sphinxext_pubs.{kind}s" for kind in ("facet", "format", "layout", "part")
}


@dataclass(frozen=True, slots=True)
class Addition:
    """A row from outside: its kind, one of :data:`GROUPS`, and who adds it, for messages.

    ``package`` is the name and version of the package with its entry point, or empty.
    """

    kind: str
    row: object
    origin: str = ""
    package: str = ""

    @property
    def title(self) -> str:
        """The row and who adds it; only who adds it if the row has no name."""
        name = getattr(self.row, "name", None)
        if not isinstance(name, str):
            return self.origin
        return f"The {self.kind} “{name}” ({self.origin})" if self.origin else f"The {self.kind} “{name}”"

    @property
    def remedy(self) -> str:
        """The remedy for its faults."""
        return f"Report this to the author of {self.package}" if self.package else "Correct it in setup()"


def installed_points() -> list[EntryPoint]:
    """Return the entry points of installed packages in our groups, sorted by group, name and value."""
    groups, found = set(GROUPS.values()), entry_points()
    points = (point for group in groups for point in found.select(group=group))
    return sorted(points, key=lambda point: (point.group, point.name, point.value))


def installed_rows(report: Callable[[Problem], None]) -> Iterator[Addition]:
    """Yield the rows of installed packages."""
    kinds = {group: kind for kind, group in GROUPS.items()}
    for point in installed_points():
        package = _distribution(point)
        origin = f"the entry point “{point.name}” of {package}"
        try:
            loaded = point.load()
        except (Exception, SystemExit) as error:  # whatever the code of a package raises
            from sphinxext_pubs.library.readers import error_text  # only for errors

            addition = Addition(kinds[point.group], None, origin, package)
            report(unusable(addition, f"it cannot be loaded ({error_text(error)})"))
            continue
        for row in loaded if isinstance(loaded, tuple) else (loaded,):
            yield Addition(kinds[point.group], row, origin, package)


def unusable(addition: Addition, reason: ValueError | str) -> Problem:
    """Return the problem of a row that is ignored, with the suggestion of an InvalidValueError."""
    sentence, suggestion = str(reason), Suggestion()
    if isinstance(reason, InvalidValueError):
        sentence, suggestion = reason.sentence, reason.suggestion or suggestion
    suggestion = replace(suggestion, remedy=addition.remedy)
    return Problem(
        Code.ADDITION, f"{addition.title} is ignored: {sentence}", Origin("conf.py"), suggestion=suggestion
    )


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
    return digest_of([(addition.kind, content_of(addition.row)) for addition in additions])
