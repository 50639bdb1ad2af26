"""Detect the format of a source from its content, or the kind of file it seems to be instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.formats.base import Format, Signature, Source
from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Origin

#: Maximum number of merge conflicts of one file that are reported individually.
MAX_CONFLICTS = 20
#: Number of characters of a text that are examined to detect its format.
_HEAD_LENGTH = 8192


@dataclass(frozen=True, slots=True)
class SniffResult:
    """The source to read (conflict marks blanked), its format (None: do not read it), and its problems."""

    source: Source
    format: Format | None
    problems: tuple[Problem, ...] = ()


#: The labels of all formats that can be detected.
_LABELS = [row.label for row in FORMATS if row.sniff]
_READABLE = f"{', '.join(_LABELS[:-1])} or {_LABELS[-1]}"
_EXPORT = f"export it as {_READABLE}"

#: Magic bytes of binary files.
_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"SQLite format 3\0", "an SQLite database"),
)

#: Kinds of text that are not in FORMATS, the most reliable test first.
_TEXTS: tuple[Signature, ...] = (
    Signature(
        "a Git LFS pointer",
        r"\A\s*version https://git-lfs\.github\.com/spec/",
        "fetch the file with “git lfs pull”",
    ),
    Signature(
        "an HTML page",
        r"\A\s*(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
        "download the file again; this may be an error or login page",
    ),
    Signature("a PubMed (nbib, MEDLINE) file", r"^PMID- ?\d", _EXPORT),
    Signature("an EndNote (Refer) file", r"^%0 \w", _EXPORT),
    Signature("a Web of Science file", r"\A\s*FN (?:Clarivate|ISI|Thomson)|^PT [JBSP]$", _EXPORT),
    Signature(
        "LaTeX's formatted bibliography (.bbl)",
        r"\\(?:bibitem|begin\{thebibliography\}|datalist)",
        "use the .bib file from which it was made",
    ),
    Signature("a table (CSV)", r"\A\"?(?:Key|Author|Authors|Title|Year|DOI)\"?[,;\t]", _EXPORT),
)

#: Kinds that other kinds specialize.
_GENERIC: tuple[Signature, ...] = (
    Signature("an XML file", r"\A\s*<(?:\?xml|!doctype|[a-z][\w:.-]*[\s/>])", _EXPORT),
)

#: A file of comments and blank lines is a valid bibliography without entries.
_COMMENTS = re.compile(r"(?:\s++|%[^\n]*+)*")
_MAX_ZERO_RATIO = 0.05

_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)
_CONFLICT_END = re.compile(r"^>{7} .*$", re.MULTILINE)
_CONFLICT_MARK = re.compile(r"^(?:[<>|]{7} .*|[|=]{7})$", re.MULTILINE)


def sniff_format(source: Source, data: bytes, expected: Format | None) -> SniffResult:
    """Return how to read a decoded source, given its bytes and the format that its name suggests."""
    binary = _binary_type(source.text, data)
    if binary:
        return _reject(source, expected, binary, _EXPORT)
    row = expected or next((row for row in FORMATS if row.matches(source.text)), None)
    other = _other_format(source.text, row)
    if other is None and _COMMENTS.fullmatch(source.text):
        return SniffResult(source, expected)
    if row is None or not row.matches(source.text):
        label, advice = (other.label, other.advice) if other else ("plain text", "check the file")
        return _reject(source, row, label, advice)
    problems = [] if other is None else [_unexpected_format(source, row, other)]
    blanked, conflicts = _blank_conflict_marks(source)
    return SniffResult(blanked, row, (*problems, *conflicts))


def _binary_type(text: str, data: bytes) -> str:
    """Return the type of a binary file, or empty for text. UTF-16 text has zero bytes, but no U+0000."""
    head = data[:_HEAD_LENGTH]
    label_of_magic = next((label for magic, label in _BINARY if head.startswith(magic)), "")
    replaced = text[:_HEAD_LENGTH].count("\ufffd")
    limit = len(head) * _MAX_ZERO_RATIO
    return label_of_magic or ("binary data" if replaced > limit and head.count(0) > limit else "")


def _other_format(text: str, row: Format | None) -> Signature | None:
    """Return the first kind that the beginning of a text matches, other than the format to read it with."""
    kinds = (
        *_TEXTS,
        *(other.signature for other in FORMATS if other.signature and other is not row),
        *_GENERIC,
    )
    general = row.general_label if row is not None and row.matches(text) else ""
    return next((kind for kind in kinds if kind.label != general and kind.matches(text[:_HEAD_LENGTH])), None)


def _reject(source: Source, row: Format | None, seems: str, advice: str) -> SniffResult:
    expected = row.label if row else _READABLE
    sentence = f"This is not {expected}: it seems to be {seems}. It is ignored"
    origin, remedy = Origin(source.path, 1), Suggestion(remedy=advice)
    return SniffResult(source, None, (Problem(Code.NOT_BIBTEX, sentence, origin, suggestion=remedy),))


def _unexpected_format(source: Source, row: Format, other: Signature) -> Problem:
    sentence = f"This seems to be {other.label}, not {row.label}; only {row.label} in it is read"
    remedy = Suggestion(remedy=other.advice)
    return Problem(Code.NOT_BIBTEX, sentence, Origin(source.path, 1), suggestion=remedy)


def _blank_conflict_marks(source: Source) -> tuple[Source, tuple[Problem, ...]]:
    """Return the source with conflict marks blanked and both sides kept, and a problem for each conflict."""
    text = source.text
    if "<<<<<<< " not in text or not (_CONFLICT.search(text) and _CONFLICT_END.search(text)):
        return source, ()
    blanked = Source(source.path, _CONFLICT_MARK.sub("", text))
    return blanked, tuple(_conflict_problems(source))


def _conflict_problems(source: Source) -> Iterator[Problem]:
    line, last = 1, 0
    for number, match in enumerate(_CONFLICT.finditer(source.text)):
        line, last = line + source.text.count("\n", last, match.start()), match.start()
        if number == MAX_CONFLICTS:
            message = "More unresolved merge conflicts follow; both sides are read. Resolve them."
            yield Problem(Code.NOT_BIBTEX, message, Origin(source.path, line))
            return
        message = (
            "Unresolved merge conflict (“<<<<<<<”): both sides are read. Keep one side and remove the marks."
        )
        yield Problem(Code.NOT_BIBTEX, message, Origin(source.path, line))
