"""The tables of documents in which Sphinx and its builders look up titles, contents and labels.

A table that a version of Sphinx does not have is empty here: what is written to it has no effect.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from docutils import nodes

from sphinxext_pubs.extension.internals.overrides import note_difference, table_of

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

#: A label of ``:ref:``: document, id and, for labels with a title, the title.
LabelTable: TypeAlias = "MutableMapping[str, tuple[str, ...]]"


@dataclass(frozen=True, slots=True)
class DocumentTables:
    """The tables of an environment and a builder, each from documents.

    ``relations`` maps a page to its parent, the previous and the next page. ``others`` are the tables in
    which a page without values of its own has those of its document.
    """

    titles: MutableMapping[str, nodes.title]
    longtitles: MutableMapping[str, nodes.title]
    tocs: MutableMapping[str, nodes.bullet_list]
    toctree_includes: MutableMapping[str, list[str]]
    relations: MutableMapping[str, list[str | None]]
    others: tuple[MutableMapping[str, Any], ...]

    def title(self, docname: str) -> nodes.title:
        """Return a copy of the title of a document; empty if it has none."""
        title = self.titles.get(docname)
        return nodes.title() if title is None else title.deepcopy()

    def contents(self, docname: str) -> nodes.bullet_list:
        """Return a copy of the contents of a document; empty if it has none."""
        contents = self.tocs.get(docname)
        return nodes.bullet_list() if contents is None else contents.deepcopy()


def document_tables(builder: Builder) -> DocumentTables:
    """Return the tables of a builder and its environment."""
    env = builder.env
    others = [_table(env, name) for name in ("metadata", "toc_num_entries", "toc_secnumbers")]
    return DocumentTables(
        _table(env, "titles"),
        _table(env, "longtitles"),
        _table(env, "tocs"),
        _table(env, "toctree_includes"),
        _table(builder, "relations"),
        (*others, equation_table(env)),
    )


def equation_table(env: BuildEnvironment) -> MutableMapping[str, bool]:
    """Return a mapping from documents to True if they contain formulas."""
    return _domain_table(env, "math", "has_equations")


def label_tables(env: BuildEnvironment) -> tuple[LabelTable, LabelTable]:
    """Return the labels of ``:ref:`` with a title, and all labels."""
    return _domain_table(env, "std", "labels"), _domain_table(env, "std", "anonlabels")


def _table(owner: object, name: str) -> dict[str, Any]:
    table = table_of(owner, name)
    return {} if table is None else table


def _domain_table(env: BuildEnvironment, domain_name: str, name: str) -> dict[str, Any]:
    domain = _table(env, "domaindata").get(domain_name)
    table = domain.get(name) if isinstance(domain, dict) else None
    if isinstance(table, dict):
        return table
    note_difference(env, f"domaindata[{domain_name!r}][{name!r}]")
    return {}
