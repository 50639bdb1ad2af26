"""Inheritance of fields from other entries: ``crossref``, ``xdata`` and ``entryset``.

The rules are those of the BibLaTeX manual, appendix B. In addition, as in BibTeX, missing fields are
inherited from the parent, and its title becomes the ``booktitle`` of works in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sphinxext_pubs.formats.bibtex.entries import MAX_PROBLEMS, RawEntry
from sphinxext_pubs.model.problems import Code, Problem, duplicate_key, entry_name, quoted

#: Maximum length of a chain of parents.
MAX_CHAIN = 16
#: Maximum cost of all inherited fields: the number of their characters, and a cost for each of them and
#: for each field of a parent that is examined.
MAX_INHERITED = 100_000_000
_COST = 50
_LOOK = 5

#: BibTeX's names → BibLaTeX's names of the same fields (manual, section 2.2.5).
ALIASES = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "annote": "annotation",
    "key": "sortkey",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
}
#: Fields that are never inherited (BibLaTeX manual, appendix B), including links to parents and labels.
NOT_INHERITED = frozenset(
    (
        *("ids", "crossref", "xref", "xdata", "entryset", "entrysubtype", "execute", "label", "options"),
        *("presort", "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand"),
        *("shorthandintro", "sortkey", "key"),
    )
)
#: Fields of dates, which are only inherited if they are consistent with the date of the child.
_DATE_FIELDS = frozenset({"date", "year", "month", "day"})
_TITLES = ("title", "subtitle", "titleaddon")
#: Other forms of a parent's title, which are not inherited if the title is renamed.
_TITLE_VARIANTS = frozenset({"shorttitle", "sorttitle", "indextitle", "indexsorttitle"})

_IN_BOOKS = ("inbook", "bookinbook", "suppbook")
_IN_COLLECTIONS = ("incollection", "inreference", "suppcollection")
#: Appendix B: types of parents, types of children, and the prefix of the parent's title in the child.
_RULES: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("mvbook",), ("book", *_IN_BOOKS), "main"),
    (("mvcollection", "mvreference"), ("collection", "reference", *_IN_COLLECTIONS), "main"),
    (("mvproceedings",), ("proceedings", "inproceedings", "conference"), "main"),
    (("book",), _IN_BOOKS, "book"),
    (("collection", "reference"), _IN_COLLECTIONS, "book"),
    (("proceedings",), ("inproceedings", "conference"), "book"),
    (("periodical",), ("article", "suppperiodical"), "journal"),
)
_PREFIX = {
    (parent, child): prefix
    for parents, children, prefix in _RULES
    for parent in parents
    for child in children
}
#: Types of children for which parents of any type are allowed, as in classic BibTeX.
_INSIDE = frozenset((*_IN_BOOKS, *_IN_COLLECTIONS, "inproceedings", "conference"))
_AUTHORED = frozenset((parent, child) for parent in ("book", "mvbook") for child in _IN_BOOKS)

_GRANULAR = re.compile(r"xdata\s*+=\s*+(\S.*?)-([A-Za-z]+)(?:-\d+)?\Z")
_KEYS = re.compile(r"(?:(?<!\s)\s++)?,\s*+")


@dataclass(slots=True)
class _State:
    """The first entry of each key, the entries by ``other_names``, the resolved fields, and the problems.

    Other names are aliases (``ids``) and keys in lower case; the dictionary is made when it is needed.
    ``resolved`` also has the length of the chain of parents. ``budget`` is reduced by inherited fields.
    """

    entries: dict[str, RawEntry]
    other_names: dict[str, RawEntry] | None = None
    resolved: dict[str, tuple[dict[str, str], int]] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    budget: int = MAX_INHERITED


def resolve_inheritance(
    items: Iterable[RawEntry | Problem], max_inherited: int = MAX_INHERITED
) -> Iterator[RawEntry | Problem]:
    """Yield the items, with inherited fields and after the problems of these, but without ``@xdata``.

    If entries have the same key, others inherit from the first of them.
    """
    items = list(items)
    entries: dict[str, RawEntry] = {}
    for item in items:
        if isinstance(item, RawEntry):
            entries.setdefault(item.key, item)
    state = _State(entries, budget=max_inherited)
    granular = any(entry.type == "xdata" for entry in state.entries.values())
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        entry = item
        if _inherits(item, granular):
            fields, _ = _resolve(state, item)
            yield from state.problems.pop(item.key, ())
            entry = RawEntry(item.type, item.key, fields, item.origin, item.lines, item.undefined)
        if item.type != "xdata":
            yield entry
        elif entries[item.key] is not item:
            yield duplicate_key(item.key, entries[item.key].origin, item.origin)


def _inherits(entry: RawEntry, granular: bool) -> bool:
    """True if the entry inherits fields; with ``granular``, also single ones (``title = {xdata=…}``)."""
    fields = entry.fields
    if "crossref" in fields or "xdata" in fields or entry.type == "set":
        return True
    return granular and any(value[:5] == "xdata" for value in fields.values())


def _resolve(state: _State, entry: RawEntry, chain: tuple[RawEntry, ...] = ()) -> tuple[dict[str, str], int]:
    """Return the fields of an entry including inherited ones, and the length of its chain of parents."""
    is_first = state.entries[entry.key] is entry
    if is_first and (known := state.resolved.get(entry.key)) is not None:
        return known
    fields = dict(entry.fields)
    present = _canonical_names(fields)  # updated below, as an entry may inherit from thousands
    length = 0
    for name, key, merge in _sources(entry):
        resolved = _resolve_parent(state, entry, name, key, (*chain, entry))
        if resolved is None:
            continue
        parent, (values, parent_length) = resolved
        length = max(length, parent_length + 1)
        if _within_budget(state, entry, values):
            inherited = merge(fields, present, entry.type, values, parent.type)
            state.budget -= _LOOK * len(values) + sum(len(value) + _COST for _, value in inherited)
            fields.update(inherited)
            present |= _canonical_names(name for name, _ in inherited)
    if is_first:
        state.resolved[entry.key] = fields, length
    return fields, length


#: Returns the inherited fields from an entry's fields, their canonical names and its type, and the
#: parent's fields and type.
_Merge = Callable[[dict[str, str], set[str], str, dict[str, str], str], list[tuple[str, str]]]


def _sources(entry: RawEntry) -> Iterator[tuple[str, str, _Merge]]:
    """Yield the name of the linking field, the key of the parent, and the way to merge its fields."""
    fields = entry.fields
    for name, value in fields.items():
        match = _GRANULAR.match(value) if value[:5] == "xdata" and name != "xdata" else None
        if match is not None:
            yield name, match[1], _merge_one(name, match[2].lower())
    for key in _split_keys(fields.get("xdata", "")):
        yield "xdata", key, _merge_missing
    if entry.type == "set" and "title" not in fields:
        yield from (("entryset", key, _merge_missing) for key in _split_keys(fields.get("entryset", ""))[:1])
    if fields.get("crossref"):
        yield "crossref", fields["crossref"], _merge_crossref


def _split_keys(value: str) -> list[str]:
    return [key for key in _KEYS.split(value.strip()) if key]


def _resolve_parent(
    state: _State, entry: RawEntry, name: str, key: str, chain: tuple[RawEntry, ...]
) -> tuple[RawEntry, tuple[dict[str, str], int]] | None:
    """Return the entry that a field refers to and its resolved fields, or None after adding a problem."""
    parent = state.entries.get(key) or _find_by_other_name(state, key)
    if parent is None:
        what = f"unknown entry {quoted(key)} in {name}"
    elif any(parent is other for other in chain):
        what = f"{name} refers back to the entry itself through {quoted(key)}"
    elif len(chain) > MAX_CHAIN or (resolved := _resolve(state, parent, chain))[1] >= MAX_CHAIN:
        what = f"{name} begins a chain of more than {MAX_CHAIN} entries"
    else:
        return parent, resolved
    _report_parent(state, entry, name, what)
    return None


def _find_by_other_name(state: _State, name: str) -> RawEntry | None:
    """Return the entry with this alias (``ids``), or whose key differs only in case (as BibTeX), or None."""
    if state.other_names is None:
        names: dict[str, RawEntry] = {}
        for entry in state.entries.values():
            for alias in _split_keys(entry.fields.get("ids", "")):
                names.setdefault(alias, entry)
        for entry in state.entries.values():
            names.setdefault(entry.key.lower(), entry)
        state.other_names = names
    return state.other_names.get(name) or state.other_names.get(name.lower())


def _report_parent(state: _State, entry: RawEntry, name: str, what: str) -> None:
    sentence = f"{what}; nothing is inherited"
    problem = Problem(Code.INHERITANCE, sentence, entry.origin_of(name), place=entry_name(entry.key))
    problems = state.problems.setdefault(entry.key, [])
    if len(problems) < MAX_PROBLEMS:
        problems.append(problem)


def _within_budget(state: _State, entry: RawEntry, values: dict[str, str]) -> bool:
    """True if the entry may still inherit as many fields; else add a problem."""
    if len(values) * _COST <= state.budget:
        return True
    sentence = "the limit of inherited fields is exceeded; nothing is inherited"
    problem = Problem(Code.LIMIT, sentence, entry.origin, place=entry_name(entry.key))
    state.problems.setdefault(entry.key, []).append(problem)
    return False


# Ways to merge fields


def _merge_one(name: str, from_name: str) -> _Merge:
    """Return a function that inherits a single field of the parent (``title = {xdata=key-title}``)."""

    def merge(
        _fields: dict[str, str], _present: set[str], _kind: str, values: dict[str, str], _parent: str
    ) -> list[tuple[str, str]]:
        return [(name, values[from_name])] if from_name in values else []

    return merge


def _merge_missing(
    _fields: dict[str, str], present: set[str], _kind: str, values: dict[str, str], _parent: str
) -> list[tuple[str, str]]:
    """Inherit all fields that the entry lacks, without renaming them."""
    rows = ((ALIASES.get(name, name), name, value) for name, value in values.items())
    return [
        (name, value)
        for canonical, name, value in rows
        if canonical not in present and canonical not in NOT_INHERITED
    ]


def _merge_crossref(
    fields: dict[str, str], present: set[str], kind: str, values: dict[str, str], parent: str
) -> list[tuple[str, str]]:
    """Inherit fields by the types of child and parent (BibLaTeX manual, appendix B)."""
    prefix = _PREFIX.get((parent, kind), "")
    if not prefix and kind in _INSIDE and "booktitle" not in fields and "booktitle" not in values:
        prefix = "book"
    renamed = [(prefix + name, values[name]) for name in _TITLES if name in values] if prefix else []
    if (parent, kind) in _AUTHORED and "author" in values:
        renamed.append(("bookauthor", values["author"]))
    inherited = [(name, value) for name, value in renamed if name not in present]
    excluded = present.union((name for name, _ in inherited), NOT_INHERITED)
    is_part = prefix or kind in _INSIDE  # the titles of its book are not those of a part
    excluded |= _TITLE_VARIANTS.union(_TITLES) if is_part else frozenset()
    inherited += [(name, value) for name, value in values.items() if ALIASES.get(name, name) not in excluded]
    return [
        (name, value)
        for name, value in inherited
        if name not in _DATE_FIELDS or _can_inherit_date(name, fields, values)
    ]


def _can_inherit_date(name: str, fields: dict[str, str], values: dict[str, str]) -> bool:
    """True if a part of the parent's date is consistent with the date of the child."""
    if "date" in fields:
        return False
    if "year" in fields:
        return name in ("month", "day") and fields["year"] == values.get("year") and "date" not in values
    return True


def _canonical_names(fields: Iterable[str]) -> set[str]:
    return {ALIASES.get(name, name) for name in fields}
