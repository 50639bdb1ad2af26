from __future__ import annotations

import pytest

from sphinxext_pubs.notation.letters import number_letters


@pytest.mark.parametrize(
    ("number", "text"), [(0, "a"), (25, "z"), (26, "aa"), (51, "az"), (52, "ba"), (702, "aaa")]
)
def test_letters(number: int, text: str) -> None:
    assert number_letters(number) == text
