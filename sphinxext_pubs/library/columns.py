"""Publications as columns of plain strings, numbers and tuples, which are fast to load.

Unpickling objects calls the constructor of a frozen class for each of them. Here each attribute is
a column: its distinct values, and the index of each publication's value.
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

#: A column: its distinct values, and the index of each publication's value (None: one value each, in order).
Column: TypeAlias = tuple[Any, list[int] | None]

#: The classes of the model's values; an object is encoded as a list: its class's index here, then its state.
_CLASSES: tuple[type[Any], ...] = (Text, Span, Name, Date, Link, Origin)


@dataclass(frozen=True, slots=True)
class _Codec:
    """How the distinct values of a column are encoded as plain data, and decoded."""

    encode: Callable[[list[Any]], Any]
    decode: Callable[[Any], Sequence[Any]]


def to_columns(publications: Sequence[Publication]) -> list[Column]:
    """Return the columns of the publications, one per attribute in order of definition."""
    return [
        _encode_column([*map(attrgetter(name), publications)], codec, repeats=name not in _UNIQUE)
        for name, codec in _codecs()
    ]


def from_columns(columns: Sequence[Column]) -> tuple[Publication, ...]:
    """Return the publications; raise an exception of any type if these are not valid columns."""
    values = [_decode_column(column, codec) for column, (_, codec) in zip(columns, _codecs(), strict=True)]
    return tuple(_construct(Publication, zip(*values, strict=True)))


#: Attributes that rarely repeat: looking for equal values takes longer than it saves.
_UNIQUE = frozenset({"key", "title", "author", "doi", "url", "abstract", "source", "origin", "digest"})


def _encode_column(row: list[Any], codec: _Codec, *, repeats: bool) -> Column:
    if len(row) > 1 and row.count(row[0]) == len(row):  # true of most columns, and needs no hashing
        return codec.encode(row[:1]), [0] * len(row)
    if not repeats:
        return codec.encode(row), None
    numbers: dict[Any, int] = {}
    column = [numbers.setdefault(value, len(numbers)) for value in row]
    return codec.encode(list(numbers)), None if len(numbers) == len(column) else column


def _decode_column(column: Column, codec: _Codec) -> Iterable[Any]:
    distinct, numbers = column
    values = codec.decode(distinct)
    if numbers is None:
        return values
    return repeat(values[0], len(numbers)) if len(values) == 1 else map(values.__getitem__, numbers)


def _construct(model: Any, states: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Return objects of a frozen class with these states.

    They are created as objects of a class that is not frozen, which takes a sixth of the time, and then
    assigned to the frozen class: both have the same slots.
    """
    objects: list[Any] = list(starmap(_mutable_twin(model), states))
    for instance in objects:
        instance.__class__ = model
    return objects


@lru_cache(maxsize=16)
def _mutable_twin(model: Any) -> Any:
    return make_dataclass(f"_{model.__name__}", [field.name for field in fields(model)], slots=True)


def _encode(value: Any) -> Any:
    """Return any value of the model as plain data."""
    if isinstance(value, tuple):
        return tuple(map(_encode, value))
    if isinstance(value, _CLASSES):
        model: type[Any] = type(value)
        return [_CLASSES.index(model), *(_encode(getattr(value, field.name)) for field in fields(model))]
    return value


def _decode(plain: Any) -> Any:
    """Return the value that was encoded as this plain data."""
    if isinstance(plain, tuple):
        return tuple(map(_decode, plain))
    if isinstance(plain, list):
        return _CLASSES[plain[0]](*map(_decode, plain[1:]))
    return plain


def _encode_texts(texts: list[Text]) -> Any:
    """Return the distinct spans, and each text as its string or as strings and indexes of spans."""
    numbers: dict[Span, int] = {}
    plain: list[Any] = [_encode_parts(text.parts, numbers) for text in texts]
    return [*map(_encode, numbers)], plain


def _encode_parts(parts: tuple[Inline, ...], numbers: dict[Span, int]) -> Any:
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    return tuple(
        [part if isinstance(part, str) else numbers.setdefault(part, len(numbers)) for part in parts]
    )


def _decode_texts(plain: Any) -> list[Text]:
    plain_spans, plain_texts = plain
    spans = [*map(_decode, plain_spans)]
    parts = [
        (text,) if type(text) is str else tuple([part if type(part) is str else spans[part] for part in text])
        for text in plain_texts
    ]
    return _construct(Text, zip(parts, strict=True))


def _encode_sources(sources: list[tuple[tuple[str, str], ...]]) -> Any:
    """Return the distinct lists of field names, the index of each source's list, and all values in a row."""
    numbers: dict[tuple[str, ...], int] = {}
    shapes = [tuple([name for name, _ in fields]) for fields in sources]
    column = [numbers.setdefault(shape, len(numbers)) for shape in shapes]
    return list(numbers), column, [value for fields in sources for _, value in fields]


def _decode_sources(plain: Any) -> list[tuple[tuple[str, str], ...]]:
    shapes, column, row = plain
    values = iter(row)
    return [tuple(zip(shapes[number], values, strict=False)) for number in column]


def _encode_names(lists: list[tuple[Name, ...]]) -> Any:
    """Return the states of the distinct names, and each list of names as indexes."""
    numbers: dict[Name, int] = {}
    plain = [tuple([numbers.setdefault(name, len(numbers)) for name in names]) for names in lists]
    return [*map(attrgetter(*_NAME_STATE), numbers)], plain


def _decode_names(plain: Any) -> list[tuple[Name, ...]]:
    states, lists = plain
    number = _construct(Name, states).__getitem__
    return [tuple(map(number, names)) for names in lists]


_NAME_STATE = tuple(field.name for field in fields(Name))


def _identity(value: Any) -> Any:
    return value


_UNCHANGED = _Codec(_identity, _identity)
_GENERIC = _Codec(lambda values: [*map(_encode, values)], lambda plain: [*map(_decode, plain)])

#: Codecs by the annotation of an attribute; all others use the generic one.
_CODECS: dict[str, _Codec] = {
    "str": _UNCHANGED,
    "tuple[str, ...]": _UNCHANGED,
    "tuple[tuple[str, str], ...]": _Codec(_encode_sources, _decode_sources),
    "Text": _Codec(_encode_texts, _decode_texts),
    "tuple[Name, ...]": _Codec(_encode_names, _decode_names),
    "Origin": _Codec(
        lambda origins: [*map(attrgetter("path", "line"), origins)], lambda plain: _construct(Origin, plain)
    ),
}


@lru_cache(maxsize=1)
def _codecs() -> tuple[tuple[str, _Codec], ...]:
    return tuple((field.name, _CODECS.get(str(field.type), _GENERIC)) for field in fields(Publication))
