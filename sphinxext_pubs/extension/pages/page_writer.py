"""The work of writing generated pages: which are due, writing them, and the words for the search."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from docutils import nodes
from docutils.utils import new_document
from markupsafe import escape
from sphinx.util.parallel import ParallelTasks, make_chunks, parallel_available

from sphinxext_pubs.extension.file_copies import copy_file
from sphinxext_pubs.extension.output.overrides import override
from sphinxext_pubs.extension.output.record import Written, suffix_of
from sphinxext_pubs.extension.pages.skeleton import Skeleton, Skeletons
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.project.digests import digest_of, templates_digest
from sphinxext_pubs.render.layouts import TEMPLATES

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.extension.pages.paper_page import Content, PageContents
    from sphinxext_pubs.extension.pages.term_page import TermPages
    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.project.project import Project

#: As many pages are worth further processes.
MANY = 100

#: A page: its name, what its content depends on, and what makes it.
_Row: TypeAlias = "tuple[str, tuple[Any, ...], Callable[[], Content]]"

#: A page that was written: its name, the suffixes of its files, its title, and its words for the search.
_WrittenPage: TypeAlias = "tuple[str, list[str], str, str]"

#: A redirect from a former key to the page of today's.
_REDIRECT = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8" /><title>{title}</title>'
    '<link rel="canonical" href="{href}" /><meta http-equiv="refresh" content="0; url={href}" />'
    '<meta name="robots" content="noindex" /></head><body><p><a href="{href}">{title}</a></p></body></html>\n'
)


class PageWriter:
    """The writing of generated pages: ``old`` is what an earlier build wrote, ``new`` what this one does."""

    def __init__(
        self, project: Project, builder: StandaloneHTMLBuilder, jobs: int, old: Written, new: Written
    ) -> None:
        self.project, self.builder, self.jobs, self.old, self.new = project, builder, jobs, old, new
        self.generated = project.pages
        self.skeletons = Skeletons(builder)
        self.outdir = Path(builder.outdir)
        self.folders: dict[str, set[str]] = {}
        self.shown: dict[str, str] = {}

    def write_pages(self) -> None:
        """Write the pages that changed, and the files beside them."""
        if not self.generated and not self.project.settings.feed:
            return
        from sphinxext_pubs.extension.pages.term_page import TermPages

        pages = TermPages(self.project, self.builder)
        self.common_digest = self._common_digest()
        document = new_document("")
        self.settings, self.reporter = document.settings, document.reporter
        with ExitStack() as stack:
            self._cache_stemmer(stack)
            due = [row for row in self._all(pages) if self._needs_writing(*row[:2])]
            self._forget_words({page for page, _, _ in due})
            self._write_all(due)
        for alias, page in self.generated.aliases.items():
            self._redirect(alias, page)
        self._feed(pages)
        self._copy_pdfs()

    def _copy_pdfs(self) -> None:
        """Put local PDFs beside the pages of their papers."""
        shelf, root = self.project.loaded, self.project.site.srcdir
        for key in self.generated.papers:
            paper = shelf.library.get(key)
            found = shelf.files.pdf_of(paper) if paper is not None and paper.links else None
            if found is not None:
                copy = self.generated.pdf_of(key)
                self.new.copies[copy] = found[1]
                try:
                    copy_file(root / found[1], self.outdir / copy)
                except OSError as error:
                    message = f"The file “{found[1]}” of “{key}” cannot be copied: {error.strerror}."
                    self.project.report(Problem(Code.LOCAL_FILE, message, Origin("")))

    def _cache_stemmer(self, stack: ExitStack) -> None:
        """Let the search look at each word once: with thousands of pages that is most of the work."""
        language: Any = getattr(getattr(self.builder, "indexer", None), "lang", None)
        if language is not None:
            override(stack, vars(language), "stem", cache(language.stem))
            override(stack, vars(language), "word_filter", cache(language.word_filter))

    def _common_digest(self) -> str:
        """A digest of what all pages depend on: the templates and settings, and which pages there are."""
        config, directories = self.builder.config, self.project.site.templates
        names, styles = digest_of(sorted(self.generated.names())), self.project.references.digest()
        templates = templates_digest([*directories, TEMPLATES])
        site = (config.language, config.project, config.author, config.html_baseurl)
        highlighted = self.project.loaded.highlighted_names(self.project.settings.highlight)
        return digest_of(templates, self.project.settings, names, site, styles, highlighted)

    def _all(self, pages: TermPages) -> Iterator[tuple[str, tuple[Any, ...], Callable[[], Content]]]:
        """Every page: its name, what its content depends on, and what makes it."""
        index = self.project.loaded.index
        for paper in index.publications if self.generated.papers else ():
            page = self.generated.papers.get(paper.key, "")
            if not page:
                continue
            mark = self.project.citations.mark(paper.key)
            orcids = [orcid for _, orcid in pages.known_people(paper).values()]
            parts = (paper.origin, mark, pages.related_of(paper), orcids, self._shown(paper, pages))
            yield page, parts, partial(pages.paper, paper, page)
        for facet, terms in self.generated.terms.items():
            for term in terms.values():
                papers = [index.publications[position] for position in term.positions]
                shown = [self._shown(paper, pages) for paper in papers]
                depends = (term.label, shown, pages.about(facet, term))
                yield term.page, depends, partial(pages.term, facet, term)
        for kind, page in self.generated.directories.items():
            yield (
                page,
                (self.project.fingerprint,),
                partial(pages.directory, kind, page),
            )

    def _shown(self, paper: Publication, pages: TermPages) -> str:
        """A digest of what an entry of a paper shows, on whatever page."""
        if paper.key not in self.shown:
            self.shown[paper.key] = digest_of(
                paper.digest,
                self._citing(paper.key),
                self._files(paper),
                self._venue(paper),
                self.generated.of_paper(paper, self.project.loaded.venue_names),
                pages.address_of(paper),
            )
        return self.shown[paper.key]

    def _venue(self, paper: Publication) -> tuple[str, str, str]:
        """What the venue of a paper is called, which depends on other papers and on the venues file."""
        venue = self.project.loaded.venue_names.find_for_paper(paper)
        return venue.identity, venue.short, venue.event

    def _files(self, paper: Publication) -> list[tuple[str, str]]:
        """The local files of a paper that are there."""
        return sorted(self.project.loaded.files.of(paper).items()) if paper.links else []

    def _citing(self, key: str) -> list[tuple[Any, ...]]:
        """Where a paper is cited, as its entry shows it."""
        places = self.project.citations.places.get(key, {})
        return [(citing, self.project.site.title(citing), found) for citing, found in places.items()]

    def _needs_writing(self, page: str, parts: tuple[Any, ...]) -> bool:
        """Whether a page has to be written; records what it is made of."""
        digest = self.new.digests[page] = digest_of(self.common_digest, self._skeleton(page).digest, parts)
        suffixes = self.old.files.get(page, [])
        if self.old.digests.get(page) != digest or not self._is_indexed(page):
            return True
        own = suffix_of(self.builder, page)
        if own not in suffixes or not all((self.outdir / f"{page}{each}").is_file() for each in suffixes):
            return True
        self.new.files[page] = suffixes
        return False

    def _write_all(self, due: Sequence[_Row]) -> None:
        """Write the pages that are due, in several processes where the build has them."""
        if not parallel_available or self.jobs < 2 or len(due) < MANY:
            for row in due:
                self._note(self._page(row))
            return
        rows: Any = list(due)
        tasks = ParallelTasks(self.jobs)
        for chunk in make_chunks(rows, self.jobs):
            tasks.add_task(self._pages, chunk, self._note_all)
        tasks.join()

    def _note_all(self, _rows: object, written: Sequence[_WrittenPage]) -> None:
        for each in written:
            self._note(each)

    def _pages(self, rows: Sequence[_Row]) -> list[_WrittenPage]:
        return list(map(self._page, rows))

    def _page(self, row: _Row) -> _WrittenPage:
        """Write a page and the files beside it."""
        page, _, make = row
        content = make()
        html = self._skeleton(page).filled(page, content.title, content.head, content.body)
        own = suffix_of(self.builder, page)
        self._write(f"{page}{own}", html, self.builder.config.html_output_encoding)
        for suffix, text in content.files:
            self._write(f"{page}{suffix}", text)
        return page, [own, *(suffix for suffix, _ in content.files)], content.title, content.words

    def _note(self, written: _WrittenPage) -> None:
        """Record what was written, and tell the search what the page says."""
        page, suffixes, title, words = written
        self.new.files[page] = suffixes
        document = nodes.document(self.settings, self.reporter)
        once = " ".join(dict.fromkeys(words.lower().split()))  # the index asks only whether a word is there
        document += nodes.section("", nodes.title("", title), nodes.paragraph("", once))
        self.builder.index_page(page, document, str(escape(title)))

    def _skeleton(self, page: str) -> Skeleton:
        return self.skeletons.of(page, self.project.parent_of(page))

    def _forget_words(self, pages: set[str]) -> None:
        """Take the words of pages that are written anew out of the index; Sphinx does so with documents."""
        indexer: Any = getattr(self.builder, "indexer", None)
        for table in ("_mapping", "_title_mapping"):
            for found in getattr(indexer, table, {}).values():
                found -= pages

    def _is_indexed(self, page: str) -> bool:
        indexer: Any = getattr(self.builder, "indexer", None)
        return indexer is None or page in getattr(indexer, "_titles", {page: ""})

    def _feed(self, pages: PageContents) -> None:
        """The feed of the project, which is a file beside no page."""
        if feed := pages.newest():
            name = self.project.settings.feed
            self._write(name, feed)
            self.new.files[""] = [name]

    def _redirect(self, alias: str, page: str) -> None:
        href, own = escape(self.builder.get_relative_uri(alias, page)), suffix_of(self.builder, alias)
        self._write(f"{alias}{own}", _REDIRECT.format(title=escape(page.rpartition("/")[2]), href=href))
        self.new.digests[alias], self.new.files[alias] = digest_of(page), [own]

    def _write(self, name: str, text: str, encoding: str = "utf-8") -> None:
        """Write a file of which the content changed; only pages have the encoding of the theme's."""
        folder, _, own = name.rpartition("/")
        if folder not in self.folders:
            there = self.outdir / folder
            there.mkdir(parents=True, exist_ok=True)
            self.folders[folder] = {entry.name for entry in os.scandir(there)}
        path, data = f"{self.outdir}/{name}", text.encode(encoding, "xmlcharrefreplace")
        if own in self.folders[folder]:
            with open(path, "rb", buffering=0) as file:
                if file.read() == data:
                    return
        with open(path, "wb", buffering=0) as file:
            file.write(data)
