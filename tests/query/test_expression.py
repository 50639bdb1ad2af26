"""The filter language: matches, and messages for invalid expressions."""

from __future__ import annotations

import random

import pytest

from sphinxext_pubs.model.problems import OptionError
from sphinxext_pubs.model.publication import Date, Link, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.matching import Pattern
from sphinxext_pubs.query import evaluation, expression
from sphinxext_pubs.query.evaluation import Index, select
from sphinxext_pubs.query.expression import MAX_DEPTH, MAX_LENGTH, All, AnyOf, Expression, Has, Not
from sphinxext_pubs.query.expression import parse as parse_with
from sphinxext_pubs.query.facet import Facet
from sphinxext_pubs.query.facets import BUILTIN, Facets
from sphinxext_pubs.query.fields import FIELDS
from sphinxext_pubs.query.selection import Selection


def parse(source: str) -> Expression:
    """Return the expression with the facets of this package."""
    return parse_with(source, BUILTIN)


YUN = Name(family="Yun", given="Se-Young")
KIM = Name(family="Kim", given="Min")

LIBRARY = Index(
    [
        Publication(
            "old",
            type="article-journal",
            entry_type="article",
            author=(YUN,),
            issued=Date((2018,)),
            container_title=text_of("Nature"),
        ),
        Publication(
            "emnlp",
            type="paper-conference",
            entry_type="inproceedings",
            author=(YUN, KIM),
            issued=Date((2024,)),
            container_title=text_of("Findings: EMNLP 2024"),
        ),
        Publication("prize", author=(KIM,), issued=Date((2022,)), award=(text_of("Best paper"),)),
        Publication("phd", type="thesis", entry_type="phdthesis", author=(KIM,), issued=Date((2023,))),
        Publication("undated", title=text_of("A note"), keyword=("or", "it's")),
    ]
)
EVERYTHING = "old emnlp prize phd undated"


def found(source: str) -> str:
    """The keys of what the filter selects, in the order of the source."""
    positions = select(Selection(filter=source), LIBRARY)
    return " ".join(LIBRARY.publications[position].key for position in sorted(positions))


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        # One condition
        ("year", "old emnlp prize phd"),
        ("award", "prize"),
        ("not award", "old emnlp phd undated"),
        ("year = 2024", "emnlp"),
        ("year=2024", "emnlp"),
        ("year != 2024", "old prize phd undated"),
        ("year = 2022-2024", "emnlp prize phd"),
        ("year < 2022", "old"),
        ("year <= 2022", "old prize"),
        ("year > 2022", "emnlp phd"),
        ("year >= 2022", "emnlp prize phd"),
        ("year < 1", ""),
        ("year > 9998", ""),
        ("year in 2018, 2023-", "old emnlp phd"),
        ("year in (2018, 2022)", "old prize"),
        ('author = "Se-Young Yun"', "old emnlp"),
        ("author = 'Yun, Se-Young'", "old emnlp"),
        ("author = Yun", ""),
        ("author has Yun", "old emnlp"),
        ("author has Y*", "old emnlp"),
        ('author in "Se-Young Yun", "Min Kim"', "old emnlp prize phd"),
        ('venue has "EMNLP"', "emnlp"),
        ("venue = nature", "old"),
        ("type = thesis", "phd"),
        ("type = csl:article-journal", "old"),
        ("type != article", "emnlp prize phd undated"),
        ('keyword = "or"', "undated"),
        ('keyword = "it\'s"', "undated"),
        # Together
        ("author has Yun and author has Kim", "emnlp"),
        ("year = 2018 or award", "old prize"),
        ("year = 2018 or author has Kim and award", "old prize"),
        ("(year = 2018 or author has Kim) and award", "prize"),
        ("not year or award", "prize undated"),
        ("not (year or award)", "undated"),
        ("not not award", "prize"),
        ("not year = 2018 and year", "emnlp prize phd"),
        ('year >= 2020 and (venue has "EMNLP" or award) and not type = thesis', "emnlp prize"),
        ("YEAR >= 2020 AND NOT Award", "emnlp phd"),
        ("year in 2018, 2022 and author has Kim", "prize"),
    ],
)
def test_matches(source: str, keys: str) -> None:
    assert found(source) == keys


FIELD_LIBRARY = Index(
    [
        Publication(
            "full",
            title=text_of("On Graphs: a Survey"),
            author=(YUN,),
            doi="10.1234/AB.5",
            note=text_of("Oral presentation"),
            abstract=text_of("Diffusion on trees"),
            links=(Link("code", "https://example.org/code"), Link("image", "a.png")),
            page="1–5",
            names=(("translator", (KIM,)),),
            variables=(("ISBN", text_of("1")), ("original_date", text_of("1814"))),
            custom=(("funding", text_of("A grant")),),
        ),
        Publication("arxiv", title=text_of("Graph theory"), arxiv="2401.00001", issued=Date((2024,))),
        Publication("file", title=text_of("Trees"), links=(Link("pdf", "a.pdf"),)),
    ]
)


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("title", "full arxiv file"),
        ("title has graph", "arxiv"),
        ("title has graph*", "full arxiv"),
        ('title = "on graphs, a survey"', "full"),
        ("title = survey", ""),
        ("title != trees", "full arxiv"),
        ("title in (trees, graph theory)".replace("graph theory", '"graph theory"'), "arxiv file"),
        ("Title has SURVEY and not award", "full"),
        ("abstract has diffusion", "full"),
        ("not abstract", "arxiv file"),
        ("note has oral", "full"),
        ("note has poster", ""),
        ("doi", "full"),
        ("doi = 10.1234/ab.5", "full"),
        ('doi = "https://doi.org/10.1234/AB.5"', "full"),
        ("doi has 10.1234", "full"),
        ("doi = 10.12*", "full"),
        ("doi has 12", ""),
        # What a paper has
        ("has pdf", "arxiv file"),
        ("not has pdf", "full"),
        ("has PDF or has code", "full arxiv file"),
        ("has arxiv", "arxiv"),
        ("has doi", "full"),
        ("has abs", "full"),
        ("has abstract and has note", "full"),
        ("has author", "full"),
        ("has authors", "full"),
        ("has year", "arxiv"),
        ("has date", "arxiv"),
        ("has award", ""),
        ("has picture", "full"),
        ("has image", "full"),
        ("has pages", "full"),
        ("has translator", "full"),
        ("has isbn", "full"),
        ("has original-date", "full"),
        ("has funding", "full"),
        ('has "code"', "full"),
        ("has digest", ""),
        ("has xyz", ""),
    ],
)
def test_fields(source: str, keys: str) -> None:
    positions = select(Selection(filter=source), FIELD_LIBRARY)
    assert " ".join(FIELD_LIBRARY.publications[position].key for position in sorted(positions)) == keys


def test_a_facet_from_outside_comes_before_a_field() -> None:
    note = Facet(name="note", help="Marks.", terms=lambda publication: ("mark",))
    assert parse_with("note = mark", Facets([*BUILTIN.rows, note])) == Has(note, Pattern("mark"))


def test_the_tree() -> None:
    year, award = BUILTIN["year"], BUILTIN["award"]
    old = Has(year, Pattern("-2019"))
    assert parse("year < 2020 and not award or year") == AnyOf(
        (All((old, Not(Has(award, Pattern("*"))))), Has(year, Pattern("*")))
    )


FACETS = f"Choose from: {', '.join((*BUILTIN.selecting, *FIELDS, expression.CITED))}."
INVALID_YEAR = "not a valid year or range of years. Write 2024, 2020-2024, 2020- or -2020."


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "column 1: expected a facet, “has”, “not” or “(”, found the end."),
        ("yaer = 2020", f"column 1: unknown facet “yaer”. Did you mean “year”? {FACETS}"),
        ("year and pages", f"column 10: unknown facet “pages”. {FACETS}"),
        ("tilte has x", f"column 1: unknown facet “tilte”. Did you mean “title”? {FACETS}"),
        ("has", "column 4: expected a value, found the end."),
        ("has not award", "column 5: expected a value, found “not”."),
        ("has pdf code", "column 9: unexpected “code” after a value. Quote values that contain spaces, and "
            "join conditions with “and” or “or”."),
        ("doi < 3", "column 5: doi cannot be compared with “<”. Use “=”, “has” or “in”."),
        ("year >=", "column 8: expected a value, found the end."),
        ("year >= and award", "column 9: expected a value, found “and”."),
        ("year >= soon", "column 9: expected a year after “>=”, found “soon”."),
        ("year < 0", "column 8: expected a year after “<”, found “0”."),
        ("year > 9999", "column 8: expected a year after “>”, found “9999”."),
        ("year >= 2020-2024", "column 9: expected a year after “>=”, found “2020-2024”."),
        ("year = soon", f"column 8: “soon” is {INVALID_YEAR}"),
        ("year = 2024-2020", "column 8: the range “2024-2020” is reversed. Did you mean “2020-2024”?"),
        ("author >= Yun", "column 8: author cannot be compared with “>=”. Use “=”, “has” or “in”."),
        ("author has Se-Young Yun", "column 21: unexpected “Yun” after a value. Quote values that contain "
         "spaces, and join conditions with “and” or “or”."),
        ("year = 2020 && award", "column 13: unexpected “&&” after a value. Write “and”."),
        ('author = "---"', "column 10: “---” contains no letter or digit."),
        ('author = " "', "column 10: the value is empty. Write the facet alone to match any value."),
        ('author = "Yun', "column 10: unmatched quotation mark."),
        ("author = O'Neil", "column 11: unmatched quotation mark."),
        ("!award", "column 1: “!” is only valid in “!=”. Write “not” before a condition."),
        ("(award", "unmatched “(” at column 1."),
        ("award)", "unmatched “)” at column 6."),
        ("award year", "column 7: expected “and”, “or” or the end, found “year”."),
        ("year in (2020", "unmatched “(” at column 9."),
        ("year in", "column 8: expected a value, found the end."),
        ("year == 2020", "column 6: unknown operator “==”. Did you mean “=”?"),
        ("year <> 2020", "column 6: unknown operator “<>”. Did you mean “!=”?"),
        ("year ≠ 2020", "column 6: unknown operator “≠”. Did you mean “!=”?"),
        ("(award year", "column 8: expected “and”, “or” or “)”, found “year”."),
        ('not "Doe"', 'column 5: a condition needs a facet, for example author = "Doe".'),
        ("and", "column 1: expected a facet, “has”, “not” or “(”, found “and”."),
        ("__import__('os').system('true')", f"column 1: unknown facet “__import__”. {FACETS}"),
    ],
)  # fmt: skip
def test_errors(source: str, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        parse(source)
    assert (caught.value.option, str(caught.value)) == ("filter", f"filter: {message}")


@pytest.mark.parametrize(
    "source",
    ["(" * 10_000, "not " * 2_500, "(" * 4_000 + "award" + ")" * 4_000],
    ids=["parentheses", "nots", "balanced"],
)
def test_deep_nesting_is_an_error(source: str) -> None:
    with pytest.raises(OptionError, match=f"nested more than {MAX_DEPTH} deep"):
        parse(source)


def test_any_input_is_evaluated_or_rejected() -> None:
    chance = random.Random(11)
    tokens = ["(", ")", "not", "and", "or", "has", "in", "=", "!=", ">=", ",", "2020", '"a"']
    tokens += ["year", "award", "author"]
    answered = 0
    for _ in range(4_000):
        source = " ".join(chance.choices(tokens, k=chance.randint(1, 7)))
        try:
            found(source)
        except OptionError:
            continue
        answered += 1
    assert 100 < answered < 2_000


def test_values_at_the_limits_are_allowed() -> None:
    assert found("(" * MAX_DEPTH + "award" + ")" * MAX_DEPTH) == "prize"
    long = " or ".join(["year = 2018"] * 666)
    assert found(long.ljust(MAX_LENGTH)) == "old"
    with pytest.raises(OptionError, match="longer than 200,000 characters"):
        parse(long.ljust(MAX_LENGTH + 1))


def test_the_grammar_is_documented() -> None:
    assert expression.__doc__ is not None
    for rule in (
        "expression",
        "conjunction",
        "negation",
        "condition",
        "comparison",
        "values",
        "string",
        "word",
    ):
        assert f"    {rule}" in expression.__doc__


# Cited


CITATIONS = {"document": ("phd",), "project": ("phd", "old", "unknown")}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("cited", "phd"),
        ("CITED", "phd"),
        ("cited = document", "phd"),
        ("cited = project", "old phd"),
        ("cited = Project", "old phd"),
        ("cited has project", "old phd"),
        ("cited != project", "emnlp prize undated"),
        ("cited in (document, project)", "old phd"),
        ("cited in document, project", "old phd"),
        ("not cited", "old emnlp prize undated"),
        ("cited or key = prize", "prize phd"),
        ("not cited and year > 2018", "emnlp prize"),
        ("(cited = project and not cited) or award", "old prize"),
    ],
)
def test_cited(source: str, expected: str) -> None:
    selection = evaluation.parse({"filter": source})
    positions = select(selection, LIBRARY, CITATIONS)
    assert " ".join(LIBRARY.publications[position].key for position in sorted(positions)) == expected
    assert set(selection.filter_scopes) == expression.cited_scopes(parse(source))
    assert evaluation.parse(evaluation.to_options(selection)) == selection


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("cited = projct", "column 9: “projct” is not a valid scope. Did you mean “project”? Choose from: "),
        ("cited = section", "column 9: “section” is not a valid scope. "),
        ("cited >= 2", "column 7: cited cannot be compared with “>=”. Use “=”"),
        ("cited == project", "column 7: unknown operator “==”. Did you mean “=”?"),
        ("cited =", "column 8: expected a value, found the end"),
        ("cited in (document", "unmatched “(” at column 10"),
        ("cted", "column 1: unknown facet “cted”. Did you mean “cited”?"),
    ],
)
def test_errors_of_cited(source: str, message: str) -> None:
    with pytest.raises(OptionError) as error:
        parse(source)
    assert str(error.value).removeprefix("filter: ").startswith(message)


def test_citations_are_not_known_everywhere() -> None:
    with pytest.raises(OptionError, match="it is not known here what is cited") as error:
        evaluation.parse({"filter": "year > 2000 and not cited"}, knows_citations=False)
    assert "Use “cited” in lists on pages" in str(error.value)
    assert evaluation.parse({"filter": "title has cited"}, knows_citations=False).filter_scopes == ()
