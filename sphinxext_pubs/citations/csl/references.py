"""References of publications in a CSL style: by an engine, mended, and kept from build to build."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinxext_pubs.citations.csl.engines import Engine
from sphinxext_pubs.citations.csl.marks import Marks
from sphinxext_pubs.citations.csl.punctuation_fixes import mend
from sphinxext_pubs.citations.csl.style import CslStyle
from sphinxext_pubs.formats import html_text
from sphinxext_pubs.formats.csl_json.items import to_item
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Inline, Span, Text, join_inline

#: Changes with what this package makes of an engine's output, so that older results are thrown away.
VERSION = 2

#: What no reference shows and engines need not read.
_UNNEEDED = frozenset({"custom", "abstract", "keyword", "note", "annote", "language"})


@dataclass
class References:
    """The references of one style in one language, kept in a file; others are asked of the engine."""

    style: CslStyle
    engine: Engine
    locale: str
    folder: Path
    known: dict[str, Any] = field(default_factory=dict)
    loaded: bool = False

    @property
    def path(self) -> Path:
        """The file, by all that its content depends on but the entries."""
        engine = f"{self.engine.name}-{self.engine.version()}"
        name = f"pubs-csl-{self.style.digest}-{self.locale}-{engine}-{VERSION}.json"
        return self.folder / re.sub(r"[^\w.-]", "_", name)

    def of(self, publications: Iterable[Publication]) -> tuple[dict[str, Text], list[str]]:
        """Key → reference, and the keys on which the engine failed."""
        papers = list({paper.key: paper for paper in publications}.values())
        self._load()
        missing = [paper for paper in papers if paper.digest not in self.known]
        if missing:
            self._ask(missing)
            self._save()
        found = {paper.key: self.known.get(paper.digest) for paper in papers}
        texts = {key: from_data(value) for key, value in found.items() if value is not None}
        return texts, [key for key, value in found.items() if value is None]

    def _ask(self, papers: list[Publication]) -> None:
        marks = Marks()
        items = [item_of(paper, f"p{number}", marks) for number, paper in enumerate(papers)]
        written = self.engine.write(self.style.xml, items, self.locale)
        for number, paper in enumerate(papers):
            if value := written.get(f"p{number}"):
                self.known[paper.digest] = to_data(marks.decode(mend(value, self.locale)))

    def _load(self) -> None:
        if not self.loaded:
            self.loaded = True
            with suppress(OSError, ValueError, RecursionError):  # a broken file is no file
                content = json.loads(self.path.read_text("utf-8"))
                self.known = content if isinstance(content, dict) else {}

    def _save(self) -> None:
        beside = self.path.with_suffix(f".{os.getpid()}.tmp")
        with suppress(OSError):  # without it the next build asks again, which is only slower
            beside.write_text(json.dumps(dict(sorted(self.known.items()))), encoding="utf-8")
            os.replace(beside, self.path)


def item_of(paper: Publication, identifier: str, marks: Marks) -> dict[str, Any]:
    """The paper as an engine gets it: CSL-JSON, its rich text as marks."""
    item = to_item(paper, source=False)
    kept = {name: _encoded(value, marks) for name, value in item.items() if name not in _UNNEEDED}
    return {**kept, "id": identifier, "type": paper.type or "document"}


def _encoded(value: Any, marks: Marks) -> Any:
    if isinstance(value, str):
        text = html_text.from_html(value) if "<" in value or "&" in value else Text((value,))
        return marks.encode(text)
    if isinstance(value, dict):
        return {name: _encoded(inner, marks) for name, inner in value.items()}
    return [_encoded(inner, marks) for inner in value] if isinstance(value, list | tuple) else value


# Rich text as JSON


def to_data(text: Text) -> list[Any]:
    """The text as plain data."""
    return [part if isinstance(part, str) else _span_data(part) for part in text.parts]


def _span_data(span: Span) -> list[Any]:
    return [span.kind, to_data(Text(span.content)), span.target]


def from_data(data: Any) -> Text:
    """The text that :func:`to_data` wrote."""
    return Text(tuple(map(_part, data)))


def _part(data: Any) -> Inline:
    return data if isinstance(data, str) else Span(data[0], from_data(data[1]).parts, data[2])


# Letters after years


def with_letter(text: Text, year: str, letter: str) -> Text:
    """The reference with a letter after the first place of its year that is in no link."""
    if not year or not letter:
        return text
    parts, done = _lettered(text.parts, re.compile(rf"(?<!\d){re.escape(year)}(?!\d)"), letter)
    return Text(join_inline(parts)) if done else text


def _lettered(
    parts: tuple[Inline, ...], year: re.Pattern[str], letter: str
) -> tuple[tuple[Inline, ...], bool]:
    made: list[Inline] = []
    for place, part in enumerate(parts):
        if isinstance(part, str):
            written = year.sub(lambda found: found[0] + letter, part, count=1)
            if written != part:
                return (*made, written, *parts[place + 1 :]), True
        elif part.kind != "link":
            inner, done = _lettered(part.content, year, letter)
            if done:
                return (*made, Span(part.kind, inner, part.target), *parts[place + 1 :]), True
        made.append(part)
    return parts, False


def year_of(paper: Publication) -> str:
    """The year as references have it; empty where there is none."""
    return str(paper.issued.parts[0]) if paper.issued and paper.issued.parts else ""
