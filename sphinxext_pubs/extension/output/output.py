"""The output of one build."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.output import record

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.builders import Builder

    from sphinxext_pubs.extension.output.manifest import Manifest
    from sphinxext_pubs.extension.output.record import OutputRecord
    from sphinxext_pubs.extension.site import SphinxSite


@dataclass(slots=True)
class ContinuationPage:
    """A page of a split list from the second on, resolved and ready to be written.

    ``names`` are all pages of the list, ``number`` is the number of this page from 1; ``titles`` are the
    nodes of the page's headings, the page's own title first.
    """

    docname: str
    names: tuple[str, ...]
    number: int
    document: nodes.document
    titles: list[nodes.title]

    @property
    def name(self) -> str:
        """The page's name."""
        return self.names[self.number - 1]


@dataclass(slots=True)
class Output:
    """The builder, the records of its output folder, and the continuation pages that are still to be written.

    ``manifest`` is None for builders that always write everything. ``overrides`` restores Sphinx's tables
    when it is closed.
    """

    builder: Builder
    site: SphinxSite
    manifest: Manifest | None = None
    continuation_pages: dict[str, list[ContinuationPage]] = field(default_factory=dict)
    overrides: ExitStack = field(default_factory=ExitStack)
    _recorded: OutputRecord | None = None

    @property
    def recorded(self) -> OutputRecord:
        """The record of the generated pages of the last build."""
        if self._recorded is None:
            self._recorded = record.read_record(Path(self.builder.outdir))
        return self._recorded

    @property
    def is_untouched(self) -> bool:
        """True if this build has not read or written any document."""
        return self.manifest is not None and self.manifest.untouched
