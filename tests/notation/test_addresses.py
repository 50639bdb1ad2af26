"""Addresses and DOIs as people and programs write them."""

from __future__ import annotations

import time

import pytest

from sphinxext_pubs.notation.addresses import (
    Address,
    Kind,
    read_access_date,
    read_addresses,
    read_lone_addresses,
)
from sphinxext_pubs.notation.dois import read_doi, read_dois, resolved_doi

A, B, C = "https://a.example/x", "https://b.example/y", "https://www.c.example/z"

#: Values of a field for an address, and the addresses in them.
ADDRESSES: list[tuple[str, tuple[str, ...]]] = [
    (A, (A,)),
    ("", ()),
    # HTML
    (f'<a href="{A}">{A}</a>', (A,)),
    (f"<a class='x' target=_blank href='{A}'>{A}</a>", (A,)),
    (f"<A HREF={A}>{A}</A>", (A,)),
    (f"&lt;a href=&quot;{A}&quot;&gt;{A}&lt;/a&gt;", (A,)),
    (rf'\textless{{}}a href="{A}"\textgreater{{}}{A}\textless{{}}/a\textgreater{{}}', (A,)),
    (rf'$<$a href="{A}"$>${A}$<$/a$>$', (A,)),
    ('doi:<a href="https://doi.org/10.1000/x">10.1000/x</a>', ("https://doi.org/10.1000/x",)),
    (f"<{A}>", (A,)),
    (f"<b>{A}</b><br/>", (A,)),
    ("https://a.example/x?a=1&amp;b=2&copy=3", ("https://a.example/x?a=1&b=2&copy=3",)),
    # LaTeX
    (rf"\url{{{A}}}", (A,)),
    (rf"{{\tt {A}}}", (A,)),
    (rf"\texttt{{{A}}}", (A,)),
    (rf"\nolinkurl{{{A}}}", (A,)),
    (rf"\href{{{A}}}{{{A}}}", (A,)),
    (r"https://a.example/\~{}me/{\~{}}x/\%20\_\#\&", ("https://a.example/~me/~x/%20_#&",)),
    (r"https://a.example/\textasciitilde{}me/\textasciitilde x", ("https://a.example/~me/~x",)),
    (r"https://a.example/$\sim$me/{$\sim$}x", ("https://a.example/~me/~x",)),
    (r"https://a.example/{\raise.17ex\hbox{$\scriptstyle\sim$}}me", ("https://a.example/~me",)),
    (r"https://a.example/a\textunderscore{}b{\_}c\string_d", ("https://a.example/a_b_c_d",)),
    (r"https://a.example/a\-b\allowbreak c\slash d", ("https://a.example/abc/d",)),
    (r"https://a.example/\{a\}", ("https://a.example/{a}",)),
    ("https://a.example/{a}", ("https://a.example/{a}",)),
    ("https://a.example/a${b}c", ("https://a.example/a${b}c",)),
    # Words around
    (f"URL: {A}", (A,)),
    (f"URL:{A}", (A,)),
    (f"Available at: {A}.", (A,)),
    (f"“{A}”", (A,)),
    (f"(see {A})", (A,)),
    (f"{A} (accessed 2020-01-01)", (A,)),
    (f"{A}, accessed 12 May 2020", (A,)),
    (f"{A};", (A,)),
    # Broken over lines
    (
        "https://www.c.example/very/long/ path/to/page.html",
        ("https://www.c.example/very/long/path/to/page.html",),
    ),
    ("https://www.c.example/very /long", ("https://www.c.example/very/long",)),
    ("https://www.c.example/S00043702 97000647", ("https://www.c.example/S0004370297000647",)),
    ("https://www.c.example/a? b=c& d=e", ("https://www.c.example/a?b=c&d=e",)),
    ("https://www.c.example/page .html", ("https://www.c.example/page.html",)),
    ("https://www.c.example/my paper.pdf", ("https://www.c.example/my paper.pdf",)),
    ("https://a.example/a\u00adb\u200bc", ("https://a.example/abc",)),
    # Several
    (f"{A} {B}", (A, B)),
    (f"{A}; {B}, {C}", (A, B, C)),
    (f"{A},{B}", (A, B)),
    (f"{A} and {B}", (A, B)),
    (rf"\url{{{A}}} \& \url{{{B}}}", (A, B)),
    (f"{A} | www.c.example/z", (A, C)),
    (f"{A} {A}", (A,)),
    # Without a scheme
    ("github.com/x/y", ("https://github.com/x/y",)),
    ("www.c.example/z", (C,)),
    ("WWW.c.example", ("https://WWW.c.example",)),
    ("//a.example/x", (A,)),
    ("a.example:8080/x", ("https://a.example:8080/x",)),
    ("münchen.example/x", ("https://münchen.example/x",)),
    ("例え.テスト", ("https://例え.テスト",)),
    (r"\url{github.com/x/y\_z}", ("https://github.com/x/y_z",)),
    ("https://https://a.example/x", (A,)),
    # Addresses in addresses
    (f"https://web.example/2001/{A}", (f"https://web.example/2001/{A}",)),
    (f"https://proxy.example/login?url={A}", (f"https://proxy.example/login?url={A}",)),
    ("https://en.wikipedia.org/wiki/X_(Y)", ("https://en.wikipedia.org/wiki/X_(Y)",)),
    # No web address: reported where links are checked
    ("javascript:alert('https://a.example/x')", ("javascript:alert('https://a.example/x')",)),
    ('<a href="javascript:alert(1)">x</a>', ("javascript:alert(1)",)),
    (r"\href{javascript:alert(1)}{x}", ("javascript:alert(1)",)),
    (f"data:text/html,{A}", (f"data:text/html,{A}",)),
    (f"view-source:{A}", (f"view-source:{A}",)),
    ("mailto:a@a.example", ("mailto:a@a.example",)),
    ("paper.pdf", ("paper.pdf",)),
    ("see the journal", ("see the journal",)),
]


@pytest.mark.parametrize(("value", "expected"), ADDRESSES)
def test_addresses_are_found(value: str, expected: tuple[str, ...]) -> None:
    assert tuple(address.target for address in read_addresses(value)) == expected


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("papers/x.pdf", "path", ()),
        ("paper.pdf", "path", ()),
        ("my.folder/paper.pdf", "path", ()),
        ("a b.pdf", "path", ()),
        ("github.com/x/y.pdf", "path", ("https://github.com/x/y.pdf",)),
        ("youtu.be/x", "path", ("https://youtu.be/x",)),
        ("example.com", "path", ("https://example.com",)),
        ("//a.example/x", "path", ()),
        (f"our slides: {A}", "path", (A,)),
        ("arXiv.org", "text", ()),
        (r"\url{a.example/x}", "text", (A,)),
        ("Ph.D. thesis", "text", ()),
    ],
)
def test_a_host_without_scheme_may_be_a_path_or_a_word(
    value: str, kind: Kind, expected: tuple[str, ...]
) -> None:
    assert tuple(address.target for address in read_addresses(value, kind)) == expected


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (rf"\href{{{A}}}{{The \emph{{data}}}}", r"The \emph{data}"),
        (f'<a href="{A}">Data</a>', "Data"),
        (rf"\href{{{A}}}{{{A}}}", ""),
        (rf"\href{{{A}}}{{10.1000/x}}", ""),
    ],
)
def test_labels_of_links_are_kept(value: str, label: str) -> None:
    assert read_addresses(value) == (Address(A, label),)


@pytest.mark.parametrize(
    ("text", "targets", "accessed"),
    [
        (A, (A,), ""),
        (rf"\url{{{A}}}", (A,), ""),
        (f"Available online at {A}.", (A,), ""),
        (f"{A} (accessed 2020-01-01)", (A,), "2020-01-01"),
        (rf"\url{{{A}}}. Last accessed: May 5th, 2020", (A,), "May 5th 2020"),
        (f"{A} (Zugriff am 05.12.2020)", (A,), "05.12.2020"),
        (f"{A} and {B}", (A, B), ""),
        (f"Code repository at {A}", (), ""),
        (f"{A}, version 2", (), ""),
        ("in press", (), ""),
    ],
)
def test_texts_that_are_only_addresses(text: str, targets: tuple[str, ...], accessed: str) -> None:
    found = read_lone_addresses(text)
    assert (tuple(address.target for address in found.addresses), found.accessed) == (targets, accessed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Online; accessed 29-January-2019]", "29 January 2019"),
        ("Accessed: 2020-05-01", "2020-05-01"),
        ("Last visited on 1 May 2020.", "1 May 2020"),
        ("accessed", ""),
        ("Accessed by many in 2020", ""),
        ("29 January 2019", ""),
    ],
)
def test_dates_of_access(text: str, expected: str) -> None:
    assert read_access_date(text) == expected


SICI = "10.1002/(SICI)1097-4571(1999)50:9<763::AID-ASI1>3.0.CO;2-#"

#: Values of a field for a DOI, and the DOIs in them.
DOIS: list[tuple[str, tuple[str, ...]]] = [
    ("10.1000/x", ("10.1000/x",)),
    ("10.1000/X.y", ("10.1000/X.y",)),
    ("10.1000.10/x", ("10.1000.10/x",)),
    ("10/abc", ("10/abc",)),
    ("https://doi.org/10/abc", ("10/abc",)),
    ("doi:10.1000/x", ("10.1000/x",)),
    ("DOI: 10.1000/x", ("10.1000/x",)),
    ("DOI 10.1000/x", ("10.1000/x",)),
    ("info:doi/10.1000/x", ("10.1000/x",)),
    ("urn:doi:10.1000/x", ("10.1000/x",)),
    ("doi.org/10.1000/x", ("10.1000/x",)),
    ("http://dx.doi.org/10.1000/x", ("10.1000/x",)),
    ("https://doi.org/doi:10.1000/x", ("10.1000/x",)),
    ("https://www.doi.org/10.1000/x", ("10.1000/x",)),
    # Proxies and publishers
    ("https://doi-org.proxy.uni.example/10.1000/x", ("10.1000/x",)),
    ("https://dx.doi.org.ezproxy.uni.example/10.1000/x", ("10.1000/x",)),
    ("http://doi.acm.org/10.1145/1.2", ("10.1145/1.2",)),
    ("https://dl.acm.org/doi/10.1145/3292500.3330701", ("10.1145/3292500.3330701",)),
    ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?download=true", ("10.1145/3292500.3330701",)),
    ("https://link.springer.com/article/10.1007/s1-2#Sec1", ("10.1007/s1-2",)),
    ("https://link.springer.com/content/pdf/10.1007/s1-2.pdf", ("10.1007/s1-2",)),
    ("https://onlinelibrary.wiley.com/doi/abs/10.1002/x.1", ("10.1002/x.1",)),
    ("https://www.frontiersin.org/articles/10.3389/fpsyg.2013.00863/full", ("10.3389/fpsyg.2013.00863",)),
    ("https://journals.plos.org/x/article?id=10.1371/journal.pone.1&type=y", ("10.1371/journal.pone.1",)),
    ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf", ("10.1101/2020.01.01.123456",)),
    # Markup
    ('<a href="https://doi.org/10.1000/x">10.1000/X</a>', ("10.1000/x",)),
    (r"\url{https://doi.org/10.1000/x}", ("10.1000/x",)),
    (r"\href{https://doi.org/10.1000/x\_y}{10.1000/x\_y}", ("10.1000/x_y",)),
    (r"10.1007/978\_3", ("10.1007/978_3",)),
    (r"10.1007/978{\_}3", ("10.1007/978_3",)),
    (r"{10.1007/978\textunderscore{}3}", ("10.1007/978_3",)),
    (SICI, (SICI,)),
    (SICI.replace("<", "$<$").replace(">", "$>$").replace("#", r"\#"), (SICI,)),
    (SICI.replace("<", r"{\textless}").replace(">", r"{\textgreater}"), (SICI,)),
    (SICI.replace("<", "&lt;").replace(">", "&gt;"), (SICI,)),
    (SICI.replace("<", "%3C").replace(">", "%3E").replace("#", "%23"), (SICI,)),
    ("10.1007%2F978-3", ("10.1007/978-3",)),
    ("https://doi.org/10.1007%2F978-3", ("10.1007/978-3",)),
    # Punctuation and breaks
    ("10.1000/x.", ("10.1000/x",)),
    ("(10.1000/x)", ("10.1000/x",)),
    ("10.1000/x(1)", ("10.1000/x(1)",)),
    ("10.1016/ j.jbi.2008.01.002", ("10.1016/j.jbi.2008.01.002",)),
    ("10.1016/j.jbi- 2008.01.002", ("10.1016/j.jbi-2008.01.002",)),
    # Several
    ("10.1000/a, 10.1000/b", ("10.1000/a", "10.1000/b")),
    ("10.1000/a;10.1000/b", ("10.1000/a", "10.1000/b")),
    ("10.1000/a and https://doi.org/10.1000/b", ("10.1000/a", "10.1000/b")),
    ("10.1000/a 10.1000/A", ("10.1000/a",)),
    # None
    ("", ()),
    ("10.1/x", ()),
    ("nonsense", ()),
    ("https://www.jstor.org/stable/12", ()),
    ("javascript:alert(1)", ()),
]


@pytest.mark.parametrize(("value", "expected"), DOIS)
def test_dois_are_found(value: str, expected: tuple[str, ...]) -> None:
    assert read_dois(value).values == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10.1000/x", False),
        ("DOI: https://doi.org/10.1000/x.", False),
        ("10.1000/x y", True),
        ("https://doi.org/10.1000/x (erratum)", True),
    ],
)
def test_text_besides_a_doi(value: str, expected: bool) -> None:
    assert read_dois(value).has_rest is expected


def test_a_value_without_a_doi_is_kept() -> None:
    assert [read_doi(value) for value in ("doi:10.1000/x", r"n\_a", "doi:x")] == ["10.1000/x", "n_a", "x"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://doi.org/10.1000/x", "10.1000/x"),
        ("https://doi-org.proxy.uni.example/10.1000/x", "10.1000/x"),
        ("https://dl.acm.org/doi/10.1145/1.2", ""),
        ("https://a.example/doi/x", ""),
    ],
)
def test_only_addresses_of_resolvers_stand_for_a_doi(address: str, expected: str) -> None:
    assert resolved_doi(address) == expected


@pytest.mark.parametrize(
    "unit",
    [
        "https://a.example/ ",
        "<a href=",
        "10.1000/ ",
        "\\href{",
        " ",
        "doi:",
        "a.b ",
        "10.1000/x, ",
        "doi-",
        "&amp;",
        "www.",
    ],
)
def test_long_values_take_linear_time(unit: str) -> None:
    """A value of 200,000 characters is read within seconds."""
    start = time.process_time()
    value = unit * (200_000 // len(unit))
    read_addresses(value)
    read_lone_addresses(value)
    read_dois(value)
    assert time.process_time() - start < 10
