"""Listings: the publications of a selection, sorted, limited, grouped and numbered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.slugs import slugify, unused_name
from sphinxext_pubs.query.facet import Facet
from sphinxext_pubs.query.facet_values import Key
from sphinxext_pubs.query.facets import Facets
from sphinxext_pubs.query.index import Index

#: Maximum number of groups of a facet in which a publication is listed: those of its first terms.
MAX_GROUPS_PER_PUBLICATION = 200

Direction: TypeAlias = Literal["", "up", "down"]


class SortKey(NamedTuple):
    """A facet to sort by, and True to sort in descending order."""

    facet: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The publications of a listing that share a term of a facet.

    ``term`` is empty in the group of publications without one. ``label`` is the heading: a message id
    if ``is_message``, else text from the data. ``slug`` is lower-case ASCII for ids, unique among
    siblings. ``publications`` are all in the group, including those of its ``groups``.
    """

    facet: str
    term: str
    label: str
    slug: str
    groups: tuple[Group, ...] = ()
    publications: tuple[Publication, ...] = ()
    is_message: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Publications as shown in a list: in groups, or without groups if ``groups`` is empty.

    ``publications`` contains each publication once, in the order in which it is first shown.
    """

    groups: tuple[Group, ...] = ()
    publications: tuple[Publication, ...] = ()


# Arranging -----------------------------------------------------------------------------------------


def arrange(
    index: Index,
    positions: Iterable[int],
    sort: Sequence[SortKey] = (),
    group_by: Sequence[str] = (),
    limit: int | None = None,
    ranks: Mapping[int, int] = {},
) -> Listing:
    """Return the publications at these positions, sorted, limited to the first ``limit``, and grouped.

    ``ranks`` maps positions to their rank in the order of citations, by which ``cited`` sorts.
    """
    limited = sort_positions(index, sorted(positions), sort, ranks)[:limit]
    groups, shown = _grouped(index, limited, sort, tuple(group_by))
    return Listing(groups, _publications(index, shown))


def sort_positions(
    index: Index, positions: list[int], sort: Sequence[SortKey], ranks: Mapping[int, int] = {}
) -> list[int]:
    """Return the positions sorted by these keys; ties keep their order in both directions.

    Publications without a sort key come last in both directions.
    """
    for name, descending in reversed(sort):
        orders = _sort_key_getter(index, name, ranks)
        keyed = [(order, position) for position in positions if (order := orders(position)) is not None]
        keyed.sort(key=_sort_key, reverse=descending)
        missing = [position for position in positions if orders(position) is None]
        positions = [position for _, position in keyed] + missing
    return positions


def _sort_key_getter(index: Index, name: str, ranks: Mapping[int, int]) -> Callable[[int], Key | None]:
    """Return a function from positions to sort keys: those of a facet, or the order of citations."""
    if name in index.facets:
        return index.orders(index.facets[name]).__getitem__
    return lambda position: (ranks[position],) if position in ranks else None


def _sort_key(pair: tuple[Key, int]) -> Key:
    return pair[0]


class _Bucket(NamedTuple):
    """A group before its creation: sort key, term as it is first written in the source, positions."""

    key: Key
    term: str
    positions: list[int]


def _grouped(
    index: Index, positions: list[int], sort: Sequence[SortKey], group_by: tuple[str, ...]
) -> tuple[tuple[Group, ...], list[int]]:
    """Return the groups of these positions, and the positions in the order in which groups show them."""
    if not group_by or not positions:
        return (), positions
    facet = index.facets[group_by[0]]
    groups: list[Group] = []
    shown: dict[int, None] = {}
    slugs: dict[str, int] = {}
    for bucket in _sorted_buckets(index, facet, positions, sort):
        inner, within = _grouped(index, bucket.positions, sort, group_by[1:])
        groups.append(_group(facet, bucket.term, slugs, inner, _publications(index, within)))
        shown.update(dict.fromkeys(within))
    return tuple(groups), list(shown)


def _sorted_buckets(
    index: Index, facet: Facet, positions: list[int], sort: Sequence[SortKey]
) -> list[_Bucket]:
    """Return the buckets in the order of their groups; the bucket without a term is last."""
    terms = index.terms(facet)
    members: dict[str, list[int]] = {}
    missing: list[int] = []
    for position in positions:
        for identity in dict.fromkeys(map(facet.identity, terms[position][:MAX_GROUPS_PER_PUBLICATION])):
            members.setdefault(identity, []).append(position)
        if not terms[position]:
            missing.append(position)
    first = _first_occurrences(index, facet, positions)
    buckets = [_Bucket(*first[identity], within) for identity, within in members.items()]
    buckets.sort(key=lambda bucket: bucket.key, reverse=_is_descending(facet, sort))
    return [*buckets, _Bucket((), "", missing)] if missing else buckets


def _first_occurrences(index: Index, facet: Facet, positions: list[int]) -> dict[str, tuple[Key, str]]:
    """Return the sort key and term of each identity, as first written in the source."""
    terms, keys = index.terms(facet), index.keys(facet)
    first: dict[str, tuple[Key, str]] = {}
    for position in sorted(positions):
        for term, key in zip(terms[position], keys[position], strict=True):
            first.setdefault(facet.identity(term), (key, term))
    return first


def _is_descending(facet: Facet, sort: Sequence[SortKey]) -> bool:
    """True if groups are in descending order, as the list is sorted or else by default of the facet."""
    return next((key.descending for key in sort if key.facet in facet.sorted_with), facet.descending)


def _group(
    facet: Facet,
    term: str,
    slugs: dict[str, int],
    groups: tuple[Group, ...],
    publications: tuple[Publication, ...],
) -> Group:
    label = facet.label(term) if term else facet.missing
    slug = unused_name(slugify(label), slugs, slugs)
    slugs.setdefault(slug, 1)
    return Group(facet.name, term, label, slug, groups, publications, facet.messages or not term)


def _publications(index: Index, positions: Iterable[int]) -> tuple[Publication, ...]:
    return tuple(map(index.publications.__getitem__, positions))


# Reading a listing ---------------------------------------------------------------------------------


def entries(listing: Listing | Group) -> Iterator[Publication]:
    """Yield the publications in the order in which they are shown, as often as they are shown."""
    if not listing.groups:
        yield from listing.publications
    for group in listing.groups:
        yield from entries(group)


def entry_numbers(listing: Listing, direction: Direction = "up") -> tuple[int, ...]:
    """Return a number for each of :func:`entries`, from 1 up or down to 1; () without a direction."""
    count = sum(1 for _ in entries(listing))
    steps = {"up": range(1, count + 1), "down": range(count, 0, -1)}
    return tuple(steps.get(direction, ()))


def listing_digest(listing: Listing) -> str:
    """Return 32 hex digits that change with groups, headings, publications and their content."""
    return hashlib.blake2b(repr(_content(listing)).encode(), digest_size=16).hexdigest()


def _content(listing: Listing | Group) -> list[object]:
    """Return all that the digest depends on, nested like the listing, as lists, tuples and strings."""
    if listing.groups:
        return [(row.facet, row.term, row.label, row.slug, _content(row)) for row in listing.groups]
    return [(publication.key, publication.digest) for publication in listing.publications]


def truncated(listing: Listing, group_by: Iterable[str], facets: Facets) -> Iterator[tuple[Publication, str]]:
    """Yield the publications with more terms of a facet than groups list them, and the facet's name."""
    for name in group_by:
        for publication in listing.publications:
            if len(facets[name].terms(publication)) > MAX_GROUPS_PER_PUBLICATION:
                yield publication, name
