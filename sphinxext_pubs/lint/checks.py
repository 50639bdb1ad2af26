"""CHECKS: what a library may lack without being broken, one row each, for ``sphinx-pubs check``.

To add a check, add a row: its code, what it means, and a function from papers to problems.
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
from sphinxext_pubs.entities.versions import are_different_works, is_preliminary, letters_and_digits, work_key
from sphinxext_pubs.model.links import DOI_REMEDY, invalid_doi, is_local
from sphinxext_pubs.model.problems import Suggestion, message_text
from sphinxext_pubs.model.publication import Origin, Publication
from sphinxext_pubs.model.rich_text import Inline
from sphinxext_pubs.notation.annotations import SUFFIX, is_valid_orcid, parse_annotations
from sphinxext_pubs.notation.names import OTHERS


@dataclass(frozen=True, slots=True)
class CheckProblem:
    """A problem that a check reports: the code of the check, what is wrong and what to do, and where."""

    code: str
    message: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its code, what it looks for, and what finds it below the folder of local files."""

    code: str
    help: str
    find: Callable[[Sequence[Publication], Path], Iterator[CheckProblem]]


def _problem(code: str, paper: Publication, sentence: str, remedy: str = "") -> CheckProblem:
    message = message_text(f"Entry “{paper.key}”: {sentence}", Suggestion(remedy=remedy))
    return CheckProblem(code, message, paper.origin)


def _per_paper(
    code: str, find: Callable[[Publication], Iterator[tuple[str, str]]]
) -> Callable[[Sequence[Publication], Path], Iterator[CheckProblem]]:
    """Return a check of one paper at a time; ``find`` yields what is wrong and what to do."""

    def found(papers: Sequence[Publication], _folder: Path) -> Iterator[CheckProblem]:
        for paper in papers:
            for sentence, remedy in find(paper):
                yield _problem(code, paper, sentence, remedy)

    return found


# Fields

#: What an entry of a type must have, by CSL type (BibLaTeX manual, 2.1.1); all must have a title.
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


def _missing_fields(paper: Publication) -> Iterator[tuple[str, str]]:
    for name in ("title", *REQUIRED.get(paper.type, ())):
        there = (paper.author or paper.editor) if name == "people" else getattr(paper, name)
        if not there:
            yield f"missing {_NAMES[name]}", ""


def _missing_for_scholar(paper: Publication) -> Iterator[tuple[str, str]]:
    """Google Scholar's inclusion guidelines: a title, an author and a year."""
    lacking = [
        word
        for word, there in (
            ("title", paper.title),
            ("author", paper.author),
            ("year", paper.issued and paper.issued.parts),
        )
        if not there
    ]
    if lacking:
        yield f"Google Scholar ignores papers without {' and '.join(lacking)}", ""


# Identifiers

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")


def _invalid_doi(paper: Publication) -> Iterator[tuple[str, str]]:
    if paper.doi and not _DOI.fullmatch(paper.doi):
        yield invalid_doi(paper.doi), DOI_REMEDY


def is_valid_isbn(value: str) -> bool:
    """Whether the last digit of an ISBN is that of the others (ISO 2108)."""
    digits = re.sub(r"[\s‐–-]", "", value).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        total = sum((10 - place) * (10 if each == "X" else int(each)) for place, each in enumerate(digits))
        return total % 11 == 0
    if re.fullmatch(r"\d{13}", digits):
        return sum(int(each) * (3 if place % 2 else 1) for place, each in enumerate(digits)) % 10 == 0
    return False


def is_valid_issn(value: str) -> bool:
    """Whether the last digit of an ISSN is that of the others (ISO 3297)."""
    digits = re.sub(r"[\s‐–-]", "", value).upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return False
    total = sum((8 - place) * (10 if each == "X" else int(each)) for place, each in enumerate(digits))
    return total % 11 == 0


_SERIALS = {"ISBN": is_valid_isbn, "ISSN": is_valid_issn, "orcid": is_valid_orcid}


def _invalid_serials(paper: Publication) -> Iterator[tuple[str, str]]:
    for name, value in (*paper.variables, *paper.custom):
        if name.endswith(f"{SUFFIX}:orcid"):
            said = (word.strip('"') for words in parse_annotations(str(value)).values() for word in words)
            yield from (
                (f"“{each}” is not a valid ORCID iD", "") for each in said if not is_valid_orcid(each)
            )
        is_right = _SERIALS.get(name)
        if is_right is None:
            continue
        for number in re.split(r"[,;]\s*", str(value)):
            if not is_right(_digits(number)):
                for each in re.split(r"(?<!\s)\s++(?=\d)", number):
                    if (bare := _digits(each)) and not is_right(bare):
                        yield f"“{each}” is {_serial_problem(name, bare)}", ""


def _serial_problem(name: str, digits: str) -> str:
    """What a number is that is not what its field says."""
    other = next((each for each, is_right in _SERIALS.items() if each != name and is_right(digits)), "")
    if other and other != "orcid":
        return f"an {other}, not an {name}"
    label = "ORCID iD" if name == "orcid" else name
    return f"not a valid {label} (the checksum is wrong)"


def _digits(number: str) -> str:
    """The digits of a number, without what stands beside it: *(print)*, the address of an ORCID."""
    return re.sub(r"\([^()]*\)|[^\dXx\s‐–-]", "", number.rpartition("/")[2]).strip()


# Doubles

REMOVE_ONE = "Remove one of the two"


def _duplicate_dois(papers: Sequence[Publication], _folder: Path) -> Iterator[CheckProblem]:
    seen: dict[str, Publication] = {}
    for paper in papers:
        first = seen.setdefault(paper.doi.lower(), paper) if paper.doi and not _is_cff(paper) else paper
        if first is not paper:
            sentence = f"“{first.key}” at {first.origin} has the same DOI"
            yield _problem("duplicate-doi", paper, sentence, REMOVE_ONE)


def _duplicate_titles(papers: Sequence[Publication], _folder: Path) -> Iterator[CheckProblem]:
    """Entries of one title and first author: the same twice, or a preprint and what was published."""
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


# What the project asks to be cited


def _is_cff(paper: Publication) -> bool:
    return paper.origin.path.lower().endswith(".cff")


def _citation_fields(paper: Publication) -> dict[str, str]:
    """What a CITATION.cff and a library can both say of a paper, by what it is called."""
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
    """Where a CITATION.cff and the library tell two things of one work: by DOI, else by title and author."""
    library: dict[str, Publication] = {}
    for paper in papers:
        if not _is_cff(paper):
            for name in filter(None, (paper.doi.lower(), work_key(paper))):
                library.setdefault(name, paper)
    for cited in filter(_is_cff, papers):
        other = library.get(cited.doi.lower()) or library.get(work_key(cited))
        if other is None:
            continue
        there = _citation_fields(other)
        for what, said in _citation_fields(cited).items():
            if said and there[what] and letters_and_digits(said) != letters_and_digits(there[what]):
                values = f"“{there[what]}”, not “{said}”"
                message = message_text(f"“{other.key}” at {other.origin} differs in the {what}: {values}")
                yield CheckProblem("citation", message, cited.origin)


# Titles


def _has_inner_capitals(word: str) -> bool:
    """Whether a word has capitals that are lost in small letters: *BERT*, *LLMs*, *mRNA*, *PyPI*."""
    bare = word.removesuffix("s")
    small = next((place for place, letter in enumerate(word) if letter.islower()), len(word))
    return (len(bare) > 1 and bare.isalpha() and bare.isupper()) or any(map(str.isupper, word[small:]))


def _unprotected_capitals(paper: Publication) -> Iterator[tuple[str, str]]:
    """Words that BibTeX's styles would set in small letters."""
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
        beside = (folder / paper.origin.path).parent
        for link in paper.links:
            if is_local(link.target) and not any(isfile(place / link.target) for place in (beside, folder)):
                yield _problem("file", paper, f"the {link.rel} file “{link.target}” does not exist")


# People


def _ambiguous_names(
    papers: Sequence[Publication], _folder: Path, people: People | None = None
) -> Iterator[CheckProblem]:
    for found in Identities(papers, people).ambiguous_names:
        yield CheckProblem("ambiguous", found.message, found.paper.origin)


def _unused_venues(
    papers: Sequence[Publication], _folder: Path, venues: KnownVenues | None = None
) -> Iterator[CheckProblem]:
    used = {found.id for paper in papers if venues and (found := venues.find_for_paper(paper)) is not None}
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
    wanted: Sequence[str] = (),
    people: People | None = None,
    venues: KnownVenues | None = None,
) -> list[CheckProblem]:
    """Return the problems that the wanted checks (all, if none is named) find, by file and line.

    ``people`` tells who is who, ``venues`` what venues are called.
    """
    codes = set(wanted) or set(CHECKS)
    informed = {
        _ambiguous_names: partial(_ambiguous_names, people=people),
        _unused_venues: partial(_unused_venues, venues=venues),
    }
    finders = dict.fromkeys(CHECKS[code].find for code in CHECKS if code in codes)
    finders = dict.fromkeys(informed.get(find, find) for find in finders)
    problems = [problem for find in finders for problem in find(papers, folder) if problem.code in codes]
    return sorted(
        dict.fromkeys(problems), key=lambda problem: (problem.origin, problem.code, problem.message)
    )
