"""The LaTeX commands of bibliographies, as tables.

Each command is in one table only. Other commands are looked up in pylatexenc's table of symbols; the
arguments of unknown commands are kept as text.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

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
    }
)

#: Accents that are not above the letter. Above it, a dotless i is replaced by a plain one.
BELOW: Final = frozenset("\u0323\u0326\u0327\u0328\u0331")

#: Commands that wrap their argument in a span → the kind of span.
SPANS: Final[MappingProxyType[str, SpanKind]] = MappingProxyType(
    {
        "emph": "italic",
        "textit": "italic",
        "textsl": "italic",
        "mkbibemph": "italic",
        "mkbibitalic": "italic",
        "bibemph": "italic",
        "textbf": "bold",
        "mkbibbold": "bold",
        "textsc": "small-caps",
        "texttt": "code",
        "path": "code",
        "textsuperscript": "sup",
        "mkbibsuperscript": "sup",
        "up": "sup",
        "fup": "sup",
        "textsubscript": "sub",
        "mkbibsubscript": "sub",
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
        "upshape": None,
        "mdseries": None,
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
    }
)

#: Commands with arguments → their number, and the replacement (``#1`` is the first argument).
TEMPLATES: Final[MappingProxyType[str, tuple[int, str]]] = MappingProxyType(
    {
        # quotation marks and parentheses, including those of biblatex
        "enquote": (1, "“#1”"),
        "textquote": (1, "“#1”"),
        "mkbibquote": (1, "“#1”"),
        "mkbibparens": (1, "(#1)"),
        "mkbibbrackets": (1, "[#1]"),
        "footnote": (1, " (#1)"),
        "thanks": (1, " (#1)"),
        # the text of the argument
        **dict.fromkeys(
            _words(
                "text textrm textsf textup textmd textnormal textlf mbox hbox fbox makebox framebox"
                " underline uline ul sout nohyphens autocap bibstring singleletter num si unit operatorname"
                " mathrm mathit mathbf mathsf mathtt mathcal mathbb mathfrak mathnormal boldsymbol"
                " ensureascii textlatin textcyrillic textgreek bibnamefont bibfnamefont"
            ),
            (1, "#1"),
        ),
        # one of several arguments
        "texorpdfstring": (2, "#1"),
        "foreignlanguage": (2, "#2"),
        "textcolor": (2, "#2"),
        "colorbox": (2, "#2"),
        "parbox": (2, "#2"),
        "raisebox": (2, "#2"),
        "scalebox": (2, "#2"),
        "bibinfo": (2, "#2"),
        "bibfield": (2, "#2"),
        "hyperlink": (2, "#2"),
        # idioms that control BibTeX's sorting (BibTeX's manual, "xampl.bib")
        **dict.fromkeys(_words("noopsort NOOPSORT noop sortnoop SortNoop Noopsort nop sortkey"), (1, "")),
        "printfirst": (2, "#1"),
        "switchargs": (2, "#2#1"),
        # commands without text
        **dict.fromkeys(
            _words(
                "label index vspace hspace phantom hphantom vphantom color selectlanguage hyphenation"
                " fontsize input include usepackage documentclass hypersetup"
            ),
            (1, ""),
        ),
        "setlength": (2, ""),
        "newcommand": (2, ""),
        "renewcommand": (2, ""),
        # simple math outside formulas
        **dict.fromkeys(_words("frac nicefrac sfrac tfrac dfrac"), (2, "#1/#2")),
        "sqrt": (1, "√#1"),
        "overline": (1, "#1\u0305"),
        "SI": (2, "#1\u00a0#2"),
        "qty": (2, "#1\u00a0#2"),
        "ang": (1, "#1°"),
    }
)

#: Commands without arguments → text, in addition to the several hundred in pylatexenc's table.
SYMBOLS: Final[MappingProxyType[str, str]] = MappingProxyType(
    {
        **{char: char for char in "&%$#_{}"},
        "S": "§",
        "P": "¶",
        "i": "ı",
        "j": "ȷ",
        "ss": "ß",
        "SS": "SS",
        "o": "ø",
        "O": "Ø",
        "l": "ł",
        "L": "Ł",
        "ae": "æ",
        "AE": "Æ",
        "oe": "œ",
        "OE": "Œ",
        "aa": "å",
        "AA": "Å",
        "dh": "ð",
        "DH": "Ð",
        "th": "þ",
        "TH": "Þ",
        "dj": "đ",
        "DJ": "Đ",
        "Dj": "Đ",
        "ohorn": "ơ",
        "OHORN": "Ơ",
        "uhorn": "ư",
        "UHORN": "Ư",
        "ng": "ŋ",
        "NG": "Ŋ",
        "textless": "<",
        "textgreater": ">",
        "lt": "<",
        "gt": ">",
        "textbar": "|",
        "textbackslash": "\\",
        "textunderscore": "_",
        "textasciitilde": "~",
        "textasciicircum": "^",
        "textasciigrave": "`",
        "textquotesingle": "'",
        "textquotedbl": '"',
        "textdollar": "$",
        "textbraceleft": "{",
        "textbraceright": "}",
        "lbrace": "{",
        "rbrace": "}",
        "textquotedblleft": "“",
        "textquotedblright": "”",
        "textquoteleft": "‘",
        "textquoteright": "’",
        "lq": "‘",
        "rq": "’",
        "quotedblbase": "„",
        "quotesinglbase": "‚",
        "glqq": "„",
        "grqq": "“",
        "glq": "‚",
        "grq": "‘",
        "flqq": "«",
        "frqq": "»",
        "flq": "‹",
        "frq": "›",
        "guillemetleft": "«",
        "guillemetright": "»",
        "guilsinglleft": "‹",
        "guilsinglright": "›",
        "og": "«\u00a0",
        "fg": "\u00a0»",
        "hyphen": "-",
        "slash": "/",
        "addslash": "/",
        "addcolon": ":",
        "addcomma": ",",
        "addbdot": ".",
        "adddot": ".",
        "addspace": " ",
        "addnbspace": "\u00a0",
        "textendash": "–",
        "textemdash": "—",
        "ldots": "…",
        "dots": "…",
        "textellipsis": "…",
        "textbullet": "•",
        "bullet": "•",
        "textperiodcentered": "·",
        "textasteriskcentered": "*",
        "ast": "*",
        "textdegree": "°",
        "degree": "°",
        "celsius": "°C",
        "texteuro": "€",
        "euro": "€",
        "EUR": "€",
        "pounds": "£",
        "textpounds": "£",
        "copyright": "©",
        "textcopyright": "©",
        "textregistered": "®",
        "texttrademark": "™",
        "textnumero": "№",
        "No": "№",
        "dag": "†",
        "ddag": "‡",
        "textdagger": "†",
        "textdaggerdbl": "‡",
        "textmu": "µ",
        "micro": "µ",
        "textohm": "Ω",
        "textminus": "−",
        "textperthousand": "‰",
        "textpermille": "‰",
        "textrightarrow": "→",
        "textleftarrow": "←",
        "colon": ":",
        "prime": "′",
        "ieme": "e",
        "iere": "re",
        "ier": "er",
        "TeX": "TeX",
        "LaTeX": "LaTeX",
        "LaTeXe": "LaTeX2ε",
        "BibTeX": "BibTeX",
        "XeTeX": "XeTeX",
        "LuaTeX": "LuaTeX",
        "pdfTeX": "pdfTeX",
        "AMS": "AMS",
        # spaces
        "\\": " ",
        " ": " ",
        "\n": " ",
        "\t": " ",
        ",": "\u2009",
        ":": " ",
        ";": " ",
        "thinspace": "\u2009",
        "nobreakspace": "\u00a0",
        **dict.fromkeys(
            _words("quad qquad enspace enskip space newline par linebreak hfill break item newblock"), " "
        ),
        # commands without output
        **dict.fromkeys(("-", "/", "@", "!", "*", "|"), ""),
        **dict.fromkeys(
            _words(
                "protect relax nobreak allowbreak nolinebreak unskip ignorespaces leavevmode null strut"
                " xspace noindent centering nobreakdash midsentence displaystyle textstyle scriptstyle limits"
                " tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge"
                " sloppy left right bigl bigr Bigl Bigr"
            ),
            "",
        ),
    }
)
