"""Projects for sphinxcontrib-bibtex in which only the name of the extension is changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from sphinx.errors import ExtensionError

from sphinxext_pubs.citations.pandoc_syntax import CitationItem
from sphinxext_pubs.extension.compat_bibtex.roles import CITE, FOOTCITE, parse_items
from tests.conftest import PAPERS, Built, Project

Page = Callable[..., Built]

CONF = '\nextensions = ["sphinxext_pubs.bibtex"]\npubs_sources = []\nbibtex_bibfiles = ["papers.bib"]\n'


def text(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def paragraph(built: Built) -> str:
    found = re.search(r"<p>(.*?)</p>", built.body(), re.DOTALL)
    assert found
    return text(found[1])


def keys(built: Built, name: str = "index") -> list[str]:
    return re.findall(r'<article[^>]* data-key="([^"]*)"', built.body(name))


def labels(built: Built, name: str = "index") -> list[str]:
    return re.findall(r'<span class="pubs-number">(.*?)</span>', built.body(name))


# Roles

ROLES = {
    ":cite:`yang-2024`": "[YKY24]",
    ":cite:p:`yang-2024,ko-2023`": "[YKY24, Ko23]",
    ":cite:ps:`yang-2024`": "[YKY24]",
    ":cite:alp:`yang-2024`": "YKY24",
    ":cite:t:`yang-2024`": "Yang et al. [YKY24]",
    ":cite:ts:`yang-2024`": "Yang, Ko and Yun [YKY24]",
    ":cite:ct:`ko-2023`": "Ko [Ko23]",
    ":cite:label:`ko-2023`": "Ko23",
    ":cite:labelpar:`ko-2023`": "[Ko23]",
    ":cite:year:`ko-2023`": "2023",
    ":cite:yearpar:`ko-2023`": "[2023]",
    ":cite:author:`yang-2024`": "Yang et al.",
    ":cite:authors:`yang-2024`": "Yang, Ko and Yun",
    ":cite:authorpar:`yang-2024`": "[Yang et al.]",
    ":cite:cauthors:`ko-2023`": "Ko",
    "A :cite:empty:`ko-2023` B": "A B",
    ":cite:p:`{see}ko-2023{p. 3}`": "[see Ko23, p. 3]",
    ":cite:t:`{see}ko-2023{p. 3}`": "Ko [see Ko23, p. 3]",
    ":cite:ct:`{see}ko-2023,{also}yang-2024{ch. 2}`": "Ko [see Ko23], Yang et al. [also YKY24, ch. 2]",
    ":cite:alp:`{see}ko-2023,yang-2024{p. 3}`": "see Ko23, YKY24, p. 3",
    ":cite:p:`{see}ko-2023{p. 3},{also}yang-2024`": "[see Ko23, p. 3, also YKY24]",
    ":any:`yang-2024,ko-2023`": "Yang et al. [YKY24], Ko [Ko23]",
    ":paper:`ko-2023`": "Ko [Ko23]",
}


@pytest.mark.parametrize(("source", "expected"), ROLES.items(), ids=ROLES.keys())
def test_roles(page: Page, source: str, expected: str) -> None:
    built = page(f"T\n=\n\n{source}\n\n.. bibliography::\n   :all:\n", conf=CONF)
    assert built.warnings == []
    assert paragraph(built) == expected


@pytest.mark.parametrize("name", [*CITE, *FOOTCITE])
@pytest.mark.parametrize("family", ["cite", "footcite"])
def test_every_role_is_there(page: Page, family: str, name: str) -> None:
    lists = ".. footbibliography::\n\n.. bibliography::\n   :all:\n"
    source = f"T\n=\n\n:{family}:{name}:`ko-2023, yang-2024`\n\n{lists}"
    built = page(source, conf=CONF)
    assert built.warnings == []


def test_citations_by_author_and_year(page: Page) -> None:
    source = "T\n=\n\n:cite:t:`yang-2024` :cite:p:`ko-2023` :cite:label:`ko-2023`\n\n.. bibliography::\n"
    built = page(source, conf=CONF + 'bibtex_reference_style = "author_year"\n')
    assert built.warnings == []
    assert paragraph(built) == "Yang et al. [2024] [Ko, 2023] Ko23"
    assert labels(built) == ["[Ko23]", "[YKY24]"]


#: The texts of sphinxcontrib-bibtex 2.7 with ``bibtex_reference_style = "author_year"``.
BY_YEAR = {
    ":cite:`ko-2023`": "[Ko, 2023]",
    ":cite:p:`yang-2024,ko-2023`": "[Yang et al., 2024, Ko, 2023]",
    ":cite:p:`{see}ko-2023{p. 3},{also}yang-2024`": "[see Ko, 2023, p. 3, also Yang et al., 2024]",
    ":cite:ps:`yang-2024`": "[Yang, Ko and Yun, 2024]",
    ":cite:alp:`{see}ko-2023{p. 3}`": "see Ko, 2023, p. 3",
    ":cite:t:`{see}ko-2023{p. 3}`": "Ko [see 2023, p. 3]",
    ":cite:ct:`ko-2023,{also}yang-2024{ch. 2}`": "Ko [2023], Yang et al. [also 2024, ch. 2]",
    ":cite:ts:`yang-2024`": "Yang, Ko and Yun [2024]",
    ":cite:yearpar:`ko-2023`": "[2023]",
    ":cite:authorpars:`yang-2024`": "[Yang, Ko and Yun]",
    ":cite:labelpar:`ko-2023`": "[Ko23]",
    ":paper:p:`ko-2023`": "(Ko, 2023)",
}


@pytest.mark.parametrize(("source", "expected"), BY_YEAR.items(), ids=BY_YEAR.keys())
def test_brackets_of_author_and_year(page: Page, source: str, expected: str) -> None:
    conf = CONF + 'bibtex_reference_style = "author_year"\n'
    built = page(f"T\n=\n\n{source}\n\n.. bibliography::\n   :all:\n", conf=conf)
    assert built.warnings == []
    assert paragraph(built) == expected


def test_brackets_in_titles_and_lists_elsewhere(project: Project) -> None:
    title = ":cite:p:`{see}ko-2023` :cite:t:`{see}yang-2024`"
    project.write({"index.rst": f"{title}\n{'=' * 60}\n\n.. bibliography::\n"})
    built = project.build(conf=CONF + 'bibtex_reference_style = "author_year"\n')
    assert built.warnings == []
    assert "<title>[see Ko, 2023] Yang et al. [see 2024]" in built.page()


@pytest.mark.parametrize(
    ("style", "source", "expected"),
    [
        ("super", ":cite:p:`yang-2024,ko-2023`", "<sup>YKY24,Ko23</sup>"),
        ("super", ":cite:t:`yang-2024`", "Yang <em>et al.</em><sup>YKY24</sup>"),
        ("super", ":cite:t:`{see}ko-2023{p. 3}`", "Ko<sup>see Ko23, p. 3</sup>"),
        ("super", ":cite:alp:`yang-2024,ko-2023`", "YKY24,Ko23"),
        ("super", ":cite:ts:`ko-2023`", "Ko<sup>Ko23</sup>"),
        ("super", ":cite:author:`ko-2023`", "Ko"),
        ("foot", ":cite:p:`ko-2023`", "[1]"),
        ("foot", ":cite:t:`ko-2023`", "Ko[1]"),
        ("foot", ":cite:p:`ko-2023,old-note`", "[1][2]"),
    ],
)
def test_citations_as_superscripts_and_footnotes(page: Page, style: str, source: str, expected: str) -> None:
    text = f"T\n=\n\n{source}\n\n:paper:`ko-2023` :cite:p:`yang-2024`\n\n.. bibliography::\n   :all:\n"
    built = page(text, conf=CONF + f'bibtex_reference_style = "{style}"\n')
    assert built.warnings == []
    body = re.search(r"</h1>\s*<p>(.*?)</p>", built.body(), re.DOTALL)
    assert body is not None
    kept = re.sub(r"<(?!/?(?:sup|em)\b)[^>]*>", "", body[1])
    assert kept.replace("<em>", "").replace("</em>", "") == expected.replace("<em>", "").replace("</em>", "")


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("a", [CitationItem("a")]),
        ("a, b", [CitationItem("a"), CitationItem("b")]),
        ("{see}a{p. 3}, b", [CitationItem("a", "see", "", "p. 3"), CitationItem("b")]),
        ("a{, 3}", [CitationItem("a", "", "", ", 3")]),
        ("", []),
    ],
)
def test_items(source: str, items: list[CitationItem]) -> None:
    assert list(parse_items(source)) == items


# Bibliographies

CITING = "T\n=\n\n:cite:`yang-2024` :cite:`ko-2023`\n\n.. bibliography::\n"

LISTS = {
    "": (["ko-2023", "yang-2024"], ["[Ko23]", "[YKY24]"]),
    "   :all:\n": (["old-note", "ko-2023", "yang-2024"], ["[Exa]", "[Ko23]", "[YKY24]"]),
    "   :notcited:\n": (["old-note"], ["[Exa]"]),
    "   :style: plain\n": (["ko-2023", "yang-2024"], ["[1]", "[2]"]),
    "   :style: unsrt\n": (["yang-2024", "ko-2023"], ["[1]", "[2]"]),
    "   :labelprefix: A\n": (["ko-2023", "yang-2024"], ["[AKo23]", "[AYKY24]"]),
    "   :list: bullet\n": (["ko-2023", "yang-2024"], []),
    "   :list: enumerated\n": (["ko-2023", "yang-2024"], ["1.", "2."]),
    "   :list: enumerated\n   :enumtype: upperroman\n   :start: 3\n": (
        ["ko-2023", "yang-2024"],
        ["III.", "IV."],
    ),
    '   :filter: author % "Yun" and cited\n': (["yang-2024"], ["[YKY24]"]),
    '   :filter: year >= "2024" or not cited\n': (["old-note", "yang-2024"], ["[Exa]", "[YKY24]"]),
    "   :filter: docname in docnames\n": (["ko-2023", "yang-2024"], ["[Ko23]", "[YKY24]"]),
    "   :filter: False\n\n   old-note\n": (["old-note"], ["[Exa]"]),
}


@pytest.mark.parametrize(("options", "expected"), LISTS.items(), ids=LISTS.keys())
def test_lists(page: Page, options: str, expected: tuple[list[str], list[str]]) -> None:
    built = page(CITING + options, conf=CONF)
    unlisted = [warning for warning in built.warnings if "[pubs.unshown]" not in warning]
    assert unlisted == []
    assert (sorted(keys(built)), sorted(labels(built))) == tuple(map(sorted, expected))


def test_numbers_go_on(page: Page) -> None:
    source = (
        "T\n=\n\n.. bibliography::\n   :list: enumerated\n   :all:\n\n"
        ".. bibliography::\n   :list: enumerated\n   :start: continue\n   :all:\n"
    )
    built = page(source, conf=CONF)
    assert labels(built) == ["1.", "2.", "3.", "4.", "5.", "6."]


def test_prefixes_distinguish_lists(project: Project) -> None:
    entry = (
        "{0}\n===\n\n:cite:`{0}-ko-2023`\n\n.. bibliography::\n   :labelprefix: {1}\n   :keyprefix: {0}-\n"
    )
    pages = {
        "index.rst": "I\n=\n\n.. toctree::\n\n   one\n   two\n\n:cite:`two-ko-2023`\n",
        "one.rst": entry.format("one", "A"),
        "two.rst": entry.format("two", "B"),
    }
    built = project.write(pages).build(conf=CONF)
    assert built.warnings == []
    assert labels(built, "one") == ["[AKo23]"]
    assert labels(built, "two") == ["[BKo23]"]
    assert re.search(r'href="two.html#pub-ko-2023"[^>]*><span[^>]*>BKo23', built.body())
    assert re.search(r'href="#pub-ko-2023"[^>]*><span[^>]*>AKo23', built.body("one"))
    assert built.tree() == project.build(out="four", doctrees="four-doctrees", conf=CONF, jobs=4).tree()


def test_headers(page: Page) -> None:
    conf = CONF + 'bibtex_bibliography_header = ".. rubric:: References"\n'
    built = page(CITING, conf=conf)
    assert '<p class="rubric">References</p>' in built.body()


def test_footnotes_are_where_the_directive_is(page: Page) -> None:
    source = (
        "T\n=\n\nOne :footcite:`ko-2023` and :footcite:t:`yang-2024`.\n\n.. footbibliography::\n\n"
        "Two :footcite:`old-note`.\n\n.. footbibliography::\n\nEnd.\n"
    )
    built = page(source, conf=CONF)
    assert built.warnings == []
    body = text(built.body())
    assert "Yang et al.[2]" in body
    assert body.index("On Layers") < body.index("Two") < body.index("An Old Note") < body.index("End.")


def test_footnotes_are_in_no_bibliography(page: Page) -> None:
    built = page(
        "T\n=\n\n:footcite:`ko-2023` :cite:`yang-2024`\n\n.. footbibliography::\n\n.. bibliography::\n",
        conf=CONF,
    )
    assert built.warnings == []
    assert keys(built) == ["yang-2024"]


def test_myst(page: Page) -> None:
    source = "# T\n\n{cite}`yang-2024` {cite:t}`ko-2023`\n\n```{bibliography}\n:style: unsrt\n```\n"
    built = page(source, md=True, conf=CONF)
    assert built.warnings == []
    assert paragraph(built) == "[1] Ko [2]"


def test_latex(page: Page) -> None:
    built = page(CITING, builder="latex", conf=CONF)
    assert built.warnings == []
    written = next(built.outdir.glob("*.tex")).read_text("utf-8")
    found = set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", written))
    assert {"index:pub-ko-2023", "index:pub-yang-2024"} <= found
    assert set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", written)) <= found


def test_incremental_builds_equal_clean_builds(project: Project) -> None:
    pages = {"index.rst": CITING + "\n.. toctree::\n\n   other\n", "other.rst": "O\n=\n\nText.\n"}
    project.write(pages).build(conf=CONF)
    built = project.write({"other.rst": "O\n=\n\n:cite:`old-note`\n"}).build(conf=CONF)
    assert built.warnings == []
    assert "[Exa]" in labels(built)
    assert built.tree() == project.build(out="clean", doctrees="clean-doctrees", conf=CONF).tree()


# Settings


def test_unsupported_settings_are_reported(page: Page) -> None:
    conf = CONF + 'bibtex_default_style = "mine"\nbibtex_reference_style = "odd"\n'
    built = page(CITING, conf=conf)
    assert [warning.partition(" is not supported")[0] for warning in built.warnings] == [
        "conf.py:1: WARNING: bibtex_default_style = 'mine'",
        "conf.py:1: WARNING: bibtex_reference_style = 'odd'",
    ]
    assert labels(built) == ["[Ko23]", "[YKY24]"]


def test_plugins_are_named(page: Page) -> None:
    conf = (
        CONF + "from pybtex.plugin import register_plugin\nfrom pybtex.style.formatting.plain import Style\n"
        'register_plugin("pybtex.style.formatting", "mystyle", Style)\nbibtex_default_style = "mystyle"\n'
    )
    plugin = pytest.importorskip("pybtex.plugin", reason="pybtex is not installed")
    known = plugin._RUNTIME_PLUGINS if hasattr(plugin, "_RUNTIME_PLUGINS") else plugin._runtime_plugins
    try:
        built = page(CITING, conf=conf)
    finally:
        known.clear()
    assert len(built.warnings) == 1
    assert "The pybtex plugin “mystyle” (pybtex.style.formatting) is not supported" in built.warnings[0]


def test_the_encoding_is_converted(project: Project) -> None:
    project.write({"index.rst": CITING, "papers.bib": PAPERS.replace("Layers", "Übung").encode("latin-1")})
    built = project.build(conf=CONF + 'bibtex_encoding = "latin-1"\n')
    assert built.warnings == []
    assert "Übung" in built.body()


def test_loading_both_extensions_is_an_error(page: Page) -> None:
    with pytest.raises(ExtensionError, match=r"replaces sphinxcontrib\.bibtex"):
        page("T\n=\n", conf=CONF + 'extensions.append("sphinxcontrib.bibtex")\n')


def test_the_plain_extension_works_with_sphinxcontrib_bibtex(page: Page) -> None:
    pytest.importorskip("sphinxcontrib.bibtex", reason="sphinxcontrib-bibtex is not installed")
    conf = '\nextensions.append("sphinxcontrib.bibtex")\nbibtex_bibfiles = ["papers.bib"]\n'
    built = page(
        "T\n=\n\n:cite:`ko-2023` :paper:`ko-2023`\n\n.. bibliography::\n\n.. publications::\n", conf=conf
    )
    assert built.warnings == []


# Filters


def test_an_invalid_filter_is_reported_and_ignored(page: Page) -> None:
    built = page(CITING + "   :filter: author.x\n", conf=CONF)
    assert built.warnings == [
        "index.rst:6: WARNING: bibliography: the option “filter” is ignored: “author.x” is not allowed in a "
        "filter. [pubs.option]"
    ]
    assert sorted(keys(built)) == ["ko-2023", "yang-2024"]


# Ids


IDS = (
    'bibtex_cite_id = "cite-{bibliography_count}-{key}"\n'
    'bibtex_footcite_id = "fc-{footbibliography_count}-{key}"\n'
    'bibtex_bibliography_id = "bib-{bibliography_count}"\n'
    'bibtex_footbibliography_id = "feet-{footbibliography_count}"\n'
)
WITH_IDS = (
    "T\n=\n\n:footcite:`ko-2023`\n\n.. footbibliography::\n\n"
    ":footcite:`yang-2024`\n\n.. footbibliography::\n\n"
    ".. bibliography::\n   :all:\n   :list: bullet\n\n.. bibliography::\n   :all:\n   :keyprefix: a_\n"
)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_ids_of_sphinxcontrib_bibtex(project: Project, builder: str) -> None:
    built = project.write({"index.rst": WITH_IDS}).build(builder, conf=CONF + IDS)
    assert built.warnings == []
    ids = re.findall(r' id="([^"]*)"', built.page())
    expected = {"cite-1-ko-2023", "cite-1-old-note", "cite-2-a-ko-2023", "fc-1-ko-2023", "fc-2-yang-2024"}
    assert expected | {"bib-1", "bib-2", "feet-1", "feet-2", "pub-ko-2023"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_ids_of_footnotes_without_a_template(page: Page) -> None:
    built = page(WITH_IDS, conf=CONF)
    assert 'id="footcite-ko-2023"' in built.body()
    assert 'id="cite-1' not in built.body()


@pytest.mark.parametrize("builder", ["latex", "epub", "text", "texinfo"])
def test_ids_in_other_builders(project: Project, builder: str) -> None:
    built = project.write({"index.rst": WITH_IDS}).build(builder, conf=CONF + IDS)
    assert built.warnings == []


BAD_IDS = {
    "bibtex_cite_id = '{nope}'": (
        "conf.py:1: WARNING: bibtex_cite_id = '{nope}' is invalid and has no effect: unknown value "
        "'nope'. Use {bibliography_count} and {key}. [pubs.option]"
    ),
    "bibtex_bibliography_id = 'b{'": (
        "conf.py:1: WARNING: bibtex_bibliography_id = 'b{' is invalid and has no effect: Single '{' "
        "encountered in format string. Use {bibliography_count}. [pubs.option]"
    ),
    "bibtex_cite_id = 'c-{key}'": (
        "index.rst:16: WARNING: The id “c-ko-2023” of “ko-2023” is already used on this page. Use "
        "{bibliography_count} in the template of ids in conf.py. [pubs.option]"
    ),
    "bibtex_bibliography_id = 'bib'": (
        "index.rst:16: WARNING: The id “bib” is already used on this page. Change bibtex_bibliography_id in "
        "conf.py. [pubs.option]"
    ),
}


@pytest.mark.parametrize(("setting", "expected"), BAD_IDS.items(), ids=BAD_IDS.keys())
def test_templates_that_cannot_be_used(page: Page, setting: str, expected: str) -> None:
    built = page(WITH_IDS.replace("   :keyprefix: a_\n", ""), conf=f"{CONF}{setting}\n")
    assert expected in built.warnings


# Warnings

REPORTED = {
    ".. bibliography:: other/paper.bib\n   :all:": (
        "bibliography: “other/paper.bib” is not one of bibtex_bibfiles in conf.py. Did you mean "
        "“papers.bib”? [pubs.source_missing]"
    ),
    ".. bibliography::\n\n   ko-203": (
        "bibliography: unknown key “ko-203”. Did you mean “ko-2023”? [pubs.unknown_key]"
    ),
    ".. bibliography::\n   :all:\n   :filter: True": (
        "bibliography: “:all:” has no effect in a list with a filter. Remove one. [pubs.option]"
    ),
    ".. bibliography::\n   :style: plan": (
        "bibliography: unknown style “plan”, “alpha” is used. Did you mean “plain”? Choose from: alpha, "
        "plain, unsrt, unsrtalpha. [pubs.option]"
    ),
}


@pytest.mark.parametrize(("source", "message"), REPORTED.items(), ids=REPORTED.keys())
def test_warnings_of_sphinxcontrib_bibtex(page: Page, source: str, message: str) -> None:
    built = page(f"T\n=\n\n{source}\n", conf=CONF)
    assert built.warnings == [f"index.rst:4: WARNING: {message}"]


def test_a_project_without_files(page: Page) -> None:
    built = page("T\n=\n", conf='\nextensions = ["sphinxext_pubs.bibtex"]\npubs_sources = []\n')
    message = "bibtex_bibfiles is not set, and the library is empty. Name your .bib files in it."
    assert built.warnings == [f"conf.py:1: WARNING: {message} [pubs.option]"]


def test_labels_of_two_papers_are_reported(project: Project) -> None:
    pages = {
        "index.rst": "I\n=\n\n.. toctree::\n\n   one\n   two\n",
        "one.rst": "One\n===\n\n:cite:`ko-2023`\n\n.. bibliography::\n   :filter: docname in docnames\n",
        "two.rst": "Two\n===\n\n:cite:`yang-2024`\n\n.. bibliography::\n   :filter: docname in docnames\n",
    }
    conf = CONF + "bibtex_default_style = 'plain'\n"
    built = project.write(pages).build(conf=conf)
    assert built.warnings == [
        "two.rst:6: WARNING: The label [1] of “yang-2024” is also that of “ko-2023” (one, line 6). Give "
        "one of the bibliographies a :labelprefix: [pubs.labels]"
    ]
    pages["two.rst"] += "   :labelprefix: B\n"
    assert project.write(pages).build(conf=conf).warnings == []


def test_entries_that_lack_a_field_are_reported(page: Page) -> None:
    entry = "@article{a, author={Ann Lee}, title={A}, journal={J}}\n"
    built = page("T\n=\n\n:cite:`a`\n\n.. bibliography::\n", conf=CONF, papers__bib=entry)
    assert built.warnings == [
        "papers.bib:1: WARNING: Entry “a”: missing date; the reference is shown without it. [pubs.incomplete]"
    ]


TWO = "T\n=\n\n.. bibliography::\n   :all:\n{}\n.. bibliography::\n   :all:\n{}"
REPEATED = (
    "index.rst:7: WARNING: “old-note” and 2 more is in another bibliography as well (index, line 4), so that "
    "citations link to one of them. Give one a :keyprefix:, or list each paper once. [pubs.labels]"
)
DUPLICATES = {
    TWO.format("", ""): [REPEATED],
    TWO.format("", "   :list: bullet\n"): [],
    TWO.format("", "   :list: enumerated\n"): [],
    TWO.format("", "   :keyprefix: a-\n   :labelprefix: A\n").replace("\n.. bib", "\n\n.. bib"): [],
}


@pytest.mark.parametrize(("source", "expected"), DUPLICATES.items(), ids=range(len(DUPLICATES)))
def test_duplicates(page: Page, source: str, expected: list[str]) -> None:
    built = page(source, conf=CONF)
    assert built.warnings == expected


@pytest.mark.parametrize("jobs", [1, 4])
def test_duplicates_on_other_pages(project: Project, jobs: int) -> None:
    listing = '{0}\n=\n\n.. bibliography::\n   :filter: key == "ko-2023"\n'
    pages = {"index.rst": "I\n=\n\n.. toctree::\n\n   a\n   b\n"}
    pages |= {"a.rst": listing.format("A"), "b.rst": listing.format("B")}
    built = project.write(pages).build(conf=CONF, jobs=jobs)
    assert built.warnings == [
        "b.rst:4: WARNING: “ko-2023” is in another bibliography as well (a, line 4), so that citations link "
        "to one of them. Give one a :keyprefix:, or list each paper once. [pubs.labels]"
    ]


def test_duplicates_with_prefixes_or_suppressed(page: Page) -> None:
    prefixes = TWO.format("   :keyprefix: a-\n", "   :keyprefix: b-\n")
    assert page(prefixes, conf=CONF).warnings == []
    conf = CONF + 'suppress_warnings = ["bibtex.duplicate_local_citation"]\n'
    assert page(TWO.format("", ""), conf=conf).warnings == []


def bullets(file: str) -> str:
    return f"T\n=\n\n.. bibliography:: {file}\n   :list: bullet\n   :all:\n"


def test_files_with_the_same_name_are_distinguished_by_their_folders(project: Project) -> None:
    entry = "@article{{{0}, author = {{A. B}}, title = {{T}}, journal = {{J}}, year = 2020}}\n"
    pages = {
        "index.rst": bullets("refs/a.bib") + "\n.. toctree::\n\n   sub/one\n   sub/two\n",
        "sub/one.rst": bullets("../refs/a.bib"),
        "sub/two.rst": bullets("a.bib"),
        "a.bib": entry.format("top"),
        "refs/a.bib": entry.format("below"),
    }
    conf = CONF + 'bibtex_bibfiles = ["a.bib", "refs/*.bib"]\n'
    built = project.write(pages).build(conf=conf)
    assert keys(built) == keys(built, "sub/one") == ["below"]
    assert built.warnings == [
        "sub/two.rst:4: WARNING: bibliography: “a.bib” is not one of bibtex_bibfiles in conf.py. Did you "
        "mean “../a.bib”? [pubs.source_missing]"
    ]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":list: bulet", "“list” is ignored: unknown kind of list “bulet”. Did you mean “bullet”?"),
        (
            ":list: enumerated\n   :enumtype: roman",
            "“enumtype” is ignored: unknown notation of numbers “roman”. Did you mean",
        ),
    ],
)
def test_a_list_with_an_invalid_option_is_shown(page: Page, option: str, message: str) -> None:
    built = page(f"T\n=\n\n.. bibliography::\n   :all:\n   {option}\n", conf=CONF)
    (warning,) = built.warnings
    assert warning.startswith(f"index.rst:4: WARNING: bibliography: the option {message}")
    assert len(keys(built)) == 3


def test_patterns_that_are_searched_as_text_are_reported(page: Page) -> None:
    source = (
        'T\n=\n\n.. bibliography::\n   :list: bullet\n   :filter: title % "(On|The)" or key == "Ko-2023"\n'
    )
    built = page(source, conf=CONF)
    (warning,) = built.warnings
    assert "the option “filter”: “(” in “(On|The)” is searched as text." in warning
    assert keys(built) == ["ko-2023"]


def test_former_keys_are_listed(project: Project) -> None:
    entry = "@misc{new, ids = {old}, author = {A. B}, title = {T}, year = 2020}\n"
    source = "T\n=\n\n.. bibliography::\n   :filter: False\n\n   old\n"
    built = project.write({"index.rst": source, "papers.bib": entry}).build(conf=CONF)
    assert built.warnings == []
    assert keys(built) == ["new"]


@pytest.mark.parametrize("name", ["bibtex", "bibtex.*", "bibtex.key_not_found"])
def test_warnings_are_suppressed_by_their_old_names(page: Page, name: str) -> None:
    source = "T\n=\n\n:cite:`unknown`\n\n.. bibliography::\n   :filter: False\n\n   nobody\n"
    assert page(source, conf=CONF).warnings
    assert page(source, conf=CONF + f'suppress_warnings = ["{name}"]\n').warnings == []


def test_works_without_a_required_title_are_complete(project: Project) -> None:
    entry = "@misc{web, author = {A. B}, howpublished = {Web}, year = 2020}\n"
    source = "T\n=\n\n.. bibliography::\n   :all:\n"
    built = project.write({"index.rst": source, "papers.bib": entry}).build(conf=CONF)
    assert built.warnings == []


def test_ids_are_unique_in_one_page(project: Project) -> None:
    listing = "{0}\n=\n\n:footcite:`ko-2023`\n\n.. footbibliography::\n\n" + bullets("")[5:]
    pages = {
        "index.rst": listing.format("I") + "\n.. toctree::\n\n   one\n",
        "one.rst": listing.format("O"),
    }
    conf = 'bibtex_cite_id = "c-{key}"\nbibtex_bibliography_id = "list-{bibliography_count}"\n'
    body = project.write(pages).build(builder="singlehtml", conf=CONF + conf).body()
    for name in ("c-ko-2023", "list-1", "footcite-ko-2023"):
        assert body.count(f'id="{name}"') == 1
