from __future__ import annotations

from functools import partial

import pytest
from table_rules import reports

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.oversized_file import OversizedFile

reported = partial(reports, OversizedFile())


@pytest.mark.parametrize("character", ["a", "é", "论", "😂"])
def test_bytes_are_counted_not_characters(character: str) -> None:
    size = len(character.encode())
    line = character * (1000 // size - 1) + "\n"
    count = 512_000 // len(line.encode())
    fits = line * count + "a" * (512_000 - count * len(line.encode()))
    assert len(fits.encode()) == 512_000
    assert reported(fits) == []
    (report,) = reported(fits + "b")
    assert report.startswith(
        "1:1 warning this file has 512,001 bytes, of which GitHub shows only the first 512,000"
    )


def test_it_tells_the_last_line_that_is_shown_whole_and_where_the_cut_is() -> None:
    text = "# List\r\n\r\n- 论文\r\n- B\r\n"
    rule = OversizedFile()
    # Behind the first byte of the second of these characters.
    limit = len("# List\r\n\r\n- 论".encode()) + 1
    (violation,) = check_document(parse(text), [ActiveRule(rule, rule.Options(limit=limit))]).violations
    assert "all after line 2 is missing" in violation.message
    assert [text[each.start :] for each in violation.related] == ["文\r\n- B\r\n"]


def test_a_file_of_one_line() -> None:
    (report,) = reported("a" * 30, limit=20)
    assert "the end of its first line is missing" in report


@pytest.mark.parametrize("text", ["", "a", "\ufeff# List\n"])
def test_small_files_are_left_alone(text: str) -> None:
    assert reported(text) == []
