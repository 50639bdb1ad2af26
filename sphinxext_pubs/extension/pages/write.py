"""Writing generated pages: those of which something changed, with their files; what is no more is removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.util import logging

from sphinxext_pubs.extension.builders import splits, uses_templates
from sphinxext_pubs.extension.local_files import copied
from sphinxext_pubs.extension.pages.addresses import own_pages
from sphinxext_pubs.extension.pages.record import NAME, Written, recorded, remove_old
from sphinxext_pubs.extension.pagination.write import lend

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.extension.domain import PaperDomain

logger = logging.getLogger(__name__)

#: As many names as a build tells of that may be several people's.
MAX_TOLD = 20


def keep_files(app: Sphinx, _builder: Any) -> None:
    """Let Sphinx copy the local files that pages lead to (``write-started``, before it does)."""
    domain = cast("PaperDomain", app.env.domains["paper"])
    untouched = domain.manifest is not None and domain.manifest.untouched
    if untouched or not uses_templates(app.builder):
        return  # where nothing changed, they were copied before
    for path in copied(domain):
        app.env.dlfiles.add_file(app.config.root_doc, path)


def keep_words(app: Sphinx, _builder: Any) -> None:
    """Let Sphinx keep the words of generated pages in the index of the search (``write-started``)."""
    domain = cast("PaperDomain", app.env.domains["paper"])
    untouched = domain.manifest is not None and domain.manifest.untouched
    names = list(recorded(app).digests if untouched else domain.generated.names())
    if not names or not splits(app.builder):
        return
    builder: Any = app.builder
    load = builder.load_indexer

    def load_indexer(docnames: Any) -> None:
        prune = builder.indexer.prune
        builder.indexer.prune = lambda kept: prune([*kept, *names])  # now, and before it is written
        load(docnames)

    lend(domain.lent, vars(builder), "load_indexer", load_indexer)


def _wanted(app: Sphinx) -> bool:
    settings = cast("PaperDomain", app.env.domains["paper"]).settings
    return bool(settings.pages or settings.feed)


def generated_state(app: Sphinx) -> str:
    """What the generated pages of an output folder were written from; empty where there are none."""
    return recorded(app).state if _wanted(app) else ""


def generated_copies(app: Sphinx) -> dict[str, str]:
    """The files beside generated pages of an output folder, each with that of the project it is a copy of."""
    return recorded(app).copies if _wanted(app) and splits(app.builder) else {}


def is_stale(app: Sphinx, state: str) -> bool:
    """Whether generated pages may be due, so that a document has to be written: Sphinx is ready only then."""
    if not _wanted(app) or not splits(app.builder):
        return (Path(app.outdir) / NAME).is_file() and splits(app.builder)
    return recorded(app).state != state


def write_generated(app: Sphinx) -> list[Any]:
    """Write the generated pages of which something changed (``html-collect-pages``)."""
    domain = cast("PaperDomain", app.env.domains["paper"])
    outdir = Path(app.outdir)
    manifest, record = domain.manifest, outdir / NAME
    if manifest is None or not splits(app.builder) or not (_wanted(app) or record.is_file()):
        return []
    old = recorded(app)
    if old.state == manifest.state and not manifest.written:
        return []
    from sphinxext_pubs.extension.pages.page_writer import Work

    work = Work(domain, app.parallel, old, Written(record, manifest.state))
    work.run()
    remove_old(work.builder, old, work.new, own_pages(domain))
    work.new.save(old)
    _tell_ambiguous(domain)
    return []


def _tell_ambiguous(domain: PaperDomain) -> None:
    """Say which names may be several people's: a note, as not everybody can know who it is."""
    if "author" not in domain.generated.terms:
        return
    found = domain.shelf.persons.identities.ambiguous_names
    for each in found[:MAX_TOLD]:
        logger.info("%s: %s", each.paper.origin, each.message)
    if len(found) > MAX_TOLD:
        logger.info("“sphinx-pubs check --only ambiguous” names all %s names like these.", len(found))
