"""Lists as standard docutils nodes, for builders without templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util.images import guess_mimetype

from sphinxext_pubs.extension.entries import place_of
from sphinxext_pubs.extension.lists.cited_pages import write_page_numbers
from sphinxext_pubs.extension.math_nodes import math_maker
from sphinxext_pubs.extension.nodes import pubs_downloads, pubs_entry, pubs_filter, pubs_group, pubs_list
from sphinxext_pubs.render.layouts import DEFAULT, Layout
from sphinxext_pubs.render.nodes import list_nodes

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.project.project import Project


def use_ordinary_nodes(project: Project, builder: Builder, document: nodes.document) -> None:
    """Replace the nodes of this package by standard ones."""
    for entries in list(document.findall(pubs_list)):
        entries[:] = _ordinary_nodes(project, builder, entries)
    for kind in (pubs_filter, pubs_downloads):
        for node in list(document.findall(kind)):
            node.parent.remove(node)
    for wrapper in (pubs_list, pubs_group):
        for node in list(document.findall(wrapper)):
            _unwrap(cast("nodes.Element", node))


def _unwrap(node: nodes.Element) -> None:
    """Replace a wrapper by its children; ids become targets, which are the only labels in LaTeX."""
    index = node.parent.index(node)
    anchor_nodes = [node, *(child for child in node.children if isinstance(child, nodes.rubric))]
    first = next(iter(node.children), None)
    if isinstance(first, nodes.table):  # LaTeX ignores a target before a table
        first["ids"], node["ids"] = node["ids"], []
    targets: list[nodes.Node] = [
        nodes.target("", "", ids=anchor_node["ids"]) for anchor_node in anchor_nodes if anchor_node["ids"]
    ]
    for anchor_node in anchor_nodes:
        anchor_node["ids"] = []
    node.parent[index : index + 1] = [*targets, *node.children]


def _ordinary_nodes(project: Project, builder: Builder, entries: pubs_list) -> list[nodes.Node]:
    """Return a list as docutils nodes; none for ``gettext``, because papers are not translated."""
    if builder.name == "gettext":
        return []
    views = []
    for node in entries.children:
        if isinstance(node, pubs_entry):
            pictures = _pictures(project, builder, node["key"])
            if viewed := project.entries.view(place_of(project, node), {}, pictures, folds=False):
                views.append(viewed[0])
    ordinary = list_nodes(
        views, _layout(project, entries), math_maker(builder, project.settings.math), project.registry.parts
    )
    if builder.format == "latex":
        _use_plain_spaces(ordinary)
        _break_over_pages(entries, ordinary)
        write_page_numbers(ordinary, entries["docname"], project.translate)
    return ordinary


def _pictures(project: Project, builder: Builder, key: str) -> dict[str, str]:
    """Return the pictures of a paper that a builder can show: link target → path."""
    publication = project.library.get(key)
    if publication is None or not publication.links:
        return {}
    files = project.loaded.files.of(publication)
    known, types = builder.env.images, builder.supported_image_types
    return {target: path for target, path in files.items() if path in known and guess_mimetype(path) in types}


def _layout(project: Project, entries: pubs_list) -> Layout:
    """Return the layout of a list; not a table inside a table, which most builders cannot write."""
    layout = project.registry.layouts[entries["request"].layout]
    return DEFAULT if layout.columns and nodes.table in _ancestor_types(entries) else layout


def _ancestor_types(node: nodes.Element) -> list[type[nodes.Node]]:
    """Return the types of a node's ancestors, the nearest first."""
    return [] if node.parent is None else [type(node.parent), *_ancestor_types(node.parent)]


def _break_over_pages(entries: pubs_list, ordinary: list[nodes.Node]) -> None:
    """Let tables break across pages, except in boxes such as admonitions, which LaTeX cannot break."""
    if set(_ancestor_types(entries)) <= _BREAKABLE:
        for table in ordinary:
            if isinstance(table, nodes.table):
                table["classes"].append("longtable")


def _use_plain_spaces(ordinary: list[nodes.Node]) -> None:
    """Replace thin and other rare spaces, because they are errors in pdfLaTeX."""
    for node in ordinary:
        for text in list(node.findall(nodes.Text)):
            if (plain := _RARE_SPACES.sub(" ", text)) != text:
                text.parent.replace(text, nodes.Text(plain))


#: The ancestors of a table that can break across pages.
_BREAKABLE = frozenset(
    {nodes.document, nodes.section, nodes.compound, pubs_group, addnodes.start_of_file, addnodes.only}
)

_RARE_SPACES = re.compile("[\u2000-\u200a\u202f\u205f]")
