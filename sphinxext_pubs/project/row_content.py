"""The content of rows from outside, as plain data that is the same in every process."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from types import BuiltinFunctionType, CellType, FunctionType, MethodType, ModuleType

from sphinxext_pubs.project.digests import digest_of, templates_digest

#: The packages of objects that are not followed, such as the application in a function around a row.
_NOT_FOLLOWED = frozenset({"sphinx", "docutils"})

#: Values nested deeper than this are not followed.
MAX_DEPTH = 20

#: Values that are their own content.
_PLAIN = (str, bytes, int, float, complex, type(None), type(...))


def content_of(value: object, outer: frozenset[int] = frozenset()) -> object:
    """Return the content of a value of a row.

    A function is its file, its defaults and the variables of functions around it. A folder is its templates.
    Any other object is its class, with the file, and its state, except objects of Sphinx. Modules that a
    function imports do not count.
    ``outer`` are the ids of the values that contain this one.
    """
    if isinstance(value, _PLAIN):
        return value
    if id(value) in outer or len(outer) > MAX_DEPTH:
        return "…"
    within = outer | {id(value)}
    if isinstance(value, list | tuple):
        return [type(value).__name__, *_contents(value, within)]
    if isinstance(value, set | frozenset):
        return ["set", *sorted(map(repr, _contents(value, within)))]
    if isinstance(value, Mapping):
        return ["mapping", *_contents(value.items(), within)]
    return _content_of_object(value, within)


def _contents(values: Iterable[object], outer: frozenset[int]) -> list[object]:
    return [content_of(value, outer) for value in values]


def _content_of_object(value: object, outer: frozenset[int]) -> object:
    match value:
        case partial():
            return ["partial", *_contents([value.func, value.args, value.keywords], outer)]
        case MethodType():
            return _contents([value.__func__, value.__self__], outer)
        case FunctionType():
            return _content_of_function(value, outer)
        case type():
            return [value.__qualname__, *_files_of_class(value)]
        case Path():
            return [str(value), templates_digest([value])]
        case re.Pattern():
            return [value.pattern, value.flags]
        case ModuleType() | BuiltinFunctionType():
            return value.__name__
    return _content_of_state(value, outer)


def _content_of_function(function: FunctionType, outer: frozenset[int]) -> object:
    code = function.__code__
    file = Path(code.co_filename)
    source = _digest_of_file(file) if file.is_file() else code.co_code
    values = [function.__defaults__, function.__kwdefaults__, *map(_in_cell, function.__closure__ or ())]
    return [function.__qualname__, source, *_contents(values, outer)]


def _in_cell(cell: CellType) -> object:
    """Return the value of a variable of an outer function, or None if it has no value yet."""
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _files_of_class(cls: type) -> list[str]:
    """Return digests of the files of a class and its bases. A class in ``conf.py`` has no module."""
    files = {getattr(sys.modules.get(base.__module__), "__file__", None) for base in cls.__mro__}
    members = (member for base in cls.__mro__ for member in vars(base).values())
    files |= {member.__code__.co_filename for member in members if isinstance(member, FunctionType)}
    return [_digest_of_file(Path(file)) for file in sorted(filter(None, files)) if Path(file).is_file()]


def _digest_of_file(file: Path) -> str:
    return digest_of(file.read_bytes())


def _content_of_state(value: object, outer: frozenset[int]) -> object:
    """Return the class of an object and what pickle would save of it."""
    if type(value).__module__.partition(".")[0] in _NOT_FOLLOWED:
        return type(value).__qualname__
    cls = content_of(type(value))
    try:
        saved = value.__reduce_ex__(2)
    except Exception:  # of a lock or a file, for example, which contains nothing to compare
        return cls
    return [cls, saved if isinstance(saved, str) else _contents(map(_listed, saved[1:]), outer)]


def _listed(value: object) -> object:
    """Return the items of an iterator as a list, and any other value as it is."""
    return list(value) if hasattr(value, "__next__") and isinstance(value, Iterable) else value
