"""Rich text on its way through an engine: private-use characters that engines leave alone, and back.

Engines escape markup, or read it in their own ways; a character they only copy. What the data itself has
of these characters is replaced before.
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

#: Formulas and code, which no engine may touch: one character each, counted from here.
_FIRST = 0xE100
_LAST = 0xF8FF

#: Kinds that a second one inside takes back (CSL 1.0.2, "Flip-flopping").
_FLIPPING: frozenset[SpanKind] = frozenset({"italic", "bold"})

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TOKENS = re.compile("([\ue000-\uf8ff])")


@dataclass(slots=True)
class Marks:
    """The marks of one batch of items; formulas and code are kept here meanwhile."""

    kept: list[Span] = field(default_factory=list)

    def encode(self, text: Text) -> str:
        """The text with marks for its spans; links lose their address, which engines know nothing of."""
        return "".join(map(self._encoded, text.parts))

    def _encoded(self, part: Inline) -> str:
        if isinstance(part, str):
            return _PRIVATE.sub("\ufffd", part)
        if part.kind in VERBATIM:
            if _FIRST + len(self.kept) > _LAST:
                return _PRIVATE.sub("\ufffd", str(Text((part,))))
            self.kept.append(part)
            return chr(_FIRST + len(self.kept) - 1)
        inner = "".join(map(self._encoded, part.content))
        return inner if part.kind == "link" else mark(part.kind, inner)

    def decode(self, value: str) -> Text:
        """The text that marks stand for; what is not closed ends with the text."""
        stack: list[tuple[SpanKind | None, list[Inline]]] = [(None, [])]
        for token in _TOKENS.split(value):
            if token in _KINDS:
                stack.append((_KINDS[token], []))
            elif token == CLOSING:
                _close(stack)
            elif len(token) == 1 and _FIRST <= ord(token) < _FIRST + len(self.kept):
                stack[-1][1].append(self.kept[ord(token) - _FIRST])
            elif not _PRIVATE.fullmatch(token):
                stack[-1][1].append(token)
        while len(stack) > 1:
            _close(stack)
        return Text(join_inline(stack[0][1]))


def mark(kind: SpanKind, inner: str) -> str:
    """A string with marks around it; nothing where it is empty."""
    return f"{OPENING[kind]}{inner}{CLOSING}" if inner else ""


def _close(stack: list[tuple[SpanKind | None, list[Inline]]]) -> None:
    """End the innermost span; one of a kind that is open already takes that back."""
    if len(stack) == 1:
        return
    kind, parts = stack.pop()
    around = [outer for outer, _ in stack]
    if kind is None or kind == "no-case" or (kind in _FLIPPING and around.count(kind) % 2):
        stack[-1][1].extend(parts)
    elif parts:
        stack[-1][1].append(Span(kind, join_inline(parts)))
