"""The recorded content of documents that the builder of this build does not leave out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from sphinxext_pubs.project.conditions import BuiltContent, Condition, Conditions, are_met
from sphinxext_pubs.project.tables import (
    CitedTogether,
    PagedList,
    Tables,
    distinct_names,
)

Holds = Callable[[Condition], bool]
Row = TypeVar("Row")

#: What is recorded in place of citations that are not built, because clusters are found by their position.
_NOTHING = CitedTogether("", ())


def built_content(recorded: Tables, holds: Holds, omitted: Collection[str]) -> BuiltContent:
    """Return the conditions that are true in this build, and the documents with papers that it omits."""
    conditions = {condition for row in recorded.conditions.values() for condition in row}
    with_papers = {*recorded.listed, *recorded.cited_names, *recorded.citing_places, *recorded.parents}
    return tuple(sorted(filter(holds, conditions))), tuple(sorted(with_papers.intersection(omitted)))


def built_tables(recorded: Tables, content: BuiltContent) -> Tables:
    """Return the part of the recorded content that is built; the tables themselves if that is all."""
    true, omitted = frozenset(content[0]), frozenset(content[1])
    if not omitted and all(true.issuperset(row) for row in recorded.conditions.values()):
        return recorded
    tables = Tables(
        **{field.name: _without(getattr(recorded, field.name), omitted) for field in fields(Tables)}
    )
    hidden: dict[str, frozenset[int]] = {}
    for docname in tables.conditions:
        _keep_citations(tables, docname, true.__contains__)
        hidden[docname] = _keep_lists(tables, docname, true.__contains__)
    return replace(tables, hidden_lists=hidden)


def _without(table: Mapping[str, Any], omitted: Collection[str]) -> dict[str, Any]:
    """Return a copy of a table without the rows of documents."""
    return {docname: row for docname, row in table.items() if docname not in omitted}


def _keep_citations(tables: Tables, docname: str, holds: Holds) -> None:
    """Keep the citations of a document that are built, and the kinds of pages whose parent it is."""
    places = tables.citing_places.get(docname, [])
    _replace(tables.citing_places, docname, [place for place in places if are_met(place.conditions, holds)])
    _replace(tables.clusters, docname, _clusters(tables.clusters.get(docname, ()), holds))
    if (names := tables.conditional_names.get(docname)) is not None:
        _replace(tables.cited_names, docname, distinct_names(_met(names, holds)))
    if (scopes := tables.scoped_names.get(docname)) is not None:
        _replace(
            tables.scoped_names,
            docname,
            {scope: tuple(_met(rows, holds)) for scope, rows in scopes.items()},
        )
    if (scopes := tables.scoped_names.get(docname)) is not None:
        tables.scoped_names[docname] = {scope: tuple(_met(rows, holds)) for scope, rows in scopes.items()}
    if (kinds := tables.conditional_parents.get(docname)) is not None:
        _replace(tables.parents, docname, [kind for kind, _ in _met(kinds, holds)])


def _met(rows: Iterable[tuple[str, Conditions]], holds: Holds) -> list[tuple[str, Conditions]]:
    return [row for row in rows if are_met(row[1], holds)]


def _replace(table: MutableMapping[str, Row], docname: str, row: Row) -> None:
    """Replace the row of a document, or remove it if nothing is left."""
    if row:
        table[docname] = row
    else:
        table.pop(docname, None)


def _clusters(clusters: Sequence[CitedTogether], holds: Holds) -> tuple[CitedTogether, ...]:
    """Return the citations of a document, with nothing in place of those that are not built.

    Footnotes are numbered without those that are not built.
    """
    if not any(are_met(cluster.conditions, holds) for cluster in clusters):
        return ()
    numbers: dict[int, int] = {0: 0}
    built = []
    for cluster in clusters:
        if are_met(cluster.conditions, holds):
            built.append(replace(cluster, note=numbers.setdefault(cluster.note, len(numbers))))
        else:
            built.append(_NOTHING)
    return tuple(built)


def _keep_lists(tables: Tables, docname: str, holds: Holds) -> frozenset[int]:
    """Keep the content of the lists of a document that are built; return the indexes of the others."""
    records = tables.lists.get(docname, ())
    hidden = frozenset(place for place, record in enumerate(records) if not are_met(record.conditions, holds))
    if hidden:
        paged = tables.paged.get(docname, ())
        built = [record for place, record in enumerate(records) if place not in hidden]
        tables.record_content(docname, built)
        if any(len(record.pages.pages) > 1 for record in built):
            tables.paged[docname] = _pages(paged, hidden)
    return hidden


def _pages(paged: Sequence[PagedList], hidden: Collection[int]) -> tuple[PagedList, ...]:
    """Return the pages of all lists of a document, none for those that are not built."""
    return tuple(PagedList(row.name) if place in hidden else row for place, row in enumerate(paged))
