"""The data of a list for the browser script, as JSON: search words, facet terms and sort orders."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sphinxext_pubs.entities.people import People, parse_name
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.notation.l10n import Translate, term_label
from sphinxext_pubs.query.facet import Facet
from sphinxext_pubs.query.facet_values import Key, name_key
from sphinxext_pubs.render.filter_controls import (
    AS_LISTED,
    BarView,
    ControlView,
    controls_of,
    reader_sorts,
)
from sphinxext_pubs.render.listed_papers import ListedPapers
from sphinxext_pubs.render.search_data import search_data, year_text

#: The beginning of the script file for a list on several pages.
SCRIPT_HEAD = "(globalThis.pubsLists ??= {})"

#: The words of the script, passed to it with the data: name in the script → message id.
SCRIPT_WORDS: dict[str, str] = {
    "some": "{shown} of {all} papers",
    "all": "{all} papers",
    "none": "No paper matches.",
    "clear": "Clear all",
    "remove": "Remove {}",
    "from": "From",
    "to": "To",
    "find": "Search options",
    "more": "{} more – type to search",
    "any": "Any",
    "open": "Open all abstracts",
    "close": "Close all abstracts",
    "by": "Filter by {}",
    "sorting": "Sort by {}",
    "shown": "Filters cleared; showing all papers",
    "loading": "Loading the other pages of the list",
    "unloaded": "The other pages of the list could not be loaded",
}


def bar_view(
    listed: ListedPapers,
    *,
    identifier: str,
    number: int,
    controls: Sequence[str],
    data: object,
    css: str = "",
) -> BarView:
    """Return the view of a list's filter bar; ``number`` makes the labels of several bars on a page unique.

    ``css`` are the classes of the list.
    """
    translate = listed.translate
    facets, rows = facets_data(listed, controls), controls_of(listed.facets)
    available = [
        rows[name]
        for name in controls
        if (name in facets if name in listed.facets else rows[name].needs in {"", *listed.parts})
    ]
    label = translate("Filter the list")
    return BarView(
        list=identifier,
        label=f"{label} ({number})" if number > 1 else label,
        controls=tuple(
            ControlView(control.name, translate(control.label), control.kind) for control in available
        ),
        sorts=(
            ("", translate(AS_LISTED)),
            *((order.name, translate(order.label)) for _, order in reader_sorts(listed.facets.rows)),
        ),
        css=css,
        data=to_json(data),
    )


def script_data(listed: ListedPapers, controls: Sequence[str]) -> dict[str, Any]:
    """Return the data of a list for the script: keys, search words, years, facet terms and sort orders.

    ``defaultRange`` is the first facet of the table with a range: ``from`` and ``to`` in an address are its
    range, as are the parameters with its name.
    """
    sorts = reader_sorts(listed.facets.rows) if "sort" in controls else ()
    return {
        "keys": [paper.key for paper in listed.papers],
        **search_data(listed),
        "years": [year_text(paper, listed) for paper in listed.papers],
        "facets": facets_data(listed, controls),
        "sorts": [
            {
                "name": order.name,
                "facet": facet.name,
                "descending": order.descending,
                "columns": list(facet.columns),
            }
            for facet, order in sorts
        ],
        "ranks": {
            name: ranks(facet, listed.papers) for name, facet in {row.name: row for row, _ in sorts}.items()
        },
        "defaultRange": next((facet.name for facet in listed.facets.rows if facet.control == "range"), ""),
        "words": script_words(listed.translate),
    }


def script_words(translate: Translate) -> dict[str, str]:
    """Return the words of the script in the reader's language."""
    return {name: translate(words) for name, words in SCRIPT_WORDS.items()}


def facets_data(listed: ListedPapers, controls: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the data of the facets in the controls that offer a choice."""
    data = {name: facet_data(listed.facets[name], listed) for name in controls if name in listed.facets}
    return {name: facet for name, facet in data.items() if has_choices(facet)}


def script_file(name: str, value: object) -> str:
    """Return a script file that only stores a value under a name in ``pubsLists``."""
    return f"{SCRIPT_HEAD}[{to_json(name)}] = {to_json(value)};\n"


def to_json(value: object) -> str:
    """Return JSON that is safe inside ``<script>``: it cannot end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


# Facets


def facet_data(facet: Facet, listed: ListedPapers) -> dict[str, Any]:
    """Return a facet's sorted terms, their labels if different, and the indexes of each paper's terms."""
    first: dict[str, tuple[Key, str]] = {}
    identities_of_papers = []
    for paper in listed.papers:
        choices = {
            facet.identity(term): (key, term)
            for term, key in (
                canonical_term(facet, *choice, listed.people) for choice in browser_choices(facet, paper)
            )
        }
        identities_of_papers.append(choices.keys())
        for identity, choice in choices.items():
            first.setdefault(identity, choice)
    ordered = sorted(first, key=lambda identity: first[identity][0], reverse=facet.descending)
    indexes = {identity: index for index, identity in enumerate(ordered)}
    terms = [first[identity][1] for identity in ordered]
    labels = [_label(facet, term, listed) for term in terms]
    return {
        "label": listed.translate(facet.title),
        "kind": facet.control,
        "selector": facet.selector,
        "terms": terms,
        "labels": [] if labels == terms else labels,
        "of": [[indexes[identity] for identity in identities] for identities in identities_of_papers],
    }


def has_choices(facet: dict[str, Any]) -> bool:
    """True if a facet offers a choice: between at least two terms, or between any value and none."""
    papers = sum(1 for terms in facet["of"] if terms)
    return len(facet["terms"]) > 1 or (facet["kind"] == "any" and 0 < papers < len(facet["of"]))


def browser_choices(facet: Facet, paper: Publication) -> Iterable[tuple[str, Key]]:
    """Return the terms by which the browser finds a paper, with their sort keys."""
    if facet.choices:
        return facet.choices(paper)
    return zip(facet.terms(paper), facet.keys(paper), strict=True)


def canonical_term(facet: Facet, term: str, key: Key, people: People | None) -> tuple[str, Key]:
    """Return a term with its sort key; the name of a person in the people file is written as in the file."""
    person = people.find(parse_name(term)) if people and facet.authority == "people" else None
    if person is None or person.name == term:
        return term, key
    return person.name, name_key(parse_name(person.name))


def _label(facet: Facet, term: str, listed: ListedPapers) -> str:
    label = facet.label(term)
    return term_label(label, listed.language, listed.translate) if facet.messages else label


# Orders


def ranks(facet: Facet, papers: Sequence[Publication]) -> list[int]:
    """Return the rank of each paper by a facet, ascending; equal papers share a rank, -1 is unknown."""
    orders = [facet.order(paper) for paper in papers]
    rank_of = {
        order: rank for rank, order in enumerate(sorted({order for order in orders if order is not None}))
    }
    return [-1 if order is None else rank_of[order] for order in orders]
