"""The data of a publication while its record is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from rispy.config import TAG_KEY_MAPPING

from sphinxext_pubs.formats.bibtex.fields import BY_FIELD
from sphinxext_pubs.formats.ris.lines import Record, Value
from sphinxext_pubs.formats.ris.types import RisType
from sphinxext_pubs.formats.ris.values import read_names, read_string, read_text, same
from sphinxext_pubs.model.problems import (
    Code,
    Problem,
    Suggestion,
    entry_name,
    field_name,
    quoted,
    repeated_field,
)
from sphinxext_pubs.model.publication import Link, Name, Origin
from sphinxext_pubs.model.rich_text import Text

#: CSL variables with an attribute in the model that is rich text, and those with one that is a string.
TEXTS = frozenset(
    {"title", "container-title", "collection-title", "event-title", "publisher", "publisher-place"}
    | {"event-place", "genre"}
)
STRINGS = frozenset({"volume", "issue", "number", "edition", "language", "status"})


#: Maximum length of the name of an editor in characters; PsycINFO lists all cited authors as one.
_MAX_NAME = 300


@dataclass(slots=True)
class Draft:
    """The attributes of a publication, and values that wait for others before they can be read."""

    key: str
    path: str
    record: Record
    ris: RisType
    attributes: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Text] = field(default_factory=dict)
    people: dict[str, list[tuple[int, Name]]] = field(default_factory=dict)
    custom: dict[str, list[str]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: The tag that a CSL variable was read from.
    sources: dict[str, str] = field(default_factory=dict)
    #: Values by meaning (``year``, ``date``, ``accessed``, ``start-page`` …), with their lines.
    waiting: dict[str, list[Value]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The type of the specification."""
        return self.ris.same or self.ris.name

    def has(self, *tags: str) -> bool:
        """True if the record has one of these tags."""
        return any(tag in self.record.values for tag in tags)

    def get(self, name: str) -> str:
        """Return a CSL variable as plain text, or empty."""
        value = self.attributes.get(name.lower().replace("-", "_")) or self.variables.get(name)
        return str(value or "")

    def store(self, name: str, tag: str, values: Sequence[Value]) -> None:
        """Set a CSL variable to the first value of a tag, unless it has one.

        Other values are kept and reported, except those that say the same.
        """
        value, *others = values
        given = self.get(name)
        if not given:
            self._set(name, value)
            self.sources[name] = tag
        elif not same(given, read_string(value)):
            others = [value, *others]
        rest = [other for other in others if not same(self.get(name), read_string(other))]
        if rest:
            self.keep(tag, rest)
            used = self.sources.get(name, tag)
            sentence = (
                f"the fields {quoted(used)} and {quoted(tag)} differ; the value of {quoted(used)} is used"
            )
            sentence = sentence if given and used != tag else repeated_field(tag)
            self.add_problem(Code.DUPLICATE_FIELD, sentence, rest[0].line)

    def _set(self, name: str, value: str) -> None:
        if name in TEXTS:
            self.attributes[name.replace("-", "_")] = read_text(value)
        elif name in STRINGS:
            self.attributes[name] = read_string(value)
        elif name in ("DOI", "URL"):
            self.attributes[name.lower()] = value
        else:
            self.variables[name] = read_text(value)

    def add_people(self, role: str, values: Iterable[Value]) -> None:
        """Add the names of values to the people with a role; a list of cited authors is kept."""
        for value in values:
            if role != "author" and len(value) > _MAX_NAME:
                self.keep("A2", [value])
                continue
            self.people.setdefault(role, []).extend((value.line, name) for name in read_names([value]))

    def fill(self, name: str, value: str) -> None:
        """Set a CSL variable unless it has a value."""
        if value and not self.get(name):
            self._set(name, value)

    def wait(self, meaning: str, values: Iterable[Value]) -> None:
        """Keep values until all tags are read."""
        self.waiting.setdefault(meaning, []).extend(values)

    def keep(self, tag: str, values: Iterable[str]) -> None:
        """Keep values in a custom field, without a report."""
        kept = self.custom.setdefault(custom_name(tag), [])
        kept += [text for value in values if (text := read_string(value)) and text not in kept]

    def leave(self, tag: str, values: Sequence[Value]) -> None:
        """Keep the values of a tag without a meaning in a custom field, and report it."""
        self.keep(tag, values)
        sentence = f"the tag {quoted(tag)} is unknown; its value is kept, but not shown"
        remedy = Suggestion(remedy="Write the value after another tag, or remove it")
        self.add_problem(Code.VALUE, sentence, values[0].line, remedy)

    def add_problem(
        self,
        code: Code,
        sentence: str,
        line: int,
        suggestion: Suggestion | None = None,
        *,
        name: str = "",
        cause: str = "",
    ) -> None:
        """Add a problem of a line, or of a field in it."""
        origin, place = Origin(self.path, line), field_name(self.key, name) if name else entry_name(self.key)
        self.problems.append(Problem(code, sentence, origin, suggestion=suggestion, place=place, cause=cause))


#: The values of a tag, and a function that reads those of one.
Values: TypeAlias = Sequence[Value]
Rule: TypeAlias = Callable[[Draft, str, Values], None]


def custom_name(tag: str) -> str:
    """Return the name of the custom field for a tag: rispy's, with a prefix if people use it in BibTeX."""
    name = TAG_KEY_MAPPING.get(tag, "").replace("_", "-")
    return name if name and name not in BY_FIELD and tag != "N1" else f"ris-{name or tag.lower()}"
