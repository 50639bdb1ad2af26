"""What of a LaTeX value must not be parsed as text: maths, addresses, verbatim text, HTML.

:func:`scan` takes it out and leaves a mark in its place, so that the parser meets nothing but
braces, commands and text. One pass, linear in the length of the value.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sphinxext_pubs.formats.html_text import ENTITY_FORM, TAG_FORM, Atom, address, read_tag
from sphinxext_pubs.formats.html_text import token as html_token
from sphinxext_pubs.formats.latex.macros import ACCENTS
from sphinxext_pubs.model.rich_text import Span, clean

#: Stands where something was taken out: a noncharacter, which cleaned input never holds.
MARK: Final = "\ufdd0"

#: Braces nest no deeper than this; deeper ones are left out, their content is kept.
MAX_DEPTH: Final = 20


@dataclass(frozen=True, slots=True)
class Scanned:
    """LaTeX with marks, what stands at each mark's position, and whether that includes HTML tags."""

    source: str
    atoms: dict[int, Atom]
    tagged: bool
    too_deep: bool


def scan(value: str) -> Scanned:
    """Take out of a value what is not running text, and braces that nest too deep."""
    value, too_deep = _shallow(value.replace(MARK, "\ufffd"))
    pieces: list[str] = []
    atoms: dict[int, Atom] = {}
    length = position = 0
    match = _SPECIAL.search(value)
    while match is not None:
        atom = _HANDLERS[match.lastgroup or ""](match) if _is_balanced(match[0]) else None
        if atom is not None:
            pieces += (value[position : match.start()], MARK)
            length += match.start() - position
            atoms[length] = atom
            length += 1
            position = match.end()
        match = _SPECIAL.search(value, match.end() if atom is not None else _resume(match))
    pieces.append(value[position:])
    return Scanned("".join(pieces), atoms, not all(map(_is_inline, atoms.values())), too_deep)


def _is_balanced(source: str) -> bool:
    """Whether what is taken out leaves the braces around it matched (the parser's depth depends on it)."""
    return ("{" not in source and "}" not in source) or _BALANCED.fullmatch(source) is not None


def _resume(match: re.Match[str]) -> int:
    """Where to look on after something that was left in: behind its first character, or all of it."""
    if match.lastgroup in ("command", "address"):
        return match.end()
    return match.start() + (2 if match[0].startswith("\\") else 1)


def ligatures(text: str) -> str:
    """Running text with TeX's dashes, quotes and ties as the characters that they stand for.

    A plain apostrophe stays as it is; addresses and ``/~user`` are left alone.
    """
    if "`" in text:
        text = _SINGLE_QUOTES.sub("‘\\1’", _INVERTED.sub(lambda match: _LIGATURES[match[0]], text))
    return _LIGATURE.sub(_ligature, text)


def _ligature(match: re.Match[str]) -> str:
    return "\u00a0" if match["tie"] else _LIGATURES.get(match[0], match[0] if match["kept"] else "—")


_INVERTED: Final = re.compile(r"``|[!?]`")
_SINGLE_QUOTES: Final = re.compile(r"(?<![\w`])`(?=[^\s`])([^`]*?[^\s`'])'(?![\w'])")
_LIGATURE: Final = re.compile(r"(?P<kept>https?://\S+|(?<=/)~|(?<=\s)~(?=\d))|-{2,}|''|``|(?P<tie>~)")
_LIGATURES: Final = {"--": "–", "''": "”", "``": "“", "!`": "¡", "?`": "¿"}


def is_math(written: str) -> bool:
    """Whether ``written``, dollars included, is read as one piece of maths before other text."""
    match = _SPECIAL.fullmatch(written)
    return match is not None and match.lastgroup == "dollar" and _dollar(match) is not None


def _is_inline(atom: Atom) -> bool:
    return isinstance(atom, str | Span)


def _shallow(value: str) -> tuple[str, bool]:
    """The value without the braces that nest deeper than ``MAX_DEPTH``, and whether there were any."""
    if value.count("{") <= MAX_DEPTH:
        return value, False
    depth = deepest = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth, deepest
        mark = match[0]
        if mark == "{":
            depth += 1
            deepest = max(deepest, depth)
            return mark if depth <= MAX_DEPTH else ""
        if mark == "}" and depth:
            depth -= 1
            return mark if depth < MAX_DEPTH else ""
        return mark

    kept = _BRACE.sub(keep, value)
    return kept, deepest > MAX_DEPTH


_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)


def _balanced(depth: int) -> str:
    """A pattern for text with balanced braces, ``depth`` deep, that never backtracks.

    Atomic groups, here and below: Python 3.11.2 (Debian 12) misreads possessive repeats of lookaheads.
    """
    pattern = r"(?>(?:[^{}\\]+|\\.)*)"
    for _ in range(depth):
        pattern = r"(?>(?:[^{}\\]+|\\.|\{" + pattern + r"\})*)"
    return pattern


_BRACED: Final = _balanced(8)
_BALANCED: Final = re.compile(_BRACED, re.DOTALL)
_ELEMENT: Final = r"/?[A-Za-z][A-Za-z0-9:-]*"


def _verb(match: re.Match[str]) -> Atom | None:
    return Span("code", (match["verb_text"],))


def _math(match: re.Match[str]) -> Atom | None:
    groups = ("inline_source", "display_source", "ensured_source", "environment_source")
    source = next(match[name] for name in groups if match[name] is not None)
    script = _SCRIPT.fullmatch(source)
    return _scripted(script) if script is not None else Span("math", (source,))


def _dollars(match: re.Match[str]) -> Atom | None:
    return Span("math", (match["dollars_source"],))


def _dollar(match: re.Match[str]) -> Atom | None:
    """Maths in single dollars, by pandoc's rule, and where a command, ``^`` or ``_`` leaves no doubt."""
    source = match["dollar_source"]
    accented = _ACCENTED.fullmatch(source)
    if accented is not None:
        return unicodedata.normalize("NFC", accented["letter"] + ACCENTS[accented["accent"]])
    script = _SCRIPT.fullmatch(source)
    if script is not None:
        return _scripted(script)
    tight = not (source[0].isspace() or source[-1].isspace())
    if tight and not match.string[match.end() : match.end() + 1].isdigit():
        return Span("math", (source,))
    return Span("math", (source,)) if _SURELY_MATH.search(source) else None


def _scripted(match: re.Match[str]) -> Atom:
    """An index or exponent that stands by itself, as in ``CO$_2$``, ``m$^{-2}$`` and ``10$^\\circ$C``."""
    if match["degree"]:
        return "°"
    content = re.sub(r"^-(?=\d)", "\u2212", match["group"] or match["sign"])
    return Span("sub" if match["script"] == "_" else "sup", (content,))


_SCRIPT: Final = re.compile(
    r"\s*(?:\{\})?(?:\^(?P<degree>\{?\\circ\}?)"
    r"|(?P<script>[_^])(?:\{(?P<group>[\w+.,/-](?:[\w+.,/ -]{0,38}[\w+.,/-])?)\}|(?P<sign>[A-Za-z0-9+-])))\s*"
)
_ACCENTED: Final = re.compile(
    r"\\(?P<accent>acute|grave|hat|tilde|bar|breve|check|dot|ddot)\s*(?P<group>\{)?\\?(?P<letter>[A-Za-z])(?(group)\})"
)
_SURELY_MATH: Final = re.compile(r"\\[A-Za-z ,;!]|[\^_]")


def _escaped_math(match: re.Match[str]) -> Atom | None:
    """Maths whose special characters an exporter escaped (``\\$n\\$``, ``{\\textdollar}n{\\textdollar}``)."""
    source = match["escaped_source"]
    if "textbackslash" not in source and not _ONE_SYMBOL.fullmatch(source):
        return None
    return Span("math", (_ESCAPED_SOURCE.sub(lambda part: _UNESCAPED.get(part[0], part[0][-1:]), source),))


_ONE_SYMBOL: Final = re.compile(r"[A-Za-z(][^\s\\]{0,20}(?:\\_[^\s\\]{1,10})?")
_ESCAPED_SOURCE: Final = re.compile(
    r"\{\\text(?:backslash|asciicircum|asciitilde|less|greater)\}|\\\^\{\}|\\[{}_%#&^~]"
)
_UNESCAPED: Final = {
    r"{\textbackslash}": "\\",
    r"{\textasciicircum}": "^",
    r"{\textasciitilde}": "~",
    r"{\textless}": "<",
    r"{\textgreater}": ">",
    r"\^{}": "^",
}


def _escaped_accent(match: re.Match[str]) -> Atom | None:
    letter = match["braced_letter"] or match["letter"]
    return unicodedata.normalize("NFC", letter + ACCENTS[match["accent"]])


def _command(match: re.Match[str]) -> Atom | None:
    return None


def _environment(match: re.Match[str]) -> Atom | None:
    return " "


def _nothing(match: re.Match[str]) -> Atom | None:
    return " " if "skip" in match[0] else ""


def _url(match: re.Match[str]) -> Atom | None:
    target = _bare(match["url_target"]).strip()
    return Span("link", (target,), address(target)) if target else ""


def _doi(match: re.Match[str]) -> Atom | None:
    target = _bare(match["doi_target"]).strip()
    return Span("link", (target,), address("https://doi.org/" + target)) if target else ""


def _href(match: re.Match[str]) -> Atom | None:
    return address(_bare(match["href_target"]))


def _character(match: re.Match[str]) -> Atom | None:
    written = match["hex"] or match["octal"] or match["decimal"]
    number = int(written, 16 if match["hex"] else 8 if match["octal"] else 10)
    return clean(chr(number)) if 0 < number < 0x110000 else "\ufffd"


def _entity(match: re.Match[str]) -> Atom | None:
    written = "&" + match["entity_name"]
    meaning = html.unescape(written)
    return clean(meaning) if meaning != written else None


def _tag(match: re.Match[str]) -> Atom | None:
    return read_tag(_bare(match[0]))


def _escaped_tag(match: re.Match[str]) -> Atom | None:
    return read_tag(f"<{_bare(match['escaped_name'])}>")


def _address(match: re.Match[str]) -> Atom | None:
    written = match[0]
    if "--" not in written and "~" not in written and "\\" not in written and "&" not in written:
        return None
    return _ENTITY.sub(lambda entity: str(html_token(entity[0])), _bare(written))


_ENTITY: Final = re.compile(ENTITY_FORM)


def _tilde(match: re.Match[str]) -> Atom | None:
    return "~"


def _bare(source: str) -> str:
    """An address as meant, without the backslashes that LaTeX's special characters need."""
    return _ESCAPED.sub(r"\1", source.replace(r"\~{}", "~").replace(r"\textasciitilde{}", "~"))


_ESCAPED: Final = re.compile(r"\{?\\([_%#&~$])\}?")

_LESS: Final = (
    r"(?:\{\\textless\}|\\textless(?:\{\}|[ ]|(?=/?[a-z]{1,6}\\textgreater))"
    r"|\$\\lt\$|\$<\$|\{\$<\$\})"
)
_GREATER: Final = r"(?:\{\\textgreater\}|\\textgreater(?:\{\})?|\$\\gt\$|\$>\$|\{\$>\$\})"
#: A character that an exporter wrote as a word, but for the dollars that end maths.
_WORD: Final = r"\{\\text(?!dollar\})[a-z]+\}"
_LENGTH: Final = r"-?[0-9.]+\s*(?:pt|em|ex|mu|mm|cm|in|sp|bp|pc)\b"

#: What is taken out, in order of precedence: a name, its form, its meaning (None: it is left in).
_RULES: Final[tuple[tuple[str, str, Callable[[re.Match[str]], Atom | None]], ...]] = (
    ("address", r"""https?://(?:[^\s{}\\<>"$'`~^]|(?<=/)~|(?<=/)\\~(?:\{\})?|\\[_%#&])+""", _address),
    (
        "verb",
        r"\\verb\*?(?P<fence>[^\w\s*{}\\])(?P<verb_text>(?>(?:(?!(?P=fence)).){1,500}))(?P=fence)",
        _verb,
    ),
    ("url", r"\\(?:url|nolinkurl)\s*\{(?P<url_target>" + _BRACED + r")\}", _url),
    ("doi", r"\\doi\s*\{(?P<doi_target>" + _BRACED + r")\}", _doi),
    ("href", r"(?:(?<=\\href)|(?<=\\href\s))\{(?P<href_target>" + _BRACED + r")\}", _href),
    (
        "math",
        r"\\\((?P<inline_source>(?>(?:[^\\]+|\\[^()])*))\\\)"
        r"|\\\[(?P<display_source>(?>(?:[^\\]+|\\[^\[\]])*))\\\]"
        r"|\\ensuremath\s*\{(?P<ensured_source>" + _BRACED + r")\}"
        r"|\\begin\{(?P<kind>(?:math|displaymath|equation|align|gather|eqnarray|multline)\*?)\}"
        r"(?P<environment_source>(?>(?:[^\\]+|\\(?!begin\{|end\{).)*))\\end\{(?P=kind)\}",
        _math,
    ),
    ("cjk", r"\\begin\s*\{CJK\*?\}(?:\{[^{}]{0,20}\}){2}|\\end\s*\{CJK\*?\}", _nothing),
    (
        "skip",
        r"\\(?:[hv]skip|m?kern|lower|raise)\s*" + _LENGTH + r"(?:\s*(?:plus|minus)\s*" + _LENGTH + ")*",
        _nothing,
    ),
    ("environment", r"\\(?:begin|end)\s*\{[^{}]{0,40}\}(?:\[[^\[\]{}]{0,80}\])?", _environment),
    (
        "character",
        r"""\\(?:char\s*|(?P<symbol>symbol\{))"""
        r"""(?:"(?P<hex>[0-9A-Fa-f]{1,6})|'(?P<octal>[0-7]{1,7})|(?P<decimal>[0-9]{1,7}))"""
        r"""(?(symbol)\}|(?:\\relax\b\s*|\s)?)""",
        _character,
    ),
    (
        "escaped_tag",
        _LESS + r"(?P<escaped_name>" + _ELEMENT + r"(?:\s[^{}$<>]{0,200}?)?/?)" + _GREATER,
        _escaped_tag,
    ),
    (
        "entity",
        r"(?:\{\\&\}|\\?&)(?P<entity_name>" + ENTITY_FORM.removeprefix("&") + ")",
        _entity,
    ),
    (
        "escaped_math",
        r"(?P<escaped_dollar>\\\$|\{\\textdollar\})"
        r"(?P<escaped_source>(?:[^\\$\s{}]|"
        + _WORD
        + r")(?>(?:[^\\${}]+|\\[^$A-Za-z]|"
        + _WORD
        + r"|\{\})*))"
        r"(?P=escaped_dollar)",
        _escaped_math,
    ),
    (
        "escaped_accent",
        r"""\{\\textbackslash\}(?P<accent>['"`^~])(?:\\\{(?P<braced_letter>[A-Za-z])\\\}|(?P<letter>[A-Za-z]))""",
        _escaped_accent,
    ),
    ("tilde", r"(?<=/)\\~(?:\{\})?", _tilde),
    ("command", r"\\(?:(?>[A-Za-z@]+)|.)", _command),
    ("dollars", r"\$\$(?P<dollars_source>(?>(?:[^$\\{}]+|\\.|\{" + _BRACED + r"\})+))\$\$", _dollars),
    ("dollar", r"\$(?P<dollar_source>(?>(?:[^$\\{}]+|\\.|\{" + _BRACED + r"\})+))\$", _dollar),
    ("tag", TAG_FORM, _tag),
)

_SPECIAL: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _RULES), re.DOTALL)
_HANDLERS: Final = {name: handler for name, _, handler in _RULES}
