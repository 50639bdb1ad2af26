"""The documents that builders of whole books leave out.

No table of contents includes them, or they are excluded from an EPUB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.project.conditions import Conditions

#: The configuration values with the documents that a builder begins its books with, and the appendices.
_BOOKS = {
    "latex": ("latex_documents", "latex_appendices"),
    "texinfo": ("texinfo_documents", "texinfo_appendices"),
    "man": ("man_pages", ""),
}

#: The toctrees of documents with conditional ones: the documents of each, with its conditions.
Toctrees = Mapping[str, Sequence[tuple[tuple[str, ...], "Conditions"]]]


def omitted_documents(
    builder: Builder, env: BuildEnvironment, toctrees: Toctrees, is_built: Callable[[Conditions], bool]
) -> set[str]:
    """Return the documents that are not in the output of a builder; none if it writes every document."""
    names = {getattr(kind, "name", "") for kind in type(builder).__mro__}
    if "epub" in names:
        excluded = env.config.epub_exclude_files
        return {docname for docname in env.found_docs if builder.get_target_uri(docname) in excluded}
    books = [_BOOKS[name] for name in names & _BOOKS.keys()]
    if "singlehtml" in names:
        included = _included(env, [env.config.root_doc], toctrees, is_built)
    elif books:
        included = set(_appendices(env, books[0][1]))
        for entry in getattr(env.config, books[0][0]):
            included |= _included(env, [str(entry[0])], toctrees, is_built)
    else:
        return set()
    return env.found_docs - included


def _appendices(env: BuildEnvironment, name: str) -> Iterable[str]:
    return getattr(env.config, name) if name else ()


def _included(
    env: BuildEnvironment, roots: Iterable[str], toctrees: Toctrees, is_built: Callable[[Conditions], bool]
) -> set[str]:
    """Return the documents of a book.

    Sphinx inserts each document at the first toctree with it, even if a builder leaves out that toctree.
    """
    seen: dict[str, bool] = {}
    stack = [(docname, True) for docname in roots]
    while stack:
        docname, is_shown = stack.pop()
        if docname not in seen:
            seen[docname] = is_shown
            children = list(_children(env, docname, toctrees, is_built))
            stack += [(name, is_shown and shown) for name, shown in reversed(children)]
    return {docname for docname, is_shown in seen.items() if is_shown}


def _children(
    env: BuildEnvironment, docname: str, toctrees: Toctrees, is_built: Callable[[Conditions], bool]
) -> Iterator[tuple[str, bool]]:
    """Yield the documents in the toctrees of a document, each with True if its toctree is built."""
    rows = toctrees.get(docname) or [(tuple(env.toctree_includes.get(docname, ())), ())]
    for docnames, conditions in rows:
        is_shown = is_built(conditions)
        yield from ((name, is_shown) for name in docnames)
