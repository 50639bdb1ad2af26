"""The domain ``paper``: which papers stand where and who cites them; resolves citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.locale import _
from sphinx.util.nodes import make_refnode

from sphinxext_pubs.extension.complaints import complain
from sphinxext_pubs.extension.config import Settings, settings_of
from sphinxext_pubs.extension.manifest import Manifest
from sphinxext_pubs.extension.order import document_order
from sphinxext_pubs.extension.output import Writer
from sphinxext_pubs.extension.request import Request
from sphinxext_pubs.extension.roles import ROLES, PaperRole, Reading
from sphinxext_pubs.extension.shelf import Shelf, fill
from sphinxext_pubs.extension.words import gettext
from sphinxext_pubs.links import doi_url, safe_url
from sphinxext_pubs.model import Publication
from sphinxext_pubs.problems import Code
from sphinxext_pubs.render.citations import label
from sphinxext_pubs.render.nodes import text_nodes
from sphinxext_pubs.render.richtext import safe_text
from sphinxext_pubs.render.view import entry_id

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


#: What a page asks of the library while it is read; a changed answer means that it is read again.
Question: TypeAlias = Request | Reading

#: The tables of ``data`` that are kept by document.
_BY_DOCUMENT = ("listed", "answers", "cited", "math")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a citation leads: an anchor in a document, or an address (``docname`` is empty then)."""

    docname: str = ""
    anchor: str = ""
    address: str = ""


class PaperDomain(Domain):
    """Index of listed and cited papers, by document, and resolver of ``:paper:``.

    ``data`` holds strings and small tuples only: ``listed`` (document → keys in order), ``answers``
    (document → (request, digest of its answer)), ``cited`` (document → citations), and what was true
    of the sources when it was written. The library itself is an attribute of the instance.
    """

    name = "paper"
    label = "Papers"
    object_types: ClassVar[dict[str, ObjType]] = {"paper": ObjType(_("paper"), *ROLES)}
    roles: ClassVar[dict[str, Any]] = {name: PaperRole(role) for name, role in ROLES.items()}
    initial_data: ClassVar[dict[str, Any]] = {
        "listed": {},
        "answers": {},
        "cited": {},
        "math": {},
        "objects": (),
        "fingerprint": "",
        "seen": {},
        "problems": (),
    }
    data_version = 1
    _shelf: Shelf | None = None
    _homes: dict[str, str] | None = None
    writer: Writer
    manifest: Manifest | None = None

    @property
    def settings(self) -> Settings:
        """The checked configuration."""
        return settings_of(self.env.config)

    @property
    def shelf(self) -> Shelf:
        """The library of this build, loaded when first asked for."""
        if self._shelf is None:
            self._shelf = fill(self.settings, Path(self.env.srcdir), Path(self.env.doctreedir))
        return self._shelf

    def load(self) -> None:
        """Load the library now, so that processes forked from here share it."""
        _ = self.shelf

    def forget(self) -> None:
        """Let the next question see the sources as they are now."""
        self._shelf = self._homes = None

    # What documents hold

    def note_answer(self, docname: str, question: Question, digest: str) -> None:
        """Record what the library said to a question when a document was read."""
        self._note("answers", docname, (question, digest))

    def note_listed(self, docname: str, keys: Iterable[str]) -> None:
        """Record that a document shows papers."""
        listed = self.data["listed"]
        listed[docname] = tuple(dict.fromkeys((*listed.get(docname, ()), *keys)))

    def note_citation(self, docname: str, name: str) -> None:
        """Record that a document cites a key, alias or DOI."""
        self._note("cited", docname, name)

    def note_math(self, docname: str) -> None:
        """Record that the papers on a page hold maths which the project's renderer is to show."""
        self.data["math"][docname] = True

    def _note(self, table: str, docname: str, value: object) -> None:
        self.data[table][docname] = (*self.data[table].get(docname, ()), value)

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Tell Sphinx's maths domain, which has been asked already, of maths in light nodes."""
        if docname in self.data["math"]:
            env.domains["math"].data["has_equations"][docname] = True

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        for table in _BY_DOCUMENT:
            self.data[table].pop(docname, None)
        self._homes = None

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for table in _BY_DOCUMENT:
            mine, theirs = self.data[table], otherdata[table]
            mine.update((docname, theirs[docname]) for docname in docnames if docname in theirs)
        self._homes = None

    @property
    def homes(self) -> dict[str, str]:
        """Key → the first document, in the order of the project, whose lists show it."""
        if self._homes is None:
            self._homes = {}
            for docname in document_order(self.env, self.data["listed"]):
                for key in self.data["listed"][docname]:
                    self._homes.setdefault(key, docname)
        return self._homes

    # What other documents and projects see of it

    def note_objects(self) -> None:
        """Record the labels and other names of all listed papers, for inventories and the search.

        Where nothing needed the library so far, nothing changed, and what was recorded still holds.
        """
        self._homes = None
        if self._shelf is None:
            return
        library = self.shelf.library
        shown = (library.get(key) for key in sorted(self.homes))
        self.data["objects"] = tuple(
            (paper.key, label(paper, "t", gettext), (*paper.ids, *([paper.doi] if paper.doi else [])))
            for paper in shown
            if paper is not None
        )

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Every listed paper, and its aliases and DOI as objects that the search leaves out."""
        homes = self.homes
        for key, text, names in self.data["objects"]:
            if key in homes:
                docname, anchor = homes[key], entry_id(key)
                yield key, text, "paper", docname, anchor, 1
                for name in names:
                    if name not in homes:
                        yield name, text, "paper", docname, anchor, -1

    # Citations

    def target(self, publication: Publication, fromdocname: str) -> Target | None:
        """Where a citation in a document leads: the same page, the first list, DOI or URL, or nowhere."""
        key = publication.key
        if key in self.data["listed"].get(fromdocname, ()):
            return Target(fromdocname, entry_id(key))
        if key in self.homes:
            return Target(self.homes[key], entry_id(key))
        if publication.doi:
            return Target(address=doi_url(publication.doi))
        address = safe_url(publication.url, self.settings.url_schemes) if publication.url else None
        return Target(address=address) if address else None

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
        publication = self.shelf.library.get(target)
        if publication is None:
            return None
        if not node.get("refexplicit"):
            contnode[:] = citation_text(publication, typ)
        place = self.target(publication, fromdocname)
        if place is None:
            complain_unshown(publication, node, env.config)
            return contnode
        if place.address:
            return nodes.reference("", "", contnode, refuri=place.address, internal=False)
        title = str(publication.title)
        if builder.name == "singlehtml":  # Sphinx 9 writes two fragments for a place in another document
            fromdocname = place.docname
        return make_refnode(builder, fromdocname, place.docname, place.anchor, contnode, title)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, Any]]:
        """``:any:`` finds papers by key."""
        if self.shelf.library.get(target) is None:
            return []
        text = nodes.inline(classes=["xref", "any"])
        found = self.resolve_xref(env, fromdocname, builder, "t", target, node, text)
        return [("paper:t", found)] if found is not None else []


def citation_text(publication: Publication, form: str) -> list[nodes.Node]:
    """The text of a citation; titles keep their markup."""
    if form == "title" and publication.title:
        return text_nodes(safe_text(publication.title, ()))
    return [nodes.Text(label(publication, form, gettext))]


def complain_unshown(publication: Publication, node: nodes.Element, config: Config) -> None:
    """Warn that a citation has nowhere to lead."""
    message = (
        f"“{publication.key}” is cited here, but stands in no list and has neither DOI nor URL, so the "
        "citation is not a link. Put it into a list, or give it an address."
    )
    complain(Code.UNSHOWN, message, node, config)
