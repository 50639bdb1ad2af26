"""The directive ``publications``."""

from __future__ import annotations

import os
import re
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinxext_pubs.extension.current import project_of
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.extension.nodes import pubs_listing
from sphinxext_pubs.model.problems import Code, OptionError, Suggestion
from sphinxext_pubs.project.record_files import record_files

if TYPE_CHECKING:
    from collections.abc import Callable


_FIELD = re.compile(r"\s*:(?P<name>[\w-]+):(?:\s+(?P<value>.*))?\s*")


#: MyST reads options as YAML, and where it cannot, it warns and drops them all.
_QUOTE_VALUES = (
    "Put a value that begins with a quotation mark or one of > | [ { into single quotes as a whole"
)


#: A line after which no option can stand.
_ENDS = ("", "```", ":::")


def _as_written(value: str | None) -> str:
    return value or ""


class _EveryOption(dict[str, "Callable[[str | None], str]"]):
    """Accepts every option as written: MyST would only warn of an unknown one, and drop them all.

    Which of them are right is for :func:`read_request` to say, for reST and MyST alike.
    """

    def __missing__(self, name: str) -> Callable[[str | None], str]:
        return _as_written

    def __contains__(self, name: object) -> bool:
        return True


#: What chooses papers beside facets.
_MORE = ("cited", "member-of", "filter")


class PublicationsDirective(SphinxDirective):
    """Put a request for a list into the document; the answer takes its place when the page is read."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = _EveryOption({"name": _as_written})

    def run(self) -> list[nodes.Node]:
        """One listing node, or nothing where an option is wrong."""
        from sphinxext_pubs.entities.ids_in_options import resolve_ids  # only if a page is read
        from sphinxext_pubs.extension.directives.options import read_request  # only if a page is read

        project = project_of(self.env)
        try:
            written = self._all_options()
            if file := project.references.folders.dependency(written.get("style", "").strip()):
                self.env.note_dependency(file)
            options = resolve_ids(written, project.loaded.people, project.loaded.venues)
            request = read_request(options, project.settings, project.loaded.rels, project.references.folders)
        except OptionError as error:
            message = error.message(f"publications: option “{error.option}”") if error.option else str(error)
            source, line = self._source()
            location = f"{source}:{line + self._offset_of(error.option)}"
            warn(Code.OPTION, message, location, self.config, error=True)
            return []
        for file in record_files(project.settings):
            self.env.note_dependency(file)
        listing = pubs_listing(request=request, classes=self._classes())
        if "member-of" in written:  # which the selection holds as a long expression
            from sphinxext_pubs.query.facets import SELECTING  # only if a page is read

            listing["asked"] = {
                name: value for name, value in written.items() if name in {*SELECTING, *_MORE}
            }
        self.set_source_info(listing)
        self.add_name(listing)
        return [listing]

    def _classes(self) -> list[str]:
        return directives.class_option(self.options["class"]) if self.options.get("class") else []

    def _all_options(self) -> dict[str, str]:
        """The options in the block and on the directive's own line, which MyST hands over as an argument."""
        lines = [*self.arguments, *self.content]
        options = dict(self.options)
        if not options and not self.arguments and any(map(_FIELD.fullmatch, self._block())):
            sentence = "publications: the options cannot be read and the list is not shown"
            raise OptionError("", sentence, Suggestion(remedy=_QUOTE_VALUES))
        for line in (line for text in lines for line in text.splitlines() if line.strip()):
            if not (found := _FIELD.fullmatch(line)):
                example = Suggestion(remedy="Write options like “:year: 2024”, each on its own line")
                raise OptionError("", f"publications: “{line.strip()}” is not an option", example)
            options[found["name"]] = found["value"] or ""
        return options

    def _offset_of(self, option: str) -> int:
        """The lines from the directive's first to the one where an option is written; 0 where it is not."""
        option_line = re.compile(rf"(?:.*::|[^\w{{]*+\{{.*\}})?\s*+:?{re.escape(option)}\s*:")
        for offset, line in enumerate(self._block()):
            if option and option_line.match(line):
                return offset
        return 0

    def _source(self) -> tuple[str, int]:
        """The file that the directive stands in (or the docstring), and its line there.

        docutils names included files from the working directory, which says nothing to readers of a log.
        """
        source, line = self.get_source_info()
        return (os.path.abspath(source) if os.path.isfile(source) else source), line

    def _block(self) -> list[str]:
        """The directive's own lines, from its name to the end of its options.

        MyST before 5 hands over the content only, so the lines are looked for in the page itself.
        """
        lines = (self.block_text or "").splitlines()
        if not lines or self.name not in lines[0]:
            source, line = self._source()
            path = Path(source)
            text = path.read_text("utf-8", "replace") if path.is_file() else ""
            lines = text.splitlines()[line - 1 :]
        return list(takewhile(lambda line: line.strip() not in _ENDS, lines))


class PublicationDirective(PublicationsDirective):
    """One paper in full: everything that is known of it, in the place of a list."""

    required_arguments = 1
    optional_arguments = 0

    def _all_options(self) -> dict[str, str]:
        """The options of the list that has this paper only."""
        key = self.arguments[0].strip()
        if not key or "," in key or "*" in key:
            remedy = Suggestion(remedy="For several papers use the directive publications")
            raise OptionError("", f"publication: “{key}” is not a single key", remedy)
        shown = "year, details, editors, award, status, note, keywords, cited-by"
        return {"show": shown, **self.options, "key": key, "group-by": "none"}
