"""What sections are called, alone and with the sections around them."""

from __future__ import annotations

from collections.abc import Sequence

from mdpaperlint.markdown.links.anchors import anchors
from mdpaperlint.markdown.shown_text import plain
from mdpaperlint.model.document import Document, Section
from mdpaperlint.wildcards import star_pattern

SEPARATOR = " > "


def section_path(document: Document, section: Section) -> tuple[str, ...]:
    """The headings from the outermost section down to this one, as shown; empty before the first heading."""
    names: list[str] = []
    while section.heading is not None:
        names.append(plain(section.heading.content))
        if section.parent < 0:
            break
        section = document.sections[section.parent]
    return tuple(reversed(names))


def sections_named(document: Document, name: str) -> tuple[Section, ...]:
    """The sections that a user means by a name, in any letter case: those of just that heading, path or
    anchor, else those whose path holds it.
    """
    wanted = name.strip().casefold()
    paths = [
        (section, section_path(document, section))
        for section in document.sections
        if section.heading is not None
    ]
    by_heading = anchors(document).by_heading
    exact = tuple(
        section
        for section, path in paths
        if section.heading is not None
        and wanted
        in (
            path[-1].casefold(),
            SEPARATOR.join(path).casefold(),
            f"#{by_heading.get(section.heading.start, '')}",
        )
    )
    return exact or tuple(section for section, path in paths if wanted in SEPARATOR.join(path).casefold())


def heading_fits(pattern: str, name: str) -> bool:
    """Whether a heading fits one of the patterns that `` | `` parts, in which ``*`` stands for any text;
    letter case does not count.
    """
    return any(
        star_pattern(each).fullmatch(name.casefold()) is not None for each in pattern.casefold().split(" | ")
    )


def fitting_pattern(document: Document, section: Section, patterns: Sequence[str]) -> int | None:
    """The index of the pattern that the innermost heading fits, or its path; of two, the first."""
    path = section_path(document, section)
    for depth in range(len(path), 0, -1):
        names = (path[depth - 1], SEPARATOR.join(path[:depth]))
        for number, pattern in enumerate(patterns):
            if any(heading_fits(pattern, name) for name in names):
                return number
    return None


def with_nested(section: Section) -> range:
    """The numbers of the section and of those below it."""
    return range(section.number, section.last_descendant + 1)
