"""The configuration values in Sphinx: they are declared, checked and read here."""

from __future__ import annotations

import re
from dataclasses import Field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError

from sphinxext_pubs.extension.log import warn
from sphinxext_pubs.model.problems import Code, InvalidValueError, message_text
from sphinxext_pubs.project.settings import Settings, check_setting

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinxext_pubs.project.registry import Registry


def _default(row: Field[Any]) -> Any:
    """Return the default in the form of ``conf.py``."""
    return list(row.default) if isinstance(row.default, tuple) else row.default


def settings_of(config: Config, registry: Registry) -> Settings:
    """Return the checked settings of a project; raises ConfigError with the name of an invalid value."""
    checked = {}
    for row in fields(Settings):
        value = getattr(config, f"pubs_{row.name}")
        if value == _default(row):
            continue  # without loading the modules that check it
        try:
            checked[row.name] = check_setting(row.name, value, registry)
        except InvalidValueError as error:
            raise ConfigError(error.message(f"conf.py: pubs_{row.name} = {value!r}")) from error
    return Settings(**checked)


def register(app: Sphinx) -> None:
    """Declare the configuration values; Sphinx reads all documents again when one changes."""
    for row in fields(Settings):
        app.add_config_value(
            f"pubs_{row.name}", _default(row), "env", types=[str, list, tuple, bool, int, dict]
        )


def check_style(settings: Settings, directory: Path) -> None:
    """Raise ConfigError if a style of the project is invalid, or no engine for it is installed."""
    named = [("style", settings.style), *(("page_styles", style) for style in settings.page_styles)]
    if {style for _, style in named} == {Settings().style}:
        return
    from sphinxext_pubs.citations.reference_styles import BUILTIN_STYLES  # not for the default style

    for setting, style in named:
        if style in BUILTIN_STYLES:
            continue
        from sphinxext_pubs.project.list_styles import usable_style  # only for CSL styles

        try:
            usable_style(style, directory)
        except InvalidValueError as error:
            value = settings.style if setting == "style" else list(settings.page_styles)
            raise ConfigError(error.message(f"conf.py: pubs_{setting} = {value!r}")) from error


def check_names(config: Config) -> None:
    """Warn of unknown names and missing settings."""
    known = [f"pubs_{row.name}" for row in fields(Settings)]
    if config.pubs_feed and not config.html_baseurl:
        message = "pubs_feed has no effect without html_baseurl. Set html_baseurl to the address of the site."
        warn(Code.OPTION, message, "conf.py", config)
    if (config.pubs_feed or config.pubs_pages) and not re.match(r"https?://.|\Z", config.html_baseurl):
        message = (
            f"html_baseurl = {config.html_baseurl!r} is not a full address, which search engines, feeds "
            "and reference managers need. It must begin with https://."
        )
        warn(Code.OPTION, message, "conf.py", config)
    for name in sorted(vars(config).get("_raw_config", {})):
        if name.startswith("pubs_") and name not in known:
            from sphinxext_pubs.model.suggestions import suggest  # only if a value is unknown

            message = message_text(f"Unknown configuration value “{name}”", suggest(name, known))
            warn(Code.OPTION, message, "conf.py", config)
