from __future__ import annotations

from functools import partial

from table_rules import reports

from mdpaperlint.rules.replacement_character import ReplacementCharacter

reported = partial(reports, ReplacementCharacter())


ITEM = "- [On B\ufffdhm and M\ufffd\ufffdller](https://arxiv.org/abs/2401.{:05})\n"


def test_each_run_in_an_entry_is_one_report() -> None:
    assert reported("# B\ufffdh\n\nIt is shown as \ufffd.\n\n" + ITEM.format(1)) == [
        "5:8 warning readers see \ufffd where a character was lost in copying: type it again",
        "5:17 warning readers see \ufffd where a character was lost in copying: type it again",
    ]
    assert reported("```\n\ufffd\n```\n\nWords\n") == []


def test_a_file_in_a_wrong_encoding_is_one_report() -> None:
    (report,) = reported("".join(map(ITEM.format, range(11))))
    assert "readers see \ufffd in 22 places, the first here" in report
    assert len(reported("".join(map(ITEM.format, range(10))))) == 20
