"""Plain JSON for scripts, with formatted names, dates and addresses; only written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.model.links import doi_url
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.notation import dates, names
from sphinxext_pubs.notation.date_parts import iso_date
from sphinxext_pubs.notation.names import OTHERS

#: Members with a text, and the attributes of the model.
_TEXTS = {
    "series": "collection_title",
    "publisher": "publisher",
    "place": "publisher_place",
    "event": "event_title",
    "event_place": "event_place",
    "genre": "genre",
    "note": "note",
    "abstract": "abstract",
}
#: Members with a string, which have the name of the attribute in the model.
_STRINGS = ("volume", "issue", "number", "edition", "status", "language", "doi", "arxiv")
#: Members with the text of another CSL variable.
_VARIABLES = {"isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID", "accessed": "accessed"}


def write(publications: Iterable[Publication]) -> str:
    """Return an array of objects, without empty values."""
    items = [_object(publication) for publication in publications]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _object(paper: Publication) -> dict[str, Any]:
    values: dict[str, Any] = {
        "key": paper.key,
        "type": paper.type,
        "title": plain_text(paper.title),
        "authors": _full_names(paper.author),
        "more_authors": OTHERS in paper.author,
        "editors": _full_names(paper.editor),
        **{f"{role.replace('-', '_')}s": _full_names(people) for role, people in paper.names},
        "year": dates.year_label(paper.issued) if paper.issued else "",
        "date": iso_date(paper.issued),
        "venue": plain_text(paper.container_title or paper.event_title or paper.publisher),
        "pages": paper.page,
        "url": _address(paper),
        "links": {link.rel: link.target for link in reversed(paper.links)},
        "keywords": list(paper.keyword),
        "awards": [plain_text(award) for award in paper.award],
        "former_keys": list(paper.ids),
    }
    values |= {name: getattr(paper, name) for name in _STRINGS}
    values |= {name: plain_text(getattr(paper, attribute)) for name, attribute in _TEXTS.items()}
    values |= {name: plain_text(paper.variable(variable)) for name, variable in _VARIABLES.items()}
    return {name: value for name, value in values.items() if value}


def _full_names(people: Sequence[Name]) -> list[str]:
    return [names.full_name(name) for name in people if name != OTHERS]


def _address(paper: Publication) -> str:
    """Return the URL of a paper, else the address of its DOI or arXiv ID, or the empty string."""
    if paper.url:
        return paper.url
    if paper.doi:
        return doi_url(paper.doi)
    return f"https://arxiv.org/abs/{paper.arxiv}" if paper.arxiv else ""
