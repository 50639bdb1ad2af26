"""``.. bibliography::`` and ``.. footbibliography::``."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxext_pubs.extension.compat_bibtex.bibfiles import ConfiguredFiles
from sphinxext_pubs.extension.compat_bibtex.ids import template_of
from sphinxext_pubs.extension.compat_bibtex.settings import (
    STYLES,
    PybtexStyle,
    find_pybtex_style,
    plugins_of,
)
from sphinxext_pubs.extension.compat_bibtex.warnings import warn_as
from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import ENTRY_IDS, pubs_footnotes, pubs_listing
from sphinxext_pubs.model.problems import Code, InvalidValueError
from sphinxext_pubs.model.suggestions import suggest
from sphinxext_pubs.notation.matching import Pattern, format_pattern
from sphinxext_pubs.project.bibtex_filter import parse
from sphinxext_pubs.project.bibtex_filter_check import FilterError, pattern_problems
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.project.settings import one_of
from sphinxext_pubs.query.selection import Selection
from sphinxext_pubs.render.layouts import REFERENCE

#: The kinds of list; only lists of the kind ``citation`` have labels that citations show.
LISTS = ("citation", "bullet", "enumerated")

#: The notations of numbers in an enumerated list.
ENUMERATIONS = ("arabic", "loweralpha", "upperalpha", "lowerroman", "upperroman")


def _start_number(value: str | None) -> str:
    if (value or "").strip() == "continue":
        return "continue"
    return str(directives.positive_int(value or ""))


class _DirectiveWithHeader(SphinxDirective):
    """A directive with a header from ``conf.py``."""

    def header_nodes(self, setting: str) -> list[nodes.Node]:
        """Return the header as nodes; it is parsed as markup, because ``conf.py`` is trusted."""
        text = getattr(self.config, setting)
        return self.parse_text_to_nodes(text, allow_section_headings=False) if text else []

    def warn(self, name: str, code: Code, message: str) -> None:
        """Warn at the directive; ``name`` is that of the warning in sphinxcontrib-bibtex."""
        warn_as(name, code, message, self.get_location(), self.config)

    def add_id(self, setting: str, node: nodes.Element, count: int) -> None:
        """Add the id that a template from ``conf.py`` makes for the directive with this number."""
        template = template_of(self.config, setting, count)
        if not template.add_id(self.state.document, node):
            name = template.id_of("")
            message = f"The id “{name}” is already used on this page. Change {setting} in conf.py."
            warn(Code.OPTION, message, self.get_location(), self.config)


class BibliographyDirective(_DirectiveWithHeader):
    """A list of references, by default of the papers that the project cites."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = {
        "cited": directives.flag,
        "notcited": directives.flag,
        "all": directives.flag,
        "filter": directives.unchanged,
        "style": directives.unchanged,
        "list": directives.unchanged,
        "enumtype": directives.unchanged,
        "start": _start_number,
        "labelprefix": directives.unchanged,
        "keyprefix": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return a listing node, as the directive ``publications`` does."""
        listing = pubs_listing(request=self._request(), classes=[])
        self.set_source_info(listing)
        lines = self.env.domains["cite"].data["lines"]
        lines.setdefault(self.env.docname, []).append(self.lineno)
        count = self.env.new_serialno("pubs-bibliography") + 1
        self.add_id("bibtex_bibliography_id", listing, count)
        prefix = self.options.get("keyprefix", "")
        entry_ids = template_of(self.config, "bibtex_cite_id", count, prefix)
        if entry_ids.text:
            listing[ENTRY_IDS] = entry_ids
        return [*self.header_nodes("bibtex_bibliography_header"), listing]

    def _request(self) -> Request:
        options, style = self.options, self._style()
        kind = self._choice("list", "kind of list", LISTS)
        where = self._filter_expression()
        project = project_of(self.env)
        return Request(
            selection=Selection(
                conditions=self._source_conditions(),
                sort=style.sort,
                group_by="none",
                cited="" if where or "all" in options else "!project" if "notcited" in options else "project",
            ),
            layout=REFERENCE,
            hide=project.settings.hide,
            show=project.settings.show,
            style=style.style if kind == "citation" else "author-year",
            prefix=options.get("labelprefix", ""),
            key_prefix=options.get("keyprefix", ""),
            where=where,
            also=tuple(" ".join(self.content).replace(",", " ").split()),
            silent=True,
            enumerated=self._enumerated() if kind == "enumerated" else "",
        )

    def _choice(self, option: str, what: str, choices: tuple[str, ...]) -> str:
        """Return the value of an option, or the first choice if it is not given or invalid."""
        try:
            return one_of(what, choices, self.options.get(option, choices[0]).strip())
        except InvalidValueError as error:
            self._warn_ignored("list_type_error", option, error)
            return choices[0]

    def _warn_ignored(self, name: str, option: str, error: InvalidValueError) -> None:
        self.warn(name, Code.OPTION, error.message(f"bibliography: the option “{option}” is ignored"))

    def _style(self) -> PybtexStyle:
        name = self.options.get("style", "").strip()
        if name and name not in STYLES and name not in self._plugins:
            error = InvalidValueError(f"unknown style “{name}”, “alpha” is used", suggest(name, STYLES))
            warn(Code.OPTION, error.message("bibliography"), self.get_location(), self.config)
        if not name:
            default = find_pybtex_style(self.config.bibtex_default_style)
            style = self.config.pubs_style
            return default if style in ("author-year", default.style) else PybtexStyle(style, default.sort)
        return find_pybtex_style(name)

    @property
    def _plugins(self) -> set[str]:
        """The styles that conf.py registers with pybtex; they were reported when the build began."""
        return {name for _, name in plugins_of("pybtex.style.formatting")}

    def _filter_expression(self) -> str:
        """Return the filter expression; empty if the list has none or it is invalid."""
        expression = " ".join(self.options.get("filter", "").split())
        if not expression:
            return ""
        try:
            problems = list(pattern_problems(parse(expression)))
        except FilterError as error:
            self._warn_ignored("filter_syntax_error", "filter", error)
            return ""
        for problem in problems:
            message = problem.message("bibliography: the option “filter”")
            self.warn("filter_syntax_error", Code.OPTION, message)
        for name in ("all", "cited", "notcited"):
            if name in self.options:
                message = f"bibliography: “:{name}:” has no effect in a list with a filter. Remove one."
                self.warn("filter_overrides", Code.OPTION, message)
        return expression

    def _source_conditions(self) -> tuple[tuple[str, str], ...]:
        if not self.arguments:
            return ()
        configured, patterns = ConfiguredFiles(self.env), []
        for name in self.arguments[0].split():
            path = configured.find(name)
            if path is None:
                self.warn("bibfile_error", Code.SOURCE_MISSING, configured.unknown_message(name))
            patterns.append(format_pattern(Pattern(path or name.rpartition("/")[2])))
        return (("source", ", ".join(patterns)),) if patterns else ()

    def _enumerated(self) -> str:
        notation = self._choice("enumtype", "notation of numbers", ENUMERATIONS)
        return f"{notation} {self.options.get('start', '1')}"


class FootBibliographyDirective(_DirectiveWithHeader):
    """The footnotes of the citations so far."""

    def run(self) -> list[nodes.Node]:
        """Return a node that is replaced by the footnotes when the document has been read."""
        marker = pubs_footnotes()
        self.set_source_info(marker)
        self.add_id("bibtex_footbibliography_id", marker, self.env.new_serialno("pubs-footbibliography") + 1)
        return [*self.header_nodes("bibtex_footbibliography_header"), marker]
