"""Plain JSON for scripts, with formatted names, dates and addresses; only written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sphinxext_pubs.formats.csv import iso_date
from sphinxext_pubs.model.links import doi_url
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation import dates, names
from sphinxext_pubs.notation.names import OTHERS


def write(publications: Iterable[Publication]) -> str:
    """Return an array of objects, without empty values."""
    items = [_object(publication) for publication in publications]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _object(paper: Publication) -> dict[str, Any]:
    values: dict[str, Any] = {
        "key": paper.key,
        "type": paper.type,
        "title": str(paper.title),
        "authors": [names.full_name(name) for name in paper.author if name != OTHERS],
        "editors": [names.full_name(name) for name in paper.editor if name != OTHERS],
        "year": dates.year_label(paper.issued) if paper.issued else "",
        "date": iso_date(paper.issued),
        "venue": str(paper.container_title or paper.event_title or paper.publisher),
        "volume": paper.volume,
        "issue": paper.issue,
        "pages": paper.page,
        "status": paper.status,
        "doi": paper.doi,
        "url": paper.url or (doi_url(paper.doi) if paper.doi else ""),
        "links": {link.rel: link.target for link in reversed(paper.links)},
        "keywords": list(paper.keyword),
        "awards": [str(award) for award in paper.award],
        "abstract": str(paper.abstract),
    }
    return {name: value for name, value in values.items() if value}
