"""Sphinx, as the services of a build see it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from jinja2 import TemplateSyntaxError
from markupsafe import Markup
from sphinx.addnodes import pending_xref
from sphinx.errors import NoUri
from sphinx.util.images import guess_mimetype

from sphinxext_pubs.extension.builders import splits
from sphinxext_pubs.extension.documents import document_order, title_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.writers.html5 import HTML5Translator


class SphinxSite:
    """The documents, folders and builder of an application (see :class:`~sphinxext_pubs.project.site.Site`).

    ``translator`` is what writes the current page; with ``project_math`` it writes the formulas of entries.
    """

    def __init__(self, app: Sphinx, *, project_math: bool) -> None:
        self._env, self._builder, self._config = app.env, app.builder, app.config
        self._project_math = project_math
        self.translator: HTML5Translator | None = None
        self.confdir, self.srcdir = Path(app.confdir), Path(app.srcdir)
        self.doctreedir, self.outdir = Path(app.doctreedir), Path(app.outdir)

    @property
    def language(self) -> str:
        """The language of the project."""
        return str(self._config.language)

    @property
    def base_url(self) -> str:
        """The address of the site, or nothing."""
        return str(self._config.html_baseurl)

    @property
    def templates(self) -> list[Path]:
        """The folders of the project's own templates."""
        return [self.confdir / path for path in self._config.templates_path]

    @property
    def is_split(self) -> bool:
        """True if the builder writes a file for each page, to be read in a browser."""
        return splits(self._builder)

    @property
    def has_folders(self) -> bool:
        """True if two names of a page are one file, as in ``dirhtml``."""
        builder = cast("StandaloneHTMLBuilder", self._builder)
        return self.is_split and builder.get_outfilename("a") == builder.get_outfilename("a/index")

    def documents(self) -> set[str]:
        """Return the documents of the project."""
        return self._env.found_docs

    def additional_pages(self) -> set[str]:
        """Return the pages that ``conf.py`` adds to the documents."""
        return set(self._config.html_additional_pages)

    def order(self, docnames: Iterable[str]) -> list[str]:
        """Return documents in toctree order, the others last by name."""
        return document_order(self._env, docnames)

    def holds(self, condition: str) -> bool:
        """True if there is no condition or it holds; as in Sphinx, an invalid one does."""
        try:
            return not condition or bool(self._builder.tags.eval_condition(condition))
        except (ValueError, TemplateSyntaxError):
            return True

    def title(self, docname: str) -> str:
        """Return the title of a document as plain text."""
        return title_of(self._env, docname)

    def relative_uri(self, page: str, other: str) -> str:
        """Return the address of a page from another."""
        try:
            return self._builder.get_relative_uri(page, other)
        except NoUri:
            return ""

    def place_uri(self, page: str, docname: str, anchor: str) -> str:
        """Return the address of a place in a document; Texinfo knows documents only."""
        if self._builder.format == "texinfo":
            anchor = ""
        if anchor and (page == docname or self._builder.name == "singlehtml"):
            return f"#{anchor}"
        uri = self.relative_uri(page, docname)
        return f"{uri}#{anchor}" if uri and anchor else uri

    def external_url(self, names: Iterable[str]) -> str:
        """Return the address at which a mapped project shows a paper of one of these names, or nothing."""
        if not getattr(self._env, "intersphinx_inventory", None):
            return ""
        from sphinx.ext.intersphinx import resolve_reference_any_inventory  # only if projects are mapped

        for name in names:
            words = nodes.inline()
            node = pending_xref("", words, refdomain="paper", reftype="t", reftarget=name, refexplicit=True)
            if reference := resolve_reference_any_inventory(self._env, True, node, words):
                return str(reference["refuri"])
        return ""

    def is_image(self, name: str) -> bool:
        """True if Sphinx takes a file of this name for an image."""
        return (guess_mimetype(name) or "").startswith("image/")

    def math(self, tex: str) -> Markup:
        """Return a formula as MathML, or as the project's own renderer writes it."""
        if not self._project_math or self.translator is None:
            return mathml(tex)
        from sphinxext_pubs.render.mathml import math_node

        translator = self.translator
        body, translator.body = translator.body, []
        math_node(tex).walkabout(translator)
        html, translator.body = translator.body, body
        return Markup("".join(html))


@lru_cache(maxsize=4096)
def mathml(tex: str) -> Markup:
    """Return a formula as MathML, or as its source if it cannot be converted."""
    from sphinxext_pubs.render.html import math_source  # not for a build in which nothing changed
    from sphinxext_pubs.render.mathml import to_mathml

    return Markup(to_mathml(tex) or math_source(tex))
