"""Handlers of other extensions at the same events, at Sphinx's default priority."""

from __future__ import annotations

import re
import zlib

import pytest

from tests.conftest import PAPERS, Project

OTHER = "@misc{other-2020, title = {Other}, year = 2020}\n"


def setup_in_conf(event: str, parameters: str, body: str) -> str:
    """Return the end of a ``conf.py`` that connects a function of this body to an event."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"\ndef handle({parameters}):\n{lines}\ndef setup(app):\n    app.connect({event!r}, handle)\n"


def documents_in_inventory(outdir_inventory: bytes) -> list[str]:
    """Return the keys of the papers in ``objects.inv``."""
    body = zlib.decompress(outdir_inventory.split(b"zlib.\n", 1)[1]).decode()
    return sorted(re.findall(r"^(\S+) paper:paper 1 ", body, re.M))


@pytest.mark.parametrize(
    ("event", "parameters"),
    [("builder-inited", "app"), ("env-get-outdated", "app, env, added, changed, removed")],
)
def test_settings_that_others_change_are_used(project: Project, event: str, parameters: str) -> None:
    conf = setup_in_conf(event, parameters, 'app.config.pubs_sources = ["other.bib"]\nreturn []')
    project.write({"papers.bib": PAPERS, "other.bib": OTHER, "index.rst": "T\n=\n\n.. publications::\n"})
    built = project.build(conf=conf)
    assert re.findall(r'data-key="([^"]+)"', built.page()) == ["other-2020"]
    assert built.warnings == []


def test_documents_that_others_read_at_env_updated_are_in_the_inventory(project: Project) -> None:
    body = """\
if "late" not in env.all_docs:
    source = ":orphan:\\n\\nLate\\n====\\n\\n.. publications::\\n   :year: 2023\\n"
    (app.srcdir / "late.rst").write_text(source)
    env.project.discover()
    app.builder.read_doc("late")
    return ["late"]
return []"""
    conf = setup_in_conf("env-updated", "app, env", body)
    project.write({"papers.bib": PAPERS, "index.rst": "T\n=\n\n.. publications::\n   :year: 2024\n"})
    for _ in range(2):
        built = project.build(conf=conf)
        inventory = (built.outdir / "objects.inv").read_bytes()
        assert documents_in_inventory(inventory) == ["ko-2023", "yang-2024"]
    assert (built.read, built.written) == ([], [])


def listed_before(name: str) -> str:
    """Return the end of a ``conf.py`` that lists a module of the project before our extension."""
    path = "\nimport pathlib, sys\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
    return f"{path}extensions.insert(0, {name!r})\n"


def test_documents_may_be_cleared_before_the_build_begins(project: Project) -> None:
    first = "def setup(app):\n    app.connect('builder-inited', lambda app: app.env.clear_doc('index'))\n"
    project.write({"papers.bib": PAPERS, "index.rst": "T\n=\n\n.. publications::\n", "clearing.py": first})
    conf = listed_before("clearing")
    assert project.build(conf=conf).warnings == []
    assert 'data-key="ko-2023"' in project.build(conf=conf).page()


def test_metadata_that_others_set_keeps_ours(project: Project) -> None:
    other = """\
def set_tags(app, page, template, context, doctree):
    context["metatags"] = "<meta name=og />"

def setup(app):
    app.connect("html-page-context", set_tags)
"""
    project.write({"papers.bib": PAPERS, "index.rst": "T\n=\n\n.. publications::\n", "tagging.py": other})
    conf = listed_before("tagging") + 'html_baseurl = "https://example.org/"\n'
    page = project.build(conf=conf).page()
    assert "<meta name=og />" in page
    assert "application/ld+json" in page


def test_our_scripts_follow_those_of_extensions_before_ours(project: Project) -> None:
    project.write({"papers.bib": PAPERS, "index.rst": "T\n=\n\n.. publications::\n\n:math:`x`\n"})
    conf = '\nextensions.insert(0, "sphinx.ext.mathjax")\n'
    page = project.build(conf=conf).page()
    assert page.index("mathjax") < page.index("pubs.js")
