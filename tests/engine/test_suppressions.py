from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdpaperlint.engine.document_check import ActiveRule, Report, check_document
from mdpaperlint.engine.edits import apply_edits
from mdpaperlint.engine.suppressions import MOST_NAMES
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Violation
from mdpaperlint.rules import RULES
from mdpaperlint.rules.base import Context, Options, Rule
from mdpaperlint.rules.unused_suppression import UnusedSuppression

TODAY = date(2026, 6, 1)


class FindsX(Rule[Options]):
    """Reports every ``X``; its sister every ``Y``."""

    name = "finds-x"
    summary = "made for a test"
    letter = "X"

    def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
        for start, character in enumerate(document.text):
            if character == self.letter:
                yield self.violation(start, start + 1, f"{character} is here")


class FindsY(FindsX):
    name = "finds-y"
    letter = "Y"


X, Y, UNUSED = (ActiveRule(rule, Options()) for rule in (FindsX(), FindsY(), UnusedSuppression()))


def run(text: str, *rules: ActiveRule) -> Report:
    return check_document(parse(text), rules or (X, Y), Context(Options(), today=TODAY))


def lines(text: str, *rules: ActiveRule) -> list[str]:
    """What is reported, as the letter or the rule with the line."""
    document = parse(text)
    report = check_document(document, rules or (X, Y), Context(Options(), today=TODAY))
    assert not report.failures
    return [
        f"{each.rule.removeprefix('finds-')}{document.position(each.start)[0]}" for each in report.violations
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X <!-- mdpaperlint-disable-line finds-x -->\n\nX\n", ["x3"]),
        ("XY <!-- mdpaperlint-disable-line finds-x -->\n", ["y1"]),
        ("XY <!-- mdpaperlint-disable-line finds-x finds-y -->\n", []),
        ("XY <!-- mdpaperlint-disable-line finds-x, finds-y -->\n", []),
        ("XY <!-- mdpaperlint-disable-line finds-x,finds-y -- X and Y are names -->\n", []),
        ("XY <!-- mdpaperlint-disable-line finds-x -- not finds-y -->\n", ["y1"]),
        ("XY <!-- mdpaperlint-disable-line finds-x: not finds-y -->\n", ["y1"]),
        ("XY <!-- mdpaperlint-disable-line -->\n", []),
        ("XY <!-- mdpaperlint-disable-line -- for a reason -->\n", []),
        ("XY <!--mdpaperlint-disable-line finds-x-->\n", ["y1"]),
        ("XY <!--\tmdpaperlint-disable-line\tfinds-x\t-->\n", ["y1"]),
        ("<!-- mdpaperlint-disable-next-line finds-x -->\nX\nX\n", ["x3"]),
        ("<!-- mdpaperlint-disable-next-line finds-x -->\n\n \t\nX\nX\n", ["x5"]),
        ("> <!-- mdpaperlint-disable-next-line finds-x -->\n>\n> X\n> X\n", ["x4"]),
        (
            "X\n\n<!-- mdpaperlint-disable finds-x -->\n\nX\n\n<!-- mdpaperlint-enable finds-x -->\nX\n",
            ["x1", "x8"],
        ),
        ("X\n\n<!-- mdpaperlint-disable -->\n\nXY\n\n<!-- mdpaperlint-enable -->\nX\n", ["x1", "x8"]),
        ("<!-- mdpaperlint-disable -->\n\nXY\n\n<!-- mdpaperlint-enable finds-x -->\nXY\n", ["x6"]),
        (
            (
                "<!-- mdpaperlint-disable -->\n<!-- mdpaperlint-enable finds-x -->\nXY\n"
                "<!-- mdpaperlint-disable finds-x -->\nXY\n"
            ),
            ["x3"],
        ),
        ("<!-- mdpaperlint-disable finds-x -->\n<!-- mdpaperlint-enable -->\nX\n", ["x3"]),
        ("X\n\n<!-- mdpaperlint-disable-file finds-x -->\n\nXY\n", ["y5"]),
        ("X\n\n<!-- mdpaperlint-disable-file -->\n\nXY\n", []),
        ("X <!-- mdpaperlint-disable finds-x -->\n", []),
        ("X `<!-- mdpaperlint-disable-line -->`\n", ["x1"]),
        ("```\nX <!-- mdpaperlint-disable-line -->\n```\n", ["x2"]),
        ("X <!-- mdpaperlint-disable-lines finds-x -->\n", ["x1"]),
        ("X <!-- mdpaperlint disable-line finds-x -->\n", ["x1"]),
        ("X <!-- MDPAPERLINT-disable-line finds-x -->\n", ["x1"]),
        ("| a |\n|---|\n| X <!-- mdpaperlint-disable-line finds-x --> |\n| X |\n", ["x4"]),
        ("| a |\n|---|\n| X | <!-- mdpaperlint-disable-line finds-x -->\n| X |\n", ["x4"]),
        (
            (
                "| a |\n|---|\n| X <!-- mdpaperlint-disable finds-x --> |\n| X |\n"
                "| X <!-- mdpaperlint-enable finds-x --> |\n"
            ),
            ["x5"],
        ),
        ("- X <!-- mdpaperlint-disable-line finds-x -->\n- X\n", ["x2"]),
        ("X <!-- mdpaperlint-disable-line\r\nfinds-x --> X\r\nX\r\n", ["x3"]),
        ("> X <!-- mdpaperlint-disable-line\n> finds-x --> X\n", []),
        ("X <!-- mdpaperlint-disable-line finds-x until 2026-06-01 -->\n", []),
        ("X <!-- mdpaperlint-disable-line finds-x until 2026-05-31 -->\n", ["x1"]),
        ("X <!-- mdpaperlint-disable-line until 2026-05-31 -->\n", ["x1"]),
        (
            (
                "X <!-- mdpaperlint-disable-line finds-x until 2026-05-31 -->"
                " <!-- mdpaperlint-disable-line finds-x until 2026-07-01 -->\n"
            ),
            [],
        ),
        (
            (
                "<!-- mdpaperlint-disable finds-x until 2026-05-31 -->\nX\n"
                "<!-- mdpaperlint-disable finds-x -->\nX\n<!-- mdpaperlint-enable finds-x -->\n"
            ),
            ["x2"],
        ),
        ("\ufeff<!-- mdpaperlint-disable-next-line finds-x -->\nX\n", []),
    ],
)
def test_what_is_silenced(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_a_violation_stands_on_the_line_on_which_it_begins() -> None:
    class Everything(FindsX):
        def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
            yield self.violation(0, len(document.text), "all of it")

    everything = ActiveRule(Everything(), Options())
    assert run("a <!-- mdpaperlint-disable-line -->\nb\n", everything).violations == ()
    report = run("a\nb <!-- mdpaperlint-disable-line -->\n", everything)
    assert len(report.violations) == 1


def test_suppressed_violations_are_kept_apart() -> None:
    report = run("X\nX <!-- mdpaperlint-disable-line -->\n")
    assert [each.start for each in report.violations] == [0]
    assert [each.start for each in report.suppressed] == [2]


def messages(text: str, *rules: ActiveRule) -> list[str]:
    report = run(text, *(rules or (X, Y)), UNUSED)
    return [each.message for each in report.violations if each.rule == "unused-suppression"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X <!-- mdpaperlint-disable-line finds-x -->\n", []),
        (
            "Y <!-- mdpaperlint-disable-line finds-x -->\n",
            ["`finds-x` has nothing to report on this line: remove this comment"],
        ),
        (
            "X <!-- mdpaperlint-disable-line finds-x finds-y -->\n",
            ["`finds-y` has nothing to report on this line: remove its name"],
        ),
        (
            "a <!-- mdpaperlint-disable-line finds-x finds-y -->\n",
            ["none of `finds-x`, `finds-y` has anything to report on this line: remove this comment"],
        ),
        (
            "<!-- mdpaperlint-disable-next-line finds-x -->\na\n",
            ["`finds-x` has nothing to report on the next line: remove this comment"],
        ),
        (
            "<!-- mdpaperlint-disable finds-x -->\na\n<!-- mdpaperlint-enable finds-x -->\n",
            ["`finds-x` has nothing to report from here on: remove this comment"],
        ),
        (
            "<!-- mdpaperlint-enable finds-x -->\nX\n",
            ["`finds-x` is not disabled here: remove this comment"],
        ),
        ("<!-- mdpaperlint-enable -->\nX\n", ["no rule is disabled here: remove this comment"]),
        (
            "<!-- mdpaperlint-disable finds-x -->\nX\n\n<!-- mdpaperlint-disable finds-x -->\nX\n",
            ["`finds-x` is already disabled here, by the comment on line 1: remove this comment"],
        ),
        (
            "<!-- mdpaperlint-disable-file finds-x -->\nX\n\n<!-- mdpaperlint-disable-file finds-x -->\nX\n",
            ["`finds-x` is already disabled here, by the comment on line 1: remove this comment"],
        ),
        (
            "a <!-- mdpaperlint-disable-line finds-z -->\n",
            ["no rule is named `finds-z`: did you mean `finds-y`?"],
        ),
        (
            "a <!-- mdpaperlint-disable-line Finds_X -->\n",
            ["no rule is named `Finds_X`: did you mean `finds-x`?"],
        ),
        (
            "X <!-- mdpaperlint-disable-line finds-x it is a name -->\n",
            [
                f"no rule is named `{word}`: `mdpaperlint rule` lists them; a reason goes after ` -- `"
                for word in ("it", "is", "a", "name")
            ],
        ),
        (
            "X <!-- mdpaperlint-disable-lin finds-x -->\n",
            ["there is no comment `mdpaperlint-disable-lin`: did you mean `mdpaperlint-disable-line`?"],
        ),
        (
            "X <!-- mdpaperlint-ignore finds-x -->\n",
            [
                (
                    "there is no comment `mdpaperlint-ignore`: there are `disable`, `enable`, `disable-line`,"
                    " `disable-next-line` and `disable-file`"
                )
            ],
        ),
        (
            "X <!-- mdpaperlint-disable-line finds-x until 2026-13-01 -->\n",
            ["`2026-13-01` is not a date: write it as in `until 2026-12-31`"],
        ),
        (
            "X <!-- mdpaperlint-disable-line finds-x until 20261231 -->\n",
            ["`20261231` is not a date: write it as in `until 2026-12-31`"],
        ),
        (
            "X <!-- mdpaperlint-disable-line finds-x until -->\n",
            ["`until` has no date: write it as in `until 2026-12-31`"],
        ),
        (
            "X <!-- mdpaperlint-disable-line finds-x until 2026-05-31 -->\n",
            ["this comment held until 2026-05-31: correct what it silenced, or give it a later date"],
        ),
        ("<!-- mdpaperlint-disable-file -->\na\n", []),
        ("a <!-- a comment of another kind -->\n", []),
        ("a <!-- mdpaperlint-disable-line ragged-row -->\n", []),
        ("a <!-- mdpaperlint-disable-line unused-suppression -->\n", []),
        (
            (
                "a <!-- mdpaperlint-disable-line finds-x -->"
                " <!-- mdpaperlint-disable-line unused-suppression -->\n"
            ),
            [],
        ),
        ("a <!-- mdpaperlint-disable-line finds-x -->\n<!-- mdpaperlint-disable-file -->\n", []),
    ],
)
def test_what_is_said_of_comments(text: str, expected: list[str]) -> None:
    assert messages(text) == expected


def test_a_rule_that_did_not_run_or_broke_off_is_not_held_against_a_comment() -> None:
    text = "a <!-- mdpaperlint-disable-line finds-y -->\n"
    assert messages(text, X, Y)
    document = parse(text)
    report = check_document(document, (X, UNUSED), Context(Options(), rule_names=("finds-y",), today=TODAY))
    assert report.violations == ()

    class Breaks(FindsY):
        def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
            raise ValueError

    assert messages(text, X, ActiveRule(Breaks(), Options())) == []


def test_a_bare_comment_is_judged_only_when_every_default_rule_ran_and_does_not_hide_itself() -> None:
    default = [
        ActiveRule(rule, rule.Options())
        for rule in RULES
        if rule.default and not rule.online and rule.name != UnusedSuppression.name
    ]
    text = "a <!-- mdpaperlint-disable-line -->\n"
    assert messages(text, *default[1:]) == []
    assert messages(text, *default) == ["no rule has anything to report on this line: remove this comment"]


NAMES = st.lists(st.sampled_from(["finds-x", "finds-y"]), max_size=2)
COMMANDS = st.sampled_from(["disable", "enable", "disable-line", "disable-next-line", "disable-file"])
COMMENTS = st.builds(
    lambda command, names: f"<!-- mdpaperlint-{command} {' '.join(names)} -->", COMMANDS, NAMES
)
LINES = st.lists(st.one_of(st.sampled_from(["X", "Y", "XY", "", "a"]), COMMENTS), max_size=12)


def expected_lines(written: list[str]) -> list[str]:
    """The rules again, as plainly as possible: line by line."""
    found: list[str] = []
    disabled = {"finds-x": False, "finds-y": False}
    in_file = {name for line in written if "disable-file" in line for name in named(line)}
    next_line: set[str] = set()
    for number, line in enumerate(written, start=1):
        here = set(in_file)
        alone = line.startswith("<!-- mdpaperlint-") and line.endswith("-->")
        if line.strip() and not alone:
            here |= next_line
            next_line = set()
        if "disable-line" in line:
            here |= set(named(line))
        elif "disable-next-line" in line:
            next_line |= set(named(line))
        elif "-disable " in line or "-enable " in line:
            for name in named(line):
                disabled[name] = "-disable " in line
        if "<!--" in line:
            continue
        for letter, name in (("X", "finds-x"), ("Y", "finds-y")):
            if letter in line and not disabled[name] and name not in here:
                found.append(f"{letter.lower()}{number}")
    return found


def named(line: str) -> list[str]:
    return [name for name in ("finds-x", "finds-y") if name in line] or ["finds-x", "finds-y"]


@given(LINES)
def test_comments_silence_what_a_line_by_line_reading_says(written: list[str]) -> None:
    assert lines("".join(f"{line}\n" for line in written)) == expected_lines(written)


@given(LINES)
def test_the_whole_file_can_be_silenced(written: list[str]) -> None:
    text = "<!-- mdpaperlint-disable-file -->\n" + "".join(f"{line}\n" for line in written)
    assert run(text, X, Y, UNUSED).violations == ()


@given(LINES, st.data())
def test_taking_out_an_unused_comment_changes_nothing_else(written: list[str], data: st.DataObject) -> None:
    """Blank lines stand around the comments, so that they can always go."""
    text = "".join(f"{line}\n\n" for line in written)
    report = run(text, X, Y, UNUSED)
    whole = [
        each
        for each in report.violations
        if each.rule == UnusedSuppression.name and each.fix and each.fix.message == "remove the comment"
    ]
    if not whole:
        return
    chosen = data.draw(st.sampled_from(whole))
    assert chosen.fix is not None
    after = run(apply_edits(text, chosen.fix.edits))
    assert [each.rule for each in after.violations] == [each.rule for each in run(text).violations]


def test_an_unused_comment_may_go_from_between_others() -> None:
    above = "<!-- mdpaperlint-disable-next-line -->\n\n"
    unused = "<!-- mdpaperlint-disable-next-line finds-x -->\n\n"
    behind = "<!-- mdpaperlint-enable -->\n\nY\n"
    assert lines(above + unused + behind) == lines(above + behind) == []
    assert "`finds-x` has nothing to report on the next line: remove this comment" in messages(
        above + unused + behind
    )


def test_comments_of_more_names_than_any_list_has_are_not_in_force() -> None:
    many = f"<!-- mdpaperlint-disable-line {', '.join(f'a{number}' for number in range(MOST_NAMES))} -->\n\n"
    comment = "X <!-- mdpaperlint-disable-line finds-x -->\n"
    assert lines(comment) == []
    assert lines(comment + many) == []
    assert lines(many + comment) == ["x3"]
