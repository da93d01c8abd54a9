from __future__ import annotations

from functools import partial

from table_rules import reports

from mdpaperlint.rules.replacement_character import ReplacementCharacter

reported = partial(reports, ReplacementCharacter())


def test_each_run_is_one_report() -> None:
    assert reported("# B\ufffdh\n\n- M\ufffd\ufffdller\n") == [
        "1:4 warning readers see \ufffd where a character was lost in copying: write it anew",
        "3:4 warning readers see \ufffd where a character was lost in copying: write it anew",
    ]


def test_code_shows_what_it_shows() -> None:
    assert reported("```\n\ufffd\n```\n\nWords\n") == []


def test_a_file_in_a_wrong_encoding_is_one_report() -> None:
    (report,) = reported("- a\ufffd b\ufffd\n" * 11)
    assert "readers see \ufffd in 22 places, the first here" in report
    assert len(reported("- a\ufffd b\ufffd\n" * 10)) == 20
