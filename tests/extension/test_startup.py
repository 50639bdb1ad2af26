"""The modules that a build imports in which nothing changed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CONF, PAPERS

#: The maximum number of modules of this package, packages included.
MAX_MODULES = 45

PROGRAM = """
import json, sys
from sphinx.cmd.build import main

status = main(["-q", "-W", "-b", "html", sys.argv[1], sys.argv[2]])
ours = sorted(name for name in sys.modules if name.partition(".")[0] == "sphinxext_pubs")
others = sorted({"yaml", "bibtexparser", "msgspec", "pylatexenc", "rispy"}.intersection(sys.modules))
print(json.dumps([status, ours, others]))
"""

PAGES = {
    "index.rst": """
T
=

:paper:`ko-2023` and :paper:p:`see @yang-2024, p. 3; @ko-2023`

.. publications::
   :author: Ko
   :filterable:
   :numbered: down

.. toctree::

   markdown
""",
    "markdown.md": "# M\n\n```{publications}\n:layout: compact\n```\n",
}


def build(root: Path) -> tuple[int, list[str], list[str]]:
    command = [sys.executable, "-c", PROGRAM, str(root), str(root / "_build")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    status, ours, others = json.loads(done.stdout.splitlines()[-1])
    return status, ours, others


@pytest.mark.parametrize(
    ("conf", "most"),
    [
        pytest.param("", MAX_MODULES, id="defaults"),
        pytest.param('pubs_layout = "compact"\n', MAX_MODULES + 8, id="with the table of layouts"),
    ],
)
def test_a_build_in_which_nothing_changed_imports_little(tmp_path: Path, conf: str, most: int) -> None:
    (tmp_path / "conf.py").write_text(f"{CONF}\nextensions.append('myst_parser')\n{conf}", encoding="utf-8")
    (tmp_path / "papers.bib").write_text(PAPERS, encoding="utf-8")
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    status, ours, _ = build(tmp_path)
    assert (status, len(ours) > most) == (0, True)
    status, ours, others = build(tmp_path)
    assert status == 0
    assert len(ours) <= most, "\n".join(ours)
    assert [name for name in others if name != "yaml"] == []  # MyST imports yaml


def test_a_build_without_myst_imports_no_yaml(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    (tmp_path / "papers.bib").write_text(PAPERS, encoding="utf-8")
    (tmp_path / "index.rst").write_text("T\n=\n\n.. publications::\n", encoding="utf-8")
    build(tmp_path)
    assert build(tmp_path)[2] == []
