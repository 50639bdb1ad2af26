"""The domain ``paper``, which stores the recorded content of documents and resolves citations."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.addnodes import pending_xref, toctree
from sphinx.domains import Domain, ObjType
from sphinx.util.nodes import make_refnode

from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.declarations import ROLE_NAMES, DeclaredRole
from sphinxext_pubs.extension.i18n import lazy as _
from sphinxext_pubs.extension.nodes import PAGE
from sphinxext_pubs.project.tables import BY_DOCUMENT, OF_PROJECT, Tables

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.extension.output.output import Output
    from sphinxext_pubs.project.project import Project
    from sphinxext_pubs.project.tables import Row


class PaperDomain(Domain):
    """The recorded content of documents, and the resolver of ``:paper:``.

    ``data`` contains the tables of :class:`~sphinxext_pubs.project.tables.Tables`, the ``fingerprint``,
    ``seen`` paths and ``problems`` of the sources, and ``objects``, the listed papers. The project and the
    output of the current build are attributes of the instance, which are not stored.
    """

    name = "paper"
    label = "Papers"
    object_types: ClassVar[dict[str, ObjType]] = {"paper": ObjType(_("paper"), *ROLE_NAMES)}
    roles: ClassVar[dict[str, Any]] = {name: DeclaredRole(name) for name in ROLE_NAMES}
    initial_data: ClassVar[dict[str, Any]] = {
        **{table: {} for table in BY_DOCUMENT},
        **OF_PROJECT,
    }
    data_version = 12
    project: Project | None = None
    output: Output | None = None

    @property
    def tables(self) -> Tables:
        """The tables by document."""
        return Tables.of(self.data)

    # Documents

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Record the labels that a document references, and mark documents with formulas in entries."""
        references, toctrees = list[pending_xref](), list[toctree]()
        for node in document.findall(lambda node: isinstance(node, pending_xref | toctree)):
            if isinstance(node, pending_xref):
                references.append(node)
            elif isinstance(node, toctree):
                toctrees.append(node)
        labels = {node["reftarget"].lower() for node in references if node["reftype"] in ("any", "ref")}
        if toctrees or docname in self.data["parents"]:
            # only if a document is read
            from sphinxext_pubs.extension.conditional_blocks import record_conditional_links

            record_conditional_links(self.tables, document, docname, toctrees)
        if labels:
            self.data["referenced_labels"][docname] = tuple(sorted(labels))
        if docname in self.data["math"]:
            env.domains["math"].data["has_equations"][docname] = True

    def clear_doc(self, docname: str) -> None:
        """Remove the recorded content of a document."""
        self.tables.clear(docname)
        self._reset_documents()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Merge the recorded content of documents that another process read."""
        self.tables.merge(docnames, otherdata)
        self._reset_documents()

    def _reset_documents(self) -> None:
        if self.project is not None:  # other extensions may clear documents before the build begins
            self.project.reset_documents()

    def check_consistency(self) -> None:
        """Warn of papers that are cited but not in a list."""
        if self.data["citing_places"]:
            # only if papers are cited
            from sphinxext_pubs.extension.citations.unlisted import report_relabeled, report_unlisted

            project = project_of(self.env)
            project.leave_out()
            report_unlisted(project, self.env.config)
            report_relabeled(project, self.env.config)

    # References

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """Return the translated name of the object type in the search results, without the domain."""
        return str(type.lname)

    def get_objects(self) -> Iterable[Row]:
        """Return all listed papers; their aliases and DOIs are objects that the search ignores."""
        # not for a build in which nothing changed
        from sphinxext_pubs.project.targets import objects_on_pages

        return objects_on_pages(project_of(self.env))

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> Any:  # a reference or text: Sphinx accepts more than its signature says
        """Return the citation as a link, or as text if the paper has no target; None for an unknown key."""
        from sphinxext_pubs.extension.citations.links import citation_node  # only if a citation is written
        from sphinxext_pubs.project.targets import find_page

        project = project_of(self.env)
        if typ == PAGE:
            page = find_page(project, target)
            return make_refnode(builder, fromdocname, page, "", contnode) if page else contnode
        paper, _prefix = project.citations.find(target)
        if paper is None:
            return None
        return citation_node(
            project, paper, fromdocname, node=node, contnode=contnode, form=typ, builder=builder
        )

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, Any]]:
        """Return the papers that ``:any:`` cites by a key or by several keys with commas."""
        find = project_of(self.env).citations.find
        names = [target] if find(target)[0] else [name.strip() for name in target.split(",")]
        if not all(find(name)[0] for name in names):
            return []
        citations = []
        for name in names:
            text, citation = nodes.inline(classes=["xref", "any"]), node.copy()
            citation["reftarget"] = name
            reference = self.resolve_xref(env, fromdocname, builder, "t", name, citation, text)
            citations += [nodes.Text(", "), reference]
        result = citations[1] if len(names) == 1 else nodes.inline("", "", *citations[1:])
        return [("paper:t", result)]
