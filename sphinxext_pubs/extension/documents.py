"""Titles and toctree order of documents."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.environment import BuildEnvironment


def title_of(env: BuildEnvironment, docname: str) -> str:
    """Return the title of a document as plain text, or its name if it has no title."""
    title = env.titles.get(docname)
    return title.astext() if title is not None else docname


def document_order(env: BuildEnvironment, docnames: Iterable[str]) -> list[str]:
    """Return documents in toctree order; those that are not in a toctree are last, sorted by name."""
    documents = set(docnames)
    if len(documents) < 2:
        return list(documents)
    ranks = {docname: rank for rank, docname in enumerate(_toctree_documents(env))}
    return sorted(documents, key=lambda docname: (ranks.get(docname, len(ranks)), docname))


def _toctree_documents(env: BuildEnvironment) -> Iterable[str]:
    """Return every document that is reachable by toctrees from the root, depth first."""
    seen: dict[str, None] = {}
    stack = [env.config.root_doc]
    while stack:
        docname = stack.pop()
        if docname not in seen:
            seen[docname] = None
            stack.extend(reversed(env.toctree_includes.get(docname, [])))
    return seen
