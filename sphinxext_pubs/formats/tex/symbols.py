"""Symbols of LaTeX, textcomp, tipa, amssymb and AASTeX that pylatexenc's tables lack."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

SYMBOLS: Final = MappingProxyType(
    {
        # mathematics
        "ne": "≠", "Re": "ℜ", "Im": "ℑ", "triangle": "△", "Box": "□", "Diamond": "◇", "clubsuit": "♣",
        "heartsuit": "♥", "spadesuit": "♠", "diamondsuit": "♦", "checkmark": "✓", "ddagger": "‡",
        "bot": "⊥", "neg": "¬", "models": "⊨", "imath": "ı", "jmath": "ȷ", "iff": "⇔", "implies": "⇒",
        "impliedby": "⇐", "land": "∧", "lor": "∨", "negthinspace": "", "negmedspace": "",
        "negthickspace": "", "medspace": " ", "thickspace": " ", "mathstrut": "", "dotsc": "…",
        "dotsb": "⋯", "dotsm": "⋯", "dotsi": "⋯", "blacktriangle": "▴", "gets": "←", "owns": "∋",
        "hslash": "ℏ", "bigstar": "★", "circledR": "®", "circledS": "Ⓢ", "maltese": "✠", "yen": "¥",
        "Vert": "‖", "lVert": "‖", "rVert": "‖", "vert": "|", "lvert": "|", "rvert": "|",
        "colonequals": "≔", "coloneqq": "≔", "eqqcolon": "≕", "doteq": "≐", "bmod": " mod ",
        "pmod": " mod ", "injlim": "inj lim", "projlim": "proj lim", "varlimsup": "lim sup",
        "varliminf": "lim inf", "lneq": "⪇", "gneq": "⪈", "vcentcolon": ":", "ulcorner": "⌜",
        "urcorner": "⌝",
        # textcomp
        "textbardbl": "‖", "textborn": "*", "textdied": "†", "textmarried": "⚭", "textdivorced": "⚮",
        "textcentoldstyle": "¢", "textcopyleft": "🄯", "textdblhyphen": "⹀", "textguarani": "₲",
        "textinterrobangdown": "⸘", "textlbrackdbl": "⟦", "textrbrackdbl": "⟧", "textleaf": "☙",
        "textpilcrow": "¶", "textlquill": "⁅", "textrquill": "⁆", "textquotestraightbase": "‚",
        "textquotestraightdblbase": "„", "textsurd": "√", "texttwelveudash": "—",
        "textthreequartersemdash": "—", "textgravedbl": "˵", "texttie": "⁀", "textslash": "/",
        "textpipe": "ǀ", "textdoublebarpipe": "ǂ", "textzerooldstyle": "0", "textoneoldstyle": "1",
        "texttwooldstyle": "2", "textthreeoldstyle": "3", "textfouroldstyle": "4",
        "textfiveoldstyle": "5", "textsixoldstyle": "6", "textsevenoldstyle": "7",
        "texteightoldstyle": "8", "textnineoldstyle": "9", "textdollaroldstyle": "$",
        # tipa and Greek text
        "textcrb": "ƀ", "textcrh": "ħ", "textesh": "ʃ", "textepsilon": "ɛ", "textgamma": "ɣ",
        "textopeno": "ɔ", "textturnv": "ʌ", "textrtailt": "ʈ", "textbeltl": "ɬ", "textscriptv": "ʋ",
        "textltailn": "ɲ", "texteng": "ŋ", "textbari": "ɨ", "textbaru": "ʉ", "textlambda": "λ",
        "textiota": "ɩ", "textchi": "χ", "textomega": "ω", "textalpha": "α", "textbeta": "β",
        "textdelta": "δ", "textsigma": "σ", "texttheta": "θ", "textpi": "π", "textrho": "ρ",
        "texttau": "τ", "textpsi": "ψ", "texteta": "η", "textkappa": "κ", "textnu": "ν", "textxi": "ξ",
        "textzeta": "ζ", "textphi": "φ", "textupsilon": "υ", "textDelta": "Δ", "textGamma": "Γ",
        "textLambda": "Λ", "textOmega": "Ω", "textPhi": "Φ", "textPi": "Π", "textPsi": "Ψ",
        "textSigma": "Σ", "textTheta": "Θ", "textXi": "Ξ", "textprimstress": "ˈ", "textsecstress": "ˌ",
        "textlengthmark": "ː", "texthalflength": "ˑ", "textglotstop": "ʔ", "textbarglotstop": "ʡ",
        "textrevglotstop": "ʕ", "textreve": "ɘ", "textrhookschwa": "ɚ", "textscripta": "ɑ",
        "textturna": "ɐ", "textturnm": "ɯ", "textturnr": "ɹ", "textyogh": "ʒ", "textdyoghlig": "ʤ",
        "textteshlig": "ʧ", "textrtails": "ʂ", "textrtailz": "ʐ", "textrtaild": "ɖ", "textrtailn": "ɳ",
        "textrtaill": "ɭ", "textfishhookr": "ɾ", "textinvscr": "ʁ", "textscr": "ʀ", "textscg": "ɢ",
        "textscn": "ɴ", "textsci": "ɪ", "textscy": "ʏ", "textscl": "ʟ", "textltailm": "ɱ",
        "textctc": "ɕ", "textctz": "ʑ", "textbullseye": "ʘ", "textcrd": "đ", "textcrlambda": "ƛ",
        "texthvlig": "ƕ",
        # French, German and other languages (babel)
        "iemes": "es", "primo": "1º ", "secundo": "2º ", "tertio": "3º ", "quarto": "4º ", "no": "nº",
        "nos": "nos", "Nos": "Nos", "degres": "°", "at": "@", "boi": "\\", "tild": "~",
        "circonflexe": "^", "degre": "°", "omission": "…", "ellipsis": "…", "dotfill": " … ",
        "hrulefill": " ",
        # AASTeX, and signs of other packages
        "arcdeg": "°", "arcmin": "′", "arcsec": "″", "sun": "☉", "Sun": "☉", "earth": "⊕", "fs": ".ˢ",
        "fdg": ".°", "farcs": ".″", "farcm": ".′", "fh": ".ʰ", "fm": ".ᵐ", "micron": "µm", "ga": "≳",
        "la": "≲", "lae": "≲", "gae": "≳", "deg": "°", "msun": "M☉", "Msun": "M☉", "lsun": "L☉",
        "Lsun": "L☉", "Rsun": "R☉", "kms": "km s⁻¹", "female": "♀", "officialeuro": "€", "geneuro": "€",
        "Euro": "€", "eurologo": "€", "eur": "€", "CheckedBox": "☑", "XBox": "☒", "Square": "☐",
        "Checkmark": "✓", "XSolidBrush": "✗", "Letter": "✉", "Smiley": "☺", "smiley": "☺",
        "frownie": "☹", "phone": "☎", "Telefon": "☎", "Mobilefone": "📱", "trademark": "™",
        "registered": "®", "tm": "™", "perthousand": "‰", "permil": "‰", "permille": "‰",
        "promille": "‰", "ohm": "Ω", "cmark": "✓", "xmark": "✗", "aftergroup": "", "eth": "ð",
        "Eth": "Ð", "thorn": "þ", "Thorn": "Þ", "etal": "et al.", "eg": "e.g.", "ie": "i.e.",
    }
)  # fmt: skip
