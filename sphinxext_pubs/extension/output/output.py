"""The output folder of one build."""

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
    from sphinxext_pubs.extension.output.record import Written
    from sphinxext_pubs.extension.site import SphinxSite


@dataclass(slots=True)
class FurtherPage:
    """A page of a list from the second on, resolved and ready to be written.

    ``names`` are all the list's pages, ``number`` is this one's place among them, from 1; ``titles`` are
    the nodes of the page's headings, the page's own title first.
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
    """The records of the folder that a builder writes to, and what was resolved and is still to be written.

    ``manifest`` is None for builders that write everything every time. ``further`` are the further pages of
    documents. ``overrides`` restores Sphinx's own tables when it is closed.
    """

    builder: Builder
    site: SphinxSite
    manifest: Manifest | None = None
    further: dict[str, list[FurtherPage]] = field(default_factory=dict)
    overrides: ExitStack = field(default_factory=ExitStack)
    _recorded: Written | None = None

    @property
    def recorded(self) -> Written:
        """The generated pages of an earlier build, read once."""
        if self._recorded is None:
            self._recorded = record.read(Path(self.builder.outdir))
        return self._recorded

    @property
    def is_untouched(self) -> bool:
        """True if this build has read and written no document."""
        return self.manifest is not None and self.manifest.untouched
