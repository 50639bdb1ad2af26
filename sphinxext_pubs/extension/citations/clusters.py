"""Citations of one role, which a CSL style writes together: marking and recording their nodes.

What is known of a citation is in the node of its text, since Sphinx copies the attributes of references from
the original to translations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.extension.citations.conditional_footnotes import conditions_of_citation
from sphinxext_pubs.extension.conditional_blocks import is_never_built
from sphinxext_pubs.extension.lists.scopes import SCOPES
from sphinxext_pubs.project.tables import CitedTogether

if TYPE_CHECKING:
    from sphinxext_pubs.citations.pandoc_syntax import CitationItem

#: The attribute of nodes with the number of the role that made them; later with its position in the document.
CLUSTER = "pubs_cluster"
#: The attribute of nodes with the document of the role: builders may put several documents into one.
DOCUMENT = "pubs_cluster_document"
#: The attribute of a citation with what it cites.
ITEM = "pubs_cluster_item"
#: The attribute of nodes with text between the citations of a role.
TEXT = "pubs_cluster_text"


def mark(items: Iterable[nodes.Node], number: int) -> list[nodes.Node]:
    """Return the nodes of a role with its number, if it cites; texts are put into nodes that hold it."""
    items, marked = list(items), list[nodes.Node]()
    if not any(isinstance(node, pending_xref) for node in items):
        return items
    for node in items:
        element = nodes.inline("", "", node) if isinstance(node, nodes.Text) else cast("nodes.Element", node)
        if element is not node:
            element[TEXT] = True
        holder(element)[CLUSTER] = number
        marked.append(element)
    return marked


def holder(node: nodes.Element) -> nodes.Element:
    """Return the node with the attributes of a node of a role: that of the text of a reference."""
    is_citation = isinstance(node, pending_xref) and node.children
    return node[0] if is_citation and isinstance(node[0], nodes.Element) else node


def number_of(node: nodes.Element) -> int:
    """Return the number of the role that made a node, later its position in the document."""
    return cast("int", holder(node)[CLUSTER])


def docname_of(node: nodes.Element, default: str = "") -> str:
    """Return the document in which a role was recorded that made a node."""
    return str(holder(node).get(DOCUMENT, default))


def item_of(citation: pending_xref) -> CitationItem | None:
    """Return what a citation cites, or None if it has a text of its own."""
    return cast("CitationItem | None", holder(citation).get(ITEM))


def groups(document: nodes.document) -> list[list[nodes.Element]]:
    """Return the nodes of each role that cites in a document, in order: neighbours with the same number."""
    return [group for group in _neighbours(document) if citations_in(group)]


def _neighbours(document: nodes.document) -> Iterator[list[nodes.Element]]:
    group: list[nodes.Element] = []
    position = 0  # of the last node of the group in its parent
    for node in list(document.findall(nodes.Element)):
        if isinstance(node.parent, pending_xref) or CLUSTER not in holder(node):
            continue
        position += 1
        if group and not (_is_same_role(group[-1], node) and node.parent[position : position + 1] == [node]):
            yield group
            group = []
        if not group:
            position = node.parent.index(node)
        group.append(node)
    if group:
        yield group


def _is_same_role(first: nodes.Element, second: nodes.Element) -> bool:
    """True if two nodes may be of one role; a substitution that is used twice has two with its number."""
    return first.parent is second.parent and number_of(first) == number_of(second)


def citations_in(group: Iterable[nodes.Element]) -> list[pending_xref]:
    """Return the citations among the nodes of a role."""
    return [node for node in group if isinstance(node, pending_xref)]


# Recording


def record(document: nodes.document, docname: str) -> tuple[CitedTogether, ...]:
    """Number the roles of a document that cite papers, in order, and return what they cite."""
    recorded: list[CitedTogether] = []
    numbers: dict[int, int] = {}  # of footnotes by their identity
    for group in groups(document):
        if is_never_built(group[0]):
            continue
        footnote = ancestor_of(group[0], nodes.footnote)
        note = 0 if footnote is None else numbers.setdefault(id(footnote), len(numbers) + 1)
        for node in group:
            holder(node)[CLUSTER], holder(node)[DOCUMENT] = len(recorded), docname
        citations = citations_in(group)
        items = tuple((node["reftarget"], *_values(item_of(node))) for node in citations)
        conditions, scopes = conditions_of_citation(group[0]), citations[0].get(SCOPES, ())
        recorded.append(CitedTogether(_form(group), items, note, conditions, scopes))
    return tuple(recorded)


def _form(group: Iterable[nodes.Element]) -> str:
    """Return the form of a citation: the name of its role, or ``alp`` and ``alps`` without its brackets.

    It is empty if the citation names another project, whose papers no style of this one writes.
    """
    first = citations_in(group)[0]
    if "intersphinx" in first:
        return ""
    has_brackets = any(node.get("pubs_punctuation") == "open" for node in group)
    return str(first["reftype"]) if has_brackets else _BARE.get(first["reftype"], first["reftype"])


_BARE = {"p": "alp", "ps": "alps"}


def _values(item: CitationItem | None) -> tuple[str, str, str, str, bool]:
    return (
        ("", "", "", "", False)
        if item is None
        else (
            item.prefix,
            item.kind,
            item.locator,
            item.suffix,
            item.bare,
        )
    )


def ancestor_of(node: nodes.Node, kind: type[nodes.Element]) -> nodes.Element | None:
    """Return the innermost node of a type that contains a node, such as its footnote, or None."""
    ancestor = node.parent
    while ancestor is not None and not isinstance(ancestor, kind):
        ancestor = ancestor.parent
    return ancestor


def is_in(node: nodes.Node, kind: type[nodes.Element]) -> bool:
    """True if a node is in a node of a type."""
    return ancestor_of(node, kind) is not None
