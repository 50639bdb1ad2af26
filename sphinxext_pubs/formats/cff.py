"""CITATION.cff (Citation File Format 1.2): the work that a project wants to be cited, only read.

``preferred-citation`` is read where it is there, else the software itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import yaml

from sphinxext_pubs.formats import yaml_text
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.made_keys import made_key
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Link, Name, Origin, Publication, bare_doi
from sphinxext_pubs.model.rich_text import Text, clean, text_of
from sphinxext_pubs.notation import dates
from sphinxext_pubs.notation.annotations import format_annotations, normalize_orcid

#: The types of references, and the CSL types that they are; others are ``document``.
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
    """The work of each file, and problems."""
    for source in sources:
        yield from _file(source)


def _file(source: Source) -> Iterator[Publication | Problem]:
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
    own = work is data
    origin = Origin(source.path, 1 if own else lines.get("preferred-citation", 1))
    made = _made(work, own)
    key = made_key(made["author"], made["issued"], str(made.get("title", "")), "citation")
    yield from _problems(work, made, key, origin)
    digest = blake2b(
        repr(sorted(made.items(), key=str)).encode("utf-8", "replace"), digest_size=8
    ).hexdigest()
    yield Publication(key, origin=origin, digest=digest, **made)


def _problems(
    work: Mapping[str, Any], made: Mapping[str, Any], key: str, origin: Origin
) -> Iterator[Problem]:
    for name in ("title", "authors"):
        if not work.get(name):
            yield Problem(
                Code.VALUE, f"Entry “{key}”: missing “{name}”, which a CITATION.cff must have.", origin
            )
    if work.get("type") and made["type"] == "document" and work["type"] not in ("generic", "document"):
        yield Problem(
            Code.VALUE,
            f"Entry “{key}”: “{_string(work['type'])}” is not a valid type of CFF; “generic” is used.",
            origin,
        )


def _made(work: Mapping[str, Any], own: bool) -> dict[str, Any]:
    kind = _string(work.get("type")) or ("software" if own else "generic")
    made: dict[str, Any] = {"type": TYPES.get(kind, "document"), "entry_type": ""}
    made |= {attribute: _text(work.get(name)) for name, attribute in _TEXTS.items() if work.get(name)}
    made |= {attribute: _string(work.get(name)) for name, attribute in _STRINGS.items() if work.get(name)}
    event = _entity(work.get("conference"))
    if kind == "conference-paper" and event and "container_title" not in made:
        made["container_title"] = _text(event)
    elif event:
        made["event_title"] = _text(event)
    made["event_place"] = _text(_place(work.get("conference")))
    made["publisher_place"] = _text(_place(work.get("publisher")) or _place(work.get("institution")))
    made["author"] = _people(work.get("authors"))
    orcids = {
        place: normalize_orcid(_string(each.get("orcid")))
        for place, each in enumerate(_named(work.get("authors")))
        if isinstance(each, Mapping) and each.get("orcid")
    }
    if orcids:
        made["custom"] = (("author+an:orcid", text_of(format_annotations(orcids))),)
    made["editor"] = _people(work.get("editors"))
    if translators := _people(work.get("translators")):
        made["names"] = (("translator", translators),)
    made["publisher"] = _text(_entity(work.get("publisher")) or _entity(work.get("institution")))
    made["doi"] = bare_doi(_string(work.get("doi")) or _identifier(work))
    start, end = _string(work.get("start")), _string(work.get("end"))
    made["page"] = f"{start}-{end}" if start and end else start
    made["keyword"] = tuple(filter(None, map(_string, _list(work.get("keywords")))))
    made["issued"] = dates.from_fields(
        _string(work.get("date-published") or work.get("date-released")),
        _string(work.get("year")),
        _string(work.get("month")),
    ).date
    made["variables"] = tuple(
        (variable, _text(work[name])) for name, variable in _VARIABLES.items() if work.get(name)
    )
    code = _string(work.get("repository-code") or work.get("repository"))
    made["links"] = (Link("code", code),) if code else ()
    languages = [_string(each) for each in _list(work.get("languages"))]
    made["language"] = languages[0] if languages else ""
    return made


def _people(value: Any) -> tuple[Name, ...]:
    return tuple(map(_person, _named(value)))


def _named(value: Any) -> list[Any]:
    """The people of a list who have a name."""
    return [each for each in _list(value) if _person(each) != Name()]


def _person(value: Any) -> Name:
    if not isinstance(value, Mapping):
        return Name(literal=_string(value))
    if value.get("name"):
        return Name(literal=_string(value["name"]))
    parts = ("family-names", "given-names", "name-particle", "name-suffix")
    family, given, particle, suffix = (_string(value.get(part)) for part in parts)
    if not family:
        return Name(literal=given or _string(value.get("alias")))
    return Name(family, given, particle, suffix)


def _identifier(work: Mapping[str, Any]) -> str:
    found = (each for each in _list(work.get("identifiers")) if isinstance(each, Mapping))
    return next((_string(each.get("value")) for each in found if each.get("type") == "doi"), "")


def _entity(value: Any) -> str:
    return _string(value.get("name")) if isinstance(value, Mapping) else ""


def _place(value: Any) -> str:
    """Where a conference or a publisher is: city and region."""
    if not isinstance(value, Mapping):
        return ""
    return ", ".join(filter(None, (_string(value.get(part)) for part in ("city", "region"))))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: Any) -> str:
    """A scalar as one line; nothing for what is none."""
    return clean(" ".join(value.split())) if isinstance(value, str) else ""


def _text(value: Any) -> Text:
    return text_of(_string(value))
