"""What is in a list, for people: bar charts in characters. A gap of years without papers has one bar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mdpaperlint.model.wording import count_of
from mdpaperlint.papers.conventions.list_statistics import SectionCount, Statistics, total
from mdpaperlint.reporting.terminal import Style, printable, shortened, width

SCHEMES = {
    "arxiv": "arXiv",
    "doi": "DOI",
    "openreview": "OpenReview",
    "acl": "ACL Anthology",
    "cvf": "CVF",
    "pmlr": "PMLR",
    "neurips": "NeurIPS",
}
_MOST_YEARS = 40
_SHORTEST_LABEL, _SHORTEST_BAR, _LONGEST_BAR = 8, 10, 60
_EIGHTHS = " ▏▎▍▌▋▊▉"
# More years than this without a paper are a gap and not bars of height 0.
_LONGEST_ROW_OF_ZEROS = 4


class TextOptions(NamedTuple):
    """``blocks`` tells that bars may be drawn with block elements (U+2588 …), not only with ``#``."""

    style: Style
    columns: int = 100
    blocks: bool = True
    hosts: int = 10


class _Line(NamedTuple):
    """A label, the number that its bar shows, and a remark; without a number only the label is shown."""

    label: str
    number: int | None
    remark: str = ""


def render_text(files: Sequence[tuple[str, Statistics]], options: TextOptions) -> Iterator[str]:
    """The lines of the report, without line ends, safe to be shown."""
    everything = total(statistics for _, statistics in files)
    style = options.style
    yield style.strong(_headline(files, everything))
    if not everything.papers:
        return
    yield ""
    yield style.strong("Papers by year")
    years = [_Line(label, count) for label, count in year_series(everything.years, _MOST_YEARS)]
    if everything.undated:
        years.append(_Line("no year", everything.undated))
    yield from _chart(years, options)
    if everything.year_sources["identifier"]:
        of = f"{everything.year_sources['identifier']:,} of {everything.papers:,}"
        yield f"  ({of} years are those of the arXiv ID: the list itself tells none)"
    yield ""
    yield style.strong("Papers by section")
    lines: list[_Line] = []
    for path, statistics in files:
        if len(files) > 1:
            lines.append(_Line(printable(path), None if statistics.sections else 0))
        lines += _sections(statistics.sections, 1 if len(files) > 1 else 0)
    yield from _chart(lines, options)
    yield ""
    yield style.strong("Papers by identifier")
    yield from _chart(_identifiers(everything), options)
    yield ""
    yield style.strong("Links of papers by host")
    yield from _chart(_hosts(everything.hosts, options.hosts), options)
    yield ""
    yield (
        f"{everything.with_code:,} of {count_of(everything.papers, 'paper')}"
        f" ({percent(everything.with_code, everything.papers)}) link to code."
    )


def percent(part: int, whole: int) -> str:
    """Never 0 % of something, nor 100 % of less than all."""
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.5:
        return "<1 %"
    if 99.5 <= share < 100:
        return ">99 %"
    return f"{share:.0f} %"


def _headline(files: Sequence[tuple[str, Statistics]], everything: Statistics) -> str:
    where = printable(files[0][0]) if len(files) == 1 else count_of(len(files), "file")
    kinds = []
    if everything.rows:
        kinds.append(count_of(everything.rows, "table row"))
    if everything.items:
        kinds.append(count_of(everything.items, "list item"))
    if everything.others:
        kinds.append(f"{everything.others:,} elsewhere")
    line = f"{where}: {count_of(everything.papers, 'paper')}"
    if kinds:
        line += f" in {count_of(len(everything.sections), 'section')} ({', '.join(kinds)})"
    if everything.not_listed:
        line += f"; {everything.not_listed:,} more that are only named, as under News, are not counted"
    if everything.passed_over:
        line += f"; {count_of(everything.passed_over, 'link')} to papers in no entry"
    return line


def _sections(sections: Sequence[SectionCount], indent: int) -> Iterator[_Line]:
    shown: tuple[str, ...] = ()
    for section in sections:
        path = section.path or ("(before the first heading)",)
        common = 0
        while common < min(len(shown), len(path) - 1) and shown[common] == path[common]:
            common += 1
        for depth in range(common, len(path) - 1):
            yield _Line("  " * (indent + depth) + printable(path[depth]), None)
        label = "  " * (indent + len(path) - 1) + (printable(path[-1]) or "(no heading text)")
        yield _Line(label, section.papers, _span(section.years))
        shown = path


def _span(years: Mapping[int, int]) -> str:
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def _identifiers(statistics: Statistics) -> Iterator[_Line]:
    counts = {scheme: found.total() for scheme, found in statistics.identifiers.items()}
    for scheme in sorted(counts, key=lambda scheme: (-counts[scheme], scheme)):
        distinct = len(statistics.identifiers[scheme])
        remark = percent(counts[scheme], statistics.papers)
        if distinct != counts[scheme]:
            remark += f", {distinct:,} different"
        yield _Line(SCHEMES[scheme], counts[scheme], remark)
    without = statistics.papers - statistics.identified
    if without or not counts:
        yield _Line("none", without, percent(without, statistics.papers))


def _hosts(hosts: Mapping[str, int], most: int) -> Iterator[_Line]:
    ranked = sorted(hosts.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = ranked if len(ranked) <= most + 1 else ranked[:most]
    for host, count in shown:
        yield _Line(printable(host), count)
    rest = ranked[len(shown) :]
    if rest:
        yield _Line(f"{len(rest):,} other hosts", sum(count for _, count in rest))


def _chart(lines: Iterator[_Line] | Sequence[_Line], options: TextOptions) -> Iterator[str]:
    lines = list(lines)
    counts = [line.number for line in lines if line.number is not None]
    if not counts:
        return
    highest = max(counts)
    digits = max(len(f"{count:,}") for count in counts)
    remarks = max(width(line.remark) for line in lines)
    taken = 2 + 2 + digits + 1
    if options.columns - taken - _SHORTEST_BAR - remarks - 2 < _SHORTEST_LABEL:
        # Too narrow for all of it: the remarks are what can be spared.
        remarks = 0
    if remarks:
        taken += remarks + 2
    longest = max(width(line.label) for line in lines if line.number is not None)
    label_width = max(_SHORTEST_LABEL, min(longest, options.columns - taken - _SHORTEST_BAR))
    bar = max(_SHORTEST_BAR, min(options.columns - taken - label_width, _LONGEST_BAR))
    for line in lines:
        if line.number is None:
            yield "  " + shortened(line.label, options.columns - 2)
            continue
        label = shortened(line.label, label_width)
        padding = " " * (label_width - width(label))
        drawn = draw(line.number, highest, bar, blocks=options.blocks)
        text = f"  {label}{padding}  {line.number:>{digits},} {options.style.link(drawn)}"
        if line.remark and remarks:
            text += " " * (bar - len(drawn) + 2) + options.style.faint(line.remark)
        yield text.rstrip()


def draw(count: int, highest: int, columns: int, *, blocks: bool = True) -> str:
    """A bar in proportion to ``highest``, which takes all columns; what is not 0 can be seen."""
    if not count or not highest:
        return ""
    if not blocks:
        return "#" * max(1, round(columns * count / highest))
    eighths = max(1, round(8 * columns * count / highest))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


class Bar(NamedTuple):
    """``papers`` is None for a gap of years without papers."""

    label: str
    papers: int | None


def year_series(years: Mapping[int, int], most: int) -> list[Bar]:
    """At most ``most`` bars, the first of which then stands for all earlier years."""
    bars: list[Bar] = []
    before: int | None = None
    counted = sorted(year for year, count in years.items() if count)
    for year in counted:
        if before is not None:
            missing = year - before - 1
            if missing > _LONGEST_ROW_OF_ZEROS:
                bars.append(Bar("…", None))
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
