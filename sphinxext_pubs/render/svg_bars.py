"""Bars as inline SVG: they print, follow the colours of the theme, and say what they show in words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import east_asian_width

from markupsafe import Markup

#: The size of a bar and of the space around it, in pixels of the picture.
BAR_WIDTH, GAP, MAX_BAR_HEIGHT, LABEL_HEIGHT, COUNT_HEIGHT = 24, 8, 90, 18, 16

#: As wide is a chart of many bars, which are narrower then; the least of a bar with its space, in pixels.
CHART_WIDTH, MIN_STEP = 264, 4

#: As far apart, in pixels, are the labels below bars and the numbers above them.
LABEL_DISTANCE, COUNT_DISTANCE = 32, 16

#: The most bars of a chart. Years are drawn together where they are more, so that there are at most as many
#: rows.
MAX_BARS, MAX_ROWS = 60, 24

#: Of more years than that, if papers are of few of them, only these are drawn.
MAX_SPAN = 400


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what stands below it, how many it counts, and where it leads (empty: nowhere).

    ``term`` is what it counts, as pages of terms are found by; empty for no single one.
    """

    label: str
    count: int
    href: str = ""
    term: str = ""


#: Labels that are longer, in characters, stand beside their bars, which lie then.
MAX_SHORT_LABEL = 6

#: The height of a lying bar with the space around it, and the lengths of labels and bars, in pixels.
ROW_HEIGHT, LABEL_WIDTH, MAX_BAR_LENGTH = 24, 230, 130

#: The longest label, in letters of which East Asian ones are as wide as two.
MAX_LABEL = 31


def chart_svg(title: str, bars: Sequence[Bar]) -> Markup:
    """The chart; empty for fewer than two bars, which say nothing."""
    if len(bars) < 2:
        return Markup("")
    lies = any(len(bar.label) > MAX_SHORT_LABEL for bar in bars)
    drawn, width, height = _horizontal_bars(bars) if lies else _vertical_bars(bars)
    text = ", ".join(f"{bar.label}: {bar.count}" for bar in bars)
    role = "group" if "<a " in drawn else "img"  # a picture holds no links
    return Markup(
        '<figure class="pubs-chart"><svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="{role}" aria-label="{label}">{drawn}</svg><figcaption>{title}</figcaption></figure>'
    ).format(role=role, width=width, height=height, label=f"{title}: {text}", drawn=drawn, title=title)


def _vertical_bars(bars: Sequence[Bar]) -> tuple[Markup, int, int]:
    most = max(bar.count for bar in bars)
    step = min(BAR_WIDTH + GAP, max(MIN_STEP, CHART_WIDTH // len(bars)))
    labels, numbers = -(-LABEL_DISTANCE // step), step >= COUNT_DISTANCE
    drawn = Markup("").join(
        _vertical_bar(
            place, bar, most, step, named=place % labels == 0, numbered=numbers or bar.count == most
        )
        for place, bar in enumerate(bars)
    )
    return drawn, len(bars) * step + 2 * GAP, COUNT_HEIGHT + MAX_BAR_HEIGHT + LABEL_HEIGHT


def _horizontal_bars(bars: Sequence[Bar]) -> tuple[Markup, int, int]:
    most = max(bar.count for bar in bars)
    drawn = Markup("").join(_horizontal_bar(place, bar, most) for place, bar in enumerate(bars))
    return drawn, LABEL_WIDTH + MAX_BAR_LENGTH + 40, len(bars) * ROW_HEIGHT


def _shorten_label(label: str) -> str:
    """A label that has room beside its bar, cut at a word where that leaves enough."""
    ends = list(accumulate(2 if east_asian_width(sign) in "WF" else 1 for sign in label))
    if not ends or ends[-1] <= MAX_LABEL:
        return label
    cut = label[: bisect_left(ends, MAX_LABEL)]
    words = cut.rpartition(" ")[0]
    return f"{(words if len(words) > len(cut) // 2 else cut).rstrip(' ,:')}…"


def _horizontal_bar(place: int, bar: Bar, most: int) -> Markup:
    length, top = max(round(MAX_BAR_LENGTH * bar.count / most), 1), place * ROW_HEIGHT
    label = _shorten_label(bar.label)
    drawn = Markup('<text class="pubs-beside-bar" x="{}" y="{}">{}</text>').format(
        LABEL_WIDTH - 8, top + 16, label
    )
    drawn += Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
        LABEL_WIDTH, top + 4, length, ROW_HEIGHT - 8
    )
    drawn += Markup('<text class="pubs-count" x="{}" y="{}">{}</text>').format(
        LABEL_WIDTH + length + 12, top + 16, bar.count
    )
    return _linked(bar, drawn)


def _vertical_bar(place: int, bar: Bar, most: int, step: int, *, named: bool, numbered: bool) -> Markup:
    """A bar; a narrow one is no link, as nobody could hit it."""
    size = max(round(MAX_BAR_HEIGHT * bar.count / most), 1 if bar.count else 0)
    width = step * BAR_WIDTH // (BAR_WIDTH + GAP)
    left = GAP + place * step
    middle = left + width // 2
    drawn = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
        left, COUNT_HEIGHT + MAX_BAR_HEIGHT - size, width, size, min(2, width // 4)
    )
    if bar.count and numbered:
        drawn += Markup('<text class="pubs-count" x="{}" y="{}">{}</text>').format(
            middle, COUNT_HEIGHT + MAX_BAR_HEIGHT - size - 4, bar.count
        )
    if named:
        drawn += Markup('<text x="{}" y="{}">{}</text>').format(
            middle, COUNT_HEIGHT + MAX_BAR_HEIGHT + LABEL_HEIGHT - 4, bar.label
        )
    return _linked(bar, drawn) if step == BAR_WIDTH + GAP else drawn


def _linked(bar: Bar, drawn: Markup) -> Markup:
    if not bar.href:
        return drawn
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(bar.href, f"{bar.label}: {bar.count}", drawn)


def bars_by_year(counts: Mapping[int, int], hrefs: Mapping[int, str] | None = None) -> list[Bar]:
    """A bar for every year from the first to the last, those without a paper too; of many years for each ten.

    Over centuries it is fifty, a hundred, and so on.
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
