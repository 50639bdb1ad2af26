"""Decode files: detect the encoding of a bibliography and its damaged lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sphinxext_pubs.model.rich_text import clean

#: Byte order marks, longer ones first: UTF-32's begins with UTF-16's.
_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Declarations of an encoding: that of XML, and those that editors and JabRef write in a comment within the
#: first lines.
_DECLARATIONS: tuple[re.Pattern[bytes], ...] = (
    re.compile(rb"^[ \t]*%+[ \t]*encoding:[ \t]*([\w.-]+)", re.IGNORECASE | re.MULTILINE),
    re.compile(rb"\A\s{0,80}<\?xml\s[^<>]{0,200}?\bencoding\s{0,9}=\s{0,9}[\"']([\w.-]+)[\"']"),
    re.compile(rb"-\*-.{0,80}?\bcoding:[ \t]*([\w.-]+)", re.IGNORECASE),
    re.compile(
        rb"^[ \t]*%[ \t]*!\w+[ \t]+encoding[ \t]*=[ \t]*([\w.-]+(?: \w+)?)", re.IGNORECASE | re.MULTILINE
    ),
    re.compile(rb"\b(?:vim?|ex):.{0,80}?\bf(?:ile)?enc(?:oding)?=([\w.-]+)", re.IGNORECASE),
)
_DECLARATION_LINES = 8
_DECLARATION_BYTES = 2048

#: Names used by TeX editors and Emacs that Python does not know.
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

#: Declared encodings that are decoded as a superset, as in WHATWG's table of labels: files declared as ASCII
#: or Latin-1 do contain bytes that these two lack.
_SUPERSETS = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}

#: Encodings that extend ASCII, so a file can declare them in ASCII; slow codecs are excluded.
_EXTENDS_ASCII = re.compile(
    r"utf-8|iso8859-\d+|cp(?:125\d|4\d\d|7\d\d|8\d\d|9\d\d)|koi8-[rtu]|mac-[a-z]+|gb18030|big5\w*|euc_\w+|shift_jis\w*"
    r"|johab|ptcp154|kz1048|tis-620|hp-roman8|iso2022_\w+|hz"
)
_UTF_16_OR_32 = re.compile(r"utf-(?:16|32)(?:-[bl]e)?")

#: Forbidden control characters; detecting them by deletion is far faster than a regular expression.
_CONTROLS = bytes({*range(32), 127} - {9, 10, 13})
_ENCODED_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_ENCODED_NONCHARACTER = re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])")

_LINE_END = re.compile(rb"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class DamagedLine:
    """A line (from 1) with bytes that are invalid in the encoding, or with forbidden characters.

    ``found`` shows the first of them: ``0xE9``, ``U+0000``. If ``is_repaired``, the text is shown instead
    that the characters were before a faulty conversion.
    """

    line: int
    found: str
    is_repaired: bool = False


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with ``\\n`` as line ends, its encoding, and its damaged lines.

    Invalid bytes and forbidden characters are replaced by U+FFFD. ``guess`` is an encoding in which the
    invalid bytes would make sense, or empty.
    """

    text: str
    encoding: str
    damaged_lines: tuple[DamagedLine, ...] = ()
    guess: str = ""


def known_encoding(name: str) -> str | None:
    """Return Python's name of a text encoding, or None if the name is unknown or not one for files."""
    try:
        codec_name = codecs.lookup(_ALIASES.get(name.strip().lower(), name.strip())).name
    except (LookupError, ValueError):
        return None
    codec_name = _SUPERSETS.get(codec_name, codec_name)
    return codec_name if _EXTENDS_ASCII.fullmatch(codec_name) or _UTF_16_OR_32.fullmatch(codec_name) else None


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the decoded text of a file; never raises.

    The encoding is, in order of precedence: that of a byte order mark, UTF-16 that has zero bytes, a
    declaration in the first lines, ``encoding`` (the configured one), UTF-8.
    """
    data, name = _detect(data, encoding)
    damaged_lines: tuple[DamagedLine, ...] = ()
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text, damaged_lines = data.decode(name, "replace"), tuple(_damaged_lines(data, name))
    guess = _guess_encoding(data) if damaged_lines and name == "utf-8" else ""
    text = _normalize_newlines(text)
    if _has_forbidden_characters(data if name == "utf-8" and not damaged_lines else text.encode()):
        by_line = {damaged.line: damaged for damaged in (*_forbidden_lines(text), *damaged_lines)}
        damaged_lines = tuple(by_line[line] for line in sorted(by_line))
        text = clean(_repair_controls(text))
    return Decoded(text, name, damaged_lines, guess)


def _detect(data: bytes, encoding: str | None) -> tuple[bytes, str]:
    """Return the bytes without a byte order mark, and the name of their encoding."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :], name
    declared = _detect_utf16(data) or _declared_encoding(data)
    return data, declared or (known_encoding(encoding) if encoding else None) or "utf-8"


#: UTF-16 without a byte order mark, by codec.
_UTF_16 = {"utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be"}
#: The share of zero bytes from which on a file may be UTF-16: that of text with few ASCII characters.
_MIN_ZERO_RATIO = 0.05


def _detect_utf16(data: bytes) -> str | None:
    """Return the encoding of UTF-16 without a byte order mark, in which ASCII characters have zero bytes."""
    sample = data[:4096]
    if sample.count(0) <= max(len(sample) * _MIN_ZERO_RATIO, 3):
        return None
    return next(iter(_detect_encodings(sample[: len(sample) // 2 * 2], _UTF_16)), None)


def _declared_encoding(data: bytes) -> str | None:
    head = b"\n".join(_LINE_END.split(data[:_DECLARATION_BYTES], _DECLARATION_LINES)[:_DECLARATION_LINES])
    for pattern in _DECLARATIONS:
        match = pattern.search(head)
        name = known_encoding(match[1].decode("ascii", "replace")) if match else None
        if name and _EXTENDS_ASCII.fullmatch(name):
            return name
    return None


def _normalize_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _damaged_lines(data: bytes, name: str) -> Iterator[DamagedLine]:
    """Yield each line that cannot be decoded; for UTF-16 and UTF-32, each line with a U+FFFD."""
    if _UTF_16_OR_32.fullmatch(name):
        for number, line in enumerate(_normalize_newlines(data.decode(name, "replace")).split("\n"), 1):
            if "\ufffd" in line:
                yield DamagedLine(number, "half a character")
        return
    for number, raw in enumerate(_LINE_END.split(data), 1):
        if not raw.isascii():
            try:
                raw.decode(name)
            except UnicodeDecodeError as error:
                yield DamagedLine(number, f"0x{raw[error.start]:02X}")


def _has_forbidden_characters(utf8: bytes) -> bool:
    """True if UTF-8 text contains characters that :func:`sphinxext_pubs.model.rich_text.clean` replaces."""
    if len(utf8.translate(None, _CONTROLS)) != len(utf8):
        return True
    if utf8.isascii():
        return False
    return bool(_ENCODED_CONTROL.search(utf8) or _ENCODED_NONCHARACTER.search(utf8))


def _forbidden_lines(text: str) -> Iterator[DamagedLine]:
    for number, line in enumerate(text.split("\n"), 1):
        cleaned = clean(line)
        if cleaned != line:
            at = next(at for at, char in enumerate(line) if char != cleaned[at])
            repaired = _repair_controls(line)
            yield DamagedLine(number, f"U+{ord(line[at]):04X}", is_repaired=clean(repaired) == repaired)


def _repair_controls(text: str) -> str:
    """Return a text in which control characters of Latin-1 are what they were before a faulty conversion.

    They are bytes of UTF-8 that was encoded twice, or characters of Windows-1252, as in HTML.
    """
    return _CONTROL.sub(_repair_control, text)


def _repair_control(match: re.Match[str]) -> str:
    try:
        return match[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return match[0].translate(_WINDOWS_1252)


#: Control characters of Latin-1, with the bytes next to them of a character of UTF-8 that was encoded twice.
_CONTROL = re.compile(
    "[\u00c2-\u00f4][\u00a0-\u00bf]?[\u0080-\u009f][\u0080-\u00bf]{0,2}|[\u0080-\u0084\u0086-\u009f]"
)
_WINDOWS_1252 = {
    code: character
    for code in range(0x80, 0xA0)
    if (character := bytes([code]).decode("windows-1252", "ignore"))
}


#: The encodings that are guessed, with their usual names: those of the web (WHATWG's table of labels) in
#: which bibliographies are found. If several fit equally well, the first one is the guess.
_GUESSED: dict[str, str] = {
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "koi8_r": "koi8-r",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1257": "windows-1257",
    "iso8859_2": "iso-8859-2",
    "mac_roman": "mac-roman",
    "gb18030": "gb18030",
    "big5": "big5",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "cp949": "euc-kr",
}
#: Maximum length of the sample from which an encoding is guessed, in lines and in bytes.
_SAMPLE_LINES, _SAMPLE_BYTES = 200, 16_384
_NON_ASCII = bytes(range(128, 256))


def _guess_encoding(data: bytes) -> str:
    """Return a plausible encoding of bytes that are not UTF-8, for a message; empty if parts are UTF-8."""
    lines = [line for line in _LINE_END.split(data) if not line.isascii()][:_SAMPLE_LINES]
    if any(map(_is_utf8, lines)):
        return ""
    sample = b"\n".join(lines)
    if len(sample) > _SAMPLE_BYTES:
        sample = sample[:_SAMPLE_BYTES].rstrip(_NON_ASCII)  # no half characters
    return next(iter(_detect_encodings(sample, _GUESSED)), "")


def _detect_encodings(sample: bytes, candidates: Mapping[str, str]) -> Iterator[str]:
    """Yield the candidates (names by codec) that fit a sample best, in their order."""
    from charset_normalizer import from_bytes  # only for a file whose encoding is unknown

    matches = from_bytes(sample, cp_isolation=list(candidates))
    best = matches.best()
    if best is None:
        return
    equal = {
        codec
        for match in matches
        if match.chaos <= best.chaos and match.coherence >= best.coherence
        for codec in match.could_be_from_charset
    }
    yield from (name for codec, name in candidates.items() if codec in equal)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
