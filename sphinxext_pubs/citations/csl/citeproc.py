"""The engine citeproc-py: items and styles as it needs them, and what it writes.

It is in the extra ``csl``; without it :func:`version` is empty and nothing else here is called.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from sphinxext_pubs.citations.csl.marks import mark
from sphinxext_pubs.citations.csl.style import NAMESPACE


@cache
def version() -> str:
    """The version of citeproc-py; empty where it is not installed."""
    try:
        import citeproc
    except ImportError:
        return ""
    return str(citeproc.__version__)


class _Formatter:
    """What citeproc-py asks for: markup as functions of a string, here marks."""

    @staticmethod
    def preformat(text: object) -> str:
        return str(text)

    Light = Underline = staticmethod(str)
    Italic = Oblique = staticmethod(lambda text: mark("italic", str(text)))
    Bold = staticmethod(lambda text: mark("bold", str(text)))
    SmallCaps = staticmethod(lambda text: mark("small-caps", str(text)))
    Superscript = staticmethod(lambda text: mark("sup", str(text)))
    Subscript = staticmethod(lambda text: mark("sub", str(text)))


class Writer:
    """Writes references of one style in one language."""

    def __init__(self, xml: str, locale: str) -> None:
        from sphinxext_pubs.citations.csl.elements import Style

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.style = Style(prepared_style(xml), nearest_locale(locale), _Formatter)
        term = self.style.root.get_single_term
        self.quotes = tuple(
            str(term(name=name))
            for name in ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        )

    def write(self, items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """Id → reference, in the order of the style; raises whatever citeproc-py does."""
        from citeproc import Citation, CitationItem, CitationStylesBibliography

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ids = {str(item["id"]).lower(): str(item["id"]) for item in items}
            bibliography = CitationStylesBibliography(self.style, source(items), _Formatter)
            for identifier in ids:
                bibliography.register(Citation([CitationItem(identifier)]))
            bibliography.sort()
            if self.style.counts_down:
                bibliography.keys.reverse()  # which only numbers look at
            written = bibliography.bibliography()
        return {
            ids[item.key]: in_turn(entry, self.quotes).strip()
            for item, entry in zip(bibliography.items, written, strict=True)
            if entry
        }


# Items

#: The variables that hold names, dates and numbers (CSL 1.0.2, appendix IV).
NAMES = frozenset(
    re.findall(
        "[a-z-]+",
        "author chair collection-editor compiler composer container-author contributor curator director "
        "editor editor-translator editorial-director executive-producer guest host illustrator interviewer "
        "narrator organizer original-author performer producer recipient reviewed-author script-writer "
        "series-creator translator",
    )
)
DATES = frozenset({"accessed", "available-date", "event-date", "issued", "original-date", "submitted"})
_NUMBERS = frozenset({"edition", "issue", "number", "number-of-pages", "number-of-volumes", "page", "volume"})


def source(items: Sequence[Mapping[str, Any]]) -> Any:
    """CSL-JSON as citeproc-py's references."""
    from citeproc.source import BibliographySource, Reference

    found = BibliographySource()
    for item in items:
        fields = {name.replace("-", "_"): _value(name, value) for name, value in item.items()}
        short = fields.pop("journalAbbreviation", None)
        fields.setdefault("container_title_short", short)
        fields.setdefault("title_short", fields.pop("shortTitle", None))
        kind = str(fields.pop("type", "document"))
        key = str(fields.pop("id")).lower()
        fields.pop("key", None)
        fields = {name: value for name, value in fields.items() if value is not None and value != ""}
        found.add(Reference(key, kind, **fields))
    return found


def _value(name: str, value: Any) -> Any:
    from citeproc.source.json import CiteProcJSON

    if name in NAMES:
        return [_name(each) for each in value]
    if name in DATES:
        return _date(value)
    if name in ("id", "type", "language", "DOI", "URL"):
        return value
    text = re.sub(r"(?<=\d)\s*-\s*(?=\d)", "–", str(value)) if name in _NUMBERS else str(value)
    return CiteProcJSON.parse_string(CiteProcJSON, curled(text))


def _date(value: Mapping[str, Any]) -> Any:
    from citeproc.source import Date, DateRange, LiteralDate

    circa = bool(value.get("circa"))
    parts = [
        dict(zip(("year", "month", "day"), each, strict=False))
        for each in value.get("date-parts", ())
        if each
    ]
    if parts and "season" in value:
        parts[0]["season"] = value["season"]
    if not parts:
        literal = value.get("literal") or value.get("raw")
        return LiteralDate(str(literal), circa=circa) if literal else None
    dates = [Date(**part) for part in parts[:2]]
    return (
        Date(circa=circa, **parts[0])
        if len(dates) == 1
        else DateRange(begin=dates[0], end=dates[1], circa=circa)
    )


_WORD = re.compile(r"(?:[^\W\d_]\w*+|['’]t|[^\W\d_]{1,4}['’]|al-|el-)\s*(?<=[\s'’-])")


def _particle(family: str) -> str:
    """The words in small letters before a family name."""
    end = 0
    while (word := _WORD.match(family, end)) and (word[0][0] in "'’" or word[0][0].islower()):
        end = word.end()
    return family[:end] if end < len(family) else ""


#: Particles that touch the name after them: d’Alembert, dell’Acqua, al-Khwarizmi; not de’ Medici.
_TOUCHES = re.compile(r"(?i)(?:^|\s)(?:[dl]|(?:d[ae]|a|ne)ll)’$|-$")


def _name(value: Mapping[str, Any]) -> Any:
    """A name; particles are found where the data keeps them in the names themselves."""
    from citeproc.source import Name

    from sphinxext_pubs.citations.csl.elements import TOUCHING

    if "literal" in value:
        return Name(literal=curled(str(value["literal"])))
    known = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")
    parts = {name: str(value[name]) for name in known if value.get(name)}
    family = parts.get("family", "")
    if len(family) > 2 and family[0] == family[-1] == '"':
        parts["family"] = family[1:-1]
    elif "non-dropping-particle" not in parts and (particle := _particle(family)):
        parts["non-dropping-particle"] = particle.strip()
        parts["family"] = family.removeprefix(particle)
    if "dropping-particle" not in parts and "given" in parts:
        given, _, last = parts["given"].rpartition(" ")
        if given and last.islower() and last.isalpha() and len(last) > 1:
            parts |= {
                "given": given,
                "non-dropping-particle"
                if "non-dropping-particle" not in parts
                else "dropping-particle": last,
            }
    parts = {name: curled(part) for name, part in parts.items()}
    for name in ("dropping-particle", "non-dropping-particle"):
        if _TOUCHES.search(parts.get(name, "")):
            parts[name] += TOUCHING
    return Name(**parts)


_OPENING = re.compile(r"(^|[\s(\[\ue000-\uf8ff“‘\"'—–/])([\"'])(?=\S)")


def curled(text: str) -> str:
    """The text with “curly” quotes for straight ones, as CSL processors show them."""
    if '"' not in text and "'" not in text:
        return text
    text = re.sub(r"(?<!\w)'(?=t\b|\d\ds\b)", "’", text)
    while (done := _OPENING.sub(lambda found: found[1] + ("“" if found[2] == '"' else "‘"), text)) != text:
        text = done
    return text.replace('"', "”").replace("'", "’")


_APOSTROPHE = re.compile(r"(?<=\w)’(?=\w)|(?<!\w)’(?=t\b|\d\ds\b)|(?<=[sn])’(?=\s)")


def in_turn(value: str, quotes: Sequence[str]) -> str:
    """The reference with inner quotes inside outer ones and the other way round (CSL 1.0.2, "Flip-flopping").

    ``quotes`` are the outer and the inner pair of the language; other quotes, and such as do not match,
    are left as they are.
    """
    from sphinxext_pubs.citations.csl.elements import TOUCHING

    value = value.replace(f"{TOUCHING} ", "").replace(TOUCHING, "")
    outer, closing, inner, inner_closing = quotes
    if not all(len(sign) == 1 for sign in quotes) or outer == closing:
        return value
    opens = {"“": closing, "‘": inner_closing, outer: closing, inner: inner_closing}
    ends = {"“": "”", "‘": "’", outer: closing, inner: inner_closing}
    apostrophes = {found.start() for found in _APOSTROPHE.finditer(value)}
    made: list[str] = []
    stack: list[str] = []
    for place, sign in enumerate(value):
        if stack and sign in (stack[-1],) and place not in apostrophes:
            stack.pop()
            made.append(closing if not len(stack) % 2 else inner_closing)
        elif sign in opens and place not in apostrophes:
            made.append(outer if not len(stack) % 2 else inner)
            stack.append(ends[sign])
        else:
            made.append(sign)
    return value if stack else "".join(made)


# Styles


def prepared_style(xml: str) -> str:
    """The style with what it says in passing said where citeproc-py looks for it."""
    root = ElementTree.fromstring(xml)
    bibliography = root.find(f"{NAMESPACE}bibliography")
    places = [place for place in (bibliography, root) if place is not None]
    usual = next(
        (place.get("initialize-with") for place in places if place.get("initialize-with") is not None), None
    )
    within = {id(names) for each in root.iter(f"{NAMESPACE}substitute") for names in each}
    for names in list(root.iter(f"{NAMESPACE}names")):
        name = names.find(f"{NAMESPACE}name")
        if name is None and id(names) not in within:
            name = ElementTree.Element(f"{NAMESPACE}name")
            names.insert(0, name)
        if name is not None and usual is not None:
            name.attrib.setdefault("initialize-with", usual)
    layout = bibliography.find(f"{NAMESPACE}layout") if bibliography is not None else None
    if bibliography is not None and layout is not None and len(layout):
        if bibliography.get("second-field-align"):
            layout[0].set("suffix", layout[0].get("suffix", "") + " ")
        for element in root.iter():
            if element.get("display"):
                element.set("prefix", " " + element.get("prefix", ""))
                element.set("suffix", element.get("suffix", "") + " ")
    return ElementTree.tostring(root, encoding="unicode")


def nearest_locale(locale: str) -> str:
    """The locale of citeproc-py's that is nearest to a language tag; American English where none is near."""
    from citeproc import LOCALES_PATH

    known = sorted(path.stem.removeprefix("locales-") for path in Path(LOCALES_PATH).glob("locales-*.xml"))
    tag = locale.replace("_", "-")
    base = tag.partition("-")[0]
    dialects = json.loads(Path(LOCALES_PATH, "locales.json").read_text("utf-8"))["primary-dialects"]
    candidates = [tag, dialects.get(base, ""), *(name for name in known if name.partition("-")[0] == base)]
    return next((name for name in candidates if name in known), "en-US")
