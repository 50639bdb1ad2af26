"""Labels of letters and a year."""

from __future__ import annotations

import pytest

from sphinxext_pubs.citations.alpha import alpha_labels, base_label
from sphinxext_pubs.model.publication import Date, Name, Publication
from sphinxext_pubs.model.rich_text import text_of
from sphinxext_pubs.notation.names import OTHERS

ONE, TWO, THREE, FOUR, FIVE = (Name(family, "A.") for family in ("Einstein", "Ko", "Yun", "Lee", "Kim"))
BERG = Name("Berg", "Anna", "van der")
DATE = Date((2005, 3))


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (Publication("k", author=(ONE,), issued=DATE), "Ein05"),
        (Publication("k", author=(ONE, TWO), issued=DATE), "EK05"),
        (Publication("k", author=(ONE, TWO, THREE, FOUR), issued=DATE), "EKYL05"),
        (Publication("k", author=(ONE, TWO, THREE, FOUR, FIVE), issued=DATE), "EKY+05"),
        (Publication("k", author=(ONE, OTHERS), issued=DATE), "Ein+05"),
        (Publication("k", author=(BERG,), issued=DATE), "vdB05"),
        (Publication("k", author=(BERG, ONE), issued=DATE), "vdBE05"),
        (Publication("k", author=(Name("Müller", "J."),), issued=DATE), "Mul05"),
        (Publication("k", author=(Name("Lloyd-Jones", "J."),), issued=DATE), "LJ05"),
        (Publication("k", author=(Name(literal="CERN"),), issued=DATE), "CER05"),
        (Publication("k", editor=(TWO,), issued=DATE), "Ko05"),
        (Publication("layers", title=text_of("On Layers"), issued=DATE), "lay05"),
        (Publication("k", custom=(("key", text_of("Zebra")),), issued=DATE), "Zeb05"),
        (Publication("k", entry_type="manual", publisher=text_of("The Org"), issued=DATE), "Org05"),
        (Publication("key", entry_type="misc", publisher=text_of("The Org"), issued=DATE), "key05"),
        (Publication("key1"), "key"),
        (Publication("k", author=(ONE,), issued=Date((1899,))), "Ein99"),
        (Publication("k", author=(ONE,), issued=Date(literal="in press")), "Ein"),
        (Publication("k", author=(Name("王", "小明"),), issued=DATE), "王05"),
    ],
)
def test_labels(paper: Publication, expected: str) -> None:
    assert base_label(paper) == expected


def test_equal_labels_get_letters_in_order() -> None:
    papers = [Publication(key, author=(ONE,), issued=DATE) for key in ("b", "a", "c")]
    other = Publication("d", author=(TWO,), issued=DATE)
    found = alpha_labels([*papers, other, papers[0]])
    assert found == {
        "b": "Ein05a",
        "a": "Ein05b",
        "c": "Ein05c",
        "d": "Ko05",
    }
