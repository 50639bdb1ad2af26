"""Modules have no state: nothing changes at module level, and what is cached is small, pure and bounded."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "sphinxext_pubs").rglob("*.py"))

#: Methods that change a list, dictionary or set.
CHANGING = frozenset(
    {
        "add",
        "append",
        "clear",
        "discard",
        "extend",
        "insert",
        "pop",
        "popitem",
        "remove",
        "reverse",
        "setdefault",
        "sort",
        "update",
    }
)
#: Types of arguments of cached functions: small values that nothing else belongs to.
VALUES = frozenset(
    ("str", "int", "bool", "Path", "Name", "Parts", "Words", "Locale", "frozenset[str]", "tuple[str, ...]")
)

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def _module_names(tree: ast.Module) -> set[str]:
    """Return the names of the values that a module defines."""
    assigned = (node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
    return {
        node.id
        for statement in assigned
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _local_names(function: _Function) -> set[str]:
    parameters = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    return parameters | {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _changed(node: ast.AST) -> ast.expr | None:
    """Return what a statement or expression changes in place, or None."""
    if isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
        return node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
        return node.func.value
    return None


def _changes(tree: ast.Module) -> Iterator[int]:
    """Yield the lines in functions that change a value of the module, or declare a name as global."""
    names = _module_names(tree)
    for function in (node for node in ast.walk(tree) if isinstance(node, _Function)):
        for node in ast.walk(function):
            changed = _changed(node)
            if isinstance(changed, ast.Name) and changed.id in names - _local_names(function):
                yield changed.lineno
            if isinstance(node, ast.Global):
                yield node.lineno


def _cache_call(node: ast.expr) -> tuple[str, ast.Call | None]:
    """Return the name of the function that a decorator or call names, and the call."""
    call = node if isinstance(node, ast.Call) else None
    function = call.func if call else node
    return (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")), call


def _is_bounded(call: ast.Call | None) -> bool:
    return call is not None and any(
        keyword.arg == "maxsize" and isinstance(keyword.value, ast.Constant) and keyword.value.value
        for keyword in call.keywords
    )


def _unsafe_caches(tree: ast.Module) -> Iterator[int]:
    """Yield the lines of caches without a limit, and of cached functions that do not take values."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _cache_call(node)[0] == "lru_cache" and not _is_bounded(node):
            yield node.lineno
        for decorator in node.decorator_list if isinstance(node, _Function) else ():
            name, call = _cache_call(decorator)
            if name not in ("cache", "lru_cache"):
                continue
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            types = {ast.unparse(row.annotation) if row.annotation else "" for row in arguments}
            if not types <= VALUES or (arguments and not _is_bounded(call)):
                yield node.lineno


def test_no_function_changes_a_value_of_its_module() -> None:
    assert [f"{path.relative_to(ROOT)}:{line}" for path in PATHS for line in _changes(_tree(path))] == []


def test_caches_are_bounded_and_keep_only_small_values() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{line}" for path in PATHS for line in _unsafe_caches(_tree(path))
    ] == []


def test_one_module_controls_the_garbage_collector() -> None:
    users = [
        path.relative_to(ROOT).as_posix()
        for path in PATHS
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Import) and any(alias.name == "gc" for alias in node.names)
    ]
    assert users == ["sphinxext_pubs/model/gc_pause.py"]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


CHANGES = [
    ("x = []\ndef f():\n    x.append(1)", [3]),
    ("x: dict[str, int] = {}\ndef f(y):\n    x[y] = 1", [3]),
    ("x = {}\ndef f():\n    del x[1]", [3]),
    ("x = []\ndef f():\n    x[:] = [1]", [3]),
    ("x = 1\ndef f():\n    global x\n    x = 2", [3]),
    ("x = object()\nclass C:\n    def f(self):\n        x.y = 1", [4]),
    ("x = []\ndef f(x):\n    x.append(1)", []),
    ("x = []\ndef f():\n    x = []\n    x.append(1)", []),
    ("x = []\ndef f():\n    return x[0]", []),
]


@pytest.mark.parametrize(("source", "lines"), CHANGES)
def test_changes_are_found(source: str, lines: list[int]) -> None:
    assert list(_changes(ast.parse(source))) == lines


CACHES = [
    ("@lru_cache(maxsize=8)\ndef f(x: str): ...", []),
    ("@functools.lru_cache(maxsize=8)\ndef f(x: str, y: int): ...", []),
    ("@cache\ndef f(): ...", []),
    ("@cache\ndef f(x: str): ...", [2]),
    ("@functools.cache\ndef f(x: str): ...", [2]),
    ("@lru_cache(maxsize=8)\ndef f(builder: Builder): ...", [2]),
    ("@lru_cache(maxsize=8)\ndef f(x): ...", [2]),
    ("class C:\n    @lru_cache(maxsize=8)\n    def f(self): ...", [3]),
    ("g = lru_cache(maxsize=None)(f)", [1]),
    ("g = lru_cache()(f)", [1]),
    ("@lru_cache\ndef f(x: str): ...", [2]),
]


@pytest.mark.parametrize(("source", "lines"), CACHES)
def test_unsafe_caches_are_found(source: str, lines: list[int]) -> None:
    assert sorted(set(_unsafe_caches(ast.parse(source)))) == lines
