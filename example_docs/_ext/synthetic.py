"""A library of 3,000 synthetic papers, which demonstrates the speed of a long list.

It is generated from a seed before the sources are read, so that it is the same on every machine. The file is
in ``_build``, which Git and the globs in ``pubs_sources`` ignore, so that it has to be named.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

#: The path of the library, from the source directory.
PLACE = "_build/synthetic.bib"

COUNT = 3000
SEED = 19500101

#: Old years (and no awards), so that the lists of other pages, which select by these, do not include it.
YEARS = range(1950, 2000)

ADJECTIVES = (
    *("Amber", "Blue", "Borrowed", "Brisk", "Careful", "Crooked", "Distant", "Drowsy", "Early", "Faded"),
    *("Folded", "Gentle", "Hidden", "Honest", "Humble", "Idle", "Lively", "Lucky", "Mellow", "Misty"),
    *("Modest", "Narrow", "Nimble", "Patient", "Plain", "Quiet", "Restless", "Round", "Silver", "Spare"),
)
NOUNS = (
    *("Anchors", "Baskets", "Bells", "Bridges", "Buttons", "Candles", "Chimneys", "Compasses", "Curtains"),
    *("Drums", "Ferries", "Gardens", "Gloves", "Hammocks", "Kettles", "Kites", "Ladders", "Lanterns"),
    *("Marbles", "Mirrors", "Orchards", "Paddles", "Pebbles", "Pillows", "Ribbons", "Sails", "Spoons"),
    *("Teapots", "Umbrellas", "Windmills"),
)
GIVEN = (
    *("Ana", "Ben", "Chloé", "Dirk", "Eva", "Finn", "Greta", "Hugo", "Ines", "Jörg", "Kaya", "Leo", "Mila"),
    *("Noé", "Olga", "Pia", "Quinn", "Rosa", "Søren", "Tove", "Uma", "Vera", "Wim", "Yara", "Zoë"),
)
TREES = (
    *("Alder", "Ash", "Beech", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Lime", "Maple", "Oak"),
    *("Pine", "Plum", "Poplar", "Rowan", "Spruce", "Walnut", "Willow", "Yew"),
)
# Every name is unique; the first ones have the most papers, so given and family names are mixed.
AUTHORS = tuple(
    f"Sample-{TREES[place % 20]}, {GIVEN[(place + place // 20) % 25]}"
    for place in range(len(TREES) * len(GIVEN))
)

SENTENCES = (
    "We look at {a} {n} and count {m} of them.",
    "Nobody has asked before what {n} do to {m}.",
    "In {count} trials {n} did as well as {m}, and cost less.",
    "The {a} ones turn out to need fewer {m} than we had thought.",
    "A short proof shows that {n} are never {a} for long.",
    "All of this is made up, {n} and {m} alike.",
)


class Dice:
    """A random generator with the same results in every version of Python, unlike ``Random.choice``."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random

    def below(self, number: int) -> int:
        """Return a number from 0 to ``number`` - 1."""
        return int(self.random() * number)

    def one(self, words: tuple[str, ...]) -> str:
        """Return a word; all are equally likely."""
        return words[self.below(len(words))]

    def two(self, words: tuple[str, ...]) -> tuple[str, str]:
        """Return two different words."""
        first = self.below(len(words))
        return words[first], words[first - 1 - self.below(len(words) - 1)]

    def early(self, words: tuple[str, ...]) -> str:
        """Return a word; early ones are more likely, as a few authors write most papers."""
        return words[int(self.random() ** 2 * len(words))]


def library() -> str:
    """Return the library as BibTeX."""
    dice = Dice(SEED)
    return "\n".join(entry(number, dice) for number in range(1, COUNT + 1))


def entry(number: int, dice: Dice) -> str:
    """Return a paper as BibTeX."""
    year = YEARS[dice.below(len(YEARS))]
    subject, other = dice.two(NOUNS)
    kind, *venue_fields = venue(subject, year, dice)
    people = dict.fromkeys(dice.early(AUTHORS) for _ in range(1 + dice.below(4)))
    fields = (
        f"author = {{{' and '.join(people)}}}",
        f"title = {{{dice.one(ADJECTIVES)} {subject} and {dice.one(ADJECTIVES)} {other}, Sample {number}}}",
        *venue_fields,
        f"date = {{{year}-{1 + dice.below(12):02}}}",
        f"keywords = {{{subject.lower()}, {other.lower()}}}",
        f"abstract = {{{' '.join(abstract(subject, other, dice))}}}",
    )
    return f"@{kind}{{synthetic-{number:04},\n  " + ",\n  ".join(fields) + "\n}\n"


def venue(subject: str, year: int, dice: Dice) -> tuple[str, ...]:
    """Return the type of a paper, and the fields of its venue."""
    page = 1 + dice.below(900)
    pages = f"pages = {{{page}--{page + 4 + dice.below(20)}}}"
    if dice.below(4):
        return "inproceedings", f"booktitle = {{Proceedings of the Synthetic Conference on {subject}}}", pages
    volume = f"volume = {{{year - YEARS[0] + 1}}}"
    return "article", "journal = {Journal of Synthetic Results}", volume, pages


def abstract(subject: str, other: str, dice: Dice) -> Iterator[str]:
    """Yield the sentences of an abstract."""
    first = dice.below(len(SENTENCES))
    for offset in range(2 + dice.below(2)):
        template = SENTENCES[(first + offset) % len(SENTENCES)]
        words = {"a": dice.one(ADJECTIVES).lower(), "n": subject.lower(), "m": other.lower()}
        sentence = template.format(**words, count=10 + dice.below(90))
        yield sentence[0].upper() + sentence[1:]


def write(path: Path, content: bytes) -> None:
    """Write a file unless it has this content; atomically, because several builds may run at once."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def make_library(app: Sphinx, _config: Config) -> None:
    """Write the library before the sources are read (``config-inited``)."""
    write(Path(app.srcdir, PLACE), library().encode())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the library at the beginning of every build."""
    app.connect("config-inited", make_library)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
