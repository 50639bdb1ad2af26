"""Listings: the answer to a selection, sorted, cut, grouped and numbered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.query.facet_values import Key
from sphinxext_pubs.query.facets import BY_NAME, Facet
from sphinxext_pubs.query.index import Index

if TYPE_CHECKING:
    from sphinxext_pubs.model.suggestions import Selection

#: A publication stands in at most this many groups of a facet: in those of its first terms.
MAX_GROUPS_EACH = 200

#: The longest slug, in characters.
MAX_SLUG = 60

Direction: TypeAlias = Literal["", "up", "down"]


class SortKey(NamedTuple):
    """A facet to sort by, and whether the greatest comes first."""

    facet: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The publications of a listing that share a term of a facet.

    ``term`` is empty in the group of those that have none. ``label`` is the heading: a message id
    if ``is_message``, else a text of the data. ``slug`` is lower-case ASCII for ids, different from
    its siblings'. ``publications`` are all that stand in it, those of its ``groups`` included.
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
    """Publications as a list shows them: in groups, or without any if ``groups`` is empty.

    ``publications`` holds each one once, in the order in which it is first shown.
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
    """The publications at these positions, sorted, then cut at ``limit``, then grouped.

    ``ranks`` are the places of positions in the order of citations, by which ``cited`` sorts.
    """
    chosen = ordered(index, sorted(positions), sort, ranks)[:limit]
    groups, shown = _grouped(index, chosen, sort, tuple(group_by))
    return Listing(groups, _publications(index, shown))


def ordered(
    index: Index, positions: list[int], sort: Sequence[SortKey], ranks: Mapping[int, int] = {}
) -> list[int]:
    """The positions by these keys; ties keep their order in both directions.

    What has nothing to sort by comes last in both directions.
    """
    for name, descending in reversed(sort):
        orders = _orders(index, name, ranks)
        keyed = [(order, position) for position in positions if (order := orders(position)) is not None]
        keyed.sort(key=_first, reverse=descending)
        missing = [position for position in positions if orders(position) is None]
        positions = [position for _, position in keyed] + missing
    return positions


def _orders(index: Index, name: str, ranks: Mapping[int, int]) -> Callable[[int], Key | None]:
    """What a position sorts by: a facet's order, or the order of citations."""
    if name in BY_NAME:
        return index.orders(BY_NAME[name]).__getitem__
    return lambda position: (ranks[position],) if position in ranks else None


def _first(pair: tuple[Key, int]) -> Key:
    return pair[0]


class _Bucket(NamedTuple):
    """A group in the making: what it sorts by, its term as the source writes it first, its positions."""

    key: Key
    term: str
    positions: list[int]


def _grouped(
    index: Index, positions: list[int], sort: Sequence[SortKey], group_by: tuple[str, ...]
) -> tuple[tuple[Group, ...], list[int]]:
    """The groups of these positions, and the positions in the order in which the groups show them."""
    if not group_by or not positions:
        return (), positions
    facet = BY_NAME[group_by[0]]
    groups: list[Group] = []
    shown: dict[int, None] = {}
    slugs: dict[str, int] = {}
    for bucket in _buckets(index, facet, positions, sort):
        inner, within = _grouped(index, bucket.positions, sort, group_by[1:])
        groups.append(_group(facet, bucket.term, slugs, inner, _publications(index, within)))
        shown.update(dict.fromkeys(within))
    return tuple(groups), list(shown)


def _buckets(index: Index, facet: Facet, positions: list[int], sort: Sequence[SortKey]) -> list[_Bucket]:
    """The buckets in the order of their groups; last the one of what has no term."""
    terms = index.terms(facet)
    members: dict[str, list[int]] = {}
    missing: list[int] = []
    for position in positions:
        for identity in dict.fromkeys(map(facet.identity, terms[position][:MAX_GROUPS_EACH])):
            members.setdefault(identity, []).append(position)
        if not terms[position]:
            missing.append(position)
    first = _first_written(index, facet, positions)
    buckets = [_Bucket(*first[identity], within) for identity, within in members.items()]
    buckets.sort(key=lambda bucket: bucket.key, reverse=_descends(facet, sort))
    return [*buckets, _Bucket((), "", missing)] if missing else buckets


def _first_written(index: Index, facet: Facet, positions: list[int]) -> dict[str, tuple[Key, str]]:
    """What each identity sorts by and is written as where it stands first in the source."""
    terms, keys = index.terms(facet), index.keys(facet)
    first: dict[str, tuple[Key, str]] = {}
    for position in sorted(positions):
        for term, key in zip(terms[position], keys[position], strict=True):
            first.setdefault(facet.identity(term), (key, term))
    return first


def _descends(facet: Facet, sort: Sequence[SortKey]) -> bool:
    """Whether groups stand in descending order: as the list is sorted, else as the facet has it."""
    return next((key.descending for key in sort if key.facet in facet.sorted_with), facet.descending)


def _group(
    facet: Facet,
    term: str,
    slugs: dict[str, int],
    groups: tuple[Group, ...],
    publications: tuple[Publication, ...],
) -> Group:
    label = facet.label(term) if term else facet.missing
    slug = _unused(slugify(label), slugs)
    return Group(facet.name, term, label, slug, groups, publications, facet.messages or not term)


def _publications(index: Index, positions: Iterable[int]) -> tuple[Publication, ...]:
    return tuple(map(index.publications.__getitem__, positions))


# Reading a listing ---------------------------------------------------------------------------------


def entries(listing: Listing | Group) -> Iterator[Publication]:
    """The publications in the order in which they are shown, as often as they are shown."""
    if not listing.groups:
        yield from listing.publications
    for group in listing.groups:
        yield from entries(group)


def numbers(listing: Listing, direction: Direction = "up") -> tuple[int, ...]:
    """A number for each of :func:`entries`, from 1 up or down to 1; none where there is no direction."""
    count = sum(1 for _ in entries(listing))
    steps = {"up": range(1, count + 1), "down": range(count, 0, -1)}
    return tuple(steps.get(direction, ()))


def digest(listing: Listing) -> str:
    """32 hex digits that change with the groups, their headings, and the publications and their content."""
    return hashlib.blake2b(repr(_content(listing)).encode(), digest_size=16).hexdigest()


def _content(listing: Listing | Group) -> list[object]:
    """All that the digest depends on, nested as the listing is, in lists, tuples and strings."""
    if listing.groups:
        return [(each.facet, each.term, each.label, each.slug, _content(each)) for each in listing.groups]
    return [(publication.key, publication.digest) for publication in listing.publications]


def cut(listing: Listing, group_by: Iterable[str]) -> Iterator[tuple[Publication, str]]:
    """The publications that have more terms of a facet than they stand in groups, with the facet's name."""
    for name in group_by:
        for publication in listing.publications:
            if len(BY_NAME[name].terms(publication)) > MAX_GROUPS_EACH:
                yield publication, name


# Words for ids -------------------------------------------------------------------------------------


def slugify(text: str) -> str:
    """The text as lower-case ASCII words with hyphens, at most 60 characters.

    A text without any such word gives 8 hex digits of its SHA-256.
    """
    words = re.findall("[a-z0-9]+", fold(text))
    if not words:
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    slug = "-".join(words)
    return slug if len(slug) <= MAX_SLUG else slug[: MAX_SLUG + 1].rpartition("-")[0] or slug[:MAX_SLUG]


def _unused(slug: str, used: dict[str, int]) -> str:
    """The slug, with -2 and so on where it is taken; takes it. ``used`` holds the last number of each."""
    wanted, number = slug, used.get(slug, 0)
    while slug in used:
        number += 1
        slug = f"{wanted}-{number}"
    used[wanted] = max(number, 1)
    used[slug] = used.get(slug, 1)
    return slug


def words(selection: Selection) -> str:
    """What is selected, as a slug for ids (``author-se-young-yun``); empty for everything."""
    conditions = [f"{facet} {value}" for facet, value in selection.conditions]
    text = " ".join((*conditions, selection.filter))
    for sign, word in _SIGN_WORDS:
        text = text.replace(sign, word)
    return slugify(text) if text.strip() else ""


_SIGN_WORDS = (("!", " not "), ("<", " to "), (">", " from "), ("*", " any "))
