"""Citations in a CSL style: what one role cites, as pandoc's document, and the texts that come back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sphinxext_pubs.citations.csl import inlines, locators
from sphinxext_pubs.citations.csl.locators import Terms
from sphinxext_pubs.citations.csl.pandoc import EngineError, Json, Pandoc
from sphinxext_pubs.citations.csl.style_data import style_uri
from sphinxext_pubs.citations.csl.works import Preparation, Work
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.model.rich_text import Inline, Span, Text

#: How a work is cited: in parentheses, as part of the sentence, or without its author.
Mode: TypeAlias = Literal["p", "t", "bare"]

_MODES: Mapping[Mode, str] = {"p": "NormalCitation", "t": "AuthorInText", "bare": "SuppressAuthor"}

#: The target of a link to the entry of a work, before its id.
ENTRY = "#ref-"


@dataclass(frozen=True, slots=True)
class Part:
    """One work in a citation; ``identifier`` is that of the work in the run."""

    identifier: str
    item: CitationItem
    mode: Mode = "p"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Works that are cited together: in one pair of brackets, or one footnote with the number ``note``."""

    parts: tuple[Part, ...]
    note: int = 1


@dataclass(frozen=True, slots=True)
class Solved:
    """The texts of a run: of each cluster, its footnotes, and the reference of each work by its id.

    The parts of works are links to ``#ref-`` and the id.
    """

    citations: tuple[Text, ...]
    notes: tuple[tuple[Text, ...], ...]
    references: Mapping[str, Text]


def solve(
    pandoc: Pandoc,
    xml: str,
    locale: str,
    *,
    works: Sequence[Work],
    clusters: Sequence[Cluster],
    terms: Terms,
    preparation: Preparation,
    first: Sequence[str] = (),
) -> Solved:
    """Return the texts of the clusters and works; raises EngineError.

    ``first`` are the ids of works in the order of their numbers, in styles with numbers.
    """
    from sphinxext_pubs.citations.csl.items import reference  # only if pandoc runs

    hidden = [Cluster(tuple(Part(identifier, CitationItem("")) for identifier in first))] if first else []
    cited = {part.identifier for cluster in (*hidden, *clusters) for part in cluster.parts}
    references = [reference(work, preparation) for work in works]
    uncited = [work.identifier for work in works if work.identifier not in cited]
    meta = _meta(xml, locale, references, uncited)
    blocks = [_paragraph(cluster, terms) for cluster in (*hidden, *clusters)]
    return _read(pandoc.run(meta, blocks, len(works)), len(hidden), len(clusters))


def _meta(xml: str, locale: str, references: Sequence[Json], uncited: Sequence[str]) -> dict[str, Json]:
    meta: dict[str, Json] = {
        "csl": {"t": "MetaString", "c": style_uri(xml)},
        "lang": {"t": "MetaString", "c": locale},
        "link-citations": {"t": "MetaBool", "c": True},
        "references": {"t": "MetaList", "c": references},
    }
    if uncited:
        parts = [_part(Part(identifier, CitationItem("")), 1, {}) for identifier in uncited]
        meta["nocite"] = {"t": "MetaInlines", "c": [{"t": "Cite", "c": [parts, []]}]}
    return meta


def _paragraph(cluster: Cluster, terms: Terms) -> Json:
    parts = [_part(part, cluster.note, terms) for part in cluster.parts]
    return {"t": "Para", "c": [{"t": "Cite", "c": [parts, [{"t": "Str", "c": "?"}]]}]}


def _part(part: Part, note: int, terms: Terms) -> Json:
    return {
        "citationId": part.identifier,
        "citationPrefix": inlines.from_string(part.item.prefix),
        "citationSuffix": inlines.from_string(locators.suffix(part.item, terms)),
        "citationMode": {"t": _MODES[part.mode]},
        "citationNoteNum": note,
        "citationHash": 1,
    }


def _read(blocks: Iterable[Any], hidden: int, count: int) -> Solved:
    blocks = list(blocks)
    cited = [block["c"] for block in blocks if block["t"] == "Para"][hidden:]
    if len(cited) != count:
        raise EngineError("it lost citations")
    return Solved(
        tuple(inlines.to_text(content) for content in cited),
        tuple(tuple(map(inlines.to_text, inlines.notes_in(content))) for content in cited),
        dict(_references(blocks)),
    )


def _references(blocks: Iterable[Any]) -> Iterator[tuple[str, Text]]:
    for block in blocks:
        if block["t"] != "Div":
            continue
        identifier = block["c"][0][0]
        if identifier.startswith("ref-"):
            yield identifier.removeprefix("ref-"), _entry_text(block["c"][1])
        else:
            yield from _references(block["c"][1])


def _entry_text(blocks: Iterable[Any]) -> Text:
    """Return the text of an entry; its blocks are joined by spaces, and links are left to us."""
    parts: list[Inline] = []
    for block in blocks:
        inner = _entry_text(block["c"][1]) if block["t"] == "Div" else inlines.to_text(block["c"])
        parts += [" "] * bool(parts and inner) + [*inner.parts]
    return Text(tuple(parts))


def linked_works(text: Text) -> set[str]:
    """Return the ids of the works to whose entries a text links."""
    return set(_links(text.parts))


def _links(parts: Iterable[Inline]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Span):
            if part.kind == "link" and part.target.startswith(ENTRY):
                yield part.target.removeprefix(ENTRY)
            yield from _links(part.content)
