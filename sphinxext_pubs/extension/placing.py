"""The answer takes the place of the request: groups as sections or rubrics, one light node for each paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinxext_pubs import listing as listings
from sphinxext_pubs import names, selection
from sphinxext_pubs.extension.answer import answer, answer_digest
from sphinxext_pubs.extension.complaints import complain
from sphinxext_pubs.extension.nodes import pubs_entry, pubs_group, pubs_list, pubs_listing
from sphinxext_pubs.extension.questions import Request
from sphinxext_pubs.extension.words import gettext
from sphinxext_pubs.listing import Direction, Group, Listing
from sphinxext_pubs.model import Publication
from sphinxext_pubs.problems import Code
from sphinxext_pubs.text import holds

if TYPE_CHECKING:
    from sphinxext_pubs.extension.domain import PaperDomain

#: The words that say what stands where, not what is selected.
ARRANGING = frozenset({"sort", "group-by", "limit"})

Numbers: TypeAlias = Iterator[str]


def place(transform: SphinxTransform, requests: Iterable[pubs_listing]) -> None:
    """Put the answers to a document's requests where those stand."""
    words: set[str] = set()
    for node in requests:
        _Place(transform, node, words).fill()
    first = next(transform.document.findall(pubs_entry), None)
    if first is not None:
        first += nodes.Text(" ".join(sorted(words)))


@dataclass(slots=True)
class _Place:
    """One request in a document, and the words by which readers may search for the document's papers."""

    transform: SphinxTransform
    node: pubs_listing
    words: set[str]

    @property
    def request(self) -> Request:
        return cast("Request", self.node["request"])

    def fill(self) -> None:
        """Put the answer where the request stood, and tell the domain."""
        env = self.transform.env
        domain = cast("PaperDomain", env.domains["paper"])
        found = answer(self.request, domain.shelf)
        publications = found.publications
        digest = answer_digest(found, domain.shelf)
        domain.note_answer(env.docname, self.request, digest)
        domain.note_listed(env.docname, (paper.key for paper in publications))
        for paper in publications:
            for path in domain.shelf.files.of(paper).values():
                env.dlfiles.add_file(env.docname, path)
        if domain.settings.math == "sphinx" and any(map(holds_math, publications)):
            domain.note_math(env.docname)
        children = self.groups(found) if publications else self.nothing()
        self.hand_over(children)
        self.node.replace_self(children)

    def nothing(self) -> list[nodes.Element]:
        """What stands where nothing was found, said on the page and in the log."""
        options = selection.to_options(self.request.selection)
        asked = " ".join(f":{name}: {value}" for name, value in options.items() if name not in ARRANGING)
        asked = f" ({asked})" if asked else ""
        message = f"publications: no publication meets the conditions of this list{asked}."
        complain(Code.EMPTY, message, self.node, self.transform.config)
        sentence = gettext("No publications.")
        return [nodes.paragraph("", sentence, classes=["pubs-empty"], translatable=False)]

    def hand_over(self, children: list[nodes.Element]) -> None:
        """Give the list's own name and classes to what stands in its place."""
        first, document = children[0], self.transform.document
        for child in children:
            child["classes"].extend(self.node["classes"])
        first["ids"].extend(self.node["ids"])
        first["names"].extend(self.node["names"])
        for identifier in self.node["ids"]:
            document.ids[identifier] = first

    # Groups

    def groups(self, found: Listing) -> list[nodes.Element]:
        """The listing's groups, as sections where those may stand."""
        numbers = map(str, listings.numbers(found, cast("Direction", self.request.numbered)))
        if not found.groups:
            return [self.entries(found.publications, numbers)]
        prefix = nodes.make_id(self.request.name) or self.prefix()
        sections = self.takes_sections()
        return [self.group(group, prefix, numbers, sections=sections) for group in found.groups]

    def prefix(self) -> str:
        """What the ids of a list without a name begin with: the words of its selection."""
        return "-".join(filter(None, ("pubs", listings.words(self.request.selection))))

    def takes_sections(self) -> bool:
        """Whether sections may stand here: in a section, followed by nothing but sections and lists.

        Text after the list would otherwise belong to its last group, in LaTeX and in the doctree.
        """
        parent = self.node.parent
        if not isinstance(parent, nodes.section):
            return False
        after = parent.children[parent.index(self.node) + 1 :]
        fine = (nodes.section, nodes.comment, nodes.system_message, nodes.target, pubs_listing)
        return all(isinstance(node, fine) for node in after)

    def group(self, group: Group, prefix: str, numbers: Numbers, *, sections: bool) -> nodes.Element:
        """A group with its heading, which is no text for translators: its words are translated here."""
        heading = (nodes.title if sections else nodes.rubric)("", label(group), translatable=False)
        whole = (nodes.section if sections else pubs_group)("", heading, classes=["pubs-group"])
        bearer = whole if sections else heading
        identifier = self.free_id(f"{prefix}-{group.slug}", bearer)
        bearer["ids"].append(identifier)
        self.linkable(group, bearer)
        if group.groups:
            whole.extend(self.group(inner, identifier, numbers, sections=sections) for inner in group.groups)
        else:
            whole.append(self.entries(group.publications, numbers))
        return whole

    def linkable(self, group: Group, bearer: nodes.Element) -> None:
        """In a list with a name a heading is a target of ``:ref:``, under its id."""
        if self.request.name:
            bearer["names"].append(bearer["ids"][0])
            document = self.transform.document
            document.note_explicit_target(bearer, bearer)

    def free_id(self, wanted: str, node: nodes.Element) -> str:
        """The id, with -2 and so on where the document has it already."""
        document, identifier, number = self.transform.document, wanted, 1
        while identifier in document.ids:
            number += 1
            identifier = f"{wanted}-{number}"
        document.ids[identifier] = node
        return identifier

    # Entries

    def entries(self, publications: Iterable[Publication], numbers: Numbers) -> pubs_list:
        """One light node for each paper.

        The first of the document is given the search words of all of them, each once: Sphinx's
        search knows pages, not entries, and is slow to look at the same word again.
        """
        docname = self.transform.env.docname
        wrapper = pubs_list(classes=["pubs-list", f"pubs-layout-{self.request.layout}"])
        for paper in publications:
            entry = pubs_entry(
                key=paper.key,
                docname=docname,
                number=next(numbers, ""),
                request=self.request,
                translatable=False,
            )
            self.words.update(search_words(paper))
            wrapper += entry
        return wrapper


def label(group: Group) -> str:
    """The heading of a group; where its words are ours, in the reader's language."""
    return gettext(group.label) if group.is_message else group.label


def search_words(paper: Publication) -> list[str]:
    """The words by which a reader may search for a paper, with the signs that stand at them."""
    people = [names.full(name) for name in (*paper.author, *paper.editor)]
    texts = (paper.title, paper.container_title, paper.event_title, paper.note, paper.abstract)
    return " ".join([*map(str, texts), *people, *paper.keyword]).lower().split()


def holds_math(paper: Publication) -> bool:
    """Whether anything that an entry shows holds a formula."""
    return any(
        holds(text, "math") for text in (paper.title, paper.container_title, paper.note, paper.abstract)
    )
