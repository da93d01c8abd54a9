"""Where a table of contents is wrong: entries that do not lead to the section that they name, and sections of
papers that it lacks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from mdpaperlint.model.document import Document, Section
from mdpaperlint.papers.contents.contents_lists import (
    Contents,
    ContentsEntry,
    contents_lists,
    heading_anchor,
    listed_headings,
    name_key,
    named_headings,
)
from mdpaperlint.papers.contents.new_contents import Neighbour, neighbours
from mdpaperlint.papers.entries.document_papers import papers


class MisledEntry(NamedTuple):
    """``heading`` is an index into ``Document.headings``: that of the section of its name."""

    entry: ContentsEntry
    heading: int


def misled_entries(document: Document) -> Iterator[MisledEntry]:
    """Entries without a link, or with one to another section, while no link leads to the section that they
    name, below the table of contents. What leads nowhere at all is not among them.
    """
    lists = contents_lists(document)
    if not lists:
        return
    named = named_headings(document)
    listed = listed_headings(document)
    sections = {section.heading.start: section for section in document.sections if section.heading}
    for contents in lists:
        in_turn = _in_turn(contents, named)
        names = Counter(entry.name for entry in contents.entries)
        end = contents.entries[-1].item.end
        for index, entry in enumerate(contents.entries):
            own = named.get(entry.name)
            if not own or (entry.heading < 0 if entry.link else _says_more(document, entry)):
                continue
            above = contents.entries[entry.parent].heading if entry.parent >= 0 else -1
            wanted: int | None
            if len(own) == 1:
                wanted = own[0] if names[entry.name] == 1 else None
            elif above >= 0:
                section = sections.get(document.headings[above].start)
                wanted = None if section is None else _below(document, section, entry.heading, own)
            else:
                wanted = in_turn.get(index)
            if wanted is not None and wanted not in listed and document.headings[wanted].start > end:
                yield MisledEntry(entry, wanted)


def _says_more(document: Document, entry: ContentsEntry) -> bool:
    own = document.text[entry.item.content_start : entry.item.own_end].strip()
    return "\n" in own or "](" in own or "<" in own or "`" in own


def _in_turn(contents: Contents, named: dict[str, list[int]]) -> dict[int, int]:
    """For entries (as indices) that all lead to one of as many headings of their name, the heading whose turn
    it is.
    """
    by_name: dict[str, list[int]] = {}
    for index, entry in enumerate(contents.entries):
        if entry.heading >= 0:
            by_name.setdefault(entry.name, []).append(index)
    result: dict[int, int] = {}
    for name, indices in by_name.items():
        own = named.get(name, [])
        if len(own) == len(indices) > 1 and len({contents.entries[index].heading for index in indices}) == 1:
            result.update(zip(indices, own, strict=True))
    return result


def _below(document: Document, section: Section, heading: int, own: list[int]) -> int | None:
    """Of headings of one name, the only one below a section that the entry does not lead into."""
    start, end = section.body_start, document.sections[section.last_descendant].body_end
    if heading >= 0 and start <= document.headings[heading].start < end:
        return None

    def place(number: int) -> int:
        return document.headings[number].start

    first = bisect_left(own, start, key=place)
    last = bisect_left(own, end, key=place)
    return own[first] if last - first == 1 else None


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
