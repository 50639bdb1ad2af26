"""The recorded content of documents, which is kept between builds: tables of plain values by document."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.project.requests import Request, Stage

if TYPE_CHECKING:
    from sphinxext_pubs.project.conditions import BuiltContent, Condition, Conditions

#: An object of the inventory: name, label, type, document, anchor, priority.
Row: TypeAlias = tuple[str, str, str, str, str, int]

#: The tables of the environment that are kept by document.
BY_DOCUMENT = (
    "listed",
    "answers",
    "cited_names",
    "citing_places",
    "clusters",
    "references",
    "relabeled",
    "math",
    "paged",
    "lists",
    "parents",
    "referenced_labels",
    "conditions",
    "conditional_names",
    "conditional_parents",
    "conditional_toctrees",
    "scoped_names",
)

#: The values that are kept for the whole project, when nothing is recorded.
OF_PROJECT: Mapping[str, object] = {
    "objects": b"",
    "fingerprint": "",
    "additions": "",
    "installed": ("", ""),
    "seen": {},
    "problems": (),
    "built": ((), ()),
}


@dataclass(frozen=True, slots=True)
class CitingPlace:
    """A place that cites a paper by a name; ``anchor`` is its id (or empty), ``line`` 0 if it is unknown.

    With ``in_footnote`` the full reference is in a footnote, so that the paper need not be in a list.
    ``conditions`` are those of the blocks around the place. With ``silent`` the citation has no text.
    ``scopes`` are the lists of what a section or an object around it cites, the innermost first.
    """

    name: str
    anchor: str = ""
    line: int = 0
    in_footnote: bool = False
    conditions: Conditions = ()
    silent: bool = False
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedTogether:
    """The papers that one role cites.

    ``form`` is the name of the role, ``alp`` or ``alps`` without its brackets, or empty for papers of another
    project. ``items`` are for each paper the name by which it is cited, and the prefix, kind of locator,
    locator, suffix and bareness of a :class:`CitationItem`, as plain values. ``note`` is the number of its
    footnote in the document, from 1, or 0 if it is in none. ``conditions`` are those of the blocks around it,
    ``scopes`` as those of a place.
    """

    form: str
    items: tuple[tuple[str, str, str, str, str, bool], ...]
    note: int = 0
    conditions: Conditions = ()
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PagedList:
    """A list of a document that contains a split list.

    ``pages`` are the keys on each of its pages, ``groups`` the id of each heading with its first and last
    page. A list that is not built has no pages.
    """

    name: str
    pages: tuple[tuple[str, ...], ...] = ()
    groups: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ListRecord:
    """A list in a document and, once it is answered, its content.

    ``digest`` is the digest of the answer, or empty before that. ``keys`` are the papers of its entries, in
    order; ``labels`` are pairs of name and label of the papers in a list of references. ``pictures`` are the
    paths of the pictures that it shows, from the source directory. ``conditions`` are those of the blocks
    around it.
    """

    request: Request
    pages: PagedList
    digest: str = ""
    keys: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    pictures: tuple[str, ...] = ()
    has_math: bool = False
    conditions: Conditions = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """The recorded content of documents.

    ``listed``: document → keys of the papers in its lists, in order.
    ``answers``: document → pairs of a query and the digest of its answer. ``cited_names``: document → names
    that it cites. ``citing_places``: document → places that cite. ``clusters``: document → what its roles
    cite together, in order. ``references``: document → name of a paper
    in its lists of references → label. ``relabeled``: document → name → another number in a later list.
    ``math``: documents with formulas for the project's own renderer.
    ``paged``: document → its lists, one of which has several pages. ``lists``: document → its lists, one of
    which is conditional or answered when references are resolved. ``parents``: document → kinds of
    generated pages whose parent it is. ``referenced_labels``: document → targets of ``:ref:``.

    The others are for documents with conditional content only. ``conditions``: document → the distinct
    conditions in it. ``conditional_names``, ``conditional_parents`` and ``conditional_toctrees``: document →
    the names that it cites, the kinds of pages, or the documents of each toctree, with their conditions.
    ``hidden_lists``: document → the indexes of its lists that are not built; it is not stored.
    ``scoped_names``: document → scope → names that are cited in it, with their conditions.
    """

    listed: MutableMapping[str, dict[str, None]] = field(default_factory=dict)
    answers: MutableMapping[str, list[tuple[object, str]]] = field(default_factory=dict)
    cited_names: MutableMapping[str, tuple[str, ...]] = field(default_factory=dict)
    citing_places: MutableMapping[str, list[CitingPlace]] = field(default_factory=dict)
    clusters: MutableMapping[str, tuple[CitedTogether, ...]] = field(default_factory=dict)
    references: MutableMapping[str, dict[str, str]] = field(default_factory=dict)
    relabeled: MutableMapping[str, dict[str, str]] = field(default_factory=dict)
    math: MutableMapping[str, bool] = field(default_factory=dict)
    paged: MutableMapping[str, tuple[PagedList, ...]] = field(default_factory=dict)
    lists: MutableMapping[str, tuple[ListRecord, ...]] = field(default_factory=dict)
    parents: MutableMapping[str, list[str]] = field(default_factory=dict)
    referenced_labels: MutableMapping[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: MutableMapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    conditional_names: MutableMapping[str, tuple[tuple[str, Conditions], ...]] = field(default_factory=dict)
    conditional_parents: MutableMapping[str, tuple[tuple[str, Conditions], ...]] = field(default_factory=dict)
    conditional_toctrees: MutableMapping[str, tuple[tuple[tuple[str, ...], Conditions], ...]] = field(
        default_factory=dict
    )
    scoped_names: MutableMapping[str, Mapping[str, tuple[tuple[str, Conditions], ...]]] = field(
        default_factory=dict
    )
    hidden_lists: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @staticmethod
    def of(data: Mapping[str, Any]) -> Tables:
        """Return the tables in the data of a domain; changes are made there."""
        return Tables(**{table: data[table] for table in BY_DOCUMENT})

    def clear(self, docname: str) -> None:
        """Remove the rows of a document."""
        for table in BY_DOCUMENT:
            getattr(self, table).pop(docname, None)

    def merge(self, docnames: Iterable[str], other: Mapping[str, Any]) -> None:
        """Copy the rows of documents from the data of another process."""
        for docname in docnames:
            for table in BY_DOCUMENT:
                if docname in other[table]:
                    getattr(self, table)[docname] = other[table][docname]

    def record_answer(self, docname: str, query: object, digest: str) -> None:
        """Record a query of a document with the digest of its answer."""
        self.answers.setdefault(docname, []).append((query, digest))

    def record_listed(self, docname: str, keys: Iterable[str]) -> None:
        """Record that a document lists papers."""
        self.listed.setdefault(docname, {}).update(dict.fromkeys(keys))

    def record_cited_names(self, docname: str, names: Sequence[tuple[str, Conditions]]) -> None:
        """Record the keys, aliases and DOIs that a document cites, in order, with their conditions."""
        if names:
            self.cited_names[docname] = distinct_names(names)
        if any(conditions for _, conditions in names):
            self.conditional_names[docname] = tuple(names)
            self.record_conditions(docname, (conditions for _, conditions in names))

    def record_conditions(self, docname: str, places: Iterable[Conditions]) -> None:
        """Record the conditions of content of a document."""
        from sphinxext_pubs.project.conditions import conditions_in  # only if a document is read

        if found := conditions_in(places):
            self.conditions[docname] = tuple(sorted(found.union(self.conditions.get(docname, ()))))

    def record_places(
        self, docname: str, places: list[CitingPlace], clusters: tuple[CitedTogether, ...]
    ) -> None:
        """Record the places of a document that cite, and what its roles cite together."""
        self.citing_places[docname] = places
        self.clusters[docname] = clusters
        self.record_conditions(docname, (place.conditions for place in places))

    def record_references(self, docname: str, labels: Mapping[str, str]) -> None:
        """Record the labels of a list of references, by name; labels of earlier lists take precedence."""
        known = self.references.get(docname, {})
        others = {
            name: label
            for name, label in labels.items()
            if label.isdecimal() and known.get(name, label) != label and known[name].isdecimal()
        }
        if others:
            self.relabeled[docname] = {**others, **self.relabeled.get(docname, {})}
        self.references[docname] = {**labels, **known}

    def record_lists(self, docname: str, records: Sequence[ListRecord]) -> None:
        """Record the lists of a document that has been read, in order."""
        for record in records:
            self.record_answer(docname, record.request, record.digest)
        self.record_content(docname, records)
        kept = (
            record.conditions or record.request.scope or record.request.stage is Stage.RESOLVING
            for record in records
        )
        if any(kept):
            self.lists[docname] = tuple(records)
            self.record_conditions(docname, (record.conditions for record in records))

    def answer_lists(self, docname: str, records: Sequence[ListRecord]) -> None:
        """Replace the recorded lists of a document by the same lists with new answers."""
        self.lists[docname] = tuple(records)
        digests = iter(record.digest for record in records)
        self.answers[docname] = [
            (query, next(digests) if isinstance(query, Request) else digest)
            for query, digest in self.answers[docname]
        ]
        self.record_content(docname, records)

    def record_content(self, docname: str, records: Sequence[ListRecord]) -> None:
        """Record the content of all lists of a document, in place of what is recorded of them."""
        for table in (self.listed, self.references, self.relabeled, self.math, self.paged):
            table.pop(docname, None)
        for record in records:
            self.record_listed(docname, record.keys)
            if record.labels:
                self.record_references(docname, dict(record.labels))
        if any(record.has_math for record in records):
            self.math[docname] = True
        if any(len(record.pages.pages) > 1 for record in records):
            self.paged[docname] = tuple(record.pages for record in records)

    def record_parent(self, docname: str, kind: str) -> None:
        """Record that a document is the parent of the generated pages of a kind."""
        self.parents.setdefault(docname, []).append(kind)

    def lists_of(self, docname: str) -> list[Request]:
        """Return the lists of a document that are built, in order."""
        return [request for _, request in self.numbered_lists(docname)]

    def labeled_names(self) -> dict[str, None]:
        """Return the distinct names of papers in lists of references, in order."""
        return dict.fromkeys(
            name.rpartition("\n")[2] for labels in self.references.values() for name in labels
        )

    def scope_shows(self, docname: str, scope: str, key: str) -> bool:
        """True if the list with a scope shows a paper."""
        index = int(scope.rpartition("-")[2])
        if index in self.hidden_lists.get(docname, ()):
            return False
        return any(key in record.keys for record in self.lists.get(docname, ())[index : index + 1])

    def only_scopes_show(self, docname: str, key: str) -> bool:
        """True if all lists of a document that show a paper are those of sections and objects."""
        showing = [record.request for record in self.lists.get(docname, ()) if key in record.keys]
        return bool(showing) and all(request.scope for request in showing)

    def all_lists_of(self, docname: str) -> list[Request]:
        """Return the lists of a document, in order; also those that are not built."""
        return [query for query, _ in self.answers.get(docname, ()) if isinstance(query, Request)]

    def numbered_lists(self, docname: str) -> list[tuple[int, Request]]:
        """Return the lists of a document that are built, each with its index among all its lists."""
        hidden = self.hidden_lists.get(docname, ())
        return [row for row in enumerate(self.all_lists_of(docname)) if row[0] not in hidden]


def label_name(name: str, scope: str) -> str:
    """Return the name by which the label of a paper is recorded; each scope has labels of its own."""
    return f"{scope}\n{name}" if scope else name


def distinct_names(names: Iterable[tuple[str, Conditions]]) -> tuple[str, ...]:
    """Return distinct names, without their conditions."""
    return tuple(dict.fromkeys(name for name, _ in names))


class Record:
    """The state of the sources when documents were read, stored in the data of a domain.

    ``fingerprint`` is a digest of the sources and settings. ``seen`` maps the paths that were checked to
    whether they existed. ``problems`` are those in the data, ``objects`` the listed papers in the form of
    Sphinx's inventory.
    """

    def __init__(self, data: MutableMapping[str, Any]) -> None:
        self._data = data

    @property
    def fingerprint(self) -> str:
        """The digest of the sources and settings."""
        return str(self._data["fingerprint"])

    @fingerprint.setter
    def fingerprint(self, digest: str) -> None:
        self._data["fingerprint"] = digest

    @property
    def built(self) -> BuiltContent:
        """The conditional content of the build whose answers are recorded."""
        conditions, omitted = self._data["built"]
        return conditions, omitted

    @built.setter
    def built(self, content: BuiltContent) -> None:
        self._data["built"] = content

    @property
    def additions(self) -> str:
        """The digest of the rows that other packages and ``conf.py`` add to the tables."""
        return str(self._data["additions"])

    @additions.setter
    def additions(self, digest: str) -> None:
        self._data["additions"] = digest

    @property
    def installed(self) -> tuple[str, str]:
        """A stamp of the folders of installed packages, and a digest of the rows that these add."""
        stamp, digest = self._data["installed"]
        return str(stamp), str(digest)

    @installed.setter
    def installed(self, digests: tuple[str, str]) -> None:
        self._data["installed"] = digests

    @property
    def seen(self) -> dict[str, bool]:
        """The paths that were checked, with True if they existed."""
        return dict(self._data["seen"])

    @seen.setter
    def seen(self, paths: dict[str, bool]) -> None:
        self._data["seen"] = paths

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the data."""
        return tuple(self._data["problems"])

    @problems.setter
    def problems(self, problems: tuple[Problem, ...]) -> None:
        self._data["problems"] = problems

    @property
    def objects(self) -> tuple[Row, ...]:
        """The listed papers."""
        packed = self._data["objects"]
        return tuple(map(tuple, json.loads(zlib.decompress(packed)))) if packed else ()

    @objects.setter
    def objects(self, rows: tuple[Row, ...]) -> None:
        # Packed, because a build in which nothing changed loads them and does not look at them.
        self._data["objects"] = zlib.compress(json.dumps(rows).encode("ascii"), 1)
