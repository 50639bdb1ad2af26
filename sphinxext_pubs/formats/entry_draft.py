"""Collecting the values of an entry, for formats whose tables map a field to a target in a publication.

A target is the name of an attribute of :class:`~sphinxext_pubs.model.publication.Publication`, or
``names:editor``, ``variable:ISBN`` or ``custom:coden`` for a pair in these attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from sphinxext_pubs.formats.arxiv import first_arxiv_id, is_preprint
from sphinxext_pubs.formats.note_fields import with_note_fields
from sphinxext_pubs.formats.program_notes import with_program_note
from sphinxext_pubs.model.problems import Code, Problem, Suggestion, entry_name, quoted, repeated_field
from sphinxext_pubs.model.publication import Link, Name, Origin, Publication, bare_doi
from sphinxext_pubs.model.rich_text import EMPTY, Text, clean, join_inline, text_of
from sphinxext_pubs.notation import dates
from sphinxext_pubs.notation.addresses import read_addresses
from sphinxext_pubs.notation.annotations import format_annotations
from sphinxext_pubs.notation.dois import read_doi
from sphinxext_pubs.notation.pages import normalize_pages
from sphinxext_pubs.notation.serials import with_hyphen

#: The attributes that are plain strings.
STRINGS = frozenset(
    {"volume", "issue", "number", "page", "edition", "url", "arxiv", "language", "status", "doi"}
)
_ISBN_LENGTHS, _ISSN_LENGTH = (10, 13), 8
_SERIAL = re.compile(r"[\dXx]+")
_IN_PARENTHESES = re.compile(r"\([^()]*\)")


@dataclass(slots=True)
class EntryDraft:
    """The values of an entry while it is read."""

    origin: Origin
    key: str = ""
    type: str = "document"
    values: dict[str, Any] = field(default_factory=dict)
    names: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    variables: dict[str, Text] = field(default_factory=dict)
    custom: dict[str, Text] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    reports: list[Problem] = field(default_factory=list)

    def put(self, target: str, value: str | Text) -> bool:
        """Set the value of a target that has none; add it to a note or a custom field that has one.

        Return False if the target has another value, which is kept.
        """
        text = value if isinstance(value, Text) else text_of(clean(" ".join(value.split())))
        kind, _, name = target.rpartition(":")
        if not text:
            return True
        pairs: dict[str, Any] = {"variable": self.variables, "custom": self.custom}.get(kind, self.values)
        if not kind and name in STRINGS:
            string = normalize_pages(str(text)) if name == "page" else str(text)
            old = pairs.get(name) or ""
            pairs[name] = old or string
            return not old or old == string
        old_text = pairs.get(name) or EMPTY
        if kind == "custom" or name in ("note", "abstract"):
            pairs[name] = _joined(old_text, text)
            return True
        pairs[name] = old_text or text
        return not old_text or old_text == text

    def put_once(self, target: str, value: str | Text, name: str, line: int = 0) -> None:
        """Set the value of a target; a field that gives another one is reported."""
        if not self.put(target, value):
            self.report(Code.DUPLICATE_FIELD, repeated_field(name), line)

    def text(self, target: str) -> str:
        """Return the plain text of a target, or the empty string."""
        kind, _, name = target.rpartition(":")
        pairs: Mapping[str, Any] = {"variable": self.variables, "custom": self.custom}.get(kind, self.values)
        return str(pairs.get(name, ""))

    def put_names(self, target: str, people: Iterable[Name]) -> None:
        """Add people to the authors, the editors or another list of names."""
        kind, _, name = target.rpartition(":")
        pairs = self.names if kind else self.values
        pairs[name] = (*pairs.get(name, ()), *people)

    def put_annotations(self, role: str, kind: str, annotations: Mapping[int, str]) -> None:
        """Set annotations of the people of a role, such as ``orcid``, by their positions."""
        if annotations:
            self.custom[f"{role}+an:{kind}"] = text_of(format_annotations(annotations))

    def put_doi(self, value: str) -> None:
        """Set the DOI; an address that is not a DOI's becomes a link."""
        doi = read_doi(value)
        if "://" in doi:
            self.put_url(doi)
        elif doi and not self.values.get("doi"):
            self.values["doi"] = clean(doi)

    def put_url(self, value: str) -> None:
        """Set the address, or add further links if there is one or the value contains several.

        The address of a DOI is the DOI.
        """
        for address in read_addresses(clean(value)):
            doi = bare_doi(address.target)
            if doi != address.target and self.values.setdefault("doi", doi).lower() == doi.lower():
                continue
            if self.values.setdefault("url", address.target) != address.target:
                self.add_link(Link("url", address.target, address.label))

    def add_link(self, link: Link) -> None:
        """Add a link that is not in the draft."""
        if all(link.target != other.target for other in self.links):
            self.links.append(link)

    def put_date(self, *fields: str, name: str, line: int = 0) -> None:
        """Set the date and the status from the arguments of :func:`dates.from_fields`; report problems."""
        parsed = dates.from_fields(*fields)
        self.values["issued"] = parsed.date
        if parsed.status:
            self.values["status"] = parsed.status
        if parsed.problem:
            self.report(Code.DATE, parsed.problem, line, name=name)

    def put_serials(self, values: Iterable[str]) -> list[str]:
        """Set ISBNs and ISSNs, and return the values that are neither.

        The notes of PubMed and EndNote in parentheses (``(Electronic)``) are removed.
        """
        serials: dict[str, list[str]] = {"ISBN": [], "ISSN": []}
        others: list[str] = []
        for value in values:
            serial = _IN_PARENTHESES.sub("", value).strip()
            length = len("".join(_SERIAL.findall(serial)))
            kind = "ISBN" if length in _ISBN_LENGTHS else "ISSN" if length == _ISSN_LENGTH else ""
            (serials[kind] if kind else others).append(with_hyphen(serial) if kind else value)
        for kind, found in serials.items():
            self.put(f"variable:{kind}", ", ".join(dict.fromkeys(found)))
        return others

    def report(
        self,
        code: Code,
        sentence: str,
        line: int = 0,
        *,
        name: str = "",
        cause: str = "",
        suggestion: Suggestion | None = None,
    ) -> None:
        """Add a problem of the entry or of a field, at the beginning of the entry or at another line."""
        origin = Origin(self.origin.path, line or self.origin.line)
        self.reports.append(Problem(code, sentence, origin, suggestion=suggestion, place=name, cause=cause))

    @property
    def problems(self) -> list[Problem]:
        """The problems of the entry, which is known by its key or title once it is read."""
        title = self.text("title")
        entry = entry_name(self.key) if self.key or not title else f"entry {quoted(title)}"
        return [replace(problem, place=_place(entry, problem.place)) for problem in self.reports]

    def keep(self, prefix: str, name: str, value: Text, label: str, line: int = 0) -> None:
        """Keep a field that its format does not define as a custom field, and report it."""
        self.put(f"custom:{prefix}-{clean(name).lower()}", value)
        sentence = f"{label} does not define {quoted(name)}; its value is kept, but not shown"
        remedy = Suggestion(remedy="Write the value into another field, or remove it")
        self.report(Code.VALUE, sentence, line, suggestion=remedy)

    def publication(self) -> Publication:
        """Return the publication."""
        self._recognize_preprint()
        attributes = {
            **{name: value for name, value in self.values.items() if value},
            "type": self.type,
            "names": tuple((role, people) for role, people in self.names.items() if people),
            "variables": tuple(self.variables.items()),
            "custom": tuple(self.custom.items()),
            "links": tuple(self.links),
        }
        content = repr((self.key, sorted(attributes.items(), key=str))).encode("utf-8", "replace")
        digest = blake2b(content, digest_size=8).hexdigest()
        publication = Publication(self.key, origin=self.origin, digest=digest, **attributes)
        return with_program_note(with_note_fields(publication)) if publication.note else publication

    def _recognize_preprint(self) -> None:
        """Set the arXiv ID that occurs in other values, and the type of a work that is only a preprint."""
        names = ("container_title", "url", "doi", "volume", "note")
        arxiv_id = self.text("arxiv") or first_arxiv_id(self.text(name) for name in names)
        self.values["arxiv"] = arxiv_id
        if is_preprint(
            self.type,
            container=self.text("container_title"),
            publisher=self.text("publisher"),
            doi=self.text("doi"),
            in_archive=bool(arxiv_id),
        ):
            self.type = "article"
        if self.type == "article":
            self.values.setdefault("status", "preprint")


def _place(entry: str, name: str) -> str:
    return f"{entry}, field {quoted(name)}" if name else entry


def _joined(old: Text, new: Text) -> Text:
    """Return two texts as one, with a semicolon between them; a text is not repeated."""
    if not old or old == new:
        return new
    return Text(join_inline((*old.parts, "; ", *new.parts)))


def unique(values: Sequence[str]) -> tuple[str, ...]:
    """Return the values that are not empty, each once, in their order."""
    return tuple(dict.fromkeys(filter(None, values)))
