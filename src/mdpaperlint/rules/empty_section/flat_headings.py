"""Headings whose parts stand below them as headings of the same level: the list nests, its marks do not."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Section
from mdpaperlint.papers.tables.headers import plain_text

_YEAR = lazy_pattern(r"(?:19|20)\d\d")
_NUMBER = lazy_pattern(
    r"\W{0,3}(?P<digits>\d{1,3}(?:\.\d{1,3})*)(?:[.)）、:：\s]|$)"
    r"|\W{0,3}(?P<roman>[IVX]{1,5})[.)）、:：]|\W{0,3}(?P<letter>[A-Za-z])[.)）、:：]"
    r"|\W{0,3}(?P<cjk>[一二三四五六七八九十]{1,3})[.)）、:：]"
)
_FIRST = frozenset({"1", "I", "A", "a", "一"})
# "Papers of 2024", "2024年", "🔥 2024".
_LONGEST_YEAR = 16
_SPACE = lazy_pattern(r"\s+")


class _Name(NamedTuple):
    """``key`` is alike for headings that name the same part: all years are one."""

    key: str
    style: str
    number: str


def flat_headings(document: Document, empty: list[Section]) -> frozenset[int]:
    """The numbers of the empty sections that are headings of those behind them, told by what the next heading
    of their level is called: by a number below their own, or by a name that follows other empty ones too; and
    those whose kind of name, as that of a year, only empty sections have.
    """
    families: dict[tuple[int, int], list[Section]] = defaultdict(list)
    for section in document.sections:
        if section.heading is not None:
            families[section.parent, section.heading.level].append(section)
    numbers = {section.number for section in empty}
    flat: set[int] = set()
    for members in families.values():
        if numbers.isdisjoint([member.number for member in members]):
            continue
        names = [_name(member) for member in members]
        without_papers = [member.number in numbers for member in members]
        of_a_kind = Counter(name.key for name in names)
        empty_of_a_kind = Counter(name.key for name, bare in zip(names, without_papers, strict=True) if bare)
        followers: Counter[str] = Counter()
        for place, bare in enumerate(without_papers[:-1]):
            if bare and names[place + 1].key != names[place].key:
                followers[names[place + 1].key] += 1
        for place, member in enumerate(members[:-1]):
            if without_papers[place] and not without_papers[place + 1]:
                own, following = names[place], names[place + 1]
                alone = of_a_kind[own.key] == empty_of_a_kind[own.key] > 1
                repeated = following.key != own.key and followers[following.key] > 1
                if alone or repeated or _is_below(following, own):
                    flat.add(member.number)
    return frozenset(flat)


def _is_below(following: _Name, own: _Name) -> bool:
    if following.style == own.style == "digits" and following.number.startswith(f"{own.number}."):
        return True
    return following.number in _FIRST and following.style != own.style


def _name(section: Section) -> _Name:
    assert section.heading is not None
    content = section.heading.content
    shown = plain_text(content)
    number = _NUMBER.match(_SPACE.sub(" ", content))
    style = "" if number is None or number.lastgroup is None else number.lastgroup
    written = "" if number is None or not style else number[style]
    if style == "digits" and _YEAR.fullmatch(written):
        style = written = ""
    key = "year" if _YEAR.search(shown) and len(shown) <= _LONGEST_YEAR else shown
    return _Name(key, style, written)
