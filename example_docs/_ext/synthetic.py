"""A library of 3,000 papers that nobody wrote, to feel the speed of a long list.

It is made before the sources are read, from a seed, so that its bytes are the same on every machine. It
lies in ``_build``, where neither Git nor a pattern in ``pubs_sources`` looks: it has to be named.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

#: Where the library lies, from the source directory.
PLACE = "_build/synthetic.bib"

COUNT = 3000
SEED = 19500101

#: Long past, and without awards, so that the lists of other pages, which choose by these, pass it over.
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
# Each name once, given names and trees well mixed: the first ones write the most.
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
    """Chance with the same results in every version of Python, which ``Random.choice`` does not promise."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed).random

    def below(self, number: int) -> int:
        """A number from 0 to one less than ``number``."""
        return int(self.random() * number)

    def one(self, words: tuple[str, ...]) -> str:
        """One of the words, all of them equally likely."""
        return words[self.below(len(words))]

    def two(self, words: tuple[str, ...]) -> tuple[str, str]:
        """Two different words."""
        first = self.below(len(words))
        return words[first], words[first - 1 - self.below(len(words) - 1)]

    def early(self, words: tuple[str, ...]) -> str:
        """One of the words, an early one more likely than a late one: as authors are."""
        return words[int(self.random() ** 2 * len(words))]


def library() -> str:
    """The whole library in BibTeX."""
    dice = Dice(SEED)
    return "\n".join(entry(number, dice) for number in range(1, COUNT + 1))


def entry(number: int, dice: Dice) -> str:
    """One paper in BibTeX."""
    year = YEARS[dice.below(len(YEARS))]
    subject, other = dice.two(NOUNS)
    kind, *where = venue(subject, year, dice)
    people = dict.fromkeys(dice.early(AUTHORS) for _ in range(1 + dice.below(4)))
    fields = (
        f"author = {{{' and '.join(people)}}}",
        f"title = {{{dice.one(ADJECTIVES)} {subject} and {dice.one(ADJECTIVES)} {other}, Sample {number}}}",
        *where,
        f"date = {{{year}-{1 + dice.below(12):02}}}",
        f"keywords = {{{subject.lower()}, {other.lower()}}}",
        f"abstract = {{{' '.join(abstract(subject, other, dice))}}}",
    )
    return f"@{kind}{{synthetic-{number:04},\n  " + ",\n  ".join(fields) + "\n}\n"


def venue(subject: str, year: int, dice: Dice) -> tuple[str, ...]:
    """The type of a paper, and the fields that say where it appeared."""
    page = 1 + dice.below(900)
    pages = f"pages = {{{page}--{page + 4 + dice.below(20)}}}"
    if dice.below(4):
        return "inproceedings", f"booktitle = {{Proceedings of the Synthetic Conference on {subject}}}", pages
    volume = f"volume = {{{year - YEARS[0] + 1}}}"
    return "article", "journal = {Journal of Synthetic Results}", volume, pages


def abstract(subject: str, other: str, dice: Dice) -> Iterator[str]:
    """The sentences of an abstract."""
    first = dice.below(len(SENTENCES))
    for place in range(2 + dice.below(2)):
        sentence = SENTENCES[(first + place) % len(SENTENCES)]
        words = {"a": dice.one(ADJECTIVES).lower(), "n": subject.lower(), "m": other.lower()}
        written = sentence.format(**words, count=10 + dice.below(90))
        yield written[0].upper() + written[1:]


def write(path: Path, content: bytes) -> None:
    """Write a file unless it is there as it should be; beside and renamed, since builds may run at once."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


def make_library(app: Sphinx, _config: Config) -> None:
    """Make the library before anything reads the sources (``config-inited``)."""
    write(Path(app.srcdir, PLACE), library().encode())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Makes the library at the beginning of every build."""
    app.connect("config-inited", make_library)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
