"""The references of lists and pages in the built-in and CSL styles of the project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES
from sphinxext_pubs.model.problems import Code, InvalidValueError, Problem
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.model.rich_text import join_texts
from sphinxext_pubs.project.list_styles import ListStyle, StyleFolders, find_list_style

if TYPE_CHECKING:
    from sphinxext_pubs.citations.csl.pandoc import Pandoc
    from sphinxext_pubs.citations.csl.references import Engine
    from sphinxext_pubs.citations.csl.style import CslStyle
    from sphinxext_pubs.citations.labels import Cited
    from sphinxext_pubs.model.publication import Publication
    from sphinxext_pubs.model.rich_text import Text
    from sphinxext_pubs.project.settings import Settings
    from sphinxext_pubs.project.site import Site
    from sphinxext_pubs.project.tables import Tables


#: The maximum number of papers that are reported one by one for the same reason.
_MOST_REPORTED = 5


def styles_in_conf(settings: Settings) -> tuple[str, ...]:
    """Return the styles that ``conf.py`` names; those of pages only if papers have pages."""
    return (settings.style, *(settings.page_styles if "paper" in settings.pages else ()))


class StyledReferences:
    """The references in the project's styles, formatted in one batch per style on first use.

    ``papers`` returns the papers whose references in a style are needed, ``joint`` those by key that were
    written together with the citations of the project; ``report`` is called with problems.
    """

    def __init__(
        self,
        settings: Settings,
        tables: Tables,
        site: Site,
        *,
        papers: Callable[[str], Iterable[Publication]],
        joint: Callable[[str], Mapping[str, Text]],
        report: Callable[[Problem], None],
    ) -> None:
        self._settings, self._tables, self._site = settings, tables, site
        self._papers, self._joint, self._report = papers, joint, report
        self._texts: dict[str, dict[str, Text]] = {}
        self._invalid: set[str] = set()
        self._engines: dict[str, Engine | None] = {}

    def reference(self, cited: Cited, style: str, *, by_year: bool = False) -> Text:
        """Return the full reference of a paper in a style, or in the built-in one if the engine failed.

        In the built-in style, ``by_year`` is True if citations name the year, which then has their letter.
        That of a set consists of the references of its members.
        """
        from sphinxext_pubs.render.references import full_reference  # only if a reference is written

        csl = self.style(style).csl
        if csl is None:
            return full_reference(cited, by_year=by_year)
        if cited.members:
            return join_texts(self.reference(cited.member(paper), style) for paper in cited.members)
        text = self._joint(style).get(cited.paper.key) or self._batch(csl, style).get(cited.paper.key)
        return full_reference(cited, by_year=by_year) if text is None else text

    @property
    def folders(self) -> StyleFolders:
        """The folders of style files."""
        return StyleFolders(self._site.confdir, self._site.srcdir)

    def style(self, name: str) -> ListStyle:
        """Return the style of the project or of a list; if it is invalid, report that and use author-year."""
        folders = self.folders
        try:
            return find_list_style(
                name, folders.conf, None if name in styles_in_conf(self._settings) else folders.source
            )
        except InvalidValueError as error:
            if name not in self._invalid:
                self._invalid.add(name)
                sentence = (
                    f"The style “{name}” is not used (references are shown in author-year): {error.sentence}"
                )
                self._report(Problem(Code.STYLE, sentence, Origin("conf.py"), suggestion=error.suggestion))
            return find_list_style("author-year", folders.conf)

    def write_all(self) -> None:
        """Format the citations and the references of all lists, before processes are forked."""
        for name in self.names():
            csl = self.style(name).csl
            if csl is not None:
                self._batch(csl, name)

    def names(self) -> list[str]:
        """Return the CSL styles of the project and of all its lists, sorted."""
        answers = self._tables.answers.values()
        lists = {getattr(query, "style", "") for queries in answers for query, _ in queries}
        return sorted({*styles_in_conf(self._settings), *filter(None, lists)} - BUILTIN_STYLES.keys())

    def digest(self) -> list[tuple[str, str, str]]:
        """Return the name, digest and engine of each CSL style, which references depend on besides papers."""
        digests = []
        for name in self.names():
            csl = self.style(name).csl
            engine = self.engine(csl) if csl is not None else None
            if engine is not None:
                digests.append((name, engine.style.digest, engine.identity))
        return digests

    def engine(self, csl: CslStyle) -> Engine | None:
        """Return the engine of a CSL style, or None if no engine is installed."""
        from sphinxext_pubs.citations.csl.pandoc import find_pandoc  # only for CSL styles

        if csl.digest not in self._engines:
            pandoc = find_pandoc()
            self._engines[csl.digest] = None if pandoc is None else self._make_engine(pandoc, csl)
        return self._engines[csl.digest]

    def _make_engine(self, pandoc: Pandoc, csl: CslStyle) -> Engine:
        from sphinxext_pubs.citations.csl.references import Engine  # only for CSL styles

        return Engine(
            pandoc,
            csl,
            csl.locale_of(self._site.language),
            self._site.doctreedir,
            sentence_case=self._settings.sentence_case,
            begin=partial(self._report_progress, csl.name),
        )

    def _report_progress(self, style: str, works: int, citations: int) -> None:
        what = f"{citations} citations of {works} papers" if citations else f"{works} references"
        self._site.tell(f"formatting {what} in the style {style}...")

    def _batch(self, csl: CslStyle, style: str) -> dict[str, Text]:
        """Return the references of all papers that need one in a style, by key; formatted once."""
        if style not in self._texts:
            self._texts[style] = self._write(csl, style)
        return self._texts[style]

    def _write(self, csl: CslStyle, style: str) -> dict[str, Text]:
        engine = self.engine(csl)
        if engine is None:
            return {}
        joint = self._joint(style)
        papers = {paper.key: paper for paper in self._papers(style) if paper.key not in joint}
        texts, failed = engine.references(papers.values())
        self._report_failures(csl.name, failed, papers)
        return texts

    def _report_failures(
        self, style: str, failed: Mapping[str, str], papers: Mapping[str, Publication]
    ) -> None:
        """Report the papers without a reference in a style, or one of many with the same reason."""
        keys_by_reason: dict[str, list[str]] = {}
        for key, reason in failed.items():
            keys_by_reason.setdefault(reason, []).append(key)
        for reason, keys in keys_by_reason.items():
            is_many = len(keys) > _MOST_REPORTED
            others = f", and so are {len(keys) - 1} other papers" if is_many else ""
            for key in keys[:1] if is_many else keys:
                sentence = f"“{key}” has no reference in the style {style} ({reason}); it is shown in our own"
                self._report(Problem(Code.STYLE, sentence + others, papers[key].origin))
