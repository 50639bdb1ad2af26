"""Dates: the meaning of notations in CSL-JSON and in words; sorting, years, and CSL-JSON."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from sphinxext_pubs.model.publication import Date
from sphinxext_pubs.model.statuses import SPELLINGS
from sphinxext_pubs.notation import dates
from sphinxext_pubs.notation.csl_dates import from_csl, read_csl_date, to_csl
from sphinxext_pubs.notation.dates import ParsedDate, from_fields, label, parse_date, sort_key, years

FIXTURES = Path(__file__).parents[1] / "fixtures" / "dates"
DATA = Path(__file__).resolve().parents[2] / "../shared/data/bib"


def rows(name: str) -> list[Any]:
    """Return the rows of a table of notations, with cells separated by bars, without the heading."""
    lines = (FIXTURES / f"{name}.txt").read_text(encoding="utf-8").splitlines()[1:]
    return [pytest.param(*line.split("  |  "), id=line.split("  |  ")[0]) for line in lines]


def check(parsed: ParsedDate, csl: str, shown: str, year: str, status: str, problem: str) -> None:
    date = parsed.date
    assert (json.dumps(to_csl(date), ensure_ascii=False) if date else "-") == csl
    assert (label(date) if date else "-") == shown
    assert (dates.year_label(date) if date else "-") == year
    assert parsed.status == status.replace("-", "")
    assert (problem in parsed.problem) if problem != "-" else parsed.problem == ""
    if date:
        assert from_csl(to_csl(date)) == date
        assert pickle.loads(pickle.dumps(date)) == date


@pytest.mark.parametrize(("value", "csl", "shown", "year", "status", "problem"), rows("date"))
def test_the_field_date(value: str, csl: str, shown: str, year: str, status: str, problem: str) -> None:
    check(from_fields(value), csl, shown, year, status, problem)


@pytest.mark.parametrize(("value", "csl", "shown", "year", "status", "problem"), rows("year"))
def test_the_field_year(value: str, csl: str, shown: str, year: str, status: str, problem: str) -> None:
    check(from_fields("", value), csl, shown, year, status, problem)


@pytest.mark.parametrize(("value", "csl", "shown", "year", "status", "problem"), rows("month"))
def test_the_field_month(value: str, csl: str, shown: str, year: str, status: str, problem: str) -> None:
    check(from_fields("", "2016", value), csl, shown, year, status, problem)


@pytest.mark.parametrize(
    ("fields", "date", "status", "problem"),
    [
        pytest.param(("", "", "", ""), None, "", "", id="nothing"),
        pytest.param((" ", "\n", "~", ""), None, "", "has no year", id="only a tie"),
        pytest.param(
            ("2020", "", "mar", ""), Date((2020, 3)), "", "", id="the month is added to a year in date"
        ),
        pytest.param(
            ("2020", "1999", "3", "5"), Date((2020, 3, 5)), "", "", id="date takes precedence over year"
        ),
        pytest.param(("2020-03", "", "5", ""), Date((2020, 3)), "", "", id="a full date ignores the month"),
        pytest.param(("forthcoming", "2024", "", ""), Date((2024,)), "forthcoming", "", id="status and year"),
        pytest.param(
            ("", "c1971", "mar", "3"), Date((1971, 3, 3), literal="c1971"), "", "", id="literal year"
        ),
        pytest.param(
            ("", "1972/73", "dec", ""), Date((1972,), (1973,), literal="1972/73"), "", "", id="a range"
        ),
        pytest.param(("", "2016", "nov", "10--15"), Date((2016, 11, 10), (2016, 11, 15)), "", "", id="days"),
        pytest.param(("", "2016", "", "5"), Date((2016,)), "", "", id="a day without a month is ignored"),
        pytest.param(("", "", "2016-06-03", ""), Date((2016, 6, 3)), "", "", id="a date in month"),
        pytest.param(("", "", "March 2016", ""), Date((2016, 3)), "", "", id="a date in words in month"),
        pytest.param(("", "", "March", ""), None, "", "“March” has no year", id="a month alone"),
        pytest.param(("foo", "", "", ""), Date(literal="foo"), "", "sorted as undated", id="unknown"),
        pytest.param(("foo", "bar", "", ""), Date(literal="foo"), "", "“foo”", id="both unknown"),
        pytest.param(
            ("foo", "2020", "", ""), Date((2020,)), "", "the year is used", id="year instead of date"
        ),
        pytest.param(
            ("", "in press", "jan", ""), Date(literal="in press"), "in press", "", id="no year, a month"
        ),
        pytest.param(("", "2015", "n.d.", ""), Date((2015,)), "", "", id="undated month"),
        pytest.param(
            ("", "foo 2015", "bar", ""), Date((2015,), literal="foo 2015"), "", "“foo", id="first problem"
        ),
    ],
)
def test_fields_together(
    fields: tuple[str, str, str, str], date: Date | None, status: str, problem: str
) -> None:
    parsed = from_fields(*fields)
    assert (parsed.date, parsed.status) == (date, status)
    assert problem in parsed.problem
    assert bool(parsed.problem) is bool(problem)


@pytest.mark.parametrize(
    ("fields", "field", "problem"),
    [
        (("", "19999", "march", ""), "year", "unrecognized date “19999”"),
        (("", "2020", "12", "45"), "day", "“45” is not a valid day; using 2020-12"),
        (("", "2020", "13", "4"), "month", "“13” is not a valid month; using 2020"),
        (("", "2020", "Sept.", "x"), "day", "unrecognized day “x”; it is shown as written. Write a number"),
        (("2020", "", "foo", ""), "month", "unrecognized month “foo”"),
        (("foo", "2020", "bar", ""), "date", "unrecognized date “foo”; the year is used instead"),
        (("", "", "12", ""), "month", "the month “12” has no year"),
        (("2023/2020", "", "", ""), "date", "the range “2023/2020” is reversed; it is shown as written and "
         "sorted under 2023. Did you mean “2020/2023”?"),
        (("2020-02-03/2020-01", "", "", ""), "date", "Did you mean “2020-01/2020-02-03”?"),
        (("", "2020-2019", "", ""), "year", "Did you mean “2019-2020”?"),
        (("", "2020 – 2019", "", ""), "year", "Did you mean “2019 – 2020”?"),
        (("2020/foo", "", "", ""), "date", "unrecognized date “2020/foo”"),
    ],
)  # fmt: skip
def test_a_problem_names_its_field_and_value(
    fields: tuple[str, str, str, str], field: str, problem: str
) -> None:
    parsed = from_fields(*fields)
    assert parsed.field == field
    assert problem in parsed.problem


@pytest.mark.parametrize(("spelling", "status"), SPELLINGS.items(), ids=str)
def test_statuses_are_recognized_in_any_case(spelling: str, status: str) -> None:
    for value in (
        spelling,
        spelling.upper(),
        f"({spelling.title()}.)",
        f"2021, {spelling}",
        f"{spelling} 2021",
    ):
        parsed = from_fields("", value)
        assert (parsed.status, parsed.problem) == (status, ""), value
        assert parsed.date is not None
        assert (parsed.date.parts == (2021,)) is ("2021" in value)


@pytest.mark.parametrize(
    "value",
    ["", "/", "../..", "foo",
     "2020-13", "2020-02-30", "1900-02-29", "2020/2019", "2020-06/2020-05", "2020/foo",
     "foo/2020", "199X-01", "2020-20", "2020-42", "1995-1-04", "1/2/3", "2020-1", "9" * 300, "Y12"],
)  # fmt: skip
def test_values_that_are_not_edtf(value: str) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2000-02-29", Date((2000, 2, 29))),
        ("2020-05/2020", Date((2020, 5), (2020,))),
        ("2020/2020", Date((2020,))),
        ("199X/2005", Date((1990,), (2005,))),
        ("2001/200X", Date((2001,), (2009,))),
        ("-00xx", Date((-99,), (0,))),
        ("\u22120044", Date((-44,))),
        (" 2020 ", Date((2020,))),
        ("2020-21/2021-22", Date((2020,), (2021,), 1, end_season=2)),
        ("2018-12/2019-21", Date((2018, 12), (2019,), end_season=1)),
        ("2019-21/2019-23", Date((2019,), (2019,), 1, end_season=3)),
        ("2019-30", Date((2019,), season=2)),
        ("2019-34", Date((2019, 4), (2019, 6))),
        ("2019-39", Date((2019, 9), (2019, 12))),
        ("2019-41~", Date((2019, 7), (2019, 12), circa=True)),
    ],
    ids=str,
)
def test_edtf(value: str, date: Date) -> None:
    assert parse_date(value) == date


def test_labels_use_the_given_names_and_era() -> None:
    months, seasons = [f"m{number}" for number in range(1, 13)], ["a", "b", "c", "d"]
    assert label(Date((2024, 11, 14)), months, seasons) == "14 m11 2024"
    assert label(Date((2024, 3), (2025, 4)), months) == "m3 2024 – m4 2025"
    assert label(Date((2024,), season=3, circa=True), None, seasons) == "c. c 2024"
    assert label(Date((-343, 3)), era="v. Chr.") == "March 344 v. Chr."
    assert dates.year_label(Date((0,)), era="v. Chr.") == "1 v. Chr."
    assert (
        label(
            Date(
                (2020, 1, 1),
                (
                    2020,
                    1,
                    1,
                ),
            )
        )
        == "1–1 January 2020"
    )
    assert label(Date((2020,), (2020, 5))) == "2020 – May 2020"
    assert (label(Date()), dates.year_label(Date())) == ("", "")


@pytest.mark.parametrize(
    ("date", "year"),
    [
        (Date((2020,), literal="3/4/2020"), "2020"),
        (Date((2015,), literal="Michaelmas Term 2015"), "2015"),
        (Date((1984,), literal="1984 (reprint of the second edition)"), "1984"),
        (Date((1971,), literal="before 1971"), "before 1971"),
        (Date(literal="a long story without any year at all"), "a long story without any year at all"),
    ],
    ids=str,
)
def test_year_labels_of_literals_are_short(date: Date, year: str) -> None:
    assert dates.year_label(date) == year


def test_dates_are_sorted() -> None:
    oldest_first = [
        None,
        from_fields("-0343").date,
        from_fields("../1900").date,
        from_fields("1901").date,
        from_fields("", "c1971").date,
        from_fields("2020").date,
        from_fields("2020/..").date,
        from_fields("2020/2021").date,
        from_fields("2020-02-29").date,
        from_fields("2020-21").date,
        from_fields("2020-03-01").date,
        from_fields("2020-24").date,
        from_fields("2021").date,
        from_fields("", "forthcoming").date,
    ]
    keys = [sort_key(date) for date in oldest_first]
    assert keys == sorted(keys)
    assert sort_key(from_fields("", "n.d.").date) == sort_key(None) == sort_key(Date())
    assert sort_key(from_fields("", "2021, in press").date) == sort_key(Date((2021,)))
    assert len({len(key) for key in keys}) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-03", (2020,)),
        ("1988/1990", (1988, 1989, 1990)),
        ("2020/..", (2020,)),
        ("../1990", (1990,)),
        ("n.d.", ()),
        ("2020-05/2020-06", (2020,)),
        ("1XXX", tuple(range(1000, 1000 + dates.YEARS_LIMIT))),
    ],
)
def test_years(value: str, expected: tuple[int, ...]) -> None:
    assert years(from_fields(value).date) == expected


def test_years_of_a_missing_date_and_a_reversed_range() -> None:
    assert years(None) == ()
    assert years(Date((2020,), (2010,))) == (2020,)


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ({}, Date()),
        ({"date-parts": []}, Date()),
        ({"date-parts": [[None]]}, Date()),
        ({"date-parts": [["2024", "11"]]}, Date((2024, 11))),
        ({"date-parts": [[2024.0, 0, 0]]}, Date((2024,))),
        ({"date-parts": [[2024, ""]]}, Date((2024,))),
        ({"date-parts": [[2024], [0]]}, Date((2024,), ())),
        ({"date-parts": [[2024, 13]]}, Date((2024,), season=1)),
        ({"date-parts": [[2024, 24]]}, Date((2024,), season=4)),
        ({"date-parts": [[-1]]}, Date((0,))),
        ({"date-parts": [[2024]], "season": "Autumn"}, Date((2024,), season=3)),
        ({"date-parts": [[2024]], "season": "2"}, Date((2024,), season=2)),
        ({"date-parts": [[2024]], "circa": "true"}, Date((2024,), circa=True)),
        ({"date-parts": [[2024]], "circa": 0}, Date((2024,))),
        ({"date-parts": [[2024]], "circa": "false"}, Date((2024,))),
        ({"literal": "n.d."}, Date(literal="n.d.")),
        ({"literal": 2020}, Date(literal="2020")),
        ({"raw": "2020-11"}, Date((2020, 11))),
        ({"raw": "March 2020"}, Date((2020, 3))),
        ({"raw": "2020?", "date-parts": [[2021]]}, Date((2021,))),
        ({"raw": "spring", "date-parts": [[2021]]}, Date((2021,))),
        ({"raw": " "}, Date()),
        ({"raw": "0000-00-00"}, Date()),
        ("2020-11/2021", Date((2020, 11), (2021,))),
        ({"date-parts": [(2020, 1, 2), (2020, 1, 3)]}, Date((2020, 1, 2), (2020, 1, 3))),
    ],
    ids=str,
)
def test_from_csl(value: Any, date: Date) -> None:
    assert from_csl(value) == date


OF_OTHER_PROGRAMS: list[tuple[Any, Date | None, str]] = [
    (2020, Date((2020,)), ""),
    ("2020", Date((2020,)), ""),
    ("2020-05-03T10:20:30Z", Date((2020, 5, 3)), ""),
    ({"date-time": "2020-05-03T10:20:30Z", "timestamp": 1}, Date((2020, 5, 3)), ""),
    ([2020, 5], Date((2020, 5)), ""),
    (["2020", "5"], Date((2020, 5)), ""),
    (["2020-05-03"], Date((2020, 5, 3)), ""),
    ([[2020, 5, 3]], Date((2020, 5, 3)), ""),
    ([{"date-parts": [[2020, 5]]}], Date((2020, 5)), ""),
    ([{"year": 2020}, {"year": 2021, "month": 3}], Date((2020,), (2021, 3)), ""),
    ([{"year": 2020, "season": 1}], Date((2020,), season=1), ""),
    ([{"year": -43}], Date((-42,)), ""),
    ([{"literal": "n.d."}], Date(literal="n.d."), ""),
    ({"year": 2020, "month": 5, "day": 3}, Date((2020, 5, 3)), ""),
    ({"year": "2020", "month": "May"}, Date((2020, 5)), ""),
    ({"year": 2020, "month": None}, Date((2020,)), ""),
    ({"year": 2020, "season": "autumn", "circa": True}, Date((2020,), season=3, circa=True), ""),
    ({"date-parts": "2020"}, Date((2020,)), ""),
    ({"date-parts": 2020}, Date((2020,)), ""),
    ({"date-parts": [2020, 5]}, Date((2020, 5)), ""),
    ({"date-parts": "2020-05"}, Date((2020, 5)), ""),
    ({"date-parts": [["2020-05"]]}, Date((2020, 5)), ""),
    ({"date-parts": [[]]}, None, ""),
    ({"date-parts": [[2018, 10, 21, 13]]}, Date((2018, 10, 21)), ""),
    ([], None, ""),
    (None, None, ""),
    # Problems
    ({"date-parts": [[2020], [2021], [2022]]}, Date((2020,), (2021,)), "only the first two dates"),
    ([{"year": 2020}, {"year": 2021}, {"year": 2022}], Date((2020,), (2021,)), "only the first two dates"),
    ({"date-parts": [["some day"]]}, Date(literal="some day"), "unrecognized date “some day”"),
    ({"date-parts": [[2020, "x"]]}, Date((2020,)), "whole numbers, not “x”; using 2020"),
    ({"date-parts": [[True]]}, None, "whole numbers, not “True”; it is ignored"),
    ({"date-parts": [[2020.5]]}, None, "whole numbers"),
    ({"date-parts": [[10**12]]}, None, "whole numbers"),
    ({"date-parts": [[{}]]}, None, "whole numbers"),
    ({"date-parts": [[float("inf")]]}, None, "not a number that is too long; it is ignored"),
    ({"date-parts": [[2020, 17]]}, Date((2020,)), "“2020-17” is not a valid date; using 2020"),
    ({"date-parts": [[2020, -1]]}, Date((2020,)), "not a valid date"),
    ({"date-parts": [[2020, 2, 31]]}, Date((2020, 2)), "“2020-2-31” is not a valid date; using 2020-02"),
    ({"date-parts": [[2020], [2020, 2, 30]]}, Date((2020,), (2020, 2)), "not a valid date"),
    ({"year": 2020, "month": 2, "day": 31}, Date((2020, 2)), "“2020-2-31” is not a valid date"),
    ({"date-parts": [[2020]], "season": 5}, Date((2020,)), "“5” is not a season; it is ignored"),
    ({"date-parts": [[2020]], "season": "Michaelmas"}, Date((2020,)), "“Michaelmas” is not a season"),
    ({"year": 2020, "season": "x"}, Date((2020,)), "“x” is not a season"),
    ({"raw": "some day"}, Date(literal="some day"), "unrecognized date “some day”"),
    ({"literal": ["n.d."]}, None, "must be a date"),
    ({"raw": True}, None, "must be a date"),
    ({"x": 1}, None, "must be a date"),
    (True, None, "whole numbers"),
]


@pytest.mark.parametrize(
    ("value", "date", "problem"), OF_OTHER_PROGRAMS, ids=[str(row[0]) for row in OF_OTHER_PROGRAMS]
)
def test_dates_of_other_programs(value: Any, date: Date | None, problem: str) -> None:
    parsed = read_csl_date(value)
    assert parsed.date == date
    assert bool(parsed.problem) is bool(problem)
    assert problem in parsed.problem


@pytest.mark.parametrize(
    "value",
    [
        {"date-parts": [[2017, 21], [2018, 24]]},
        [{"year": 2017, "season": 1}, {"year": 2018, "season": 4}],
        "2017-21/2018-24",
    ],
    ids=str,
)
def test_seasons_at_both_ends(value: Any) -> None:
    assert read_csl_date(value) == from_fields("2017-21/2018-24")


def test_an_invalid_date_of_csl_is_an_error() -> None:
    with pytest.raises(ValueError, match="“2020-17” is not a valid date; using 2020"):
        from_csl({"date-parts": [[2020, 17]]})


@pytest.mark.parametrize("circa", [False, True])
@pytest.mark.parametrize("uncertain", [False, True])
@pytest.mark.parametrize("literal", ["", "as written"])
@pytest.mark.parametrize(
    ("parts", "end", "season"),
    [
        ((2020,), None, 0),
        ((2020, 3), None, 0),
        ((2020, 3, 14), (2021, 1), 0),
        ((2020,), (), 0),
        ((), (2020, 5), 0),
        ((2020,), None, 2),
        ((2020,), (2021,), 4),
        ((2020,), (), 4),
        ((-43, 3, 15), (0,), 0),
        ((0,), (1,), 0),
        ((-17000, 2), (12345,), 0),
    ],
)
def test_csl_is_lossless(
    parts: tuple[int, ...],
    end: tuple[int, ...] | None,
    season: int,
    literal: str,
    uncertain: bool,
    circa: bool,
) -> None:
    date = Date(parts, end, season, circa, uncertain, literal)
    value = to_csl(date)
    assert from_csl(json.loads(json.dumps(value))) == date


@pytest.mark.parametrize(
    "text",
    ["9" * 1_000_000,
     "x" * 1_000_000, " " * 1_000_000, "2020-" * 200_000, "in press " * 100_000, "[" * 500_000,
     "~" * 500_000, "\u0967" * 300_000],
    ids=lambda text: repr(text[:9]),
)  # fmt: skip
@pytest.mark.parametrize("position", range(4))
def test_very_long_dates_are_cut(text: str, position: int) -> None:
    fields = ["", "2020", "", ""]
    fields[position] = text
    parsed = from_fields(*fields)
    assert len(parsed.problem) < 300
    assert bool(parsed.problem) is bool(text.strip() and position < 3)
    assert parsed.date is None or len(parsed.date.literal) < 2 * dates.LENGTH_LIMIT


def test_the_dates_of_real_bibliographies() -> None:
    if not DATA.is_dir():
        pytest.skip(f"no test data in {DATA}")
    problems = {}
    for name in (
        "plk-dateformats.bib",
        "plk-biblatex-examples.bib",
        "davidbradway-mendeley.bib",
        "tuna-refs.bib",
    ):
        for entry in entries(DATA / name):
            parsed = from_fields(*(entry.get(field, "") for field in ("date", "year", "month", "day")))
            if parsed.problem:
                problems[name, entry["key"]] = parsed.date and (parsed.date.parts or parsed.date.literal)
            if parsed.date:
                assert from_csl(to_csl(parsed.date)) == parsed.date
    assert problems == {
        ("plk-dateformats.bib", "L6"): (1996,),
        ("davidbradway-mendeley.bib", "Nightingale2008"): "KR",
    }


def entries(path: Path) -> list[dict[str, str]]:
    """Yield the fields of the entries of a file, without their delimiters, and their key."""
    from bibtexparser.splitter import Splitter

    library = Splitter(path.read_text(encoding="utf-8-sig", errors="replace")).split()
    return [
        {"key": entry.key} | {field.key.lower(): field.value.strip('{}"') for field in entry.fields}
        for entry in library.entries
    ]
