"""Converting HTML to rich text and back."""

from __future__ import annotations

import random

import pytest

from sphinxext_pubs.formats.html_text import MAX_NESTING, encode_address, from_html, to_html
from sphinxext_pubs.model.rich_text import EMPTY, Inline, Span, Text

SMALL_CAPS = '<span style="font-variant:small-caps;">'


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("plain", ("plain",)),
        ("", ()),
        (" a\n\t b ", ("a b",)),
        ("<i>a</i> <em>b</em>", (Span("italic", ("a",)), " ", Span("italic", ("b",)))),
        ("<b>a</b><strong>b</strong>", (Span("bold", ("a",)), Span("bold", ("b",)))),
        ("H<sub>2</sub>O<sup>+</sup>", ("H", Span("sub", ("2",)), "O", Span("sup", ("+",)))),
        ("<sc>a</sc>", (Span("small-caps", ("a",)),)),
        ("<scp>a</scp>", (Span("small-caps", ("a",)),)),
        ("<span style='font-variant: small-caps'>a</span>", (Span("small-caps", ("a",)),)),
        ('<span class="smallcaps">a</span>', (Span("small-caps", ("a",)),)),
        ('<span class="nocase">BERT</span>', (Span("no-case", ("BERT",)),)),
        ('<span class="nocase">3, 北京</span>', ("3, 北京",)),
        ("<span class=nocase>a<span>b</span></span>", (Span("no-case", ("ab",)),)),
        ('<span class="math"> a &lt; <i>b</i> </span>', (Span("math", ("a < b",)),)),
        ("<code>a_b</code> <tt>c</tt>", (Span("code", ("a_b",)), " ", Span("code", ("c",)))),
        ('<a href="http://a.org/?b&amp;c">d</a>', (Span("link", ("d",), "http://a.org/?b&c"),)),
        ("<a>d</a>", ("d",)),
        ('<a href="x"></a>', ()),
        ('<jats:ext-link xlink:href="http://a.b">c</jats:ext-link>', (Span("link", ("c",), "http://a.b"),)),
        ("<jats:p>One <jats:italic>b</jats:italic></jats:p>", ("One ", Span("italic", ("b",)))),
        ("<mml:math><mml:mi>x</mml:mi></mml:math>", (Span("math", ("x",)),)),
        ("<P>One</P><p>two<br>three<BR/>four", ("One two three four",)),
        ("<I>a</I>", (Span("italic", ("a",)),)),
        ("<b/>a<u>b</u><wbr/>c", ("abc",)),
        ("a < b, x<y, <me@x.org>, 1 <2> 3, List<T>", ("a < b, x<y, <me@x.org>, 1 <2> 3, List<T>",)),
        (
            "<https://a.org/> <!-- c --> <?p?> <![CDATA[d]]>",
            ("<https://a.org/> d",),
        ),
        ("AT&T R&D &amp; &lt;i&gt; &#233;&#xE9;&eacute;", ("AT&T R&D & <i> ééé",)),
        ("&nosuch; &copy", ("&nosuch; &copy",)),
        ("&amp;lt;", ("&lt;",)),
        ("a &#0; &#xD800; &#xFFFF; &#1; \x01", ("a \ufffd \ufffd \ufffd",)),
        ("<script>alert(1)</script><style>p {}</style>", ("alert(1)p {}",)),
        ("<i>a", ("a",)),
        ("a</i>", ("a",)),
        ("<i>a<b>b</i>c</b>", (Span("italic", ("ab",)), "c")),
        ("<i></i><b> </b>", ()),
        ("a<i> b </i>c", ("a ", Span("italic", ("b",)), " c")),
        ("<i><i>a</i></i>", (Span("italic", ("a",)),)),
        ("a <i> b</i>", ("a ", Span("italic", ("b",)))),
        ("a <b> </b> c", ("a c",)),
    ],
)
def test_from_html(value: str, parts: tuple[Inline, ...]) -> None:
    assert from_html(value).parts == parts


def test_control_characters_are_replaced() -> None:
    assert from_html("a\x01b") == Text(("a\ufffdb",))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((), ""),
        (("Food & Drink, AT&T, a < b > c",), "Food & Drink, AT&amp;T, a &lt; b > c"),
        ((Span("italic", ("a",)), Span("bold", ("b",))), "<i>a</i><b>b</b>"),
        ((Span("small-caps", ("a",)),), SMALL_CAPS + "a</span>"),
        ((Span("sub", ("a",)), Span("sup", ("b",))), "<sub>a</sub><sup>b</sup>"),
        ((Span("no-case", ("a",)),), '<span class="nocase">a</span>'),
        ((Span("math", ("a<b",)),), '<span class="math">a&lt;b</span>'),
        ((Span("code", ("a&amp;",)),), "<code>a&amp;amp;</code>"),
        ((Span("link", ("a",), 'http://b.c/?"&d'),), '<a href="http://b.c/?&quot;&amp;d">a</a>'),
        ((Span("link", (Span("italic", ("a",)),), "b"),), '<a href="b"><i>a</i></a>'),
    ],
)
def test_to_html(parts: tuple[Inline, ...], expected: str) -> None:
    assert to_html(Text(parts)) == expected


def random_html(source: random.Random, depth: int = 0) -> str:
    pieces = []
    for _ in range(source.randint(1, 4)):
        pieces.append("".join(source.choices("aB é-&;<>/i=\"'\u00a0", k=source.randint(0, 6))))
        if depth < 3 and source.random() < 0.6:
            before = source.choice(OPENERS)
            pieces += (before, random_html(source, depth + 1), source.choice(CLOSERS))
    return "".join(pieces)


OPENERS = (
    "<i>",
    "<b>",
    "<sub>",
    "<code>",
    '<span class="nocase">',
    SMALL_CAPS,
    "<a href='h'>",
    "<p>",
    "<x>",
    "&lt;",
)
CLOSERS = ("</i>", "</b>", "</sub>", "</code>", "</span>", "</span>", "</a>", "<br>", "", "&amp;amp;")


def test_text_from_html_survives_a_round_trip() -> None:
    source = random.Random(5)
    for _ in range(2000):
        value = random_html(source)
        text = from_html(value)
        assert from_html(to_html(text)) == text, value


def test_tags_are_escaped() -> None:
    source = random.Random(6)
    allowed = {"i", "b", "sub", "sup", "code", "span", "a"}
    for _ in range(2000):
        text = to_html(from_html(random_html(source)))
        names = {piece.split(">")[0].split()[0].strip("/") for piece in text.split("<")[1:]}
        assert names <= allowed, text


def test_nesting_is_limited() -> None:
    text = from_html("<i><b>" * 50_000 + "word" + "</b></i>" * 50_000)
    depth = 0
    parts = text.parts
    while parts and isinstance(parts[0], Span):
        depth, parts = depth + 1, parts[0].content
    assert depth == MAX_NESTING
    assert str(text) == "word"
    assert from_html(to_html(text)) == text


@pytest.mark.parametrize(
    ("piece", "meaning"),
    [
        ("<", "<"),
        ("<i ", "<i "),
        ("<i>", ""),
        ("</i>", ""),
        ("&", "&"),
        ("&amp", "&amp"),
        ("&#", "&#"),
        ("<!--", "<!--"),
        ("<a href='", "<a href='"),
        ("a<b>", "a"),
        ("&amp;", "&"),
    ],
)
def test_long_repetitions(piece: str, meaning: str) -> None:
    assert str(from_html(piece * 10_000)).strip() == (meaning * 10_000).strip()


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        (" http://a.org/b c ", "http://a.org/b%20c"),
        ('a"b<c>d{e}f\\g', "a%22b%3Cc%3Ed%7Be%7Df%5Cg"),
        ("http://ä.org/%20?a=1&b#c~d_e", "http://ä.org/%20?a=1&b#c~d_e"),
        ("java\nscript:", "java%0Ascript:"),
    ],
)
def test_address(target: str, kept: str) -> None:
    assert encode_address(target) == kept


def test_empty_text_is_a_single_object() -> None:
    assert from_html("") is EMPTY
    assert from_html("<i></i>") is EMPTY
