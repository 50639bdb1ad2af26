"""The order of documents that readers see: that of the toctrees, then the orphans by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def document_order(env: BuildEnvironment, docnames: Iterable[str]) -> list[str]:
    """The given documents in toctree order, those in no toctree last by name."""
    wanted = set(docnames)
    if len(wanted) < 2:
        return list(wanted)
    places = {docname: place for place, docname in enumerate(_walk(env))}
    return sorted(wanted, key=lambda docname: (places.get(docname, len(places)), docname))


def _walk(env: BuildEnvironment) -> Iterable[str]:
    """Every document that toctrees lead to from the root, each once, depth first."""
    seen: dict[str, None] = {}
    stack = [env.config.root_doc]
    while stack:
        docname = stack.pop()
        if docname not in seen:
            seen[docname] = None
            stack.extend(reversed(env.toctree_includes.get(docname, [])))
    return seen
