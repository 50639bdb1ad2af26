"""Continuation pages of split lists, which are written like documents."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.internals.overrides import override, replace_method
from sphinxext_pubs.extension.internals.tables import document_tables
from sphinxext_pubs.extension.output.output import ContinuationPage, page_path
from sphinxext_pubs.extension.pagination.redirects import local_contents
from sphinxext_pubs.extension.pagination.split import page_title
from sphinxext_pubs.project.ledger_record import FileKind

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.project.ledger import Ledger
    from sphinxext_pubs.project.pagination import Pagination

# Writing ----------------------------------------------------------------------------------------------


def write_continuation_pages(app: Sphinx) -> None:
    """Write the continuation pages of documents that were written."""
    output, pages = output_of(app.env), project_of(app.env).pagination
    builder = cast("StandaloneHTMLBuilder", app.builder)
    for docname in sorted(output.continuation_pages):
        for page in output.continuation_pages.pop(docname):
            with ExitStack() as stack:
                _impersonate_document(stack, builder, pages, page)
                _write_page(builder, page)
    _record_pages(app, pages, output.ledger)


def _write_page(builder: StandaloneHTMLBuilder, page: ContinuationPage) -> None:
    """Index and write a page; its title is not indexed, as it would repeat the document in search results."""
    parents = [title.parent for title in page.titles]
    for parent, title in zip(parents, page.titles, strict=True):
        parent.remove(title)
    title = document_tables(builder).longtitles.get(page.name, page.titles[0])
    builder.index_page(page.name, page.document, title.astext())
    for parent, title in zip(parents, page.titles, strict=True):
        parent.insert(0, title)
    builder.write_doc(page.name, page.document)


def _impersonate_document(
    stack: ExitStack, builder: StandaloneHTMLBuilder, pages: Pagination, page: ContinuationPage
) -> None:
    """Add a page to Sphinx's tables as a child of its document, so that themes find it in the contents."""
    docname, names, name, tables = page.docname, page.names, page.name, document_tables(builder)
    for titles, title_pages in ((tables.titles, names[1:]), (tables.longtitles, (name,))):
        for title_page in title_pages if docname in titles else ():
            title = titles[docname].copy()
            title += page_title(titles[docname].children, names.index(title_page) + 1, len(names))
            override(stack, titles, title_page, title)
    for table in tables.others:
        if docname in table:
            override(stack, table, name, table[docname])
    override(stack, tables.toctree_includes, docname, [*tables.toctree_includes.get(docname, ()), name])
    override(stack, tables.tocs, name, local_contents(builder, pages, name))
    override(stack, tables.tocs, docname, _with_current_page(tables.contents(docname), page))
    next_page = names[page.number] if page.number < len(names) else None
    override(stack, tables.relations, name, [docname, names[page.number - 2], next_page])
    replace_method(stack, builder, "get_doc_context", partial(_document_context, builder, docname))


def _document_context(
    builder: StandaloneHTMLBuilder, docname: str, get_context: Callable[[str, str, str], dict[str, Any]]
) -> Callable[[str, str, str], dict[str, Any]]:
    """Return a ``get_doc_context`` with the sidebars of a document, and no source to show or edit."""

    def get_document_context(page: str, body: str, metatags: str) -> dict[str, Any]:
        context = {**get_context(page, body, metatags), "sourcename": "", "page_source_suffix": ""}
        builder.add_sidebars(docname, context)
        return context

    return get_document_context


def _with_current_page(toc: nodes.bullet_list, page: ContinuationPage) -> nodes.bullet_list:
    """Add a continuation page to the contents of its document; sidebars mark it as the current page."""
    item = next(toc.findall(nodes.list_item), None)
    if item is not None:
        text = gettext("Page {} of {}").format(page.number, len(page.names))
        entry = addnodes.toctree("", parent=page.name, entries=[(text, "self")], glob=False, hidden=False)
        if not isinstance(item[-1], nodes.bullet_list):
            item += nodes.bullet_list()
        cast("nodes.bullet_list", item[-1]).append(entry)
    return toc


# Recording --------------------------------------------------------------------------------------------


def find_missing(app: Sphinx, pages: Pagination) -> set[str]:
    """Return the documents with a continuation page that is missing in the output folder."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    return {
        docname
        for page, docname in pages.documents.items()
        if not Path(builder.get_outfilename(page)).is_file()
    }


def _record_pages(app: Sphinx, pages: Pagination, ledger: Ledger) -> None:
    """Record the files of continuation pages; those of a document that was not written remain."""
    old = ledger.old_files(FileKind.SPLIT)
    files = ledger.files[FileKind.SPLIT] = {}
    for docname in sorted({*old, *pages.documents.values()} & set(app.env.all_docs)):
        ends = old.get(docname, [])
        if ledger.wrote(docname):
            paths = [page_path(app.builder, page) for page in pages.continuation_pages(docname)]
            ends = [path.removeprefix(docname) for path in paths]
        if ends:
            files[docname] = ends
