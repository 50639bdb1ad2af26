"""Works as references in the metadata of pandoc's document.

They are those of the export to CSL-JSON, prepared as pandoc prepares what it reads from BibTeX itself: titles
in sentence case, the titles of volumes, lists of places and publishers, particles of names, the addresses of
eprints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from sphinxext_pubs.citations.csl import inlines
from sphinxext_pubs.citations.csl.dates import engine_date
from sphinxext_pubs.citations.csl.pandoc import Json
from sphinxext_pubs.citations.csl.sentence_case import sentence_case
from sphinxext_pubs.citations.csl.works import Preparation, Work
from sphinxext_pubs.formats import html_text
from sphinxext_pubs.formats.bibtex.localization import word_of
from sphinxext_pubs.formats.csl_json.items import to_item
from sphinxext_pubs.formats.latex.decode import decode
from sphinxext_pubs.model.links import arxiv_url
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import Inline, Span, Text, clean, fold, text_of
from sphinxext_pubs.notation.identifiers import identifiers_of
from sphinxext_pubs.notation.name_lists import split_at_and
from sphinxext_pubs.notation.names import OTHERS

#: Variables that references do not show.
_UNUSED = frozenset({"custom", "abstract", "keyword", "annote", "id"})
#: Variables that are plain strings for pandoc; all others may have markup.
_PLAIN = frozenset({"type", "DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID", "language", "page", "season"})

#: Titles that are written in sentence case; that of a journal is a name.
_TITLES = ("title", "volume-title", "title-short", "collection-title", "original-title", "event-title")
#: Types of works whose container is a book or another collection; a journal's title is a name instead.
_IN_BOOKS = frozenset({"chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia"})

Item: TypeAlias = dict[str, Any]


def reference(work: Work, preparation: Preparation) -> Json:
    """Return a work as a reference."""
    item = prepared_item(work.paper, preparation)
    values = {name: _value(value, name) for name, value in item.items()}
    return _map(values | {"id": _string(work.identifier)})


def prepared_item(paper: Publication, preparation: Preparation) -> Item:
    """Return the CSL-JSON of a publication as references need it; texts with markup are rich text."""
    item: Item = {}
    for name, value in to_item(_with_collaboration(paper), source=False).items():
        if name not in _UNUSED:
            item[name] = _prepared_value(name, value)
    _prepare_preprint(item, paper)
    _prepare_status(item, paper)
    if paper.source:
        fields = dict(paper.source_fields)
        for prepare in _PREPARATIONS:
            prepare(item, paper, fields, preparation)
    return item


def _prepare_status(item: Item, paper: Publication) -> None:
    """Leave out a status that the date is already, and a date that says that there is none."""
    issued = paper.issued
    if issued is not None and issued.literal and not issued.parts and not issued.end:
        item.pop("status", None)
        if fold(issued.literal).strip(". ") in _UNDATED:
            item.pop("issued", None)


_UNDATED = frozenset({"n.d", "n. d", "nd", "no date", "s.d", "o.j", "o. j"})


def _with_collaboration(paper: Publication) -> Publication:
    """Return the paper with its collaboration as the last author, as CSL has no variable for it."""
    name = next((str(text) for field, text in paper.custom if field == "collaboration"), "")
    if not name or not paper.author or any(person.literal == name for person in paper.author):
        return paper
    *people, last = paper.author
    group = Name(literal=name)
    return replace(paper, author=(*people, group, last) if last == OTHERS else (*people, last, group))


def _prepare_preprint(item: Item, paper: Publication) -> None:
    """Add the address of a paper on arXiv, and leave out the status, which its type says.

    A journal such as “arXiv preprint arXiv:2401.00001” names the paper already: it is written as a journal.
    """
    if str(item.get("status", "")) == "preprint":
        del item["status"]
    if paper.entry_type == "article" and "container-title" in item and item["type"] == "article":
        item["type"] = "article-journal"
    elif paper.arxiv:
        item.setdefault("URL", arxiv_url(paper.arxiv))


def _prepared_value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return engine_date(value)
    return _text(value) if isinstance(value, str) and name not in _PLAIN else value


def _text(value: str) -> Text:
    return html_text.from_html(value) if "<" in value or "&" in value else Text((value,))


# What BibTeX needs

Prepare: TypeAlias = Callable[[Item, Publication, Mapping[str, str], Preparation], None]


def _prepare_type(item: Item, paper: Publication, fields: Mapping[str, str], how: Preparation) -> None:
    """Set the type that styles expect: web pages have a whole date, and ``misc`` has no type."""
    item["type"] = _TYPES.get(paper.entry_type) or _CSL_TYPES.get(item["type"], item["type"])


_TYPES = dict.fromkeys(("online", "electronic", "www"), "webpage")
_CSL_TYPES = {"document": "", "entry": "entry-encyclopedia", "figure": "graphic"}


def _prepare_eprint(item: Item, paper: Publication, fields: Mapping[str, str], how: Preparation) -> None:
    """Add the address of an eprint in an archive, if there is no other."""
    if "eprint" in fields and not item.get("URL"):
        eprint = tuple(pair for pair in paper.custom if pair[0] in _EPRINT)
        found = identifiers_of(replace(paper, variables=(), custom=eprint))
        if address := next((row.href for row in found if row.href), ""):
            item["URL"] = address


_EPRINT = frozenset({"eprint", "eprinttype", "archiveprefix", "eprintclass"})


def _prepare_volume(item: Item, paper: Publication, fields: Mapping[str, str], how: Preparation) -> None:
    """Put the part of a volume behind it, and the title of the whole before that of the volume."""
    if (part := item.pop("part-number", None)) and "volume" in item:
        item["volume"] = Text((*_as_text(item["volume"]).parts, ".", *_as_text(part).parts))
    elif part:
        item["part-number"] = part
    is_book = paper.type not in _IN_BOOKS and "maintitle" in fields
    has_both = "container-title" in item and "title" in item
    if is_book and has_both and "volume-title" in how.variables:
        item["volume-title"], item["title"] = item["title"], item.pop("container-title")


def _prepare_container(item: Item, paper: Publication, fields: Mapping[str, str], how: Preparation) -> None:
    """Remove the title of a book for its chapters, and the keys for media of some styles of BibLaTeX."""
    if paper.type == "book" and "title" in fields and "maintitle" not in fields:
        item.pop("container-title", None)
    if "media" in fields:
        item.pop("medium", None)


def _prepare_issue_title(item: Item, paper: Publication, fields: Mapping[str, str], how: Preparation) -> None:
    """Make the title of an issue that of the work, and the periodical its container."""
    if paper.entry_type == "periodical" and "volume-title" in item:
        item["type"] = "article-journal"
        item["container-title"], item["title"] = item["title"], item.pop("volume-title")


def _prepare_number(item: Item, paper: Publication, fields: Mapping[str, str], how: Preparation) -> None:
    """Make the number of a book that of its series, as an article's is that of the issue."""
    if item["type"] in _IN_SERIES and "number" in item:
        item.setdefault("collection-number", item.pop("number"))


_IN_SERIES = _IN_BOOKS | {"book"}


def _prepare_lists(item: Item, paper: Publication, fields: Mapping[str, str], how: Preparation) -> None:
    """Separate several places and publishers, and an institution and its publisher, by semicolons."""
    is_biblatex = _CLASSIC.isdisjoint(fields)
    for variable, names in _LISTS.items():
        values = [fields[name] for name in names if fields.get(name)] if variable in item else []
        members = [_split_list(value) if is_biblatex else [] for value in values]
        if len(values) > 1 or any(members):
            parts = [
                part for row, value in zip(members, values, strict=True) for part in row or [_plain(value)]
            ]
            item[variable] = text_of("; ".join(dict.fromkeys(parts)))
    if item["type"] == "patent" and "publisher-place" in item:
        item["jurisdiction"] = item.pop("publisher-place")


#: The fields of BibTeX that BibLaTeX calls otherwise: in entries with them ``and`` is a word of a name.
_CLASSIC = frozenset({"year", "journal", "address", "school"})

_LISTS: dict[str, tuple[str, ...]] = {
    "publisher": ("school", "institution", "organization", "publisher"),
    "publisher-place": ("location", "address"),
}


def _split_list(value: str) -> list[str]:
    """Return the members of a list of BibLaTeX in words, or nothing if it has only one."""
    members = [member for member in split_at_and(value) if member]
    return [_plain(member) for member in members] if len(members) > 1 else []


def _plain(value: str) -> str:
    """Return a value as text; a localization key in words."""
    return word_of(value) or str(decode(value).text).strip()


def _prepare_genre(item: Item, paper: Publication, fields: Mapping[str, str], how: Preparation) -> None:
    """Write the kind of a report as within a sentence, unless it is the data's or a name."""
    genre = item.get("genre")
    if str(genre) == str(decode(fields.get("type", "")).text):
        return
    if isinstance(genre, Text) and genre.parts and isinstance(first := genre.parts[0], str):
        word = first.partition(" ")[0]
        if word[1:].islower() and paper.type == "report":
            item["genre"] = Text((first[0].lower() + first[1:], *genre.parts[1:]))


def _prepare_particles(item: Item, paper: Publication, fields: Mapping[str, str], how: Preparation) -> None:
    """Drop particles in lists, as BibLaTeX does, unless ``useprefix`` is set."""
    if "useprefix" in fields.get("options", "") and "useprefix=false" not in fields.get("options", ""):
        return
    for value in item.values():
        for name in value if isinstance(value, list) else ():
            if isinstance(name, dict) and "non-dropping-particle" in name:
                name["dropping-particle"] = name.pop("non-dropping-particle")


def _prepare_titles(item: Item, paper: Publication, fields: Mapping[str, str], how: Preparation) -> None:
    """Write English titles in sentence case, and apostrophes as such."""
    language = paper.language or how.locale
    if how.sentence_case and language.lower().startswith("en"):
        names = (*_TITLES, "container-title") if item["type"] in _IN_BOOKS else _TITLES
        for name in names:
            if name in item:
                item[name] = sentence_case(_as_text(item[name]))
    for name, value in item.items():
        if isinstance(value, Text):
            item[name] = Text(tuple(map(_with_apostrophes, value.parts)))


def _with_apostrophes(part: Inline) -> Inline:
    if isinstance(part, str):
        return _APOSTROPHE.sub("’", part)
    if part.kind in ("math", "code"):
        return part
    return Span(part.kind, tuple(map(_with_apostrophes, part.content)), part.target)


_APOSTROPHE = re.compile(r"(?<=\w)'")

_PREPARATIONS: tuple[Prepare, ...] = (
    _prepare_type,
    _prepare_eprint,
    _prepare_volume,
    _prepare_container,
    _prepare_issue_title,
    _prepare_number,
    _prepare_lists,
    _prepare_genre,
    _prepare_particles,
    _prepare_titles,
)


# As metadata


def _as_text(value: Any) -> Text:
    return value if isinstance(value, Text) else text_of(str(value))


def _value(value: Any, name: str = "") -> Json:
    if isinstance(value, Text):
        return {"t": "MetaInlines", "c": inlines.from_text(value)}
    if isinstance(value, Mapping):
        return _map({key: _value(inner, key) for key, inner in value.items()})
    if isinstance(value, list | tuple):
        return {"t": "MetaList", "c": [_value(inner, name) for inner in value]}
    if isinstance(value, bool):
        return {"t": "MetaBool", "c": value}
    return _string(str(value)) if name in _PLAIN or isinstance(value, int) else _value(text_of(str(value)))


def _map(values: Mapping[str, Json]) -> Json:
    return {"t": "MetaMap", "c": dict(values)}


def _string(value: str) -> Json:
    return {"t": "MetaString", "c": clean(value)}
