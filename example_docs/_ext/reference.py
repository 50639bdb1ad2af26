"""The reference tables of the documentation, generated from the tables of the package.

``.. reference:: warnings`` describes every row of a table. Each row is a Sphinx object, so that other pages
can link to it: ``:pubs-warning:`pubs.encoding```.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import sphinxext_pubs
from sphinxext_pubs import api
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.entities.people import FIELDS as PERSON
from sphinxext_pubs.entities.venues_file import FIELDS as VENUE
from sphinxext_pubs.extension.citations.roles import ROLES
from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.declarations import People
from sphinxext_pubs.extension.directives.options import options_of
from sphinxext_pubs.formats import html_text, readable_formats
from sphinxext_pubs.formats.base import Formats
from sphinxext_pubs.formats.bibtex import fields as bibtex_fields
from sphinxext_pubs.formats.bibtex import inherit, values
from sphinxext_pubs.formats.latex import decode, protect
from sphinxext_pubs.formats.ris.tags import MEANINGS, TAGS
from sphinxext_pubs.formats.ris.types import BY_CSL, TYPES
from sphinxext_pubs.library import sources
from sphinxext_pubs.lint.checks import CHECKS
from sphinxext_pubs.lint.fixes import FIXES
from sphinxext_pubs.model import work_types
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.notation import matching
from sphinxext_pubs.notation.author_marks import MARKS
from sphinxext_pubs.notation.matching import Matching
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.project.settings import Settings, help_of
from sphinxext_pubs.query import expression, listing
from sphinxext_pubs.query.facet import Facet
from sphinxext_pubs.query.fields import FIELDS, HAVING
from sphinxext_pubs.render import mathml
from sphinxext_pubs.render.buttons import BUTTONS
from sphinxext_pubs.render.entry_display import Column
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.entry_views import AcronymView, AuthorView, Button
from sphinxext_pubs.render.exports import written_formats
from sphinxext_pubs.render.filter_controls import (
    ACTIONS,
    BarView,
    Control,
    ControlView,
    controls_of,
    default_controls,
)
from sphinxext_pubs.render.page_views import (
    Count,
    CountedTerms,
    DirectoryPage,
    ExportView,
    Fact,
    PaperPage,
    ReferenceView,
    RelatedView,
    TermPage,
)

STYLE = Path(sphinxext_pubs.__file__).parent / "static" / "pubs.css"


@dataclass(frozen=True, slots=True)
class Row:
    """The description of a row: type and name of the object, directive options, paragraphs."""

    kind: str
    name: str
    options: tuple[str, ...] = ()
    body: tuple[str, ...] = ()


#: The types of settings by the type of the default, and the settings that also accept other values.
KINDS_OF_VALUE = {tuple: "list of strings", str: "string", int: "whole number", bool: "``True`` or ``False``"}
OTHER_VALUES = {"filterable": "``True``, ``False`` or a ", "pages": "``True``, ``False`` or a "}

#: How readers use a control of the filter bar, by kind.
KINDS_OF_CONTROL = {
    "search": "Part of a word is enough, and case and accents make no difference.",
    "menu": "Readers select any number of values; each shows how many papers would remain.",
    "range": "Readers select any number of years, or type the first and the last year.",
    "any": "Readers select any number of values, or *Any* for all papers with a value.",
    "action": "It is shown unless it is removed.",
}


def settings() -> Iterator[Row]:
    """Yield the settings in ``conf.py``."""
    for row in fields(Settings):
        default = list(row.default) if isinstance(row.default, tuple) else row.default
        kind = OTHER_VALUES.get(row.name, "") + KINDS_OF_VALUE[type(row.default)]
        if row.name == "page_folders":
            kind, default = "dictionary", {}
        options = (f":type: {kind}", f":default: ``{default!r}``")
        yield Row("confval", f"pubs_{row.name}", options, (help_of(row),))


def options(kind: str, registry: Registry) -> Iterator[Row]:
    """Yield the options of the directive ``publications`` of one kind."""
    for option in options_of(registry).rows:
        if option.kind == kind:
            source = f":{option.name}: {option.example}".rstrip()
            example = f"For example ``{source}``."
            yield Row("pubs-option", option.name, (), (option.help, example))


def facets(registry: Registry) -> Iterator[Row]:
    """Yield the facets."""
    for facet in registry.facets.rows:
        yield Row("pubs-facet", facet.name, (), (facet.help, *_uses(facet)))


def filter_fields() -> Iterator[Row]:
    """Yield the fields of filter expressions, and the word for what papers have."""
    for field in (*FIELDS.rows, HAVING):
        yield Row("pubs-field", field.name, (), (field.help, *_examples(field)))


def warnings() -> Iterator[Row]:
    """Yield the warning subtypes."""
    for code in Code:
        yield Row("pubs-warning", f"pubs.{code.value}", (), (code.meaning,))


def roles() -> Iterator[Row]:
    """Yield the roles of citations."""
    for role in ROLES.values():
        yield Row("pubs-role", f"paper:{role.name}", (), (role.help,))


def styles() -> Iterator[Row]:
    """Yield the built-in reference styles."""
    for style in BUILTIN_STYLES.values():
        yield Row("pubs-style", style.name, (), (style.help,))


def layouts(registry: Registry) -> Iterator[Row]:
    """Yield the layouts, with the parts that each shows."""
    for layout in registry.layouts.rows:
        shows = f"It shows {_parts(layout.parts)}."
        columns = (f"Its columns are {_parts(layout.columns)}.",) if layout.columns else ()
        yield Row("pubs-layout", layout.name, (), (layout.help, shows, *columns))


def parts(registry: Registry) -> Iterator[Row]:
    """Yield the parts of an entry."""
    for part in registry.parts.rows:
        yield Row("pubs-part", part.name, (), (part.help,))


def buttons() -> Iterator[Row]:
    """Yield the buttons with their own names."""
    for kind in BUTTONS:
        yield Row("pubs-button", kind.rel, (), (kind.help,))


def controls(registry: Registry) -> Iterator[Row]:
    """Yield the controls of the filter bar."""
    for control in controls_of(registry.facets).rows:
        usage = " ".join(_usage(control, registry))
        yield Row("pubs-control", control.name, (), (control.help, usage))


def css() -> Iterator[Row]:
    """Yield the variables of the style sheet, from its comment and its defaults."""
    sheet = STYLE.read_text(encoding="utf-8")
    defaults = dict(re.findall(r"^  (--pubs-[\w-]+): (.+);$", sheet, re.MULTILINE)[::-1])
    for name, meaning in re.findall(r"^   (--pubs-[\w-]+) +(.+)$", sheet, re.MULTILINE):
        default = (f"Default: ``{defaults[name]}``",) if name in defaults else ()
        yield Row("pubs-css", name, (), (f"{meaning[0].upper()}{meaning[1:]}.", *default))


def variables(cls: Any, prefix: str) -> Iterator[Row]:
    """Yield the attributes of a template variable."""
    for row in fields(cls):
        yield Row("pubs-variable", f"{prefix}.{row.name}", (), (row.metadata["help"],))


# The public interface

#: The names of the public interface that have no docstring.
_TYPES = {
    "Tree": "The type of the value of a part: a tuple of strings, ``Text`` and ``Run``, empty if there is "
    "nothing to show."
}


def interface(kind: str) -> Iterator[Row]:
    """Yield the names of the public interface of a kind, and the fields of the classes."""
    for name in api.__all__:
        value = getattr(api, name)
        if _kind_in_interface(name, value) == kind:
            yield Row("pubs-api", name, (), (_interface_help(name, value),))
            if is_dataclass(value) and isinstance(value, type):
                yield from (_field_row(name, row) for row in fields(value))


def _kind_in_interface(name: str, value: object) -> str:
    """Return the table that describes a name: ``add``, ``rows``, ``data`` or ``helpers``."""
    if name.startswith("add_"):
        return "add"
    if isinstance(value, type):
        return "rows" if is_dataclass(value) and fields(value)[0].kw_only else "data"
    return "helpers"


def _interface_help(name: str, value: object) -> str:
    if name in _TYPES:
        return _TYPES[name]
    if isinstance(value, Matching):
        return f"A kind of matching. {value.help}"
    if inspect.isfunction(value):
        parameters = ", ".join(inspect.signature(value).parameters)
        return f"``{name}({parameters})``\n\n{inspect.getdoc(value)}"
    is_function_type = isinstance(value, type) and "__call__" in vars(value)
    contract = inspect.getdoc(vars(value)["__call__"]) if is_function_type else ""
    return "\n\n".join(filter(None, (inspect.getdoc(value), contract)))


def _field_row(name: str, row: Field[Any]) -> Row:
    is_required = row.default is MISSING and row.default_factory is MISSING
    required = ("Required.",) if is_required else ()
    return Row("pubs-api", f"{name}.{row.name}", (), (row.metadata["help"], *required))


#: The arguments of ``.. reference::``; to add a table, add a row.
TABLES: dict[str, Callable[[Registry], Iterable[Row]]] = {
    "settings": lambda _: settings(),
    "options-select": partial(options, "select"),
    "options-arrange": partial(options, "arrange"),
    "options-show": partial(options, "show"),
    "facets": facets,
    "filter-fields": lambda _: filter_fields(),
    "warnings": lambda _: warnings(),
    "roles": lambda _: roles(),
    "styles": lambda _: styles(),
    "layouts": layouts,
    "parts": parts,
    "buttons": lambda _: buttons(),
    "controls": controls,
    "css": lambda _: css(),
    "entry": lambda _: (
        Row("pubs-variable", f"entry.{name}", (), (help_text,)) for name, help_text in EntryView.variables()
    ),
    "button": lambda _: variables(Button, "button"),
    "column": lambda _: variables(Column, "column"),
    "author": lambda _: variables(AuthorView, "author"),
    "acronym": lambda _: variables(AcronymView, "acronym"),
    "related": lambda _: variables(RelatedView, "related"),
    "how-to-cite": lambda _: variables(ReferenceView, "reference"),
    "paper-page": lambda _: variables(PaperPage, "page"),
    "list-page": lambda _: variables(TermPage, "list-page"),
    "directory-page": lambda _: variables(DirectoryPage, "directory-page"),
    "fact": lambda _: variables(Fact, "fact"),
    "export": lambda _: variables(ExportView, "export"),
    "counted": lambda _: variables(CountedTerms, "counted"),
    "count": lambda _: variables(Count, "count"),
    "bar": lambda _: variables(BarView, "bar"),
    "control": lambda _: variables(ControlView, "control"),
    "api-add": lambda _: interface("add"),
    "api-rows": lambda _: interface("rows"),
    "api-data": lambda _: interface("data"),
    "api-helpers": lambda _: interface("helpers"),
}

#: The types of object that the tables describe, with their names in the index.
KINDS = {
    "pubs-option": "option of publications",
    "pubs-facet": "facet",
    "pubs-field": "field of filter expressions",
    "pubs-warning": "warning",
    "pubs-role": "role",
    "pubs-layout": "layout",
    "pubs-style": "style",
    "pubs-part": "part of an entry",
    "pubs-button": "button",
    "pubs-control": "control of the filter bar",
    "pubs-css": "CSS variable",
    "pubs-variable": "template variable",
    "pubs-api": "in sphinxext_pubs.api",
}


def types() -> Iterator[tuple[str, ...]]:
    """Yield the types of works: heading of a group, CSL type, and entry types."""
    yield "works", "CSL", "entry types"
    for work in work_types.WORK_TYPES:
        names = [row.name for row in bibtex_fields.ENTRY_TYPES if row.csl == work.csl]
        yield work.label, f"``{work.csl}``", _words(names) or "–"


def fields_of(*kinds: str) -> Iterator[tuple[str, ...]]:
    """Yield the fields of these kinds, and the CSL variables that they are converted to."""
    yield "fields", "converted to"
    for row in sorted(bibtex_fields.FIELDS, key=lambda row: (*kinds, row.kind).index(row.kind)):
        if row.kind in kinds:
            yield _words(row.names), f"``{row.target.replace('_', '-')}``"


def private() -> Iterator[tuple[str, ...]]:
    """Yield the fields that are never published."""
    yield "fields", "meaning"
    yield _words(sorted(bibtex_fields.PRIVATE)), "personal notes and data of programs"
    yield _words(f"{start}…" for start in bibtex_fields.PRIVATE_STARTS), "fields of reference managers"


def limits() -> Iterator[tuple[str, ...]]:
    """Yield the limits, beyond which data is truncated or ignored."""
    yield "limit of", "maximum"
    yield "a source file", f"{sources.MAX_SIZE // 2**20} MiB"
    yield "a value made of ``@string`` abbreviations", f"{values.MAX_VALUE:,} characters"
    yield "the text that all abbreviations add", f"{values.MAX_EXPANSION:,} characters"
    yield "a chain of ``crossref`` or ``xdata``", f"{inherit.MAX_CHAIN} entries"
    yield "all inherited text", f"{inherit.MAX_INHERITED:,} characters"
    yield "a field that is parsed as LaTeX", f"{decode.MAX_LENGTH:,} characters"
    yield "nested LaTeX groups", f"{protect.MAX_DEPTH}"
    yield "nested HTML tags", f"{html_text.MAX_NESTING}"
    yield "a formula shown as MathML", f"{mathml.MAX_LENGTH:,} characters"
    yield "the groups of a facet that contain the same paper", f"{listing.MAX_GROUPS_PER_PUBLICATION}"
    yield "the value of an option, and a filter expression", f"{matching.MAX_VALUE:,} characters"
    yield "nested parentheses and ``not`` in a filter expression", f"{expression.MAX_DEPTH}"


def checks() -> Iterator[tuple[str, ...]]:
    """Yield the checks of ``sphinx-pubs check``."""
    yield "code", "what it finds"
    yield from ((f"``{check.code}``", check.help) for check in CHECKS.values())


def fixes() -> Iterator[tuple[str, ...]]:
    """Yield the corrections of ``sphinx-pubs check --fix``."""
    yield "fields", "correction"
    yield from ((_words(fix.fields), fix.help) for fix in FIXES)


def people() -> Iterator[tuple[str, ...]]:
    """Yield the keys of the people file."""
    yield "key", "meaning"
    yield from ((f"``{field.name}``", field.help) for field in PERSON.values())


def venues() -> Iterator[tuple[str, ...]]:
    """Yield the keys of the venues file."""
    yield "key", "meaning"
    yield from ((f"``{field.name}``", field.help) for field in VENUE.values())


def signs() -> Iterator[tuple[str, ...]]:
    """Yield the marks next to names."""
    yield "in the data", "mark", "meaning"
    for mark in MARKS:
        yield _words((mark.name, *mark.words)), f"``{mark.sign}``", mark.label


def directives_of(registry: Registry) -> Iterator[tuple[str, ...]]:
    """Yield the other directives."""
    yield "directive", "argument", "options", "content"
    yield "``publication``", "a key", "", "One paper with all its details."
    kinds = _words(facet.name for facet in registry.facets.with_pages)
    yield "``publications-pages``", kinds, "", "All people, venues … with links to their pages."
    options = _words(People.option_spec)
    yield "``publications-people``", "", options, "The people of the people file, or of one of its groups."
    counted = _words(facet.name for facet in registry.facets.rows if facet.chart is not None)
    options = f"``by`` ({counted}), ``caption``, and all options that select papers"
    yield "``publications-chart``", "", options, "A bar chart of the numbers of papers."


def formats_read(formats: Formats) -> Iterator[tuple[str, ...]]:
    """Yield the formats that can be read, with the suffixes of their files."""
    yield "suffix", "format", "where it comes from"
    for row in readable_formats(formats):
        yield _words(row.suffixes), row.label, row.help


def formats_written(formats: Formats) -> Iterator[tuple[str, ...]]:
    """Yield the formats that can be written, with the suffix of files, and if pages of papers offer them."""
    yield "name", "format", "suffix", "meaning", "on the page of a paper"
    for row in written_formats(formats).values():
        offered = "yes" if "paper" in row.offered_on else "–"
        yield f"``{row.name}``", row.label, f"``{row.written_suffix}``", row.help, offered


def ris_tags() -> Iterator[tuple[str, ...]]:
    """Yield the tags of RIS with their meanings, and those in entries of some types."""
    yield "tag", "name", "read as", "in entries of some types"
    for row in TAGS:
        others = (f"{types}: {MEANINGS.get(meaning, meaning)}" for meaning, types in row.exceptions)
        yield f"``{row.name}``", row.label, MEANINGS.get(row.meaning, row.meaning), "; ".join(others)


def ris_types() -> Iterator[tuple[str, ...]]:
    """Yield the types of RIS with their CSL types."""
    yield "type", "name", "CSL type", "written for"
    for row in TYPES:
        written = _words(csl for csl, name in BY_CSL.items() if name == row.name)
        yield f"``{row.name}``", row.label, f"``{row.csl}``", written


#: The arguments of ``.. reference-table::``: functions that yield rows of cells, the header first.
CELLS: dict[str, Callable[[Registry], Iterable[tuple[str, ...]]]] = {
    "types": lambda _: types(),
    "fields": lambda _: fields_of("part", "text", "string", "names", "variable"),
    "links": lambda _: fields_of("link"),
    "private": lambda _: private(),
    "limits": lambda _: limits(),
    "checks": lambda _: checks(),
    "fixes": lambda _: fixes(),
    "people": lambda _: people(),
    "venues": lambda _: venues(),
    "signs": lambda _: signs(),
    "formats-read": lambda registry: formats_read(registry.formats),
    "formats-written": lambda registry: formats_written(registry.formats),
    "ris-tags": lambda _: ris_tags(),
    "ris-types": lambda _: ris_types(),
    "directives": directives_of,
}


def _words(names: Iterable[str]) -> str:
    return ", ".join(f"``{name}``" for name in names)


def _parts(names: Iterable[str]) -> str:
    return ", ".join(f":pubs-part:`{name}`" for name in names)


class ReferenceTable(SphinxDirective):
    """Show a table of the package."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table, in the order of the package."""
        lines = [".. list-table::", "   :header-rows: 1", "   :class: reference-table", ""]
        for cells in CELLS[self.arguments[0]](project_of(self.env).registry):
            lines += [f"   {mark} {cell}" for mark, cell in zip(["* -", *["  -"] * 9], cells, strict=False)]
        return self.parse_text_to_nodes("\n".join(lines))


class Reference(SphinxDirective):
    """Describe every row of a table of the package."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a description of each row, in the order of the table."""
        lines = [
            line
            for row in TABLES[self.arguments[0]](project_of(self.env).registry)
            for line in _description(row)
        ]
        return self.parse_text_to_nodes("\n".join(lines))


def _description(row: Row) -> Iterator[str]:
    yield f".. {row.kind}:: {row.name}"
    yield from (f"   {option}" for option in row.options)
    for paragraph in row.body:
        yield ""
        yield from (f"   {line}" for line in paragraph.split("\n"))
    yield ""


def _examples(facet: Facet) -> Iterator[str]:
    """Yield the examples of a facet or a field."""
    yield "Examples: " + "; ".join(f"``{example}``" for example in facet.examples) + "."


def _uses(facet: Facet) -> Iterator[str]:
    """Yield how the values of a facet match, or that it can only be used for sorting."""
    if facet.matching is None:
        yield "Only for :pubs-option:`sort`."
        return
    yield facet.matching.help
    yield from _examples(facet)
    yield f"In groups, papers without a value are listed under *{facet.missing}*."


def _usage(control: Control, registry: Registry) -> Iterator[str]:
    """Yield how a control is used, and when it is shown."""
    yield KINDS_OF_CONTROL[control.kind]
    if control.needs:
        yield f"It needs entries that show their :pubs-part:`{control.needs}`."
    if control.name not in (*default_controls(registry.facets), *ACTIONS):
        yield "It is only shown if it is named."


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and the types of object that they describe."""
    app.add_directive("reference", Reference)
    app.add_directive("reference-table", ReferenceTable)
    for kind, label in KINDS.items():
        app.add_object_type(kind, kind, f"pair: %s; {label}", objname=label)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
