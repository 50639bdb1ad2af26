"""``.. bibliography::`` and ``.. footbibliography::``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxext_pubs.extension.citations import footnotes
from sphinxext_pubs.extension.compat_bibtex.settings import Named, named
from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import pubs_listing
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.notation.matching import Pattern, format_pattern
from sphinxext_pubs.project.bibtex_filter import FilterError, parse
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.query.criteria import Selection
from sphinxext_pubs.render.layouts import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Callable


#: The kinds of list; only those of citations have labels that citations know.
LISTS = ("citation", "bullet", "enumerated")

#: How numbers of an enumerated list are written.
ENUMERATIONS = ("arabic", "loweralpha", "upperalpha", "lowerroman", "upperroman")


def _one_of(choices: tuple[str, ...]) -> Callable[[str | None], str]:
    return lambda value: str(directives.choice(value or "", choices))


def _start(value: str | None) -> str:
    if (value or "").strip() == "continue":
        return "continue"
    return str(directives.positive_int(value or ""))


class _Headed(SphinxDirective):
    """A directive with a header from ``conf.py``."""

    def header(self, setting: str) -> list[nodes.Node]:
        """The header as nodes; it is markup, since ``conf.py`` is trusted."""
        text = getattr(self.config, setting)
        return self.parse_text_to_nodes(text, allow_section_headings=False) if text else []


class BibliographyDirective(_Headed):
    """A list of references: what the project cites, unless told otherwise."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = {
        "cited": directives.flag,
        "notcited": directives.flag,
        "all": directives.flag,
        "filter": directives.unchanged,
        "style": directives.unchanged,
        "list": _one_of(LISTS),
        "enumtype": _one_of(ENUMERATIONS),
        "start": _start,
        "labelprefix": directives.unchanged,
        "keyprefix": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """One listing node, as the directive ``publications`` makes it."""
        listing = pubs_listing(request=self._request(), classes=[])
        self.set_source_info(listing)
        return [*self.header("bibtex_bibliography_header"), listing]

    def _request(self) -> Request:
        options, style = self.options, self._style()
        kind = options.get("list", "citation")
        where = self._where()
        project = project_of(self.env)
        return Request(
            selection=Selection(
                conditions=self._sources(),
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

    def _style(self) -> Named:
        name = self.options.get("style", "").strip()
        if not name:
            found = named(self.config.bibtex_default_style)
            own = self.config.pubs_style
            return found if own in ("author-year", found.style) else Named(own, found.sort)
        return named(name)

    def _where(self) -> str:
        """The filter expression, checked; nothing where there is none, or it cannot be read."""
        expression = " ".join(self.options.get("filter", "").split())
        try:
            if expression:
                parse(expression)
        except FilterError as error:
            message = error.message("bibliography: the option “filter” is ignored")
            warn(Code.OPTION, message, self.get_location(), self.config)
            return ""
        return expression

    def _sources(self) -> tuple[tuple[str, str], ...]:
        files = self.arguments[0].split() if self.arguments else []
        value = ", ".join(format_pattern(Pattern(name.rpartition("/")[2])) for name in files)
        return (("source", value),) if value else ()

    def _enumerated(self) -> str:
        return f"{self.options.get('enumtype', 'arabic')} {self.options.get('start', '1')}"


class FootBibliographyDirective(_Headed):
    """The footnotes of the citations so far."""

    def run(self) -> list[nodes.Node]:
        """A place for the footnotes, which are made when the page has been read."""
        marker = footnotes.here(self.state.document)
        self.set_source_info(marker)
        return [*self.header("bibtex_footbibliography_header"), marker]
