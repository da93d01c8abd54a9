from __future__ import annotations

import csv
import io
import json
import logging
from pathlib import Path
from typing import Any

import bibtexparser
import pytest

from mdpaperlint.cli import main
from mdpaperlint.export.formats import FORMATS
from mdpaperlint.export.works import entries, works
from mdpaperlint.markdown.parser import parse
from real_lists import some_real_lists

LIST = """# Papers

## Agents

| Date | Title | Venue | Code |
| --- | --- | --- | --- |
| 2023.03 | [TITLE](https://arxiv.org/abs/2303.00001v2) | CVPR 2024 | [code](https://github.com/a/b_c) |
| 2021 | [=Plans made in a hurry](https://doi.org/10.1145/12345.67890) | | |
| 2019 | [A catalogue, of unread things](https://example.org/a?x={1}&y=2) | | |

## Surveys

- [TITLE](https://arxiv.org/pdf/2303.00001), 2023

## News

- 2024: [Counting slow queries](https://arxiv.org/abs/2401.00001)
""".replace("TITLE", "Sorted by {Rumour} & 100% of $\\alpha^2$")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    return tmp_path


def export(format_name: str, *options: str) -> str:
    assert main(["export", "--format", format_name, "-o", "out", *options]) == 0
    return Path("out").read_bytes().decode("utf-8")


def read_bibtex(text: str, caplog: pytest.LogCaptureFixture) -> list[dict[str, str]]:
    """The entries as bibtexparser has them, which must have nothing to complain about."""
    with caplog.at_level(logging.WARNING):
        library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert not caplog.records
    return [
        {"key": entry.key, "type": entry.entry_type, **{field.key: field.value for field in entry.fields}}
        for entry in library.entries
    ]


def test_bibtex_is_read_back(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = export("bibtex")
    first, second, third = read_bibtex(text, caplog)
    assert first == {
        "key": "arxiv-2303.00001",
        "type": "misc",
        "title": "{Sorted by \\{Rumour\\} \\& 100\\% of $\\alpha^2$}",
        "howpublished": "CVPR 2024",
        "year": "2023",
        "month": "3",
        "eprint": "2303.00001",
        "archiveprefix": "arXiv",
        "url": "https://arxiv.org/abs/2303.00001v2",
        "code": "https://github.com/a/b_c",
        "keywords": "Papers > Agents, Papers > Surveys",
    }
    assert (second["key"], second["doi"], second["year"]) == (
        "doi-10.1145-12345.67890",
        "10.1145/12345.67890",
        "2021",
    )
    assert (third["key"], third["url"]) == (
        "a-catalogue-of-unread-things",
        "https://example.org/a?x=%7B1%7D&y=2",
    )


def test_csv_begins_no_formula(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(export("csv"), newline="")))
    assert [row["title"] for row in rows] == [
        "Sorted by {Rumour} & 100% of $\\alpha^2$",
        "'=Plans made in a hurry",
        "A catalogue, of unread things",
    ]
    assert rows[0]["date"] == "2023-03"
    assert rows[0]["sections"] == "Papers > Agents; Papers > Surveys"
    assert rows[0]["places"] == "README.md:7; README.md:13"


def test_json_leaves_out_what_is_not_known(folder: Path) -> None:
    papers: list[dict[str, Any]] = json.loads(export("json"))
    assert papers[1] == {
        "key": "doi-10.1145-12345.67890",
        "title": "=Plans made in a hurry",
        "date": "2021",
        "year": 2021,
        "doi": "10.1145/12345.67890",
        "url": "https://doi.org/10.1145/12345.67890",
        "identifiers": {"doi": "10.1145/12345.67890"},
        "places": [{"file": "README.md", "line": 8, "section": "Papers > Agents"}],
    }


def test_ris_has_a_line_for_each_section(folder: Path) -> None:
    records = export("ris").split("ER  - \r\n")
    assert records[0] == (
        "TY  - GEN\r\nID  - arxiv-2303.00001\r\nTI  - Sorted by {Rumour} & 100% of $\\alpha^2$\r\n"
        "PY  - 2023\r\nDA  - 2023/03//\r\nT2  - CVPR 2024\r\nAN  - arXiv:2303.00001\r\n"
        "UR  - https://arxiv.org/abs/2303.00001v2\r\nL2  - https://github.com/a/b_c\r\n"
        "KW  - Papers > Agents\r\nKW  - Papers > Surveys\r\n"
    )
    assert len(records) == 4
    assert records[-1] == ""


def test_one_section(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("surveys", "Papers > Surveys", "#surveys", "urvey"):
        assert [paper["year"] for paper in json.loads(export("json", "--section", name))] == [2023]
    assert len(json.loads(export("json", "--section", "Papers"))) == 3
    assert main(["export", "--format", "csv", "--section", "Elsewhere"]) == 2
    assert "no section is called Elsewhere" in capsys.readouterr().err


def test_keys_do_not_hang_on_what_else_is_listed(folder: Path) -> None:
    keys = {paper["key"] for paper in json.loads(export("json"))}
    lines = LIST.splitlines(keepends=True)
    lines.insert(6, "| 2023.04 | [Another one](https://arxiv.org/abs/2304.00001) | | |\n")
    (folder / "README.md").write_text("".join(lines), encoding="utf-8")
    assert {paper["key"] for paper in json.loads(export("json"))} == {*keys, "arxiv-2304.00001"}


def test_one_link_under_two_titles_is_two_papers(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "README.md").write_text(
        "- [Counting slow queries in large databases](https://arxiv.org/abs/2401.00001), 2024\n"
        "- [Umbrellas for robust neural networks](https://arxiv.org/abs/2401.00001), 2024\n"
    )
    keys = [entry["key"] for entry in read_bibtex(export("bibtex"), caplog)]
    assert keys[0] == "arxiv-2401.00001"
    assert keys[1].startswith("arxiv-2401.00001-")


def test_a_paper_of_several_files_is_one(folder: Path) -> None:
    (folder / "more.md").write_text("- [Plans](https://doi.org/10.1145/12345.67890) and arXiv\n")
    papers = json.loads(export("json", "README.md", "more.md"))
    places = [[place["file"] for place in paper["places"]] for paper in papers]
    assert places == [["README.md", "README.md"], ["README.md", "more.md"], ["README.md"]]


def test_to_standard_output(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "--format", "ris", "--section", "Surveys"]) == 0
    assert capfdbinary.readouterr().out.count(b"\r\n") == 9


def test_what_cannot_be_read_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "csv", "nowhere.md"]) == 2
    assert "nowhere.md" in capsys.readouterr().err
    assert main(["export", "--format", "csv", "-o", "README.md"]) == 2
    assert (folder / "README.md").read_text(encoding="utf-8") == LIST
    assert main(["export"]) == 2


@pytest.mark.corpus
@pytest.mark.slow
def test_real_lists_are_read_back(caplog: pytest.LogCaptureFixture) -> None:
    listed = [
        entry
        for path in some_real_lists(2)
        for entry in entries(parse(path.read_text(encoding="utf-8", errors="replace")), path.name)
    ]
    found = works(listed)
    keys = [work.key for work in found]
    assert len(set(keys)) == len(keys)
    assert [paper["key"] for paper in json.loads(FORMATS["json"](found))] == keys
    assert [entry["key"] for entry in read_bibtex(FORMATS["bibtex"](found), caplog)] == keys
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](found), newline="")))
    assert [row["key"] for row in rows] == keys
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert FORMATS["ris"](found).count("\r\nER  - \r\n") == len(keys)
