"""The core does not import Sphinx or docutils, packages import lower ones, and imports are at the top."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: The beginning of a program in which neither can be imported.
BLOCKED = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("sphinx", "docutils"):
            raise ImportError(f"the core imports {name}")

sys.meta_path.insert(0, Blocked())
"""

CORE = """
import importlib, pkgutil
import sphinxext_pubs

OUTSIDE = ("sphinxext_pubs.extension", "sphinxext_pubs.bibtex",
           "sphinxext_pubs.render.nodes", "sphinxext_pubs.render.mathml")
modules = [module.name for module in pkgutil.walk_packages(sphinxext_pubs.__path__, "sphinxext_pubs.")
           if not module.name.startswith(OUTSIDE)]
for name in modules:
    importlib.import_module(name)

from sphinxext_pubs.query import evaluation
from sphinxext_pubs.formats.bibtex import codec as bibtex
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.model.publication import Library
from sphinxext_pubs.render.html import HtmlRenderer
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.entry_view import EntryView

papers = bibtex.read([Source("a.bib", r"@misc{k, title={On {\\'E}tudes}, year=2024, author={A. B}}")])
found = evaluation.list_publications(evaluation.parse({"year": "2024"}), Library(papers))
how = make_entry_options()
html = HtmlRenderer().entry(EntryView(found.publications[0], how), how.layout)
assert "On Études" in html, html
print(*modules)
"""

SERVICES = """
import pytest
sys.exit(pytest.main(["-q", "--noconftest", "-p", "no:cacheprovider", *sys.argv[1:]]))
"""


def test_the_core_works_without_sphinx_and_docutils() -> None:
    done = subprocess.run([sys.executable, "-c", BLOCKED + CORE], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    modules = done.stdout.split()
    assert len(modules) > 40
    services = {path.stem for path in (ROOT / "sphinxext_pubs/project").glob("[!_]*.py")}
    assert {f"sphinxext_pubs.project.{name}" for name in services} <= set(modules)


def test_the_services_of_a_build_are_tested_without_sphinx_and_docutils(tmp_path: Path) -> None:
    """The tests of ``project`` pass although neither can be imported, not even within functions."""
    command = [sys.executable, "-c", BLOCKED + SERVICES, f"--basetemp={tmp_path / 'inner'}", "tests/project"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


def test_packages_import_only_lower_ones() -> None:
    """Loading the model loads nothing above it; loading the facets no format and no rendering."""
    for module, above in (
        ("model.publication", ("notation", "formats", "library", "entities", "query", "render")),
        ("query.evaluation", ("formats", "library", "render")),
        ("formats.bibtex.codec", ("library", "entities", "query", "render")),
    ):
        program = (
            f"import sys, sphinxext_pubs.{module}; print([name for name in sys.modules if name.startswith("
            f"{tuple(f'sphinxext_pubs.{name}' for name in (*above, 'extension'))!r})])"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]", module


def _unexplained_imports(path: Path) -> Iterator[str]:
    """Yield the imports in functions without a comment on the same line or the line before.

    The comment on an import also applies to the imports that directly follow it.
    """
    source = path.read_text("utf-8")
    lines, explained = source.splitlines(), set[int]()
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    imports = {
        node.lineno: node
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    for line, node in sorted(imports.items()):
        last_line = node.end_lineno or line
        has_comment = any("#" in text for text in lines[line - 1 : last_line])
        if has_comment or lines[line - 2].lstrip().startswith("#") or line - 1 in explained:
            explained.add(last_line)
        else:
            yield f"{path.relative_to(ROOT)}:{line}"


def test_imports_in_functions_say_why() -> None:
    """Modules are imported at the top, except for a reason such as the time that a build takes."""
    paths = sorted((ROOT / "sphinxext_pubs").rglob("*.py"))
    assert [place for path in paths for place in _unexplained_imports(path)] == []


def test_imports_without_a_reason_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    path = tmp_path / "module.py"
    path.write_text(
        "import ast\n\ndef read():\n    import json  # rarely needed\n    import csv\n\n    import re\n"
    )
    assert list(_unexplained_imports(path)) == ["module.py:7"]


def test_modules_are_imported_by_name_only_for_formats() -> None:
    """Only the table of formats names modules as text, which type checkers and readers cannot follow."""
    paths = [path.relative_to(ROOT).as_posix() for path in (ROOT / "sphinxext_pubs").rglob("*.py")]
    users = [path for path in paths if "import_module" in (ROOT / path).read_text("utf-8")]
    assert users == ["sphinxext_pubs/formats/base.py"]
