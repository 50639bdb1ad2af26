"""Footnotes of citations in blocks that not every builder builds.

A footnote is at the end of its section, not in the block with its mark. It is built if one of its marks is.
Footnotes of the author are only left out by LaTeX, in which a footnote is where its mark is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinxext_pubs.extension.conditional_blocks import conditions_around
from sphinxext_pubs.project.conditions import Conditions, any_of, are_met, both

if TYPE_CHECKING:
    from sphinxext_pubs.project.conditions import Condition

#: The attribute of a footnote of this package, and of its marks, with its conditions or those of the mark.
CONDITIONS = "pubs_conditions"
#: The condition of a footnote without a mark, as an expression of ``only``.
_NOT_IN_LATEX: Conditions = ((("only", "not latex"),),)


def _footnote_around(node: nodes.Node) -> nodes.footnote | None:
    """Return the footnote that contains a node, or None."""
    ancestor = node.parent
    while ancestor is not None and not isinstance(ancestor, nodes.footnote):
        ancestor = ancestor.parent
    return ancestor


def conditions_of_citation(node: nodes.Node) -> Conditions:
    """Return the conditions of a citation; in a footnote they include those of its marks."""
    footnote = _footnote_around(node)
    if footnote is None:
        return conditions_around(node)
    marks = _marks(footnote)
    if "pubs-footnote" not in footnote["classes"]:
        shown = any_of((*map(conditions_around, marks), _NOT_IN_LATEX))
        return both(conditions_around(footnote), shown)
    if CONDITIONS not in footnote:
        for mark in marks:
            mark[CONDITIONS] = conditions_around(mark)
        shown = any_of(mark[CONDITIONS] for mark in marks)
        footnote[CONDITIONS] = both(conditions_around(footnote), shown)
    return cast("Conditions", footnote[CONDITIONS])


def _marks(footnote: nodes.footnote) -> list[nodes.Element]:
    """Return the marks of a footnote, which docutils finds by name or, without one, in order."""
    document = footnote.document
    if document is None:
        return []
    if footnote["backrefs"]:
        return [document.ids[name] for name in footnote["backrefs"] if name in document.ids]
    if footnote["names"]:
        return [mark for name in footnote["names"] for mark in document.footnote_refs.get(name, ())]
    pairs = [
        *zip(_nameless(document.autofootnotes), _nameless(document.autofootnote_refs), strict=False),
        *zip(document.symbol_footnotes, document.symbol_footnote_refs, strict=False),
    ]
    return [mark for other, mark in pairs if other is footnote]


def _nameless(notes: Iterable[nodes.Element]) -> list[nodes.Element]:
    """Return the footnotes or marks that have no name."""
    return [note for note in notes if not note["names"] and "refname" not in note]


def remove_footnotes(document: nodes.document, holds: Callable[[Condition], bool]) -> None:
    """Remove the footnotes and marks of this package that are not built, and number the others again."""
    hidden = [
        node
        for kind in (nodes.footnote, nodes.footnote_reference)
        for node in document.findall(kind)
        if not are_met(node.get(CONDITIONS, ()), holds)
    ]
    _renumber(document, [node for node in hidden if isinstance(node, nodes.footnote)])
    for node in hidden:
        if isinstance(node, nodes.footnote_reference):
            _forget_mark(document, node)
        node.parent.remove(node)


def _forget_mark(document: nodes.document, mark: nodes.footnote_reference) -> None:
    """Remove the links from footnotes back to a mark that is not built."""
    for footnote in document.findall(nodes.footnote):
        if footnote.get("docname") == mark.get("docname"):
            footnote["backrefs"] = [name for name in footnote["backrefs"] if name not in mark["ids"]]


def _renumber(document: nodes.document, hidden: Iterable[nodes.footnote]) -> None:
    """Number the footnotes of each document as if these were not there."""
    removed = set(map(id, hidden))
    for docname in {footnote.get("docname") for footnote in hidden}:
        numbered = [
            footnote
            for footnote in document.findall(nodes.footnote)
            if footnote.get("auto") == 1 and footnote.get("docname") == docname
        ]
        numbered.sort(key=_number)
        left = [footnote for footnote in numbered if id(footnote) not in removed]
        rows = zip(left, map(_number, numbered), strict=False)  # the last numbers are left over
        _write_numbers(
            document, docname, {name: str(number) for footnote, number in rows for name in footnote["ids"]}
        )


def _number(footnote: nodes.footnote) -> int:
    return int(footnote[0].astext())


def _write_numbers(document: nodes.document, docname: str | None, numbers: dict[str, str]) -> None:
    """Write the numbers of footnotes, by their ids, at the footnotes of a document and at their marks."""
    for footnote in document.findall(nodes.footnote):
        if footnote.get("docname") == docname and footnote["ids"][0] in numbers:
            footnote[0] = nodes.label("", numbers[footnote["ids"][0]])
    for mark in document.findall(nodes.footnote_reference):
        if mark.get("docname") == docname and mark.get("refid") in numbers:
            mark[:] = [nodes.Text(numbers[mark["refid"]])]
