"""Lists whose titles try to break out of a report."""

from __future__ import annotations

from hypothesis import strategies as st

from mdpaperlint.engine.linter import Linter
from mdpaperlint.engine.results import FileReport
from mdpaperlint.model.verdict import Verdict

TITLES = (
    "%0A::stop-commands::x",
    "]]>",
    "::error::not ours",
    "##[error]not ours",
    "%25%0D%3A,file=/etc/passwd",
    "`code` ``` and ````",
    "<script>alert(1)</script> <!-- x --> &amp;",
    "@everyone see #1 and GH-2, www.example.org or a@example.org",
    "</details> **bold** _it_ ~~no~~ $x$ :tada:",
    "![x](https://example.org/x.png) https://example.org/[a]",
    "\u2028::warning::x \u202eabc\u0085 \x1b[31m 漢字 😀",
)
# One table with several faults in each row, so that titles reach messages, corrected lines and sources.
HEAD = "# Papers\n\n| Date | Title | Link | Code |\n| --- | --- | --- | --- |\n"
URL = "https://example.org/gone"
DEAD = {URL: Verdict("gone", "404 ::error:: <b>@you</b> ]]>")}
BLOCKED = {"https://example.org/`|@x?a=<b>": Verdict("blocked", "403 <b>::error::</b>")}

TITLE = st.lists(
    st.one_of(st.sampled_from(TITLES), st.text(max_size=6), st.sampled_from(["|", "\\|", "#", "\r", "%"])),
    min_size=1,
    max_size=4,
).map(lambda pieces: " ".join(" ".join(pieces).replace("\n", " ").split("\r")))


def hostile_list(titles: list[str]) -> str:
    rows = [
        f"| 2020-{12 - number % 12:02} | {title} | [x]({URL}#{number}) [{title}]() | {title} | {title} "
        f"| [y](#{title}) |"
        if number % 2
        else f"| 2020-01 | {title} |"
        for number, title in enumerate(titles)
    ]
    headings = "".join(f"\n## {title}\n" for title in titles)
    return HEAD + "\n".join(rows) + "\n" + headings


def hostile_report(titles: list[str], name: str = "README.md") -> FileReport:
    return Linter(online=True, baseline=False).file(name, hostile_list(titles)).check(DEAD)
