"""References of publications in a CSL style: formatted by an engine, fixed, and cached between builds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sphinxext_pubs.citations.csl.engines import Engine
from sphinxext_pubs.citations.csl.marks import Marks
from sphinxext_pubs.citations.csl.punctuation_fixes import fix_punctuation
from sphinxext_pubs.citations.csl.style import CslStyle
from sphinxext_pubs.formats import html_text
from sphinxext_pubs.formats.csl_json.items import to_item
from sphinxext_pubs.library.atomic import write_atomically
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import Inline, Span, Text, join_inline
from sphinxext_pubs.notation.names import OTHERS

#: To be increased when the processing of an engine's output changes, which invalidates the cache.
VERSION = 3

#: Variables that references do not show, so engines need not process them.
_UNUSED_VARIABLES = frozenset({"custom", "abstract", "keyword", "note", "annote", "language"})


@dataclass
class References:
    """The references in one style and language, cached in a file; new ones are formatted by the engine."""

    style: CslStyle
    engine: Engine
    locale: str
    folder: Path
    cached: dict[str, Any] = field(default_factory=dict)
    loaded: bool = False

    @property
    def path(self) -> Path:
        """The cache file, named by all that its content depends on, except the entries."""
        engine = f"{self.engine.name}-{self.engine.version()}"
        name = f"pubs-csl-{self.style.digest}-{self.locale}-{engine}-{VERSION}.json"
        return self.folder / re.sub(r"[^\w.-]", "_", name)

    def format(self, publications: Iterable[Publication]) -> tuple[dict[str, Text], list[str]]:
        """Return a mapping of keys to references, and the keys for which the engine failed."""
        papers = list({paper.key: paper for paper in publications}.values())
        self._load()
        missing = [paper for paper in papers if paper.digest not in self.cached]
        if missing:
            self._format_missing(missing)
            self._save()
        values = {paper.key: self.cached.get(paper.digest) for paper in papers}
        texts = {key: from_data(value) for key, value in values.items() if value is not None}
        return texts, [key for key, value in values.items() if value is None]

    def _format_missing(self, papers: list[Publication]) -> None:
        marks = Marks()
        items = [csl_item(paper, f"p{number}", marks) for number, paper in enumerate(papers)]
        references = self.engine.write(self.style.xml, items, self.locale)
        for number, paper in enumerate(papers):
            if value := references.get(f"p{number}"):
                self.cached[paper.digest] = to_data(marks.decode(fix_punctuation(value, self.locale)))

    def _load(self) -> None:
        if not self.loaded:
            self.loaded = True
            with suppress(OSError, ValueError, RecursionError):  # an invalid file is ignored
                content = json.loads(self.path.read_text("utf-8"))
                self.cached = content if isinstance(content, dict) else {}

    def _save(self) -> None:
        content = json.dumps(dict(sorted(self.cached.items())))
        with suppress(OSError):  # without a cache the next build is only slower
            write_atomically(self.path, (content.encode("ascii"),))


def csl_item(paper: Publication, identifier: str, marks: Marks) -> dict[str, Any]:
    """Return a paper as CSL-JSON for an engine, with rich text encoded as marks."""
    item = to_item(_with_collaboration(paper), source=False)
    values = {
        name: _encode_value(value, marks) for name, value in item.items() if name not in _UNUSED_VARIABLES
    }
    return {**values, "id": identifier, "type": paper.type or "document"}


def _with_collaboration(paper: Publication) -> Publication:
    """Return the paper with its collaboration as the last author, as CSL has no variable for it."""
    name = next((str(text) for field, text in paper.custom if field == "collaboration"), "")
    if not name or not paper.author or any(person.literal == name for person in paper.author):
        return paper
    *people, last = paper.author
    group = Name(literal=name)
    return replace(paper, author=(*people, group, last) if last == OTHERS else (*people, last, group))


def _encode_value(value: Any, marks: Marks) -> Any:
    if isinstance(value, str):
        text = html_text.from_html(value) if "<" in value or "&" in value else Text((value,))
        return marks.encode(text)
    if isinstance(value, dict):
        return {name: _encode_value(inner, marks) for name, inner in value.items()}
    return [_encode_value(inner, marks) for inner in value] if isinstance(value, list | tuple) else value


# Rich text as JSON


def to_data(text: Text) -> list[Any]:
    """Return the text as plain data."""
    return [part if isinstance(part, str) else _span_data(part) for part in text.parts]


def _span_data(span: Span) -> list[Any]:
    return [span.kind, to_data(Text(span.content)), span.target]


def from_data(data: Any) -> Text:
    """Return the text that :func:`to_data` encoded."""
    return Text(tuple(map(_inline_from_data, data)))


def _inline_from_data(data: Any) -> Inline:
    return data if isinstance(data, str) else Span(data[0], from_data(data[1]).parts, data[2])


# Letters after years


def add_year_letter(text: Text, year: str, letter: str) -> Text:
    """Return the reference with a letter after the first occurrence of its year outside links."""
    if not year or not letter:
        return text
    parts, done = _add_letter(text.parts, re.compile(rf"(?<!\d){re.escape(year)}(?!\d)"), letter)
    return Text(join_inline(parts)) if done else text


def _add_letter(
    parts: tuple[Inline, ...], year: re.Pattern[str], letter: str
) -> tuple[tuple[Inline, ...], bool]:
    before: list[Inline] = []
    for index, part in enumerate(parts):
        if isinstance(part, str):
            lettered = year.sub(lambda match: match[0] + letter, part, count=1)
            if lettered != part:
                return (*before, lettered, *parts[index + 1 :]), True
        elif part.kind != "link":
            inner, done = _add_letter(part.content, year, letter)
            if done:
                return (*before, Span(part.kind, inner, part.target), *parts[index + 1 :]), True
        before.append(part)
    return parts, False


def reference_year(paper: Publication) -> str:
    """Return the year as written in references, or empty."""
    return str(paper.issued.parts[0]) if paper.issued and paper.issued.parts else ""
