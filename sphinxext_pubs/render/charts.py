"""Bars as inline SVG: they print, follow the colours of the theme, and say what they show in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

#: The size of a bar and of the space around it, in pixels of the picture.
WIDTH, GAP, HEIGHT, FOOT, HEAD = 24, 8, 90, 18, 16

#: The most bars of a chart; of more the last are shown.
MAX_BARS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what stands below it, how many it counts, and where it leads (empty: nowhere)."""

    label: str
    count: int
    href: str = ""


#: Labels that are longer, in characters, stand beside their bars, which lie then.
SHORT = 6

#: The height of a lying bar with the space around it, and the lengths of labels and bars, in pixels.
ROW, LABEL, LENGTH = 24, 260, 240

#: The longest label, in characters.
MAX_LABEL = 36


def chart(title: str, bars: Sequence[Bar]) -> Markup:
    """The chart; empty for fewer than two bars, which say nothing."""
    bars = bars[-MAX_BARS:]
    if len(bars) < 2:
        return Markup("")
    lies = any(len(bar.label) > SHORT for bar in bars)
    drawn, width, height = _lying(bars) if lies else _standing(bars)
    text = ", ".join(f"{bar.label}: {bar.count}" for bar in bars)
    role = "group" if any(bar.href for bar in bars) else "img"  # a picture holds no links
    return Markup(
        '<figure class="pubs-chart"><svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="{role}" aria-label="{label}">{drawn}</svg><figcaption>{title}</figcaption></figure>'
    ).format(role=role, width=width, height=height, label=f"{title}: {text}", drawn=drawn, title=title)


def _standing(bars: Sequence[Bar]) -> tuple[Markup, int, int]:
    most = max(bar.count for bar in bars)
    sparse = -(-len(bars) // 15)
    drawn = Markup("").join(_bar(place, bar, most, place % sparse == 0) for place, bar in enumerate(bars))
    return drawn, len(bars) * (WIDTH + GAP) + GAP, HEAD + HEIGHT + FOOT


def _lying(bars: Sequence[Bar]) -> tuple[Markup, int, int]:
    most = max(bar.count for bar in bars)
    drawn = Markup("").join(_row(place, bar, most) for place, bar in enumerate(bars))
    return drawn, LABEL + LENGTH + 40, len(bars) * ROW


def _row(place: int, bar: Bar, most: int) -> Markup:
    length, top = max(round(LENGTH * bar.count / most), 1), place * ROW
    label = bar.label if len(bar.label) <= MAX_LABEL else f"{bar.label[: MAX_LABEL - 1]}…"
    drawn = Markup('<text class="pubs-beside-bar" x="{}" y="{}">{}</text>').format(LABEL - 8, top + 16, label)
    drawn += Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
        LABEL, top + 4, length, ROW - 8
    )
    drawn += Markup('<text class="pubs-count" x="{}" y="{}">{}</text>').format(
        LABEL + length + 12, top + 16, bar.count
    )
    return _linked(bar, drawn)


def _bar(place: int, bar: Bar, most: int, named: bool) -> Markup:
    size = max(round(HEIGHT * bar.count / most), 1 if bar.count else 0)
    left = GAP + place * (WIDTH + GAP)
    middle = left + WIDTH // 2
    drawn = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
        left, HEAD + HEIGHT - size, WIDTH, size
    )
    if bar.count:
        drawn += Markup('<text class="pubs-count" x="{}" y="{}">{}</text>').format(
            middle, HEAD + HEIGHT - size - 4, bar.count
        )
    if named:
        drawn += Markup('<text x="{}" y="{}">{}</text>').format(middle, HEAD + HEIGHT + FOOT - 4, bar.label)
    return _linked(bar, drawn)


def _linked(bar: Bar, drawn: Markup) -> Markup:
    if not bar.href:
        return drawn
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(bar.href, f"{bar.label}: {bar.count}", drawn)


def by_year(counts: dict[int, int], hrefs: dict[int, str] | None = None) -> list[Bar]:
    """A bar for every year from the first to the last, those without a paper too."""
    if not counts or max(counts) - min(counts) > 400:
        return [Bar(str(year), counts[year], (hrefs or {}).get(year, "")) for year in sorted(counts)]
    years = range(min(counts), max(counts) + 1)
    return [Bar(str(year), counts.get(year, 0), (hrefs or {}).get(year, "")) for year in years]
