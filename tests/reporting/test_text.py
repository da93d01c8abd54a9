from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from mdpaperlint.engine.findings import locate
from mdpaperlint.engine.results import FileReport, Remark, Run
from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.violation import Edit, Fix, Related, Violation
from mdpaperlint.reporting import ReportOptions, render
from mdpaperlint.reporting.terminal import Style, excerpt, printable, terminal_width, wants_colour, width

FAILED = FileReport("a.md", problems=("a.md: not UTF-8",))


def report(text: str, *violations: Violation, columns: int = 100, quiet: bool = False) -> str:
    run = Run((FileReport("README.md", locate(parse(text), violations)),))
    return "".join(render("text", run, ReportOptions(Style(), columns=columns, quiet=quiet)))


def violation(start: int, end: int, fix: Fix | None = None, related: tuple[Related, ...] = ()) -> Violation:
    return Violation("a-rule", "error", "it is wrong", start, end, fix, related)


def test_place_and_caret() -> None:
    assert report("one\ntwo three\n", violation(8, 13)) == (
        "README.md\n2:5: error a-rule: it is wrong\n 2 | two three\n   |     ^^^^^\n"
        "Found 1 error in 1 file.\n"
    )


def test_the_corrected_line_is_shown() -> None:
    fix = Fix((Edit(4, 7, "2"), Edit(13, 13, "!")), True, "write numbers")
    assert report("one\ntwo three\n", violation(4, 7, fix)) == (
        "README.md\n2:1: error a-rule: it is wrong [fix]\n"
        " 2 | two three\n"
        "   | ^^^\n"
        "   = 2 three!\n"
        "Found 1 error in 1 file; 1 can be fixed with --fix.\n"
    )


@pytest.mark.parametrize(
    "edits",
    [
        (Edit(0, 4, ""), Edit(14, 14, "one\n")),
        (Edit(5, 5, "\n"),),
        (Edit(4, 13, ""),),
        (Edit(3, 4, ""),),
    ],
)
def test_where_no_line_is_corrected_the_fix_is_told(edits: tuple[Edit, ...]) -> None:
    fix = Fix(edits, False, "move it behind line 2")
    assert report("one\ntwo three\n", violation(4, 7, fix)) == (
        "README.md\n2:1: error a-rule: it is wrong [unsafe fix]\n"
        " 2 | two three\n"
        "   | ^^^\n"
        "   = fix: move it behind line 2\n"
        "Found 1 error in 1 file; 1 with --fix --unsafe-fixes.\n"
    )


def test_a_fix_that_the_message_tells_is_not_told_twice() -> None:
    fix = Fix((Edit(0, 4, ""), Edit(8, 8, "one\n")), True, "is wrong")
    assert report("one\ntwo\n", violation(0, 3, fix)) == (
        "README.md\n1:1: error a-rule: it is wrong [fix]\n"
        " 1 | one\n"
        "   | ^^^\n"
        "Found 1 error in 1 file; 1 can be fixed with --fix.\n"
    )


def test_a_span_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert "\n 1 | one\n   |  ^^\n" in report("one\ntwo\n", violation(1, 6))


def test_related_places() -> None:
    related = (
        Related(4, 7, "the other one"),
        Related(0, 0, "elsewhere", "b.md", 7),
        Related(0, 0, "there", "c.md"),
    )
    shown = report("one\ntwo\n", violation(0, 3, related=related))
    assert "   > 2:1: the other one\n   > b.md:7:1: elsewhere\n   > c.md: there\n" in shown


def test_quiet_is_one_line_each() -> None:
    assert report("one\n", violation(0, 3), violation(1, 2), quiet=True) == (
        "README.md:1:1: error a-rule: it is wrong\nREADME.md:1:2: error a-rule: it is wrong\n"
    )


def test_remarks_and_counts() -> None:
    file = FileReport(
        "a.md", remarks=(Remark(3, 1, "not read: too deep"),), remote_links=frozenset({"http://a"})
    )
    other = FileReport("b.md", remote_links=frozenset({"http://a", "http://b"}))
    assert "".join(render("text", Run((file, other)), ReportOptions(Style()))) == (
        "a.md\n3:1: note: not read: too deep\n"
        "No violations in 2 files; 2 remote links were not checked (--online checks them).\n"
    )


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ((), "No file was checked."),
        ((FAILED,), "No file was wholly checked."),
        ((FAILED, FileReport("b.md")), "No violations in 1 file; 1 file failed."),
        (
            (FAILED._replace(fixed=(("a-rule", 2),)),),
            "Fixed 2 violations; no violations in 0 files; 1 file failed.",
        ),
    ],
)
def test_a_file_that_failed_is_not_without_violations(files: tuple[FileReport, ...], told: str) -> None:
    assert "".join(render("text", Run(files), ReportOptions(Style()))) == told + "\n"


def test_many_violations_on_one_long_line_cost_no_more_than_their_number() -> None:
    text = "x" * 1_000_000
    fix = Fix((Edit(0, 1, "y"),), True, "y")
    shown = report(text, *(violation(at, at + 1, fix) for at in range(0, 1_000_000, 1000)))
    assert len(shown) < 1000 * 500


CHARACTERS = st.text(
    st.sampled_from("ab |文字한🙂é\u0301\t\x1b\u202e\u200b\U0001f468\u200d\U0001f469\ufe0f☀")
    | st.characters(),
    max_size=300,
)


@given(CHARACTERS, st.data(), st.integers(20, 120))
def test_an_excerpt_fits_and_shows_the_place(line: str, data: st.DataObject, columns: int) -> None:
    line = line.replace("\n", "").replace("\r", "")
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    shown, _, marked = excerpt(line, start, end, columns)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    # A cluster of joined characters may be measured in part; it never takes more than its parts.
    assert width(shown) <= columns + 2
    assert marked >= 1
    if start < len(line):
        assert printable(line[start]) in shown or not line[start].isprintable()


@pytest.mark.parametrize(
    "before",
    ["", "plain ", "文字 ", "한국어 ", "🙂🙂 ", "e\u0301 ", "👨‍👩‍👧 ", "☀\ufe0f ", "a\tb ", "\x1b[1m "],
)
def test_the_caret_stands_under_the_fault(before: str) -> None:
    line = f"{before}HERE and more"
    shown, columns, marked = excerpt(line, len(before), len(before) + 4, 100)
    assert columns == wcswidth(shown[: shown.index("HERE")])
    assert marked == 4


@pytest.mark.parametrize("filler", ["x", "文", "🙂", "ab文 "])
@pytest.mark.parametrize("place", [0, 40, 500, 996])
def test_long_lines_are_windowed(filler: str, place: int) -> None:
    line = (filler * 1000)[:1000]
    line = line[:place] + "HERE" + line[place + 4 :]
    shown, before, marked = excerpt(line, place, place + 4, 80)
    assert width(shown) <= 80
    assert width(shown) >= 70
    assert wcswidth(shown[: shown.index("HERE")]) == before
    assert marked == 4
    assert shown.startswith("…") == (place > 40 or (place == 40 and width(line[:40]) > 27))


def test_every_character_is_as_wide_as_wcwidth_says() -> None:
    for code in (*range(0x20, 0x7F), *range(0xA0, 0xD800), *range(0xE000, 0x20000)):
        character = chr(code)
        if printable(character) == character:
            assert width(character) == max(wcswidth(character), 0) or wcswidth(character) < 0, hex(code)


@given(st.text(st.sampled_from("ab文字한。，é—…“”αЖ️🙂☀\u0301\u200d") | st.characters()))
def test_width_of_text_is_as_wcwidth_says(text: str) -> None:
    shown = printable(text)
    assert wcswidth(shown) in (width(shown), -1)


def test_printable_escapes_what_acts_on_a_terminal() -> None:
    assert printable("a\tb\x1b[1m\x9b\x7f\u202e\u2066\u2028\ufeff\udce9") == (
        "a b\\x1b[1m\\x9b\\x7f\\u202e\\u2066\\u2028\\ufeff\\xe9"
    )
    for kept in ("文字 é 🙂 👨‍👩‍👧 اب", "plain"):
        assert printable(kept) == kept


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "elsewhere"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
    ],
)
def test_colour(environment: dict[str, str], on_terminal: bool, elsewhere: bool) -> None:
    assert wants_colour(Terminal(), environment) is on_terminal
    assert wants_colour(io.StringIO(), environment) is elsewhere


def test_width_without_a_terminal() -> None:
    assert terminal_width(io.StringIO()) == 100
    assert terminal_width(Terminal()) == 100
