from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tests.foreign import Foreign

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

CONF = """
project = "Test"
version = release = "1"
copyright = "nobody"
author = "nobody"
extensions = ["sphinxext_pubs"]
pubs_sources = ["papers.bib"]
html_theme = "basic"
html_copy_source = False
"""

PAPERS = r"""
@inproceedings{yang-2024,
  author = {Yang, Yongjin and Ko, Jongwoo and Yun, Se-Young},
  title = {Towards Easy {Transfer}},
  booktitle = {Proceedings of EMNLP},
  year = 2024, month = nov,
  doi = {10.1234/emnlp.1},
  abstract = {We transfer. See https://example.org/code.},
}
@article{ko-2023,
  author = {Jongwoo Ko},
  title = {On Layers},
  journal = {Journal of Layers},
  year = 2023,
}
@misc{old-note,
  author = {Ada Example},
  title = {An Old Note},
}
"""


@dataclass
class Built:
    """A build: its output folder, warnings (without the path of the project), documents read and written.

    ``status`` are the lines that Sphinx prints in addition to warnings.
    """

    srcdir: Path
    outdir: Path
    warnings: list[str]
    read: list[str]
    written: list[str]
    status: list[str] = field(default_factory=list)

    def page(self, name: str = "index", suffix: str = ".html") -> str:
        return (self.outdir / f"{name}{suffix}").read_text(encoding="utf-8")

    def body(self, name: str = "index") -> str:
        """Return the content of a page, without the layout of the theme."""
        found = re.search(
            r'<div class="body" role="main">(.*?)<div class="clearer">', self.page(name), re.DOTALL
        )
        assert found, "the page has no body"
        return found[1]

    def tree(self) -> dict[str, bytes]:
        """Return the content of every public file in the output folder."""
        files = (path for path in sorted(self.outdir.rglob("*")) if path.is_file())
        return {path.relative_to(self.outdir).as_posix(): path.read_bytes() for path in files}


@dataclass
class Project:
    """A small Sphinx project in a temporary folder, which is built by Sphinx in this process."""

    root: Path
    conf: str = CONF
    builds: list[Built] = field(default_factory=list)

    @property
    def src(self) -> Path:
        return self.root / "src"

    def write(self, files: Mapping[str, str | bytes | None]) -> Project:
        """Write files; None removes one."""
        for name, content in files.items():
            path = self.src / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            elif isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content, encoding="utf-8")
        return self

    def build(
        self,
        builder: str = "html",
        *,
        conf: str = "",
        out: str = "",
        doctrees: str = "doctrees",
        jobs: int = 1,
        fresh: bool = False,
        files: list[str] | None = None,
        everything: bool = False,
    ) -> Built:
        """Build; ``out`` names the output folder (the builder's by default)."""
        (self.src / "conf.py").write_text(self.conf + conf, encoding="utf-8")
        outdir, warnings, status = self.root / (out or builder), io.StringIO(), io.StringIO()
        read: list[str] = []
        written: list[str] = []
        translators.clear()  # Sphinx caches the catalogs of the first language
        with patch_docutils(str(self.src)), docutils_namespace():
            app = Sphinx(
                self.src,
                self.src,
                outdir,
                self.root / doctrees,
                builder,
                status=status,
                warning=warnings,
                freshenv=fresh,
                parallel=jobs,
            )
            app.connect("env-before-read-docs", lambda app, env, names: read.extend(names))
            app.connect("doctree-resolved", lambda app, doctree, name: written.append(name))
            app.build(everything, filenames=[str(self.src / name) for name in files] if files else None)
        text = strip_colors(warnings.getvalue()).replace(f"{self.src}/", "")
        lines = strip_colors(status.getvalue()).splitlines()
        built = Built(self.src, outdir, text.splitlines(), sorted(read), sorted(written), lines)
        self.builds.append(built)
        return built


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project with the standard configuration and three papers."""
    made = Project(tmp_path)
    made.src.mkdir()
    return made.write({"papers.bib": PAPERS})


@pytest.fixture
def foreign(tmp_path: Path) -> Foreign:
    """Programs of others that read bibliographies; a test is skipped where they are not installed."""
    folder = tmp_path / "foreign"
    folder.mkdir()
    return Foreign(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "foreign" in getattr(item, "fixturenames", ()):
            item.add_marker("foreign")


@pytest.fixture
def page(project: Project) -> Callable[..., Built]:
    """Build a page of reStructuredText (``index.rst``) or MyST (``md=True``) with the three papers."""

    def make(source: str, *, md: bool = False, builder: str = "html", conf: str = "", **files: str) -> Built:
        names = {name.replace("__", "."): content for name, content in files.items()}
        if md:
            conf += '\nextensions.append("myst_parser")\nmyst_enable_extensions = ["colon_fence"]\n'
        project.write({f"index.{'md' if md else 'rst'}": source, **names})
        return project.build(builder, conf=conf)

    return make
