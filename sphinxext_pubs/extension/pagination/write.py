"""Continuation pages of split lists are written like documents, and linked from contents and the search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.output.output import ContinuationPage, page_path
from sphinxext_pubs.extension.output.overrides import override
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
    labels = env.domains["std"].data["anonlabels"]
    return {name: places[row[:2]] for name, row in labels.items() if row[:2] in places}


def redirect_links(app: Sphinx) -> None:
    """Redirect contents, ``:ref:`` and the search to continuation pages.

    Sphinx looks all these up in tables that it has already saved, so they are changed until the build ends.
    """
    pages = project_of(app.env).pagination
    if not pages.documents:
        return
    stack, env = output_of(app.env).overrides, app.env
    builder = cast("StandaloneHTMLBuilder", app.builder)
    places = moved_headings(pages)
    docnames = {docname for docname, _ in places}
    override(stack, vars(builder), "write_doc", _write_doc_with_contents(builder, pages, docnames))
    for docname in docnames:
        toc = env.tocs[docname].deepcopy()
        for reference in toc.findall(nodes.reference):
            place = (reference["refuri"], reference["anchorname"][1:])
            reference["refuri"] = places.get(place, reference["refuri"])
        override(stack, env.tocs, docname, toc)
    labels = moved_labels(env, pages)
    for rows in (env.domains["std"].data[table] for table in ("labels", "anonlabels")):
        for name in labels.keys() & rows.keys():
            override(stack, rows, name, (labels[name], *rows[name][1:]))
    override(stack, vars(builder), "load_indexer", _load_indexer_with_pages(builder, pages))


def _load_indexer_with_pages(
    builder: StandaloneHTMLBuilder, pages: Pagination
) -> Callable[[Iterable[str]], None]:
    """Return a ``load_indexer`` that keeps the words of continuation pages in the search index.

    Sphinx removes the words of all pages except documents.
    """
    load = builder.load_indexer

    def load_indexer(docnames: Any) -> None:
        indexer: Any = builder.indexer
        prune = indexer.prune

        def prune_with_pages(docnames: Iterable[str]) -> None:
            names = dict.fromkeys(docnames)
            prune([*names, *(page for page, docname in pages.documents.items() if docname in names)])

        indexer.prune = prune_with_pages
        load(docnames)

    return load_indexer


def local_contents(builder: StandaloneHTMLBuilder, pages: Pagination, page: str) -> nodes.bullet_list:
    """Return the contents of a document for one of its pages, with links to headings on its other pages.

    Sphinx uses ``anchorname`` as the address in the contents of a page. In sidebars it is appended to the
    address of the page relative to itself, which is empty.
    """
    docname = pages.documents.get(page, page)
    groups, toc = pages.groups(docname), builder.env.tocs[docname].deepcopy()
    for reference in toc.findall(nodes.reference):
        anchor = reference["anchorname"]
        names = groups.get(anchor[1:], (docname if anchor else page,))
        address = "" if page in names else builder.get_relative_uri(page, names[0])
        reference.attributes.update(refuri=page, anchorname=f"{address}{anchor}")
        if not anchor:
            reference[:] = [child.deepcopy() for child in builder.env.titles[page].children]
    return toc


def _write_doc_with_contents(
    builder: StandaloneHTMLBuilder, pages: Pagination, docnames: set[str]
) -> Callable[[str, nodes.document], None]:
    """Return a ``write_doc`` that links contents to headings on continuation pages."""
    write = builder.write_doc

    def write_doc(docname: str, doctree: nodes.document) -> None:
        with ExitStack() as stack:
            if docname in docnames:
                override(stack, builder.env.tocs, docname, local_contents(builder, pages, docname))
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
    builder.index_page(page.name, page.document, builder.env.longtitles[page.name].astext())
    for parent, title in zip(parents, page.titles, strict=True):
        parent.insert(0, title)
    builder.write_doc(page.name, page.document)


def _impersonate_document(
    stack: ExitStack, builder: StandaloneHTMLBuilder, pages: Pagination, page: ContinuationPage
) -> None:
    """Add a page to Sphinx's tables as a child of its document, so that themes find it in the contents."""
    docname, names, name, env = page.docname, page.names, page.name, builder.env
    for titles, title_pages in ((env.titles, names[1:]), (env.longtitles, (name,))):
        for title_page in title_pages:
            title = titles[docname].copy()
            title += page_title(titles[docname].children, names.index(title_page) + 1, len(names))
            override(stack, titles, title_page, title)
    tables: list[MutableMapping[str, Any]] = [env.metadata, env.toc_num_entries, env.toc_secnumbers]
    for table in (*tables, env.domains["math"].data["has_equations"]):
        if docname in table:
            override(stack, table, name, table[docname])
    override(stack, env.toctree_includes, docname, [*env.toctree_includes.get(docname, ()), name])
    override(stack, env.tocs, name, local_contents(builder, pages, name))
    override(stack, env.tocs, docname, _with_current_page(env.tocs[docname], page))
    next_page = names[page.number] if page.number < len(names) else None
    relations: dict[str, Any] = builder.relations
    override(stack, relations, name, [docname, names[page.number - 2], next_page])
    _use_document_context(stack, builder, docname)


def _use_document_context(stack: ExitStack, builder: StandaloneHTMLBuilder, docname: str) -> None:
    """Give pages the sidebars of a document, and no source to show or edit."""
    get_context, methods = builder.get_doc_context, cast("dict[str, object]", vars(builder))

    def get_document_context(page: str, body: str, metatags: str) -> dict[str, Any]:
        context = {**get_context(page, body, metatags), "sourcename": "", "page_source_suffix": ""}
        builder.add_sidebars(docname, context)
        return context

    override(stack, methods, "get_doc_context", get_document_context)


def _with_current_page(toc: nodes.bullet_list, page: ContinuationPage) -> nodes.bullet_list:
    """Return the contents of a document with a continuation page, which sidebars mark as the current page."""
    toc = toc.deepcopy()
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
