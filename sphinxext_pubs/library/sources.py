"""Find and read the source files, and compute the digest of a library's inputs."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection, Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from io import BufferedReader
from pathlib import Path, PurePosixPath
from sys import version_info
from typing import TYPE_CHECKING, TypeVar

from sphinxext_pubs.model.problems import Code, Problem, Suggestion, missing_file, relative_to_conf
from sphinxext_pubs.model.publication import Library, Origin

if TYPE_CHECKING:
    from sphinxext_pubs.formats.base import Format, Formats

#: Maximum size of a source in bytes; larger files are unlikely to be bibliographies.
MAX_SIZE = 64 * 2**20
_SIBLINGS = 500
_WILDCARDS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A source file: its path, and its path for messages (posix, relative to the source directory)."""

    path: Path
    display_path: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """The library of the sources, and their problems in the order of sources and lines."""

    library: Library
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a library depends on: files' bytes, problems of the patterns, settings, and formats."""

    files: tuple[tuple[FoundFile, bytes], ...]
    problems: tuple[Problem, ...]
    encoding: str | None
    schemes: tuple[str, ...]
    formats: Formats


def find_files(
    patterns: Sequence[str],
    root: Path,
    output_folders: Sequence[Path] = (),
    formats: Formats | None = None,
) -> tuple[list[FoundFile], list[Problem]]:
    """Return the files that the patterns (paths or globs relative to ``root``) match, each once, in order.

    The matches of a glob are sorted by path; those in ``output_folders``, or in another folder that
    Sphinx writes, are skipped. A pattern without a match is a problem, which suggests files of
    ``formats``, if given.
    """
    files: dict[str, FoundFile] = {}
    missing: list[str] = []
    for pattern in patterns:
        matches = _match_pattern(pattern, root, output_folders)
        if not matches:
            missing.append(pattern)
        for file in matches:
            files.setdefault(os.path.realpath(file.path), file)
    return list(files.values()), [_missing_source(pattern, root, formats, files) for pattern in missing]


def fingerprint(
    patterns: Sequence[str],
    root: Path,
    encoding: str | None = None,
    schemes: Collection[str] = (),
    output_folders: Sequence[Path] = (),
    *,
    formats: Formats | None = None,
) -> str:
    """Return the digest that the library of :func:`load` would have, without parsing or keeping anything.

    Without ``formats`` it does not depend on the formats, which are not imported then.
    """
    files, problems = find_files(patterns, root, output_folders, formats)
    digests: list[tuple[FoundFile, str]] = []
    for file in files:
        digest = _use_file(file, MAX_SIZE, _content_digest)
        if isinstance(digest, Problem):
            problems.append(digest)
        else:
            digests.append((file, digest))
    return _combined_digest(digests, problems, encoding or None, tuple(sorted(schemes)), formats)


# Finding


def _match_pattern(pattern: str, root: Path, output_folders: Sequence[Path]) -> list[FoundFile]:
    plain = root / pattern
    if not pattern.strip() or "\0" in pattern:
        return []
    if os.path.lexists(plain):
        return [FoundFile(plain, _display_path(pattern))]
    return _expand_glob(pattern, root, output_folders) if _WILDCARDS.intersection(pattern) else []


#: Folders to which Sphinx copies sources.
_OUTPUT_FOLDERS = frozenset({"_build", "_downloads", "_sources"})


def _expand_glob(pattern: str, root: Path, output_folders: Sequence[Path]) -> list[FoundFile]:
    """Return the files that a glob matches, sorted by name, without those in folders that Sphinx writes.

    The name of a file in the source directory is its real path.
    """
    from sphinxext_pubs.library.globs import expand_glob  # only for a glob

    anchor = Path(pattern).anchor
    base = Path(anchor) if anchor else root
    real_base = os.path.realpath(base)
    files: list[tuple[str, Path]] = []
    for real_path, name in expand_glob(base, Path(pattern[len(anchor) :]).parts).items():
        path = Path(real_path)
        if not anchor and path.is_relative_to(real_base):
            name, path = path.relative_to(real_base).as_posix(), base / path.relative_to(real_base)
        is_output = not _OUTPUT_FOLDERS.isdisjoint(PurePosixPath(name).parts)
        if not is_output and not any(map(path.is_relative_to, output_folders)):
            files.append((anchor + name, path))
    return [FoundFile(path, _display_path(name)) for name, path in sorted(files)]


def _display_path(name: str) -> str:
    return PurePosixPath(os.path.normpath(name).replace(os.sep, "/")).as_posix()


def _missing_source(pattern: str, root: Path, formats: Formats | None, found: Container[str]) -> Problem:
    from sphinxext_pubs.library.globs import find_fault  # only if a file is missing

    if (fault := find_fault(pattern)) is not None:
        return Problem(Code.SOURCE_MISSING, fault[0], Origin("conf.py"), suggestion=fault[1])
    is_glob = _WILDCARDS.intersection(pattern)
    sentence = f"No file matches “{pattern}”" if is_glob else missing_file("file", pattern)
    near = _near_files(pattern, root, formats, found) if formats is not None else ()
    suggestion = Suggestion(near, relative_to_conf("pubs_sources"))
    return Problem(Code.SOURCE_MISSING, sentence, Origin("conf.py"), suggestion=suggestion)


def _near_files(pattern: str, root: Path, formats: Formats, found: Container[str]) -> tuple[str, ...]:
    """Return the most similar names in the folder of the pattern, or any names, without sources."""
    from sphinxext_pubs.model.suggestions import near_words  # only if a file is missing

    folder, _, name = pattern.replace(os.sep, "/").rpartition("/")
    siblings = _sibling_names(root / folder, formats)
    names = [name for name in siblings if os.path.realpath(root / folder / name) not in found]
    near = near_words(name, names) or names[:3]
    return tuple(f"{folder}/{name}" if folder else name for name in near)


def _sibling_names(folder: Path, formats: Formats) -> list[str]:
    """Return the names in a folder (up to a limit) of a known format, or [] if it cannot be read."""
    from sphinxext_pubs.formats import formats_of  # only if a file is missing

    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry, _ in zip(entries, range(_SIBLINGS), strict=False)]
    except (OSError, ValueError):
        return []
    return sorted(name for name in names if formats_of(name, formats))


# Reading


def read_inputs(
    patterns: Sequence[str],
    root: Path,
    encoding: str | None,
    schemes: Collection[str],
    output_folders: Sequence[Path],
    *,
    formats: Formats,
    max_size: int = MAX_SIZE,
) -> Inputs:
    """Read the files that the patterns match; a file that cannot be read is a problem."""
    sources, problems = find_files(patterns, root, output_folders, formats)
    files: list[tuple[FoundFile, bytes]] = []
    for file in sources:
        data = read_file(file, max_size)
        if isinstance(data, Problem):
            problems.append(data)
        else:
            files.append((file, data))
    return Inputs(tuple(files), tuple(problems), encoding or None, tuple(sorted(schemes)), formats)


def read_file(file: FoundFile, max_size: int = MAX_SIZE) -> bytes | Problem:
    """Return the bytes of a regular file of up to ``max_size`` bytes, or a problem."""
    data = _use_file(file, max_size, lambda stream: stream.read(max_size + 1))
    return _too_large(file, max_size) if isinstance(data, bytes) and len(data) > max_size else data


def _content_digest(stream: BufferedReader) -> str:
    return hashlib.file_digest(stream, "sha256").hexdigest()


_Result = TypeVar("_Result")


def _use_file(file: FoundFile, max_size: int, use: Callable[[BufferedReader], _Result]) -> _Result | Problem:
    """Return what a function makes of a regular file of up to ``max_size`` bytes, or a problem."""
    origin = Origin(file.display_path)
    try:
        status = file.path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem(Code.SOURCE_UNREADABLE, _not_a_file(file, status.st_mode), origin)
        if status.st_size > max_size:
            return _too_large(file, max_size)
        with file.path.open("rb") as stream:
            return use(stream)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"The source “{file.display_path}” cannot be read ({reason}); it is ignored."
        return Problem(Code.SOURCE_UNREADABLE, message, origin)


def _not_a_file(file: FoundFile, mode: int) -> str:
    path = file.display_path
    if stat.S_ISDIR(mode):
        return f"The source “{path}” is a folder. Name its files, as in “{path}/*.bib”."
    return f"The source “{path}” is not a regular file; it is ignored."


def _too_large(file: FoundFile, max_size: int) -> Problem:
    message = (
        f"The source “{file.display_path}” exceeds {max_size // 2**20} MiB and is ignored. "
        "Split it into several files."
    )
    return Problem(Code.SOURCE_UNREADABLE, message, Origin(file.display_path))


# Digest and cache


def inputs_digest(inputs: Inputs) -> str:
    """Return the SHA-256 of all that the library depends on, including the code that reads it."""
    digests = [(file, hashlib.sha256(data).hexdigest()) for file, data in inputs.files]
    return _combined_digest(digests, inputs.problems, inputs.encoding, inputs.schemes, inputs.formats)


def _combined_digest(
    digests: Sequence[tuple[FoundFile, str]],
    problems: Sequence[Problem],
    encoding: str | None,
    schemes: tuple[str, ...],
    formats: Formats | None,
) -> str:
    digest = hashlib.sha256()
    parts = [_reader_version(), encoding or "", repr(schemes)]
    if formats is not None:
        from sphinxext_pubs.formats import readable_formats  # only if sources are read

        parts += map(_format_version, readable_formats(formats))
    parts += [f"{problem.origin}: {problem.message}" for problem in problems]
    parts += [f"{file.display_path}\0{content_digest}" for file, content_digest in digests]
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "little") + encoded)
    return digest.hexdigest()


#: The packages whose code reads a library.
_READER_PACKAGES = ("model", "notation", "formats", "library")


@lru_cache(maxsize=1)
def _reader_version() -> str:
    """Return what identifies the code that reads a library: our readers' source, the parsers, Python."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(path for name in _READER_PACKAGES for path in (package / name).rglob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    packages = [
        f"{name} {_package_version(name)}"
        for name in ("bibtexparser", "pylatexenc", "rispy", "pyyaml", "charset-normalizer")
    ]
    return "; ".join([digest.hexdigest(), *packages, "python {}.{}".format(*version_info)])


def _format_version(row: Format) -> str:
    """Return what identifies a format and the code that reads it; for our formats, the row is enough."""
    if row.is_ours:
        return repr(row)
    try:
        code = hashlib.sha256(Path(_reader_file(row)).read_bytes()).hexdigest()
    except OSError:  # not a Python file
        code = ""
    return f"{row!r} {code}"


def _reader_file(row: Format) -> str:
    """Return the file of the function that reads a format, without importing it; empty if it is unknown."""
    if row.read is not None:
        return str(getattr(getattr(row.read, "__code__", None), "co_filename", ""))
    try:
        spec = find_spec(row.module)
    except (ImportError, ValueError):  # reported when a file is read
        return ""
    return (spec.origin or "") if spec else ""


def _package_version(package: str) -> str:
    """Return the version of an installed package, or an empty string.

    ``importlib.metadata.version`` reads all metadata with the package for e-mail, which takes 3 milliseconds.
    """
    try:
        metadata = distribution(package).read_text("METADATA") or ""
    except PackageNotFoundError:
        return ""
    return metadata.partition("\nVersion: ")[2].partition("\n")[0]
