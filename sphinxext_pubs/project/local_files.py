"""Local files that the data links to; only files inside the source directory are published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sphinxext_pubs.model.links import is_local
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, entry_name
from sphinxext_pubs.model.publication import Library, Publication
from sphinxext_pubs.project.record_files import is_file

if TYPE_CHECKING:
    from sphinxext_pubs.entities.people import People


@dataclass(frozen=True, slots=True)
class LocalFiles:
    """The local files of a library.

    ``paths`` maps the folder of a source and a path as written to the path from the source directory.
    ``seen`` maps every path that was checked to whether the file exists, so that the next build can quickly
    check that nothing changed. ``photos`` maps ids of people to the paths of their photos.
    """

    paths: dict[tuple[str, str], str] = field(default_factory=dict)
    seen: dict[str, bool] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)

    def of(self, publication: Publication) -> dict[str, str]:
        """Return the local files of a publication: path as written → path from the source directory."""
        folder = _folder(publication)
        return {
            link.target: self.paths[folder, link.target]
            for link in publication.links
            if (folder, link.target) in self.paths
        }

    def pdf_of(self, publication: Publication) -> tuple[str, str] | None:
        """Return the local PDF of a paper, or None: path as written, path from the source directory."""
        for link in publication.links:
            path = self.paths.get((_folder(publication), link.target), "")
            if link.rel == "pdf" and path.lower().endswith(".pdf"):
                return link.target, path
        return None


def find_files(library: Library, srcdir: Path) -> tuple[LocalFiles, list[Problem]]:
    """Look for every local file of a library; a file that does not exist or is not public is a problem."""
    files, problems = LocalFiles(), []
    root = srcdir.resolve()
    for publication in library:
        for link in publication.links:
            if not is_local(link.target):
                continue
            path = _find(_folder(publication), link.target, root, files.seen)
            if path is None:
                problems.append(_missing_file(publication, link.rel, link.target))
            else:
                files.paths[_folder(publication), link.target] = path
    return files, problems


def find_photos(
    people: People, folder: str, root: Path, files: LocalFiles, is_image: Callable[[str], bool]
) -> list[Problem]:
    """Add the photos of a people file in ``folder`` to ``files``, and return the problems.

    ``is_image`` is True for the names of image files.
    """
    problems = []
    for person in people.persons:
        if not person.photo:
            continue
        image = is_image(person.photo)
        path = _find(folder, person.photo, root.resolve(), files.seen) if image else None
        if path is not None:
            files.photos[person.id] = path
        else:
            reason = "is not in the source directory" if image else "is not an image"
            message = f"The photo “{person.photo}” of “{person.id}” {reason}; it is ignored."
            problems.append(Problem(Code.LOCAL_FILE, message, person.photo_origin))
    return problems


def _missing_file(publication: Publication, rel: str, target: str) -> Problem:
    return Problem(
        Code.LOCAL_FILE,
        f"the {rel} file “{target}” is not in the source directory; its button is not shown",
        publication.origin,
        suggestion=Suggestion(remedy="Write its path relative to that directory, or a full address"),
        place=entry_name(publication.key),
        cause=f"{rel} files in {PurePosixPath(target).parent}",
    )


def _folder(publication: Publication) -> str:
    """Return the folder of a publication's source, from the source directory; empty if it is outside."""
    parent = PurePosixPath(publication.origin.path).parent
    return "" if parent.is_absolute() or ".." in parent.parts else parent.as_posix()


def _find(folder: str, target: str, root: Path, seen: dict[str, bool]) -> str | None:
    for candidate in _candidates(folder, target):
        exists = is_file(root / candidate)
        seen[candidate] = exists
        if exists and (path := public_path(root / candidate, root)):
            return path
    return None


def _candidates(folder: str, target: str) -> Iterator[str]:
    """Yield the candidates for a relative path: from the folder of the data, from the source directory."""
    if folder not in ("", "."):
        yield f"{folder}/{target}"
    yield target


def public_path(path: Path, root: Path) -> str | None:
    """Return a path relative to ``root``; None if it is outside, hidden, or ``conf.py``."""
    resolved = path.resolve()
    if not resolved.is_relative_to(root):
        return None
    relative = resolved.relative_to(root)
    if relative.as_posix().lower() == "conf.py" or any(part.startswith(".") for part in relative.parts):
        return None
    return relative.as_posix()
