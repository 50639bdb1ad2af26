"""The terms of locators in a language, which pandoc reads only in the language of the document.

They come from one run of a style that prints every term, so that they are those of CSL's locales.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sphinxext_pubs.citations.csl import inlines
from sphinxext_pubs.citations.csl.pandoc import Json, Pandoc
from sphinxext_pubs.citations.csl.style_data import style_uri
from sphinxext_pubs.citations.pandoc_syntax import CitationItem, is_plural

#: The locators that pandoc recognizes (CSL 1.0.2, "Locators").
LABELS: tuple[str, ...] = (
    *("book", "chapter", "column", "figure", "folio", "issue", "line", "note", "opus", "page"),
    *("paragraph", "part", "section", "sub-verbo", "verse", "volume"),
)


@dataclass(frozen=True, slots=True)
class Term:
    """The words for a locator: one and several, as written before a number."""

    singular: str
    plural: str


Terms = Mapping[str, Term]

_PROBE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Terms</title><id>terms</id><updated>2024-01-01T00:00:00+00:00</updated></info>
<citation><layout><text value="x"/></layout></citation>
<bibliography><layout delimiter="">{}</layout></bibliography></style>"""
_SEPARATOR = "\u241e"


def read_terms(pandoc: Pandoc, locale: str) -> Terms:
    """Return the words for each locator in a language; raises EngineError."""
    texts = "".join(
        f'<text term="{label}" form="short" plural="{plural}" suffix="{_SEPARATOR}"/>'
        for label in LABELS
        for plural in ("false", "true")
    )
    meta: dict[str, Json] = {
        "csl": {"t": "MetaString", "c": style_uri(_PROBE.format(texts))},
        "lang": {"t": "MetaString", "c": locale},
        "references": {"t": "MetaList", "c": [_work()]},
        "nocite": {"t": "MetaInlines", "c": [_cite()]},
    }
    (refs,) = pandoc.run(meta, [], 1)
    (entry,) = refs["c"][1]
    words = str(inlines.to_text(entry["c"][1][0]["c"])).split(_SEPARATOR)
    pairs = zip(words[::2], words[1::2], strict=False)
    return {label: Term(*pair) for label, pair in zip(LABELS, pairs, strict=False)}


def _work() -> Json:
    return {
        "t": "MetaMap",
        "c": {"id": {"t": "MetaString", "c": "p0"}, "type": {"t": "MetaString", "c": "book"}},
    }


def _cite() -> Json:
    part: Json = {
        "citationId": "p0",
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 1,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[part], []]}


def suffix(item: CitationItem, terms: Terms) -> str:
    """Return locator and suffix of a citation as pandoc reads them: ``, {p. 3} and elsewhere``."""
    if not item.locator:
        return item.suffix
    term = terms.get(item.kind)
    words = (term.plural if is_plural(item.locator) else term.singular) if term else ""
    if not words:
        words = item.kind  # a locator without a term in CSL, such as a table: the words are its text
    return f", {{{words} {item.locator}}}{item.suffix}" if words else f", {{{item.locator}}}{item.suffix}"
