"""Rich text with the markup that other programs read in CSL-JSON: Zotero, citeproc-js, Pandoc.

They read ``<i> <b> <sub> <sup> <span class="nocase">`` and small capitals, and show everything else as it is
written, entities and other tags included. Math becomes Unicode with subscripts and superscripts if that is
possible, else ``$…$``. Links and code become text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxext_pubs.formats.html_text import ENTITY_FORM, TAG_FORM, TAGS, parse_tag
from sphinxext_pubs.formats.latex.unicode_math import to_unicode
from sphinxext_pubs.model.rich_text import Inline, Text

#: The kinds of spans without tags in CSL.
_PLAIN = ("link", "code")
#: Text that would be read as markup.
_MARKUP = re.compile(f"{TAG_FORM}|{ENTITY_FORM}")


def to_markup(text: Text) -> str:
    """Return rich text as a string of CSL-JSON that other programs show as intended."""
    return "".join(map(_write_part, text.parts))


def _write_part(part: Inline) -> str:
    if isinstance(part, str):
        return _MARKUP.sub(_escape, part)
    if part.kind == "math":
        return math_markup(str(Text(part.content)))
    start, end = ("", "") if part.kind in _PLAIN else TAGS[part.kind]
    return start + "".join(map(_write_part, part.content)) + end


def _escape(match: re.Match[str]) -> str:
    """Return text with the form of a tag or entity: it is only escaped if it would be read as one."""
    if match[0].startswith("<"):
        return match[0].replace("<", "&lt;") if parse_tag(match[0]) else match[0]
    return match[0].replace("&", "&amp;")


#: A subscript or superscript without others in it.
_SCRIPT = re.compile(r"([\^_])\s?(?:\{([^{}^_]*)\}|(\\[A-Za-z]+|[^\\\s{}^_]))")
_SCRIPT_TAGS = {"^": ("<sup>", "</sup>"), "_": ("<sub>", "</sub>")}
#: LaTeX that Unicode cannot express on one line.
_TWO_DIMENSIONAL = re.compile(
    r"\\(?:[dt]?frac|sqrt|begin|over|binom|atop|underset|overset|stackrel|left|right|sum|int|prod)(?![A-Za-z])"
)


#: Upright words in formulas, first those that are all of a script.
_UPRIGHT = (
    re.compile(r"\{\s?\\(?:mathrm|text|mathit|mathsf|mathbf|mbox|rm)\s?\{([^{}]*)\}\s?\}"),
    re.compile(r"\\(?:mathrm|text|mathit|mathsf|mbox|operatorname)\s?\{([^{}]*)\}"),
)
#: A function after a letter or number.
_FUNCTION = re.compile(
    r"(?<=[A-Za-z0-9)])(?=\\(?:log|ln|exp|sin|cos|tan|max|min|sup|inf|det|dim)(?![A-Za-z]))"
)


def math_markup(tex: str) -> str:
    """Return a formula in Unicode with the tags of scripts, or its source between dollar signs."""
    source = tex
    for pattern in _UPRIGHT:
        tex = pattern.sub(r"{\1}", tex)
    tex = _FUNCTION.sub(" ", tex)
    plain = "" if _TWO_DIMENSIONAL.search(tex) else "".join(_pieces(tex))
    return plain if plain and not set("\\{}^_$").intersection(_UNTAGGED.sub("", plain)) else f"${source}$"


_UNTAGGED = re.compile(r"</?su[bp]>")


def _pieces(tex: str) -> Iterator[str]:
    """Yield the text of a formula, piece by piece."""
    position = 0
    for match in _SCRIPT.finditer(tex):
        yield _unicode(tex[position : match.start()])
        start, end = _SCRIPT_TAGS[match[1]]
        yield start + _unicode(match[2] or match[3] or "").strip() + end
        position = match.end()
    yield _unicode(tex[position:])


def _unicode(tex: str) -> str:
    """Return the text of a part of a formula, with the spaces around it, and ``<`` so that it is text."""
    core = tex.strip()
    if not core:
        return tex and " "
    text = to_unicode(core)
    before, after = tex[: len(tex) - len(tex.lstrip())], tex[len(tex.rstrip()) :]
    return f"{before and ' '}{text}{after and ' '}"
