"""Publications as columns of plain strings, numbers and tuples, from which they are made again quickly.

A pickle of objects costs a call of a frozen class's constructor for each of them. Here each attribute is
a column: its distinct values, and for each publication which of them it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, make_dataclass
from functools import lru_cache
from itertools import repeat, starmap
from operator import attrgetter
from typing import Any, TypeAlias

from sphinxext_pubs.model.publication import Date, Link, Name, Origin, Publication
from sphinxext_pubs.model.rich_text import Inline, Span, Text

#: A column: its distinct values, and the number of each publication's value (None: they are one to one).
Column: TypeAlias = tuple[Any, list[int] | None]

#: The classes of the model's values; an object is a list of its class's number here and its state.
_CLASSES: tuple[type[Any], ...] = (Text, Span, Name, Date, Link, Origin)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the distinct values of a column are written as plain data, and made of it."""

    plain: Callable[[list[Any]], Any]
    made: Callable[[Any], Sequence[Any]]


def to_columns(publications: Sequence[Publication]) -> list[Column]:
    """The columns of the publications, one per attribute in its order."""
    return [
        _column([*map(attrgetter(name), publications)], kind, repeats=name not in _OWN)
        for name, kind in _kinds()
    ]


def from_columns(columns: Sequence[Column]) -> tuple[Publication, ...]:
    """The publications; raises some exception for what is not their columns."""
    made = [_values(column, kind) for column, (_, kind) in zip(columns, _kinds(), strict=True)]
    return tuple(_make(Publication, zip(*made, strict=True)))


#: Attributes that are each publication's own: looking for equal ones takes longer than it spares.
_OWN = frozenset({"key", "title", "author", "doi", "url", "abstract", "source", "origin", "digest"})


def _column(row: list[Any], kind: _Kind, *, repeats: bool) -> Column:
    if len(row) > 1 and row.count(row[0]) == len(row):  # as most columns are, and no value need be hashed
        return kind.plain(row[:1]), [0] * len(row)
    if not repeats:
        return kind.plain(row), None
    numbers: dict[Any, int] = {}
    column = [numbers.setdefault(value, len(numbers)) for value in row]
    return kind.plain(list(numbers)), None if len(numbers) == len(column) else column


def _values(column: Column, kind: _Kind) -> Iterable[Any]:
    distinct, numbers = column
    values = kind.made(distinct)
    if numbers is None:
        return values
    return repeat(values[0], len(numbers)) if len(values) == 1 else map(values.__getitem__, numbers)


def _make(model: Any, states: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Objects of a frozen class from their states.

    They are made as objects of a twin that is not frozen, which takes a sixth of the time, and then
    declared to be of the class: the two have the same slots.
    """
    made: list[Any] = list(starmap(_twin(model), states))
    for each in made:
        each.__class__ = model
    return made


@lru_cache(maxsize=16)
def _twin(model: Any) -> Any:
    return make_dataclass(f"_{model.__name__}", [each.name for each in fields(model)], slots=True)


def _plain(value: Any) -> Any:
    """Any value of the model as plain data."""
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    if isinstance(value, _CLASSES):
        model: type[Any] = type(value)
        return [_CLASSES.index(model), *(_plain(getattr(value, each.name)) for each in fields(model))]
    return value


def _value(plain: Any) -> Any:
    """The value that this plain data was made of."""
    if isinstance(plain, tuple):
        return tuple(map(_value, plain))
    if isinstance(plain, list):
        return _CLASSES[plain[0]](*map(_value, plain[1:]))
    return plain


def _plain_texts(texts: list[Text]) -> Any:
    """The distinct spans, and each text as its string or as strings and numbers of spans."""
    numbers: dict[Span, int] = {}
    plain: list[Any] = [_numbered(text.parts, numbers) for text in texts]
    return [*map(_plain, numbers)], plain


def _numbered(parts: tuple[Inline, ...], numbers: dict[Span, int]) -> Any:
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    return tuple(
        [part if isinstance(part, str) else numbers.setdefault(part, len(numbers)) for part in parts]
    )


def _texts(plain: Any) -> list[Text]:
    plain_spans, plain_texts = plain
    spans = [*map(_value, plain_spans)]
    parts = [
        (each,) if type(each) is str else tuple([part if type(part) is str else spans[part] for part in each])
        for each in plain_texts
    ]
    return _make(Text, zip(parts, strict=True))


def _plain_sources(sources: list[tuple[tuple[str, str], ...]]) -> Any:
    """The distinct lists of field names, the number of each source's list, and all values in a row."""
    numbers: dict[tuple[str, ...], int] = {}
    shapes = [tuple([name for name, _ in fields]) for fields in sources]
    column = [numbers.setdefault(shape, len(numbers)) for shape in shapes]
    return list(numbers), column, [value for fields in sources for _, value in fields]


def _sources(plain: Any) -> list[tuple[tuple[str, str], ...]]:
    shapes, column, row = plain
    values = iter(row)
    return [tuple(zip(shapes[number], values, strict=False)) for number in column]


def _plain_names(lists: list[tuple[Name, ...]]) -> Any:
    """The distinct names' states, and each list as their numbers."""
    numbers: dict[Name, int] = {}
    plain = [tuple([numbers.setdefault(name, len(numbers)) for name in names]) for names in lists]
    return [*map(attrgetter(*_NAME_STATE), numbers)], plain


def _names(plain: Any) -> list[tuple[Name, ...]]:
    states, lists = plain
    number = _make(Name, states).__getitem__
    return [tuple(map(number, names)) for names in lists]


_NAME_STATE = tuple(each.name for each in fields(Name))


def _same(value: Any) -> Any:
    return value


_AS_IT_IS = _Kind(_same, _same)
_ANY = _Kind(lambda values: [*map(_plain, values)], lambda plain: [*map(_value, plain)])

#: By the annotation of an attribute; what is not here is of any kind.
_KINDS: dict[str, _Kind] = {
    "str": _AS_IT_IS,
    "tuple[str, ...]": _AS_IT_IS,
    "tuple[tuple[str, str], ...]": _Kind(_plain_sources, _sources),
    "Text": _Kind(_plain_texts, _texts),
    "tuple[Name, ...]": _Kind(_plain_names, _names),
    "Origin": _Kind(
        lambda origins: [*map(attrgetter("path", "line"), origins)], lambda plain: _make(Origin, plain)
    ),
}


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, _Kind], ...]:
    return tuple((each.name, _KINDS.get(str(each.type), _ANY)) for each in fields(Publication))
