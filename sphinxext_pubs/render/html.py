"""Render entries as HTML with autoescaped templates, which users can override in ``templates_path``."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup, escape

from sphinxext_pubs.model.table import Table
from sphinxext_pubs.notation.l10n import Translate
from sphinxext_pubs.render.entry_display import Column
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.filter_controls import BarView
from sphinxext_pubs.render.html_parts import (
    FUNCTIONS,
    SEPARATOR,
    PrintedParts,
    buttons_to_html,
    people_to_html,
)
from sphinxext_pubs.render.html_text import MathWriter, math_source, text_to_html
from sphinxext_pubs.render.layouts import LAYOUTS, TEMPLATES, Layout
from sphinxext_pubs.render.page_views import Fact, Linked
from sphinxext_pubs.render.parts import PARTS, Part
from sphinxext_pubs.render.safe_text import closing_period

#: The template of the bar above a list.
BAR_TEMPLATE = "pubs/filter.html"

#: The built-in template around the rows of a table.
TABLE_FRAME = "pubs/table-list.html"

#: The template of the preview card of a citation.
PREVIEW_TEMPLATE = "pubs/preview.html"

#: Placeholder for the entries in the template around a list.
ENTRIES = Markup("<!-- entries -->")


class TemplateError(Exception):
    """A template of the user failed at ``line`` of ``template`` (line 0: unknown)."""

    def __init__(self, template: str, line: int, reason: str) -> None:
        self.template = template
        self.line = line
        self.reason = reason
        super().__init__(f"{template}:{line}: {reason}" if line else f"{template}: {reason}")


def facts_to_html(facts: Iterable[Fact], math: MathWriter = math_source) -> Markup:
    """Return the facts of a paper as terms and values of a definition list."""
    return Markup("\n".join([_render_fact(fact, math) for fact in facts]))


def _render_fact(fact: Fact, math: MathWriter) -> str:
    values = ", ".join([_render_linked(value, math) for value in fact.values])
    return f'<dt>{escape(fact.label)}</dt>\n<dd class="pubs-fact-{escape(fact.name)}">{values}</dd>'


def _render_linked(value: Linked, math: MathWriter) -> str:
    text = text_to_html(value.text, math)
    return f'<a href="{escape(value.href)}">{text}</a>' if value.href else text


class _Loader(BaseLoader):
    """Loads templates of the user, or else those of layouts; ``!pubs/…`` is always one of the latter."""

    def __init__(self, directories: Sequence[str | Path], layouts: Iterable[Layout]) -> None:
        sources = {layout.entry_template: layout.source for layout in layouts if layout.source}
        folders = [layout.folder for layout in layouts if layout.folder]
        self.builtin = ChoiceLoader([DictLoader(sources), FileSystemLoader([TEMPLATES, *folders])])
        self.all = ChoiceLoader([FileSystemLoader(list(directories)), self.builtin])

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Any]:
        """Return the source of a template for Jinja."""
        if template.startswith("!"):
            return self.builtin.get_source(environment, template[1:])
        return self.all.get_source(environment, template)


class HtmlRenderer:
    """Renders entries with the templates in ``directories``, or else with the built-in ones.

    ``math`` converts math, ``translate`` translates the words of the templates (``_`` in them).
    ``layouts`` and ``parts`` are the tables; layouts may bring templates of their own.
    """

    def __init__(
        self,
        directories: Sequence[str | Path] = (),
        *,
        math: MathWriter = math_source,
        translate: Translate = str,
        layouts: Table[Layout] = LAYOUTS,
        parts: Table[Part] = PARTS,
    ) -> None:
        self._environment = _make_environment(_Loader(directories, layouts.rows), math, translate)
        self._builtin = _make_environment(_Loader((), layouts.rows), math, translate)
        self._math, self._parts = math, dict(parts)
        self._templates: dict[tuple[str, bool], Template] = {}

    def entry(self, view: EntryView, layout: Layout, *, builtin: bool = False) -> str:
        """Return an entry as HTML; raise :class:`TemplateError` if a template fails.

        ``builtin`` is True to use a built-in template instead of one of the user or of another package.
        """
        name = layout.entry_template
        if builtin and not (TEMPLATES / name).is_file():
            name = layout.builtin_template
        return self._render_entry(name, builtin, view)

    def bar(self, view: BarView, *, builtin: bool = False) -> str:
        """Return the filter bar of a list as HTML; raise :class:`TemplateError` if its template fails."""
        return self._render(BAR_TEMPLATE, builtin, bar=view)

    def preview(self, view: EntryView, href: str, *, builtin: bool = False) -> str:
        """Return the preview card of citations that link to ``href``; raise :class:`TemplateError`."""
        return self._render_entry(PREVIEW_TEMPLATE, builtin, view, href=href)

    def page(self, name: str, builtin: bool = False, **context: object) -> str:
        """Return the body of a generated page; raise :class:`TemplateError` if its template fails."""
        entry = context.get("entry")
        if isinstance(entry, EntryView):
            context["parts"] = PrintedParts(entry, self._parts, self._math)
        return self._render(name, builtin, **context)

    def _render_entry(self, name: str, builtin: bool, view: EntryView, **context: object) -> str:
        parts = PrintedParts(view, self._parts, self._math)
        return self._render(name, builtin, entry=view, parts=parts, **context)

    def frame(self, columns: Sequence[Column], layout: Layout, *, builtin: bool = False) -> str:
        """Return the HTML around a list's :data:`ENTRIES`; raise :class:`TemplateError` if that fails."""
        name = TABLE_FRAME if builtin else layout.frame_template
        return self._render(name, builtin, columns=columns, entries=ENTRIES)

    def _render(self, name: str, builtin: bool, **context: object) -> str:
        try:
            return self._template(name, builtin=builtin).render(**context)
        except Exception as error:  # a user's template may raise anything
            raise _template_error(error, name) from error

    def _template(self, name: str, *, builtin: bool) -> Template:
        template = self._templates.get((name, builtin))
        if template is None:
            environment = self._builtin if builtin else self._environment
            template = self._templates[name, builtin] = environment.get_template(name)
            template.globals = dict(template.globals)  # copied for each entry, which is slow for a ChainMap
        return template


def _make_environment(loader: BaseLoader, math: MathWriter, translate: Translate) -> Environment:
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["text"] = lambda text: text_to_html(text, math)
    environment.filters["facts"] = lambda facts: facts_to_html(facts, math)
    environment.filters |= {"buttons": buttons_to_html, "people": people_to_html, "stop": closing_period}
    environment.globals |= {"_": translate, "bar": SEPARATOR, **FUNCTIONS}
    return environment


def _template_error(error: Exception, template: str) -> TemplateError:
    """Return the error with template and line, without absolute paths."""
    if isinstance(error, TemplateSyntaxError):
        return TemplateError(error.name or template, error.lineno, error.message or "")
    if isinstance(error, TemplateNotFound):
        return TemplateError(template, 0, f"the template {error.name} does not exist")
    reason = f"{type(error).__name__}: {error}"
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")
    ]
    if not frames:
        return TemplateError(template, 0, reason)
    name = "/".join(Path(frames[-1].filename).parts[-2:])
    return TemplateError(name, frames[-1].lineno or 0, reason)
