"""The domain ``paper``: which papers stand where and who cites them; resolves citations."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Set
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from jinja2 import TemplateSyntaxError
from sphinx.addnodes import pending_xref
from sphinx.domains import Domain, ObjType
from sphinx.util.nodes import make_refnode

from sphinxext_pubs.extension.citations.roles import ROLES, PaperRole
from sphinxext_pubs.extension.i18n import lazy as _
from sphinxext_pubs.extension.incremental.manifest import Manifest
from sphinxext_pubs.extension.pagination.plan import Paged, Pages, bind
from sphinxext_pubs.extension.requests import Query, Request
from sphinxext_pubs.extension.settings import Settings, settings_of
from sphinxext_pubs.extension.toctree_order import document_order

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.extension.citations.csl_styles import Styled
    from sphinxext_pubs.extension.citations.graph import Citations
    from sphinxext_pubs.extension.citations.targets import Row
    from sphinxext_pubs.extension.lists.writer import Writer
    from sphinxext_pubs.extension.loaded_library import Shelf
    from sphinxext_pubs.extension.pages.addresses import Generated
    from sphinxext_pubs.extension.pages.record import Written
    from sphinxext_pubs.extension.pagination.split import FurtherPage
    from sphinxext_pubs.model.publication import Publication


#: The tables of ``data`` that are kept by document.
_BY_DOCUMENT = ("listed", "answers", "citing", "cited", "references", "math", "paged", "parents", "referred")


class PaperDomain(Domain):
    """Index of listed and cited papers, by document, and resolver of ``:paper:``.

    ``data`` holds strings and small tuples only: ``listed`` (document → keys in order → ``only``),
    ``answers`` (document → (question, digest of its answer)), ``citing`` (document → names that it cites),
    ``cited`` (document → places), ``references`` (document → key → label in its lists of references),
    ``paged`` (document with a list on several pages → what is where), ``referred`` (document → targets of
    ``:ref:``), and what was true of the sources when it was written. The library itself is an attribute
    of the instance.
    """

    name = "paper"
    label = "Papers"
    object_types: ClassVar[dict[str, ObjType]] = {"paper": ObjType(_("paper"), *ROLES)}
    roles: ClassVar[dict[str, Any]] = {name: PaperRole(role) for name, role in ROLES.items()}
    initial_data: ClassVar[dict[str, Any]] = {
        **{table: {} for table in _BY_DOCUMENT},
        "objects": (),
        "fingerprint": "",
        "seen": {},
        "problems": (),
    }
    data_version = 6
    _shelf: Shelf | None = None
    _homes: dict[str, str] | None = None
    _citations: Citations | None = None
    _styled: Styled | None = None
    _pages: Pages | None = None
    _generated: Generated | None = None
    _settings: tuple[Config, Settings] | None = None
    recorded: Written | None = None
    further: dict[str, list[FurtherPage]]
    lent: ExitStack
    builder: Builder
    _writer: Writer | None = None
    manifest: Manifest | None = None
    reads: bool = False
    settled: bool = False
    later: list[Callable[[], None]] | None = None
    _fixed: Citations | None = None

    @property
    def settings(self) -> Settings:
        """The checked configuration."""
        config = self.env.config
        if self._settings is None or self._settings[0] is not config:
            self._settings = config, settings_of(config)
        return self._settings[1]

    @property
    def shelf(self) -> Shelf:
        """The library of this build, loaded when first asked for."""
        if self._shelf is None:
            from sphinxext_pubs.extension.loaded_library import fill

            srcdir, doctreedir = Path(self.env.srcdir), Path(self.env.doctreedir)
            self._shelf = fill(self.settings, srcdir, doctreedir, self.built)
            gc.freeze()  # it lives to the end of the build: not worth looking at again and again
        return self._shelf

    @property
    def built(self) -> tuple[Path, ...]:
        """The folders of this build, in which globs find copies of sources."""
        return Path(self.builder.outdir), Path(self.env.doctreedir)

    def find(self, name: str) -> tuple[Publication | None, str]:
        """The paper that a citation names, and the prefix before its key, if it has one."""
        paper = self.shelf.library.get(name)
        if paper is None:
            for prefix in self.citations.prefixes:
                if name.startswith(prefix) and (found := self.shelf.library.get(name.removeprefix(prefix))):
                    return found, prefix
        return paper, ""

    @property
    def cites_labels(self) -> bool:
        """Whether citations read as the labels of lists that have any."""
        return getattr(self.env.config, "bibtex_reference_style", "label") != "author_year"

    @property
    def lists_feet(self) -> bool:
        """Whether lists of what is cited hold what footnotes cite; not so in sphinxcontrib-bibtex."""
        return not hasattr(self.env.config, "bibtex_bibfiles")

    def load(self) -> None:
        """Load the library now, so that processes forked from here share it."""
        _ = self.shelf

    @property
    def writer(self) -> Writer:
        """What writes the entries with this build's builder."""
        if self._writer is None:
            from sphinxext_pubs.extension.lists.writer import Writer

            self._writer = Writer(self, self.builder)
        return self._writer

    @property
    def generated(self) -> Generated:
        """The pages of papers, people and so on with this build's builder."""
        if self._generated is None:
            from sphinxext_pubs.extension.pages.addresses import generated

            self._generated = generated(self)
        return self._generated

    def parent_of(self, page: str) -> str:
        """The document that a generated page belongs to, for its navigation; empty where there is none."""
        from sphinxext_pubs.extension.pages.addresses import kind_of

        kind = kind_of(page, self.settings)
        holders = (docname for docname, kinds in self.data["parents"].items() if kind in kinds)
        return next(iter(document_order(self.env, holders)), "")

    def note_parent(self, docname: str, kind: str) -> None:
        """Record that the generated pages of a kind belong to a document."""
        self._note("parents", docname, kind)

    def begin(self, builder: Builder) -> None:
        """Work for a builder from now on."""
        self.builder, self._writer, self._pages, self._generated = builder, None, None, None
        self._settings, self.recorded = None, None
        self.further, self.lent = {}, ExitStack()

    def restore(self) -> None:
        """Give Sphinx's tables back as they were before this build's writing."""
        self.lent.close()

    def forget(self) -> None:
        """Let the next question see the sources as they are now."""
        self._shelf = self._generated = None
        self.settled = False
        self.outdate()
        gc.unfreeze()

    def outdate(self) -> None:
        """Let what is worked out from all documents be worked out again."""
        self._homes = self._citations = self._styled = None

    # What documents hold

    def ask(self, docname: str, query: Query) -> None:
        """Record a query of a document with a digest of the answer that it gets now."""
        self.note_answer(docname, query, query.digest(self, docname))

    def answer_digest(self, request: Request, docname: str) -> str:
        """Return a digest of all that a list shows."""
        from sphinxext_pubs.extension.lists.resolve import answer, answer_digest

        return answer_digest(answer(request, self, docname), self.shelf)

    def note_answer(self, docname: str, question: Query, digest: str) -> None:
        """Record a query whose answer is known."""
        self._note("answers", docname, (question, digest))

    def note_listed(self, docname: str, keys: Iterable[str], condition: str) -> None:
        """Record that a document shows papers; ``condition`` is that of the ``only`` around the list."""
        listed = self.data["listed"].setdefault(docname, {})
        for key in keys:
            if listed.get(key, condition) and condition:
                listed[key] = f"({listed[key]}) or ({condition})" if key in listed else condition
            else:
                listed[key] = ""

    def shows(self, docname: str, key: str) -> bool:
        """Whether a document shows a paper in this build."""
        condition = self.data["listed"].get(docname, {}).get(key)
        return condition is not None and self.holds(condition)

    def holds(self, condition: str) -> bool:
        """Whether there is no condition, or it holds; as in Sphinx one that cannot be read does."""
        try:
            return not condition or bool(self.builder.tags.eval_condition(condition))
        except (ValueError, TemplateSyntaxError):
            return True

    def note_citing(self, docname: str, names: tuple[str, ...]) -> None:
        """Record the keys, aliases and DOIs that a document cites, in its order."""
        if names:
            self.data["citing"][docname] = names

    def note_references(self, docname: str, labels: dict[str, str]) -> None:
        """Record the papers of a list of references with their labels; the first list of a document holds."""
        known = self.data["references"].setdefault(docname, {})
        self.data["references"][docname] = labels | known

    def note_math(self, docname: str) -> None:
        """Record that the papers on a page hold maths which the project's renderer is to show."""
        self.data["math"][docname] = True

    def note_paged(self, docname: str, lists: tuple[Paged, ...]) -> None:
        """Record what stands on which page of a document's lists, at least one of which is split."""
        self.data["paged"][docname] = lists

    def _note(self, table: str, docname: str, value: object) -> None:
        self.data[table].setdefault(docname, []).append(value)

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note what only the whole document shows: maths in light nodes, citations by ``:any:``, labels.

        Sphinx's maths domain, which has been asked already, is told of the maths.
        """
        labels = set()
        for node in document.findall(pending_xref):
            if node["reftype"] in ("any", "ref"):
                labels.add(node["reftarget"].lower())
        if labels:
            self.data["referred"][docname] = tuple(sorted(labels))
        if docname in self.data["math"]:
            env.domains["math"].data["has_equations"][docname] = True

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        for table in _BY_DOCUMENT:
            self.data[table].pop(docname, None)
        self.outdate()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for table in _BY_DOCUMENT:
            mine, theirs = self.data[table], otherdata[table]
            mine.update((docname, theirs[docname]) for docname in docnames if docname in theirs)
        self.outdate()

    @property
    def styled(self) -> Styled:
        """The references in the styles of lists."""
        if self._styled is None:
            from sphinxext_pubs.extension.citations.csl_styles import Styled

            self._styled = Styled(self)
        return self._styled

    @property
    def citations(self) -> Citations:
        """Who cites what."""
        if self._fixed is not None:
            return self._fixed
        if self._citations is None:
            from sphinxext_pubs.extension.citations.graph import Citations

            self._citations = Citations(self)
        return self._citations

    def fix(self, citations: Citations | None) -> None:
        """Take the citations for these while a page is read again; None for those of the documents."""
        self._fixed = citations

    def check_consistency(self) -> None:
        """Report the papers that are cited and stand in no list."""
        if self.data["cited"]:
            from sphinxext_pubs.extension.citations.targets import report_unlisted

            report_unlisted(self)

    @property
    def homes(self) -> dict[str, str]:
        """Key → the first document, in the order of the project, whose lists show it."""
        if self._homes is None:
            self._homes = {}
            for docname in document_order(self.env, self.data["listed"]):
                for key in self.data["listed"][docname]:
                    if key not in self._homes and self.shows(docname, key):
                        self._homes[key] = docname
        return self._homes

    # Long lists

    @property
    def pages(self) -> Pages:
        """The pages of long lists with this build's builder, once all documents were read."""
        if self._pages is None:
            self._pages = bind(self)
        return self._pages

    def cut(self, document: nodes.document, docname: str) -> list[nodes.document]:
        """Keep the further pages of a document for later, and leave its own."""
        if docname not in self.pages.lists:
            return []
        from sphinxext_pubs.extension.pagination.split import cut

        found = cut(self, document, docname)
        if found:  # and not where another extension resolves a part of the document
            self.further[docname] = found
        return [page.document for page in found]

    # What other documents and projects see of it

    def note_objects(self) -> None:
        """Record the labels and other names of all listed papers, for inventories and the search.

        Where nothing needed the library so far, nothing changed, and what was recorded still holds.
        """
        self._pages = None
        self.outdate()
        if self._shelf is not None:
            from sphinxext_pubs.extension.citations.targets import objects

            self.data["objects"] = objects(self)

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:
        """What the search calls a paper: one word, which can be translated."""
        return str(type.lname)

    def get_objects(self) -> Iterable[Row]:
        """Every listed paper, and its aliases and DOI as objects that the search leaves out."""
        rows: tuple[Row, ...] = self.data["objects"]
        if self.settings.pages and self.generated.papers:
            from sphinxext_pubs.extension.citations.targets import with_own_pages

            return with_own_pages(self, rows)
        if not self.pages.documents:
            return rows
        from sphinxext_pubs.extension.citations.targets import placed

        return placed(rows, self.pages)

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> Any:  # a reference, or text: Sphinx's own signature is narrower than what it takes
        """The citation as a link (or as text, where the paper stands nowhere); None for an unknown key."""
        from sphinxext_pubs.extension.citations.targets import cite

        if typ == "page":
            return self._to_page(builder, fromdocname, target, contnode)
        publication, _prefix = self.find(target)
        return None if publication is None else cite(self, publication, fromdocname, node, contnode, typ)

    def _to_page(self, builder: Builder, docname: str, target: str, contnode: nodes.Element) -> Any:
        """A link to a generated page; only its text where there is none."""
        from sphinxext_pubs.extension.directives.directory import lead_to_page

        page = lead_to_page(self, target)
        return make_refnode(builder, docname, page, "", contnode) if page else contnode

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, Any]]:
        """``:any:`` finds papers by key, or by several with commas."""
        names = [target] if self.find(target)[0] else [name.strip() for name in target.split(",")]
        if not all(self.find(name)[0] for name in names):
            return []
        found = []
        for name in names:
            text, one = nodes.inline(classes=["xref", "any"]), node.copy()
            one["reftarget"] = name
            found += [nodes.Text(", "), self.resolve_xref(env, fromdocname, builder, "t", name, one, text)]
        whole = found[1] if len(names) == 1 else nodes.inline("", "", *found[1:])
        return [("paper:t", whole)]
