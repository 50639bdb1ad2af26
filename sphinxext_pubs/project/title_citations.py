"""The text of citations in titles: Sphinx shows titles in places where references are not resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.disambiguation import NO_DISAMBIGUATION
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.project.requests import Stage
from sphinxext_pubs.project.targets import bracket_kind, find_target, label_at
from sphinxext_pubs.render.citation_forms import label

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project


class _TitleQuery:
    """A query that is answered when all documents are read: text, labels and letters depend on others."""

    __slots__ = ()

    @property
    def stage(self) -> Stage:
        """``REREADING``."""
        return Stage.REREADING

    @property
    def depends_on_document(self) -> bool:
        """True: labels are those in the list to which the citations of the document link."""
        return True


@dataclass(frozen=True, slots=True)
class TitleCitationQuery(_TitleQuery):
    """The query for the text of a citation in a title, by the name of the paper, the form and the item."""

    name: str
    form: str
    item: CitationItem | None = None
    scopes: tuple[str, ...] = ()

    def digest(self, project: Project, docname: str) -> str:
        """Return the text of the citation; with labels and letters when all documents have been read."""
        paper, prefix = project.citations.find(self.name)
        if paper is None:
            return ""
        if not project.phase.knows_all:
            cited = project.citations.cited(paper, self.item)
            return label(replace(cited, disambiguation=NO_DISAMBIGUATION), self.form)
        target = find_target(project, paper, docname, prefix, self.scopes)
        number = label_at(project, target, prefix + paper.key, self.form)
        return label(project.citations.cited(paper, self.item, number), self.form)


@dataclass(frozen=True, slots=True)
class TitleBracketQuery(_TitleQuery):
    """The query for the kind of brackets around a citation in a title, by names of papers and form."""

    names: tuple[str, ...]
    form: str
    scopes: tuple[str, ...] = ()

    def digest(self, project: Project, docname: str) -> str:
        """Return the kind of brackets, empty until all documents have been read."""
        if not project.phase.knows_all:
            return ""
        return bracket_kind(project, self.names, docname, self.form, self.scopes)


@dataclass(frozen=True, slots=True)
class StyledTitleQuery(_TitleQuery):
    """The query for the text of a citation in a title in a CSL style, by its position in the document.

    ``own`` is its text in the style of the package, until the citations of all documents are known.
    """

    position: int
    own: str

    def digest(self, project: Project, docname: str) -> str:
        """Return the text of the citation in its style, or ``own``."""
        if not (project.phase.knows_all and project.has_csl_styles):
            return self.own
        text = project.citation_texts.texts(docname).get(self.position)
        return ", ".join(map(str, text.texts)) if text is not None and text.texts else self.own
