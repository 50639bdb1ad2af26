"""The public interface: complete, keyword-only and with sensible defaults."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import Field, fields, is_dataclass

import pytest

from sphinxext_pubs import api
from sphinxext_pubs.api import TERMS, Facet, Part, Publication, run, text_of
from sphinxext_pubs.query.facets import FACETS

CLASSES = [
    value for name in api.__all__ if is_dataclass(value := getattr(api, name)) and isinstance(value, type)
]
ROWS = ["Chart", "Facet", "FacetPages", "Format", "Layout", "Line", "Part", "Role", "Signature", "SortOrder"]


def test_names_are_sorted_and_exist() -> None:
    assert sorted(api.__all__, key=lambda name: (name.islower(), not name.isupper(), name)) == api.__all__
    assert all(hasattr(api, name) for name in api.__all__)


@pytest.mark.parametrize("row", [row for cls in CLASSES for row in fields(cls)], ids=lambda row: row.name)
def test_every_field_has_a_help_text(row: Field[object]) -> None:
    assert row.metadata["help"].endswith((".", "…"))


@pytest.mark.parametrize("name", ROWS)
def test_rows_are_keyword_only(name: str) -> None:
    assert all(row.kw_only for row in fields(getattr(api, name)))


@pytest.mark.parametrize("name", [name for name in api.__all__ if inspect.isfunction(getattr(api, name))])
def test_every_function_has_a_docstring(name: str) -> None:
    assert inspect.getdoc(getattr(api, name))


def funders(paper: Publication) -> tuple[str, ...]:
    return tuple(str(value) for name, value in paper.custom if name == "funder")


PAPER = Publication(key="k", custom=(("funder", text_of("City")), ("funder", text_of("An Árbol"))))


def test_a_facet_needs_only_name_help_and_terms() -> None:
    facet = Facet(name="first-funder", help="Who paid.", terms=funders)
    assert (facet.title, facet.missing) == ("First funder", "No first funder")
    assert (facet.matching, facet.sorted_with) == (TERMS, ("first-funder",))
    assert facet.values(PAPER) == ("City", "An Árbol")
    assert facet.keys(PAPER) == (("city", "City"), ("an arbol", "An Árbol"))
    assert facet.order(PAPER) == facet.keys(PAPER)
    assert facet.order(Publication(key="none")) is None
    assert facet.identity("CITY") == facet.identity("city")


def years(paper: Publication) -> tuple[int, ...]:
    return (2024,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Payer"),
        ("missing", "Unfunded"),
        ("matching", api.WORDS),
        ("values", years),
        ("keys", lambda paper: ((1,), (2,))),
        ("order", lambda paper: None),
        ("sorted_with", ("year",)),
        ("identity", str),
    ],
)
def test_given_fields_are_kept(name: str, value: object) -> None:
    arguments: dict[str, object] = {"name": "funder", "help": "Who paid.", "terms": funders, name: value}
    make: Callable[..., Facet] = Facet
    assert getattr(make(**arguments), name) is value


def test_a_facet_without_terms_is_only_for_sorting() -> None:
    facet = Facet(
        name="length", help="The length of the title.", order=lambda paper: (len(str(paper.title)),)
    )
    assert (facet.selects, facet.matching, facet.missing) == (False, None, "")
    assert facet.order(PAPER) == (0,)


def test_our_facets_for_sorting_have_no_terms() -> None:
    assert [facet.name for facet in FACETS if not facet.selects] == ["date", "title"]


def test_the_label_of_a_part_is_made_of_its_name() -> None:
    part = Part(name="made-in", help="Where.", value=lambda paper, entry: run("made", "Seoul"))
    assert part.label == "Made in"
