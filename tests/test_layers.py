"""The core knows neither Sphinx nor docutils: with both blocked it reads, selects and writes entries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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

from sphinxext_pubs.query import selection
from sphinxext_pubs.formats.bibtex import codec as bibtex
from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.model.publication import Library
from sphinxext_pubs.render.html import HtmlRenderer
from sphinxext_pubs.render.entry_options import make_entry_options
from sphinxext_pubs.render.entry_view import entry_view

papers = bibtex.read([Source("a.bib", r"@misc{k, title={On {\\'E}tudes}, year=2024, author={A. B}}")])
found = selection.list_publications(selection.parse({"year": "2024"}), Library(papers))
how = make_entry_options()
html = HtmlRenderer().entry(entry_view(found.publications[0], how), how.layout)
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
        ("query.selection", ("formats", "library", "render")),
        ("formats.bibtex.codec", ("library", "entities", "query", "render")),
    ):
        program = (
            f"import sys, sphinxext_pubs.{module}; print([name for name in sys.modules if name.startswith("
            f"{tuple(f'sphinxext_pubs.{name}' for name in (*above, 'extension'))!r})])"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]", module
