"""The warnings of a build, of which those of a second reading are issued once."""

from __future__ import annotations

import logging

import pytest
from docutils import nodes

from sphinxext_pubs.extension.output.issued_warnings import IssuedWarnings

#: Not a logger below that of Sphinx, whose handlers change records.
LOGGER = "tests.issued_warnings"


class Collecting(logging.Handler):
    """A handler that collects messages."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def record(message: str, *args: object, location: object = None, level: int = logging.WARNING) -> object:
    """Return a log record as Sphinx makes it."""
    made = logging.LogRecord(LOGGER, level, "", 0, message, args, None)
    made.location = location
    return made


def node(line: int) -> nodes.paragraph:
    """Return a new node at a line."""
    paragraph = nodes.paragraph()
    paragraph.source, paragraph.line = "/src/index.rst", line
    return paragraph


@pytest.mark.parametrize(
    ("again", "is_issued"),
    [
        (record("One %s", 1, location=("index", 1)), False),
        (record("One 1", location=("index", 1)), False),
        (record("One 1", location=("index", 2)), True),
        (record("Two", location=("index", 1)), True),
        (record("At a node", location=node(3)), False),
        (record("At a node", location="/src/index.rst:3"), False),
        (record("At a node", location=node(4)), True),
        (record("Nowhere"), False),
        (record("A note", level=logging.INFO), False),
        (record("An error", level=logging.ERROR), True),
    ],
)
def test_a_warning_is_issued_unless_it_was_before(again: logging.LogRecord, is_issued: bool) -> None:
    issued, handler = IssuedWarnings(), Collecting()
    for first in (
        record("One %d", 1, location=("index", 1)),
        record("At a node", location=node(3)),
        record("Nowhere"),
    ):
        issued.handle(first)
    logger = logging.getLogger(LOGGER)
    logger.addHandler(handler)
    try:
        issued.issue_others([again])
    finally:
        logger.removeHandler(handler)
    assert handler.messages == ([again.getMessage()] if is_issued else [])
