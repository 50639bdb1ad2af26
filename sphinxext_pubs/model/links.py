"""Addresses: checking which may be used in an ``href``, and encoding them for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import quote

from sphinxext_pubs.model.problems import Code, Problem, Suggestion, entry_name
from sphinxext_pubs.model.publication import Link, Publication, bare_doi
from sphinxext_pubs.model.rich_text import Inline, Span, Text

#: The URL schemes allowed by default; users can add others (``pubs_url_schemes``).
WEB_SCHEMES: tuple[str, ...] = ("http", "https")

#: Schemes of addresses that can run scripts, which are never linked.
UNSAFE_SCHEMES = frozenset({"javascript", "vbscript", "data"})

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: Controls, line and paragraph separators, surrogates and bidirectional marks. They are invalid in an
#: address, and browsers ignore some of them, so ``java\nscript:`` would run.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_AUTHORITY = re.compile(
    r"(?:[^@\s\\<>\"]*@)?"  # user information
    r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s:@\[\]\\<>\"^`{|}]+))"
    r"(?::\d{0,5})?"
)
_ALNUM = re.compile(r"[^\W_]")
_AUTHORITY_END = re.compile(r"[/?#]")
_WWW = re.compile(r"www\.[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
#: Schemes that require a host after ``//``.
_WITH_HOST = frozenset({"http", "https", "ftp", "ftps", "sftp", "ws", "wss"})
#: Characters that RFC 3986 allows in a path, query or fragment, besides letters, digits and ``-._~``.
_SAFE = "/?:@!$&'()*+,;=%"

#: Characters that the DOI handbook (2.5.2.4) leaves unencoded, besides letters, digits and ``-._~``.
_SAFE_IN_DOI = "/:;()@!$,*'=&%"

_ARXIV = re.compile(
    r"(?:arxiv:\s*)?"
    r"(?P<id>(?:\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[a-z]{2})?/\d{7})(?:v[1-9]\d{0,2})?)"
    r"(?:\s*\[[a-z.-]+\])?",
    re.IGNORECASE | re.ASCII,
)

#: A bare web address in running text. It ends at characters that are invalid in an address, at East
#: Asian punctuation, and at a comma or semicolon before another address.
_BARE = re.compile(
    r"(?<![A-Za-z0-9])https?://"
    r"(?:(?![,;]https?://)[^\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f«»‘’“”„‹›\u3000-\u303f\uff01-\uff0f\uff1a-\uff1f\uff3b-\uff3d])+",
    re.IGNORECASE,
)
_TRAILING = frozenset(".,;:!?'*…")
_CLOSING = {")": "(", "]": "["}


#: Addresses and DOIs that need no encoding. Nearly all match; this avoids ``quote``, which is slow.
_PLAIN = re.compile(r"(https?)://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[A-Za-z0-9._~/+-]*)?")
_PLAIN_DOI = re.compile(r"10\.[0-9]{4,9}/[A-Za-z0-9._/()-]+")
_DOI = re.compile(r"10(?:\.[0-9]{4,9}(?:\.[0-9]+)*)?/\S+")


def is_address_of_doi(url: str, doi: str) -> bool:
    """True if an address contains the DOI, or ends as the DOI does: it is that of the same page."""
    url, doi = url.lower().rstrip("/"), doi.lower()
    end = url.rpartition("/")[2]
    ends_alike = end == doi.rpartition("/")[2] and any(map(str.isdecimal, end))
    return doi in url or (ends_alike and len(end) >= _MIN_END)


#: The minimum number of characters at the end of an address and a DOI that identify a page.
_MIN_END = 6


def safe_url(url: str, schemes: Collection[str] = WEB_SCHEMES) -> str | None:
    """Return the address percent-encoded for an ``href`` (RFC 3986), or None if it is not allowed.

    ``schemes`` are the allowed schemes in lower case. Relative addresses, including ``//host``, are not
    allowed; ``https://`` is added to ``www.example.org/x``. Entities are not decoded.
    """
    if (plain := _PLAIN.fullmatch(url)) and plain[1] in schemes:
        return url
    url = url.strip()
    if not url or _FORBIDDEN.search(url):
        return None
    if _WWW.fullmatch(url):
        url = f"https://{url}"
    match = _SCHEME.match(url)
    if match is None or match[1].lower() not in schemes:
        return None
    scheme, rest = match[1].lower(), url[match.end() :]
    return _url_with_host(scheme, rest) if scheme in _WITH_HOST else _url_without_host(scheme, rest)


def _url_with_host(scheme: str, rest: str) -> str | None:
    """Return the address for a scheme that requires ``//host``, or None if the host is invalid.

    Backslashes are invalid there, as browsers read them as slashes.
    """
    if not rest.startswith("//"):
        return None
    authority = _AUTHORITY_END.split(rest[2:], maxsplit=1)[0]
    if not _is_authority(authority):
        return None
    return f"{scheme}://{quote(authority, safe=_SAFE + '[]')}{_encode(rest[2 + len(authority) :])}"


def _url_without_host(scheme: str, rest: str) -> str | None:
    return f"{scheme}:{_encode(rest)}" if rest.strip("/") else None


def _is_authority(value: str) -> bool:
    match = _AUTHORITY.fullmatch(value)
    if match is None:
        return False
    return bool(_ALNUM.search(match["host"])) if match["host"] else _is_ipv6(match["ipv6"])


def _is_ipv6(value: str) -> bool:
    try:
        IPv6Address(value)
    except AddressValueError:
        return False
    return True


def _encode(rest: str) -> str:
    """Return path, query and fragment percent-encoded; existing escapes are kept."""
    before, separator, fragment = _STRAY_PERCENT.sub("%25", rest).partition("#")
    return quote(before, safe=_SAFE) + separator + quote(fragment, safe=_SAFE)


def is_doi(value: str) -> bool:
    """True if a value is a DOI, or a short DOI (``10/abc``)."""
    return _DOI.fullmatch(bare_doi(value)) is not None


def doi_url(doi: str) -> str:
    """Return the resolver's address of a DOI, or the empty string if the value is not a DOI.

    It is encoded according to the DOI handbook, 2.5.2.4; existing escapes (``%3C``) are kept.
    """
    if _PLAIN_DOI.fullmatch(doi):
        return f"https://doi.org/{doi}"
    if not is_doi(doi):
        return ""
    bare = _STRAY_PERCENT.sub("%25", bare_doi(doi))
    return "https://doi.org/" + quote(bare, safe=_SAFE_IN_DOI, errors="replace")


def arxiv_url(identifier: str) -> str | None:
    """Return the abstract page of an arXiv ID (``2101.00001v2``, ``hep-th/9901001``), or None."""
    return _arxiv_page("abs", identifier)


def arxiv_pdf_url(identifier: str) -> str | None:
    """Return the address of the PDF of an arXiv ID, or None if it is invalid."""
    return _arxiv_page("pdf", identifier)


def _arxiv_page(folder: str, identifier: str) -> str | None:
    match = _ARXIV.fullmatch(identifier.strip())
    return f"https://arxiv.org/{folder}/{match['id']}" if match else None


def is_local(target: str) -> bool:
    """True if the target is a relative path, without a scheme, host, root or drive."""
    target = target.strip()
    if not target or target[0] in "/\\?#" or _FORBIDDEN.search(target):
        return False
    return _SCHEME.match(target) is None and _WWW.fullmatch(target) is None


def find_links(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) positions of bare http(s) addresses in a text, in linear time.

    Punctuation at the end belongs to the sentence, and so does a closing bracket without an opening
    bracket in the address.
    """
    spans = ((match.start(), match.start() + trimmed_length(match[0])) for match in _BARE.finditer(text))
    return [(start, end) for start, end in spans if safe_url(text[start:end])]


def trimmed_length(address: str) -> int:
    """Return the length of the address without punctuation of the sentence at its end."""
    surplus = {close: address.count(close) - address.count(opener) for close, opener in _CLOSING.items()}
    end = len(address)
    while (last := address[end - 1]) in _TRAILING or surplus.get(last, 0) > 0:  # stops at the "h" of http
        if last in surplus:
            surplus[last] -= 1
        end -= 1
    return end


@dataclass(frozen=True, slots=True)
class _AddressProblem:
    """Why an address is not linked, and what to do."""

    code: Code
    reason: str
    remedy: str = ""


_RELATIVE = _AddressProblem(Code.URL, "it does not begin with a scheme", "Write the whole address")
_ABSOLUTE = _AddressProblem(
    Code.LOCAL_FILE,
    "it is a path on your own computer",
    "Write a path relative to the sources, or a web address",
)
_MALFORMED = _AddressProblem(Code.URL, "it is not a valid address", "Correct it")
_ABSOLUTE_PATH = re.compile(r"[A-Za-z]:(?:[\\/]|$)|/(?!/)|\\")


#: What to do about a DOI that is not valid.
DOI_REMEDY = "A DOI is “10.”, four or more digits, a “/” and a suffix without spaces, such as 10.1000/182"


def invalid_doi(doi: str) -> str:
    """Return the problem of an invalid DOI, as part of a sentence."""
    return f"“{doi}” is not a valid DOI"


def is_invalid_doi(problem: Problem) -> bool:
    """True if a problem is that of an invalid DOI."""
    return problem.suggestion is not None and problem.suggestion.remedy == DOI_REMEDY


def check(publication: Publication, schemes: Collection[str] = WEB_SCHEMES) -> Iterator[Problem]:
    """Yield a problem for every address that cannot be linked: in ``doi``, ``url``, ``links`` and texts.

    Relative paths in links are checked where the files are copied.
    """
    if publication.doi and not is_doi(publication.doi):
        sentence = f"{invalid_doi(_excerpt(publication.doi))} and is not linked"
        remedy = Suggestion(remedy=DOI_REMEDY)
        place = entry_name(publication.key)
        yield Problem(Code.URL, sentence, publication.origin, suggestion=remedy, place=place)
    for field, address in _addresses(publication):
        if safe_url(address, schemes) is None:
            problem = _address_problem(address, schemes)
            yield Problem(
                problem.code,
                f"the address “{_excerpt(address)}” in {field} is not linked: {problem.reason}",
                publication.origin,
                suggestion=Suggestion(remedy=problem.remedy),
                place=entry_name(publication.key),
                cause=problem.reason,
            )


def _addresses(publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield the name of the field and the address."""
    if publication.url:
        yield "url", publication.url
    for link in publication.links:
        if _is_remote(link):
            yield link.rel, link.target
    for name in _TEXTS:
        value: Text = getattr(publication, name)
        if any(isinstance(part, Span) for part in value.parts):
            yield from ((name, target) for target in _targets(value.parts))


_TEXTS = ("title", "container_title", "publisher", "genre", "abstract", "note")


def _is_remote(link: Link) -> bool:
    return bool(link.target.strip()) and not is_local(link.target)


def _targets(parts: tuple[Inline, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Span):
            if part.kind == "link":
                yield part.target
            yield from _targets(part.content)


def _address_problem(address: str, schemes: Collection[str]) -> _AddressProblem:
    address = address.strip()
    match = _SCHEME.match(address)
    if _ABSOLUTE_PATH.match(address):
        return _ABSOLUTE
    if match is None:
        return _RELATIVE
    scheme = match[1].lower()
    if scheme in schemes:
        return _MALFORMED
    allowed = ", ".join(sorted(schemes))
    remedy = "" if scheme in UNSAFE_SCHEMES else "Use another address, or add the scheme to pubs_url_schemes"
    return _AddressProblem(Code.URL, f"“{scheme}:” is not one of the allowed schemes ({allowed})", remedy)


def _excerpt(address: str, limit: int = 80) -> str:
    """Return the address on one printable line of at most ``limit`` characters."""
    line = _FORBIDDEN.sub("\ufffd", address.strip())
    return line if len(line) <= limit else line[: limit - 1] + "…"
