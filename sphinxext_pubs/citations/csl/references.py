"""References and citations in a CSL style: written by pandoc, and cached between builds."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sphinxext_pubs.citations.csl.clusters import Cluster, Solved, solve
from sphinxext_pubs.citations.csl.locators import Term, Terms, read_terms
from sphinxext_pubs.citations.csl.pandoc import EngineError, EngineUnavailableError, Pandoc
from sphinxext_pubs.citations.csl.style import MOST_GLOBAL, CslStyle
from sphinxext_pubs.citations.csl.works import Preparation, Work, works_of
from sphinxext_pubs.library.atomic import write_atomically
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Inline, Span, Text

#: To be increased when the same data would be written otherwise, which invalidates the cache.
VERSION = 4

#: The maximum number of works in a run of references that do not depend on each other.
BATCH = 2000
#: Seconds for finding the works on which pandoc fails, after the first failure of a batch.
_PATIENCE = 60.0
#: The maximum number of joint runs of a style that are kept.
_KEPT = 8
#: The number of references that are kept in any case, more than twice those of the last build.
_SPARE = 1000
#: The maximum number of files that are kept: up to two for a style, and one for a language.
_MOST_FILES = 60


@dataclass
class Engine:
    """pandoc with a style and a language; what it writes is kept in files in ``folder``.

    ``begin`` is called with the number of works and citations before each run, which may take a while.
    """

    pandoc: Pandoc
    style: CslStyle
    locale: str
    folder: Path
    sentence_case: bool = True
    begin: Callable[[int, int], None] = lambda works, citations: None
    _stored: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """An identifier of all that texts depend on besides the style, works and citations."""
        case = "sentence case" if self.sentence_case else "as is"
        return f"{self.locale} pandoc {self.pandoc.version} {case} {VERSION}"

    @property
    def preparation(self) -> Preparation:
        """How works are prepared for the style."""
        return Preparation(self.style.variables, self.locale, self.sentence_case)

    # References of works that do not depend on each other

    def references(self, papers: Iterable[Publication]) -> tuple[dict[str, Text], dict[str, str]]:
        """Return the references of papers by key, and for those without one why it failed."""
        papers = list({paper.key: paper for paper in papers}.values())
        cached = self._load("references")
        missing = [paper for paper in papers if paper.digest not in cached]
        failures: dict[str, str] = {}
        if missing:
            self.begin(len(missing), 0)
            for start in range(0, len(missing), BATCH):
                self._write_references(missing[start : start + BATCH], cached, failures)
            if len(cached) > 2 * len(papers) + _SPARE:
                used = (paper.digest for paper in papers)
                cached = self._stored["references"] = {key: cached[key] for key in used if key in cached}
            self._save("references", cached)
        values = {paper.key: cached.get(paper.digest) for paper in papers}
        texts = {key: from_data(value) for key, value in values.items() if value}
        empty = {
            key: failures.get(key, "the style prints nothing of it") for key in values if key not in texts
        }
        return texts, empty

    def _write_references(
        self,
        papers: Sequence[Publication],
        cached: dict[str, Any],
        failures: dict[str, str],
        until: float = 0.0,
    ) -> None:
        """Write references; if that fails, those of each half, so that only one work is without.

        ``until`` is the time of the last try, if one failed before.
        """
        works = works_of(papers)
        try:
            solved = solve(
                self.pandoc,
                self.style.alone,
                self.locale,
                works=works,
                clusters=(),
                terms={},
                preparation=self.preparation,
            )
        except EngineError as error:
            until = until or time.monotonic() + _PATIENCE
            is_last = isinstance(error, EngineUnavailableError) or time.monotonic() > until
            if len(papers) == 1 or is_last:
                failures |= dict.fromkeys((paper.key for paper in papers), str(error))
                return
            half = len(papers) // 2
            self._write_references(papers[:half], cached, failures, until)
            self._write_references(papers[half:], cached, failures, until)
            return
        for work in works:
            text = solved.references.get(work.identifier)
            cached[work.paper.digest] = to_data(text) if text else None

    # Citations of a project

    def solve(self, works: Sequence[Work], clusters: Sequence[Cluster], first: Sequence[str] = ()) -> Solved:
        """Return the texts of the project's citations and of what they cite; raises EngineError."""
        content = (works_key(works), clusters, tuple(first))
        digest = blake2b(repr(content).encode("utf-8", "replace"), digest_size=16).hexdigest()
        cached = self._load("citations")
        if digest not in cached:
            self.begin(len(works), len(clusters))
            xml = self.style.joint if len(works) <= MOST_GLOBAL else self.style.large
            solved = solve(
                self.pandoc,
                xml,
                self.locale,
                works=works,
                clusters=clusters,
                terms=self.terms() if any(map(_has_locator, clusters)) else {},
                preparation=self.preparation,
                first=first,
            )
            cached[digest] = _solved_data(solved)
            for old in list(cached)[:-_KEPT]:
                del cached[old]
            self._save("citations", cached)
        return _solved_from(cached[digest])

    def terms(self) -> Terms:
        """Return the words for locators; raises EngineError."""
        cached = self._load("terms")
        if not cached:
            terms = read_terms(self.pandoc, self.locale)
            cached |= {label: [term.singular, term.plural] for label, term in terms.items()}
            self._save("terms", cached)
        return {label: Term(*words) for label, words in cached.items()}

    # Files

    def _path(self, kind: str) -> Path:
        """Return the file of a kind of texts, named by all that these depend on except works and clusters."""
        style = "" if kind == "terms" else f"-{self.style.digest}{'' if self.sentence_case else '-as-is'}"
        name = f"pubs-csl-{kind}{style}-{self.locale}-{self.pandoc.version}-{VERSION}.json"
        return self.folder / re.sub(r"[^\w.-]", "_", name)

    def _load(self, kind: str) -> dict[str, Any]:
        if kind not in self._stored:
            self._stored[kind] = {}
            with suppress(OSError):  # not stored yet: the references are written again
                digest, _, content = self._path(kind).read_bytes().partition(b"\n")
                if digest == _digest(content):  # otherwise the file is damaged
                    self._stored[kind] = json.loads(content)
        return self._stored[kind]

    def _save(self, kind: str, values: Mapping[str, Any]) -> None:
        content = json.dumps(values).encode("ascii")
        with suppress(OSError):  # without a cache the next build is only slower
            write_atomically(self._path(kind), (_digest(content), b"\n", content))
            files = sorted(self.folder.glob("pubs-csl-*.json"), key=lambda path: path.stat().st_mtime_ns)
            for old in files[:-_MOST_FILES]:
                old.unlink()


def _digest(content: bytes) -> bytes:
    """Return a line that tells whether a file is whole."""
    return blake2b(content, digest_size=16).hexdigest().encode("ascii")


def _has_locator(cluster: Cluster) -> bool:
    return any(part.item.locator for part in cluster.parts)


def works_key(works: Sequence[Work]) -> tuple[tuple[str, str], ...]:
    """Return what a run depends on of its works."""
    return tuple((work.identifier, work.paper.digest) for work in works)


# Texts as JSON


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


def _solved_data(solved: Solved) -> dict[str, Any]:
    return {
        "citations": [to_data(text) for text in solved.citations],
        "notes": [[to_data(text) for text in texts] for texts in solved.notes],
        "references": {name: to_data(text) for name, text in solved.references.items()},
    }


def _solved_from(data: Any) -> Solved:
    return Solved(
        tuple(map(from_data, data["citations"])),
        tuple(tuple(map(from_data, texts)) for texts in data["notes"]),
        {name: from_data(text) for name, text in data["references"].items()},
    )
