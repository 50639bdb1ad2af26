"""Addresses: which may stand in an ``href``, and how they are written there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import quote

from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Link, Publication, bare_doi
from sphinxext_pubs.model.rich_text import Inline, Span, Text

#: The schemes that a link may have unless the user adds others (``pubs_url_schemes``).
WEB_SCHEMES: tuple[str, ...] = ("http", "https")

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: Controls, line and paragraph separators, surrogates, and marks that turn the writing direction:
#: none has a place in an address, and browsers skip some of them, so ``java\nscript:`` would run.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_AUTHORITY = re.compile(
    r"(?:[^@\s\\<>\"]*@)?"  # who; nothing is said here of whether that is wise
    r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s:@\[\]\\<>\"^`{|}]+))"
    r"(?::\d{0,5})?"
)
_ALNUM = re.compile(r"[^\W_]")
_AUTHORITY_END = re.compile(r"[/?#]")
_WWW = re.compile(r"www\.[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
#: Schemes whose addresses always name a host after ``//``.
_WITH_HOST = frozenset({"http", "https", "ftp", "ftps", "sftp", "ws", "wss"})
#: What RFC 3986 allows in a path, a query or a fragment, beside letters, digits and ``-._~``.
_SAFE = "/?:@!$&'()*+,;=%"

#: What the DOI handbook (2.5.2.4) lets stand as it is, beside letters, digits and ``-._~``.
_SAFE_IN_DOI = "/:;()@!$,*'=&%"

_ARXIV = re.compile(
    r"(?:arxiv:\s*)?"
    r"(?P<id>(?:\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[a-z]{2})?/\d{7})(?:v[1-9]\d{0,2})?)"
    r"(?:\s*\[[a-z.-]+\])?",
    re.IGNORECASE | re.ASCII,
)

#: A bare web address in running text, ended by what no address holds or by East Asian punctuation;
#: a comma or semicolon before the next address ends the first.
_BARE = re.compile(
    r"(?<![A-Za-z0-9])https?://"
    r"(?:(?![,;]https?://)[^\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f«»‘’“”„‹›\u3000-\u303f\uff01-\uff0f\uff1a-\uff1f\uff3b-\uff3d])+",
    re.IGNORECASE,
)
_TRAILING = frozenset(".,;:!?'*…")
_CLOSING = {")": "(", "]": "["}


#: Addresses and DOIs that need no encoding, as nearly all are: a shortcut, since ``quote`` is slow.
_PLAIN = re.compile(r"(https?)://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[A-Za-z0-9._~/+-]*)?")
_PLAIN_DOI = re.compile(r"10\.[A-Za-z0-9._/()-]+")


def safe_url(url: str, schemes: Collection[str] = WEB_SCHEMES) -> str | None:
    """The address as it may stand in an ``href``, percent-encoded (RFC 3986); None where it is refused.

    ``schemes`` are the allowed ones, in lower case. Relative addresses (``//host`` too) are refused, but
    ``www.example.org/x`` gets ``https://``. Entities are not decoded.
    """
    if (plain := _PLAIN.fullmatch(url)) and plain[1] in schemes:
        return url
    url = url.strip()
    if not url or _FORBIDDEN.search(url):
        return None
    if _WWW.fullmatch(url):
        url = f"https://{url}"
    found = _SCHEME.match(url)
    if found is None or found[1].lower() not in schemes:
        return None
    scheme, rest = found[1].lower(), url[found.end() :]
    return _with_host(scheme, rest) if scheme in _WITH_HOST else _without_host(scheme, rest)


def _with_host(scheme: str, rest: str) -> str | None:
    """The address of a scheme that needs ``//host``; a backslash there is a slash to browsers: refused."""
    if not rest.startswith("//"):
        return None
    authority = _AUTHORITY_END.split(rest[2:], maxsplit=1)[0]
    if not _is_authority(authority):
        return None
    return f"{scheme}://{quote(authority, safe=_SAFE + '[]')}{_encode(rest[2 + len(authority) :])}"


def _without_host(scheme: str, rest: str) -> str | None:
    return f"{scheme}:{_encode(rest)}" if rest.strip("/") else None


def _is_authority(value: str) -> bool:
    found = _AUTHORITY.fullmatch(value)
    if found is None:
        return False
    return bool(_ALNUM.search(found["host"])) if found["host"] else _is_ipv6(found["ipv6"])


def _is_ipv6(value: str) -> bool:
    try:
        IPv6Address(value)
    except AddressValueError:
        return False
    return True


def _encode(rest: str) -> str:
    """Path, query and fragment, percent-encoded; what is encoded already stays as it is."""
    before, mark, fragment = _STRAY_PERCENT.sub("%25", rest).partition("#")
    return quote(before, safe=_SAFE) + mark + quote(fragment, safe=_SAFE)


def is_doi(value: str) -> bool:
    """Whether a value can be a DOI."""
    return bare_doi(value).startswith(("10.", "10/"))


def doi_url(doi: str) -> str:
    """The resolver's address of a DOI, encoded by the DOI handbook, 2.5.2.4; ``%3C`` counts as encoded.

    Empty for what cannot be one, as no DOI begins with anything but ``10.`` (or ``10/``, a short one).
    """
    if _PLAIN_DOI.fullmatch(doi):
        return f"https://doi.org/{doi}"
    if not is_doi(doi):
        return ""
    bare = _STRAY_PERCENT.sub("%25", bare_doi(doi))
    return "https://doi.org/" + quote(bare, safe=_SAFE_IN_DOI, errors="replace")


def arxiv_url(identifier: str) -> str | None:
    """The abstract page of an arXiv id (``2101.00001v2``, ``hep-th/9901001``); None for anything else."""
    return _arxiv("abs", identifier)


def arxiv_pdf_url(identifier: str) -> str | None:
    """The PDF of an arXiv id; None for anything that is none."""
    return _arxiv("pdf", identifier)


def _arxiv(page: str, identifier: str) -> str | None:
    found = _ARXIV.fullmatch(identifier.strip())
    return f"https://arxiv.org/{page}/{found['id']}" if found else None


def is_local(target: str) -> bool:
    """Whether the target is a relative path: no scheme, host, root, drive, query or fragment alone."""
    target = target.strip()
    if not target or target[0] in "/\\?#" or _FORBIDDEN.search(target):
        return False
    return _SCHEME.match(target) is None and _WWW.fullmatch(target) is None


def find_links(text: str) -> list[tuple[int, int]]:
    """Where bare http(s) addresses stand in a text, as (start, end), in linear time.

    Punctuation at the end belongs to the sentence; a closing bracket does so unless it was opened
    within the address.
    """
    spans = ((found.start(), found.start() + _length(found[0])) for found in _BARE.finditer(text))
    return [(start, end) for start, end in spans if safe_url(text[start:end])]


def _length(address: str) -> int:
    """The length of the address without what follows it in the sentence."""
    surplus = {close: address.count(close) - address.count(opener) for close, opener in _CLOSING.items()}
    end = len(address)
    while (last := address[end - 1]) in _TRAILING or surplus.get(last, 0) > 0:  # "h" ends this
        if last in surplus:
            surplus[last] -= 1
        end -= 1
    return end


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why an address gets no link: what the data holds, and what to do."""

    code: Code
    advice: str


_RELATIVE = _Refusal(Code.URL, "it does not begin with a scheme; write the whole address")
_ABSOLUTE = _Refusal(
    Code.LOCAL_FILE, "it is a local path; write a path relative to the sources, or a web address"
)
_MALFORMED = _Refusal(Code.URL, "it is no valid address; correct it")
_ON_ONE_MACHINE = re.compile(r"[A-Za-z]:(?:[\\/]|$)|/(?!/)|\\")


def check(publication: Publication, schemes: Collection[str] = WEB_SCHEMES) -> Iterator[Problem]:
    """A problem for every address of the publication that gets no link: its URL, its links, those in texts.

    Relative paths in links are the business of whoever copies the files.
    """
    if publication.doi and not is_doi(publication.doi):
        message = (
            f"Entry “{publication.key}”: “{_excerpt(publication.doi)}” is no DOI and is not linked; one "
            "begins with “10.” and has a “/”, as 10.1000/182."
        )
        yield Problem(Code.URL, message, publication.origin)
    for where, address in _addresses(publication):
        if safe_url(address, schemes) is None:
            refusal = _refusal(address, schemes)
            message = (
                f"Entry “{publication.key}”: the address “{_excerpt(address)}” in {where} is not linked: "
                f"{refusal.advice}."
            )
            yield Problem(refusal.code, message, publication.origin)


def _addresses(publication: Publication) -> Iterator[tuple[str, str]]:
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


def _refusal(address: str, schemes: Collection[str]) -> _Refusal:
    address = address.strip()
    found = _SCHEME.match(address)
    if _ON_ONE_MACHINE.match(address):
        return _ABSOLUTE
    if found is None:
        return _RELATIVE
    scheme = found[1].lower()
    if scheme in schemes:
        return _MALFORMED
    return _Refusal(Code.URL, f"“{scheme}:” is not one of the allowed schemes ({', '.join(sorted(schemes))})")


def _excerpt(address: str, limit: int = 80) -> str:
    """The address on one line, cut to ``limit`` characters, without what would confuse a terminal."""
    shown = _FORBIDDEN.sub("\ufffd", address.strip())
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
