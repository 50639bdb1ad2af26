"""What a citation says: keys, and before and after each a prefix, a locator and a suffix.

The notation is pandoc's (user's guide, "Citation syntax"): ``see @key, p. 3, and elsewhere; -@other``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One paper in a citation.

    ``kind`` is the locator's CSL label (``page``, ``chapter`` …), empty where ``locator`` says it itself.
    With ``bare`` the author is left out (pandoc's ``-@key``).
    """

    key: str
    prefix: str = ""
    kind: str = ""
    locator: str = ""
    suffix: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """What a role's text says: its items, the link text given with them, and what cannot be read."""

    items: tuple[CitationItem, ...] = ()
    title: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class LocatorKind:
    """A kind of locator: CSL's label, what people write for it, and message ids for one and for several."""

    label: str
    words: tuple[str, ...]
    one: str
    several: str


#: The kinds that are known; a bare number is a page.
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


def parse_citation(text: str, known: Callable[[str], bool]) -> Citation:
    """What a role's text says.

    The whole text is tried as a key, alias or DOI first, since those may hold commas and angle brackets;
    then ``link text <key>``; then, with an ``@``, pandoc's notation; then several keys with commas.
    """
    whole = text.strip()
    if known(whole):
        return Citation((CitationItem(whole),))
    if titled := _TITLED.fullmatch(whole):
        return Citation((CitationItem(titled["key"].strip().removeprefix("@")),), titled["title"].rstrip())
    if _AT.search(whole):
        return _parse_items(whole, known)
    return Citation(tuple(CitationItem(key.strip()) for key in whole.split(",") if key.strip()))


def _parse_items(text: str, known: Callable[[str], bool]) -> Citation:
    items, wrong = [], ""
    for piece in _split_items(text):
        item = _parse_item(piece, known)
        if item is None:
            wrong = wrong or f"“{piece.strip()}” has no key: write it as @key, or in braces as @{{key}}"
        else:
            items.append(item)
    return Citation(tuple(items), "", wrong)


def _split_items(text: str) -> Iterator[str]:
    """What stands between semicolons outside braces."""
    depth = start = 0
    for place, sign in enumerate(text):
        depth = max(depth + (sign == "{") - (sign == "}"), 0)
        if sign == ";" and not depth:
            yield text[start:place]
            start = place + 1
    if text[start:].strip():
        yield text[start:]


def _parse_item(piece: str, known: Callable[[str], bool]) -> CitationItem | None:
    """``prefix -@key, locator suffix``; None where there is no key."""
    found = _AT.search(piece)
    if found is None:
        return None
    before, after = piece[: found.start()], piece[found.end() :]
    key, rest = _split_key(after, known)
    if not key:
        return None
    bare = before.endswith("-")
    prefix = " ".join(before.removesuffix("-").split())
    kind, locator, suffix = _parse_locator(rest)
    return CitationItem(key, prefix, kind, locator, suffix, bare)


def _split_key(text: str, known: Callable[[str], bool]) -> tuple[str, str]:
    """The key at the start of a text, and what comes after it."""
    if text.startswith("{"):
        key, _, rest = text[1:].partition("}")
        return key.strip(), rest
    word = re.match(r"[^\s,;\]]*", text)
    assert word is not None
    key = word[0]
    while key and not known(key) and key[-1] in ".:?!)’'\"":
        key = key[:-1]
    return key, text[len(key) :]


def _parse_locator(text: str) -> tuple[str, str, str]:
    """The kind of a locator, the locator, and the suffix after it."""
    if braced := _BRACED.match(text):
        kind, locator, rest = _match_locator(braced["text"])
        suffix = _normalize_suffix(text[braced.end() :])
        return (kind, locator, suffix) if locator and not rest else ("", braced["text"].strip(), suffix)
    begun = re.match(r"\s*,\s*|\s+(?=(?:§|¶|[a-z]+\.?\s*)?\d)", text)
    if begun:
        kind, locator, rest = _match_locator(text[begun.end() :])
        if locator:
            return kind, locator, _normalize_suffix(rest)
    return "", "", _normalize_suffix(text)


def _match_locator(text: str) -> tuple[str, str, str]:
    found = _LOCATOR.match(text)
    if found is None:
        return "", "", text
    kind = BY_WORD.get((found["word"] or "p").lower())
    if kind is None or (not found["word"] and not found["number"][0].isdigit()):
        return "", "", text
    return kind.label, _DASH.sub("–", found["number"]), text[found.end() :]


def _normalize_suffix(text: str) -> str:
    """The suffix with what joins it to the text before: a comma of its own, or a space."""
    words = " ".join(text.split())
    if not words or words == ",":
        return ""
    return words if words[0] in ",.;:)" else f" {words}"


def is_plural(locator: str) -> bool:
    """Whether a locator names more than one place."""
    return bool(re.search(r"[–,&]|\band\b", locator))
