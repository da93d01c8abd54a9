"""The report as Markdown, for an issue that is written anew each week, and for GitHub's job summary.

Dead links stand first, then the other errors, then the warnings; links that could not be judged are folded
away. The report depends neither on the time nor on the order of the answers, so that an issue changes only
when the list does. Text that comes from files makes no link, no mention and no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdpaperlint.engine.findings import Finding
from mdpaperlint.engine.results import Run
from mdpaperlint.lazy_pattern import lazy_pattern
from mdpaperlint.model.wording import count_of
from mdpaperlint.reporting import ReportOptions, path_from_root
from mdpaperlint.reporting.github_report import is_copied_whole
from mdpaperlint.reporting.terminal import Style, printable
from mdpaperlint.reporting.text_report import summary

DEAD = "unreachable-link"
# In bytes. GitHub cuts an issue at 65,536 characters; ``full`` is for a job summary, of which it takes 1 MiB.
MOST_OF_AN_ISSUE, MOST_OF_A_SUMMARY = 60_000, 900_000
_MOST_OF_A_RULE = 100

# Whatever can begin emphasis, code, a link, HTML, an entity, a table, math, an emoji or a URL of GFM.
_MARKS = lazy_pattern(r"[\\`*_~\[\]<>&!$|#@:]|(?<=www)\.", re.IGNORECASE)
_BACKTICKS = lazy_pattern(r"`+")
_UNCERTAIN = ("blocked", "unsure")


def render(run: Run, options: ReportOptions) -> Iterator[str]:
    yield f"## mdpaperlint\n\n{escaped(summary(run, options._replace(style=Style())))}\n"
    problems = [*run.problems, *(problem for file in run.files for problem in file.problems)]
    if problems:
        yield f"\n### Not done ({len(problems)})\n\n"
        yield from (f"- {escaped(printable(problem))}\n" for problem in problems)
    room = MOST_OF_A_SUMMARY if options.full else MOST_OF_AN_ISSUE
    left_out = 0
    for title, members in _groups(run):
        head = f"\n### {title} ({len(members)})\n\n"
        pieces = [_entry(path, finding, options) for path, finding in members]
        shown = []
        size = len(head)
        for piece in pieces if options.full else pieces[:_MOST_OF_A_RULE]:
            length = len(piece.encode("utf-8", "surrogatepass"))
            if size + length > room:
                break
            size += length
            shown.append(piece)
        if not shown:
            left_out += len(pieces)
            continue
        room -= size
        yield head
        yield from shown
        if len(shown) < len(pieces):
            yield f"- … and {len(pieces) - len(shown):,} more\n"
    if left_out:
        yield f"\n{left_out:,} more violations are not shown here: mdpaperlint lists them all.\n"
    yield from _uncertain(options, max(room, 5_000))


def _groups(run: Run) -> list[tuple[str, list[tuple[str, Finding]]]]:
    groups: dict[tuple[int, str], list[tuple[str, Finding]]] = {}
    for file in run.files:
        for finding in file.findings:
            violation = finding.violation
            rank = 0 if violation.rule == DEAD else 1 if violation.severity == "error" else 2
            groups.setdefault((rank, violation.rule), []).append((file.path, finding))
    return [
        ("Dead links" if rank == 0 else f"{_code(rule)}", groups[rank, rule])
        for rank, rule in sorted(groups, key=lambda key: (key[0], -len(groups[key]), key[1]))
    ]


def _entry(path: str, finding: Finding, options: ReportOptions) -> str:
    violation = finding.violation
    where = _code(f"{printable(path_from_root(path, options.root))}:{finding.place.line}")
    entry = f"- {where} {escaped(printable(violation.message))}\n"
    if violation.rule == DEAD:
        start, end = finding.place.column - 1, finding.place.end_column - 1
        url = finding.source[start:end] if finding.place.line == finding.place.end_line else ""
        return (
            f"- {where} {_code(printable(url))} {escaped(printable(violation.message))}\n" if url else entry
        )
    if finding.corrected is None or not is_copied_whole(finding.corrected):
        return entry
    return entry + _fenced(finding.corrected)


def _fenced(line: str) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"\n  {fence}markdown\n  {line}\n  {fence}\n"


def _uncertain(options: ReportOptions, room: int) -> Iterator[str]:
    links = sorted(
        (verdict.kind, url, verdict.reason)
        for url, verdict in options.verdicts.items()
        if verdict.kind in _UNCERTAIN
    )
    if not links:
        return
    title = f"{count_of(len(links), 'link')} that could not be judged"
    yield f"\n<details><summary>{title}</summary>\n\n"
    for number, (kind, url, reason) in enumerate(links):
        line = f"- {kind}: {_code(printable(url))} {escaped(printable(reason))}\n"
        room -= len(line)
        if room < 0:
            yield f"- … and {len(links) - number:,} more\n"
            break
        yield line
    yield "\n</details>\n"


def escaped(text: str) -> str:
    """The text such that Markdown shows just that, in one line."""
    shown = _MARKS.sub(lambda found: "\\" + found[0], " ".join(text.split()))
    # GitHub looks for mentions and issue numbers when the escapes are gone: a comment keeps them apart.
    return shown.replace("\\@", "\\@<!-- -->").replace("\\#", "\\#<!-- -->")


def _code(text: str) -> str:
    """A code span, whatever backticks are in it (CommonMark 6.1)."""
    text = " ".join(text.split()) or " "
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    padding = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{padding}{text}{padding}{ticks}"
