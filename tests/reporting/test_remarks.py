from __future__ import annotations

from mdpaperlint.engine.results import Remark, locate_notices
from mdpaperlint.markdown.blocks.block_state import MAX_NESTING
from mdpaperlint.markdown.blocks.table_block import MAX_COLUMNS
from mdpaperlint.markdown.parser import parse

TOO_DEEP = "> " * (MAX_NESTING + 1) + "a\n\n"
TOO_WIDE = f"{'|a' * (MAX_COLUMNS + 1)}|\n{'|-' * (MAX_COLUMNS + 1)}|\n\n"
COLUMN = 2 * MAX_NESTING + 1
MESSAGE = "not read: nested more than 32 levels deep"


def test_each_of_a_few_places_is_told() -> None:
    assert locate_notices(parse(TOO_DEEP * 2 + TOO_WIDE + TOO_DEEP)) == (
        Remark(1, COLUMN, MESSAGE),
        Remark(3, COLUMN, MESSAGE),
        Remark(5, 1, "not read: table of more than 1,000 columns"),
        Remark(8, COLUMN, MESSAGE),
    )


def test_many_places_are_counted() -> None:
    shown = locate_notices(parse(TOO_DEEP * 603 + TOO_WIDE))
    assert [remark.line for remark in shown] == [1, 3, 5, 1207]
    assert [remark.message for remark in shown[:2]] == [MESSAGE, MESSAGE]
    assert shown[2].message == f"{MESSAGE} (and 600 more places)"
    assert locate_notices(parse(TOO_DEEP * 4))[-1].message == f"{MESSAGE} (and 1 more place)"


def test_nothing_to_tell() -> None:
    assert locate_notices(parse("# A\n")) == ()
