"""Bytes to text: which encoding a bibliography is in, and which of its lines are damaged."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sphinxext_pubs.model.rich_text import clean

#: Byte order marks, the longer first: UTF-16's is the beginning of UTF-32's.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: How editors and JabRef declare an encoding in a comment within the first lines.
_DECLARATIONS: tuple[re.Pattern[bytes], ...] = (
    re.compile(rb"^[ \t]*%+[ \t]*encoding:[ \t]*([\w.-]+)", re.IGNORECASE | re.MULTILINE),
    re.compile(rb"-\*-.{0,80}?\bcoding:[ \t]*([\w.-]+)", re.IGNORECASE),
    re.compile(
        rb"^[ \t]*%[ \t]*!\w+[ \t]+encoding[ \t]*=[ \t]*([\w.-]+(?: \w+)?)", re.IGNORECASE | re.MULTILINE
    ),
    re.compile(rb"\b(?:vim?|ex):.{0,80}?\bf(?:ile)?enc(?:oding)?=([\w.-]+)", re.IGNORECASE),
)
_DECLARATION_LINES = 8
_DECLARATION_BYTES = 2048

#: Names that TeX editors and Emacs use and Python does not know.
_ALIASES: dict[str, str] = {
    "applemac": "mac-roman",
    "ansinew": "cp1252",
    "isolatin": "cp1252",
    "isolatin2": "iso8859-2",
    "macosroman": "mac-roman",
    "utf-8 unicode": "utf-8",
    "utf-8-unix": "utf-8",
    "utf-8-dos": "utf-8",
    "windows latin": "cp1252",
}

#: What a declaration in a file stands for: ASCII's and Latin-1's supersets are meant (as in WHATWG's
#: table of labels), since the bytes that these two lack are then in use.
_SUPERSETS = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}

#: Encodings that extend ASCII, so that a file can declare them in ASCII; nothing that is slow or no charset.
_EXTENDS_ASCII = re.compile(
    r"utf-8|iso8859-\d+|cp(?:125\d|4\d\d|7\d\d|8\d\d|9\d\d)|koi8-[rtu]|mac-[a-z]+|gb18030|big5\w*|euc_\w+|shift_jis\w*"
    r"|johab|ptcp154|kz1048|tis-620|hp-roman8|iso2022_\w+|hz"
)
_WIDE = re.compile(r"utf-(?:16|32)(?:-[bl]e)?")

#: Controls that no text holds, deleted to see whether there are any: a regular expression is far slower.
_CONTROLS = bytes({*range(32), 127} - {9, 10, 13})
_ENCODED_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_ENCODED_NONCHARACTER = re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])")

_LINE_END = re.compile(rb"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line (from 1) that holds bytes invalid in the encoding, or characters that no text may hold.

    ``found`` shows the first of them: ``0xE9``, ``U+0000``.
    """

    line: int
    found: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with ``\\n`` as line ends, the encoding that it was in, and its damaged lines.

    Bad bytes and forbidden characters stand as U+FFFD. ``guess`` is an encoding in which the bad bytes
    would make sense; empty where nothing was bad or nothing fits.
    """

    text: str
    encoding: str
    bad: tuple[BadLine, ...] = ()
    guess: str = ""


def known_encoding(name: str) -> str | None:
    """Python's name of a text encoding that a file can be in; None for anything else."""
    try:
        found = codecs.lookup(_ALIASES.get(name.strip().lower(), name.strip())).name
    except (LookupError, ValueError):
        return None
    found = _SUPERSETS.get(found, found)
    return found if _EXTENDS_ASCII.fullmatch(found) or _WIDE.fullmatch(found) else None


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file; never raises.

    In this order: a byte order mark, UTF-16 told by its zero bytes, a declaration in the first lines,
    ``encoding`` (the configured one), UTF-8.
    """
    data, name = _detect(data, encoding)
    bad: tuple[BadLine, ...] = ()
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text, bad = data.decode(name, "replace"), tuple(_bad_lines(data, name))
    guess = _guess(data) if bad and name == "utf-8" else ""
    text = _with_newlines(text)
    if _is_forbidden(data if name == "utf-8" and not bad else text.encode()):
        worst = {each.line: each for each in (*_forbidden_lines(text), *bad)}
        bad = tuple(worst[line] for line in sorted(worst))
        text = clean(text)
    return Decoded(text, name, bad, guess)


def _detect(data: bytes, encoding: str | None) -> tuple[bytes, str]:
    """The bytes without a byte order mark, and the name of their encoding."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :], name
    declared = _wide(data) or _declared(data)
    return data, declared or (known_encoding(encoding) if encoding else None) or "utf-8"


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in its ASCII letters every other byte is zero."""
    sample = data[:4096]
    half = len(sample) // 2
    first, second = (sample[parity::2].count(0) for parity in (0, 1))
    if second > max(half * 0.3, 3) and first < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if first > max(half * 0.3, 3) and second < half * 0.05 else None


def _declared(data: bytes) -> str | None:
    head = b"\n".join(_LINE_END.split(data[:_DECLARATION_BYTES], _DECLARATION_LINES)[:_DECLARATION_LINES])
    for pattern in _DECLARATIONS:
        found = pattern.search(head)
        name = known_encoding(found[1].decode("ascii", "replace")) if found else None
        if name and _EXTENDS_ASCII.fullmatch(name):
            return name
    return None


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _bad_lines(data: bytes, name: str) -> Iterator[BadLine]:
    """Each line that cannot be decoded; of UTF-16 and -32, whose lines no byte ends, each with a U+FFFD."""
    if _WIDE.fullmatch(name):
        for number, line in enumerate(_with_newlines(data.decode(name, "replace")).split("\n"), 1):
            if "\ufffd" in line:
                yield BadLine(number, "half a character")
        return
    for number, raw in enumerate(_LINE_END.split(data), 1):
        if not raw.isascii():
            try:
                raw.decode(name)
            except UnicodeDecodeError as error:
                yield BadLine(number, f"0x{raw[error.start]:02X}")


def _is_forbidden(utf8: bytes) -> bool:
    """Whether the text, in UTF-8, holds what :func:`sphinxext_pubs.model.rich_text.clean` replaces."""
    if len(utf8.translate(None, _CONTROLS)) != len(utf8):
        return True
    if utf8.isascii():
        return False
    return bool(_ENCODED_CONTROL.search(utf8) or _ENCODED_NONCHARACTER.search(utf8))


def _forbidden_lines(text: str) -> Iterator[BadLine]:
    for number, line in enumerate(text.split("\n"), 1):
        cleaned = clean(line)
        if cleaned != line:
            at = next(at for at, char in enumerate(line) if char != cleaned[at])
            yield BadLine(number, f"U+{ord(line[at]):04X}")


#: Encodings tried, in this order, on bytes that are not UTF-8 and come in runs; single ones are Western.
_EAST_ASIAN = ("gb18030", "shift_jis", "euc_jp", "big5", "euc_kr")
_RUN = re.compile(rb"[\x80-\xff]+")
_CYRILLIC_RUN = 3


def _guess(data: bytes) -> str:
    """A plausible encoding of bytes that are not UTF-8, for a message; empty where parts are UTF-8."""
    lines = [line for line in _LINE_END.split(data) if not line.isascii()][:200]
    sample = b"\n".join(line for line in lines if not _is_utf8(line))
    if len(sample.split(b"\n")) < len(lines):
        return ""
    runs = [len(run) for run in _RUN.findall(sample)]
    if sum(runs) < 2 * len(runs):
        return "windows-1252"
    if sum(length % 2 for length in runs) > len(runs) * 0.25:
        return "windows-1251" if sum(runs) > _CYRILLIC_RUN * len(runs) else "windows-1252"
    return next((name for name in _EAST_ASIAN if _decodes(sample, name)), "windows-1252")


def _is_utf8(line: bytes) -> bool:
    return _decodes(line, "utf-8")


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True
