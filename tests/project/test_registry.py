"""The tables of a project: ours and those of others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.model.problems import Problem
from sphinxext_pubs.project.additions import Addition
from sphinxext_pubs.project.registry import Registry
from sphinxext_pubs.query.facets import FACETS
from sphinxext_pubs.render.layouts import LAYOUTS
from sphinxext_pubs.render.parts import PARTS

ROWS = {
    "facet": replace(FACETS[0], name="decade"),
    "format": replace(FORMATS[0], name="endnote", download_suffix=".enx"),
    "layout": replace(LAYOUTS["card"], name="poster"),
    "part": replace(PARTS["note"], name="funding"),
}


@pytest.mark.parametrize("kind", ROWS)
def test_rows_from_outside_follow_ours(kind: str) -> None:
    registry = Registry(lambda: [Addition(*row) for row in ROWS.items()])
    table = getattr(registry, f"{kind}s")
    ours = getattr(Registry(), f"{kind}s")
    assert tuple(table) == (*ours, ROWS[kind].name)
    assert table[ROWS[kind].name] is ROWS[kind]


@pytest.mark.parametrize(
    ("addition", "message"),
    [
        pytest.param(
            Addition("facet", FACETS[0], "Mine"),
            "Mine is ignored: a facet with the name “year” exists.",
            id="the name is taken",
        ),
        pytest.param(
            Addition("facet", "decade", "Mine"), "Mine is ignored: 'decade' is not a Facet.", id="not a row"
        ),
        pytest.param(
            Addition("layout", replace(LAYOUTS["card"], name="poster", folded=("abstrct",)), "Mine"),
            "The layout “poster” is ignored: Unknown part “abstrct” of the layout “poster”. Did you mean "
            "“abstract”?",
            id="an unknown part",
        ),
    ],
)
def test_unusable_rows_are_reported_and_ignored(addition: Addition, message: str) -> None:
    problems: list[Problem] = []
    registry = Registry(lambda: [addition], problems.append)
    tables = registry.facets, registry.formats, registry.layouts, registry.parts
    assert [tuple(table) for table in tables] == [
        tuple(table)
        for table in (Registry().facets, Registry().formats, Registry().layouts, Registry().parts)
    ]
    assert [problem.message.startswith(message) for problem in problems] == [True], problems
