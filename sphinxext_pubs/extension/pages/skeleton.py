"""A theme's layout as text with places for the name, title, metadata and body of a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import SupportsIndex

#: The beginning of the last part of the name of a page that shows where a layout prints what.
SAMPLE_PREFIX = "pubs-skeleton-page"


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


class ObservedName(str):
    """The name of a page that records whether it is compared with the names of other pages.

    A template or a handler that does so treats some of these pages in its own way.
    """

    is_compared: bool
    others: Collection[str]

    def __new__(cls, name: str, others: Collection[str]) -> ObservedName:
        """Return a name; ``others`` are the names of the other pages."""
        observed = super().__new__(cls, name)
        observed.others, observed.is_compared = others, False
        return observed

    def __eq__(self, other: object) -> bool:
        self.is_compared |= isinstance(other, str) and other in self.others
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def startswith(self, prefix: str | tuple[str, ...], *bounds: SupportsIndex | None) -> bool:
        """Return True if the name starts with a prefix, or with one of several."""
        starts = str.startswith(self, prefix, *bounds)
        self.is_compared |= any(str.startswith(name, prefix, *bounds) != starts for name in self.others)
        return starts


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
