"""Papers of other projects, as their inventories name them (intersphinx).

An inventory holds one text for a paper, *Yang et al. (2024)*; the other forms are made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.citations.labels import Cited, capitalize_first, locator
from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.extension.citations.roles import PAGE
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.model.publication import Publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_TEXTUAL = re.compile(r"(?P<authors>.+) \((?P<year>[^()]+)\)")


def _textual(authors: str, year: str, where: str) -> str:
    return f"{authors} ({year}{where})".lstrip()


def _parenthetical(authors: str, year: str, where: str) -> str:
    return f"{authors}, {year}".removeprefix(", ")


#: From authors, year, and what follows the year, to a form; forms that are not here are the whole text.
_FORMS: dict[str, Callable[[str, str, str], str]] = {
    **dict.fromkeys(("t", "ts", "ct", "cts"), _textual),
    **dict.fromkeys(("p", "ps", "cp", "cps"), _parenthetical),
    **dict.fromkeys(("authors", "authors-all", "cauthors", "cauthors-all"), lambda authors, *_: authors),
    "year": lambda authors, year, where: year,
}


def form_from_label(text: str, form: str, item: CitationItem) -> str:
    """A form of a citation, of the text that an inventory has for the paper."""
    found = _TEXTUAL.fullmatch(text)
    if found is None or form not in _FORMS:
        return text
    where = locator(Cited(Publication(item.key), item=item, translate=gettext))
    written = _FORMS[form]("" if item.bare else found["authors"], found["year"], where)
    return capitalize_first(written) if form.startswith("c") else written


def resolve_external(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.TextElement
) -> nodes.reference | None:
    """A citation of a paper that only another project has (``missing-reference``, before intersphinx)."""
    if node["refdomain"] != "paper" or node["reftype"] == PAGE or not has_inventories(env):
        return None
    from sphinx.ext.intersphinx import missing_reference

    return _with_form(missing_reference(app, env, node, contnode), node)


def resolve_named(env: BuildEnvironment, document: nodes.document) -> None:
    """Resolve the citations that name another project, as in ``:external+lab:paper:p:``."""
    for node in list(document.findall(pending_xref)):
        if "intersphinx" in node and node["refdomain"] == "paper":
            from sphinx.ext import intersphinx

            contnode, name = cast("nodes.TextElement", node[0].deepcopy()), node.get("inventory")
            if name is None:
                found = intersphinx.resolve_reference_any_inventory(env, False, node, contnode)
            else:
                found = intersphinx.resolve_reference_in_inventory(env, name, node, contnode)
            if worded := _with_form(found, node):
                node.replace_self(worded)


def _with_form(found: nodes.reference | None, node: pending_xref) -> nodes.reference | None:
    """The reference with the words of the citation's form."""
    if found is not None and not node["refexplicit"]:
        item = node.get("pubs_item", CitationItem(node["reftarget"]))
        form = node["reftype"]
        classes = ["xref", "paper", f"paper-{form}"]
        found[:] = [nodes.inline("", form_from_label(found.astext(), form, item), classes=classes)]
    return found


def has_inventories(env: BuildEnvironment) -> bool:
    """Whether other projects are mapped."""
    return bool(getattr(env, "intersphinx_inventory", None))
