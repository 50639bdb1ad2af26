"""Composers of publishers, places, series and numbers."""

from __future__ import annotations

from sphinxext_pubs.formats.bibtex.draft import Draft, decode_string, decode_text, set_text
from sphinxext_pubs.formats.bibtex.links import read_howpublished
from sphinxext_pubs.formats.bibtex.localization import is_list, list_in_words, series_in_words
from sphinxext_pubs.formats.bibtex.notes import strip_programs
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.rich_text import Text, text_of

#: CSL types of works of a conference, in which ACM writes where it took place as ``location``.
_CONFERENCE = frozenset({"paper-conference", "book"})
#: Signs of ACM's exports: its DOIs, identifiers and name.
_ACM_FIELDS = frozenset({"acmid", "numpages", "issue_date"})


#: Words for how a work is published that are not publishers.
_MEDIA = frozenset(
    {"online", "web", "website", "webpage", "web page", "electronic", "electronically", "print"}
)


def compose_publisher(draft: Draft) -> None:
    """Set the publisher from the first such field; other organizations become custom fields."""
    fields = draft.fields
    for name in ("publisher", "institution", "school", "organization"):
        if name in fields:
            _set_list(draft, "publisher", name)
    if "howpublished" not in fields or read_howpublished(draft):
        return
    words = decode_text(draft, "howpublished", fields["howpublished"])
    if str(words).lower() in _MEDIA:
        draft.custom.append(("howpublished", words))
        return
    if (text := strip_programs(draft, words)) == words:
        set_text(draft, "publisher", "howpublished", fields["howpublished"])
    elif text and str(text).lower() not in _MEDIA:
        target = "publisher" if "publisher" not in draft.attributes else ""
        draft.attributes |= {target: text} if target else {}
        draft.custom += [] if target else [("howpublished", text)]


def compose_places(draft: Draft) -> None:
    """Set the places of publication and of the conference.

    BibLaTeX's ``location`` and BibTeX's ``address`` are the place of publication. In an entry with both,
    or from ACM, ``location`` is where the conference was.
    """
    fields = draft.fields
    if "location" in fields and "venue" not in fields and _is_place_of_event(draft):
        draft.attributes["event_place"] = list_text(draft, "location")
        fields = {name: value for name, value in fields.items() if name != "location"}
    for name in ("location", "address"):
        if name in fields:
            _set_list(draft, "publisher_place", name)


def _is_place_of_event(draft: Draft) -> bool:
    fields = draft.fields
    if draft.kind.csl not in _CONFERENCE or (draft.kind.csl == "book" and draft.kind.name != "proceedings"):
        return False
    if "date" in fields and "address" not in fields:  # BibLaTeX's, of whatever publisher
        return False
    is_acm = not _ACM_FIELDS.isdisjoint(fields) or "10.1145/" in fields.get("doi", "")
    return "address" in fields or is_acm or fields.get("publisher", "") in ("ACM", "{ACM}")


def _set_list(draft: Draft, target: str, name: str) -> None:
    """Set an attribute to a list, or, if it is set already, the custom field ``name``."""
    value = draft.fields[name]
    if not is_list(value):
        set_text(draft, target, name, value)
    elif target in draft.attributes:
        draft.custom.append((name, list_text(draft, name)))
    else:
        draft.attributes[target] = list_text(draft, name)


def list_text(draft: Draft, name: str) -> Text:
    """Return a field in words if it is a list or a localization key, else its rich text."""
    value = draft.fields[name]
    if not is_list(value):
        return decode_text(draft, name, value)
    decode_text(draft, name, value)  # reports the problems of its markup
    return text_of(list_in_words(value, decode.to_str))


def compose_series(draft: Draft) -> None:
    """Set the series; that of a journal can be a number or a key."""
    value = draft.fields["series"]
    words = series_in_words(value) if has_issues(draft.kind.csl) or not value.isdecimal() else ""
    draft.attributes["collection_title"] = text_of(words) if words else decode_text(draft, "series", value)


def has_issues(csl: str) -> bool:
    """True if ``number`` is the issue in entries of this CSL type."""
    return csl.startswith("article") or csl == "periodical"


def is_in_series(csl: str) -> bool:
    """True if ``number`` is the number in the series, in entries of this CSL type with a series."""
    return csl in ("book", "chapter", "paper-conference", "entry")


def compose_number(draft: Draft) -> None:
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


def compose_report_number(draft: Draft) -> None:
    """Use INSPIRE's number of a report, or keep it as a custom field in other works."""
    value = draft.fields["reportnumber"]
    if draft.kind.csl == "report" and "number" not in draft.fields:
        draft.attributes["number"] = decode_string(value)
    else:
        draft.custom.append(("reportnumber", decode_text(draft, "reportnumber", value)))
