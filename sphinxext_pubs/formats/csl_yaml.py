"""CSL-YAML: the items of CSL-JSON in YAML, as in pandoc's bibliographies and metadata; only read.

The items are a list under ``references``, the whole list of a file, or an object by their keys. The text may
be the metadata block of a Markdown document. As in pandoc, texts are Markdown: ``*italic*``, ``$x$``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import yaml

from sphinxext_pubs.formats import yaml_text
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.csl_json.items import publications_of
from sphinxext_pubs.formats.csl_json.recognition import works_in
from sphinxext_pubs.formats.csl_json.stream import Item, NoItem
from sphinxext_pubs.model import csl_variables
from sphinxext_pubs.model.problems import Code, Problem, Suggestion
from sphinxext_pubs.model.publication import Origin, Publication

#: Members that contain the list of items.
_LISTS = ("references", "items", "bibliography")
#: Maximum number of values in a file with all aliases (``*name``) replaced, which can grow without limit.
MAX_VALUES = 5_000_000

_BLOCK_START = re.compile(r"\A---[ \t]*\n")
_BLOCK_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def read(sources: Sequence[Source]) -> Iterator[Publication | Problem]:
    """Yield the publications and problems of CSL-YAML texts, in order."""
    for source in sources:
        yield from publications_of(works_in(source.path, _scan(source), "YAML"))


def _scan(source: Source) -> Iterator[Item | NoItem | Problem]:
    """Yield the items of a text with their lines, and problems; an invalid item does not hide others."""
    text = _first_document(source.text)
    try:
        root, data = yaml_text.load(text)
    except yaml_text.UnreadableError as error:
        chunks = list(_chunks(text))
        if len(chunks) < 2:
            yield _syntax_problem(source.path, error, 0)
        for chunk, line in chunks if len(chunks) > 1 else ():
            yield from _scan_chunk(source.path, chunk, line)
        return
    yield from _checked_items(source.path, root, data, 0)


def _scan_chunk(path: str, text: str, line: int) -> Iterator[Item | NoItem | Problem]:
    """Yield the item of a list that begins after ``line`` lines, or its problem."""
    try:
        root, data = yaml_text.load(text)
    except yaml_text.UnreadableError as error:
        yield _syntax_problem(path, error, line)
    else:
        yield from _checked_items(path, root, data, line)


def _syntax_problem(path: str, error: yaml_text.UnreadableError, line: int) -> Problem:
    sentence = f"this is not valid YAML: {error}. The item is ignored"
    return Problem(Code.SYNTAX, sentence, Origin(path, error.line + line), entries=1, cause=error.reason)


_FIRST_ITEM = re.compile(r"^(?P<indent> {0,20})-[ \t]", re.MULTILINE)


def _chunks(text: str) -> Iterator[tuple[str, int]]:
    """Yield the items of a list as texts, each with the number of lines before it."""
    first = _FIRST_ITEM.search(text)
    if first is None:
        return
    starts = [match.start() for match in re.finditer(rf"^{first['indent']}-[ \t]", text, re.MULTILINE)]
    line, last = 0, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, last = line + text.count("\n", last, start), start
        yield text[start:end], line


def _checked_items(
    path: str, root: yaml.Node | None, data: Any, line: int
) -> Iterator[Item | NoItem | Problem]:
    """Yield the items of a document, or the problem of a document that is something else."""
    if root is None:
        return
    if _count_values(root, {}) > MAX_VALUES:
        sentence = "aliases (“*name”) repeat too much of this file; it is ignored"
        yield Problem(Code.LIMIT, sentence, Origin(path, 1), entries=1)
        return
    if isinstance(data, Mapping) and "cff-version" in data:
        remedy = Suggestion(remedy="Give the file the suffix .cff")
        sentence = "this seems to be a CITATION.cff, not CSL-YAML"
        yield Problem(Code.NOT_BIBTEX, sentence, Origin(path, 1), suggestion=remedy)
        return
    for item in _items(path, root, data):
        yield replace(item, origin=Origin(path, item.origin.line + line)) if line else item


def _first_document(text: str) -> str:
    """Return the text of the first document, with its first line blank if that is only its mark."""
    start = _BLOCK_START.match(text)
    begin = start.end() if start else 0
    end = _BLOCK_END.search(text, begin)
    return ("\n" if start else "") + text[begin : end.start() if end else len(text)]


def _count_values(node: yaml.Node, known: dict[int, int]) -> int:
    """Return the number of values in a node, where each use of an alias counts."""
    if id(node) not in known:
        children = node.value if isinstance(node.value, list) else []
        flat = (child for pair in children for child in (pair if isinstance(pair, tuple) else (pair,)))
        known[id(node)] = 1 + sum(_count_values(child, known) for child in flat)
    return known[id(node)]


def _items(path: str, root: yaml.Node, data: Any) -> Iterator[Item | NoItem]:
    """Yield the items under a known name, of a list, by their keys, or the whole as a single item."""
    if isinstance(data, Mapping):
        for name in _LISTS:
            if isinstance(data.get(name), list):
                node = next(value for key, value in root.value if key.value == name)
                yield from _list_items(path, node, data[name])
                return
        values = [value for value in data.values() if isinstance(value, Mapping)]
        if values and len(values) == len(data):
            for (key, node), value in zip(root.value, data.values(), strict=False):
                yield _item(path, node, {"id": key.value, **value})
            return
    yield from _list_items(path, root, data) if isinstance(data, list) else [_item(path, root, data)]


def _list_items(path: str, node: yaml.Node, values: list[Any]) -> Iterator[Item | NoItem]:
    for child, value in zip(node.value, values, strict=False):
        yield _item(path, child, value)


def _item(path: str, node: yaml.Node, value: Any) -> Item | NoItem:
    origin = Origin(path, node.start_mark.line + 1)
    if not isinstance(value, Mapping):
        kind = "a list" if isinstance(value, list) else "null" if value is None else "a string"
        return NoItem(kind, origin)
    return Item({str(name): _with_html(str(name), member) for name, member in value.items()}, origin)


# Markdown

#: Variables that are not texts.
_NOT_MARKDOWN = frozenset(
    {"id", "type", "DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID", "page", "language", "citation-key"}
    | {"issued", *csl_variables.DATES}
)
#: Markdown in texts and the HTML for it, the outermost first.
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\\$\w])\$(?=\S)([^$\n]{1,500})(?<=\S)\$(?!\d)"), r'<span class="math">\1</span>'),
    (re.compile(r"\[([^\[\]]{1,500})\]\{\.nocase\}"), r'<span class="nocase">\1</span>'),
    (
        re.compile(r"\[([^\[\]]{1,500})\]\{\.small-?caps\}"),
        r'<span style="font-variant:small-caps;">\1</span>',
    ),
    (re.compile(r"(?<![\\*\w])\*\*(?=[^\s*])([^*]{1,500})(?<=\S)\*\*(?![*\w])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\\*\w])\*(?=[^\s*])([^*]{1,500})(?<=\S)\*(?![*\w])"), r"<i>\1</i>"),
    (re.compile(r"(?<![\\_\w])_(?=[^\s_])([^_]{1,500})(?<=\S)_(?![_\w])"), r"<i>\1</i>"),
    (re.compile(r"(?<!\\)\^([^\s^]{1,100})\^"), r"<sup>\1</sup>"),
    (re.compile(r"(?<![\\~])~([^\s~]{1,100})~(?!~)"), r"<sub>\1</sub>"),
    (re.compile(r"\\([*_^~$\[\]#'\"-])"), r"\1"),
)
_MARKS = frozenset("*_^~$\\[")


def _with_html(name: str, value: Any) -> Any:
    """Return a text with HTML for its Markdown, and any other value as it is."""
    if not isinstance(value, str) or name in _NOT_MARKDOWN or not _MARKS.intersection(value):
        return value
    for pattern, html in _MARKUP:
        value = pattern.sub(html, value)
    return value
