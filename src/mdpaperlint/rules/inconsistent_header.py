from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.document import Document, Table
from mdpaperlint.model.violation import Edit, Fix, Related, Violation
from mdpaperlint.papers.tables.headers import header_texts, header_word
from mdpaperlint.papers.tables.paper_tables import paper_tables
from mdpaperlint.rules.base import Context, Options, Rule

_SHARE = 0.8
_SIGNS = lazy_pattern(r"[\W_]+")
_SHORTEST_WITH_TYPO = 5
_SHORTEST_MISTYPED = 3
_LONG = 9
# Every header is compared with these alone, so that time stays linear.
_MOST_COMPARED = 50

_Header = tuple[str, ...]


class _NearMiss(NamedTuple):
    """``common`` is the header that ``tables`` tables have. ``columns`` are those of the near miss that are
    named otherwise (0-based), or the number in ``common`` of the one that is missing.
    """

    kind: Literal["names", "order", "missing"]
    common: _Header
    tables: int
    columns: tuple[int, ...]


class InconsistentHeaderOptions(Options):
    missing_columns: bool = False


class InconsistentHeader(Rule[InconsistentHeaderOptions]):
    name = "inconsistent-header"
    summary = "A table has nearly the columns of the other tables, but not quite."
    compares_entries = True
    severity = "warning"
    Options = InconsistentHeaderOptions

    def check(self, document: Document, context: Context[InconsistentHeaderOptions]) -> Iterator[Violation]:
        tables = [paper_table.table for paper_table in paper_tables(document)]
        headers = [header_texts(document, table) for table in tables]
        found = _near_misses(headers, context.options.missing_columns)
        first = dict(zip(reversed(headers), reversed(tables), strict=True))
        for table, header in zip(tables, headers, strict=True):
            miss = found.get(header)
            if miss is None:
                continue
            model = first[miss.common].header
            related = (Related(model.start, model.end, "most tables have this header"),)
            if miss.kind == "names":
                yield from self._names(document, table, header, miss, related)
                continue
            wanted = " | ".join(miss.common)
            message = f"{miss.tables} other tables have these columns in another order: write {wanted}"
            if miss.kind == "missing":
                name = miss.common[miss.columns[0]]
                message = f"the column “{name}” of {miss.tables} other tables is missing: write {wanted}"
            yield self.violation(table.header.start, table.header.end, message, related=related)

    def _names(
        self, document: Document, table: Table, header: _Header, miss: _NearMiss, related: tuple[Related, ...]
    ) -> Iterator[Violation]:
        for number in miss.columns:
            start, end = table.header.cells[number]
            name, wanted = header[number], miss.common[number]
            written = document.text.find(name, start, end)
            edit = Edit(written, written + len(name), wanted)
            fix = Fix((edit,), safe=False, message=f"write {wanted}") if written >= 0 else None
            message = (
                f"the column “{name}” is called “{wanted}” in {miss.tables} tables like this: write {wanted}"
            )
            yield self.violation(start, end, message, fix=fix, related=related)


def _near_misses(headers: list[_Header], missing: bool) -> dict[_Header, _NearMiss]:
    """The headers that nearly equal a common one, which most tables with a similar header have exactly."""
    counts = Counter(headers)
    found: dict[_Header, _NearMiss] = {}
    for common, count in counts.most_common(_MOST_COMPARED) if len(counts) > 1 else ():
        if count < _SHARE * (count + 1):
            break
        compared = (_compare(common, header, count, missing) for header in counts)
        near = [(header, miss) for header, miss in zip(counts, compared, strict=True) if miss]
        for kind in ("names", "order", "missing"):
            others = {header: miss for header, miss in near if miss.kind == kind}
            against = sum(counts[header] for header in others)
            if count >= _SHARE * (count + against):
                found = others | found
    return found


def _compare(common: _Header, header: _Header, count: int, missing: bool) -> _NearMiss | None:
    if header == common:
        return None
    if len(header) == len(common) > 1:
        pairs = enumerate(zip(common, header, strict=True))
        differing = tuple(number for number, (name, other) in pairs if name != other)
        if all(_is_variant(common[number], header[number], header, common) for number in differing):
            return _NearMiss("names", common, count, differing)
        if len(common) > 2 and Counter(map(_key, common)) == Counter(map(_key, header)):
            return _NearMiss("order", common, count, ())
    elif missing and len(header) + 1 == len(common) > 2:
        keys, all_keys = [_key(name) for name in header], [_key(name) for name in common]
        number = next((each for each, key in enumerate(keys) if key != all_keys[each]), len(keys))
        if keys == [*all_keys[:number], *all_keys[number + 1 :]]:
            return _NearMiss("missing", common, count, (number,))
    return None


def _key(name: str) -> str:
    """A name without case, signs, spaces and plural."""
    letters = _SIGNS.sub("", name).casefold()
    return letters[:-1] if len(letters) > 3 and letters[-1] == "s" else letters


def _is_variant(name: str, other: str, header: _Header, common: _Header) -> bool:
    """Whether ``other`` is another spelling of ``name``, or a typing mistake."""
    one, two = _key(name), _key(other)
    if not one or not two or other in common or name in header:
        return False
    if one == two:
        return True
    if one[0] != two[0] or any(map(str.isdigit, one + two)):
        return False
    word, other_word = header_word(name), header_word(other)
    if word.role != other_word.role and other_word.role != "other":
        return False
    shortest = min(len(one), len(two))
    if one.isascii() and shortest >= _SHORTEST_WITH_TYPO:
        return slips_at_most(one, two, 2 if shortest >= _LONG else 1)
    is_word = word.role != "other" and (word.role != "title" or word.rank > 1)
    return is_word and other_word.role == "other" and _is_mistyped(one, two)


def _is_mistyped(one: str, two: str) -> bool:
    """Whether a letter of a short word is missing, too many or swapped with its neighbour; another letter in
    its place makes too many words of other meanings (`Date` and `Data`, `Code` and `Core`).
    """
    if not (one + two).isascii() or len(two) < _SHORTEST_MISTYPED:
        return False
    return (len(one) != len(two) or sorted(one) == sorted(two)) and slips_at_most(one, two, 1)


def slips_at_most(one: str, two: str, limit: int) -> bool:
    """Whether at most ``limit`` letters are wrong, missing, too many or swapped with their neighbour."""
    if abs(len(one) - len(two)) > limit or max(len(one), len(two)) > 60:
        return False
    older: list[int] = []
    previous: list[int] = []
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, 1):
        older, previous, row = previous, row, [i]
        for j, other in enumerate(two, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1] <= limit
