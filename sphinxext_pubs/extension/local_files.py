"""Files that the data names: found inside the source directory, or refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from filecmp import cmp
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, cast

from sphinx.util.images import guess_mimetype

from sphinxext_pubs.entities.people import People
from sphinxext_pubs.extension.builders import splits
from sphinxext_pubs.extension.incremental.unchanged_paths import is_file
from sphinxext_pubs.model.links import is_local
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Library, Publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.extension.domain import PaperDomain


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


def find_photos(people: People, folder: str, root: Path, found: LocalFiles) -> list[Problem]:
    """Look for the photos of a people file that lies in ``folder``."""
    problems = []
    for person in people.persons:
        if not person.photo:
            continue
        kind = guess_mimetype(person.photo) or ""
        path = _find(folder, person.photo, root.resolve(), found.seen) if kind.startswith("image/") else None
        if path is not None:
            found.photos[person.id] = path
        else:
            reason = "is not in the source directory" if kind.startswith("image/") else "is not an image"
            message = f"The photo “{person.photo}” of “{person.id}” {reason}; it is ignored."
            problems.append(Problem(Code.LOCAL_FILE, message, person.photo_origin))
    return problems


def has_old_copies(app: Sphinx, beside: Mapping[str, str]) -> bool:
    """Whether a local file that pages lead to is another than its copy in the output folder.

    Sphinx copies files when it writes a page, whatever page. ``beside`` are our own copies, each with the
    file that it is one of.
    """
    if not splits(app.builder):
        return False
    root, outdir = Path(app.srcdir).resolve(), Path(app.outdir)
    if any(is_file(root / path) and not _same(root / path, outdir / copy) for copy, path in beside.items()):
        return True
    domain, names = cast("PaperDomain", app.env.domains["paper"]), type(app.env.dlfiles)()
    seen = (_published(root / candidate, root) for candidate, there in domain.data["seen"].items() if there)
    copies = {path: outdir / "_downloads" / names.add_file("", path) for path in seen if path}
    old = {path for path, copy in copies.items() if copy.is_file() and not _same(root / path, copy)}
    return bool(old) and not old.isdisjoint(copied(domain))


def _same(path: Path, copy: Path) -> bool:
    """Whether a copy is one; what cannot be read is no copy."""
    try:
        return cmp(path, copy)
    except OSError:
        return False


def copy_file(path: Path, copy: Path) -> None:
    """Copy a file with its time, unless the copy is one; an OSError where it cannot be read or written."""
    if not _same(path, copy):
        copy.unlink(missing_ok=True)
        shutil.copy2(path, copy)


def copied(domain: PaperDomain) -> Iterator[str]:
    """The local files that Sphinx copies for us, from the source directory: all that pages lead to."""
    shelf, generated = domain.shelf, domain.generated
    keys = {*generated.papers}.union(*domain.data["listed"].values())
    for terms in generated.terms.values():
        keys.update(shelf.index.publications[at].key for term in terms.values() for at in term.positions)
    for key in sorted(keys):
        paper = shelf.library.get(key)
        if paper is None or not paper.links:
            continue
        beside = shelf.files.pdf_of(paper) if key in generated.papers else None
        yield from (path for path in shelf.files.of(paper).values() if not beside or path != beside[1])
    yield from (
        shelf.files.photos[each] for each in generated.terms.get("author", ()) if each in shelf.files.photos
    )


def _missing(publication: Publication, rel: str, target: str) -> Problem:
    return Problem(
        Code.LOCAL_FILE,
        f"The {rel} file “{target}” of “{publication.key}” is not in the source directory, so there is no "
        "button for it. Write its path from that directory, or a full address.",
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
        if there and (path := _published(root / candidate, root)):
            return path
    return None


def _candidates(folder: str, target: str) -> Iterator[str]:
    """Where a relative path may lead: beside the data first, then from the source directory."""
    if folder not in ("", "."):
        yield f"{folder}/{target}"
    yield target


def _published(path: Path, root: Path) -> str | None:
    """The path from ``root``, unless it leads out of it or to something that is nobody's business."""
    resolved = path.resolve()
    if not resolved.is_relative_to(root):
        return None
    inside = resolved.relative_to(root)
    if inside.as_posix().lower() == "conf.py" or any(part.startswith(".") for part in inside.parts):
        return None
    return inside.as_posix()
