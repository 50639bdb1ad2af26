"""Links: which addresses are allowed, and how they are encoded."""

from __future__ import annotations

import pytest

from sphinxext_pubs.model.links import (
    arxiv_pdf_url,
    arxiv_url,
    check,
    doi_url,
    find_links,
    is_local,
    safe_url,
)
from sphinxext_pubs.model.problems import Code
from sphinxext_pubs.model.publication import Link, Origin, Publication
from sphinxext_pubs.model.rich_text import Span, Text

ALLOWED = [
    ("https://example.org", "https://example.org"),
    ("  https://example.org/a  ", "https://example.org/a"),
    ("HTTPS://Example.org/A", "https://Example.org/A"),
    ("http://example.org:8080/a?b=c&d=e#f", "http://example.org:8080/a?b=c&d=e#f"),
    ("https://example.org/a b", "https://example.org/a%20b"),
    ("https://example.org/ä", "https://example.org/%C3%A4"),
    ("https://bücher.example/x", "https://b%C3%BCcher.example/x"),
    ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
    ("https://example.org/100%", "https://example.org/100%25"),
    ("https://example.org/a%20b%zz", "https://example.org/a%20b%25zz"),
    ("https://example.org/a\\_b", "https://example.org/a%5C_b"),
    ("https://example.org/[1]{2}|3^4`", "https://example.org/%5B1%5D%7B2%7D%7C3%5E4%60"),
    ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
    ("https://example.org?q=1", "https://example.org?q=1"),
    ("https://user:word@example.org/", "https://user:word@example.org/"),
    ("https://[2001:db8::1]:80/x", "https://[2001:db8::1]:80/x"),
    ("https://example.org/&#106;avascript:", "https://example.org/&#106;avascript:"),
    ("www.example.org/x", "https://www.example.org/x"),
    ("WWW.example.org", "https://WWW.example.org"),
    ("www.example.org:80/x", "https://www.example.org:80/x"),
]


@pytest.mark.parametrize(("url", "expected"), ALLOWED)
def test_web_addresses_are_encoded_according_to_rfc_3986(url: str, expected: str) -> None:
    assert safe_url(url) == expected


@pytest.mark.parametrize(("url", "expected"), ALLOWED)
def test_safe_addresses_are_not_changed(url: str, expected: str) -> None:
    assert safe_url(expected) == expected


NOT_ALLOWED = [
    "",
    "   ",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "java\x00script:alert(1)",
    "javascript\u2028:alert(1)",
    "&#106;avascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "view-source:https://example.org",
    "blob:https://example.org/x",
    "//example.org/x",
    "/etc/passwd",
    "\\\\host\\share",
    "papers/x.pdf",
    "example.org/x",
    "www.",
    "www.example",
    "#fragment",
    "?query",
    ":",
    "://example.org",
    "https:",
    "https:/",
    "https://",
    "https:///path",
    "https:example.org",
    "https:\\\\example.org",
    "https:/\\example.org",
    "https://good.example\\@evil.example/",
    "https://exa mple.org/",
    "https://.../",
    "https://example.org:port/",
    "https://example.org:80:80/",
    "https://[::1",
    "https://::1]/",
    "https://[:::::]/",
    "https://[v1.x]/",
    'https://exa"mple.org/',
    "https://example.org/\x7f",
    "https://example.org/\ud800",
    "https://example.org/\u202egro.elpmaxe",
    "https://example.org/line\nbreak",
]


@pytest.mark.parametrize("url", NOT_ALLOWED)
def test_other_addresses_are_not_allowed(url: str) -> None:
    assert safe_url(url) is None


OTHER_SCHEMES = [
    ("mailto:a@example.org", "mailto:a@example.org"),
    ("mailto:a b@example.org", "mailto:a%20b@example.org"),
    ("mailto:", None),
    ("ftp://example.org/x", "ftp://example.org/x"),
    ("ftp:x", None),
    ("urn:isbn:0-395-36341-1", "urn:isbn:0-395-36341-1"),
    ("https://example.org", None),
    ("www.example.org", None),
    ("javascript:alert(1)", None),
]


@pytest.mark.parametrize(("url", "expected"), OTHER_SCHEMES)
def test_other_schemes_can_be_allowed(url: str, expected: str | None) -> None:
    assert safe_url(url, ("mailto", "ftp", "urn")) == expected


DOIS = [
    ("10.18653/v1/2024.emnlp-main.1", "https://doi.org/10.18653/v1/2024.emnlp-main.1"),
    ("https://doi.org/10.1000/ABC", "https://doi.org/10.1000/ABC"),
    (
        "10.1002/(SICI)1097-4571(1999)50:9<763::AID-ASI1>3.0.CO;2-#",
        "https://doi.org/10.1002/(SICI)1097-4571(1999)50:9%3C763::AID-ASI1%3E3.0.CO;2-%23",
    ),
    ("10.1000/a%3Cb", "https://doi.org/10.1000/a%3Cb"),
    ('10.1000/100%?"x', "https://doi.org/10.1000/100%25%3F%22x"),
    ("10.1000/ü\ud800", "https://doi.org/10.1000/%C3%BC%3F"),
    ("10/abc", "https://doi.org/10/abc"),
]


@pytest.mark.parametrize(
    "doi", ["javascript:alert(1)", "11.1175foo", "nonsense", "10.1/x", "10.1000/x y", ""]
)
def test_invalid_dois(doi: str) -> None:
    assert doi_url(doi) == ""
    problems = list(check(Publication("k", doi=doi)))
    assert [problem.code for problem in problems] == ([Code.URL] if doi else [])
    assert all(problem.message.endswith("such as 10.1000/182.") for problem in problems)


@pytest.mark.parametrize(("doi", "expected"), DOIS)
def test_doi(doi: str, expected: str) -> None:
    assert doi_url(doi) == expected
    assert safe_url(expected) == expected


ARXIV = [
    ("2101.00001", "2101.00001"),
    ("0704.0001", "0704.0001"),
    ("2101.00001v12", "2101.00001v12"),
    ("arXiv:2101.00001 [cs.CL]", "2101.00001"),
    (" arXiv: 2101.00001 ", "2101.00001"),
    ("hep-th/9901001", "hep-th/9901001"),
    ("math.GT/0309136v3", "math.GT/0309136v3"),
    ("", None),
    ("2101", None),
    ("2101.00001v0", None),
    ("hep-th/990", None),
    ("../../evil", None),
    ("2101.00001/../../evil", None),
    ("٢١٠١.٠٠٠٠١", None),
]


@pytest.mark.parametrize(("identifier", "expected"), ARXIV)
def test_arxiv(identifier: str, expected: str | None) -> None:
    assert arxiv_url(identifier) == (f"https://arxiv.org/abs/{expected}" if expected else None)
    assert arxiv_pdf_url(identifier) == (f"https://arxiv.org/pdf/{expected}" if expected else None)


LOCAL = [
    ("paper.pdf", True),
    ("papers/a b.pdf", True),
    ("./a.pdf", True),
    ("../a.pdf", True),
    ("papers/a:b.pdf", True),
    ("example.org/x.pdf", True),
    ("", False),
    ("  ", False),
    ("/abs.pdf", False),
    ("//host/a.pdf", False),
    ("\\\\host\\a.pdf", False),
    ("C:\\a.pdf", False),
    ("https://example.org/a.pdf", False),
    ("file:a.pdf", False),
    ("www.example.org/a.pdf", False),
    ("#a", False),
    ("?a", False),
    ("a\x00.pdf", False),
]


@pytest.mark.parametrize(("target", "expected"), LOCAL)
def test_is_local(target: str, expected: bool) -> None:
    assert is_local(target) is expected


LINKS = [
    ("no address", []),
    ("see https://example.org/a.", ["https://example.org/a"]),
    ("(https://example.org/a)", ["https://example.org/a"]),
    ("https://en.wikipedia.org/wiki/X_(Y)", ["https://en.wikipedia.org/wiki/X_(Y)"]),
    ("(see https://en.wikipedia.org/wiki/X_(Y)).", ["https://en.wikipedia.org/wiki/X_(Y)"]),
    ("[https://example.org/a[1]]!", ["https://example.org/a[1]"]),
    ("**https://example.org/a**", ["https://example.org/a"]),
    ("“https://example.org/a”", ["https://example.org/a"]),
    ("<https://example.org/a>", ["https://example.org/a"]),
    ("code：https://example.org/a。", ["https://example.org/a"]),
    ("https://a.example/x,https://b.example/y;", ["https://a.example/x", "https://b.example/y"]),
    ("HTTP://example.org?a=1, and", ["HTTP://example.org?a=1"]),
    ("https://example.org/a,b;c", ["https://example.org/a,b;c"]),
    ("xhttps://example.org", []),
    ("https://", []),
    ("https://...", []),
    ("javascript:alert('https://example.org/a')", ["https://example.org/a"]),
    ("http://a.example\nhttp://b.example", ["http://a.example", "http://b.example"]),
]


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_find_links(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_links(text)] == expected


#: A name, a long text, the number of links in it, the last of them; and True if the text is a web address.
LONG_TEXTS = [
    ("closing", "https://example.org/" + ")" * 200_000, 1, "https://example.org/", True),
    ("opening", "https://example.org/" + "(" * 200_000, 1, "https://example.org/" + "(" * 200_000, True),
    ("dots", "https://example.org/" + "." * 200_000, 1, "https://example.org/", True),
    ("again", "http://" * 30_000, 1, "http://" * 30_000, True),
    ("commas", ",http://a" * 30_000, 30_000, "http://a", False),
    ("ports", "https://" + "a" * 200_000 + "::", 1, "https://" + "a" * 200_000, False),
    ("users", "https://" + "a@" * 100_000, 0, "", False),
    ("labels", "www." + "a." * 100_000 + "!", 0, "", False),
    ("brackets", "[(" * 100_000 + "https://example.org/" + ")]" * 100_000, 1, "https://example.org/", False),
]


@pytest.mark.parametrize(
    ("text", "count", "last", "is_address"),
    [row[1:] for row in LONG_TEXTS],
    ids=[row[0] for row in LONG_TEXTS],
)
def test_long_texts(text: str, count: int, last: str, is_address: bool) -> None:
    links = [text[start:end] for start, end in find_links(text)]
    assert len(links) == count
    assert links[-1:] == ([last] if count else [])
    assert safe_url(text) == (text if is_address else None)
    assert is_local(text) is not text.startswith("http")


ORIGIN = Origin("a.bib", 3)


def publication(**fields: object) -> Publication:
    return Publication("yang-2024", origin=ORIGIN, **fields)  # type: ignore[arg-type]


def linked(target: str) -> Text:
    return Text(("see ", Span("italic", (Span("link", ("this",), target),))))


CHECKED = [
    ("nothing", publication(), []),
    ("good", publication(url="https://example.org", links=(Link("pdf", "a.pdf"),)), []),
    ("empty", publication(links=(Link("pdf", " "),)), []),
    ("script", publication(url="javascript:alert(1)"), [(Code.URL, "“javascript:” is not one of")]),
    ("relative", publication(url="example.org/x"), [(Code.URL, "in url is not linked: it does not begin")]),
    ("host only", publication(url="//example.org/x"), [(Code.URL, "it does not begin with a scheme")]),
    ("malformed", publication(url="https://[::1"), [(Code.URL, "not a valid address")]),
    ("absolute", publication(links=(Link("pdf", "/home/x.pdf"),)), [(Code.LOCAL_FILE, "in pdf")]),
    ("drive", publication(links=(Link("slides", "C:\\x.pdf"),)), [(Code.LOCAL_FILE, "in slides")]),
    ("in a note", publication(note=linked("vbscript:x")), [(Code.URL, "“vbscript:x” in note")]),
    ("in the title", publication(title=linked("https://example.org")), []),
    ("long", publication(url="x:" + "y" * 500), [(Code.URL, "y…” in url")]),
    ("controls", publication(url="java\nscript:x"), [(Code.URL, "“java\ufffdscript:x”")]),
    (
        "two",
        publication(url="x:y", links=(Link("code", "z:y"),)),
        [(Code.URL, "“x:” is"), (Code.URL, "“z:” is")],
    ),
]


@pytest.mark.parametrize(("entry", "expected"), [row[1:] for row in CHECKED], ids=[row[0] for row in CHECKED])
def test_every_address_that_cannot_be_linked_is_reported(
    entry: Publication, expected: list[tuple[Code, str]]
) -> None:
    problems = list(check(entry, ("https", "http")))
    assert [problem.code for problem in problems] == [code for code, _ in expected]
    for problem, (_, words) in zip(problems, expected, strict=True):
        assert words in problem.message
        assert "yang-2024" in problem.message
        assert len(problem.message) < 300
        assert problem.origin == ORIGIN
        assert problem.entries == 0


def test_the_message_lists_the_allowed_schemes() -> None:
    (problem,) = check(publication(url="gopher://example.org"), ("https", "http"))
    assert "(http, https)" in problem.message
