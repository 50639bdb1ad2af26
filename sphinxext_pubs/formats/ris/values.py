"""The values of RIS: texts with markup, names, dates, pages, and ISBNs and ISSNs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sphinxext_pubs.formats.html_text import ENTITY_FORM, from_html
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.publication import Date, Name
from sphinxext_pubs.model.rich_text import Text, clean, fold
from sphinxext_pubs.notation import dates, names
from sphinxext_pubs.notation.date_parts import iso_date
from sphinxext_pubs.notation.organizations import has_organization_word, is_company_form
from sphinxext_pubs.notation.pages import normalize_pages
from sphinxext_pubs.notation.serials import with_hyphen

# Texts


#: White space except that which does not break lines.
_SPACES = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")


def one_line(value: str) -> str:
    """Return a value with single spaces, on one line."""
    return _SPACES.sub(" ", value).strip(" ")


def read_text(value: str) -> Text:
    """Return a value with its markup and character references, on one line."""
    return from_html(one_line(value))


def read_string(value: str) -> str:
    """Return a value as plain text on one line."""
    if "<" in value or "&" in value:
        return str(read_text(value))
    return clean(one_line(value))


def read_address(value: str) -> str:
    """Return an address, in which programs write ``&`` as ``&amp;``."""
    return clean(_unescape(value.strip()))


def _unescape(value: str) -> str:
    """Return a value with its character references replaced; ``&copy=1`` in an address is not one."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), value) if "&" in value else value


_ENTITY = re.compile(ENTITY_FORM)


# Names


def read_names(values: Iterable[str]) -> tuple[Name, ...]:
    """Return the names of values, each of which should be one name."""
    lines = (" ".join(_unescape(clean(value)).split()) for value in values)
    return tuple(name for line in lines if line.strip(" ,") for name in _read_line(line))


def _read_line(value: str) -> tuple[Name, ...]:
    """Return the names of *Family, Given, Suffix*; without a comma it is an organization."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) < 2 or not parts[0]:
        return (_read_without_comma(value.strip(" ,")),)
    if _is_organization(parts):
        return (Name(literal=value.strip(" ,").replace(",, ", ", ")),)
    if set("{}\\") & set(value):
        return (Name(parts[0], " ".join(parts[1:2]), "", " ".join(parts[2:])),)
    if " and " in value or " & " in value or ";" in value:
        people = names.parse_names(value, decode.to_str).names
        if all(person.family and person.given for person in people):
            return people
        return (Name(literal=value.strip(" ,")),)
    bibtex_order = [parts[0], *parts[2:3], parts[1]]
    people = names.parse_names(", ".join(filter(None, bibtex_order)), decode.to_str).names
    is_name = len(people) == 1 and len(parts) < 4 and not people[0].literal
    return people if is_name else (Name(literal=value),)


def _is_organization(parts: Sequence[str]) -> bool:
    """True if a name with commas is an organization: ``National Institute of Health, U.S.``.

    EndNote marks one by a comma at the end, or by two commas for the first in it.
    """
    has_word = len(parts[0].split()) > 1 and has_organization_word(parts[0])
    return has_word or not parts[1] or is_company_form(parts[1])


_INITIALS = re.compile(
    r"(?:[^\W\d_][\w'’-]*+\s)?(?:[^\W\d_]\.[\s-]?){1,4}(?:[a-z'’]+\s){0,3}[^\W\d_][\w'’-]+"
)


def _read_without_comma(value: str) -> Name:
    """Return a name without a comma: a person if it has initials (``John R. Doe``), else as it is."""
    if value.strip(". ").lower() in ("et al", "et. al", "others", "and others"):
        return names.OTHERS
    if len(value) < 80 and _INITIALS.fullmatch(value) and not has_organization_word(value):
        people = names.parse_names(value, decode.to_str).names
        return people[0] if len(people) == 1 else Name(literal=value)
    return Name(literal=value)


# Dates

_SLASHES = re.compile(r"(?P<year>\d{3,4})/(?P<month>\d{0,2})(?:/(?P<day>\d{0,2})(?:/(?P<other>[^\n]*))?)?")


def read_date(value: str, year: str = "") -> dates.ParsedDate:
    """Return a date: ``2018/05/03/other``, of which all parts but the year can be empty, or any other form.

    ``year`` is used for a date that lacks it (``SEP 22``).
    """
    value = read_string(value)
    bare = value.rstrip("/ ")
    match = _SLASHES.fullmatch(value)
    if match and not _is_short_range(match):
        return _read_parts(match)
    parsed = dates.from_fields(bare) if bare[:4].isdigit() and "-" in bare else dates.from_fields("", bare)
    if parsed.problem and bare.lstrip("-").isdigit():
        parsed = dates.from_fields(f"-{bare.lstrip('-').zfill(4)}")
    if year and (parsed.date is None or not parsed.date.parts):
        parsed = dates.from_fields("", year, bare)
    return _without_era(parsed)


def _is_short_range(match: re.Match[str]) -> bool:
    """True for ``2018/19``, two years."""
    return match["day"] is None and match["month"].isdigit() and int(match["month"]) > 12


def _read_parts(match: re.Match[str]) -> dates.ParsedDate:
    """Return the date of year, month and day, and of what follows: a season, or the end of a range."""
    year, *rest = (match[name] or "" for name in ("year", "month", "day"))
    numbers = [part.zfill(2) for part in rest]
    if "00" in numbers:
        numbers = numbers[: numbers.index("00")]
    parsed = dates.from_fields("-".join([year.zfill(4), *numbers]))
    other = (match["other"] or "").strip("/ ")
    if not other or parsed.date is None:
        return parsed
    return replace(parsed, date=_with_other(parsed.date, other))


def _with_other(date: Date, other: str) -> Date:
    """Return a date completed by its last part, or with that in its literal form if it is unknown."""
    end = dates.parse_date(other) if other[:4].isdigit() else None
    if end is not None and end.parts and end.end is None and end.parts >= date.parts:
        return replace(date, end=end.parts)
    season = dates.from_fields("", str(date.parts[0]), other)
    if season.date and season.date.season and not season.problem:
        return replace(date, season=season.date.season)
    if season.date and not season.problem and not season.date.literal and len(date.parts) == 1:
        return season.date
    return date if _is_time(other) else replace(date, literal=f"{other} {date.parts[0]}")


def _is_time(other: str) -> bool:
    return other.replace(":", "").replace(".", "").isdigit()


def _without_era(parsed: dates.ParsedDate) -> dates.ParsedDate:
    """Return a date before the Christian era without the literal (``380 BCE``), which is shown anyway."""
    date = parsed.date
    if date and date.parts and date.parts[0] <= 0 and re.fullmatch(r"\d+ BCE", date.literal):
        return replace(parsed, date=replace(date, literal=""))
    return parsed


def to_edtf(date: Date) -> str:
    """Return a date as ISO 8601, as variables of dates have it, or its literal form."""
    return iso_date(date) or date.literal


# Pages


def read_page(value: str) -> str:
    """Return a page or pages, with a hyphen in ranges."""
    return normalize_pages(read_string(value)).strip("- ")


def is_short_page(page: str) -> bool:
    """True if a text is a page or pages, not a description of a work."""
    return re.fullmatch(r"[A-Za-z]{0,2}\d{1,6}(?:-\w{1,8})?", page) is not None


def join_pages(start: str, end: str) -> str:
    """Return the pages from start to end."""
    if not start or not end or "-" in start or start == end:
        return start or end
    return f"{start}-{end}"


def split_pages(page: str) -> tuple[str, str]:
    """Return the start and the end of pages, the latter in full (``1012-5`` ends with 1015), or empty."""
    start, _, end = page.partition("-")
    if not (_is_page(start) and _is_page(end)):
        return page, ""
    if start.isdigit() and end.isdigit() and len(end) < len(start):
        full = start[: -len(end)] + end
        end = full if full > start else end  # of the same length
    return start, end


def _is_page(text: str) -> bool:
    """True if a text is a single page: a number with letters before or after it, or a Roman number."""
    has_digit = any(map(str.isdigit, text)) and not set(" ,;-") & set(text)
    return has_digit or (bool(text) and set(text) <= set("ivxlcdm"))


# ISBN and ISSN

_QUALIFIER = re.compile(r"(?i)\((?:e-?|p-?)?(?:isbn|issn)\)")
_LABEL = re.compile(r"(?i)\s*+(?:e-?|p-?)?(?:isbn|issn)(?:-1[03])?\s*+:?\s*+")


def read_serials(values: Iterable[str], default: str) -> Iterator[tuple[str, str]]:
    """Yield the ISBNs and ISSNs in values, which their digits distinguish, else ``default``."""
    for value in values:
        for serial in filter(None, re.split(r"(?:(?<!\s)\s++)?[,;\n]\s*+", read_string(value))):
            label = re.match(r"(?i)\W*(?:e-?|p-?)?(isbn|issn)", serial) or _QUALIFIER.search(serial)
            number = _QUALIFIER.sub("", serial).strip()
            number = number[match.end() :] if (match := _LABEL.match(number)) else number
            digits = len(re.sub(r"\([^()]*\)|[^\dXx]", "", number))
            kind = {10: "ISBN", 13: "ISBN", 8: "ISSN"}.get(digits, default)
            if label and digits not in (8, 10, 13):
                kind = "ISBN" if "isbn" in label[0].lower() else "ISSN"
            if number.strip():
                yield kind, with_hyphen(number.strip()) if kind == "ISSN" else number.strip()


def is_serial(value: str) -> bool:
    """True if a value is an ISBN or an ISSN, not another number."""
    kinds = {kind for kind, _ in read_serials([value], "")}
    return kinds <= {"ISBN", "ISSN"} and _looks_like_serial(value)


def _looks_like_serial(value: str) -> bool:
    bare = re.sub(r"[^\dXx]", "", value)
    return (
        bool(re.search(r"(?i)isbn|issn", value))
        or len(bare) in (10, 13)
        or bool(re.fullmatch(r"\d{4}-\d{3}[\dXx]", value.strip()))
    )


def same(one: str, other: str) -> bool:
    """True if two texts differ at most in case, accents, spaces and punctuation."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
