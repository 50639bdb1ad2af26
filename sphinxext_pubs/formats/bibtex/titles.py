"""Composers of titles: of the work, of the journal or book that contains it, and of volumes and issues.

As in pandoc's reader, the container of a chapter in a work of several volumes is that work (``maintitle``),
and the title of the volume (``booktitle``) is CSL's ``volume-title``. BibLaTeX's ``issuetitle`` is, too.
"""

from __future__ import annotations

import re

from sphinxext_pubs.formats.bibtex.draft import Draft, decode_text, join_texts
from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.model.rich_text import EMPTY, Text
from sphinxext_pubs.notation.full_stops import without_full_stop

#: CSL types of works that are parts of a book.
_CHAPTERS = frozenset({"chapter", "paper-conference", "entry"})

#: The names of the fields of a title, its subtitle and its addition.
_Names = tuple[str, str, str]
_TITLE: _Names = ("title", "subtitle", "titleaddon")
_BOOK: _Names = ("booktitle", "booksubtitle", "booktitleaddon")
_MAIN: _Names = ("maintitle", "mainsubtitle", "maintitleaddon")
_ISSUE: _Names = ("issuetitle", "issuesubtitle", "issuetitleaddon")
_JOURNALS: tuple[_Names, ...] = (
    ("journaltitle", "journalsubtitle", "journaltitleaddon"),
    ("journal", "journalsubtitle", "journaltitleaddon"),
)
#: The order in which the titles of containers are tried.
_JOURNALS_FIRST, _BOOKS_FIRST = (*_JOURNALS, _BOOK, _MAIN), (_BOOK, _MAIN, *_JOURNALS)

#: A number of a chapter, in digits, Roman numerals or a letter: anything else is the title of a chapter.
_CHAPTER_NUMBER = re.compile(r"(?i)(?:ch(?:ap(?:ter)?)?s?\b\.?)?[\s\d.,:;&–—-]*[a-z]?|[ivxlcdm.,\s–-]+")


def _title_of(draft: Draft, names: _Names) -> Text:
    """Return a title with its subtitle and addition."""
    main, subtitle, titleaddon = names
    fields = draft.fields
    title = decode_text(draft, main, fields[main]) if main in fields else EMPTY
    for separator, name in ((": ", subtitle), (". ", titleaddon)):
        if name in fields:
            title = join_texts(("", title), (separator, decode_text(draft, name, fields[name])))
    return title


def compose_title(draft: Draft) -> None:
    """Set the title with its subtitle and addition, without the full stop that PubMed writes after it."""
    title = _title_of(draft, _TITLE)
    has_stop = draft.fields.get("title", "").rstrip("} ").endswith(".")
    draft.attributes["title"] = without_full_stop(title) if has_stop else title


def compose_chapter(draft: Draft) -> None:
    """Add the number of the chapter, or set the title to the title of the chapter if there is no other."""
    chapter = decode_text(draft, "chapter", draft.fields["chapter"])
    if draft.attributes.get("title") or _CHAPTER_NUMBER.fullmatch(str(chapter)):
        draft.variables.append(("chapter-number", chapter))
    else:
        draft.attributes["title"] = chapter


def compose_container(draft: Draft) -> None:
    """Set the title of the container from the first such field; other titles become custom fields."""
    fields, csl = draft.fields, draft.kind.csl
    rows = _JOURNALS_FIRST if csl.startswith("article") else _BOOKS_FIRST
    if csl in _CHAPTERS and "booktitle" in fields and "maintitle" in fields:
        _add_volume_title(draft, _BOOK)
        rows = rows[1:]
    known = [() if csl == "chapter" else draft.attributes.get("title", EMPTY).parts, ()]
    for names in rows:
        if names[0] not in fields or (title := _title_of(draft, names)).parts in known:
            continue
        if "container_title" in draft.attributes:
            draft.custom.append(("journal" if names in _JOURNALS else names[0], title))
        else:
            draft.attributes["container_title"] = title
        known.append(title.parts)


def compose_issue_title(draft: Draft) -> None:
    """Add the title of an issue."""
    if "issuetitle" in draft.fields:
        _add_volume_title(draft, _ISSUE)


def _add_volume_title(draft: Draft, names: _Names) -> None:
    if title := _title_of(draft, names):
        draft.variables.append(("volume-title", title))


def compose_collaboration(draft: Draft) -> None:
    """Keep the collaboration as a custom field; it is the author of a work without authors."""
    collaboration = decode_text(draft, "collaboration", draft.fields["collaboration"])
    draft.custom.append(("collaboration", collaboration))
    if collaboration and not (draft.attributes.get("author") or draft.attributes.get("editor")):
        draft.attributes["author"] = (Name(literal=str(collaboration)),)
