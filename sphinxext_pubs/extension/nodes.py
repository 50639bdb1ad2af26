"""The nodes between directive and output: a listing asked for, and what answers it."""

from __future__ import annotations

from docutils import nodes


class pubs_listing(nodes.General, nodes.Element):  # noqa: N801 - visitors are found by this name
    """A request for a list, put there by the directive; no doctree that was read holds one any more."""


class pubs_group(nodes.General, nodes.Element):  # noqa: N801
    """A group where no section may stand: a rubric and what belongs to it."""


class pubs_filter(nodes.General, nodes.Element):  # noqa: N801
    """The bar above a list whose ``request`` asks for one; ``listing`` is the list's name in the page."""


class pubs_downloads(nodes.General, nodes.Element):  # noqa: N801
    """Links to what a list shows as files: its ``request``, ``docname`` and ``place`` in the document."""


class pubs_chart(nodes.General, nodes.Element):  # noqa: N801
    """A chart: its ``bars`` and ``title``; its content says the same in words."""


class pubs_list(nodes.General, nodes.Element):  # noqa: N801
    """Entries in a row, shown as ``request`` says; ``listing`` names their list, where that has a bar."""


class pubs_run(nodes.General, nodes.Element):  # noqa: N801
    """Some entries of a long list, which browsers leave alone while they are far from the screen."""


class pubs_entry(nodes.General, nodes.Element):  # noqa: N801
    """One paper in a list: ``key``, ``docname``, ``number``; its text is for the search index only."""


class pubs_footnote_mark(nodes.Inline, nodes.Element):  # noqa: N801
    """A citation in a footnote, until docutils numbers them: MyST 3 takes all footnotes for its own."""


class pubs_footnotes(nodes.General, nodes.Element):  # noqa: N801
    """Where footnotes that cite are to stand; no doctree that was read holds one any more."""


class pubs_pager(nodes.General, nodes.Element):  # noqa: N801
    """Links between the pages of a split list: their ``names`` and, from 1, the ``number`` of this one."""
