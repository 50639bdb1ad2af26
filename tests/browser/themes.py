"""The supported themes, and a small site in each: a page with lists and one without."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import Project

FOLDER = Path(__file__).resolve().parents[1] / "themes"

# The lists on the page: first the list that readers use most, then the other layouts.
LIST = """\
.. publications::
   :filterable:
"""
OTHER_LISTS = """\
Compact
-------

.. publications::
   :layout: compact
   :group-by: type, year
   :numbered:
"""

# The page for comparisons: the same headings and ordinary content, without lists.
ORDINARY = """
**A title**. `A link <https://example.org/>`__, ``code`` and *more*, and text that takes a line or two,
so that there is something to read.
"""
WITHOUT = "".join(
    f"\n{name}\n{line * len(name)}\n{ORDINARY}"
    for name, line in (("2024", "-"), ("2023", "-"), ("Compact", "-"), ("Theses", "~"), ("2022", "^"))
)

PAGES = {
    "papers.bib": (FOLDER / "papers.bib").read_bytes(),
    "index.rst": "Home\n====\n\n.. toctree::\n\n   other\n\nSee :paper:`ko-2023`.\n",
    "other.rst": "Other\n=====\n\nA page in the menu.\n",
    # Outside the menu, so that the theme shows both pages in the same way.
    "with.rst": f":orphan:\n\nPapers\n======\n\n{LIST}\n{OTHER_LISTS}",
    "without.rst": f":orphan:\n\nPapers\n======\n{WITHOUT}",
}

IMMATERIAL = """
extensions.append("sphinx_immaterial")
html_theme_options = {
    "font": False,  # it fetches fonts while it builds
    "palette": [
        {"media": "(prefers-color-scheme: light)", "scheme": "default"},
        {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
    ],
}
"""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its name in Sphinx, whether it has a dark mode, and its settings in conf.py."""

    name: str
    dark: bool = True
    conf: str = ""


BARE = Theme("bare", conf=f"\nhtml_theme_path = [{str(FOLDER)!r}]\n")
THEMES = (
    BARE,
    Theme("alabaster", dark=False),
    Theme("furo"),
    Theme("pydata_sphinx_theme"),
    Theme("sphinx_book_theme"),
    Theme("sphinx_rtd_theme", dark=False),
    Theme("sphinx_immaterial", conf=IMMATERIAL),
    Theme("shibuya"),
    Theme("sphinxawesome_theme"),
)


@dataclass(frozen=True, slots=True)
class Site:
    """The site in a theme."""

    theme: Theme
    outdir: Path

    def file(self, name: str) -> Path:
        """Return the file of a page."""
        return self.outdir / f"{name}.html"

    def address(self, name: str, fragment: str = "") -> str:
        """Return the file:// URL of a page."""
        return self.file(name).as_uri() + fragment


def build_site(theme: Theme, root: Path) -> Site:
    """Build the pages in a theme, in a separate process, because some themes change Sphinx."""
    project = Project(root)
    project.write({**PAGES, "conf.py": f'{project.conf}\nhtml_theme = "{theme.name}"\n{theme.conf}'})
    outdir = root / "html"
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(project.src), str(outdir)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    # A theme may cause other warnings; this package must not cause any.
    problems = [line for line in done.stderr.splitlines() if "pubs" in line or "rst:" in line]
    assert (done.returncode, problems) == (0, []), done.stderr
    return Site(theme, outdir)
