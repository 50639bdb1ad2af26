"""FIELDS: further words of filter expressions beside the facets, one row each.

A field is not an option of lists, and lists are neither grouped nor sorted by it. ``has`` is the word for
whatever a paper has: a facet, a field, a part of its entry, or a kind of link.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TypeAlias

from sphinxext_pubs.model.links import doi_url
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.notation.matching import TERMS, WORDS
from sphinxext_pubs.query.facet import Facet

Texts: TypeAlias = Callable[[Publication], tuple[str, ...]]


def _text_values(name: str) -> Texts:
    """Return a function that returns an attribute of a publication as plain text, if it has it."""
    read = attrgetter(name)
    return lambda publication: tuple(filter(None, [str(read(publication))]))


def _doi_values(publication: Publication) -> tuple[str, ...]:
    """Return the DOI, its address, and its prefix, which is that of the publisher."""
    doi = publication.doi
    return tuple(filter(None, [doi, doi_url(doi), doi.partition("/")[0]]))


FIELDS: Table[Facet] = Table(
    (
        Facet(
            name="title",
            help="Words of the title.",
            matching=WORDS,
            values=_text_values("title"),
            searched=_text_values("title"),
            examples=('title has "language model*"',),
        ),
        Facet(
            name="doi",
            help="The DOI or its prefix, with or without “https://doi.org/”.",
            title="DOI",
            matching=TERMS,
            values=_doi_values,
            searched=_text_values("doi"),
            examples=("doi = 10.18653", 'doi = "10.18653/v1/2024.*"'),
        ),
        Facet(
            name="note",
            help="Words of the note.",
            matching=WORDS,
            values=_text_values("note"),
            searched=_text_values("note"),
            examples=('note has "oral presentation"',),
        ),
        Facet(
            name="abstract",
            help="Words of the abstract.",
            matching=WORDS,
            values=_text_values("abstract"),
            searched=_text_values("abstract"),
            examples=("abstract has diffusion",),
        ),
    )
)


# What a paper has ----------------------------------------------------------------------------------

#: Attributes of a publication that say nothing of a value in its data.
_NO_VALUES = frozenset({"custom", "digest", "entry_type", "key", "links", "names", "origin", "variables"})
#: The attributes that hold a value of the data.
_ATTRIBUTES = tuple(name for name in Publication.__dataclass_fields__ if name not in _NO_VALUES)
_read_attributes = attrgetter(*_ATTRIBUTES)

#: Further words for attributes and links: those of facets, of parts of an entry, and of buttons.
_FURTHER: dict[str, tuple[str, ...]] = {
    "abstract": ("abs",),
    "arxiv": ("pdf",),  # the PDF on arXiv
    "author": ("authors", "first-author"),
    "award": ("awards",),
    "container_title": ("venue",),
    "editor": ("editors",),
    "event_title": ("venue",),
    "image": ("picture",),
    "issued": ("date", "year"),
    "keyword": ("keywords",),
    "page": ("pages",),
    "source": ("bibtex", "bib"),
}


def having_word(word: str) -> str:
    """Return a word after ``has``, or the name of a field, in the form that is compared."""
    return word.strip().lower().replace("_", "-")


#: What a paper has: a flag for each attribute, and the names of all other fields and links.
Possessions: TypeAlias = tuple[tuple[bool, ...], tuple[str, ...]]


def possessions(publication: Publication) -> Possessions:
    """Return what a paper has, equal for papers that have the same; see :func:`words_for`."""
    pairs = (*publication.names, *publication.variables, *publication.custom)
    names = [name for name, value in pairs if value]
    rels = [link.rel for link in publication.links]
    return tuple(map(bool, _read_attributes(publication))), (*names, *rels)


def words_for(possessions: Possessions) -> tuple[str, ...]:
    """Return the words for what a paper has: CSL variables, other fields, and kinds of links."""
    flags, names = possessions
    given = (*(name for name, flag in zip(_ATTRIBUTES, flags, strict=True) if flag), *names)
    further = (word for name in given for word in _FURTHER.get(name, ()))
    return tuple(dict.fromkeys(map(having_word, (*given, *further))))


def having_words(publication: Publication) -> tuple[str, ...]:
    """Return the words for all that a paper has."""
    return words_for(possessions(publication))


#: The facet of what a paper has, which has no name in expressions: ``has pdf``.
HAVING = Facet(
    name="has",
    help="Papers with a value or a link of this kind: a facet, a field, a part of an entry, or a button.",
    matching=TERMS,
    values=having_words,
    examples=("has pdf", "not has abstract", "has code or has data"),
)
