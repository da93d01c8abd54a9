from __future__ import annotations

from pathlib import Path

from mdpaperlint import fix, lint


def test_each_report_of_a_line_shows_all_its_safe_fixes(tmp_path: Path) -> None:
    row = "| 2024-0{0} | Paper number {0} | [abs](https://arxiv.org/abs/240{0}.44002) |\n"
    rows = [row.format(number) for number in range(1, 8)]
    wrong = rows[2].replace("2024-03", "2024.3").replace("abs/2403", "abs//2403")
    text = "| Date | Title | Link |\n| --- | --- | --- |\n" + "".join([*rows[:2], wrong, *rows[3:]])
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    findings = [finding for finding in lint([path]).findings if finding.corrected is not None]
    assert {finding.violation.rule for finding in findings} == {"mixed-date-format", "malformed-arxiv-id"}
    assert {finding.corrected for finding in findings} == {rows[2].rstrip("\n")}
    assert all(len(finding.edits) == 1 for finding in findings)
    fix([path])
    assert path.read_text(encoding="utf-8") == text.replace(wrong, rows[2])
