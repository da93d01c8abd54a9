"""Papers per year as a picture that a README can show.

The picture has a title and a description for screen readers, takes the colours of a dark page from a media
query, and holds nothing that is run or fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.wording import count_of
from mdpaperlint.papers.conventions.list_statistics import Statistics
from mdpaperlint.reporting.stats_text import Bar, year_series

_WIDTH, _HEIGHT = 720, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 24, 24, 84, 38
_MOST_YEARS = 30
_WIDEST_BAR = 56
# What XML 1.0 lets no document hold (section 2.2), escaped or not.
_NO_XML = lazy_pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif"
_STYLE = f"""\
    text {{ font-family: {_FONT}; fill: #59636e; font-size: 13px; }}
    .title {{ fill: #1f2328; font-size: 20px; font-weight: 600; }}
    .count {{ fill: #1f2328; }}
    .bar {{ fill: #0969da; }}
    .axis {{ stroke: #d1d9e0; stroke-width: 1; }}
    @media (prefers-color-scheme: dark) {{
      text {{ fill: #9198a1; }}
      .title, .count {{ fill: #f0f6fc; }}
      .bar {{ fill: #4493f8; }}
      .axis {{ stroke: #3d444d; }}
    }}"""


def render_svg(statistics: Statistics, title: str) -> str:
    bars = year_series(statistics.years, _MOST_YEARS)
    subtitle = count_of(statistics.papers, "paper")
    if statistics.undated:
        subtitle += f", {statistics.undated:,} of them without a year"
    described = ", ".join(f"{bar.label}: {bar.papers}" for bar in bars if bar.papers)
    description = f"{subtitle}. {'By year: ' + described + '.' if described else 'No paper has a year.'}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}"',
        f'  viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="title description">',
        f'  <title id="title">{_text(title)}</title>',
        f'  <desc id="description">{_text(description)}</desc>',
        "  <style>",
        _STYLE,
        "  </style>",
        f'  <text class="title" x="{_LEFT}" y="34">{_text(title)}</text>',
        f'  <text x="{_LEFT}" y="56">{_text(subtitle)}</text>',
        *_bars(bars),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _bars(bars: list[Bar]) -> Iterator[str]:
    base = _HEIGHT - _BOTTOM
    highest = max((bar.papers or 0 for bar in bars), default=0)
    yield f'  <path class="axis" d="M{_LEFT} {base + 0.5}H{_WIDTH - _RIGHT}"/>'
    if not highest:
        return
    slot = (_WIDTH - _LEFT - _RIGHT) / len(bars)
    thickness = min(_WIDEST_BAR, slot * 0.72)
    labelled = _labelled(bars, slot)
    digits = len(f"{highest:,}")
    small = slot < 8 * digits + 4
    short = slot < 6 * digits
    for number, (label, count) in enumerate(bars):
        middle = _LEFT + slot * (number + 0.5)
        if number in labelled:
            yield f'  <text x="{middle:.1f}" y="{base + 22}" text-anchor="middle">{_text(label)}</text>'
        if not count:
            continue
        height = max(1.5, (base - _TOP) * count / highest)
        radius = min(3.0, height / 2, thickness / 2)
        left, right, top = middle - thickness / 2, middle + thickness / 2, base - height
        yield (
            f'  <path class="bar" d="M{left:.1f} {base}V{top + radius:.1f}q0 -{radius:.1f} {radius:.1f} '
            f'-{radius:.1f}H{right - radius:.1f}q{radius:.1f} 0 {radius:.1f} {radius:.1f}V{base}z">'
            f"<title>{_text(label)}: {count:,}</title></path>"
        )
        size = ' style="font-size: 10px"' if small else ""
        yield (
            f'  <text class="count" x="{middle:.1f}" y="{top - 6:.1f}" text-anchor="middle"{size}>'
            f"{_short(count) if short else f'{count:,}'}</text>"
        )


def _labelled(bars: list[Bar], slot: float) -> set[int]:
    """The numbers of the bars whose year is named: where all would touch, every second or third from the
    last one on, and always the first.
    """
    every = max(1, -(-38 // int(slot)))
    chosen = {0}
    for number in range(len(bars) - 1, 0, -1):
        gap = bars[number].papers is None
        if gap or ((len(bars) - 1 - number) % every == 0 and number * slot >= 38):
            chosen.add(number)
    return chosen


def _short(count: int) -> str:
    return (
        str(count) if count < 1000 else f"{count / 1000:.1f}k" if count < 99_500 else f"{count / 1000:.0f}k"
    )


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
