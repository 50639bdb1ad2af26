"""Numbers written as letters, for years and keys that are equal otherwise."""

from __future__ import annotations

from string import ascii_lowercase


def number_letters(number: int) -> str:
    """Return letters for a number from 0: ``a``, ``b`` … ``z``, ``aa``, ``ab`` …"""
    letters = ""
    number += 1
    while number:
        number, index = divmod(number - 1, len(ascii_lowercase))
        letters = ascii_lowercase[index] + letters
    return letters
