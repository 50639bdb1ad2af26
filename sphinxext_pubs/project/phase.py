"""The phases of a build."""

from __future__ import annotations

from enum import Enum, auto


class Phase(Enum):
    """How far a build has come.

    ``STARTED``: no document is read. ``READING``: documents are read. ``REREADING``: all documents were read,
    and those that depend on what others cite are read again. ``SETTLED``: what documents say is final.
    """

    STARTED = auto()
    READING = auto()
    REREADING = auto()
    SETTLED = auto()

    @property
    def knows_all(self) -> bool:
        """True if every document of the project has been read."""
        return self in (Phase.REREADING, Phase.SETTLED)
