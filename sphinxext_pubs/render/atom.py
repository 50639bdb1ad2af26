"""Atom feeds (RFC 4287); equal papers give identical bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model.publication import Date, Publication
from sphinxext_pubs.model.rich_text import clean
from sphinxext_pubs.notation import names
from sphinxext_pubs.notation.date_parts import iso_date
from sphinxext_pubs.notation.names import OTHERS
from sphinxext_pubs.render.entry_view import entry_id

ATOM = "http://www.w3.org/2005/Atom"

#: Maximum number of papers in a feed.
MAX_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, its absolute URL and that of its page, and its author."""

    title: str
    address: str
    page: str
    author: str


def feed_xml(feed: Feed, papers: Sequence[tuple[Publication, str]]) -> str:
    """Return the XML of a feed of papers, given as pairs with the absolute URL of their page or entry."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(root, "title", feed.title)
    _add(root, "id", feed.address)
    _add(root, "updated", max((_timestamp(paper.issued) for paper, _ in papers), default=_timestamp(None)))
    _add_link(root, "self", feed.address, "application/atom+xml")
    _add_link(root, "alternate", feed.page, "text/html")
    _add(_add(root, "author"), "name", feed.author)
    seen: set[str] = set()
    for paper, address in papers[:MAX_ENTRIES]:
        _add_entry(
            root, paper, address, address if address not in seen else f"{address}#{entry_id(paper.key)}"
        )
        seen.add(address)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_entry(root: ElementTree.Element, paper: Publication, address: str, identifier: str) -> None:
    entry = _add(root, "entry")
    _add(entry, "title", plain_text(paper.title) or paper.key)
    _add(entry, "id", identifier)
    _add_link(entry, "alternate", address, "text/html")
    _add(entry, "updated", _timestamp(paper.issued))
    if paper.issued and paper.issued.parts:
        _add(entry, "published", _timestamp(paper.issued))
    for name in paper.author or paper.editor:
        if name != OTHERS:
            _add(_add(entry, "author"), "name", names.full_name(name))
    for keyword in paper.keyword:
        ElementTree.SubElement(entry, f"{{{ATOM}}}category", term=clean(keyword))
    if paper.abstract:
        _add(entry, "summary", plain_text(paper.abstract))


def _add(parent: ElementTree.Element, tag: str, text: str = "") -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{tag}")
    element.text = clean(text) or None
    return element


def _add_link(parent: ElementTree.Element, rel: str, href: str, media: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}link", rel=rel, href=href, type=media)


def _timestamp(date: Date | None) -> str:
    """Return the date as an RFC 3339 timestamp, or the epoch for an unknown year."""
    if date is None or not date.parts or not 1 <= date.parts[0] <= 9999:
        return "1970-01-01T00:00:00Z"
    year, month, day = (*map(int, iso_date(date).split("-")), 1, 1)[:3]
    return f"{year:04}-{month or 1:02}-{day or 1:02}T00:00:00Z"
