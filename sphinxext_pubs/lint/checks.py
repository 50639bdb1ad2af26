"""CHECKS: checks for incomplete or inconsistent entries, one row each, for ``sphinx-pubs check``.

To add a check, add a row: its code, its help text, and a function from papers to problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from os.path import isfile
from pathlib import Path

from sphinxext_pubs.entities.disambiguation import Identities
from sphinxext_pubs.entities.people import People
from sphinxext_pubs.entities.venues_file import KnownVenues
from sphinxext_pubs.entities.versions import are_different_works, is_preliminary, work_key
from sphinxext_pubs.model.links import DOI_REMEDY, invalid_doi, is_doi, is_local
from sphinxext_pubs.model.problems import Suggestion, message_text
from sphinxext_pubs.model.publication import Origin, Publication
from sphinxext_pubs.model.rich_text import Inline, letters_and_digits
from sphinxext_pubs.notation.annotations import SUFFIX, is_valid_orcid, parse_annotations
from sphinxext_pubs.notation.names import OTHERS


@dataclass(frozen=True, slots=True)
class CheckProblem:
    """A problem reported by a check: the code of the check, the message, and the location."""

    code: str
    message: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its code, its help text, and its function of papers and the folder of local files."""

    code: str
    help: str
    find: Callable[[Sequence[Publication], Path], Iterator[CheckProblem]]


def _problem(code: str, paper: Publication, sentence: str, remedy: str = "") -> CheckProblem:
    message = message_text(f"Entry “{paper.key}”: {sentence}", Suggestion(remedy=remedy))
    return CheckProblem(code, message, paper.origin)


def _per_paper(
    code: str, find: Callable[[Publication], Iterator[tuple[str, str]]]
) -> Callable[[Sequence[Publication], Path], Iterator[CheckProblem]]:
    """Return a check of one paper at a time; ``find`` yields pairs of a problem and its remedy."""

    def check_papers(papers: Sequence[Publication], _folder: Path) -> Iterator[CheckProblem]:
        for paper in papers:
            for sentence, remedy in find(paper):
                yield _problem(code, paper, sentence, remedy)

    return check_papers


# Fields

#: The attributes required for each CSL type (BibLaTeX manual, 2.1.1), in addition to the title.
REQUIRED: dict[str, tuple[str, ...]] = {
    "article-journal": ("author", "container_title", "issued"),
    "paper-conference": ("author", "container_title", "issued"),
    "chapter": ("author", "container_title", "issued"),
    "book": ("people", "issued"),
    "thesis": ("author", "publisher", "issued"),
    "report": ("author", "publisher", "issued"),
    "article": ("author", "issued"),
}

_NAMES = {
    "author": "author",
    "people": "author or editor",
    "container_title": "journal or book title",
    "issued": "date",
    "publisher": "institution or publisher",
    "title": "title",
}


def missing_fields(paper: Publication) -> list[str]:
    """Return the words for the fields that works of a paper's type must have and that it lacks."""
    values = {
        name: (paper.author or paper.editor) if name == "people" else getattr(paper, name)
        for name in ("title", *REQUIRED.get(paper.type, ()))
    }
    if paper.entry_type == "inbook":  # in BibTeX its title is that of the book
        values.pop("container_title", None)
    return [_NAMES[name] for name, value in values.items() if not value]


def _missing_fields(paper: Publication) -> Iterator[tuple[str, str]]:
    for word in missing_fields(paper):
        yield f"missing {word}", ""


def _missing_for_scholar(paper: Publication) -> Iterator[tuple[str, str]]:
    """Google Scholar's inclusion guidelines: a title, an author and a year."""
    missing = [
        word
        for word, value in (
            ("a title", paper.title),
            ("an author", paper.author),
            ("a year", paper.issued and paper.issued.parts),
        )
        if not value
    ]
    if missing:
        words = " or ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
        yield f"Google Scholar ignores papers without {words}", ""


# Identifiers


def _invalid_doi(paper: Publication) -> Iterator[tuple[str, str]]:
    if paper.doi and not is_doi(paper.doi):
        yield invalid_doi(paper.doi), DOI_REMEDY


def is_valid_isbn(value: str) -> bool:
    """True if the check digit of an ISBN is correct (ISO 2108)."""
    digits = re.sub(r"[\s‐–-]", "", value).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        total = sum((10 - index) * (10 if digit == "X" else int(digit)) for index, digit in enumerate(digits))
        return total % 11 == 0
    if re.fullmatch(r"\d{13}", digits):
        return sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits)) % 10 == 0
    return False


def is_valid_issn(value: str) -> bool:
    """True if the check digit of an ISSN is correct (ISO 3297)."""
    digits = re.sub(r"[\s‐–-]", "", value).upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return False
    total = sum((8 - index) * (10 if digit == "X" else int(digit)) for index, digit in enumerate(digits))
    return total % 11 == 0


_SERIALS = {"ISBN": is_valid_isbn, "ISSN": is_valid_issn, "orcid": is_valid_orcid}


def _invalid_serials(paper: Publication) -> Iterator[tuple[str, str]]:
    for name, value in (*paper.variables, *paper.custom):
        if name.endswith(f"{SUFFIX}:orcid"):
            orcids = (word.strip('"') for words in parse_annotations(str(value)).values() for word in words)
            yield from (
                (f"“{orcid}” is not a valid ORCID iD", "") for orcid in orcids if not is_valid_orcid(orcid)
            )
        is_valid = _SERIALS.get(name)
        if is_valid is None:
            continue
        for number in re.split(r"[,;]\s*", str(value)):
            if not is_valid(_digits(number)):
                for part in re.split(r"(?<!\s)\s++(?=\d)", number):
                    if (bare := _digits(part)) and not is_valid(bare):
                        yield f"“{part}” is {_serial_problem(name, bare)}", ""


def _serial_problem(name: str, digits: str) -> str:
    """Return the error in a number: its field is for another kind of number, or the checksum fails."""
    other = next((kind for kind, is_valid in _SERIALS.items() if kind != name and is_valid(digits)), "")
    if other and other != "orcid":
        return f"an {other}, not an {name}"
    label = "ORCID iD" if name == "orcid" else name
    return f"not a valid {label} (the checksum is wrong)"


def _digits(number: str) -> str:
    """Return the digits of a number, without annotations such as *(print)* or the URL of an ORCID iD."""
    return re.sub(r"\([^()]*\)|[^\dXx\s‐–-]", "", number.rpartition("/")[2]).strip()


# Duplicates

REMOVE_ONE = "Remove one of the two"


def _duplicate_dois(papers: Sequence[Publication], _folder: Path) -> Iterator[CheckProblem]:
    seen: dict[str, Publication] = {}
    for paper in papers:
        has_doi = is_doi(paper.doi) and not _is_cff(paper)
        first = seen.setdefault(paper.doi.lower(), paper) if has_doi else paper
        if first is not paper:
            sentence = f"“{first.key}” at {first.origin} has the same DOI"
            yield _problem("duplicate-doi", paper, sentence, REMOVE_ONE)


def _duplicate_titles(papers: Sequence[Publication], _folder: Path) -> Iterator[CheckProblem]:
    """Find entries with the same title and first author: duplicates, or a preprint and its publication."""
    seen: dict[str, Publication] = {}
    for paper in papers:
        work = "" if _is_cff(paper) else work_key(paper)
        first = seen.setdefault(work, paper) if work else paper
        if first is paper:
            continue
        if is_preliminary(first) != is_preliminary(paper):
            version = "preprint" if is_preliminary(first) else "published version"
            yield _problem(
                "preprint", paper, f"“{first.key}” at {first.origin} is the {version} of this work"
            )
        elif not (
            paper.doi and first.doi and paper.doi.lower() != first.doi.lower()
        ) and not are_different_works(first, paper):
            sentence = f"“{first.key}” at {first.origin} has the same title and first author"
            yield _problem("duplicate-title", paper, sentence, REMOVE_ONE)


# CITATION.cff


def _is_cff(paper: Publication) -> bool:
    return paper.origin.path.lower().endswith(".cff")


def _citation_fields(paper: Publication) -> dict[str, str]:
    """Return the values of a paper that a CITATION.cff and a library can share, by the field's name."""
    return {
        "title": str(paper.title),
        "authors": ", ".join(name.family or name.literal for name in paper.author if name != OTHERS),
        "year": str(paper.issued.parts[0]) if paper.issued and paper.issued.parts else "",
        "DOI": paper.doi,
        "journal or book": str(paper.container_title),
        "volume": paper.volume,
        "pages": paper.page,
    }


def _citation_differences(papers: Sequence[Publication], _folder: Path) -> Iterator[CheckProblem]:
    """Find differences between a CITATION.cff and the library; works match by DOI, or title and author."""
    library: dict[str, Publication] = {}
    for paper in papers:
        if not _is_cff(paper):
            for name in filter(None, (paper.doi.lower(), work_key(paper))):
                library.setdefault(name, paper)
    for cited in filter(_is_cff, papers):
        other = library.get(cited.doi.lower()) or library.get(work_key(cited))
        if other is None:
            continue
        expected = _citation_fields(other)
        for field_name, value in _citation_fields(cited).items():
            if (
                value
                and expected[field_name]
                and letters_and_digits(value) != letters_and_digits(expected[field_name])
            ):
                values = f"“{expected[field_name]}”, not “{value}”"
                message = message_text(
                    f"“{other.key}” at {other.origin} differs in the {field_name}: {values}"
                )
                yield CheckProblem("citation", message, cited.origin)


# Titles


def _has_inner_capitals(word: str) -> bool:
    """True if lowercasing would lose significant capitals of a word: *BERT*, *LLMs*, *mRNA*, *PyPI*."""
    bare = word.removesuffix("s")
    first_lower = next((index for index, letter in enumerate(word) if letter.islower()), len(word))
    return (len(bare) > 1 and bare.isalpha() and bare.isupper()) or any(map(str.isupper, word[first_lower:]))


def _unprotected_capitals(paper: Publication) -> Iterator[tuple[str, str]]:
    """Find words that BibTeX styles would lowercase."""
    if not paper.source or str(paper.title).isupper():
        return
    words = dict.fromkeys(
        filter(_has_inner_capitals, re.findall(r"\w+", " ".join(_unprotected_text(paper.title.parts))))
    )
    if words:
        some = ", ".join(list(words)[:5])
        yield f"BibTeX styles may lowercase these words of the title: {some}", "Put them into braces"


def _unprotected_text(parts: Sequence[Inline]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif part.kind not in ("no-case", "math", "code"):
            yield from _unprotected_text(part.content)


# Files


def _missing_files(papers: Sequence[Publication], folder: Path) -> Iterator[CheckProblem]:
    for paper in papers:
        source_folder = (folder / paper.origin.path).parent
        for link in paper.links:
            if is_local(link.target) and not any(
                isfile(base / link.target) for base in (source_folder, folder)
            ):
                yield _problem("file", paper, f"the {link.rel} file “{link.target}” does not exist")


# People


def _ambiguous_names(
    papers: Sequence[Publication], _folder: Path, people: People | None = None
) -> Iterator[CheckProblem]:
    for ambiguity in Identities(papers, people).ambiguous_names:
        yield CheckProblem("ambiguous", ambiguity.message, ambiguity.paper.origin)


def _unused_venues(
    papers: Sequence[Publication], _folder: Path, venues: KnownVenues | None = None
) -> Iterator[CheckProblem]:
    used = {venue.id for paper in papers if venues and (venue := venues.find_for_paper(paper)) is not None}
    for venue in venues.venues if venues else ():
        if venue.id not in used:
            remedy = Suggestion(
                remedy="Correct its patterns, or those of another venue that match its papers"
            )
            message = message_text(f"No paper belongs to the venue “{venue.id}”", remedy)
            yield CheckProblem("venue", message, venue.origin)


CHECKS: dict[str, Check] = {
    check.code: check
    for check in (
        Check(
            "missing",
            "A missing field that entries of this type must have.",
            _per_paper("missing", _missing_fields),
        ),
        Check("doi", "A DOI that is not valid.", _per_paper("doi", _invalid_doi)),
        Check(
            "serial",
            "An ISBN, ISSN or ORCID iD with a wrong checksum.",
            _per_paper("serial", _invalid_serials),
        ),
        Check("duplicate-doi", "Two entries with the same DOI.", _duplicate_dois),
        Check("duplicate-title", "Two entries with the same title and first author.", _duplicate_titles),
        Check("preprint", "A preprint and its published version as two entries.", _duplicate_titles),
        Check("citation", "Differences between a CITATION.cff and the library.", _citation_differences),
        Check(
            "capitals",
            "Capitals in a title that BibTeX would not keep.",
            _per_paper("capitals", _unprotected_capitals),
        ),
        Check("file", "A local file that does not exist.", _missing_files),
        Check("ambiguous", "A name that may be one of several people.", _ambiguous_names),
        Check("venue", "A venue of the venues file without papers.", _unused_venues),
        Check(
            "scholar",
            "A paper that Google Scholar would ignore.",
            _per_paper("scholar", _missing_for_scholar),
        ),
    )
}


def check(
    papers: Sequence[Publication],
    folder: Path,
    codes: Sequence[str] = (),
    people: People | None = None,
    venues: KnownVenues | None = None,
) -> list[CheckProblem]:
    """Return the problems found by these checks (all by default), by file and line.

    ``people`` and ``venues`` are those of the project's files.
    """
    enabled = set(codes) or set(CHECKS)
    with_files = {
        _ambiguous_names: partial(_ambiguous_names, people=people),
        _unused_venues: partial(_unused_venues, venues=venues),
    }
    finders = dict.fromkeys(CHECKS[code].find for code in CHECKS if code in enabled)
    finders = dict.fromkeys(with_files.get(find, find) for find in finders)
    problems = [problem for find in finders for problem in find(papers, folder) if problem.code in enabled]
    return sorted(
        dict.fromkeys(problems), key=lambda problem: (problem.origin, problem.code, problem.message)
    )
