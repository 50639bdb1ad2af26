"""Titles and order of the documents, as Sphinx knows them."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.environment import BuildEnvironment


def title_of(env: BuildEnvironment, docname: str) -> str:
    """The title of a document as plain text."""
    title = env.titles.get(docname)
    return title.astext() if title is not None else docname


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
