"""Files that the data names: found inside the source directory, or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sphinxext_pubs.model.links import is_local
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Library, Publication

if TYPE_CHECKING:
    from sphinxext_pubs.entities.people import People


@dataclass(frozen=True, slots=True)
class LocalFiles:
    """The local files of a library: by folder of the data and path as written, the path from the root.

    ``seen`` holds every path that was looked for and whether it was there, so that the next build
    can tell cheaply that nothing changed. ``photos`` are those of people, by their ids.
    """

    paths: dict[tuple[str, str], str] = field(default_factory=dict)
    seen: dict[str, bool] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)

    def of(self, publication: Publication) -> dict[str, str]:
        """The local files of a publication: path as written → path from the source directory."""
        folder = _folder(publication)
        return {
            link.target: self.paths[folder, link.target]
            for link in publication.links
            if (folder, link.target) in self.paths
        }

    def pdf_of(self, publication: Publication) -> tuple[str, str] | None:
        """The paper itself as a local PDF: path as written, path from the source directory."""
        for link in publication.links:
            path = self.paths.get((_folder(publication), link.target), "")
            if link.rel == "pdf" and path.lower().endswith(".pdf"):
                return link.target, path
        return None


def find_files(library: Library, srcdir: Path) -> tuple[LocalFiles, list[Problem]]:
    """Look for every local file that the library names; what cannot be published is a problem."""
    found, problems = LocalFiles(), []
    root = srcdir.resolve()
    for publication in library:
        for link in publication.links:
            if not is_local(link.target):
                continue
            path = _find(_folder(publication), link.target, root, found.seen)
            if path is None:
                problems.append(_missing(publication, link.rel, link.target))
            else:
                found.paths[_folder(publication), link.target] = path
    return found, problems


def find_photos(
    people: People, folder: str, root: Path, found: LocalFiles, is_image: Callable[[str], bool]
) -> list[Problem]:
    """Look for the photos of a people file that lies in ``folder``; ``is_image`` tells by a file's name."""
    problems = []
    for person in people.persons:
        if not person.photo:
            continue
        image = is_image(person.photo)
        path = _find(folder, person.photo, root.resolve(), found.seen) if image else None
        if path is not None:
            found.photos[person.id] = path
        else:
            reason = "is not in the source directory" if image else "is not an image"
            message = f"The photo “{person.photo}” of “{person.id}” {reason}; it is ignored."
            problems.append(Problem(Code.LOCAL_FILE, message, person.photo_origin))
    return problems


def _missing(publication: Publication, rel: str, target: str) -> Problem:
    return Problem(
        Code.LOCAL_FILE,
        f"Entry “{publication.key}”: the {rel} file “{target}” is not in the source directory; "
        "its button is not shown. Write its path relative to that directory, or a full address.",
        publication.origin,
    )


def _folder(publication: Publication) -> str:
    """The folder of the data, from the source directory; empty where it lies outside."""
    parent = PurePosixPath(publication.origin.path).parent
    return "" if parent.is_absolute() or ".." in parent.parts else parent.as_posix()


def _find(folder: str, target: str, root: Path, seen: dict[str, bool]) -> str | None:
    for candidate in _candidates(folder, target):
        there = is_file(root / candidate)
        seen[candidate] = there
        if there and (path := public_path(root / candidate, root)):
            return path
    return None


def _candidates(folder: str, target: str) -> Iterator[str]:
    """Where a relative path may lead: beside the data first, then from the source directory."""
    if folder not in ("", "."):
        yield f"{folder}/{target}"
    yield target


def public_path(path: Path, root: Path) -> str | None:
    """Return a path from ``root``; None if it is outside, hidden, or ``conf.py``."""
    resolved = path.resolve()
    if not resolved.is_relative_to(root):
        return None
    inside = resolved.relative_to(root)
    if inside.as_posix().lower() == "conf.py" or any(part.startswith(".") for part in inside.parts):
        return None
    return inside.as_posix()


def paths_unchanged(seen: dict[str, bool], srcdir: Path) -> bool:
    """True if every path that was looked for is still there, or still is not."""
    return all(is_file(srcdir / path) == there for path, there in seen.items())


def is_file(path: Path) -> bool:
    """True if a file is there; a name that the system cannot take is not one."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long for the system, or with a NUL
        return False
