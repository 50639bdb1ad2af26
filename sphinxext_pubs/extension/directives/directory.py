"""The directive ``publications-pages``: all people, venues, years or keywords, and the way to their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

from sphinxext_pubs.extension.citations.roles import PAGE
from sphinxext_pubs.extension.digests import digest_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.log import complain
from sphinxext_pubs.extension.requests import LibraryQuery
from sphinxext_pubs.model.problems import Code, message_text
from sphinxext_pubs.model.suggestions import suggest

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain

#: The kinds that have a directory: those of terms.
LISTED = ("author", "venue", "year", "keyword")


def entries(domain: PaperDomain, kind: str) -> list[tuple[str, str, int]]:
    """Identity, label and number of papers of all terms of a kind, in order, whatever has pages."""
    from sphinxext_pubs.extension.pages.addresses import chosen, ordered

    index = domain.shelf.index
    entity_index = domain.shelf.entity_index
    counts = entity_index.count_entities(kind, chosen(domain.settings, index))
    known = {identity: (entity_index.short_label(kind, label), count) for identity, label, count in counts}
    labels = {identity: label for identity, (label, _) in known.items()}
    return [(identity, *known[identity]) for identity in ordered(kind, labels)]


@dataclass(frozen=True, slots=True)
class DirectoryQuery(LibraryQuery):
    """The query which people, venues, years or keywords there are, with how many papers each."""

    kind: str

    def digest(self, domain: PaperDomain, docname: str) -> str:
        """Return a digest of what the directory shows."""
        return digest_of(entries(domain, self.kind))


class PagesDirective(SphinxDirective):
    """Lists all terms of a kind with their counts; their pages belong to this one in the navigation."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A bullet list, with links where there are pages."""
        kind = self.arguments[0].strip()
        if kind not in LISTED:
            sentence = f"publications-pages: unknown kind of page “{kind}”"
            message = message_text(sentence, suggest(kind, LISTED))
            complain(Code.OPTION, message, self.get_location(), self.config, error=True)
            return []
        domain = cast("PaperDomain", self.env.domains["paper"])
        found = entries(domain, kind)
        docname = self.env.docname
        domain.ask(docname, DirectoryQuery(kind))
        domain.note_parent(docname, kind)
        terms = nodes.bullet_list(classes=["pubs-terms"])
        for identity, label, count in found:
            reference = pending_xref(
                "",
                refdomain="paper",
                reftype=PAGE,
                reftarget=f"{kind}:{identity}",
                refexplicit=True,
                refdoc=docname,
            )
            reference += nodes.inline("", gettext(label) if kind == "year" else label)
            terms += nodes.list_item("", nodes.paragraph("", "", reference, nodes.Text(f" ({count})")))
        return [terms] if found else [nodes.paragraph("", gettext("No publications."))]


def lead_to_page(domain: PaperDomain, target: str) -> str:
    """The page that a cross-reference of this kind leads to; empty where there is none."""
    kind, _, identity = target.partition(":")
    term = domain.generated.terms.get(kind, {}).get(identity)
    return term.page if term is not None else ""
