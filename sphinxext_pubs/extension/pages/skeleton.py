"""A theme's layout as text with places for the name, title, metadata and body of a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import SupportsIndex, TypeVar

#: The beginning of the last part of the name of a page that shows where a layout prints what.
SAMPLE_PREFIX = "pubs-skeleton-page"

Answer = TypeVar("Answer", bool, int)


@dataclass(frozen=True, slots=True)
class PageValues:
    """The values that a layout prints of a page, by the template variables of Sphinx.

    ``title`` is HTML, as in pages of documents.
    """

    pagename: str
    title: str
    metatags: str
    body: str

    def texts(self) -> tuple[str, ...]:
        """Return the texts to look for in a rendered page; a text may be part of an earlier one."""
        return self.pagename, self.pagename.rpartition("/")[2], self.title, self.metatags, self.body


def sample_values(folder: str) -> PageValues:
    """Return the values of a sample page in a folder.

    Filters of templates change them, because they are long and contain capitals, digits, quotes and markup.
    A layout that prints them unchanged prints the values of every page unchanged.
    """
    name = f"{SAMPLE_PREFIX}_No.1"
    words = "Pubs Skeleton-title &amp; &lt;Title&gt; &#34;quoted&#34; it&#39;s {50}% \\u0041 a/b?c=d#e"
    return PageValues(
        f"{folder}/{name}".lstrip("/"),
        " ".join([words, *(f"Word{number}" for number in range(40))]),
        '<meta name="pubs-skeleton" content="Pubs &amp; Skeleton" />\n<meta name="Pubs-Skeleton-end" />',
        f'<div class="Pubs-Skeleton">\n<p>{words}</p>\n{"<p>Pubs Skeleton</p>" * 50}</div>',
    )


class ObservedText(str):
    """The name or title of a page that records comparisons whose result is another for other pages.

    A template or a handler that does so treats some of these pages in its own way. Look-ups in dictionaries
    and sets are not recorded, because Sphinx looks up the name of every page.
    """

    is_compared: bool
    others: Collection[str]

    def __new__(cls, text: str, others: Collection[str]) -> ObservedText:
        """Return a text; ``others`` are the texts of the other pages."""
        observed = super().__new__(cls, text)
        observed.others, observed.is_compared = others, False
        return observed

    def _observe(self, method: Callable[..., Answer], *arguments: object) -> Answer:
        """Return the answer of a method of strings, and record whether that of another page differs."""
        answer = method(self, *arguments)
        if not self.is_compared:
            self.is_compared = any(method(other, *arguments) != answer for other in self.others)
        return answer

    def __eq__(self, other: object) -> bool:
        self.is_compared |= isinstance(other, str) and other in self.others
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def __contains__(self, text: object) -> bool:
        return self._observe(str.__contains__, text)

    def startswith(self, prefix: str | tuple[str, ...], *bounds: SupportsIndex | None) -> bool:
        """Return True if the text starts with a prefix, or with one of several."""
        return self._observe(str.startswith, prefix, *bounds)

    def endswith(self, suffix: str | tuple[str, ...], *bounds: SupportsIndex | None) -> bool:
        """Return True if the text ends with a suffix, or with one of several."""
        return self._observe(str.endswith, suffix, *bounds)

    def find(self, text: str, *bounds: SupportsIndex | None) -> int:
        """Return the first index of a text, or -1."""
        return self._observe(str.find, text, *bounds)

    def count(self, text: str, *bounds: SupportsIndex | None) -> int:
        """Return how often a text occurs."""
        return self._observe(str.count, text, *bounds)


class Skeleton:
    """A rendered sample page, in which the values of other pages are filled in."""

    def __init__(self, text: str, sample: PageValues) -> None:
        texts = sample.texts()
        pattern = re.compile("|".join(map(re.escape, dict.fromkeys(texts))))
        self._pieces = pattern.split(text)
        self._places = list(map(texts.index, pattern.findall(text)))

    def fill(self, values: PageValues) -> str:
        """Return the page with other values."""
        texts = values.texts()
        insertions = (texts[place] for place in self._places)
        return "".join(chain.from_iterable(zip_longest(self._pieces, insertions, fillvalue="")))


def is_printed(markup: str, page: str) -> bool:
    """True if a page contains markup outside comments, apart from white space."""
    if markup in page and "<!--" not in page.partition(markup)[0]:
        return True
    return _compact(markup) in _compact("".join(_outside_comments(page)))


def _outside_comments(page: str) -> Iterable[str]:
    first, *parts = page.split("<!--")
    return first, *(part.partition("-->")[2] for part in parts)


def _compact(text: str) -> str:
    return "".join(text.split())


def add_metadata(page: str, metadata: str) -> str:
    """Return a page with metadata at the end of its head, unless the page contains it."""
    if is_printed(metadata, page):
        return page
    for pattern in _HEAD_ENDS:
        if found := pattern.search(page):
            return f"{page[: found.start()]}{metadata}\n{page[found.start() :]}"
    start = found.end() if (found := _HTML_START.match(page)) else 0
    return f"{page[:start]}\n{metadata}\n{page[start:]}"


#: Where a head ends; both tags may be left out in HTML.
_HEAD_ENDS = (re.compile(r"</head\s*>", re.IGNORECASE), re.compile(r"<body[\s>]", re.IGNORECASE))

#: What precedes a head without any tags.
_HTML_START = re.compile(r"\s*+(?:<!doctype[^>]*+>\s*+)?(?:<html[^>]*+>)?", re.IGNORECASE)
