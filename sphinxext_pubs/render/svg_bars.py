"""Bar charts as inline SVG: printable, in the colors of the theme, with a text alternative."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import east_asian_width

from markupsafe import Markup

#: The sizes of bars and of the space around them, in pixels of the image.
BAR_WIDTH, GAP, MAX_BAR_HEIGHT, LABEL_HEIGHT, COUNT_HEIGHT = 24, 8, 90, 18, 16

#: The width of a chart of many, narrower bars, and the minimum width of a bar with its gap, in pixels.
CHART_WIDTH, MIN_STEP = 264, 4

#: Minimum distances of labels below bars and of numbers above them, in pixels.
LABEL_DISTANCE, COUNT_DISTANCE = 32, 16

#: Maximum number of bars of a chart of years. More years are combined, into at most MAX_ROWS spans.
MAX_BARS, MAX_ROWS = 60, 24

#: For longer spans of years with few different years, only the years with papers are drawn.
MAX_SPAN = 400


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, its number of papers, and an optional link target.

    ``term`` is the term that it counts, for finding its page, or empty for several terms.
    """

    label: str
    count: int
    href: str = ""
    term: str = ""


#: Maximum length of labels below vertical bars; with longer ones, in characters, bars are horizontal.
MAX_SHORT_LABEL = 6

#: The height of a horizontal bar with its gap, and the widths of labels and bars, in pixels.
ROW_HEIGHT, LABEL_WIDTH, MAX_BAR_LENGTH = 24, 230, 130

#: Maximum length of a label in characters; East Asian wide characters count as two.
MAX_LABEL = 31


def chart_svg(title: str, bars: Sequence[Bar]) -> Markup:
    """Return the chart as a ``<figure>``, or empty for fewer than two bars."""
    if len(bars) < 2:
        return Markup("")
    is_horizontal = any(len(bar.label) > MAX_SHORT_LABEL for bar in bars)
    drawing, width, height = _horizontal_bars(bars) if is_horizontal else _vertical_bars(bars)
    text = ", ".join(f"{bar.label}: {bar.count}" for bar in bars)
    role = "group" if "<a " in drawing else "img"  # an element with the role “img” cannot contain links
    return Markup(
        '<figure class="pubs-chart"><svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="{role}" aria-label="{label}">{drawing}</svg><figcaption>{title}</figcaption></figure>'
    ).format(role=role, width=width, height=height, label=f"{title}: {text}", drawing=drawing, title=title)


def _vertical_bars(bars: Sequence[Bar]) -> tuple[Markup, int, int]:
    max_count = max(bar.count for bar in bars)
    step = min(BAR_WIDTH + GAP, max(MIN_STEP, CHART_WIDTH // len(bars)))
    labels, numbers = -(-LABEL_DISTANCE // step), step >= COUNT_DISTANCE
    drawing = Markup("").join(
        _vertical_bar(
            index, bar, max_count, step, named=index % labels == 0, numbered=numbers or bar.count == max_count
        )
        for index, bar in enumerate(bars)
    )
    return drawing, len(bars) * step + 2 * GAP, COUNT_HEIGHT + MAX_BAR_HEIGHT + LABEL_HEIGHT


def _horizontal_bars(bars: Sequence[Bar]) -> tuple[Markup, int, int]:
    max_count = max(bar.count for bar in bars)
    drawing = Markup("").join(_horizontal_bar(index, bar, max_count) for index, bar in enumerate(bars))
    return drawing, LABEL_WIDTH + MAX_BAR_LENGTH + 40, len(bars) * ROW_HEIGHT


def _shorten_label(label: str) -> str:
    """Return a label that fits next to its bar, truncated at a word if enough remains."""
    widths = list(accumulate(2 if east_asian_width(char) in "WF" else 1 for char in label))
    if not widths or widths[-1] <= MAX_LABEL:
        return label
    truncated = label[: bisect_left(widths, MAX_LABEL)]
    words = truncated.rpartition(" ")[0]
    return f"{(words if len(words) > len(truncated) // 2 else truncated).rstrip(' ,:')}…"


def _horizontal_bar(index: int, bar: Bar, max_count: int) -> Markup:
    length, top = max(round(MAX_BAR_LENGTH * bar.count / max_count), 1), index * ROW_HEIGHT
    label = _shorten_label(bar.label)
    drawing = Markup('<text class="pubs-beside-bar" x="{}" y="{}">{}</text>').format(
        LABEL_WIDTH - 8, top + 16, label
    )
    drawing += Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
        LABEL_WIDTH, top + 4, length, ROW_HEIGHT - 8
    )
    drawing += Markup('<text class="pubs-count" x="{}" y="{}">{}</text>').format(
        LABEL_WIDTH + length + 12, top + 16, bar.count
    )
    return _linked(bar, drawing)


def _vertical_bar(index: int, bar: Bar, max_count: int, step: int, *, named: bool, numbered: bool) -> Markup:
    """Return a bar; narrow bars are not linked, since they are too small to click."""
    size = max(round(MAX_BAR_HEIGHT * bar.count / max_count), 1 if bar.count else 0)
    width = step * BAR_WIDTH // (BAR_WIDTH + GAP)
    left = GAP + index * step
    middle = left + width // 2
    drawing = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
        left, COUNT_HEIGHT + MAX_BAR_HEIGHT - size, width, size, min(2, width // 4)
    )
    if bar.count and numbered:
        drawing += Markup('<text class="pubs-count" x="{}" y="{}">{}</text>').format(
            middle, COUNT_HEIGHT + MAX_BAR_HEIGHT - size - 4, bar.count
        )
    if named:
        drawing += Markup('<text x="{}" y="{}">{}</text>').format(
            middle, COUNT_HEIGHT + MAX_BAR_HEIGHT + LABEL_HEIGHT - 4, bar.label
        )
    return _linked(bar, drawing) if step == BAR_WIDTH + GAP else drawing


def _linked(bar: Bar, drawing: Markup) -> Markup:
    if not bar.href:
        return drawing
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(
        bar.href, f"{bar.label}: {bar.count}", drawing
    )


def bars_by_year(counts: Mapping[int, int], hrefs: Mapping[int, str] | None = None) -> list[Bar]:
    """Return bars for all years from the first to the last, including those without papers.

    Many years are combined into spans of 10, 20, 50, 100 years and so on.
    """
    if not counts:
        return []
    first, last, links = min(counts), max(counts), hrefs or {}
    if last - first < MAX_BARS:
        years = range(first, last + 1)
        return [Bar(str(year), counts.get(year, 0), links.get(year, ""), str(year)) for year in years]
    if last - first > MAX_SPAN and len(counts) < MAX_ROWS:
        return [Bar(str(year), counts[year], links.get(year, ""), str(year)) for year in sorted(counts)]
    sizes = (size * 10**power for power in range(1, 6) for size in (1, 2, 5))
    step = next(size for size in sizes if last // size - first // size < MAX_ROWS)
    spans = range(first // step, last // step + 1)
    totals = dict.fromkeys(spans, 0)
    for year, count in counts.items():
        totals[year // step] += count
    return [Bar(f"{span * step}–{span * step + step - 1}", totals[span]) for span in spans]
