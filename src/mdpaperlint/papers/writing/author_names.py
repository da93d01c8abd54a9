"""Names of authors, written as those of other entries are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern

_OTHERS = lazy_pattern(
    r"(?P<mark>[,;]?)\s*(?P<words>\b(?:and )?et\.? al\b\.?|\band others\b\.?)", re.IGNORECASE
)
_LAST = lazy_pattern(r"(?P<mark>[,;]?)\s+(?P<word>and|&)\s+")
_SEPARATOR = lazy_pattern(r"[,;]\s*")
_INITIAL = lazy_pattern(r"[A-Z]\.?(?:[- ]?[A-Z]\.)*")


class _Style(NamedTuple):
    """``form`` is ``full``, ``initials`` or ``last``. ``last`` stands before the last name, and ``others``
    behind so many names as ``limit`` says; 0 where all are named, as many as ``names``.
    """

    form: str
    separator: str
    last: str
    others: str
    limit: int
    names: int


def written_names(names: Sequence[str], said: Iterable[str]) -> str:
    """``names`` are as registries give them; ``said`` is how other entries name their authors."""
    styles = list(map(_style, said))
    if not names or not styles:
        return ""
    form = _commonest(style.form for style in styles)
    separator = _commonest(style.separator for style in styles if style.separator) or ", "
    last = _commonest(style.last for style in styles if style.separator or style.last) or separator
    shown = [_shown(name, form) for name in names]
    cut = [style for style in styles if style.limit]
    limit = int(_commonest(str(style.limit) for style in cut) or 0)
    whole = any(style.names == len(shown) for style in styles if not style.limit)
    if 2 * len(cut) >= len(styles) and len(shown) > limit and not whole:
        return separator.join(shown[:limit]) + _commonest(style.others for style in cut)
    if len(shown) == 2:
        last = last if last == separator else last.lstrip(",;")
    return last.join(filter(None, (separator.join(shown[:-1]), shown[-1])))


def _commonest(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return counts.most_common(1)[0][0] if counts else ""


def _style(said: str) -> _Style:
    others = _OTHERS.search(said)
    names = said[: others.start()] if others else said
    last = _LAST.search(names)
    parts = [part for part in _SEPARATOR.split(_LAST.sub(", ", names)) if part.strip()]
    separator = _SEPARATOR.search(names if last is None else names[: last.start()])
    words = parts[0].split() if parts else []
    form = "last" if len(words) == 1 else "initials" if words and _INITIAL.fullmatch(words[0]) else "full"
    mark = separator[0] if separator else ""
    limit = len(parts) if others else 0
    return _Style(form, mark, last[0] if last else "", others[0] if others else "", limit, len(parts))


def _shown(name: str, form: str) -> str:
    family, comma, given = name.partition(",")
    if not comma:
        given, _, family = name.rpartition(" ")
    given, family = given.strip(), family.strip()
    if form == "initials":
        given = " ".join(f"{part[0]}." for part in given.split())
    return family if form == "last" or not given else f"{given} {family}"
