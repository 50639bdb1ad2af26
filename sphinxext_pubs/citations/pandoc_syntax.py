"""Parse citations: keys, each with an optional prefix, locator and suffix.

The syntax is pandoc's (user's guide, "Citation syntax"): ``see @key, p. 3, and elsewhere; -@other``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One paper in a citation.

    ``kind`` is the locator's CSL label (``page``, ``chapter`` …), empty if ``locator`` includes it as text.
    With ``bare`` the author is omitted (pandoc's ``-@key``). ``opening`` are words before the year or label
    inside its brackets, which are square with ``is_square``: both as in natbib.
    """

    key: str
    prefix: str = ""
    kind: str = ""
    locator: str = ""
    suffix: str = ""
    bare: bool = False
    opening: str = ""
    is_square: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """The parsed text of a role: its items, an explicit link text, and a problem (or empty)."""

    items: tuple[CitationItem, ...] = ()
    title: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LocatorKind:
    """A kind of locator: CSL's label, its names in citations, and message ids for singular and plural."""

    label: str
    words: tuple[str, ...]
    singular: str
    plural: str


#: The supported kinds of locators; a number without a kind is a page.
LOCATORS: tuple[LocatorKind, ...] = (
    LocatorKind("page", ("p", "pp", "page", "pages", "pg"), "p. {}", "pp. {}"),
    LocatorKind("chapter", ("ch", "chs", "chap", "chaps", "chapter", "chapters"), "ch. {}", "chs. {}"),
    LocatorKind("section", ("sec", "secs", "sect", "section", "sections", "§", "§§"), "sec. {}", "secs. {}"),
    LocatorKind("figure", ("fig", "figs", "figure", "figures"), "fig. {}", "figs. {}"),
    LocatorKind("table", ("tab", "tabs", "tbl", "table", "tables"), "table {}", "tables {}"),
    LocatorKind("equation", ("eq", "eqs", "eqn", "equation", "equations"), "eq. {}", "eqs. {}"),
    LocatorKind("paragraph", ("para", "paras", "paragraph", "¶", "¶¶"), "para. {}", "paras. {}"),
    LocatorKind("volume", ("vol", "vols", "volume", "volumes"), "vol. {}", "vols. {}"),
    LocatorKind("part", ("pt", "pts", "part", "parts"), "part {}", "parts {}"),
    LocatorKind("line", ("l", "ll", "line", "lines"), "line {}", "lines {}"),
    LocatorKind("note", ("n", "nn", "note", "notes"), "note {}", "notes {}"),
    LocatorKind("appendix", ("app", "apps", "appendix", "appendices"), "app. {}", "apps. {}"),
)

BY_WORD: dict[str, LocatorKind] = {word: kind for kind in LOCATORS for word in kind.words}
BY_LABEL: dict[str, LocatorKind] = {kind.label: kind for kind in LOCATORS}

_TITLED = re.compile(r"(?s)(?P<title>.+)<(?P<key>[^<>]+)>")
_AT = re.compile(r"(?<![^\s;(\[-])@")
_NUMBER = r"(?:\d[\w.:]*+|[A-Z]\.?\d[\w.:]*+|[ivxlcdm]++\b|[IVXLCDM]++\b)"
_RANGE = rf"{_NUMBER}(?:\s*+[-–—]{{1,2}}\s*+{_NUMBER})?"
_LOCATOR = re.compile(
    rf"\s*+(?P<word>§§?|¶¶?|[A-Za-z]++)?(?:\.\s*+|(?<!\s)\s++)?(?P<number>{_RANGE}(?:\s*+(?:,|&|and)\s*+{_RANGE})*)(?!\w)"
)
_BRACED = re.compile(r"\s*+(?:,\s*+)?\{(?P<text>[^{}]*+)\}")
_DASH = re.compile(r"(?:(?<!\s)\s++)?[-–—]{1,2}\s*+")


def parse_citation(text: str, is_key: Callable[[str], bool]) -> Citation:
    """Parse the text of a role; ``is_key`` returns True for a key, alias or DOI of the library.

    The whole text is first tried as a key, alias or DOI, since these may contain commas and angle brackets;
    then ``link text <key>``; then, with an ``@``, pandoc's notation; then several keys with commas.
    """
    text = text.strip()
    if is_key(text):
        return Citation((CitationItem(text),))
    if titled := _TITLED.fullmatch(text):
        return Citation((CitationItem(titled["key"].strip().removeprefix("@")),), titled["title"].rstrip())
    if _AT.search(text):
        return _parse_items(text, is_key)
    return Citation(tuple(CitationItem(key.strip()) for key in text.split(",") if key.strip()))


def _parse_items(text: str, is_key: Callable[[str], bool]) -> Citation:
    items, problem = [], ""
    for piece in _split_items(text):
        item = _parse_item(piece, is_key)
        if item is None:
            problem = problem or f"“{piece.strip()}” has no key. Write it as @key, or in braces as @{{key}}"
        else:
            items.append(item)
    return Citation(tuple(items), "", problem)


def _split_items(text: str) -> Iterator[str]:
    """Yield the parts between semicolons, ignoring those in braces."""
    depth = start = 0
    for position, char in enumerate(text):
        depth = max(depth + (char == "{") - (char == "}"), 0)
        if char == ";" and not depth:
            yield text[start:position]
            start = position + 1
    if text[start:].strip():
        yield text[start:]


def _parse_item(piece: str, is_key: Callable[[str], bool]) -> CitationItem | None:
    """Parse ``prefix -@key, locator suffix``; return None without a key."""
    match = _AT.search(piece)
    if match is None:
        return None
    before, after = piece[: match.start()], piece[match.end() :]
    key, rest = _split_key(after, is_key)
    if not key:
        return None
    bare = before.endswith("-")
    prefix = " ".join(before.removesuffix("-").split())
    kind, locator, suffix = _parse_locator(rest)
    return CitationItem(key, prefix, kind, locator, suffix, bare)


def _split_key(text: str, is_key: Callable[[str], bool]) -> tuple[str, str]:
    """Return the key at the start of a text, and the rest."""
    if text.startswith("{"):
        key, _, rest = text[1:].partition("}")
        return key.strip(), rest
    word = re.match(r"[^\s,;\]]*", text)
    assert word is not None
    key = word[0]
    while key and not is_key(key) and key[-1] in ".:?!)’'\"":
        key = key[:-1]
    return key, text[len(key) :]


def _parse_locator(text: str) -> tuple[str, str, str]:
    """Return the kind of a locator, the locator, and the suffix."""
    if braced := _BRACED.match(text):
        kind, locator, rest = _match_locator(braced["text"])
        suffix = _normalize_suffix(text[braced.end() :])
        return (kind, locator, suffix) if locator and not rest else ("", braced["text"].strip(), suffix)
    separator = re.match(r"\s*,\s*|\s+(?=(?:§|¶|[a-z]+\.?\s*)?\d)", text)
    if separator:
        kind, locator, rest = _match_locator(text[separator.end() :])
        if locator:
            return kind, locator, _normalize_suffix(rest)
    return "", "", _normalize_suffix(text)


def _match_locator(text: str) -> tuple[str, str, str]:
    match = _LOCATOR.match(text)
    if match is None:
        return "", "", text
    kind = BY_WORD.get((match["word"] or "p").lower())
    if kind is None or (not match["word"] and not match["number"][0].isdigit()):
        return "", "", text
    return kind.label, _DASH.sub("–", match["number"]), text[match.end() :]


def _normalize_suffix(text: str) -> str:
    """Return the suffix with its leading comma, or else with a leading space."""
    words = " ".join(text.split())
    if not words or words == ",":
        return ""
    return words if words[0] in ",.;:)" else f" {words}"


def is_plural(locator: str) -> bool:
    """True if a locator is plural, such as a range of pages."""
    return bool(re.search(r"[–,&]|\band\b", locator))
