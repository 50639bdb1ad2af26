"""The second reading of documents that depend on the citations of the whole project.

Such a document is read once like any other, and again when all documents have been read. Its own warnings
are issued the first time, so the second time only lists of papers that the project cites may warn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinxext_pubs.extension.current import project_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def read_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read documents again whose answers depend on others that have been read since, and return them."""
    project = project_of(env)
    project.settle()
    if not any(project.queries(depends_on_project=True)):
        return []
    docnames = project.outdated(depends_on_project=True)
    if docnames:
        project.load()
    for docname in docnames:
        _read_document(app, env, docname)
    project.settle()
    return docnames


def _read_document(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    project = project_of(env)
    project.start_rereading()  # before the citations of this document are removed
    app.events.emit("env-purge-doc", env, docname)
    env.clear_doc(docname)
    try:
        with logging.suppress_logging():
            app.builder.read_doc(docname)
    finally:
        project.end_rereading()
    project.issue_warnings()
