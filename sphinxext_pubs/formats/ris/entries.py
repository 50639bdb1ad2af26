"""A publication from a record of RIS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from hashlib import blake2b
from typing import TypeVar, cast

from sphinxext_pubs.formats.arxiv import first_arxiv_id, is_preprint
from sphinxext_pubs.formats.note_fields import with_note_fields
from sphinxext_pubs.formats.program_notes import with_program_note
from sphinxext_pubs.formats.ris.draft import Draft
from sphinxext_pubs.formats.ris.entry_dates import set_dates
from sphinxext_pubs.formats.ris.lines import START, Record
from sphinxext_pubs.formats.ris.meanings import read_meaning
from sphinxext_pubs.formats.ris.tags import BY_TAG, TAGS
from sphinxext_pubs.formats.ris.types import find_type
from sphinxext_pubs.formats.ris.values import join_pages, read_names, read_page, read_string, read_text
from sphinxext_pubs.model.links import arxiv_url
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, quoted
from sphinxext_pubs.model.publication import Name, Origin, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.names import OTHERS, inverted_name

_V = TypeVar("_V")


def read_entry(path: str, record: Record) -> Iterator[Publication | Problem]:
    """Yield the problems and the publication of a record."""
    key = read_string(next(iter(record.values.get("ID", [])), ""))
    ris_type, suggestion = find_type(record.type)
    draft = Draft(key, path, record, ris_type)
    if suggestion is not None:
        shown = quoted(ris_type.name)
        sentence = f"unknown type {quoted(record.type)} after “TY  - ”; the entry is shown as {shown}"
        draft.add_problem(Code.VALUE, sentence, record.line, suggestion)
    for row in TAGS:
        if values := record.values.get(row.name):
            read_meaning(draft, row.meaning_for(draft.type), row.name, values)
    for tag, values in record.values.items():
        if tag == START:
            _report_loose_lines(draft)
        elif tag not in BY_TAG:
            draft.leave(tag, values)
    publication = plain_strings(_publication(draft))
    yield from sorted(draft.problems, key=lambda problem: problem.origin.line)
    yield publication


def plain_strings(value: _V) -> _V:
    """Return a value whose strings do not know their lines any more, since only plain ones can be stored."""
    if isinstance(value, str):
        return value if type(value) is str else cast("_V", str(value))
    if isinstance(value, tuple):
        return cast("_V", tuple(map(plain_strings, value)))
    if is_dataclass(value) and not isinstance(value, type):
        values = {row.name: plain_strings(getattr(value, row.name)) for row in fields(value)}
        return replace(value, **values)
    return value


def _report_loose_lines(draft: Draft) -> None:
    """Report lines before the first tag of an entry."""
    for value in draft.record.values[START]:
        sentence = f"the line {quoted(value)} does not belong to a tag; it is ignored"
        remedy = Suggestion(remedy="Begin it with a tag, such as “N1  - ”")
        draft.add_problem(Code.SYNTAX, sentence, value.line, remedy, cause="loose line")


def _publication(draft: Draft) -> Publication:
    """Return the publication of a draft whose tags are all read."""
    issued, status = set_dates(draft)
    page = _pages(draft)
    arxiv = _take_arxiv(draft)
    attributes = draft.attributes
    if status or draft.type == "INPR":
        attributes.setdefault("status", status or "in press")
    people = {role: _in_order(rows) for role, rows in draft.people.items()}
    publication = Publication(
        draft.key,
        type=draft.ris.csl,
        author=people.pop("author", ()),
        editor=people.pop("editor", ()),
        names=tuple(people.items()),
        issued=issued,
        page=page,
        links=tuple(sorted(draft.links, key=lambda link: link.rel != "pdf")),
        keyword=tuple(dict.fromkeys(draft.keywords)),
        note=read_text(" ".join(draft.notes)),
        variables=tuple(draft.variables.items()),
        custom=tuple((name, text_of("; ".join(values))) for name, values in draft.custom.items() if values),
        origin=Origin(draft.path, draft.record.line),
        digest=_digest(draft.record),
        **attributes,
    )
    if draft.notes:
        publication = _with_particles(
            with_program_note(with_note_fields(publication, "\n".join(draft.notes)))
        )
    return _with_arxiv(publication, arxiv)


def _in_order(rows: Iterable[tuple[int, Name]]) -> tuple[Name, ...]:
    """Return names by their lines, with *others* at the end."""
    people = [name for _, name in sorted(rows, key=lambda row: row[0])]
    others = [OTHERS] if OTHERS in people else []
    return (*(name for name in people if name != OTHERS), *others)


def _with_particles(publication: Publication) -> Publication:
    """Return the publication with the particles of names in notes, which have only two parts."""
    rows = ((role, tuple(map(_with_particle, people))) for role, people in publication.names)
    return replace(publication, names=tuple(rows))


def _with_particle(name: Name) -> Name:
    if name.literal or name.particle or not name.given or not name.family[:1].islower():
        return name
    return read_names([inverted_name(name)])[0]


def _digest(record: Record) -> str:
    text = f"{record.type}\n{record.text}"
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _pages(draft: Draft) -> str:
    """Return the pages, or the number of an article without pages; other values are kept."""
    starts, ends, numbers = (
        [page for value in draft.waiting.get(name, []) if (page := read_page(value))]
        for name in ("start-page", "end-page", "article-number")
    )
    pages = join_pages(starts[0] if starts else "", ends[0] if ends else "")
    for tag, left in (("SP", starts[1:]), ("EP", ends[1:])):
        draft.keep(tag, [page for page in left if page not in pages])
    if pages:
        draft.keep("C7", [number for number in numbers if number not in pages])
        return pages
    draft.keep("C7", numbers[1:])
    return numbers[0] if numbers else ""


# arXiv


def _take_arxiv(draft: Draft) -> str:
    """Return the arXiv ID in an accession number, which is removed from the custom fields, or empty."""
    for value in draft.custom.get("accession-number", []):
        archive, _, arxiv_id = value.partition(":")
        if archive.lower() == "arxiv" and arxiv_url(arxiv_id.strip()):
            draft.custom["accession-number"].remove(value)
            if draft.get("URL") == arxiv_url(arxiv_id.strip()):
                draft.attributes["url"] = ""  # written only for other programs
                _move_link(draft)
            return arxiv_id.strip()
    return ""


def _move_link(draft: Draft) -> None:
    """Make the first of the further addresses the URL."""
    first = next((link for link in draft.links if link.rel == "url"), None)
    if first is not None:
        draft.links.remove(first)
        draft.attributes["url"] = first.target


def _with_arxiv(publication: Publication, arxiv_id: str) -> Publication:
    """Return the publication with its arXiv ID; one that is only there is a preprint, as in BibTeX."""
    texts = (
        publication.container_title,
        publication.url,
        publication.doi,
        publication.volume,
        publication.note,
    )
    found = publication.arxiv or arxiv_id or first_arxiv_id(map(str, texts))
    is_only_preprint = is_preprint(
        publication.type,
        container=str(publication.container_title),
        publisher=str(publication.publisher),
        doi=publication.doi,
        in_archive=bool(found),
    )
    if not is_only_preprint:
        return replace(publication, arxiv=found) if found else publication
    return replace(publication, arxiv=found, type="article", status=publication.status or "preprint")
