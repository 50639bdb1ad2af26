"""Temporary values in Sphinx's tables, and temporary methods of its objects.

If a version of Sphinx has a table or method under another name, nothing is replaced, and a note is logged.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from contextlib import ExitStack
from typing import Any, TypeVar

import sphinx
from sphinx.util import logging

Key = TypeVar("Key")
Value = TypeVar("Value")

_NOTHING: Any = object()

logger = logging.getLogger(__name__)


def override(stack: ExitStack, table: MutableMapping[Key, Value], key: Key, value: Value) -> None:
    """Set a value in a table until the stack is closed."""
    stack.callback(_restore, table, key, table.get(key, _NOTHING))
    table[key] = value


def _restore(table: MutableMapping[Any, Any], key: Any, value: Any) -> None:
    if value is _NOTHING:
        table.pop(key, None)
    else:
        table[key] = value


def replace_method(
    stack: ExitStack, owner: object, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]
) -> bool:
    """Replace a method of an object until the stack is closed; ``make`` gets the method and returns another.

    Return False, with a note, if the object has no such method.
    """
    method = getattr(owner, name, None)
    if not callable(method) or not hasattr(owner, "__dict__"):
        note_difference(owner, name)
        return False
    override(stack, vars(owner), name, make(method))
    return True


def table_of(owner: object, name: str) -> dict[str, Any] | None:
    """Return a table of an object, or None, with a note, if it has no such table."""
    table = getattr(owner, name, None)
    if isinstance(table, dict):
        return table
    note_difference(owner, name)
    return None


def note_difference(owner: object, name: str) -> None:
    """Log that an object of Sphinx is not as expected."""
    place = f"{type(owner).__module__}.{type(owner).__qualname__}.{name}"
    logger.info("%s of Sphinx %s is not as sphinxext-pubs expects.", place, sphinx.__version__)
