"""Composers of the addresses and identifiers of a work: URL, DOI, eprints, and the status that they imply."""

from __future__ import annotations

import re

from sphinxext_pubs.formats.arxiv import PREPRINT_TYPES, find_arxiv_id, first_arxiv_id, is_preprint
from sphinxext_pubs.formats.bibtex.draft import (
    Draft,
    add_problem,
    decode_string,
    decode_text,
    decode_verbatim,
)
from sphinxext_pubs.formats.bibtex.fields import CSL
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model import statuses
from sphinxext_pubs.model.links import invalid_doi
from sphinxext_pubs.model.problems import Code, quoted
from sphinxext_pubs.model.publication import Link, bare_doi
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.model.work_types import BY_CSL
from sphinxext_pubs.notation.addresses import (
    Address,
    read_access_date,
    read_addresses,
    read_lone_addresses,
    rest_of_address,
)
from sphinxext_pubs.notation.dois import read_dois, resolved_doi
from sphinxext_pubs.notation.identifiers import is_archive, is_preprint_server


def add_link(draft: Draft, rel: str, address: Address) -> None:
    """Add a link."""
    draft.links.append(Link(rel, address.target, decode_string(address.label).strip()))


def _add_further(draft: Draft, rel: str, address: Address) -> None:
    """Add a link to an address, unless the publication already has one."""
    if all(address.target != link.target for link in draft.links):
        add_link(draft, rel, address)


def compose_url(draft: Draft) -> None:
    """Set the URL from its field, and the DOI if it is one and there is no field ``doi``.

    Addresses in the fields of other programs for them are further links.
    """
    fields = draft.fields
    if "url" in fields:
        addresses = read_addresses(fields["url"])
        set_url(draft, addresses)
        if " " in fields["url"] and len(addresses) == 1 and (rest := rest_of_address(fields["url"])):
            what = (
                f"the address ends at the space before {quoted(rest)}. Write “%20” for a space in an address"
            )
            add_problem(draft, Code.URL, "url", what)
    for name in OTHER_URLS:
        if name in fields:
            lone = read_lone_addresses(fields[name])
            set_url(draft, lone.addresses)
            if not lone.addresses:
                draft.custom.append((name, text_of(decode_verbatim(fields[name]))))


#: The fields for the URL of DBLP (electronic edition), HAL, and of old styles.
OTHER_URLS = ("link", "uri", "www", "weblink", "ee")


def set_url(draft: Draft, addresses: tuple[Address, ...]) -> None:
    """Set the URL to the first address, and add the others as links; a DOI in it is the DOI."""
    for address in addresses:
        target = address.target
        doi = _doi_in(target)
        if doi and "doi" not in draft.fields:
            draft.attributes.setdefault("doi", doi)
        if doi and "://" not in target:
            continue
        if draft.attributes.setdefault("url", target) != target and not doi:
            _add_further(draft, "url", address)


def _doi_in(target: str) -> str:
    """Return the DOI that an address is, or the empty string."""
    lowered = target.lower()
    if "doi" in lowered and (doi := resolved_doi(target)):
        return doi
    return next(iter(read_dois(target).values), "") if lowered.startswith(("10.", "doi:")) else ""


def read_howpublished(draft: Draft) -> bool:
    """Use the addresses in ``howpublished``; return True if it contains nothing else."""
    value = draft.fields["howpublished"]
    alone = _use_lone(draft, value)
    if not alone and "url" not in draft.fields and ("://" in value or "\\url" in value):
        set_url(draft, read_addresses(value, "text")[:1])
    return alone


def _use_lone(draft: Draft, value: str) -> bool:
    """Use the addresses and the date of access in a text if it contains nothing else; return True if so."""
    lone = read_lone_addresses(value)
    if any(row.label for row in lone.addresses):
        return False  # the words of a link are shown
    if "url" in draft.fields:
        set_url(draft, read_addresses(draft.fields["url"]))
    set_url(draft, lone.addresses)
    if lone.accessed and "urldate" not in draft.fields:
        draft.variables.append(("accessed", text_of(lone.accessed)))
    return bool(lone.addresses)


def read_note(draft: Draft, value: str) -> bool:
    """Use a note that is an address as the URL, if there is no other, or that is a date of access.

    Return True if it is one of them.
    """
    if (accessed := read_access_date(value)) and "urldate" not in draft.fields:
        draft.variables.append(("accessed", text_of(accessed)))
        return True
    has_url = "url" in draft.fields or "url" in draft.attributes
    return not has_url and _use_lone(draft, value)


def compose_doi(draft: Draft) -> None:
    """Set the DOI. Others (in INSPIRE, those of errata) become a custom field, other addresses the URL."""
    value = draft.fields["doi"]
    dois = read_dois(value)
    if not dois.values:
        _read_invalid_doi(draft, value)
        return
    draft.attributes["doi"] = dois.values[0]
    if dois.values[1:]:
        draft.custom.append(("further-doi", text_of(", ".join(dois.values[1:]))))
    if dois.has_rest:
        what = f"{invalid_doi(decode_verbatim(value))}; “{dois.values[0]}” is used"
        add_problem(draft, Code.URL, "doi", what)


def _read_invalid_doi(draft: Draft, value: str) -> None:
    addresses = read_lone_addresses(value).addresses
    if addresses and "://" in bare_doi(addresses[0].target):
        set_url(draft, addresses)
        add_problem(draft, Code.URL, "doi", f"{invalid_doi(addresses[0].target)}; it is used as an address")
    else:
        draft.attributes["doi"] = bare_doi(
            decode_verbatim(value)
        )  # reported with the links of the publication


_EPRINT = ("eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass")
_IDS = ("arxiv", "arxivid", "eprint")
#: Values that are meant to be an arXiv ID.
_LIKE_ARXIV = re.compile(r"(?i)arxiv|\d{3,6}\.\d{1,7}(?:v\d{1,3})?\Z")
_EPRINT_OR_ARXIV = frozenset({*_EPRINT, "arxiv", "arxivid"})
#: Fields in which an arXiv ID may be, in this order.
_ARXIV = ("journal", "journaltitle", "url", "doi", "volume", "note", "howpublished", "number", "eid", "pages")
_PDF = re.compile(r"\.pdf(?:[?#]|\Z)|/e?pdf/|/pdfdirect/|article-pdf", re.IGNORECASE)


def compose_eprint(draft: Draft) -> None:
    """Set the arXiv ID from its fields, else from the first other field that mentions arXiv."""
    fields = draft.fields
    if not _EPRINT_OR_ARXIV.isdisjoint(fields) and _read_eprint(draft):
        return
    candidates = [fields[name] for name in _ARXIV if name in fields]
    if arxiv_id := first_arxiv_id(candidates, is_corr="corr" in fields.get("journal", "").lower()):
        draft.attributes["arxiv"] = arxiv_id


def _read_eprint(draft: Draft) -> bool:
    """Use the fields for an eprint; return True if it has an arXiv ID."""
    fields = draft.fields
    kind = (fields.get("eprinttype") or fields.get("archiveprefix") or "").lower()
    eprint = fields.get("eprint", "")
    value = fields.get("arxiv") or fields.get("arxivid") or (eprint if kind in ("", "arxiv") else "")
    arxiv_id = find_arxiv_id(decode_verbatim(value)) if value else ""
    if value and not arxiv_id and "://" not in value and (kind == "arxiv" or _LIKE_ARXIV.match(value)):
        what = f"{quoted(value)} is not a valid arXiv ID and is not linked. Write it like 2101.00001"
        add_problem(draft, Code.URL, next(name for name in _IDS if draft.fields.get(name) == value), what)
    if value and (arxiv_id or (kind == "arxiv" and "://" not in value)):
        draft.attributes["arxiv"] = arxiv_id or decode_verbatim(value)
        return True
    if eprint and not _read_eprint_address(draft, eprint, kind):
        draft.custom += [(name, text_of(decode_verbatim(fields[name]))) for name in _EPRINT if name in fields]
    return False


def _read_eprint_address(draft: Draft, eprint: str, archive: str) -> bool:
    """Use an eprint that is an address, of a PDF or a page; return True if it is one."""
    if archive and is_archive(archive):
        return False
    addresses = read_lone_addresses(eprint).addresses
    for address in addresses:
        if (doi := resolved_doi(address.target)) and "doi" not in draft.fields:
            draft.attributes.setdefault("doi", doi)
        elif not doi:
            _add_further(draft, "pdf" if _PDF.search(address.target) else "eprint", address)
    return bool(addresses)


#: The beginnings of values of ``pages`` that are identifiers.
_IDENTIFIER = re.compile(r"(?:arxiv|abs/|doi|https?:|10\.\d{4})", re.IGNORECASE)


def read_identifier_pages(draft: Draft) -> None:
    """Remove pages and article numbers that are an arXiv ID, a DOI or an address, as ADS and others write."""
    page = draft.attributes.get("page", "")
    if page and _IDENTIFIER.match(page) and _read_identifier(draft, page):
        del draft.attributes["page"]
    if "eid" in draft.fields and _IDENTIFIER.match(draft.fields["eid"]):
        draft.custom = [
            row for row in draft.custom if row[0] != "eid" or not _read_identifier(draft, str(row[1]))
        ]


def _read_identifier(draft: Draft, value: str) -> bool:
    """Use a DOI or an address if the publication has none; return True if the value is an identifier."""
    dois = read_dois(value).values
    addresses = () if dois or "arxiv" in value.lower() else read_lone_addresses(value).addresses
    if dois and "doi" not in draft.fields:
        draft.attributes.setdefault("doi", dois[0])
    if "url" not in draft.fields:
        set_url(draft, addresses)
    return bool(dois or addresses or find_arxiv_id(value))


#: Subtypes of articles in the styles of APA and Chicago → CSL types.
_SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
#: Fields for the type and the status, which few entries have.
_STATES = frozenset({"pubstate", "retracted", "entrysubtype", f"{CSL}type"})


def compose_status(draft: Draft) -> None:
    """Set the type and the status: from ``pubstate``, else from the year, else ``preprint``."""
    fields, attributes = draft.fields, draft.attributes
    if not _STATES.isdisjoint(fields) and _read_state(draft):
        return
    archive = fields.get("eprinttype") or fields.get("archiveprefix") or ""
    csl = draft.kind.csl
    if csl in PREPRINT_TYPES and is_preprint(
        csl,
        container=str(attributes.get("container_title", "")),
        publisher=fields.get("publisher", ""),
        doi=attributes.get("doi", ""),
        in_archive="arxiv" in attributes or ("eprint" in fields and is_preprint_server(archive)),
    ):
        attributes.setdefault("status", "preprint")
        csl = "article"
    attributes["type"] = csl


def _read_state(draft: Draft) -> bool:
    """Use the fields for the status and the type; return True if they set the type."""
    fields, attributes = draft.fields, draft.attributes
    state = fields.get("pubstate", "")
    if fields.get("retracted", "").lower() in ("yes", "true", "1"):
        attributes["status"] = "retracted"
    elif state:
        attributes["status"] = statuses.term_of(decode.to_str(state).strip())
    subtype = fields.get("entrysubtype", "")
    csl_type = fields.get(f"{CSL}type", "").strip() or _SUBTYPES.get(subtype.lower(), subtype)
    if csl_type in BY_CSL:
        attributes["type"] = csl_type
        return True
    if subtype:
        draft.custom.append(("entrysubtype", decode_text(draft, "entrysubtype", subtype)))
    return False
