"""The source of formulas in the form that MathJax, docutils and pylatexenc read.

Plain TeX, AMS-TeX and the macros of databases (MathSciNet, crossref.org) are replaced by LaTeX's own
commands, and HTML's character references by characters.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from sphinxext_pubs.formats.tex.characters import characters
from sphinxext_pubs.formats.tex.particles import PARTICLES
from sphinxext_pubs.model.rich_text import clean

_ENTITY: Final = re.compile(
    r"(?:\{\\&\}|\\?&)(?:amp;)*(?P<name>#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
#: Spaces that formulas would ignore → LaTeX's, and characters that MathJax or docutils do not read.
_CHARACTERS: Final = MappingProxyType(
    {
        "\u00a0": "~",
        "\u2002": "\\ ",
        "\u2003": "\\quad ",
        "\u2009": "\\,",
        "\u200a": "\\,",
        "\u202f": "\\,",
        "\u2005": "\\:",
        "\u2061": "",
        "\u2062": "",
        "\u2063": "",
        "\u200b": "",
        "\u2212": "-",
    }
)
#: Characters that exporters write as commands of text.
_ESCAPES: Final = MappingProxyType(
    {"backslash": "\\", "asciicircum": "^", "asciitilde": "~", "less": "<", "greater": ">"}
)
_ESCAPED: Final = re.compile(r"\{\\text(backslash|asciicircum|asciitilde|less|greater)\}")
_ODD: Final = re.compile(r"[^\x00-\x7f\w]")

_GREEK: Final = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi"
    " omega"
)


def _words(names: str) -> list[str]:
    return names.split()


#: Commands of plain TeX, AMS-TeX and databases → LaTeX. The space after “^” and the like is removed.
_COMMANDS: Final = MappingProxyType(
    {
        "sp": "^",
        "sb": "_",
        "lt": "<",
        "gt": ">",
        "less": "<",
        "greater": ">",
        "mathplus": "+",
        "mathsemicolon": ";",
        "mathcomma": ",",
        "mathbar": "|",
        "Bbb": r"\mathbb",
        "frak": r"\mathfrak",
        "germ": r"\mathfrak",
        "goth": r"\mathfrak",
        "gothic": r"\mathfrak",
        "cal": r"\mathcal",
        "Cal": r"\mathcal",
        "scr": r"\mathscr",
        "bold": r"\mathbf",
        "boldkey": r"\mathbf",
        "bm": r"\boldsymbol",
        "pmb": r"\boldsymbol",
        "roman": r"\mathrm",
        "mit": "",
        "hbox": r"\mbox",
        "textup": r"\mathrm",
        "textit": r"\mathit",
        "textbf": r"\mathbf",
        "textsl": r"\mathit",
        "emph": r"\mathit",
        "texttt": r"\text",
        "textsf": r"\text",
        "textsc": r"\text",
        "textmd": r"\text",
        "textnormal": r"\text",
        "textsubscript": "_",
        "textsuperscript": "^",
        "dsize": r"\displaystyle",
        "tsize": r"\textstyle",
        "ssize": r"\scriptstyle",
        "Hat": r"\hat",
        "Tilde": r"\tilde",
        "Bar": r"\bar",
        "Vec": r"\vec",
        "Dot": r"\dot",
        "Ddot": r"\ddot",
        "Acute": r"\acute",
        "Grave": r"\grave",
        "Check": r"\check",
        "Breve": r"\breve",
        "varGamma": r"\Gamma",
        "varDelta": r"\Delta",
        "varOmega": r"\Omega",
        "varSigma": r"\Sigma",
        "varPhi": r"\Phi",
        "varPsi": r"\Psi",
        "varLambda": r"\Lambda",
        "degree": r"^\circ",
        "micro": r"\mu",
        "ensuremath": "",
        "protect": "",
        "boldmath": "",
        "unboldmath": "",
        "mathord": "",
        "cprime": "'",
        "null": "",
        **{f"up{name}": f"\\{name}" for name in _words(_GREEK)},
        **{
            f"Up{name}": f"\\{name.title()}"
            for name in _words("gamma delta theta lambda xi pi sigma phi psi omega")
        },
        **{name: rf"\mathrm{{{name}}}" for name in _words("eV keV MeV GeV TeV")},
    }
)
_COMMAND: Final = re.compile(r"\\(?:([A-Za-z]+)(\s*)|.)", re.DOTALL)

_FONTS: Final = {
    "rm": "mathrm",
    "bf": "mathbf",
    "it": "mathit",
    "sf": "mathsf",
    "tt": "mathtt",
    "cal": "mathcal",
}
#: A switch at the beginning of a group, or of the formula: ``{\\rm eff}``.
_SWITCH: Final = re.compile(r"\{\s*\\(rm|bf|it|sf|tt|cal)(?![A-Za-z])([^{}\\]*)\}")
_FIRST_SWITCH: Final = re.compile(r"\s*\\(rm|bf|it|sf|tt|cal)(?![A-Za-z])([^{}\\]*)")


#: A command that is written without braces around its arguments, or in the middle of a group.
_FONT_OF_GROUP: Final = re.compile(r"\\(rm|bf|it|sf|tt|cal)\s?(?=\{)")
_SHORT_FRACTION: Final = re.compile(r"\\([dt]?frac)\s?([0-9A-Za-z])\s?([0-9A-Za-z])")
_INFIX: Final = re.compile(r"\{([^{}]*)\\(over|choose)(?![A-Za-z])([^{}]*)\}")
_WHOLE_INFIX: Final = re.compile(r"([^{}]*)\\(over|choose)(?![A-Za-z])([^{}]*)")
_OPERATOR: Final = re.compile(r"\\mathop\s?\{\\mathrm\{([A-Za-z]+)\}\}")
_KERN: Final = re.compile(r"\\(?:m?kern|[hm]skip)\s?-?[0-9.]{1,8}\s?(?:em|ex|pt|mu|mm|cm|in|sp)\s?")


def clean_math(source: str) -> str:
    """Return the source of a formula with the commands and characters that other programs read."""
    if "&" in source:
        source = _ENTITY.sub(_replace_entity, source)
    if not source.isascii():
        source = _ODD.sub(_replace_character, source)
    if "\\" not in source:
        return source
    if "{\\text" in source:
        source = _ESCAPED.sub(lambda match: _ESCAPES[match[1]], source)
    if match := _FIRST_SWITCH.fullmatch(source):
        return f"\\{_FONTS[match[1]]}{{{match[2].strip()}}}"
    source = _SWITCH.sub(lambda match: f"{{\\{_FONTS[match[1]]}{{{match[2].strip()}}}}}", source)
    source = _COMMAND.sub(_replace_command, _FONT_OF_GROUP.sub(_font_of_group, source))
    return _clean_layout(source)


def _clean_layout(source: str) -> str:
    """Return the source with TeX's fractions as LaTeX's, and without spaces of a given length."""
    if "\\over" in source or "\\choose" in source:
        source = _INFIX.sub(_replace_infix, source)
        if whole := _WHOLE_INFIX.fullmatch(source):
            source = _replace_infix(whole)
    if "frac" in source:
        source = _SHORT_FRACTION.sub(r"\\\1{\2}{\3}", source)
    source = _OPERATOR.sub(r"\\operatorname{\1}", source)
    return _KERN.sub(r"\\,", source) if "kern" in source or "skip" in source else source


def _font_of_group(match: re.Match[str]) -> str:
    return f"\\{_FONTS[match[1]]}"


def _replace_infix(match: re.Match[str]) -> str:
    command = r"\frac" if match[2] == "over" else r"\binom"
    return f"{command}{{{match[1].strip()}}}{{{match[3].strip()}}}"


def _replace_character(match: re.Match[str]) -> str:
    """Return the LaTeX of a character other than letters; in words in a formula, it is kept."""
    character = match[0]
    if character in _CHARACTERS:
        return _CHARACTERS[character]
    has_words = "\\text" in match.string or "box" in match.string
    return character if has_words else operators().get(character, character)


def _replace_entity(match: re.Match[str]) -> str:
    reference = f"&{match['name']};"
    characters = html.unescape(reference)
    return clean(characters) if characters != reference else match[0]


def _replace_command(match: re.Match[str]) -> str:
    name = match[1]
    replacement = _COMMANDS.get(name)
    if replacement is None:
        symbol = PARTICLES.get(name)
        return match[0] if symbol is None else _particle(symbol)
    return replacement + (match[2] if replacement[-1:].isalpha() else "")


def _particle(symbol: str) -> str:
    """Return the symbol of a particle in a formula, with its charge and index as scripts."""
    name, _, subscript = symbol.partition("_")
    letters = name.rstrip("".join(_CHARGES))
    charge = "".join(_CHARGES[character] for character in name[len(letters) :])
    scripts = (f"^{{{charge}}}" if charge else "") + (rf"_{{\mathrm{{{subscript}}}}}" if subscript else "")
    return rf"\mathrm{{{letters}}}" + scripts


_CHARGES: Final = {"⁺": "+", "⁻": "-", "⁰": "0", "±": "\\pm", "*": "*", "′": "\\prime"}


@lru_cache(maxsize=1)
def operators() -> dict[str, str]:
    """Return the commands of characters other than letters: “×” is ``\\times``."""
    rows = {
        "·": r"\cdot ",
        "′": "'",
        "…": r"\ldots ",
        "°": r"^{\circ}",
        "−": "-",
        "∗": "*",
        "→": r"\to ",
        "⟩": r"\rangle ",
    }
    for name, character in characters().names.items():
        if (
            len(character) == 1
            and not character.isascii()
            and not character.isalnum()
            and not name.startswith(_NOT_MATH)
        ):
            rows.setdefault(character, f"\\{name} ")
    return rows


_NOT_MATH: Final = ("text", "Elz", "cyr", "CYR", "guil", "quote", "dag")
