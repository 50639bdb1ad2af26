"""The tables of a project: ours and those of others."""

from dataclasses import replace

import pytest

from sphinxext_pubs.formats import FORMATS
from sphinxext_pubs.project.registry import Additions, Registry
from sphinxext_pubs.query.facets import FACETS
from sphinxext_pubs.render.layouts import LAYOUTS


def test_rows_from_outside_follow_ours() -> None:
    facet, layout = replace(FACETS[0], name="decade"), replace(LAYOUTS["card"], name="poster")
    endnote = replace(FORMATS[0], name="endnote")
    registry = Registry(lambda: Additions((facet,), (endnote,), (layout,)))
    assert registry.facets.rows == (*FACETS, facet)
    assert registry.formats.rows == (*FORMATS, endnote)
    assert tuple(registry.layouts) == (*LAYOUTS, "poster")


def test_a_name_is_unique() -> None:
    registry = Registry(lambda: Additions(facets=(FACETS[0],)))
    with pytest.raises(ValueError, match="two rows with the name “year”"):
        _ = registry.facets
