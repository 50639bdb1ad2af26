"""Entries of one work: a preprint and what was published of it, or the same paper twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.model.statuses import BY_TERM

#: Titles that are no longer than that are many works' (*Introduction*).
_SHORT = 12


def bare(text: str) -> str:
    """The letters and digits of a text: case, marks, spaces and kinds of dashes make no difference."""
    return "".join(re.findall(r"\w+", fold(text)))


def work_of(paper: Publication) -> str:
    """What entries of one work have in common: the title and the first author's family name; or empty."""
    title, people = bare(str(paper.title)), paper.author or paper.editor
    return f"{title}\n{fold(people[0].family or people[0].literal)}" if len(title) > _SHORT and people else ""


def is_preliminary(paper: Publication) -> bool:
    """Whether an entry is of a work that is not yet published: a preprint, submitted, in press …"""
    row = BY_TERM.get(paper.status)
    return paper.type == "article" or paper.status == "preprint" or (row is not None and row.awaited)


def are_apart(one: Publication, other: Publication) -> bool:
    """Whether two published works only have the same title, as editorials have: other years or volumes."""
    if is_preliminary(one) or is_preliminary(other):
        return False
    years = [each.issued.parts[0] for each in (one, other) if each.issued and each.issued.parts]
    if len(years) == 2 and abs(years[0] - years[1]) > 1:
        return True
    places = [(each.volume, each.issue) for each in (one, other)]
    same = bare(str(one.container_title)) == bare(str(other.container_title))
    return same and all(volume for volume, _ in places) and places[0] != places[1]


class Works:
    """The works of a library that have several entries."""

    def __init__(self, publications: Iterable[Publication]) -> None:
        self.publications = tuple(publications)

    @cached_property
    def _entries(self) -> dict[str, list[Publication]]:
        works: dict[str, list[Publication]] = {}
        for paper in self.publications:
            if work := work_of(paper):
                works.setdefault(work, []).append(paper)
        return {work: papers for work, papers in works.items() if len(papers) > 1}

    def of(self, paper: Publication) -> tuple[Publication, ...]:
        """All entries of the work of a paper, in their order; none where it is the only one."""
        entries = self._entries.get(work_of(paper), ()) if self._entries else ()
        found = tuple(other for other in entries if not are_apart(paper, other))
        return found if len(found) > 1 else ()

    def values(self, facet: str, paper: Publication) -> tuple[str, ...]:
        """What finds a paper beside its own status: that it was published, and another entry says where."""
        if facet != "status" or not is_preliminary(paper):
            return ()
        return (SUPERSEDED,) if not all(map(is_preliminary, self.of(paper) or (paper,))) else ()


#: The status of preprints whose publication is an entry too; a word of selections.
SUPERSEDED = "superseded"
