"""Lists as docutils' own nodes, for builders without templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util.images import guess_mimetype

from sphinxext_pubs.extension.entries import place_of
from sphinxext_pubs.extension.math_nodes import math_maker
from sphinxext_pubs.extension.nodes import pubs_downloads, pubs_entry, pubs_filter, pubs_group, pubs_list
from sphinxext_pubs.render.layouts import DEFAULT, LAYOUTS, Layout
from sphinxext_pubs.render.nodes import list_nodes

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.project.project import Project


def put_nodes(project: Project, builder: Builder, document: nodes.document) -> None:
    """Put ordinary nodes in place of the light ones."""
    for entries in list(document.findall(pubs_list)):
        entries[:] = _ordinary(project, builder, entries)
    for kind in (pubs_filter, pubs_downloads):
        for node in list(document.findall(kind)):
            node.parent.remove(node)
    for wrapper in (pubs_list, pubs_group):
        for node in list(document.findall(wrapper)):
            _unwrap(cast("nodes.Element", node))


def _unwrap(node: nodes.Element) -> None:
    """Put what a wrapper holds in its place; ids become targets, since LaTeX makes no labels for others."""
    place = node.parent.index(node)
    bearers = [node, *(child for child in node.children if isinstance(child, nodes.rubric))]
    first = next(iter(node.children), None)
    if isinstance(first, nodes.table):  # before which LaTeX passes over a target
        first["ids"], node["ids"] = node["ids"], []
    targets: list[nodes.Node] = [
        nodes.target("", "", ids=bearer["ids"]) for bearer in bearers if bearer["ids"]
    ]
    for bearer in bearers:
        bearer["ids"] = []
    node.parent[place : place + 1] = [*targets, *node.children]


def _ordinary(project: Project, builder: Builder, entries: pubs_list) -> list[nodes.Node]:
    """Return a list as docutils nodes; nothing for translators, who do not translate papers."""
    if builder.name == "gettext":
        return []
    views = []
    for node in entries.children:
        if isinstance(node, pubs_entry):
            pictures = _pictures(project, builder, node["key"])
            if found := project.entries.view(place_of(project, node), {}, pictures, folds=False):
                views.append(found[0])
    ordinary = list_nodes(views, _layout(entries), math_maker(builder, project.settings.math))
    if builder.format == "latex":
        _use_plain_spaces(ordinary)
        _break_over_pages(entries, ordinary)
    return ordinary


def _pictures(project: Project, builder: Builder, key: str) -> dict[str, str]:
    """Return the pictures of a paper that a builder can show, by the targets of links."""
    publication = project.library.get(key)
    if publication is None or not publication.links:
        return {}
    files = project.loaded.files.of(publication)
    known, types = builder.env.images, builder.supported_image_types
    return {target: path for target, path in files.items() if path in known and guess_mimetype(path) in types}


def _layout(entries: pubs_list) -> Layout:
    """The layout of a list: no table within a table, which most builders cannot write."""
    layout = LAYOUTS[entries["request"].layout]
    return DEFAULT if layout.columns and nodes.table in _around(entries) else layout


def _around(node: nodes.Element) -> list[type[nodes.Node]]:
    """The kinds of node around a node, the nearest first."""
    return [] if node.parent is None else [type(node.parent), *_around(node.parent)]


def _break_over_pages(entries: pubs_list, ordinary: list[nodes.Node]) -> None:
    """Let tables break over pages, unless they stand in a box, which LaTeX does not break."""
    if set(_around(entries)) <= _UNBOXED:
        for table in ordinary:
            if isinstance(table, nodes.table):
                table["classes"].append("longtable")


def _use_plain_spaces(ordinary: list[nodes.Node]) -> None:
    """Make thin and other rare spaces plain, since pdfLaTeX stops at them."""
    for node in ordinary:
        for text in list(node.findall(nodes.Text)):
            if (plain := _RARE_SPACES.sub(" ", text)) != text:
                text.parent.replace(text, nodes.Text(plain))


#: What may stand around a table that breaks over pages.
_UNBOXED = frozenset(
    {nodes.document, nodes.section, nodes.compound, pubs_group, addnodes.start_of_file, addnodes.only}
)

_RARE_SPACES = re.compile("[\u2000-\u200a\u202f\u205f]")
