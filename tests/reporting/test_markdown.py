from __future__ import annotations

import re

import cmarkgfm
from cmarkgfm.cmark import Options
from hostile import BLOCKED, DEAD, TITLE, TITLES, URL, hostile_report
from hypothesis import given, settings
from hypothesis import strategies as st

from mdpaperlint.engine.linter import Linter
from mdpaperlint.engine.results import FileReport, Run
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.reporting import ReportOptions, render
from mdpaperlint.reporting.markdown_report import escaped
from mdpaperlint.reporting.terminal import Style

TABLE = "# P\n\n| Date | Title | Link |\n| --- | --- | --- |\n"
OURS = {"h2", "h3", "p", "ul", "li", "code", "pre", "details", "summary"}


def output(*files: FileReport, **options: object) -> str:
    return "".join(render("markdown", Run(files), ReportOptions(Style())._replace(**options)))  # type: ignore[arg-type]


def html(text: str) -> str:
    shown: str = cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE)
    return shown


def test_dead_links_stand_first_and_blocked_ones_are_folded_away() -> None:
    text = TABLE + f"| 2020 | A | lost | too |\n| 2020 | B | [x]({URL}) |\n"
    report = Linter(online=True, baseline=False).file("README.md", text).check(DEAD)
    verdicts = {
        "https://b.example/": Verdict("unsure", "timed out"),
        "https://a.example/": Verdict("blocked", "403"),
        "https://c.example/": Verdict("alive", "200"),
    }
    shown = output(report, verdicts=verdicts)
    assert shown.index("### Dead links (1)") < shown.index("### `ragged-row` (1)")
    assert f"- `README.md:6` `{URL}` gone" in shown
    assert shown.endswith(
        "\n<details><summary>2 links that could not be judged</summary>\n\n"
        "- blocked: `https://a.example/` 403\n- unsure: `https://b.example/` timed out\n\n</details>\n"
    )
    assert "c.example" not in shown
    assert output(report, verdicts=dict(reversed(verdicts.items()))) == shown


def test_errors_stand_before_warnings_and_corrected_lines_are_ready_to_copy() -> None:
    text = TABLE + "| 2020 | A ``` |\n| 2020 | C ``` |\n| 2020 | B | c | lost |\n"
    shown = output(Linter(baseline=False).file("a`b.md", text).check())
    assert shown.index("lost") < shown.index("blank on GitHub")
    assert "\n  ````markdown\n  | 2020 | A ``` | |\n  ````\n" in shown
    assert "<code>a`b.md:5</code>" in html(shown)


def test_a_clean_list_says_so() -> None:
    assert output(Linter(baseline=False).file("a.md", "# A\n\ntext\n").check()) == (
        "## mdpaperlint\n\nNo violations in 1 file; no papers recognised.\n"
    )


@settings(max_examples=150)
@given(titles=st.lists(TITLE, min_size=1, max_size=3))
def test_what_comes_from_files_makes_no_markup(titles: list[str]) -> None:
    report = hostile_report(titles)
    shown = html(output(report, verdicts={**DEAD, **BLOCKED})).replace("<!-- -->", "")
    assert set(re.findall(r"</?([a-zA-Z][\w-]*)", shown)) <= OURS
    assert shown.count("<li>") == len(report.findings) + len(BLOCKED)


@given(st.one_of(st.sampled_from(TITLES), TITLE, st.text(max_size=30)))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    text = " ".join(text.replace("\0", "").split())
    if text:
        shown = html("x " + escaped(text))
        plain = re.sub(r"<!-- -->", "", shown).removeprefix("<p>x ").removesuffix("</p>\n")
        for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
            plain = plain.replace(entity, character)
        assert plain == text
        # GitHub reads mentions and numbers of issues in what is left when escapes are gone.
        assert not re.search(r"@\w|#\d", shown)


def test_a_long_report_is_cut_and_says_so() -> None:
    rows = "".join(f"| 2020 | Paper {number} |\n| 2020 | B | c |\n" for number in range(3000))
    shown = output(Linter(baseline=False).file("a.md", TABLE + rows).check())
    assert "- … and 2,900 more\n" in shown
    assert len(shown) < 65_000
