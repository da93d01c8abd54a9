"""Sections of papers that a table of contents lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mdpaperlint.model.document import Document
from mdpaperlint.papers.contents.contents_lists import (
    Contents,
    contents_lists,
    heading_anchor,
    listed_headings,
    name_key,
)
from mdpaperlint.papers.contents.new_entries import Neighbour, neighbours
from mdpaperlint.papers.entries.document_papers import papers


class UnlistedSection(NamedTuple):
    """``heading`` is an index into ``Document.headings``; ``beside`` is where its entry belongs."""

    heading: int
    contents: Contents
    beside: Neighbour


def unlisted_sections(document: Document, share: float) -> Iterator[UnlistedSection]:
    """Sections that list papers, have no link that leads to them and are named by no entry, while another
    under the same heading is listed; of a level only, of whose headings that share is listed.
    """
    lists = contents_lists(document)
    if not lists:
        return
    listed = listed_headings(document)
    filled = _starts_of_sections_with_papers(document)
    by_level: dict[int, list[int]] = {}
    for number, heading in enumerate(document.headings):
        if number in listed or heading.start in filled:
            by_level.setdefault(heading.level, []).append(number)
    named = {entry.name for contents in lists for entry in contents.entries}
    for numbers in by_level.values():
        missing = [number for number in numbers if number not in listed]
        contents = _first_with_any(lists, set(numbers))
        if contents is None or not missing or len(numbers) - len(missing) < share * len(numbers):
            continue
        end = contents.entries[-1].item.end
        beside = neighbours(document, contents)
        for number in missing:
            heading = document.headings[number]
            if number in beside and heading.start > end and name_key(heading.content) not in named:
                yield UnlistedSection(number, contents, beside[number])


def _first_with_any(lists: tuple[Contents, ...], headings: set[int]) -> Contents | None:
    for contents in lists:
        if any(entry.heading in headings for entry in contents.entries):
            return contents
    return None


def _starts_of_sections_with_papers(document: Document) -> set[int]:
    """Also of those that hold a section that lists a paper."""
    result: set[int] = set()
    for section in {paper.section for paper in papers(document) if paper.listing}:
        while section.heading is not None and section.heading.start not in result:
            if not heading_anchor(document, section.heading):
                break
            result.add(section.heading.start)
            if section.parent < 0:
                break
            section = document.sections[section.parent]
    return result
