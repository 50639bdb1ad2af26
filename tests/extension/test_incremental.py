"""Incremental builds: after any edit, every output folder is the same as that of a clean build."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import PAPERS, Built, Project

LIST = "Papers\n======\n\n.. publications::\n"
PAGES = {
    "index.rst": (
        "Home\n====\n\n:paper:`ko-2023` and :paper:`yang-2024`.\n\n"
        ".. toctree::\n\n   list\n   recent\n   plain\n   cites\n"
    ),
    "list.rst": LIST,
    "recent.rst": "Recent\n======\n\n.. publications:: :year: 2024\n",
    "plain.rst": "Plain\n=====\n\nNo papers here.\n",
    "cites.rst": "Cites\n=====\n\nSee :paper:`ko-2023` and :any:`yang-2024`.\n",
}
RETITLED = PAPERS.replace("On Layers", "Under Layers")
RENAMED_AUTHOR = PAPERS.replace("{Jongwoo Ko}", "{Jongwoo Kim}")


def _volatile(name: str) -> bool:
    """Return Sphinx's own record of its configuration, which ignores the files of this package."""
    return name in (".buildinfo", ".buildinfo.bak")


def same_output(one: Built, other: Built) -> None:
    mine, theirs = one.tree(), other.tree()
    assert sorted(mine) == sorted(theirs)
    different = [name for name in mine if mine[name] != theirs[name] and not _volatile(name)]
    assert different == []


def clean(project: Project, builder: str = "html", **how: int) -> Built:
    return project.build(
        builder, out=f"clean-{len(project.builds)}", doctrees=f"clean-doc-{len(project.builds)}", **how
    )


@pytest.fixture
def site(project: Project) -> Project:
    return project.write(PAGES)


EDITS: dict[str, dict[str, str | bytes | None]] = {
    "one title": {"papers.bib": RETITLED},
    "one author": {"papers.bib": RENAMED_AUTHOR},
    "one year": {"papers.bib": PAPERS.replace("year = 2023", "year = 2024")},
    "an abstract": {"papers.bib": PAPERS.replace("We transfer.", "We move.")},
    "an entry added": {"papers.bib": PAPERS + "@misc{new, title = {New}, year = 2024}\n"},
    "an entry removed": {"papers.bib": PAPERS.replace("@misc{old-note", "@comment{old-note")},
    "a key renamed": {"papers.bib": PAPERS.replace("{ko-2023,", "{ko-etal-2023,")},
    "a cited entry removed": {"papers.bib": PAPERS.split("@article")[0]},
    "the order changed": {"papers.bib": PAPERS.replace("Towards Easy", "Away from Easy")},
    "all entries removed": {"papers.bib": ""},
    "a page of papers made plain": {"recent.rst": "Recent\n======\n\nNothing.\n"},
    "a plain page given papers": {"plain.rst": LIST.replace("Papers", "Plain")},
    "a list moved": {"list.rst": "Papers\n======\n", "plain.rst": LIST.replace("Papers", "Plain")},
    "another paper with the key of one": {
        "papers.bib": "@misc{ko-2023, title = {Another Paper}, year = 2024}\n" + PAPERS,
        "plain.rst": "Plain\n=====\n\n:paper:`ko-2023b` is not :paper:`ko-2023`.\n",
    },
    "an alias": {"papers.bib": PAPERS.replace("{Jongwoo Ko},", "{Jongwoo Ko}, ids = {ko},")},
    "spaces only": {"papers.bib": PAPERS + "\n\n"},
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_incremental_builds_equal_clean_builds(site: Project, edit: dict[str, str | bytes | None]) -> None:
    site.build()
    site.write(edit)
    edited = site.build()
    same_output(edited, clean(site))


def test_editing_an_entry_reads_again_only_what_shows_it(site: Project) -> None:
    site.build()
    site.write({"papers.bib": RETITLED})
    edited = site.build()
    assert edited.read == ["list"]
    assert set(edited.written) >= {"cites", "index", "list"}
    assert "plain" not in edited.written
    assert "recent" not in edited.written


def test_a_new_modification_time_alone_rebuilds_nothing(site: Project) -> None:
    site.build()
    os.utime(site.src / "papers.bib", (0, 0))
    touched = site.build()
    assert touched.read == []
    assert touched.written == []


def test_an_edit_with_the_same_modification_time_is_seen(site: Project) -> None:
    bib = site.src / "papers.bib"
    site.build()
    times = bib.stat()
    site.write({"papers.bib": PAPERS.replace("On Layers", "In Layers")})
    os.utime(bib, ns=(times.st_atime_ns, times.st_mtime_ns))
    same_output(site.build(), clean(site))


def test_a_file_that_joins_a_glob_is_read(site: Project) -> None:
    site.conf = site.conf.replace('"papers.bib"', '"*.bib"')
    site.build()
    site.write({"more.bib": "@misc{more, title = {More}, year = 2024}\n"})
    joined = site.build()
    assert "More" in joined.page("recent")
    same_output(joined, clean(site))


@pytest.mark.parametrize("second", ["text", "dirhtml", "latex", "epub", "json", "man", "texinfo", "xml"])
def test_a_second_builder_over_the_same_doctrees(site: Project, second: str) -> None:
    site.build()
    site.build(second)
    site.write({"papers.bib": RENAMED_AUTHOR})
    site.build(second)
    html = site.build()
    assert "Kim" in html.page("list")
    assert "Kim" in html.page("cites")
    same_output(html, clean(site))


def test_an_epub_built_again_contains_no_manifest(site: Project) -> None:
    assert site.build("epub").warnings == []
    again = site.build("epub")
    assert (again.warnings, again.read) == ([], [])


def test_other_pages_stay_outdated_if_one_is_built_by_name(site: Project) -> None:
    site.build()
    site.write({"papers.bib": RENAMED_AUTHOR})
    site.build(files=["plain.rst"])
    later = site.build()
    assert "Kim" in later.page("cites")
    same_output(later, clean(site))


def test_citations_are_updated_when_a_page_is_removed(site: Project) -> None:
    site.build()
    site.write({"list.rst": None, "plain.rst": LIST.replace("Papers", "Plain")})
    assert 'href="plain.html#pub-ko-2023"' in site.build().page("cites")


def test_when_the_toctree_is_reordered_citations_link_to_the_first_list(site: Project) -> None:
    assert 'href="list.html#pub-yang-2024"' in site.build().page("cites")
    site.write({"index.rst": PAGES["index.rst"].replace("list\n   recent", "recent\n   list")})
    assert 'href="recent.html#pub-yang-2024"' in site.build().page("cites")


def test_warnings_about_the_data_come_on_every_build(site: Project) -> None:
    site.write({"papers.bib": PAPERS + "@misc{yang-2024, title = {Twice}}\n"})
    first, second = site.build(), site.build()
    assert first.warnings == second.warnings
    assert ["pubs.duplicate_key" in line for line in first.warnings] == [True]


def test_a_broken_cache_is_thrown_away(site: Project) -> None:
    first = site.build()
    cache = next((site.root / "doctrees").glob("pubs-*"))
    cache.write_bytes(b"not a cache")
    site.write({"cites.rst": PAGES["cites.rst"] + "\nMore.\n"})
    again = site.build()
    assert again.warnings == first.warnings == []
    same_output(again, clean(site))


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "latex"])
def test_four_processes_write_the_same_as_one(site: Project, builder: str) -> None:
    site.write(
        {f"more{number}.rst": f"More {number}\n======\n\n.. publications::\n\n" for number in range(8)}
    )
    same_output(clean(site, builder), clean(site, builder, jobs=4))


def test_local_files_are_added_and_removed(site: Project) -> None:
    site.write({"papers.bib": PAPERS.replace("year = 2023", "year = 2023, slides = {talk.pdf}")})
    missing = site.build()
    assert ["pubs.local_file" in line for line in missing.warnings] == [True]
    site.write({"talk.pdf": b"%PDF-1.4"})
    there = site.build()
    assert there.warnings == []
    same_output(there, clean(site))


HASHES = "import sys; from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"


def test_output_is_the_same_for_any_hash_seed(site: Project) -> None:
    (site.src / "conf.py").write_text(site.conf, encoding="utf-8")
    trees = []
    for seed in ("0", "12345"):
        out = site.root / f"seed-{seed}"
        command = [sys.executable, "-c", HASHES, "-q", "-b", "html", "-d", str(out / "doctrees")]
        done = subprocess.run(
            [*command, str(site.src), str(out / "html")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        trees.append(Built(site.src, out / "html", [], [], []))
    same_output(*trees)
