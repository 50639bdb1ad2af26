"""Protecting the parts of a LaTeX value that must not be parsed as text: math, addresses, code, HTML.

:func:`protect` replaces them by marks, so that the parser only has to handle braces, commands and text.
It is a single pass in linear time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sphinxext_pubs.formats.html_references import read_reference
from sphinxext_pubs.formats.html_text import (
    ENTITY_FORM,
    NOISE_FORM,
    TAG_FORM,
    Atom,
    encode_address,
    parse_tag,
    parse_token,
)
from sphinxext_pubs.formats.latex.formulas import (
    read_dollar,
    read_dollars,
    read_element,
    read_escaped_math,
    read_math,
    read_mendeley_math,
)
from sphinxext_pubs.formats.latex.macros import ACCENTS
from sphinxext_pubs.formats.tex.characters import FONT_CHARACTER, characters
from sphinxext_pubs.formats.tex.math_elements import FORMULA_FORM
from sphinxext_pubs.model.rich_text import Span, clean

#: Replaces each protected part. It is a noncharacter, which cleaned input never contains.
MARK: Final = "\ufdd0"

#: Maximum nesting depth of braces. Deeper braces are removed, their content is kept.
MAX_DEPTH: Final = 20


@dataclass(frozen=True, slots=True)
class ProtectedLatex:
    """LaTeX with marks, and the protected parts by the position of their mark.

    ``tagged`` is true if they include HTML tags, ``too_deep`` if braces were removed.
    """

    source: str
    atoms: dict[int, Atom]
    tagged: bool
    too_deep: bool


def protect(value: str) -> ProtectedLatex:
    """Return a value with marks for parts that are not running text, and without braces nested too deep."""
    value, too_deep = _limit_depth(value.replace(MARK, "\ufffd"))
    pieces: list[str] = []
    atoms: dict[int, Atom] = {}
    length = position = 0
    match = _SPECIAL.search(value)
    while match is not None:
        atom = _HANDLERS[match.lastgroup or ""](match) if _is_balanced(match[0]) else None
        if atom is None and match.lastgroup == "formula" and (tag := _TAG.match(value, match.start())):
            match, atom = tag, _read_tag(tag)
        if atom is not None:
            pieces += (value[position : match.start()], MARK)
            length += match.start() - position
            atoms[length] = atom
            length += 1
            position = match.end()
        match = _SPECIAL.search(value, match.end() if atom is not None else _next_position(match))
    pieces.append(value[position:])
    return ProtectedLatex("".join(pieces), atoms, not all(map(_is_inline, atoms.values())), too_deep)


_TAG: Final = re.compile(TAG_FORM)


def _is_balanced(source: str) -> bool:
    """True if the braces in a protected part are balanced, so that those around it are matched, too."""
    return ("{" not in source and "}" not in source) or _BALANCED.fullmatch(source) is not None


def _next_position(match: re.Match[str]) -> int:
    """Return the position after an unprotected match: after its first character, or after all of it."""
    if match.lastgroup in ("command", "address"):
        return match.end()
    return match.start() + (2 if match[0].startswith("\\") else 1)


def replace_ligatures(text: str) -> str:
    """Return running text with TeX's dashes, quotes and ties replaced by characters.

    A plain apostrophe, addresses and ``/~user`` are not changed.
    """
    if "-" not in text and "~" not in text and "'" not in text and "`" not in text:
        return text
    if "`" in text:
        text = _SINGLE_QUOTES.sub("‘\\1’", _INVERTED.sub(lambda match: _LIGATURES[match[0]], text))
    return _LIGATURE.sub(_replace_ligature, text)


def _replace_ligature(match: re.Match[str]) -> str:
    return "\u00a0" if match["tie"] else _LIGATURES.get(match[0], match[0] if match["unchanged"] else "—")


_INVERTED: Final = re.compile(r"``|[!?]`")
_SINGLE_QUOTES: Final = re.compile(r"(?<![\w`])`(?=[^\s`])([^`]*?[^\s`'])'(?![\w'])")
_LIGATURE: Final = re.compile(r"(?P<unchanged>https?://\S+|(?<=/)~|(?<=\s)~(?=\d))|-{2,}|''|``|(?P<tie>~)")
_LIGATURES: Final = {"--": "–", "''": "”", "``": "“", "!`": "¡", "?`": "¿"}


def is_math(source: str) -> bool:
    """True if the source, including its dollars, is recognized as math if other text follows."""
    match = _SPECIAL.fullmatch(source)
    return match is not None and match.lastgroup == "dollar" and read_dollar(match) is not None


def _is_inline(atom: Atom) -> bool:
    return isinstance(atom, str | Span)


def _limit_depth(value: str) -> tuple[str, bool]:
    """Return the value without braces nested deeper than ``MAX_DEPTH``, and whether there were any."""
    if value.count("{") <= MAX_DEPTH:
        return value, False
    depth = max_depth = 0

    def remove_deep(match: re.Match[str]) -> str:
        nonlocal depth, max_depth
        token = match[0]
        if token == "{":
            depth += 1
            max_depth = max(max_depth, depth)
            return token if depth <= MAX_DEPTH else ""
        if token == "}" and depth:
            depth -= 1
            return token if depth < MAX_DEPTH else ""
        return token

    shallow = _BRACE.sub(remove_deep, value)
    return shallow, max_depth > MAX_DEPTH


_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)


def _balanced_pattern(depth: int) -> str:
    """Return a pattern for text with balanced braces nested up to ``depth``, which never backtracks.

    It and others below use atomic groups, as Python 3.11.2 (Debian 12) has a bug with possessive repeats
    of lookaheads.
    """
    pattern = r"(?>(?:[^{}\\]+|\\.)*)"
    for _ in range(depth):
        pattern = r"(?>(?:[^{}\\]+|\\.|\{" + pattern + r"\})*)"
    return pattern


_BRACED: Final = _balanced_pattern(8)
_BALANCED: Final = re.compile(_BRACED, re.DOTALL)
_ELEMENT: Final = r"/?[A-Za-z][A-Za-z0-9:-]*"


def _read_verb(match: re.Match[str]) -> Atom | None:
    return Span("code", (match["verb_text"],))


def _read_escaped_accent(match: re.Match[str]) -> Atom | None:
    letter = match["braced_letter"] or match["letter"]
    return unicodedata.normalize("NFC", letter + ACCENTS[match["accent"]])


def _keep_command(match: re.Match[str]) -> Atom | None:
    return None


def _drop_environment(match: re.Match[str]) -> Atom | None:
    return " "


def _drop_spacing(match: re.Match[str]) -> Atom | None:
    return " " if "skip" in match[0] else ""


def _read_space(match: re.Match[str]) -> Atom | None:
    """Read a space of a given length, or a line break with one; a negative length is not a space."""
    return "" if (match["length"] or "").lstrip().startswith("-") else " "


def _read_font_character(match: re.Match[str]) -> Atom | None:
    return characters().calls.get(match[0].strip("{}"), "")


def _read_url(match: re.Match[str]) -> Atom | None:
    target = _unescape(match["url_target"]).strip()
    return Span("link", (target,), encode_address(target)) if target else ""


def _read_doi(match: re.Match[str]) -> Atom | None:
    target = _unescape(match["doi_target"]).strip()
    return Span("link", (target,), encode_address("https://doi.org/" + target)) if target else ""


def _read_href(match: re.Match[str]) -> Atom | None:
    return encode_address(_unescape(match["href_target"]))


def _read_character(match: re.Match[str]) -> Atom | None:
    digits = match["hex"] or match["octal"] or match["decimal"]
    number = int(digits, 16 if match["hex"] else 8 if match["octal"] else 10)
    return clean(chr(number)) if 0 < number < 0x110000 else "\ufffd"


def _read_entity(match: re.Match[str]) -> Atom | None:
    name = re.sub(r"[\\{}]", "", match["entity_name"])
    return read_reference(f"&{name};")


def _read_capitals(match: re.Match[str]) -> Atom | None:
    """Read a word in escaped braces, by which ScienceDirect and Mendeley protect its capitals."""
    return Span("no-case", (match["capitals"],))


def _read_tag(match: re.Match[str]) -> Atom | None:
    return parse_tag(_unescape(match[0]))


def _read_escaped_tag(match: re.Match[str]) -> Atom | None:
    return parse_tag(f"<{_unescape(match['escaped_name'])}>")


def _read_noise(match: re.Match[str]) -> Atom | None:
    return match["cdata"] or ""


def _read_address(match: re.Match[str]) -> Atom | None:
    source = match[0]
    if "--" not in source and "~" not in source and "\\" not in source and "&" not in source:
        return None
    return _ENTITY.sub(lambda entity: str(parse_token(entity[0])), _unescape(source))


_ENTITY: Final = re.compile(ENTITY_FORM)


def _read_tilde(match: re.Match[str]) -> Atom | None:
    return "~"


def _unescape(source: str) -> str:
    """Return an address without the backslashes before LaTeX's special characters."""
    if "\\" not in source:
        return source
    return _ESCAPED.sub(r"\1", source.replace(r"\~{}", "~").replace(r"\textasciitilde{}", "~"))


_ESCAPED: Final = re.compile(r"\{?\\([_%#&~$])\}?")

_LESS: Final = (
    r"(?:\{\\textless\}|\\textless(?:\{\}|[ ]|(?=/?[a-z]{1,6}\\textgreater))"
    r"|\$\\(?:lt|less)\$|\$<\$|\{\$<\$\}|\{<\}|\\ensuremath\{<\})"
)
_GREATER: Final = (
    r"(?:\{\\textgreater\}|\\textgreater(?:\{\})?|\$\\(?:gt|greater)\$|\$>\$|\{\$?>\$?\}|\\ensuremath\{>\})"
)
#: A character that an exporter wrote as a command, other than dollars, which end math.
_WORD: Final = r"\{\\text(?!dollar\})[a-z]+\}"
_LENGTH: Final = r"-?[0-9.]+\s*(?:pt|em|ex|mu|mm|cm|in|sp|bp|pc)\b"

#: The protected parts by precedence: a name, the pattern, and the reader (None: the part is not protected).
_RULES: Final[tuple[tuple[str, str, Callable[[re.Match[str]], Atom | None]], ...]] = (
    ("address", r"""https?://(?:[^\s{}\\<>"$'`~^]|(?<=/)~|(?<=/)\\~(?:\{\})?|\\[_%#&])+""", _read_address),
    (
        "verb",
        r"\\verb\*?(?P<fence>[^\w\s*{}\\])(?P<verb_text>(?>(?:(?!(?P=fence)).){1,500}))(?P=fence)",
        _read_verb,
    ),
    ("url", r"\\(?:url|nolinkurl)\s*\{(?P<url_target>" + _BRACED + r")\}", _read_url),
    ("doi", r"\\doi\s*\{(?P<doi_target>" + _BRACED + r")\}", _read_doi),
    ("href", r"(?:(?<=\\href)|(?<=\\href\s))\{(?P<href_target>" + _BRACED + r")\}", _read_href),
    (
        "escaped_tag",
        _LESS + r"(?P<escaped_name>" + _ELEMENT + r"(?:\s[^{}$<>]{0,200}?)?/?)" + _GREATER,
        _read_escaped_tag,
    ),
    (
        "math",
        r"\\\((?P<inline_source>(?>(?:[^\\]+|\\[^()])*))\\\)"
        r"|\\\[(?P<display_source>(?>(?:[^\\]+|\\[^\[\]])*))\\\]"
        r"|\\ensuremath\s*\{(?P<ensured_source>" + _BRACED + r")\}"
        r"|\\begin\{(?P<kind>(?:math|displaymath|equation|align|gather|eqnarray|multline)\*?)\}"
        r"(?P<environment_source>(?>(?:[^\\]+|\\(?!begin\{|end\{).)*))\\end\{(?P=kind)\}",
        read_math,
    ),
    ("cjk", r"\\begin\s*\{CJK\*?\}(?:\{[^{}]{0,20}\}){2}|\\end\s*\{CJK\*?\}", _drop_spacing),
    (
        "skip",
        r"\\(?:[hv]skip|m?kern|lower|raise)\s*" + _LENGTH + r"(?:\s*(?:plus|minus)\s*" + _LENGTH + ")*",
        _drop_spacing,
    ),
    (
        "space",
        r"\\[hv]space\*?\s*\{(?P<length>[^{}\\]{0,40}(?:\\[A-Za-z]{1,20}\s*)?)\}"
        r"|\\\\\*?\s*\[\s*" + _LENGTH + r"\s*\]",
        _read_space,
    ),
    ("font_character", r"\{?" + FONT_CHARACTER + r"\}?", _read_font_character),
    (
        "block",
        r"\\begin\s*\{(?:otherlanguage\*?|tabular|minipage|multicols|list)\}(?:\[[^\[\]{}]{0,80}\])?"
        r"\{[^{}]{0,40}\}",
        _drop_environment,
    ),
    ("environment", r"\\(?:begin|end)\s*\{[^{}]{0,40}\}(?:\[[^\[\]{}]{0,80}\])?", _drop_environment),
    (
        "character",
        r"""\\(?:char\s*|(?P<symbol>symbol\{))"""
        r"""(?:"(?P<hex>[0-9A-Fa-f]{1,6})|'(?P<octal>[0-7]{1,7})|(?P<decimal>[0-9]{1,7}))"""
        r"""(?(symbol)\}|(?:\\relax\b\s*|\s)?)""",
        _read_character,
    ),
    (
        "entity",
        r"(?:\{\\&\}|\\?&)(?P<entity_name>(?:\\(?=\#)|\{\\(?=\#\}))?(?:"
        + ENTITY_FORM.removeprefix("&").removesuffix(";").replace("#", r"\#\}?")
        + r"))(?:;|\$\\mathsemicolon\$)",
        _read_entity,
    ),
    (
        "word",
        r"(?P<brace>\{)?\\\{(?(brace)\})"
        r"(?P<capitals>(?=[^\\{}]{0,40}[A-Z])[A-Za-z0-9][\w.&+/-]{1,40})(?(brace)\{)\\\}(?(brace)\})",
        _read_capitals,
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
        read_escaped_math,
    ),
    (
        "line_end",
        r"(?:\$\\backslash\$|\{\\\$\}\\backslash\{\\\$\}|\{\\(?:text)?backslash\})[nr](?=[A-Z0-9(])",
        _drop_environment,
    ),
    (
        "mendeley_math",
        r"\{\\\$\}(?P<mendeley_source>(?>(?:[^\\${}]+|\{\\[_#&%{}^~](?:\{\})?\}|\{\\text(?!dollar\})[a-z]+\}"
        r"|\{\\backslash\}|\$\\backslash\$|\\backslash(?![a-z]*\$))+))\{\\\$\}",
        read_mendeley_math,
    ),
    (
        "escaped_accent",
        r"""\{\\textbackslash\}(?P<accent>['"`^~])(?:\\\{(?P<braced_letter>[A-Za-z])\\\}|(?P<letter>[A-Za-z]))""",
        _read_escaped_accent,
    ),
    ("tilde", r"(?<=/)\\~(?:\{\})?", _read_tilde),
    ("command", r"\\(?:(?>[A-Za-z@]+)|.)", _keep_command),
    ("dollars", r"\$\$(?P<dollars_source>(?>(?:[^$\\{}]+|\\.|\{" + _BRACED + r"\})+))\$\$", read_dollars),
    ("dollar", r"\$(?P<dollar_source>(?>(?:[^$\\{}]+|\\.|\{" + _BRACED + r"\})+))\$", read_dollar),
    ("formula", FORMULA_FORM, read_element),
    ("tag", TAG_FORM, _read_tag),
    ("noise", NOISE_FORM, _read_noise),
)

#: The first characters of all protected parts, so that the rules are not tried at others.
_FIRST: Final = r"(?=[\\{&$<]|http)"
_SPECIAL: Final = re.compile(
    f"{_FIRST}(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern, _ in _RULES)})", re.DOTALL
)
_HANDLERS: Final = {name: handler for name, _, handler in _RULES}
