"""Composers of attributes from several fields: titles and their parts, dates, numbers, addresses …"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sphinxext_pubs.formats.bibtex import titles
from sphinxext_pubs.formats.bibtex.draft import (
    Draft,
    add_problem,
    decode_date,
    decode_string,
    decode_text,
)
from sphinxext_pubs.formats.bibtex.fields import (
    BY_FIELD,
    FIELDS,
    GENRES,
    ROLE_VARIABLES,
    TYPED_NAMES,
)
from sphinxext_pubs.formats.bibtex.links import (
    compose_doi,
    compose_eprint,
    compose_status,
    compose_url,
    read_identifier_pages,
)
from sphinxext_pubs.formats.bibtex.notes import compose_note
from sphinxext_pubs.formats.bibtex.places import (
    compose_number,
    compose_places,
    compose_publisher,
    compose_report_number,
    compose_series,
    list_text,
)
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.notation import dates
from sphinxext_pubs.notation.free_dates import find_year
from sphinxext_pubs.notation.languages import is_language, language_tag
from sphinxext_pubs.notation.name_lists import split_at_and
from sphinxext_pubs.notation.pages import normalize_pages

_DASHES = re.compile(r"(?:(?<! ) ++)?(?:--++|[–—]) *+")
_SPLIT = re.compile(r"(?:(?<!\s)\s++)?[,;]\s*+")
_SEPARATORS = re.compile(r"([{},;])")


def _compose_issued(draft: Draft) -> None:
    """Set the date, and the status if it is in the date."""
    fields = draft.fields
    year, month = fields.get("year", ""), fields.get("month", "")
    date, day = fields.get("date", ""), fields.get("day", "")
    if not month and "issue_date" in fields:
        year, month = _issue_month(fields["issue_date"], year)
    parsed = dates.from_fields(decode_date(date), decode_date(year), decode_date(month), decode_date(day))
    if parsed.date is not None:
        draft.attributes["issued"] = parsed.date
    if parsed.status:
        draft.attributes["status"] = parsed.status
    if parsed.problem and draft.entry.undefined.isdisjoint(fields.get(parsed.field, "").split()):
        add_problem(draft, Code.DATE, parsed.field, parsed.problem)


def _issue_month(issue_date: str, year: str) -> tuple[str, str]:
    """Return the year, and the month of ACM's ``issue_date`` (``September 2004``) if it is in that year."""
    found = year or str(find_year(issue_date) or "")
    return found, issue_date.replace(found, "").strip(" ,") if found and found in issue_date else ""


def _compose_page(draft: Draft) -> None:
    """Set the pages from the first such field; others become custom fields."""
    fields = draft.fields
    for name in ("pages", "eid", "articleno", "article-number", "elocation-id"):
        if name not in fields:
            continue
        if "page" in draft.attributes:
            draft.custom.append((name, decode_text(draft, name, fields[name])))
        else:
            value = fields[name]
            short = value.replace("--", "-")
            is_simple = short.replace("-", "", 1).isalnum()
            text = short if is_simple else normalize_pages(decode.to_str(_DASHES.sub("-", value)))
            draft.attributes["page"] = text


def _compose_genre(draft: Draft) -> None:
    """Set the genre from the field ``type``, else from the entry type."""
    value = draft.fields.get("type", "")
    if value:
        known = GENRES.get(value.lower())
        draft.attributes["genre"] = Text((known,)) if known else decode_text(draft, "type", value)
    elif draft.kind.genre:
        draft.attributes["genre"] = Text((draft.kind.genre,))


def _compose_language(draft: Draft) -> None:
    """Set the language, the first of several. The list in words is kept as a custom field."""
    fields = draft.fields
    tags = [_language_tag(item) for item in split_at_and(fields.get("language", ""))]
    draft.attributes["language"] = _language_tag(fields["langid"]) if "langid" in fields else tags[0]
    if len(tags) > 1:
        draft.custom.append(("languages", list_text(draft, "language")))


def _language_tag(value: str) -> str:
    """Return the BCP 47 tag of a language, by its name or key in BibLaTeX, or the value itself."""
    text = decode_string(value)
    key = text.lower().removeprefix("lang")
    return language_tag(key) if is_language(key) else language_tag(text)


def _compose_keyword(draft: Draft) -> None:
    values = [draft.fields[name] for name in ("keywords", "keyword") if name in draft.fields]
    words = [word for value in values for word in _split_keywords(value)]
    draft.attributes["keyword"] = tuple(dict.fromkeys(filter(None, words)))


def _split_keywords(value: str) -> Iterator[str]:
    """Return the keywords between commas and semicolons outside inner braces."""
    if "{" not in value:
        return iter(_SPLIT.split(decode_string(value).strip()))
    pieces = [""]
    depth = 0
    for part in _SEPARATORS.split(_strip_braces(value.strip())):
        if part in ("{", "}"):
            depth = max(0, depth + (1 if part == "{" else -1))
        if part in (",", ";") and not depth:
            pieces.append("")
        else:
            pieces[-1] += part
    return (decode_string(piece).strip() for piece in pieces)


def _strip_braces(value: str) -> str:
    """Return a value without braces around all of it."""
    if value[:1] != "{" or value[-1:] != "}":
        return value
    depth, last = 0, len(value) - 1
    for position, char in enumerate(value):
        depth += (char == "{") - (char == "}")
        if not depth and position < last:
            return value
    return value[1:-1]


def _compose_award(draft: Draft) -> None:
    names = [name for name in ("award_name", *BY_FIELD["award"].names[:-1]) if name in draft.fields]
    draft.attributes["award"] = tuple(decode_text(draft, name, draft.fields[name]) for name in names)


def _compose_roles(draft: Draft) -> None:
    """Keep the types of editors and authors as custom fields, except those that are CSL's name variables."""
    for name in _ROLE_FIELDS:
        value = draft.fields.get(name, "")
        is_variable = name.removesuffix("type") in TYPED_NAMES and value in ROLE_VARIABLES
        if value and not is_variable and value != name.removesuffix("type"):
            draft.custom.append((name, decode_text(draft, name, value)))


_ROLE_FIELDS = tuple(name for row in FIELDS if row.target == "roles" for name in row.names)


def _compose_ids(draft: Draft) -> None:
    draft.attributes["ids"] = tuple(filter(None, (key.strip() for key in draft.fields["ids"].split(","))))


#: The composers of fields of kind ``part``, by the target of their row, in the order of their calls.
COMPOSERS: tuple[tuple[str, Callable[[Draft], None]], ...] = (
    ("title", titles.compose_title),
    ("chapter-number", titles.compose_chapter),
    ("container_title", titles.compose_container),
    ("volume-title", titles.compose_issue_title),
    ("collaboration", titles.compose_collaboration),
    ("publisher", compose_publisher),
    ("issued", _compose_issued),
    ("publisher_place", compose_places),
    ("collection_title", compose_series),
    ("issue", compose_number),
    ("reportnumber", compose_report_number),
    ("page", _compose_page),
    ("language", _compose_language),
    ("keyword", _compose_keyword),
    ("award", _compose_award),
    ("roles", _compose_roles),
    ("note", compose_note),
    ("url", compose_url),
    ("doi", compose_doi),
    ("ids", _compose_ids),
)
#: Composers for all entries: they depend on the type, or on fields that are also used for other attributes.
ALWAYS: tuple[Callable[[Draft], None], ...] = (
    _compose_genre,
    compose_eprint,
    read_identifier_pages,
    compose_status,
)
