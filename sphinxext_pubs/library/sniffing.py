"""Detect the format of a source from its content, or the kind of file it seems to be instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sphinxext_pubs.formats import formats_of, readable_formats
from sphinxext_pubs.formats.base import Format, Formats, Signature, Source
from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Origin

#: Number of characters of a text that are examined to detect its format.
_HEAD_LENGTH = 8192


@dataclass(frozen=True, slots=True)
class SniffResult:
    """The source to read (conflict marks blanked), its format (None: do not read it), and its problems."""

    source: Source
    format: Format | None
    problems: tuple[Problem, ...] = ()


#: Magic bytes of binary files.
_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"SQLite format 3\0", "an SQLite database"),
)

#: What precedes the root element of an XML file: its declaration, comments, a document type.
_PROLOG = (
    r"\A\s*+(?:<\?[^<>]{0,300}+>\s*+|<!--[^<>]{0,2000}+>\s*+|<!DOCTYPE\s[^<>\[\]]{0,400}+>\s*+){0,8}"
    r"<(?:\w+:)?"
)
#: XML that is only recognized: its name, the names of its root element, and what to do.
_XML_KINDS: tuple[tuple[str, str, str], ...] = (
    (
        "MODS XML",
        "mods(?:Collection)?",
        "convert it to BibTeX with “xml2bib” of bibutils, or import it into Zotero and export it from there",
    ),
    (
        "PubMed XML",
        "Pubmed(?:Book)?Article(?:Set)?|MedlineCitation(?:Set)?",
        "export it from PubMed in the format “PubMed” (.nbib)",
    ),
    ("MARC XML", r"collection\s[^<>]*MARC21|record\s[^<>]*MARC21", ""),
    ("JATS XML", r"article\s[^<>]*(?:dtd-version|article-type)|pmc-articleset", ""),
    ("DBLP XML", "dblp(?:person)?", "export it from DBLP as BibTeX"),
    ("DataCite XML", r"resource\s[^<>]*datacite", ""),
    ("Crossref XML", "crossref(?:_result|_metadata)?|doi_batch", ""),
    ("an arXiv or Atom feed", "feed", ""),
    ("TEI XML", "TEI|listBibl", ""),
    ("Microsoft Word's bibliography", "Sources", "export it as BibTeX from a reference manager"),
)


def _xml_kinds() -> Iterator[Signature]:
    """Yield the signatures of the kinds of XML."""
    for label, root, advice in _XML_KINDS:
        yield Signature(label=label, pattern=rf"{_PROLOG}(?:{root})(?!\w)", advice=advice)


#: Kinds of text that are not in FORMATS, the most reliable test first.
_TEXTS: tuple[Signature, ...] = (
    Signature(
        label="a Git LFS pointer",
        pattern=r"\A\s*version https://git-lfs\.github\.com/spec/",
        advice="fetch the file with “git lfs pull”",
    ),
    Signature(
        label="an HTML page",
        pattern=r"\A\s*(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
        advice="download the file again; this may be an error or login page",
        syntax="html",
    ),
    *_xml_kinds(),
    Signature(label="an EndNote (Refer) file", pattern=r"^%0 \w"),
    Signature(label="a Web of Science file", pattern=r"\A\s*FN (?:Clarivate|ISI|Thomson)|^PT [JBSP]$"),
    Signature(
        label="LaTeX's formatted bibliography (.bbl)",
        pattern=r"\\(?:bibitem|begin\{thebibliography\}|datalist)",
        advice="use the .bib file from which it was made",
    ),
    Signature(label="a table (CSV)", pattern=r"\A\"?(?:Key|Author|Authors|Title|Year|DOI)\"?[,;\t]"),
)

#: Kinds that other kinds specialize.
_GENERIC: tuple[Signature, ...] = (
    Signature(label="an XML file", pattern=r"\A\s*<(?:\?xml|!doctype|[a-z][\w:.-]*[\s/>])", syntax="xml"),
)

_MAX_ZERO_RATIO = 0.05

_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)
_CONFLICT_END = re.compile(r"^>{7} .*$", re.MULTILINE)
_CONFLICT_MARK = re.compile(r"^(?:[<>|]{7} .*|[|=]{7})$", re.MULTILINE)


def sniff_format(source: Source, data: bytes, formats: Formats) -> SniffResult:
    """Return how to read a decoded source, given its bytes: its suffix and its content decide."""
    expected = formats_of(source.path, formats)
    readable = readable_formats(formats)
    binary = _binary_type(source.text, data)
    if binary:
        return _reject(source, expected or readable, Signature(label=binary, pattern=""), readable)
    matching = _matching_formats(source.text, expected or readable)
    if not expected:
        matching = matching[:1]
    row = matching[0] if matching else None
    other = _other_kind(source.text, row, [other for other in readable if other not in (*expected, row)])
    is_plain = other is None or bool(other.syntax)
    if is_plain and any(format_.is_blank(source.text) for format_ in expected or readable):
        return SniffResult(source, None)
    if row is None:
        return _reject(source, expected or readable, other or _PLAIN, readable)
    if len(matching) > 1:
        return SniffResult(source, None, (_ambiguous_format(source, matching),))
    problems = [] if other is None else [_unexpected_format(source, row, other, readable)]
    blanked, conflicts = _blank_conflict_marks(source)
    return SniffResult(blanked, row, (*problems, *conflicts))


_PLAIN = Signature(label="plain text", pattern="", advice="check the file")


def _binary_type(text: str, data: bytes) -> str:
    """Return the type of a binary file, or empty for text. UTF-16 text has zero bytes, but no U+0000."""
    head = data[:_HEAD_LENGTH]
    label_of_magic = next((label for magic, label in _BINARY if head.startswith(magic)), "")
    replaced = text[:_HEAD_LENGTH].count("\ufffd")
    limit = len(head) * _MAX_ZERO_RATIO
    return label_of_magic or ("binary data" if replaced > limit and head.count(0) > limit else "")


def _matching_formats(text: str, rows: Sequence[Format]) -> list[Format]:
    """Return the formats that a text matches, without those that are less specific than others."""
    matching = [row for row in rows if row.matches(text)]
    matching = [row for row in matching if not row.is_general] or matching
    head = text[:_HEAD_LENGTH]
    return [row for row in matching if row.signature and row.signature.find(head)] or matching


def _other_kind(text: str, row: Format | None, others: Iterable[Format]) -> Signature | None:
    """Return the first kind that the beginning of a text matches, other than the format to read it with."""
    head = text[:_HEAD_LENGTH]
    kinds = (*_TEXTS, *(other.signature for other in others if other.signature), *_GENERIC)
    return next((kind for kind in kinds if _is_other(kind, head, row)), None)


def _is_other(kind: Signature, head: str, row: Format | None) -> bool:
    """True if a text is of a kind that the format does not specialize, and that is not its own kind."""
    found = kind.find(head)
    if found is None or row is None:
        return found is not None
    own = row.signature.find(head) if row.signature else None
    return kind.syntax not in row.syntaxes and (own is None or own.start() != found.start())


def _reject(
    source: Source, expected: Sequence[Format], seems: Signature, readable: Sequence[Format]
) -> SniffResult:
    sentence = f"This is not {_labels(expected)}: it seems to be {seems.label}. It is ignored"
    return SniffResult(source, None, (_problem(source, sentence, _advice(seems, readable)),))


def _unexpected_format(source: Source, row: Format, other: Signature, readable: Sequence[Format]) -> Problem:
    sentence = f"This seems to be {other.label}, not {row.label}; only {row.label} in it is read"
    return _problem(source, sentence, _advice(other, readable))


def _ambiguous_format(source: Source, rows: Sequence[Format]) -> Problem:
    """Return the problem of a text that several formats with the suffix of its file match."""
    unique = [
        suffix
        for row in rows
        for suffix in row.suffixes
        if not any(suffix in other.suffixes for other in rows if other is not row)
    ]
    sentence = f"This may be {_labels(rows)}, which have the same suffix. It is ignored"
    return _problem(source, sentence, f"give the file the suffix {' or '.join(unique)}" if unique else "")


def _problem(source: Source, sentence: str, remedy: str) -> Problem:
    return Problem(Code.NOT_BIBTEX, sentence, Origin(source.path, 1), suggestion=Suggestion(remedy=remedy))


def _advice(kind: Signature, readable: Sequence[Format]) -> str:
    return kind.advice or f"export it as {_labels(readable)}"


def _labels(rows: Sequence[Format]) -> str:
    """Return the labels of formats: “A, B or C”."""
    labels = [row.label for row in rows]
    return " or ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


def _blank_conflict_marks(source: Source) -> tuple[Source, tuple[Problem, ...]]:
    """Return the source with conflict marks blanked and both sides kept, and a problem for all conflicts."""
    text = source.text
    if "<<<<<<< " not in text or not (_CONFLICT.search(text) and _CONFLICT_END.search(text)):
        return source, ()
    blanked = Source(source.path, _CONFLICT_MARK.sub("", text))
    return blanked, (_conflict_problem(source),)


def _conflict_problem(source: Source) -> Problem:
    lines, line, last = [], 1, 0
    for match in _CONFLICT.finditer(source.text):
        line, last = line + source.text.count("\n", last, match.start()), match.start()
        lines.append(line)
    return Problem(
        Code.NOT_BIBTEX,
        "Unresolved merge conflict (“<<<<<<<”): both sides are read",
        Origin(source.path, lines[0]),
        suggestion=Suggestion(remedy="Keep one side and remove the marks"),
        uses=len(lines),
        more_lines=tuple(lines[1:]),
    )
