"""The phases of a build."""

from __future__ import annotations

from enum import Enum, auto


class Phase(Enum):
    """The progress of a build.

    ``STARTED``: no document has been read. ``READING``: documents are being read. ``REREADING``: all
    documents have been read; those that depend on the citations of others are read again. ``SETTLED``: the
    content of all documents is final. ``UNCHANGED``: it is final, and no document was read in this build.
    """

    STARTED = auto()
    READING = auto()
    REREADING = auto()
    SETTLED = auto()
    UNCHANGED = auto()

    @property
    def knows_all(self) -> bool:
        """True if every document of the project has been read."""
        return self in (Phase.REREADING, Phase.SETTLED, Phase.UNCHANGED)
