"""Entries as HTML: compiled, autoescaped templates, which users override in ``templates_path``."""

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

#: A writer of LaTeX maths as HTML: from its source to safe markup.
MathWriter = Callable[[str], str]

#: What stands between two people of a list.
SEPARATOR = Markup('<span class="pubs-separator" aria-hidden="true"> | </span>')

#: The template of the bar above a list.
BAR_TEMPLATE = "pubs/filter.html"

#: The template of the card at a citation.
PREVIEW_TEMPLATE = "pubs/preview.html"

#: Where the entries stand in the template of a list's frame.
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
    """A template of the user's failed; ``template`` and ``line`` say where (line 0: not known)."""

    def __init__(self, template: str, line: int, reason: str) -> None:
        self.template = template
        self.line = line
        self.reason = reason
        super().__init__(f"{template}:{line}: {reason}" if line else f"{template}: {reason}")


def math_source(tex: str) -> Markup:
    """LaTeX maths as its own source: what is shown where nothing better can be made of it."""
    return Markup('<code class="pubs-math">{}</code>').format(tex)


def text_to_html(text: Text, math: MathWriter = math_source) -> Markup:
    """Rich text as inline HTML; addresses of links must have been made safe by the view."""
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
    """Buttons as links with spaces between them."""
    return Markup(" ".join([_render_button(button) for button in buttons]))


def _render_button(button: Button) -> str:
    before, after = _button_frame(button.css, button.label)
    return f"{before}{escape(button.href)}{after}"


@lru_cache(maxsize=1024)
def _button_frame(css: str, label: str) -> tuple[str, str]:
    """What stands before and after the address of a button: the same few for thousands of entries."""
    return f'<a class="pubs-button {escape(css)}" href="', f'">{escape(label)}</a>'


def facts_to_html(facts: Iterable[Fact], math: MathWriter = math_source) -> Markup:
    """What is known of a paper, as the terms and values of a definition list."""
    return Markup("\n".join([_render_fact(fact, math) for fact in facts]))


def _render_fact(fact: Fact, math: MathWriter) -> str:
    values = ", ".join([_render_linked(value, math) for value in fact.values])
    return f'<dt>{escape(fact.label)}</dt>\n<dd class="pubs-fact-{escape(fact.name)}">{values}</dd>'


def _render_linked(value: Linked, math: MathWriter) -> str:
    text = text_to_html(value.text, math)
    return f'<a href="{escape(value.href)}">{text}</a>' if value.href else text


def people_to_html(people: Iterable[AuthorView], between: str) -> Markup:
    """People with ``between`` (text, or markup of a template) between them."""
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
    """Templates of the user's first, then the built-in ones; ``!pubs/…`` is always built in."""

    def __init__(self, directories: Sequence[str | Path]) -> None:
        self.builtin = FileSystemLoader(TEMPLATES)
        self.all = FileSystemLoader([*directories, TEMPLATES])

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Any]:
        """The source of a template, as Jinja asks for it."""
        if template.startswith("!"):
            return self.builtin.get_source(environment, template[1:])
        return self.all.get_source(environment, template)


class HtmlRenderer:
    """Renders entries with the templates in ``directories``, then the built-in ones.

    ``math`` writes maths, ``translate`` the words of the templates (``_`` in them).
    """

    def __init__(
        self,
        directories: Sequence[str | Path] = (),
        *,
        math: MathWriter = math_source,
        translate: Translate = str,
    ) -> None:
        self._own = _environment(_Loader(directories), math, translate)
        self._builtin = _environment(_Loader(()), math, translate)
        self._templates: dict[str, Template] = {}

    def entry(self, view: EntryView, layout: Layout, *, builtin: bool = False) -> str:
        """An entry as HTML; raises :class:`TemplateError` where a template fails."""
        return self._render(layout.template, builtin, entry=view)

    def bar(self, view: BarView, *, builtin: bool = False) -> str:
        """The bar above a list as HTML; raises :class:`TemplateError` where its template fails."""
        return self._render(BAR_TEMPLATE, builtin, bar=view)

    def preview(self, view: EntryView, href: str, *, builtin: bool = False) -> str:
        """The card at citations that lead to ``href``; raises :class:`TemplateError` where it fails."""
        return self._render(PREVIEW_TEMPLATE, builtin, entry=view, href=href)

    def page(self, name: str, builtin: bool = False, **context: object) -> str:
        """The body of a generated page; raises :class:`TemplateError` where its template fails."""
        return self._render(name, builtin, **context)

    def frame(self, columns: Sequence[Column], layout: Layout, *, builtin: bool = False) -> str:
        """What stands around a list's :data:`ENTRIES`; raises :class:`TemplateError` where that fails."""
        return self._render(layout.frame, builtin, columns=columns, entries=ENTRIES)

    def _render(self, name: str, builtin: bool, **context: object) -> str:
        try:
            template = self._builtin.get_template(name) if builtin else self._template(name)
            return template.render(**context)
        except Exception as error:  # a template is a program of the user's and may raise anything
            raise _template_error(error, name) from error

    def _template(self, name: str) -> Template:
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self._own.get_template(name)
        return template


def _environment(loader: BaseLoader, math: MathWriter, translate: Translate) -> Environment:
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
    """The error with the template and the line where it happened, without the machine's paths."""
    if isinstance(error, TemplateSyntaxError):
        return TemplateError(error.name or template, error.lineno, error.message or "")
    if isinstance(error, TemplateNotFound):
        return TemplateError(template, 0, f"there is no template {error.name}")
    reason = f"{type(error).__name__}: {error}"
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")
    ]
    if not frames:
        return TemplateError(template, 0, reason)
    name = "/".join(Path(frames[-1].filename).parts[-2:])
    return TemplateError(name, frames[-1].lineno or 0, reason)
