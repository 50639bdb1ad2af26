"""Writing generated pages: those of which something changed, with their files; what is no more is removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.utils import new_document
from markupsafe import escape

from sphinxext_pubs.extension.further import lend
from sphinxext_pubs.extension.generated.addresses import Generated
from sphinxext_pubs.extension.generated.record import NAME, Written, recorded, remove_old, suffix_of
from sphinxext_pubs.extension.generated.skeletons import Skeletons, filled
from sphinxext_pubs.extension.manifest import digest_of, templates_digest, title_of
from sphinxext_pubs.extension.pages import splits

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.extension.domain import PaperDomain
    from sphinxext_pubs.extension.generated.content import Content, Pages
    from sphinxext_pubs.model import Publication

#: A redirect from a former key to the page of today's.
_REDIRECT = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8" /><title>{title}</title>'
    '<link rel="canonical" href="{href}" /><meta http-equiv="refresh" content="0; url={href}" />'
    '<meta name="robots" content="noindex" /></head><body><p><a href="{href}">{title}</a></p></body></html>\n'
)


def keep_files(app: Sphinx, _builder: Any) -> None:
    """Let Sphinx copy the local files that generated pages lead to (``write-started``, before it does)."""
    domain = cast("PaperDomain", app.env.domains["paper"])
    untouched = domain.manifest is not None and domain.manifest.untouched
    if untouched or not domain.generated:
        return  # where nothing changed, they were copied before
    generated, shelf = domain.generated, domain.shelf
    for key, page in generated.papers.items():
        paper = shelf.library.get(key)
        if paper is not None and paper.links:
            for path in shelf.files.of(paper).values():
                app.env.dlfiles.add_file(page, path)
    for facet, terms in generated.terms.items():
        for term in terms.values():
            for position in term.positions:
                paper = shelf.index.publications[position]
                for path in shelf.files.of(paper).values() if paper.links else ():
                    app.env.dlfiles.add_file(term.page, path)
            if facet == "author" and (photo := shelf.files.photos.get(term.identity)):
                app.env.dlfiles.add_file(term.page, photo)


def keep_words(app: Sphinx, _builder: Any) -> None:
    """Let Sphinx keep the words of generated pages in the index of the search (``write-started``)."""
    domain = cast("PaperDomain", app.env.domains["paper"])
    untouched = domain.manifest is not None and domain.manifest.untouched
    if untouched or not domain.generated:
        return  # where nothing changed, the index that is there stays
    builder: Any = app.builder
    load, names = builder.load_indexer, list(domain.generated.names())

    def load_indexer(docnames: Any) -> None:
        prune = builder.indexer.prune
        builder.indexer.prune = lambda kept: prune([*kept, *names])  # now, and before it is written
        load(docnames)

    lend(domain.lent, vars(builder), "load_indexer", load_indexer)


def _wanted(app: Sphinx) -> bool:
    settings = cast("PaperDomain", app.env.domains["paper"]).settings
    return bool(settings.pages or settings.feed)


def generated_state(app: Sphinx) -> str:
    """What the generated pages of an output folder were written from; empty where there are none."""
    return recorded(app).state if _wanted(app) else ""


def is_stale(app: Sphinx, state: str) -> bool:
    """Whether generated pages may be due, so that a document has to be written: Sphinx is ready only then."""
    if not _wanted(app) or not splits(app.builder):
        return (Path(app.outdir) / NAME).is_file() and splits(app.builder)
    return recorded(app).state != state


def write_generated(app: Sphinx) -> list[Any]:
    """Write the generated pages of which something changed (``html-collect-pages``)."""
    domain = cast("PaperDomain", app.env.domains["paper"])
    outdir = Path(app.outdir)
    manifest, record = domain.manifest, outdir / NAME
    if manifest is None or not splits(app.builder) or not (_wanted(app) or record.is_file()):
        return []
    old = recorded(app)
    if old.state == manifest.state and not manifest.written:
        return []
    work = _Work(domain, cast("StandaloneHTMLBuilder", app.builder), old, Written(record, manifest.state))
    work.run()
    remove_old(work.builder, old, work.new)
    work.new.save(old)
    return []


class _Work:
    """One build's writing of generated pages."""

    def __init__(
        self, domain: PaperDomain, builder: StandaloneHTMLBuilder, old: Written, new: Written
    ) -> None:
        self.domain, self.builder, self.old, self.new = domain, builder, old, new
        self.generated: Generated = domain.generated
        self.skeletons = Skeletons(builder)
        self.outdir = Path(builder.outdir)
        self.folders: set[Path] = set()

    def run(self) -> None:
        if not self.generated and not self.domain.settings.feed:
            return
        from sphinxext_pubs.extension.generated.content import Pages

        pages = Pages(self.domain, self.generated)
        self.frame = self._frame()
        document = new_document("")
        self.settings, self.reporter = document.settings, document.reporter
        with ExitStack() as stack:
            self._remember_stems(stack)
            due = [row for row in self._all(pages) if self._is_due(*row[:2])]
            self._forget_words({page for page, _, _ in due})
            for page, _, make in due:
                self._page(page, make())
        for alias, page in self.generated.aliases.items():
            self._redirect(alias, page)
        self._feed(pages)

    def _remember_stems(self, stack: ExitStack) -> None:
        """Let the search look at each word once: with thousands of pages that is most of the work."""
        language: Any = getattr(getattr(self.builder, "indexer", None), "lang", None)
        if language is not None:
            lend(stack, vars(language), "stem", cache(language.stem))

    def _frame(self) -> str:
        """A digest of what all pages depend on: the templates and settings, and which pages there are."""
        config = self.builder.config
        directories = [Path(self.builder.confdir, path) for path in config.templates_path]
        from sphinxext_pubs.extension.build import TEMPLATES

        names, styles = digest_of(sorted(self.generated.names())), self.domain.styled.digest()
        templates = templates_digest([*directories, TEMPLATES])
        return digest_of(templates, self.domain.settings, names, config.language, styles)

    def _all(self, pages: Pages) -> Iterator[tuple[str, tuple[Any, ...], Callable[[], Content]]]:
        """Every page: its name, what its content depends on, and what makes it."""
        index = self.domain.shelf.index
        for paper in index.publications if self.generated.papers else ():
            page = self.generated.papers.get(paper.key, "")
            if not page:
                continue
            citing = self._citing(paper.key)
            mark = self.domain.citations.mark(paper.key)
            parts = (
                paper.digest,
                paper.origin,
                citing,
                self._files(paper),
                mark,
                pages.related_of(paper),
                self._venue(paper),
            )
            yield page, parts, partial(pages.paper, paper, page)
        for facet, terms in self.generated.terms.items():
            for term in terms.values():
                papers = [index.publications[position] for position in term.positions]
                shown = [
                    (paper.digest, self._citing(paper.key), self._files(paper), self._venue(paper))
                    for paper in papers
                ]
                depends = (term.label, shown, pages.about(facet, term))
                yield term.page, depends, partial(pages.term, facet, term)
        for kind, page in self.generated.directories.items():
            yield (
                page,
                (self.domain.data["fingerprint"],),
                partial(pages.directory, kind, page),
            )

    def _venue(self, paper: Publication) -> tuple[str, str, str]:
        """What the venue of a paper is called, which depends on other papers and on the venues file."""
        venue = self.domain.shelf.venue_names.of(paper)
        return venue.identity, venue.short, venue.event

    def _files(self, paper: Publication) -> list[tuple[str, str]]:
        """The local files of a paper that are there."""
        return sorted(self.domain.shelf.files.of(paper).items()) if paper.links else []

    def _citing(self, key: str) -> list[tuple[Any, ...]]:
        """Where a paper is cited, as its entry shows it."""
        places = self.domain.citations.places.get(key, {})
        return [(citing, title_of(self.domain, citing), found) for citing, found in places.items()]

    def _is_due(self, page: str, parts: tuple[Any, ...]) -> bool:
        """Whether a page has to be written; records what it is made of."""
        skeleton = self.skeletons.of(page, self.domain.parent_of(page))
        digest = self.new.digests[page] = digest_of(self.frame, digest_of(skeleton), parts)
        suffixes = self.old.files.get(page, [])
        if self.old.digests.get(page) != digest or not self._is_indexed(page):
            return True
        own = suffix_of(self.builder, page)
        if own not in suffixes or not all((self.outdir / f"{page}{each}").is_file() for each in suffixes):
            return True
        self.new.files[page] = suffixes
        return False

    def _page(self, page: str, content: Content) -> None:
        """Write a page, the files beside it, and its words for the search."""
        skeleton = self.skeletons.of(page, self.domain.parent_of(page))
        html = filled(skeleton, page, content.title, content.head, content.body)
        own = suffix_of(self.builder, page)
        self._write(f"{page}{own}", html, self.builder.config.html_output_encoding)
        for suffix, text in content.files:
            self._write(f"{page}{suffix}", text)
        self.new.files[page] = [own, *(suffix for suffix, _ in content.files)]
        self._index(page, content)

    def _forget_words(self, pages: set[str]) -> None:
        """Take the words of pages that are written anew out of the index; Sphinx does so with documents."""
        indexer: Any = getattr(self.builder, "indexer", None)
        for table in ("_mapping", "_title_mapping"):
            for found in getattr(indexer, table, {}).values():
                found -= pages

    def _is_indexed(self, page: str) -> bool:
        indexer: Any = getattr(self.builder, "indexer", None)
        return indexer is None or page in getattr(indexer, "_titles", {page: ""})

    def _index(self, page: str, content: Content) -> None:
        """Tell the search what the page says."""
        document = nodes.document(self.settings, self.reporter)
        section = nodes.section("", nodes.title("", content.title), nodes.paragraph("", content.words))
        document += section
        self.builder.index_page(page, document, str(escape(content.title)))

    def _feed(self, pages: Pages) -> None:
        """The feed of the project, which is a file beside no page."""
        if feed := pages.newest():
            name = self.domain.settings.feed
            self._write(name, feed)
            self.new.files[""] = [name]

    def _redirect(self, alias: str, page: str) -> None:
        href, own = escape(self.builder.get_relative_uri(alias, page)), suffix_of(self.builder, alias)
        self._write(f"{alias}{own}", _REDIRECT.format(title=escape(page.rpartition("/")[2]), href=href))
        self.new.digests[alias], self.new.files[alias] = digest_of(page), [own]

    def _write(self, name: str, text: str, encoding: str = "utf-8") -> None:
        """Write a file of which the content changed; only pages have the encoding of the theme's."""
        path, data = self.outdir / name, text.encode(encoding, "xmlcharrefreplace")
        if path.parent not in self.folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.folders.add(path.parent)
        with suppress(FileNotFoundError):
            if path.read_bytes() == data:
                return
        path.write_bytes(data)
