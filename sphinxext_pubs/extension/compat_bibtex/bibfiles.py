"""The ``.bib`` files that ``.. bibliography::`` names, among the configured ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.library.sources import find_files
from sphinxext_pubs.model.problems import Suggestion, message_text
from sphinxext_pubs.model.suggestions import near_words

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class ConfiguredFiles:
    """The configured files, for names that are relative to the document that is being read."""

    env: BuildEnvironment

    @cached_property
    def _names(self) -> dict[str, str]:
        """The names by which entries know their files, by their real paths; missing files are included."""
        project = project_of(self.env)
        root, sources, site = Path(self.env.srcdir), project.settings.sources, project.site
        missing = {os.path.realpath(root / pattern): pattern for pattern in sources if "\0" not in pattern}
        found, _problems = find_files(sources, root, (site.outdir, site.doctreedir))
        return missing | {os.path.realpath(file.path): file.display_path for file in found}

    def find(self, name: str) -> str | None:
        """Return the name by which entries know a file, or None if it is not configured."""
        return self._names.get(os.path.realpath(self.env.relfn2path(name)[1]))

    def unknown_message(self, name: str) -> str:
        """Return the message about a file that is not configured, with those that may be meant."""
        by_file: dict[str, str] = {}
        for path in self._relative_names():
            by_file.setdefault(PurePosixPath(path).name, path)
        near = by_file.get(PurePosixPath(name).name)
        words = (near,) if near else near_words(name, by_file.values(), 1)
        remedy = "" if words else "Add it to bibtex_bibfiles in conf.py"
        sentence = f"bibliography: “{name}” is not one of bibtex_bibfiles in conf.py"
        return message_text(sentence, Suggestion(words, remedy))

    def _relative_names(self) -> Iterator[str]:
        folder = Path(self.env.doc2path(self.env.docname)).parent
        for path in self._names:
            yield Path(os.path.relpath(path, os.path.realpath(folder))).as_posix()
