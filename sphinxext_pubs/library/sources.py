"""Files to formats to one Library, with the problems found on the way."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from sys import version_info

from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Library, Origin
from sphinxext_pubs.model.suggestions import did_you_mean, near_words

#: The size in bytes up to which a source is read: larger ones are no bibliographies.
MAX_SIZE = 64 * 2**20
_SIBLINGS = 500
_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A source: where it is, and its path as shown to people (posix, relative to the source directory)."""

    path: Path
    display: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the sources hold; the problems are in the order of the sources and of their lines."""

    library: Library
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a library is made from: the files' bytes, what is wrong with the patterns, the settings."""

    files: tuple[tuple[FoundFile, bytes], ...]
    problems: tuple[Problem, ...]
    encoding: str | None
    schemes: tuple[str, ...]


def find(
    patterns: Sequence[str], root: Path, built: Sequence[Path] = ()
) -> tuple[list[FoundFile], list[Problem]]:
    """The files that the patterns name (paths or globs, relative to ``root``), each once, in their order.

    What a glob matches is sorted by path; what lies in the folders ``built``, or in another folder that
    Sphinx writes, is passed over. A pattern that finds nothing is a problem.
    """
    files: dict[str, FoundFile] = {}
    problems: list[Problem] = []
    for pattern in patterns:
        found = _matches(pattern, root, built)
        if not found:
            problems.append(_missing(pattern, root))
        for file in found:
            files.setdefault(os.path.realpath(file.path), file)
    return list(files.values()), problems


def fingerprint(
    patterns: Sequence[str],
    root: Path,
    encoding: str | None = None,
    schemes: Collection[str] = (),
    built: Sequence[Path] = (),
) -> str:
    """The digest that the library of :func:`load` would have, without parsing anything."""
    return digest_of(gather(patterns, root, encoding, schemes, built))


# Finding


def _matches(pattern: str, root: Path, built: Sequence[Path]) -> list[FoundFile]:
    plain = root / pattern
    if not pattern.strip() or "\0" in pattern:
        return []
    if os.path.lexists(plain):
        return [FoundFile(plain, _display(pattern))]
    return _globbed(pattern, root, built) if _WILD.intersection(pattern) else []


#: Folders that Sphinx writes copies of sources into.
_WRITTEN = frozenset({"_build", "_downloads", "_sources"})


def _globbed(pattern: str, root: Path, built: Sequence[Path]) -> list[FoundFile]:
    """The files that a glob matches; links to directories are not followed by ``**``."""
    anchor = Path(pattern).anchor
    base = Path(anchor) if anchor else root
    try:
        matched = [path for path in base.glob(pattern[len(anchor) :]) if not path.is_dir()]
    except (ValueError, OSError, NotImplementedError):
        return []
    paths = [
        path
        for path in matched
        if _WRITTEN.isdisjoint(path.relative_to(base).parts) and not any(map(path.is_relative_to, built))
    ]
    names = [anchor + path.relative_to(base).as_posix() for path in paths]
    return [FoundFile(path, _display(name)) for name, path in sorted(zip(names, paths, strict=True))]


def _display(name: str) -> str:
    return PurePosixPath(os.path.normpath(name).replace(os.sep, "/")).as_posix()


def _missing(pattern: str, root: Path) -> Problem:
    what = "The glob matches no file" if _WILD.intersection(pattern) else "There is no such file"
    message = f"pubs_sources: {what}: “{pattern}”{_suggestion(pattern, root)}"
    return Problem(Code.SOURCE_MISSING, message, Origin("conf.py"))


def _suggestion(pattern: str, root: Path) -> str:
    """How the message ends: with the nearest names in the folder that the pattern means, or any there."""
    folder, _, name = pattern.replace(os.sep, "/").rpartition("/")
    names = _siblings(root / folder)
    near = near_words(name, names) or names[:3]
    shown = [f"{folder}/{each}" if folder else each for each in near]
    return did_you_mean(shown) or ". Paths are relative to the folder of conf.py."


def _siblings(folder: Path) -> list[str]:
    """The names in a folder (not too many of them) that promise a format; none where it cannot be read."""
    from sphinxext_pubs.formats import format_of

    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry, _ in zip(entries, range(_SIBLINGS), strict=False)]
    except (OSError, ValueError):
        return []
    return sorted(name for name in names if format_of(name))


# Reading


def gather(
    patterns: Sequence[str],
    root: Path,
    encoding: str | None,
    schemes: Collection[str],
    built: Sequence[Path],
) -> Inputs:
    """Read the files that the patterns name; what cannot be read is among the problems."""
    found, problems = find(patterns, root, built)
    files: list[tuple[FoundFile, bytes]] = []
    for file in found:
        data = _read(file)
        if isinstance(data, Problem):
            problems.append(data)
        else:
            files.append((file, data))
    return Inputs(tuple(files), tuple(problems), encoding or None, tuple(sorted(schemes)))


def _read(file: FoundFile) -> bytes | Problem:
    """The bytes of a regular file within the limit; a problem for anything else."""
    origin = Origin(file.display)
    try:
        status = file.path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem(Code.SOURCE_UNREADABLE, _not_a_file(file, status.st_mode), origin)
        if status.st_size > MAX_SIZE:
            return _too_large(file)
        with file.path.open("rb") as stream:
            data = stream.read(MAX_SIZE + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"The source “{file.display}” cannot be read ({reason}); it is ignored."
        return Problem(Code.SOURCE_UNREADABLE, message, origin)
    return data if len(data) <= MAX_SIZE else _too_large(file)


def _not_a_file(file: FoundFile, mode: int) -> str:
    if stat.S_ISDIR(mode):
        return f"The source “{file.display}” is a folder; name its files, as in “{file.display}/*.bib”."
    return f"The source “{file.display}” is not an ordinary file; it is ignored."


def _too_large(file: FoundFile) -> Problem:
    message = (
        f"The source “{file.display}” exceeds {MAX_SIZE // 2**20} MiB and is ignored. "
        "Split it into several files."
    )
    return Problem(Code.SOURCE_UNREADABLE, message, Origin(file.display))


# Digest and cache


def digest_of(inputs: Inputs) -> str:
    """A SHA-256 over all that the library depends on, the programs that read it included."""
    whole = hashlib.sha256()
    parts = [_reader_version(), inputs.encoding or "", repr(inputs.schemes)]
    parts += [f"{problem.origin}: {problem.message}" for problem in inputs.problems]
    parts += [f"{file.display}\0{hashlib.sha256(data).hexdigest()}" for file, data in inputs.files]
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        whole.update(len(encoded).to_bytes(8, "little") + encoded)
    return whole.hexdigest()


#: The packages that a library is made by.
_READERS = ("model", "notation", "formats", "library")


@lru_cache(maxsize=1)
def _reader_version() -> str:
    """What identifies the programs that make a library: our own readers' text, the parsers, Python."""
    package = Path(__file__).parents[1]
    own = hashlib.sha256()
    for path in sorted(path for name in _READERS for path in (package / name).rglob("*.py")):
        own.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    packages = [
        f"{name} {_version(name)}"
        for name in ("sphinxext-pubs", "bibtexparser", "pylatexenc", "rispy", "pyyaml")
    ]
    return "; ".join([own.hexdigest(), *packages, "python {}.{}".format(*version_info)])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
