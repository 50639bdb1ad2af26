"""Formulas in HTML, JATS and the XML of publishers: MathML, and TeX in elements such as ``<tex-math>``."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Final

from sphinxext_pubs.formats.tex.math_source import clean_math, operators
from sphinxext_pubs.model.rich_text import Span

#: A formula up to its end: ``<math>``, ``<mml:math>``, ``<tex>``, ``<inline-formula>`` …
FORMULA_FORM: Final = (
    r"<(?P<formula_name>(?:[A-Za-z]{1,8}:)?(?:math|tex-math|tex|formula|inline-formula|disp-formula|inlineequation"
    r"|equationsource))(?=[\s>])[^<>]*>"
    r"(?P<formula_content>(?>(?:[^<]+|<(?!/?(?P=formula_name)[\s>]))*))</(?P=formula_name)\s*>"
)
_MAX_DEPTH: Final = 40

_TEX: Final = re.compile(
    r"<(?:[a-z]{1,8}:)?(?P<name>tex-math|tex|annotation|equationsource)(?P<attributes>(?:\s[^<>]*)?)>(?P<text>[^<]*)",
    re.IGNORECASE,
)
_DELIMITED: Final = re.compile(r"\$\$(.*)\$\$|\$(.*)\$|\\\((.*)\\\)|\\\[(.*)\\\]", re.DOTALL)
_MATHML: Final = re.compile(r"<(?:[A-Za-z]{1,8}:)?math[\s>]", re.IGNORECASE)
_IMAGE_TEXT: Final = re.compile(r"<img\s[^<>]*\balt=[\"']([^\"'<>]+)[\"']", re.IGNORECASE)


def read_formula(source: str) -> Span | None:
    """Return a formula element as math, or None if it contains neither TeX nor MathML.

    If a formula is there as TeX and as MathML, TeX is read.
    """
    tex = _find_tex(source) or (_from_mathml(source) if _MATHML.search(source) else "")
    if not tex and (match := _IMAGE_TEXT.search(source)):
        tex = _bare_tex(html.unescape(match[1]))
    tex = clean_math(tex).strip()
    return Span("math", (tex,)) if tex else None


def _find_tex(source: str) -> str:
    for match in _TEX.finditer(source):
        is_tex = match["name"].lower().startswith("tex") or "tex" in match["attributes"].lower()
        if is_tex and (tex := _bare_tex(html.unescape(match["text"]))):
            return tex
    return ""


def _bare_tex(tex: str) -> str:
    """Return TeX without the document and the dollars around it."""
    tex = tex.partition(r"\begin{document}")[2].rpartition(r"\end{document}")[0] or tex
    tex = tex.strip()
    delimited = _DELIMITED.fullmatch(tex)
    if delimited is None:
        return tex
    inner = next(group for group in delimited.groups() if group is not None).strip()
    return tex if "$" in inner else inner


# MathML


@dataclass(slots=True)
class _Node:
    """An element of MathML."""

    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[_Node] = field(default_factory=list)
    text: str = ""


class _Builder(HTMLParser):
    """Builds the tree of MathML; elements that are not closed are closed at the end of their parent."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Node("mrow")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag.rpartition(":")[2], dict(attrs))
        self.open[-1].children.append(node)
        if len(self.open) < _MAX_DEPTH:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(_Node(tag.rpartition(":")[2], dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        for level in range(len(self.open) - 1, 0, -1):
            if self.open[level].name == name:
                del self.open[level:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].text += data


def _from_mathml(source: str) -> str:
    """Return the LaTeX of MathML."""
    builder = _Builder()
    builder.feed(source)
    builder.close()
    return " ".join(_write(builder.open[0]).split())


def _write(node: _Node) -> str:
    return _WRITERS.get(node.name, _write_row)(node)


def _write_row(node: _Node) -> str:
    return "".join(map(_write, node.children)) or ("" if node.text.isspace() else _escape(node.text.strip()))


def _write_nothing(_node: _Node) -> str:
    return ""


def _write_first(node: _Node) -> str:
    return _write(node.children[0]) if node.children else ""


_VARIANTS: Final = MappingProxyType(
    {
        "normal": r"\mathrm",
        "bold": r"\mathbf",
        "bold-italic": r"\boldsymbol",
        "double-struck": r"\mathbb",
        "script": r"\mathcal",
        "fraktur": r"\mathfrak",
        "sans-serif": r"\mathsf",
        "monospace": r"\mathtt",
    }
)


def _write_identifier(node: _Node) -> str:
    text = node.text.strip()
    variant = node.attributes.get("mathvariant") or ("normal" if len(text) > 1 else "italic")
    command = _VARIANTS.get(variant)
    return f"{command}{{{_escape(text)}}}" if command and text.isascii() else _escape(text)


def _write_text(node: _Node) -> str:
    text = " ".join(node.text.replace("\u00a0", " ").split(" "))
    if not text.strip():
        return "\\ " if text else ""
    return f"\\text{{{_escape_text(text)}}}"


def _write_operator(node: _Node) -> str:
    text = node.text.strip()
    return (
        f"\\operatorname{{{text}}}" if text.isalpha() and len(text) > 1 and text.isascii() else _escape(text)
    )


def _write_space(_node: _Node) -> str:
    return "\\,"


def _parts(node: _Node, count: int) -> list[str]:
    """Return the LaTeX of exactly ``count`` children."""
    written = [_write(child) for child in node.children[:count]]
    return written + [""] * (count - len(written))


def _base(source: str) -> str:
    return source if len(source) == 1 or re.fullmatch(r"\\[A-Za-z]+ ?", source) else f"{{{source}}}"


def _write_scripts(signs: str) -> Callable[[_Node], str]:
    """Return the writer of a base and its scripts: “_”, “^” or both."""

    def write(node: _Node) -> str:
        base, *scripts = _parts(node, len(signs) + 1)
        pairs = zip(signs, scripts, strict=True)
        return _base(base) + "".join(f"{sign}{{{script}}}" for sign, script in pairs if script)

    return write


_OVER: Final = MappingProxyType(
    {
        "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "∼": "tilde", "¯": "bar", "‾": "bar",
        "―": "bar", "_": "bar", "→": "vec", "⃗": "vec", "˙": "dot", ".": "dot", "¨": "ddot", "´": "acute",
        "`": "grave", "ˇ": "check", "˘": "breve", "⏞": "overbrace", "̂": "hat", "̃": "tilde", "̄": "bar",
        "-": "bar", "−": "bar",
    }
)  # fmt: skip
_LIMITS: Final = re.compile(
    r"\\(?:sum|prod|int|coprod|bigcup|bigcap|bigoplus|bigotimes) ?"
    r"|\\(?:mathrm|operatorname)\{(?:lim|max|min|sup|inf|liminf|limsup|arg)\}"
)


def _write_over(node: _Node) -> str:
    base, over = _parts(node, 2)
    sign = node.children[1].text.strip() if len(node.children) > 1 else ""
    if sign in _OVER:
        return f"\\{_OVER[sign]}{{{base}}}"
    return f"{base}^{{{over}}}" if _LIMITS.fullmatch(base) else f"\\overset{{{over}}}{{{base}}}"


def _write_under(node: _Node) -> str:
    base, under = _parts(node, 2)
    return f"{base}_{{{under}}}" if _LIMITS.fullmatch(base) else f"\\underset{{{under}}}{{{base}}}"


def _write_fraction(node: _Node) -> str:
    return "\\frac{{{}}}{{{}}}".format(*_parts(node, 2))


def _write_root(node: _Node) -> str:
    if node.name == "msqrt":
        return f"\\sqrt{{{_write_row(node)}}}"
    return "\\sqrt[{1}]{{{0}}}".format(*_parts(node, 2))


def _write_fenced(node: _Node) -> str:
    opening, closing = node.attributes.get("open") or "(", node.attributes.get("close") or ")"
    separator = (node.attributes.get("separators") or ",")[:1]
    return _escape(opening) + separator.join(map(_write, node.children)) + _escape(closing)


def _write_table(node: _Node) -> str:
    rows = [" & ".join(map(_write, row.children)) for row in node.children]
    return "\\begin{matrix} " + " \\\\ ".join(rows) + " \\end{matrix}"


def _write_multiscripts(node: _Node) -> str:
    """Return a base with scripts after and before it."""
    names = [child.name for child in node.children]
    split = names.index("mprescripts") if "mprescripts" in names else len(names)
    after, before = node.children[1:split], node.children[split + 1 :]
    prefix = "{}" + _script_pairs(before) if before else ""
    return prefix + _base(_write_first(node)) + _script_pairs(after)


def _script_pairs(nodes: Sequence[_Node]) -> str:
    scripts = [(sign, _write(child)) for sign, child in zip("_^" * len(nodes), nodes, strict=False)]
    return "".join(f"{sign}{{{script}}}" for sign, script in scripts if script)


_WRITERS: Final[MappingProxyType[str, Callable[[_Node], str]]] = MappingProxyType(
    {
        "mi": _write_identifier,
        "mo": _write_operator,
        "mtext": _write_text,
        "ms": _write_text,
        "mspace": _write_space,
        "semantics": _write_first,
        "msub": _write_scripts("_"),
        "msup": _write_scripts("^"),
        "msubsup": _write_scripts("_^"),
        "munderover": _write_scripts("_^"),
        "mover": _write_over,
        "munder": _write_under,
        "mfrac": _write_fraction,
        "msqrt": _write_root,
        "mroot": _write_root,
        "mfenced": _write_fenced,
        "mtable": _write_table,
        "mmultiscripts": _write_multiscripts,
        **dict.fromkeys(
            ("annotation", "annotation-xml", "mphantom", "none", "mprescripts", "tex-math", "tex", "img"),
            _write_nothing,
        ),
    }
)

_ESCAPES: Final = MappingProxyType(
    {**{char: f"\\{char}" for char in "%#_&{}$"}, "\\": r"\backslash ", "~": r"\sim "}
)


def _escape(text: str) -> str:
    """Return the characters of a formula as LaTeX."""
    return "".join(_escape_character(char) for char in text)


def _escape_character(character: str) -> str:
    if character.isascii():
        return _ESCAPES.get(character, character)
    return operators().get(character, character)


def _escape_text(text: str) -> str:
    return re.sub(r"[\\{}$&#%_^~]", "", text)
