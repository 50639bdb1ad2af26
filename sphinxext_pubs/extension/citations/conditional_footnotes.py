"""Footnotes of citations in blocks that not every builder builds.

A footnote is at the end of its section, not in the block with its mark. It is built if one of its marks is.
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


def _footnote_around(node: nodes.Node) -> nodes.footnote | None:
    """Return the footnote of this package that contains a node, or None."""
    ancestor = node.parent
    while ancestor is not None and not isinstance(ancestor, nodes.footnote):
        ancestor = ancestor.parent
    return ancestor if ancestor is not None and "pubs-footnote" in ancestor["classes"] else None


def conditions_of_citation(node: nodes.Node) -> Conditions:
    """Return the conditions of a citation; in a footnote of this package they are those of its marks."""
    footnote = _footnote_around(node)
    if footnote is None:
        return conditions_around(node)
    if CONDITIONS not in footnote:
        _note_conditions(footnote)
    return cast("Conditions", footnote[CONDITIONS])


def _note_conditions(footnote: nodes.footnote) -> None:
    """Set the conditions of a footnote, and of its marks, on their nodes."""
    known = footnote.document.ids if footnote.document is not None else {}
    marks = [known[name] for name in footnote["backrefs"] if name in known]
    for mark in marks:
        mark[CONDITIONS] = conditions_around(mark)
    footnote[CONDITIONS] = both(conditions_around(footnote), any_of(mark[CONDITIONS] for mark in marks))


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
