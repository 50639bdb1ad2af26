"""Entry nodes as HTML, with links to the local files of their papers."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.util.osutil import relative_uri

from sphinxext_pubs.project.entry_writer import EntryPlace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder

    from sphinxext_pubs.extension.nodes import pubs_entry
    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.project.project import Project


def place_of(project: Project, node: pubs_entry) -> EntryPlace:
    """Return the place of an entry node, which is on its document or on a continuation page."""
    page = project.pagination.page_of(node["docname"], node.get("sheet", (0, 1)))
    return EntryPlace(node["key"], page, node["request"], node["number"], node["occurrence"])


def entry_html(project: Project, builder: Builder, node: pubs_entry, download_folder: str) -> str:
    """Return an entry as HTML; empty if the paper was removed after the document was read.

    ``download_folder`` is the address of Sphinx's folder of downloads relative to the page.
    """
    place = place_of(project, node)
    files = file_addresses(project, builder, place, node["docname"], download_folder)
    viewed = project.entries.view(place, files, files, folds=True)
    return project.entries.html(*viewed) if viewed is not None else ""


def with_ids(html: str, ids: Iterable[str]) -> str:
    """Return an entry with further ids, which are valid as attributes, at its beginning."""
    start, end, rest = html.partition(">")
    anchors = "".join(f'<span id="{identifier}"></span>' for identifier in ids)
    return f"{start}{end}{anchors}{rest}" if html and anchors else html


def file_addresses(
    project: Project, builder: Builder, place: EntryPlace, docname: str, download_folder: str
) -> dict[str, str]:
    """Return the addresses of a paper's local files relative to its place, by the targets of links.

    The files are registered as downloads of ``docname``, so that Sphinx copies them.
    """
    publication = project.library.get(place.key)
    if publication is None or not publication.links:
        return {}
    downloads, pdf = builder.env.dlfiles, _paper_page_pdf(project, builder, place, publication)
    return {
        target: pdf.get(path)
        or posixpath.join(download_folder, quote(str(downloads.add_file(docname, path))))
        for target, path in project.loaded.files.of(publication).items()
    }


def _paper_page_pdf(
    project: Project, builder: Builder, place: EntryPlace, paper: Publication
) -> dict[str, str]:
    """Return path → address of the paper's PDF if there is a copy next to the paper's own page."""
    copy, pdf = project.pages.pdf_of(paper.key), project.loaded.files.pdf_of(paper)
    if not copy or pdf is None:
        return {}
    return {pdf[1]: relative_uri(builder.get_target_uri(place.page), quote(copy))}
