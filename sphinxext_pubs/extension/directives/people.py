"""The directive ``publications-people``: the people of a project or a group, with photo and links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.directives.directory import directory_nodes
from sphinxext_pubs.extension.directives.publications import ReportingDirective
from sphinxext_pubs.extension.i18n import gettext, paper_count
from sphinxext_pubs.extension.nodes import PAGE, PHOTO
from sphinxext_pubs.model.problems import OptionError
from sphinxext_pubs.project.digests import digest_of
from sphinxext_pubs.project.record_files import record_files
from sphinxext_pubs.project.requests import LibraryQuery

if TYPE_CHECKING:
    from sphinxext_pubs.entities.people import Membership, Person
    from sphinxext_pubs.project.project import Project

#: The width of a photo.
PHOTO_WIDTH = "5em"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of the people file as the directive shows them, with the number of their papers."""

    person: Person
    years: str
    count: int
    photo: str


def people_facet(project: Project) -> str:
    """Return the name of the facet whose terms are the people of a project."""
    return project.registry.facets.by_authority("people")[0].name


def person_rows(project: Project, group: str) -> list[PersonRow]:
    """Return the people of a group, or of the whole file if ``group`` is empty, in the order of the file."""
    loaded = project.loaded
    counts = loaded.entity_index.count_entities(people_facet(project), range(len(loaded.index.publications)))
    paper_counts = {identity: count for identity, _, count in counts}
    memberships: dict[str, list[Membership]] = {}
    for person in loaded.people.persons:
        spans = [membership for membership in person.groups if membership.group == group]
        if spans or not group:
            memberships[person.id] = spans
    people = loaded.people.by_id
    return [
        PersonRow(people[id], format_years(spans), paper_counts.get(id, 0), loaded.files.photos.get(id, ""))
        for id, spans in memberships.items()
    ]


def format_years(spans: list[Membership]) -> str:
    """Return spans of years as text, such as *2019–2021, since 2023*; empty if no year is known."""
    return ", ".join(filter(None, map(_format_span, spans)))


def _format_span(span: Membership) -> str:
    if span.last is None:
        return gettext("since {}").replace("{}", str(span.first)) if span.first else ""
    if span.first is None:
        return gettext("until {}").replace("{}", str(span.last))
    return str(span.first) if span.first == span.last else f"{span.first}–{span.last}"


def _digest_of_rows(rows: list[PersonRow]) -> str:
    return digest_of([(row.person, row.years, row.count, row.photo) for row in rows])


@dataclass(frozen=True, slots=True)
class PeopleQuery(LibraryQuery):
    """The query for the people of a group of the people file, or of the file if ``group`` is empty."""

    group: str

    def digest(self, project: Project, docname: str) -> str:
        """Return a digest of the rows of the directive."""
        return _digest_of_rows(person_rows(project, self.group))


class PeopleDirective(ReportingDirective):
    """List the people of the people file or of one of its groups; without a file, list all authors."""

    def run(self) -> list[nodes.Node]:
        """Return a bullet list with the photos, names and links of people."""
        project = project_of(self.env)
        people, group = project.loaded.people, (self.options.get("member-of", "") or "").strip()
        for file in record_files(project.settings):
            self.env.note_dependency(file)
        if "member-of" in self.options and group not in people.groups:
            # only if it is unknown
            from sphinxext_pubs.entities.ids_in_options import missing_group, unknown_group

            error = unknown_group(group, people)
            unknown = OptionError("member-of", error.sentence, error.suggestion)
            self.report_option(unknown if group else missing_group())
            return []
        if not people:
            return directory_nodes(self.env, people_facet(project))
        rows, docname = person_rows(project, group), self.env.docname
        project.tables.record_answer(docname, PeopleQuery(group), _digest_of_rows(rows))
        project.tables.record_parent(docname, people_facet(project))
        people_list = nodes.bullet_list(classes=["pubs-people"], pubs_parent=people_facet(project))
        people_list += [nodes.list_item("", *self._person_nodes(row)) for row in rows]
        return [people_list] if rows else [nodes.paragraph("", gettext("No publications."))]

    def _person_nodes(self, row: PersonRow) -> Iterator[nodes.Node]:
        person = row.person
        if row.photo:
            yield nodes.image(
                uri=f"/{row.photo}", alt="", width=PHOTO_WIDTH, classes=[PHOTO, "no-scaled-link"]
            )
        name = pending_xref(
            "",
            refdomain="paper",
            reftype=PAGE,
            reftarget=f"{people_facet(project_of(self.env))}:{person.id}",
            refexplicit=True,
            refdoc=self.env.docname,
        )
        name += nodes.inline("", person.name)
        yield nodes.paragraph("", "", nodes.strong("", "", name), classes=["pubs-name"])
        about = ", ".join(filter(None, (person.role, person.affiliation, row.years)))
        if about:
            yield nodes.paragraph("", about, classes=["pubs-affiliation"])
        links = [*self._link_nodes(person)]
        if row.count:
            links.append(nodes.inline("", paper_count(row.count)))
        line: list[nodes.Node] = []
        for link in links:
            line += [*([nodes.Text(" · ")] if line else []), link]
        if line:
            yield nodes.paragraph("", "", *line, classes=["pubs-about"])

    @staticmethod
    def _link_nodes(person: Person) -> Iterator[nodes.Node]:
        if person.homepage:
            yield nodes.reference("", gettext("Homepage"), refuri=person.homepage)
        if person.orcid:
            yield nodes.reference("", "ORCID", refuri=f"https://orcid.org/{person.orcid}")
        for label, address in person.links:
            yield nodes.reference("", label, refuri=address)
        if person.email:
            yield nodes.reference("", person.email, refuri=f"mailto:{person.email}")
