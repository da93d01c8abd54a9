"""Labels of link references, as CommonMark 6.3 matches them."""

from __future__ import annotations

from mdpaperlint.lazy_pattern import lazy_pattern

LABEL_LIMIT = 1000
_SPACE = lazy_pattern(r"[ \t\n\v\f\r]+")


def normalised_label(label: str) -> str:
    """The label as it is compared: case folded, white space collapsed; escapes and entities stay."""
    return _SPACE.sub(" ", label).strip(" ").casefold()
