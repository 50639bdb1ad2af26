"""Find the regular expressions of a package that take more than linear time, by measuring their growth.

Every pattern is tried on adversarial texts generated from its parse tree: the shortest text that reaches a
repeat, then many copies of a text that the repeat matches (the pump), then a text that makes the match fail.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice, product, takewhile, zip_longest
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

#: Repeats with at most this number of turns cannot make a match slow by themselves.
FEW_TURNS = 16
#: Repetitions of the pump for exponential patterns, and the length of the text for the others.
TURNS = (4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 50, 100, 200)
LENGTH, MIN_TURNS = 1600, 400
#: Processor seconds that are suspicious for these numbers of turns (exponential) and length (quadratic).
SLOW_TURNS, SLOW_LENGTH = 0.004, 0.0002
#: Maximum factor of the time if a long text is doubled: 2 is linear, 4 is quadratic.
GROWTH = 3.0
#: Maximum number of adversarial texts for a pattern.
MAX_ATTACKS = 800

#: Characters for negated sets, and texts that make matches fail.
POOL = "a1 \t\n-.,:;{}()[]\"'\\%@=<>&$~A/é中\0"
FAILURES = ("", "\0", "\n\0")
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_SPACE: " \n",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "a1",
    sre.CATEGORY_NOT_WORD: " ",
}

Modes = frozenset[str]
#: The modes of a compiled pattern whose use is unknown.
ALL_MODES: Modes = frozenset({"search", "fullmatch"})
_MODE_OF = {"match": "match", "fullmatch": "fullmatch"}


@dataclass(frozen=True)
class FoundPattern:
    """A pattern in a package: its location, the compiled pattern, and the modes in which it is used."""

    location: str
    pattern: re.Pattern[Any] = field(repr=False)
    modes: Modes = ALL_MODES


# Texts


def _matching_characters(item: Any) -> str:
    """Return characters that an item of a set, or a single character of a pattern, matches."""
    operator, value = item
    if operator is sre.LITERAL:
        return chr(value)
    if operator is sre.RANGE:
        return chr(value[0]) + chr(value[1])
    if operator is sre.CATEGORY:
        return _CATEGORIES.get(value, "a")
    return ""


def _characters(items: Iterable[Any]) -> str:
    """Return members of a set, a few of each kind."""
    items = list(items)
    if items and items[0][0] is sre.NEGATE:
        excluded = re.compile("[" + "".join(map(_as_set, items[1:])) + "]")
        return "".join(char for char in POOL if not excluded.match(char))[:4]
    return "".join(dict.fromkeys("".join(map(_matching_characters, items))))[:6]


def _as_set(item: Any) -> str:
    operator, value = item
    if operator is sre.LITERAL:
        return re.escape(chr(value))
    if operator is sre.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    names = {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": r"\w"}
    return names.get(str(value).removeprefix("CATEGORY_"), r"\W")


_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_LOOKS = (sre.ASSERT, sre.ASSERT_NOT)


def _parts(item: Any) -> list[Any]:
    """Return the sequences inside an item of a pattern."""
    operator, value = item
    if operator is sre.SUBPATTERN:
        return [value[3]]
    if operator is sre.ATOMIC_GROUP:
        return [value]
    if operator is sre.BRANCH:
        return list(value[1])
    if operator in _REPEATS:
        return [value[2]]
    if operator in _LOOKS:
        return [value[1]]
    if operator is sre.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def _texts(sequence: Iterable[Any]) -> list[str]:
    """Return a few short texts that a sequence matches, one for each of its first choices."""
    texts = [""]
    for item in sequence:
        texts = [first + second for first, second in islice(product(texts, _item_texts(item)), 16)]
    return list(dict.fromkeys(texts)) or [""]


def _item_texts(item: Any) -> list[str]:
    operator, value = item
    if operator is sre.LITERAL:
        return [chr(value)]
    if operator is sre.NOT_LITERAL:
        return [char for char in POOL if char != chr(value)][:2]
    if operator is sre.ANY:
        return ["a"]
    if operator is sre.IN:
        return list(_characters(value)) or ["a"]
    if operator in _REPEATS:
        return _texts(value[2]) if value[0] == 1 else [text * value[0] for text in _texts(value[2])[:3]]
    if operator in _LOOKS or operator in (sre.AT, sre.GROUPREF):
        return [""]
    return [text for part in _parts(item) for text in _texts(part)[:8]] or [""]


def _alphabet(sequence: Iterable[Any]) -> Iterator[str]:
    """Yield the characters that occur in a pattern."""
    for item in sequence:
        operator, value = item
        if operator in (sre.LITERAL, sre.NOT_LITERAL):
            yield chr(value)
        elif operator is sre.IN:
            yield from _characters(value)
            yield from "".join(map(_matching_characters, value))[:4]
        for part in _parts(item):
            yield from _alphabet(part)


def _is_long(item: Any) -> bool:
    return item[0] in _REPEATS and _max_turns(item) > FEW_TURNS


def _max_turns(item: Any) -> int:
    """Return the maximum number of turns of a repeat, including the repeats inside it."""
    operator, value = item
    inner = max((_max_turns(inner_item) for part in _parts(item) for inner_item in part), default=1)
    if operator not in _REPEATS:
        return inner
    return FEW_TURNS + 1 if value[1] is sre.MAXREPEAT else max(1, int(value[1])) * inner


def _repeats(sequence: Iterable[Any], before: str) -> Iterator[tuple[str, Any, str]]:
    """Yield the long repeats in a pattern, each between texts that match what is before and after it."""
    items = list(sequence)
    for index, item in enumerate(items):
        if _is_long(item):
            following = takewhile(lambda next_item: not _is_long(next_item), items[index + 1 :])
            yield before, item[1][2], "".join(_item_texts(next_item)[0] for next_item in following)
        for part in _parts(item):
            yield from _repeats(part, before)
        before += _texts(item[1][1])[0] if item[0] is sre.ASSERT else _item_texts(item)[0]


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the beginning, the pump and the end of texts that may be slow to match."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(source, pattern.flags & ~re.UNICODE)
    letters = list(dict.fromkeys(_alphabet(tree)))[:24]
    ends = [*FAILURES, *letters[:2]]
    repeats = list(_repeats(tree, ""))
    starts = [list(_beginnings(before, body, after, letters)) for before, body, after in repeats]
    matching = _texts(tree)[:3]
    starts.append([("", text) for text in (*letters, *matching, *(text[:-1] for text in matching)) if text])
    unique = dict.fromkeys(start for turn in zip_longest(*starts) for start in turn if start is not None)
    if repeats:
        yield from islice(((*start, end) for start in unique for end in ends), MAX_ATTACKS)


def _beginnings(before: str, body: Any, after: str, letters: list[str]) -> Iterator[tuple[str, str]]:
    """Yield beginnings and pumps for a repeat of a pattern, the most promising first."""
    bodies = [text for text in _texts(body) if text][:8]
    yield from ((before, pump) for pump in bodies)
    yield from (("", before + pump) for pump in ("", *bodies[:3]) if before + pump)
    yield from ((before, between + after) for between in (*bodies[:4], " ") if after)
    yield from ((before, first + second) for first, second in product(bodies[:4], bodies[:4]))
    yield from ((before, letter) for letter in letters[:12])


def has_possessive_group(pattern: re.Pattern[Any]) -> bool:
    """True if a possessive repeat repeats more than single characters.

    Before 3.11.5, Python matches such repeats incorrectly when they backtrack (its issue 106052).
    """
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return any(_possessive_groups(parser.parse(source, pattern.flags & ~re.UNICODE)))


def _possessive_groups(sequence: Iterable[Any]) -> Iterator[bool]:
    singles = (sre.IN, sre.LITERAL, sre.NOT_LITERAL, sre.ANY)
    for operator, value in sequence:
        if operator is sre.POSSESSIVE_REPEAT:
            yield len(value[2]) != 1 or value[2][0][0] not in singles
        for part in _parts((operator, value)):
            yield from _possessive_groups(part)


# Measuring


def _seconds(action: Callable[[Any], Any], text: Any) -> float:
    began = time.thread_time()
    action(text)
    return time.thread_time() - began


def _action(pattern: re.Pattern[Any], mode: str) -> Callable[[Any], Any]:
    if mode == "search":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    return pattern.fullmatch if mode == "fullmatch" else pattern.match


def _is_slow(action: Callable[[Any], Any], text_of: Callable[[int], Any], width: int) -> bool:
    """True if the time grows faster than the length of the text; slow measurements are repeated."""
    for turns in TURNS:
        if _seconds(action, text_of(turns)) > SLOW_TURNS and _seconds(action, text_of(turns)) > SLOW_TURNS:
            return True
    turns = max(LENGTH // width, MIN_TURNS)
    if _seconds(action, text_of(turns)) < SLOW_LENGTH:
        return False
    return all(
        _seconds(action, text_of(4 * turns)) > GROWTH * _seconds(action, text_of(2 * turns)) for _ in range(3)
    )


def slow_text(candidate: FoundPattern) -> str:
    """Return a description of the text for which a pattern is slow, or the empty string."""
    is_text = isinstance(candidate.pattern.pattern, str)
    for begin, pump, end in attacks(candidate.pattern):

        def text_of(turns: int, begin: str = begin, pump: str = pump, end: str = end) -> Any:
            text = begin + pump * turns + end
            return text if is_text else text.encode("utf-8")

        for mode in sorted(candidate.modes):
            if _is_slow(_action(candidate.pattern, mode), text_of, len(pump)):
                return f"{mode} of {candidate.pattern.pattern!r} on {begin!r} + {pump!r} * n + {end!r}"
    return ""


# Collecting


@dataclass(frozen=True)
class _Module:
    name: str
    tree: ast.Module
    names: Mapping[str, Any]


_COMPILERS = ("compile", "match", "search", "sub", "subn", "findall", "finditer", "split", "fullmatch")
_QUANTIFIER = re.compile(r"[*+}]")


def patterns_of(
    package: ModuleType, examples: Mapping[str, Iterable[re.Pattern[Any]]]
) -> Iterator[FoundPattern]:
    """Yield every pattern of a package: compiled ones, and strings that could be compiled later.

    ``examples`` has examples of the patterns that depend on arguments, by ``module:function``.
    """
    modules = list(_modules(package))
    uses = _modes_of_names(modules)
    for module in modules:
        yield from _compiled_patterns(module, uses, examples)
        yield from _possible_patterns(module)


def _modules(package: ModuleType) -> Iterator[_Module]:
    root = Path(package.__path__[0])
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join((package.__name__, *parts)).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield _Module(name, tree, {} if parts[-1] == "__main__" else vars(import_module(name)))


def _modes_of_names(modules: Iterable[_Module]) -> dict[str, set[str]]:
    """Return the modes of names by ``module:name`` and ``name``: ``match``, ``fullmatch`` or ``search``."""
    uses: dict[str, set[str]] = {}

    def note(module: _Module, name: str, modes: Iterable[str], source: str = "") -> None:
        for key in filter(None, (name, f"{module.name}:{name}", source)):
            uses.setdefault(key, set()).update(modes)

    for module in modules:
        sources = {
            alias.asname or alias.name: f"{node.module}:{alias.name}"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        called: set[int] = set()
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                name = _last_name(node.value)
                note(module, name, {_MODE_OF.get(node.attr, "search")}, sources.get(name, ""))
                called.add(id(node.value))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
                note(module, node.id, ALL_MODES, sources.get(node.id, ""))
    return uses


def _last_name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def _compiled_patterns(
    module: _Module, uses: Mapping[str, set[str]], examples: Mapping[str, Iterable[re.Pattern[Any]]]
) -> Iterator[FoundPattern]:
    """Yield the patterns in calls of functions of ``re``."""
    named: dict[int, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name | ast.Attribute):
                named[id(node.value)] = _last_name(target)
    for call, function, hidden in _calls(module.tree):
        assert isinstance(call.func, ast.Attribute)
        method = call.func.attr
        location = f"{module.name}:{function}:{call.lineno}"
        modes = {_MODE_OF.get(method, "search")}
        if method == "compile":
            name = named.get(id(call), "")
            key = f"{module.name}:{name}" if function or name.startswith("_") else name
            modes = set(uses.get(key, ALL_MODES))
        try:
            if not call.args or _names_in(call.args[0]) & hidden:
                raise NameError
            patterns: Iterable[re.Pattern[Any]] = [_compile_call(call, module.names)]
        except NameError:
            try:
                patterns = examples[f"{module.name.partition('.')[2]}:{function}"]
            except KeyError:
                raise AssertionError(f"{location}: give examples of this pattern in the test") from None
        yield from (FoundPattern(location, pattern, frozenset(modes)) for pattern in patterns)


def _calls(
    tree: ast.AST, function: str = "", hidden: frozenset[str] = frozenset()
) -> Iterator[tuple[ast.Call, str, frozenset[str]]]:
    """Yield the calls of functions of ``re``, the name of the function around them, and its arguments."""
    for node in ast.iter_child_nodes(tree):
        inner, names = function, hidden
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = node.name
            names = hidden | {
                argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)
            }
        is_of_re = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _COMPILERS
        )
        if is_of_re:
            assert isinstance(node, ast.Call)
            yield node, inner, names
        yield from _calls(node, inner, names)


def _names_in(node: ast.AST) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def other_spellings(package: ModuleType) -> Iterator[str]:
    """Yield the locations where ``re`` is used in ways that :func:`patterns_of` does not support."""
    for module in _modules(package):
        called = {id(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call)}
        for node in ast.walk(module.tree):
            is_renamed = isinstance(node, ast.Import) and any(
                alias.name == "re" and alias.asname not in (None, "re") for alias in node.names
            )
            is_from = isinstance(node, ast.ImportFrom) and node.module == "re"
            is_passed = (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "re"
                and (node.attr in (*_COMPILERS, "Scanner", "template"))
                and id(node) not in called
            )
            is_scanner = isinstance(node, ast.Attribute) and node.attr == "Scanner"
            if is_renamed or is_from or is_passed or is_scanner:
                assert isinstance(node, ast.stmt | ast.expr)
                yield f"{module.name}:{node.lineno}"


def _compile_call(call: ast.Call, names: Mapping[str, Any]) -> re.Pattern[Any]:
    flags = [keyword.value for keyword in call.keywords if keyword.arg == "flags"]
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr in ("compile", "match", "search", "findall", "finditer", "fullmatch"):
        flags += call.args[1 if call.func.attr == "compile" else 2 :]
    values = [
        eval(compile(ast.Expression(node), "<pattern>", "eval"), dict(names))
        for node in (call.args[0], *flags)
    ]
    return re.compile(*values)


def _possible_patterns(module: _Module) -> Iterator[FoundPattern]:
    """Yield the strings of a module that are valid regular expressions, even if they are not compiled."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.JoinedStr):
            documentation.update(map(id, node.values))
        if id(node) in documentation or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        try:
            text = eval(compile(ast.Expression(node), "<text>", "eval"), dict(module.names))
            if isinstance(text, str | bytes) and _QUANTIFIER.search(str(text)):
                # A part of a pattern is not used for searching by itself.
                yield FoundPattern(f"{module.name}:{node.lineno}", re.compile(text), frozenset({"fullmatch"}))
        except Exception:  # not a pattern, or it depends on unknown names
            continue
