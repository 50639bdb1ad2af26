"""Access to the project and the output of the current build by the environment of Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.extension.output.output import Output
    from sphinxext_pubs.project.project import Project


class HasBuild(Protocol):
    """The attributes of the domain for the current build; None before the first."""

    project: Project | None
    output: Output | None


def _domain(env: BuildEnvironment) -> HasBuild:
    return cast("HasBuild", env.domains["paper"])


def begin_build(env: BuildEnvironment, project: Project, output: Output) -> None:
    """Begin a build with its project and output."""
    domain = _domain(env)
    domain.project, domain.output = project, output


def has_build(env: BuildEnvironment) -> bool:
    """True if a build has begun."""
    return _domain(env).project is not None


def end_build(env: BuildEnvironment) -> None:
    """End the last build, if any, and restore the tables of Sphinx that it changed."""
    domain = _domain(env)
    if domain.project is not None and domain.output is not None:
        domain.output.overrides.close()


def project_of(env: BuildEnvironment) -> Project:
    """Return the project of the current build; raises RuntimeError before ``env-get-outdated``."""
    project = _domain(env).project
    if project is None:
        raise RuntimeError("no build has begun")
    return project


def output_of(env: BuildEnvironment) -> Output:
    """Return the output of the current build; raises RuntimeError before ``env-get-outdated``."""
    output = _domain(env).output
    if output is None:
        raise RuntimeError("no build has begun")
    return output
