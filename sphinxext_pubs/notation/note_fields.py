"""The fields in notes: Zotero's field “Extra”, which exports write as the note, and lines of programs.

Zotero and its citation processor read a line ``Label: value`` in it as a variable of CSL. A label is the
name of a variable or of a field of Zotero, in any case (``original-date``, ``Original Date``,
``numPages``). Better BibTeX adds ``tex.name: value``. Other lines are written by programs for themselves
(``ZSCC: 0000012``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sphinxext_pubs.model import csl_variables


@dataclass(frozen=True, slots=True)
class NoteFields:
    """The fields in a note, in its order, and the rest of it.

    ``variables`` are pairs of a CSL variable (or ``type``) and its value as written. A variable for names
    occurs once for each name, which is ``Family || Given`` or a literal. ``fields`` are pairs of a name in
    the notation of BibTeX and a value: ``arxiv``, ``oclc``, those of ``tex.`` lines, and those that programs
    write for themselves, which begin with ``zotero-``, as private fields do.
    """

    variables: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    note: str = ""


def split_note(note: str) -> NoteFields:
    """Return the fields in a note and the rest of it, for the notes of any format.

    In a note of several lines, each line is a field or not. As in citeproc-js, ambiguous labels
    (``publisher``) count until the first line without a label, except that the first line may lack one;
    labels that nobody writes in prose (``PMID``, ``event-place``) count in any line.

    A note on a single line may have lost its line breaks, as values of BibTeX do. Then the fields at its
    beginning are read, each up to the next label: ``ISSN: 1234-5678 Pages: 2-9``. The old notation
    ``{:variable: value}`` is read anywhere.
    """
    if ":" not in note and "=" not in note and "citation" not in note and "[TLDR]" not in note:
        return NoteFields(note=note)
    parts = _Parts()
    note = _BRACED.sub(parts.add_braced, note)
    lines = note.strip().split("\n")
    rest = _read_lines(parts, lines) if len(lines) > 1 else _read_flat(parts, lines[0])
    if not parts.variables and not parts.fields:
        return NoteFields(note=note)
    return NoteFields(tuple(parts.variables), tuple(parts.fields), rest.strip())


@dataclass(slots=True)
class _Parts:
    variables: list[tuple[str, str]] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)

    def add(self, row: _Label, value: str) -> None:
        """Add a field with a label."""
        (self.variables if row.is_variable else self.fields).append((row.target, value))

    def add_braced(self, match: re.Match[str]) -> str:
        """Add a field in the old notation and return what remains of it: an empty line, or the field."""
        row = _LABELS.get(_normalized(match[1]))
        if row is None or not (value := _whole_value(row, match[2])):
            return match[0]
        self.add(row, value)
        return "\n"


# Labels

_ANY = re.compile(r"\S")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\S+")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?10\.\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_SERIAL = re.compile(r"[\dXx][\dXx–-]{7,16}(?:(?:\s?[,;]\s?|\s)[\dXx][\dXx–-]{7,16})*")
_PMC = re.compile(r"(?:PMC)?\d+", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv:\s?)?(?:\d{4}\.\d{4,5}|[a-z-]{2,12}(?:\.[a-z]{2})?/\d{7})(?:v\d{1,3})?"
    r"(?:\s?\[[\w., :-]{1,40}\])?",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]{4,15}Z?)?")
_COUNTED = re.compile(r"(?:NoCitationData|\d+)(?:\[s\d\])?(?:\s\([\w ./-]{1,40}\))?(?:\s\[[\d-]{4,10}\])?")
_LETTERS = re.compile(r"[\w;:,–-]+")


@dataclass(frozen=True, slots=True)
class _Label:
    """A label: the variable or field that it names, how its value begins, and whether it is unmistakable.

    A value that is text (``_ANY``) is the rest of the line, or the text before the next label.
    """

    target: str
    is_variable: bool
    value: re.Pattern[str] = _ANY
    is_distinct: bool = False


def _normalized(label: str) -> str:
    """Return a label for comparison: Zotero ignores case, spaces, hyphens and humps."""
    return label.lower().replace(" ", "").replace("-", "").replace("_", "")


#: Variables with values of a certain form.
_FORMS = {
    "DOI": _DOI, "URL": _ADDRESS, "ISBN": _SERIAL, "ISSN": _SERIAL, "PMID": _NUMBER, "PMCID": _PMC,
}  # fmt: skip

#: Words of prose that are variables, too: they are not labels.
_PROSE = frozenset({"abstract", "annote", "custom", "division", "event", "note"})

#: Variables with an attribute in the model.
_ATTRIBUTES = (
    "title author editor container-title collection-title event-title event-place publisher publisher-place "
    "issued status genre edition volume issue number page DOI URL language keyword type"
)

#: The labels of Zotero's fields and creators (its schema), and of old versions → variables.
_ZOTERO = {
    "publisher": "company, distributor, institution, label, university, studio, backup publisher",
    "publisher-place": "place",
    "event-title": "conference name, meeting name, event title",
    "container-title": "publication title, book title, proceedings title, website title, blog title",
    "collection-title": "series, series title",
    "collection-number": "series number",
    "number-of-pages": "num pages, number of pages",
    "number-of-volumes": "number of volumes",
    "page": "pages",
    "archive_location": "archive location, loc in archive",
    "authority": "court, legislative body, issuing authority",
    "call-number": "call number",
    "dimensions": "artwork size, running time",
    "number": "report number, patent number, docket number, bill number",
    "genre": "thesis type, report type, manuscript type, map type, letter type, presentation type",
    "medium": "artwork medium",
    "license": "rights",
    "source": "library catalog, repository",
    "title-short": "short title",
    "version": "version number, prog version",
    "accessed": "access date",
    "issued": "date",
    "submitted": "filing date",
    "original-date": "orig date",
    "container-author": "book author",
    "collection-editor": "series editor",
    "reviewed-author": "reviewed author",
    "script-writer": "scriptwriter",
    "citation-key": "citation key, bibtex, bibtex*",
    "journalAbbreviation": "journal abbreviation, journal abbr",
}

#: The beginning of the names of fields that programs write for themselves.
_OWN = "zotero-"
#: Identifiers: label, the form of the value, and the name of the field.
_IDENTIFIERS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("arXiv", _ARXIV, "arxiv"),
    ("arXiv ID", _ARXIV, "arxiv"),
    ("JSTOR", _WORD, "jstor"),
    ("OCLC", _WORD, "oclc"),
    ("LCCN", _WORD, "lccn"),
    ("Zbl", _WORD, "zbl"),
    ("MR", _WORD, "mrnumber"),
    ("MR Number", _WORD, "mrnumber"),
    ("HAL ID", _WORD, "hal_id"),
    ("ADS Bibcode", _WORD, "bibcode"),
    ("Bibcode", _WORD, "bibcode"),
    ("MAG ID", _WORD, "mag_id"),
    ("S2ID", _WORD, "s2id"),
    ("Google Books ID", _WORD, "google-books-id"),
    ("ERIC Number", _WORD, "eric"),
    ("INSPIRE", _WORD, "inspire"),
    ("Page Version ID", _NUMBER, "page-version-id"),
    ("Accession Number", _WORD, "accession"),
)

#: Lines that programs write for themselves: the label and the form of the value. The name of the field is
#: the label.
_PROGRAMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("_eprint", _ADDRESS),
    # Citation counts
    ("ZSCC", _COUNTED),
    ("GSCC", _COUNTED),
    ("SCC", _COUNTED),
    ("Citations", _COUNTED),
    ("Citation Count", _COUNTED),
    ("Cited By", _COUNTED),
    # Dates of repositories and queries
    ("Accepted", _DAY),
    ("Query date", _DAY),
    ("Last Modified", _DAY),
    ("Read_Status", re.compile(r"[A-Z]\w+(?: Progress)?")),
    ("Read_Status_Date", _DAY),
    # Pages of Nature
    ("Bandiera_abtest", _WORD),
    ("Cc_license_type", _WORD),
    ("Cg_type", _ANY),
    ("Primary_atype", _ANY),
    ("Subject_term", _ANY),
    ("Subject_term_id", _LETTERS),
    # Manubot
    ("standard_id", _WORD),
    ("original_id", _WORD),
    ("original_standard_id", _WORD),
    ("input_id", _WORD),
    ("source_bibliography", _WORD),
    # Plugins
    ("Translators", re.compile(r"_:\S+")),
    ("JCR分区", _ANY),
    ("中科院分区", _ANY),
    ("影响因子", _WORD),
    ("titleTranslation", _ANY),
    ("abstractTranslation", _ANY),
)
#: The beginning of the names of fields that programs write for themselves.
_OWN = "zotero-"


def _make_labels() -> Iterator[tuple[str, _Label]]:
    """Yield the spelling of each label and its row."""
    names = (*_ATTRIBUTES.split(), *csl_variables.NAMES, *csl_variables.DATES, *csl_variables.TEXTS)
    for name in names:
        if name not in _PROSE:
            form = _FORMS.get(name, _ANY)
            yield name, _Label(name, True, form, "-" in name or name in _FORMS)
    for target, labels in _ZOTERO.items():
        for label in labels.split(", "):
            yield label, _Label(target, True, is_distinct=" " in label)
    for label, form, target in _IDENTIFIERS:
        yield label, _Label(target, False, form, True)
    for label, form in _PROGRAMS:
        yield label, _Label(_OWN + label.lower().strip("_").replace(" ", "-"), False, form, True)


_LABELS = {_normalized(spelling): row for spelling, row in _make_labels()}


def _pattern_of(spelling: str) -> str:
    return "[ _-]?".join(map(re.escape, re.split(r"[ _-]", spelling.lstrip("_"))))


_SPELLINGS = sorted({spelling for spelling, _ in _make_labels()}, key=lambda text: (-len(text), text))
#: A label with its colon in a note without line breaks.
_LABEL = re.compile(
    r"(?<![^\s;,|])(?P<label>(?:bib(?:la)?)?tex\.[\w-]{1,40}(?=\s?[:=])"
    rf"|_?(?:{'|'.join(map(_pattern_of, _SPELLINGS))}))\s?[:=]\s*",
    re.IGNORECASE,
)
_BRACED = re.compile(r"\{:([A-Za-z][A-Za-z_ -]{0,40}):([^{}\n]*)\}")
_TEX = re.compile(r"(?:bib(?:la)?)?tex\.(?P<name>[\w-]+)\Z", re.IGNORECASE)
#: Lines without a label that programs write, and the names of their fields.
_COUNT = r"(?<!\d)\d{1,9} citations?\b(?: \([\w ./-]{1,40}\))?(?: \[[\d-]{4,10}\])?"
_UNLABELED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(_COUNT, re.IGNORECASE), f"{_OWN}citations"),
    (re.compile(r"\[TLDR\] [^\n]+"), f"{_OWN}tldr"),
    (re.compile(r"This CSL (?:JSON )?Item was [^\n]{1,99} Manubot [^\n:]{1,99}\."), f"{_OWN}manubot"),
    (re.compile(r"Loaded from an external bibliography file by Manubot\."), f"{_OWN}manubot"),
)
_NEXT = re.compile(f"{_LABEL.pattern}|{_COUNT}", re.IGNORECASE)
_GAP = re.compile(r"\.?[\s;,|]*")


def _row_of(label: str) -> _Label | None:
    """Return the row of a label, or None."""
    if match := _TEX.match(label):
        return _Label(match["name"].lower(), False, _ANY, True)
    return _LABELS.get(_normalized(label))


def _whole_value(row: _Label, value: str) -> str:
    """Return the value of a label if all of it has the form of the label's values, else the empty string."""
    value = value.strip()
    if row.value is _ANY:
        return value
    value = value.rstrip(".,;")
    return value if row.value.fullmatch(value) else ""


# Notes with line breaks


def _read_lines(parts: _Parts, lines: list[str]) -> str:
    """Read the fields of lines, and return the others."""
    rest: list[str] = []
    at_top = True
    for number, line in enumerate(lines):
        if not _read_line(parts, line.strip(), at_top):
            at_top = at_top and (number == 0 or not line.strip())
            rest.append(line)
    return "\n".join(rest)


def _read_line(parts: _Parts, line: str, at_top: bool) -> bool:
    """Return True if a line is a field, which is added."""
    match = _LABEL.match(line)
    row = _row_of(match["label"]) if match else None
    if match and row and (at_top or row.is_distinct) and (value := _whole_value(row, line[match.end() :])):
        parts.add(row, value)
        return True
    for pattern, name in _UNLABELED:
        if pattern.fullmatch(line):
            parts.fields.append((name, line))
            return True
    return False


# Notes on a single line


def _read_flat(parts: _Parts, text: str) -> str:
    """Read the fields at the beginning of a text, and return the rest."""
    position = 0
    while position < len(text) and (end := _read_field(parts, text, position)) > position:
        gap = _GAP.match(text, end)
        position = gap.end() if gap else end
    return text[position:]


def _read_field(parts: _Parts, text: str, position: int) -> int:
    """Add the field at a position and return its end, or return the position if there is no field."""
    for pattern, name in _UNLABELED:
        if unlabeled := pattern.match(text, position):
            parts.fields.append((name, unlabeled[0]))
            return unlabeled.end()
    match = _LABEL.match(text, position)
    row = _row_of(match["label"]) if match else None
    if match is None or row is None:
        return position
    end = _end_of_value(row, text, match.end())
    if value := text[match.end() : end].strip().rstrip(",;"):
        parts.add(row, value)
        return end
    return position


def _end_of_value(row: _Label, text: str, start: int) -> int:
    """Return the end of a value that begins at ``start``, or ``start`` if it does not have its form."""
    if row.value is _ANY:
        following = _NEXT.search(text, start)
        return following.start() if following else len(text)
    match = row.value.match(text, start)
    if match is None or text[match.end() : match.end() + 1].strip(" .,;|"):
        return start
    return match.end()
