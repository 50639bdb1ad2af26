"""Sphinx warnings about problems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sphinx
from sphinx.util import logging

from sphinxext_pubs.model.problems import Code, Problem, message_text
from sphinxext_pubs.model.rich_text import one_line

if TYPE_CHECKING:
    from sphinx.config import Config

logger = logging.getLogger(__name__)


def warn_all(problems: Iterable[Problem], config: Config) -> None:
    """Warn of each problem in the data, with its file and line."""
    for problem in problems:
        warn(problem.code, problem.message, str(problem.origin) or None, config)


def warn(code: Code, message: str, location: Any, config: Config, *, error: bool = False) -> None:
    """Log a warning or error; its type is part of the text, as in Sphinx from 8.0 on."""
    message = message_text(message)
    if isinstance(location, str):
        # Sphinx adds a suffix to a location without a colon, as if it were the name of a document.
        location = one_line(location if ":" in location else f"{location}:1")
    if sphinx.version_info < (8, 0) and not config.show_warning_types:
        message = f"{message} [pubs.{code.value}]"
    log = logger.error if error else logger.warning
    log("%s", message, type="pubs", subtype=code.value, location=location)
