"""The row type of the FORMATS table, the interface of a format's module, and its input."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Publication


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file: decoded, with ``\\n`` for every line break and without forbidden characters.

    ``path`` is the path as messages show it (POSIX, relative to the sources).
    """

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """How to recognize a kind of text in a file with the wrong suffix, and the advice for its owner.

    ``pattern`` is searched for at the beginning of the text, ignoring case; ``^`` matches at every line.
    """

    label: str
    pattern: str
    advice: str

    def matches(self, head: str) -> bool:
        """True if the beginning of a text is of this kind."""
        return re.search(self.pattern, head, re.IGNORECASE | re.MULTILINE) is not None


@dataclass(frozen=True, slots=True)
class Format:
    """A file format of publications.

    ``suffixes`` begin with a dot and are in lower case. ``module`` is the import path of the
    :class:`Codec`. ``sniff`` is a pattern that occurs in every nonempty text of the format, or empty if
    the format is only written. ``signature`` recognizes texts of the format in files of other formats.
    ``general_label`` is the label of a more general kind of text (``an XML file``) that also matches.
    ``media_type`` is empty if the format is only read. If ``unicode_only``, ``pubs_encoding`` is ignored.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    module: str
    sniff: str = ""
    signature: Signature | None = None
    general_label: str = ""
    media_type: str = ""
    unicode_only: bool = False

    def matches(self, text: str) -> bool:
        """True if a text can be read as this format."""
        return bool(self.sniff) and re.search(self.sniff, text) is not None


class Codec(Protocol):
    """The functions of a format's module; a module lacks one if its format is only written or only read."""

    def read(self, sources: Sequence[Source]) -> Iterator[Publication | Problem]:
        """Yield the publications and problems of all sources of the format, in order.

        Every entry of the data is either yielded or counted in a problem.
        """

    def write(self, publications: Iterable[Publication]) -> str:
        """Return the publications in the format."""
