"""Access to the project and the output of the current build by the environment of Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.extension.output.output import Output
    from sphinxext_pubs.project.project import Project


class HasProject(Protocol):
    """The attributes of the domain for the current build."""

    project: Project
    output: Output


def set_current(env: BuildEnvironment, project: Project, output: Output) -> None:
    """Set the project and the output of the current build."""
    domain = cast("HasProject", env.domains["paper"])
    domain.project, domain.output = project, output


def project_of(env: BuildEnvironment) -> Project:
    """Return the project of the current build."""
    return cast("HasProject", env.domains["paper"]).project


def output_of(env: BuildEnvironment) -> Output:
    """Return the output of the current build."""
    return cast("HasProject", env.domains["paper"]).output
