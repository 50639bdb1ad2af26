"""The second reading of documents that depend on the citations of the whole project.

These are documents with groups of papers that the project cites, which are sections, and with citations in
titles. Such a document is read like any other, and again when all documents have been read. The second time,
only warnings that were not issued before are issued.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sphinx.util.logging import NAMESPACE, suppress_logging

from sphinxext_pubs.extension.current import output_of, project_of
from sphinxext_pubs.project.requests import Stage

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def note_warnings(env: BuildEnvironment) -> None:
    """Note the warnings of the first reading, until the build ends."""
    output, logger = output_of(env), logging.getLogger(NAMESPACE)
    logger.addHandler(output.issued)
    output.overrides.callback(logger.removeHandler, output.issued)


def read_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read documents again whose answers depend on others that have been read since, and return them."""
    project = project_of(env)
    docnames = project.outdated(Stage.REREADING)
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
        with suppress_logging() as suppressed:
            app.builder.read_doc(docname)
    finally:
        project.end_rereading()
    output_of(env).issued.issue_others(suppressed.buffer)
