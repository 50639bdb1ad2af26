"""Output folders and doctrees of earlier versions, and of builds that failed."""

from __future__ import annotations

import json
import logging
import os
import pickle
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

from sphinxext_pubs.project.ledger import read_ledger
from sphinxext_pubs.project.ledger_record import NAME, FileKind, paths_of
from tests.conftest import Built, Project
from tests.project.test_ledger import old_output, page_path, write

LIST = ".. publications::\n   :per-page: 2\n   :filterable: year\n   :download: bibtex, ris\n   :name: all\n"
CONF = 'pubs_pages = ["paper"]\n'


def public(built: Built) -> dict[str, bytes]:
    return {name: data for name, data in built.tree().items() if not name.startswith(".buildinfo")}


def same_as_clean(project: Project, conf: str = CONF) -> dict[str, bytes]:
    """Assert that the output is that of a clean build, except for foreign files, and return it."""
    built = project.builds[-1]
    clean = project.build(conf=conf, out="clean", doctrees="clean-doctrees", fresh=True)
    mine, theirs = public(built), public(clean)
    foreign = {name for name in mine if "mine" in name}
    assert mine.keys() - foreign == theirs.keys()
    assert [name for name in theirs if mine[name] != theirs[name]] == []
    return mine


def test_an_output_folder_of_an_earlier_version_becomes_like_a_clean_one(project: Project) -> None:
    """It had a document more, and pages of people; what it wrote goes, and files of others stay."""
    out = project.root / "html"
    out.mkdir()
    old_output(out)
    old = read_ledger(out, page_path).old.paths()
    write(out, *old, "papers/mine.html", "_static/pubs-lists/mine.js", "_static/pubs-venues.css")
    old_output(out)
    project.write({"index.rst": f"T\n=\n\n{LIST}"}).build(conf=CONF)
    tree = same_as_clean(project)
    assert {"papers/mine.html", "_static/pubs-lists/mine.js"} < tree.keys()
    assert not {"gone-2.html", "people/jongwoo-ko.html", "_static/pubs-venues.css"} & tree.keys()
    assert [name for name in tree if name.startswith(".pubs")] == [NAME]


def test_old_records_of_a_project_without_lists_are_removed(project: Project) -> None:
    project.write({"index.rst": "T\n=\n"}).build()
    out = project.builds[-1].outdir
    old_output(out)
    write(out, "gone-2.html", "papers/ko-2023.bib")
    project.build()
    assert not [name for name in same_as_clean(project, "") if name.startswith((".pubs", "gone", "papers"))]


def test_doctrees_of_an_earlier_version_are_read_again(project: Project) -> None:
    project.write({"index.rst": f"T\n=\n\n{LIST}", "other.rst": ":orphan:\n\nT\n=\n\n:paper:`ko-2023`\n"})
    project.build(conf=CONF)
    path = project.root / "doctrees/environment.pickle"
    with path.open("rb") as file:
        env = pickle.load(file)
    env.version = {**env.version, "sphinxext_pubs": env.version["sphinxext_pubs"] - 1}
    env.domaindata["paper"] = {"version": 0, "answers": {"index": [("of another", "kind")]}}
    with path.open("wb") as file:
        pickle.dump(env, file)
    assert project.build(conf=CONF).read == ["index", "other"]
    same_as_clean(project)


def test_files_of_a_failed_build_are_removed_by_a_later_one(project: Project) -> None:
    project.write({"index.rst": f"T\n=\n\n{LIST}"})
    fail = "def setup(app):\n    app.connect('html-collect-pages', lambda app: 1 / 0, priority=900)\n"
    with pytest.raises(ExtensionError):
        project.build(conf=CONF + fail)
    assert (project.root / "html/papers/ko-2023.html").is_file()
    built = project.build(conf="")
    assert not (built.outdir / "papers").exists()
    same_as_clean(project, "")


def test_a_ledger_that_cannot_be_written_is_noted(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    project.write({"index.rst": f"T\n=\n\n{LIST}"})
    (project.root / "html" / NAME).mkdir(parents=True)
    (project.root / "html" / NAME / "x").touch()
    logger = logging.getLogger("sphinx.sphinxext_pubs.extension.events")
    logger.addHandler(caplog.handler)
    try:
        assert project.build().warnings == []
    finally:
        logger.removeHandler(caplog.handler)
    assert "cannot be written" in caplog.text


def test_two_builders_over_the_same_doctrees_have_their_own_ledgers(project: Project) -> None:
    project.write({"index.rst": f"T\n=\n\n{LIST}"})
    project.build(conf=CONF)
    project.build("dirhtml", conf=CONF)
    project.write({"index.rst": "T\n=\n"})
    for builder in ("dirhtml", "html"):
        tree = project.build(builder).tree()
        assert not [name for name in tree if name.startswith((".pubs", "index-2", "papers", "_static/pubs"))]


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "json", "singlehtml"])
def test_other_builders_only_leave_a_ledger(project: Project, builder: str) -> None:
    project.write({"index.rst": f"T\n=\n\n{LIST}"})
    before = sorted(project.build(builder, conf=CONF).tree())
    again = project.build(builder, conf=CONF)
    assert sorted(again.tree()) == before
    ledger = read_ledger(Path(again.outdir), page_path)
    assert ledger.old.paths() <= {*before}
    assert ledger.is_taken_over is False


#: A file of each kind that a build writes, and a folder of them.
WRITTEN = [
    "new.atom",
    "papers/ko-2023.html",
    "papers/ko-2023.bib",
    "papers/all.html",
    "people",
    "index-2.html",
    "_static/pubs-lists/index-2.js",
    "_static/pubs-lists/index-2.bib.js",
    "_downloads/publications/index/all.ris",
    "_static/pubs.css",
]
ALL = 'pubs_pages = ["paper", "author"]\npubs_feed = "new.atom"\nhtml_baseurl = "https://lab.example.org/"\n'


@pytest.mark.parametrize("name", WRITTEN)
def test_a_missing_file_is_written_again_although_nothing_changed(project: Project, name: str) -> None:
    built = project.write({"index.rst": f"T\n=\n\n{LIST}"}).build(conf=ALL)
    before, path = public(built), built.outdir / name
    removed = sorted(path.rglob("*")) if path.is_dir() else [path]
    assert removed
    for file in removed:
        file.unlink()
    assert public(project.build(conf=ALL)) == before
    assert project.build(conf=ALL).written == []


def test_scripts_and_files_for_download_are_replaced_as_a_whole(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that is interrupted while it writes one leaves the old file, and no part of the new one."""
    project.write({"index.rst": f"T\n=\n\n{LIST}", "venues.yml": VENUES, "sitemap.xml": SITEMAP})
    conf = f'{ALL}pubs_venues = "venues.yml"\nhtml_extra_path = ["sitemap.xml"]\n'
    replaced, replace = set[str](), os.replace

    def record(source: Path | str, target: Path | str) -> None:
        assert Path(source).parent == Path(target).parent
        replaced.add(Path(target).relative_to(project.root / "html").as_posix())
        replace(source, target)

    with monkeypatch.context() as context:
        context.setattr(os, "replace", record)
        built = project.build(conf=conf)
    files = read_ledger(built.outdir, page_path).old.files
    del files[FileKind.SPLIT]  # pages, which Sphinx writes
    written = {path for names in files.values() for path in paths_of(names)}
    assert {"_static/pubs.js", "_static/pubs-venues.css", "_static/pubs-lists/index-2.bib.js"} < written
    assert written | {"sitemap.xml", NAME} <= replaced
    assert "papers/ko-2023.html" in (built.outdir / "sitemap.xml").read_text("utf-8")


VENUES = '- id: j\n  name: Journal\n  color: "#123456"\n'
SITEMAP = "<urlset><url><loc>https://lab.example.org/</loc></url></urlset>\n"

#: Names that an operating system does not allow.
BAD_NAMES = ["x" * 300, "a\0b", "\ud800"]


@pytest.mark.parametrize("bad", BAD_NAMES, ids=["long", "NUL", "surrogate"])
@pytest.mark.parametrize("conf", [ALL, ""], ids=["pages", "no pages"])
def test_bad_names_in_a_ledger_do_not_stop_a_build(project: Project, bad: str, conf: str) -> None:
    built = project.write({"index.rst": f"T\n=\n\n{LIST}"}).build(conf=ALL)
    path = built.outdir / NAME
    content = json.loads(path.read_text("utf-8"))
    pages = content["pages"]
    pages["files"]["papers/ko-2023"].append(f".{bad}")
    pages["files"] |= {bad: [".html"], f"papers/{bad}/x": [".html"]}
    pages["copies"] |= {bad: "index.rst", f"papers/{bad}.pdf": bad}
    for files in content["files"].values():
        files[bad] = [".js"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert project.build(conf=conf).warnings == []
    same_as_clean(project, conf)
