"""The fields of an entry in BibTeX's notation, created from the attributes of a publication."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sphinxext_pubs.formats.bibtex.fields import BY_CSL, BY_FIELD, BY_TARGET, BY_TYPE, CSL, EDITOR_ROLES
from sphinxext_pubs.formats.bibtex.places import has_issues, is_in_series
from sphinxext_pubs.formats.bibtex.written import escape, write_classic_name, write_name
from sphinxext_pubs.formats.bibtex.written_dates import biblatex_date, bibtex_date
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model import csl_variables
from sphinxext_pubs.model.publication import Link, Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Text, fold, text_of
from sphinxext_pubs.notation.annotations import is_annotation
from sphinxext_pubs.notation.languages import babel_name

_NOT_WORD = re.compile(r"\W")
_BRACE = re.compile(r"[{}]")


def with_bibtex_type(publication: Publication) -> Publication:
    """Return a publication of another format with a standard type of BibTeX for theses and reports."""
    if publication.type == "thesis":
        kind = "mastersthesis" if fold(str(publication.genre)).startswith("master") else "phdthesis"
        return replace(publication, entry_type=kind, genre=publication.genre or text_of("Thesis"))
    if publication.type == "report":
        return replace(publication, entry_type="techreport", genre=publication.genre or text_of("Report"))
    return publication


def fields_of(publication: Publication, *, biblatex: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the fields for the attributes of a publication, by the table of fields."""
    yield from _people_fields(publication, write_name if biblatex else write_classic_name)
    yield from (
        (name, str(value) if is_annotation(name) else decode.escape(value))
        for name, value in _text_fields(publication)
        if value
    )
    yield from (biblatex_date if biblatex else bibtex_date)(publication.issued)
    yield from ((name, escape(value)) for name, value in _string_fields(publication) if value)
    if publication.keyword:
        yield "keywords", _write_keywords(publication.keyword)
    if publication.page:
        yield "pages", "--".join(map(escape, publication.page.split("-")))
    yield from ((name, value) for name, value in _address_fields(publication) if value)


def _people_fields(publication: Publication, write: Callable[[Name], str]) -> Iterator[tuple[str, str]]:
    people = (("author", publication.author), ("editor", publication.editor), *publication.names)
    free = iter(("editora", "editorb", "editorc"))
    for variable, names in people:
        role = variable if variable in _EDITORS and (field := next(free, "")) else ""
        if names:
            yield field if role else _field_name(variable), " and ".join(map(write, names))
        if names and role:
            yield f"{field}type", role


def _text_fields(publication: Publication) -> Iterator[tuple[str, Text]]:
    """Yield the fields for attributes and variables with rich text."""
    yield "title", publication.title
    custom = {name for name, _ in publication.custom}
    container = _CONTAINERS.get(publication.type, "journal")
    volume_title = publication.variable(_VOLUME_TITLE) if container == "booktitle" else EMPTY
    if volume_title:
        yield "booktitle", volume_title
        container = "maintitle"
    yield "journal" if container in custom else container, publication.container_title
    yield "series", publication.collection_title
    yield "eventtitle", publication.event_title
    yield _PUBLISHERS.get(publication.type, "publisher"), publication.publisher
    yield "location" if "address" in custom else "address", publication.publisher_place
    yield "venue", publication.event_place
    yield "type", EMPTY if str(publication.genre) == _implied_genre(publication) else publication.genre
    yield from zip(BY_FIELD["award"].names, _fit_awards(publication.award), strict=False)
    yield "abstract", publication.abstract
    yield "note", publication.note
    yield from (
        (f"{CSL}{_SERIES}" if variable == _SERIES else _field_name(variable), text)
        for variable, text in publication.variables
        if not (variable == _SERIES and _is_in_series(publication))
        and not (variable == _VOLUME_TITLE and volume_title)
    )
    yield from ((_field_name(name), text) for name, text in publication.custom)


#: Name variables of BibLaTeX's types of editors, without a field of their own.
_EDITORS = EDITOR_ROLES.keys() - BY_TARGET.keys() - {*csl_variables.NAMES}


#: The variable for the number of a book in its series, also called ``number`` in BibTeX.
_SERIES = "collection-number"
#: The variable for the title of a volume, if the title of the container is that of all volumes.
_VOLUME_TITLE = "volume-title"


def _fit_awards(awards: tuple[Text, ...]) -> Iterable[Text]:
    """Return the awards, with the last ones joined if there are more awards than fields."""
    last = len(BY_FIELD["award"].names) - 1
    if len(awards) <= last + 1:
        return awards
    rest = (part for award in awards[last:] for part in ("; ", *award.parts))
    return (*awards[:last], Text(tuple(rest)[1:]))


def _implied_genre(publication: Publication) -> str:
    """Return the genre that the entry's type implies."""
    row = BY_TYPE.get(entry_type(publication))
    return row.genre if row else ""


def _string_fields(publication: Publication) -> Iterator[tuple[str, str]]:
    yield "pubstate", publication.status
    yield "volume", publication.volume
    yield from _number_fields(publication)
    yield "edition", publication.edition
    yield "langid", babel_name(publication.language) or publication.language


def _write_keywords(words: tuple[str, ...]) -> str:
    """Return keywords separated by commas, in braces if they contain commas."""
    escaped = [f"{{{escape(word)}}}" if re.search("[,;]", word) else escape(word) for word in words]
    return ", ".join(escaped) + ("," if len(words) == 1 and escaped[0].startswith("{") else "")


def _number_fields(publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield ``number`` with its meaning for entries of this type in BibLaTeX, and the other numbers."""
    if has_issues(_csl_of(publication)):
        yield from (("number", publication.issue), (f"{CSL}number", publication.number))
        return
    in_series = _is_in_series(publication)
    yield "number", str(publication.variable(_SERIES)) if in_series else publication.number
    yield "issue", publication.issue
    yield f"{CSL}number", publication.number if in_series else ""


def _csl_of(publication: Publication) -> str:
    """Return the CSL type for the written type of entry."""
    row = BY_TYPE.get(entry_type(publication))
    return row.csl if row else "document"


def _is_in_series(publication: Publication) -> bool:
    """True if ``number`` will be read as the number in a series."""
    return bool(publication.collection_title) and is_in_series(_csl_of(publication))


def _address_fields(publication: Publication) -> Iterator[tuple[str, str]]:
    yield "doi", publication.doi
    yield "eprint", publication.arxiv
    yield "archiveprefix", "arXiv" if publication.arxiv else ""
    yield "url", _write_address(publication.url)
    yield from _link_fields(publication)
    yield "ids", ",".join(publication.ids)


#: CSL type → the type of an entry; BibLaTeX's ``@set`` is not a collection but a list of other entries.
_DEFAULTS = BY_CSL | {"collection": "collection"}
#: Types that cannot be used for entries.
_SPECIAL = frozenset({"comment", "string", "preamble", "xdata", ""})


def entry_type(publication: Publication) -> str:
    """Return the type of the entry in the data, or else that for the CSL type."""
    name = _NOT_WORD.sub("", publication.entry_type).lower()
    return _DEFAULTS.get(publication.type, "misc") if name in _SPECIAL else name


def is_balanced(braces: re.Pattern[str], value: str) -> bool:
    """True if the braces that the pattern matches are balanced."""
    depth = 0
    for match in braces.finditer(value):
        depth += 1 if match[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _write_address(value: str) -> str:
    """Return an address, with braces encoded if they are unbalanced."""
    return value if is_balanced(_BRACE, value) else _encode_braces(value)


def _link_fields(publication: Publication) -> Iterator[tuple[str, str]]:
    r"""Yield the fields of links; with labels or several links, they are ``\href{address}{label}``."""
    fields: dict[str, list[Link]] = {}
    for link in publication.links:
        field = "" if link.rel == "url" else BY_TARGET.get(link.rel)  # the field “url” is that of the paper
        fields.setdefault(field or _field_name(f"url_{link.rel}"), []).append(link)
    for name, links in fields.items():
        if len(links) == 1 and not links[0].label:
            yield name, _write_address(links[0].target)
        else:
            yield name, " ".join(map(_write_href, links))


def _write_href(link: Link) -> str:
    return rf"\href{{{_encode_braces(link.target)}}}{{{escape(link.label)}}}"


def _encode_braces(value: str) -> str:
    return value.replace("{", "%7B").replace("}", "%7D")


def _field_name(variable: str) -> str:
    """Return the name of the field for a CSL variable or a custom field."""
    if is_annotation(variable):
        return variable
    if variable in _CSL_ONLY:
        return f"{CSL}{variable.lower()}"
    return BY_TARGET.get(variable) or _NOT_WORD.sub("-", variable.lower()).strip("-") or "note"


#: CSL variables without a field in the table.
_CSL_ONLY = frozenset({*csl_variables.NAMES, *csl_variables.DATES, *csl_variables.TEXTS} - BY_TARGET.keys())

_CONTAINERS = dict.fromkeys(
    ("paper-conference", "chapter", "entry", "entry-dictionary", "entry-encyclopedia"), "booktitle"
)
_PUBLISHERS = {"thesis": "school", "report": "institution"}
