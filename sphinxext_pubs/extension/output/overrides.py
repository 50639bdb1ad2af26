"""Temporary values in Sphinx's tables."""

from __future__ import annotations

from collections.abc import MutableMapping
from contextlib import ExitStack
from typing import Any, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

_NOTHING: Any = object()


def override(stack: ExitStack, table: MutableMapping[Key, Value], key: Key, value: Value) -> None:
    """Set a value in a table until the stack is closed."""
    stack.callback(_restore, table, key, table.get(key, _NOTHING))
    table[key] = value


def _restore(table: MutableMapping[Any, Any], key: Any, value: Any) -> None:
    if value is _NOTHING:
        table.pop(key, None)
    else:
        table[key] = value
