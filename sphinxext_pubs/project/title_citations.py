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


@dataclass(frozen=True, slots=True)
class StyledTitleQuery:
    """The query for the text of a citation in a title in a CSL style, by its position in the document.

    ``own`` is its text in the style of the package, until the citations of all documents are known.
    """

    position: int
    own: str

    @property
    def stage(self) -> Stage:
        """``REREADING``: the text depends on the citations of all documents."""
        return Stage.REREADING

    @property
    def depends_on_document(self) -> bool:
        """True: the position is that in the document."""
        return True

    def digest(self, project: Project, docname: str) -> str:
        """Return the text of the citation in its style, or ``own``."""
        if not (project.phase.knows_all and project.has_csl_styles):
            return self.own
        text = project.citation_texts.texts(docname).get(self.position)
        return ", ".join(map(str, text.texts)) if text is not None and text.texts else self.own
