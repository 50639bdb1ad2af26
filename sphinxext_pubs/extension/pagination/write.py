"""The further pages of split lists: written like documents, found by links, contents and the search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.output.output import FurtherPage
from sphinxext_pubs.extension.output.overrides import override
from sphinxext_pubs.extension.pagination.split import page_title

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.extension.output.manifest import Manifest
    from sphinxext_pubs.project.pagination import Pagination

# Links to what stands on further pages ----------------------------------------------------------------


def moved(pages: Pagination) -> dict[tuple[str, str], str]:
    """Document and id of a heading that does not stand on the document's own page → its first page."""
    return {
        (docname, identifier): names[0]
        for docname in dict.fromkeys(pages.documents.values())
        for identifier, names in pages.groups(docname).items()
        if docname not in names
    }


def moved_labels(env: BuildEnvironment, pages: Pagination) -> dict[str, str]:
    """Return, by label, the further page that it is on."""
    if not pages.documents:
        return {}
    places = moved(pages)
    labels = env.domains["std"].data["anonlabels"]
    return {name: places[row[:2]] for name, row in labels.items() if row[:2] in places}


def redirect_links(app: Sphinx) -> None:
    """Let contents, ``:ref:`` and the search know of the further pages.

    Sphinx looks all these up in tables that it has saved by now, so they are changed until the build is over.
    """
    pages = project_of(app.env).pagination
    if not pages.documents:
        return
    stack, env = output_of(app.env).overrides, app.env
    builder = cast("StandaloneHTMLBuilder", app.builder)
    places = moved(pages)
    docnames = {docname for docname, _ in places}
    override(stack, vars(builder), "write_doc", _writing(builder, pages, docnames))
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
    override(stack, vars(builder), "load_indexer", _loading(builder, pages))


def _loading(builder: StandaloneHTMLBuilder, pages: Pagination) -> Callable[[Iterable[str]], None]:
    """What loads the search index: it keeps the further pages of those documents that it keeps.

    Sphinx throws away the words of every page that is no document.
    """
    load = builder.load_indexer

    def load_indexer(docnames: Any) -> None:
        indexer: Any = builder.indexer
        prune = indexer.prune

        def keep(kept: Iterable[str]) -> None:
            names = dict.fromkeys(kept)
            prune([*names, *(page for page, docname in pages.documents.items() if docname in names)])

        indexer.prune = keep
        load(docnames)

    return load_indexer


def local_contents(builder: StandaloneHTMLBuilder, pages: Pagination, page: str) -> nodes.bullet_list:
    """A document's contents as seen from one of its pages: headings of other pages are led to there.

    Sphinx takes ``anchorname`` for the address in the contents of a page, and puts it after the address
    from the page to itself, which is empty, in sidebars.
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


def _writing(
    builder: StandaloneHTMLBuilder, pages: Pagination, docnames: set[str]
) -> Callable[[str, nodes.document], None]:
    """What writes a document: those with headings on further pages with contents that lead there."""
    write = builder.write_doc

    def write_doc(docname: str, doctree: nodes.document) -> None:
        with ExitStack() as stack:
            if docname in docnames:
                override(stack, builder.env.tocs, docname, local_contents(builder, pages, docname))
            write(docname, doctree)

    return write_doc


def add_document_context(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    """Give a further page the sidebars of its document, and no source to show or edit."""
    if docname := project_of(app.env).pagination.documents.get(page):
        cast("StandaloneHTMLBuilder", app.builder).add_sidebars(docname, context)
        context["sourcename"] = context["page_source_suffix"] = ""


# Writing ----------------------------------------------------------------------------------------------


def write_pages(app: Sphinx) -> None:
    """Write the further pages of all documents that were written, and remove those that are not needed."""
    output, pages = output_of(app.env), project_of(app.env).pagination
    manifest, builder = output.manifest, cast("StandaloneHTMLBuilder", app.builder)
    if manifest is None:
        return
    for docname in sorted(output.further):
        for page in output.further.pop(docname):
            with ExitStack() as stack:
                _impersonate_document(stack, builder, pages, page)
                _write(builder, page)
    _remove_old(app, pages, manifest)


def _write(builder: StandaloneHTMLBuilder, page: FurtherPage) -> None:
    """Index and write a page; its title would only repeat that of its document in the results of a search."""
    parents = [title.parent for title in page.titles]
    for parent, title in zip(parents, page.titles, strict=True):
        parent.remove(title)
    builder.index_page(page.name, page.document, builder.env.longtitles[page.name].astext())
    for parent, title in zip(parents, page.titles, strict=True):
        parent.insert(0, title)
    builder.write_doc(page.name, page.document)


def _impersonate_document(
    stack: ExitStack, builder: StandaloneHTMLBuilder, pages: Pagination, page: FurtherPage
) -> None:
    """Make a page look like a document below its own, so that every theme finds it in the contents."""
    docname, names, name, env = page.docname, page.names, page.name, builder.env
    for titles, those in ((env.titles, names[1:]), (env.longtitles, (name,))):
        for each in those:
            title = titles[docname].copy()
            title += page_title(titles[docname].children, names.index(each) + 1, len(names))
            override(stack, titles, each, title)
    same: list[MutableMapping[str, Any]] = [env.metadata, env.toc_num_entries, env.toc_secnumbers]
    for table in (*same, env.domains["math"].data["has_equations"]):
        if docname in table:
            override(stack, table, name, table[docname])
    override(stack, env.toctree_includes, docname, [*env.toctree_includes.get(docname, ()), name])
    override(stack, env.tocs, name, local_contents(builder, pages, name))
    override(stack, env.tocs, docname, _with_current(env.tocs[docname], page))
    after = names[page.number] if page.number < len(names) else None
    relations: dict[str, Any] = builder.relations
    override(stack, relations, name, [docname, names[page.number - 2], after])


def _with_current(toc: nodes.bullet_list, page: FurtherPage) -> nodes.bullet_list:
    """A document's contents with a further page in them, so that sidebars can mark it as the current one."""
    toc = toc.deepcopy()
    item = next(toc.findall(nodes.list_item), None)
    if item is not None:
        text = gettext("Page {} of {}").format(page.number, len(page.names))
        entry = addnodes.toctree("", parent=page.name, entries=[(text, "self")], glob=False, hidden=False)
        if not isinstance(item[-1], nodes.bullet_list):
            item += nodes.bullet_list()
        cast("nodes.bullet_list", item[-1]).append(entry)
    return toc


# Removing ---------------------------------------------------------------------------------------------


def missing_pages(app: Sphinx, pages: Pagination) -> set[str]:
    """The documents of which a further page is not in the output folder."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    return {
        docname
        for page, docname in pages.documents.items()
        if not Path(builder.get_outfilename(page)).is_file()
    }


def _remove_old(app: Sphinx, pages: Pagination, manifest: Manifest) -> None:
    """Remove further pages of lists that are shorter now, or gone."""
    old, builder = manifest.old_pages, cast("StandaloneHTMLBuilder", app.builder)
    manifest.pages = {}
    for docname in sorted({*old, *pages.documents.values()} & set(app.env.all_docs)):
        if now := pages.further(docname) if docname in manifest.written else old.get(docname, ()):
            manifest.pages[docname] = now
    written = {page for names in manifest.pages.values() for page in names}
    gone = {page for names in old.values() for page in names} - written
    if gone:
        kept = {Path(builder.get_outfilename(page)) for page in (*written, *app.env.all_docs)}
        for path in sorted({Path(builder.get_outfilename(page)) for page in gone} - kept):
            _remove(path, Path(app.outdir))


def _remove(path: Path, outdir: Path) -> None:
    """Remove a page, and its folder if that is empty then; nothing outside of the output folder."""
    if not path.resolve().is_relative_to(outdir.resolve()):
        return
    path.unlink(missing_ok=True)
    folder = path.parent
    if folder != outdir and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
