"""The keys that somebody may have meant."""

from __future__ import annotations

from sphinxext_pubs.model import Library
from sphinxext_pubs.question import near_words
from sphinxext_pubs.text import fold


def unknown_key(name: str, library: Library) -> str:
    """What to say of a key that no paper has: with the nearest ones, or with what else may be wrong."""
    near = nearest_keys(name, library)
    if near:
        return f"there is no paper “{name}”; did you mean {' or '.join(near)}?"
    if not library.publications:
        return f"there is no paper “{name}”: the library is empty, see pubs_sources in conf.py."
    if ";" in name:
        return f"there is no paper “{name}”: keys are separated by commas."
    return f"there is no paper “{name}”."


def nearest_keys(name: str, library: Library, most: int = 3) -> list[str]:
    """The keys most like a name, case and accents aside, the nearest first.

    Only keys that begin alike and are about as long are compared, so that many unknown names in a
    large library stay cheap.
    """
    wanted = fold(name)
    candidates: dict[str, str] = {}
    for publication in library:
        for key in (publication.key, *publication.ids):
            folded = fold(key)
            if folded[:1] == wanted[:1] and abs(len(folded) - len(wanted)) <= 1 + len(wanted) // 3:
                candidates.setdefault(folded, key)
    return [candidates[folded] for folded in near_words(wanted, candidates, most, 0.7)]
