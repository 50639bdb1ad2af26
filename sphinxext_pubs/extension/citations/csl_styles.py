"""Styles by name, whether ours or CSL's, and the references that they write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.labels import Cited
from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.extension.lists.resolve import answer
from sphinxext_pubs.extension.log import complain
from sphinxext_pubs.extension.reference_styles import ListStyle, StyleFolders, style_of
from sphinxext_pubs.extension.requests import Request
from sphinxext_pubs.model.problems import Code, InvalidValueError, message_text
from sphinxext_pubs.model.publication import Publication
from sphinxext_pubs.model.rich_text import Text
from sphinxext_pubs.render.citation_forms import full_reference

if TYPE_CHECKING:
    from sphinxext_pubs.citations.csl.references import References
    from sphinxext_pubs.citations.csl.style import CslStyle
    from sphinxext_pubs.extension.domain import PaperDomain


@dataclass
class Styled:
    """The references of the project's styles, written when they are asked for first, in one batch each."""

    domain: PaperDomain
    texts: dict[str, dict[str, Text]] = field(default_factory=dict)
    invalid: set[str] = field(default_factory=set)

    def reference(self, cited: Cited, style: str) -> Text:
        """The whole reference of a paper in a style; our own where the engine failed."""
        csl = self.of(style).csl
        if csl is None:
            return full_reference(cited)
        if style not in self.texts:
            self.texts[style] = self._written(csl, style)
        text = self.texts[style].get(cited.paper.key)
        if text is None:
            return full_reference(cited)
        from sphinxext_pubs.citations.csl.references import with_letter, year_of

        return with_letter(text, year_of(cited.paper), cited.disambiguation.letter) if csl.dated else text

    @property
    def folders(self) -> StyleFolders:
        """Where the files of styles are."""
        return StyleFolders(Path(self.domain.builder.confdir), Path(self.domain.env.srcdir))

    def of(self, name: str) -> ListStyle:
        """The style of the project or of a list; our own, with a warning, where its file became invalid."""
        folders = self.folders
        try:
            return style_of(name, folders.conf, None if name in self._of_project else folders.source)
        except InvalidValueError as error:
            if name not in self.invalid:
                self.invalid.add(name)
                sentence = (
                    f"The style “{name}” is not used (references are shown in author-year): {error.sentence}"
                )
                message = message_text(sentence, error.suggestion)
                complain(Code.STYLE, message, "conf.py", self.domain.env.config)
            return style_of("author-year", folders.conf)

    def prepare(self) -> None:
        """Write what all lists of references need, before processes are forked."""
        for style in self.names():
            csl = self.of(style).csl
            if csl is not None and style not in self.texts:
                self.texts[style] = self._written(csl, style)

    def names(self) -> list[str]:
        """The styles of the project and of all its lists, sorted."""
        answers = self.domain.data["answers"].values()
        lists = {getattr(question, "style", "") for found in answers for question, _ in found}
        return sorted({*self._of_project, *filter(None, lists)} - BUILTIN_STYLES.keys())

    @property
    def _of_project(self) -> tuple[str, ...]:
        """The styles that the project itself names; those of pages only where there are some."""
        settings = self.domain.settings
        return (settings.style, *(settings.page_styles if "paper" in settings.pages else ()))

    def digest(self) -> list[tuple[str, str, str]]:
        """What references in CSL styles depend on beside the papers."""
        return [
            (name, kept.style.digest, kept.path.name)
            for name in self.names()
            if (kept := self._kept_of(name))
        ]

    def _kept_of(self, name: str) -> References | None:
        csl = self.of(name).csl
        return self._kept(csl) if csl is not None else None

    def _kept(self, csl: CslStyle) -> References | None:
        from sphinxext_pubs.citations.csl.engines import choose
        from sphinxext_pubs.citations.csl.references import References

        engine = choose(self.domain.settings.csl_engine)
        language = self.domain.env.config.language.replace("_", "-")
        return References(csl, engine, language, Path(self.domain.env.doctreedir)) if engine else None

    def _written(self, csl: CslStyle, style: str) -> dict[str, Text]:
        kept = self._kept(csl)
        if kept is None:
            return {}
        texts, failed = kept.of(self._papers(style))
        for key in failed:
            paper = self.domain.shelf.library.get(key)
            message = (
                f"{kept.engine.name} writes nothing for “{key}” in the style {csl.name}, as some styles "
                "want it where a publisher or a journal is missing; it is shown in our own."
            )
            complain(Code.STYLE, message, str(paper and paper.origin), self.domain.env.config)
        return texts

    def _style_of(self, request: Request) -> str:
        """The style that a list shows references in; empty where it shows none."""
        shows = "reference" in (*request.show, *request.columns)
        return request.style or (self.domain.settings.style if shows else "")

    def _papers(self, style: str) -> Iterable[Publication]:
        """The papers of all lists in a style; in that of the project also all that are cited."""
        for docname, answers in sorted(self.domain.data["answers"].items()):
            for question, _ in answers:
                if isinstance(question, Request) and self._style_of(question) == style:
                    yield from answer(question, self.domain, docname).publications
        if style == self.domain.settings.style:
            library = self.domain.shelf.library
            keys = self.domain.citations.keys("project", "")
            yield from filter(None, map(library.get, keys))
        if style in self._of_project:
            yield from filter(None, map(self.domain.shelf.library.get, self.domain.generated.papers))
