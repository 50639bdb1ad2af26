"""Contents and references that link to headings on continuation pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.internals.overrides import override, replace_method
from sphinxext_pubs.extension.internals.tables import document_tables, label_tables

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.project.pagination import Pagination


def moved_headings(pages: Pagination) -> dict[tuple[str, str], str]:
    """Return document and id of a heading on continuation pages → the first of these pages."""
    return {
        (docname, identifier): names[0]
        for docname in dict.fromkeys(pages.documents.values())
        for identifier, names in pages.groups(docname).items()
        if docname not in names
    }


def find_moved_labels(env: BuildEnvironment, pages: Pagination) -> dict[str, str]:
    """Return label → continuation page, for the labels of ``:ref:`` on these pages."""
    places = moved_headings(pages)
    _, labels = label_tables(env)
    headings = {name: (row[0], row[1]) for name, row in labels.items()}
    return {name: places[place] for name, place in headings.items() if place in places}


def redirect(app: Sphinx) -> None:
    """Redirect contents and ``:ref:`` to continuation pages.

    Sphinx looks all these up in tables that it has already saved, so they are changed until the build ends.
    """
    pages = project_of(app.env).pagination
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
    labels = find_moved_labels(app.env, pages)
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
