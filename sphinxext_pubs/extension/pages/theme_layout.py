"""Generated pages in the layout of the theme: rendered once for each folder, or page by page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sphinx.util import logging

from sphinxext_pubs.extension.i18n import gettext
from sphinxext_pubs.extension.pages.skeleton import (
    ObservedText,
    PageValues,
    Skeleton,
    add_metadata,
    is_printed,
    sample_values,
)
from sphinxext_pubs.project.digests import digest_of, files_digest

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

logger = logging.getLogger(__name__)

#: A folder of pages and their parent document, which have the same layout.
Group: TypeAlias = tuple[str, str]

#: The variables of templates that a layout must print.
_REQUIRED = ("title", "metatags", "body")


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The layout of a group of pages: a skeleton, or None if each page has to be rendered.

    ``digest`` is a digest of everything that the layout depends on.
    """

    digest: str
    skeleton: Skeleton | None


@dataclass(slots=True)
class ThemeLayout:
    """The layouts of generated pages in one build, by group."""

    builder: StandaloneHTMLBuilder
    _layouts: dict[Group, PageLayout] = field(default_factory=dict)
    _noted: set[str] = field(default_factory=set)

    def prepare(
        self,
        group: Group,
        names: Collection[str],
        titles: Collection[str],
        pages: Iterable[Callable[[], PageValues]],
    ) -> None:
        """Prepare the layout of a group of pages: their names and titles, and the values of some of them.

        The layout is used as a skeleton only if it prints what it has to, and if the skeleton becomes each of
        these pages exactly as Sphinx renders it.
        """
        sample, parent = sample_values(group[0]), group[1]
        name, title = ObservedText(sample.pagename, names), ObservedText(sample.title, titles)
        text = self._render(replace(sample, pagename=name, title=title), parent)
        skeleton = Skeleton(text, sample)
        omitted = [variable for variable in _REQUIRED if not is_printed(getattr(sample, variable), text)]
        values = (page() for page in pages)
        different = next((page for page in values if not self._is_filled(skeleton, page, parent)), sample)
        observed = {"pagename": name, "title": title}
        compared = [variable for variable, value in observed.items() if value.is_compared]
        if different is sample and not omitted and not compared:
            self._layouts[group] = PageLayout(digest_of(text), skeleton)
            return
        self._layouts[group] = PageLayout(digest_of(text, self._templates_digest()), None)
        if group[0] not in self._noted:
            self._noted.add(group[0])
            changed = self._changed(skeleton, sample, different, parent)
            self._note(group[0], dict.fromkeys([*omitted, *changed, *compared]), "metatags" in omitted)

    def digest(self, group: Group) -> str:
        """Return a digest of everything that the layout of a group depends on."""
        return self._layouts[group].digest

    def page_html(self, group: Group, values: PageValues) -> str:
        """Return a page as HTML."""
        skeleton = self._layouts[group].skeleton
        if skeleton is not None:
            return skeleton.fill(values)
        return add_metadata(self._render(values, group[1]), self._as_read(values.metatags))

    def _is_filled(self, skeleton: Skeleton, values: PageValues, parent: str) -> bool:
        """True if a skeleton becomes a page as Sphinx renders it."""
        return self._as_read(skeleton.fill(values)) == self._render(values, parent)

    def _changed(self, skeleton: Skeleton, sample: PageValues, page: PageValues, parent: str) -> list[str]:
        """Return the variables that a layout does not print unchanged, each tried alone."""
        trials = (
            (variable.name, replace(sample, **{variable.name: getattr(page, variable.name)}))
            for variable in fields(PageValues)
        )
        return [name for name, trial in trials if not self._is_filled(skeleton, trial, parent)]

    def _note(self, folder: str, variables: Iterable[str], adds_metadata: bool) -> None:
        """Log why the pages in a folder are rendered one by one: slower, but not a fault of the project."""
        message = gettext(
            "Each page in “{folder}” is rendered separately, which takes longer, because the theme “{theme}” "
            "or an extension changes or omits {variables}."
        )
        if adds_metadata:
            message = f"{message} {gettext('The metadata is added to the head of each page.')}"
        names = ", ".join(f"“{name}”" for name in variables)
        theme = self.builder.config.html_theme
        logger.info(message.format(folder=folder or "/", theme=theme, variables=names))

    def _templates_digest(self) -> str:
        """Return a digest of the configuration and of all templates, any of which may affect some pages."""
        builder = self.builder
        folders = [*builder.theme.get_theme_dirs(), *self._project_templates()]
        info = builder.create_build_info()
        return digest_of(info.config_hash, info.tags_hash, files_digest(map(Path, folders), "*.html"))

    def _project_templates(self) -> list[Path]:
        return [Path(self.builder.confdir, folder) for folder in self.builder.config.templates_path]

    def _as_read(self, text: str) -> str:
        """Return a text as :meth:`_render` reads it: with references for characters that have no code."""
        encoding = self.builder.config.html_output_encoding
        text = text.encode(encoding, "xmlcharrefreplace").decode(encoding)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _render(self, values: PageValues, parent: str) -> str:
        """Return a page as Sphinx renders it, after the handlers of all extensions."""
        builder = self.builder
        context = {
            "title": values.title,
            "body": values.body,
            "metatags": values.metatags,
            "parents": self._parents(values.pagename, parent),
            "sourcename": "",
            "page_source_suffix": "",
            "has_source": False,
            "toc": "",
            "display_toc": False,
            "meta": {},
            "prev": None,
            "next": None,
            "pubs_generated": True,
        }
        with tempfile.TemporaryDirectory(prefix="pubs-page-") as folder:
            path = Path(folder, "page.html")
            builder.handle_page(values.pagename, context, "page.html", outfilename=path)
            return path.read_text(builder.config.html_output_encoding)

    def _parents(self, page: str, parent: str) -> list[dict[str, str]]:
        """Return the parent document of a page for the navigation of themes."""
        builder = self.builder
        if not parent or parent not in builder.env.titles:
            return []
        title = builder.render_partial(builder.env.titles[parent])["title"]
        return [{"link": builder.get_relative_uri(page, parent), "title": title}]
