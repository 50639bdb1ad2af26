"""The table of layouts for lists.

To add a layout, add a row here, a template in ``templates/pubs`` and a writer of nodes, named by the row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.notation import names

#: The folder of the built-in templates.
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout for entries.

    ``template`` is the Jinja template of an entry, ``parts`` the parts shown by default, ``nodes`` the import
    path of its :data:`nodes.Writer`, ``person`` the function that formats a name, ``unheaded`` the parts also
    shown by default unless a group heading contains them, ``folded`` the default parts that are shown only
    where they can be folded.

    ``without`` are the parts that it never shows separately.
    A layout with columns lists them in ``columns``; its ``frame`` is the template around the entries of a
    list, and ``lists`` the import path of its :data:`nodes.ListWriter`.
    """

    name: str
    help: str
    template: str
    parts: tuple[str, ...]
    nodes: str
    person: Callable[[Name], str]
    unheaded: tuple[str, ...] = ()
    folded: tuple[str, ...] = ("bibtex",)
    without: tuple[str, ...] = ("reference",)
    columns: tuple[str, ...] = ()
    frame: str = ""
    lists: str = "sphinxext_pubs.render.nodes:one_by_one"


@lru_cache(maxsize=65536)
def with_initials(name: Name) -> str:
    """Return the name with initials before the family name: ``S.-Y. Yun``."""
    return (
        names.full_name(replace(name, given=names.initials(name.given)))
        if name.given
        else names.full_name(name)
    )


LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout(
            name="anthology",
            help="As on an author page of the ACL Anthology: buttons, title, authors, volume, abstract.",
            template="pubs/anthology.html",
            parts=(
                "number",
                "buttons",
                "title",
                "authors",
                "contribution",
                "venue",
                "award",
                "status",
                "note",
                "cited-by",
                "abstract",
                "bibtex",
            ),
            nodes="sphinxext_pubs.render.nodes:anthology",
            person=names.full_name,
            unheaded=("year",),
        ),
        Layout(
            name="compact",
            help="One paragraph for each entry: authors, year, title, venue; small buttons last.",
            template="pubs/compact.html",
            parts=(
                "number",
                "buttons",
                "title",
                "authors",
                "contribution",
                "year",
                "venue",
                "details",
                "award",
                "status",
                "cited-by",
            ),
            nodes="sphinxext_pubs.render.nodes:compact",
            person=with_initials,
        ),
        Layout(
            name="card",
            help="Cards in a grid with as many columns as fit: the picture, title, authors, venue, "
            "keywords, then the buttons.",
            template="pubs/card.html",
            parts=(
                "number",
                "picture",
                "title",
                "authors",
                "contribution",
                "venue",
                "award",
                "status",
                "note",
                "keywords",
                "cited-by",
                "buttons",
                "abstract",
                "bibtex",
            ),
            nodes="sphinxext_pubs.render.nodes:card",
            person=names.full_name,
            unheaded=("year",),
        ),
        Layout(
            name="table",
            help="A table. The ``show`` of a list sets its columns, in order; parts without a column are "
            "shown below the title. On a narrow screen each row is a block.",
            template="pubs/table.html",
            parts=(
                "number",
                "title",
                "authors",
                "contribution",
                "venue",
                "buttons",
                "award",
                "status",
                "abstract",
                "bibtex",
            ),
            nodes="sphinxext_pubs.render.nodes_table:row",
            person=with_initials,
            without=(),
            unheaded=("year",),
            folded=("abstract", "bibtex"),
            columns=("year", "title", "authors", "venue", "buttons"),
            frame="pubs/table-list.html",
            lists="sphinxext_pubs.render.nodes_table:table",
        ),
        Layout(
            name="reference",
            help="A reference list: each entry is a reference in the style of the list, with the label "
            "used in citations. Not grouped by default.",
            template="pubs/reference.html",
            parts=("number", "reference", "cited-by"),
            nodes="sphinxext_pubs.render.nodes:reference",
            person=names.full_name,
            without=("title", "authors", "contribution", "editors", "year", "venue", "details"),
        ),
    )
}

#: The layout of reference lists, whose entries are formatted by a style.
REFERENCE = "reference"

#: The default layout of lists.
DEFAULT = LAYOUTS["anthology"]
