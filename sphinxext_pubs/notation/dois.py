"""Reading DOIs as people and programs write them: marked up, in addresses, several at once."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from sphinxext_pubs.model.publication import bare_doi
from sphinxext_pubs.notation.addresses import Address, join_pieces, plain_address, without_links

_SIMPLE_DOI = re.compile(r"10\.[0-9]{4,9}/[A-Za-z0-9()_/-](?:[A-Za-z0-9._/()-]*[A-Za-z0-9_/-])?")
_DOI = re.compile(r"(?<![\d.])10\.\d{4,9}(?:\.\d{1,9})*(?:/|%2[Ff])\S+")
_SHORT_DOI = re.compile(r"(?:https?://)?(?:(?:dx\.)?doi\.org/|doi:\s*)?(10/[a-z0-9]{3,12})", re.IGNORECASE)
#: Separates several DOIs (in INSPIRE, those of errata).
_NEXT_DOI = re.compile(
    r"(?<![,;|\s])[,;|\s]++(?:and\s|&)?\s*+(?=(?:https?://[^\s/,;]{1,200}/|doi[:\s]\s?)?10\.\d{4,9}(?:/|%2))",
    re.IGNORECASE,
)
#: The host of a resolver: of DOIs, or of a publisher's, perhaps behind a proxy (``doi-org.proxy.uni.edu``).
_RESOLVER = re.compile(r"(?:[a-z][a-z0-9+.-]{1,9}://)?[^/\s]{0,250}?\bdoi\b[^/\s]{0,250}/", re.IGNORECASE)
#: The end of a publisher's address, after the DOI.
_PAGE = re.compile(
    r"(?:/(?:full|fulltext|abstract|abs|e?pdf|pdfdirect|html|meta|summary|references|citations|figures|"
    r"full\.pdf|fulltext\.html)|(?:v\d{1,2})?\.full(?:\.pdf|-text)?|(?:\.pdf|\.html?))/?\Z",
    re.IGNORECASE,
)
_QUERY, _QUERY_OR_FRAGMENT = re.compile("[?&]"), re.compile("[?&#]")
#: What may surround a DOI.
_NOISE = re.compile(
    r"[\s.,;:|()\[\]<>\"'“”-]+|https?://\S*|info:doi/|urn:doi:|doi|dx|org/|and|available|at|url|&",
    re.IGNORECASE,
)


class Dois(NamedTuple):
    """The DOIs in a value in order, and whether it also contains something else."""

    values: tuple[str, ...] = ()
    has_rest: bool = False


def read_dois(value: str) -> Dois:
    """Return the DOIs in a value: bare, after ``doi:``, in an address, marked up, or several."""
    if _SIMPLE_DOI.fullmatch(short := value.replace("\\_", "_")):
        return Dois((short,))
    found: list[Address] = []
    text = plain_address(without_links(value, found))
    if match := _SHORT_DOI.fullmatch(text):
        return Dois((match[1],))
    parts = [*(row.target for row in found), *_NEXT_DOI.split(text)]
    rows = [(part, match) for part in map(_join_doi, parts) if (match := _DOI.search(part))]
    cleaned = [_clean(match[0], part[: match.start()]) for part, match in reversed(rows)]
    dois = {doi.lower(): doi for doi in cleaned if doi}
    return Dois(tuple(reversed(dois.values())), has_rest=len(rows) == 1 and _has_rest(text))


def _has_rest(text: str) -> bool:
    """True if a text contains something besides a DOI and what may surround one."""
    joined, compact = "".join(_join_doi(text).split()), "".join(text.split())
    rest = f"{_DOI.sub('', joined)} {compact[len(joined) :]}"
    return bool(_NOISE.sub("", rest))


def read_doi(value: str) -> str:
    """Return the first DOI in a value, or, if there is none, the value without markup and resolver."""
    return next(iter(read_dois(value).values), "") or bare_doi(plain_address(value))


def resolved_doi(address: str) -> str:
    """Return the DOI in the address of a resolver, or the empty string."""
    match = _RESOLVER.match(address)
    dois = read_dois(address[match.end() :]).values if match else ()
    return dois[0] if dois and match and _DOI.match(address, match.end()) else ""


def _join_doi(part: str) -> str:
    start = _DOI_START.search(part)
    if start is None or not any(map(str.isspace, part[start.start() :].strip())):
        return part
    pieces = part[start.start() :].split()
    return part[: start.start()] + join_pieces(" ".join(pieces))


_DOI_START = re.compile(r"(?<![\d.])10\.\d{4,9}(?:\.\d{1,9})*/")


def _clean(doi: str, before: str) -> str:
    """Return a DOI without what follows it in an address or sentence, and with its escapes decoded."""
    if "://" in before or before.rstrip().lower().endswith(("doi.org/", "id=")):
        is_resolver = _RESOLVER.match(before.split()[-1]) is not None
        doi = (_QUERY if is_resolver else _QUERY_OR_FRAGMENT).split(doi, maxsplit=1)[0]
        doi = doi if is_resolver else _PAGE.sub("", doi)
    if "%" in doi and (decoded := unquote(doi)).isprintable() and " " not in decoded:
        doi = decoded
    doi = doi.replace("\\", "").rstrip(".,;:\"'”’»|")
    for opening, closing in ("()", "[]", "<>", "{}"):
        while doi.endswith(closing) and doi.count(closing) > doi.count(opening):
            doi = doi[:-1].rstrip(".,;:")
    return doi
