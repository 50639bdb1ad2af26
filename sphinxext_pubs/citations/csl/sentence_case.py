"""Titles in sentence case, which styles expect: they write title case themselves where they want it.

The rule is that of pandoc and Zotero on import: words that begin with a capital and go on in small letters
become small, except for the first word of a title and of what follows a colon or the end of a sentence, which
have a capital. What is in double quotes, such as another title, is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sphinxext_pubs.model.rich_text import VERBATIM, Inline, Text

#: A word, what ends a sentence, or anything else.
_TOKENS = re.compile(r"“[^“”]*”|[^\W_]+(?:['’][^\W\d_]+)*|[.?!:]+|\s+|.", re.DOTALL)
#: Kinds of spans whose words are kept as they are.
_KEPT = frozenset({"no-case", *VERBATIM})


@dataclass(frozen=True, slots=True)
class _State:
    """The place of the next word in a title: at a beginning, or after the end of a sentence.

    A period may be that of an abbreviation (*E. coli*), so that no capital is added after it.
    """

    begins: bool = True
    ended: bool = False
    after_period: bool = False


def sentence_case(text: Text) -> Text:
    """Return a title in sentence case; spans without case, maths and code are kept."""
    return Text(_convert(text.parts, _State())[0])


def _convert(parts: tuple[Inline, ...], state: _State) -> tuple[tuple[Inline, ...], _State]:
    converted: list[Inline] = []
    for part in parts:
        if isinstance(part, str):
            string, state = _convert_string(part, state)
            converted.append(string)
        elif part.kind in _KEPT:
            converted.append(part)
            state = _State(begins=False)
        else:
            content, state = _convert(part.content, state)
            converted.append(replace(part, content=content))
    return tuple(converted), state


def _convert_string(string: str, state: _State) -> tuple[str, _State]:
    tokens = []
    for token in _TOKENS.findall(string):
        if token[0].isalnum():
            is_capital = token[0].isupper() and (token[1:].islower() or token == "A")
            if is_capital and not state.begins:
                token = token[0].lower() + token[1:]
            elif state.begins and not state.after_period and token.islower():
                token = token[0].upper() + token[1:]
            tokens.append(token)
            state = _State(begins=False)
            continue
        tokens.append(token)
        if token[0] == "“" and len(token) > 1:
            state = _State(begins=False)
        elif token.isspace():
            state = replace(state, begins=state.begins or state.ended, ended=False)
        elif token[0] in ".?!:":
            state = _State(begins=state.begins, ended=True, after_period=token == ".")
        elif state.ended and token not in "”’\"')":
            state = _State(begins=state.begins)
    return "".join(tokens), state
