"""The directive ``publications-pages``: all people, venues, years or keywords, with links to their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.i18n import gettext, shown_term
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import PAGE
from sphinxext_pubs.model.problems import Code, message_text
from sphinxext_pubs.model.suggestions import suggest
from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.project.requests import LibraryQuery

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.project.project import Project


def directory_entries(project: Project, kind: str) -> list[tuple[str, str, int]]:
    """Return identity, label and number of papers of all terms of a kind, sorted, with or without pages."""
    # only if the directive is used
    from sphinxext_pubs.project.generated_pages import selected_positions

    index = project.loaded.index
    entity_index = project.loaded.entity_index
    counts = entity_index.count_entities(kind, selected_positions(project.settings, index))
    known = {identity: (entity_index.short_label(kind, label), count) for identity, label, count in counts}
    labels = {identity: label for identity, (label, _) in known.items()}
    return [(identity, *known[identity]) for identity in entity_index.sorted_terms(kind, labels)]


@dataclass(frozen=True, slots=True)
class DirectoryQuery(LibraryQuery):
    """The query for all people, venues, years or keywords and their numbers of papers."""

    kind: str

    def digest(self, project: Project, docname: str) -> str:
        """Return a digest of the entries of the directory."""
        return digest_of(directory_entries(project, self.kind))


def directory_nodes(env: BuildEnvironment, kind: str) -> list[nodes.Node]:
    """Return the directory of a kind for the document that is read, and record what it depends on."""
    project = project_of(env)
    entries = directory_entries(project, kind)
    docname = env.docname
    project.tables.record_answer(docname, DirectoryQuery(kind), digest_of(entries))
    project.tables.record_parent(docname, kind)
    terms = nodes.bullet_list(classes=["pubs-terms"], pubs_parent=kind)
    for identity, label, count in entries:
        reference = pending_xref(
            "",
            refdomain="paper",
            reftype=PAGE,
            reftarget=f"{kind}:{identity}",
            refexplicit=True,
            refdoc=docname,
        )
        reference += nodes.inline("", shown_term(project.registry.facets[kind], label))
        terms += nodes.list_item("", nodes.paragraph("", "", reference, nodes.Text(f" ({count})")))
    return [terms] if entries else [nodes.paragraph("", gettext("No publications."))]


class PagesDirective(SphinxDirective):
    """List all terms of a kind with their counts; the document becomes the parent of their pages."""

    def run(self) -> list[nodes.Node]:
        """Return a bullet list, with links to terms that have pages."""
        kind = self.arguments[0].strip()
        kinds = [facet.name for facet in project_of(self.env).registry.facets.with_pages]
        if kind not in kinds:
            sentence = f"publications-pages: unknown kind of page “{kind}”"
            message = message_text(sentence, suggest(kind, kinds))
            warn(Code.OPTION, message, self.get_location(), self.config, error=True)
            return []
        return directory_nodes(self.env, kind)
