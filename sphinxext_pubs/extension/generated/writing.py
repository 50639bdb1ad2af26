"""Writing generated pages: those of which something changed, with their files; what is no more is removed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.utils import new_document
from markupsafe import escape

from sphinxext_pubs.extension.further import lend
from sphinxext_pubs.extension.generated.addresses import Generated
from sphinxext_pubs.extension.generated.skeletons import Skeletons, filled
from sphinxext_pubs.extension.manifest import digest_of, templates_digest, title_of
from sphinxext_pubs.extension.pages import splits

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinxext_pubs.extension.domain import PaperDomain
    from sphinxext_pubs.extension.generated.content import Content, Pages

NAME = ".pubs-pages.json"

#: A redirect from a former key to the page of today's.
_REDIRECT = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8" /><title>{title}</title>'
    '<link rel="canonical" href="{href}" /><meta http-equiv="refresh" content="0; url={href}" />'
    '<meta name="robots" content="noindex" /></head><body><p><a href="{href}">{title}</a></p></body></html>\n'
)


@dataclass(slots=True)
class Written:
    """What an output folder has: page → digest, and the suffixes of the files beside it."""

    path: Path
    state: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)

    def beside(self) -> Iterator[str]:
        """The files beside pages, from the output folder."""
        return (f"{page}{suffix}" for page, suffixes in self.files.items() for suffix in suffixes)

    def save(self, old: Written) -> None:
        """Record it, unless nothing changed."""
        if (self.state, self.digests, self.files) == (old.state, old.digests, old.files):
            return
        if not self.digests and not self.files:
            self.path.unlink(missing_ok=True)
            return
        content = {"version": 1, "state": self.state, "pages": self.digests, "files": self.files}
        beside = self.path.with_suffix(".tmp")
        with suppress(OSError):  # without it every page is written again, which is only slower
            beside.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            os.replace(beside, self.path)


def recorded(app: Sphinx) -> Written:
    """What this build's output folder has, read once."""
    domain = cast("PaperDomain", app.env.domains["paper"])
    if domain.recorded is None:
        domain.recorded = read(Path(app.outdir))
    return domain.recorded


def read(outdir: Path) -> Written:
    """What an output folder has; nothing where there is no record, or none of ours."""
    written = Written(Path(outdir, NAME))
    with suppress(OSError, ValueError, KeyError, AttributeError, RecursionError):  # a broken record is none
        content = json.loads(written.path.read_text("utf-8"))
        if content["version"] == 1:
            written.state = str(content["state"])
            written.digests = {str(page): str(digest) for page, digest in content["pages"].items()}
            written.files = {str(page): list(map(str, names)) for page, names in content["files"].items()}
    return written


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
    _remove_old(outdir, old, work.new)
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
            files = sorted(self.domain.shelf.files.of(paper).items()) if paper.links else []
            mark = self.domain.citations.mark(paper.key)
            parts = (paper.digest, paper.origin, citing, files, mark, pages.related_of(paper))
            yield page, parts, partial(pages.paper, paper, page)
        for facet, terms in self.generated.terms.items():
            for term in terms.values():
                papers = [index.publications[position] for position in term.positions]
                digests = [(paper.digest, self._citing(paper.key)) for paper in papers]
                yield (
                    term.page,
                    (term.label, digests, pages.about(facet, term)),
                    partial(pages.term, facet, term),
                )
        for kind, page in self.generated.directories.items():
            yield (
                page,
                (self.domain.data["fingerprint"],),
                partial(pages.directory, kind, page),
            )

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
        files = [
            Path(self.builder.get_outfilename(page)),
            *(self.outdir / f"{page}{each}" for each in suffixes),
        ]
        if not all(map(Path.is_file, files)):
            return True
        if suffixes:
            self.new.files[page] = suffixes
        return False

    def _page(self, page: str, content: Content) -> None:
        """Write a page, the files beside it, and its words for the search."""
        path = Path(self.builder.get_outfilename(page))
        skeleton = self.skeletons.of(page, self.domain.parent_of(page))
        self._write(path, filled(skeleton, page, content.title, content.head, content.body))
        for suffix, text in content.files:
            self._write(self.outdir / f"{page}{suffix}", text)
        if content.files:
            self.new.files[page] = [suffix for suffix, _ in content.files]
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
            self._write(self.outdir / name, feed)
            self.new.files[""] = [name]

    def _redirect(self, alias: str, page: str) -> None:
        path = Path(self.builder.get_outfilename(alias))
        href = escape(self.builder.get_relative_uri(alias, page))
        self._write(path, _REDIRECT.format(title=escape(page.rpartition("/")[2]), href=href))
        self.new.digests[alias] = digest_of(page)

    def _write(self, path: Path, text: str) -> None:
        """Write a file of which the content changed."""
        data = text.encode(self.builder.config.html_output_encoding, "xmlcharrefreplace")
        if path.parent not in self.folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.folders.add(path.parent)
        with suppress(FileNotFoundError):
            if path.read_bytes() == data:
                return
        path.write_bytes(data)


def _remove_old(outdir: Path, old: Written, new: Written) -> None:
    """Remove pages and files that we wrote into this folder and that are none any more."""
    gone = old.digests.keys() - new.digests.keys()
    names = {name for page in gone for name in _outputs(page)}
    names |= set(old.beside()) - set(new.beside())
    names -= {name for page in new.digests for name in _outputs(page)}
    for path in sorted((outdir / name for name in names), reverse=True):
        if path.is_file() and path.resolve().is_relative_to(outdir.resolve()):
            path.unlink()
            _remove_empty(path.parent, outdir)


def _outputs(page: str) -> Iterable[str]:
    """Where builders write a page."""
    return f"{page}.html", f"{page}/index.html"


def _remove_empty(folder: Path, outdir: Path) -> None:
    while folder != outdir and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
