"""The LaTeX commands of packages whose names bibliographies use: biblatex, csquotes, hyperref, heppennames …

Each command is in one table only, here or in ``macros`` and ``symbols``.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

Template = tuple[int, str]


def _words(names: str) -> list[str]:
    return names.split()


#: biblatex (manual, sections 3.8 to 3.11, 4.6 and 4.7) and its localization keys, natbib, csquotes.
_CITING: Final[dict[str, Template]] = {
    **dict.fromkeys(
        _words(
            "autocap nohyphens textnohyphenation nohyphenation pnfmt mkbibacro mkbibcompletename"
            " mkbibnamefamily mkbibnamegiven mkbibnameprefix mkbibnamesuffix mkbibnamelast"
            " mkbibnamefirst mkbibnameaffix mkpageprefix mkpagetotal mkcomprange mkfirstpage"
            " mknormrange autopunct mancite textcite textcites citet Citet citealt citealp Citealt"
            " Citealp citeauthor Citeauthor citetitle citeyear citeyearpar citedate citenum fullcite"
            " footfullcite shortcite onlinecite citenamefont ref pageref autoref cref Cref nameref"
            " vref eqref bibitem refname Textcite MakeSentenceCase mkbibsentencecase"
        ),
        (1, "#1"),
    ),
    **dict.fromkeys(
        _words("cite Cite parencite Parencite autocite Autocite citep Citep supercite smartcite"), (1, "[#1]")
    ),
    **dict.fromkeys(_words("footcite footcitetext footfootcite"), (1, " ([#1])")),
    "mkbibparens": (1, "(#1)"),
    "mkbibbrackets": (1, "[#1]"),
    "parentext": (1, "(#1)"),
    "brackettext": (1, "[#1]"),
    **dict.fromkeys(_words("mkbibfootnote mkbibfootnotetext mkbibendnote mkbibendnotetext"), (1, " (#1)")),
    "bibhyperref": (1, "#1"),
    "bibhyperlink": (2, "#2"),
    "ifthenelse": (3, "#2"),
    **dict.fromkeys(_words("nocite setunit bibsentence nametitledelim addbibresource"), (1, "")),
    # csquotes
    "mkbibquote": (1, "“#1”"),
    "enquote": (1, "“#1”"),
    "textquote": (1, "“#1”"),
    "blockquote": (1, "“#1”"),
    "blockcquote": (2, "“#2”"),
    "textcquote": (2, "“#2”"),
    **dict.fromkeys(_words("foreignquote foreigntextquote hyphenquote foreignblockquote"), (2, "“#2”")),
    "foreignenquote": (2, "“#2”"),
    "textelp": (1, "[…]#1"),
    "textins": (1, "[#1]"),
    "textdel": (1, "[…]"),
    "mktextquote": (1, "“#1”"),
}

#: hyperref, url, graphics, color and boxes.
_LAYOUT: Final[dict[str, Template]] = {
    **dict.fromkeys(
        _words(
            "mbox hbox fbox makebox framebox vbox vcenter smash rlap llap clap reflectbox centerline"
            " shortstack leftline rightline underline uline uuline uwave dotuline dashuline underbar"
            " ul sout xout st so caps hl text textrm textsf textup textmd textnormal textlf textin"
            " textulc textsw textssc oldstylenums textlatin textcyrillic textgreek textipa texttipa"
            " textgoth textgothic textswab textfrak textrussian textfrench textgerman textenglish"
            " textspanish textitalian textpolish textczech textlang textarabic texthebrew textjapanese"
            " textchinese textkorean textja textLR textRL RL LR title author date section subsection"
            " subsubsection paragraph part emshape email mailto eprint arxiv url nolinkurl urlprefix"
            " singleletter operatorname ensureascii bibnamefont bibfnamefont hologo IeC booktitle"
            " bookvolume bioname dub circled pkg acro acs ac acl acf acrfull acrshort acrlong gls Gls"
            " glspl HepProcess HepGroup"
        ),
        (1, "#1"),
    ),
    **dict.fromkeys(
        _words(
            "foreignlanguage textcolor colorbox parbox raisebox scalebox rotatebox hyperlink"
            " hypertarget bibinfo bibfield textlanguage hyperref phantomref colorlet translit"
        ),
        (2, "#2"),
    ),
    "fcolorbox": (3, "#3"),
    "resizebox": (3, "#3"),
    "hyperdef": (3, "#3"),
    "rule": (2, "—"),
    "footnote": (1, " (#1)"),
    "footnotetext": (1, " (#1)"),
    "endnote": (1, " (#1)"),
    "thanks": (1, " (#1)"),
    "marginpar": (1, " (#1)"),
    "inst": (1, ""),
    "texorpdfstring": (2, "#1"),
    "accent": (1, "#1"),
    "ruby": (2, "#1 (#2)"),
    "acp": (1, "#1s"),
}

#: Mathematics outside formulas, and the macros of MathSciNet.
_MATHEMATICAL: Final[dict[str, Template]] = {
    **dict.fromkeys(
        _words(
            "ensuremath mathrm mathit mathbf mathsf mathtt mathcal mathfrak mathnormal mathscr"
            " boldsymbol bm mathop mathrel mathbin mathord mathopen mathclose mathpunct pmb germ scr"
            " frak Cal roman overbrace underbrace stackrel"
        ),
        (1, "#1"),
    ),
    **dict.fromkeys(_words("frac nicefrac sfrac tfrac dfrac cfrac textfrac"), (2, "#1/#2")),
    "sqrt": (1, "√#1"),
    "overline": (1, "#1\u0305"),
    "binom": (2, "(#1 #2)"),
    "ket": (1, "|#1⟩"),
    "bra": (1, "⟨#1|"),
    "braket": (1, "⟨#1⟩"),
    "abs": (1, "|#1|"),
    "norm": (1, "‖#1‖"),
}

#: Commands with arguments → their number, and the replacement (``#1`` is the first argument).
PACKAGE_TEMPLATES: Final[MappingProxyType[str, Template]] = MappingProxyType(
    {**_CITING, **_LAYOUT, **_MATHEMATICAL}
)

#: biblatex's punctuation, spaces and abbreviations (manual, sections 3.13, 4.7.3 to 4.7.5).
_PUNCTUATION: Final = {
    "nbhyphen": "\u2011",
    "addsemicolon": ";",
    "addperiod": ".",
    "addexclam": "!",
    "addquestion": "?",
    "isdot": ".",
    "newunit": ". ",
    "newunitpunct": ". ",
    "finentrypunct": ".",
    "subtitlepunct": ". ",
    "multinamedelim": ", ",
    "bibopenparen": "(",
    "bibcloseparen": ")",
    "bibopenbracket": "[",
    "bibclosebracket": "]",
    "bibleftparen": "(",
    "bibrightparen": ")",
    "bibleftbracket": "[",
    "bibrightbracket": "]",
    "bibrangedash": "–",
    "bibdatedash": "–",
    "bibdaterangesep": "–",
    "bibrangessep": ", ",
    "bibpagespunct": ", ",
    "Dash": "—",
    "psq": "\u00a0sq.",
    "psqq": "\u00a0sqq.",
    "sqspace": "\u00a0",
    "pno": "p.",
    "ppno": "pp.",
    "ppspace": "\u00a0",
    "addthinspace": "\u2009",
    "addnbthinspace": "\u202f",
    **dict.fromkeys(
        _words(
            "addlowpenspace addhighpenspace addlpthinspace addhpthinspace addabbrvspace addabthinspace"
            " adddotspace addintspace addnbintspace bibinitdelim bibnamedelima bibnamedelimb bibnamedelimc"
            " bibnamedelimd bibnamedelimi"
        ),
        " ",
    ),
    **dict.fromkeys(
        _words(
            "nopunct unspace nopp hyphenate isrange"
            " autolang ExplSyntaxOn ExplSyntaxOff makeatletter makeatother"
        ),
        "",
    ),
}

#: The logos of TeX and its friends.
_LOGOS: Final = {
    **{
        name: name
        for name in _words(
            "BibLaTeX XeLaTeX LuaLaTeX pdfLaTeX ConTeXt METAFONT METAPOST"
            " MetaPost MetaFont AmSTeX SLiTeX PiCTeX eTeX LyX JabRef pTeX upTeX NTS MiKTeX TeXLive CTAN CTeX"
            " TUGboat KOMAScript makeindex biber Biber MathML PostScript WEB CWEB PCTeX TeXXeT"
        )
    },
    "XELaTeX": "XeLaTeX",
    "LuaLatex": "LuaLaTeX",
    "Xe": "Xe",
    "MF": "METAFONT",
    "MP": "METAPOST",
    "AmS": "AMS",
    "AMSTeX": "AMS-TeX",
    "AMSLaTeX": "AMS-LaTeX",
    "AmSLaTeX": "AMS-LaTeX",
    "LaTeXTeX": "(LA)TeX",
    "AllTeX": "(LA)TeX",
    "PlainTeX": "plain TeX",
    "plainTeX": "plain TeX",
    "TUB": "TUGboat",
    "TUG": "TUG",
    "PS": "PostScript",
}

#: Units of particle physics (``hepunits``, ``heplhc``).
_UNITS: Final = {
    **{name: name for name in _words("eV keV MeV GeV TeV meV PeV EeV")},
    "invfb": "fb⁻¹",
    "fbinv": "fb⁻¹",
    "invpb": "pb⁻¹",
    "pbinv": "pb⁻¹",
    "invab": "ab⁻¹",
    "sqrts": "√s",
    "sqrtsNN": "√s_NN",
    "snn": "√s_NN",
}

#: MathSciNet, Zentralblatt and Beebe's bibliographies; words of crossref.org that are symbols in maths.
DATABASE_SYMBOLS: Final = {
    "nbsp": "\u00a0",
    "amp": "&",
    "dbend": "☡",
    "TM": "™",
    "reg": "®",
    "cprime": "ʹ",
    "cdprime": "ʺ",
    "Cprime": "ʹ",
    "lasp": "ʿ",
    "rasp": "ʾ",
    "cyrchar": "",
    "Dbar": "Đ",
    "dbar": "đ",
    "hbarL": "ħ",
    "less": "<",
    "greater": ">",
    "mathsemicolon": ";",
    "mathplus": "+",
    "mathcomma": ",",
    "mathbar": "|",
    "quot": '"',
    "apos": "'",
    "ndash": "–",
    "mdash": "—",
    "shy": "\u00ad",
}

#: Commands without arguments → text.
PACKAGE_SYMBOLS: Final[MappingProxyType[str, str]] = MappingProxyType(
    {**_PUNCTUATION, **_LOGOS, **_UNITS, **DATABASE_SYMBOLS}
)

#: biblatex's localization keys that titles and notes contain → the words (manual, section 4.9.2).
BIBSTRINGS: Final[MappingProxyType[str, str]] = MappingProxyType(
    {
        "and": "and",
        "andothers": "et al.",
        "andmore": "et al.",
        "byauthor": "by",
        "byeditor": "edited by",
        "bytranslator": "translated by",
        "editor": "editor",
        "editors": "editors",
        "translator": "translator",
        "translators": "translators",
        "in": "in",
        "inseries": "in",
        "ofseries": "of",
        "number": "number",
        "chapter": "chapter",
        "volume": "volume",
        "volumes": "volumes",
        "page": "page",
        "pages": "pages",
        "edition": "edition",
        "version": "version",
        "phdthesis": "PhD thesis",
        "mathesis": "Master’s thesis",
        "bathesis": "Bachelor’s thesis",
        "candthesis": "Candidate thesis",
        "techreport": "technical report",
        "resreport": "research report",
        "software": "computer software",
        "urlseen": "visited on",
        "see": "see",
        "seealso": "see also",
        "quotedin": "quoted in",
        "citedas": "cited as",
        "inpreparation": "in preparation",
        "submitted": "submitted",
        "forthcoming": "forthcoming",
        "inpress": "in press",
        "prepublished": "pre-published",
        "nodate": "no date",
        "newseries": "new series",
        "oldseries": "old series",
        "reprint": "reprint",
        "reprintof": "reprint of",
        "reprintas": "reprinted as",
        "reprintfrom": "reprinted from",
        "translationof": "translation of",
        "translationas": "translated as",
        "origpubin": "originally published in",
        "astitle": "as",
        "bypublisher": "published by",
        "thiscite": "this citation",
        "circa": "circa",
        "patent": "patent",
        "nodoi": "",
    }
)
