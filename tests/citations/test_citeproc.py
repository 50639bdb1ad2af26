"""Corrections of citeproc-py, one row each: style and item to reference."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("citeproc", reason="the extra csl is not installed")

from sphinxext_pubs.citations.csl import citeproc
from sphinxext_pubs.citations.csl.marks import Marks

STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" {options}>{macros}'
    '<citation><layout><text variable="title"/></layout></citation>'
    "<bibliography {more}>{sort}<layout>{layout}</layout></bibliography></style>"
)


def written(layout: str, *items: dict[str, Any], locale: str = "en-US", **parts: str) -> list[str]:
    """References in a style of this layout; other parts of it by name."""
    usual = {"options": "", "macros": "", "more": "", "sort": ""}
    writer = citeproc.Writer(STYLE.format(layout=layout, **{**usual, **parts}), locale)
    found = writer.write([{"id": f"i{n}", "type": "book", **item} for n, item in enumerate(items)])
    return [str(Marks().decode(value)) for value in found.values()]


def dates(*parts: list[int]) -> dict[str, Any]:
    return {"issued": {"date-parts": list(parts)}}


TEXT_DATE = '<date variable="issued" form="text"/>'
DAYS = (
    '<date variable="issued" delimiter=" "><date-part name="day"/>'
    '<date-part name="month" range-delimiter=" to "/><date-part name="year"/></date>'
)


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("en", "en-US"),
        ("en_GB", "en-GB"),
        ("de", "de-DE"),
        ("pt", "pt-PT"),
        ("zh", "zh-CN"),
        ("ja", "ja-JP"),
        ("xx", "en-US"),
    ],
)
def test_the_usual_dialect_of_a_language(tag: str, locale: str) -> None:
    assert citeproc.nearest_locale(tag) == locale


@pytest.mark.parametrize(
    ("layout", "parts", "expected"),
    [
        (TEXT_DATE, [[2024, 5, 3]], "May 3, 2024"),
        (TEXT_DATE, [[2024, 5]], "May 2024"),
        (TEXT_DATE, [[2024, 5, 3], [2024, 5, 9]], "May 3–9, 2024"),
        (TEXT_DATE, [[2024, 5, 3], [2024, 6, 9]], "May 3–June 9, 2024"),
        (TEXT_DATE, [[2024, 5, 3], [2025, 6, 9]], "May 3, 2024–June 9, 2025"),
        (TEXT_DATE, [[2024], [2025]], "2024–2025"),
        (TEXT_DATE, [[2024], [0]], "2024–"),
        (TEXT_DATE, [[-44, 3, 15]], "March 15, 44 BC"),
        (DAYS, [[2024, 5, 3]], "3 May 2024"),
        (DAYS, [[2024, 5, 3], [2024, 6, 9]], "3 May to 9 June 2024"),
        ('<date variable="issued" form="text" date-parts="year"/>', [[2024, 5]], "2024"),
        ('<date variable="issued" form="numeric"/>', [[2024, 5, 3]], "05/03/2024"),
        ('<date variable="issued"><date-part name="month" form="short"/></date>', [[2024, 9]], "Sept."),
        ('<date variable="issued"><date-part name="day" form="ordinal"/></date>', [[2024, 9, 2]], "2nd"),
        ('<date variable="issued"><date-part name="year" form="short"/></date>', [[1987]], "87"),
    ],
)
def test_dates(layout: str, parts: list[list[int]], expected: str) -> None:
    assert written(layout, dates(*parts)) == [expected]


def test_dates_of_other_kinds() -> None:
    assert written(TEXT_DATE, {"issued": {"literal": "ca. 1650"}}) == ["ca. 1650"]
    assert written(TEXT_DATE, {"issued": {"date-parts": [[2024]], "season": 2}}) == ["Summer 2024"]
    assert written(TEXT_DATE, {"issued": {}}) == []
    assert written(TEXT_DATE, {}) == []


AUTHOR = '<names variable="author"><name {}/></names>'
JEAN = {"family": "Doe", "given": "Jean-Luc Ann"}


@pytest.mark.parametrize(
    ("options", "name", "expected"),
    [
        ('initialize-with=". "', JEAN, "J.-L. A. Doe"),
        ('initialize-with="."', JEAN, "J.-L.A. Doe"),
        ('initialize-with=""', {"family": "Doe", "given": "Jane A."}, "JA Doe"),
        ('initialize-with=". " initialize="false"', {"family": "Doe", "given": "Jane A B"}, "Jane A. B. Doe"),
        ('initialize-with=". " initialize="false"', JEAN, "Jean-Luc Ann Doe"),
        ('initialize-with=". "', {"family": "Doe", "given": "Jane de la X"}, "J. de la X. Doe"),
        ("", {"family": "van der Berg", "given": "Anna"}, "Anna van der Berg"),
        ('name-as-sort-order="all"', {"family": "Happel", "given": "E. von"}, "Happel, E. von"),
        ("", {"family": '"van Happel"', "given": "E."}, "E. van Happel"),
        ("", {"family": "Alembert", "given": "J.", "non-dropping-particle": "d'"}, "J. d’Alembert"),
        ("", {"family": "Medici", "given": "L.", "non-dropping-particle": "de'"}, "L. de’ Medici"),
        ("", {"literal": "The 'X' Team"}, "The “X” Team"),
        ('name-as-sort-order="all"', {"family": "Özgür Ak", "given": "A."}, "Özgür Ak, A."),
        ('name-as-sort-order="all"', {"family": "王 小", "given": "A."}, "王 小, A."),
        ('name-as-sort-order="all"', {"family": "von der Öde", "given": "A."}, "Öde, A. von der"),
        ("", {"family": "O'Neil", "given": "A.", "suffix": "Jr."}, "A. O’Neil Jr."),
    ],
)
def test_names(options: str, name: dict[str, str], expected: str) -> None:
    assert written(AUTHOR.format(options), {"author": [name]}) == [expected]


TWO = [{"family": "Doe", "given": "J."}, {"family": "Roe", "given": "R."}]
TEAMS = [{"literal": "Team A"}, {"literal": "Team B"}]


@pytest.mark.parametrize(
    ("options", "names", "expected"),
    [
        (
            'and="text" delimiter-precedes-last="after-inverted-name" name-as-sort-order="all"',
            TWO,
            "Doe, J., and Roe, R.",
        ),
        (
            'and="text" delimiter-precedes-last="after-inverted-name" name-as-sort-order="all"',
            TEAMS,
            "Team A and Team B",
        ),
        ('and="text" delimiter-precedes-last="after-inverted-name"', TWO, "J. Doe and R. Roe"),
        ('et-al-min="2" et-al-use-first="1"', TWO, "J. Doe et al."),
        ('et-al-min="2"', TWO, "J. Doe, R. Roe"),
    ],
)
def test_lists_of_names(options: str, names: list[dict[str, str]], expected: str) -> None:
    assert written(AUTHOR.format(options), {"author": names}) == [expected]


def test_no_names_if_et_al_use_first_is_zero() -> None:
    author = AUTHOR.format('et-al-min="2" et-al-use-first="0"')
    layout = f'<group delimiter="/"><text variable="title"/>{author}</group>'
    assert written(layout, {"title": "T", "author": TWO}) == ["T"]


@pytest.mark.parametrize("role", ["collection-editor", "reviewed-author", "editorial-director", "director"])
def test_roles_of_two_words(role: str) -> None:
    layout = f'<names variable="{role}"><name/></names>'
    assert written(layout, {role: [{"family": "Doe", "given": "J."}]}) == ["J. Doe"]


BOTH = (
    '<names variable="editor translator" delimiter="; "><name/>'
    '<label form="short" prefix=" (" suffix=")"/></names>'
)


def test_labels_of_names() -> None:
    doe, roe = TWO
    assert written(BOTH, {"editor": [doe], "translator": [roe]}) == ["J. Doe (ed.); R. Roe (trans.)"]
    assert written(BOTH, {"editor": TWO}) == ["J. Doe, R. Roe (eds.)"]
    assert written(BOTH, {"editor": [doe], "translator": [doe]}) == ["J. Doe (ed. & trans.)"]
    before = '<names variable="editor"><label form="verb" suffix=" "/><name/></names>'
    assert written(before, {"editor": [doe]}) == ["edited by J. Doe"]


def test_names_are_counted() -> None:
    layout = '<names variable="author"><name form="count"/></names>'
    assert written(layout, {"author": TWO}) == ["2"]


VOLUMES = (
    '<group delimiter=" "><number variable="number-of-volumes"/>'
    '<label variable="number-of-volumes" form="short"/></group>'
)


@pytest.mark.parametrize(
    ("layout", "item", "expected"),
    [
        (VOLUMES, {"number-of-volumes": "5"}, ["5 vols."]),
        (VOLUMES, {"number-of-volumes": 1}, ["1 vol."]),
        (VOLUMES, {}, []),
        ('<label variable="page" form="short"/>', {}, []),
        ('<text variable="issue"/>', {"issue": "3-4"}, ["3–4"]),
        ('<number variable="issue" form="ordinal"/>', {"issue": "3"}, ["3rd"]),
        ('<text variable="container-title" form="short"/>', {"journalAbbreviation": "J. T."}, ["J. T."]),
        ('<text variable="title" form="short"/>', {"title": "Long", "shortTitle": "Short"}, ["Short"]),
    ],
)
def test_numbers_and_labels(layout: str, item: dict[str, Any], expected: list[str]) -> None:
    assert written(layout, item) == expected


IN = (
    '<macro name="in"><text term="in" suffix=" "/><text variable="container-title"/></macro>'
    '<macro name="year"><choose><if variable="issued">'
    '<date variable="issued"><date-part name="year"/></date></if>'
    '<else><text term="no date" form="short"/></else></choose></macro>'
)


def test_a_group_without_its_variables_is_not_shown() -> None:
    layout = '<group delimiter=". "><text variable="title"/><group><text macro="in"/></group></group>'
    assert written(layout, {"title": "T"}, macros=IN) == ["T"]
    assert written(layout, {"title": "T", "container-title": "B"}, macros=IN) == ["T. in B"]
    year = '<group delimiter=". "><text variable="publisher"/><text macro="year"/></group>'
    assert written(year, {"title": "T"}, macros=IN) == ["n.d."]


SUBSTITUTE = (
    '<names variable="author"><name/>'
    '<substitute><names variable="editor"/><text macro="in"/></substitute></names>'
    '<names variable="editor" prefix="; edited by "><name/></names>'
    '<text variable="container-title" prefix="; "/>'
)


def test_variables_shown_by_a_substitute_are_not_repeated() -> None:
    doe, roe = TWO
    assert written(SUBSTITUTE, {"author": [doe], "editor": [roe]}, macros=IN) == ["J. Doe; edited by R. Roe"]
    assert written(SUBSTITUTE, {"editor": [roe]}, macros=IN) == ["R. Roe"]
    assert written(SUBSTITUTE, {"container-title": "B"}, macros=IN) == ["in B"]
    editor = '<names variable="editor"><name/></names>'
    twice = f'<macro name="twice">{editor}{editor}</macro>'
    layout = '<names variable="author"><name/><substitute><text macro="twice"/></substitute></names>'
    assert written(layout, {"editor": [roe]}, macros=twice) == ["R. Roe"]


TITLE = '<text variable="title" quotes="true"/>'


@pytest.mark.parametrize(
    ("title", "locale", "expected"),
    [
        ('The "Informal" Way', "en-US", "“The ‘Informal’ Way”"),
        ("The 'Informal' Way", "en-US", "“The ‘Informal’ Way”"),
        ("Don't “go” there", "en-US", "“Don’t ‘go’ there”"),
        ("Das „Ding“ an sich", "de", "„Das ‚Ding‘ an sich“"),
        ("A “half", "en-US", "“A “half”"),
        ("“a ‘b’ c”", "en-US", "“‘a “b” c’”"),
        ("Rock 'n' roll's 'best'", "en-US", "“Rock ‘n’ roll’s ‘best’”"),
        ("The '90s", "en-US", "“The ’90s”"),
    ],
)
def test_quotes_alternate(title: str, locale: str, expected: str) -> None:
    assert written(TITLE, {"title": title}, locale=locale) == [expected]


SORT = "<sort><key {}/></sort>"


@pytest.mark.parametrize(
    ("key", "items", "expected"),
    [
        ('variable="title"', [{"title": "‘b’"}, {"title": "A"}, {"title": "[C]"}], ["A", "“b”", "[C]"]),
        (
            'variable="title"',
            [{"title": "Élan"}, {"title": "Zed"}, {"title": "Eden"}],
            ["Eden", "Élan", "Zed"],
        ),
        ('variable="title" sort="descending"', [{"title": "a"}, {"title": "b"}], ["b", "a"]),
        (
            'macro="year"',
            [{"title": "a", **dates([2024, 12])}, {"title": "b", **dates([2023, 1])}],
            ["b", "a"],
        ),
        (
            'variable="issued"',
            [{"title": "a", **dates([2024, 12])}, {"title": "b", **dates([2024, 1])}],
            ["b", "a"],
        ),
        (
            'macro="who"',
            [{"title": "a", "editor": [TWO[1]]}, {"title": "b", "author": [TWO[0]]}],
            ["b", "a"],
        ),
    ],
)
def test_orders(key: str, items: list[dict[str, Any]], expected: list[str]) -> None:
    names = (
        '<macro name="who"><names variable="author"><name/><label prefix=" "/>'
        '<substitute><names variable="editor"/></substitute></names></macro>'
    )
    found = written('<text variable="title"/>', *items, sort=SORT.format(key), macros=IN + names)
    assert found == expected


def test_numbers_follow_the_order_by_number() -> None:
    layout = '<text variable="citation-number" suffix=". "/><text variable="title"/>'
    sort = SORT.format('variable="citation-number" sort="descending"')
    items = [{"title": "a"}, {"title": "b"}]
    assert written(layout, *items, sort=sort) == ["2. b", "1. a"]
    assert written(layout, *items) == ["1. a", "2. b"]


def test_aligned_fields_are_followed_by_a_space() -> None:
    layout = '<text variable="citation-number"/><text variable="title"/>'
    assert written(layout, {"title": "a"}, more='second-field-align="flush"') == ["1 a"]
    assert written(
        '<text variable="title"/><text variable="note" display="block"/>', {"title": "a", "note": "b"}
    ) == ["a b"]


@pytest.mark.parametrize(
    ("range_format", "page", "expected"),
    [
        ("minimal", "1-10", "1–10"),
        ("minimal", "7--12", "7–12"),
        ("minimal", "1–23", "1–23"),
        ("minimal-two", "1-10", "1–10"),
        ("minimal-two", "321-328", "321–28"),
        ("expanded", "321-28", "321–328"),
        ("chicago", "98-112", "98–112"),
        ("minimal", "321-328, 7-12", "321–8, 7–12"),
    ],
)
def test_page_ranges(range_format: str, page: str, expected: str) -> None:
    for layout in ('<text variable="page"/>', '<number variable="page"/>'):
        options = f'page-range-format="{range_format}"'
        assert written(layout, {"page": page.replace("--", "-")}, options=options) == [expected]
