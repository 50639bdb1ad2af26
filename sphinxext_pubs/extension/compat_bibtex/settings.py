"""The settings of sphinxcontrib-bibtex, converted to those of this package; unsupported ones are reported."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinxext_pubs.extension.compat_bibtex.ids import invalid_templates
from sphinxext_pubs.extension.compat_bibtex.warnings import convert_suppressed
from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.model.problems import Code

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its name, default and types."""

    name: str
    default: Any
    types: tuple[type, ...] = (str,)


SETTINGS: tuple[Setting, ...] = (
    Setting("bibtex_bibfiles", None, (list, tuple, str, type(None))),
    Setting("bibtex_encoding", "utf-8-sig"),
    Setting("bibtex_default_style", "alpha"),
    Setting("bibtex_reference_style", "label"),
    Setting("bibtex_foot_reference_style", "foot"),
    Setting("bibtex_tooltips", True, (bool,)),
    Setting("bibtex_tooltips_style", ""),
    Setting("bibtex_bibliography_header", ""),
    Setting("bibtex_footbibliography_header", ""),
    Setting("bibtex_cite_id", ""),
    Setting("bibtex_footcite_id", ""),
    Setting("bibtex_bibliography_id", ""),
    Setting("bibtex_footbibliography_id", ""),
)


@dataclass(frozen=True, slots=True)
class PybtexStyle:
    """The equivalent of a pybtex style: a built-in style, and the sort order of its lists."""

    style: str
    sort: str


#: The styles of pybtex, by name.
STYLES: dict[str, PybtexStyle] = {
    "alpha": PybtexStyle("alpha", "author, date, title"),
    "plain": PybtexStyle("numeric", "author, date, title"),
    "unsrt": PybtexStyle("numeric", "cited"),
    "unsrtalpha": PybtexStyle("alpha", "cited"),
}

#: The style of lists with an unknown style.
FALLBACK = STYLES["alpha"]

#: The supported values of ``bibtex_reference_style``.
REFERENCE_STYLES = ("label", "author_year", "super", "foot")


def find_pybtex_style(style: str) -> PybtexStyle:
    """Return the equivalent of a pybtex style."""
    return STYLES.get(style, FALLBACK)


def register(app: Sphinx) -> None:
    """Declare the settings, and convert them before the settings of this package are checked."""
    for setting in SETTINGS:
        app.add_config_value(setting.name, setting.default, "env", types=setting.types)
    app.connect("config-inited", convert_settings, priority=100)


def convert_settings(_app: Sphinx, config: Config) -> None:
    """Set the settings of this package from those of sphinxcontrib-bibtex (``config-inited``)."""
    files = config.bibtex_bibfiles or []
    files = [files] if isinstance(files, str) else list(files)
    sources = [config.pubs_sources] if isinstance(config.pubs_sources, str) else list(config.pubs_sources)
    config.pubs_sources = [*files, *sources]
    if config.bibtex_encoding.lower().replace("_", "-") not in ("utf-8-sig", "utf-8", "utf8"):
        config.pubs_encoding = config.pubs_encoding or config.bibtex_encoding
    if config.pubs_style == "author-year" and config.bibtex_reference_style != "author_year":
        config.pubs_style = find_pybtex_style(config.bibtex_default_style).style
    convert_suppressed(config)
    for message in _unsupported(config):
        warn(Code.OPTION, message, "conf.py", config)


def _unsupported(config: Config) -> Iterator[str]:
    if config.bibtex_bibfiles is None and not config.pubs_sources:
        yield "bibtex_bibfiles is not set, and the library is empty. Name your .bib files in it."
    plugins = {name for _, name in plugins_of("pybtex.style.formatting")}
    style = config.bibtex_default_style
    if style not in STYLES and style not in plugins:
        yield (
            f"bibtex_default_style = {style!r} is not supported; “alpha” is used. "
            "Set pubs_style to a CSL style, or use one of: alpha, plain, unsrt, unsrtalpha."
        )
    if config.bibtex_reference_style not in REFERENCE_STYLES:
        known = {name for _, name in plugins_of("sphinxcontrib.bibtex.style.referencing")}
        if config.bibtex_reference_style not in known:
            yield (
                f"bibtex_reference_style = {config.bibtex_reference_style!r} is not supported; “label” is "
                "used. Choose from: label, author_year, super, foot."
            )
    yield from invalid_templates(config)
    for group, name in plugins_of():
        yield (
            f"The pybtex plugin “{name}” ({group}) is not supported and has no effect. Set pubs_style to a "
            "CSL style for references, and bibtex_reference_style to label or author_year for citations."
        )


def plugins_of(group: str = "") -> list[tuple[str, str]]:
    """Return group and name of the plugins that conf.py registered with pybtex, sorted."""
    plugins: set[tuple[str, str]] = set()
    for module in map(sys.modules.get, ("pybtex.plugin", "sphinxcontrib.bibtex.plugin")):
        for attribute in ("_RUNTIME_PLUGINS", "_runtime_plugins"):
            registered = getattr(module, attribute, {})
            plugins |= {(key, str(name)) for key, names in registered.items() for name in names}
    return sorted(row for row in plugins if not group or row[0] == group)
