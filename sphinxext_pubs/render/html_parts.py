"""The parts of an entry as HTML: the printer of their trees, and the lines of layouts for templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import assert_never

from jinja2 import pass_context
from jinja2.runtime import Context, TemplateReference
from markupsafe import Markup
from markupsafe import escape as markup_escape

from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.render.entry_display import ShownLine
from sphinxext_pubs.render.entry_view import EntryView
from sphinxext_pubs.render.entry_views import AcronymView, AuthorView, Button
from sphinxext_pubs.render.html_text import MathWriter, escape, render_text
from sphinxext_pubs.render.parts import Part, has_line, part_tree
from sphinxext_pubs.render.safe_text import closing_period
from sphinxext_pubs.render.tree import (
    ButtonRow,
    Fold,
    Link,
    Node,
    Passage,
    Picture,
    Run,
    Separator,
    SeparatorKind,
    Tree,
    enclose,
    plain_text,
)

#: The separator between two people of a list.
SEPARATOR = Markup('<span class="pubs-separator" aria-hidden="true"> | </span>')

_SEPARATORS: dict[SeparatorKind, str] = {
    "bar": str(SEPARATOR),
    "comma": '<span class="pubs-comma">,</span> ',
    "box": " ",
}


#: Escapes classes and languages, a few words that thousands of entries share.
_attribute = lru_cache(maxsize=1024)(escape)


def tree_to_html(tree: Tree, math: MathWriter) -> str:
    """Return a tree as HTML."""
    if len(tree) == 1:
        return _node(tree[0], math)
    return "".join([_node(node, math) for node in tree])


def _node(node: Node, math: MathWriter) -> str:
    match node:
        case str():
            return escape(node)
        case AuthorView():
            return person_to_html(node)
        case Separator():
            return _SEPARATORS[node.kind]
        case Text():
            return render_text(node, math)
        case Run():
            return f'<span class="{_attribute(node.css)}">{tree_to_html(node.content, math)}</span>'
        case Passage():
            return _passage(node, math)
        case Link():
            return _link(node, math)
        case ButtonRow():
            return _button_row(node, "span")
        case AcronymView():
            return _acronym(node)
        case Fold():
            return _fold(node, math)
        case Picture():
            return f'<img class="pubs-picture" src="{escape(node.href)}" alt="" loading="lazy" />'
        case _:
            assert_never(node)


def _passage(node: Passage, math: MathWriter) -> str:
    tag, content = "strong" if node.is_strong else "span", tree_to_html(node.content, math)
    return f'<{tag} class="{_attribute(node.css)}"{_attributes(node.id, node.language)}>{content}</{tag}>'


def _attributes(identifier: str, language: str) -> str:
    """Return the attributes of a text from the data, whose language and direction may differ."""
    id_attribute = f' id="{escape(identifier)}"' if identifier else ""
    return (
        f'{id_attribute} lang="{_attribute(language)}" dir="auto"'
        if language
        else f'{id_attribute} dir="auto"'
    )


def _link(node: Link, math: MathWriter) -> str:
    content = tree_to_html(node.content, math)
    if not node.href:
        return content
    css = f' class="{_attribute(node.css)}"' if node.css else ""
    address = f' data-address="{escape(node.address)}"' if node.address else ""
    return f'<a{css} href="{escape(node.href)}"{address}>{content}</a>'


def _acronym(node: AcronymView) -> str:
    label = escape(node.label)
    if node.href:
        label = f'<a href="{escape(node.href)}">{label}</a>'
    return f'<span class="{escape(node.css)}">{label}</span>'


def _fold(node: Fold, math: MathWriter) -> str:
    summary = f'<details class="{_attribute(node.css)}"><summary>{escape(node.summary)}</summary>'
    if node.code:
        return f'{summary}\n<pre id="{escape(node.id)}">{escape(str(node.content))}</pre></details>'
    content = render_text(node.content, math)
    attributes = _attributes(node.id, node.language)
    return f"{summary}\n<div{attributes}>{content}</div></details>"


def _button_row(node: ButtonRow, tag: str, content: str | None = None) -> str:
    """Return the row of buttons; ``content`` replaces the buttons."""
    described = f' aria-labelledby="{escape(node.title_id)}"' if node.title_id else ""
    buttons = " ".join(map(_render_button, node.buttons)) if content is None else content
    return f'<{tag} class="pubs-buttons" role="group"{described}>{buttons}</{tag}>'


def person_to_html(person: AuthorView) -> str:
    """Return a person as HTML."""
    name = escape(person.name)
    if person.href:
        name = f'<a href="{escape(person.href)}">{name}</a>'
    signs = f'<sup class="pubs-sign">{escape("".join(person.signs))}</sup>' if person.signs else ""
    if person.highlight:
        return f'<bdi class="pubs-author pubs-highlight"><strong>{name}</strong></bdi>{signs}'
    return f'<bdi class="pubs-author">{name}</bdi>{signs}'


def people_to_html(people: Iterable[AuthorView], between: str) -> Markup:
    """Return people separated by ``between`` (text, or markup of a template)."""
    return Markup(str.join(markup_escape(between), [person_to_html(person) for person in people]))


def buttons_to_html(buttons: Iterable[Button]) -> Markup:
    """Return buttons as links separated by spaces."""
    return Markup(" ".join(map(_render_button, buttons)))


def _render_button(button: Button) -> str:
    before, after = _button_frame(button.css, button.label)
    return f"{before}{escape(button.href)}{after}"


@lru_cache(maxsize=1024)
def _button_frame(css: str, label: str) -> tuple[str, str]:
    """Return the HTML before and after a button's URL, cached since thousands of entries share it."""
    return f'<a class="pubs-button {escape(css)}" href="', f'">{escape(label)}</a>'


class PrintedParts:
    """The parts of an entry as HTML by name, printed on use: the variable ``parts`` of templates.

    ``parts.title``, ``parts["cited-by"]`` or ``parts.cited_by``; a part that is not shown is empty.
    """

    def __init__(self, entry: EntryView, table: Mapping[str, Part], math: MathWriter) -> None:
        self._entry, self._table, self._math = entry, table, math

    def __getitem__(self, name: str) -> Markup:
        tree = part_tree(name.replace("_", "-"), self._entry, self._table)
        return Markup(tree_to_html(tree, self._math))

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def printer(self, context: Context) -> PartsPrinter:
        """Return the printer for a template, whose blocks with the names of parts replace them."""
        return PartsPrinter(self._entry, self._table, self._math, context)


class PartsPrinter:
    """Prints the parts of an entry for the functions of templates.

    A template that extends a built-in one replaces a part by a block with its name (``-`` as ``_``).
    """

    def __init__(
        self, entry: EntryView, table: Mapping[str, Part], math: MathWriter, context: Context
    ) -> None:
        self.entry, self.table, self.math, self.context = entry, table, math, context
        self.arrangement = entry.options.arrangement
        names = (name.replace("_", "-") for name in context.blocks)
        self.overridden = {name for name in names if name in table}

    def tree(self, name: str) -> Tree:
        """Return the tree of a part that is shown."""
        row, entry = self.table[name], self.entry
        return row.value(entry.paper, entry) if row.cell is None else part_tree(name, entry, self.table)

    def html(self, tree: Tree) -> str:
        """Return a tree as HTML."""
        return tree_to_html(tree, self.math)

    def override(self, part: str) -> str:
        """Return the block of the template for a part."""
        return str(TemplateReference(self.context)[part.replace("-", "_")]())

    def part(self, name: str, tree: Tree) -> str:
        """Return a part with this tree as HTML, by the block of the template if it has one."""
        return self.override(name) if name in self.overridden else self.html(tree)

    # Lines

    def line(self, line: ShownLine) -> str:
        """Return a line of parts as inline HTML, with its closing period if it has one."""
        if line.needs and not has_line(line, self.entry, self.table):
            return ""
        pieces: list[str] = []
        last = line.slots[0]
        last_tree: Tree = ()
        for slot in line.slots:
            if tree := self.tree(slot.part):
                tree = enclose(tree, slot.before, slot.after) if slot.before else tree
                pieces += [" " if last.is_box else line.between] if pieces else []
                pieces.append(self.part(slot.part, tree))
                last, last_tree = slot, tree
        html = "".join(pieces)
        if html and line.css and self.entry.options.layout.is_paragraph:
            html = f'<span class="{_attribute(line.css)}">{html}</span>'
        ends = html and line.is_sentence and not last.is_box
        return html + closing_period(plain_text(last_tree)) if ends else html

    def block(self, line: ShownLine) -> str:
        """Return a line as a paragraph, which has the class of the part if the line is made for one."""
        if line.is_alone:
            return self.alone(line.slots[0].part)
        html = self.line(line)
        css = f' class="{_attribute(line.css)}"' if line.css else ""
        return f"<p{css}>{html}</p>" if html else ""

    def alone(self, name: str) -> str:
        """Return a part as a paragraph with its class, or as the row of buttons."""
        tree = self.tree(name)
        if not tree:
            return ""
        node = tree[0] if len(tree) == 1 else None
        if isinstance(node, Run):
            return f'<p class="{_attribute(node.css)}">{self.part(name, node.content)}</p>'
        if isinstance(node, ButtonRow):
            return _button_row(node, "div", self.override(name) if name in self.overridden else None)
        return f"<p>{self.part(name, tree)}</p>"

    def lines(self) -> list[str]:
        """Return the lines of an entry, or the paragraph that contains them, and the lines after it."""
        lines = self.arrangement.lines
        if not self.entry.options.layout.is_paragraph:
            return [html for line in lines if (html := self.block(line))]
        sentences = [html for line in lines if not line.is_row and (html := self.line(line))]
        rows = [html for line in lines if line.is_row and (html := self.block(line))]
        return [*(["<p>", *sentences, "</p>"] if sentences else []), *rows]

    # Blocks and cells

    def blocks(self, names: Iterable[str]) -> list[str]:
        """Return parts that are blocks."""
        return [self.part(name, tree) for name in names if (tree := self.tree(name))]

    def cell(self, name: str) -> str:
        """Return a part as the content of its cell in a table."""
        tree = self.tree(name)
        if not tree:
            return ""
        if isinstance(tree[0], ButtonRow) and name not in self.overridden:
            return _button_row(tree[0], "div")
        return self.part(name, tree)

    def heading(self) -> str:
        """Return the content of the home cell of a table: its part, then the lines without a column."""
        first, *others = self.arrangement.lines
        blocks = [f"\n{html}" for line in others if (html := self.block(line))]
        return "".join([self.line(first), *blocks])


def _joined(blocks: list[str]) -> Markup:
    """Return lines of HTML, each with its line end."""
    return Markup("\n".join([*blocks, ""]))


def _printer(context: Context) -> PartsPrinter:
    parts: PrintedParts = context["parts"]
    return parts.printer(context)


@pass_context
def content(context: Context) -> Markup:
    """Return all parts of an entry: those above its lines, the lines, and those below."""
    printer = _printer(context)
    above, below = printer.arrangement.above, printer.arrangement.below
    return _joined([*printer.blocks(above), *printer.lines(), *printer.blocks(below)])


@pass_context
def above(context: Context) -> Markup:
    """Return the parts above the lines of an entry: the picture."""
    printer = _printer(context)
    return _joined(printer.blocks(printer.arrangement.above))


@pass_context
def lines(context: Context) -> Markup:
    """Return the lines of an entry, arranged by its layout."""
    return _joined(_printer(context).lines())


@pass_context
def others(context: Context) -> Markup:
    """Return the lines of parts that the layout does not name."""
    printer = _printer(context)
    lines = (printer.block(line) for line in printer.arrangement.lines if line.is_other)
    return _joined([html for html in lines if html])


@pass_context
def below(context: Context) -> Markup:
    """Return the parts below the lines of an entry, which are folded."""
    printer = _printer(context)
    return _joined(printer.blocks(printer.arrangement.below))


@pass_context
def cell(context: Context, name: str) -> Markup:
    """Return a part as the content of its cell in a table."""
    return Markup(_printer(context).cell(name))


@pass_context
def heading(context: Context) -> Markup:
    """Return the content of the home cell of a table."""
    return Markup(_printer(context).heading())


#: The functions of templates of entries.
FUNCTIONS = {
    "content": content,
    "above": above,
    "lines": lines,
    "others": others,
    "below": below,
    "cell": cell,
    "heading": heading,
}
