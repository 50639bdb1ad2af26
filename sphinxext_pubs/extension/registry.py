"""The tables of a project in Sphinx, with the rows of installed packages and of ``setup(app)``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.log import warn_all
from sphinxext_pubs.project.additions import EVENT, Addition, installed_digest, path_stamp, rows_digest
from sphinxext_pubs.project.registry import Registry

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.model.problems import Problem
    from sphinxext_pubs.project.tables import Record


def added_rows(app: Sphinx) -> list[Addition]:
    """Return the rows that ``setup(app)`` of ``conf.py`` and of other extensions added."""
    return [addition for addition in app.emit(EVENT) if isinstance(addition, Addition)]


def registry_of(app: Sphinx) -> Registry:
    """Return the tables of a project; packages are only looked for when a table is used."""

    def find() -> Iterator[Addition]:
        from sphinxext_pubs.project.additions import installed_rows  # only if a table is used

        yield from installed_rows(report)
        yield from added_rows(app)

    def report(problem: Problem) -> None:
        warn_all([problem], app.config)

    return Registry(find, report)


def additions_digest(app: Sphinx, record: Record) -> str:
    """Return a digest of all rows from outside, by which a project is read again.

    Packages are only looked for if one was installed or removed since the last build.
    """
    stamp = path_stamp()
    if record.installed[0] != stamp:
        record.installed = stamp, installed_digest()
    return "".join((record.installed[1], rows_digest(added_rows(app))))
