"""The lines of an entry as inline docutils nodes; a line without content is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from docutils import nodes

from sphinxext_pubs.model.rich_text import Inline, Span, SpanKind, Text, join_lines
from sphinxext_pubs.render.entry_views import AuthorView, Button, CitingView, EntryView
from sphinxext_pubs.render.mathml import math_node
from sphinxext_pubs.render.safe_text import closing_period

#: A function from LaTeX math to an inline node.
MakeMath: TypeAlias = Callable[[str], nodes.Node]
Line: TypeAlias = list[nodes.Node]

_NODES: dict[SpanKind, type[nodes.TextElement]] = {
    "italic": nodes.emphasis,
    "bold": nodes.strong,
    "sub": nodes.subscript,
    "sup": nodes.superscript,
    "code": nodes.literal,
}


def text_nodes(text: Text, make_math: MakeMath = math_node) -> list[nodes.Node]:
    """Return rich text as inline nodes; link targets must have been checked by the view."""
    return list(_inline(text.parts, make_math))


# Lines


def buttons(view: EntryView) -> Line:
    """Return the buttons as ``[pdf] [doi]``, without those that open folds."""
    outward = [_button(button) for button in view.buttons if not button.in_page]
    return wrap_in_class("pubs-buttons", join_runs(outward, " "))


def _button(button: Button) -> Line:
    label = nodes.Text(join_lines(button.label))
    return [nodes.Text("["), _external_link(button.href, [label], button.css), nodes.Text("]")]


def number(view: EntryView) -> Line:
    """Return the number in a numbered list."""
    return text_with_class("pubs-number", view.number)


def title(view: EntryView, make_math: MakeMath) -> Line:
    """Return the title, linked."""
    words: Line = text_nodes(view.title, make_math)
    if words and view.title_href:
        words = [_external_link(view.title_href, words)]
    return [nodes.strong("", "", *words, classes=["pubs-title"])] if words else []


def authors(view: EntryView, bar: str) -> Line:
    """Return the authors separated by ``bar``."""
    return wrap_in_class("pubs-authors", _people(view.authors, view.others, view.role, bar))


def editors(view: EntryView, bar: str) -> Line:
    """Return the editors separated by ``bar``."""
    return wrap_in_class("pubs-editors", _people(view.editors, "", view.editors_role, bar))


def _people(people: Sequence[AuthorView], others: str, role: str, bar: str) -> Line:
    names = [*([_person(person)] for person in people), text_with_class("pubs-others", others)]
    return join_runs((join_runs(names, bar), text_with_class("pubs-role", f"({role})" if role else "")), " ")


def _person(person: AuthorView) -> nodes.Node:
    name: Line = [nodes.Text(join_lines(person.name))]
    if person.highlight:
        name = [nodes.strong("", "", *name, classes=["pubs-highlight"])]
    if person.href:
        name = [_external_link(person.href, name)]
    if person.signs:
        name = [*name, nodes.superscript("", "".join(person.signs))]
    return nodes.inline("", "", *name, classes=["pubs-author"])


def legend(view: EntryView) -> Line:
    """Return the meanings of the signs at names."""
    words = ((nodes.superscript("", sign), nodes.Text(f" {label}")) for sign, label in view.legend)
    return wrap_in_class("pubs-legend", join_runs(map(list, words), "; "))


def acronym(view: EntryView) -> Line:
    """Return the acronym of the venue."""
    if view.acronym is None:
        return []
    label: Line = [nodes.Text(join_lines(view.acronym.label))]
    return [_external_link(view.acronym.href, label, "pubs-acronym")] if view.acronym.href else label


def year(view: EntryView) -> Line:
    """Return the year."""
    return text_with_class("pubs-year", view.year)


def venue(view: EntryView, make_math: MakeMath) -> Line:
    """Return the venue line."""
    return wrap_in_class("pubs-venue", text_nodes(view.venue, make_math))


def details(view: EntryView, make_math: MakeMath) -> Line:
    """Return further details of the venue."""
    return wrap_in_class("pubs-details", text_nodes(view.details, make_math))


def awards_and_status(view: EntryView, make_math: MakeMath) -> Line:
    """Return awards and status."""
    return join_runs((awards(view, make_math), status(view)), "; ")


def awards(view: EntryView, make_math: MakeMath) -> Line:
    """Return the awards."""
    return join_runs(
        (wrap_in_class("pubs-award", text_nodes(award, make_math)) for award in view.awards), "; "
    )


def status(view: EntryView) -> Line:
    """Return the publication status."""
    return text_with_class("pubs-status", view.status)


def keywords(view: EntryView) -> Line:
    """Return the keywords, separated by commas."""
    return wrap_in_class(
        "pubs-keywords", join_runs((text_with_class("pubs-keyword", word) for word in view.keywords), ", ")
    )


def reference(view: EntryView, make_math: MakeMath) -> Line:
    """Return the full reference."""
    return wrap_in_class("pubs-full", text_nodes(view.reference, make_math))


def cited_by(view: EntryView, words: str | None = None) -> Line:
    """Return the pages that cite the entry, after ``words`` (by default “Cited in”)."""
    words = view.cited_in if words is None else words
    introduction: Line = [nodes.Text(words)] if words else []
    pages = join_runs(map(_citing_page, view.cited_by), ", ")
    return wrap_in_class("pubs-cited-by", join_runs((introduction, pages), " ")) if pages else []


def _citing_page(page: CitingView) -> Line:
    places = ([_internal_link(place.href, place.label)] for place in page.more)
    return join_runs(([_internal_link(page.href, page.title)], *places), " ")


def _internal_link(href: str, text: str) -> nodes.Node:
    """Return a link within the project, or text in builders without links."""
    words = nodes.Text(join_lines(text))
    if not href:
        return words
    target = {"refid": href[1:]} if href.startswith("#") else {"refuri": href}
    return nodes.reference("", "", words, internal=True, **target)


def note(view: EntryView, make_math: MakeMath) -> Line:
    """Return the note."""
    return wrap_in_class("pubs-note", text_nodes(view.note, make_math))


# Rich text


def _inline(parts: Iterable[Inline], make_math: MakeMath) -> Iterator[nodes.Node]:
    for part in parts:
        if isinstance(part, str):
            yield nodes.Text(join_lines(part))
        elif part.kind == "math":
            yield make_math(str(Text(part.content)))
        elif part.kind == "no-case":
            yield from _inline(part.content, make_math)
        else:
            yield _span(part, list(_inline(part.content, make_math)))


def _span(span: Span, content: Line) -> nodes.Node:
    if span.kind == "link":
        return _external_link(span.target, content)
    if span.kind == "small-caps":
        return nodes.inline("", "", *content, classes=["pubs-small-caps"])
    return _NODES[span.kind]("", "", *content)


def _external_link(href: str, content: Line, css: str = "") -> nodes.reference:
    return nodes.reference("", "", *content, refuri=href, classes=[css] if css else [])


def text_with_class(css: str, text: str) -> Line:
    """Return a text with a class, or [] for an empty text."""
    return [nodes.inline("", join_lines(text), classes=[css])] if text else []


def wrap_in_class(css: str, content: Line) -> Line:
    """Return nodes in an inline element with a class, or [] without content."""
    return [nodes.inline("", "", *content, classes=[css])] if content else []


def join_runs(runs: Iterable[Line], between: str) -> Line:
    """Return the non-empty runs of nodes, separated by a text."""
    line: Line = []
    for run in runs:
        if run:
            line += [nodes.Text(between), *run] if line else run
    return line


def end_sentence(line: Line) -> Line:
    """Return the line with a final period, unless it ends in similar punctuation."""
    end = closing_period("".join(node.astext() for node in line)) if line else ""
    return [*line, nodes.Text(end)] if end else line
