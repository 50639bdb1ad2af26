"""Which objects of a JSON or YAML file are works, and what a file without any seems to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from sphinxext_pubs.formats.csl_json.foreign import is_attachment, is_known
from sphinxext_pubs.formats.csl_json.foreign_types import csl_type
from sphinxext_pubs.formats.csl_json.spellings import NAMES
from sphinxext_pubs.formats.csl_json.stream import Item, NoItem
from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Origin


class _Kind(NamedTuple):
    """A kind of file that is not CSL-JSON: its name, and the members that all its objects have."""

    label: str
    members: frozenset[str]


def _kind(label: str, members: str) -> _Kind:
    return _Kind(label, frozenset(members.split()))


#: The kinds of other files, the most specific first.
_OTHERS: tuple[_Kind, ...] = (
    _kind("a JSON schema", "$schema"),
    _kind("JSON-LD (schema.org, CodeMeta)", "@context"),
    _kind("JSON-LD (schema.org, CodeMeta)", "@type"),
    _kind("a Jupyter notebook", "cells nbformat"),
    _kind("GeoJSON", "type features"),
    _kind("GeoJSON", "type geometry properties"),
    _kind("a package.json", "name version"),
    _kind("a response of INSPIRE or Zenodo", "hits"),
    _kind("a response of Europe PMC", "resultList"),
    _kind("a response of PubMed", "esearchresult"),
    _kind("a response of PubMed", "header result"),
    _kind("a response of DBLP", "result"),
    _kind("a response of ORCID", "last-modified-date group"),
    _kind("a response of ORCID", "orcid-identifier"),
    _kind("a response of ADS", "responseHeader response"),
    _kind("a response of Wikidata", "entities"),
    _kind("BibJSON", "metadata records"),
    _kind("a record of Zenodo", "id metadata"),
)
_ADVICE = Suggestion(remedy="Export the data as CSL-JSON or BibTeX")
_FORM = Suggestion(remedy="Write a list of items, each with an “id” and a “type”")
#: Members that only works have.
_OF_WORKS = frozenset(
    {"title", "Title", "DOI", "doi", "issued", "container-title", "citation-key", "csljson"}
)


def is_work(record: Mapping[str, Any]) -> bool:
    """True if an object of a file is a work, in CSL-JSON or in the notation of another known program."""
    if record.keys() & {"$schema", "@context", "@type"}:
        return False
    if is_known(record) or record.keys() & _OF_WORKS:
        return True
    type_ = record.get("type")
    if isinstance(type_, str) and (csl_type(type_) or "id" in record):
        return True
    return "id" in record and record.keys() <= NAMES


def works_in(
    path: str, found: Iterable[Item | NoItem | Problem], kind: str = "JSON"
) -> Iterator[Item | Problem]:
    """Yield the items that are works, and the problems; a file without any work is one problem.

    Other objects of a file with works are yielded as well, as they may be works with invalid members.
    """
    skipped: list[Item | NoItem | Problem] = []
    has_works = False
    for item in found:
        if isinstance(item, Item) and is_attachment(item.value):
            has_works = True
            continue
        if not has_works and isinstance(item, Item) and is_work(item.value):
            has_works = True
            yield from _as_problems(skipped)
        if has_works:
            yield from _as_problems([item])
        else:
            skipped.append(item)
    if not has_works:
        yield from (item for item in skipped if isinstance(item, Problem))
        values = [item for item in skipped if not isinstance(item, Problem)]
        if values:
            yield _unknown_file(path, values, kind)


def _as_problems(items: Iterable[Item | NoItem | Problem]) -> Iterator[Item | Problem]:
    for item in items:
        if isinstance(item, NoItem):
            sentence = f"an item must be an object, “{{…}}”, not {item.kind}; it is ignored"
            yield Problem(Code.SYNTAX, sentence, item.origin, entries=1)
        else:
            yield item


def _unknown_file(path: str, values: list[Item | NoItem], kind: str) -> Problem:
    """Return the problem of a file without works; all its values are lost, except a single object."""
    first = values[0]
    is_list = len(values) > 1 or isinstance(first, NoItem) or "id" in first.value
    sentence = f"this is {kind}, but not CSL-{kind}"
    problem = Problem(
        Code.NOT_BIBTEX, sentence, Origin(path, first.origin.line), len(values) if is_list else 0
    )
    if isinstance(first, NoItem):
        plural = first.kind.removeprefix("a ") + "s" if first.kind.startswith("a ") else "other values"
        return replace(problem, sentence=f"{problem.sentence}: it is a list of {plural}", suggestion=_FORM)
    keys = first.value.keys()
    label = next((other.label for other in _OTHERS if other.members <= keys), "")
    if label:
        return replace(problem, sentence=f"this seems to be {label}, not CSL-{kind}", suggestion=_ADVICE)
    return replace(problem, suggestion=_FORM)
