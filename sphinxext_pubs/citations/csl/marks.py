"""Rich text for engines: encode spans as private-use characters, and decode them again.

Engines escape markup or interpret it differently, but copy characters. Private-use characters in the data are
replaced first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sphinxext_pubs.model.rich_text import VERBATIM, Inline, Span, SpanKind, Text, join_inline

_KINDS: dict[str, SpanKind] = {
    "\ue001": "italic",
    "\ue002": "bold",
    "\ue003": "small-caps",
    "\ue004": "sub",
    "\ue005": "sup",
    "\ue006": "no-case",
}
OPENING: dict[SpanKind, str] = {kind: sign for sign, kind in _KINDS.items()}
CLOSING = "\ue000"

#: Formulas and code, which engines must not change, are encoded as one character each, from here on.
_FIRST_VERBATIM = 0xE100
_LAST_VERBATIM = 0xF8FF

#: Kinds that a nested span of the same kind toggles (CSL 1.0.2, "Flip-flopping").
_FLIPPING: frozenset[SpanKind] = frozenset({"italic", "bold"})

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TOKENS = re.compile("([\ue000-\uf8ff])")


@dataclass(slots=True)
class Marks:
    """The marks of one batch of items; formulas and code are stored here."""

    verbatim: list[Span] = field(default_factory=list)

    def encode(self, text: Text) -> str:
        """Return the text with marks for its spans; links lose their URL, which engines do not support."""
        return "".join(map(self._encoded, text.parts))

    def _encoded(self, part: Inline) -> str:
        if isinstance(part, str):
            return _PRIVATE.sub("\ufffd", part)
        if part.kind in VERBATIM:
            if _FIRST_VERBATIM + len(self.verbatim) > _LAST_VERBATIM:
                return _PRIVATE.sub("\ufffd", str(Text((part,))))
            self.verbatim.append(part)
            return chr(_FIRST_VERBATIM + len(self.verbatim) - 1)
        inner = "".join(map(self._encoded, part.content))
        return inner if part.kind == "link" else wrap_in_marks(part.kind, inner)

    def decode(self, value: str) -> Text:
        """Return the text for a string with marks; unclosed spans end with the text."""
        stack: list[tuple[SpanKind | None, list[Inline]]] = [(None, [])]
        for token in _TOKENS.split(value):
            if token in _KINDS:
                stack.append((_KINDS[token], []))
            elif token == CLOSING:
                _close_span(stack)
            elif len(token) == 1 and _FIRST_VERBATIM <= ord(token) < _FIRST_VERBATIM + len(self.verbatim):
                stack[-1][1].append(self.verbatim[ord(token) - _FIRST_VERBATIM])
            elif not _PRIVATE.fullmatch(token):
                stack[-1][1].append(token)
        while len(stack) > 1:
            _close_span(stack)
        return Text(join_inline(stack[0][1]))


def wrap_in_marks(kind: SpanKind, inner: str) -> str:
    """Return a string between marks, or empty for an empty string."""
    return f"{OPENING[kind]}{inner}{CLOSING}" if inner else ""


def _close_span(stack: list[tuple[SpanKind | None, list[Inline]]]) -> None:
    """Close the innermost span; a flipping kind inside the same kind is not added."""
    if len(stack) == 1:
        return
    kind, parts = stack.pop()
    outer_kinds = [outer for outer, _ in stack]
    if kind is None or kind == "no-case" or (kind in _FLIPPING and outer_kinds.count(kind) % 2):
        stack[-1][1].extend(parts)
    elif parts:
        stack[-1][1].append(Span(kind, join_inline(parts)))
