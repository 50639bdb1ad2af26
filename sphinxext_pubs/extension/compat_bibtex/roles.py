"""The roles ``cite``, ``cite:p`` and ``footcite`` and so on of sphinxcontrib-bibtex."""

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
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.extension.citations.roles import ROLES, SQUARE, PaperRole, Role
from sphinxext_pubs.extension.citations.silent import SILENT
from sphinxext_pubs.extension.current import project_of


@dataclass(frozen=True, slots=True)
class Cite:
    """A role: its form, whether it is in brackets of its style or in ``square`` ones.

    With ``footnote`` the mark of a footnote follows.
    """

    name: str
    form: str
    brackets: bool = False
    footnote: bool = False
    square: bool = False


#: The forms that name the authors in the sentence, with the forms of the authors alone.
_AUTHOR_FORMS = {"t": "authors", "ts": "authors-all", "ct": "cauthors", "cts": "cauthors-all"}


def _family(*, footnote: bool) -> dict[str, Cite]:
    """Return the roles by name; with footnotes, textual forms only name the authors, and a mark follows."""
    rows = [
        *(Cite(name, form, brackets=True) for name, form in (("p", "p"), ("ps", "ps"))),
        *(Cite(name, form) for name, form in (("alp", "p"), ("alps", "ps"))),
        *(Cite(name, _AUTHOR_FORMS[name] if footnote else name, footnote=footnote) for name in _AUTHOR_FORMS),
        Cite("label", "label"),
        Cite("labelpar", "label", brackets=True),
        Cite("year", "year"),
        Cite("yearpar", "year", square=True),
        Cite("author", "authors"),
        Cite("authors", "authors-all"),
        Cite("authorpar", "authors", square=True),
        Cite("authorpars", "authors-all", square=True),
        Cite("cauthor", "cauthors"),
        Cite("cauthors", "cauthors-all"),
        Cite("empty", SILENT),
    ]
    if footnote:
        marks = {"p", "ps", "alp", "alps", "label", "labelpar"}
        rows = [Cite(row.name, "foot", footnote=True) if row.name in marks else row for row in rows]
    return {row.name: row for row in rows}


CITE = _family(footnote=False)
FOOTCITE = _family(footnote=True)
BARE_CITE, BARE_FOOTCITE = CITE["p"], FOOTCITE["p"]

_ITEM = re.compile(
    r"(?:(?<![^{},])\s*+|(?=\{))(?:\{(?P<before>[^{}]*+)\}\s*+)?(?P<key>[^{},]++)(?:\{(?P<after>[^{}]*+)\}\s*+)?(?:,|$)"
)


def parse_items(text: str) -> Iterator[CitationItem]:
    """Yield the items of a text such as ``{see}key{p. 3}, other``: keys with the text before and after."""
    for match in _ITEM.finditer(text):
        yield CitationItem(match["key"].rstrip(), match["before"] or "", "", match["after"] or "")


class CiteRole(PaperRole):
    """A role of sphinxcontrib-bibtex."""

    def __init__(self, cite: Cite) -> None:
        form = ROLES.get(cite.form, Role(cite.form, "", holds_locator=True))
        separator = "; " if cite.brackets else "" if cite.form == "foot" else ", "
        super().__init__(replace(form, separator=separator, brackets=cite.brackets))
        self.cite = cite
        self.is_superscript = False

    def parse(self, text: str) -> Citation:
        """Return the citations in the role's text."""
        return Citation(tuple(parse_items(text)))

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citations in the style of ``bibtex_reference_style``."""
        self.text = unescape(self.text)
        style = self.config.bibtex_reference_style
        styled = copy(self)
        if style == "foot":
            styled.cite = FOOTCITE[self.cite.name]
            styled.role = CiteRole(styled.cite).role
        elif style == "super" and not self.cite.footnote:
            styled.is_superscript = True
            if self.cite.form in {"p", "ps"}:
                styled.role = replace(self.role, brackets=False, separator=",")
                styled.is_superscript = self.cite.brackets
        return styled.run_with_style()

    def run_with_style(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citations of a role to which the style was applied."""
        citations, messages = super().run()
        if self.is_superscript and citations and self.cite.form in {"p", "ps"}:
            citations = [nodes.superscript("", "", *citations)]
        if self.cite.square and citations:
            citations = [nodes.Text("["), *citations, nodes.Text("]")]
        return citations, messages

    def _item_nodes(self, item: CitationItem, title: str) -> list[nodes.Node]:
        if self.is_superscript and self.cite.form in _AUTHOR_FORMS:
            return self._superscript_nodes(item)
        if self.cite.form in _AUTHOR_FORMS and not self.cite.footnote:
            item = self._natbib_item(item)
        item_nodes = super()._item_nodes(item, title)
        if self.cite.footnote and self.role.name != "foot":
            for node in item_nodes:
                if isinstance(node, nodes.Element):
                    node["pubs_in_footnote"] = True
            item_nodes.append(self._footnote_mark(CitationItem(item.key)))
        return item_nodes

    @property
    def _is_by_year(self) -> bool:
        return bool(self.config.bibtex_reference_style == "author_year")

    def _natbib_item(self, item: CitationItem) -> CitationItem:
        """Return an item with its first words inside the brackets; CSL styles write them before names."""
        if self.config.pubs_style not in BUILTIN_STYLES:
            return item
        return replace(item, prefix="", opening=item.prefix, is_square=self._is_by_year)

    def _punctuation(self, kind: str, keys: tuple[str, ...]) -> nodes.inline:
        node = super()._punctuation(kind, keys)
        if self._is_by_year:
            node[SQUARE] = True
        return node

    def _superscript_nodes(self, item: CitationItem) -> list[nodes.Node]:
        """Return the authors, followed by the label as a superscript."""
        names, label = copy(self), copy(self)
        names.is_superscript = label.is_superscript = False
        names.role, label.role = Role(_AUTHOR_FORMS[self.cite.form], ""), Role("label", "")
        label.cite = CITE["label"]
        raised = label._item_nodes(replace(item, kind=""), "")
        return [
            *names._item_nodes(CitationItem(item.key), ""),
            nodes.superscript("", "", *raised),
        ]


class _FamilyDomain(Domain):
    """A domain that only provides roles: papers and citations are in the domain ``paper``."""

    data_version = 1

    def merge_domaindata(self, docnames: Any, otherdata: dict[str, Any]) -> None:
        """Do nothing, because the domain has no data."""


class CiteDomain(_FamilyDomain):
    """The roles ``:cite:t:`` and so on; ``data`` has the lines of the bibliographies of each document."""

    name = "cite"
    data_version = 2
    initial_data: ClassVar[dict[str, Any]] = {"lines": {}}
    label = "Citations"
    roles: ClassVar[dict[str, Any]] = {name: CiteRole(cite) for name, cite in CITE.items()}

    def clear_doc(self, docname: str) -> None:
        """Remove the lines of the bibliographies of a document."""
        self.data["lines"].pop(docname, None)

    def merge_domaindata(self, docnames: Any, otherdata: dict[str, Any]) -> None:
        """Copy the lines of the bibliographies of documents that another process read."""
        lines = otherdata["lines"]
        self.data["lines"].update({docname: lines[docname] for docname in docnames if docname in lines})

    def check_consistency(self) -> None:
        """Warn of papers in two bibliographies, labels of two papers, and entries that lack a field."""
        project = project_of(self.env)
        if project.tables.references:
            # only if a document has references
            from sphinxext_pubs.extension.compat_bibtex.duplicates import report_duplicates
            from sphinxext_pubs.extension.compat_bibtex.incomplete import report_incomplete

            report_duplicates(project, self.data["lines"], self.env.config)
            report_incomplete(project, self.env.config)


class FootCiteDomain(_FamilyDomain):
    """The roles ``:footcite:t:`` and so on."""

    name = "footcite"
    label = "Footnote citations"
    roles: ClassVar[dict[str, Any]] = {name: CiteRole(cite) for name, cite in FOOTCITE.items()}
