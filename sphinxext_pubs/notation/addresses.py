"""Reading addresses as people and programs write them.

They may be marked up in HTML or LaTeX, follow words (``Available at:``), be broken over lines, lack their
scheme, or be several in one value. What may be linked is decided by :mod:`~sphinxext_pubs.model.links`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal, NamedTuple, TypeAlias

from sphinxext_pubs.model.links import safe_url, trimmed_length
from sphinxext_pubs.notation.date_words import tokenize

#: What a value is meant to be: an address, an address or the path of a file, or a text with addresses.
Kind: TypeAlias = Literal["address", "path", "text"]


class Address(NamedTuple):
    r"""An address in a value, and the text of its link: of ``<a href="…">`` or ``\href``, with its markup."""

    target: str
    label: str = ""


# Markup ---------------------------------------------------------------------------------------

_MARKUP = re.compile("[\\\\{}$<&\xad\u200b\u2060\ufeff]")
_INVISIBLE = re.compile("[\xad\u200b\u2060\ufeff]")
_HREF = re.compile(r"\\href\s*+\{([^{}]*+)\}\s*+\{((?>(?:\\.|[^{}\\]|\{[^{}]*+\})*))\}")
_URL = re.compile(r"\\(?:url|nolinkurl|burl|path)\s*+\{([^{}]*+)\}")
_ANCHOR = re.compile(r"<a\s([^<>]*)>([^<]*)(?:</a\s*>)?", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:b|br|code|em|font|i|nobr|p|span|strong|sub|sup|tt|u|wbr)(?:[\s/][^<>]*)?>", re.IGNORECASE
)
_STRAY_ANCHOR = re.compile(r"</?a(?:\s[^<>]*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
#: LaTeX for a tilde that is raised by hand.
_RAISED = re.compile(r"\\raise[^$~\\]{0,20}\\hbox\s*\{?\$\\scriptstyle\s*\\sim\s*\$\}?")
#: Commands that allow a line break, or change the font.
_NOTHING = re.compile(
    r"\\(?:allowbreak|linebreak|newline|nolinebreak|hspace\*?\{[^{}]*\}|discretionary\{\}\{\}\{\}|tt|ttfamily|"
    r"small|footnotesize|sloppy|string|protect)(?![A-Za-z])\s*|\\[-/ \n]"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*(?:\{\})?|\\([^A-Za-z\s])(?:\{\})?")
#: Commands for characters that occur in addresses and DOIs.
_CHARACTERS = {
    "textasciitilde": "~", "texttildelow": "~", "sim": "~", "tilde": "~", "textunderscore": "_", "slash": "/",
    "textless": "<", "textgreater": ">", "lt": "<", "gt": ">", "textbackslash": "\\", "backslash": "\\",
    "textasciicircum": "^", "textbar": "|", "textquotesingle": "'", "textquotedbl": '"', "percent": "%",
    "colon": ":", "textendash": "–", "textemdash": "—", "and": "&",
}  # fmt: skip


#: The beginning of a path on Windows, of which backslashes are not LaTeX.
_DRIVE = re.compile(r"[A-Za-z]\\?:\\")


def plain_address(value: str) -> str:
    r"""Return a value without the LaTeX and HTML of addresses: ``\_``, ``\~{}``, ``\url``, entities."""
    value = value.strip()
    if value[:1] == "<" and value[-1:] == ">" and value.count("<") == 1:
        value = value[1:-1]
    if "\\" in value and _DRIVE.match(value):
        return _INVISIBLE.sub("", value.replace("\\\\", "\\").replace("\\:", ":", 1))
    return _plain(value).strip() if _MARKUP.search(value) else value


def _plain(value: str) -> str:
    if "\\" in value:
        value = _NOTHING.sub("", _RAISED.sub("~", value))
        value = _COMMAND.sub(_character, value)
        value = value.replace("{", "").replace("}", "").translate(_ESCAPED_BRACES)
    elif "{" in value:
        value = _BRACED.sub(r"\1", value)
        value = value[1:-1] if value[:1] == "{" and value[-1:] == "}" else value
    value = _INVISIBLE.sub("", value)
    if "$" in value:
        value = _MATH.sub(r"\1", value)
    return _ENTITY.sub(lambda match: unescape(match[0]), value) if "&" in value else value


#: Braces that are part of an address, while those of LaTeX are removed.
_ESCAPED_BRACES = str.maketrans("\0\1", "{}")
#: A character in braces, as some programs protect those that are special in LaTeX.
_BRACED = re.compile(r"\{([_%&#~$-]?)\}")
#: A character in math. Other dollar signs are part of the address.
_MATH = re.compile(r"\$([<>~_|^]|<[^$<>]{0,60}>)\$")


def _character(match: re.Match[str]) -> str:
    """Return the character for a command; the names of other commands are removed."""
    if match[2]:
        return {"{": "\0", "}": "\1"}.get(match[2], match[2])
    return _CHARACTERS.get(match[1], "")


def without_links(value: str, found: list[Address]) -> str:
    """Return a value without its links in LaTeX and HTML, which are added to ``found``."""

    def keep(target: str, label: str) -> str:
        target = plain_address(target)
        words = plain_address(label)
        is_address = words == target or "://" in words or words.startswith(("10.", "www."))
        found.append(Address(target, "" if is_address else label.strip()))
        return " "

    if "\\" in value:
        value = _URL.sub(lambda match: keep(match[1], ""), value)
        value = _HREF.sub(lambda match: keep(match[1], match[2]), value)
    if "<" in value or "\\textless" in value or "&lt;" in value:
        value = _TAG.sub("", _plain(value))
        value = _ANCHOR.sub(
            lambda match: keep(_href(match[1]), match[2]) if _href(match[1]) else match[2], value
        )
        value = _STRAY_ANCHOR.sub("", value)
    return value


def _href(attributes: str) -> str:
    match = _ATTRIBUTE.search(attributes)
    return (match[1] or match[2] or match[3] or "").strip() if match else ""


# Addresses ------------------------------------------------------------------------------------

#: Addresses that need no reading. Nearly all match.
_SIMPLE = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~:/?#@!%+=&()-]*)?")
#: The start of an address: at the beginning, or after a space, a separator or an opening bracket.
_START = re.compile(
    r"(?:\A|(?<=[\s,;|<>()\[\]\"'“”„«»‘’:]))(?:(?:https?|s?ftps?)://|www\.(?=[\w-]+\.))", re.IGNORECASE
)
_REPEATED = re.compile(r"https?://(?=https?://)", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Words before an address that are not part of it, though a colon may follow them.
_INTRODUCTIONS = _words(
    "url uri link web website homepage online source doi at from pdf html available see via retrieved "
    "accessed access visited note published internet adresse verfügbar unter disponible en ligne "
    "consulted last checked viewed on of the date and zugriff am abgerufen aufgerufen besucht zuletzt "
    "consulté le consultado el"
)
#: Schemes of addresses that are searched for.
_WEB = _words("http https ftp ftps sftp")
_HOST = re.compile(r"(?:[\w-]+\.)+([^\W\d_]{2,}|xn--[a-z0-9-]+)(?::\d{1,5})?([/?#]\S*)?", re.IGNORECASE)
#: Suffixes of files, which are not top-level domains (some are both).
_FILES = _words(
    "avif bib bst bz csv doc docx epub gif gz htm html ipynb jpeg jpg json md mov mp pdf php png ppt pptx ps "
    "py rst rtf svg tar tex tgz txt webp xls xlsx xml yaml yml zip"
)
#: Top-level domains of addresses without a path, where a value may also be the path of a file.
_DOMAINS = _words("com org net edu gov int info io dev app eu uk de fr es it jp kr cn nl ch at")
_SEPARATORS = re.compile(r"[\s,;|]+")


def read_addresses(value: str, kind: Kind = "address") -> tuple[Address, ...]:
    """Return the addresses in a value of a field for one, in order; empty if it contains none.

    The value of a field for an address that is not a web address is returned as it is, so that it can be
    reported. ``path`` is for fields that may also contain the path of a file.
    """
    if _SIMPLE.fullmatch(short := value.replace("\\_", "_")):
        return (Address(short),)
    found: list[Address] = []
    rest = without_links(value, found) if "\\" in value or "<" in value or "&" in value else value
    rest = plain_address(rest)
    addresses = [address for row in found for address in _complete(row, kind)]
    addresses += [Address(target) for target in _scan(rest, "path" if addresses else kind)]
    if not addresses and kind == "address" and rest:
        addresses = [Address(rest)]
    return tuple(dict.fromkeys(addresses))


@dataclass(frozen=True, slots=True)
class LoneAddresses:
    """The addresses in a text that contains nothing else, and the date of access that it gives, or ``""``."""

    addresses: tuple[Address, ...] = ()
    accessed: str = ""


def read_lone_addresses(value: str) -> LoneAddresses:
    """Return the addresses in a text that contains only an introduction to them and a date of access."""
    if "://" not in value and "www." not in value and "\\url" not in value and "\\href" not in value:
        return LoneAddresses()
    addresses = read_addresses(value, "text")
    rest = plain_address(without_links(value, []))
    for row in addresses:
        rest = rest.replace(row.target, " ").replace(row.target.removeprefix("https://"), " ")
    date = _without_introductions(rest)
    if date and not _is_access(date, value):
        return LoneAddresses()
    return LoneAddresses(addresses, date)


#: A date with a day, in any notation.
_DAY = re.compile(r"\d{1,2}\D{1,12}\d{4}|\d{4}\D\d{1,2}\D\d{1,2}|[^\W\d]{3,9}\.? \d{1,2}, \d{4}")


def _is_access(date: str, value: str) -> bool:
    """True if a date beside an address is that of access: the text says so, or it has a day."""
    says_so = any(word in value.lower() for word in _ACCESS)
    return _is_date(date) and (says_so or _DAY.search(date) is not None)


def rest_of_address(value: str) -> str:
    """Return what follows the only address in a value after a space, if it is part of it rather than a note.

    A note is in brackets, a date, or begins with an introduction.
    """
    text = plain_address(value).strip()
    address = join_pieces(text)
    if not _START.match(text) or address[-1] in ",;|>" or "\\" in value or "<" in value:
        return ""
    start, pieces = "", text.split()
    while pieces and len(start) < len(address):
        start += pieces.pop(0)
    rest = " ".join(pieces)
    if not rest or start != address:
        return ""
    words = [word.lower() for word in _WORDS.findall(rest)]
    is_note = rest[0] in "([,;|" or not words or words[0] in _INTRODUCTIONS
    return "" if is_note or _is_date(_without_introductions(rest)) else rest


def read_access_date(value: str) -> str:
    """Return the date of access if a text contains nothing else (``[Online; accessed 29-January-2019]``)."""
    lowered = value.lower()
    if not any(word in lowered for word in _ACCESS):
        return ""
    date = _without_introductions(plain_address(value))
    return date if date and _is_date(date) else ""


def _without_introductions(text: str) -> str:
    words = [word for word in _WORDS.findall(text) if word.lower() not in _INTRODUCTIONS]
    return " ".join(words).strip(" -./")


_WORDS = re.compile(r"[^\W\d_]+|\d+(?:[-./]\d+)*(?:st|nd|rd|th)?")
#: Words before a date of access.
_ACCESS = _words("access retrieved visited consult checked viewed zugriff abgerufen besucht aufgerufen")


def _is_date(text: str) -> bool:
    """True if a text is a whole date, with its year in four digits or in numbers alone."""
    kinds = "".join(token.kind for token in tokenize(text))
    return set(kinds) <= set("YMN-") and ("Y" in kinds or kinds.count("N") == 3)


def _complete(row: Address, kind: Kind) -> Iterator[Address]:
    """Yield the address of a link, with its scheme, also if it is a path or not a web address."""
    targets = list(_scan(row.target, "address" if kind == "text" else kind)) or [row.target]
    yield Address(targets[0], row.label)


def _scan(text: str, kind: Kind) -> Iterator[str]:
    """Yield the addresses in a text without markup."""
    text = _REPEATED.sub("", text.strip())
    starts = [match.start() for match in _START.finditer(text)]
    if starts and not _is_other_scheme(text):
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            part = text[start:end]
            target = _trim(join_pieces(part), alone=len(part) == len(text))
            yield target if "://" in target[:8] else f"https://{target}"
    elif not starts and kind != "text" and not _is_other_scheme(text):
        for token in filter(None, _SEPARATORS.split(text)):
            if target := _with_scheme(token.strip("<>()[]\"'“”"), kind):
                yield target


def _is_other_scheme(text: str) -> bool:
    """True if a text begins with a scheme other than those that are searched for."""
    match = _SCHEME.match(text)
    return match is not None and match[1].lower() not in _INTRODUCTIONS | _WEB and not _is_host(match[1])


def _is_host(word: str) -> bool:
    return "." in word and _HOST.fullmatch(word) is not None


def _with_scheme(token: str, kind: Kind) -> str:
    """Return the address for a host without a scheme, or the empty string."""
    token = token.removeprefix("//") if kind == "address" else token
    match = _HOST.fullmatch(token)
    if match is None:
        return ""
    domain, path = match[1].lower(), match[2] or ""
    if not token.lower().startswith("www."):
        is_country = len(domain) == 2 and domain not in _FILES and len(path) > 1
        if domain in _FILES or (kind == "path" and domain not in _DOMAINS and not is_country):
            return ""
    return f"https://{token}" if safe_url(f"https://{token}") else ""


def _trim(address: str, *, alone: bool) -> str:
    """Return an address without the punctuation after it; if it is alone, only separators are removed."""
    address = address.rstrip(' ,;|"”»>')
    return address if alone else address[: trimmed_length(address)]


#: Characters after which addresses are broken over lines.
_BREAKS = frozenset("/-_?=&%#~+:")
_BROKEN = re.compile(r"[/?&#=_%~][^\s]+|\.[A-Za-z]{2,5}\b\S*")
_PIECE = re.compile(r"[\w.~%/?=&#+:@!,;-]+")
_DATE = re.compile(r"\(?\[?\d{1,4}(?:[-./]\d{1,2}){0,2}[\])]?[.,;]?")
_FILE_NAME = re.compile(r"[^/:;,()\[\]]{1,200}\.(?:pdf|docx?|pptx?|html?|zip|epub|ps|txt|mp4)", re.IGNORECASE)


def join_pieces(text: str) -> str:
    """Return the address at the beginning of a text, without the spaces at which it is broken."""
    first, *others = text.split()
    if others and _FILE_NAME.fullmatch(rest := " ".join(others)) and first[-1] not in _BREAKS:
        return f"{first} {rest}"
    for position, piece in enumerate(others, 1):
        if not _continues(first, piece, is_last=position == len(others)):
            break
        first += piece
    return first


def _continues(address: str, piece: str, *, is_last: bool) -> bool:
    """True if a piece after a space is part of the address before it."""
    if address[-1] in ",;" or not _PIECE.fullmatch(piece) or _DATE.fullmatch(piece) or piece in ("&", "-"):
        return False
    if _BROKEN.match(piece):
        return True
    has_sign = "/" in piece.strip("/") or any(char.isdigit() or char in "=_%" for char in piece)
    if address[-1] in _BREAKS:
        return has_sign or "." in piece[:-1] or "-" in piece or (is_last and piece.islower())
    return has_sign and (is_last or "/" in piece)
