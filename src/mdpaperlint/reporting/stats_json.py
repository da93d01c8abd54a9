"""What is in a list, as JSON for programs.

One object. ``version`` is 1 as long as nothing that is there changes its meaning; keys may be added.
``files`` holds one object a file, with its ``path`` and ``sections``; ``total`` is all of them added up and
has neither. Both have:

- ``papers``, of which ``rows`` stand in tables, ``items`` in lists and ``others`` in paragraphs, headings and
  HTML; ``not_listed`` are more papers, named under headings such as "News" or in tables of other things, and
  ``passed_over`` links to papers that stand in no entry: nothing else here counts these;
- ``years``, papers by year (keys are strings), and ``undated``, which add up to ``papers``;
- ``year_sources``, how many years come from the entry's ``own`` date, its ``venue``, the ``group`` or the
  ``heading`` above it, or its arXiv ``identifier``;
- ``identifiers``, for each scheme how many ``papers`` have one and how many ``distinct`` ones there are (a
  paper may have several schemes), and ``without_identifier``, papers that have none;
- ``hosts``, links of papers by host, images left out;
- ``code``, how many ``papers`` link to code, and their ``share`` of all (0 to 1; null without papers).

A section has its ``heading``, the ``path`` of headings that leads to it (itself included; empty before the
first heading), the ``line`` of the heading from 1 (null without one), ``papers`` and ``years``; only those
that hold papers themselves are there, and they add up to ``papers`` of the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mdpaperlint.papers.conventions.list_statistics import SectionCount, Statistics, YearSource, total

VERSION = 1
_YEAR_SOURCES: tuple[YearSource, ...] = ("own", "venue", "group", "heading", "identifier")


def render_json(files: Sequence[tuple[str, Statistics]]) -> str:
    data = {
        "version": VERSION,
        "files": [
            {
                "path": path,
                **_counts(statistics),
                "sections": [_section(section) for section in statistics.sections],
            }
            for path, statistics in files
        ],
        "total": _counts(total(statistics for _, statistics in files)),
    }
    # ASCII alone, so that neither an encoding nor a lone surrogate in a file name can get in the way.
    return json.dumps(data, indent=2) + "\n"


def _counts(statistics: Statistics) -> dict[str, Any]:
    papers = statistics.papers
    return {
        "papers": papers,
        "rows": statistics.rows,
        "items": statistics.items,
        "others": statistics.others,
        "not_listed": statistics.not_listed,
        "passed_over": statistics.passed_over,
        "years": _years(statistics.years),
        "undated": statistics.undated,
        "year_sources": {source: statistics.year_sources[source] for source in _YEAR_SOURCES},
        "identifiers": {
            scheme: {"papers": counts.total(), "distinct": len(counts)}
            for scheme, counts in sorted(statistics.identifiers.items())
        },
        "without_identifier": papers - statistics.identified,
        "hosts": dict(sorted(statistics.hosts.items(), key=lambda pair: (-pair[1], pair[0]))),
        "code": {
            "papers": statistics.with_code,
            "share": round(statistics.with_code / papers, 4) if papers else None,
        },
    }


def _section(section: SectionCount) -> dict[str, Any]:
    return {
        "heading": section.path[-1] if section.path else "",
        "path": list(section.path),
        "line": section.line + 1 if section.path else None,
        "papers": section.papers,
        "years": _years(section.years),
    }


def _years(years: Mapping[int, int]) -> dict[str, int]:
    return {str(year): years[year] for year in sorted(years)}
