"""Selections as plain strings, which can be stored in the build environment."""

from __future__ import annotations

from dataclasses import dataclass

#: The value of ``sort`` that keeps the order of the source, and of ``group-by`` for no groups.
NONE = "none"


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection of publications, by the values of the directive's options.

    ``conditions`` are pairs of a facet's name and a value. Publications must match all, and ``filter``.
    An empty ``limit`` means no limit. ``cited`` is the scope that must cite them (``document``,
    ``project``, ``section`` or ``object``), or with ``!`` must not cite them; empty for no such condition.
    ``filter_scopes`` are the scopes whose citations ``filter`` asks for.
    """

    conditions: tuple[tuple[str, str], ...] = ()
    filter: str = ""
    sort: str = "-date"
    group_by: str = "year"
    limit: str = ""
    cited: str = ""
    filter_scopes: tuple[str, ...] = ()
