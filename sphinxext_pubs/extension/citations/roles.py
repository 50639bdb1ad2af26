"""The roles ``:paper:``, ``:paper:p:`` and so on, which create citations that are resolved later."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import unescape
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxRole

from sphinxext_pubs.citations.pandoc_syntax import CitationItem, parse_citation
from sphinxext_pubs.extension.citations import clusters, footnotes, silent
from sphinxext_pubs.extension.citations.locators import locator_text
from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import pubs_footnote_mark
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import bare_doi
from sphinxext_pubs.project.requests import KeyQuery

if TYPE_CHECKING:
    from sphinxext_pubs.citations.pandoc_syntax import Citation


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its name, which is a form of citations, its help, and the separator of several citations.

    With ``brackets`` citations are in the brackets of the style. With ``holds_locator`` the locator and
    suffix are part of the citation's own text. ``names`` is the role of the names that a style with notes
    leaves in the sentence.
    """

    name: str
    help: str
    separator: str = ", "
    brackets: bool = False
    holds_locator: bool = False
    names: str = ""

    @property
    def is_noted(self) -> bool:
        """True if the citation is a footnote in a style with notes."""
        return bool(self.names) or (self.brackets and self.name in ROLES)


#: The attribute of brackets that are square, whatever they contain, and their kind.
SQUARE = "pubs_square"

#: The brackets and the separator of citations, by the kind of brackets.
PUNCTUATION: dict[str, dict[str, str]] = {
    "": {"open": "(", "separator": "; ", "close": ")"},
    **{kind: {"open": "[", "separator": ", ", "close": "]"} for kind in ("label", SQUARE)},
}

#: The text of a role that is a single key, whatever the library contains.
_SIMPLE = re.compile(r"\s*[^\s,;<>@]+\s*")

#: The beginning of a role that cites papers of another project, in both markups.
_EXTERNAL = re.compile(r"[:{]external[:+]")

_ALL = "with all authors"
_CAPITAL = "with a capital, for the beginning of a sentence"

#: The roles, by name; ``:paper:`` without a suffix is the first.
ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("t", "As part of a sentence: *Yang et al. (2024)*.", holds_locator=True, names="authors"),
        Role("ts", f"As ``t``, {_ALL}: *Yang, Ko and Yun (2024)*.", holds_locator=True, names="authors-all"),
        Role("ct", f"As ``t``, {_CAPITAL}: *Van der Berg (2021)*.", holds_locator=True, names="cauthors"),
        Role("cts", f"As ``t``, {_ALL} and {_CAPITAL}.", holds_locator=True, names="cauthors-all"),
        Role("p", "In parentheses: *(Yang et al., 2024; Ko et al., 2023)*.", "; ", brackets=True),
        Role("ps", f"As ``p``, {_ALL}.", "; ", brackets=True),
        Role("cp", f"As ``p``, {_CAPITAL}.", "; ", brackets=True),
        Role("cps", f"As ``p``, {_ALL} and {_CAPITAL}.", "; ", brackets=True),
        Role("full", "The whole reference, in the project's style.", separator=" "),
        Role("foot", "The whole reference in a footnote, at the end of the page.", separator=""),
        Role("title", "The title."),
        Role("authors", "The authors, in short: *Yang et al.*"),
        Role("authors-all", "The family names of all authors: *Yang, Ko and Yun*."),
        Role("cauthors", f"As ``authors``, {_CAPITAL}."),
        Role("cauthors-all", f"As ``authors-all``, {_CAPITAL}."),
        Role("year", "The year."),
        Role("venue", "Where it appeared."),
        Role("doi", "The DOI, as a link."),
        Role("bibtex", "The entry in BibTeX, as code."),
        Role(silent.SILENT, "Nothing: the paper only counts as cited. ``*`` cites all papers."),
    )
}


#: The forms that are not linked.
UNLINKED = frozenset({"bibtex"})


class PaperRole(SphinxRole):
    """A role that cites papers.

    It returns a flat list of pending cross-references and text, as intersphinx requires.
    """

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.role = role

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citations in the role's text, or plain text if it begins with ``!``."""
        text = unescape(self.text)
        if text.startswith("!"):
            return [nodes.inline(self.rawtext, text[1:], classes=["paper"])], []
        project = project_of(self.env)
        citation = self.parse(text)
        if not _SIMPLE.fullmatch(text):
            project.record_query(self.env.docname, KeyQuery(text))
        if citation.problem or not citation.items:
            message = f"Invalid citation: {citation.problem or 'it has no key'}"
            warn(Code.UNKNOWN_KEY, message, self.get_location(), self.config)
        if not citation.items:
            return [], []
        if self.role.name == silent.SILENT:
            return self._silent_nodes(citation), []
        is_noted = self.role.is_noted and not (citation.title or self._is_external) and project.has_notes
        return (self._noted_nodes(citation) if is_noted else self._nodes(citation)), []

    def _silent_nodes(self, citation: Citation) -> list[nodes.Node]:
        """Return citations without text; other words in the role are reported."""
        if words := silent.words_without_effect(citation):
            message = f"“{words}” has no effect in a citation without text. Name only the keys."
            warn(Code.CITATION, message, self.get_location(), self.config)
        targets = (self._target(item.key) for item in citation.items)
        citations = [silent.silent_node(target, self.env.docname, self.rawtext) for target in targets]
        for node in citations:
            self.set_source_info(node)
        return list(citations)

    @property
    def _is_external(self) -> bool:
        """True if the role cites papers of another project, whose references intersphinx has to find."""
        return _EXTERNAL.match(self.rawtext) is not None

    def parse(self, text: str) -> Citation:
        """Return the citations in the role's text."""
        library = project_of(self.env).library
        return parse_citation(text, lambda key: library.get(key) is not None)

    def _nodes(self, citation: Citation) -> list[nodes.Node]:
        """Return the nodes of citations in the form of the role."""
        keys = () if self._is_external else tuple(item.key for item in citation.items)
        brackets = self.role.brackets and not citation.title
        items: list[nodes.Node] = []
        for item in citation.items:
            items += [self._punctuation("separator", keys) if brackets else nodes.Text(self.role.separator)]
            items += self._item_nodes(item, citation.title)
        del items[0]
        if brackets:
            items = [self._punctuation("open", keys), *items, self._punctuation("close", keys)]
        return items if citation.title else clusters.mark(items, self.env.new_serialno("pubs-cluster"))

    def _noted_nodes(self, citation: Citation) -> list[nodes.Node]:
        """Return the nodes of citations in a style with notes: a footnote, after the names in a sentence.

        The footnote lacks these names.
        """
        if self.role.brackets:
            return [footnotes.note_mark(self._nodes(citation))]
        names = replace(citation, items=tuple(CitationItem(item.key) for item in citation.items))
        bare = replace(citation, items=tuple(replace(item, bare=True) for item in citation.items))
        named = [] if citation.items[0].bare else self._as(self.role.names)._nodes(names)
        return [*named, footnotes.note_mark(self._as("p")._nodes(bare))]

    def _as(self, name: str) -> PaperRole:
        """Return another role at this place."""
        other = copy(self)
        other.role = ROLES[name]
        return other

    def _punctuation(self, kind: str, keys: tuple[str, ...]) -> nodes.inline:
        """Return a bracket or separator, which is replaced by that of the style when the page is written.

        Without keys it is that of citations without labels.
        """
        return nodes.inline(
            "",
            PUNCTUATION[""][kind],
            classes=["pubs-mark"],
            pubs_punctuation=kind,
            pubs_keys=keys,
            pubs_form=self.role.name,
        )

    def _item_nodes(self, item: CitationItem, title: str) -> list[nodes.Node]:
        before = [nodes.Text(f"{item.prefix} ")] if item.prefix else []
        after: list[nodes.Node] = []
        if not self.role.holds_locator and (item.locator or item.suffix):
            after = [nodes.Text(locator_text(item))]
        if self.role.name == "foot":
            return [self._footnote_mark(item)]
        return [*before, self._citation(item, title), *after]

    def _footnote_mark(self, item: CitationItem) -> pubs_footnote_mark:
        mark = footnotes.footnote_mark(item, self._target(item.key))
        self.set_source_info(mark)
        return mark

    def _citation(self, item: CitationItem, title: str) -> pending_xref:
        key = item.key
        citation = pending_xref(
            self.rawtext,
            refdomain="paper",
            reftype=self.role.name,
            reftarget=self._target(key),
            refexplicit=bool(title),
            refwarn=True,
            refdoc=self.env.docname,
            support_smartquotes=False,
        )
        text = nodes.inline("", title or key, classes=["xref", "paper", f"paper-{self.role.name}"])
        if not title:
            text[clusters.ITEM] = item
        citation += text
        self.set_source_info(citation)
        return citation

    def _target(self, key: str) -> str:
        """Return the name to look up; it is normalized as a DOI unless that changes the cited paper."""
        library, name = project_of(self.env).library, lookup_name(key)
        return name if library.get(name) is library.get(key) else key


def lookup_name(key: str) -> str:
    """Return the name of a paper in inventories: a DOI is in lower case and without ``https://doi.org/``."""
    bare = bare_doi(key)
    return bare.lower() if bare.startswith("10.") and "/" in bare else key
