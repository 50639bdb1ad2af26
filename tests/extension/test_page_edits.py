"""Edits of people and venues files: an incremental build is the same as a clean build."""

from __future__ import annotations

import os

import pytest

from tests.conftest import PAPERS, Project
from tests.entities.test_people import PNG

CONF = """
pubs_pages = True
html_baseurl = "https://lab.example.org/"
pubs_people = "people.yaml"
pubs_venues = "venues.yaml"
pubs_feed = "f.atom"
"""
PEOPLE = (
    "- id: ko\n  name: Jongwoo Ko\n  photo: a.png\n  groups: {lab: 2020-}\n- id: ada\n  name: Ada Example\n"
)
VENUES = (
    "- id: emnlp\n  name: EMNLP Conf\n  acronym: EMNLP\n  patterns: [EMNLP]\n  color: '#123'\n"
    "- {id: jl, name: Journal of Layers}\n"
)
INDEX = """Lab
===

:paper:`ko-2023`

.. publications::
   :show: acronym
   :download:

.. publications-people::

.. publications-people::
   :member-of: lab

.. publications-pages:: venue

.. publications-chart::
   :by: venue

.. publications::
   :venue: emnlp
   :layout: table

.. publications::
   :author: ko
   :layout: card
"""
LOCAL = "@misc{local, author = {Ada Example}, title = {Local}, year = 2019, pdf = {a.pdf}}\n"
BASE: dict[str, str | bytes] = {
    "index.rst": INDEX,
    "papers.bib": f"{PAPERS}{LOCAL}",
    "people.yaml": PEOPLE,
    "venues.yaml": VENUES,
    "a.png": PNG,
    "b.png": PNG + b"1",
    "a.pdf": b"%PDF-1.4",
}
FOXES = (
    "@inproceedings{q, author = {A B}, title = {Q}, year = 2020,\n"
    " booktitle = {Proceedings of the Workshop on Quick Brown Foxes}}\n"
)
EDITS: dict[str, dict[str, str | bytes]] = {
    "another photo": {"people.yaml": PEOPLE.replace("a.png", "b.png")},
    "no photo": {"people.yaml": PEOPLE.replace("  photo: a.png\n", "")},
    "the photo itself": {"a.png": PNG + b"2"},
    "the id of a person": {
        "people.yaml": PEOPLE.replace("id: ko", "id: jk"),
        "index.rst": INDEX.replace(":author: ko", ":author: jk"),
    },
    "an ORCID": {"people.yaml": PEOPLE.replace("  photo", "  orcid: 0000-0002-1825-0097\n  photo")},
    "a group": {"people.yaml": f"{PEOPLE}  groups: [lab]\n"},
    "no color": {"venues.yaml": VENUES.replace("  color: '#123'\n", "")},
    "an acronym": {"venues.yaml": VENUES.replace("acronym: EMNLP", "acronym: EM")},
    "no venues": {"venues.yaml": "[]\n", "index.rst": INDEX.replace(":venue: emnlp", ":venue: EMNLP")},
    "an annotation": {"papers.bib": PAPERS.replace("{ko-2023,", "{ko-2023, author+an = {1=equal},")},
    "an ORCID of the data": {
        "papers.bib": PAPERS.replace("{ko-2023,", '{ko-2023, author+an:orcid = {1="0000-0002-1825-0097"},')
    },
    "a photo that comes": {"people.yaml": PEOPLE.replace("a.png", "c.png"), "c.png": PNG + b"3"},
    "who has an id": {
        "people.yaml": PEOPLE.replace("id: ko", "id: x")
        .replace("id: ada", "id: ko")
        .replace("id: x", "id: ada")
    },
    "a variant of another": {
        "people.yaml": PEOPLE.replace("Jongwoo Ko", "Jo Ko") + "  variants: [Jongwoo Ko]\n",
        "index.rst": INDEX.replace(":author: ko", ":author: ada"),
    },
    "the address of a venue": {"venues.yaml": f"{VENUES[:-2]}, url: https://j.example.org}}\n"},
    "the PDF itself": {"a.pdf": b"%PDF-1.5"},
    "an acronym by the data": {"papers.bib": f"{PAPERS}{FOXES}@misc{{qbf-1, title = {{R}}, year = 2020}}\n"},
}


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
@pytest.mark.parametrize("name", EDITS)
def test_incremental_builds_equal_clean_builds(project: Project, name: str, back: bool) -> None:
    before, after = BASE, {**BASE, **EDITS[name]}
    if back:
        before, after = after, before
    project.write(before)
    project.build(conf=CONF)
    project.write(after)
    built = project.build(conf=CONF, jobs=2)
    clean = project.build(conf=CONF, out="clean", doctrees="clean-doctrees", fresh=True)
    assert built.warnings == clean.warnings == []
    mine, theirs = built.tree(), clean.tree()
    # Sphinx itself leaves copies of files that nothing shows any more.
    left = {path for path in mine.keys() - theirs.keys() if not path.startswith(("_images/", "_downloads/"))}
    assert left == set()
    changed = {path for path, data in theirs.items() if mine.get(path) != data}
    assert changed <= {".pubs.json", ".buildinfo"}


@pytest.mark.parametrize("edit", [{"project": "New"}, {"author": "Somebody Else"}])
def test_settings_of_the_project_are_followed(project: Project, edit: dict[str, str]) -> None:
    project.write(BASE)
    project.build(conf=CONF)
    for name, value in edit.items():
        more = f"{name} = {value!r}\n"
    built = project.build(conf=CONF + more)
    clean = project.build(conf=CONF + more, out="clean", doctrees="clean-doctrees", fresh=True)
    mine, theirs = built.tree(), clean.tree()
    changed = {path for path, data in theirs.items() if mine.get(path) != data}
    assert changed <= {".pubs.json", ".buildinfo"}


def test_a_file_that_is_edited_is_copied_where_only_a_list_shows_it(project: Project) -> None:
    project.write({"index.rst": "T\n=\n\n.. publications::\n", "papers.bib": LOCAL, "a.pdf": b"%PDF-1.4"})
    project.build()
    project.write({"a.pdf": b"%PDF-1.5"})
    built = project.build()
    (copy,) = [path for path in built.tree() if path.endswith("a.pdf")]
    assert built.tree()[copy] == b"%PDF-1.5"
    os.utime(project.src / "a.pdf")  # touched only
    assert project.build().written == []
    project.write({"index.rst": "T\n=\n"})
    project.build()
    project.write({"a.pdf": b"%PDF-1.6"})  # nothing links to it, though Sphinx leaves its copy there
    assert project.build().written == []


@pytest.mark.parametrize("how", ["-a", "deleted", "-D"])
def test_the_search_keeps_pages_of_which_nothing_changed(project: Project, how: str) -> None:
    project.write(BASE)
    built = project.build(conf=CONF)
    before = built.page("searchindex", ".js")
    if how == "deleted":
        (built.outdir / "index.html").unlink()
    built = project.build(
        conf=CONF + ("html_title = 'Other'\n" if how == "-D" else ""), everything=how == "-a"
    )
    assert built.page("searchindex", ".js") == before


DOCUMENT = ":orphan:\n\nMine\n====\n\nI wrote this.\n"
STEPS: dict[str, tuple[str, dict[str, str | bytes | None], dict[str, str | bytes | None]]] = {
    "a document takes the address of a paper": (CONF, {}, {"papers/ko-2023.rst": DOCUMENT}),
    "a document takes the address of a person": (CONF, {}, {"people/ko.rst": DOCUMENT}),
    "a document gives the address back": (
        CONF,
        {"papers/ko-2023.rst": DOCUMENT},
        {"papers/ko-2023.rst": None},
    ),
    "a name that becomes somebody else's": (
        CONF,
        {
            "papers.bib": f"{PAPERS}{LOCAL}@misc{{v, author = {{J. Yo}}, title = {{V}}, year = 2018}}\n",
            "other.rst": ":orphan:\n\nOther\n=====\n\n.. publications::\n   :key: v\n",
        },
        {
            "papers.bib": f"{PAPERS}{LOCAL}@misc{{v, author = {{J. Yo}}, title = {{V}}, year = 2018}}\n"
            "@misc{w, author = {Jane Yo}, title = {W}, year = 1999}\n"
        },
    ),
    "who is highlighted": (
        f"{CONF}pubs_highlight = ['lab']\n",
        {},
        {"people.yaml": PEOPLE.replace("groups: {lab: 2020-}", "homepage: https://e.org")},
    ),
    "a paper that is in no list": (
        f"{CONF}pubs_pages = ['author']\n",
        {"index.rst": "T\n=\n\n.. publications::\n   :key: old-note, local\n"},
        {"index.rst": "T\n=\n\n.. publications::\n   :key: local\n"},
    ),
}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("name", STEPS)
def test_incremental_builds_after_each_step_equal_clean_builds(
    project: Project, name: str, builder: str
) -> None:
    conf, before, after = STEPS[name]
    project.write({**BASE, **{path: text for path, text in before.items() if text is not None}})
    project.build(builder, conf=conf)
    project.write(after)
    built = project.build(builder, conf=conf)
    clean = project.build(builder, conf=conf, out="clean", doctrees="clean-doctrees", fresh=True)
    assert built.warnings == clean.warnings
    mine, theirs = built.tree(), clean.tree()
    changed = {path for path, data in theirs.items() if mine.get(path) != data}
    assert changed <= {".pubs.json", ".buildinfo"}
