"""Inputs for the services of a build: a site, a library and queries, all of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, relpath

from markupsafe import Markup

from sphinxext_pubs.entities.authorities import LibraryAuthorities
from sphinxext_pubs.entities.people import parse_people
from sphinxext_pubs.entities.venues_file import parse_venues
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex import codec
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Library, Publication
from sphinxext_pubs.project.citation_graph import CitationGraph
from sphinxext_pubs.project.conditions import Condition
from sphinxext_pubs.project.generated_pages import GeneratedPages
from sphinxext_pubs.project.loaded_library import LoadedLibrary
from sphinxext_pubs.project.local_files import LocalFiles
from sphinxext_pubs.project.project import Project
from sphinxext_pubs.project.references import StyledReferences
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.project.settings import Settings
from sphinxext_pubs.project.tables import OF_PROJECT, Record, Tables
from sphinxext_pubs.query import evaluation
from sphinxext_pubs.query.index import Index

PAPERS = """
@inproceedings{yang, author = {Yang, Yongjin and Ko, Jongwoo and Yun, Se-Young}, year = 2024,
  title = {Easy Transfer}, booktitle = {Proceedings of the Conference on Methods (EMNLP)}}
@article{ko, author = {Ko, Jongwoo}, year = 2023, title = {On Layers}, journal = {Journal of Layers},
  doi = {10.1000/Layers}, ids = {ko-old}}
@misc{note, author = {Example, Ada}, title = {An Old Note}}
"""


def csl_style(prefix: str = "", citation_format: str = "author-date", sort: str = "") -> str:
    """Return a CSL style that shows prefixed titles and years; ``sort`` is its element of this name."""
    return (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
        f'<info><category citation-format="{citation_format}"/></info>'
        '<citation><layout><text variable="title"/></layout></citation>'
        f'<bibliography>{sort}<layout><text variable="title" prefix="{prefix}"/>'
        '<date variable="issued" prefix=" "><date-part name="year"/></date></layout></bibliography></style>'
    )


@dataclass
class PlainSite:
    """A site of plain values. ``titles`` are those of its documents, in toctree order."""

    titles: Mapping[str, str] = field(default_factory=dict)
    confdir: Path = Path()
    srcdir: Path = Path()
    doctreedir: Path = Path()
    outdir: Path = Path()
    templates: list[Path] = field(default_factory=list)
    language: str = "en"
    base_url: str = ""
    is_split: bool = True
    has_folders: bool = False
    html_additional_pages: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    inventory: Mapping[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    omitted: frozenset[str] = frozenset()

    def tell(self, message: str) -> None:
        self.told.append(message)

    def documents(self) -> set[str]:
        return set(self.titles)

    def additional_pages(self) -> set[str]:
        return set(self.html_additional_pages)

    def order(self, docnames: Iterable[str]) -> list[str]:
        toctree = list(self.titles)
        return sorted(docnames, key=lambda name: toctree.index(name) if name in toctree else len(toctree))

    def holds(self, condition: Condition) -> bool:
        return condition[1] in self.tags

    def omitted_documents(self, _tables: Tables) -> frozenset[str]:
        return self.omitted

    def title(self, docname: str) -> str:
        return self.titles[docname]

    def relative_uri(self, page: str, other: str) -> str:
        return f"{relpath(other, dirname(page) or '.')}.html"

    def place_uri(self, page: str, docname: str, anchor: str) -> str:
        return f"{self.relative_uri(page, docname)}#{anchor}" if anchor else self.relative_uri(page, docname)

    def external_url(self, names: Iterable[str]) -> str:
        return next((self.inventory[name] for name in names if name in self.inventory), "")

    def is_image(self, name: str) -> bool:
        return name.endswith((".png", ".jpg"))

    def math(self, tex: str) -> Markup:
        return Markup("<math>{}</math>").format(tex)


def read_bibtex(text: str, path: str = "papers.bib") -> Library:
    """Return the library of a BibTeX file without problems."""
    papers = list(codec.read([Source(path, text)]))
    assert all(isinstance(paper, Publication) for paper in papers), papers
    return Library(papers)


def load_bibtex(
    text: str = PAPERS, *, people: str = "", venues: str = "", files: LocalFiles | None = None
) -> LoadedLibrary:
    """Return the library of a BibTeX file, with a people file and a venues file, all of them valid."""
    library = read_bibtex(text)
    known_people, people_problems = parse_people(people, "people.yaml")
    known_venues, venue_problems = parse_venues(venues, "venues.yaml")
    assert not people_problems + venue_problems
    authorities = LibraryAuthorities(library.publications, known_people, known_venues)
    index = Index(library, authorities=authorities)
    return LoadedLibrary(library, files or LocalFiles(), (), index, frozenset(), authorities)


def make_request(
    options: Mapping[str, str] | None = None, layout: str = "anthology", **rest: object
) -> Request:
    """Return the request of a list with these options of its selection; other values are its own."""
    return Request(evaluation.parse(options or {}), layout, **rest)


def make_graph(tables: Tables, library: Library, site: PlainSite | None = None) -> CitationGraph:
    """Return the citation graph of a project in English."""
    return CitationGraph(tables, library, site or PlainSite(), translate=str)


@dataclass
class PlainSources:
    """The sources of an entry writer, as plain values."""

    loaded: LoadedLibrary
    settings: Settings = field(default_factory=Settings)
    site: PlainSite = field(default_factory=PlainSite)
    tables: Tables = field(default_factory=Tables)
    pages: GeneratedPages = field(default_factory=GeneratedPages)
    problems: list[Problem] = field(default_factory=list)
    registry: Registry = field(default_factory=Registry)

    translate = staticmethod(str)

    def report(self, problem: Problem) -> None:
        self.problems.append(problem)

    @property
    def citations(self) -> CitationGraph:
        return make_graph(self.tables, self.loaded.library, self.site)

    @property
    def references(self) -> StyledReferences:
        papers = self.loaded.library
        return StyledReferences(
            self.settings,
            self.tables,
            self.site,
            papers=lambda style: papers,
            joint=lambda style: {},
            report=self.report,
        )


@dataclass
class Build:
    """A project of plain values in a folder, with the problems that it reports."""

    project: Project
    problems: list[Problem]


def make_project(
    folder: Path,
    bibtex: str = PAPERS,
    *,
    tables: Tables | None = None,
    site: PlainSite | None = None,
    **settings: object,
) -> Build:
    """Return a project with one BibTeX file in a folder, which is the only thing that is read."""
    site = site or PlainSite({"index": "Home", "papers": "Papers"})
    site.confdir = site.srcdir = site.doctreedir = folder
    site.outdir = folder / "_build"
    (folder / "papers.bib").write_text(bibtex, encoding="utf-8")
    problems: list[Problem] = []
    checked = Settings(sources=("papers.bib",), **settings)
    return Build(
        Project(
            checked, tables or Tables(), Record(dict(OF_PROJECT)), site, translate=str, report=problems.append
        ),
        problems,
    )
