"""The engine citeproc-py: convert items and styles for it, and process its output.

It is in the extra ``csl``; without it :func:`version` is empty, and nothing else in this module is used.
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

from sphinxext_pubs.citations.csl.marks import wrap_in_marks
from sphinxext_pubs.citations.csl.style import NAMESPACE


@cache
def version() -> str:
    """Return the version of citeproc-py, or empty if it is not installed."""
    try:
        import citeproc  # optional
    except ImportError:
        return ""
    return str(citeproc.__version__)


class _Formatter:
    """A formatter for citeproc-py: functions that add markup to a string, here marks."""

    @staticmethod
    def preformat(text: object) -> str:
        return str(text)

    Light = Underline = staticmethod(str)
    Italic = Oblique = staticmethod(lambda text: wrap_in_marks("italic", str(text)))
    Bold = staticmethod(lambda text: wrap_in_marks("bold", str(text)))
    SmallCaps = staticmethod(lambda text: wrap_in_marks("small-caps", str(text)))
    Superscript = staticmethod(lambda text: wrap_in_marks("sup", str(text)))
    Subscript = staticmethod(lambda text: wrap_in_marks("sub", str(text)))


class Writer:
    """Writes references of one style in one language."""

    def __init__(self, xml: str, locale: str) -> None:
        from sphinxext_pubs.citations.csl.elements import Style  # only if citeproc-py writes references

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.style = Style(prepare_style(xml), nearest_locale(locale), _Formatter)
        term = self.style.root.get_single_term
        self.quotes = tuple(
            str(term(name=name))
            for name in ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        )

    def write(self, items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """Return references by id, in the order of the style; citeproc-py can raise any exception."""
        # only if citeproc-py writes references
        from citeproc import Citation, CitationItem, CitationStylesBibliography

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ids = {str(item["id"]).lower(): str(item["id"]) for item in items}
            bibliography = CitationStylesBibliography(self.style, bibliography_source(items), _Formatter)
            for identifier in ids:
                bibliography.register(Citation([CitationItem(identifier)]))
            bibliography.sort()
            if self.style.numbers_descending:
                bibliography.keys.reverse()  # affects only the numbers
            entries = bibliography.bibliography()
        return {
            ids[item.key]: alternate_quotes(entry, self.quotes).strip()
            for item, entry in zip(bibliography.items, entries, strict=True)
            if entry
        }


# Items

#: The variables for names, dates and numbers (CSL 1.0.2, appendix IV).
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


def bibliography_source(items: Sequence[Mapping[str, Any]]) -> Any:
    """Return CSL-JSON items as a source for citeproc-py."""
    from citeproc.source import BibliographySource, Reference  # only if citeproc-py writes references

    bibliography = BibliographySource()
    for item in items:
        fields = {name.replace("-", "_"): _citeproc_value(name, value) for name, value in item.items()}
        short = fields.pop("journalAbbreviation", None)
        fields.setdefault("container_title_short", short)
        fields.setdefault("title_short", fields.pop("shortTitle", None))
        kind = str(fields.pop("type", "document"))
        key = str(fields.pop("id")).lower()
        fields.pop("key", None)
        fields = {name: value for name, value in fields.items() if value is not None and value != ""}
        bibliography.add(Reference(key, kind, **fields))
    return bibliography


def _citeproc_value(name: str, value: Any) -> Any:
    from citeproc.source.json import CiteProcJSON  # only if citeproc-py writes references

    if name in NAMES:
        return [_citeproc_name(name_value) for name_value in value]
    if name in DATES:
        return _citeproc_date(value)
    if name in ("id", "type", "language", "DOI", "URL"):
        return value
    text = re.sub(r"(?<=\d)\s*-\s*(?=\d)", "–", str(value)) if name in _NUMBERS else str(value)
    return CiteProcJSON.parse_string(CiteProcJSON, curl_quotes(text))


def _citeproc_date(value: Mapping[str, Any]) -> Any:
    from citeproc.source import Date, DateRange, LiteralDate  # only if citeproc-py writes references

    circa = bool(value.get("circa"))
    parts = [
        dict(zip(("year", "month", "day"), date_parts, strict=False))
        for date_parts in value.get("date-parts", ())
        if date_parts
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


_PARTICLE_WORD = re.compile(r"(?:[^\W\d_]\w*+|['’]t|[^\W\d_]{1,4}['’]|al-|el-)\s*(?<=[\s'’-])")


def _leading_particle(family: str) -> str:
    """Return the lowercase words before a family name."""
    end = 0
    while (word := _PARTICLE_WORD.match(family, end)) and (word[0][0] in "'’" or word[0][0].islower()):
        end = word.end()
    return family[:end] if end < len(family) else ""


#: Particles joined with the name after them: d’Alembert, dell’Acqua, al-Khwarizmi; not de’ Medici.
_JOINED_PARTICLE = re.compile(r"(?i)(?:^|\s)(?:[dl]|(?:d[ae]|a|ne)ll)’$|-$")


def _citeproc_name(value: Mapping[str, Any]) -> Any:
    """Return a name for citeproc-py; particles are also detected within the names."""
    from citeproc.source import Name  # only if citeproc-py writes references

    from sphinxext_pubs.citations.csl.elements import JOINER  # only if citeproc-py writes references

    if "literal" in value:
        return Name(literal=curl_quotes(str(value["literal"])))
    part_names = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")
    parts = {name: str(value[name]) for name in part_names if value.get(name)}
    family = parts.get("family", "")
    if len(family) > 2 and family[0] == family[-1] == '"':
        parts["family"] = family[1:-1]
    elif "non-dropping-particle" not in parts and (particle := _leading_particle(family)):
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
    parts = {name: curl_quotes(part) for name, part in parts.items()}
    for name in ("dropping-particle", "non-dropping-particle"):
        if _JOINED_PARTICLE.search(parts.get(name, "")):
            parts[name] += JOINER
    return Name(**parts)


_OPENING = re.compile(r"(^|[\s(\[\ue000-\uf8ff“‘\"'—–/])([\"'])(?=\S)")


def curl_quotes(text: str) -> str:
    """Return the text with “curly” instead of straight quotes, as CSL processors do."""
    if '"' not in text and "'" not in text:
        return text
    text = re.sub(r"(?<!\w)'(?=t\b|\d\ds\b)", "’", text)
    while (done := _OPENING.sub(lambda found: found[1] + ("“" if found[2] == '"' else "‘"), text)) != text:
        text = done
    return text.replace('"', "”").replace("'", "’")


_APOSTROPHE = re.compile(r"(?<=\w)’(?=\w)|(?<!\w)’(?=t\b|\d\ds\b)|(?<=[sn])’(?=\s)")


def alternate_quotes(value: str, quotes: Sequence[str]) -> str:
    """Return the reference with alternating outer and inner quotes (CSL 1.0.2, "Flip-flopping").

    ``quotes`` are the outer and the inner pair of the language; other quotes, and unmatched ones,
    are not changed.
    """
    from sphinxext_pubs.citations.csl.elements import JOINER  # only if citeproc-py writes references

    value = value.replace(f"{JOINER} ", "").replace(JOINER, "")
    outer, closing, inner, inner_closing = quotes
    if not all(len(quote) == 1 for quote in quotes) or outer == closing:
        return value
    opens = {"“": closing, "‘": inner_closing, outer: closing, inner: inner_closing}
    ends = {"“": "”", "‘": "’", outer: closing, inner: inner_closing}
    apostrophes = {match.start() for match in _APOSTROPHE.finditer(value)}
    output: list[str] = []
    stack: list[str] = []
    for index, char in enumerate(value):
        if stack and char == stack[-1] and index not in apostrophes:
            stack.pop()
            output.append(closing if not len(stack) % 2 else inner_closing)
        elif char in opens and index not in apostrophes:
            output.append(outer if not len(stack) % 2 else inner)
            stack.append(ends[char])
        else:
            output.append(char)
    return value if stack else "".join(output)


# Styles


def prepare_style(xml: str) -> str:
    """Return the style with inherited and implicit options where citeproc-py expects them."""
    root = ElementTree.fromstring(xml)
    bibliography = root.find(f"{NAMESPACE}bibliography")
    elements = [element for element in (bibliography, root) if element is not None]
    values = (element.get("initialize-with") for element in elements)
    initialize_with = next((value for value in values if value is not None), None)
    substituted = {id(names) for substitute in root.iter(f"{NAMESPACE}substitute") for names in substitute}
    for names in list(root.iter(f"{NAMESPACE}names")):
        name = names.find(f"{NAMESPACE}name")
        if name is None and id(names) not in substituted:
            name = ElementTree.Element(f"{NAMESPACE}name")
            names.insert(0, name)
        if name is not None and initialize_with is not None:
            name.attrib.setdefault("initialize-with", initialize_with)
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
    """Return the locale of citeproc-py closest to a language tag, by default American English."""
    from citeproc import LOCALES_PATH  # only if citeproc-py writes references

    locales = sorted(path.stem.removeprefix("locales-") for path in Path(LOCALES_PATH).glob("locales-*.xml"))
    tag = locale.replace("_", "-")
    base = tag.partition("-")[0]
    dialects = json.loads(Path(LOCALES_PATH, "locales.json").read_text("utf-8"))["primary-dialects"]
    candidates = [tag, dialects.get(base, ""), *(name for name in locales if name.partition("-")[0] == base)]
    return next((name for name in candidates if name in locales), "en-US")
