"""The links between the pages of a split list, as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from sphinxext_pubs.extension.i18n import gettext

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.extension.nodes import pubs_pager

#: A run of at most so many pages is shown whole.
MOST = 9

_NAV = Markup(
    '<nav class="pubs-pages" aria-label="{}" data-list="{}">\n'
    '<p><span class="pubs-where">{}</span>\n{}</p>\n</nav>\n'
)
_STEP = Markup('<a class="pubs-page pubs-page-{}" rel="{}" href="{}">{}</a>\n')
_PAGE = Markup('<a class="pubs-page" href="{}" aria-label="{}">{}</a>\n')
_CURRENT = Markup('<span class="pubs-page" aria-current="page">{}</span>\n')
_GAP = Markup('<span aria-hidden="true">…</span>\n')


def pager(node: pubs_pager, builder: Builder) -> str:
    """The links of one page to the others of its list."""
    number, count = node["number"], len(node["names"])
    where = gettext("Page {} of {}").format(number, count)
    label = where if node["above"] else gettext("Pages of the list")
    if node["order"]:  # no two landmarks of a page bear the same label
        label = f"{label} ({node['order'] + 1})"
    return str(
        _NAV.format(label, node["listing"], where, Markup("").join(_links(node, builder, number, count)))
    )


def _links(node: pubs_pager, builder: Builder, number: int, count: int) -> Iterator[Markup]:
    names = node["names"]
    address = {page: builder.get_relative_uri(names[number - 1], name) for page, name in enumerate(names, 1)}
    if number > 1:
        yield _STEP.format("previous", "prev", address[number - 1], gettext("Previous page"))
    before = 0
    for page in shown(number, count):
        if page > before + 1:
            yield _GAP
        if page == number:
            yield _CURRENT.format(page)
        else:
            yield _PAGE.format(address[page], gettext("Page {} of {}").format(page, count), page)
        before = page
    if number < count:
        yield _STEP.format("next", "next", address[number + 1], gettext("Next page"))


def shown(number: int, count: int) -> list[int]:
    """The pages that one page links to: all of a short run, else the first, the last and those around it."""
    if count <= MOST:
        return list(range(1, count + 1))
    near = {1, count, *range(max(number - 2, 1), min(number + 2, count) + 1)}
    alone = {page for page in range(2, count) if page - 1 in near and page + 1 in near}
    return sorted(near | alone)
