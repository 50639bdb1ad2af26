"""The docutils nodes of requests for lists and of their content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinxext_pubs.project.requests import Request


#: The type of cross-references to generated pages, which no role creates.
PAGE = "page"

#: The attribute of a request with the template of further ids of its entries.
ENTRY_IDS = "pubs_entry_ids"

#: The class of photos of people, which builders may be unable to show.
PHOTO = "pubs-photo"


def list_id(request: Request) -> str:
    """Return the name of a list as an id; empty if it has no name."""
    return nodes.make_id(request.name)


def is_copy(document: nodes.document) -> bool:
    """True if a document is only a copy of a block: ``todolist`` puts each into one without a source."""
    return not document.get("source")


class pubs_listing(nodes.General, nodes.Element):  # noqa: N801 - visitors are found by this name
    """A request for a list, inserted by a directive and replaced by the list when the document is read."""


class pubs_group(nodes.General, nodes.Element):  # noqa: N801
    """A group with a rubric as heading, used where sections are not possible."""


class pubs_filter(nodes.General, nodes.Element):  # noqa: N801
    """The filter bar above a list with this ``request``; ``listing`` is the list's name on the page."""


class pubs_downloads(nodes.General, nodes.Element):  # noqa: N801
    """Links to the papers of a list as files: its ``request``, ``docname`` and index (``place``) there."""


class pubs_chart(nodes.General, nodes.Element):  # noqa: N801
    """A chart: its ``bars`` and ``title``; the children are its values as text."""


class pubs_list(nodes.General, nodes.Element):  # noqa: N801
    """Entries of a group or list with this ``request``; ``listing`` is the list's name if it has a bar."""


class pubs_run(nodes.General, nodes.Element):  # noqa: N801
    """A part of a long list, which browsers do not render while it is far from the screen."""


class pubs_entry(nodes.General, nodes.Element):  # noqa: N801
    """A paper in a list: ``key``, ``docname``, ``number``; its text is only for the search index."""


class pubs_footnote_mark(nodes.Inline, nodes.Element):  # noqa: N801
    """A mark of a footnote with a citation, replaced before docutils numbers footnotes.

    It is not a footnote reference from the beginning, because MyST 3 would treat that as its own.
    """


class pubs_footnotes(nodes.General, nodes.Element):  # noqa: N801
    """The place of footnotes with citations, replaced by them when the document is read."""


class pubs_pager(nodes.General, nodes.Element):  # noqa: N801
    """Links between the pages of a split list: their ``names``, and the ``number`` of this page from 1."""


class pubs_pages(nodes.Inline, nodes.Element):  # noqa: N801
    """The pages of citations in LaTeX: their ``labels``, and ``texts`` before and after one and several."""
