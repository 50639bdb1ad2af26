"""How identifiers, addresses and files are read, and kinds of works next to which programs write DOIs."""

from __future__ import annotations

import re
from typing import Final

from sphinxext_pubs.formats.ris.draft import Draft, Rule, Values
from sphinxext_pubs.formats.ris.lines import Value
from sphinxext_pubs.formats.ris.notes import find_doi, find_identifier, first_doi
from sphinxext_pubs.formats.ris.values import read_address, read_string
from sphinxext_pubs.model.publication import Link
from sphinxext_pubs.notation.addresses import read_addresses
from sphinxext_pubs.notation.dois import resolved_doi


def read_doi(draft: Draft, tag: str, values: Values) -> None:
    """Read a DOI, next to which there may be other text."""
    texts = ((read_address(value), value.line) for value in values)
    found = [Value(first_doi(text) or text, line) for text, line in texts]
    draft.store("DOI", tag, found)


def read_genre(draft: Draft, tag: str, values: Values) -> None:
    """Read ``M3``: a DOI as of ScienceDirect, or the kind of work unless it repeats the type."""
    for value in values:
        text = read_string(value)
        if doi := find_doi(text):
            draft.fill("DOI", doi)
        elif text.lower() == "article in press":
            draft.fill("status", "in press")
        elif text.lower() in _PLAIN_KINDS:
            draft.keep(tag, [value])
        else:
            draft.store("genre", tag, [value])


#: Kinds of works that only repeat the type.
_PLAIN_KINDS: Final = frozenset(
    """article|journal article|journal|research article|research-article|original article|conference paper
    |conference proceedings|proceedings paper|conference article|book|book chapter|book section|chapter|thesis
    |journal: article|article; early access|web page|webpage|patent|report|misc|miscellaneous|generic"""
    .replace("\n    ", "").split("|")
)  # fmt: skip


def read_identifier(draft: Draft, tag: str, values: Values) -> None:
    """Read an identifier of PubMed; others are kept."""
    for value in values:
        text = read_string(value)
        name, number = find_identifier(text)
        is_pubmed = re.search(r"(?i)pubmed|medline", draft.get("source") or " ".join(_first(draft, "DB")))
        if not name and re.fullmatch(r"\d{5,8}", text) and (tag in ("C2", "C5") or is_pubmed):
            name, number = "PMID", text
        if not name and tag == "C7" and not draft.get("PMCID"):
            draft.wait("article-number", [value])
        elif name:
            draft.fill(name, number)
        elif doi := find_doi(text):
            draft.fill("DOI", doi)
        else:
            draft.keep(tag, [value])


def _first(draft: Draft, tag: str) -> list[Value]:
    return draft.record.values.get(tag, [])


def _addresses(values: Values) -> list[str]:
    """Return the addresses in values, of which one can contain several, or an anchor of HTML."""
    return [address for value in values if value.strip() for address in _read_addresses(value.strip())]


def _read_addresses(value: str) -> list[str]:
    if re.match(r"[A-Za-z]:\\|\\\\", value):
        return [read_address(value)]  # a path of Windows
    return [address.target for address in read_addresses(value)] or [read_address(value)]


def read_url(draft: Draft, tag: str, values: Values) -> None:
    """Read addresses: the first is the URL, others are links; one of a DOI gives the DOI, too."""
    for address in _addresses(values):
        pubmed = re.fullmatch(r"PM:(\d+)", address)
        draft.fill("DOI", resolved_doi(address))
        if pubmed:
            draft.fill("PMID", pubmed[1])
        elif tag == "LK" and draft.get("URL"):
            draft.keep(tag, [address])
        elif not draft.get("URL"):
            draft.fill("URL", address)
        elif address != draft.get("URL"):
            draft.links.append(Link("url", address))


def link_rule(kind: str) -> Rule:
    """Return the rule for addresses of files and full texts; paths of a computer are private."""

    def read(draft: Draft, tag: str, values: Values) -> None:
        for address in _addresses(values):
            if doi := resolved_doi(address) or find_doi(address):
                draft.fill("DOI", doi)
            elif re.match(r"https?://", address):
                is_pdf = kind == "pdf" or address.lower().endswith(".pdf")
                link = Link("pdf" if is_pdf else kind, address)
                draft.links += [] if link in draft.links else [link]

    return read
