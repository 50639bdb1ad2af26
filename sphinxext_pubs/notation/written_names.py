"""Names of people and organizations as they are written in lists and references, sorted and matched."""

from __future__ import annotations

import unicodedata

from sphinxext_pubs.model.publication import Name
from sphinxext_pubs.model.rich_text import fold
from sphinxext_pubs.notation.name_lists import EAST_ASIAN, is_particle


def full_name(name: Name) -> str:
    """Return the name in reading order: ``Ludwig van Beethoven``, ``Martin King, Jr.``, ``王小明``."""
    if name.literal:
        return name.literal
    if _is_east_asian(name):
        return name.family + name.given
    family = _with_particle(name)
    text = f"{name.given} {family}" if name.given and family else name.given or family
    return f"{text}, {name.suffix}" if name.suffix else text


def inverted_name(name: Name) -> str:
    """Return the name with the family name first: ``van Beethoven, Ludwig``, ``King, Martin, Jr.``."""
    return name.literal or ", ".join(filter(None, (_with_particle(name), name.given, name.suffix)))


def short_name(name: Name) -> str:
    """Return the family name with its particle, as in citations (``van Beethoven``), or the given name."""
    return name.literal or _with_particle(name) or name.given


def sort_key(name: Name) -> str:
    """Return the sort key of a name: family name, given name, particle and suffix, or the literal, folded.

    A tab separates the parts, since it sorts before all characters of names.
    """
    if name.literal:
        return fold(name.literal)
    return fold("\t".join((name.family, name.given, name.particle, name.suffix))).rstrip("\t")


def spellings(name: Name) -> tuple[str, ...]:
    """Return the folded forms of the name that conditions on people are matched against."""
    forms = [full_name(name), inverted_name(name)]
    if _is_east_asian(name):
        forms.append(f"{name.given} {name.family}")
    return tuple(dict.fromkeys(map(fold, forms)))


def initials(given: str) -> str:
    """Return the initials of a given name: ``Jean-Pierre`` → ``J.-P.``.

    Particles in it (``van``) and words in scripts without capitals are not shortened.
    """
    if given.isascii() and given.isalpha() and given.isupper() and len(given) <= 3:
        return " ".join(f"{letter}." for letter in given)
    parts = unicodedata.normalize("NFC", given).replace(".", ". ").replace(". -", ".-").split()
    return " ".join(
        word if position and is_particle(word) else "-".join(map(_initial, word.split("-")))
        for position, word in enumerate(parts)
    )


def _initial(word: str) -> str:
    """Return the word shortened to its first letter that has a capital, and a full stop."""
    start = next((index for index, char in enumerate(word) if char.title() != char.lower()), None)
    if start is None or word.endswith("."):
        return word
    return word[start] + "."


def _with_particle(name: Name) -> str:
    """Return particle and family name, without a space after ``d'`` and ``al-``."""
    if not name.particle or not name.family:
        return name.particle or name.family
    return name.particle + ("" if name.particle[-1] in "'’-" else " ") + name.family


def _is_east_asian(name: Name) -> bool:
    return bool(name.given and not name.family.isascii() and EAST_ASIAN.match(name.family + name.given))
