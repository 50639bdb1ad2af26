"""Hostile input: nothing becomes active, nothing outside the project is read, every loss is reported."""

from __future__ import annotations

import json
import os
import pickle
import re
import zlib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docutils import nodes

from sphinxext_pubs.citations.pandoc_syntax import Citation, CitationItem, parse_citation
from sphinxext_pubs.library import cache
from sphinxext_pubs.library.load import load
from sphinxext_pubs.library.sources import Loaded
from sphinxext_pubs.model.problems import Code, Problem
from sphinxext_pubs.model.publication import Origin
from sphinxext_pubs.render.mathml import math_node
from tests.conftest import Built, Project

#: Characters that must not occur in a log line: controls, bidirectional marks, surrogates.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "out of an attribute": '"><svg onload=alert(1)>',
    "javascript": "javascript:alert(1)",
    "javascript in parts": "java\nscript:alert(1)",
    "javascript by case": " JaVaScRiPt:alert(1)",
    "javascript by entity": "&#106;avascript&colon;alert(1)",
    "javascript after a control": "\x01javascript:alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "LaTeX link": r"\href{javascript:alert(1)}{x} \url{vbscript:x}",
    "HTML link": "<a href='http://x.y/\" onclick=alert(1)'>x</a>",
    "Jinja": "{{ 7*7 }}{% for x in [] %}",
    "directive": ".. include:: /etc/passwd",
    "role": ":doc:`x` |x| `x <javascript:alert(1)>`_ {doc}`x` [x](javascript:alert(1))",
    "format": "{0.__class__} %s %(x)s",
    "style": "</style><style>*{}</style>",
    "comment": "--><!-- x",
    "CDATA": "<![CDATA[x]]>",
    "controls": "a\0b\x1b[31mc\x9b31m",
    "directions": "a\u202eb\u2066c",
    "no characters": "a\ufffeb\uffff",
    "TeX": r"\input{/etc/passwd}\write18{ls}^^5cinput % $ & # _ ~ ^",
    "maths": r"$\def\x{y}\input{/etc/passwd}\href{javascript:alert(1)}{x}$",
    "end of maths": r"$x\)\input{/etc/passwd}\($",
    "roff": ".so /etc/passwd\n'so x\n.so x",
    "Texinfo": "@include /etc/passwd @bye",
    "signs only": ",:()",
    "file": "file:///etc/passwd",
    "path": "../../etc/passwd",
    "encoded path": "..%2f..%2fetc%2fpasswd",
    "drive": "C:\\x",
    "host": "\\\\host\\x",
    "braces": "{}{{}}",
    "names": " and and and ",
}

FIELDS = (
    *("title", "author", "editor", "journal", "booktitle", "publisher", "abstract", "note", "url", "doi"),
    *("eprint", "pdf", "slides", "url_x", "keywords", "langid", "pubstate", "award", "file", "year", "month"),
    *("date", "volume", "pages", "edition", "type", "howpublished"),
)


def _entry(key: str, name: str, value: str) -> str:
    fields = {"title": "T", "author": "Ada Bee", "year": "2020"} | {name: value}
    return f"@article{{{key},{','.join(f'{name}={{{each}}}' for name, each in fields.items())}}}\n"


def _bibtex() -> str:
    """Return BibTeX with every payload in every field, as a key, type, field name and macro."""
    rows: list[str] = []
    for number, payload in enumerate(PAYLOADS.values()):
        rows += [_entry(f"k{number}-{name}", name, payload) for name in FIELDS]
        rows += [f"@misc{{{payload}, title={{T}}}}\n", f"@{payload}{{t{number}, title={{T}}}}\n"]
        rows += [f"@misc{{f{number}, {payload}={{T}}}}\n", f"@misc{{m{number}, title={payload}}}\n"]
    return "".join(rows)


def _csl() -> str:
    """Return CSL-JSON with every payload as every kind of value."""
    names = "type title DOI URL abstract note language volume page status keyword container-title publisher"
    return json.dumps(
        [
            dict.fromkeys(names.split(), text)
            | {"id": text, "author": [{"family": text}, {"literal": text}], "issued": {"literal": text}}
            | {text: text, "custom": {"award": [text], "links": [{"rel": text, "target": text}], text: text}}
            for text in PAYLOADS.values()
        ]
    )


PAGE = """
Papers
======

.. publications::
   :group-by: year, type, keyword
   :show: bibtex, details

.. publications::
   :layout: compact
   :group-by: author, venue
"""


def read(folder: Path, text: str | bytes, name: str = "a.bib") -> Loaded:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    return load([name], folder, schemes=("http", "https"))


def accounted(loaded: Loaded) -> int:
    """Return the numbers of entries shown and entries reported."""
    return len(loaded.library) + sum(problem.entries for problem in loaded.problems)


# Reading


@pytest.mark.parametrize("payload", [pytest.param(text, id=name) for name, text in PAYLOADS.items()])
def test_a_field_hides_no_entry_and_every_message_is_one_printable_line(tmp_path: Path, payload: str) -> None:
    for name in FIELDS:
        loaded = read(tmp_path, _entry("one", name, payload) + "@misc{two, title={T}}\n")
        assert [paper.key for paper in loaded.library] == ["one", "two"]
        assert not any(UNPRINTABLE.search(problem.message) for problem in loaded.problems)
        assert {problem.origin.path for problem in loaded.problems} <= {"a.bib"}


BOMBS = [
    pytest.param("@misc{k, title={" + "{" * 100_000 + "x" + "}" * 100_000 + "}}", 1, id="braces"),
    pytest.param("@misc{k, title={" + "\\emph{" * 5_000 + "x" + "}" * 5_000 + "}}", 1, id="emphasis"),
    pytest.param("@misc{k, title={$" + "\\frac{" * 5_000 + "$}}", 1, id="fractions"),
    pytest.param("@misc{k, title={$x" + "^" * 100_000 + "$}}", 1, id="exponents"),
    pytest.param("@misc{k, author={" + " and " * 100_000 + "}}", 1, id="and"),
    pytest.param("@misc{k, author={" + "A, B and " * 20_000 + "C}}", 1, id="authors"),
    pytest.param("@misc{k," + "".join(f"f{i}={{x}}," for i in range(20_000)) + "}", 1, id="fields"),
    pytest.param("".join(f"@misc{{k, title={{{i}}}}}\n" for i in range(10_000)), 10_000, id="one key"),
    pytest.param("@misc{" + "k" * 100_000 + ", title={x}}", 1, id="key"),
    pytest.param("@" * 100_000 + "\n@misc{k, title={x}}", 1, id="at signs"),
    pytest.param(
        "@string{a0={lol}}"
        + "".join(f"@string{{a{i + 1}={'#'.join([f'a{i}'] * 10)}}}\n" for i in range(20))
        + "".join(f"@misc{{k{i}, title=a4 # {{{i}}}, note=a20}}\n" for i in range(100)),
        100,
        id="billion laughs",
    ),
    pytest.param(
        "".join(f"@inbook{{k{i}, title={{x}}, crossref={{k{i + 1}}}}}\n" for i in range(10_000)),
        10_000,
        id="chain of crossref",
    ),
    pytest.param(
        "".join(f"@inbook{{k{i}, title={{x}}, crossref={{k{(i + 1) % 100}}}}}\n" for i in range(100)),
        100,
        id="circle of crossref",
    ),
    pytest.param(
        f"@misc{{z, xdata={{{','.join(f'k{i}' for i in range(10_000))}}}}}\n"
        + "".join(f"@xdata{{k{i}, f{i}={{x}}}}\n" for i in range(10_000)),
        1,
        id="thousands of xdata",
    ),
]


@pytest.mark.parametrize(("text", "entries"), BOMBS)
def test_expansion_bombs_are_read_or_reported(tmp_path: Path, text: str, entries: int) -> None:
    loaded = read(tmp_path, text)
    assert accounted(loaded) == entries
    assert max((len(problem.message) for problem in loaded.problems), default=0) <= 2_003


VALUES: list[object] = [
    *(
        None,
        True,
        0,
        -1,
        1e308,
        10**4000,
        float("inf"),
        float("nan"),
        "",
        [],
        {},
        [[]],
        [{}],
        [None],
        {"a": 1},
    ),
    *({"literal": []}, {"date-parts": 1}, {"date-parts": [["x"]]}, {"date-parts": [[10**300, 99, 99]]}),
    *({"raw": {}}, [{"family": 1, "given": None}], "\ud800", "\0", {"literal": "\ud800\0"}),
]
NAMES = "id type title author issued accessed DOI URL abstract keyword language volume page custom status x"


@pytest.mark.parametrize("name", NAMES.split())
@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:30])
def test_a_value_of_any_type_hides_no_item(tmp_path: Path, name: str, value: object) -> None:
    items = [{"id": "one", "type": "book", "title": "T"} | {name: value}, {"id": "two", "type": "book"}]
    loaded = read(tmp_path, json.dumps(items), "a.json")
    assert len(loaded.library) == 2
    assert not re.search(r"\\x00|\\ud800", repr(loaded.library.publications))


JSON = [
    pytest.param('[{"id":"a"},{"id":"b","x":' + "[" * 100_000 + "]" * 100_000 + "}]", 2, id="deep"),
    pytest.param('[{"id":"a"},{"id":"b","volume":' + "9" * 5000 + "}]", 2, id="number of 5,000 digits"),
    pytest.param('[{"id":"a","volume":1e999}]', 1, id="infinite"),
    pytest.param('[{"id":"a",' + ",".join(f'"x{i}":1' for i in range(20_000)) + "}]", 1, id="variables"),
    pytest.param('[{"id":"a","id":"b"}]', 1, id="name twice"),
    pytest.param('[1, "x", null, [], {"id":"a"}]', 5, id="no objects"),
    pytest.param('[{"id":"a"},{"id":"b","title":"x', 2, id="unfinished"),
    pytest.param('\ufeff[{"id":"a"}]', 1, id="byte order mark"),
    pytest.param('[{"id":"a"}]'.encode("utf-16"), 1, id="UTF-16"),
]


@pytest.mark.parametrize(("text", "items"), JSON)
def test_json_is_read_or_reported(tmp_path: Path, text: str | bytes, items: int) -> None:
    assert accounted(read(tmp_path, text, "a.json")) == items


def test_a_problem_is_one_printable_line_with_its_end() -> None:
    problem = Problem(Code.SYNTAX, "a\nb\x1b[31m\u202e" + "x" * 10_000 + " end", Origin("a.bib", 1))
    assert problem.message.startswith("A b\ufffd[31m\ufffdxxx")
    assert problem.message.endswith("x end.")
    assert len(problem.message) < 2_100


# Output


class Judge(HTMLParser):
    """Collect the markup that must not occur in the part of a page that this package writes."""

    ACTIVE = ("script", "style", "iframe", "object", "embed", "form", "svg", "img", "base", "meta", "link")
    ADDRESS = re.compile(r"https?://[^\s\"<>]+|#[\w-]+|_downloads/[\w./%-]+")

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.keys: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        if tag in self.ACTIVE or len(dict(attrs)) != len(attrs):
            self.faults.append(written)
        for name, value in attrs:
            unsafe = name in ("href", "src") and not self.ADDRESS.fullmatch(value or "")
            if unsafe or name.startswith("on") or name == "style" or f'{name}="' not in written:
                self.faults.append(written)
            if name == "data-key":
                self.keys.append(value or "")

    def handle_comment(self, data: str) -> None:
        self.faults.append(data)

    def unknown_decl(self, data: str) -> None:
        self.faults.append(data)


@pytest.fixture
def hostile(project: Project) -> Callable[[str], Built]:
    """Build a page with every payload in every place."""
    project.write({"papers.bib": _bibtex().encode("utf-8", "surrogatepass"), "papers.json": _csl()})
    project.write({"index.rst": PAGE})
    return lambda builder: project.build(builder, conf='pubs_sources = ["papers.bib", "papers.json"]\n')


def test_html_has_no_active_content(hostile: Callable[[str], Built]) -> None:
    built = hostile("html")
    judge = Judge()
    judge.feed(built.body())
    judge.close()
    assert judge.faults == []
    assert PAYLOADS["script"] in judge.keys
    assert "49" not in re.findall(r"<strong[^>]*>([^<]*)</strong>", built.body())


def test_warnings_have_no_control_characters_and_name_the_data(hostile: Callable[[str], Built]) -> None:
    for warning in hostile("html").warnings:
        assert re.match(r"papers\.(bib|json):\d+: WARNING: ", warning)
        assert not UNPRINTABLE.search(warning)


def test_latex_gets_no_commands(hostile: Callable[[str], Built]) -> None:
    built = hostile("latex")
    tex = (built.outdir / "test.tex").read_text(encoding="utf-8").partition("\\begin{document}")[2]
    assert re.findall(r"\\(?:input|write|def|openin|csname|immediate)(?![a-z])|\^\^5c", tex) == []
    assert not any("highlighting" in warning for warning in built.warnings)


def test_data_is_not_a_request_in_manual_pages(hostile: Callable[[str], Built]) -> None:
    (manual,) = (hostile("man").outdir).glob("*.1")
    assert [line for line in manual.read_text("utf-8").split("\n") if line.startswith((".so", "'so"))] == []


def test_texinfo_gets_no_commands(hostile: Callable[[str], Built]) -> None:
    written = (hostile("texinfo").outdir / "test.texi").read_text(encoding="utf-8")
    assert "@@include /etc/passwd" in written
    assert not re.search(r"(?<!@)@include", written)


HARMLESS = [
    r"\alpha^{2} \le \frac{a}{b}",
    r"\mathcal{O}(n \log n)",
    r"\left( x \right)",
    r"\begin{pmatrix}a & b \\ c & d\end{pmatrix}",
    r"\{x \mid x > 0\}",
    r"\text{if } x \neq 0",
    r"H_2\,O",
]
HARMFUL = [
    r"\input{/etc/passwd}",
    r"\input /etc/passwd",
    r"x\)\input{x}\(",
    r"\href{javascript:alert(1)}{x}",
    r"\cssId{x}{y}",
    r"\unknown",
    "^^5cinput{x}",
    r"\def\x{y}",
    r"\begin{filecontents}x\end{filecontents}",
    r"\begin{matrix}",
    r"\end{matrix}",
    r"\begin matrix",
    "x}",
    "{x",
    "x\\",
    "x % y",
    "x $ y",
    "#1",
    "a & b",
    r"\left( x",
    "x" * 3000,
]


@pytest.mark.parametrize("tex", HARMLESS)
def test_formulas_of_known_commands_are_shown(tex: str) -> None:
    assert isinstance(math_node(tex), nodes.math)


@pytest.mark.parametrize("tex", HARMFUL, ids=lambda tex: tex[:30])
def test_formulas_with_other_commands_are_shown_as_source(tex: str) -> None:
    node = math_node(tex)
    assert isinstance(node, nodes.literal)
    assert node.astext() == tex


def test_the_math_renderer_of_the_project_gets_no_harmful_formulas(page: Callable[..., Built]) -> None:
    bib = r"@misc{k, title={$\href{javascript:alert(1)}{x}$ and $x^2$}}"
    built = page(
        PAGE, papers__bib=bib, conf='pubs_math = "sphinx"\nextensions.append("sphinx.ext.mathjax")\n'
    )
    assert r"\(x^2\)" in built.body()
    assert r"\(\href" not in built.body()


# Files


FILES = {
    "up": "../secret.pdf",
    "absolute": "/etc/passwd",
    "link out": "link.pdf",
    "linked folder": "folder/secret.pdf",
    "circle": "circle.pdf",
    "device": "zero.pdf",
    "pipe": "pipe.pdf",
    "folder": "sub",
    "configuration": "sub/../conf.py",
    "linked configuration": "conf.pdf",
    "dotfile": ".hidden.pdf",
    "encoded": "%2e%2e/secret.pdf",
    "home": "~/secret.pdf",
    "scheme": "file:///etc/passwd",
    "host": "\\\\host\\secret.pdf",
    "long": "x" * 5000,
    "deep": "x/" * 3000 + "x",
}


def test_only_files_of_the_project_are_published(project: Project) -> None:
    (project.root / "outside").mkdir()
    for name in ("secret.pdf", "outside/secret.pdf"):
        (project.root / name).write_text("SECRET")
    links = {
        "link.pdf": "../secret.pdf",
        "folder": "../outside",
        "circle.pdf": "circle.pdf",
        "zero.pdf": "/dev/zero",
    }
    for name, target in (links | {"conf.pdf": "conf.py"}).items():
        os.symlink(target, project.src / name)
    os.mkfifo(project.src / "pipe.pdf")
    files = {"sub/in.pdf": "ours", ".hidden.pdf": "SECRET"}
    rows = [f"@misc{{k{n}, title={{T}}, pdf={{{path}}}}}\n" for n, path in enumerate(FILES.values())]
    bib = "".join(rows) + "@misc{good, title={T}, pdf={sub/in.pdf}}\n"
    built = project.write({"index.rst": PAGE, "papers.bib": bib, **files}).build()
    copied = [content for name, content in built.tree().items() if name.startswith("_downloads/")]
    assert copied == [b"ours"]
    firsts = {warning.split(":")[1] for warning in built.warnings}
    others = {
        number
        for warning in built.warnings
        for place in re.findall(r"also at lines? ([\d, and]+)", warning)
        for number in re.findall(r"\d+", place)
    }
    assert {*map(int, firsts | others)} == set(range(1, len(FILES) + 1))


def test_a_source_that_is_not_a_file_is_reported_with_its_place(project: Project) -> None:
    os.mkfifo(project.src / "pipe.bib")
    built = project.write({"index.rst": "T\n=\n"}).build(
        conf='pubs_sources = ["pipe.bib", "/dev/zero", "papers.bib"]\n'
    )
    assert [warning.partition(" WARNING")[0] for warning in built.warnings] == ["pipe.bib:1:", "/dev/zero:1:"]


class _Touch:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


CACHES = {
    "program": lambda path: pickle.dumps(_Touch(path)),
    "number": lambda path: pickle.dumps(1),
    "tuples": lambda path: pickle.dumps(((),) * 40),
    "promise": lambda path: b"\x80\x05\x8d\xff\xff\xff\xff\xff\xff\xff\x0f",
}


@pytest.mark.parametrize("payload", CACHES.values(), ids=CACHES)
def test_a_cache_cannot_execute_code(tmp_path: Path, payload: Callable[[Path], bytes]) -> None:
    (tmp_path / "a.bib").write_text("@misc{k, title={T}}")
    path, trace = tmp_path / "cache", tmp_path / "trace"
    digest = load(["a.bib"], tmp_path, cache_path=path).library.digest
    blocks = [b"\x90", payload(trace)]  # an empty array of problems, and something else than papers
    header = cache._HEADER.pack(cache._MAGIC, digest.encode(), len(blocks))
    heads = [cache._BLOCK.pack(len(block), zlib.crc32(block)) for block in blocks]
    path.write_bytes(header + b"".join(head + block for head, block in zip(heads, blocks, strict=True)))
    assert [paper.key for paper in load(["a.bib"], tmp_path, cache_path=path).library] == ["k"]
    assert not trace.exists()


def test_a_cache_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "cache")
    assert cache.read_cache(tmp_path / "cache", "") is None


MANIFESTS = {
    "list": "[]",
    "deep": "[" * 100_000,
    "types": '{"version": 1, "state": {}, "documents": {"../x": {}, "index": [1]}}',
    "documents": '{"version": 1, "state": 5, "documents": [1]}',
    "number": '{"version": 1, "documents": {"index": ' + "9" * 5000 + "}}",
    "surrogates": '{"version": 1, "state": "\\ud800", "documents": {"\\ud800": "\\ud800"}}',
}


@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_of_wrong_types_is_ignored(project: Project, manifest: str) -> None:
    project.write({"index.rst": PAGE}).build()
    clean = project.builds[-1].tree()
    (project.builds[-1].outdir / ".pubs.json").write_text(manifest)
    assert project.build().tree() == clean


# Pages


CITATIONS = [
    pytest.param(",,,", (), "", id="commas"),
    pytest.param("a <b", ("a <b",), "", id="unclosed"),
    pytest.param("a <b> <c>", ("c",), "a <b>", id="several"),
    pytest.param("a" + " " * 20_000 + "b<c>", ("c",), "a" + " " * 20_000 + "b", id="spaces"),
    pytest.param("<" * 20_000, ("<" * 20_000,), "", id="brackets"),
]


@pytest.mark.parametrize(("text", "keys", "title"), CITATIONS)
def test_citations_of_any_characters(text: str, keys: tuple[str, ...], title: str) -> None:
    assert parse_citation(text, lambda key: False) == Citation(tuple(map(CitationItem, keys)), title)


def test_an_empty_citation_is_reported(page: Callable[..., Built]) -> None:
    built = page("T\n=\n\n:paper:p:`,,`\n")
    (warning,) = built.warnings
    assert warning.startswith("index.rst:4: WARNING: Invalid citation: it has no key")
    assert "()" not in built.body()


OPTIONS = {
    "deep": ("filter", "(" * 100 + "year" + ")" * 100, "column 52: parentheses and “not” are nested"),
    "program": ("filter", "__import__('os')", "column 1: unknown facet “__import__”"),
    "long": ("author", "a," * 500_000 + "a", "the value is longer than 10,000 characters"),
    "range": ("year", "0-999999999", "“0-999999999” is not a valid year"),
    "digits": ("limit", "9" * 5000, "is not a whole number from 1 to 1,000,000"),
    "layout": ("layout", "../../etc/passwd", "anthology, compact"),
    "terminal": ("numbered", "\x1b[31m", "up, down"),
}


@pytest.mark.parametrize(("name", "value", "said"), OPTIONS.values(), ids=OPTIONS)
def test_an_invalid_option_is_reported_at_its_line(
    page: Callable[..., Built], name: str, value: str, said: str
) -> None:
    (warning,) = page(f"T\n=\n\n.. publications::\n   :{name}: {value}\n").warnings
    assert warning.startswith("index.rst:5: ERROR: publications: option")
    assert said in warning
    assert not UNPRINTABLE.search(warning)


@pytest.mark.parametrize("glob", ["*a" * 4000, "*" * 9000, "!" * 5000 + "x"], ids=["a", "stars", "signs"])
def test_a_glob_takes_linear_time(page: Callable[..., Built], glob: str) -> None:
    built = page(f"T\n=\n\n.. publications::\n   :keyword: {glob}\n   :author: {glob}\n")
    assert all("[pubs.empty]" in warning for warning in built.warnings)
