"""Writing valid BibTeX for BibTeX, biber and this package. Values cannot close their field or entry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from sphinxext_pubs.formats.arxiv import is_preprint
from sphinxext_pubs.formats.bibtex.fields import BY_CSL, BY_FIELD, BY_TARGET, BY_TYPE, CSL, EDITOR_ROLES
from sphinxext_pubs.formats.bibtex.places import has_issues, is_in_series
from sphinxext_pubs.formats.bibtex.values import MONTHS, balance_braces
from sphinxext_pubs.formats.csl_json import variables
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Text, fold, text_of
from sphinxext_pubs.model.slugs import unused_name
from sphinxext_pubs.notation.annotations import is_annotation
from sphinxext_pubs.notation.date_parts import write_date
from sphinxext_pubs.notation.identifiers import is_preprint_server
from sphinxext_pubs.notation.names import OTHERS, parse_names

_BRACE = re.compile(r"[{}]")
_OPEN_BRACE = re.compile(r"(?<!\\)[{}]")
_ESCAPED_BRACE = re.compile(r"(?<!\\)(\\++)([{}])")
_NOT_WORD = re.compile(r"\W")
_SPACES = re.compile(r"\s+")
_UNSAFE_KEY = re.compile(r"[{}\",=]++|(?<!\\)\\++\Z|@(?=\w*+[ \t]*+\()")


def write(publications: Iterable[Publication], without: Collection[str] = ()) -> str:
    """Return the publications as BibTeX, with blank lines between entries.

    The fields are those of the data, or created from the attributes if the data was in another format.
    Fields named in ``without`` are omitted.
    """
    papers = map(_with_bibtex_type, publications)
    return "\n".join(
        _write_entry(paper, paper.source_fields or tuple(_fields_of(paper)), without) for paper in papers
    )


def write_biblatex(publications: Iterable[Publication]) -> str:
    """Return the publications with BibLaTeX's fields (manual, 2.2), created from their attributes."""
    return "\n".join(
        _write_entry(publication, _biblatex_fields(publication), ()) for publication in publications
    )


def _with_bibtex_type(publication: Publication) -> Publication:
    """Return the publication with a type of BibTeX's standard styles, if it is from another format."""
    if publication.entry_type or publication.source:
        return publication
    if publication.type == "thesis":
        kind = "mastersthesis" if fold(str(publication.genre)).startswith("master") else "phdthesis"
        return replace(publication, entry_type=kind, genre=publication.genre or text_of("Thesis"))
    if publication.type == "report":
        return replace(publication, entry_type="techreport", genre=publication.genre or text_of("Report"))
    return publication


def _write_entry(
    publication: Publication, fields: Iterable[tuple[str, str]], without: Collection[str]
) -> str:
    """Return an entry with the fields that are not empty."""
    unique = _unique_names((name, value) for name, value in fields if value and name not in without)
    lines = [f"  {name} = {_write_value(name, value)}" for name, value in unique]
    head = f"@{_entry_type(publication)}{{{_write_key(publication.key)}"
    return ",\n".join([head, *lines]) + "\n}\n"


def _unique_names(fields: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the fields with repeated names numbered, as BibTeX only reads the first field of a name."""
    values: dict[str, str] = {}
    for name, value in fields:
        if values.get(name) == value:
            continue
        unique = unused_name(name, values)
        values[unique] = value
        yield unique, value


#: Types that cannot be used for entries.
_SPECIAL = frozenset({"comment", "string", "preamble", "xdata", ""})


def _entry_type(publication: Publication) -> str:
    name = _NOT_WORD.sub("", publication.entry_type).lower()
    return BY_CSL.get(publication.type, "misc") if name in _SPECIAL else name


def _write_key(key: str) -> str:
    """Return the key, without characters that would end it in BibTeX."""
    return _UNSAFE_KEY.sub("-", _SPACES.sub(" ", key).strip()) or "entry"


def _write_value(name: str, value: str) -> str:
    """Return the value in braces, its own braces balanced; the macro for a month."""
    if name == "month" and value in MONTHS:
        return value
    if "\n" in value:
        value = _SPACES.sub(" ", value).strip()
    if "{" in value or "}" in value or "\\" in value:
        value = _balance(value)
    return "{" + value + "}"


def _balance(value: str) -> str:
    """Return the value with braces balanced, both as BibTeX and as the splitter (ignoring ``\\{``) count."""
    if not (_is_balanced(_BRACE, value) and _is_balanced(_OPEN_BRACE, value)):
        value = balance_braces(_ESCAPED_BRACE.sub(_replace_brace, value))
    return value + " " if value.endswith("\\") else value


def _is_balanced(braces: re.Pattern[str], value: str) -> bool:
    """True if the braces that the pattern matches are balanced."""
    depth = 0
    for match in braces.finditer(value):
        depth += 1 if match[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _replace_brace(match: re.Match[str]) -> str:
    """Return an escaped brace as a command, which BibTeX does not count; two backslashes are a line break."""
    breaks, is_escaped = divmod(len(match[1]), 2)
    if not is_escaped:
        return "\\\\" * breaks + " " + match[2]
    return "\\\\" * breaks + ("\\lbrace{}" if match[2] == "{" else "\\rbrace{}")


#: BibTeX's names of fields → BibLaTeX's names.
_BIBLATEX = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "archiveprefix": "eprinttype",
}


def _biblatex_fields(publication: Publication) -> Iterator[tuple[str, str]]:
    fields = list(_fields_of(publication, biblatex=True))
    names = {name for name, _ in fields}
    for name, value in fields:
        renamed = _BIBLATEX.get(name, name)
        yield name if renamed in names else renamed, value


# Fields created from the attributes of a publication


def _fields_of(publication: Publication, *, biblatex: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the fields for the attributes of a publication, by the table of fields."""
    yield from _write_people("author", publication.author)
    yield from _write_people("editor", publication.editor)
    free = iter(("editora", "editorb", "editorc"))
    for variable, people in publication.names:
        role = variable if variable in _EDITORS and (field := next(free, "")) else ""
        yield from _write_people(field if role else _field_name(variable), people)
        if role:
            yield f"{field}type", role
    yield from (
        (name, str(value) if is_annotation(name) else decode.escape(value))
        for name, value in _text_fields(publication)
        if value
    )
    yield from _date_fields(publication.issued) if biblatex else _bibtex_date_fields(publication.issued)
    yield from ((name, _escape(value)) for name, value in _string_fields(publication) if value)
    if publication.keyword:
        yield "keywords", _write_keywords(publication.keyword)
    if publication.page:
        yield "pages", "--".join(map(_escape, publication.page.split("-")))
    yield from ((name, value) for name, value in _address_fields(publication) if value)
    if biblatex and (csl := _csl_type(publication)):
        yield f"{CSL}type", csl


def _text_fields(publication: Publication) -> Iterator[tuple[str, Text]]:
    """Yield the fields for attributes and variables with rich text."""
    yield "title", publication.title
    custom = {name for name, _ in publication.custom}
    container = _CONTAINERS.get(publication.type, "journal")
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
        if variable != _SERIES or not _is_in_series(publication)
    )
    yield from ((_field_name(name), text) for name, text in publication.custom)


#: Name variables of BibLaTeX's types of editors, without a field of their own.
_EDITORS = EDITOR_ROLES.keys() - BY_TARGET.keys() - {*variables.NAMES}


#: The variable for the number of a book in its series, also called ``number`` in BibTeX.
_SERIES = "collection-number"


def _fit_awards(awards: tuple[Text, ...]) -> Iterable[Text]:
    """Return the awards, with the last ones joined if there are more awards than fields."""
    last = len(BY_FIELD["award"].names) - 1
    if len(awards) <= last + 1:
        return awards
    rest = (part for award in awards[last:] for part in ("; ", *award.parts))
    return (*awards[:last], Text(tuple(rest)[1:]))


def _implied_genre(publication: Publication) -> str:
    """Return the genre that the entry's type implies."""
    row = BY_TYPE.get(_entry_type(publication))
    return row.genre if row else ""


def _string_fields(publication: Publication) -> Iterator[tuple[str, str]]:
    yield "pubstate", publication.status
    yield "volume", publication.volume
    yield from _number_fields(publication)
    yield "edition", publication.edition
    yield "langid", publication.language


def _write_keywords(words: tuple[str, ...]) -> str:
    """Return keywords separated by commas, in braces if they contain commas."""
    escaped = [f"{{{_escape(word)}}}" if re.search("[,;]", word) else _escape(word) for word in words]
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
    row = BY_TYPE.get(_entry_type(publication))
    return row.csl if row else "document"


def _is_in_series(publication: Publication) -> bool:
    """True if ``number`` will be read as the number in a series."""
    return bool(publication.collection_title) and is_in_series(_csl_of(publication))


def _csl_type(publication: Publication) -> str:
    """Return the CSL type, or the empty string if the type of entry implies it."""
    csl, container = _csl_of(publication), str(publication.container_title)
    archive = next((str(value) for name, value in publication.custom if name == "eprinttype"), "")
    if is_preprint(
        csl,
        container=container,
        publisher=str(publication.publisher),
        doi=publication.doi,
        in_archive=bool(publication.arxiv) or is_preprint_server(archive),
    ):
        csl = "article" if publication.status else ""
    return publication.type if publication.type != csl else ""


def _address_fields(publication: Publication) -> Iterator[tuple[str, str]]:
    yield "doi", publication.doi
    yield "eprint", publication.arxiv
    yield "archiveprefix", "arXiv" if publication.arxiv else ""
    yield "url", _write_address(publication.url)
    yield from _link_fields(publication)
    yield "ids", ",".join(publication.ids)


def _write_address(value: str) -> str:
    """Return an address, with braces encoded if they are unbalanced."""
    return value if _is_balanced(_BRACE, value) else _encode_braces(value)


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
    return rf"\href{{{_encode_braces(link.target)}}}{{{_escape(link.label)}}}"


def _encode_braces(value: str) -> str:
    return value.replace("{", "%7B").replace("}", "%7D")


def _date_fields(date: Date | None) -> Iterator[tuple[str, str]]:
    """Yield ``date`` in EDTF, or ``year`` with the literal if EDTF cannot express the date."""
    if date is None:
        return
    if date.literal:
        yield "year", _escape(date.literal)
        if len(date.parts) > 1:
            yield "month", list(MONTHS)[date.parts[1] - 1]
    else:
        yield "date", write_date(date)


def _bibtex_date_fields(date: Date | None) -> Iterator[tuple[str, str]]:
    """Yield ``year`` and ``month`` for BibTeX's standard styles if they express the date, else ``date``."""
    plain = date is not None and date.end is None and not (date.season or date.circa or date.uncertain)
    if date is None or not plain or not date.parts or not 1000 <= date.parts[0] <= 9999:
        yield from _date_fields(date)
        if date is not None and date.parts and not date.literal and 1000 <= date.parts[0] <= 9999:
            yield "year", str(date.parts[0])  # for styles without support for “date”
        return
    yield "year", _escape(date.literal) if date.literal else str(date.parts[0])
    if len(date.parts) > 1:
        yield "month", list(MONTHS)[date.parts[1] - 1]
    if len(date.parts) > 2:
        yield "day", str(date.parts[2])


def _write_people(name: str, people: tuple[Name, ...]) -> Iterator[tuple[str, str]]:
    if people:
        yield name, " and ".join(map(_write_person, people))


def _write_person(name: Name) -> str:
    if name == OTHERS:
        return "others"
    if name.literal or not name.family:
        return "{" + _escape(name.literal or name.given) + "}"
    return _write_name(name)


@lru_cache(maxsize=4096)
def _write_name(name: Name) -> str:
    """Return the name in BibTeX's notation, or in BibLaTeX's if BibTeX's would be parsed differently."""
    family = f"{_escape(name.particle)} {_escape(name.family)}".strip()
    plain = ", ".join(filter(None, (family, _escape(name.suffix), _escape(name.given))))
    if parse_names(plain, decode.to_str).names == (name,):
        return plain
    parts = {"family": name.family, "given": name.given, "prefix": name.particle, "suffix": name.suffix}
    return ", ".join(f"{part}={{{_escape(value)}}}" for part, value in parts.items() if value)


def _escape(value: str) -> str:
    return decode.escape(text_of(value))


def _field_name(variable: str) -> str:
    """Return the name of the field for a CSL variable or a custom field."""
    if is_annotation(variable):
        return variable
    if variable in _CSL_ONLY:
        return f"{CSL}{variable.lower()}"
    return BY_TARGET.get(variable) or _NOT_WORD.sub("-", variable.lower()).strip("-") or "note"


#: CSL variables without a field in the table.
_CSL_ONLY = frozenset({*variables.NAMES, *variables.DATES, *variables.TEXTS} - BY_TARGET.keys())

_CONTAINERS = dict.fromkeys(
    ("paper-conference", "chapter", "entry", "entry-dictionary", "entry-encyclopedia"), "booktitle"
)
_PUBLISHERS = {"thesis": "school", "report": "institution"}
