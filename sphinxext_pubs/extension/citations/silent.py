"""Citations without text (``:paper:n:``), as LaTeX's ``\\nocite``: the papers count as cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.project.citation_graph import ALL_PAPERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinxext_pubs.citations.pandoc_syntax import Citation

#: The form of citations without text.
SILENT = "n"

#: The nodes that are removed if nothing is left in them.
_REMOVABLE = (nodes.paragraph, nodes.list_item, nodes.bullet_list, nodes.enumerated_list, nodes.block_quote)

#: The characters that have no space before them.
_CLOSING = tuple(".,;:!?)]}…’”»")


def is_silent(node: nodes.Node) -> bool:
    """True if a node is a citation without text."""
    return isinstance(node, pending_xref) and node["refdomain"] == "paper" and node["reftype"] == SILENT


def words_without_effect(citation: Citation) -> str:
    """Return the words in a citation that has no text, or an empty string."""
    items = citation.items
    words = (word for item in items for word in (item.prefix, item.locator, item.suffix))
    return next(filter(None, (citation.title, *(word.strip(" ,") for word in words))), "")


def close_gaps(citations: Iterable[nodes.Node]) -> None:
    """Remove the second of two spaces around each of these citations, and spaces at the edges of a text."""
    for node in citations:
        before, after = _neighbor(node, -1), _neighbor(node, 1)
        if before is None or (_is_text(before) and before.astext()[-1:].isspace()):
            _change_text(node, 1, str.lstrip)
            after = _neighbor(node, 1)
        if after is None or (_is_text(after) and after.astext().startswith(_CLOSING)):
            _change_text(node, -1, str.rstrip)


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Text)


def _neighbor_position(node: nodes.Node, step: int) -> int | None:
    """Return the position of the next node before or after a citation that has a text, or None."""
    siblings = node.parent.children
    position = siblings.index(node) + step
    while 0 <= position < len(siblings) and is_silent(siblings[position]):
        position += step
    return position if 0 <= position < len(siblings) else None


def _neighbor(node: nodes.Node, step: int) -> nodes.Node | None:
    position = _neighbor_position(node, step)
    return None if position is None else node.parent.children[position]


def _change_text(node: nodes.Node, step: int, change: Callable[[str], str]) -> None:
    """Change the text next to a citation; it is removed if nothing is left."""
    position = _neighbor_position(node, step)
    neighbor = None if position is None else node.parent.children[position]
    if position is not None and isinstance(neighbor, nodes.Text):
        text = change(str(neighbor))
        node.parent[position : position + 1] = [nodes.Text(text)] if text else []


def remove(node: pending_xref, is_paper: Callable[[str], bool]) -> None:
    """Remove a citation without text, and the paragraph or list that is empty then.

    That of an unknown key is kept, because Sphinx reports it.
    """
    if "intersphinx" not in node and node["reftarget"] != ALL_PAPERS and not is_paper(node["reftarget"]):
        return
    emptied = node.parent
    emptied.remove(node)
    while isinstance(emptied, _REMOVABLE) and not emptied.children and not emptied["ids"]:
        parent = emptied.parent
        parent.remove(emptied)
        emptied = parent


def silent_node(target: str, docname: str, rawtext: str) -> pending_xref:
    """Return a citation without text of the paper with a name."""
    return pending_xref(
        rawtext,
        nodes.inline(),
        refdomain="paper",
        reftype=SILENT,
        reftarget=target,
        refexplicit=False,
        refwarn=True,
        refdoc=docname,
        support_smartquotes=False,
    )
