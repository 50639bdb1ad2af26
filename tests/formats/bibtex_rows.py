"""Helpers of the tests of BibTeX: reading snippets, and converting results to plain data."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.codec import read
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation.names import Name

DATA = Path(__file__).resolve().parents[2] / "../shared/data/bib"


def read_all(*texts: str) -> tuple[list[Publication], list[Problem]]:
    """Return the publications and problems of the files a.bib, b.bib … with these texts."""
    items = list(read([Source(f"{letter}.bib", text) for letter, text in zip("abc", texts, strict=False)]))
    publications = [item for item in items if isinstance(item, Publication)]
    return publications, [item for item in items if isinstance(item, Problem)]


def read_one(text: str) -> Publication:
    """Return the publication of a text, which must not have problems."""
    (publication,), problems = read_all(text)
    assert problems == []
    return publication


def summarize(problems: list[Problem]) -> list[str]:
    """Return problems as ``file:line code``, with the number of ignored entries, if any."""
    return [f"{p.origin} {p.code.value}" + (f" -{p.entries}" if p.entries else "") for p in problems]


def plain(publication: Publication, *names: str) -> dict[str, Any]:
    """Return the nonempty attributes (or those named) as strings, lists and dictionaries."""
    values = {}
    for name in names or (field.name for field in fields(publication)):
        value = getattr(publication, name)
        if value or names:
            values[name] = _plain(name, value)
    return values


def _plain(name: str, value: Any) -> Any:
    if name in ("variables", "custom"):
        return {key: str(text) for key, text in value}
    if name == "names":
        return {key: [_person(person) for person in people] for key, people in value}
    if name in ("author", "editor"):
        return [_person(person) for person in value]
    if name == "issued" and value is not None:
        return value.literal or "-".join(map(str, value.parts))
    if name == "award":
        return [str(text) for text in value]
    if name == "links":
        return {link.rel: link.target for link in value}
    return value if isinstance(value, tuple) else str(value)


def _person(name: Name) -> str:
    parts = (name.particle, name.family or name.literal, name.suffix)
    return ", ".join(filter(None, (" ".join(filter(None, parts)), name.given)))


def source(publication: Publication) -> str:
    """Return the fields of the data as ``name=value``, separated by ``; ``."""
    return "; ".join(f"{name}={value}" for name, value in publication.source_fields)
