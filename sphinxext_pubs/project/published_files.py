"""The local files that pages link to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project


def linked_files(project: Project) -> Iterator[str]:
    """Yield the local files that pages link to and Sphinx copies, from the source directory."""
    loaded, generated = project.loaded, project.pages
    publications = loaded.index.publications
    keys = {*generated.papers}.union(*project.tables.listed.values())
    for terms in generated.terms.values():
        keys.update(publications[position].key for term in terms.values() for position in term.positions)
    for key in sorted(keys):
        paper = loaded.library.get(key)
        if paper is None or not paper.links:
            continue
        pdf = loaded.files.pdf_of(paper) if key in generated.papers else None  # copied next to the page
        yield from (path for path in loaded.files.of(paper).values() if not pdf or path != pdf[1])
    photos = loaded.files.photos
    yield from (photos[identity] for identity in generated.by_authority("people") if identity in photos)
