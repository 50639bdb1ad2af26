"""How a citation in a title reads: Sphinx shows titles in places where nothing resolves citations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.disambiguation import NO_DISAMBIGUATION
from sphinxext_pubs.render.citation_forms import label

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain


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

    def digest(self, domain: PaperDomain, docname: str) -> str:
        """Return the citation's words, disambiguated once all documents are read."""
        from sphinxext_pubs.extension.citations.targets import cited_as

        paper, _ = domain.find(self.name)
        if paper is None:
            return ""
        cited = cited_as(domain, paper)
        return label(cited if domain.settled else replace(cited, disambiguation=NO_DISAMBIGUATION), self.form)
