"""Years as the bars of a chart: every year in between has its place, and what is far apart does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# More years than this without a paper are a gap and not bars of height 0.
_LONGEST_ROW_OF_ZEROS = 4


class Bar(NamedTuple):
    """``papers`` is None for a gap of years without papers."""

    label: str
    papers: int | None


def year_series(years: Mapping[int, int], most: int, gap: str = "…") -> list[Bar]:
    """At most ``most`` bars, the first of which then stands for all earlier years."""
    bars: list[Bar] = []
    before: int | None = None
    counted = sorted(year for year, count in years.items() if count)
    for year in counted:
        if before is not None:
            missing = year - before - 1
            if missing > _LONGEST_ROW_OF_ZEROS:
                bars.append(Bar(gap, None))
            else:
                bars += [Bar(str(each), 0) for each in range(before + 1, year)]
        bars.append(Bar(str(year), years[year]))
        before = year
    if len(bars) <= most:
        return bars
    kept = bars[len(bars) - most + 1 :]
    while kept and not kept[0].papers:
        kept.pop(0)
    first = int(kept[0].label)
    early = sum(years[year] for year in counted if year < first)
    return [Bar(f"≤{max(year for year in counted if year < first)}", early), *kept]
