"""Requests for lists are replaced by groups, as sections or rubrics, with one entry node for each paper.

A list of cited papers without groups is inserted when references are resolved, because what documents cite is
not known before. Its request stays in the stored document, which every builder resolves. All other lists are
inserted when their document is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxext_pubs.extension.conditional_blocks import conditions_around
from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.lists.empty_list import empty_list, warn_missing_keys
from sphinxext_pubs.extension.lists.list_nodes import (
    bar_nodes,
    content_nodes,
    download_nodes,
    entry_numbers,
)
from sphinxext_pubs.extension.lists.list_place import ListPlace
from sphinxext_pubs.extension.lists.search_words import add_search_words
from sphinxext_pubs.extension.nodes import list_id, pubs_entry, pubs_listing
from sphinxext_pubs.extension.pagination.sheets import number_sheets
from sphinxext_pubs.project.list_records import list_record
from sphinxext_pubs.project.requests import Stage
from sphinxext_pubs.project.tables import ListRecord, PagedList

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.query.listing import Listing


def insert_lists(env: BuildEnvironment, document: nodes.document, requests: Iterable[pubs_listing]) -> None:
    """Record the lists of a document that is being read, and replace the requests that can be answered."""
    project, records = project_of(env), list[ListRecord]()
    for index, node in enumerate(requests):
        node["docname"], node["place"] = env.docname, index
        records.append(_insert(ListPlace(env, document, node), records))
    project.tables.record_lists(env.docname, records)
    add_search_words(document.findall(pubs_entry), project.library)


def _insert(place: ListPlace, earlier: Sequence[ListRecord]) -> ListRecord:
    """Replace a request by its list or, if it cannot be answered yet, by nothing; return its record."""
    project, request = place.project, place.request
    pages, conditions = PagedList(list_id(request)), conditions_around(place.node)
    if request.stage is Stage.RESOLVING:
        place.name_bar()
        return ListRecord(request, pages, conditions=conditions)
    if request.depends_on_project and not project.phase.knows_all:
        placeholder = nodes.comment()
        _add_names(place, [placeholder])
        place.node.replace_self(placeholder)
        return ListRecord(request, pages, conditions=conditions)
    listing = project.answer(request, place.docname)
    record = list_record(project, ListRecord(request, pages, conditions=conditions), listing)
    for path in record.pictures:
        place.env.images.add_file(place.docname, path)
        place.env.note_dependency(path)
    if len(listing.publications) > 1:
        place.name_bar()
    return replace(record, pages=_replace_request(place, listing, record, earlier))


def resolve_lists(env: BuildEnvironment, document: nodes.document, requests: Iterable[pubs_listing]) -> None:
    """Replace the requests in one output file, which may contain several documents, by their lists."""
    project = project_of(env)
    for node in requests:
        place = ListPlace(env, document, node)
        records = project.recorded.lists[place.docname]
        listing, record = project.answer(place.request, place.docname), records[place.index]
        hidden = project.tables.hidden_lists.get(place.docname, ())
        earlier = [row for index, row in enumerate(records[: place.index]) if index not in hidden]
        for path in record.pictures:
            env.images.add_file(place.docname, path)
        if len(listing.publications) < 2:
            node["listing"] = ""
        _replace_request(place, listing, record, earlier, add_words=True)


def _replace_request(
    place: ListPlace,
    listing: Listing,
    record: ListRecord,
    earlier: Sequence[ListRecord],
    *,
    add_words: bool = False,
) -> PagedList:
    """Replace a request by its list and return the pages of the list; ``add_words`` adds its search words."""
    has_explanation = warn_missing_keys(place)
    if listing.publications:
        content = content_nodes(place, listing, entry_numbers(earlier, record, listing))
        above = [*bar_nodes(place), *download_nodes(place)]
    else:
        content, above = empty_list(place, has_explanation=has_explanation), []
    _add_names(place, content)
    pages = number_sheets(place.index, content, place.request)
    if add_words:
        entries = (entry for node in content for entry in node.findall(pubs_entry))
        add_search_words(entries, place.project.library)
    place.node.replace_self([*above, *content])
    return pages


def _add_names(place: ListPlace, children: Sequence[nodes.Element]) -> None:
    """Add the name and classes of the list to the nodes that replace it."""
    first, document = children[0], place.document
    for child in children:
        child["classes"].extend(place.node["classes"])
    first["ids"].extend(place.node["ids"])
    first["names"].extend(place.node["names"])
    for identifier in place.node["ids"]:
        document.ids[identifier] = first
