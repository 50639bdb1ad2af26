"""The table of layouts for lists.

A layout arranges the parts of entries as lines. To add a layout, add a row: HTML and the nodes for other
builders are made from its lines, unless it has a template or writers of nodes of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, replace
from functools import lru_cache
from pathlib import Path

from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.notation import names

#: The folder of the built-in templates.
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"

#: In a line: all parts shown that no line of the layout names, each on its own line.
OTHERS = "*"

#: In a line of a table: the part of the column that also contains the parts without a column.
HOME = "="


@dataclass(frozen=True, slots=True)
class Line:
    """Parts of an entry on one line.

    ``parts`` are their names, in parentheses to print those around a part; :data:`OTHERS` alone means
    each other part. ``between`` is the text between two parts: HTML has a space after a part that the
    style sheet draws as a box. ``css`` is the class of the line; a line of one part has that of the part.
    In a layout of one paragraph a line that ``is_sentence`` ends with a period, and one that ``is_row``
    follows the paragraph in HTML.
    """

    parts: tuple[str, ...]
    between: str = " "
    css: str = ""
    _: KW_ONLY
    is_sentence: bool = False
    is_row: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A layout for entries.

    ``parts`` are shown by default, in addition ``unheaded`` unless a group heading contains them; the
    default parts in ``folded`` are shown only where they can be folded, and those in ``without`` never.
    ``lines`` arrange them; parts above and below the lines are in the order of the table of parts.
    ``is_paragraph`` is True if the lines are sentences of one paragraph. ``person`` formats a name, ``bar``
    is True if people are separated by bars, which screen readers skip, rather than commas.

    ``template`` is the name of the Jinja template of an entry, in ``templates_path``, in ``folder`` or
    built in; ``source`` is its text for a layout without a folder. By default it is ``pubs/<name>.html`` for
    a layout with a folder or source, otherwise a built-in template that prints the lines.

    A layout with ``columns`` is a table: ``frame`` is the template around its entries, by default that of
    the built-in table, and ``lines`` arrange the parts without a column, after a first line with
    :data:`HOME`. ``nodes`` and ``lists`` are the import paths of functions that write nodes,
    :data:`~sphinxext_pubs.render.nodes.Writer` and ``ListWriter``; by default ``lines`` are written.
    """

    name: str
    help: str
    parts: tuple[str, ...]
    lines: tuple[Line, ...] = (Line((OTHERS,)),)
    is_paragraph: bool = False
    person: Callable[[Name], str] = names.full_name
    bar: bool = False
    unheaded: tuple[str, ...] = ()
    folded: tuple[str, ...] = ("bibtex",)
    without: tuple[str, ...] = ("reference",)
    columns: tuple[str, ...] = ()
    template: str = ""
    frame: str = ""
    source: str = ""
    folder: Path | None = None
    nodes: str = ""
    lists: str = ""

    @property
    def builtin_template(self) -> str:
        """The built-in template that prints the lines of an entry, or its cells."""
        return "pubs/table.html" if self.columns else "pubs/anthology.html"

    @property
    def entry_template(self) -> str:
        """The name of the template of an entry."""
        own = f"pubs/{self.name}.html" if self.source or self.folder else ""
        return self.template or own or self.builtin_template

    @property
    def frame_template(self) -> str:
        """The name of the template around the entries of a table; empty for other layouts."""
        return self.frame or ("pubs/table-list.html" if self.columns else "")


@lru_cache(maxsize=65536)
def with_initials(name: Name) -> str:
    """Return the name with initials before the family name: ``S.-Y. Yun``."""
    return (
        names.full_name(replace(name, given=names.initials(name.given)))
        if name.given
        else names.full_name(name)
    )


_BUTTONS = Line(("buttons",))
_MARKS = Line(("award", "status"), "; ", "pubs-marks")

#: The lines of an entry from its title on.
_LINES: tuple[Line, ...] = (
    Line(("number", "title")),
    Line(("authors",)),
    Line(("contribution",)),
    Line(("editors",)),
    Line(("acronym", "venue", "details", "year"), ", "),
    _MARKS,
    Line(("note",)),
    Line(("keywords",)),
    Line((OTHERS,)),
    Line(("cited-by",)),
)


def _sentence(*parts: str, between: str = " ", css: str = "") -> Line:
    return Line(parts, between, css, is_sentence=True)


LAYOUTS: Table[Layout] = Table(
    (
        Layout(
            name="anthology",
            help="As on an author page of the ACL Anthology: buttons, title, authors, volume, abstract.",
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
            lines=(_BUTTONS, *_LINES),
            bar=True,
            unheaded=("year",),
        ),
        Layout(
            name="compact",
            help="One paragraph for each entry: authors, year, title, venue; small buttons last.",
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
            lines=(
                Line(("number",)),
                _sentence("authors", "(year)"),
                _sentence("title"),
                _sentence("acronym", "venue", "details", between=", "),
                _sentence("contribution"),
                _sentence("editors"),
                _sentence("award", "status", between="; ", css="pubs-marks"),
                _sentence("note"),
                _sentence("keywords"),
                _sentence(OTHERS),
                _sentence("cited-by"),
                _BUTTONS,
            ),
            is_paragraph=True,
            person=with_initials,
            template="pubs/compact.html",
        ),
        Layout(
            name="card",
            help="Cards in a grid with as many columns as fit: the picture, title, authors, venue, "
            "keywords, then the buttons.",
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
            lines=(*_LINES, _BUTTONS),
            bar=True,
            unheaded=("year",),
            template="pubs/card.html",
        ),
        Layout(
            name="table",
            help="A table. The ``show`` of a list sets its columns, in order; parts without a column are "
            "shown below the title. On a narrow screen each row is a block.",
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
            lines=(Line(("number", HOME)), Line(("contribution",)), _MARKS, Line((OTHERS,))),
            person=with_initials,
            without=(),
            unheaded=("year",),
            folded=("abstract", "bibtex"),
            columns=("year", "title", "authors", "venue", "buttons"),
        ),
        Layout(
            name="reference",
            help="A reference list: each entry is a reference in the style of the list, with the label "
            "used in citations. Not grouped by default.",
            parts=("number", "reference", "cited-by"),
            lines=(
                Line(("number",)),
                Line(("reference",)),
                _sentence("acronym"),
                _sentence("award", "status", between="; ", css="pubs-marks"),
                _sentence("note"),
                _sentence("keywords"),
                _sentence(OTHERS),
                Line(("cited-by",)),
                Line(("buttons",), is_row=True),
            ),
            is_paragraph=True,
            without=("title", "authors", "contribution", "editors", "year", "venue", "details"),
            template="pubs/reference.html",
        ),
    )
)

#: The layout of reference lists, whose entries are formatted by a style.
REFERENCE = "reference"

#: The default layout of lists.
DEFAULT = LAYOUTS["anthology"]

#: The arrangement of the preview cards of citations; the parts shown are set by the table of parts.
PREVIEW = Layout(
    name="preview",
    help="The preview card of a citation.",
    parts=(),
    lines=(
        Line(("title",)),
        Line(("authors", "contribution")),
        Line(("venue", "year"), ", "),
        Line((OTHERS,)),
        Line(("buttons",)),
    ),
    template="pubs/preview.html",
)

#: The arrangement of papers of other pages of a split list, which the browser shows if they match a filter.
ELSEWHERE = Layout(
    name="elsewhere",
    help="A paper on another page of a split list.",
    parts=("title", "authors", "venue", "year"),
    lines=(Line(("title",)), Line(("authors",)), Line(("venue", "year"), ", ")),
    bar=True,
    template="pubs/elsewhere.html",
)
