"""The numbers of enumerated lists."""

from __future__ import annotations

from collections.abc import Callable

from sphinxext_pubs.notation.letters import number_letters

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def roman(number: int) -> str:
    """Return a number from 1 as a Roman numeral."""
    numeral = ""
    for value, symbol in _ROMAN:
        count, number = divmod(number, value)
        numeral += symbol * count
    return numeral


#: The functions that format the numbers of enumerated lists.
NUMBER_FORMATS: dict[str, Callable[[int], str]] = {
    "arabic": str,
    "loweralpha": lambda number: number_letters(number - 1),
    "upperalpha": lambda number: number_letters(number - 1).upper(),
    "lowerroman": lambda number: roman(number).lower(),
    "upperroman": roman,
}
