"""The row type of the FORMATS table, the contract of a format's functions, and their input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, TypeAlias, cast

from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.table import Table


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file: decoded, with ``\\n`` for every line break and without forbidden characters."""

    path: str = field(metadata={"help": "The path as messages show it: POSIX, relative to the sources."})
    text: str = field(metadata={"help": "The text."})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How to recognize a kind of text in a file with the wrong suffix, and the advice for its owner."""

    label: str = field(metadata={"help": "The end of the message “it seems to be …”."})
    pattern: str = field(
        metadata={
            "help": "A regular expression that is searched for at the beginning of a text, ignoring case; "
            "``^`` matches at every line."
        }
    )
    advice: str = field(
        default="",
        metadata={
            "help": "A sentence without a period; by default to export the data in a format that can be read."
        },
    )
    syntax: str = field(
        default="",
        metadata={"help": "``xml`` or ``json`` if it is the whole syntax, which formats specialize."},
    )

    def find(self, head: str) -> re.Match[str] | None:
        """Return the first match in the beginning of a text, or None."""
        return re.search(self.pattern, head, re.IGNORECASE | re.MULTILINE)


class Reader(Protocol):
    """The function that reads a format."""

    def __call__(self, sources: Sequence[Source], /) -> Iterable[Publication | Problem]:
        """Yield the publications and problems of all files of the format, in their order.

        - **Nothing is lost**: every entry of the data is yielded as a publication or counted in a problem
          (``entries=1``), and one bad entry never hides another.
        - The ``origin`` of a publication or problem is the ``path`` of its source and a line from 1.
        - ``key`` is the key in the data, or empty: the caller makes keys for entries without one. Repeated
          keys are resolved and reported by the caller.
        - ``digest`` may be empty; it is then computed from the values of the publication.
        - The texts are hostile: a value is text, never markup, a path or code. Time and memory must be
          linear in the length of the text, so regular expressions must not backtrack.

        A function that raises does not stop the build: the caller reads the files one by one, keeps what was
        yielded before the exception, and reports it as a problem of the file.
        """


class Writer(Protocol):
    """The function that writes a format."""

    def __call__(self, publications: Iterable[Publication], /) -> str:
        """Return the publications as a file in the format, which ends with a line break.

        The same publications give the same text on any machine. A written publication that is read again is
        equal, as far as the format has fields for its values.
        """


class Codec(Protocol):
    """The functions of a format's module; a module lacks one if its format is only written or only read."""

    @property
    def read(self) -> Reader:
        """The function that reads the format."""

    @property
    def write(self) -> Writer:
        """The function that writes the format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file format of publications, which is read, written or both.

    To be read, it has a ``sniff``. To be written, it has a ``media_type``. Its functions are ``read`` and
    ``write``, or those of ``module``.
    """

    name: str = field(metadata={"help": "Its name in options, such as ``csl-json``."})
    label: str = field(metadata={"help": "Its name for readers."})
    suffixes: tuple[str, ...] = field(
        metadata={"help": "Its suffixes, in lower case, such as ``.xml``. Formats may share a suffix."}
    )
    module: str = field(
        default="",
        metadata={"help": "The import path of a module with the functions, imported on first use."},
    )
    read: Reader | None = field(
        default=None, repr=False, metadata={"help": "Yields the publications and problems of files."}
    )
    write: Writer | None = field(
        default=None,
        repr=False,
        metadata={"help": "Returns publications as a text that ends with a line break."},
    )
    help: str = field(
        default="", metadata={"help": "A sentence for the documentation: where such files come from."}
    )
    # Reading
    sniff: str = field(
        default="",
        metadata={
            "help": "A regular expression that occurs in every text with entries. It decides among formats "
            "with the same suffix; ``^`` matches at every line."
        },
    )
    blank: str = field(
        default=r"\s*", metadata={"help": "A regular expression for all of a text without entries."}
    )
    signature: Signature | None = field(
        default=None, metadata={"help": "How texts in the format are recognized in files of other formats."}
    )
    syntax: str = field(
        default="",
        metadata={
            "help": "``xml``, ``json`` or ``html``, if all its texts have that syntax and its "
            "suffixes do not say so."
        },
    )
    unicode_only: bool = field(
        default=False, metadata={"help": "True if :confval:`pubs_encoding` has no effect on its files."}
    )
    version: str = field(
        default="",
        metadata={
            "help": "A word that changes when the same text is read in another way, so that all sources are "
            "read again. They also are if the file of ``read`` changes."
        },
    )
    # Writing
    media_type: str = field(default="", metadata={"help": "Its media type, such as ``text/csv``."})
    download_suffix: str = field(
        default="",
        metadata={"help": "The suffix of written files, unique; by default the first of ``suffixes``."},
    )
    offered_on: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "The generated pages that offer the format: ``paper``, ``list`` (of people, venues …)."
        },
    )
    keeps_source: bool = field(
        default=False,
        metadata={"help": "True if it writes the original BibTeX fields, ``Publication.source``."},
    )
    bullet: str = field(
        default="",
        metadata={"help": "The text that each publication begins with in a file, but not on its page."},
    )

    @property
    def is_ours(self) -> bool:
        """True if the functions of the format are in this package."""
        return self.module.startswith(f"{_PACKAGE}.")

    @property
    def is_read(self) -> bool:
        """True if publications are read from the format."""
        return bool(self.sniff)

    @property
    def is_written(self) -> bool:
        """True if publications are written in the format."""
        return bool(self.media_type)

    @property
    def written_suffix(self) -> str:
        """The suffix of written files."""
        return self.download_suffix or self.suffixes[0]

    @property
    def syntaxes(self) -> frozenset[str]:
        """The syntaxes that the format specializes."""
        syntaxes = {self.syntax, *(suffix.rpartition(".")[2] for suffix in self.suffixes)} - {""}
        return frozenset(syntaxes | {"xml"} if "html" in syntaxes else syntaxes)

    @property
    def is_general(self) -> bool:
        """True if all texts of a syntax match the format: other formats of the syntax are more specific."""
        return self.signature is not None and bool(self.signature.syntax)

    def matches(self, text: str) -> bool:
        """True if a text can be read as this format."""
        return self.is_read and re.search(self.sniff, text, re.MULTILINE) is not None

    def is_blank(self, text: str) -> bool:
        """True if a text contains no entries, as in an empty file."""
        return self.is_read and re.fullmatch(self.blank, text) is not None


Formats: TypeAlias = Table[Format]

_PACKAGE = __name__.partition(".")[0]

#: What the options ``:download:`` and ``--format`` accept in addition to formats.
_RESERVED = frozenset({"atom", "keys", "table"})
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_SUFFIX = re.compile(r"(?:\.[a-z0-9_+-]+)+")

#: The rules of rows, each with the sentence about a row that breaks it.
_RULES: tuple[tuple[Callable[[Format], bool], str], ...] = (
    (
        lambda row: _NAME.fullmatch(row.name) is not None,
        "the name must consist of lower-case letters, digits and -",
    ),
    (lambda row: row.name not in _RESERVED, "options use this name for something else"),
    (lambda row: bool(row.label.strip()), "the label is empty"),
    (lambda row: bool(row.suffixes), "the suffixes are missing"),
    (
        lambda row: all(map(_SUFFIX.fullmatch, (*row.suffixes, row.written_suffix))),
        "a suffix must begin with a dot and be in lower case, such as “.xml”",
    ),
    (
        lambda row: row.is_read or row.is_written,
        "“sniff” (to be read) or “media_type” (to be written) is missing",
    ),
    (lambda row: bool(row.module or row.read) or not row.is_read, "“read” or “module” is missing"),
    (lambda row: bool(row.module or row.write) or not row.is_written, "“write” or “module” is missing"),
    (lambda row: row.is_read or row.read is None, "“sniff” is missing, which a format that is read has"),
    (
        lambda row: row.is_written or row.write is None,
        "“media_type” is missing, which a format that is written has",
    ),
    (lambda row: all(map(_compiles, _patterns(row))), "a pattern is not a valid regular expression"),
)


def check_format(row: Format, others: Iterable[Format]) -> None:
    """Raise ValueError with a sentence about the first rule that a row from outside breaks.

    ``others`` are the rows before it in the table, whose files downloads must not overwrite.
    """
    for rule, sentence in _RULES:
        if not rule(row):
            raise ValueError(sentence)
    for other in others:
        if row.is_written and other.is_written and row.written_suffix == other.written_suffix:
            sentence = (
                f"“{other.name}” is written with the suffix {row.written_suffix}; set “download_suffix”"
            )
            raise ValueError(sentence)


def _patterns(row: Format) -> tuple[str, ...]:
    return (row.sniff, row.blank, row.signature.pattern if row.signature else "")


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def load_reader(row: Format) -> Reader:
    """Return the function that reads a format; its module is imported on first use."""
    return row.read or _load_codec(row).read


def load_writer(row: Format) -> Writer:
    """Return the function that writes a format; its module is imported on first use."""
    return row.write or _load_codec(row).write


def _load_codec(row: Format) -> Codec:
    return cast("Codec", import_module(row.module))
