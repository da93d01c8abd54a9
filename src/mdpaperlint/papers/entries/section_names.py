"""What sections are called, alone and with the sections around them."""

from __future__ import annotations

from mdpaperlint.model.document import Document, Section
from mdpaperlint.papers.entries.shown_text import plain

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
