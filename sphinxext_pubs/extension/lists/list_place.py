"""The place of a list in a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import list_id, pubs_filter, pubs_listing
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.slugs import unused_name
from sphinxext_pubs.project.requests import Request

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.project.project import Project


@dataclass(slots=True)
class ListPlace:
    """A request in a document that is being read or resolved.

    The node contains the name of the list's own document, and the index of the request there. The document
    may contain several of the project's documents if it is resolved for one output file.
    """

    env: BuildEnvironment
    document: nodes.document
    node: pubs_listing

    @property
    def project(self) -> Project:
        """The project."""
        return project_of(self.env)

    @property
    def request(self) -> Request:
        """The request."""
        return cast("Request", self.node["request"])

    @property
    def docname(self) -> str:
        """The name of the list's document."""
        return str(self.node["docname"])

    @property
    def index(self) -> int:
        """The index of the request among those of its document."""
        return int(self.node["place"])

    @property
    def bar_name(self) -> str:
        """The name of the list's filter bar, or an empty string."""
        return str(self.node.get("listing", ""))

    def name_bar(self) -> None:
        """Name the filter bar, if the list may have one, after the list; with -2 and so on if it is taken."""
        if not self.request.filterable:
            return
        named: list[nodes.Element] = list(self.document.findall(pubs_filter))
        named += self.document.findall(pubs_listing)
        taken = {node["listing"] for node in named if "listing" in node}
        self.node["listing"] = unused_name(list_id(self.request) or "pubs", taken)

    def warn(self, code: Code, message: str) -> None:
        """Warn at the list, once in a build."""
        report, reported = (self.docname, self.index, message), output_of(self.env).reported
        if report not in reported:
            reported.add(report)
            warn(code, message, self.node, self.env.config)
