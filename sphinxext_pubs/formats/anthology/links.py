"""Addresses of papers of the ACL Anthology, and their links: PDFs, attachments, videos, revisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sphinxext_pubs.formats.xml import Element
from sphinxext_pubs.model.publication import Link
from sphinxext_pubs.model.slugs import unused_name
from sphinxext_pubs.notation.addresses import read_addresses

#: The base address of papers, PDFs and attachments.
SITE = "https://aclanthology.org/"

#: Current and former addresses of the Anthology; the group is the ID of the paper.
_ANTHOLOGY_URL = re.compile(
    r"https?://(?:www\.)?acl(?:web|anthology)\.(?:org|info)/(?:anthology(?:-new)?/)?"
    r"(?:[A-Z]/[A-Z]\d\d/)?([A-Z]\d\d-\d{1,4}|\d{4}\.[a-z0-9]+-[a-z0-9]+(?:\.\d+)?)(?:\.pdf|/)?"
)

#: Elements for attachments; the older schema has separate elements for some kinds.
_ATTACHMENTS = frozenset({"attachment", "dataset", "presentation", "software"})

#: Kinds of attachments → kinds of links.
_RELATIONS = {
    "presentation": "slides",
    "dataset": "data",
    "optionalsupplementarymaterial": "supp",
    "supplementary": "supp",
}


def url_and_links(
    element: Element, identifier: str, meta: Element | None = None
) -> tuple[str, tuple[Link, ...]]:
    """Return the address of a paper's page, and its links, with the PDF first.

    For a volume, ``meta`` has further links. In current files, ``<pdf>`` is the address of the PDF, or
    empty for the default address.
    """
    url = _url_of(element, identifier)
    is_external = "://" in url
    name = identifier if is_external else url or (identifier if element.tag == "paper" else "")
    page = f"{SITE}{name}/" if name or is_external else ""
    links = [Link("pdf", url if is_external else f"{SITE}{url}.pdf")] if url else []
    if href := element.text("href") or element.attributes.get("href", ""):
        links.append(Link("pdf", _external(href)))
    links += _attachments(element)
    links += _typed_urls([*element.all("url"), *(meta.all("url") if meta is not None else ())])
    links += _videos(element)
    links += _papers_with_code(element)
    links += _revisions(element)
    return page, tuple(_number_duplicates(links))


def _url_of(element: Element, identifier: str) -> str:
    """Return the ID or the address of a paper in its element for the URL or the PDF, or the empty string."""
    plain_url = next((child for child in element.all("url") if "type" not in child.attributes), None)
    pdf = element.first("pdf")
    url = plain_url.text() if plain_url is not None else (pdf.text() or identifier) if pdf is not None else ""
    match = _ANTHOLOGY_URL.fullmatch(url)
    return match[1] if match else _external(url) if "://" in url else url


def _external(value: str) -> str:
    """Return an address of another site, as all formats read them."""
    return next((address.target for address in read_addresses(value)), value)


def _attachments(element: Element) -> Iterator[Link]:
    for child in element:
        if child.tag in _ATTACHMENTS:
            kind = child.attributes.get("type", "") if child.tag == "attachment" else child.tag
            kind = kind.strip().lower() or "attachment"
            if target := child.text() or child.attributes.get("href", ""):
                yield Link(_RELATIONS.get(kind, kind), _absolute_url(target, "attachments/"))


def _typed_urls(elements: Iterable[Element]) -> Iterator[Link]:
    for child in elements:
        if (kind := child.attributes.get("type", "").strip().lower()) and child.text():
            yield Link(kind, _absolute_url(child.text(), ""))


def _videos(element: Element) -> Iterator[Link]:
    """Yield the links to videos, unless their authors do not permit it."""
    for video in element.all("video"):
        if video.attributes.get("href") and video.attributes.get("permission") != "false":
            yield Link("video", _absolute_url(video.attributes["href"], ""))


def _papers_with_code(element: Element) -> Iterator[Link]:
    for code in element.all("pwccode"):
        if code.attributes.get("url"):
            yield Link("code", _external(code.attributes["url"]))
    for dataset in element.all("pwcdataset"):
        if dataset.attributes.get("url"):
            yield Link("data", _external(dataset.attributes["url"]), dataset.text())


def _revisions(element: Element) -> Iterator[Link]:
    """Yield the links to revisions and errata."""
    for revision in element.all("revision"):
        number = revision.attributes.get("id", "")
        target = revision.attributes.get("href") or revision.text()
        yield Link(f"v{number}" if number else "revision", _absolute_url(target, "", ".pdf"))
    for erratum in element.all("erratum"):
        yield Link("erratum", _absolute_url(erratum.text(), "", ".pdf"))


def _number_duplicates(links: Iterable[Link]) -> Iterator[Link]:
    """Yield distinct links, with numbers after the kind of the second and further links of a kind."""
    numbers: dict[str, int] = {}
    for link in dict.fromkeys(links):
        rel = unused_name(link.rel, numbers, numbers)
        numbers.setdefault(rel, 1)
        yield Link(rel, link.target, link.label)


def _absolute_url(target: str, folder: str, suffix: str = "") -> str:
    return _external(target) if "://" in target else f"{SITE}{folder}{target}{suffix}"
