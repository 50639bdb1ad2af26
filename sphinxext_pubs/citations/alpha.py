"""Labels of letters and a year, as in BibTeX's style ``alpha``: ``Ein05``, ``YKY24``, ``ABC+21``."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from sphinxext_pubs.model.publication import Name, Publication
from sphinxext_pubs.notation.letters import number_letters
from sphinxext_pubs.notation.names import OTHERS

#: Up to MAX_INITIALS people are abbreviated by one letter each; of more, TRUNCATED_INITIALS and a ``+``.
MAX_INITIALS = 4
TRUNCATED_INITIALS = 3


def alpha_labels(papers: Sequence[Publication]) -> dict[str, str]:
    """Return a mapping of keys to labels; equal ones get ``a``, ``b`` … in the order of the papers."""
    base_labels = {paper.key: base_label(paper) for paper in papers}
    counts, used = Counter(base_labels.values()), Counter[str]()
    labels = {}
    for key, label in base_labels.items():
        labels[key] = label + (number_letters(used[label]) if counts[label] > 1 else "")
        used[label] += 1
    return labels


def base_label(paper: Publication) -> str:
    """Return the label of a paper without a distinguishing letter."""
    people = paper.author or paper.editor
    return f"{(_names_label(people) if people else '') or _label_without_people(paper)}{_year(paper)}"


def _label_without_people(paper: Publication) -> str:
    """Return the first letters of the field ``key``, else of an organization or the citation key.

    As in BibTeX, the organization counts in manuals and proceedings only, without *The*.
    """
    fields = {name: str(text) for name, text in paper.custom if name in ("key", "organization")}
    organization = ""
    if paper.entry_type in _OF_ORGANIZATIONS:
        organization = fields.get("organization", str(paper.publisher)).removeprefix("The ")
    names = (fields.get("key", ""), organization, paper.key)
    return next(filter(None, map(_first_letters, names)), paper.key)


#: The types of entries whose label can come from an organization.
_OF_ORGANIZATIONS = frozenset({"manual", "proceedings"})


def _names_label(people: tuple[Name, ...]) -> str:
    named = [name for name in people if name != OTHERS]
    more = "+" * (len(named) > MAX_INITIALS or len(named) < len(people))
    if len(named) == 1:
        return (
            _initials(named[0]) if len(_initials(named[0])) > 1 else _first_letters(_family(named[0]))
        ) + more
    return (
        "".join(map(_initials, named[: TRUNCATED_INITIALS if len(named) > MAX_INITIALS else MAX_INITIALS]))
        + more
    )


def _family(name: Name) -> str:
    return name.family or name.literal or name.given


def _initials(name: Name) -> str:
    """Return the first letter of each word of particle and family name, or one letter for an organization."""
    words = [*name.particle.split(), *(name.family.replace("-", " ").split() or [_family(name)])]
    return "".join(_letters(word)[:1] for word in words)


def _first_letters(text: str) -> str:
    return _letters(text)[:3]


def _letters(text: str) -> str:
    """Return letters and digits, without accents."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(filter(str.isalnum, decomposed)))


def _year(paper: Publication) -> str:
    parts = paper.issued.parts if paper.issued else ()
    return f"{abs(parts[0]) % 100:02}" if parts else ""
