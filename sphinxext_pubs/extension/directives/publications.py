"""The directives ``publications`` and ``publication``."""

from __future__ import annotations

import os
import re
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import pubs_listing
from sphinxext_pubs.model.problems import Code, OptionError, Suggestion
from sphinxext_pubs.project.record_files import record_files

if TYPE_CHECKING:
    pass


_FIELD = re.compile(r"\s*:(?P<name>[\w-]+):(?:\s+(?P<value>.*))?\s*")


#: The remedy for options that are not valid YAML: MyST warns of them and drops all options.
_QUOTE_VALUES = (
    "Put a value that begins with a quotation mark or one of > | [ { into single quotes as a whole"
)


#: The lines that end the options of a directive.
_BLOCK_ENDS = ("", "```", ":::")


#: The options other than facets that select papers.
_OTHER_SELECTING = ("cited", "member-of", "filter")


class ReportingDirective(SphinxDirective):
    """A directive that reports an invalid option at the line of the option."""

    def report_option(self, error: OptionError) -> None:
        """Report an invalid option, or the directive if the error does not name an option."""
        source, line = self._file_and_line()
        location = f"{source}:{line + self._line_offset(error.option)}"
        warn(Code.OPTION, error.directive_message(self.name), location, self.config, error=True)

    def _line_offset(self, option: str) -> int:
        """Return the number of lines between the directive's first line and an option, or 0 if not found."""
        option_line = re.compile(rf"(?:.*::|[^\w{{]*+\{{.*\}})?\s*+:?{re.escape(option)}\s*:")
        for offset, line in enumerate(self._block_lines()):
            if option and option_line.match(line):
                return offset
        return 0

    def _file_and_line(self) -> tuple[str, int]:
        """Return the file (or docstring) with the directive, and its line there.

        The path is absolute, because docutils names included files relative to the working directory.
        """
        source, line = self.get_source_info()
        return (os.path.abspath(source) if os.path.isfile(source) else source), line

    def _block_lines(self) -> list[str]:
        """Return the lines of the directive, from its name to the end of its options.

        MyST before 5 only provides the content, so the lines are read from the file.
        """
        lines = (self.block_text or "").splitlines()
        if not lines or self.name not in lines[0]:
            source, line = self._file_and_line()
            path = Path(source)
            text = path.read_text("utf-8", "replace") if path.is_file() else ""
            lines = text.splitlines()[line - 1 :]
        return list(takewhile(lambda line: line.strip() not in _BLOCK_ENDS, lines))


class PublicationsDirective(ReportingDirective):
    """Insert a request for a list, which is replaced by the list when the document has been parsed."""

    def run(self) -> list[nodes.Node]:
        """Return a listing node, or nothing if an option is invalid."""
        from sphinxext_pubs.entities.ids_in_options import resolve_ids  # only if a page is read
        from sphinxext_pubs.extension.directives.options import read_request  # only if a page is read

        project = project_of(self.env)
        try:
            written = self._all_options()
            if file := project.references.folders.dependency(written.get("style", "").strip()):
                self.env.note_dependency(file)
            options = resolve_ids(
                written, project.loaded.people, project.loaded.venues, project.registry.facets.authorities
            )
            request = read_request(
                options, project.settings, project.registry, project.loaded.rels, project.references.folders
            )
        except OptionError as error:
            self.report_option(error)
            return []
        for file in record_files(project.settings):
            self.env.note_dependency(file)
        listing = pubs_listing(request=request, classes=self._classes())
        if "member-of" in written:  # the selection contains it as a long expression
            selecting = {*project.registry.facets.selecting, *_OTHER_SELECTING}
            listing["written_options"] = {name: value for name, value in written.items() if name in selecting}
        self.set_source_info(listing)
        self.add_name(listing)
        return [listing]

    def _classes(self) -> list[str]:
        return directives.class_option(self.options["class"]) if self.options.get("class") else []

    def _all_options(self) -> dict[str, str]:
        """Return the options in the block and on the directive's line, which MyST passes as an argument."""
        lines = [*self.arguments, *self.content]
        options = dict(self.options)
        if not options and not self.arguments and any(map(_FIELD.fullmatch, self._block_lines())):
            sentence = "the options cannot be read and the list is not shown"
            raise OptionError("", sentence, Suggestion(remedy=_QUOTE_VALUES))
        for line in (line for text in lines for line in text.splitlines() if line.strip()):
            if not (field := _FIELD.fullmatch(line)):
                remedy = Suggestion(remedy=self._option_remedy(line.strip()))
                raise OptionError("", f"“{line.strip()}” is not an option", remedy)
            options[field["name"]] = field["value"] or ""
        return options

    def _option_remedy(self, text: str) -> str:
        """Return what to write instead of a text that is not an option."""
        return "Write options like “:year: 2024”, each on its own line"


class PublicationDirective(PublicationsDirective):
    """Show one paper with all its parts, as a list with one entry."""

    def _all_options(self) -> dict[str, str]:
        """Return the options of a list that only contains this paper."""
        key = self.arguments[0].strip()
        if not key or "," in key or "*" in key:
            remedy = Suggestion(remedy="For several papers use the directive publications")
            raise OptionError("", f"“{key}” is not a single key", remedy)
        parts = project_of(self.env).registry.parts.rows
        shown = ", ".join(part.name for part in parts if part.alone)
        return {"show": shown, **self.options, "key": key, "group-by": "none"}
