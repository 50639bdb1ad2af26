"""What a source is, whatever its name says: the format to read it with, or what it seems to be instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.formats.base import Format, Kind, Source
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin

#: How many unfinished merges of one file are reported one by one.
MAX_CONFLICTS = 20
#: How much of a text is looked at to tell what it is, in characters.
_HEAD = 8192


@dataclass(frozen=True, slots=True)
class Verdict:
    """The source to read (merge marks blanked), its format (None: there is nothing to read), and problems."""

    source: Source
    format: Format | None
    problems: tuple[Problem, ...] = ()


#: The formats that are read, in words.
_LABELS = [row.label for row in FORMATS if row.sniff]
_READABLE = f"{', '.join(_LABELS[:-1])} or {_LABELS[-1]}"
_EXPORT = f"export it as {_READABLE}"

#: Beginnings of binary files.
_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"SQLite format 3\0", "an SQLite database"),
)

#: Kinds of text that are none of FORMATS, the surer first.
_TEXTS: tuple[Kind, ...] = (
    Kind(
        "a Git LFS pointer",
        r"\A\s*version https://git-lfs\.github\.com/spec/",
        "fetch the file itself with “git lfs pull”",
    ),
    Kind(
        "an HTML page",
        r"\A\s*(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
        "a download may have given an error or login page: fetch the file again",
    ),
    Kind("a PubMed (nbib, MEDLINE) file", r"^PMID- ?\d", _EXPORT),
    Kind("an EndNote (Refer) file", r"^%0 \w", _EXPORT),
    Kind("a Web of Science file", r"\A\s*FN (?:Clarivate|ISI|Thomson)|^PT [JBSP]$", _EXPORT),
    Kind(
        "LaTeX's formatted bibliography (.bbl)",
        r"\\(?:bibitem|begin\{thebibliography\}|datalist)",
        "name the .bib file that it was made from",
    ),
    Kind("a table (CSV)", r"\A\"?(?:Key|Author|Authors|Title|Year|DOI)\"?[,;\t]", _EXPORT),
)

#: Kinds of which others are more exactly known.
_GENERAL: tuple[Kind, ...] = (Kind("an XML file", r"\A\s*<(?:\?xml|!doctype|[a-z][\w:.-]*[\s/>])", _EXPORT),)

#: Only comments, blank lines and emptiness: an honest bibliography without entries.
_COMMENTS = re.compile(r"(?:\s++|%[^\n]*+)*")
_ZEROS = 0.05

_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)
_CONFLICT_END = re.compile(r"^>{7} .*$", re.MULTILINE)
_CONFLICT_MARK = re.compile(r"^(?:[<>|]{7} .*|[|=]{7})$", re.MULTILINE)


def judge(source: Source, data: bytes, promised: Format | None) -> Verdict:
    """What is to be done with a source: its decoded text, its bytes, the format that its name promises."""
    binary = _binary(source.text, data)
    if binary:
        return _not_read(source, promised, binary, _EXPORT)
    row = promised or next((row for row in FORMATS if row.fits(source.text)), None)
    foreign = _foreign(source.text, row)
    if foreign is None and _COMMENTS.fullmatch(source.text):
        return Verdict(source, promised)
    if row is None or not row.fits(source.text):
        label, advice = (foreign.label, foreign.advice) if foreign else ("plain text", "check the file")
        return _not_read(source, row, label, advice)
    problems = [] if foreign is None else [_mistaken(source, row, foreign)]
    merged, conflicts = _without_conflicts(source)
    return Verdict(merged, row, (*problems, *conflicts))


def _binary(text: str, data: bytes) -> str:
    """What binary file it is; empty for text. Text in UTF-16 has zero bytes, but no U+0000."""
    head = data[:_HEAD]
    known = next((label for magic, label in _BINARY if head.startswith(magic)), "")
    lost = text[:_HEAD].count("\ufffd")
    return known or (
        "binary data" if lost > len(head) * _ZEROS and head.count(0) > len(head) * _ZEROS else ""
    )


def _foreign(text: str, row: Format | None) -> Kind | None:
    """The first kind of text that the head of a source shows, but for the format to read it with."""
    kinds = (*_TEXTS, *(each.seems for each in FORMATS if each.seems and each is not row), *_GENERAL)
    general = row.is_a if row is not None and row.fits(text) else ""
    return next((kind for kind in kinds if kind.label != general and kind.fits(text[:_HEAD])), None)


def _not_read(source: Source, row: Format | None, seems: str, advice: str) -> Verdict:
    expected = row.label if row else _READABLE
    message = f"This is not {expected}: it seems to be {seems}. Nothing is read from it; {advice}."
    return Verdict(source, None, (Problem(Code.NOT_BIBTEX, message, Origin(source.path, 1)),))


def _mistaken(source: Source, row: Format, foreign: Kind) -> Problem:
    message = (
        f"This seems to be {foreign.label}, not {row.label}; what it holds of {row.label} is read. "
        f"Please check it: {foreign.advice}."
    )
    return Problem(Code.NOT_BIBTEX, message, Origin(source.path, 1))


def _without_conflicts(source: Source) -> tuple[Source, tuple[Problem, ...]]:
    """The source with the marks of unfinished merges blanked, both sides kept, and a problem for each."""
    text = source.text
    if "<<<<<<< " not in text or not (_CONFLICT.search(text) and _CONFLICT_END.search(text)):
        return source, ()
    blanked = Source(source.path, _CONFLICT_MARK.sub("", text))
    return blanked, tuple(_conflicts(source))


def _conflicts(source: Source) -> Iterator[Problem]:
    line, last = 1, 0
    for number, found in enumerate(_CONFLICT.finditer(source.text)):
        line, last = line + source.text.count("\n", last, found.start()), found.start()
        if number == MAX_CONFLICTS:
            message = "More unresolved merge conflicts follow; both sides are read. Resolve them."
            yield Problem(Code.NOT_BIBTEX, message, Origin(source.path, line))
            return
        message = (
            "Unresolved merge conflict (“<<<<<<<”): both sides are read. Keep one side and remove the marks."
        )
        yield Problem(Code.NOT_BIBTEX, message, Origin(source.path, line))
