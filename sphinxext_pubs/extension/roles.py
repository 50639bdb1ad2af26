"""The role ``:paper:`` and its family: text in the source to citations that are resolved later."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from docutils import nodes
from docutils.utils import unescape
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxRole

from sphinxext_pubs.extension.complaints import complain
from sphinxext_pubs.extension.questions import Reading
from sphinxext_pubs.model import Library
from sphinxext_pubs.problems import Code

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the family: its form of a label, and what stands before, between and after several."""

    name: str
    help: str
    opening: str = ""
    separator: str = ", "
    closing: str = ""


#: The roles, by name; the bare ``:paper:`` is the first.
ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("t", "As part of a sentence: *Yang et al. (2024)*."),
        Role("p", "In parentheses: *(Yang et al., 2024; Ko et al., 2023)*.", "(", "; ", ")"),
        Role("full", "The whole reference: authors, year, title and venue.", separator=" "),
        Role("title", "The title."),
        Role("authors", "The authors, in short: *Yang et al.*"),
        Role("year", "The year."),
    )
}

_TITLED = re.compile(r"(?s)(?P<title>.+)<(?P<key>[^<>]+)>")


def read_citation(text: str, known: Callable[[str], bool]) -> tuple[tuple[str, ...], str]:
    """The keys that a role's text names, and the link text given with them, if any.

    The whole text is tried as a key, alias or DOI first, since those may hold commas and angle
    brackets; then ``link text <key>``; then several keys with commas between them.
    """
    whole = text.strip()
    if known(whole):
        return (whole,), ""
    if titled := _TITLED.fullmatch(whole):
        return (titled["key"].strip(),), titled["title"].rstrip()
    return tuple(key.strip() for key in whole.split(",") if key.strip()), ""


def read_digest(text: str, library: Library) -> str:
    """Whether the whole text is one key of the library, as the digest of an answer."""
    return "one" if library.get(text.strip()) else ""


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
        domain = cast("PaperDomain", self.env.domains["paper"])
        library = domain.shelf.library
        keys, title = read_citation(text, lambda key: library.get(key) is not None)
        if "<" in text or "," in text:
            domain.note_answer(self.env.docname, Reading(text), read_digest(text, library))
        if not keys:
            message = "This citation names no paper: write a key, or several with commas between them."
            complain(Code.UNKNOWN_KEY, message, self.get_location(), self.config)
            return [], []
        found: list[nodes.Node] = []
        for key in keys:
            domain.note_citation(self.env.docname, key)
            found += [nodes.Text(self.role.separator), self._citation(key, title)]
        if title or not self.role.opening:
            return found[1:], []
        return [nodes.Text(self.role.opening), *found[1:], nodes.Text(self.role.closing)], []

    def _citation(self, key: str, title: str) -> pending_xref:
        citation = pending_xref(
            self.rawtext,
            refdomain="paper",
            reftype=self.role.name,
            reftarget=key,
            refexplicit=bool(title),
            refwarn=True,
            refdoc=self.env.docname,
            support_smartquotes=False,
        )
        citation += nodes.inline("", title or key, classes=["xref", "paper", f"paper-{self.role.name}"])
        self.set_source_info(citation)
        return citation
