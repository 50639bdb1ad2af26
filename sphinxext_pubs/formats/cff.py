"""CITATION.cff (Citation File Format 1.2): the work that a project asks to cite; only read.

The work is ``preferred-citation`` if present, else the software itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import yaml

from sphinxext_pubs.formats import yaml_text
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.model.problems import Code, Problem, quoted
from sphinxext_pubs.model.publication import Link, Name, Origin, Publication, bare_doi
from sphinxext_pubs.model.rich_text import Text, clean, text_of
from sphinxext_pubs.notation import dates
from sphinxext_pubs.notation.annotations import format_annotations, normalize_orcid

#: The types of references → CSL types; others are ``document``.
TYPES: dict[str, str] = {
    "article": "article-journal", "blog": "post-weblog", "book": "book", "conference": "event",
    "conference-paper": "paper-conference", "data": "dataset", "database": "dataset", "dataset": "dataset",
    "dictionary": "entry-dictionary", "edited-work": "collection", "encyclopedia": "entry-encyclopedia",
    "film-broadcast": "motion_picture", "government-document": "report", "hearing": "hearing",
    "magazine-article": "article-magazine", "manual": "book", "map": "map", "multimedia": "motion_picture",
    "music": "song", "newspaper-article": "article-newspaper", "pamphlet": "pamphlet", "patent": "patent",
    "personal-communication": "personal_communication", "proceedings": "book", "report": "report",
    "serial": "periodical", "slides": "speech", "software": "software", "software-code": "software",
    "software-container": "software", "software-executable": "software",
    "software-virtual-machine": "software",
    "sound-recording": "song", "standard": "standard", "statute": "legislation", "thesis": "thesis",
    "unpublished": "manuscript", "video": "motion_picture", "website": "webpage",
}  # fmt: skip

_TEXTS = {
    "title": "title",
    "journal": "container_title",
    "collection-title": "container_title",
    "abstract": "abstract",
    "notes": "note",
    "thesis-type": "genre",
}
_STRINGS = {
    "volume": "volume",
    "issue": "issue",
    "number": "number",
    "edition": "edition",
    "url": "url",
    "status": "status",
}
_VARIABLES = {"isbn": "ISBN", "issn": "ISSN", "version": "version", "section": "section", "medium": "medium"}


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Yield the work of each file, without a key, and the problems."""
    for source in sources:
        yield from _read_file(source)


def _read_file(source: Source) -> Iterator[Publication | Problem]:
    """Yield the problems and the work of a file."""
    try:
        node, data = yaml_text.load(source.text)
    except yaml_text.UnreadableError as error:
        message = f"This CITATION.cff is not valid YAML and is ignored: {error}."
        yield Problem(Code.SYNTAX, message, Origin(source.path, error.line), entries=1)
        return
    if not isinstance(data, Mapping) or not isinstance(node, yaml.MappingNode):
        message = "This CITATION.cff must consist of “key: value” lines; it is ignored."
        yield Problem(Code.SYNTAX, message, Origin(source.path, 1), entries=1)
        return
    lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    preferred = data.get("preferred-citation")
    work: Mapping[str, Any] = preferred if isinstance(preferred, Mapping) else data
    is_software = work is data
    origin = Origin(source.path, 1 if is_software else lines.get("preferred-citation", 1))
    attributes = _attributes(work, is_software)
    yield from _check(work, attributes["type"], origin)
    content = repr(sorted(attributes.items(), key=str)).encode("utf-8", "replace")
    digest = blake2b(content, digest_size=8).hexdigest()
    yield Publication("", origin=origin, digest=digest, **attributes)


def _check(work: Mapping[str, Any], csl: str, origin: Origin) -> Iterator[Problem]:
    """Yield problems for missing values and an unknown type."""
    for name in ("title", "authors"):
        if not work.get(name):
            yield Problem(Code.VALUE, f"Missing {quoted(name)}, which a CITATION.cff must have.", origin)
    if work.get("type") and csl == "document" and work["type"] not in ("generic", "document"):
        yield Problem(
            Code.VALUE,
            f"{quoted(_read_string(work['type']))} is not a valid type of CFF; “generic” is used.",
            origin,
        )


def _attributes(work: Mapping[str, Any], is_software: bool) -> dict[str, Any]:
    """Return the attributes of the publication."""
    kind = _read_string(work.get("type")) or ("software" if is_software else "generic")
    attributes: dict[str, Any] = {"type": TYPES.get(kind, "document"), "entry_type": ""}
    attributes |= {
        attribute: _read_text(work.get(name)) for name, attribute in _TEXTS.items() if work.get(name)
    }
    attributes |= {
        attribute: _read_string(work.get(name)) for name, attribute in _STRINGS.items() if work.get(name)
    }
    event = _entity_name(work.get("conference"))
    if kind == "conference-paper" and event and "container_title" not in attributes:
        attributes["container_title"] = _read_text(event)
    elif event:
        attributes["event_title"] = _read_text(event)
    attributes["event_place"] = _read_text(_location(work.get("conference")))
    attributes["publisher_place"] = _read_text(
        _location(work.get("publisher")) or _location(work.get("institution"))
    )
    attributes["author"] = _read_people(work.get("authors"))
    orcids = {
        position: normalize_orcid(_read_string(person.get("orcid")))
        for position, person in enumerate(_named_people(work.get("authors")))
        if isinstance(person, Mapping) and person.get("orcid")
    }
    if orcids:
        attributes["custom"] = (("author+an:orcid", text_of(format_annotations(orcids))),)
    attributes["editor"] = _read_people(work.get("editors"))
    if translators := _read_people(work.get("translators")):
        attributes["names"] = (("translator", translators),)
    attributes["publisher"] = _read_text(
        _entity_name(work.get("publisher")) or _entity_name(work.get("institution"))
    )
    attributes["doi"] = bare_doi(_read_string(work.get("doi")) or _doi_of(work))
    start, end = _read_string(work.get("start")), _read_string(work.get("end"))
    attributes["page"] = f"{start}-{end}" if start and end else start
    attributes["keyword"] = tuple(filter(None, map(_read_string, _read_list(work.get("keywords")))))
    attributes["issued"] = dates.from_fields(
        _read_string(work.get("date-published") or work.get("date-released")),
        _read_string(work.get("year")),
        _read_string(work.get("month")),
    ).date
    attributes["variables"] = tuple(
        (variable, _read_text(work[name])) for name, variable in _VARIABLES.items() if work.get(name)
    )
    code = _read_string(work.get("repository-code") or work.get("repository"))
    attributes["links"] = (Link("code", code),) if code else ()
    languages = [_read_string(language) for language in _read_list(work.get("languages"))]
    attributes["language"] = languages[0] if languages else ""
    return attributes


def _read_people(value: Any) -> tuple[Name, ...]:
    return tuple(map(_read_person, _named_people(value)))


def _named_people(value: Any) -> list[Any]:
    """Return the people of a list who have a name."""
    return [person for person in _read_list(value) if _read_person(person) != Name()]


def _read_person(value: Any) -> Name:
    """Return the name of a person or entity; empty if it has none."""
    if not isinstance(value, Mapping):
        return Name(literal=_read_string(value))
    if value.get("name"):
        return Name(literal=_read_string(value["name"]))
    parts = ("family-names", "given-names", "name-particle", "name-suffix")
    family, given, particle, suffix = (_read_string(value.get(part)) for part in parts)
    if not family:
        return Name(literal=given or _read_string(value.get("alias")))
    return Name(family, given, particle, suffix)


def _doi_of(work: Mapping[str, Any]) -> str:
    identifiers = (row for row in _read_list(work.get("identifiers")) if isinstance(row, Mapping))
    return next((_read_string(row.get("value")) for row in identifiers if row.get("type") == "doi"), "")


def _entity_name(value: Any) -> str:
    return _read_string(value.get("name")) if isinstance(value, Mapping) else ""


def _location(value: Any) -> str:
    """Return city and region of a conference or a publisher."""
    if not isinstance(value, Mapping):
        return ""
    return ", ".join(filter(None, (_read_string(value.get(part)) for part in ("city", "region"))))


def _read_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _read_string(value: Any) -> str:
    """Return a scalar on one line, or the empty string for other values."""
    return clean(" ".join(value.split())) if isinstance(value, str) else ""


def _read_text(value: Any) -> Text:
    return text_of(_read_string(value))
