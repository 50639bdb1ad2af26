"""The second reading: pages whose content depends on what the whole project cites.

Such a page is read a first time like any other, and again when all documents were read. What it says of
itself was reported the first time, so only lists of what the project cites may report problems then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.project.phase import Phase

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def read_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read the pages whose answers changed now that all were read, and return them."""
    project = project_of(env)
    project.phase = Phase.SETTLED
    project.forget_documents()
    if not any(project.queries(of_project=True)):
        return []
    docnames = project.outdated(of_project=True)
    if docnames:
        project.load()
    for docname in docnames:
        _read(app, env, docname)
    project.forget_documents()
    return docnames


def _read(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    project = project_of(env)
    project.start_rereading()  # before what this page cites is forgotten
    app.events.emit("env-purge-doc", env, docname)
    env.clear_doc(docname)
    try:
        with logging.suppress_logging():
            app.builder.read_doc(docname)
    finally:
        project.end_rereading()
