"""The script of pages: put together from its sources, one for each site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sphinxext_pubs.extension.script import (
    FOLDER,
    SOURCES,
    assemble_script,
    imported_names,
    without_comments,
    without_module_syntax,
)
from tests.conftest import Project

LIST = "T\n=\n\n.. publications::\n   :filterable:\n"


def test_every_source_is_in_the_script() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_after_those_that_it_imports(name: str) -> None:
    imported = imported_names((FOLDER / f"{name}.mjs").read_text(encoding="utf-8"))
    assert set(imported) <= set(SOURCES[: SOURCES.index(name)])


def test_the_script_is_one_function_without_modules() -> None:
    script = assemble_script()
    assert script == assemble_script()
    assert re.match(r'/\*[^*]*\*\*?[^*]*\*/\n\(\(\) => \{\n"use strict";\n', script)
    assert script.endswith("\n})();\n")
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)


def test_declarations_have_one_name_each() -> None:
    names = re.findall(r"^(?:async )?(?:function\*?|class|const|let) (\w+)", assemble_script(), re.MULTILINE)
    assert len(names) > 50
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("source", "script"),
    [
        ('import { a, b } from "./x-y.mjs";\nexport const c = a;\n', "const c = a;\n"),
        ('import {\n  a,\n} from "./x.mjs";\na();\n', "a();\n"),
        (
            "export function f() {}\nexport async function g() {}\n",
            "function f() {}\nasync function g() {}\n",
        ),
        ("export class C {}\n", "class C {}\n"),
        ("imported();\n", "imported();\n"),
    ],
)
def test_module_syntax_is_removed(source: str, script: str) -> None:
    assert without_module_syntax(source) == script


@pytest.mark.parametrize(
    "source",
    [
        'import x from "./x.mjs";\n',
        'import "./x.mjs";\n',
        'import { a as b } from "other";\n',
        'import { a } from "./x.mjs"\n',
        "export default 1;\n",
        "export { a };\n",
    ],
)
def test_other_module_syntax_is_an_error(source: str) -> None:
    with pytest.raises(ValueError, match="unsupported module syntax"):
        without_module_syntax(source)


@pytest.mark.parametrize(
    ("source", "script"),
    [
        ("/* a\n   b */\nc();\n", "c();\n"),
        ("  /** a */\n  b();\n", "  b();\n"),
        ("/**\n * a\n */\nb();\n", "b();\n"),
        ("// a\nb(); // c\n", "b(); // c\n"),
        ("/** @type {A} */ (b).c();\n", "/** @type {A} */ (b).c();\n"),
        ("const a = /** @type {A} */ (b);\n", "const a = /** @type {A} */ (b);\n"),
    ],
)
def test_lines_of_comments_are_removed(source: str, script: str) -> None:
    assert without_comments(source) == script


# On pages


def scripts(page: str) -> list[str]:
    """Return the addresses of our scripts on a page."""
    return re.findall(r'<script[^>]*src="([^"]*pubs[^"]*)"', page)


def test_a_page_asks_for_one_script_by_its_content(project: Project) -> None:
    pages = {
        "index.rst": LIST,
        "cite.rst": ":orphan:\n\nT\n=\n\n:paper:`ko-2023`\n",
        "none.rst": ":orphan:\n\nT\n=\n",
    }
    built = project.write(pages).build()
    [address] = scripts(built.page())
    assert re.fullmatch(r"_static/pubs\.js\?v=[0-9a-f]{8}", address)
    assert scripts(built.page("cite")) == [address]
    assert scripts(built.page("none")) == []
    assert (built.outdir / "_static/pubs.js").read_text(encoding="utf-8") == assemble_script()
    assert not list(Path(built.outdir, "_static").rglob("*.mjs"))
