"""The interface of this package: the steps of a build in which long lists may be split into several pages.

If no list is split, a step returns at once, and no other module of the package is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.project.ledger_record import FileKind

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinxext_pubs.extension.nodes import pubs_filter, pubs_pager
    from sphinxext_pubs.extension.output.output import Output
    from sphinxext_pubs.project.project import Project


def missing_pages(app: Sphinx) -> set[str]:
    """Return the documents with a continuation page that is missing in the output folder."""
    if not (pages := project_of(app.env).pagination).documents:
        return set()
    from sphinxext_pubs.extension.pagination.write import find_missing  # only for split lists

    return find_missing(app, pages)


def moved_labels(app: Sphinx) -> dict[str, str]:
    """Return label → continuation page, for the labels of ``:ref:`` on these pages."""
    if not (pages := project_of(app.env).pagination).documents:
        return {}
    from sphinxext_pubs.extension.pagination.redirects import find_moved_labels  # only for split lists

    return find_moved_labels(app.env, pages)


def redirect_links(app: Sphinx) -> None:
    """Redirect contents and ``:ref:`` to continuation pages until the build ends."""
    if project_of(app.env).pagination.documents:
        from sphinxext_pubs.extension.pagination.redirects import redirect  # only for split lists

        redirect(app)


def take_continuation_pages(
    project: Project, output: Output, document: nodes.document, docname: str
) -> list[nodes.document]:
    """Remove the continuation pages from a document, and store them until they are written."""
    if docname not in project.pagination.lists:
        return []
    from sphinxext_pubs.extension.pagination.split import split_document  # only for split lists

    pages = split_document(project.pagination, document, docname, project.site)
    if pages:  # there are none if another extension resolves a part of the document
        output.continuation_pages[docname] = pages
    return [page.document for page in pages]


def write_pages(app: Sphinx) -> None:
    """Write the continuation pages of documents that were written, and the scripts of their filter bars."""
    ledger = output_of(app.env).ledger
    ledger.files |= {FileKind.SPLIT: {}, FileKind.SCRIPTS: {}}
    if not project_of(app.env).pagination.documents and not ledger.old_files(FileKind.SPLIT):
        return
    # Only for split lists.
    from sphinxext_pubs.extension.pagination.scripts import write_scripts
    from sphinxext_pubs.extension.pagination.write import write_continuation_pages

    write_continuation_pages(app)
    write_scripts(app)


def pager_html(node: pubs_pager, builder: Builder) -> str:
    """Return the links of a page to the other pages of its list."""
    from sphinxext_pubs.extension.pagination.links import pager_html  # only for split lists

    return pager_html(node, builder)


def bar_data(project: Project, builder: Builder, node: pubs_filter) -> dict[str, Any] | None:
    """Return the data of the filter bar of a split list, or None if the list is on one page."""
    if "sheet" not in node:
        return None
    from sphinxext_pubs.extension.pagination.scripts import remote_data  # only for split lists

    return remote_data(project, builder, node["docname"], node["sheet"])
