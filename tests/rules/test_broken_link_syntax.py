from __future__ import annotations

import time
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_rules import mended, reports

from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.base import Context, FileState
from mdpaperlint.rules.broken_link_syntax import MOST_PLACES, BrokenLinkSyntax
from mdpaperlint.rules.missing_file import MissingFile
from mdpaperlint.rules.ragged_row import RaggedRow

reported = partial(reports, BrokenLinkSyntax())
fixed = partial(mended, BrokenLinkSyntax(), unsafe=True)

URL = "https://example.org/a"
FRAMES = [
    "{}",
    "- {}",
    "# {}",
    "> {}\n> more",
    "| A | B |\n| - | - |\n| {} | x |",
    "words {} and (words)\nmore",
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (f"[Paper] ({URL})", f"[Paper]({URL})"),
        (f"[[Paper]] ({URL})", f"[[Paper]]({URL})"),
        (f"![Figure]  ({URL})", f"![Figure]({URL})"),
        ("[Notes] (./notes.md)", "[Notes](./notes.md)"),
        (f"(Paper)[{URL}]", f"[Paper]({URL})"),
        (f"!(Figure)[{URL}]", f"![Figure]({URL})"),
        (f"[Paper][{URL}]", f"[Paper]({URL})"),
        (f"[Paper] [{URL}]", f"[Paper]({URL})"),
        (f"[[Paper({URL})]]", f"[[Paper]({URL})]"),
        (f"[[Code (soon)({URL})]]", f"[[Code (soon)]({URL})]"),
        (f"[[Paper({URL})]", f"[[Paper]({URL})]"),
        (f"[Paper({URL})]", f"[Paper]({URL})"),
        (f"*[Paper]*({URL})", f"*[Paper]({URL})*"),
        (f"**[Paper]**({URL})", f"**[Paper]({URL})**"),
        (f"[*Paper]*({URL})", f"[*Paper*]({URL})"),
        (f"[Paper]({URL}.pdf}})", f"[Paper]({URL}.pdf)"),
        (f"[Paper]({URL},)", f"[Paper]({URL})"),
        (f"[Paper]({URL}])", f"[Paper]({URL})"),
        ("[Mail](ruth@lists.example.edu)", "[Mail](mailto:ruth@lists.example.edu)"),
        (f"[[Code]({URL})[[Web]({URL}/b)]", f"[[Code]({URL})][[Web]({URL}/b)]"),
        (f"[Paper]{{{URL}}}", f"[Paper]({URL})"),
        ('[Models]("#models")', "[Models](#models)"),
        (f"[Paper]<{URL}>", f"[Paper]({URL})"),
        (f"[Paper](]({URL})", f"[Paper]({URL})"),
        (f"[Paper]([{URL}]({URL}))", f"[Paper]({URL})"),
        (f"[Paper]([link]({URL}))", f"[Paper]({URL})"),
        (f"[Paper]([{URL}])", f"[Paper]({URL})"),
        (f"[Paper](({URL}))", f"[Paper]({URL})"),
        (f"[Paper](%5B{URL}%5D)", f"[Paper]({URL})"),
        (f"[Paper](%5B{URL}%5D%28{URL}%29)", f"[Paper]({URL})"),
        (f"[Paper](“{URL}”)", f"[Paper]({URL})"),
        ("[Paper](https:// example.org/a)", f"[Paper]({URL})"),
        ("[Paper](https: //example.org/a)", f"[Paper]({URL})"),
        ("[Paper](https://example,org/a)", f"[Paper]({URL})"),
        ("[Paper](htps://example.org/a)", f"[Paper]({URL})"),
        ("[Paper](htttps://example.org/a)", f"[Paper]({URL})"),
        ("[Paper](ttps://example.org/a)", f"[Paper]({URL})"),
        ("[Paper](https//example.org/a)", f"[Paper]({URL})"),
        ("[Paper](https:/example.org/a)", f"[Paper]({URL})"),
        ("[Paper](https:///example.org/a)", f"[Paper]({URL})"),
        ("[Paper](https;//example.org/a)", f"[Paper]({URL})"),
        ("[Paper](https：//example.org/a)", f"[Paper]({URL})"),
        ("[Paper](https://https://example.org/a)", f"[Paper]({URL})"),
        ("[Paper](http://https://example.org/a)", f"[Paper]({URL})"),
        ("[Paper](hhttps://example.org/a)", f"[Paper]({URL})"),
        ("[Paper](github.com/a/b)", "[Paper](https://github.com/a/b)"),
        ("[Paper](www.example.org)", "[Paper](https://www.example.org)"),
        ("[Paper](arxiv.org/abs/1706.03762)", "[Paper](https://arxiv.org/abs/1706.03762)"),
        ("[Paper](./https://example.org/a)", f"[Paper]({URL})"),
        (f"[Paper]({URL}{URL})", f"[Paper]({URL})"),
        (f"[Paper]({URL}/{URL}/)", f"[Paper]({URL}/)"),
        ('<a href="github.com/a/b">Code</a>', '<a href="https://github.com/a/b">Code</a>'),
        ("<htps://example.org/a>", f"<{URL}>"),
        (f"[Paper]({URL}", f"[Paper]({URL})"),
        (f"[Paper]({URL} [Code](https://example.org/b)", f"[Paper]({URL}) [Code](https://example.org/b)"),
        (f"[Paper]({URL}]", f"[Paper]({URL})"),
        (f"[[Paper]({URL}]", f"[[Paper]({URL})]"),
        (f"[Code]({URL} (DOI: 10.1/2)", f"[Code]({URL}) (DOI: 10.1/2)"),
        (f"[Paper]({URL}）", f"[Paper]({URL})"),
        (f"[Paper]（{URL}）", f"[Paper]({URL})"),
        (f"[Paper]（{URL})", f"[Paper]({URL})"),
        (f"【Paper】({URL})", f"[Paper]({URL})"),
        (f"[Paper({URL})", f"[Paper]({URL})"),
        (f"[Paper (of 2024)({URL})", f"[Paper (of 2024)]({URL})"),
        (f"[Paper]{URL})", f"[Paper]({URL})"),
        (f"[[Paper]]{URL})", f"[[Paper]]({URL})"),
        (f"【Paper】（{URL}）", f"[Paper]({URL})"),
        (f"［Paper］（{URL}）", f"[Paper]({URL})"),
        (f"（论文）[{URL}]", f"[论文]({URL})"),
        (f"（{URL}）", f"（<{URL}>）"),
        (f"看 {URL}，很好", f"看 <{URL}>，很好"),
        ("[Notes](my notes.md)", "[Notes](my%20notes.md)"),
    ],
)
def test_what_was_meant_as_a_link(broken: str, whole: str, frame: str) -> None:
    text = frame.format(broken) + "\n"
    (report,) = reported(text)
    lines = text.split("\n")
    number = next(number for number, line in enumerate(lines) if broken in line)
    place, severity, _ = report.split(" ", 2)
    line, column = map(int, place.split(":"))
    assert (line, severity) == (number + 1, "error")
    begin = lines[number].index(broken) + 1
    assert begin <= column < begin + len(broken)
    assert report.endswith("[unsafe fix]")
    assert fixed(text) == frame.format(whole) + "\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"[Paper]({URL} b)", "there is a space in the address"),
        (f"Paper]({URL})", "the [ that begins the text of this link is missing: add it"),
        (f"[A [Paper]({URL}) b](https://example.org/b)", "a link cannot be in the text of another"),
        (f"[Paper]([https://example.org/b]({URL}))", "holds a whole link"),
        (f"[Paper]({URL}https://example.org/b)", "is two addresses run together"),
        (f"Paper words】({URL})", "full-width brackets make no link"),
        ("[Poster](file:///C:/Users/me/poster.pdf)", "leads to a file on your own computer"),
    ],
)
def test_what_is_reported_and_not_mended(text: str, message: str) -> None:
    reports_ = reported(text + "\n")
    assert len(reports_) == 1
    assert message in reports_[0]
    assert "fix]" not in reports_[0]
    assert fixed(text + "\n") == text + "\n"


@pytest.mark.parametrize("frame", FRAMES[:1] + FRAMES[4:])
@pytest.mark.parametrize(
    "text",
    [
        f"[Paper]({URL})",
        f'[Paper]({URL} "A title")',
        f"[Paper]( {URL} )",
        f"[Paper](<{URL} b>)",
        f"[[Paper]({URL})] (see {URL})",
        f"[[Paper]({URL})] ({URL})",
        f"[12] ({URL})",
        f"[x] ({URL})",
        f"`[Paper] ({URL})` `(a)[{URL}]`",
        f"<!-- [Paper] ({URL}) -->",
        f"[Paper](https://web.archive.org/web/2020/{URL})",
        f"[Paper](https://example.org/?url={URL})",
        f"[Paper]({URL},b) [a](https://a,b@example.org/a) {URL},b",
        f"[Paper](https://img.shields.io/badge?url={URL}&b=c)",
        "[Paper](docs/notes.md) [b](../a/b) [c](/d) [e](#f) [g](x.io)",
        "[Mail](mailto:a@example.org) [Call](tel:+123) [FTP](ftp://example.org/a)",
        "[Paper](//github.com/a/b)",
        "[Paper](README.cn.md) [b](v1.0) [c](socket.io.md)",
        f"论文（<{URL}>）。",
        f"[![Badge]({URL})](https://example.org/b)",
        f"f(x)[y] and [a] (b) and (a)[b] {URL}",
        "[Paper](https://en.wikipedia.org/wiki/A_(b))",
        "[Paper]({{ url }}) [b](${github.com/a/b})",
        "[^1] [a]: b",
        f"[a paper ({URL})] [[a paper ({URL})]] [a paper ({URL}) and [another]({URL})]",
        f"[12({URL}) and (see [the paper]{URL})",
    ],
)
def test_what_is_no_fault(text: str, frame: str) -> None:
    assert reported(frame.format(text) + "\n") == []


@pytest.mark.parametrize(
    "text",
    [
        f"```\n[Paper] ({URL})\n```\n",
        f"    [Paper] ({URL})\n",
        f"[Paper] ({URL})\n\n[paper]: {URL}\n",
        f"<pre>\n[Paper] ({URL})\n</pre>\n",
        f"| A |\n| - |\n| a | [Paper]({URL} |\n",
        f"`a\n[Paper] ({URL}) b`\n",
        f"[Paper][{URL}]\n\n[{URL}]: {URL}\n",
        "[//]: # (github.com/a/b)\n",
    ],
)
def test_blocks_that_hold_no_links(text: str) -> None:
    assert reported(text) == []


def test_a_definition_is_reported_once_where_it_stands() -> None:
    (report,) = reported("[a][g], [b][g]\n\n[g]: github.com/a/b\n")
    assert report.startswith("3:6 error the address github.com/a/b has no https:// before it, so GitHub")
    assert report.endswith(": write https://github.com/a/b [unsafe fix]")


@pytest.mark.parametrize("frame", ["{}", "- {}", "- x\n- {}", "> {}"])
@pytest.mark.parametrize("colon", [":", ": "])
def test_a_link_that_became_a_definition(frame: str, colon: str) -> None:
    text = frame.format(f"[Paper]{colon}({URL})") + "\n"
    (report,) = reported(text)
    assert report.endswith("turns this link into a definition, which is not shown: remove the : [unsafe fix]")
    assert fixed(text) == frame.format(f"[Paper]({URL})") + "\n"


def test_a_pipe_cuts_an_address() -> None:
    text = f"| A | B |\n| - | - |\n| [Paper]({URL}|b) | x |\n"
    assert reported(text) == ["3:3 error the | in this address ends the cell: write %7C instead [unsafe fix]"]
    assert fixed(text) == text.replace("|b", "%7Cb")
    text = f"| A | B |\n| - | - |\n| [Paper]({URL} |x|\n"
    assert fixed(text) == text.replace(" |x|", ") |x|")
    text = f"|A|B|\n|-|-|\n|[Paper]({URL}|x|\n"
    assert fixed(text) == text.replace("|x|", ")|x|")


def test_a_pipe_cuts_the_text_of_a_link() -> None:
    text = f"| A | B |\n| - | - |\n| [p(y|x)]({URL}) |\n"
    (report,) = reported(text)
    assert report == (
        "3:10 error the | in the text of this link ends the cell: write \\| instead [unsafe fix]"
    )
    assert fixed(text) == text.replace("y|x", "y\\|x")


@pytest.mark.parametrize("rows", [f"| [p(y|x)]({URL}) | b |", f"| [a\nb]({URL}) | b |"])
def test_a_text_cut_by_what_another_rule_reports(rows: str) -> None:
    text = f"| A | B |\n| - | - |\n{rows}\n"
    assert reported(text) == []
    assert len(reports(RaggedRow(), text)) == 1


def test_a_link_over_two_lines() -> None:
    assert fixed(f"[A long\ntext] ({URL})\n") == f"[A long\ntext]({URL})\n"
    assert fixed(f"- [Paper]\n  ({URL})\n") == f"- [Paper]({URL})\n"


def test_only_the_bytes_that_are_wrong_change() -> None:
    text = f'|A|\r\n|-|\r\n|  `x`   [Paper]  ({URL} "t")  |\r\n'
    assert fixed(text) == text.replace("]  (", "](")


PIECES = [
    "[",
    "]",
    "(",
    ")",
    "[a]",
    "](",
    "https://a.b/c",
    " ",
    "\n",
    "`",
    "<",
    ">",
    "（",
    "）",
    "【",
    "】",
    "|",
    "\\",
    "x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.booleans())
def test_repairs_only_ever_add_links(text: str, table: bool) -> None:
    text = f"| A | B |\n| - | - |\n| {text} |\n" if table else text
    reported(text)
    once = fixed(text)
    before = [link for link in parse(text).links if link.kind == "inline"]
    after = [link for link in parse(once).links if link.kind == "inline"]
    assert len(after) >= len(before)


@pytest.mark.parametrize(
    "piece", ["[a](https://b ", "](https://b", "[a] (https://b.c) ", "://", "（https://b.c）", "【", "[a](]("]
)
def test_long_paragraphs_take_no_more_than_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count + "\n"
        begin = time.process_time()
        reported(text)
        return time.process_time() - begin

    seconds(50)
    assert seconds(1500) < 3


@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_too_many_broken_links_are_left_out_and_said(gap: str) -> None:
    def mendable(count: int) -> list[str]:
        return reported(f"[Paper]({URL}{gap}" * count)

    assert sum("fix]" in report for report in mendable(MOST_PLACES)) == MOST_PLACES
    (told,) = mendable(MOST_PLACES + 1)
    assert "more than 2,000 places look like broken links: they are not looked at" in told


DESTINATIONS = st.lists(
    st.sampled_from(
        (
            "https http htps ttps :// : / // www. github.com example.org/ README.md notes/ . ? # = & %5B %5D "
            "[x] a-b {{x}} 论文 v1.0 file:"
        ).split()
    ),
    min_size=1,
    max_size=5,
).map("".join)


class NoFiles:
    def state(self, target: str) -> FileState:
        return "missing"


@given(DESTINATIONS)
def test_no_destination_is_told_twice(destination: str) -> None:
    document = parse(f"[text]({destination}) and [more](<{destination}>)\n")
    told = [
        [
            violation.start
            for violation in rule.check(document, Context(rule.Options(), files=NoFiles()))
            if violation.end - violation.start == len(destination)
        ]
        for rule in (BrokenLinkSyntax(), MissingFile())
    ]
    assert not set(told[0]) & set(told[1])


@pytest.mark.parametrize(
    ("destination", "rule"),
    [
        ("github.com/a/b", "broken-link-syntax"),
        ("www.example.org", "broken-link-syntax"),
        ("./https://example.org", "broken-link-syntax"),
        ("docs/https://example.org", "broken-link-syntax"),
        ("htps://example.org", "broken-link-syntax"),
        ("%5Bhttps://example.org%5D", "broken-link-syntax"),
        ("docs/a.md", "missing-file"),
        ("a.md?from=https://example.org", "missing-file"),
        ("socket.io", "missing-file"),
        ("notes.io.md", "missing-file"),
        ("http/2.md", "missing-file"),
    ],
)
def test_every_lost_destination_is_told_by_one_rule(destination: str, rule: str) -> None:
    document = parse(f"[text]({destination})\n")
    told = [
        violation.rule
        for each in (BrokenLinkSyntax(), MissingFile())
        for violation in each.check(document, Context(each.Options(), files=NoFiles()))
    ]
    assert told == [rule]


def test_a_file_that_is_there_is_no_web_address() -> None:
    class Files(NoFiles):
        def state(self, target: str) -> FileState:
            return "found"

    rule = BrokenLinkSyntax()
    document = parse("[text](example.com/a) [text](https:/example.org)\n")
    assert len(list(rule.check(document, Context(rule.Options(), files=Files())))) == 1


def test_a_bracket_that_closes_nothing() -> None:
    broken = f"[[Code]({URL})] [Web]({URL}/b)]"
    assert reported(broken) == [
        f"1:{len(broken)} error this ] behind a link closes nothing: remove it [unsafe fix]"
    ]
    assert fixed(broken) == f"[[Code]({URL})] [Web]({URL}/b)"
    assert reported(f"[[Code]({URL})] [see [Web]({URL}/b)]") == []
    assert reported(f"[Web]({URL}/b)]") == []


@pytest.mark.parametrize("frame", FRAMES[:-1])
def test_a_bracket_left_open_at_the_end(frame: str) -> None:
    broken = f"[[Code]({URL})] [[Web]({URL}/b)"
    (report,) = reported(frame.replace("{}", broken))
    assert "the [ before this link is never closed" in report
    assert fixed(frame.replace("{}", broken)) == frame.replace("{}", f"{broken}]")
    # Without another in brackets, the one may belong to a remark that goes on elsewhere.
    assert reported(frame.replace("{}", f"[[Web]({URL}/b)")) == []


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("[The Depth of Calls](The Depth of Calls)", "words stand where the address belongs"),
        ("[Code](coming soon)", "words stand where the address belongs"),
        (f"[Paper]({URL})(https://example.org/b)", "this second address behind a link"),
        ("[Code](https://github/example/code)", "has no dot in the name of its host"),
        ("[Code](https://will_be_soon/)", "has no dot in the name of its host"),
        (
            "[Faces](#Some Faces)",
            "there is a space in the anchor, so GitHub shows no link: write #some-faces",
        ),
    ],
)
def test_what_only_the_author_can_mend(frame: str, broken: str, said: str) -> None:
    text = frame.replace("{}", broken)
    (report,) = reported(text)
    assert said in report
    assert fixed(text) == text


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    "right",
    [
        f"[Paper]({URL} 'its title')",
        f"*[Paper]({URL})* (see {URL})",
        f"[[Paper]({URL})] [[Code]({URL})]",
        f"[[Paper]({URL}), [Code]({URL})]",
        f"[see [Paper]({URL}) and [Code]({URL})]",
        f"[[Web\\]]({URL}) [[Slides\\]]({URL})",
        f"[see Smith ({URL})]",
        "the array a[i](x y) and `[a](b c)`",
        "[ ] (optional) words",
        "[Code](https://localhost/a) [b](https://[::1]/a) [c](https://en.example.org/A_(b))",
        "[slides](Survey@List-v1.pdf)",
        f"[Paper]({URL}) (oral)",
    ],
)
def test_what_only_looks_like_displaced_marks(frame: str, right: str) -> None:
    assert reported(frame.replace("{}", right)) == []


def test_an_anchor_with_a_space_is_mended_when_there_is_such_a_heading() -> None:
    text = "- [Faces](#Some Faces)\n\n## Some faces\n"
    assert len(reported(text)) == 1
    assert fixed(text) == text.replace("#Some Faces", "#some-faces")


def test_an_address_that_is_the_anchor_of_a_heading() -> None:
    text = '<a href="where-to-begin">here</a> and [there](where-to-begin)\n\n## Where to begin\n'
    message = "the address where-to-begin has no # before it, so GitHub looks for a file"
    assert all(message in report for report in reported(text))
    assert len(reported(text)) == 2
    assert fixed(text) == text.replace('"where', '"#where').replace("(where", "(#where")


def test_a_name_in_capitals_is_that_of_a_file() -> None:
    text = "Published under [Creative Commons Zero](LICENSE).\n\n## License\n"
    assert reported(text) == []
    assert len(reported(text.replace("LICENSE", "license"))) == 1


def test_an_address_over_two_lines_is_joined_and_never_cut() -> None:
    text = "- **Twice**, [[Project]]( https://\n  github.com/example/twice)\n"
    (report,) = reported(text)
    assert "the address is broken over two lines, so GitHub shows no link: put it on one line" in report
    assert "https://)" not in fixed(text)
    assert fixed(text) == "- **Twice**, [[Project]]( https://github.com/example/twice)\n"


def test_an_item_that_is_a_definition() -> None:
    text = "- [Lamps]: https://example.org/a\n- [Candles](https://example.org/b)\n"
    (report,) = reported(text)
    assert "the : after the ] makes a definition of this item, which is not shown" in report
    assert fixed(text) == text.replace("]: https://example.org/a", "](https://example.org/a)")
    assert reported("- [Lamps]\n\n[Lamps]: https://example.org/a\n") == []
    assert reported("[Lamps] and\n\n- [lamps]: https://example.org/a\n") == []


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (f"[![Stars]({URL}.svg]({URL})", f"[![Stars]({URL}.svg)]({URL})"),
        (f"[![Stars({URL}.svg)]({URL})", f"[![Stars]({URL}.svg)]({URL})"),
        (f"[2304.05341]{URL})", f"[2304.05341]({URL})"),
        (f"[2304.05341({URL})", f"[2304.05341]({URL})"),
    ],
)
def test_badges_and_identifiers(frame: str, broken: str, whole: str) -> None:
    text = frame.format(broken)
    assert len(reported(text)) == 1
    assert fixed(text) == frame.format(whole)
    assert reported(frame.format(whole)) == []
