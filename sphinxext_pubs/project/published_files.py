"""The local files that pages link to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project


def linked_files(project: Project) -> Iterator[str]:
    """Yield the local files that pages link to and Sphinx copies, from the source directory."""
    loaded, generated = project.loaded, project.pages
    keys = {*generated.papers}.union(*project.tables.listed.values())
    for terms in generated.terms.values():
        keys.update(loaded.index.publications[at].key for term in terms.values() for at in term.positions)
    for key in sorted(keys):
        paper = loaded.library.get(key)
        if paper is None or not paper.links:
            continue
        beside = loaded.files.pdf_of(paper) if key in generated.papers else None
        yield from (path for path in loaded.files.of(paper).values() if not beside or path != beside[1])
    yield from (
        loaded.files.photos[each] for each in generated.terms.get("author", ()) if each in loaded.files.photos
    )
