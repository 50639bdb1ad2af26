"""Requests for lists are replaced by groups, as sections or rubrics, with one entry node for each paper."""

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
from sphinxext_pubs.extension.lists.enumeration import NUMBER_FORMATS
from sphinxext_pubs.extension.lists.search_words import add_search_words
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import (
    list_id,
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
from sphinxext_pubs.model.slugs import unused_name
from sphinxext_pubs.notation.l10n import term_label
from sphinxext_pubs.notation.matching import parse_patterns
from sphinxext_pubs.project.phase import Phase
from sphinxext_pubs.project.requests import Request
from sphinxext_pubs.project.suggestions import FILL_LIBRARY, unknown_key, unknown_words
from sphinxext_pubs.project.tables import PagedList
from sphinxext_pubs.query import evaluation
from sphinxext_pubs.query import listing as listings
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.query.listing import Direction, Group, Listing
from sphinxext_pubs.render.layouts import REFERENCE
from sphinxext_pubs.render.pictures import picture_of

if TYPE_CHECKING:
    from sphinxext_pubs.project.project import Project

#: The options that arrange papers rather than select them.
ARRANGING = frozenset({"sort", "group-by", "limit"})

#: The digest of an answer that is not known yet.
PENDING = ""

Numbers: TypeAlias = Iterator[str]


def insert_lists(transform: SphinxTransform, requests: Iterable[pubs_listing]) -> None:
    """Replace the requests of a document by lists."""
    project = project_of(transform.env)
    lists = [_InsertedList(transform, node, place).render() for place, node in enumerate(requests)]
    if any(len(paged_list.pages) > 1 for paged_list in lists):
        project.tables.paged[transform.env.docname] = tuple(lists)
    add_search_words(transform.document, project.library)


@dataclass(slots=True)
class _InsertedList:
    """A request in a document, and its index (``place``) among the document's requests."""

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
        """Replace the request by the list, record the list, and return its pages."""
        env, project = self.transform.env, self.project
        if self.request.depends_on_project and not project.phase.knows_all:
            return self.insert_placeholder()
        listing = project.answer(self.request, env.docname)
        publications = listing.publications
        shows_pictures = "picture" in project.entries.entry_options(self.request, folds=False).parts
        project.tables.record_answer(env.docname, self.request, project.answers.digest(listing))
        project.tables.record_listed(
            env.docname, (paper.key for paper in publications), self.only_condition()
        )
        for paper in publications:
            if shows_pictures:
                self.register_picture(paper)
        if project.settings.math == "sphinx" and any(map(contains_math, publications)):
            project.tables.math[env.docname] = True
        has_explanation = bool(project.library.publications) and self.warn_missing_keys()
        self.assign_bar_name(len(publications))
        children = (
            self.group_nodes(listing) if publications else self.empty_list(has_explanation=has_explanation)
        )
        self.add_names(children)
        paged = number_sheets(self.place, children, self.request, self.only_condition())
        self.node.replace_self(
            [*self.bar_nodes(), *(self.download_nodes() if publications else []), *children]
        )
        return paged

    def insert_placeholder(self) -> PagedList:
        """Insert an empty node; the document is read again when all documents have been read."""
        self.project.tables.record_answer(self.transform.env.docname, self.request, PENDING)
        placeholder = nodes.comment()
        self.add_names([placeholder])
        self.node.replace_self(placeholder)
        return PagedList("", "", ())

    def warn(self, code: Code, message: str) -> None:
        """Warn at the list, after the second reading of a document if that is in progress."""
        log_warning = partial(warn, code, message, self.node, self.transform.config)
        if self.project.phase is not Phase.REREADING:
            log_warning()
        elif self.request.depends_on_project:
            self.project.defer_warning(log_warning)

    def assign_bar_name(self, count: int) -> None:
        """Set the name of a list with a filter bar: its own or ``pubs``, with -2 and so on if it is taken."""
        if self.request.filterable and count > 1:
            taken = {node["listing"] for node in self.transform.document.findall(pubs_filter)}
            self.listing = unused_name(list_id(self.request) or "pubs", taken)

    def bar_nodes(self) -> list[nodes.Element]:
        """Return the filter bar, if the list has one."""
        if not self.listing:
            return []
        docname = self.transform.env.docname
        classes = list(self.node["classes"])
        bar = pubs_filter(request=self.request, listing=self.listing, docname=docname, classes=classes)
        bar["translatable"] = False
        return [bar]

    def download_nodes(self) -> list[nodes.Element]:
        """Return the links to files for download, if the list has any."""
        if not self.request.download:
            return []
        docname = self.transform.env.docname
        return [pubs_downloads(request=self.request, docname=docname, place=self.place, translatable=False)]

    def register_picture(self, paper: Publication) -> None:
        """Register a paper's picture, so that builders copy it and a change of it is noticed."""
        env, files = self.transform.env, self.project.loaded.files.of(paper)
        if picture := picture_of(paper, files):
            env.images.add_file(env.docname, files[picture.target])
            env.note_dependency(files[picture.target])

    def only_condition(self) -> str:
        """Return the condition of the ``only`` directives around the list, or an empty string."""
        ancestor, conditions = self.node.parent, []
        while ancestor is not None:
            if isinstance(ancestor, addnodes.only):
                conditions.append(f"({ancestor['expr']})")
            ancestor = ancestor.parent
        return " and ".join(reversed(conditions))

    def empty_list(self, *, has_explanation: bool) -> list[nodes.Element]:
        """Return the sentence that replaces an empty list, and warn unless ``has_explanation`` is True."""
        if self.request.silent:
            return [nodes.comment()]
        options = self.node.get("written_options") or evaluation.to_options(self.request.selection)
        conditions = " ".join(
            f":{name}: {restore_ids(value)}" for name, value in options.items() if name not in ARRANGING
        )
        detail = f" ({conditions})" if conditions else ""
        loaded = self.project.loaded
        messages = [message_text(f"publications: no papers match the options of this list{detail}")]
        if not loaded.library.publications:
            messages.append(message_text(FILL_LIBRARY))
        elif not has_explanation:
            messages += unknown_words(self.request.selection, loaded.index, loaded.people, loaded.venues)
        if not has_explanation:
            self.warn(Code.EMPTY, " ".join(messages))
        sentence = gettext("No publications.")
        return [nodes.paragraph("", sentence, classes=["pubs-empty"], translatable=False)]

    def warn_missing_keys(self) -> bool:
        """Warn of unknown keys in the option ``key``; return True if no key is known."""
        loaded = self.project.loaded
        patterns = [
            pattern
            for pattern in parse_patterns(dict(self.request.selection.conditions).get("key", "*"))
            if not pattern.negated
        ]
        missing = [
            pattern.text
            for pattern in patterns
            if "*" not in pattern.text and not loaded.index.find(BY_NAME["key"], pattern)
        ]
        for key in missing:
            self.warn(Code.UNKNOWN_KEY, unknown_key(key, loaded.library).message("publications"))
        return bool(missing) and len(missing) == len(patterns)

    def add_names(self, children: list[nodes.Element]) -> None:
        """Add the name and classes of the list to the nodes that replace it."""
        first, document = children[0], self.transform.document
        for child in children:
            child["classes"].extend(self.node["classes"])
        first["ids"].extend(self.node["ids"])
        first["names"].extend(self.node["names"])
        for identifier in self.node["ids"]:
            document.ids[identifier] = first

    # Groups

    def group_nodes(self, listing: Listing) -> list[nodes.Element]:
        """Return the groups of a listing, as sections where these are possible."""
        self.warn_truncated_groups(listing)
        numbers = self.entry_numbers(listing)
        if not listing.groups:
            return [self.list_node(listing.publications, numbers)]
        prefix = list_id(self.request) or self.id_prefix()
        sections = self.can_have_sections()
        return [self.group_node(group, prefix, numbers, sections=sections) for group in listing.groups]

    def entry_numbers(self, listing: Listing) -> Numbers:
        """Return the number of each entry; in a list of references its label, which is also recorded."""
        request = self.request
        if request.enumerated:
            return self.enumerated_numbers(sum(1 for _ in listings.entries(listing)))
        if request.layout != REFERENCE or request.numbered:
            direction = cast("Direction", request.numbered)
            return (f"{number}." for number in listings.entry_numbers(listing, direction))
        papers = list(dict.fromkeys(listings.entries(listing)))
        labels = self.project.references.style(request.style).entry_labels(papers, request.prefix)
        by_key = dict(zip((paper.key for paper in papers), labels, strict=True))
        by_name = {f"{request.key_prefix}{key}": label for key, label in by_key.items()}
        self.project.tables.record_references(self.transform.env.docname, by_name)
        return (f"[{by_key[paper.key]}]" if by_key[paper.key] else "" for paper in listings.entries(listing))

    def enumerated_numbers(self, count: int) -> Numbers:
        """Return the numbers of an enumerated list, which may continue the previous one in the document."""
        kind, start = self.request.enumerated.split()
        document = self.transform.document
        first = document.attributes.get("pubs_next", 1) if start == "continue" else int(start)
        document.attributes["pubs_next"] = first + count
        return (f"{NUMBER_FORMATS[kind](number)}." for number in range(first, first + count))

    def warn_truncated_groups(self, listing: Listing) -> None:
        """Warn of papers with more terms than groups that may contain a paper."""
        facets = [name for name in self.request.selection.group_by.split(", ") if name != evaluation.NONE]
        for paper, facet in listings.truncated(listing, facets):
            limit = f"its first {listings.MAX_GROUPS_PER_PUBLICATION} terms of {facet}"
            message = f"publications: “{paper.key}” is shown only in the groups of {limit}."
            self.warn(Code.LIMIT, message)

    def id_prefix(self) -> str:
        """Return the prefix of ids in a list without a name, which is made from its selection."""
        return "-".join(filter(None, ("pubs", evaluation.selection_slug(self.request.selection))))

    def can_have_sections(self) -> bool:
        """True if groups can be sections: in a section, with only sections and lists after the list.

        Otherwise text after the list would belong to its last group, in LaTeX and in the doctree.
        """
        parent = self.node.parent
        if not isinstance(parent, nodes.section):
            return False
        following = parent.children[parent.index(self.node) + 1 :]
        return all(isinstance(node, _MAY_FOLLOW) or _is_hidden_toctree(node) for node in following)

    def group_node(self, group: Group, prefix: str, numbers: Numbers, *, sections: bool) -> nodes.Element:
        """Return a group with its heading, which is already translated and not extracted by ``gettext``."""
        text = group_heading(group, self.transform.config.language)
        heading = (nodes.title if sections else nodes.rubric)("", text, translatable=False)
        wrapper = (nodes.section if sections else pubs_group)("", heading, classes=["pubs-group"])
        anchor_node = wrapper if sections else heading
        identifier = self.unique_id(f"{prefix}-{group.slug}", anchor_node)
        anchor_node["ids"].append(identifier)
        self.add_ref_target(anchor_node)
        if group.groups:
            wrapper.extend(
                self.group_node(subgroup, identifier, numbers, sections=sections) for subgroup in group.groups
            )
        else:
            wrapper.append(self.list_node(group.publications, numbers))
        return wrapper

    def add_ref_target(self, anchor_node: nodes.Element) -> None:
        """Make a heading in a list with a name a target of ``:ref:``; the label is its id."""
        if self.request.name:
            anchor_node["names"].append(anchor_node["ids"][0])
            document = self.transform.document
            document.note_explicit_target(anchor_node, anchor_node)

    def unique_id(self, base: str, node: nodes.Element) -> str:
        """Reserve an id for a node and return it: ``base``, with -2 and so on if it is taken."""
        document = self.transform.document
        identifier = unused_name(base, document.ids)
        document.ids[identifier] = node
        return identifier

    # Entries

    def list_node(self, publications: Iterable[Publication], numbers: Numbers) -> pubs_list:
        """Return a list node with an entry node for each paper."""
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


#: The nodes that may follow a list whose groups are sections: sections, and nodes that are not visible.
_MAY_FOLLOW = (
    nodes.section,
    nodes.Invisible,
    nodes.system_message,
    addnodes.index,
    addnodes.highlightlang,
    pubs_listing,
)


def _is_hidden_toctree(node: nodes.Node) -> bool:
    """True if a node is a toctree that is not shown on its page."""
    is_toctree = isinstance(node, nodes.compound) and "toctree-wrapper" in node["classes"]
    return is_toctree and all(toctree.get("hidden") for toctree in node.findall(addnodes.toctree))


def group_heading(group: Group, language: str) -> str:
    """Return the heading of a group, translated unless it is from the data."""
    heading = term_label(group.label, language, gettext) if group.is_message else join_lines(group.label)
    # Texinfo names a node after its heading without these characters, and fails for an empty name.
    return heading if heading.strip(",:() ") else f"“{heading}”"


def contains_math(paper: Publication) -> bool:
    """True if a part of the paper that entries show contains a formula."""
    texts = (paper.title, paper.container_title, paper.note, paper.abstract, *paper.award)
    return any(has_span(text, "math") for text in texts)
