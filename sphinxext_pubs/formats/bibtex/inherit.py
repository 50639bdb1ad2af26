"""What an entry takes from others: ``crossref``, ``xdata`` and ``entryset``.

The rules are those of the BibLaTeX manual, appendix B, and, for databases made for BibTeX, that a
missing field comes from the parent and its title is the ``booktitle`` of what is in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sphinxext_pubs.formats.bibtex.entries import MAX_PROBLEMS, RawEntry, entry_name, quoted
from sphinxext_pubs.model.problems import Code, Problem

#: The longest chain of parents that is followed.
MAX_CHAIN = 16
#: All that entries may inherit in one reading: characters, and as many for each field as its cost; a
#: parent's field that is only looked at has a cost as well.
MAX_INHERITED = 100_000_000
_COST = 50
_LOOK = 5

#: BibTeX's words for BibLaTeX's fields (manual, section 2.2.5): one counts as the other.
ALIASES = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "annote": "annotation",
    "key": "sortkey",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
}
#: Never inherited (BibLaTeX manual, appendix B; the links are resolved, and labels are an entry's own).
NOT_INHERITED = frozenset(
    (
        *("ids", "crossref", "xref", "xdata", "entryset", "entrysubtype", "execute", "label", "options"),
        *("presort", "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand"),
        *("shorthandintro", "sortkey", "key"),
    )
)
#: What is inherited of dates is inherited together: none of it where the child has a date or a year.
_DATE_FIELDS = frozenset({"date", "year", "month", "day"})
_TITLES = ("title", "subtitle", "titleaddon")
#: Other forms of a parent's title say nothing of the child.
_TITLE_VARIANTS = frozenset({"shorttitle", "sorttitle", "indextitle", "indexsorttitle"})

_IN_BOOKS = ("inbook", "bookinbook", "suppbook")
_IN_COLLECTIONS = ("incollection", "inreference", "suppcollection")
#: Appendix B: what the title of a parent of these types becomes in a child of these types.
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
#: In classic BibTeX databases the parent may be of any type.
_INSIDE = frozenset((*_IN_BOOKS, *_IN_COLLECTIONS, "inproceedings", "conference"))
_AUTHORED = frozenset((parent, child) for parent in ("book", "mvbook") for child in _IN_BOOKS)

_GRANULAR = re.compile(r"xdata\s*+=\s*+(\S.*?)-([A-Za-z]+)(?:-\d+)?\Z")
_KEYS = re.compile(r"(?:(?<!\s)\s++)?,\s*+")


@dataclass(slots=True)
class _State:
    """The entries by key, the fields of those already resolved with the length of their chain, problems."""

    entries: dict[str, RawEntry]
    folded: dict[str, RawEntry] = field(default_factory=dict)
    resolved: dict[str, tuple[dict[str, str], int]] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    budget: int = field(default_factory=lambda: MAX_INHERITED)


def resolve_inheritance(items: Iterable[RawEntry | Problem]) -> Iterator[RawEntry | Problem]:
    """The same entries with what they inherit, each followed by the problems with that; no ``@xdata``."""
    kept = list(items)
    state = _State({item.key: item for item in kept if isinstance(item, RawEntry)})
    granular = any(entry.type == "xdata" for entry in state.entries.values())
    for item in kept:
        if isinstance(item, Problem):
            yield item
        elif not _inherits(item, granular):
            if item.type != "xdata":
                yield item
        else:
            fields, _ = _resolve(state, item)
            yield from state.problems.pop(item.key, ())
            if item.type != "xdata":
                yield RawEntry(item.type, item.key, fields, item.origin, item.lines)


def _inherits(entry: RawEntry, granular: bool) -> bool:
    """Whether the entry takes fields from others, ``granular`` ones (``title = {xdata=…}``) too."""
    fields = entry.fields
    if "crossref" in fields or "xdata" in fields or entry.type == "set":
        return True
    return granular and any(value[:5] == "xdata" for value in fields.values())


def _resolve(state: _State, entry: RawEntry, above: tuple[str, ...] = ()) -> tuple[dict[str, str], int]:
    """The fields of an entry with what it inherits, and the length of the chain it took."""
    known = state.resolved.get(entry.key)
    if known is not None:
        return known
    fields = dict(entry.fields)
    present = _canonical_names(fields)  # kept up to date: an entry may take from thousands
    length = 0
    for name, key, merge in _sources(entry):
        found = _resolve_parent(state, entry, name, key, (*above, entry.key))
        if found is None:
            continue
        parent, (values, below) = found
        length = max(length, below + 1)
        if _within_budget(state, entry, values):
            taken = merge(fields, present, entry.type, values, parent.type)
            state.budget -= _LOOK * len(values) + sum(len(value) + _COST for _, value in taken)
            fields.update(taken)
            present |= _canonical_names(name for name, _ in taken)
    state.resolved[entry.key] = fields, length
    return state.resolved[entry.key]


#: From an entry's fields, the names that it has of them, its type, its parent's fields and type.
_Merge = Callable[[dict[str, str], set[str], str, dict[str, str], str], list[tuple[str, str]]]


def _sources(entry: RawEntry) -> Iterator[tuple[str, str, _Merge]]:
    """The field and key of everything that the entry takes from others, and how."""
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
    state: _State, entry: RawEntry, name: str, key: str, chain: tuple[str, ...]
) -> tuple[RawEntry, tuple[dict[str, str], int]] | None:
    """The entry that a field names, resolved; ``None``, with a problem, where that leads nowhere."""
    parent = state.entries.get(key) or _find_ignoring_case(state, key)
    if parent is None:
        what = f"unknown entry {quoted(key)} in {name}"
    elif parent.key in chain:
        what = f"{name} refers back to the entry itself through {quoted(key)}"
    elif len(chain) > MAX_CHAIN or (resolved := _resolve(state, parent, chain))[1] >= MAX_CHAIN:
        what = f"{name} begins a chain of more than {MAX_CHAIN} entries"
    else:
        return parent, resolved
    _report_parent(state, entry, name, what)
    return None


def _find_ignoring_case(state: _State, key: str) -> RawEntry | None:
    """The entry whose key differs only in case, since BibTeX finds it so."""
    if not state.folded:
        for entry in state.entries.values():
            state.folded.setdefault(entry.key.lower(), entry)
    return state.folded.get(key.lower())


def _report_parent(state: _State, entry: RawEntry, name: str, what: str) -> None:
    message = f"{entry_name(entry.key)}: {what}; nothing is inherited"
    problem = Problem(Code.INHERITANCE, message, entry.origin_of(name))
    known = state.problems.setdefault(entry.key, [])
    if len(known) < MAX_PROBLEMS:
        known.append(problem)


def _within_budget(state: _State, entry: RawEntry, values: dict[str, str]) -> bool:
    """Whether the entry may still inherit as many fields; else there is a problem."""
    if len(values) * _COST <= state.budget:
        return True
    message = f"{entry_name(entry.key)}: the limit of inherited fields is exceeded; nothing is inherited"
    state.problems.setdefault(entry.key, []).append(Problem(Code.LIMIT, message, entry.origin))
    return False


# Ways of taking over


def _merge_one(name: str, from_name: str) -> _Merge:
    """A single field of the parent (``title = {xdata=key-title}``)."""

    def merge(
        _fields: dict[str, str], _have: set[str], _kind: str, values: dict[str, str], _parent: str
    ) -> list[tuple[str, str]]:
        return [(name, values[from_name])] if from_name in values else []

    return merge


def _merge_missing(
    _fields: dict[str, str], present: set[str], _kind: str, values: dict[str, str], _parent: str
) -> list[tuple[str, str]]:
    """Every field that the entry lacks, under its own name."""
    named = ((ALIASES.get(name, name), name, value) for name, value in values.items())
    return [(name, value) for same, name, value in named if same not in present and same not in NOT_INHERITED]


def _merge_crossref(
    fields: dict[str, str], present: set[str], kind: str, values: dict[str, str], parent: str
) -> list[tuple[str, str]]:
    """What a child of a type takes from a parent of a type (BibLaTeX manual, appendix B)."""
    prefix = _PREFIX.get((parent, kind), "")
    if not prefix and kind in _INSIDE and "booktitle" not in fields and "booktitle" not in values:
        prefix = "book"
    renamed = [(prefix + name, values[name]) for name in _TITLES if name in values] if prefix else []
    if (parent, kind) in _AUTHORED and "author" in values:
        renamed.append(("bookauthor", values["author"]))
    taken = [(name, value) for name, value in renamed if name not in present]
    left = present.union((name for name, _ in taken), NOT_INHERITED) | (
        _TITLE_VARIANTS.union(_TITLES) if prefix else frozenset()
    )
    taken += [(name, value) for name, value in values.items() if ALIASES.get(name, name) not in left]
    return [
        (name, value)
        for name, value in taken
        if name not in _DATE_FIELDS or _can_inherit_date(name, fields, values)
    ]


def _can_inherit_date(name: str, fields: dict[str, str], values: dict[str, str]) -> bool:
    """Whether a part of the parent's date goes with what the child says of its own."""
    if "date" in fields:
        return False
    if "year" in fields:
        return name in ("month", "day") and fields["year"] == values.get("year") and "date" not in values
    return True


def _canonical_names(fields: Iterable[str]) -> set[str]:
    return {ALIASES.get(name, name) for name in fields}
