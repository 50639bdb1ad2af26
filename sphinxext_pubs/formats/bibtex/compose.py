"""Composers of attributes from several fields: titles and their parts, dates, numbers, addresses …"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sphinxext_pubs.formats.bibtex import titles
from sphinxext_pubs.formats.bibtex.draft import (
    Draft,
    add_problem,
    decode_string,
    decode_text,
    join_texts,
    set_text,
)
from sphinxext_pubs.formats.bibtex.fields import BY_FIELD, EDITOR_ROLES, GENRES, LANGUAGES
from sphinxext_pubs.formats.bibtex.links import (
    compose_doi,
    compose_eprint,
    compose_status,
    compose_url,
    read_howpublished,
    read_identifier_pages,
    read_note,
)
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.notation import dates

_DASHES = re.compile(r"(?:(?<! ) ++)?(?:--++|[–—]) *+")
_SPLIT = re.compile(r"(?:(?<!\s)\s++)?[,;]\s*+")
_SEPARATORS = re.compile(r"([{},;])")
#: EDTF, in which ``~`` and ``%`` are not LaTeX.
_EDTF = re.compile(r"[-\dXYuTZ.,:/+?~%]+\Z")
_NOOPSORT = re.compile(r"\{?\\(?:noopsort|SortNoop)\s*\{[^{}]*\}\s*\}?")


def _compose_publisher(draft: Draft) -> None:
    """Set the publisher from the first such field; other organizations become custom fields."""
    fields = draft.fields
    for name in ("publisher", "institution", "school", "organization"):
        if name in fields:
            set_text(draft, "publisher", name, fields[name])
    if "howpublished" in fields and not read_howpublished(draft):
        set_text(draft, "publisher", "howpublished", fields["howpublished"])


def _compose_issued(draft: Draft) -> None:
    """Set the date, and the status if it is in the date."""
    fields = draft.fields
    year, month = fields.get("year", ""), fields.get("month", "")
    date, day = fields.get("date", ""), fields.get("day", "")
    parsed = dates.from_fields(_date_text(date), _date_text(year), _date_text(month), _date_text(day))
    if parsed.date is not None:
        draft.attributes["issued"] = parsed.date
    if parsed.status:
        draft.attributes["status"] = parsed.status
    if parsed.problem and draft.entry.undefined.isdisjoint(fields.get(parsed.field, "").split()):
        add_problem(draft, Code.DATE, parsed.field, parsed.problem)


def _date_text(value: str) -> str:
    if value.isalnum() or not value or _EDTF.match(value):
        return value
    return decode.to_str(_NOOPSORT.sub("", value)).replace("\xa0", " ").strip()


def has_issues(csl: str) -> bool:
    """True if ``number`` is the issue in entries of this CSL type."""
    return csl.startswith("article") or csl == "periodical"


def is_in_series(csl: str) -> bool:
    """True if ``number`` is the number in the series, in entries of this CSL type with a series."""
    return csl in ("book", "chapter", "paper-conference", "entry")


def _compose_number(draft: Draft) -> None:
    """Set the issue, the number in a series or the number of the work, all called ``number`` in BibLaTeX."""
    fields = draft.fields
    number, issue = fields.get("number", ""), fields.get("issue", "")
    if has_issues(draft.kind.csl):
        draft.attributes["issue"] = ", ".join(decode_string(value) for value in (number, issue) if value)
        return
    if issue:
        draft.attributes["issue"] = decode_string(issue)
    if number and "series" in fields and is_in_series(draft.kind.csl):
        draft.variables.append(("collection-number", decode_text(draft, "number", number)))
    elif number:
        draft.attributes["number"] = decode_string(number)


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
            text = short if is_simple else _normalize_pages(decode.to_str(_DASHES.sub("-", value)))
            draft.attributes["page"] = text


def _normalize_pages(value: str) -> str:
    """Return pages with hyphens for all dashes, and no spaces around those between numbers."""
    return re.sub(r"(?<=\d) *+- *+(?=\d)", "-", _DASHES.sub("-", value))


def _compose_genre(draft: Draft) -> None:
    """Set the genre from the field ``type``, else from the entry type."""
    value = draft.fields.get("type", "")
    if value:
        known = GENRES.get(value.lower())
        draft.attributes["genre"] = Text((known,)) if known else decode_text(draft, "type", value)
    elif draft.kind.genre:
        draft.attributes["genre"] = Text((draft.kind.genre,))


def _compose_language(draft: Draft) -> None:
    value = decode_string(draft.fields.get("langid") or draft.fields["language"])
    draft.attributes["language"] = LANGUAGES.get(value.lower(), value)


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
    for name in BY_FIELD["editortype"].names:
        value = draft.fields.get(name, "")
        is_variable = name.startswith(("editora", "editorb", "editorc")) and value in EDITOR_ROLES
        if value and not is_variable and value != name.removesuffix("type"):
            draft.custom.append((name, decode_text(draft, name, value)))


def _compose_note(draft: Draft) -> None:
    names = [name for name in ("note", "addendum") if name in draft.fields]
    notes = [(name, value) for name in names if not read_note(draft, value := draft.fields[name])]
    texts = [decode_text(draft, name, value) for name, value in notes]
    draft.attributes["note"] = join_texts(*((". ", text) for text in texts))


def _compose_ids(draft: Draft) -> None:
    draft.attributes["ids"] = tuple(filter(None, (key.strip() for key in draft.fields["ids"].split(","))))


#: The composers of fields of kind ``part``, by the target of their row, in the order of their calls.
COMPOSERS: tuple[tuple[str, Callable[[Draft], None]], ...] = (
    ("title", titles.compose_title),
    ("chapter-number", titles.compose_chapter),
    ("container_title", titles.compose_container),
    ("volume-title", titles.compose_issue_title),
    ("collaboration", titles.compose_collaboration),
    ("publisher", _compose_publisher),
    ("issued", _compose_issued),
    ("issue", _compose_number),
    ("page", _compose_page),
    ("language", _compose_language),
    ("keyword", _compose_keyword),
    ("award", _compose_award),
    ("roles", _compose_roles),
    ("note", _compose_note),
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
