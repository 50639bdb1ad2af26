"""The text of citations in titles: Sphinx shows titles in places where references are not resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.disambiguation import NO_DISAMBIGUATION
from sphinxext_pubs.project.requests import Stage
from sphinxext_pubs.render.citation_forms import label

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project


@dataclass(frozen=True, slots=True)
class TitleCitationQuery:
    """The query for the text of a citation in a title, by the name of the paper and the form."""

    name: str
    form: str

    @property
    def stage(self) -> Stage:
        """``REREADING``: citations of other documents may have to be disambiguated from this one."""
        return Stage.REREADING

    @property
    def depends_on_document(self) -> bool:
        """False: every document gets the same answer."""
        return False

    def digest(self, project: Project, docname: str) -> str:
        """Return the text of the citation, disambiguated when all documents have been read."""
        paper, _ = project.citations.find(self.name)
        if paper is None:
            return ""
        cited = project.citations.cited(paper)
        return label(
            cited if project.phase.knows_all else replace(cited, disambiguation=NO_DISAMBIGUATION), self.form
        )
