"""What several fields of an entry give together: titles and their parts, dates, numbers, addresses …"""

from __future__ import annotations

import re
from collections.abc import Callable

from sphinxext_pubs import dates, statuses
from sphinxext_pubs.formats import latex
from sphinxext_pubs.formats.bibtex_draft import Draft, complain, joined, keep_text, string, text, verbatim
from sphinxext_pubs.formats.bibtex_fields import GENRES, LANGUAGES
from sphinxext_pubs.model import bare_doi
from sphinxext_pubs.problems import Code
from sphinxext_pubs.text import EMPTY, Text

_DASHES = re.compile(r"[ ]*(?:--+|[–—])[ ]*")
_ARXIV = re.compile(
    r"(?i)(?<![\w.-])(\d{4}\.\d{4,5}(?:v\d{1,3})?|[a-z-]{2,12}(?:\.[a-z]{2})?/\d{7}(?:v\d{1,3})?)(?!\w)"
)
_SPLIT = re.compile(r"\s*[,;]\s*")
#: EDTF, whose ``~`` and ``%`` are no LaTeX.
_EDTF = re.compile(r"[-\dXYuTZ.,:/+?~%]+\Z")
_NOOPSORT = re.compile(r"\{?\\(?:noopsort|SortNoop)\s*\{[^{}]*\}\s*\}?")
#: Types that an arXiv paper without a journal has; with them it is CSL's ``article``, a preprint.
_PREPRINTS = frozenset({"article-journal", "document", "webpage", "manuscript"})
#: Journals that are only archives of preprints.
_ARCHIVE = re.compile(r"(?i)\s*(?:arxiv\b|corr\b|(?:bio|med|chem|psy)r?xiv\b|computing research repository)")


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
    if parsed.complaint:
        name = "date" if date else "year" if year else "month"
        complain(draft, Code.DATE, name, parsed.complaint)


def _date(value: str) -> str:
    if value.isalnum() or not value or _EDTF.match(value):
        return value
    return latex.to_str(_NOOPSORT.sub("", value)).replace("\xa0", " ").strip()


def _compose_number(draft: Draft) -> None:
    """BibLaTeX's ``number`` is a journal's issue, a series' volume or the work's own number."""
    fields = draft.fields
    number, issue = fields.get("number", ""), fields.get("issue", "")
    if draft.kind.csl.startswith("article") or draft.kind.csl == "periodical":
        draft.made["issue"] = ", ".join(string(value) for value in (number, issue) if value)
        return
    if issue:
        draft.made["issue"] = string(issue)
    if number and "series" in fields and draft.kind.csl in ("book", "chapter", "paper-conference", "entry"):
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
            draft.made["page"] = short if plain else _pages(latex.to_str(_DASHES.sub("-", value)))


def _pages(value: str) -> str:
    """Pages with a hyphen for any dash, and no spaces around one between numbers."""
    return re.sub(r"(?<=\d) *- *(?=\d)", "-", _DASHES.sub("-", value))


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
    words = [word for value in values for word in _SPLIT.split(string(value).strip())]
    draft.made["keyword"] = tuple(dict.fromkeys(filter(None, words)))


def _compose_award(draft: Draft) -> None:
    found = [(name, draft.fields[name]) for name in ("award", "awards") if name in draft.fields]
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
_RESOLVED = re.compile(r"https?://[^/]*\bdoi\b[^/]*/(10\.\d{4,9}/\S+)\Z")


def _doi(value: str) -> str:
    if value.startswith("<") and (linked := _IN_LINK.search(value)):
        return linked[0]
    if value.startswith("http") and (resolved := _RESOLVED.match(value)):
        return resolved[1]
    return value if value.startswith("10.") else bare_doi(value)


def _compose_doi(draft: Draft) -> None:
    draft.made["doi"] = _doi(verbatim(draft.fields["doi"]))


def _compose_ids(draft: Draft) -> None:
    draft.made["ids"] = tuple(filter(None, (key.strip() for key in draft.fields["ids"].split(","))))


def _compose_arxiv(draft: Draft) -> None:
    fields = draft.fields
    kind = (fields.get("eprinttype") or fields.get("archiveprefix") or "").lower()
    eprint = fields.get("eprint", "")
    number = fields.get("arxiv") or fields.get("arxivid") or (eprint if kind in ("", "arxiv") else "")
    match = _ARXIV.search(verbatim(number)) if number else None
    if number and (match or kind == "arxiv"):
        draft.made["arxiv"] = match[1] if match else verbatim(number)
        return
    if eprint:
        draft.custom += [
            (name, Text((verbatim(value),))) for name, value in fields.items() if name in _EPRINT
        ]
    for name in ("journal", "journaltitle", "url", "doi", "volume", "note"):
        value = fields.get(name, "")
        if ("rxiv" in value.lower() or value.startswith("abs/")) and (match := _ARXIV.search(value)):
            draft.made["arxiv"] = match[1]
            return


_EPRINT = ("eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass")


def _compose_status(draft: Draft) -> None:
    """``pubstate`` first, then what the year says, then ``preprint`` where there is only an archive."""
    fields = draft.fields
    state = fields.get("pubstate", "")
    if fields.get("retracted", "").lower() in ("yes", "true", "1"):
        draft.made["status"] = "retracted"
    elif state:
        draft.made["status"] = statuses.term_of(latex.to_str(state).strip())
    csl = draft.kind.csl
    if csl in _PREPRINTS and ("arxiv" in draft.made or "eprint" in fields):
        container = str(draft.made.get("container_title", ""))
        if (not container or _ARCHIVE.match(container)) and "publisher" not in fields:
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
