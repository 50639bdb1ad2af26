"""How titles, and the people and places next to them, are read."""

from __future__ import annotations

from typing import Final

from sphinxext_pubs.formats.ris.draft import Draft, Values
from sphinxext_pubs.formats.ris.types import names
from sphinxext_pubs.formats.ris.values import read_string, read_text, same
from sphinxext_pubs.model.rich_text import EMPTY
from sphinxext_pubs.notation.full_stops import without_full_stop

#: Types of works in another work, which has a title.
CONTAINED: Final = names("ABST CHAP CONF CPAPER ECHAP EJOUR INPR JOUR MGZN NEWS DICT ENCYC")


def read_container_or_title(draft: Draft, tag: str, values: Values) -> None:
    """Read ``BT``: the title of a book or another whole work, but of the book that contains a chapter."""
    whole = draft.type not in CONTAINED and not draft.get("title")
    draft.store("title" if whole else "container-title", tag, values)


def read_container(draft: Draft, tag: str, values: Values) -> None:
    """Read ``T2``: the container; next to a book title, the series of that book."""
    other = draft.has("BT") and draft.type in CONTAINED and not draft.has("T3")
    if other and not same(draft.get("container-title"), read_string(values[0])):
        draft.store("collection-title", tag, values)
    else:
        draft.store("container-title", tag, values)


def read_proceedings(draft: Draft, tag: str, values: Values) -> None:
    """Read ``C3`` of a conference paper; Web of Science lists institutions there."""
    if len(values) > 1:
        draft.keep(tag, values)
    else:
        draft.store("container-title", tag, values)


def read_conference(draft: Draft, tag: str, values: Values) -> None:
    """Read ``T2`` of a conference paper: the conference, or its proceedings if they have no other tag."""
    container = draft.get("container-title")
    if not container:
        draft.store("container-title", tag, values)
    elif not same(container, read_string(values[0])):
        draft.store("event-title", tag, values)


def read_journal(draft: Draft, tag: str, values: Values) -> None:
    """Read ``JO``: the title of the journal, which many programs abbreviate."""
    if not draft.get("container-title"):
        draft.store("container-title", tag, values)
    else:
        read_journal_short(draft, tag, values)


def read_journal_short(draft: Draft, tag: str, values: Values) -> None:
    """Read an abbreviated title, which is the only one in some files."""
    container, value = draft.get("container-title"), read_string(values[0])
    if not container and draft.type in CONTAINED:
        draft.store("container-title", tag, values)
    elif not container or draft.get("container-title-short"):
        draft.keep(tag, [value for value in values if not same(container, read_string(value))])
    elif not same(container, value):
        draft.store("container-title-short", tag, values[:1])


def read_short_title(draft: Draft, tag: str, values: Values) -> None:
    """Read a short title, which EndNote fills with the title."""
    title = draft.get("title")
    if not title:
        draft.store("title", tag, values)
    elif not same(title, read_string(values[0])):
        draft.store("title-short", tag, values)


def read_title(draft: Draft, tag: str, values: Values) -> None:
    """Read the title, without the full stop of databases; of two that begin alike, the longer is used."""
    given, value = draft.get("title"), read_string(values[0])
    if given and value.casefold().startswith(given.casefold()):
        draft.attributes["title"] = read_text(values[0])
    else:
        draft.store("title", tag, values)
    draft.attributes["title"] = without_full_stop(draft.attributes.get("title", EMPTY))


# People and places


def read_series_or_editor(draft: Draft, tag: str, values: Values) -> None:
    """Read ``A2`` of a book: editors of the series if there are one and authors, else of the book."""
    is_series = draft.has("T2", "T3") and draft.has("AU", "A1", "A3", "ED")
    draft.add_people("collection-editor" if is_series else "editor", values)


def read_conference_place(draft: Draft, tag: str, values: Values) -> None:
    """Read ``CY`` of a conference paper: the place of the conference, but publishers write their own."""
    is_publisher = draft.has("PB") and not draft.has("C1", "C3")
    draft.store("publisher-place" if is_publisher else "event-place", tag, values)
