"""The roles and directives as Sphinx knows them; what they do is imported when a document uses them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives

if TYPE_CHECKING:
    from docutils.parsers.rst.states import Inliner

#: The names of the roles; ``:paper:`` without a suffix is the first.
ROLE_NAMES: tuple[str, ...] = (
    *("t", "ts", "ct", "cts", "p", "ps", "cp", "cps", "full", "foot", "title"),
    *("authors", "authors-all", "cauthors", "cauthors-all", "year", "venue", "doi", "bibtex", "n"),
)


class DeclaredRole:
    """A role that cites papers, by its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(
        self,
        name: str,
        rawtext: str,
        text: str,
        lineno: int,
        inliner: Inliner,
        options: Mapping[str, Any] | None = None,
        content: Sequence[str] = (),
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citations in the role's text."""
        from sphinxext_pubs.extension.citations.roles import ROLES, PaperRole  # only if a document cites

        role = PaperRole(ROLES[self.name])
        citations, messages = role(name, rawtext, text, lineno, inliner, dict(options or {}), content)
        return list(citations), list(messages)


class DeclaredDirective(Directive, ABC):
    """A directive with an implementation that has the same options and arguments."""

    @abstractmethod
    def implementation(self) -> type[Directive]:
        """Return the class that implements the directive."""

    def run(self) -> list[nodes.Node]:
        """Return the nodes of the implementation."""
        implementation = self.implementation()(
            self.name,
            self.arguments,
            self.options,
            self.content,
            self.lineno,
            self.content_offset,
            self.block_text,
            self.state,
            self.state_machine,
        )
        return list(implementation.run())


def _as_written(value: str | None) -> str:
    return value or ""


class AnyOption(dict[str, Any]):
    """An option specification that accepts every option as written.

    For an unknown option MyST would only warn and drop all options. The implementations check the options
    in both reStructuredText and MyST.
    """

    def __missing__(self, name: str) -> Any:
        return _as_written

    def __contains__(self, name: object) -> bool:
        return True


class Publications(DeclaredDirective):
    """The directive ``publications``."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = AnyOption({"name": _as_written})

    def implementation(self) -> type[Directive]:
        """Return the class that implements the directive."""
        from sphinxext_pubs.extension.directives.publications import PublicationsDirective  # if it is used

        return PublicationsDirective


class Publication(Publications):
    """The directive ``publication``."""

    required_arguments = 1
    optional_arguments = 0

    def implementation(self) -> type[Directive]:
        """Return the class that implements the directive."""
        from sphinxext_pubs.extension.directives.publications import PublicationDirective  # if it is used

        return PublicationDirective


class Chart(Publications):
    """The directive ``publications-chart``."""

    def implementation(self) -> type[Directive]:
        """Return the class that implements the directive."""
        from sphinxext_pubs.extension.directives.chart import ChartDirective  # if it is used

        return ChartDirective


class Pages(DeclaredDirective):
    """The directive ``publications-pages``."""

    required_arguments = 1

    def implementation(self) -> type[Directive]:
        """Return the class that implements the directive."""
        from sphinxext_pubs.extension.directives.directory import PagesDirective  # if it is used

        return PagesDirective


class People(DeclaredDirective):
    """The directive ``publications-people``."""

    option_spec: ClassVar[Any] = {"member-of": directives.unchanged}

    def implementation(self) -> type[Directive]:
        """Return the class that implements the directive."""
        from sphinxext_pubs.extension.directives.people import PeopleDirective  # if it is used

        return PeopleDirective


#: The directives by name.
DIRECTIVES: dict[str, type[DeclaredDirective]] = {
    "publications": Publications,
    "publications-pages": Pages,
    "publications-people": People,
    "publications-chart": Chart,
    "publication": Publication,
}
