"""The source of formulas in the form that MathJax, docutils and pylatexenc read.

Plain TeX, AMS-TeX and the macros of databases (MathSciNet, crossref.org) are replaced by LaTeX's own
commands, and HTML's character references by characters.
"""

from __future__ import annotations

import html
import re
from types import MappingProxyType
from typing import Final

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
_ODD: Final = re.compile(f"[{''.join(_CHARACTERS)}]")

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


def clean_math(source: str) -> str:
    """Return the source of a formula with the commands and characters that other programs read."""
    if "&" in source:
        source = _ENTITY.sub(_replace_entity, source)
    if not source.isascii():
        source = _ODD.sub(lambda match: _CHARACTERS[match[0]], source)
    if "\\" not in source:
        return source
    if match := _FIRST_SWITCH.fullmatch(source):
        return f"\\{_FONTS[match[1]]}{{{match[2].strip()}}}"
    source = _SWITCH.sub(lambda match: f"{{\\{_FONTS[match[1]]}{{{match[2].strip()}}}}}", source)
    return _COMMAND.sub(_replace_command, source)


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
