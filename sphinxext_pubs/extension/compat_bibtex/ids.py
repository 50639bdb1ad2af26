"""The ids that sphinxcontrib-bibtex makes from templates in ``conf.py``, in addition to our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxext_pubs.extension.citations.footnotes import CITED_KEY
from sphinxext_pubs.extension.current import output_of
from sphinxext_pubs.extension.lists.entry_ids import IdTemplate
from sphinxext_pubs.extension.nodes import pubs_entry, pubs_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config

_BIBLIOGRAPHY, _FOOTBIBLIOGRAPHY = "bibliography_count", "footbibliography_count"

#: The values in each template.
TEMPLATES: dict[str, tuple[str, ...]] = {
    "bibtex_cite_id": (_BIBLIOGRAPHY, "key"),
    "bibtex_footcite_id": (_FOOTBIBLIOGRAPHY, "key"),
    "bibtex_bibliography_id": (_BIBLIOGRAPHY,),
    "bibtex_footbibliography_id": (_FOOTBIBLIOGRAPHY,),
}

#: The ids of footnotes in sphinxcontrib-bibtex without a template.
FOOTNOTE_TEMPLATE = "footcite-{key}"


def template_of(config: Config, setting: str, count: int = 1, prefix: str = "") -> IdTemplate:
    """Return a template for the directive with this number in its document; empty if it is invalid."""
    text = getattr(config, setting)
    counter, *_ = TEMPLATES[setting]
    template = IdTemplate(text, counter, count, prefix)
    return template if template.error() is None else IdTemplate("", counter)


def invalid_templates(config: Config) -> Iterator[str]:
    """Yield a message for each template that is invalid."""
    for setting, names in TEMPLATES.items():
        text = getattr(config, setting)
        error = IdTemplate(text, names[0]).error()
        if error is not None:
            values = " and ".join(f"{{{name}}}" for name in names)
            yield f"{setting} = {text!r} is invalid and has no effect: {error}. Use {values}."


class AddFootnoteIds(SphinxTransform):
    """Add the ids of sphinxcontrib-bibtex to footnotes with references."""

    default_priority = 650  # after docutils has numbered the footnotes

    def apply(self, **kwargs: object) -> None:
        """Add an id to each footnote of a paper, unless the document has that id."""
        for footnote in self.document.findall(nodes.footnote):
            if CITED_KEY in footnote:
                key, number = footnote[CITED_KEY]
                template = template_of(self.config, "bibtex_footcite_id", number)
                if not template.text:
                    template = IdTemplate(FOOTNOTE_TEMPLATE, _FOOTBIBLIOGRAPHY, number)
                template.add_id(self.document, footnote, key)


class KeepIdsUnique(SphinxPostTransform):
    """Remove further ids that are repeated when all documents are in one page."""

    default_priority = 56  # after lists were inserted

    def run(self, **kwargs: Any) -> None:
        """Remove the ids of lists and entries, and the further ids of footnotes, that other nodes have."""
        if output_of(self.env).builder.name != "singlehtml":
            return
        seen: set[str] = set()
        for node in self.document.findall(nodes.Element):
            kept = 0 if isinstance(node, pubs_entry | pubs_list) else 1
            if not kept or CITED_KEY in node:
                further = [name for name in node["ids"][kept:] if name not in seen]
                node["ids"] = node["ids"][:kept] + further
            seen.update(node["ids"])
