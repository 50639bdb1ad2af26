"""The answer takes the place of the request: groups as sections or rubrics, one light node for each paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinxext_pubs.entities.ids_in_options import restore_ids
from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.lists.enumeration import ENUMERATORS
from sphinxext_pubs.extension.lists.search_words import spread_words
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import (
    pubs_downloads,
    pubs_entry,
    pubs_filter,
    pubs_group,
    pubs_list,
    pubs_listing,
)
from sphinxext_pubs.extension.pagination.sheets import number_sheets
from sphinxext_pubs.model.problems import Code, message_text
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import has_span, join_lines
from sphinxext_pubs.notation.l10n import term_label
from sphinxext_pubs.notation.matching import parse_patterns
from sphinxext_pubs.project.phase import Phase
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.project.suggestions import FILL_LIBRARY, unknown_key, unknown_words
from sphinxext_pubs.project.tables import PagedList
from sphinxext_pubs.query import listing as listings
from sphinxext_pubs.query import selection
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.listing import Direction, Group, Listing
from sphinxext_pubs.render.layouts import REFERENCE
from sphinxext_pubs.render.pictures import picture_of

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project

#: The words that say what stands where, not what is selected.
ARRANGING = frozenset({"sort", "group-by", "limit"})

#: The digest of an answer that is still to come.
UNANSWERED = ""

Numbers: TypeAlias = Iterator[str]


def insert_lists(transform: SphinxTransform, requests: Iterable[pubs_listing]) -> None:
    """Put the answers to a document's requests where those stand."""
    project = project_of(transform.env)
    lists = [_InsertedList(transform, node, place).render() for place, node in enumerate(requests)]
    if any(len(found.pages) > 1 for found in lists):
        project.tables.paged[transform.env.docname] = tuple(lists)
    spread_words(transform.document, project.library)


@dataclass(slots=True)
class _InsertedList:
    """One request in a document, and its place among the document's requests."""

    transform: SphinxTransform
    node: pubs_listing
    place: int
    listing: str = ""

    @property
    def request(self) -> Request:
        return cast("Request", self.node["request"])

    @property
    def project(self) -> Project:
        return project_of(self.transform.env)

    def render(self) -> PagedList:
        """Put the answer in place of the request, record it, and return what is on which page."""
        env, project = self.transform.env, self.project
        if self.request.of_project and not project.phase.knows_all:
            return self.wait()
        found = project.answer(self.request, env.docname)
        publications = found.publications
        shows_pictures = "picture" in project.entries.showing(self.request, folds=False).parts
        project.tables.add_answer(env.docname, self.request, project.answers.digest(found))
        project.tables.add_listed(env.docname, (paper.key for paper in publications), self.condition())
        for paper in publications:
            if shows_pictures:
                self.keep_picture(paper)
        if project.settings.math == "sphinx" and any(map(holds_math, publications)):
            project.tables.math[env.docname] = True
        explained = bool(project.library.publications) and self.report_missing_keys()
        self.assign_bar_name(len(publications))
        children = self.groups(found) if publications else self.nothing(explained=explained)
        self.add_names(children)
        paged = number_sheets(self.place, children, self.request, self.condition())
        self.node.replace_self([*self.bar(), *(self.downloads() if publications else []), *children])
        return paged

    def wait(self) -> PagedList:
        """Leave the place empty until all documents were read, when this one is read again."""
        self.project.tables.add_answer(self.transform.env.docname, self.request, UNANSWERED)
        place = nodes.comment()
        self.add_names([place])
        self.node.replace_self(place)
        return PagedList("", "", ())

    def warn(self, code: Code, message: str) -> None:
        """Warn at the list: now, or when a second reading, which is silent, is over."""
        report = partial(warn, code, message, self.node, self.transform.config)
        if self.project.phase is not Phase.REREADING:
            report()
        elif self.request.of_project:
            self.project.defer(report)

    def assign_bar_name(self, count: int) -> None:
        """Name the list, if it gets a bar: its own name, else ``pubs``; -2 and so on where it is taken."""
        if self.request.filterable and count > 1:
            taken = {node["listing"] for node in self.transform.document.findall(pubs_filter)}
            wanted = name = nodes.make_id(self.request.name) or "pubs"
            while name in taken:
                name = f"{wanted}-{len(taken) + 1}"
            self.listing = name

    def bar(self) -> list[nodes.Element]:
        """The bar above the list, if there is one."""
        if not self.listing:
            return []
        docname = self.transform.env.docname
        classes = list(self.node["classes"])
        bar = pubs_filter(request=self.request, listing=self.listing, docname=docname, classes=classes)
        bar["translatable"] = False
        return [bar]

    def downloads(self) -> list[nodes.Element]:
        """The links to what the list shows as files, if it has some."""
        if not self.request.download:
            return []
        docname = self.transform.env.docname
        return [pubs_downloads(request=self.request, docname=docname, place=self.place, translatable=False)]

    def keep_picture(self, paper: Publication) -> None:
        """Tell Sphinx of a paper's picture: builders copy it, and read the page again when it changes."""
        env, files = self.transform.env, self.project.loaded.files.of(paper)
        if shown := picture_of(paper, files):
            env.images.add_file(env.docname, files[shown.target])
            env.note_dependency(files[shown.target])

    def condition(self) -> str:
        """The condition of the ``only`` directives around the list; empty where there is none."""
        around, conditions = self.node.parent, []
        while around is not None:
            if isinstance(around, addnodes.only):
                conditions.append(f"({around['expr']})")
            around = around.parent
        return " and ".join(reversed(conditions))

    def nothing(self, *, explained: bool) -> list[nodes.Element]:
        """What stands where nothing was found, said on the page and, where it is not yet, in the log."""
        if self.request.silent:
            return [nodes.comment()]
        options = self.node.get("asked") or selection.to_options(self.request.selection)
        asked = " ".join(
            f":{name}: {restore_ids(value)}" for name, value in options.items() if name not in ARRANGING
        )
        asked = f" ({asked})" if asked else ""
        loaded = self.project.loaded
        messages = [message_text(f"publications: no papers match the options of this list{asked}")]
        if not loaded.library.publications:
            messages.append(message_text(FILL_LIBRARY))
        elif not explained:
            messages += unknown_words(self.request.selection, loaded.index, loaded.people, loaded.venues)
        if not explained:
            self.warn(Code.EMPTY, " ".join(messages))
        sentence = gettext("No publications.")
        return [nodes.paragraph("", sentence, classes=["pubs-empty"], translatable=False)]

    def report_missing_keys(self) -> bool:
        """Say which keys of a list made by hand are nowhere; whether that are all of them."""
        loaded = self.project.loaded
        wanted = [
            pattern
            for pattern in parse_patterns(dict(self.request.selection.conditions).get("key", "*"))
            if not pattern.negated
        ]
        missing = [
            pattern.text
            for pattern in wanted
            if "*" not in pattern.text and not loaded.index.find(BY_NAME["key"], pattern)
        ]
        for key in missing:
            self.warn(Code.UNKNOWN_KEY, unknown_key(key, loaded.library).message("publications"))
        return bool(missing) and len(missing) == len(wanted)

    def add_names(self, children: list[nodes.Element]) -> None:
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
        self.report_cut_groups(found)
        numbers = self.numbers(found)
        if not found.groups:
            return [self.entries(found.publications, numbers)]
        prefix = nodes.make_id(self.request.name) or self.prefix()
        sections = self.takes_sections()
        return [self.group(group, prefix, numbers, sections=sections) for group in found.groups]

    def numbers(self, found: Listing) -> Numbers:
        """The number of each entry; in a list of references the label, by which citations know it."""
        request = self.request
        if request.enumerated:
            return self.enumerated(sum(1 for _ in listings.entries(found)))
        if request.layout != REFERENCE or request.numbered:
            return (
                f"{number}." for number in listings.entry_numbers(found, cast("Direction", request.numbered))
            )
        labeller = self.project.references.style(request.style).labels
        papers = list(dict.fromkeys(listings.entries(found)))
        labels = (
            [f"{request.prefix}{label}" for label in labeller(papers)] if labeller else [""] * len(papers)
        )
        named = dict(zip((paper.key for paper in papers), labels, strict=True))
        noted = {f"{request.key_prefix}{key}": label for key, label in named.items()}
        self.project.tables.add_references(self.transform.env.docname, noted)
        return (f"[{named[paper.key]}]" if named[paper.key] else "" for paper in listings.entries(found))

    def enumerated(self, count: int) -> Numbers:
        """The numbers of an enumerated list, which may go on from the one before it in the document."""
        kind, start = self.request.enumerated.split()
        document = self.transform.document
        first = document.attributes.get("pubs_next", 1) if start == "continue" else int(start)
        document.attributes["pubs_next"] = first + count
        return (f"{ENUMERATORS[kind](number)}." for number in range(first, first + count))

    def report_cut_groups(self, found: Listing) -> None:
        """Report papers with more terms than groups of a facet may show them."""
        facets = [name for name in self.request.selection.group_by.split(", ") if name != selection.NONE]
        for paper, facet in listings.truncated(found, facets):
            limit = f"its first {listings.MAX_GROUPS_PER_PUBLICATION} terms of {facet}"
            message = f"publications: “{paper.key}” is shown only in the groups of {limit}."
            self.warn(Code.LIMIT, message)

    def prefix(self) -> str:
        """What the ids of a list without a name begin with: the words of its selection."""
        return "-".join(filter(None, ("pubs", selection.selection_slug(self.request.selection))))

    def takes_sections(self) -> bool:
        """Whether sections may stand here: in a section, with nothing visible after but sections and lists.

        Text after the list would otherwise belong to its last group, in LaTeX and in the doctree.
        """
        parent = self.node.parent
        if not isinstance(parent, nodes.section):
            return False
        after = parent.children[parent.index(self.node) + 1 :]
        return all(isinstance(node, _MAY_FOLLOW) or _is_hidden_toctree(node) for node in after)

    def group(self, group: Group, prefix: str, numbers: Numbers, *, sections: bool) -> nodes.Element:
        """A group with its heading, which is no text for translators: its words are translated here."""
        words = label(group, self.transform.config.language)
        heading = (nodes.title if sections else nodes.rubric)("", words, translatable=False)
        whole = (nodes.section if sections else pubs_group)("", heading, classes=["pubs-group"])
        bearer = whole if sections else heading
        identifier = self.free_id(f"{prefix}-{group.slug}", bearer)
        bearer["ids"].append(identifier)
        self.add_ref_target(group, bearer)
        if group.groups:
            whole.extend(self.group(inner, identifier, numbers, sections=sections) for inner in group.groups)
        else:
            whole.append(self.entries(group.publications, numbers))
        return whole

    def add_ref_target(self, group: Group, bearer: nodes.Element) -> None:
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
        """One light node for each paper."""
        docname = self.transform.env.docname
        wrapper = pubs_list(request=self.request, classes=["pubs-list", f"pubs-layout-{self.request.layout}"])
        wrapper["listing"], wrapper["docname"] = self.listing, docname
        for paper in publications:
            entry = pubs_entry(
                key=paper.key,
                docname=docname,
                number=next(numbers, ""),
                request=self.request,
                translatable=False,
            )
            wrapper += entry
        return wrapper


#: What may follow a list whose groups are sections: sections, and what readers do not see.
_MAY_FOLLOW = (
    nodes.section,
    nodes.Invisible,
    nodes.system_message,
    addnodes.index,
    addnodes.highlightlang,
    pubs_listing,
)


def _is_hidden_toctree(node: nodes.Node) -> bool:
    """Whether this is a toctree that shows nothing on its page."""
    wraps = isinstance(node, nodes.compound) and "toctree-wrapper" in node["classes"]
    return wraps and all(toctree.get("hidden") for toctree in node.findall(addnodes.toctree))


def label(group: Group, language: str) -> str:
    """The heading of a group; where its words are ours, in the reader's language."""
    heading = term_label(group.label, language, gettext) if group.is_message else join_lines(group.label)
    # Texinfo names a node by its heading without these signs, and stops at a node without a name.
    return heading if heading.strip(",:() ") else f"“{heading}”"


def holds_math(paper: Publication) -> bool:
    """Whether anything that an entry shows holds a formula."""
    texts = (paper.title, paper.container_title, paper.note, paper.abstract, *paper.award)
    return any(has_span(text, "math") for text in texts)
