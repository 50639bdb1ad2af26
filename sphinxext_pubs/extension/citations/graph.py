"""Who cites what in the project, in the order of its documents, and how citations are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.citations.disambiguation import NO_DISAMBIGUATION, Disambiguation, disambiguate
from sphinxext_pubs.citations.labels import Cited, authors, year
from sphinxext_pubs.extension.citations import footnotes
from sphinxext_pubs.extension.citations.intersphinx import address_elsewhere
from sphinxext_pubs.extension.citations.roles import PAGE, UNLINKED
from sphinxext_pubs.extension.citations.title_citations import TitleCitationQuery
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.nodes import pubs_footnote_mark
from sphinxext_pubs.extension.toctree_order import document_order
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.render.entry_view import slug

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain


@dataclass(frozen=True, slots=True)
class Place:
    """A place that cites a paper under a name: the id there (empty: it has none), its line.

    At the ``foot`` of a page is the whole reference, so that the paper needs no list.
    """

    name: str
    anchor: str = ""
    line: int = 0
    foot: bool = False


@dataclass
class Citations:
    """The citations of the project once all documents were read; worked out when asked for."""

    domain: PaperDomain
    _elsewhere: dict[str, str] = field(default_factory=dict)

    @cached_property
    def documents(self) -> list[str]:
        """The documents that cite anything, in the order of the project."""
        return document_order(self.domain.env, self.domain.data["citing"])

    def keys(self, scope: str, docname: str, prefix: str = "") -> tuple[str, ...]:
        """The keys that a document, or the whole project, cites, in the order of the citations.

        With a ``prefix`` only what is cited under names that begin with it.
        """
        if scope == "project" and not prefix:
            return self._of_project
        citing = self.domain.data["citing"]
        documents = self.documents if scope == "project" else [docname]
        names = (name for document in documents for name in citing.get(document, ()))
        return tuple(self._known(name.removeprefix(prefix) for name in names if name.startswith(prefix)))

    @cached_property
    def citing(self) -> dict[str, frozenset[str]]:
        """Key → the documents that cite it."""
        found: dict[str, set[str]] = {}
        for docname, names in self.domain.data["citing"].items():
            for name in names:
                if paper := self.domain.find(name)[0]:
                    found.setdefault(paper.key, set()).add(docname)
        return {key: frozenset(docnames) for key, docnames in found.items()}

    @cached_property
    def prefixes(self) -> dict[str, list[str]]:
        """What lists put before keys → their documents, the longer ones first."""
        answers = self.domain.data["answers"]
        found: dict[str, list[str]] = {}
        for docname in document_order(self.domain.env, answers):
            for prefix in {getattr(question, "key_prefix", "") for question, _ in answers[docname]} - {""}:
                found.setdefault(prefix, []).append(docname)
        return dict(sorted(found.items(), key=lambda row: (-len(row[0]), row[0])))

    @cached_property
    def _of_project(self) -> tuple[str, ...]:
        citing = self.domain.data["citing"]
        return tuple(self._known(name for docname in self.documents for name in citing[docname]))

    def _known(self, names: Iterable[str]) -> Iterator[str]:
        found = map(self.domain.shelf.library.get, names)
        return iter(dict.fromkeys(paper.key for paper in found if paper is not None))

    @cached_property
    def places(self) -> dict[str, dict[str, list[Place]]]:
        """Key → document → the places there, all in order."""
        found: dict[str, dict[str, list[Place]]] = {}
        cited = self.domain.data["cited"]
        for docname in document_order(self.domain.env, cited):
            for place in cited[docname]:
                if paper := self.domain.find(place.name)[0]:
                    found.setdefault(paper.key, {}).setdefault(docname, []).append(place)
        return found

    @cached_property
    def marks(self) -> dict[str, Disambiguation]:
        """What tells apart the papers that are cited or stand in a list of references, by key."""
        library = self.domain.shelf.library
        listed = (key for keys in self.domain.data["references"].values() for key in keys)
        papers = map(library.get, dict.fromkeys((*self._of_project, *self.citing, *listed)))
        return disambiguate(filter(None, papers), self._label)

    def _label(self, paper: Publication, mark: Disambiguation) -> tuple[str, str]:
        cited = Cited(paper, mark, translate=gettext, language=self.domain.env.config.language)
        return authors(cited), year(cited)

    def elsewhere(self, paper: Publication) -> str:
        """Where another project shows a paper that this one does not; empty for nowhere."""
        if paper.key not in self._elsewhere:
            self._elsewhere[paper.key] = address_elsewhere(self.domain, paper)
        return self._elsewhere[paper.key]

    def mark(self, key: str) -> Disambiguation:
        """What tells a paper apart."""
        return self.marks.get(key, NO_DISAMBIGUATION)


def is_citation(node: pending_xref) -> bool:
    """Whether this is a citation of a paper of this project, not of a named other one."""
    if node["reftype"] == PAGE:
        return False  # it leads to a page of a person, a venue …
    return (node["refdomain"] == "paper" or node["reftype"] == "any") and "intersphinx" not in node


#: Citations in footnotes, before and after docutils' own nodes are there.
_FOOT = (pubs_footnote_mark, nodes.footnote_reference)


def cited_names(document: nodes.document, *, feet: bool = True) -> tuple[str, ...]:
    """The names that a document cites, each once, in its order; ``feet`` with those in footnotes."""
    citing = (node for node in document.findall(_may_cite) if feet or not _is_foot(node))
    return tuple(dict.fromkeys(filter(None, map(_cited_name, citing))))


def _is_foot(node: nodes.Node) -> bool:
    return isinstance(node, _FOOT) or "pubs_foot" in cast("nodes.Element", node)


def _may_cite(node: nodes.Node) -> bool:
    return isinstance(node, (pending_xref, *_FOOT))


def _cited_name(node: nodes.Node) -> str:
    """The name that a node cites; empty where it is another one."""
    if isinstance(node, pending_xref):
        return str(node["reftarget"]) if is_citation(node) else ""
    item = cast("nodes.Element", node).get(footnotes.ITEM)
    return item[1] if item else ""


def anchor_citations(domain: PaperDomain, document: nodes.document) -> list[Place]:
    """Give every citation an id that no other document has, and say what is cited where.

    Ids depend on what the document says alone, whatever is in the library. ``:any:`` may lead to anything.
    """
    places = []
    prefix = f"cite-{slug(domain.env.docname)}"
    for node in document.findall(pending_xref):
        if not is_citation(node):
            continue
        name = node["reftarget"]
        anchor = _free_id(document, f"{prefix}-{slug(name)}", node) if _bears_id(node) else ""
        foot = node["reftype"] == "foot" or "pubs_foot" in node
        places.append(Place(name, anchor, _line(node), foot))
    return places


def _bears_id(node: pending_xref) -> bool:
    """Whether a citation can be linked to: not in a title, nor in a definition that is put in elsewhere."""
    around = node.parent
    while around is not None and not isinstance(around, nodes.title | nodes.substitution_definition):
        around = around.parent
    return around is None and node["reftype"] not in {*UNLINKED, "any", "empty"}


def _free_id(document: nodes.document, wanted: str, node: nodes.Element) -> str:
    if node["ids"]:
        return str(node["ids"][0])
    identifier, number = wanted, 1
    while identifier in document.ids:
        number += 1
        identifier = f"{wanted}-{number}"
    document.ids[identifier] = node
    node["ids"].append(identifier)
    return identifier


def _line(node: nodes.Node) -> int:
    around: nodes.Node | None = node
    while around is not None and not around.line:
        around = around.parent
    return (around and around.line) or 0


def word_titles(domain: PaperDomain, document: nodes.document, docname: str) -> None:
    """Let citations in titles read as they will: contents and ``<title>`` are made of unresolved titles."""
    for title in document.findall(nodes.title):
        for node in title.findall(pending_xref):
            if is_citation(node) and node["reftype"] != "any" and not node["refexplicit"]:
                question = TitleCitationQuery(node["reftarget"], node["reftype"])
                if words := question.digest(domain, docname):
                    domain.note_answer(docname, question, words)
                    cast("nodes.Element", node[0])[:] = [nodes.Text(words)]
