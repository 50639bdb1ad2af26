"""Where papers of the ACL Anthology are, and what belongs to them: PDFs, attachments, videos, revisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sphinxext_pubs.formats.xml import Element
from sphinxext_pubs.model.publication import Link

#: Where papers, PDFs and attachments of the Anthology are.
SITE = "https://aclanthology.org/"

#: Addresses of the Anthology itself, of all times: what they lead to.
_OWN = re.compile(
    r"https?://(?:www\.)?acl(?:web|anthology)\.(?:org|info)/(?:anthology(?:-new)?/)?"
    r"(?:[A-Z]/[A-Z]\d\d/)?([A-Z]\d\d-\d{1,4}|\d{4}\.[a-z0-9]+-[a-z0-9]+(?:\.\d+)?)(?:\.pdf|/)?"
)

#: What lies beside a paper; the older schema has elements for some kinds.
_ATTACHED = frozenset({"attachment", "dataset", "presentation", "software"})

#: The kinds of attachments that have a button of their own.
_RELATIONS = {
    "presentation": "slides",
    "dataset": "data",
    "optionalsupplementarymaterial": "supp",
    "supplementary": "supp",
}


def addresses(element: Element, identifier: str, meta: Element | None = None) -> tuple[str, tuple[Link, ...]]:
    """The address of a paper's page, and what belongs to it, the PDF first; of a volume that of its ``meta``.

    In today's files ``<pdf>`` says that there is one, at the usual address where it says no other.
    """
    page, links = "", list[Link]()
    own = next((each for each in element.all("url") if "type" not in each.attributes), None)
    pdf = element.first("pdf")
    url = own.text() if own is not None else (pdf.text() or identifier) if pdf is not None else ""
    if found := _OWN.fullmatch(url):
        url = found[1]
    elsewhere = element.text("href") or element.attributes.get("href", "")
    if "://" in url:
        page = f"{SITE}{identifier}/"
        links.append(Link("pdf", url))
    elif url or element.tag == "paper":
        page = f"{SITE}{url or identifier}/"
        if url:
            links.append(Link("pdf", f"{SITE}{url}.pdf"))
    if elsewhere:
        links.append(Link("pdf", elsewhere))
    for each in element:
        if each.tag in _ATTACHED:
            kind = each.attributes.get("type", "") if each.tag == "attachment" else each.tag
            kind = kind.strip().lower() or "attachment"
            target = each.text() or each.attributes.get("href", "")
            links += [Link(_RELATIONS.get(kind, kind), _address(target, "attachments/"))] if target else []
    for each in [*element.all("url"), *(meta.all("url") if meta is not None else ())]:
        if (kind := each.attributes.get("type", "").strip().lower()) and each.text():
            links.append(Link(kind, _address(each.text(), "")))
    for each in element.all("video"):
        links.append(Link("video", _address(each.attributes.get("href", ""), "")))
    for each in element.all("pwccode"):
        if each.attributes.get("url"):
            links.append(Link("code", each.attributes["url"]))
    for each in element.all("pwcdataset"):
        if each.attributes.get("url"):
            links.append(Link("data", each.attributes["url"], each.text()))
    for each in element.all("revision"):
        number = each.attributes.get("id", "")
        target = each.attributes.get("href") or each.text()
        links.append(Link(f"v{number}" if number else "revision", _address(target, "", ".pdf")))
    links += [Link("erratum", _address(each.text(), "", ".pdf")) for each in element.all("erratum")]
    return page, tuple(_numbered(links))


def _numbered(links: Iterable[Link]) -> Iterator[Link]:
    """Each link once; the second of a kind is numbered, so that each has a name of its own."""
    counts: dict[str, int] = {}
    for link in dict.fromkeys(links):
        counts[link.rel] = count = counts.get(link.rel, 0) + 1
        yield link if count == 1 else Link(f"{link.rel}-{count}", link.target, link.label)


def _address(target: str, folder: str, suffix: str = "") -> str:
    return target if "://" in target else f"{SITE}{folder}{target}{suffix}"
