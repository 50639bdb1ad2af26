"""Citations of papers in other projects (intersphinx).

An inventory contains one text for each paper, *Yang et al. (2024)*; the other forms are derived from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.extension.citations import clusters
from sphinxext_pubs.extension.citations.locators import locator_text
from sphinxext_pubs.extension.citations.silent import is_silent
from sphinxext_pubs.extension.nodes import PAGE

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.citations.pandoc_syntax import CitationItem

_TEXTUAL = re.compile(r"(?P<authors>.+) \((?P<year>[^()]+)\)")


def _textual(authors: str, year: str, locator: str) -> str:
    return f"{authors} ({year}{locator})".lstrip()


def _parenthetical(authors: str, year: str, locator: str) -> str:
    return f"{authors}, {year}".removeprefix(", ")


#: Functions that return a form from authors, year and locator; other forms are the text of the inventory.
_FORMS: dict[str, Callable[[str, str, str], str]] = {
    **dict.fromkeys(("t", "ts", "ct", "cts"), _textual),
    **dict.fromkeys(("p", "ps", "cp", "cps"), _parenthetical),
    **dict.fromkeys(("authors", "authors-all", "cauthors", "cauthors-all"), lambda authors, *_: authors),
    "year": lambda authors, year, locator: year,
}


def form_from_label(text: str, form: str, item: CitationItem) -> str:
    """Return a citation in a form, derived from the text of the paper in an inventory."""
    match = _TEXTUAL.fullmatch(text)
    if match is None or form not in _FORMS:
        return text
    citation = _FORMS[form]("" if item.bare else match["authors"], match["year"], locator_text(item))
    from sphinxext_pubs.citations.labels import capitalize_first  # only if projects are mapped

    return capitalize_first(citation) if form.startswith("c") else citation


def resolve_external(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> nodes.Element | None:
    """Return the reference to a paper of another project, or None; called before intersphinx resolves it."""
    if node["refdomain"] != "paper" or node["reftype"] == PAGE or not has_inventories(env):
        return None
    from sphinx.ext.intersphinx import missing_reference  # only if projects are mapped

    reference = missing_reference(app, env, node, contnode)
    return nodes.inline() if is_silent(node) and reference is not None else _with_form(reference, node)


def resolve_named(env: BuildEnvironment, document: nodes.document) -> None:
    """Resolve the citations that name another project, as in ``:external+lab:paper:p:``."""
    for node in list(document.findall(pending_xref)):
        if "intersphinx" in node and node["refdomain"] == "paper":
            from sphinx.ext import intersphinx  # only if a project is named

            contnode, name = cast("nodes.TextElement", node[0].deepcopy()), node.get("inventory")
            if name is None:
                reference = intersphinx.resolve_reference_any_inventory(env, False, node, contnode)
            else:
                reference = intersphinx.resolve_reference_in_inventory(env, name, node, contnode)
            if resolved := _with_form(reference, node):
                node.replace_self(resolved)


def _with_form(reference: nodes.reference | None, node: pending_xref) -> nodes.reference | None:
    """Return the reference with its text in the form of the citation."""
    if reference is not None and not node["refexplicit"]:
        from sphinxext_pubs.citations.pandoc_syntax import CitationItem  # only if projects are mapped

        item = clusters.item_of(node) or CitationItem(node["reftarget"])
        form = node["reftype"]
        classes = ["xref", "paper", f"paper-{form}"]
        reference[:] = [nodes.inline("", form_from_label(reference.astext(), form, item), classes=classes)]
    return reference


def has_inventories(env: BuildEnvironment) -> bool:
    """True if the project uses intersphinx and has loaded inventories."""
    return bool(getattr(env, "intersphinx_inventory", None))
