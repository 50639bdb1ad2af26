"""Render entries as HTML with autoescaped templates, which users can override in ``templates_path``."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup, escape

from sphinxext_pubs.model.rich_text import Inline, Span, SpanKind, Text
from sphinxext_pubs.notation.l10n import Translate
from sphinxext_pubs.render.entry_options import Column
from sphinxext_pubs.render.entry_views import AuthorView, Button, EntryView
from sphinxext_pubs.render.filter_controls import BarView
from sphinxext_pubs.render.layouts import TEMPLATES, Layout
from sphinxext_pubs.render.page_views import Fact, Linked
from sphinxext_pubs.render.safe_text import closing_period

#: A function from LaTeX math to safe HTML.
MathWriter = Callable[[str], str]

#: The separator between two people of a list.
SEPARATOR = Markup('<span class="pubs-separator" aria-hidden="true"> | </span>')

#: The template of the bar above a list.
BAR_TEMPLATE = "pubs/filter.html"

#: The template of the preview card of a citation.
PREVIEW_TEMPLATE = "pubs/preview.html"

#: Placeholder for the entries in the template around a list.
ENTRIES = Markup("<!-- entries -->")


_TAGS: dict[SpanKind, tuple[Markup, Markup]] = {
    "italic": (Markup("<em>"), Markup("</em>")),
    "bold": (Markup("<strong>"), Markup("</strong>")),
    "small-caps": (Markup('<span class="pubs-small-caps">'), Markup("</span>")),
    "sub": (Markup("<sub>"), Markup("</sub>")),
    "sup": (Markup("<sup>"), Markup("</sup>")),
    "no-case": (Markup(""), Markup("")),
    "code": (Markup("<code>"), Markup("</code>")),
}


class TemplateError(Exception):
    """A template of the user failed at ``line`` of ``template`` (line 0: unknown)."""

    def __init__(self, template: str, line: int, reason: str) -> None:
        self.template = template
        self.line = line
        self.reason = reason
        super().__init__(f"{template}:{line}: {reason}" if line else f"{template}: {reason}")


def math_source(tex: str) -> Markup:
    """Return LaTeX math as its source in ``<code>``, for math that cannot be converted."""
    return Markup('<code class="pubs-math">{}</code>').format(tex)


def text_to_html(text: Text, math: MathWriter = math_source) -> Markup:
    """Return rich text as inline HTML; link targets must have been checked by the view."""
    parts = text.parts
    if len(parts) == 1 and isinstance(parts[0], str):
        return escape(parts[0])
    return Markup("".join(_render_inline(parts, math)))


def _render_inline(parts: Iterable[Inline], math: MathWriter) -> Iterable[str]:
    for part in parts:
        if isinstance(part, str):
            yield escape(part)
        elif part.kind == "math":
            yield math(str(Text(part.content)))
        else:
            opening, closing = _tags(part)
            yield opening
            yield from _render_inline(part.content, math)
            yield closing


def _tags(span: Span) -> tuple[Markup, Markup]:
    if span.kind == "link":
        return Markup('<a href="{}">').format(span.target), Markup("</a>")
    return _TAGS[span.kind]


def buttons_to_html(buttons: Iterable[Button]) -> Markup:
    """Return buttons as links separated by spaces."""
    return Markup(" ".join([_render_button(button) for button in buttons]))


def _render_button(button: Button) -> str:
    before, after = _button_frame(button.css, button.label)
    return f"{before}{escape(button.href)}{after}"


@lru_cache(maxsize=1024)
def _button_frame(css: str, label: str) -> tuple[str, str]:
    """Return the HTML before and after a button's URL, cached since thousands of entries share it."""
    return f'<a class="pubs-button {escape(css)}" href="', f'">{escape(label)}</a>'


def facts_to_html(facts: Iterable[Fact], math: MathWriter = math_source) -> Markup:
    """Return the facts of a paper as terms and values of a definition list."""
    return Markup("\n".join([_render_fact(fact, math) for fact in facts]))


def _render_fact(fact: Fact, math: MathWriter) -> str:
    values = ", ".join([_render_linked(value, math) for value in fact.values])
    return f'<dt>{escape(fact.label)}</dt>\n<dd class="pubs-fact-{escape(fact.name)}">{values}</dd>'


def _render_linked(value: Linked, math: MathWriter) -> str:
    text = text_to_html(value.text, math)
    return f'<a href="{escape(value.href)}">{text}</a>' if value.href else text


def people_to_html(people: Iterable[AuthorView], between: str) -> Markup:
    """Return people separated by ``between`` (text, or markup of a template)."""
    return Markup(str.join(escape(between), [_render_person(person) for person in people]))


def _render_person(person: AuthorView) -> str:
    name = escape(person.name)
    if person.href:
        name = Markup(f'<a href="{escape(person.href)}">{name}</a>')
    signs = f'<sup class="pubs-sign">{escape("".join(person.signs))}</sup>' if person.signs else ""
    if person.highlight:
        return f'<bdi class="pubs-author pubs-highlight"><strong>{name}</strong></bdi>{signs}'
    return f'<bdi class="pubs-author">{name}</bdi>{signs}'


class _Loader(BaseLoader):
    """Loads templates of the user, or else the built-in ones; ``!pubs/…`` is always built in."""

    def __init__(self, directories: Sequence[str | Path]) -> None:
        self.builtin = FileSystemLoader(TEMPLATES)
        self.all = FileSystemLoader([*directories, TEMPLATES])

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Any]:
        """Return the source of a template for Jinja."""
        if template.startswith("!"):
            return self.builtin.get_source(environment, template[1:])
        return self.all.get_source(environment, template)


class HtmlRenderer:
    """Renders entries with the templates in ``directories``, or else with the built-in ones.

    ``math`` converts math, ``translate`` translates the words of the templates (``_`` in them).
    """

    def __init__(
        self,
        directories: Sequence[str | Path] = (),
        *,
        math: MathWriter = math_source,
        translate: Translate = str,
    ) -> None:
        self._environment = _make_environment(_Loader(directories), math, translate)
        self._builtin = _make_environment(_Loader(()), math, translate)
        self._templates: dict[str, Template] = {}

    def entry(self, view: EntryView, layout: Layout, *, builtin: bool = False) -> str:
        """Return an entry as HTML; raise :class:`TemplateError` if a template fails."""
        return self._render(layout.template, builtin, entry=view)

    def bar(self, view: BarView, *, builtin: bool = False) -> str:
        """Return the filter bar of a list as HTML; raise :class:`TemplateError` if its template fails."""
        return self._render(BAR_TEMPLATE, builtin, bar=view)

    def preview(self, view: EntryView, href: str, *, builtin: bool = False) -> str:
        """Return the preview card of citations that link to ``href``; raise :class:`TemplateError`."""
        return self._render(PREVIEW_TEMPLATE, builtin, entry=view, href=href)

    def page(self, name: str, builtin: bool = False, **context: object) -> str:
        """Return the body of a generated page; raise :class:`TemplateError` if its template fails."""
        return self._render(name, builtin, **context)

    def frame(self, columns: Sequence[Column], layout: Layout, *, builtin: bool = False) -> str:
        """Return the HTML around a list's :data:`ENTRIES`; raise :class:`TemplateError` if that fails."""
        return self._render(layout.frame, builtin, columns=columns, entries=ENTRIES)

    def _render(self, name: str, builtin: bool, **context: object) -> str:
        try:
            template = self._builtin.get_template(name) if builtin else self._template(name)
            return template.render(**context)
        except Exception as error:  # a user's template may raise anything
            raise _template_error(error, name) from error

    def _template(self, name: str) -> Template:
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self._environment.get_template(name)
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
    environment.globals |= {"_": translate, "bar": SEPARATOR}
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
