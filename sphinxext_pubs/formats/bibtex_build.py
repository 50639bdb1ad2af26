"""From an entry's fields to a publication: what each kind of field gives, and what several give together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sphinxext_pubs import dates, names
from sphinxext_pubs.date_words import STATUSES
from sphinxext_pubs.formats import latex
from sphinxext_pubs.formats.bibtex_entries import RawEntry, entry_name, shown
from sphinxext_pubs.formats.bibtex_fields import (
    BY_TYPE,
    GENRES,
    LANGUAGES,
    STATES,
    EntryType,
    Field,
    field_of,
)
from sphinxext_pubs.model import Link, Name, Publication, bare_doi
from sphinxext_pubs.problems import Code, Problem
from sphinxext_pubs.text import EMPTY, Inline, Text, join_inline

_UNKNOWN = EntryType("", "document")
_DASHES = re.compile(r"[ ]*(?:--+|[–—])[ ]*")
_ESCAPED = re.compile(
    r"\\([_%&#~$])|\{\\?([_%&#~$])\}|\\url\s*\{([^{}]*)\}|\\(?:textunderscore|_)\s*(?:\{\})?"
)
_ARXIV = re.compile(
    r"(?i)(?<![\w.-])(\d{4}\.\d{4,5}(?:v\d{1,3})?|[a-z-]{2,12}(?:\.[a-z]{2})?/\d{7}(?:v\d{1,3})?)(?!\w)"
)
_SPLIT = re.compile(r"\s*[,;]\s*")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
#: EDTF, whose ``~`` and ``%`` are no LaTeX.
_EDTF = re.compile(r"[-\dXYuTZ.,:/+?~%]+\Z")
_NOOPSORT = re.compile(r"\{?\\(?:noopsort|SortNoop)\s*\{[^{}]*\}\s*\}?")
_ENDS = ("?", "!", ":", ".", "…", "—")
#: Types that an arXiv paper without a journal has; with them it is CSL's ``article``, a preprint.
_PREPRINTS = frozenset({"article-journal", "document", "webpage", "manuscript"})
_ROLES = {"director": "director", "compiler": "compiler", "translator": "translator"}
#: Journals that are only archives of preprints.
_ARCHIVE = re.compile(r"(?i)\s*(?:arxiv\b|corr\b|(?:bio|med|chem|psy)r?xiv\b|computing research repository)")


@dataclass(slots=True)
class _Draft:
    """A publication in the making: ``made`` are the attributes so far."""

    entry: RawEntry
    fields: dict[str, str]
    made: dict[str, Any] = field(default_factory=dict)
    names: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    variables: list[tuple[str, Text]] = field(default_factory=list)
    custom: list[tuple[str, Text]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def build(entry: RawEntry) -> tuple[Publication, list[Problem]]:
    """The publication that an entry describes, and what is wrong with its values."""
    fields = entry.fields
    if "" in fields.values():
        fields = {name: value for name, value in fields.items() if value}
    draft = _Draft(entry, fields)
    source = []
    for item in fields.items():
        row = field_of(item[0])
        kind = row.kind
        if kind in _SOURCELESS:
            continue
        source.append(item)
        if kind != "part":
            _READERS[kind](draft, row, item[0], item[1])
    for compose in _COMPOSERS:
        compose(draft)
    made = draft.made
    made["source"] = tuple(source)
    if draft.names:
        made["names"] = tuple(draft.names.items())
    for name in ("variables", "custom", "links"):
        if values := getattr(draft, name):
            made[name] = tuple(values)
    publication = Publication(
        key=entry.key,
        entry_type=entry.type,
        origin=entry.origin,
        digest=_digest(entry, source),
        **made,
    )
    return publication, draft.problems


def _digest(entry: RawEntry, source: list[tuple[str, str]]) -> str:
    content = "\0".join((entry.type, entry.key, *map("\0".join, source)))
    return blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest()


# Values


def _complain(draft: _Draft, code: Code, name: str, what: str) -> None:
    message = f"{entry_name(draft.entry.key)}, field {shown(name)}: {what}"
    draft.problems.append(Problem(code, message, draft.entry.at(name)))


def _text(draft: _Draft, name: str, value: str) -> Text:
    if not _may_be_marked(value):
        return Text((value,))
    decoded = latex.decode(value)
    if decoded.complaint:
        _complain(draft, Code.LATEX, name, decoded.complaint)
    return decoded.text


def _may_be_marked(value: str) -> bool:
    """Whether a value, its white space already single, can mean anything else than its own text.

    ``latex`` asks the same of any string; searches for two signs are slow where one of them is frequent.
    """
    return (
        "{" in value
        or "\\" in value
        or "$" in value
        or "~" in value
        or "&" in value
        or "<" in value
        or "}" in value
        or "`" in value
        or ("-" in value and "--" in value)
        or ("'" in value and "''" in value)
    )


def _string(value: str) -> str:
    """Plain text without LaTeX; the same object where there is none."""
    return value if value.isalnum() else latex.to_str(value)


def _verbatim(value: str) -> str:
    """An address or identifier, with only the usual escapes undone (``\\_``, ``{\\%}``, ``\\url``)."""
    value = value.strip()
    if value[:1] == "<" and value[-1:] == ">":
        value = value[1:-1]
    if "\\" in value or "{" in value:
        value = _ESCAPED.sub(lambda match: match[1] or match[2] or match[3] or "_", value)
        if value[:1] == "{" and value[-1:] == "}":
            value = value[1:-1]
    return value.strip()


def _joined(*parts: tuple[str, Text]) -> Text:
    """Texts in one, each after its separator; a space instead where the text before ends in a stop."""
    inlines: list[Inline] = []
    for separator, text in parts:
        if text and inlines:
            last = inlines[-1]
            inlines.append(" " if isinstance(last, str) and last.endswith(_ENDS) else separator)
        inlines += text.parts
    return Text(join_inline(inlines))


# Readers: one for each kind of field


def _read_text(draft: _Draft, row: Field, name: str, value: str) -> None:
    if row.target not in draft.made:
        draft.made[row.target] = _text(draft, name, value)
    else:
        _read_custom(draft, row, name, value)


def _read_variable(draft: _Draft, row: Field, name: str, value: str) -> None:
    draft.variables.append((row.target, _text(draft, name, value)))


def _read_string(draft: _Draft, row: Field, _name: str, value: str) -> None:
    draft.made[row.target] = _string(value)


def _read_names(draft: _Draft, row: Field, name: str, value: str) -> None:
    parsed = names.parse_names(value, latex.to_str)
    for complaint in parsed.complaints:
        _complain(draft, Code.NAME, name, complaint)
    if not parsed.names:
        return
    target = row.target
    if target in ("author", "editor"):
        draft.made[target] = parsed.names
        return
    if target in ("editora", "editorb", "editorc"):
        target = _ROLES.get(draft.fields.get(f"{target}type", ""), "contributor")
    draft.names[target] = draft.names.get(target, ()) + parsed.names


def _read_link(draft: _Draft, row: Field, name: str, value: str) -> None:
    target = _verbatim(value)
    if not target or " " in target:
        _read_custom(draft, row, name, value)
    else:
        draft.links.append(Link(row.target, target))


def _read_custom(draft: _Draft, _row: Field, name: str, value: str) -> None:
    draft.custom.append((name, _text(draft, name, value)))


_READERS: dict[str, Callable[[_Draft, Field, str, str], None]] = {
    "text": _read_text,
    "variable": _read_variable,
    "string": _read_string,
    "names": _read_names,
    "link": _read_link,
    "custom": _read_custom,
}
#: Kinds of fields that are neither shown nor written.
_SOURCELESS = frozenset({"private", "linkage"})


# Composers: what several fields give together


def _title_of(draft: _Draft, main: str, prefix: str) -> Text:
    """A title with its subtitle and addition, by BibLaTeX's names of the three."""
    fields = draft.fields
    title = _text(draft, main, fields[main]) if main in fields else EMPTY
    for separator, name in ((": ", f"{prefix}subtitle"), (". ", f"{prefix}titleaddon")):
        if name in fields:
            title = _joined(("", title), (separator, _text(draft, name, fields[name])))
    return title


def _compose_title(draft: _Draft) -> None:
    fields = draft.fields
    if "subtitle" in fields or "titleaddon" in fields:
        draft.made["title"] = _title_of(draft, "title", "")
    elif "title" in fields:
        draft.made["title"] = _text(draft, "title", fields["title"])


_CONTAINERS = (
    ("journaltitle", "journal"),
    ("journal", "journal"),
    ("booktitle", "book"),
    ("maintitle", "main"),
)


def _compose_container(draft: _Draft) -> None:
    """The first title of what the work is part of; further ones are kept beside it."""
    found = False
    for main, prefix in _CONTAINERS:
        if main not in draft.fields:
            continue
        title = _title_of(draft, main, prefix)
        if not found and title != draft.made.get("title"):
            draft.made["container_title"] = title
            found = True
        elif found and prefix != "journal":
            draft.custom.append((main, title))


_PUBLISHERS = ("publisher", "institution", "school", "organization")


def _compose_publisher(draft: _Draft) -> None:
    """Who brought it out; an organisation beside a publisher is kept under its own name."""
    for name in _PUBLISHERS:
        if name in draft.fields:
            _read_text(draft, Field("publisher", "text", ()), name, draft.fields[name])
    value = draft.fields.get("howpublished", "")
    if not value:
        return
    address = _verbatim(value)
    if address.startswith(("http://", "https://", "www.")):
        draft.fields = {"url": address} | draft.fields
    else:
        _read_text(draft, Field("publisher", "text", ()), "howpublished", value)


def _compose_issued(draft: _Draft) -> None:
    fields = draft.fields
    year, month = fields.get("year", ""), fields.get("month", "")
    date, day = fields.get("date", ""), fields.get("day", "")
    if not (year or date or month):
        return
    parsed = dates.from_fields(_date(date), _date(year), _date(month), _date(day))
    if parsed.date is not None:
        draft.made["issued"] = parsed.date
    if parsed.status:
        draft.made["status"] = parsed.status
    if parsed.complaint:
        name = "date" if date else "year" if year else "month"
        _complain(draft, Code.DATE, name, parsed.complaint)


def _date(value: str) -> str:
    if value.isalnum() or not value or _EDTF.match(value):
        return value
    return latex.to_str(_NOOPSORT.sub("", value)).replace("\xa0", " ").strip()


def _compose_number(draft: _Draft) -> None:
    """BibLaTeX's ``number`` is a journal's issue, a series' volume or the work's own number."""
    fields = draft.fields
    number, issue = fields.get("number", ""), fields.get("issue", "")
    if not (number or issue):
        return
    if _type(draft).csl.startswith("article") or _type(draft).csl == "periodical":
        draft.made["issue"] = ", ".join(_string(value) for value in (number, issue) if value)
        return
    if issue:
        draft.made["issue"] = _string(issue)
    if number and "series" in fields and _type(draft).csl in ("book", "chapter", "paper-conference", "entry"):
        draft.variables.append(("collection-number", _text(draft, "number", number)))
    elif number:
        draft.made["number"] = _string(number)


def _type(draft: _Draft) -> EntryType:
    return BY_TYPE.get(draft.entry.type, _UNKNOWN)


def _compose_page(draft: _Draft) -> None:
    fields = draft.fields
    for name in ("pages", "eid", "articleno", "article-number", "elocation-id"):
        if name not in fields:
            continue
        if "page" in draft.made:
            draft.custom.append((name, _text(draft, name, fields[name])))
        else:
            value = fields[name]
            short = value.replace("--", "-")
            plain = short.replace("-", "", 1).isalnum()
            draft.made["page"] = short if plain else _DASHES.sub("-", latex.to_str(_DASHES.sub("-", value)))


def _compose_genre(draft: _Draft) -> None:
    value = draft.fields.get("type", "")
    if value:
        known = GENRES.get(value.lower())
        draft.made["genre"] = Text((known,)) if known else _text(draft, "type", value)
    elif _type(draft).genre:
        draft.made["genre"] = Text((_type(draft).genre,))


def _compose_language(draft: _Draft) -> None:
    value = draft.fields.get("langid") or draft.fields.get("language")
    if value:
        value = _string(value)
        tag = LANGUAGES.get(value.lower(), value)
        draft.made["language"] = tag


def _compose_keyword(draft: _Draft) -> None:
    values = [draft.fields[name] for name in ("keywords", "keyword") if name in draft.fields]
    if values:
        words = [word for value in values for word in _SPLIT.split(_string(value).strip())]
        draft.made["keyword"] = tuple(dict.fromkeys(filter(None, words)))


def _compose_award(draft: _Draft) -> None:
    found = [(name, draft.fields[name]) for name in ("award", "awards") if name in draft.fields]
    if found:
        draft.made["award"] = tuple(_text(draft, name, value) for name, value in found)


def _compose_note(draft: _Draft) -> None:
    fields = draft.fields
    if "note" in fields or "addendum" in fields:
        parts = [(". ", _text(draft, name, fields[name])) for name in ("note", "addendum") if name in fields]
        draft.made["note"] = parts[0][1] if len(parts) == 1 else _joined(*parts)


def _compose_addresses(draft: _Draft) -> None:
    fields = draft.fields
    doi, url = fields.get("doi", ""), fields.get("url", "")
    if url:
        url = draft.made["url"] = _verbatim(url)
    if doi:
        doi = _verbatim(doi)
        draft.made["doi"] = doi if doi.startswith("10.") else bare_doi(doi)
    elif "doi.org/" in url and (bare := bare_doi(url)) != url:
        draft.made["doi"] = bare
    if "ids" in fields:
        draft.made["ids"] = tuple(filter(None, (key.strip() for key in fields["ids"].split(","))))


def _compose_arxiv(draft: _Draft) -> None:
    fields = draft.fields
    kind = (fields.get("eprinttype") or fields.get("archiveprefix") or "").lower()
    eprint = fields.get("eprint", "")
    number = fields.get("arxiv") or fields.get("arxivid") or (eprint if kind in ("", "arxiv") else "")
    match = _ARXIV.search(_verbatim(number)) if number else None
    if number and (match or kind == "arxiv"):
        draft.made["arxiv"] = match[1] if match else _verbatim(number)
        return
    if eprint:
        draft.custom += [
            (name, Text((_verbatim(value),))) for name, value in fields.items() if name in _EPRINT
        ]
    for name in ("journal", "journaltitle", "url", "doi", "volume", "note"):
        value = fields.get(name, "")
        if ("rxiv" in value.lower() or value.startswith("abs/")) and (match := _ARXIV.search(value)):
            draft.made["arxiv"] = match[1]
            return


_EPRINT = ("eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass")


def _compose_status(draft: _Draft) -> None:
    """``pubstate`` first, then what the year says, then ``preprint`` where there is only an archive."""
    fields = draft.fields
    state = fields.get("pubstate", "")
    if fields.get("retracted", "").lower() in ("yes", "true", "1"):
        draft.made["status"] = "retracted"
    elif state:
        draft.made["status"] = _status(state)
    csl = _type(draft).csl
    if csl in _PREPRINTS and ("arxiv" in draft.made or "eprint" in fields):
        container = str(draft.made.get("container_title", ""))
        if (not container or _ARCHIVE.match(container)) and "publisher" not in fields:
            draft.made.setdefault("status", "preprint")
            csl = "article"
    draft.made["type"] = csl


def _status(value: str) -> str:
    """BibLaTeX's key for a state of publication, or what the data says instead of one."""
    plain = latex.to_str(value).strip()
    return STATES.get(plain.lower()) or STATUSES.get(plain.lower()) or plain


_COMPOSERS: tuple[Callable[[_Draft], None], ...] = (
    _compose_title,
    _compose_container,
    _compose_publisher,
    _compose_issued,
    _compose_number,
    _compose_page,
    _compose_genre,
    _compose_language,
    _compose_keyword,
    _compose_award,
    _compose_note,
    _compose_addresses,
    _compose_arxiv,
    _compose_status,
)
