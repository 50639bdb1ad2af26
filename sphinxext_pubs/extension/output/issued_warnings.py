"""The warnings that were issued in a build."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from docutils import nodes
from sphinx.util.logging import get_node_location


class IssuedWarnings(logging.Handler):
    """The warnings of Sphinx and of extensions, in all processes, since this handler was added."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: set[tuple[str, str]] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Note a warning."""
        self._seen.add(_identity(record))

    def issue_others(self, records: Iterable[logging.LogRecord]) -> None:
        """Issue the warnings among these records that have not been issued."""
        for record in records:
            if record.levelno >= self.level and _identity(record) not in self._seen:
                logging.getLogger(record.name).handle(record)


def _identity(record: logging.LogRecord) -> tuple[str, str]:
    """Return the location and the message of a warning."""
    location = getattr(record, "location", None)
    if isinstance(location, nodes.Node):
        location = get_node_location(location)
    return str(location), record.getMessage()
