"""Publications with the words of BibLaTeX's localization keys and lists in the reader's language.

The library has these words in English. They are made again of the fields of the entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sphinxext_pubs.formats.bibtex.fields import GENRES
from sphinxext_pubs.formats.bibtex.localization import is_list, list_in_words, series_in_words
from sphinxext_pubs.formats.latex import decode
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Text, text_of
from sphinxext_pubs.notation.l10n import Translate, is_english

#: Attributes with lists → the fields that they may come from.
_LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("publisher", ("publisher", "institution", "school", "organization")),
    ("publisher_place", ("location", "address")),
    ("event_place", ("location",)),
)
_GENRES = frozenset(GENRES.values())


def localized(paper: Publication, language: str, translate: Translate) -> Publication:
    """Return the publication with its words in a language; the same object in English."""
    if is_english(language) or not paper.source:
        return paper
    words = dict(_changes(paper, dict(paper.source_fields), language, translate))
    return replace(
        paper,
        publisher=words.get("publisher", paper.publisher),
        publisher_place=words.get("publisher_place", paper.publisher_place),
        event_place=words.get("event_place", paper.event_place),
        collection_title=words.get("collection_title", paper.collection_title),
        genre=words.get("genre", paper.genre),
    )


def _changes(
    paper: Publication, fields: Mapping[str, str], language: str, translate: Translate
) -> Iterator[tuple[str, Text]]:
    """Yield the attributes that are words for keys or lists, in the language."""
    for attribute, names in _LISTS:
        text = str(getattr(paper, attribute))
        for value in (fields.get(name, "") for name in names if text):
            if is_list(value) and list_in_words(value, decode.to_str) == text:
                yield attribute, text_of(list_in_words(value, decode.to_str, language, translate))
                break
    series = fields.get("series", "")
    if series and series_in_words(series) == str(paper.collection_title):
        yield "collection_title", text_of(series_in_words(series, language, translate))
    kind, genre = fields.get("type", ""), str(paper.genre)
    if genre in _GENRES and (not kind or kind.lower() in GENRES):
        yield "genre", text_of(translate(genre))
