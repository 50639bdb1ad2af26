"""The links between the pages of a split list, as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from sphinxext_pubs.extension.i18n import gettext

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.extension.nodes import pubs_pager

#: The maximum number of pages that are all linked.
MAX_UNABRIDGED = 9

_NAV = Markup(
    '<nav class="pubs-pages" aria-label="{}" data-list="{}">\n'
    '<p><span class="pubs-where">{}</span>\n{}</p>\n</nav>\n'
)
_STEP = Markup('<a class="pubs-page pubs-page-{}" rel="{}" href="{}">{}</a>\n')
_PAGE = Markup('<a class="pubs-page" href="{}" aria-label="{}">{}</a>\n')
_CURRENT = Markup('<span class="pubs-page" aria-current="page">{}</span>\n')
_GAP = Markup('<span aria-hidden="true">…</span>\n')


def pager_html(node: pubs_pager, builder: Builder) -> str:
    """Return the links of a page to the other pages of its list."""
    number, count = node["number"], len(node["names"])
    where = gettext("Page {} of {}").format(number, count)
    label = where if node["above"] else gettext("Pages of the list")
    if node["order"]:  # the labels of landmarks on a page must be unique
        label = f"{label} ({node['order'] + 1})"
    return str(
        _NAV.format(label, node["listing"], where, Markup("").join(_links(node, builder, number, count)))
    )


def _links(node: pubs_pager, builder: Builder, number: int, count: int) -> Iterator[Markup]:
    names = node["names"]
    address = {page: builder.get_relative_uri(names[number - 1], name) for page, name in enumerate(names, 1)}
    if number > 1:
        yield _STEP.format("previous", "prev", address[number - 1], gettext("Previous page"))
    previous = 0
    for page in linked_page_numbers(number, count):
        if page > previous + 1:
            yield _GAP
        if page == number:
            yield _CURRENT.format(page)
        else:
            yield _PAGE.format(address[page], gettext("Page {} of {}").format(page, count), page)
        previous = page
    if number < count:
        yield _STEP.format("next", "next", address[number + 1], gettext("Next page"))


def linked_page_numbers(number: int, count: int) -> list[int]:
    """Return the numbers of pages that a page shows: all if they are few, or the first, last and nearest."""
    if count <= MAX_UNABRIDGED:
        return list(range(1, count + 1))
    pages = {1, count, *range(max(number - 2, 1), min(number + 2, count) + 1)}
    gaps = {page for page in range(2, count) if page - 1 in pages and page + 1 in pages}  # of one page
    return sorted(pages | gaps)
