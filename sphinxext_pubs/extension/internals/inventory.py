"""Sphinx's inventory, ``objects.inv``, by which other projects link to papers."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.internals.overrides import replace_method

if TYPE_CHECKING:
    from sphinx.builders import Builder

#: The name of the file in the output folder.
NAME = "objects.inv"


def skip_writing_inventory(stack: ExitStack, builder: Builder) -> None:
    """Keep the inventory in a build that changes no page, because writing it takes long.

    If Sphinx writes it in another way, it is written.
    """
    replace_method(stack, builder, "dump_inventory", lambda _: _do_nothing)


def _do_nothing() -> None:
    """Replace a method that would write the inventory."""
