"""The directive ``publications-people``: the people of a project or a group, with photo and links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.images import guess_mimetype

from sphinxext_pubs.extension.citations.roles import PAGE
from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.extension.directives.directory import directory_nodes
from sphinxext_pubs.extension.i18n import gettext, papers
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.project.record_files import record_files
from sphinxext_pubs.project.requests import LibraryQuery

if TYPE_CHECKING:
    from sphinxext_pubs.entities.people import Membership, Person
    from sphinxext_pubs.project.project import Project

PHOTO = "pubs-photo"

#: How wide a photo is.
PHOTO_WIDTH = "5em"


@dataclass(frozen=True, slots=True)
class Row:
    """A person as the directive shows them: from the people file, with the number of their papers."""

    person: Person
    years: str
    count: int
    photo: str


def rows(project: Project, group: str) -> list[Row]:
    """The people of a group in the order of the people file; of the whole file where ``group`` is empty."""
    shelf = project.loaded
    counts = shelf.entity_index.count_entities("author", range(len(shelf.index.publications)))
    papers = {identity: count for identity, _, count in counts}
    when: dict[str, list[Membership]] = {}
    for person in shelf.people.persons:
        spans = [each for each in person.groups if each.group == group]
        if spans or not group:
            when[person.id] = spans
    people = shelf.people.by_id
    return [
        Row(people[id], years(spans), papers.get(id, 0), shelf.files.photos.get(id, ""))
        for id, spans in when.items()
    ]


def years(spans: list[Membership]) -> str:
    """Spans of years as they are read: *2019–2021, since 2023*; nothing where no end is known."""
    return ", ".join(filter(None, map(_years, spans)))


def _years(span: Membership) -> str:
    if span.last is None:
        return gettext("since {}").replace("{}", str(span.first)) if span.first else ""
    if span.first is None:
        return gettext("until {}").replace("{}", str(span.last))
    return str(span.first) if span.first == span.last else f"{span.first}–{span.last}"


@dataclass(frozen=True, slots=True)
class PeopleQuery(LibraryQuery):
    """The query who is in a group of the people file (empty: in the file), and what it says of them."""

    group: str

    def digest(self, project: Project, docname: str) -> str:
        """Return a digest of what the directive shows."""
        return digest_of([(row.person, row.years, row.count, row.photo) for row in rows(project, self.group)])


class PeopleDirective(SphinxDirective):
    """Lists the people of the people file, or of a group of it; without a file all authors."""

    option_spec: ClassVar = {"member-of": str}

    def run(self) -> list[nodes.Node]:
        """A bullet list in every builder, with photos where there are some."""
        project = project_of(self.env)
        people, group = project.loaded.people, str(self.options.get("member-of", "")).strip()
        for file in record_files(project.settings):
            self.env.note_dependency(file)
        if group and group not in people.groups:
            from sphinxext_pubs.entities.ids_in_options import unknown_group  # only if it is unknown

            message = unknown_group(group, people).message("publications-people")
            warn(Code.OPTION, message, self.get_location(), self.config, error=True)
            return []
        if not people:
            return directory_nodes(self.env, "author")
        found, docname = rows(project, group), self.env.docname
        project.ask(docname, PeopleQuery(group))
        project.tables.add_parent(docname, "author")
        listed = nodes.bullet_list(classes=["pubs-people"])
        listed += [nodes.list_item("", *self._row(row)) for row in found]
        return [listed] if found else [nodes.paragraph("", gettext("No publications."))]

    def _row(self, row: Row) -> Iterator[nodes.Node]:
        person = row.person
        if row.photo:
            yield nodes.image(
                uri=f"/{row.photo}", alt="", width=PHOTO_WIDTH, classes=[PHOTO, "no-scaled-link"]
            )
        name = pending_xref(
            "",
            refdomain="paper",
            reftype=PAGE,
            reftarget=f"author:{person.id}",
            refexplicit=True,
            refdoc=self.env.docname,
        )
        name += nodes.inline("", person.name)
        yield nodes.paragraph("", "", nodes.strong("", "", name), classes=["pubs-name"])
        about = ", ".join(filter(None, (person.role, person.affiliation, row.years)))
        if about:
            yield nodes.paragraph("", about, classes=["pubs-affiliation"])
        links = [*self._links(person)]
        if row.count:
            links.append(nodes.inline("", papers(row.count)))
        line: list[nodes.Node] = []
        for link in links:
            line += [*([nodes.Text(" · ")] if line else []), link]
        if line:
            yield nodes.paragraph("", "", *line, classes=["pubs-about"])

    @staticmethod
    def _links(person: Person) -> Iterator[nodes.Node]:
        if person.homepage:
            yield nodes.reference("", gettext("Homepage"), refuri=person.homepage)
        if person.orcid:
            yield nodes.reference("", "ORCID", refuri=f"https://orcid.org/{person.orcid}")
        for label, address in person.links:
            yield nodes.reference("", label, refuri=address)
        if person.email:
            yield nodes.reference("", person.email, refuri=f"mailto:{person.email}")


class KeepPhotos(SphinxPostTransform):
    """Leaves photos only to builders that can show them, after any extension that converts pictures."""

    default_priority = 250

    def run(self, **_kwargs: Any) -> None:
        """Sphinx would hand the file over whatever it is."""
        types = output_of(self.env).builder.supported_image_types
        for image in list(self.document.findall(nodes.image)):
            if PHOTO in image["classes"] and guess_mimetype(image["uri"]) not in types:
                image.parent.remove(image)
