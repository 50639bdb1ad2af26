"""The row type of the FORMATS table, what the module of a format provides, and what it reads from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Publication


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text: decoded, with ``\\n`` for every line end and without forbidden characters.

    ``path`` is the path as people are shown it (posix, relative to the sources).
    """

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file that promises something else seems to be, and what its owner should do about it.

    ``pattern`` is searched for in the head of the text, in letters of either case; ``^`` is any line's.
    """

    label: str
    pattern: str
    advice: str

    def fits(self, head: str) -> bool:
        """Whether a text that begins so is of this kind."""
        return re.search(self.pattern, head, re.IGNORECASE | re.MULTILINE) is not None


@dataclass(frozen=True, slots=True)
class Format:
    """One external representation of publications.

    ``suffixes`` begin with a dot and are in lower case; ``module`` is the import path of its
    :class:`Codec`. ``sniff`` is a pattern found in every text of the format that holds anything; a
    format that is only written has none. ``seems`` tells of a text of this format that stands where
    another is expected, ``is_a`` names the general kind of text that it is one of (``an XML file``);
    ``unicode_only`` means that no configured encoding applies to it; ``media`` is the media type of what is
    written, empty for a format that is only read.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    module: str
    sniff: str = ""
    seems: Kind | None = None
    is_a: str = ""
    media: str = ""
    unicode_only: bool = False

    def fits(self, text: str) -> bool:
        """Whether a text can be read as this format."""
        return bool(self.sniff) and re.search(self.sniff, text) is not None


class Codec(Protocol):
    """What the module of a format holds, as functions; one that is only written or read lacks the other."""

    def read(self, sources: Sequence[Source]) -> Iterator[Publication | Problem]:
        """Publications and problems of all the project's sources of the format, in their order.

        As many entries as the data has are either yielded or counted in a problem.
        """

    def write(self, publications: Iterable[Publication]) -> str:
        """The publications in the format."""
