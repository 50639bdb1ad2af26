"""Citations in CSL styles as docutils nodes, in place of those of their role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxext_pubs.citations.csl.clusters import ENTRY
from sphinxext_pubs.extension.citations import clusters
from sphinxext_pubs.extension.citations.links import link_to
from sphinxext_pubs.extension.lists.scopes import SCOPES
from sphinxext_pubs.extension.math_nodes import math_maker
from sphinxext_pubs.model.rich_text import Inline, Span, Text
from sphinxext_pubs.project.targets import find_target
from sphinxext_pubs.render.nodes_inline import text_nodes
from sphinxext_pubs.render.safe_text import safe_text

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinxext_pubs.project.project import Project


def write_citations(project: Project, document: nodes.document, builder: Builder) -> None:
    """Replace the nodes of each role whose citation is written by a CSL style."""
    for group in clusters.groups(document):
        texts = project.citation_texts.texts(clusters.docname_of(group[0]))
        text = texts.get(clusters.number_of(group[0]))
        if text is not None and not any("intersphinx" in node for node in group):
            note = _without_period(text.note) if _is_in_own_note(group[0]) else text.note
            _replace(group, _Writer(project, builder, group).nodes_of((note,) if note else text.texts))


def _is_in_own_note(node: nodes.Node) -> bool:
    """True if a citation is in a footnote that somebody wrote, which ends as they like."""
    footnote = clusters.ancestor_of(node, nodes.footnote)
    return footnote is not None and "pubs-footnote" not in footnote["classes"]


def _without_period(text: Text) -> Text:
    if not text.parts:
        return text
    *before, last = text.parts
    return Text((*before, last.removesuffix("."))) if isinstance(last, str) else text


def _replace(group: list[nodes.Element], written: list[nodes.Node]) -> None:
    """Replace the nodes of a role, and the space before a text that is raised."""
    parent = group[0].parent
    start = parent.index(group[0])
    before = parent[start - 1] if start else None
    is_between_raised = start > 1 and not str(before).strip() and _is_raised(parent[start - 2 : start - 1])
    if isinstance(before, nodes.Text) and _is_raised(written) and not is_between_raised:
        parent[start - 1] = nodes.Text(before.rstrip(" "))
    for node in group:
        parent.remove(node)
    parent[start:start] = written


def _is_raised(written: Sequence[nodes.Node]) -> bool:
    """True if nodes begin with raised text."""
    first = written[0] if written else None
    return isinstance(first, nodes.superscript) or (
        isinstance(first, nodes.inline) and _is_raised(first.children)
    )


class _Writer:
    """Writes the citation of one role; its parts keep the ids of the role's citations."""

    def __init__(self, project: Project, builder: Builder, group: Iterable[nodes.Element]) -> None:
        self._project, self._builder = project, builder
        self._make_math = math_maker(builder, project.settings.math)
        citations = clusters.citations_in(group)
        self._form, self._docname = citations[0]["reftype"], citations[0]["refdoc"]
        self._scopes = citations[0].get(SCOPES, ())
        self._names: dict[str, str] = {}
        self._ids: dict[str, list[str]] = {}
        for citation in citations:
            paper, _prefix = project.citations.find(citation["reftarget"])
            if paper is not None:
                self._names.setdefault(paper.key, citation["reftarget"])
                self._ids.setdefault(paper.key, []).extend(citation["ids"])

    def nodes_of(self, texts: Iterable[Text]) -> list[nodes.Node]:
        """Return the nodes of a citation; ids of parts that are not shown are in its first node."""
        written: list[nodes.Node] = []
        for text in texts:
            written += [nodes.Text(", ")] * bool(written)
            written += self._parts(text.parts)
        left = [identifier for ids in self._ids.values() for identifier in ids]
        return [nodes.inline("", "", *written, ids=left)] if left else written

    def _parts(self, parts: Iterable[Inline]) -> Iterator[nodes.Node]:
        for part in parts:
            if isinstance(part, str) or part.kind in ("math", "code"):
                yield from text_nodes(safe_text(Text((part,)), ()), self._make_math)
            elif part.kind == "link":
                yield self._link(part)
            else:
                yield from self._span(part)

    def _span(self, part: Span) -> Iterator[nodes.Node]:
        """Yield a span with links in it; its kind of node is that of a span with plain text."""
        content = list(self._parts(part.content))
        (holder,) = text_nodes(Text((Span(part.kind, ("x",)),)), self._make_math)
        if isinstance(holder, nodes.Element):
            holder[:] = content
            yield holder
        else:
            yield from content

    def _link(self, part: Span) -> nodes.Node:
        """Return a link to the entry of a paper, or its text if it has no target."""
        content = nodes.inline(
            "", "", *self._parts(part.content), classes=["xref", "paper", f"paper-{self._form}"]
        )
        key = part.target.removeprefix(ENTRY)
        paper = self._project.library.get(key) if part.target.startswith(ENTRY) else None
        if paper is None:
            return content
        _paper, prefix = self._project.citations.find(self._names.get(paper.key, paper.key))
        target = find_target(self._project, paper, self._docname, prefix, self._scopes)
        if target is None:
            content["ids"] = self._ids.pop(paper.key, [])
            return content
        title = str(paper.title)
        link = link_to(target, content, title, fromdocname=self._docname, builder=self._builder)
        link["ids"] = self._ids.pop(paper.key, [])  # not those of its text, which LaTeX has no anchors for
        return link
