"""Converting LaTeX in BibTeX values to rich text and back."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sphinxext_pubs.formats.html_text import from_html, to_html
from sphinxext_pubs.formats.latex import decode as latex
from sphinxext_pubs.formats.latex import journals, macros, packages, protect, symbols
from sphinxext_pubs.formats.latex.decode import decode, escape, to_str
from sphinxext_pubs.formats.latex.unicode_math import plain_text
from sphinxext_pubs.formats.tex.particles import PARTICLES
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, SpanKind, Text

FIXTURE = Path(__file__).parents[1] / "fixtures" / "latex" / "cases.txt"
BIBLIOGRAPHIES = Path(__file__).resolve().parents[2] / "../shared/data/bib"


def cases() -> list[tuple[str, str]]:
    """Return the rows of the fixture: LaTeX, and its meaning as rich text of CSL-JSON."""
    lines = [line for line in FIXTURE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [
        (source, meaning.removeprefix("    ").replace("[nbsp]", "\u00a0").replace("[thin]", "\u2009"))
        for source, meaning in zip(lines[::2], lines[1::2], strict=True)
    ]


@pytest.mark.parametrize(("source", "meaning"), cases(), ids=[source for source, _ in cases()])
def test_decoded_text(source: str, meaning: str) -> None:
    decoded = decode(source)
    assert to_html(decoded.text) == meaning
    assert decoded.problem == ""


@pytest.mark.parametrize(("source", "meaning"), cases(), ids=[source for source, _ in cases()])
def test_round_trips_and_fast_paths(source: str, meaning: str) -> None:
    decoded = decode(source)
    assert decode(escape(decoded.text)).text == decoded.text
    assert latex.parse(source) == decoded
    assert to_str(source) == plain_text(decoded.text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Plain words, don't touch", ("Plain words, don't touch",)),
        ("", ()),
        ("   ", ()),
        ("  two\n\tlines  and\r\n spaces ", ("two lines and spaces",)),
        ("Towards {BERT} for X", ("Towards ", Span("no-case", ("BERT",)), " for X")),
        ("{BERT}", (Span("no-case", ("BERT",)),)),
        ("{A}{B}", (Span("no-case", ("A",)), Span("no-case", ("B",)))),
        ("{{Both}}", (Span("no-case", ("Both",)),)),
        ("a { B } c", ("a ", Span("no-case", ("B",)), " c")),
        ("{}", ()),
    ],
)
def test_decoded_parts(value: str, expected: tuple[Inline, ...]) -> None:
    assert decode(value).text.parts == expected


def test_links_keep_their_address() -> None:
    link = decode(r"See \url{http://a.org/~x/b\_c?d=1\&e=50\%--f}.").text.parts[1]
    assert link == Span("link", ("http://a.org/~x/b_c?d=1&e=50%--f",), "http://a.org/~x/b_c?d=1&e=50%--f")
    assert decode(r"\url{}x").text == Text(("x",))


def test_link_target_cannot_break_braces_or_attributes() -> None:
    (link,) = decode(r"\href{http://a.org/\"{x} y}{z}").text.parts
    assert isinstance(link, Span)
    assert link.target == "http://a.org/%5C%22%7Bx%7D%20y"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("{" * 100_000 + "word", "word"),
        ("{" * 90_000 + "word" + "}" * 90_000, "word"),
        (r"\emph{" * 30_000 + "word", "word"),
        ("{\\verb|}|" * 5_000 + "word", "word"),
        ("{\\(}\\)" * 5_000 + "word", "word"),
        ("{<i }>" * 5_000 + "word", "word"),
        ("{\\char65}" * 5_000 + "word", "word"),
        ("{\\begin{equation}}\\end{equation}" * 2_000 + "word", "word"),
        ("<i>" * 20_000 + "word" + "</i>" * 20_000, "word"),
        ("{<i><b>" * 300 + "word" + "</b></i>}" * 300, "word"),
        (r"{\it\bf\sc " * 300 + "word" + "}" * 300, "word"),
    ],
    ids=lambda value: value[:12],
)
def test_the_depth_is_limited(value: str, kept: str) -> None:
    decoded = decode(value)
    assert kept in str(decoded.text)
    assert depth_of(decoded.text.parts) <= 21
    assert decode(escape(decoded.text)).text == decoded.text


def test_too_long_values_are_reported() -> None:
    value = "{a} $b$ " * 30_000
    assert "200,000 characters" in decode(value).problem
    assert str(decode(value).text) == value.strip()
    assert decode("a" * 300_000).problem == ""


def test_too_deep_values_are_reported() -> None:
    limit = 20
    assert decode("{" * limit + "a" + "}" * limit).problem == ""
    assert "more than 20 deep" in decode("{" * (limit + 1) + "a" + "}" * (limit + 1)).problem
    assert decode("{a}" * 50).problem == ""


def depth_of(parts: tuple[Inline, ...]) -> int:
    return max((1 + depth_of(part.content) for part in parts if isinstance(part, Span)), default=0)


TIMES = 8_000

#: A text that is repeated 8,000 times, and the result for each.
HOSTILE = [
    (r"\'", "'" * TIMES),
    (r"\verb|", r"\verb" * (TIMES // 2)),
    (r"\url{", ""),
    (r"\href{a}", "a" * (TIMES // 2)),
    (r"\begin{equation}", ""),
    (r"\begin{a}", ""),
    (r"\(", "(" * TIMES),
    (r"\[", "[" * TIMES),
    ("$a", "a" * TIMES),
    ("$a{", "$a" * protect.MAX_DEPTH + "a" * (TIMES - protect.MAX_DEPTH)),
    ("$", "$" * TIMES),
    ("$$", "$$" * TIMES),
    (r"\$a", "a" * TIMES),
    (r"\$", "$" * TIMES),
    (r"{\textdollar}", "$" * TIMES),
    (r"{\textdollar}a", "a" * TIMES),
    ("<i ", ("<i " * TIMES).strip()),
    ("<", "<" * TIMES),
    ("<i>", ""),
    ("</i>", ""),
    ("&amp", "&amp" * TIMES),
    ("&", "&" * TIMES),
    ("}", ""),
    ("{}", ""),
    ("{a}", "a" * TIMES),
    ("`a", "`a" * TIMES),
    ("-", "—"),
    ("'", "”" * (TIMES // 2)),
    ("~", "\u00a0" * TIMES),
    (r"\foo", ("foo " * TIMES).strip()),
    (r"\foo[", ("foo [" * TIMES).strip()),
    (r"\it ", ""),
    ("https://", "https://" * TIMES),
    (r"\char1", "\ufffd" * TIMES),
    (r"{\textless}", "<" * TIMES),
    (r"{\textless}i a", "<i a" * TIMES),
    ("\\", ""),
    (r"\&", "&" * TIMES),
    (" ", ""),
    (r"\ensuremath{", ""),
    (r"\textcircled", ""),
    ("\ufdd0", "\ufffd" * TIMES),
]


@pytest.mark.parametrize(("piece", "meaning"), HOSTILE, ids=[piece for piece, _ in HOSTILE])
def test_long_repetitions(piece: str, meaning: str) -> None:
    assert str(latex.parse(piece * TIMES).text) == meaning


def words(text: str) -> list[str]:
    return text.split()


PIECES = [
    *words(r"\'e {\'e} \'{e} {\'{e}} {\v s} \v{s} \c{c} {\ss} {\o} \'\i {\'\i} {\'{\i}} \& {\&} \% \_ {\_}"),
    *words("a B é { } {} {{ }} {C} -- --- `` '' ` ' ~ - $ $x$ < > <i> </i> &amp; & # ^ _ % , . ! ? 1 /"),
    *words(r"\emph{x} {\it x} \bf \foo \foo{x} \\ \, \{ \} \$ \" \ldots \url{http://x.y/~z} http://a.b/c--d"),
    *words(r"{\textless}i{\textgreater} {\textbackslash} \( \) \verb|x| \begin{a} \char65 \texttt{a--b}"),
    *words(r"\textless amp; word \ensuremath{y}"),
    " ",
    "  ",
    "\n",
]


def random_values(seed: int, count: int) -> Iterator[str]:
    source = random.Random(seed)
    for _ in range(count):
        yield "".join(source.choices(PIECES, k=source.randint(1, 9)))


def test_fast_paths_give_the_same_result_as_the_parser() -> None:
    for value in random_values(1, 1500):
        assert latex.parse(value) == decode(value), value


def test_decoded_text_survives_a_round_trip() -> None:
    for value in random_values(2, 1500):
        text = decode(value).text
        assert decode(escape(text)).text == text, value
        assert from_html(to_html(text)) == text, value


def random_text(source: random.Random, depth: int = 0) -> str:
    """Return random HTML with text in normal form, which both decoders produce."""
    pieces = []
    for _ in range(source.randint(1, 4)):
        words = "".join(source.choices("aB é-'`\"~^_%$#&;<>{}\\!?/1\u00a0", k=source.randint(0, 5)))
        pieces.append(to_html(Text((words,))))
        if depth < 3 and source.random() < 0.5:
            before, after = source.choice(ELEMENTS)
            pieces.append(before + random_text(source, depth + 1) + after)
    return "".join(pieces)


ELEMENTS = [
    ("<i>", "</i>"),
    ("<b>", "</b>"),
    ("<sub>", "</sub>"),
    ("<sup>", "</sup>"),
    ("<code>", "</code>"),
    ('<span class="nocase">', "</span>"),
    ('<span style="font-variant:small-caps;">', "</span>"),
    ('<a href="http://a.org/~b_{c}?d=%20&amp;e#f">', "</a>"),
]


def test_any_text_survives_a_round_trip() -> None:
    source = random.Random(3)
    for _ in range(1500):
        markup = random_text(source)
        text = from_html(markup)
        assert decode(escape(text)).text == text, markup


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("italic", r"\emph{a}"),
        ("bold", r"\textbf{a}"),
        ("small-caps", r"\textsc{a}"),
        ("sub", r"\textsubscript{a}"),
        ("sup", r"\textsuperscript{a}"),
        ("code", r"\texttt{a}"),
        ("no-case", "{a}"),
        ("math", "$a$"),
    ],
)
def test_escape_writes_spans(kind: SpanKind, command: str) -> None:
    assert escape(Text((Span(kind, ("a",)),))) == command


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        (("Müller & Söhne: 50 % of #1_a",), r"Müller \& Söhne: 50 \% of \#1\_a"),
        (("a – b", Span("math", ("x",)), "2"), "a – b$x${}2"),
        ((Span("math", ("a $ b",)),), r"\ensuremath{a $ b}"),
        ((Span("link", ("http://x.y",), "http://x.y"),), r"\url{http://x.y}"),
        ((Span("link", ("z",), "http://x.y/#a_b"),), r"\href{http://x.y/#a_b}{z}"),
        (("a -- b",), "a -{}- b"),
        (("<i>",), r"\textless{}{}i\textgreater{}"),
        (("&amp; R&D",), r"\&{}amp; R\&D"),
        (("{",), r"\textbraceleft{}"),
        ((), ""),
    ],
)
def test_escape(parts: tuple[Inline, ...], value: str) -> None:
    assert escape(Text(parts)) == value
    assert decode(value).text.parts == parts


def test_symbols_do_not_depend_on_the_date() -> None:
    assert to_str(r"\today") == "today"


def test_forbidden_characters_are_replaced() -> None:
    assert (
        to_str(r"\char0 a\char1 b&#2;c\char" "" + '"FFFF d' + "\ufdd0\\x") == "\ufffda\ufffdbc\ufffdd\ufffdx"
    )


def test_each_command_is_in_one_table() -> None:
    tables = (
        macros.ACCENTS,
        macros.SPANS,
        macros.SWITCHES,
        macros.CASES,
        macros.TEMPLATES,
        symbols.SYMBOLS,
        packages.PACKAGE_SYMBOLS,
        PARTICLES,
        journals.JOURNALS,
    )
    names = [name for table in tables for name in table]
    assert sorted(names) == sorted(set(names))


def test_values_without_latex_do_not_load_the_parser() -> None:
    program = (
        "import sys; from sphinxext_pubs.formats.latex.decode import decode; decode('A {B} -- c');"
        "print([n for n in ('pylatexenc', 'bibtexparser', 'sphinx', 'docutils') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_decoded_can_be_pickled_and_compared() -> None:
    assert decode("x").text is not EMPTY
    assert decode("") == latex.Decoded(EMPTY)
    assert pickle.loads(pickle.dumps(decode("{A} b"))) == decode("{A} b")


def fields() -> Iterator[tuple[str, str, str]]:
    """Yield the text fields of the shared bibliographies, with the name of the file."""
    from bibtexparser.model import Entry
    from bibtexparser.splitter import Splitter

    names = {"title", "booktitle", "journal", "abstract", "note", "publisher", "author"}
    for path in sorted(BIBLIOGRAPHIES.glob("*.bib")):
        content = path.read_bytes().decode("utf-8", "replace")
        for block in Splitter(content).split().blocks:
            entry = getattr(block, "ignore_error_block", None) or block
            if isinstance(entry, Entry):
                for field in entry.fields:
                    if field.key.lower() in names:
                        yield path.name, field.key, str(field.value).strip('"')


def test_real_bibliographies_are_decoded_completely() -> None:
    if not BIBLIOGRAPHIES.is_dir():
        pytest.skip(f"the shared bibliographies are not there ({BIBLIOGRAPHIES.name})")
    left = []
    count = 0
    for name, key, value in fields():
        count += 1
        text = decode(value).text
        assert from_html(to_html(text)) == text, (name, key, value)
        assert decode(escape(text)).text == text, (name, key, value)
        if set("\\{}") & set("".join(prose(text.parts))):
            left.append((name, key, value))
    assert count > 8000
    assert left == []


def prose(parts: tuple[Inline, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif part.kind not in ("math", "code"):
            yield from prose(part.content)
