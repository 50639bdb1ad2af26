"""LaTeX commands that a BibTeX file uses and defines, and journals that styles define."""

from __future__ import annotations

import pytest

from sphinxext_pubs.formats.base import Source
from sphinxext_pubs.formats.bibtex.codec import read
from sphinxext_pubs.formats.latex.definitions import MAX_LENGTH, Definition, expand, read_definitions
from sphinxext_pubs.formats.latex.journals import JOURNALS, STYLE_JOURNALS
from sphinxext_pubs.model.problem_groups import group_problems
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.model.publication import Publication


def read_text(text: str) -> tuple[list[Publication], list[str]]:
    """Return the papers of a file ``a.bib``, and its problems as messages with their line."""
    items = list(read([Source("a.bib", text)]))
    problems = group_problems(item for item in items if isinstance(item, Problem))
    messages = [f"{problem.origin.line}: {problem.message}" for problem in problems]
    return [item for item in items if isinstance(item, Publication)], messages


def title_of(preamble: str, title: str) -> str:
    (paper,), messages = read_text(f"@preamble{{{preamble}}}\n@misc{{k, title={{{title}}}}}")
    assert messages == []
    return str(paper.title)


def test_unknown_commands_are_reported_once_with_their_uses() -> None:
    text = (
        "@misc{a, title={\\Cpp{} and \\Cpp},\n note={\\Rust}}\n"
        "@misc{b,\n author={Doe, \\Cpp{} J.},\n edition={\\Cpp}}\n"
        "@misc{c, title={\\'{e} \\emph{x} \\alpha \\Dash $\\nosuch$}, author={{\\ss}},\n url={http://a.b/\\Cpp}}"
    )
    papers, messages = read_text(text)
    assert [str(paper.title) for paper in papers] == ["Cpp and Cpp", "", "é x α—\\nosuch"]
    remedy = "Write the text itself, or define the command by \\newcommand in @preamble."
    assert messages == [
        f"1: Entry “a”, field “title”: unknown LaTeX command “\\Cpp”; its name or its arguments are shown. "
        f"{remedy} This occurs 4 times in the file, also at lines 4 and 5.",
        f"2: Entry “a”, field “note”: unknown LaTeX command “\\Rust”; its name or its arguments are shown. "
        f"{remedy}",
    ]


@pytest.mark.parametrize(
    ("preamble", "title", "expected"),
    [
        (r'"\newcommand{\Lang}[1]{\emph{#1}}"', r"\Lang{C} and \Lang C", "C and C"),
        (r'"\newcommand\Lang{Rust}"', r"a\Lang{}b \Lang x \Lang, \Lang", "aRustb Rustx Rust, Rust"),
        (r'"\providecommand*{\Lang} {Rust}"', r"\Lang", "Rust"),
        (r'"\renewcommand{\Lang}{\Other} \newcommand{\Other}{Go}"', r"\Lang", "Go"),
        (r'"\providerobustcmd*{\addat}{@}"', r"TyDe\addat{}ICFP", "TyDe@ICFP"),
        (r'"\newcommand{\Pair}[2][x]{#1-#2}"', r"\Pair{a} \Pair[b]{c}", "x-a b-c"),
        (r'"\def\Pair#1#2{#2 #1}"', r"\Pair{a}{b} \Pair cd", "b a d c"),
        (r'"\def \Lang {Rust}" # "\DeclareMathOperator{\Tr}{Tr}"', r"\Lang and \Tr x", "Rustand Trx"),
        (r'"\ifx \undefined \Lang \def \Lang#1{{{\em #1}}} \fi"', r"\Lang{Go}", "Go"),
        (r"{\newcommand{\noopsort}[1]{}}", r"\noopsort{a}b", "b"),
        (
            r'"\newcommand{\noopsort}[2]{#2} \def\url#1{no} \def\cprime{no}"',
            r"\noopsort{a}b \url{c} \cprime",
            "b c ʹ",
        ),
        (r'"\newcommand{\C}{C} \newcommand{\apj}{ApJ} \newcommand{\PZ}{P}"', r"\C{} \apj{} \PZ", "C ApJ P"),
        (r'"\newcommand{\a}{\b} \newcommand{\b}{\a}"', r"\Dash{} x", "— x"),
        (r'"\hyphenation{an-aly-sis} \newcommand{\open}{"', "x", "x"),
    ],
)
def test_commands_of_preambles_are_read(preamble: str, title: str, expected: str) -> None:
    assert title_of(preamble, title) == expected


def test_commands_of_preambles_count_for_all_entries_and_names() -> None:
    text = '@misc{a, author={\\Me{} and Roe, J.}}\n@preamble{"\\newcommand{\\Me}{Doe, A.}"}'
    (paper,), messages = read_text(text)
    assert [name.family for name in paper.author] == ["Doe", "Roe"]
    assert messages == []


def test_expansion_is_limited() -> None:
    definitions = {
        "a": Definition(1, r"\a{#1#1}"),
        "b": Definition(0, r"\b\b"),
        "c": Definition(0, "x" * 1000),
    }
    assert expand(r"\a{x}", definitions) == r"\a{x}"
    assert expand(r"\b", definitions) == r"\b"
    assert expand(r"\c" * 100, definitions) == r"\c" * 100
    assert len(expand(r"\c" * 10, definitions)) == 10_000 < MAX_LENGTH


def test_expansion_of_all_entries_is_limited() -> None:
    preamble = '@preamble{"\\newcommand{\\x}{' + "y" * 1900 + '}"}\n'
    entries = "".join(f"@misc{{k{number}, title={{{chr(92)}x}}}}\n" for number in range(1200))
    papers, messages = read_text(preamble + entries)
    assert len(papers) == 1200
    assert str(papers[0].title) == "y" * 1900
    assert str(papers[-1].title) == "x"
    assert any(
        "the LaTeX commands that are defined in @preamble is too long" in message for message in messages
    )


def test_hostile_preambles_take_no_time() -> None:
    assert read_definitions(r"\def\a{" * 20_000) == {}
    assert expand(r"\foo{" * 20_000, {"foo": Definition(1, "#1")}) == "{" * 20_000


@pytest.mark.parametrize("name", [*STYLE_JOURNALS, *JOURNALS])
def test_journals_of_styles_are_known(name: str) -> None:
    (paper,), messages = read_text(f"@article{{k, journal={name.upper()}}}")
    assert str(paper.container_title) == {**STYLE_JOURNALS, **JOURNALS}[name]
    assert messages == []


def test_journals_of_styles_are_known_in_fields_of_journals_only() -> None:
    text = "@string{tcs = {My TCS}}\n@article{k, journal=tcs, note=na, series=jacm # { 5}}"
    (paper,), messages = read_text(text)
    assert (str(paper.container_title), str(paper.collection_title)) == ("My TCS", "Journal of the ACM 5")
    assert len(messages) == 1
    assert "“na”" in messages[0]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        (r"Jan \ifmmode \check{C}\else \v{C}\fi{}ern\'{\i}k", ("Jan", "Černík", "")),
        (r"\ifmmode \check{C}\else \v{C}\fi{}ern\'{\i}k, Jan", ("Jan", "Černík", "")),
        (r"Segr\a`e, E.", ("E.", "Segrè", "")),
        (r"{埃伯哈德$\bullet$蔡德勒}", ("", "", "埃伯哈德•蔡德勒")),
        (r"M$\ddot{u}$ller, $\beta$eta", ("βeta", "Müller", "")),
    ],
)
def test_latex_in_names(author: str, expected: tuple[str, str, str]) -> None:
    (paper,), messages = read_text(f"@misc{{k, author={{{author}}}}}")
    (name,) = paper.author
    assert (name.given, name.family, name.literal) == expected
    assert messages == []
