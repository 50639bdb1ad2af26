"""Numbers and units in the notation of siunitx: ``\\SI{5}{\\micro\\metre}``, ``\\num{1e5}``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sphinxext_pubs.formats.html_text import Atom
from sphinxext_pubs.model.rich_text import Span

_PREFIXES: Final = MappingProxyType(
    {
        "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p",
        "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d", "deca": "da", "deka": "da",
        "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E",
        "zetta": "Z", "yotta": "Y", "ronna": "R", "quetta": "Q", "kibi": "Ki", "mebi": "Mi", "gibi": "Gi",
        "tebi": "Ti", "pebi": "Pi", "exbi": "Ei",
    }
)  # fmt: skip

_UNITS: Final = MappingProxyType(
    {
        "ampere": "A", "candela": "cd", "kelvin": "K", "kilogram": "kg", "metre": "m", "meter": "m",
        "mole": "mol", "second": "s", "gram": "g", "becquerel": "Bq", "celsius": "°C",
        "degreeCelsius": "°C", "coulomb": "C", "farad": "F", "gray": "Gy", "hertz": "Hz", "henry": "H",
        "joule": "J", "katal": "kat", "lumen": "lm", "lux": "lx", "newton": "N", "ohm": "Ω",
        "pascal": "Pa", "radian": "rad", "siemens": "S", "sievert": "Sv", "steradian": "sr", "tesla": "T",
        "volt": "V", "watt": "W", "weber": "Wb", "day": "d", "degree": "°", "hectare": "ha", "hour": "h",
        "litre": "l", "liter": "L", "arcminute": "′", "arcsecond": "″", "minute": "min", "tonne": "t",
        "astronomicalunit": "au", "bel": "B", "dalton": "Da", "decibel": "dB", "electronvolt": "eV",
        "neper": "Np", "atomicmassunit": "u", "bohr": "a₀", "clight": "c₀", "electronmass": "mₑ",
        "elementarycharge": "e", "hartree": "Eₕ", "planckbar": "ħ", "angstrom": "Å", "bar": "bar",
        "barn": "b", "knot": "kn", "mmHg": "mmHg", "nauticalmile": "M", "percent": "%", "bit": "bit",
        "byte": "B", "gal": "Gal", "parsec": "pc", "lightyear": "ly", "gauss": "G", "year": "yr",
        "dB": "dB", "kWh": "kWh", "rpm": "rpm", "molar": "mol/L", "Molar": "M", "torr": "Torr",
        "atmosphere": "atm", "erg": "erg", "poise": "P", "curie": "Ci", "baud": "Bd", "voltampere": "VA",
        "arcmin": "′", "arcsec": "″", "euro": "€", "pixel": "px",
    }
)  # fmt: skip

#: The abbreviations of siunitx: a prefix (``u`` for micro), and the symbol of a unit.
_SHORT: Final = re.compile(
    r"(u|[fpnmckMGTPdh]|)(g|m|s|mol|A|l|L|Hz|N|Pa|ohm|V|W|J|eV|Wh|F|H|K|dB|T|C|Bq|Sv|b|B|bit|pc|yr)"
)
_POWERS_BEFORE: Final = MappingProxyType({"square": "2", "cubic": "3"})
_POWERS_AFTER: Final = MappingProxyType({"squared": "2", "cubed": "3"})
#: Units that follow their number without a space.
_CLOSE: Final = ("°", "′", "″")
_UNIT_TOKEN: Final = re.compile(
    r"\\(?P<raise>tothe|raiseto)\s*\{(?P<power>[^{}\\]{1,20})\}|\\(?P<name>[A-Za-z]+)\s*"
    r"|\^\s*\{?(?P<exponent>[-−]?[0-9./]{1,10})\}?|\\?(?P<other>.)",
    re.DOTALL,
)
_NUMBER: Final = re.compile(r"(?P<mantissa>[^eEdD]*+)[eEdD](?P<exponent>[+-]?[0-9.]+)")
_THIN: Final = "\u2009"


@dataclass(slots=True)
class _Term:
    """A unit of a product: the symbol and its power, as text."""

    symbol: str
    power: str


def read_unit(source: str) -> list[Atom]:
    """Return the symbol of a unit: ``\\micro\\metre\\per\\second`` is “µm s⁻¹”, ``m/s`` stays as it is."""
    if not source.strip():
        return []
    terms = _parse_unit(source.strip()) if "\\" in source else _parse_symbols(source.strip())
    atoms: list[Atom] = []
    for term in terms:
        atoms += [_THIN] if atoms else []
        atoms.append(term.symbol)
        atoms += [Span("sup", (term.power.replace("-", "−"),))] if term.power else []
    return atoms


def _parse_symbols(source: str) -> list[_Term]:
    """Return the terms of a unit without commands, divided by full stops or ties (``kg.m^{-3}``)."""
    terms: list[_Term] = []
    for part in re.split("[.~]", source):
        symbol, _, power = part.partition("^")
        terms.append(_Term(symbol, power.strip("{} ")))
    return terms


def _parse_unit(source: str) -> list[_Term]:
    """Return the terms of a unit of commands."""
    terms: list[_Term] = []
    prefix = power = sign = ""
    for match in _UNIT_TOKEN.finditer(source):
        name = match["name"]
        if name == "per":
            sign = "-"
        elif name in _PREFIXES:
            prefix = _PREFIXES[name]
        elif name in _POWERS_BEFORE or match["raise"] == "raiseto":
            power = _POWERS_BEFORE.get(name or "") or match["power"]
        elif name in _POWERS_AFTER or match["power"] or match["exponent"]:
            _raise(terms, _POWERS_AFTER.get(name or "") or match["power"] or match["exponent"])
        elif name is not None:
            terms.append(_Term(prefix + _unit_symbol(name), sign + (power or "1") if sign else power))
            prefix = power = sign = ""
        elif not match["other"].isspace():
            _append_character(terms, prefix + match["other"])
            prefix = ""
    return terms


def _raise(terms: list[_Term], power: str) -> None:
    """Raise the last unit to a power."""
    if terms:
        terms[-1].power = ("-" if terms[-1].power == "-1" else "") + power


def _append_character(terms: list[_Term], character: str) -> None:
    if terms and not terms[-1].power:
        terms[-1].symbol += character
    else:
        terms.append(_Term(character, ""))


def _unit_symbol(name: str) -> str:
    """Return the symbol of a unit by the name of its command; an unknown one is returned as it is."""
    short = _SHORT.fullmatch(name)
    if name in _UNITS or short is None:
        return _UNITS.get(name, name)
    return short[1].replace("u", "µ") + short[2].replace("ohm", "Ω")


def read_number(source: str) -> list[Atom]:
    """Return a number: ``1e5`` is “1 × 10⁵”, ``-1.2+-0.1`` is “−1.2 ± 0.1”; other text stays as it is."""
    atoms: list[Atom] = []
    for index, factor in enumerate(source.strip().split("x")):
        atoms += [" × "] if index else []
        atoms += _read_factor(factor.strip())
    return atoms


def _read_factor(source: str) -> list[Atom]:
    match = _NUMBER.fullmatch(source)
    if match is None:
        return [_with_signs(source)]
    mantissa = _with_signs(match["mantissa"].strip())
    times = f"{mantissa} × 10" if mantissa else "10"
    return [times, Span("sup", (match["exponent"].lstrip("+").replace("-", "−"),))]


def _with_signs(number: str) -> str:
    number = (
        number.replace("+-", " ± ").replace("\\pm", " ± ").replace("\\", "").replace("{", "").replace("}", "")
    )
    return " ".join(number.replace("-", "−").split())


def read_quantity(number: str, unit: str) -> list[Atom]:
    """Return a number and its unit, with a no-break space between them unless it is a degree."""
    symbol = read_unit(unit)
    close = bool(symbol) and symbol[0] in _CLOSE
    return [*read_number(number), "" if close or not symbol else "\u00a0", *symbol]


def read_angle(source: str) -> list[Atom]:
    """Return an angle: ``12.3`` or degrees, minutes and seconds divided by semicolons."""
    parts = zip(source.split(";"), _CLOSE, strict=False)
    return ["".join(f"{_with_signs(number)}{sign}" for number, sign in parts if number.strip())]


def read_list(source: str, unit: str = "") -> list[Atom]:
    """Return the numbers of a list divided by semicolons, and their unit."""
    numbers = source.split(";")
    atoms: list[Atom] = []
    for index, number in enumerate(numbers):
        atoms += [" and " if index == len(numbers) - 1 else ", "] if index else []
        atoms += read_quantity(number, unit)
    return atoms


def read_range(first: str, last: str, unit: str = "") -> list[Atom]:
    """Return a range of numbers with one unit: “1–5 m”."""
    return [*read_number(first), "–", *read_quantity(last, unit)]
