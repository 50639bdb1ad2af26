"""Continuation pages of split lists are written like documents, and linked from contents and the search."""

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
from sphinxext_pubs.extension.internals.tables import document_tables, label_tables
from sphinxext_pubs.extension.output.output import ContinuationPage, page_path
from sphinxext_pubs.extension.pagination.split import page_title
from sphinxext_pubs.project.ledger_record import FileKind

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.project.ledger import Ledger
    from sphinxext_pubs.project.pagination import Pagination

# Links to continuation pages --------------------------------------------------------------------------


def moved_headings(pages: Pagination) -> dict[tuple[str, str], str]:
    """Return document and id of a heading on continuation pages → the first of these pages."""
    return {
        (docname, identifier): names[0]
        for docname in dict.fromkeys(pages.documents.values())
        for identifier, names in pages.groups(docname).items()
        if docname not in names
    }


def moved_labels(env: BuildEnvironment, pages: Pagination) -> dict[str, str]:
    """Return label → continuation page, for the labels of ``:ref:`` on these pages."""
    if not pages.documents:
        return {}
    places = moved_headings(pages)
    _, labels = label_tables(env)
    headings = {name: (row[0], row[1]) for name, row in labels.items()}
    return {name: places[place] for name, place in headings.items() if place in places}


def redirect_links(app: Sphinx) -> None:
    """Redirect contents, ``:ref:`` and the search to continuation pages.

    Sphinx looks all these up in tables that it has already saved, so they are changed until the build ends.
    """
    pages = project_of(app.env).pagination
    if not pages.documents:
        return
    stack, builder = output_of(app.env).overrides, cast("StandaloneHTMLBuilder", app.builder)
    tables, places = document_tables(builder), moved_headings(pages)
    docnames = {docname for docname, _ in places}
    replace_method(stack, builder, "write_doc", partial(_writing_contents, builder, pages, docnames))
    for docname in docnames:
        toc = tables.contents(docname)
        for reference in toc.findall(nodes.reference):
            place = (reference["refuri"], reference["anchorname"][1:])
            reference["refuri"] = places.get(place, reference["refuri"])
        override(stack, tables.tocs, docname, toc)
    labels = moved_labels(app.env, pages)
    for rows in label_tables(app.env):
        for name in labels.keys() & rows.keys():
            override(stack, rows, name, (labels[name], *rows[name][1:]))


def local_contents(builder: StandaloneHTMLBuilder, pages: Pagination, page: str) -> nodes.bullet_list:
    """Return the contents of a document for one of its pages, with links to headings on its other pages.

    Sphinx uses ``anchorname`` as the address in the contents of a page. In sidebars it is appended to the
    address of the page relative to itself, which is empty.
    """
    docname, tables = pages.documents.get(page, page), document_tables(builder)
    groups, toc = pages.groups(docname), tables.contents(docname)
    for reference in toc.findall(nodes.reference):
        anchor = reference["anchorname"]
        names = groups.get(anchor[1:], (docname if anchor else page,))
        address = "" if page in names else builder.get_relative_uri(page, names[0])
        reference.attributes.update(refuri=page, anchorname=f"{address}{anchor}")
        if not anchor:
            reference[:] = tables.title(page).children
    return toc


def _writing_contents(
    builder: StandaloneHTMLBuilder,
    pages: Pagination,
    docnames: set[str],
    write: Callable[[str, nodes.document], None],
) -> Callable[[str, nodes.document], None]:
    """Return a ``write_doc`` that links contents to headings on continuation pages."""

    def write_doc(docname: str, doctree: nodes.document) -> None:
        with ExitStack() as stack:
            if docname in docnames:
                contents = local_contents(builder, pages, docname)
                override(stack, document_tables(builder).tocs, docname, contents)
            write(docname, doctree)

    return write_doc


# Writing ----------------------------------------------------------------------------------------------


def write_pages(app: Sphinx) -> None:
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


def missing_pages(app: Sphinx, pages: Pagination) -> set[str]:
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
