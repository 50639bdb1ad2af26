"""Previews of cited papers: cards at the end of a page, which a script shows at citations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.project.targets import Target, find_target
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.html import PREVIEW_TEMPLATE
from sphinxext_pubs.render.layouts import PREVIEW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_pubs.project.project import Project


def previews(project: Project, page: str, docnames: Iterable[str]) -> str:
    """Return the cards of the papers that documents cite, in a ``<template>`` element, or an empty string."""
    cards = dict(_cards(project, page, docnames))
    if not cards:
        return ""
    return "\n".join(('<template class="pubs-previews">', *cards.values(), "</template>\n"))


def _cards(project: Project, page: str, docnames: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the address and the card of each cited paper."""
    for docname in docnames:
        places = project.tables.citing_places.get(docname, ())
        shown = ((place.name, place.scopes) for place in places if not place.silent)
        for name, scopes in dict.fromkeys(shown):
            paper, prefix = project.citations.find(name)
            target = find_target(project, paper, docname, prefix, scopes) if paper else None
            if paper is not None and target is not None:
                href = _href(project, page, target)
                yield href, _card(project, paper, href)


def _href(project: Project, page: str, target: Target) -> str:
    """Return the address of a target as in the links of a page."""
    if target.url:
        return target.url
    return project.site.place_uri(page, target.docname, target.anchor)


def _card(project: Project, paper: Publication, href: str) -> str:
    entries, settings, parts = project.entries, project.settings, project.registry.parts
    options = make_entry_options(
        PREVIEW,
        show=[part.name for part in parts.rows if part.in_preview],
        folds=False,
        schemes=settings.url_schemes,
        translate=project.translate,
        language=project.site.language,
        parts=parts,
    )
    write = partial(entries.renderer.preview, EntryView(paper, options), href)
    return entries.render_template(PREVIEW_TEMPLATE, write, paper.key).rstrip()
