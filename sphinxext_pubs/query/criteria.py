"""The selections of a library, as strings that can be kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """A question to a library, in the words of the directive's options.

    ``conditions`` are pairs of a facet's name and a value; all of them hold, and ``filter`` too.
    Without a ``limit`` all are selected. ``cited`` is what must cite them: the ``document`` that asks, the
    whole ``project``, or with ``!`` what must not; empty for no such condition.
    """

    conditions: tuple[tuple[str, str], ...] = ()
    filter: str = ""
    sort: str = "-date"
    group_by: str = "year"
    limit: str = ""
    cited: str = ""
