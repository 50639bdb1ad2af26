"""The role ``:paper:`` and its family: text in the source to citations that are resolved later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import unescape
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxRole

from sphinxext_pubs.citations.labels import Cited, locator
from sphinxext_pubs.citations.pandoc_syntax import Citation, CitationItem, parse_citation
from sphinxext_pubs.extension.citations import footnotes
from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import pubs_footnote_mark
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import Publication, bare_doi
from sphinxext_pubs.project.requests import LibraryQuery

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the family: its form of a label, and what stands before, between and after several.

    With ``brackets`` they stand in those of the style. With ``inside`` the label holds locator and suffix.
    """

    name: str
    help: str
    separator: str = ", "
    brackets: bool = False
    inside: bool = False


#: The brackets of a citation and what stands between its items, by the kind of its labels.
MARKS: dict[str, dict[str, str]] = {
    "": {"open": "(", "separator": "; ", "close": ")"},
    "label": {"open": "[", "separator": ", ", "close": "]"},
}

#: A text that can be read in one way only, whatever is in the library.
_SIMPLE = re.compile(r"\s*[^\s,;<>@]+\s*")

_ALL = "with all authors"
_CAPITAL = "with a capital, for the beginning of a sentence"

#: The roles, by name; the bare ``:paper:`` is the first.
ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("t", "As part of a sentence: *Yang et al. (2024)*.", inside=True),
        Role("ts", f"As ``t``, {_ALL}: *Yang, Ko and Yun (2024)*.", inside=True),
        Role("ct", f"As ``t``, {_CAPITAL}: *Van der Berg (2021)*.", inside=True),
        Role("cts", f"As ``t``, {_ALL} and {_CAPITAL}.", inside=True),
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
        Role("doi", "The DOI, which leads to it."),
        Role("bibtex", "The entry in BibTeX, as code."),
    )
}


@dataclass(frozen=True, slots=True)
class KeyQuery(LibraryQuery):
    """The query whether the whole text of a role is one key (or DOI), where it could also be several."""

    text: str

    def digest(self, project: Project, docname: str) -> str:
        """Return ``one`` if the library has a paper of this name, or nothing."""
        return "one" if project.library.get(self.text.strip()) else ""


#: The type of the cross-references that lead to generated pages: no role has it.
PAGE = "page"

#: The forms that are no link.
UNLINKED = frozenset({"bibtex"})


class PaperRole(SphinxRole):
    """A role of the family.

    It returns a flat list of pending cross-references and text, as intersphinx needs it.
    """

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.role = role

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The citations that the role's text names; a leading ``!`` makes it plain text."""
        text = unescape(self.text)
        if text.startswith("!"):
            return [nodes.inline(self.rawtext, text[1:], classes=["paper"])], []
        project = project_of(self.env)
        citation = self.read(text)
        if not _SIMPLE.fullmatch(text):
            project.ask(self.env.docname, KeyQuery(text))
        if citation.problem or not citation.items:
            message = f"Invalid citation: {citation.problem or 'it has no key'}"
            warn(Code.UNKNOWN_KEY, message, self.get_location(), self.config)
        return (self._nodes(citation) if citation.items else []), []

    def read(self, text: str) -> Citation:
        """What the role's text says."""
        library = project_of(self.env).library
        return parse_citation(text, lambda key: library.get(key) is not None)

    def _nodes(self, citation: Citation) -> list[nodes.Node]:
        keys = tuple(item.key for item in citation.items)
        brackets = self.role.brackets and not citation.title
        found: list[nodes.Node] = []
        for item in citation.items:
            found += [self._mark("separator", keys) if brackets else nodes.Text(self.role.separator)]
            found += self._item(item, citation.title)
        del found[0]
        return [self._mark("open", keys), *found, self._mark("close", keys)] if brackets else found

    def _mark(self, mark: str, keys: tuple[str, ...]) -> nodes.inline:
        """A bracket or separator: which one, the style says when pages are written."""
        return nodes.inline(
            "",
            MARKS[""][mark],
            classes=["pubs-mark"],
            pubs_mark=mark,
            pubs_keys=keys,
            pubs_form=self.role.name,
        )

    def _item(self, item: CitationItem, title: str) -> list[nodes.Node]:
        before = [nodes.Text(f"{item.prefix} ")] if item.prefix else []
        after: list[nodes.Node] = []
        if not self.role.inside and (item.locator or item.suffix):
            after = [nodes.Text(locator(Cited(Publication(item.key), item=item, translate=gettext)))]
        if self.role.name == "foot":
            return [self._foot(item)]
        return [*before, self._citation(item, title), *after]

    def _foot(self, item: CitationItem) -> pubs_footnote_mark:
        mark = footnotes.mark(item, self._target(item.key))
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
        if self.role.inside or item.bare:
            citation["pubs_item"] = item
        citation += nodes.inline("", title or key, classes=["xref", "paper", f"paper-{self.role.name}"])
        self.set_source_info(citation)
        return citation

    def _target(self, key: str) -> str:
        """The name to look up; one that is a key of ours in another way than as a DOI stays as it is."""
        library, name = project_of(self.env).library, lookup_name(key)
        return name if library.get(name) is library.get(key) else key


def lookup_name(key: str) -> str:
    """The name under which inventories know a paper: DOIs in lower case, without a resolver."""
    bare = bare_doi(key)
    return bare.lower() if bare.startswith("10.") and "/" in bare else key
