"""Light nodes to output: templates for HTML pages, ordinary nodes for every other builder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from docutils import nodes
from markupsafe import Markup
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util.images import guess_mimetype
from sphinx.util.osutil import relative_uri

from sphinxext_pubs.extension.builders import uses_templates
from sphinxext_pubs.extension.citations.graph import Place
from sphinxext_pubs.extension.citations.targets import cited_as
from sphinxext_pubs.extension.digests import title_of
from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.log import complain
from sphinxext_pubs.extension.nodes import pubs_downloads, pubs_entry, pubs_filter, pubs_group, pubs_list
from sphinxext_pubs.extension.requests import Request
from sphinxext_pubs.extension.settings import name_pattern
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Text
from sphinxext_pubs.notation import names
from sphinxext_pubs.query.facets import BY_NAME
from sphinxext_pubs.render.entry_options import EntryOptions, make_entry_options
from sphinxext_pubs.render.entry_view import entry_view
from sphinxext_pubs.render.entry_views import CitingView, EntryView, PlaceView
from sphinxext_pubs.render.html import BAR_TEMPLATE, ENTRIES, HtmlRenderer, TemplateError, math_source
from sphinxext_pubs.render.layouts import DEFAULT, LAYOUTS, Layout
from sphinxext_pubs.render.mathml import math_node, to_mathml, unicode_node
from sphinxext_pubs.render.nodes import list_nodes
from sphinxext_pubs.render.safe_text import safe_text

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.writers.html5 import HTML5Translator

    from sphinxext_pubs.extension.domain import PaperDomain


#: The most links from an entry to one page that cites it.
MAX_PLACES = 20


@dataclass(slots=True)
class Writer:
    """What writes the entries of one build with one builder."""

    domain: PaperDomain
    builder: Builder
    translator: HTML5Translator | None = None
    broken: set[str] = field(default_factory=set)
    _renderer: HtmlRenderer | None = None
    _showings: dict[tuple[object, ...], EntryOptions] = field(default_factory=dict)

    @property
    def renderer(self) -> HtmlRenderer:
        """The templates, compiled once."""
        if self._renderer is None:
            config = self.builder.config
            directories = [Path(self.builder.confdir, path) for path in config.templates_path]
            math = self._project_math if self.domain.settings.math == "sphinx" else _mathml
            self._renderer = HtmlRenderer(directories, math=math, translate=gettext)
        return self._renderer

    def showing(self, request: Request, *, folds: bool) -> EntryOptions:
        """How the entries of a list are shown with this builder."""
        grouped = tuple(request.selection.group_by.split(", "))
        key = (request.layout, request.show, request.hide, request.columns, grouped, folds)
        if key not in self._showings:
            settings = self.domain.settings
            self._showings[key] = make_entry_options(
                LAYOUTS[request.layout],
                show=request.show,
                hide=request.hide,
                columns=request.columns,
                grouped=grouped,
                folds=folds,
                schemes=settings.url_schemes,
                highlight=self._highlight,
                venue=self.domain.shelf.venue_names.find_for_paper
                if "acronym" in {*request.show, *request.columns}
                else None,
                translate=gettext,
                language=self.builder.config.language,
            )
        return self._showings[key]

    @property
    def _highlight(self) -> Callable[[Name], bool] | None:
        """Whether a name stands out: by itself, or as that of a person or of a member of a group."""
        people, highlight = self.domain.shelf.people, self.domain.settings.highlight
        persons = frozenset[str]().union(*map(people.resolve, highlight))
        stands_out = _highlighter(tuple(filter(people.is_name, highlight)))
        if not persons:
            return stands_out
        identities = self.domain.shelf.persons.identities

        @lru_cache(maxsize=8192)
        def is_one(name: Name) -> bool:
            person = identities.person_for(name)
            return (person is not None and person.id in persons) or bool(stands_out and stands_out(name))

        return is_one

    def view(
        self, node: pubs_entry, files: Mapping[str, str], pictures: Mapping[str, str], *, folds: bool
    ) -> tuple[EntryView, EntryOptions] | None:
        """The view of a light node's paper; None where the library has lost it since the page was read."""
        publication = self.domain.shelf.library.get(node["key"])
        if publication is None:
            return None
        how = self.showing(node["request"], folds=folds)
        if files or pictures:
            how = replace(how, files=files, pictures=pictures)
        style = node["request"].style or self.domain.settings.style
        reference = self.reference(publication, style) if "reference" in how.parts else EMPTY
        cited_by = self.cited_by(node, publication.key) if "cited-by" in how.parts else ()
        written = entry_view(
            publication,
            how,
            number=node["number"],
            occurrence=node["occurrence"],
            reference=reference,
            cited_by=cited_by,
            page=self.own_page(node, publication.key),
        )
        return self.with_people(node, publication, written), how

    def own_page(self, node: pubs_entry, key: str) -> str:
        """The address of a paper's own page from where a light node stands; empty where it has no other."""
        own, page = self.domain.generated.papers.get(key, ""), self.page_of(node)
        return self.builder.get_relative_uri(page, own) if own and own != page else ""

    def with_people(self, node: pubs_entry, publication: Publication, view: EntryView) -> EntryView:
        """The view with links from people and the venue to their pages, where they have some."""
        if (view.acronym is not None or view.venue) and "venue" in self.domain.generated.terms:
            view = self._with_venue(node, publication, view)
        if "author" not in self.domain.generated.terms or not view.authors:
            return view
        page, found = self.page_of(node), self.domain.generated.person_pages(publication)
        authors = tuple(
            replace(author, href=self.builder.get_relative_uri(page, own)) if own and own != page else author
            for author, own in zip(view.authors, found, strict=False)
        )
        return replace(view, authors=authors)

    def _with_venue(self, node: pubs_entry, publication: Publication, view: EntryView) -> EntryView:
        """The view with links from the acronym and the name of the venue to its page."""
        venue = self.domain.shelf.venue_names.find_for_paper(publication)
        term, page = self.domain.generated.terms["venue"].get(venue.identity), self.page_of(node)
        if term is None or term.page == page:
            return view
        href = self.builder.get_relative_uri(page, term.page)
        acronym = replace(view.acronym, href=href) if view.acronym is not None else None
        return replace(view, acronym=acronym, venue=safe_text(view.venue, ()), venue_href=href)

    def reference(self, publication: Publication, style: str) -> Text:
        """What the style of a list of references writes."""
        return self.domain.styled.reference(cited_as(self.domain, publication), style)

    def cited_by(self, node: pubs_entry, key: str) -> tuple[CitingView, ...]:
        """The pages that cite a paper, with links from the one that shows it, where there are links."""
        places, page = self.domain.citations.places.get(key, {}), self.page_of(node)
        return tuple(self._citing(citing, found, page) for citing, found in places.items())

    def page_of(self, node: pubs_entry) -> str:
        """The page on which a light node stands: its document, or a further page of a split list."""
        place, number = node.get("sheet", (0, 1))
        names = self.domain.pages.names.get((node["docname"], place), ())
        return names[number - 1] if number <= len(names) else str(node["docname"])

    def _citing(self, citing: str, found: Sequence[Place], page: str) -> CitingView:
        anchors = [place.anchor for place in found if place.anchor][:MAX_PLACES] or [""]
        hrefs = [self._href(page, citing, anchor) for anchor in anchors]
        more = tuple(PlaceView(str(number), href) for number, href in enumerate(hrefs[1:], 2) if href)
        return CitingView(title_of(self.domain.env, citing), hrefs[0], more)

    def _href(self, page: str, citing: str, anchor: str) -> str:
        """The address of a place in a document; Texinfo knows documents only."""
        if (
            anchor
            and self.builder.format != "texinfo"
            and (page == citing or self.builder.name == "singlehtml")
        ):
            return f"#{anchor}"
        try:
            uri = self.builder.get_relative_uri(page, citing)
        except NoUri:
            return ""
        return f"{uri}#{anchor}" if uri and anchor and self.builder.format != "texinfo" else uri

    def files(self, node: pubs_entry, prefix: str) -> dict[str, str]:
        """The addresses of the local files of a light node's paper, from the page that shows it."""
        publication = self.domain.shelf.library.get(node["key"])
        if publication is None or not publication.links:
            return {}
        downloads, beside = self.builder.env.dlfiles, self.beside(node, publication)
        return {
            target: beside.get(path)
            or posixpath.join(prefix, quote(str(downloads.add_file(node["docname"], path))))
            for target, path in self.domain.shelf.files.of(publication).items()
        }

    def beside(self, node: pubs_entry, publication: Publication) -> dict[str, str]:
        """The paper's local PDF where it stands beside the paper's own page: path → address."""
        copy, found = (
            self.domain.generated.pdf_of(publication.key),
            self.domain.shelf.files.pdf_of(publication),
        )
        if not copy or found is None:
            return {}
        return {found[1]: relative_uri(self.builder.get_target_uri(self.page_of(node)), quote(copy))}

    @property
    def make_math(self) -> Callable[[str], nodes.Node]:
        """What makes a node of maths for this builder."""
        if uses_templates(self.builder) and self.domain.settings.math == "mathml":
            return _html_math
        return _MATH.get(self.builder.name, math_node)

    def html(self, translator: HTML5Translator, node: pubs_entry) -> str:
        """An entry as HTML; where a template of the user's fails, by the built-in one, with a warning."""
        self.translator = translator
        files = self.files(node, cast("StandaloneHTMLBuilder", self.builder).dlpath)
        viewed = self.view(node, files, files, folds=True)
        if viewed is None:
            return ""
        view, how = viewed
        return self.written_entry(view, how)

    def written_entry(self, view: EntryView, how: EntryOptions) -> str:
        """An entry as HTML, by the template of its layout."""
        write = partial(self.renderer.entry, view, how.layout)
        return self.written(how.layout.template, write, view.key)

    def bar(self, node: pubs_filter) -> str:
        """The bar above a list as HTML."""
        from sphinxext_pubs.extension.lists.filter_bar import view_of

        write = partial(self.renderer.bar, view_of(self, node))
        return self.written(BAR_TEMPLATE, write, node["listing"])

    def written(self, template: str, write: Callable[..., str], what: str) -> str:
        """What a template writes; where it fails, what the built-in one does, with a warning."""
        try:
            return write(builtin=template in self.broken)
        except TemplateError as error:
            self.broken.add(template)
            complain(Code.TEMPLATE, f"The template failed on “{what}”: {error}", None, self.builder.config)
            return write(builtin=True)

    def frame(self, request: Request) -> tuple[str, str]:
        """What stands before and after the entries of a list in HTML."""
        how = self.showing(request, folds=True)
        if not how.layout.frame:
            return "", ""
        write = partial(self.renderer.frame, how.columns, how.layout)
        before, _, after = self.written(how.layout.frame, write, request.layout).partition(ENTRIES)
        return before, after

    def pictures(self, node: pubs_entry) -> dict[str, str]:
        """The pictures of a light node's paper that this builder can show, by the names it knows them by."""
        publication = self.domain.shelf.library.get(node["key"])
        if publication is None or not publication.links:
            return {}
        files = self.domain.shelf.files.of(publication)
        known, types = self.builder.env.images, self.builder.supported_image_types
        return {
            target: path for target, path in files.items() if path in known and guess_mimetype(path) in types
        }

    def _project_math(self, tex: str) -> Markup:
        """Maths as the project's own renderer writes it."""
        translator = cast("HTML5Translator", self.translator)
        kept, translator.body = translator.body, []
        math_node(tex).walkabout(translator)
        written, translator.body = translator.body, kept
        return Markup("".join(written))


@lru_cache(maxsize=4096)
def _mathml(tex: str) -> Markup:
    return Markup(to_mathml(tex) or math_source(tex))


def _highlighter(wanted: tuple[str, ...]) -> Callable[[Name], bool] | None:
    """Whether a name stands out, matched as ``:author:`` matches; None where none does."""
    matching = BY_NAME["author"].matching
    if not wanted or matching is None:
        return None
    patterns = [name_pattern(value) for value in wanted]

    @lru_cache(maxsize=8192)
    def stands_out(name: Name) -> bool:
        finds = matching.finder([names.spellings(name)])
        return any(map(finds, patterns))

    return stands_out


def put_nodes(writer: Writer, document: nodes.document) -> None:
    """Put ordinary nodes in place of the light ones."""
    for entries in list(document.findall(pubs_list)):
        entries[:] = _ordinary(writer, entries)
    for kind in (pubs_filter, pubs_downloads):
        for node in list(document.findall(kind)):
            node.parent.remove(node)
    for wrapper in (pubs_list, pubs_group):
        for node in list(document.findall(wrapper)):
            _unwrap(cast("nodes.Element", node))


def _unwrap(node: nodes.Element) -> None:
    """Put what a wrapper holds in its place; ids become targets, since LaTeX makes no labels for others."""
    place = node.parent.index(node)
    bearers = [node, *(child for child in node.children if isinstance(child, nodes.rubric))]
    first = next(iter(node.children), None)
    if isinstance(first, nodes.table):  # before which LaTeX passes over a target
        first["ids"], node["ids"] = node["ids"], []
    targets: list[nodes.Node] = [
        nodes.target("", "", ids=bearer["ids"]) for bearer in bearers if bearer["ids"]
    ]
    for bearer in bearers:
        bearer["ids"] = []
    node.parent[place : place + 1] = [*targets, *node.children]


def _ordinary(writer: Writer, entries: pubs_list) -> list[nodes.Node]:
    """A list as docutils nodes; nothing for translators, who do not translate papers."""
    if writer.builder.name == "gettext":
        return []
    light = (node for node in entries.children if isinstance(node, pubs_entry))
    viewed = (writer.view(node, {}, writer.pictures(node), folds=False) for node in light)
    views = [each[0] for each in viewed if each is not None]
    written = list_nodes(views, _layout(entries), writer.make_math)
    if writer.builder.format == "latex":
        _keep_to_plain_spaces(written)
        _break_over_pages(entries, written)
    return written


def _layout(entries: pubs_list) -> Layout:
    """The layout of a list: no table within a table, which most builders cannot write."""
    layout = LAYOUTS[entries["request"].layout]
    return DEFAULT if layout.columns and nodes.table in _around(entries) else layout


def _around(node: nodes.Element) -> list[type[nodes.Node]]:
    """The kinds of node around a node, the nearest first."""
    return [] if node.parent is None else [type(node.parent), *_around(node.parent)]


def _break_over_pages(entries: pubs_list, written: list[nodes.Node]) -> None:
    """Let tables break over pages, unless they stand in a box, which LaTeX does not break."""
    if set(_around(entries)) <= _UNBOXED:
        for table in written:
            if isinstance(table, nodes.table):
                table["classes"].append("longtable")


def _keep_to_plain_spaces(written: list[nodes.Node]) -> None:
    """Make thin and other rare spaces plain, since pdfLaTeX stops at them."""
    for node in written:
        for text in list(node.findall(nodes.Text)):
            if (plain := _RARE_SPACES.sub(" ", text)) != text:
                text.parent.replace(text, nodes.Text(plain))


def _html_math(tex: str) -> nodes.Node:
    return nodes.raw("", _mathml(tex), format="html")


#: What may stand around a table that breaks over pages.
_UNBOXED = frozenset(
    {nodes.document, nodes.section, nodes.compound, pubs_group, addnodes.start_of_file, addnodes.only}
)

_RARE_SPACES = re.compile("[\u2000-\u200a\u202f\u205f]")

#: How builders show maths that cannot show docutils' own node, or not without a script.
_MATH: dict[str, Callable[[str], nodes.Node]] = {
    "epub": unicode_node,
    "json": _html_math,
    "man": unicode_node,
    "pickle": _html_math,
    "text": unicode_node,
}
