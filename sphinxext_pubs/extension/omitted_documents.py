"""The documents that builders of whole books leave out.

No table of contents includes them, or they are excluded from an EPUB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.project.conditions import Conditions


@dataclass(frozen=True, slots=True)
class _Books:
    """The configuration values with the books of a builder, and with their appendices.

    An entry begins with the first document; ``toctree_only`` is the index of the option to leave it out.
    """

    documents: str
    appendices: str = ""
    toctree_only: int = -1


_BOOKS = {
    "latex": _Books("latex_documents", "latex_appendices", 5),
    "texinfo": _Books("texinfo_documents", "texinfo_appendices", 7),
    "man": _Books("man_pages"),
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
    if "singlehtml" in names:
        return env.found_docs - _included(env, [env.config.root_doc], toctrees, is_built)
    included: set[str] = set()
    for books in (_BOOKS[name] for name in names & _BOOKS.keys()):
        for entry in getattr(env.config, books.documents):
            included |= _included(env, _first_documents(env, books, entry), toctrees, is_built)
            included.update(_appendices(env, books, entry))
    return env.found_docs - included


def _first_documents(env: BuildEnvironment, books: _Books, entry: Sequence[object]) -> list[str]:
    """Return the documents that a book begins with: the first one, or those in its toctrees."""
    first = str(entry[0])
    if 0 < books.toctree_only < len(entry) and entry[books.toctree_only]:
        return [docname for docname in env.toctree_includes.get(first, ()) if docname != first]
    return [first]


def _appendices(env: BuildEnvironment, books: _Books, entry: Sequence[object]) -> list[str]:
    """Return the appendices of a book; the class ``howto`` of LaTeX has none."""
    has_none = not books.appendices or (books.documents == "latex_documents" and entry[4] == "howto")
    return [] if has_none else list(getattr(env.config, books.appendices) or ())


def _included(
    env: BuildEnvironment, roots: Sequence[str], toctrees: Toctrees, is_built: Callable[[Conditions], bool]
) -> set[str]:
    """Return the documents of a book.

    Sphinx inserts each document at the first toctree with it, even if a builder leaves out that toctree.
    """
    seen: dict[str, bool] = {}
    stack = [(docname, True) for docname in reversed(roots)]
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
