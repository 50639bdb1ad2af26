"""The references of lists and pages in the styles of the project, ours or CSL's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.model.problems import Code, InvalidValueError, Problem
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.project.reference_styles import ListStyle, StyleFolders, style_of

if TYPE_CHECKING:
    from sphinxext_pubs.citations.csl.references import References
    from sphinxext_pubs.citations.csl.style import CslStyle
    from sphinxext_pubs.citations.labels import Cited
    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.model.rich_text import Text
    from sphinxext_pubs.project.settings import Settings
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.project.tables import Tables


class StyledReferences:
    """The references in the project's styles, written in one batch for each style when first asked for.

    ``papers`` returns the papers whose references in a style are needed. Problems are given to ``report``.
    """

    def __init__(
        self,
        settings: Settings,
        tables: Tables,
        site: Site,
        *,
        papers: Callable[[str], Iterable[Publication]],
        report: Callable[[Problem], None],
    ) -> None:
        self._settings, self._tables, self._site = settings, tables, site
        self._papers, self._report = papers, report
        self._texts: dict[str, dict[str, Text]] = {}
        self._invalid: set[str] = set()

    def reference(self, cited: Cited, style: str) -> Text:
        """Return the whole reference of a paper in a style, or in our own if the engine failed."""
        from sphinxext_pubs.render.citation_forms import full_reference  # only if a reference is written

        csl = self.style(style).csl
        if csl is None:
            return full_reference(cited)
        text = self._batch(csl, style).get(cited.paper.key)
        if text is None:
            return full_reference(cited)
        from sphinxext_pubs.citations.csl.references import add_year_letter, reference_year

        return (
            add_year_letter(text, reference_year(cited.paper), cited.disambiguation.letter)
            if csl.dated
            else text
        )

    @property
    def folders(self) -> StyleFolders:
        """The folders of style files."""
        return StyleFolders(self._site.confdir, self._site.srcdir)

    def style(self, name: str) -> ListStyle:
        """Return the style of the project or of a list; our own, with a problem, if its file is invalid."""
        folders = self.folders
        try:
            return style_of(name, folders.conf, None if name in self._of_project else folders.source)
        except InvalidValueError as error:
            if name not in self._invalid:
                self._invalid.add(name)
                sentence = (
                    f"The style “{name}” is not used (references are shown in author-year): {error.sentence}"
                )
                self._report(Problem(Code.STYLE, sentence, Origin("conf.py"), suggestion=error.suggestion))
            return style_of("author-year", folders.conf)

    def write_all(self) -> None:
        """Write what all lists of references need, before processes are forked."""
        for name in self.names():
            csl = self.style(name).csl
            if csl is not None:
                self._batch(csl, name)

    def names(self) -> list[str]:
        """Return the CSL styles of the project and of all its lists, sorted."""
        answers = self._tables.answers.values()
        lists = {getattr(query, "style", "") for queries in answers for query, _ in queries}
        return sorted({*self._of_project, *filter(None, lists)} - BUILTIN_STYLES.keys())

    @property
    def _of_project(self) -> tuple[str, ...]:
        """The styles that ``conf.py`` names; those of pages only if papers have pages."""
        settings = self._settings
        return (settings.style, *(settings.page_styles if "paper" in settings.pages else ()))

    def is_of_pages(self, style: str) -> bool:
        """True if the pages of papers have references in this style."""
        return style in self._of_project

    def digest(self) -> list[tuple[str, str, str]]:
        """Return what references in CSL styles depend on in addition to the papers."""
        digests = []
        for name in self.names():
            csl = self.style(name).csl
            engine = self._engine(csl) if csl is not None else None
            if engine is not None:
                digests.append((name, engine.style.digest, engine.path.name))
        return digests

    def _engine(self, csl: CslStyle) -> References | None:
        """Return what writes references in a CSL style; None if no engine is installed."""
        from sphinxext_pubs.citations.csl.engines import choose_engine
        from sphinxext_pubs.citations.csl.references import References

        engine = choose_engine(self._settings.csl_engine)
        language = self._site.language.replace("_", "-")
        return References(csl, engine, language, self._site.doctreedir) if engine else None

    def _batch(self, csl: CslStyle, style: str) -> dict[str, Text]:
        """Return the references of all papers that need one in a style, by key."""
        if style not in self._texts:
            self._texts[style] = self._write(csl, style)
        return self._texts[style]

    def _write(self, csl: CslStyle, style: str) -> dict[str, Text]:
        engine = self._engine(csl)
        if engine is None:
            return {}
        papers = {paper.key: paper for paper in self._papers(style)}
        texts, failed = engine.format(papers.values())
        for key in failed:
            message = (
                f"{engine.engine.name} produced no reference for “{key}” in the style {csl.name}, as some "
                "styles do for entries without a publisher or journal. It is shown in the built-in style."
            )
            self._report(Problem(Code.STYLE, message, papers[key].origin))
        return texts
