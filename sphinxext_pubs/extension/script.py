"""The script of pages, put together from its source files.

The sources are modules, so that each names what it uses and can be tested alone. Browsers do not load modules
from ``file://``, so that pages get one classic script: the sources in order, in one function, without their
imports, exports and comments.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "static" / "scripts"

#: The source files, each after those that it imports.
SOURCES = (
    "fold",
    "search-terms",
    "filter-state",
    "sort-orders",
    "matching",
    "state-parameters",
    "dom",
    "tasks",
    "messages",
    "remote-data",
    "remote-entries",
    "entry-container",
    "list-view",
    "url-state",
    "sort-headers",
    "term-links",
    "bibtex-download",
    "range-field",
    "facet-menus",
    "active-filters",
    "filter-bar",
    "filter-bars",
    "entry-folds",
    "copy-buttons",
    "nearby-entries",
    "url-targets",
    "preview-cards",
    "directory-search",
    "main",
)

_IMPORT = re.compile(r'import \{[^{}"]*\} from "\./(?P<name>[a-z-]+)\.mjs";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=async function |function |class |const )", re.MULTILINE)
_MODULE_SYNTAX = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def imported_names(source: str) -> list[str]:
    """Return the names of the source files that a source imports."""
    return [match["name"] for match in _IMPORT.finditer(source)]


def without_module_syntax(source: str) -> str:
    """Return a source without its imports and exports.

    Raise ValueError if it has others than imports of names in braces and exports of declarations.
    """
    script = _EXPORT.sub("", _IMPORT.sub("", source))
    if match := _MODULE_SYNTAX.search(script):
        raise ValueError(f"unsupported module syntax: “{match[0]}”")
    return script


def without_comments(source: str) -> str:
    """Return a source without the lines that only contain a comment."""
    lines, is_in_comment = [], False
    for line in source.splitlines(keepends=True):
        text = line.strip()
        if text.startswith("/*") and "*/" not in text[:-2]:
            is_in_comment = True
        if not is_in_comment and not text.startswith("//"):
            lines.append(line)
        if text.endswith("*/"):
            is_in_comment = False
    return "".join(lines)


def assemble_script() -> str:
    """Return the script of pages."""
    sources = ((FOLDER / f"{name}.mjs").read_text(encoding="utf-8") for name in SOURCES)
    parts = "".join(without_comments(without_module_syntax(source)) for source in sources)
    return f'/* sphinxext-pubs, {FOLDER.name}/*.mjs */\n(() => {{\n"use strict";\n{parts}}})();\n'
