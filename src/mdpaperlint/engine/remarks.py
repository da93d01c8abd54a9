"""Places of a text that were not read, or that no entry holds, for a report."""

from __future__ import annotations

from typing import NamedTuple

from mdpaperlint.model.document import Document
from mdpaperlint.model.wording import count_of


class Remark(NamedTuple):
    """Something about a place that is no violation: text that was not read, and why."""

    line: int
    column: int
    message: str


MAX_PLACES_OF_A_REMARK = 3


def locate_notices(document: Document) -> tuple[Remark, ...]:
    """What was not read, in the order of the text.

    A hostile file has hundreds of such places: of those with the same reason the first few are told, and the
    last of these tells how many more there are.
    """
    places: dict[str, list[int]] = {}
    for notice in document.notices:
        places.setdefault(notice.message, []).append(notice.start)
    remarks = []
    for reason, starts in places.items():
        shown = starts[:MAX_PLACES_OF_A_REMARK]
        remarks += [Remark(*document.position(start), f"not read: {reason}") for start in shown]
        more = len(starts) - len(shown)
        if more:
            ending = f" (and {count_of(more, 'more place')})"
            remarks[-1] = remarks[-1]._replace(message=remarks[-1].message + ending)
    return tuple(sorted(remarks))


def locate_passed_over(document: Document) -> tuple[Remark, ...]:
    """What is said where many links to papers stand in no entry, so that silence is not taken for praise."""
    from mdpaperlint.papers.entries.passed_over import coverage

    found = coverage(document)
    if not found.is_poor:
        return ()
    place = document.position(found.passed_over[0].link.start)
    many = f"{len(found.passed_over)} of {count_of(found.links, 'link')} to papers stand in no entry"
    return (Remark(*place, f"{many}; mdpaperlint outline shows them"),)
