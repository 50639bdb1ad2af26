"""Lists of what a part of a document cites: the section or the description of an object around the list.

Under MyST a directive does not know what is around it, so that this is found when lists are inserted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes

from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import pubs_listing
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.slugs import key_slug

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinxext_pubs.project.conditions import Conditions
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.requests import Request

#: The attribute of nodes with the scopes that they are in, the innermost first, or of a block with its own.
SCOPES = "pubs_scopes"

#: The values of the option ``cited`` → the nodes around a list that may be its scope.
_BLOCKS: dict[str, tuple[type[nodes.Element], ...]] = {
    "section": (nodes.section, nodes.document),
    "object": (addnodes.desc,),
}


def mark_scopes(requests: list[pubs_listing], docname: str, config: Config) -> list[pubs_listing]:
    """Give each list with a scope its name, and mark the block that is its scope.

    A list whose scope is not there is reported and removed. Returns the others.
    """
    kept = list[pubs_listing]()
    for node in requests:
        request = cast("Request", node["request"])
        kinds = _BLOCKS.get(request.selection.cited.removeprefix("!"))
        block = _block_around(node, kinds) if kinds else None
        if kinds and block is None:
            warn(Code.OPTION, _NO_OBJECT, node, config)
            node.parent.remove(node)
            continue
        if block is not None:
            scope = f"{key_slug(docname)}-{len(kept)}"
            node["request"] = replace(request, scope=scope)
            block[SCOPES] = [*block.get(SCOPES, ()), scope]
        kept.append(node)
    return kept


_NO_OBJECT = (
    "publications: “:cited: object” is for a list in the description of an object, such as the docstring of "
    "a function; this one is in none, and is not shown. Use “:cited: section” or “:cited:”."
)


def _block_around(node: nodes.Node, kinds: tuple[type[nodes.Element], ...]) -> nodes.Element | None:
    ancestor = node.parent
    while ancestor is not None and not isinstance(ancestor, kinds):
        ancestor = ancestor.parent
    return ancestor


def scopes_around(node: nodes.Node) -> tuple[str, ...]:
    """Return the scopes that a node is in, the innermost first."""
    return tuple(_scopes(node.parent))


def _scopes(block: nodes.Element | None) -> Iterator[str]:
    while block is not None:
        yield from block.get(SCOPES, ())
        block = block.parent


def note_scopes(document: nodes.document) -> None:
    """Write the scopes of citations and their punctuation to their nodes, and remove the marks of blocks."""
    for node in document.findall(_has_scopes):
        copy_scopes(node, node)
    for block in document.findall(nodes.Element):
        if isinstance(block.get(SCOPES), list):
            del block[SCOPES]


def _has_scopes(node: nodes.Node) -> bool:
    """True for citations and their punctuation."""
    is_mark = isinstance(node, nodes.inline) and "pubs_punctuation" in node
    return is_mark or isinstance(node, addnodes.pending_xref)


def copy_scopes(place: nodes.Node, node: nodes.Node) -> None:
    """Write the scopes that a place is in to a citation, or to the citations of a footnote."""
    scopes = scopes_around(place)
    for citation in node.findall(_has_scopes) if scopes else ():
        cast("nodes.Element", citation)[SCOPES] = scopes


def record_scoped_names(
    project: Project, docname: str, citations: list[tuple[nodes.Node, str, Conditions]]
) -> None:
    """Record the names that are cited in each scope of a document, in order."""
    names: dict[str, list[tuple[str, Conditions]]] = {}
    for node, name, conditions in citations:
        for scope in scopes_around(node):
            names.setdefault(scope, []).append((name, conditions))
    if names:
        project.tables.scoped_names[docname] = {scope: tuple(rows) for scope, rows in names.items()}
