"""How a citation in a title reads: Sphinx shows titles in places where nothing resolves citations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.disambiguation import NO_DISAMBIGUATION
from sphinxext_pubs.render.citation_forms import label

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project


@dataclass(frozen=True, slots=True)
class TitleCitationQuery:
    """The query how a citation of a paper by this name, in this form, reads in a title."""

    name: str
    form: str

    @property
    def of_project(self) -> bool:
        """True: a paper that is cited elsewhere may read the same."""
        return True

    @property
    def by_document(self) -> bool:
        """False: every document gets the same answer."""
        return False

    def digest(self, project: Project, docname: str) -> str:
        """Return the citation's words, disambiguated once all documents are read."""
        paper, _ = project.citations.find(self.name)
        if paper is None:
            return ""
        cited = project.citations.cited(paper)
        return label(
            cited if project.phase.knows_all else replace(cited, disambiguation=NO_DISAMBIGUATION), self.form
        )
