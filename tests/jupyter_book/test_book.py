"""A small book of Jupyter Book 1, with and instead of sphinxcontrib-bibtex: ``tox -e jupyter-book``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

pytest.importorskip("jupyter_book", reason="Jupyter Book is not installed: run tox -e jupyter-book")

PAPERS = """\
@inproceedings{fictional-2023, author = {Example, Ada and Sample, Ben}, title = {On {B}ooks},
  booktitle = {Proceedings of the Fictional Conference}, year = 2023, abstract = {Short.}}
@article{invented-2024, author = {Example, Ada}, title = {On Notebooks}, journal = {Invented Journal},
  year = 2024}
"""

LIST = """\
# Publications

```{publications}
:filterable:
```

Read {paper}`fictional-2023`, or its footnote {paper:foot}`fictional-2023` [^own].

[^own]: A footnote of the page's own.
"""

CITING = """\
# Citing

Books were studied {cite:p}`fictional-2023`; see {cite:t}`invented-2024`.

```{bibliography}
```
"""

BESIDE = """\
bibtex_bibfiles: [papers.bib]
sphinx:
  extra_extensions: [sphinxext_pubs]
  config:
    pubs_sources: [papers.bib]
    pubs_pages: [paper, author]
"""

IN_ITS_PLACE = """\
sphinx:
  extra_extensions: [sphinxext_pubs.bibtex]
  config:
    bibtex_bibfiles: [papers.bib]
    pubs_pages: [paper, author]
"""

CONFIGURATIONS = {"beside sphinxcontrib-bibtex": BESIDE, "in its place": IN_ITS_PLACE}


def book(root: Path, configuration: str, builder: str) -> Path:
    """Build a book with warnings as errors, and return the output folder."""
    files = {
        "_config.yml": f"title: A book\nexecute: {{execute_notebooks: 'off'}}\n{configuration}",
        "_toc.yml": "format: jb-book\nroot: index\nchapters:\n- file: citing\n",
        "index.md": LIST,
        "citing.md": CITING,
        "papers.bib": PAPERS,
    }
    for name, content in files.items():
        (root / name).write_text(content, encoding="utf-8")
    program = shutil.which("jupyter-book", path=str(Path(sys.executable).parent))
    assert program
    command = [program, "build", "-W", "--builder", builder, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_build" / builder


def test_the_book_is_of_the_first_jupyter_book() -> None:
    assert version("jupyter-book").startswith("1.")


@pytest.mark.parametrize("configuration", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_pages(configuration: str, tmp_path: Path) -> None:
    out = book(tmp_path, configuration, "html")
    index = (out / "index.html").read_text("utf-8")
    assert index.count('class="pubs-entry') == 2
    assert 'class="pubs-filter' in index
    assert index.index("On Notebooks") < index.index("On Books")
    assert ">Example and Sample (2023)</" in index.replace("<em>", "").replace("</em>", "")
    citing = (out / "citing.html").read_text("utf-8")
    assert "Invented Journal" in citing
    for page in ("papers/fictional-2023.html", "people/ada-example.html"):
        assert "On Books" in (out / page).read_text("utf-8")
    for file in ("pubs.css", "pubs.js"):
        assert list(out.rglob(file))


@pytest.mark.parametrize("configuration", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_latex(configuration: str, tmp_path: Path) -> None:
    out = book(tmp_path, configuration, "latex")
    (source,) = out.glob("*.tex")
    text = source.read_text("utf-8")
    assert "On Notebooks" in text
    assert "Invented Journal" in text
