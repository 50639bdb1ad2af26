"""Addresses of papers of the ACL Anthology, and their links: PDFs, attachments, videos, revisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sphinxext_pubs.formats.xml import Element
from sphinxext_pubs.model.publication import Link
from sphinxext_pubs.model.slugs import unused_name

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
    page, links = "", list[Link]()
    plain_url = next((child for child in element.all("url") if "type" not in child.attributes), None)
    pdf = element.first("pdf")
    url = plain_url.text() if plain_url is not None else (pdf.text() or identifier) if pdf is not None else ""
    if match := _ANTHOLOGY_URL.fullmatch(url):
        url = match[1]
    external_url = element.text("href") or element.attributes.get("href", "")
    if "://" in url:
        page = f"{SITE}{identifier}/"
        links.append(Link("pdf", url))
    elif url or (identifier and element.tag == "paper"):
        page = f"{SITE}{url or identifier}/"
        if url:
            links.append(Link("pdf", f"{SITE}{url}.pdf"))
    if external_url:
        links.append(Link("pdf", external_url))
    for child in element:
        if child.tag in _ATTACHMENTS:
            kind = child.attributes.get("type", "") if child.tag == "attachment" else child.tag
            kind = kind.strip().lower() or "attachment"
            target = child.text() or child.attributes.get("href", "")
            links += (
                [Link(_RELATIONS.get(kind, kind), _absolute_url(target, "attachments/"))] if target else []
            )
    for child in [*element.all("url"), *(meta.all("url") if meta is not None else ())]:
        if (kind := child.attributes.get("type", "").strip().lower()) and child.text():
            links.append(Link(kind, _absolute_url(child.text(), "")))
    for video in element.all("video"):
        if video.attributes.get("href") and video.attributes.get("permission") != "false":
            links.append(Link("video", _absolute_url(video.attributes["href"], "")))
    for code in element.all("pwccode"):
        if code.attributes.get("url"):
            links.append(Link("code", code.attributes["url"]))
    for dataset in element.all("pwcdataset"):
        if dataset.attributes.get("url"):
            links.append(Link("data", dataset.attributes["url"], dataset.text()))
    for revision in element.all("revision"):
        number = revision.attributes.get("id", "")
        target = revision.attributes.get("href") or revision.text()
        links.append(Link(f"v{number}" if number else "revision", _absolute_url(target, "", ".pdf")))
    links += [Link("erratum", _absolute_url(child.text(), "", ".pdf")) for child in element.all("erratum")]
    return page, tuple(_number_duplicates(links))


def _number_duplicates(links: Iterable[Link]) -> Iterator[Link]:
    """Yield distinct links, with numbers after the kind of the second and further links of a kind."""
    numbers: dict[str, int] = {}
    for link in dict.fromkeys(links):
        rel = unused_name(link.rel, numbers, numbers)
        numbers.setdefault(rel, 1)
        yield Link(rel, link.target, link.label)


def _absolute_url(target: str, folder: str, suffix: str = "") -> str:
    return target if "://" in target else f"{SITE}{folder}{target}{suffix}"
