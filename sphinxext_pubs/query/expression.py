"""The filter language: a boolean expression over facets and fields.

The grammar::

    expression = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation   = "not" negation | "(" expression ")" | condition
    condition  = "has" value | name [ comparison value | "has" value | "in" values ] | cited
    cited      = "cited" [ "=" scope | "!=" scope | "has" scope | "in" scopes ]
    comparison = "=" | "!=" | "<" | "<=" | ">" | ">="
    values     = "(" value { "," value } ")" | value { "," value }
    value      = word | string
    string     = '"' { any character but '"' } '"' | "'" { any character but "'" } "'"
    word       = one or more characters other than white space and  ( ) , = ! < > " '

A name is that of a facet or of a field (:mod:`sphinxext_pubs.query.fields`). The keywords
``and or not has in`` are case-insensitive and must be quoted as values. A name alone is true of publications
with any value of it, and so is ``has`` before it; ``has`` takes kinds of links and other fields, too.
Behind a name, ``has`` matches like the option, and so does ``=``, except that for names of words (author,
venue, title …) it compares the whole name or title. ``in`` is true if ``=`` is true for
one of its values. The values of ``year`` may be ranges. Only ``year`` can be compared with ``<``
and ``>``, which are true if they are true for one of the years of a work.

``cited`` is true of publications that a document cites, and ``cited = project`` of those that the project
cites. Only lists in documents know what is cited.

Nothing is evaluated as Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from sphinxext_pubs.model.problems import EMPTY_VALUE, OptionError, Suggestion
from sphinxext_pubs.model.suggestions import suggest
from sphinxext_pubs.notation.matching import ANY, NUMBERS, WORDS, ConditionError, Pattern
from sphinxext_pubs.query.facet import Facet
from sphinxext_pubs.query.facets import Facets
from sphinxext_pubs.query.fields import FIELDS, HAVING, having_word

#: The word for papers that are cited, and the scopes in which they can be cited, the default first.
CITED = "cited"
CITED_SCOPES = ("document", "project")

#: Maximum length of an expression in characters, and maximum nesting of parentheses and ``not``.
MAX_LENGTH = 200_000
MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Has:
    """True for publications with a value of the facet that matches the pattern."""

    facet: Facet
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Cited:
    """True for publications that are cited in a scope."""

    scope: str


@dataclass(frozen=True, slots=True)
class Not:
    """True if its operand is false."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class All:
    """True if all operands are true."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True if at least one operand is true."""

    operands: tuple[Expression, ...]


Expression: TypeAlias = "Has | Cited | Not | All | AnyOf"
Positions: TypeAlias = frozenset[int]
Find: TypeAlias = Callable[[Facet, Pattern], Positions]


def evaluate(
    expression: Expression,
    find: Find,
    everything: Positions,
    cited: Callable[[str], Positions] = lambda _: _NONE,
) -> Positions:
    """Return the positions in ``everything`` that match.

    ``find`` evaluates a single condition; ``cited`` returns what is cited in a scope.
    """
    match expression:
        case Has(facet, pattern):
            return find(facet, pattern)
        case Cited(scope):
            return cited(scope)
        case Not(operand):
            return everything - evaluate(operand, find, everything, cited)
        case All(operands):
            return frozenset.intersection(*(evaluate(row, find, everything, cited) for row in operands))
        case AnyOf(operands):
            return frozenset().union(*(evaluate(row, find, everything, cited) for row in operands))


_NONE: Positions = frozenset()


def cited_scopes(expression: Expression) -> set[str]:
    """Return the scopes whose citations an expression asks for."""
    match expression:
        case Cited(scope):
            return {scope}
        case Not(operand):
            return cited_scopes(operand)
        case All(operands) | AnyOf(operands):
            return set().union(*map(cited_scopes, operands))
        case _:
            return set()


def required_conditions(expression: Expression) -> Iterator[Has]:
    """Yield the conditions that are not negated, in order."""
    match expression:
        case Has():
            yield expression
        case All(operands) | AnyOf(operands):
            for operand in operands:
                yield from required_conditions(operand)


def parse(source: str, facets: Facets) -> Expression:
    """Return the expression as a tree; raise OptionError with the column and what was expected."""
    if len(source) > MAX_LENGTH:
        raise OptionError("filter", f"the expression is longer than {MAX_LENGTH:,} characters")
    parser = _Parser(tuple(_tokens(source)), facets)
    expression = parser.disjunction(0)
    parser.expect_end()
    return expression


# Tokens --------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"[^"]*"|'[^']*')
      | (?P<sign>!=|<=|>=|==|<>|[=<>(),])
      | (?P<word>[^\s(),=!<>"']+)
      | (?P<end>\Z)
      | (?P<wrong>.))""",
    re.VERBOSE | re.DOTALL,
)
_KEYWORDS = frozenset({"and", "or", "not", "has", "in"})
#: Operators of other languages for “and” and “or”, and for comparisons.
_FOREIGN = {"&&": "and", "&": "and", "||": "or", "|": "or"}
_FOREIGN_COMPARISONS = {"==": "=", "<>": "!=", "≠": "!="}


class _Token(NamedTuple):
    """``kind`` is ``string``, ``word``, ``end``, or the sign or keyword itself; columns count from 1."""

    kind: str
    text: str
    column: int

    def __str__(self) -> str:
        return "the end" if self.kind == "end" else f"“{self.text[:40]}”"


def _tokens(source: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while not tokens or tokens[-1].kind != "end":
        match = _TOKEN.match(source, position)
        assert match is not None  # the group “wrong” matches any other character
        assert match.lastgroup is not None
        tokens.append(_token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup) + 1))
        position = match.end()
    return tokens


def _token(group: str, text: str, column: int) -> _Token:
    if text == "!":
        raise _syntax_error(column, "“!” is only valid in “!=”", remedy="Write “not” before a condition")
    if group == "wrong":
        raise _syntax_error(column, "unmatched quotation mark")
    if group == "string":
        return _Token("string", text[1:-1], column)
    if group == "word" and text.lower() in _KEYWORDS:
        return _Token(text.lower(), text, column)
    return _Token(text if group == "sign" else group, text, column)


def _syntax_error(
    column: int, sentence: str, suggestion: Suggestion | None = None, remedy: str = ""
) -> OptionError:
    suggestion = Suggestion(remedy=remedy) if remedy else suggestion
    return OptionError("filter", f"column {column}: {sentence}", suggestion)


def _unmatched(parenthesis: _Token) -> OptionError:
    return OptionError("filter", f"unmatched {parenthesis} at column {parenthesis.column}")


# The grammar ---------------------------------------------------------------------------------------


class _Parser:
    """Recursive descent parser; each method parses one rule of the grammar."""

    def __init__(self, tokens: tuple[_Token, ...], facets: Facets) -> None:
        self._tokens, self._facets = tokens, facets
        self._position = 0

    def disjunction(self, depth: int) -> Expression:
        operands = [self._conjunction(depth)]
        while self._take("or"):
            operands.append(self._conjunction(depth))
        return operands[0] if len(operands) == 1 else AnyOf(tuple(operands))

    def expect_end(self) -> None:
        if self._next.kind == ")":
            raise _unmatched(self._next)
        self._expect("end", "“and”, “or” or the end")

    def _conjunction(self, depth: int) -> Expression:
        operands = [self._negation(depth)]
        while self._take("and"):
            operands.append(self._negation(depth))
        return operands[0] if len(operands) == 1 else All(tuple(operands))

    def _negation(self, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise _syntax_error(
                self._next.column, f"parentheses and “not” are nested more than {MAX_DEPTH} deep"
            )
        if self._take("not"):
            return Not(self._negation(depth + 1))
        opening = self._next
        if self._take("("):
            inner = self.disjunction(depth + 1)
            self._close(opening, "“and”, “or” or “)”")
            return inner
        return self._condition()

    def _condition(self) -> Expression:
        if self._take("has"):
            return self._having(self._value())
        if self._next.kind == "word" and self._next.text.lower() == CITED and CITED not in self._facets:
            return self._cited()
        facet = self._facet()
        operator = self._next
        if meant := _FOREIGN_COMPARISONS.get(operator.text if operator.kind == "word" else operator.kind):
            raise _syntax_error(operator.column, f"unknown operator {operator}", Suggestion((meant,)))
        if operator.kind not in _OPERATORS:
            return Has(facet, ANY)
        self._position += 1
        return _OPERATORS[operator.kind](self, facet, operator)

    def _cited(self) -> Expression:
        """Parse the condition that a paper is cited, in this document if no scope is named."""
        self._position += 1
        operator = self._next
        if meant := _FOREIGN_COMPARISONS.get(operator.kind):
            raise _syntax_error(operator.column, f"unknown operator {operator}", Suggestion((meant,)))
        if operator.kind in ("<", "<=", ">", ">="):
            sentence = f"{CITED} cannot be compared with {operator}"
            raise _syntax_error(operator.column, sentence, remedy="Use “=”")
        if operator.kind not in _OPERATORS:
            return Cited(CITED_SCOPES[0])
        self._position += 1
        opening = self._next
        closing = operator.kind == "in" and self._take("(")
        scopes: list[Expression] = [self._scope()]
        while operator.kind == "in" and self._take(","):
            scopes.append(self._scope())
        if closing:
            self._close(opening, "“,” or “)”")
        found = AnyOf(tuple(scopes))
        return Not(found) if operator.kind == "!=" else found

    def _scope(self) -> Cited:
        token = self._next
        scope = self._value().lower()
        if scope not in CITED_SCOPES:
            sentence = f"“{token.text[:40]}” is not a valid scope"
            raise _syntax_error(token.column, sentence, suggest(scope, CITED_SCOPES))
        return Cited(scope)

    def _having(self, word: str) -> Expression:
        row = self._find_row(word)
        return Has(HAVING, Pattern(having_word(word))) if row is None else Has(row, ANY)

    def _facet(self) -> Facet:
        if self._next.kind == "string":
            example = f'a condition needs a facet, for example author = "{self._next.text[:40]}"'
            raise _syntax_error(self._next.column, example)
        token = self._expect("word", "a facet, “has”, “not” or “(”")
        facet = self._find_row(token.text)
        if facet is None:
            known = suggest(token.text, (*self._facets.selecting, *FIELDS, CITED))
            raise _syntax_error(token.column, f"unknown facet {token}", known)
        return facet

    def _find_row(self, name: str) -> Facet | None:
        """Return the facet that selects, or else the field, with this name."""
        facet = self._facets.get(name.lower())
        return facet if facet is not None and facet.selects else FIELDS.get(name.lower())

    def _has(self, facet: Facet, operator: _Token) -> Expression:
        return self._pattern(facet, exact=False)

    def _equals(self, facet: Facet, operator: _Token) -> Expression:
        return self._pattern(facet, exact=facet.matching is WORDS)

    def _differs(self, facet: Facet, operator: _Token) -> Expression:
        return Not(self._equals(facet, operator))

    def _in(self, facet: Facet, operator: _Token) -> Expression:
        opening = self._next
        closing = self._take("(")
        operands = [self._equals(facet, operator)]
        while self._take(","):
            operands.append(self._equals(facet, operator))
        if closing:
            self._close(opening, "“,” or “)”")
        return AnyOf(tuple(operands))

    def _compares(self, facet: Facet, operator: _Token) -> Expression:
        if facet.matching is not NUMBERS:
            sentence = f"{facet.name} cannot be compared with {operator}"
            raise _syntax_error(operator.column, sentence, remedy="Use “=”, “has” or “in”")
        token = self._next
        value = self._value()
        year = int(value) if re.fullmatch("[0-9]{1,4}", value) else 0
        if not 0 < year < 9999:
            raise _syntax_error(token.column, f"expected a year after {operator}, found {token}")
        return _year_range(facet, operator.kind, year)

    def _pattern(self, facet: Facet, exact: bool) -> Expression:
        token = self._next
        pattern = Pattern(self._value(), exact=exact)
        assert facet.matching is not None  # true of all facets that select
        try:
            facet.matching.test(pattern)
        except ConditionError as error:
            raise _syntax_error(token.column, error.sentence, error.suggestion) from None
        return Has(facet, pattern)

    def _value(self) -> str:
        token = self._next
        if token.kind not in ("word", "string"):
            raise _syntax_error(token.column, f"expected a value, found {token}")
        if not token.text.strip():
            remedy = "Write the facet alone to match any value"
            raise _syntax_error(token.column, EMPTY_VALUE, remedy=remedy)
        self._position += 1
        self._reject_second_word()
        return token.text.strip()

    def _reject_second_word(self) -> None:
        token = self._next
        if token.kind not in ("word", "string"):
            return
        remedy = "Quote values that contain spaces, and join conditions with “and” or “or”"
        if token.text in _FOREIGN:
            remedy = f"Write “{_FOREIGN[token.text]}”"
        raise _syntax_error(token.column, f"unexpected {token} after a value", remedy=remedy)

    def _close(self, opening: _Token, expected: str) -> None:
        if self._next.kind == "end":
            raise _unmatched(opening)
        self._expect(")", expected)

    @property
    def _next(self) -> _Token:
        return self._tokens[self._position]

    def _take(self, kind: str) -> bool:
        taken = self._next.kind == kind
        self._position += taken
        return taken

    def _expect(self, kind: str, expected: str) -> _Token:
        token = self._next
        if token.kind != kind:
            raise _syntax_error(token.column, f"expected {expected}, found {token}")
        self._position += kind != "end"
        return token


def _year_range(facet: Facet, operator: str, year: int) -> Expression:
    """Return a condition for the years up to or from the last one for which the comparison is true."""
    bound = year + {"<": -1, ">": 1}.get(operator, 0)
    return Has(facet, Pattern(f"-{bound}" if operator.startswith("<") else f"{bound}-"))


_OPERATORS: dict[str, Callable[[_Parser, Facet, _Token], Expression]] = {
    "=": _Parser._equals,
    "!=": _Parser._differs,
    "has": _Parser._has,
    "in": _Parser._in,
    **dict.fromkeys(("<", "<=", ">", ">="), _Parser._compares),
}
