"""The reference tables, made from the tables of the program itself.

``.. reference:: warnings`` describes every row of a table. Each row is an object of its own, so that
other pages can link to it: ``:pubs-warning:`pubs.encoding```.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from docutils import nodes
from rispy.config import TAG_KEY_MAPPING
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import sphinxext_pubs
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.entities.people import FIELDS as PERSON
from sphinxext_pubs.entities.venues_file import FIELDS as VENUE
from sphinxext_pubs.extension.citations.roles import ROLES
from sphinxext_pubs.extension.directives.chart import COUNTED
from sphinxext_pubs.extension.directives.directory import LISTED
from sphinxext_pubs.extension.directives.options import OPTIONS
from sphinxext_pubs.extension.directives.people import PeopleDirective
from sphinxext_pubs.formats import html_text, ris
from sphinxext_pubs.formats.bibtex import fields as bibtex_fields
from sphinxext_pubs.formats.bibtex import inherit, values
from sphinxext_pubs.formats.latex import decode, protect
from sphinxext_pubs.library import reading, sources
from sphinxext_pubs.lint.checks import CHECKS
from sphinxext_pubs.lint.fixes import FIXES
from sphinxext_pubs.model import work_types
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.notation import matching
from sphinxext_pubs.notation.author_marks import MARKS
from sphinxext_pubs.project.settings import Settings
from sphinxext_pubs.query import expression, listing
from sphinxext_pubs.query.facets import FACETS, Facet
from sphinxext_pubs.render import mathml
from sphinxext_pubs.render.entry_options import Column
from sphinxext_pubs.render.entry_views import AcronymView, AuthorView, Button, EntryView
from sphinxext_pubs.render.filter_controls import (
    ACTIONS,
    CONTROLS,
    DEFAULT_CONTROLS,
    BarView,
    Control,
    ControlView,
)
from sphinxext_pubs.render.layouts import LAYOUTS
from sphinxext_pubs.render.page_views import (
    Count,
    DirectoryPage,
    ExportView,
    Fact,
    PaperPage,
    ReferenceView,
    RelatedView,
    TermPage,
)
from sphinxext_pubs.render.parts import BUTTONS, PARTS

STYLE = Path(sphinxext_pubs.__file__).parent / "static" / "pubs.css"


@dataclass(frozen=True, slots=True)
class Row:
    """What the page says about one row: the object's type and name, directive options, paragraphs."""

    kind: str
    name: str
    options: tuple[str, ...] = ()
    body: tuple[str, ...] = ()


#: What a setting is, by the type of its default; and those that take more than that.
KINDS_OF_VALUE = {tuple: "list of strings", str: "string", int: "whole number", bool: "``True`` or ``False``"}
OTHER_VALUES = {"filterable": "``True``, ``False`` or a ", "pages": "``True``, ``False`` or a "}

#: What readers do with a control of the bar.
KINDS_OF_CONTROL = {
    "search": "Part of a word is enough, and case and accents make no difference.",
    "menu": "Readers tick any number of values; each says how many papers it would leave.",
    "range": "Readers tick any number of years, or type a first and a last one.",
    "any": "Readers tick any number of values, or *Any* for all papers that have one.",
    "action": "It is there unless it is taken away.",
}


def settings() -> Iterator[Row]:
    """The values of ``conf.py``."""
    for row in fields(Settings):
        default = list(row.default) if isinstance(row.default, tuple) else row.default
        kind = OTHER_VALUES.get(row.name, "") + KINDS_OF_VALUE[type(row.default)]
        if row.name == "page_folders":
            kind, default = "dictionary", {}
        options = (f":type: {kind}", f":default: ``{default!r}``")
        yield Row("confval", f"pubs_{row.name}", options, (row.metadata["help"],))


def options(kind: str) -> Iterator[Row]:
    """The options of the directive of one kind."""
    for option in OPTIONS:
        if option.kind == kind:
            written = f":{option.name}: {option.example}".rstrip()
            example = f"For example ``{written}``."
            yield Row("pubs-option", option.name, (), (option.help, example))


def facets() -> Iterator[Row]:
    """The words that selections are written in."""
    for facet in FACETS:
        yield Row("pubs-facet", facet.name, (), (facet.help, *_uses(facet)))


def warnings() -> Iterator[Row]:
    """The warning subtypes."""
    for code in Code:
        yield Row("pubs-warning", f"pubs.{code.value}", (), (code.meaning,))


def roles() -> Iterator[Row]:
    """The forms of a citation."""
    for role in ROLES.values():
        yield Row("pubs-role", f"paper:{role.name}", (), (role.help,))


def styles() -> Iterator[Row]:
    """The styles that need no engine."""
    for style in BUILTIN_STYLES.values():
        yield Row("pubs-style", style.name, (), (style.help,))


def layouts() -> Iterator[Row]:
    """The looks of an entry, with the parts that each shows."""
    for layout in LAYOUTS.values():
        shows = f"It shows {_parts(layout.parts)}."
        columns = (f"Its columns are {_parts(layout.columns)}.",) if layout.columns else ()
        yield Row("pubs-layout", layout.name, (), (layout.help, shows, *columns))


def parts() -> Iterator[Row]:
    """The parts of an entry."""
    for part in PARTS:
        yield Row("pubs-part", part.name, (), (part.help,))


def buttons() -> Iterator[Row]:
    """The buttons that have a word of their own."""
    for kind in BUTTONS:
        yield Row("pubs-button", kind.rel, (), (kind.help,))


def controls() -> Iterator[Row]:
    """What the bar above a list is made of."""
    for control in CONTROLS:
        yield Row("pubs-control", control.name, (), (control.help, " ".join(_manner(control))))


def css() -> Iterator[Row]:
    """The variables of the style sheet, as its own comment and its defaults tell them."""
    sheet = STYLE.read_text(encoding="utf-8")
    defaults = dict(re.findall(r"^  (--pubs-[\w-]+): (.+);$", sheet, re.MULTILINE)[::-1])
    for name, what in re.findall(r"^   (--pubs-[\w-]+) +(.+)$", sheet, re.MULTILINE):
        default = (f"Default: ``{defaults[name]}``",) if name in defaults else ()
        yield Row("pubs-css", name, (), (f"{what[0].upper()}{what[1:]}.", *default))


def variables(cls: Any, prefix: str) -> Iterator[Row]:
    """The attributes of what a template gets."""
    for row in fields(cls):
        yield Row("pubs-variable", f"{prefix}.{row.name}", (), (row.metadata["help"],))


#: What ``.. reference::`` takes. A new table is one row here.
TABLES: dict[str, Callable[[], Iterable[Row]]] = {
    "settings": settings,
    "options-select": lambda: options("select"),
    "options-arrange": lambda: options("arrange"),
    "options-show": lambda: options("show"),
    "facets": facets,
    "warnings": warnings,
    "roles": roles,
    "styles": styles,
    "layouts": layouts,
    "parts": parts,
    "buttons": buttons,
    "controls": controls,
    "css": css,
    "entry": lambda: variables(EntryView, "entry"),
    "button": lambda: variables(Button, "button"),
    "column": lambda: variables(Column, "column"),
    "author": lambda: variables(AuthorView, "author"),
    "acronym": lambda: variables(AcronymView, "acronym"),
    "related": lambda: variables(RelatedView, "related"),
    "how-to-cite": lambda: variables(ReferenceView, "reference"),
    "paper-page": lambda: variables(PaperPage, "page"),
    "list-page": lambda: variables(TermPage, "list-page"),
    "directory-page": lambda: variables(DirectoryPage, "directory-page"),
    "fact": lambda: variables(Fact, "fact"),
    "export": lambda: variables(ExportView, "export"),
    "count": lambda: variables(Count, "count"),
    "bar": lambda: variables(BarView, "bar"),
    "control": lambda: variables(ControlView, "control"),
}

#: The kinds of object that the tables describe, with how the index calls them.
KINDS = {
    "pubs-option": "option of publications",
    "pubs-facet": "facet",
    "pubs-warning": "warning",
    "pubs-role": "role",
    "pubs-layout": "layout",
    "pubs-style": "style",
    "pubs-part": "part of an entry",
    "pubs-button": "button",
    "pubs-control": "control of the filter bar",
    "pubs-css": "CSS variable",
    "pubs-variable": "template variable",
}


def types() -> Iterator[tuple[str, ...]]:
    """The types of works: how a group of them is called, CSL's word, and the entry types read as it."""
    yield "works", "CSL", "entry types"
    for work in work_types.WORK_TYPES:
        names = [row.name for row in bibtex_fields.ENTRY_TYPES if row.csl == work.csl]
        yield work.label, f"``{work.csl}``", _words(names) or "–"


def fields_of(*kinds: str) -> Iterator[tuple[str, ...]]:
    """The fields of these kinds, and what each becomes."""
    yield "fields", "become"
    for row in sorted(bibtex_fields.FIELDS, key=lambda row: (*kinds, row.kind).index(row.kind)):
        if row.kind in kinds:
            yield _words(row.names), f"``{row.target.replace('_', '-')}``"


def private() -> Iterator[tuple[str, ...]]:
    """The fields that are never published."""
    yield "fields", "meaning"
    yield _words(sorted(bibtex_fields.PRIVATE)), "what people and programs keep for themselves"
    yield _words(f"{start}…" for start in bibtex_fields.PRIVATE_STARTS), "what reference managers add"


def limits() -> Iterator[tuple[str, ...]]:
    """What is cut or left out, and from where on."""
    yield "what", "at most"
    yield "a source file", f"{sources.MAX_SIZE // 2**20} MiB"
    yield "damaged lines of a file that are reported one by one", f"{reading.MAX_BAD_LINES}"
    yield "a value made of ``@string`` abbreviations", f"{values.MAX_VALUE:,} characters"
    yield "all that abbreviations add", f"{values.MAX_EXPANSION:,} characters"
    yield "a chain of ``crossref`` or ``xdata``", f"{inherit.MAX_CHAIN} entries"
    yield "all that is inherited", f"{inherit.MAX_INHERITED:,} characters"
    yield "a field that is read as LaTeX", f"{decode.MAX_LENGTH:,} characters"
    yield "LaTeX groups within each other", f"{protect.MAX_DEPTH}"
    yield "HTML tags within each other", f"{html_text.MAX_NESTING}"
    yield "a formula shown as MathML", f"{mathml.MAX_LENGTH:,} characters"
    yield "the groups of a facet that one paper stands in", f"{listing.MAX_GROUPS_PER_PUBLICATION}"
    yield "the value of an option, and a filter expression", f"{matching.MAX_VALUE:,} characters"
    yield "parentheses and ``not`` in a filter expression", f"{expression.MAX_DEPTH} within each other"


def checks() -> Iterator[tuple[str, ...]]:
    """What ``sphinx-pubs check`` looks for."""
    yield "code", "what it finds"
    yield from ((f"``{check.code}``", check.help) for check in CHECKS.values())


def fixes() -> Iterator[tuple[str, ...]]:
    """What ``sphinx-pubs check --fix`` corrects."""
    yield "fields", "what is made of them"
    yield from ((_words(fix.fields), fix.help) for fix in FIXES)


def people() -> Iterator[tuple[str, ...]]:
    """The keys of the people file."""
    yield "key", "what it is"
    yield from ((f"``{field.name}``", field.help) for field in PERSON.values())


def venues() -> Iterator[tuple[str, ...]]:
    """The keys of the venues file."""
    yield "key", "what it is"
    yield from ((f"``{field.name}``", field.help) for field in VENUE.values())


def signs() -> Iterator[tuple[str, ...]]:
    """The signs at names."""
    yield "in the data", "sign", "what it means"
    for mark in MARKS:
        yield _words((mark.name, *mark.words)), f"``{mark.sign}``", mark.label


def directives_of() -> Iterator[tuple[str, ...]]:
    """The other directives."""
    yield "directive", "argument", "options", "what it shows"
    yield "``publication``", "a key", "", "One paper in full."
    kinds = _words(LISTED)
    yield "``publications-pages``", kinds, "", "All people, venues … with links to their pages."
    options = _words(PeopleDirective.option_spec)
    yield "``publications-people``", "", options, "The people of the people file, or of a group of it."
    options = f"``by`` ({_words(COUNTED)}), ``caption``, and all that choose papers"
    yield "``publications-chart``", "", options, "How many papers there are, as bars."


def ris_fields() -> Iterator[tuple[str, ...]]:
    """The variables that RIS keeps, with its tags."""
    tags = {name: tag for tag, name in TAG_KEY_MAPPING.items()}
    yield "variable", "tags"
    for names, attribute in ris.FIELDS:
        yield f"``{attribute.replace('_', '-')}``", _words(tags[name] for name in names)


#: What ``.. reference-table::`` takes: rows of cells, the first of them the head.
CELLS: dict[str, Callable[[], Iterable[tuple[str, ...]]]] = {
    "types": types,
    "fields": lambda: fields_of("part", "text", "string", "names", "variable"),
    "links": lambda: fields_of("link"),
    "private": private,
    "limits": limits,
    "checks": checks,
    "fixes": fixes,
    "people": people,
    "venues": venues,
    "signs": signs,
    "ris": ris_fields,
    "directives": directives_of,
}


def _words(names: Iterable[str]) -> str:
    return ", ".join(f"``{name}``" for name in names)


def _parts(names: Iterable[str]) -> str:
    return ", ".join(f":pubs-part:`{name}`" for name in names)


class ReferenceTable(SphinxDirective):
    """Shows a table of the program as a table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The table, in the order of the program."""
        lines = [".. list-table::", "   :header-rows: 1", "   :class: reference-table", ""]
        for cells in CELLS[self.arguments[0]]():
            lines += [f"   {mark} {cell}" for mark, cell in zip(["* -", *["  -"] * 9], cells, strict=False)]
        return self.parse_text_to_nodes("\n".join(lines))


class Reference(SphinxDirective):
    """Describes every row of a table of the program."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One description for each row, in the order of the table."""
        lines = [line for row in TABLES[self.arguments[0]]() for line in _described(row)]
        return self.parse_text_to_nodes("\n".join(lines))


def _described(row: Row) -> Iterator[str]:
    yield f".. {row.kind}:: {row.name}"
    yield from (f"   {option}" for option in row.options)
    for paragraph in row.body:
        yield ""
        yield f"   {paragraph}"
    yield ""


def _uses(facet: Facet) -> Iterator[str]:
    """What a facet is for: how its values match, or that it only sorts."""
    if facet.matching is None:
        yield "For :pubs-option:`sort` only."
        return
    yield facet.matching.help
    yield "Examples: " + "; ".join(f"``{example}``" for example in facet.examples) + "."
    yield f"Papers without one stand under *{facet.missing}* when a list is grouped by it."


def _manner(control: Control) -> Iterator[str]:
    """How a control works, and when it is there."""
    yield KINDS_OF_CONTROL[control.kind]
    if control.needs:
        yield f"The entries have to show their :pubs-part:`{control.needs}`."
    if control.name not in (*DEFAULT_CONTROLS, *ACTIONS):
        yield "It is none of the usual ones: name it."


def setup(app: Sphinx) -> ExtensionMetadata:
    """Registers the directive and the kinds of object that it describes."""
    app.add_directive("reference", Reference)
    app.add_directive("reference-table", ReferenceTable)
    for kind, label in KINDS.items():
        app.add_object_type(kind, kind, f"pair: %s; {label}", objname=label)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
