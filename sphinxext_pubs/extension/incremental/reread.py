"""The second reading: pages whose content depends on what the whole project cites.

Such a page is read a first time like any other, and again when all documents were read; what it says of
itself was said the first time, so only lists of what the project cites may complain then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxext_pubs.extension.domain import PaperDomain


def read_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read the pages whose answers are others now that all were read (``env-updated``)."""
    domain = cast("PaperDomain", env.domains["paper"])
    domain.outdate()
    domain.settled = True
    if not any(question.of_project for answers in domain.data["answers"].values() for question, _ in answers):
        return []
    from sphinxext_pubs.extension.lists.resolve import outdated

    docnames = outdated(domain, of_project=True)
    if docnames:
        domain.load()
        domain.reads = True
    for docname in docnames:
        _read(app, env, docname)
    domain.outdate()
    return docnames


def _read(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    domain = cast("PaperDomain", env.domains["paper"])
    # What others cite is asked while this page's own citations are forgotten and not yet noted again.
    citations = domain.citations
    citations.keys("project", docname)
    _ = citations.marks
    app.events.emit("env-purge-doc", env, docname)
    env.clear_doc(docname)
    domain.fix(citations)
    later: list[Callable[[], None]] = []
    domain.later = later
    try:
        with logging.suppress_logging():
            app.builder.read_doc(docname)
    finally:
        domain.later = None
        domain.fix(None)
    for complaint in later:
        complaint()
