"""ORCID iDs next to names."""

from __future__ import annotations

import pytest

from tests.formats.bibtex_rows import plain, read_one

ID = "0000-0002-1825-0097"


@pytest.mark.parametrize(
    "name",
    [
        f"Doe, Jane ({ID})",
        f"Doe, Jane [{ID}]",
        f"Jane Doe https://orcid.org/{ID}",
        f"Jane Doe (ORCID: {ID})",
        rf"Jane Doe\orcidlink{{{ID}}}",
        f"{{Doe, Jane, ORCID: {ID}}}",
    ],
)
def test_an_orcid_next_to_a_name_is_its_annotation(name: str) -> None:
    paper = read_one(f"@misc{{k, author={{Roe, Al and {name} and {{0000-0001}}}}}}")
    assert plain(paper, "author", "custom") == {
        "author": ["Roe, Al", "Doe, Jane", "0000-0001"],
        "custom": {"author+an:orcid": f'2="{ID}"'},
    }


def test_annotations_in_the_data_take_precedence() -> None:
    field = 'author+an:orcid={1="0000-0001-5109-3700"}'
    paper = read_one(f"@misc{{k, author={{Doe, Jane ({ID})}}, {field}}}")
    assert plain(paper, "author", "custom") == {
        "author": ["Doe, Jane"],
        "custom": {"author+an:orcid": '1="0000-0001-5109-3700"'},
    }


def test_signs_in_math_mode_are_characters_of_a_name() -> None:
    assert plain(read_one(r"@misc{k, author={{埃伯哈德$\bullet$蔡德勒等}}}"), "author") == {
        "author": ["埃伯哈德•蔡德勒", "others"]
    }
