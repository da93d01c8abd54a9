from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]

from cli_runner import run_cli

POSITION = {"type": "object", "properties": {"line": {"type": "integer"}, "column": {"type": "integer"}}}
RANGE = {"type": "object", "properties": {"start": POSITION, "end": POSITION}, "required": ["start"]}
# What proto/rdf/reviewdog.proto of reviewdog says, without fields that are not written here.
SCHEMA = {
    "type": "object",
    "required": ["diagnostics"],
    "additionalProperties": False,
    "properties": {
        "source": {"type": "object", "properties": {"name": {"type": "string"}, "url": {"type": "string"}}},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location"],
                "additionalProperties": False,
                "properties": {
                    "message": {"type": "string"},
                    "location": {
                        "type": "object",
                        "properties": {"path": {"type": "string"}, "range": RANGE},
                    },
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {"type": "object", "properties": {"value": {"type": "string"}}},
                    "suggestions": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["range", "text"],
                            "properties": {"range": RANGE, "text": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}
HEAD = "| Date | Title | Link |\n| --- | --- | --- |\n"


def diagnostics(folder: Path, text: str, *arguments: str) -> list[dict[str, object]]:
    (folder / "README.md").write_text(text, encoding="utf-8")
    data = json.loads(run_cli("--format", "rdjson", *arguments, cwd=folder).out)
    jsonschema.validate(data, SCHEMA)
    found: list[dict[str, object]] = data["diagnostics"]
    return found


def applied(text: str, found: list[dict[str, object]]) -> str:
    """The suggestions in the text, as bytes: from behind, so that places stay true."""
    lines = text.encode().split(b"\n")
    pieces: list[tuple[int, int, int, str]] = []
    for each in found:
        for suggestion in each.get("suggestions", ()):  # type: ignore[attr-defined]
            start, end = suggestion["range"]["start"], suggestion["range"]["end"]
            assert start["line"] == end["line"]
            pieces.append((start["line"], start["column"], end["column"], suggestion["text"]))
    for line, first, last, new in sorted(pieces, reverse=True):
        lines[line - 1] = lines[line - 1][: first - 1] + new.encode() + lines[line - 1][last - 1 :]
    return b"\n".join(lines).decode()


def test_suggestions_are_what_fix_writes(tmp_path: Path) -> None:
    rows = "".join(
        f"| 2020-0{n} | 标题 {n} | [x](https://arxiv.org/abs/200{n}.10000) |\n" for n in range(1, 9)
    )
    text = HEAD + rows + "| 2020.9 | 标题 😀 | [x](https://arxiv.org/abs//2009.10000) |\n"
    found = diagnostics(tmp_path, text)
    assert [each["code"]["value"] for each in found] == ["mixed-date-format", "malformed-arxiv-id"]  # type: ignore[index]
    assert {each["location"]["path"] for each in found} == {"README.md"}  # type: ignore[index]
    run_cli("--fix", cwd=tmp_path)
    assert applied(text, found) == (tmp_path / "README.md").read_text(encoding="utf-8")


def test_a_row_that_moves_has_no_suggestion_on_its_line(tmp_path: Path) -> None:
    row = "| 20{0} | [Paper {0}](https://arxiv.org/abs/{0}01.10000) | x |\n"
    text = HEAD + "".join(row.format(year) for year in (15, 16, 17, 18, 19, 20, 14))
    (found,) = diagnostics(tmp_path, text, "--select", "unordered-rows")
    assert found["severity"] == "ERROR"
    assert "suggestions" not in found


def test_an_uncertain_fix_says_so(tmp_path: Path) -> None:
    (found,) = diagnostics(tmp_path, "# P\n\n[a](htps://a.org/b)\n", "--select", "broken-link-syntax")
    assert str(found["message"]).endswith("\nThe fix is not certain: look at it.")
    assert found["suggestions"]


def test_what_takes_several_lines_is_placed_by_lines(tmp_path: Path) -> None:
    text = HEAD + "| 2020 | A title that\nis broken | c |\n"
    found = diagnostics(tmp_path, text, "--select", "ragged-row")
    assert [each["location"]["range"] for each in found] == [{"start": {"line": 3}, "end": {"line": 4}}]  # type: ignore[index]
