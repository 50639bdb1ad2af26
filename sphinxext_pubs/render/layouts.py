"""The table of layouts for lists.

A layout arranges the parts of entries as lines. To add a layout, add a row: HTML and the nodes for other
builders are made from its lines, unless it has a template or writers of nodes of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.model.table import Table
from sphinxext_pubs.notation.written_names import full_name, initials

#: The folder of the built-in templates.
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"

#: In a line: all parts shown that no line of the layout names, each on its own line.
OTHERS = "*"

#: In a line of a table: the part of the column that also contains the parts without a column.
HOME = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Parts of an entry on one line."""

    parts: tuple[str, ...] = field(
        metadata={
            "help": "The names of parts, ``(year)`` to print a part in parentheses. ``*`` alone means each "
            "part that no other line names, on a line of its own."
        }
    )
    between: str = field(default=" ", metadata={"help": "The text between two parts."})
    css: str = field(
        default="", metadata={"help": "The CSS class of the line; a line of one part has that of the part."}
    )
    is_sentence: bool = field(
        default=False, metadata={"help": "True if the line ends with a period, in a layout of one paragraph."}
    )
    is_row: bool = field(
        default=False,
        metadata={"help": "True if the line follows the paragraph in HTML, in a layout of one paragraph."},
    )
    needs: str = field(
        default="",
        metadata={
            "help": "The name of a part without which an entry does not have the line, or after ``!`` of one "
            "with which it does not."
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A layout for entries.

    Its lines arrange the parts in every format. HTML is printed by a template. Parts above and below the
    lines are in the order of the table of parts.
    """

    name: str = field(metadata={"help": "Its name in :pubs-option:`layout`."})
    help: str = field(metadata={"help": "A sentence on it, for the documentation."})
    parts: tuple[str, ...] = field(metadata={"help": "The parts that are shown by default."})
    lines: tuple[Line, ...] = field(
        default=(Line(parts=(OTHERS,)),),
        metadata={
            "help": "The lines of an entry; by default each part has its own. In a table they contain the "
            "parts without a column, after the line with ``=``, the part of the column with the lines."
        },
    )
    is_paragraph: bool = field(
        default=False, metadata={"help": "True if the lines are sentences of one paragraph."}
    )
    person: Callable[[Name], str] = field(
        default=full_name, metadata={"help": "Returns a name as it is printed; by default in full."}
    )
    bar: bool = field(
        default=False,
        metadata={
            "help": "True if people are separated by bars, which screen readers skip, instead of commas."
        },
    )
    unheaded: tuple[str, ...] = field(
        default=(),
        metadata={"help": "The parts that are also shown by default, unless a heading contains them."},
    )
    folded: tuple[str, ...] = field(
        default=("bibtex",),
        metadata={"help": "The default parts that are shown only in HTML, where they can be folded."},
    )
    without: tuple[str, ...] = field(
        default=("reference",), metadata={"help": "The parts that are never shown."}
    )
    columns: tuple[str, ...] = field(
        default=(), metadata={"help": "The parts that are columns by default, if the layout is a table."}
    )
    template: str = field(
        default="",
        metadata={
            "help": "The name of the Jinja template of an entry. By default it is ``pubs/<name>.html`` for a "
            "layout with a ``folder`` or ``source``, otherwise a built-in template that prints the lines."
        },
    )
    frame: str = field(
        default="",
        metadata={
            "help": "The name of the template around the entries of a table; by default a built-in one."
        },
    )
    source: str = field(
        default="", metadata={"help": "The text of the template, for a layout without a ``folder``."}
    )
    folder: Path | None = field(
        default=None,
        metadata={
            "help": "The folder that contains ``pubs/<name>.html``; those in ``templates_path`` come first."
        },
    )
    nodes: str | Callable[..., object] = field(
        default="",
        metadata={"help": "A function that writes the docutils nodes of an entry, or its import path."},
    )
    lists: str | Callable[..., object] = field(
        default="",
        metadata={"help": "A function that writes the docutils nodes of a list, or its import path."},
    )

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
    return full_name(replace(name, given=initials(name.given))) if name.given else full_name(name)


def _line(*parts: str, between: str = " ", css: str = "") -> Line:
    return Line(parts=parts, between=between, css=css)


def _sentence(*parts: str, between: str = " ", css: str = "", needs: str = "") -> Line:
    return Line(parts=parts, between=between, css=css, is_sentence=True, needs=needs)


_BUTTONS = _line("buttons")
_MARKS = _line("award", "status", between="; ", css="pubs-marks")

#: The lines of an entry from its title on.
_LINES: tuple[Line, ...] = (
    _line("number", "title"),
    _line("authors"),
    _line("contribution"),
    _line("editors"),
    _line("acronym", "venue", "details", "year", between=", "),
    _MARKS,
    _line("note"),
    _line("members"),
    _line("keywords"),
    _line(OTHERS),
    _line("cited-by"),
)


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
                "details",
                "award",
                "status",
                "note",
                "members",
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
                "note",
                "members",
                "cited-by",
            ),
            lines=(
                _line("number"),
                _sentence("authors", "(year)", needs="authors"),
                _sentence("title", needs="authors"),
                _sentence("title", "(year)", needs="!authors"),
                _sentence("acronym", "venue", "details", between=", "),
                _sentence("contribution"),
                _sentence("editors"),
                _sentence("award", "status", between="; ", css="pubs-marks"),
                _sentence("note"),
                _sentence("members"),
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
                "members",
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
            lines=(_line("number", HOME), _line("contribution"), _MARKS, _line(OTHERS)),
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
                _line("number"),
                _line("reference"),
                _sentence("acronym"),
                _sentence("award", "status", between="; ", css="pubs-marks"),
                _sentence("note"),
                _sentence("keywords"),
                _sentence(OTHERS),
                _line("cited-by"),
                Line(parts=("buttons",), is_row=True),
            ),
            is_paragraph=True,
            without=("title", "authors", "contribution", "editors", "year", "venue", "details", "members"),
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
        _line("title"),
        _line("authors", "contribution"),
        _line("venue", "year", between=", "),
        _line(OTHERS),
        _line("buttons"),
    ),
    template="pubs/preview.html",
)

#: The arrangement of papers of other pages of a split list, which the browser shows if they match a filter.
ELSEWHERE = Layout(
    name="elsewhere",
    help="A paper on another page of a split list.",
    parts=("title", "authors", "venue", "year"),
    lines=(_line("title"), _line("authors"), _line("venue", "year", between=", ")),
    bar=True,
    template="pubs/elsewhere.html",
)
