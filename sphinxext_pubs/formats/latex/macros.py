"""The LaTeX commands of bibliographies, as tables.

Each command is in one table only. Other commands are looked up in pylatexenc's table of symbols; the
arguments of unknown commands are kept as text.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from sphinxext_pubs.formats.latex.packages import PACKAGE_TEMPLATES
from sphinxext_pubs.model.rich_text import SpanKind


def _words(names: str) -> list[str]:
    return names.split()


#: Commands that put an accent on their argument → combining character (The LaTeX Companion, 7.11).
ACCENTS: Final = MappingProxyType(
    {
        "`": "\u0300",
        "'": "\u0301",
        "^": "\u0302",
        "~": "\u0303",
        "=": "\u0304",
        "u": "\u0306",
        ".": "\u0307",
        '"': "\u0308",
        "h": "\u0309",
        "r": "\u030a",
        "H": "\u030b",
        "v": "\u030c",
        "U": "\u030e",
        "G": "\u030f",
        "f": "\u0311",
        "d": "\u0323",
        "textcommabelow": "\u0326",
        "c": "\u0327",
        "k": "\u0328",
        "b": "\u0331",
        "t": "\u0361",
        "cb": "\u0326",
        "acute": "\u0301",
        "grave": "\u0300",
        "hat": "\u0302",
        "tilde": "\u0303",
        "bar": "\u0304",
        "breve": "\u0306",
        "check": "\u030c",
        "dot": "\u0307",
        "ddot": "\u0308",
        "textcircled": "\u20dd",
        "C": "\u030f",
        "textogonekcentered": "\u0328",
        "textsubbar": "\u0331",
        "textsubring": "\u0325",
        "textdoublegrave": "\u030f",
        "textcommaabove": "\u0313",
        "newtie": "\u0361",
        "textacutemacron": "\u0304\u0301",
        "textgravemacron": "\u0304\u0300",
        "textbrevemacron": "\u0304\u0306",
        "textacutewedge": "\u030c\u0301",
        "textgravecircum": "\u0302\u0300",
        "textcircumacute": "\u0302\u0301",
        "texttildedot": "\u0303\u0307",
        "textcircumdot": "\u0302\u0307",
        "textdotbreve": "\u0306\u0307",
        "textdotacute": "\u0301\u0307",
        "textvbaraccent": "\u030d",
        "textdoublevbaraccent": "\u030e",
        "textroundcap": "\u0311",
        "textsyllabic": "\u0329",
        "textseagull": "\u033c",
        # MathSciNet
        "polhk": "\u0328",
        "ocirc": "\u030a",
        "soft": "\u030c",
        "udot": "\u0323",
        "hckudot": "\u030c",
        "cfudot": "\u0323",
        "cftil": "\u0303",
        # mathematics
        "mathring": "\u030a",
        "vec": "\u20d7",
        "dddot": "\u20db",
        "widehat": "\u0302",
        "widetilde": "\u0303",
        "not": "\u0338",
    }
)

#: Accents that LaTeX prints alone if the argument is empty, as characters (not those of plain text).
SPACING: Final = MappingProxyType(
    {
        "c": "¸",
        "k": "˛",
        "r": "˚",
        "H": "˝",
        "u": "˘",
        "v": "ˇ",
        ".": "˙",
        "=": "¯",
    }
)

#: Accents that are not above the letter. Above it, a dotless i is replaced by a plain one.
BELOW: Final = frozenset("\u0323\u0325\u0326\u0327\u0328\u0331")

#: Commands that wrap their argument in a span → the kind of span.
SPANS: Final[MappingProxyType[str, SpanKind]] = MappingProxyType(
    {
        "emph": "italic",
        "textit": "italic",
        "textsl": "italic",
        "mkbibemph": "italic",
        "mkbibitalic": "italic",
        "mkbibtitle": "italic",
        "emphasis": "italic",
        "bibemph": "italic",
        "textbf": "bold",
        "mkbibbold": "bold",
        "textsc": "small-caps",
        "mkbibsc": "small-caps",
        "texttt": "code",
        "path": "code",
        "lstinline": "code",
        "textsuperscript": "sup",
        "mkbibsuperscript": "sup",
        "up": "sup",
        "fup": "sup",
        "textsuper": "sup",
        "mkbibordsup": "sup",
        "textsubscript": "sub",
        "mkbibsubscript": "sub",
        "textsub": "sub",
        "textinferior": "sub",
        "subs": "sub",
        "sups": "sup",
        "NoCaseChange": "no-case",
    }
)

#: Switches, which apply to the rest of their group → the kind of span, or None for upright text.
SWITCHES: Final[MappingProxyType[str, SpanKind | None]] = MappingProxyType(
    {
        "it": "italic",
        "itshape": "italic",
        "em": "italic",
        "sl": "italic",
        "slshape": "italic",
        "bf": "bold",
        "bfseries": "bold",
        "sc": "small-caps",
        "scshape": "small-caps",
        "tt": "code",
        "ttfamily": "code",
        "rm": None,
        "rmfamily": None,
        "sf": None,
        "sffamily": None,
        "normalfont": None,
        "normalshape": None,
        "upshape": None,
        "mdseries": None,
        "lfseries": None,
        "lf": None,
        "ebseries": "bold",
        "sbseries": "bold",
        "boldmath": None,
        "unboldmath": None,
        "cal": "italic",
        "mit": "italic",
        "scit": "italic",
        "swshape": "italic",
    }
)

#: Commands that change the case of their argument.
CASES: Final[MappingProxyType[str, Callable[[str], str]]] = MappingProxyType(
    {
        "uppercase": str.upper,
        "MakeUppercase": str.upper,
        "MakeTextUppercase": str.upper,
        "lowercase": str.lower,
        "MakeLowercase": str.lower,
        "MakeTextLowercase": str.lower,
        "MakeCapital": lambda text: text[:1].upper() + text[1:],
    }
)

#: Commands with arguments → their number, and the replacement (``#1`` is the first argument).
TEMPLATES: Final[MappingProxyType[str, tuple[int, str]]] = MappingProxyType(
    {
        # idioms that control BibTeX's sorting (BibTeX's manual, "xampl.bib")
        **dict.fromkeys(
            _words("noopsort NOOPSORT noop sortnoop SortNoop Noopsort NoopSort nop sortkey noopsrt nosort"),
            (1, ""),
        ),
        "printfirst": (2, "#1"),
        "switchargs": (2, "#2#1"),
        # commands without text
        **dict.fromkeys(
            _words(
                "label index vspace phantom hphantom vphantom color selectlanguage hyphenation fontencoding"
                " fontfamily fontseries fontshape input include usepackage documentclass hypersetup urlstyle"
                " pagestyle thispagestyle pagecolor includegraphics bibliographystyle bibliography markright"
                " addtolength penalty ProvidesFile providecolor glossary nohyphenate linespread"
            ),
            (1, ""),
        ),
        **dict.fromkeys(
            _words(
                "setlength fontsize newcommand renewcommand providecommand DeclareRobustCommand setcounter"
            ),
            (2, ""),
        ),
        "usefont": (4, ""),
        "definecolor": (3, ""),
        **PACKAGE_TEMPLATES,
    }
)
