"""What an output folder was written from: document → digest of all that it shows and cites.

Sphinx knows when a page's source changed, not when a paper on it did, nor that a second builder
over the same doctrees has older pages. The manifest lies in the output folder as ``.pubs.json``.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxext_pubs.extension.digests import digest_of, title_of

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain

from sphinxext_pubs.extension.toctree_order import document_order

NAME = ".pubs.json"
VERSION = 1


@dataclass(slots=True)
class Manifest:
    """The digests of an output folder as they were and are.

    ``written`` are the documents of this build; it is ``untouched`` while none was read or written.
    ``pages`` are the further pages of documents with split lists.
    """

    path: Path
    state: str = ""
    old_state: str = ""
    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    old_pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    untouched: bool = False

    def stale(self) -> list[str]:
        """The documents whose pages show something else now, sorted."""
        return sorted(docname for docname in self.new if self.old.get(docname) != self.new[docname])

    def save(self) -> None:
        """Record what was written; a page that was due and not written stays due."""
        kept = {
            docname: digest
            if docname in self.written or self.old.get(docname) == digest
            else self.old.get(docname, "")
            for docname, digest in self.new.items()
        }
        state = self.state if kept == self.new else ""
        if not kept and not self.old:
            return  # no page has anything of ours
        same = (state, kept, self.pages) == (self.old_state, self.old, self.old_pages)
        if same and self.path.exists():
            return
        content = {"version": VERSION, "state": state, "documents": dict(sorted(kept.items()))}
        if self.pages:
            content["pages"] = dict(sorted(self.pages.items()))
        beside = self.path.with_suffix(".tmp")
        with suppress(OSError):  # without a manifest every page is written again, which is only slower
            beside.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
            os.replace(beside, self.path)


def read(outdir: Path) -> Manifest:
    """The manifest of an output folder; empty where there is none or it is not one of ours."""
    manifest = Manifest(Path(outdir, NAME))
    try:
        content = json.loads(manifest.path.read_text("utf-8")) if manifest.path.is_file() else None
    except (OSError, ValueError, RecursionError):  # a broken manifest: every page is written again
        return manifest
    if isinstance(content, dict) and content.get("version") == VERSION:
        manifest.old_state = str(content.get("state", ""))
        documents = content.get("documents")
        manifest.old = {str(k): str(v) for k, v in documents.items()} if isinstance(documents, dict) else {}
        pages = content.get("pages")
        for docname, names in pages.items() if isinstance(pages, dict) else ():
            manifest.old_pages[docname] = tuple(map(str, names)) if isinstance(names, list) else ()
        manifest.pages = manifest.old_pages
    return manifest


def state_of(domain: PaperDomain, templates: str) -> str:
    """A digest of all that documents' digests depend on, without the library."""
    from sphinxext_pubs.extension.pages.addresses import pages_beside

    data = domain.data
    tables = [sorted(data[table].items()) for table in ("answers", "cited", "references")]
    titles = [(docname, title_of(domain.env, docname)) for docname in sorted(data["cited"])]
    order = document_order(domain.env, {*data["listed"], *data["cited"]})
    names = sorted(domain.pages.names.items())
    styles = domain.styled.digest()
    sources = (data["fingerprint"], sorted(data["seen"].items()))
    neighbours = pages_beside(domain) if domain.settings.pages else ()
    return digest_of(sources, templates, tables, order, names, titles, styles, neighbours)


def document_digests(domain: PaperDomain, templates: str) -> dict[str, str]:
    """Document → digest of its answers, its further pages, and the label and target of all that it cites."""
    from sphinxext_pubs.extension.pagination.write import moved_labels

    answers, cited, referred = (domain.data[table] for table in ("answers", "cited", "referred"))
    moved = moved_labels(domain)
    led = {
        docname: [(name, moved[name]) for name in referred[docname] if name in moved] for docname in referred
    }
    styles = domain.styled.digest()
    return {
        docname: digest_of(
            templates,
            answers.get(docname, ()),
            [_citation(domain, place.name, docname) for place in cited.get(docname, ())],
            _back(domain, docname),
            _references(domain, docname),
            styles if docname in cited or docname in domain.data["references"] else (),
            domain.pages.further(docname),
            led.get(docname, []),
            _generated(domain, docname),
        )
        for docname in sorted({*answers, *cited, *filter(led.get, led)})
    }


def _citation(domain: PaperDomain, name: str, docname: str) -> tuple[Any, ...]:
    from sphinxext_pubs.extension.citations.targets import find_target, number_at

    publication, prefix = domain.find(name)
    if publication is None:
        return (name,)
    target = find_target(domain, publication, docname, prefix)
    number, mark = number_at(domain, target, prefix + publication.key), domain.citations.mark(publication.key)
    return name, publication.key, publication.digest, target, number, mark


def _home(domain: PaperDomain, key: str) -> str:
    """The page on which a paper stands in a list; empty for none."""
    home = domain.homes.get(key)
    return domain.pages.home(home, key) if home else ""


def _generated(domain: PaperDomain, docname: str) -> list[Any]:
    """The generated pages that a document leads to: those of papers and people in its lists, or all."""
    pages = domain.generated
    papers = list(filter(None, map(domain.shelf.library.get, domain.data["listed"].get(docname, {}))))
    homes = (
        [(paper.key, _home(domain, paper.key)) for paper in papers]
        if domain.builder.config.html_baseurl
        else []
    )
    if not pages:
        return homes
    every: list[Any] = []
    if docname in domain.data["parents"]:
        terms = (term for found in pages.terms.values() for term in found.values())
        every = [pages.directories, *sorted((term.identity, term.page) for term in terms)]
    shown = [(paper.key, pages.of_paper(paper, domain.shelf.venue_names)) for paper in papers]
    return [*homes, *every, *shown]


def _back(domain: PaperDomain, docname: str) -> list[Any]:
    """The ways back from the entries of a document to where they are cited."""
    listed = domain.data["listed"].get(docname, {})
    return [
        (key, [(citing, title_of(domain.env, citing), found) for citing, found in places.items()])
        for key, places in domain.citations.places.items()
        if key in listed
    ]


def _references(domain: PaperDomain, docname: str) -> list[Any]:
    """What tells apart the entries of a document's lists of references."""
    return [(key, domain.citations.mark(key)) for key in domain.data["references"].get(docname, ())]
