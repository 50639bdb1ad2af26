"""Configuration of the documentation, which is the showcase as well."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext_pubs.api import Chart, Facet, Layout, Line, Part, add_facet, add_layout, add_part, run

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinxext_pubs.api import EntryView, Publication, Tree

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinxext-pubs"
author = "The sphinxext-pubs authors"
copyright = "the sphinxext-pubs authors"
release = version = version_of("sphinxext-pubs")

extensions = ["sphinxext_pubs", "myst_parser", "sphinx_design", "showcase", "reference", "synthetic"]
exclude_patterns = ["_build", "_ext"]

# What this documentation is about.
pubs_sources = [
    "publications.bib",
    "examples.bib",
    "_build/synthetic.bib",  # made by _ext/synthetic.py, for the page “large” only
]
pubs_highlight = ["Ada Example"]
pubs_people = "people.yaml"
pubs_venues = "venues.yaml"
pubs_pages = True
pubs_page_filter = "source = publications.bib"
pubs_feed = "publications.atom"

myst_enable_extensions = ["colon_fence", "deflist"]
nitpicky = True

html_theme = "furo"
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "https://sphinxext-pubs.example.org/")
html_title = "sphinxext-pubs"
html_static_path = ["_static"]
html_css_files = ["example.css"]
html_copy_source = False

latex_engine = "xelatex"
latex_use_xindy = False  # one program less to install; all index entries are ASCII
latex_documents = [("index", "sphinxext-pubs.tex", "sphinxext-pubs", author, "manual", True)]
# FreeSerif, Sphinx's font for XeLaTeX, has no Chinese, Japanese or Korean letters: one paper needs them.
latex_elements = {
    "extraclassoptions": "openany,oneside",
    "preamble": r"""
\IfFontExistsTF{Noto Serif CJK JP}{%
  \usepackage[CJK]{ucharclasses}
  \newfontfamily\cjkletters{Noto Serif CJK JP}
  \setTransitionsForCJK{\begingroup\cjkletters}{\endgroup}
}{}
""",
}

man_pages = [("index", "sphinxext-pubs", project, [author], 7)]
texinfo_documents = [
    (
        "index",
        "sphinxext-pubs",
        project,
        author,
        "sphinxext-pubs",
        "Publication lists for Sphinx",
        "Documentation",
    )
]
epub_show_urls = "no"
epub_basename = "sphinxext-pubs"


# A facet, a part and a layout of this documentation, for the page “extending”.


def funders(paper: Publication) -> tuple[str, ...]:
    """Return the names in the field ``funder``, which are separated by commas."""
    field = str(dict(paper.custom).get("funder", ""))
    return tuple(name.strip() for name in field.split(",") if name.strip())


def funding(paper: Publication, entry: EntryView) -> Tree:
    """Return the names of the funders, or nothing."""
    return run("lab-funding", ", ".join(funders(paper)))


def setup(app: Sphinx) -> None:
    """Add the rows to the tables of this documentation."""
    add_facet(
        app,
        Facet(
            name="funder",
            help="Who paid for the work: the field ``funder`` of an entry.",
            terms=funders,
            examples=("Foundation for Examples", "!City of Sampleton"),
            control="menu",
            searched=funders,
            chart=Chart(caption="Papers by funder"),
        ),
    )
    add_part(app, Part(name="funding", help="The funders.", value=funding))
    add_layout(
        app,
        Layout(
            name="funded",
            help="A line with year and title, and one with the funders.",
            parts=("year", "title", "funding"),
            lines=(Line(parts=("(year)", "title")), Line(parts=("funding",))),
        ),
    )
