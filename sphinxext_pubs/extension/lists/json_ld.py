"""What machines read of a page with lists: the papers on it, in schema.org's words."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sphinxext_pubs.extension.builders import splits
from sphinxext_pubs.extension.digests import title_of

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain

#: The most papers of a page that are told; how many there are is told as well.
MAX_ITEMS = 100


def describe_lists(domain: PaperDomain, page: str, context: Any) -> None:
    """Put an ``ItemList`` into the head of a page, where the project says what its address is."""
    listed = domain.data["listed"].get(page)
    if not listed or not domain.builder.config.html_baseurl or not splits(domain.builder):
        return
    from sphinxext_pubs.extension.pages.paper_page import Pages
    from sphinxext_pubs.render import meta_tags

    pages, library = Pages(domain, domain.generated), domain.shelf.library
    keys = [key for key in listed if domain.shows(page, key)]
    papers = [paper for key in islice(keys, MAX_ITEMS) if (paper := library.get(key)) is not None]
    if not papers:
        return
    rows = [(paper, pages.address_of(paper)) for paper in papers]
    data = meta_tags.list_json_ld(title_of(domain.env, page), rows)
    data["numberOfItems"] = len(keys)
    context["metatags"] = f"{context.get('metatags', '')}\n{meta_tags.head_markup((), (), data)}"
