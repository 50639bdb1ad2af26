"""The LaTeX commands without arguments that bibliographies use, as a table of their text.

Several thousand others are looked up in pylatexenc's tables (``characters``).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final


def _words(names: str) -> list[str]:
    return names.split()


#: Commands without arguments → text, in addition to those in pylatexenc's tables.
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
        "leadsto": "⇝",
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
            _words(
                "quad qquad enspace enskip space newline par linebreak hfill break item newblock hfil hss"
                " smallskip medskip bigskip pagebreak newpage clearpage vfill tabularnewline"
            ),
            " ",
        ),
        # commands without output
        **dict.fromkeys(("-", "/", "@", "!", "*", "|"), ""),
        **dict.fromkeys(
            _words(
                "protect relax nobreak allowbreak nolinebreak unskip ignorespaces leavevmode null strut"
                " xspace noindent centering nobreakdash midsentence displaystyle textstyle scriptstyle limits"
                " tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge"
                " sloppy left right bigl bigr Bigl Bigr biggl biggr Biggl Biggr nolimits joinrel"
                " scriptscriptstyle"
                " expandafter noexpand begingroup endgroup bgroup egroup string immediate global nohyphen"
                " frenchspacing nonfrenchspacing fussy raggedright raggedleft flushleft flushright selectfont"
                " maketitle ignorespacesafterend obeylines HUGE"
            ),
            "",
        ),
    }
)
