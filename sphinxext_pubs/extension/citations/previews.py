"""The cards at citations, ready at the end of a page that cites."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.citations.targets import Target, find_target
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.entry_view import entry_view
from sphinxext_pubs.render.html import PREVIEW_TEMPLATE
from sphinxext_pubs.render.layouts import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxext_pubs.extension.domain import PaperDomain

#: What a card does not show.
HIDDEN = ("number", "abstract", "bibtex", "note", "award", "status", "cited-by")


def previews(domain: PaperDomain, page: str, docnames: Iterable[str]) -> str:
    """The cards of all that these documents cite on a page, in an element that shows nothing; or nothing."""
    cards = dict(_cards(domain, page, docnames))
    if not cards:
        return ""
    return "\n".join(('<template class="pubs-previews">', *cards.values(), "</template>\n"))


def _cards(domain: PaperDomain, page: str, docnames: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Address → card, each once."""
    for docname in docnames:
        for name in dict.fromkeys(place.name for place in domain.data["cited"].get(docname, ())):
            paper, prefix = domain.find(name)
            target = find_target(domain, paper, docname, prefix) if paper else None
            if paper is not None and target is not None:
                href = _href(domain, page, target)
                yield href, _card(domain, paper, href)


def _href(domain: PaperDomain, page: str, target: Target) -> str:
    """The address as the links of the page have it."""
    if target.address:
        return target.address
    if target.docname == page or domain.builder.name == "singlehtml":
        return f"#{target.anchor}"
    address = domain.builder.get_relative_uri(page, target.docname)
    return f"{address}#{target.anchor}" if target.anchor else address


def _card(domain: PaperDomain, paper: Publication, href: str) -> str:
    writer, settings = domain.writer, domain.settings
    how = make_entry_options(
        DEFAULT,
        show=("year",),
        hide=HIDDEN,
        folds=False,
        schemes=settings.url_schemes,
        translate=gettext,
        language=domain.env.config.language,
    )
    write = partial(writer.renderer.preview, entry_view(paper, how), href)
    return writer.written(PREVIEW_TEMPLATE, write, paper.key).rstrip()
