from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.engine.edits import apply_edits, candidates, select
from mdpaperlint.engine.fixer import FixError, FixResult, fix_document
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document
from mdpaperlint.model.violation import Edit, Fix, Violation
from mdpaperlint.rules import RULES
from mdpaperlint.rules.base import Context, Options, Rule

Fixes = Callable[[Document], Iterator[Fix]]


def rule_of(name: str, fixes: Fixes) -> ActiveRule:
    """A rule that reports, for each fix, where its first edit begins."""

    class Made(Rule[Options]):
        summary = "made for a test"

        def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
            for fix in fixes(document):
                yield self.violation(fix.edits[0].start, fix.edits[0].end, fix.message, fix=fix)

    Made.name = name
    return ActiveRule(Made(), Options())


def replaces(name: str, pattern: str, by: str, *, safe: bool = True) -> ActiveRule:
    def fixes(document: Document) -> Iterator[Fix]:
        for match in re.finditer(pattern, document.text):
            yield Fix((Edit(match.start(), match.end(), match.expand(by)),), safe, f"write {by}")

    return rule_of(name, fixes)


def fix(text: str, rules: Sequence[ActiveRule], *, unsafe: bool = False) -> FixResult:
    return fix_document(parse(text), rules, unsafe=unsafe)


def test_nothing_to_fix() -> None:
    result = fix("a\n", [replaces("x", "x", "y")])
    assert (result.text, result.applied, result.passes) == ("a\n", (), 0)


def test_all_fixes_go_in_with_one_pass_and_what_remains_is_reported() -> None:
    result = fix(
        "cat x cat x dog\n", [replaces("cats", "cat", "lion"), replaces("dogs", "dog", "wolf", safe=False)]
    )
    assert result.text == "lion x lion x dog\n"
    assert result.passes == 1
    assert [each.rule for each in result.applied] == ["cats", "cats"]
    assert [(each.rule, each.start) for each in result.report.violations] == [("dogs", 14)]


def test_unsafe_fixes_only_when_asked_for() -> None:
    rules = [replaces("dogs", "dog", "wolf", safe=False)]
    assert fix("dog\n", rules).text == "dog\n"
    assert fix("dog\n", rules, unsafe=True).text == "wolf\n"


@pytest.mark.parametrize(
    "comment",
    ["<!-- mdpaperlint-disable-line cats -->", "<!-- mdpaperlint-disable-line -->"],
)
def test_what_is_silenced_is_not_fixed(comment: str) -> None:
    result = fix(f"cat {comment}\ncat\n", [replaces("cats", r"\bcat\b", "lion")])
    assert result.text == f"cat {comment}\nlion\n"
    assert result.report.violations == ()


def test_a_fix_that_several_violations_share_goes_in_once_and_not_when_one_of_them_is_silenced() -> None:
    class Shares(Rule[Options]):
        name = "shares"
        summary = "made for a test"

        def check(self, document: Document, context: Context[Options]) -> Iterator[Violation]:
            places = [match.start() for match in re.finditer("x", document.text)]
            fix = Fix(tuple(Edit(place, place + 1, "yy") for place in places), True, "all of them")
            for place in places:
                yield self.violation(place, place + 1, "x", fix=fix)

    rules = [ActiveRule(Shares(), Options())]
    result = fix("x\nx\n", rules)
    assert result.text == "yy\nyy\n"
    assert len(result.applied) == 2
    silenced = "x\nx <!-- mdpaperlint-disable-line shares -->\n"
    assert fix_document(parse(silenced), rules).text == silenced


def test_overlapping_fixes_wait_for_the_next_pass_and_go_in_whole() -> None:
    def both(document: Document) -> Iterator[Fix]:
        for match in re.finditer("b(.)c", document.text):
            yield Fix(
                (Edit(match.start(), match.start() + 1, "B"), Edit(match.end() - 1, match.end(), "C")),
                True,
                "",
            )

    result = fix("abxcd\n", [replaces("first", "ab", "a_b"), rule_of("second", both)])
    assert result.text == "a_BxCd\n"
    assert result.passes == 2


def test_two_inserts_at_one_point_are_not_guessed_at() -> None:
    def inserts(letter: str) -> ActiveRule:
        def fixes(document: Document) -> Iterator[Fix]:
            if letter not in document.text:
                yield Fix((Edit(1, 1, letter),), True, "")

        return rule_of(letter, fixes)

    result = fix("a\n", [inserts("X"), inserts("Y")])
    assert result.passes == 2
    assert sorted(result.text) == sorted("aXY\n")


def test_a_fix_that_changes_nothing_is_never_applied() -> None:
    result = fix("cat\n", [replaces("cats", "cat", "cat")])
    assert (result.passes, result.applied, len(result.report.violations)) == (0, (), 1)


def test_fixes_that_undo_each_other_are_named() -> None:
    rules = [replaces("up", "one", "two"), replaces("down", "two", "one"), replaces("cats", "cat", "lion")]
    with pytest.raises(FixError) as raised:
        fix("one cat\n", rules)
    assert raised.value.rules == ("down", "up")
    assert "undo each other" in raised.value.reason


def test_a_fix_that_never_ends_is_named() -> None:
    with pytest.raises(FixError) as raised:
        fix("a\n", [replaces("grows", "^a", "aa"), replaces("cats", "cat", "lion")])
    assert raised.value.rules == ("grows",)
    assert "still has something to fix after" in raised.value.reason


def test_more_passes_than_the_surplus_are_fine_as_long_as_they_end() -> None:
    """Every fix touches the one before it."""

    def fixes(document: Document) -> Iterator[Fix]:
        text = document.text
        for match in re.finditer("x", text):
            yield Fix((Edit(0, match.end(), text[: match.start()] + "y"),), True, "")

    assert fix("x" * 70 + "\n", [rule_of("chain", fixes)]).text == "y" * 70 + "\n"


def test_a_rule_that_raises_does_not_stop_the_fixes_of_others() -> None:
    def fixes(document: Document) -> Iterator[Fix]:
        raise ValueError("broken")

    result = fix("cat\n", [rule_of("broken", fixes), replaces("cats", "cat", "lion")])
    assert result.text == "lion\n"
    assert [failure.rule for failure in result.report.failures] == ["broken"]


TABLE = "# A\n\n| n |\n|---|\n| 1 |\n| 2 |\n| 3 |\n\n- one\n- two\n"


@pytest.mark.parametrize(
    ("pattern", "by", "reason"),
    [
        (r"\| 2 \|\n", "", "the row `| 2 |` would be lost"),
        (r"- two\n", "", "the entry `- two` would be lost"),
        (r"# A\n", "", "the heading `# A` would be lost"),
        (r"(\| 2 \|)", r"\n\1", "the row `| 3 |` would be none any more"),
        (r"- (?=two)", "", "the entry `- one` would be none any more, or would come apart"),
        (r"- two", "  - two", "the entry `- one` would be none any more, or would come apart"),
        (r"# A", "## A", "the heading `# A` would be lost"),
        (r"#(?= A)", "##", "the heading `# A` would be none any more"),
        (r"\|---\|", "|--- -|", "the row `| n |` would be none any more"),
        (r"(?<=# A)\n", "\n```", "the row `| n |` would be none any more"),
        (r"\n(?=- one)", "\n<!--\n", "the entry `- one` would be none any more"),
        (r"\| 2 \|", "| 2\n2 |", "the row `| 2 |` would be lost"),
        (r"(?<=\| 2) ", "\n2 ", "the row `| 2 |` would be none any more, or would come apart"),
    ],
)
def test_the_guard_stops_safe_fixes_that_break_the_list(pattern: str, by: str, reason: str) -> None:
    with pytest.raises(FixError) as raised:
        fix(TABLE, [replaces("cats", "cat", "lion"), replaces("breaks", pattern, by)])
    assert raised.value.rules == ("breaks",)
    assert reason in raised.value.reason


@pytest.mark.parametrize(
    ("text", "pattern", "by", "reason"),
    [
        ("| n |\n|---|\n| 1 |\n\nx\n", r"\n(?=\nx)", "", "`x` would become a row"),
        ("- a\n\n\tb\n", "- (?=a)", "", "the entry `- a b` would be none any more"),
        ("a\n\n---\n", r"(?<=a)\n", "", "`a ---` would become a heading"),
        ("a\n\n    b\n", r"(?<=a)\n", "", "the code `b` would become something else"),
    ],
)
def test_the_guard_sees_what_becomes_of_the_text_around(
    text: str, pattern: str, by: str, reason: str
) -> None:
    with pytest.raises(FixError) as raised:
        fix(text, [replaces("breaks", pattern, by)])
    assert reason in raised.value.reason


@pytest.mark.parametrize(
    ("text", "pattern", "by"),
    [
        ("n\n--\n2021.9\n", r"2021\.9", "2021.09"),
        ("n|\n--|\n2021.9\n", r"2021\.9", "| 2021.09 |"),
        ("# A\n", "# A", "# B"),
        ("- a\n- b\n", "- b", "- c"),
        ("| n |\n|---|\n| 1 |\n| 2 |\n", r"\| 1 \|\n\| 2 \|\n", "| 2 |\n| 1 |\n"),
        ("| n |\n|---|\n| 1 |\n| |\n", r"\| \|\n", ""),
    ],
)
def test_the_guard_lets_through_what_an_edit_writes_anew(text: str, pattern: str, by: str) -> None:
    assert fix(text, [replaces("mends", pattern, by)]).text == re.sub(pattern, by, text)


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("- | a | b |\n  |---|---|\n  | c <br>\n", "- | a | b |\n  |---|---|\n  | c <br> | |\n"),
        (
            "> - | a | b |\n>   |---|---|\n>   | c <br>\n>\n",
            "> - | a | b |\n>   |---|---|\n>   | c <br> | |\n>\n",
        ),
    ],
)
def test_a_tag_may_end_an_entry_that_is_mended(text: str, fixed: str) -> None:
    assert fix(text, ALL).text == fixed


@pytest.mark.parametrize("text", ["| a |\n|---|\n| b |\n\f", "| a |\n|---|\n\f\n| b |\n"])
def test_a_row_of_white_space_alone_goes_like_another_blank_row(text: str) -> None:
    assert "\f" not in fix(text, ALL).text


def test_of_two_comments_in_a_row_the_first_stays_where_it_ends_a_list() -> None:
    text = "- a\n<!-- mdpaperlint-disable ragged-row -->\n<!-- mdpaperlint-disable ragged-row -->\n  - b\n"
    result = fix(text, ALL)
    assert result.text == "- a\n<!-- mdpaperlint-disable ragged-row -->\n\n  - b\n"


def test_the_guard_names_the_rule_that_does_the_damage_among_others() -> None:
    with pytest.raises(FixError) as raised:
        fix(TABLE, [replaces("ones", "one", "eins"), replaces("breaks", r"\| 2 \|\n", "")])
    assert raised.value.rules == ("breaks",)


@pytest.mark.parametrize(
    ("pattern", "by", "expected"),
    [
        (r"\| 1 \|\n(\| 2 \|\n)", r"\1", "# A\n\n| n |\n|---|\n| 2 |\n| 3 |\n\n- one\n- two\n"),
        (r"# A\n\n", "", TABLE.removeprefix("# A\n\n")),
        (r"(\| 3 \|)", r"\n\1", TABLE.replace("| 3 |", "\n| 3 |")),
        (r"(?<=\| 3 \|)", "\n<div>", TABLE.replace("| 3 |", "| 3 |\n<div>")),
    ],
)
def test_unsafe_fixes_may_change_what_they_touch(pattern: str, by: str, expected: str) -> None:
    once = Counter[str]()

    def fixes(document: Document) -> Iterator[Fix]:
        match = re.search(pattern, document.text)
        once["asked"] += 1
        if match and once["asked"] == 1:
            yield Fix((Edit(match.start(), match.end(), match.expand(by)),), False, "")

    assert fix(TABLE, [rule_of("mends", fixes)], unsafe=True).text == expected


def test_unsafe_fixes_may_lay_bare_what_raw_html_held() -> None:
    text = "<div>\n| n |\n|---|\n| 1 |\n## B\n- c\n"
    result = fix(text, [replaces("mends", r"<div>\n(?!\n)", r"<div>\n\n", safe=False)], unsafe=True)
    assert result.text == text.replace("<div>\n", "<div>\n\n")


def test_unsafe_fixes_may_not_change_what_is_far_from_them() -> None:
    with pytest.raises(FixError, match="breaks: the "):
        fix(TABLE, [replaces("breaks", "# A(?!\n```)", "# A\n```", safe=False)], unsafe=True)


def test_moves_by_one_rule_to_one_place_follow_their_ranks() -> None:
    rows = [f"| {number} |\n" for number in range(1, 10)]
    head = "| n |\n|---|\n"

    def fixes(document: Document) -> Iterator[Fix]:
        written = document.tables[0].rows
        numbers = [int(document.text[row.cells[0].start : row.cells[0].end]) for row in written]
        target = document.full_line_span(written[-1].line).end
        for row, number in zip(written, numbers, strict=True):
            if number < 9 and numbers != sorted(numbers, reverse=True):
                start, end = document.full_line_span(row.line)
                line = document.text[start:end]
                yield Fix((Edit(start, end, ""), Edit(target, target, line, 9 - number)), True, "")

    result = fix(head + "".join(rows), [rule_of("order", fixes)])
    assert result.text == head + "".join(reversed(rows))
    assert result.passes == 1


CELLS = st.sampled_from(
    [
        "2023-05", "2024", "2021.9", "May 2020", "", "x", "a \\| b", "`|`", "表 🎓",
        "[a](https://arxiv.org/abs/2301.00001)", "[b](http://arxiv.org/pdf/2405.12345v2.pdf)",
        "[c](https://arxiv.org/abs//2307.02628)", "c <!-- mdpaperlint-disable-line -->",
        "d <!-- mdpaperlint-disable-line unordered-rows ragged-row -->",
    ]
)  # fmt: skip
ROWS = st.builds(
    lambda cells, closed: "| " + " | ".join(cells) + (" |" if closed else ""),
    st.lists(CELLS, min_size=1, max_size=4),
    st.booleans(),
)
TABLES = st.builds(
    lambda prefix, rows: "".join(
        f"{prefix}{row}\n" for row in ["| Date | Title | Link |", "| --- | --- | --- |", *rows]
    ),
    st.sampled_from(["", "", "> ", "  "]),
    st.lists(ROWS, max_size=8),
)
PARTS = st.one_of(
    TABLES,
    st.sampled_from(
        [
            "# A\n", "## A\n", "\n", "\n\n", "\r\n", "text\n", "  - nested\n", "| loose | row |\n",
            "[a](#A)\n", "- [a](https://arxiv.org/abs/2301.00001) 2023\n", "```\n", "<div>\n",
            "<!-- mdpaperlint-disable ragged-row -->\n", "<!-- mdpaperlint-enable ragged-row -->\n",
            "<!-- mdpaperlint-disable-next-line unordered-rows -->\n",
        ]
    ),
)  # fmt: skip
TEXTS = st.lists(PARTS, max_size=8).map("".join)
ALL = [ActiveRule(rule, rule.Options()) for rule in RULES if not rule.online]


def bare(text: str) -> Counter[str]:
    """The words of all rows and entries, without what safe fixes may write otherwise."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    return Counter(re.findall(r"2301\.00001|2405\.12345|2307\.02628|nested|text|loose|表|🎓|x", text))


@given(TEXTS)
@settings(max_examples=60)
def test_fixed_twice_is_fixed_once_and_no_word_is_lost(text: str) -> None:
    result = fix(text, ALL)
    again = fix_document(parse(result.text), ALL)
    assert (again.text, again.passes) == (result.text, 0)
    assert bare(result.text) == bare(text)
    assert not result.report.failures
    assert not [each for each in result.report.violations if each.fix and each.fix.safe]


@given(TEXTS, st.data())
@settings(max_examples=60)
def test_any_subset_of_fixes_can_be_applied(text: str, data: st.DataObject) -> None:
    document = parse(text)
    report = check_document(document, ALL)
    offered = candidates(text, report.violations, report.suppressed)
    chosen = select(text, data.draw(st.permutations([each for each in offered if data.draw(st.booleans())])))
    edits = chosen.edits()
    fixed = apply_edits(text, edits)
    if all(each.fix.safe for each in chosen.chosen):
        assert bare(fixed) == bare(text)
    assert Counter(edits) == Counter(edit for each in chosen.chosen for edit in each.fix.edits)


@given(TEXTS)
@settings(max_examples=40)
def test_unsafe_fixes_end_and_pass_the_guard(text: str) -> None:
    result = fix(text, ALL, unsafe=True)
    assert fix_document(parse(result.text), ALL, unsafe=True).text == result.text
