"""The roles ``cite`` and ``footcite`` and their families, as citations of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from docutils import nodes
from docutils.utils import unescape
from sphinx.domains import Domain

from sphinxext_pubs.citations.pandoc_syntax import Citation, CitationItem
from sphinxext_pubs.extension.citations.roles import ROLES, PaperRole, Role


@dataclass(frozen=True, slots=True)
class Cite:
    """A role of the family: the form of ours, what stands around, and whether a footnote follows."""

    name: str
    form: str
    brackets: bool = False
    foot: bool = False
    round: bool = False


#: The forms that name the authors in the sentence, and what names them alone.
_NAMING = {"t": "authors", "ts": "authors-all", "ct": "cauthors", "cts": "cauthors-all"}


def _family(*, foot: bool) -> dict[str, Cite]:
    """The roles by name; with footnotes a form names the authors, and the mark follows."""
    rows = [
        *(Cite(name, form, brackets=True) for name, form in (("p", "p"), ("ps", "ps"))),
        *(Cite(name, form) for name, form in (("alp", "p"), ("alps", "ps"))),
        *(Cite(name, _NAMING[name] if foot else name, foot=foot) for name in _NAMING),
        Cite("label", "label"),
        Cite("labelpar", "label", brackets=True),
        Cite("year", "year"),
        Cite("yearpar", "year", round=True),
        Cite("author", "authors"),
        Cite("authors", "authors-all"),
        Cite("authorpar", "authors", round=True),
        Cite("authorpars", "authors-all", round=True),
        Cite("cauthor", "cauthors"),
        Cite("cauthors", "cauthors-all"),
        Cite("empty", "empty"),
    ]
    if foot:
        marks = {"p", "ps", "alp", "alps", "label", "labelpar"}
        rows = [Cite(row.name, "foot", foot=True) if row.name in marks else row for row in rows]
    return {row.name: row for row in rows}


CITE = _family(foot=False)
FOOTCITE = _family(foot=True)
BARE, FOOT_BARE = CITE["p"], FOOTCITE["p"]

_ITEM = re.compile(
    r"(?:(?<![^{},])\s*+|(?=\{))(?:\{(?P<before>[^{}]*+)\}\s*+)?(?P<key>[^{},]++)(?:\{(?P<after>[^{}]*+)\}\s*+)?(?:,|$)"
)


def read_items(text: str) -> Iterator[CitationItem]:
    """``{see}key{p. 3}, other``: keys with the text before and after each."""
    for found in _ITEM.finditer(text):
        yield CitationItem(found["key"].rstrip(), found["before"] or "", "", found["after"] or "")


class CiteRole(PaperRole):
    """A role of the family."""

    def __init__(self, cite: Cite) -> None:
        form = ROLES.get(cite.form, ROLES["t"])
        separator = "; " if cite.brackets else ", "
        super().__init__(Role(cite.form, "", separator, brackets=cite.brackets, inside=form.inside))
        self.cite = cite
        self.raised = False

    def read(self, text: str) -> Citation:
        """The items of the role's text."""
        return Citation(tuple(read_items(text)))

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The citations, as ``bibtex_reference_style`` wants them."""
        self.text = unescape(self.text)
        style = self.config.bibtex_reference_style
        changed = copy(self)
        if style == "foot":
            changed.cite = FOOTCITE[self.cite.name]
            changed.role = CiteRole(changed.cite).role
        elif style == "super" and not self.cite.foot:
            changed.raised = True
            if self.cite.form in {"p", "ps"}:
                changed.role = replace(self.role, brackets=False, separator=",")
        return changed.run_changed()

    def run_changed(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The citations of a role in its style, in round brackets where the form has them."""
        found, messages = super().run()
        if self.cite.form == "empty":
            for node in found:
                if isinstance(node, nodes.Element):
                    node["pubs_empty"] = True
            return [node for node in found if isinstance(node, nodes.Element)], messages
        if self.raised and found and self.cite.form in {"p", "ps"}:
            found = [nodes.superscript("", "", *found)]
        if self.cite.round and found:
            found = [nodes.Text("("), *found, nodes.Text(")")]
        return found, messages

    def _item(self, item: CitationItem, title: str) -> list[nodes.Node]:
        if self.raised and self.cite.form in _NAMING:
            return self._raised(item)
        found = super()._item(item, title)
        if self.cite.foot and self.role.name != "foot":
            for node in found:
                if isinstance(node, nodes.Element):
                    node["pubs_foot"] = True
            found += [nodes.Text(" "), self._foot(CitationItem(item.key))]
        return found

    def _raised(self, item: CitationItem) -> list[nodes.Node]:
        """The authors, and the label as a superscript."""
        names, label = copy(self), copy(self)
        names.raised = label.raised = False
        names.role, label.role = Role(_NAMING[self.cite.form], ""), Role("label", "")
        raised = label._item(CitationItem(item.key, "", "", item.locator, item.suffix), "")
        return [*names._item(CitationItem(item.key, item.prefix), ""), nodes.superscript("", "", *raised)]


class _FamilyDomain(Domain):
    """Holds the roles only: papers and citations are those of the domain ``paper``."""

    data_version = 1

    def merge_domaindata(self, docnames: Any, otherdata: dict[str, Any]) -> None:
        """There is nothing to take over."""


class CiteDomain(_FamilyDomain):
    """``:cite:t:`` and the others."""

    name = "cite"
    label = "Citations"
    roles: ClassVar[dict[str, Any]] = {name: CiteRole(cite) for name, cite in CITE.items()}


class FootCiteDomain(_FamilyDomain):
    """``:footcite:t:`` and the others."""

    name = "footcite"
    label = "Footnote citations"
    roles: ClassVar[dict[str, Any]] = {name: CiteRole(cite) for name, cite in FOOTCITE.items()}
