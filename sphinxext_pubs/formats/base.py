"""What the module of a format provides: the row type of the FORMATS table, and what it reads from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sphinxext_pubs.model import Publication
from sphinxext_pubs.problems import Problem


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text: decoded, with ``\\n`` for every line end and without forbidden characters.

    ``path`` is the path as people are shown it (posix, relative to the sources).
    """

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Format:
    """One external representation of publications; a format that is only written has no ``read``.

    ``read`` takes all the project's sources of the format together, in their order, and yields
    publications and problems in the order of the data: as many entries as the data has are either
    yielded or counted in a problem. ``sniff`` tells from the beginning of a text whether it is in
    this format; ``suffixes`` begin with a dot and are in lower case.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    read: Callable[[Sequence[Source]], Iterator[Publication | Problem]] | None = None
    write: Callable[[Iterable[Publication]], str] | None = None
    sniff: Callable[[str], bool] | None = None
