"""The interface of the services of a build to Sphinx."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from markupsafe import Markup
from sphinx.addnodes import pending_xref
from sphinx.errors import NoUri
from sphinx.locale import init as init_catalog
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain
from sphinx.util.images import guess_mimetype

from sphinxext_pubs.extension.builders import splits, writes_books

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext_pubs.extension.conditional_blocks import Evaluator
    from sphinxext_pubs.project.conditions import Condition
    from sphinxext_pubs.project.tables import Tables


logger = logging.getLogger(__name__)


class SphinxSite:
    """The documents, folders and builder of an application (see :class:`~sphinxext_pubs.project.site.Site`).

    ``translator`` writes the current page; with ``project_math`` it also writes the formulas of entries.
    """

    def __init__(self, app: Sphinx, *, project_math: bool) -> None:
        self._app, self._env, self._builder, self._config = app, app.env, app.builder, app.config
        self._project_math = project_math
        self._evaluator: Evaluator | None = None
        self.translator: HTML5Translator | None = None
        self.confdir, self.srcdir = Path(app.confdir), Path(app.srcdir)
        self.doctreedir, self.outdir = Path(app.doctreedir), Path(app.outdir)

    @property
    def language(self) -> str:
        """The language of the project."""
        return str(self._config.language)

    @property
    def base_url(self) -> str:
        """The URL of the site, or an empty string."""
        return str(self._config.html_baseurl)

    @property
    def templates(self) -> list[Path]:
        """The folders of the project's own templates."""
        return [self.confdir / path for path in self._config.templates_path]

    @property
    def is_split(self) -> bool:
        """True if the builder writes one HTML file per page for browsers."""
        return splits(self._builder)

    @property
    def has_folders(self) -> bool:
        """True if each page is a folder with an index, as in ``dirhtml``."""
        builder = cast("StandaloneHTMLBuilder", self._builder)
        return self.is_split and builder.get_outfilename("a") == builder.get_outfilename("a/index")

    def tell(self, message: str) -> None:
        """Print a line on the progress of the build."""
        logger.info(message)

    def documents(self) -> set[str]:
        """Return the documents of the project."""
        return self._env.found_docs

    def additional_pages(self) -> set[str]:
        """Return the pages that ``conf.py`` adds to the documents."""
        return set(self._config.html_additional_pages)

    def order(self, docnames: Iterable[str]) -> list[str]:
        """Return documents in toctree order; those that are not in a toctree are last, sorted by name."""
        return _document_order(self._env, docnames)

    def holds(self, condition: Condition) -> bool:
        """True if content with a condition is in this build."""
        if self._evaluator is None:
            from sphinxext_pubs.extension.conditional_blocks import Evaluator  # only for conditional content

            self._evaluator = Evaluator(self._app)
        return self._evaluator.holds(condition)

    def omitted_documents(self, tables: Tables) -> Collection[str]:
        """Return the documents that are not in the output of the builder."""
        if not writes_books(self._builder):
            return ()
        # only for such builders
        from sphinxext_pubs.extension.omitted_documents import omitted_documents
        from sphinxext_pubs.project.conditions import are_met

        return omitted_documents(
            self._builder,
            self._env,
            tables.conditional_toctrees,
            lambda conditions: are_met(conditions, self.holds),
        )

    def is_markdown(self, docname: str) -> bool:
        """True if a document is Markdown, or a notebook."""
        path = str(self._env.doc2path(docname))
        suffixes = self._env.config.source_suffix
        kind = next((kind for suffix, kind in suffixes.items() if path.endswith(suffix)), "")
        parser = self._app.registry.get_source_parsers().get(kind)
        return "myst" in getattr(parser, "supported", ())

    def is_translated(self, docname: str) -> bool:
        """True if Sphinx has a catalogue of translations for a document."""
        config = self._config
        folders = [self.srcdir / folder for folder in config.locale_dirs]
        domain = docname_to_domain(docname, config.gettext_compact)
        return init_catalog(folders, config.language, domain)[1]

    def title(self, docname: str) -> str:
        """Return the title of a document as plain text."""
        return _title_of(self._env, docname)

    def relative_uri(self, page: str, other: str) -> str:
        """Return the address of ``other`` relative to ``page``; empty if the builder has no addresses."""
        try:
            return self._builder.get_relative_uri(page, other)
        except NoUri:
            return ""

    def place_uri(self, page: str, docname: str, anchor: str) -> str:
        """Return the address of an anchor in a document relative to a page; empty if the builder has none."""
        if self._builder.format == "texinfo":  # it can only link to documents
            anchor = ""
        if anchor and (page == docname or self._builder.name == "singlehtml"):
            return f"#{anchor}"
        uri = self.relative_uri(page, docname)
        return f"{uri}#{anchor}" if uri and anchor else uri

    def external_url(self, names: Iterable[str]) -> str:
        """Return the URL of a paper with one of these names in another project, or an empty string."""
        if not getattr(self._env, "intersphinx_inventory", None):
            return ""
        from sphinx.ext.intersphinx import resolve_reference_any_inventory  # only if projects are mapped

        for name in names:
            text = nodes.inline()
            node = pending_xref("", text, refdomain="paper", reftype="t", reftarget=name, refexplicit=True)
            if reference := resolve_reference_any_inventory(self._env, True, node, text):
                return str(reference["refuri"])
        return ""

    def is_image(self, name: str) -> bool:
        """True if a file with this name is an image by its suffix."""
        return (guess_mimetype(name) or "").startswith("image/")

    def math(self, tex: str) -> Markup:
        """Return a formula as MathML, or as the HTML of the project's math renderer."""
        if not self._project_math or self.translator is None:
            from sphinxext_pubs.extension.math_html import formula_html  # only for formulas

            return formula_html(tex)
        from sphinxext_pubs.render.mathml import math_node  # only for the project's renderer

        translator = self.translator
        body, translator.body = translator.body, []
        math_node(tex).walkabout(translator)
        html, translator.body = translator.body, body
        return Markup("".join(html))


def _title_of(env: BuildEnvironment, docname: str) -> str:
    """Return the title of a document as plain text, or its name if it has no title."""
    title = env.titles.get(docname)
    text = title.astext() if title is not None else _NO_TITLE
    return docname if text == _NO_TITLE else text


#: What Sphinx calls a document without a title.
_NO_TITLE = "<no title>"


def _document_order(env: BuildEnvironment, docnames: Iterable[str]) -> list[str]:
    """Return documents in toctree order; those that are not in a toctree are last, sorted by name."""
    documents = set(docnames)
    if len(documents) < 2:
        return list(documents)
    ranks = {docname: rank for rank, docname in enumerate(_toctree_documents(env))}
    return sorted(documents, key=lambda docname: (ranks.get(docname, len(ranks)), docname))


def _toctree_documents(env: BuildEnvironment) -> Iterable[str]:
    """Return every document that is reachable by toctrees from the root, depth first."""
    seen: dict[str, None] = {}
    stack = [env.config.root_doc]
    while stack:
        docname = stack.pop()
        if docname not in seen:
            seen[docname] = None
            stack.extend(reversed(env.toctree_includes.get(docname, [])))
    return seen
