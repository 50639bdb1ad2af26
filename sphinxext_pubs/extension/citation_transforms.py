"""The transforms of citations; modules that do their work are loaded when they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.nodes import is_copy, pubs_footnote_mark, pubs_footnotes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.project.project import Project


class InsertFootnotes(SphinxTransform):
    """Record what the document cites, and insert footnotes of citations before docutils numbers all."""

    default_priority = 600  # after translations and substitutions

    def apply(self, **kwargs: object) -> None:
        """Record the names that are cited, and insert the footnotes of the document, if it has any."""
        from sphinxext_pubs.extension.citations.anchors import (
            record_cited_names,
        )  # only if a document is read

        record_cited_names(project_of(self.env), self.document, self.env.docname)
        node_types = (pubs_footnote_mark, pubs_footnotes)
        first = next(iter(self.document.findall(lambda node: isinstance(node, node_types))), None)
        if first is not None:
            from sphinxext_pubs.extension.citations.footnotes import insert_footnotes  # only for footnotes

            insert_footnotes(self.document, self.env.docname)


class AnchorCitations(SphinxTransform):
    """Add ids to citations, so that entries can link back, and write the text of citations in titles."""

    default_priority = 700  # after translations and substitutions, before Sphinx collects titles

    def apply(self, **kwargs: object) -> None:
        """Record every citation of the document."""
        # only if a document is read
        from sphinxext_pubs.extension.citations.anchors import anchor_citations, render_title_citations

        project = project_of(self.env)
        if any(request.scope for request in project.tables.all_lists_of(self.env.docname)):
            from sphinxext_pubs.extension.lists.scopes import note_scopes  # only for such lists

            note_scopes(self.document)
        if places := anchor_citations(self.document, self.env.docname):
            from sphinxext_pubs.extension.citations.clusters import record  # only if papers are cited

            project.tables.record_places(self.env.docname, places, record(self.document, self.env.docname))
            render_title_citations(project, self.document, self.env.docname)
            if slugs := self.env.metadata[self.env.docname].get("myst_slugs"):
                from sphinxext_pubs.extension.citations.anchors import update_heading_slugs  # only in MyST

                update_heading_slugs(self.document, slugs)


class PrepareBlocks(SphinxPostTransform):
    """Remove footnotes that are not built, and prepare copies of blocks on other pages."""

    default_priority = 6  # before citations are removed or written

    def run(self, **kwargs: Any) -> None:
        """Process the document if it contains conditional content or is a copy."""
        project = project_of(self.env)
        if project.recorded.conditions:
            # only for conditional content
            from sphinxext_pubs.extension.citations.conditional_footnotes import remove_footnotes

            remove_footnotes(self.document, project.site.holds)
        if is_copy(self.document):
            # only for copies, such as those of todolist
            from sphinxext_pubs.extension.copied_blocks import prepare_copied_citations

            prepare_copied_citations(self.document, output_of(self.env).builder, self.env.docname)


class ResolvePunctuation(SphinxPostTransform):
    """Write the brackets and separators of citations, and resolve citations that name another project."""

    default_priority = 8  # before references are resolved

    def run(self, **kwargs: Any) -> None:
        """Replace every bracket and separator by that of the style."""
        # only if a page is written
        from sphinxext_pubs.extension.citations.intersphinx import has_inventories, resolve_named

        project = project_of(self.env)
        if has_inventories(self.env):
            resolve_named(self.env, self.document)
        if project.tables.clusters:
            self._write_in_style(project)
        for node in list(self.document.findall(nodes.inline)):
            if "pubs_cluster_text" in node:
                node.parent.replace(node, node.children)
            elif "pubs_addresses" in node:
                # only for footnotes
                from sphinxext_pubs.extension.citations.links import address_nodes

                builder = output_of(self.env).builder
                node.parent.replace(node, address_nodes(project, node["pubs_addresses"], builder))
            elif "pubs_punctuation" in node:
                node.parent.replace(node, nodes.Text(self._punctuation(project, node)))

    def _punctuation(self, project: Project, node: nodes.inline) -> str:
        """Return a bracket or separator of the style."""
        # only for citations in brackets
        from sphinxext_pubs.extension.citations.clusters import docname_of
        from sphinxext_pubs.extension.citations.roles import PUNCTUATION, SQUARE
        from sphinxext_pubs.project.targets import bracket_kind

        kind = SQUARE
        if SQUARE not in node:
            docname, scopes = docname_of(node, self.env.docname), node.get("pubs_scopes", ())
            kind = bracket_kind(project, node["pubs_keys"], docname, node["pubs_form"], scopes)
        return str(PUNCTUATION[kind][node["pubs_punctuation"]])

    def _write_in_style(self, project: Project) -> None:
        """Write the citations of the document that have a CSL style."""
        if project.has_csl_styles:
            from sphinxext_pubs.extension.citations.styled import write_citations  # only for CSL styles

            write_citations(project, self.document, output_of(self.env).builder)


class ReadMarkdownCitations(SphinxTransform):
    """Read citations in pandoc's notation in Markdown documents, before lists are inserted."""

    default_priority = 14
    is_after_translation = False

    def apply(self, **kwargs: object) -> None:
        """Replace the citations in the text of the document, if that is asked for."""
        project, site = project_of(self.env), output_of(self.env).site
        if project.settings.myst_citations and site.is_markdown(self.env.docname):
            # only for Markdown with citations
            from sphinxext_pubs.extension.citations.markdown import read_markdown_citations

            if site.is_translated(self.env.docname) is self.is_after_translation:
                read_markdown_citations(project, self.env, self.document)


class ReadTranslatedCitations(ReadMarkdownCitations):
    """Read citations in pandoc's notation in documents that Sphinx translates, after it has done so."""

    default_priority = 21
    is_after_translation = True


class RemoveSilentCitations(SphinxPostTransform):
    """Remove the citations without text, of which nothing is written."""

    default_priority = 7  # before references are resolved

    def run(self, **kwargs: Any) -> None:
        """Remove the citations of papers; Sphinx reports the other ones as unknown."""
        # only if a page is written
        from sphinxext_pubs.extension.citations.silent import is_silent, remove

        find = project_of(self.env).citations.find
        for node in [node for node in self.document.findall(pending_xref) if is_silent(node)]:
            remove(node, lambda name: find(name)[0] is not None)


def register(app: Sphinx) -> None:
    """Add the transforms of citations."""
    app.add_transform(ReadMarkdownCitations)
    app.add_transform(ReadTranslatedCitations)
    app.add_transform(InsertFootnotes)
    app.add_transform(AnchorCitations)
    app.add_post_transform(PrepareBlocks)
    app.add_post_transform(RemoveSilentCitations)
    app.add_post_transform(ResolvePunctuation)
