"""Writing generated pages that changed, with their files and their words for the search index."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property, partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from docutils import nodes
from docutils.utils import new_document
from markupsafe import escape
from sphinx.util.parallel import ParallelTasks, make_chunks, parallel_available

from sphinxext_pubs.extension.file_copies import copy_file
from sphinxext_pubs.extension.internals.search_index import SearchIndex
from sphinxext_pubs.extension.output.output import page_end
from sphinxext_pubs.extension.pages.feeds import Feeds
from sphinxext_pubs.extension.pages.skeleton import PageValues
from sphinxext_pubs.extension.pages.term_page import TermPages
from sphinxext_pubs.extension.pages.theme_layout import Group, ThemeLayout
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.project.digests import digest_of, templates_digest
from sphinxext_pubs.project.ledger_record import PagesRecord
from sphinxext_pubs.project.record_files import is_file
from sphinxext_pubs.render.layouts import TEMPLATES

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.extension.pages.paper_page import Content
    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.model.rich_text import Text
    from sphinxext_pubs.project.project import Project

#: The minimum number of pages that are written in several processes.
MIN_PARALLEL = 100


@dataclass(frozen=True, slots=True)
class _PageTask:
    """A generated page: its name, and a digest of everything that its content depends on.

    ``title`` is the title without markup, empty for directories; ``size`` is its approximate length.
    """

    page: str
    title: str
    size: int
    digest: str
    make_content: Callable[[], Content]


#: The size of the title of a directory, which is checked in any case.
_LONG = 1000

#: A written page: its name, the suffixes of its files, its title, and its words for the search index.
_WrittenPage: TypeAlias = "tuple[str, list[str], str, str]"

#: A redirect from the page of an alias to that of the key.
_REDIRECT = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8" /><title>{title}</title>'
    '<link rel="canonical" href="{href}" /><meta http-equiv="refresh" content="0; url={href}" />'
    '<meta name="robots" content="noindex" /></head><body><p><a href="{href}">{title}</a></p></body></html>\n'
)


class PageWriter:
    """The writer of generated pages; ``old`` is the record of the last build, ``new`` that of this one."""

    def __init__(
        self,
        project: Project,
        builder: StandaloneHTMLBuilder,
        jobs: int,
        old: PagesRecord,
        new: PagesRecord,
    ) -> None:
        self.project, self.builder, self.jobs, self.old, self.new = project, builder, jobs, old, new
        self.generated = project.pages
        self.search_index = SearchIndex(builder)
        self.layouts = ThemeLayout(builder)
        self.outdir = Path(builder.outdir)
        self.parents: dict[str, str] = {}
        self.folders: dict[str, set[str]] = {}
        self.entry_digests: dict[str, str] = {}

    @cached_property
    def styles(self) -> tuple[str, ...]:
        """The CSL styles of the project."""
        return tuple(name for name, *_ in self.project.styles_digest())

    def write_pages(self) -> None:
        """Write the pages that changed, and the files next to them."""
        if not self.generated and not self.project.settings.feed:
            return
        pages = TermPages(self.project, self.builder)
        self.common_digest = self._common_digest()
        document = new_document("")
        self.settings, self.reporter = document.settings, document.reporter
        with ExitStack() as stack:
            self.search_index.cache_stems(stack)
            page_tasks = list(self._page_tasks(pages))
            self._prepare_layouts(page_tasks)
            tasks = list(filter(self._needs_writing, page_tasks))
            self.search_index.remove_words({task.page for task in tasks})
            self._write_pages(tasks)
        for alias, page in self.generated.aliases.items():
            self._write_redirect(alias, page)
        self._write_feed()
        self._copy_pdfs()

    def _prepare_layouts(self, page_tasks: Iterable[_PageTask]) -> None:
        """Prepare the layout of each group of pages, with those that differ most from a sample page.

        These are the page with the shortest title, as that of the sample is long, and the directory, which is
        the last page of its group.
        """
        groups: dict[Group, list[_PageTask]] = {}
        for task in page_tasks:
            groups.setdefault(self._group(task.page), []).append(task)
        for group, tasks in groups.items():
            chosen = {task.page: task for task in (min(tasks, key=attrgetter("size")), tasks[-1])}
            values = [partial(_page_values, task) for task in chosen.values()]
            titles = {str(escape(task.title)) for task in tasks}
            self.layouts.prepare(group, {task.page for task in tasks}, titles, values)

    def _group(self, page: str) -> Group:
        folder = page.rpartition("/")[0]
        if folder not in self.parents:
            self.parents[folder] = self.project.parent_of(page)
        return folder, self.parents[folder]

    def _copy_pdfs(self) -> None:
        """Copy local PDFs next to the pages of their papers."""
        loaded, root = self.project.loaded, self.project.site.srcdir
        for key in self.generated.papers:
            paper = loaded.library.get(key)
            pdf = loaded.files.pdf_of(paper) if paper is not None and paper.links else None
            if pdf is not None:
                copy = self.generated.pdf_of(key)
                self.new.copies[copy] = pdf[1]
                try:
                    copy_file(root / pdf[1], self.outdir / copy)
                except OSError as error:
                    message = f"The file “{pdf[1]}” of “{key}” cannot be copied: {error.strerror}."
                    self.project.report(Problem(Code.LOCAL_FILE, message, Origin("")))

    def _common_digest(self) -> str:
        """Return a digest of what all pages depend on: templates, rows, settings, names of pages."""
        config, directories = self.builder.config, self.project.site.templates
        names, styles = digest_of(sorted(self.generated.names())), self.project.references.digest()
        templates = templates_digest([*directories, TEMPLATES]), self.project.record.additions
        site = (config.language, config.project, config.author, config.html_baseurl)
        highlighted = self.project.loaded.highlighted_names(self.project.settings.highlight)
        return digest_of(templates, self.project.settings, names, site, styles, highlighted)

    def _page_tasks(self, pages: TermPages) -> Iterator[_PageTask]:
        """Yield every generated page."""
        index = self.project.loaded.index
        for paper in index.publications if self.generated.papers else ():
            page = self.generated.papers.get(paper.key, "")
            if not page:
                continue
            disambiguation = self.project.citations.disambiguation(paper.key)
            orcids = [orcid for _, orcid in pages.known_people(paper).values()]
            related, entry = pages.related_dependencies(paper), self._entry_digest(paper, pages)
            references = self._references(paper)
            digest = digest_of(paper.origin, disambiguation, related, orcids, entry, references)
            make_content, title = partial(pages.paper_page, paper, page), str(paper.title)
            yield _PageTask(page, title, len(title), digest, make_content)
        for facet, terms in self.generated.terms.items():
            for term in terms.values():
                papers = [index.publications[position] for position in term.positions]
                entries = [self._entry_digest(paper, pages) for paper in papers]
                digest = digest_of(term.label, entries, pages.term_dependencies(facet, term))
                make_content = partial(pages.term_page, facet, term)
                yield _PageTask(term.page, term.label, len(term.label), digest, make_content)
        for kind, page in self.generated.directories.items():
            digest = digest_of(self.project.record.fingerprint)
            yield _PageTask(page, "", _LONG, digest, partial(pages.directory_page, kind, page))

    def _entry_digest(self, paper: Publication, pages: TermPages) -> str:
        """Return a digest of everything that an entry of a paper shows on any page."""
        if paper.key not in self.entry_digests:
            self.entry_digests[paper.key] = digest_of(
                paper.digest,
                self._citing_places(paper.key),
                self._files(paper),
                self._venue_names(paper),
                self.generated.linked_pages(paper, self.project.loaded.venue_names),
                pages.addresses.paper_url(paper),
                self.project.citations.disambiguation(paper.key) if pages.shows_references else (),
                self._references(paper) if pages.shows_references else (),
            )
        return self.entry_digests[paper.key]

    def _references(self, paper: Publication) -> list[list[Text | None]]:
        """Return the references of a paper in the styles of the project, as far as citations change them."""
        if not self.styles:
            return []
        return self.project.citation_texts.references_of([paper.key], self.styles)

    def _venue_names(self, paper: Publication) -> tuple[str, str, str]:
        """Return the names of a paper's venue, which depend on other papers and the venues file."""
        venue = self.project.loaded.venue_names.find_for_paper(paper)
        return venue.identity, venue.short, venue.event

    def _files(self, paper: Publication) -> list[tuple[str, str]]:
        """Return the existing local files of a paper."""
        return sorted(self.project.loaded.files.of(paper).items()) if paper.links else []

    def _citing_places(self, key: str) -> list[tuple[Any, ...]]:
        """Return the documents that cite a paper, as its entry shows them."""
        places = self.project.citations.places.get(key, {})
        site = self.project.site
        return [(docname, site.title(docname), doc_places) for docname, doc_places in places.items()]

    def _needs_writing(self, task: _PageTask) -> bool:
        """True if a page has to be written; the digest of the page is recorded in any case."""
        page, layout = task.page, self.layouts.digest(self._group(task.page))
        digest = self.new.digests[page] = digest_of(self.common_digest, layout, task.digest)
        suffixes = self.old.files.get(page, [])
        if self.old.digests.get(page) != digest or not self.search_index.has_page(page):
            return True
        if page_end(self.builder, page) not in suffixes:
            return True
        if not all(is_file(self.outdir / f"{page}{suffix}") for suffix in suffixes):
            return True
        self.new.files[page] = suffixes
        return False

    def _write_pages(self, page_tasks: Sequence[_PageTask]) -> None:
        """Write pages, in several processes if the build has them."""
        if not parallel_available or self.jobs < 2 or len(page_tasks) < MIN_PARALLEL:
            for task in page_tasks:
                self._record_page(self._write_page(task))
            return
        arguments: Any = list(page_tasks)
        parallel_tasks = ParallelTasks(self.jobs)
        for chunk in make_chunks(arguments, self.jobs):
            parallel_tasks.add_task(self._write_chunk, chunk, self._record_pages)
        parallel_tasks.join()

    def _record_pages(self, _chunk: object, written_pages: Sequence[_WrittenPage]) -> None:
        for written_page in written_pages:
            self._record_page(written_page)

    def _write_chunk(self, page_tasks: Sequence[_PageTask]) -> list[_WrittenPage]:
        return list(map(self._write_page, page_tasks))

    def _write_page(self, task: _PageTask) -> _WrittenPage:
        """Write a page and the files next to it."""
        page, content = task.page, task.make_content()
        html = self.layouts.page_html(self._group(page), _values(page, content))
        page_suffix = page_end(self.builder, page)
        self._write_file(f"{page}{page_suffix}", html, self.builder.config.html_output_encoding)
        for suffix, text in content.files:
            self._write_file(f"{page}{suffix}", text)
        return page, [page_suffix, *(suffix for suffix, _ in content.files)], content.title, content.words

    def _record_page(self, written_page: _WrittenPage) -> None:
        """Record the files of a page, and add its words to the search index."""
        page, suffixes, title, words = written_page
        self.new.files[page] = suffixes
        document = nodes.document(self.settings, self.reporter)
        distinct_words = " ".join(dict.fromkeys(words.lower().split()))  # the index ignores repetitions
        document += nodes.section("", nodes.title("", title), nodes.paragraph("", distinct_words))
        self.builder.index_page(page, document, str(escape(title)))

    def _write_feed(self) -> None:
        """Write the feed of the project, which is recorded for an empty page name."""
        if feed := Feeds(self.project, self.builder).newest():
            name = self.project.settings.feed
            self._write_file(name, feed)
            self.new.files[""] = [name]

    def _write_redirect(self, alias: str, page: str) -> None:
        href, suffix = escape(self.builder.get_relative_uri(alias, page)), page_end(self.builder, alias)
        html = _REDIRECT.format(title=escape(page.rpartition("/")[2]), href=href)
        self._write_file(f"{alias}{suffix}", html)
        self.new.digests[alias], self.new.files[alias] = digest_of(page), [suffix]

    def _write_file(self, name: str, text: str, encoding: str = "utf-8") -> None:
        """Write a file unless it has the same content; only pages use the encoding of HTML output."""
        folder, _, file_name = name.rpartition("/")
        if folder not in self.folders:
            directory = self.outdir / folder
            directory.mkdir(parents=True, exist_ok=True)
            self.folders[folder] = {entry.name for entry in os.scandir(directory)}
        path, data = f"{self.outdir}/{name}", text.encode(encoding, "xmlcharrefreplace")
        if file_name in self.folders[folder]:
            with open(path, "rb", buffering=0) as file:
                if file.read() == data:
                    return
        # Not with a temporary file, which takes 10 % more time for a page with its six files. A page that a
        # killed build did not complete is completed by the next one, whose record does not have its digest.
        with open(path, "wb", buffering=0) as file:
            file.write(data)


def _values(page: str, content: Content) -> PageValues:
    """Return the values that a layout prints of a page."""
    return PageValues(page, str(escape(content.title)), str(content.head), content.body)


def _page_values(task: _PageTask) -> PageValues:
    return _values(task.page, task.make_content())
