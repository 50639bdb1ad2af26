"""Entries of the same work: a preprint and its publication, or duplicates."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import fold, letters_and_digits
from sphinxext_pubs.model.statuses import BY_TERM

#: Titles up to this length are too generic to identify a work (*Introduction*).
_MAX_GENERIC_TITLE = 12


def work_key(paper: Publication) -> str:
    """Return a key equal for entries of one work (title and first author's family name), or empty."""
    title, people = letters_and_digits(str(paper.title)), paper.author or paper.editor
    return (
        f"{title}\n{fold(people[0].family or people[0].literal)}"
        if len(title) > _MAX_GENERIC_TITLE and people
        else ""
    )


def is_preliminary(paper: Publication) -> bool:
    """True if a work is not yet published: a preprint, submitted, in press …"""
    row = BY_TERM.get(paper.status)
    return paper.type == "article" or paper.status == "preprint" or (row is not None and row.awaited)


def are_different_works(first: Publication, second: Publication) -> bool:
    """True if two published works merely share a title, as editorials do: years or volumes differ."""
    if is_preliminary(first) or is_preliminary(second):
        return False
    years = [paper.issued.parts[0] for paper in (first, second) if paper.issued and paper.issued.parts]
    if len(years) == 2 and abs(years[0] - years[1]) > 1:
        return True
    volumes = [(paper.volume, paper.issue) for paper in (first, second)]
    same = letters_and_digits(str(first.container_title)) == letters_and_digits(str(second.container_title))
    return same and all(volume for volume, _ in volumes) and volumes[0] != volumes[1]


class Works:
    """The works of a library with several entries."""

    def __init__(self, publications: Iterable[Publication]) -> None:
        self.publications = tuple(publications)

    @cached_property
    def _entries(self) -> dict[str, list[Publication]]:
        works: dict[str, list[Publication]] = {}
        for paper in self.publications:
            if work := work_key(paper):
                works.setdefault(work, []).append(paper)
        return {work: papers for work, papers in works.items() if len(papers) > 1}

    def entries_of(self, paper: Publication) -> tuple[Publication, ...]:
        """Return all entries of a paper's work, in order, or () if it is the only one."""
        entries = self._entries.get(work_key(paper), ()) if self._entries else ()
        same_work = tuple(other for other in entries if not are_different_works(paper, other))
        return same_work if len(same_work) > 1 else ()

    def extra_values(self, paper: Publication) -> tuple[str, ...]:
        """Return additional values that find a paper: *superseded* if its publication is another entry."""
        if not is_preliminary(paper):
            return ()
        return (SUPERSEDED,) if not all(map(is_preliminary, self.entries_of(paper) or (paper,))) else ()


#: The status of preprints whose publication is another entry, for use in selections.
SUPERSEDED = "superseded"
