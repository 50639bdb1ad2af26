"""The nodes of a list: its bar, its links for download, its groups and entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias, cast

from docutils import nodes
from sphinx import addnodes

from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.lists.entry_ids import IdTemplate
from sphinxext_pubs.extension.lists.enumeration import NUMBER_FORMATS
from sphinxext_pubs.extension.lists.list_place import ListPlace
from sphinxext_pubs.extension.nodes import (
    ENTRY_IDS,
    list_id,
    pubs_downloads,
    pubs_entry,
    pubs_filter,
    pubs_group,
    pubs_list,
    pubs_listing,
)
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import join_lines
from sphinxext_pubs.model.slugs import unused_name
from sphinxext_pubs.notation.l10n import term_label
from sphinxext_pubs.project.list_records import first_number
from sphinxext_pubs.project.tables import ListRecord, label_name
from sphinxext_pubs.query import evaluation
from sphinxext_pubs.query import listing as listings
from sphinxext_pubs.query.listing import Direction, Group, Listing
from sphinxext_pubs.query.selection import NONE
from sphinxext_pubs.render.layouts import REFERENCE

Numbers: TypeAlias = Iterator[str]

# Around the entries -----------------------------------------------------------------------------------


def bar_nodes(place: ListPlace) -> list[nodes.Element]:
    """Return the filter bar of a list, if it has one."""
    if not place.bar_name:
        return []
    bar = pubs_filter(request=place.request, listing=place.bar_name, docname=place.docname)
    bar["classes"], bar["translatable"] = list(place.node["classes"]), False
    return [bar]


def download_nodes(place: ListPlace) -> list[nodes.Element]:
    """Return the links to files for download, if the list has any."""
    if not place.request.download:
        return []
    links = pubs_downloads(request=place.request, docname=place.docname, place=place.index)
    links["translatable"] = False
    return [links]


# Numbers ----------------------------------------------------------------------------------------------


def entry_numbers(earlier: Sequence[ListRecord], record: ListRecord, listing: Listing) -> Numbers:
    """Return the number of each entry, or its label in a list of references.

    ``earlier`` are the records of the lists before this one in its document.
    """
    request = record.request
    if request.enumerated:
        kind, first = request.enumerated.split()[0], first_number(earlier, request)
        return (f"{NUMBER_FORMATS[kind](number)}." for number in range(first, first + len(record.keys)))
    if request.layout != REFERENCE or request.numbered:
        direction = cast("Direction", request.numbered)
        return (f"{number}." for number in listings.entry_numbers(listing, direction))
    labels = dict(record.labels)
    names = (label_name(f"{request.key_prefix}{key}", request.scope) for key in record.keys)
    found = (labels.get(name, "") for name in names)
    return (f"[{label}]" if label else "" for label in found)


# Groups -----------------------------------------------------------------------------------------------


def content_nodes(place: ListPlace, listing: Listing, numbers: Numbers) -> list[nodes.Element]:
    """Return the entries of a list in its groups, which are sections where these are possible."""
    if not listing.groups:
        return [list_node(place, listing.publications, numbers)]
    _warn_truncated_groups(place, listing)
    prefix = list_id(place.request) or _id_prefix(place)
    sections = _can_have_sections(place.node)
    return [_group_node(place, group, prefix, numbers, sections=sections) for group in listing.groups]


def _warn_truncated_groups(place: ListPlace, listing: Listing) -> None:
    """Warn of papers with more terms than groups that may contain a paper."""
    facets = [name for name in place.request.selection.group_by.split(", ") if name != NONE]
    for paper, facet in listings.truncated(listing, facets, place.project.registry.facets):
        limit = f"its first {listings.MAX_GROUPS_PER_PUBLICATION} terms of {facet}"
        place.warn(Code.LIMIT, f"publications: “{paper.key}” is shown only in the groups of {limit}.")


def _id_prefix(place: ListPlace) -> str:
    """Return the prefix of ids in a list without a name, which is made from its selection."""
    return "-".join(filter(None, ("pubs", evaluation.selection_slug(place.request.selection))))


def _can_have_sections(node: pubs_listing) -> bool:
    """True if groups can be sections: in a section, with only sections and lists after the list.

    Otherwise text after the list would belong to its last group, in LaTeX and in the doctree.
    """
    parent = node.parent
    if not isinstance(parent, nodes.section):
        return False
    following = parent.children[parent.index(node) + 1 :]
    return all(isinstance(sibling, _MAY_FOLLOW) or _is_hidden_toctree(sibling) for sibling in following)


#: The nodes that may follow a list whose groups are sections: sections, and nodes that are not visible.
_MAY_FOLLOW = (
    nodes.section,
    nodes.Invisible,
    nodes.system_message,
    addnodes.index,
    addnodes.highlightlang,
    pubs_listing,
)


def _is_hidden_toctree(node: nodes.Node) -> bool:
    """True if a node is a toctree that is not shown on its page."""
    is_toctree = isinstance(node, nodes.compound) and "toctree-wrapper" in node["classes"]
    return is_toctree and all(toctree.get("hidden") for toctree in node.findall(addnodes.toctree))


def _group_node(
    place: ListPlace, group: Group, prefix: str, numbers: Numbers, *, sections: bool
) -> nodes.Element:
    """Return a group with its heading, which is already translated and not extracted by ``gettext``."""
    text = group_heading(group, place.env.config.language)
    heading = (nodes.title if sections else nodes.rubric)("", text, translatable=False)
    wrapper = (nodes.section if sections else pubs_group)("", heading, classes=["pubs-group"])
    anchor_node = wrapper if sections else heading
    identifier = _unique_id(place.document, f"{prefix}-{group.slug}", anchor_node)
    anchor_node["ids"].append(identifier)
    if place.request.name:  # make the heading a target of ``:ref:``; the label is its id
        anchor_node["names"].append(identifier)
        place.document.note_explicit_target(anchor_node, anchor_node)
    if group.groups:
        wrapper.extend(
            _group_node(place, subgroup, identifier, numbers, sections=sections) for subgroup in group.groups
        )
    else:
        wrapper.append(list_node(place, group.publications, numbers))
    return wrapper


def group_heading(group: Group, language: str) -> str:
    """Return the heading of a group, translated unless it is from the data."""
    heading = term_label(group.label, language, gettext) if group.is_message else join_lines(group.label)
    # Texinfo names a node after its heading without these characters, and fails for an empty name.
    return heading if heading.strip(",:() ") else f"“{heading}”"


def _unique_id(document: nodes.document, base: str, node: nodes.Element) -> str:
    """Reserve an id for a node and return it: ``base``, with -2 and so on if it is taken."""
    identifier = unused_name(base, document.ids)
    document.ids[identifier] = node
    return identifier


# Entries ----------------------------------------------------------------------------------------------


def list_node(place: ListPlace, publications: Iterable[Publication], numbers: Numbers) -> pubs_list:
    """Return a list node with an entry node for each paper."""
    layout = f"pubs-layout-{place.request.layout}"
    wrapper = pubs_list(request=place.request, classes=["pubs-list", layout])
    wrapper["listing"], wrapper["docname"] = place.bar_name, place.docname
    for paper in publications:
        wrapper += pubs_entry(
            key=paper.key,
            docname=place.docname,
            number=next(numbers, ""),
            request=place.request,
            translatable=False,
        )
    if ENTRY_IDS in place.node:
        _add_entry_ids(place, place.node[ENTRY_IDS], wrapper)
    return wrapper


def _add_entry_ids(place: ListPlace, template: IdTemplate, entries: pubs_list) -> None:
    """Add the ids of a template to entries; an id that their document has already is reported."""
    for entry in entries.children:
        key = cast("pubs_entry", entry)["key"]
        if not template.add_id(place.document, cast("pubs_entry", entry), key):
            holder = place.document.ids[template.id_of(key)]
            if holder.get("docname") == place.docname:
                message = (
                    f"The id “{template.id_of(key)}” of “{key}” is already used on this page. Use "
                    f"{{{template.counter}}} in the template of ids in conf.py."
                )
                place.warn(Code.OPTION, message)
