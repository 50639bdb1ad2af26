"""Entries while they are written, and what the conversions to BibTeX and to BibLaTeX have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sphinxext_pubs.formats.bibtex.fields import field_of
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.name_lists import split_at_and
from sphinxext_pubs.notation.names import OTHERS, ParsedNames, parse_names


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry to be written: its type, its ``fields`` in BibTeX's notation, and the publication.

    ``is_source`` is true if the fields are those of the data, not created from attributes. ``siblings`` are
    the keys of all entries of the file.
    """

    kind: str
    fields: dict[str, str]
    paper: Publication
    is_source: bool = False
    siblings: frozenset[str] = frozenset()


def escape(value: str) -> str:
    """Return plain text in BibTeX's notation."""
    return decode.escape(text_of(value))


# Fields, in their order


def with_read_fields(entry: Entry) -> dict[str, str]:
    """Return the fields with the authors and the title that were read from other fields.

    These are a collaboration without authors, and a chapter without a title.
    """
    fields, paper = dict(entry.fields), entry.paper
    if entry.is_source and "author" not in fields and paper.author and "collaboration" in fields:
        fields = {"author": " and ".join(map(write_classic_name, paper.author))} | fields
    if entry.is_source and "title" not in fields and paper.title and "chapter" in fields:
        fields = insert_after(fields, "chapter", {"title": fields["chapter"]})
    return fields


def rename(fields: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with other names; one whose new name is taken keeps its own."""
    renamed: dict[str, str] = {}
    for name, value in fields.items():
        other = names.get(name, name)
        renamed[name if other != name and (other in fields or other in renamed) else other] = value
    return renamed


def move(fields: Mapping[str, str], name: str, other: str) -> dict[str, str]:
    """Return the fields with one renamed, in place of an empty field of its new name."""
    return {other if key == name else key: value for key, value in fields.items() if key != other}


def insert_after(fields: Mapping[str, str], name: str, added: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with others after one of them."""
    result: dict[str, str] = {}
    for key, value in fields.items():
        if key not in added:
            result[key] = value
        if key == name:
            result |= added
    return result


def omit(fields: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Return the fields without some of them."""
    return {name: value for name, value in fields.items() if name not in names}


def join_words(*words: str) -> str:
    """Return the words that are not empty, with commas."""
    return ", ".join(filter(None, words))


#: A title, its subtitle and its addition.
_TITLES = (
    *(
        (f"{start}title", f"{start}subtitle", f"{start}titleaddon")
        for start in ("", "journal", "book", "main", "issue", "event")
    ),
    ("journal", "journalsubtitle", "journaltitleaddon"),
)
_STOP = re.compile(r"[.?!:]\}*+\Z")


def merge_titles(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with each title, its subtitle and its addition in one field, as readers see them."""
    merged = dict(fields)
    for title, subtitle, addition in _TITLES:
        if title not in merged or not (merged.get(subtitle) or merged.get(addition)):
            continue
        for separator, name in ((":", subtitle), (".", addition)):
            if value := merged.pop(name, ""):
                stop = "" if _STOP.search(merged[title]) else separator
                merged[title] = f"{merged[title]}{stop} {value}"
    return merged


#: BibLaTeX's macros in values, which LaTeX does not know without it → what is before and after their text.
_MACROS = {
    "mkbibquote": ("``", "''"),
    "enquote": ("``", "''"),
    "mkbibemph": (r"\emph{", "}"),
    "mkbibitalic": (r"\emph{", "}"),
    "mkbibbold": (r"\textbf{", "}"),
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
    "mkbibsuperscript": (r"\textsuperscript{", "}"),
    "autocap": ("", ""),
}
_MACRO = re.compile(
    r"\\(?P<name>" + "|".join(_MACROS) + r")\*?[ ]?\{(?P<text>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"
    r"|\\(?:hyphen|addhyphen)(?![A-Za-z])(?:\{\}|[ ])?"
)


def replace_macros(value: str) -> str:
    """Return a value with the macros of BibLaTeX and csquotes replaced by those of LaTeX."""
    return _MACRO.sub(_replace_macro, value) if "\\" in value else value


def _replace_macro(match: re.Match[str]) -> str:
    if not match["name"]:
        return "-"
    before, after = _MACROS[match["name"]]
    return f"{before}{match['text']}{after}"


# Names


def rewrite_names(
    fields: dict[str, str], write: Callable[[Name], str], *, is_extended: bool
) -> dict[str, str]:
    """Return the fields with lists of names written again where BibTeX would read them in another way.

    ``is_extended`` is true if BibLaTeX's notation ``family=…`` is allowed.
    """
    changed = {
        name: " and ".join(map(write, parsed.names))
        for name, value in fields.items()
        if field_of(name).kind == "names"
        and not _is_plain_list(value)
        and (parsed := parse_names(value, decode.to_str)).names
        and not _is_read_alike(value, parsed, is_extended)
    }
    return fields | changed


#: Lists of names of letters, with “and” and at most one comma in each name, which need not be parsed.
_PLAIN = re.compile(r"[^\W\d_][\w.'’ ,-]*+")
#: Words that may separate names or stand for further ones.
_WORDS = re.compile(
    r"(?<![\w-])(?:al|con|e|en|et|i|mit|och|og|others|u|und|with|y|A[nN][dD]|E[tT]|U[nN][dD])\b"
)


#: The beginning and end of a name that is not a loose “and” or comma.
_PLAIN_NAME = re.compile(r"(?!and\b)[^\s,](?:[^\n]*+(?<![\s,])(?<!\band))?")


def _is_plain_list(value: str) -> bool:
    """True if a list is read alike by BibTeX and by us, for what can be seen without parsing it."""
    if _PLAIN.fullmatch(value) is None or _WORDS.search(value):
        return False
    pieces = value.split(" and ")
    return all(piece.count(",") <= 1 and _PLAIN_NAME.fullmatch(piece) is not None for piece in pieces)


_EXTENDED = re.compile(r'"?[A-Za-z][A-Za-z-]*"?\s*=')


def _is_read_alike(value: str, parsed: ParsedNames, is_extended: bool) -> bool:
    """True if BibTeX reads the same names in a list."""
    pieces = split_at_and(value)
    if parsed.problems or len(pieces) != len(parsed.names):
        return False
    return all(_is_valid_name(piece, is_extended) for piece in pieces)


def _is_valid_name(piece: str, is_extended: bool) -> bool:
    if "=" in piece and _EXTENDED.match(piece.strip()):
        return is_extended
    commas = piece.count(",")
    if commas > 2 and "{" in piece:
        depth = commas = 0
        for char in piece:
            depth += {"{": 1, "}": -1}.get(char, 0)
            commas += char == "," and not depth
    return commas <= 2 and not piece.rstrip().endswith(",")


def write_classic_name(name: Name) -> str:
    """Return the name in BibTeX's notation; braces keep the words of a part together if necessary."""
    if name == OTHERS:
        return "others"
    if name.literal or not name.family:
        return "{" + escape(name.literal or name.given) + "}"
    return _write_classic(name)


@lru_cache(maxsize=4096)
def _write_classic(name: Name) -> str:
    plain = _plain_name(name)
    if parse_names(plain, decode.to_str).names == (name,):
        return plain
    family = escape(f"{name.particle} {name.family}".strip())
    if not name.given and not name.suffix:
        return f"{{{family}}}"
    parts = [family, name.suffix and escape(name.suffix), escape(name.given)]
    return ", ".join(f"{{{part}}}" for index, part in enumerate(parts) if part or index == 2)


def write_name(name: Name) -> str:
    """Return the name in BibTeX's notation, or in BibLaTeX's if BibTeX's would be parsed differently."""
    if name == OTHERS or name.literal or not name.family:
        return write_classic_name(name)
    return _write_extended(name)


@lru_cache(maxsize=4096)
def _write_extended(name: Name) -> str:
    plain = _plain_name(name)
    if parse_names(plain, decode.to_str).names == (name,):
        return plain
    parts = {"family": name.family, "given": name.given, "prefix": name.particle, "suffix": name.suffix}
    return ", ".join(f"{part}={{{escape(value)}}}" for part, value in parts.items() if value)


def _plain_name(name: Name) -> str:
    family = f"{escape(name.particle)} {escape(name.family)}".strip()
    return ", ".join(filter(None, (family, escape(name.suffix), escape(name.given))))
