"""What several fields of an entry give together: titles and their parts, dates, numbers, addresses …"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sphinxext_pubs.formats.arxiv import find_arxiv_id, first_arxiv_id, is_preprint
from sphinxext_pubs.formats.bibtex.draft import Draft, add_problem, joined, keep_text, string, text, verbatim
from sphinxext_pubs.formats.bibtex.fields import BY_FIELD, CSL, GENRES, LANGUAGES
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model import statuses
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import bare_doi
from sphinxext_pubs.model.rich_text import EMPTY, Text
from sphinxext_pubs.model.work_types import BY_CSL
from sphinxext_pubs.notation import dates

_DASHES = re.compile(r"(?:(?<! ) ++)?(?:--++|[–—]) *+")
_SPLIT = re.compile(r"(?:(?<!\s)\s++)?[,;]\s*+")
_SEPARATORS = re.compile(r"([{},;])")
#: EDTF, whose ``~`` and ``%`` are no LaTeX.
_EDTF = re.compile(r"[-\dXYuTZ.,:/+?~%]+\Z")
_NOOPSORT = re.compile(r"\{?\\(?:noopsort|SortNoop)\s*\{[^{}]*\}\s*\}?")


def _title_of(draft: Draft, main: str, subtitle: str, titleaddon: str) -> Text:
    """A title with its subtitle and addition, by the names of the three fields."""
    fields = draft.fields
    title = text(draft, main, fields[main]) if main in fields else EMPTY
    for separator, name in ((": ", subtitle), (". ", titleaddon)):
        if name in fields:
            title = joined(("", title), (separator, text(draft, name, fields[name])))
    return title


def _compose_title(draft: Draft) -> None:
    draft.made["title"] = _title_of(draft, "title", "subtitle", "titleaddon")


_CONTAINERS = (
    ("journaltitle", "journalsubtitle", "journaltitleaddon"),
    ("journal", "journalsubtitle", "journaltitleaddon"),
    ("booktitle", "booksubtitle", "booktitleaddon"),
    ("maintitle", "mainsubtitle", "maintitleaddon"),
)


def _compose_container(draft: Draft) -> None:
    """The first title of what the work is part of; further ones are kept beside it."""
    found = False
    for names in _CONTAINERS:
        if names[0] not in draft.fields:
            continue
        title = _title_of(draft, *names)
        if not found and title != draft.made.get("title"):
            draft.made["container_title"] = title
            found = True
        elif found and names[0] != "journal":
            draft.custom.append((names[0], title))


def _compose_publisher(draft: Draft) -> None:
    """Who brought it out; an organisation beside a publisher is kept under its own name."""
    fields = draft.fields
    for name in ("publisher", "institution", "school", "organization"):
        if name in fields:
            keep_text(draft, "publisher", name, fields[name])
    if "howpublished" not in fields:
        return
    address = verbatim(fields["howpublished"])
    if not address.startswith(("http://", "https://", "www.")):
        keep_text(draft, "publisher", "howpublished", fields["howpublished"])
    elif "url" not in fields:
        draft.fields = {"url": address} | fields
        _compose_url(draft)


def _compose_issued(draft: Draft) -> None:
    fields = draft.fields
    year, month = fields.get("year", ""), fields.get("month", "")
    date, day = fields.get("date", ""), fields.get("day", "")
    parsed = dates.from_fields(_date(date), _date(year), _date(month), _date(day))
    if parsed.date is not None:
        draft.made["issued"] = parsed.date
    if parsed.status:
        draft.made["status"] = parsed.status
    if parsed.problem:
        of_month = not year or (month and _date(year).isdecimal())
        name = "date" if date else "month" if of_month else "year"
        add_problem(draft, Code.DATE, name, parsed.problem)


def _date(value: str) -> str:
    if value.isalnum() or not value or _EDTF.match(value):
        return value
    return decode.to_str(_NOOPSORT.sub("", value)).replace("\xa0", " ").strip()


def has_issues(csl: str) -> bool:
    """Whether ``number`` is an issue in entries of this CSL type."""
    return csl.startswith("article") or csl == "periodical"


def is_in_series(csl: str) -> bool:
    """Whether ``number`` is that in the series, in entries of this CSL type that have one."""
    return csl in ("book", "chapter", "paper-conference", "entry")


def _compose_number(draft: Draft) -> None:
    """BibLaTeX's ``number`` is a journal's issue, a series' volume or the work's own number."""
    fields = draft.fields
    number, issue = fields.get("number", ""), fields.get("issue", "")
    if has_issues(draft.kind.csl):
        draft.made["issue"] = ", ".join(string(value) for value in (number, issue) if value)
        return
    if issue:
        draft.made["issue"] = string(issue)
    if number and "series" in fields and is_in_series(draft.kind.csl):
        draft.variables.append(("collection-number", text(draft, "number", number)))
    elif number:
        draft.made["number"] = string(number)


def _compose_page(draft: Draft) -> None:
    fields = draft.fields
    for name in ("pages", "eid", "articleno", "article-number", "elocation-id"):
        if name not in fields:
            continue
        if "page" in draft.made:
            draft.custom.append((name, text(draft, name, fields[name])))
        else:
            value = fields[name]
            short = value.replace("--", "-")
            plain = short.replace("-", "", 1).isalnum()
            draft.made["page"] = short if plain else _pages(decode.to_str(_DASHES.sub("-", value)))


def _pages(value: str) -> str:
    """Pages with a hyphen for any dash, and no spaces around one between numbers."""
    return re.sub(r"(?<=\d) *+- *+(?=\d)", "-", _DASHES.sub("-", value))


def _compose_genre(draft: Draft) -> None:
    value = draft.fields.get("type", "")
    if value:
        known = GENRES.get(value.lower())
        draft.made["genre"] = Text((known,)) if known else text(draft, "type", value)
    elif draft.kind.genre:
        draft.made["genre"] = Text((draft.kind.genre,))


def _compose_language(draft: Draft) -> None:
    value = string(draft.fields.get("langid") or draft.fields["language"])
    draft.made["language"] = LANGUAGES.get(value.lower(), value)


def _compose_keyword(draft: Draft) -> None:
    values = [draft.fields[name] for name in ("keywords", "keyword") if name in draft.fields]
    words = [word for value in values for word in _words(value)]
    draft.made["keyword"] = tuple(dict.fromkeys(filter(None, words)))


def _words(value: str) -> Iterator[str]:
    """Keywords between commas and semicolons; in braces of its own one may have some."""
    if "{" not in value:
        return iter(_SPLIT.split(string(value).strip()))
    pieces = [""]
    depth = 0
    for part in _SEPARATORS.split(_unwrapped(value.strip())):
        if part in ("{", "}"):
            depth = max(0, depth + (1 if part == "{" else -1))
        if part in (",", ";") and not depth:
            pieces.append("")
        else:
            pieces[-1] += part
    return (string(piece).strip() for piece in pieces)


def _unwrapped(value: str) -> str:
    """A value without braces around all of it."""
    if value[:1] != "{" or value[-1:] != "}":
        return value
    depth, last = 0, len(value) - 1
    for place, sign in enumerate(value):
        depth += (sign == "{") - (sign == "}")
        if not depth and place < last:
            return value
    return value[1:-1]


def _compose_award(draft: Draft) -> None:
    found = [(name, draft.fields[name]) for name in BY_FIELD["award"].names if name in draft.fields]
    draft.made["award"] = tuple(text(draft, name, value) for name, value in found)


def _compose_note(draft: Draft) -> None:
    found = [(name, draft.fields[name]) for name in ("note", "addendum") if name in draft.fields]
    draft.made["note"] = joined(*((". ", text(draft, name, value)) for name, value in found))


def _compose_url(draft: Draft) -> None:
    """The address; one of a DOI is the DOI where there is no other."""
    url = draft.made["url"] = verbatim(draft.fields["url"])
    if "doi.org/" in url and "doi" not in draft.fields and (bare := bare_doi(url)) != url:
        draft.made["doi"] = _doi(bare)


#: A DOI in an HTML link, as some exporters write it.
_IN_LINK = re.compile(r"10\.\d{4,9}/[^\s\"'<>]+")


#: A DOI after the address of one of its resolvers, publishers' own among them.
_RESOLVED = re.compile(r"https?://(?=[^/]*?\bdoi\b)[^/]*+/(10\.\d{4,9}/\S+)\Z")


def _doi(value: str) -> str:
    if value.startswith("<") and (linked := _IN_LINK.search(value)):
        return linked[0]
    if value.startswith("http") and (resolved := _RESOLVED.match(value)):
        return resolved[1]
    return value if value.startswith("10.") else bare_doi(value)


#: Between several DOIs of one entry, as INSPIRE gives errata.
_SEVERAL_DOIS = re.compile(r"(?<![,;\s])[,;\s]++(?=(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/)")


def _compose_doi(draft: Draft) -> None:
    first, *others = _SEVERAL_DOIS.split(verbatim(draft.fields["doi"]))
    draft.made["doi"] = _doi(first)
    draft.custom += [("further-doi", Text((", ".join(map(_doi, others)),)))] if others else []


def _compose_ids(draft: Draft) -> None:
    draft.made["ids"] = tuple(filter(None, (key.strip() for key in draft.fields["ids"].split(","))))


def _compose_arxiv(draft: Draft) -> None:
    fields = draft.fields
    kind = (fields.get("eprinttype") or fields.get("archiveprefix") or "").lower()
    eprint = fields.get("eprint", "")
    number = fields.get("arxiv") or fields.get("arxivid") or (eprint if kind in ("", "arxiv") else "")
    found = find_arxiv_id(verbatim(number)) if number else ""
    if number and (found or kind == "arxiv"):
        draft.made["arxiv"] = found or verbatim(number)
        return
    if eprint:
        draft.custom += [
            (name, Text((verbatim(value),))) for name, value in fields.items() if name in _EPRINT
        ]
    names = ("journal", "journaltitle", "url", "doi", "volume", "note")
    if number := first_arxiv_id(fields[name] for name in names if name in fields):
        draft.made["arxiv"] = number


_EPRINT = ("eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass")


def _compose_status(draft: Draft) -> None:
    """``pubstate`` first, then what the year says, then ``preprint`` where there is only an archive."""
    fields = draft.fields
    state = fields.get("pubstate", "")
    if fields.get("retracted", "").lower() in ("yes", "true", "1"):
        draft.made["status"] = "retracted"
    elif state:
        draft.made["status"] = statuses.term_of(decode.to_str(state).strip())
    if (own := fields.get(f"{CSL}type", "").strip()) in BY_CSL:
        draft.made["type"] = own
        return
    csl = draft.kind.csl
    container = str(draft.made.get("container_title", ""))
    is_in_archive = "arxiv" in draft.made or "eprint" in fields
    if is_in_archive and is_preprint(csl, container, published="publisher" in fields):
        draft.made.setdefault("status", "preprint")
        csl = "article"
    draft.made["type"] = csl


#: What the fields of a row of kind ``part`` give together, by the row's target, in this order.
COMPOSERS: tuple[tuple[str, Callable[[Draft], None]], ...] = (
    ("title", _compose_title),
    ("container_title", _compose_container),
    ("publisher", _compose_publisher),
    ("issued", _compose_issued),
    ("issue", _compose_number),
    ("page", _compose_page),
    ("language", _compose_language),
    ("keyword", _compose_keyword),
    ("award", _compose_award),
    ("note", _compose_note),
    ("url", _compose_url),
    ("doi", _compose_doi),
    ("ids", _compose_ids),
)
#: What depends on the entry's type, or on fields that mean something else as well.
ALWAYS: tuple[Callable[[Draft], None], ...] = (_compose_genre, _compose_arxiv, _compose_status)
