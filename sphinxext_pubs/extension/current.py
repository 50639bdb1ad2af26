"""The project of the current build, for what Sphinx calls with its environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.extension.output.output import Output
    from sphinxext_pubs.project.project import Project


class HasProject(Protocol):
    """What the domain holds for the build."""

    project: Project
    output: Output


def set_current(env: BuildEnvironment, project: Project, output: Output) -> None:
    """Begin a build with a project and an output folder."""
    domain = cast("HasProject", env.domains["paper"])
    domain.project, domain.output = project, output


def project_of(env: BuildEnvironment) -> Project:
    """Return the project of the build."""
    return cast("HasProject", env.domains["paper"]).project


def output_of(env: BuildEnvironment) -> Output:
    """Return the output folder of the build."""
    return cast("HasProject", env.domains["paper"]).output
