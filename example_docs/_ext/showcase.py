"""The ``example`` directive shows a source in reStructuredText and in MyST, and its live result.

The content is reStructuredText on all pages. The result is rendered from the source in the markup of the
page, so that a MyST page tests the MyST source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

DIRECTIVE = re.compile(r"\.\. (?P<name>[\w-]+)::(?: (?P<argument>.*))?$")
ROLE = re.compile(r":(?P<name>paper(?::[\w-]+)?):(?=`)")


@dataclass(frozen=True, slots=True)
class Block:
    """A directive; ``body`` contains lines of text and other blocks."""

    name: str
    argument: str = ""
    options: tuple[str, ...] = ()
    body: tuple[str | Block, ...] = ()


def as_rst(block: str | Block) -> Iterator[str]:
    """Yield the lines of a block in reStructuredText."""
    if isinstance(block, str):
        yield from block.split("\n")
        return
    yield f".. {block.name}:: {block.argument}".rstrip()
    yield from (f"   {option}" for option in block.options)
    for part in block.body:
        yield ""
        yield from (f"   {line}" if line else "" for line in as_rst(part))


def as_myst(block: str | Block) -> Iterator[str]:
    """Yield the lines of a block in MyST; a fence is longer than those inside it."""
    if isinstance(block, str):
        yield from block.split("\n")
        return
    parts = [list(as_myst(part)) for part in block.body]
    fence = "`" * (3 + _depth(block))
    yield f"{fence}{{{block.name}}} {block.argument}".rstrip()
    yield from block.options
    for lines in parts:
        yield ""
        yield from lines
    yield fence


def parse_blocks(lines: list[str]) -> Iterator[str | Block]:
    """Yield the blocks of a reStructuredText source: directives without content, and paragraphs."""
    while lines:
        head = DIRECTIVE.match(lines[0])
        size = next((i for i, line in enumerate(lines[1:], 1) if not line.startswith("   ")), len(lines))
        if head:
            options = tuple(line.strip() for line in lines[1:size])
            yield Block(head["name"], head["argument"] or "", options)
            lines = lines[size:]
        else:
            if lines[0]:
                yield lines[0]
            lines = lines[1:]


def in_rst(blocks: Iterable[str | Block]) -> str:
    """Return the source of an example in reStructuredText."""
    return _join(as_rst, blocks)


def in_myst(blocks: Iterable[str | Block]) -> str:
    """Return the source of an example in MyST."""
    return ROLE.sub(lambda match: "{" + match["name"] + "}", _join(as_myst, blocks))


class Example(SphinxDirective):
    """Show a source in both markups, and its result."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return two tabs with the source, followed by the result in a container."""
        blocks = list(parse_blocks(list(self.content)))
        rst, myst = in_rst(blocks), in_myst(blocks)
        markdown = str(self.env.doc2path(self.env.docname)).endswith(".md")
        result = Block("container", "example-result", (), (myst if markdown else rst,))
        parts = [_tabs(rst, myst), result]
        return self.parse_text_to_nodes(_join(as_myst if markdown else as_rst, parts))


def _join(write: Callable[[str | Block], Iterable[str]], parts: Iterable[str | Block]) -> str:
    return "\n\n".join("\n".join(write(part)) for part in parts)


def _tabs(rst: str, myst: str) -> Block:
    return Block(
        "tab-set",
        "",
        (":sync-group: markup", ":class: example-source"),
        tuple(
            Block("tab-item", label, (f":sync: {lexer}",), (Block("code-block", lexer, (), (source,)),))
            for label, lexer, source in (("reStructuredText", "rst", rst), ("MyST Markdown", "md", myst))
        ),
    )


def _depth(block: str | Block) -> int:
    if isinstance(block, str):
        return 1 if "```" in block else 0
    return 1 + max((_depth(part) for part in block.body), default=-1)


class PlainTabs(SphinxPostTransform):
    """Replace tabs by headings with text in EPUB, where those of sphinx-design are not valid XHTML."""

    default_priority = 190  # before sphinx-design's own, at 200
    builders = ("epub",)

    def run(self, **kwargs: object) -> None:
        """Hide the tab sets from sphinx-design."""
        for node in self.document.findall(nodes.container):
            if node.get("design_component") == "tab-set":
                del node["design_component"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and the transform."""
    app.add_directive("example", Example)
    app.add_post_transform(PlainTabs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
