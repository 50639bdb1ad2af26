"""The texts of the project's citations in CSL styles, written together once all documents have been read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from sphinxext_pubs.citations.labels import all_authors, authors, capitalize_first, short_title, year
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.model.rich_text import Inline, Span, Text
from sphinxext_pubs.project.targets import CitationServices, find_target, label_at
from sphinxext_pubs.render.layouts import REFERENCE

if TYPE_CHECKING:
    from sphinxext_pubs.citations.csl.citing import Citation, CitationText, CitedWork, Form
    from sphinxext_pubs.citations.csl.references import Engine
    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.project.references import StyledReferences
    from sphinxext_pubs.project.requests import Request
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.project.tables import CitedTogether
    from sphinxext_pubs.query.listing import Listing


@dataclass(frozen=True, slots=True)
class StyledForm:
    """A form of citations that CSL styles write, with the options of its role."""

    form: Form
    names_all: bool = False
    is_capital: bool = False


#: The forms that CSL styles write, by role. Other roles have texts of their own in every style.
FORMS: dict[str, StyledForm] = {
    "t": StyledForm("t"),
    "ts": StyledForm("t", names_all=True),
    "ct": StyledForm("t", is_capital=True),
    "cts": StyledForm("t", names_all=True, is_capital=True),
    "p": StyledForm("p"),
    "ps": StyledForm("p", names_all=True),
    "cp": StyledForm("p", is_capital=True),
    "cps": StyledForm("p", names_all=True, is_capital=True),
    "alp": StyledForm("alp"),
    "alps": StyledForm("alp", names_all=True),
    "year": StyledForm("year"),
}


class StyleServices(CitationServices, Protocol):
    """The services that citations in CSL styles are written with."""

    site: Site
    failed_styles: set[str]
    report: Callable[[Problem], None]

    @property
    def references(self) -> StyledReferences:
        """The references in the styles of the project and its lists."""

    @property
    def has_notes(self) -> bool:
        """True if the style of the project writes citations as footnotes."""

    def answer(self, request: Request, docname: str) -> Listing:
        """Return the papers that a request of a document selects, sorted and grouped."""


@dataclass(frozen=True, slots=True)
class _Written:
    """The texts of citations by document and position, and references by style and key."""

    texts: dict[str, dict[int, CitationText]] = field(default_factory=dict)
    references: dict[str, Mapping[str, Text]] = field(default_factory=dict)


class ProjectCitations:
    """The citations of a project in CSL styles, computed on first use; empty without such a style."""

    def __init__(self, project: StyleServices) -> None:
        self._project = project
        self._keys: dict[tuple[str, Request], set[str]] = {}

    def texts(self, docname: str) -> Mapping[int, CitationText]:
        """Return the texts of the citations of a document by their position in it."""
        return self._written.texts.get(docname, {})

    def references(self, style: str) -> Mapping[str, Text]:
        """Return the references of cited works in a style by key, with the letters of their citations."""
        return self._written.references.get(style, {})

    def references_of(self, keys: Iterable[str], styles: Iterable[str]) -> list[list[Text | None]]:
        """Return the references of papers in each style; None for those that no citation changes."""
        return [list(map(self.references(style).get, keys)) for style in styles]

    def write_all(self) -> None:
        """Write the citations now, before a document is removed to read it again."""
        _ = self._written

    @cached_property
    def _written(self) -> _Written:
        written = _Written()
        for style, places in self._places_by_style().items():
            csl = self._project.references.style(style).csl
            engine = self._project.references.engine(csl) if csl is not None else None
            # A list with notes cannot make citations of other documents footnotes.
            if engine is not None and (self._project.has_notes or not engine.style.notes):
                self._write(style, engine, places, written)
        return written

    def _places_by_style(self) -> dict[str, list[tuple[str, int, CitedTogether]]]:
        """Return the citations in each CSL style: document, position, and what is cited."""
        places: dict[str, list[tuple[str, int, CitedTogether]]] = {}
        clusters = self._project.tables.clusters
        for docname in self._project.site.order(clusters):
            for position, cluster in enumerate(clusters[docname]):
                style = self._style(docname, cluster) if cluster.form in FORMS else ""
                if style and style not in BUILTIN_STYLES:
                    places.setdefault(style, []).append((docname, position, cluster))
        return places

    def _style(self, docname: str, cluster: CitedTogether) -> str:
        """Return the style of the list to which a citation links, else that of the project."""
        project = self._project
        paper, prefix = project.citations.find(cluster.items[0][0])
        target = find_target(project, paper, docname, prefix, cluster.scopes) if paper is not None else None
        document = project.pagination.documents.get(target.docname, target.docname) if target else ""
        requests = project.tables.lists_of(document)
        if paper is None or not any(request.style for request in requests):
            return project.settings.style
        lists = (request for request in requests if request.style or request.layout == REFERENCE)
        styles = (request.style for request in lists if self._shows(request, document, paper.key))
        return next(styles, "") or project.settings.style

    def _shows(self, request: Request, document: str, key: str) -> bool:
        """True if a list shows a paper."""
        if (place := (document, request)) not in self._keys:
            papers = self._project.answer(request, document).publications
            self._keys[place] = {paper.key for paper in papers}
        return key in self._keys[place]

    def _write(
        self,
        style: str,
        engine: Engine,
        places: Iterable[tuple[str, int, CitedTogether]],
        written: _Written,
    ) -> None:
        from sphinxext_pubs.citations.csl.citing import write_citations  # only for CSL styles
        from sphinxext_pubs.citations.csl.pandoc import EngineError

        found = {
            (docname, position): self._citation(engine, docname, cluster)
            for docname, position, cluster in places
        }
        citations = {place: citation for place, citation in found.items() if citation is not None}
        if style in self._project.failed_styles:
            return
        try:
            texts = write_citations(engine, list(citations.values()), self._listed())
        except EngineError as error:
            self._project.failed_styles.add(style)  # once in a build: it may have taken its time
            sentence = f"Citations are not shown in the style {style} but in our own: {error}"
            self._project.report(Problem(Code.STYLE, sentence, Origin("conf.py")))
            return
        clusters = self._project.tables.clusters
        for (docname, position), text in zip(citations, texts.citations, strict=True):
            is_capital = FORMS[clusters[docname][position].form].is_capital
            written.texts.setdefault(docname, {})[position] = _capitalized(text) if is_capital else text
        written.references[style] = texts.references

    def _listed(self) -> Iterable[Publication]:
        """Return the works in lists of references."""
        names = self._project.tables.labeled_names()
        papers = (self._project.citations.find(name)[0] for name in names)
        return filter(None, papers)

    def _citation(self, engine: Engine, docname: str, cluster: CitedTogether) -> Citation | None:
        """Return what a role cites, or None if the style cannot write it.

        That is so if a key is unknown, if it has no label in a style with labels, and outside of footnotes in
        a style with notes.
        """
        from sphinxext_pubs.citations.csl.citing import Citation  # only for CSL styles

        form = FORMS[cluster.form]
        if engine.style.notes and not cluster.note:
            return None
        works = []
        for name, prefix, kind, locator, suffix, bare in cluster.items:
            item = CitationItem(name, prefix, kind, locator, suffix, bare)
            work = self._work(engine, (docname, cluster.scopes), name, item, form)
            if work is None:
                return None
            works.append(work)
        return Citation(form.form, tuple(works), docname, cluster.note)

    def _work(
        self,
        engine: Engine,
        place: tuple[str, tuple[str, ...]],
        name: str,
        item: CitationItem,
        form: StyledForm,
    ) -> CitedWork | None:
        """Return a cited work, or None; ``place`` is the document with the scopes around the citation."""
        from sphinxext_pubs.citations.csl.citing import CitedWork  # only for CSL styles

        project = self._project
        paper, prefix = project.citations.find(name)
        if paper is None:
            return None
        label = ""
        has_labels = engine.style.labels != "author-year"
        if has_labels:
            target = find_target(project, paper, place[0], prefix, place[1])
            label = label_at(project, target, prefix + paper.key)
            is_invalid = engine.style.labels == "numeric" and not label.isdecimal()
            if not label or form.form == "year" or is_invalid:
                return None
        cited = project.citations.cited(paper, item)
        names = ""
        if not item.bare and (form.form == "t" if has_labels else form.names_all):
            names = all_authors(cited) if form.names_all else authors(cited)
        own = year(cited) if item.bare or form.form == "year" else short_title(paper)
        return CitedWork(paper, item, label, names, own)


def _capitalized(text: CitationText) -> CitationText:
    """Return a text that begins with a capital, for the beginning of a sentence."""
    first, *rest = text.texts
    return replace(text, texts=(Text(_capital_parts(first.parts)), *rest))


def _capital_parts(parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if not parts:
        return parts
    first, *rest = parts
    if isinstance(first, str):
        opening = first[: len(first) - len(first.lstrip("([“"))]
        if opening == first and rest:  # only a bracket: the word is in the next part
            return (first, *_capital_parts(tuple(rest)))
        return (opening + capitalize_first(first[len(opening) :]), *rest)
    return (Span(first.kind, _capital_parts(first.content), first.target), *rest)
