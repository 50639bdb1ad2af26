"""Mistakes of punctuation in BibTeX, at every place of a file: deleted, doubled and swapped signs."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import replace

from sphinxext_pubs.model.publication import Origin, Publication
from tests.formats.bibtex_rows import read_all

#: Entries as exporters write them, one below the other.
REAL = r"""@article{doe2020mountains,
  author    = {Doe, Ann and M{\"u}ller, Jörg},
  title     = {On the {H}eights of Mountains: a \emph{Survey}, with (few) remarks},
  journal   = {Mountains} # { Today},
  number    = 3,
  pages     = {1--20},
}

@inproceedings{roe-2021,
  author = "Roe, Ben and {The Group}",
  title = "Valleys {\&} rivers",
  month = jul,
  year = 2021,
  url = {https://example.org/a?b=c,d}
}
@Book(poe:1999,
  editor = {Poe, Edgar},
  year = {1999}
)

@misc{moe, title={One line}, note={Short, but = complete}, year={2001}}

@phdthesis{last2005,
  title = {The very last words},
  abstract = {Some text.

    With a paragraph, a = b and 50\% more.}
}
"""


def mutations() -> Iterator[tuple[int, str]]:
    """Yield the position, and the text with its sign of punctuation deleted, doubled or swapped."""
    for match in re.finditer(r"[@{}(),=\"#%\\]|\n(?=@)", REAL):
        start, end, sign = match.start(), match.end(), match[0]
        yield start, REAL[:start] + REAL[end:]
        yield start, REAL[:start] + sign + REAL[start:]
        yield start, REAL[:start] + REAL[end : end + 1] + sign + REAL[end + 1 :]


def entries(publications: list[Publication]) -> dict[str, Publication]:
    """Return the publications by key, without their places."""
    return {entry.key: replace(entry, origin=Origin(), digest="") for entry in publications}


def names(publication: Publication | None) -> list[str]:
    return [name for name, _ in publication.source_fields] if publication else []


def test_a_mistake_in_one_entry_is_reported_at_it_and_affects_no_other() -> None:
    expected = entries(read_all(REAL)[0])
    keys = list(expected)
    starts = [match.start() for match in re.finditer("^@", REAL, re.MULTILINE)]
    ends = [*starts[1:], len(REAL)]
    for position, text in mutations():
        place = text[max(position - 40, 0) : position + 40]
        publications, problems = read_all(text)
        found = entries(publications)
        index = bisect(starts, position + (REAL[position] == "\n")) - 1
        for key in keys[:index] + keys[index + 1 :]:
            assert found.get(key) == expected[key], place
        assert problems or names(found.get(keys[index])) == names(expected[keys[index]]), place
        first, last = (REAL.count("\n", 0, end) + 1 for end in (starts[index], ends[index]))
        assert all(first - 1 <= problem.origin.line <= last for problem in problems), place
