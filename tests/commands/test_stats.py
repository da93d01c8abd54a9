from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from mdpaperlint.cli import main
from mdpaperlint.markdown.parser import parse
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.reporting.terminal import width
from real_lists import some_real_lists

FIXTURES = Path(__file__).parent.parent / "fixtures"
SVG = "{http://www.w3.org/2000/svg}"

LIST = """\
# Papers on Folding

## News

- 2024-09: [Folding at Scale](https://arxiv.org/abs/2107.10010) is out

## Models

| Date | Title | Links |
| ---- | ----- | ----- |
| 2019-02 | Reading the Fold | [a](https://arxiv.org/abs/1902.10001) [code](https://github.com/x/fold) |
| 2021-07 | Folding at Scale | [abs](https://arxiv.org/abs/2107.10010v2), [doi](https://doi.org/10.1000/182) |
| | Undated and without an identifier | [page](https://proceedings.mlr.press/) |

### 2023

- [Binders on Demand](https://www.arxiv.org/abs/2302.10014) ![stars](https://img.shields.io/x)
- [Inverse Folding](https://openreview.net/forum?id=abc123) [[Code]](https://github.com/example/inverse)

## Surveys

- [A Survey of Design](https://arxiv.org/abs/2107.10010)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    return tmp_path


Run = Callable[..., str]


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str, code: int = 0) -> str:
        assert main(["stats", *arguments]) == code
        return capsys.readouterr().out

    return run


TEXT = """\
README.md: 6 papers in 3 sections (3 table rows, 3 list items); 1 more that are only named, \
as under News, are not counted

Papers by year
  2019      1 ██████████████████████████████
  2020      0
  2021      2 ████████████████████████████████████████████████████████████
  2022      0
  2023      2 ████████████████████████████████████████████████████████████
  no year   1 ██████████████████████████████
  (1 of 6 years are those of the arXiv ID: the list itself tells none)

Papers by section
  Papers on Folding
    Models   3 ██████████████████████████████████████████████████████  2019–2021
      2023   2 ████████████████████████████████████                    2023
    Surveys  1 ██████████████████                                      2021

Papers by identifier
  arXiv       4 █████████████████████████████████████████████  67 %, 3 different
  DOI         1 ███████████▎                                   17 %
  OpenReview  1 ███████████▎                                   17 %
  none        1 ███████████▎                                   17 %

Links of papers by host
  arxiv.org              4 █████████████████████████████████████████████████████
  github.com             2 ██████████████████████████▌
  doi.org                1 █████████████▎
  openreview.net         1 █████████████▎
  proceedings.mlr.press  1 █████████████▎

2 of 6 papers (33 %) link to code.
"""


def test_the_text(run: Run) -> None:
    assert run() == TEXT


def test_the_json(run: Run) -> None:
    data = json.loads(run("--format", "json"))
    assert data["version"] == 1
    (file,) = data["files"]
    assert file.pop("path") == "README.md"
    assert file.pop("sections") == [
        {
            "heading": "Models",
            "path": ["Papers on Folding", "Models"],
            "line": 7,
            "papers": 3,
            "years": {"2019": 1, "2021": 1},
        },
        {
            "heading": "2023",
            "path": ["Papers on Folding", "Models", "2023"],
            "line": 15,
            "papers": 2,
            "years": {"2023": 2},
        },
        {
            "heading": "Surveys",
            "path": ["Papers on Folding", "Surveys"],
            "line": 20,
            "papers": 1,
            "years": {"2021": 1},
        },
    ]
    assert (
        file
        == data["total"]
        == {
            "papers": 6,
            "rows": 3,
            "items": 3,
            "others": 0,
            "not_listed": 1,
            "passed_over": 0,
            "years": {"2019": 1, "2021": 2, "2023": 2},
            "undated": 1,
            "year_sources": {"own": 2, "venue": 0, "group": 0, "heading": 2, "identifier": 1},
            "identifiers": {
                "arxiv": {"papers": 4, "distinct": 3},
                "doi": {"papers": 1, "distinct": 1},
                "openreview": {"papers": 1, "distinct": 1},
            },
            "without_identifier": 1,
            "hosts": {
                "arxiv.org": 4,
                "github.com": 2,
                "doi.org": 1,
                "openreview.net": 1,
                "proceedings.mlr.press": 1,
            },
            "code": {"papers": 2, "share": 0.3333},
        }
    )


def test_several_files_add_up(run: Run, folder: Path) -> None:
    (folder / "more.md").write_text("- [BERT](https://arxiv.org/abs/1810.04805)\n", encoding="utf-8")
    (folder / "none.md").write_text("nothing\n", encoding="utf-8")
    data = json.loads(run("--format", "json", "."))
    assert [(file["path"], file["papers"]) for file in data["files"]] == [
        ("README.md", 6),
        ("more.md", 1),
        ("none.md", 0),
    ]
    assert data["files"][1]["sections"] == [
        {"heading": "", "path": [], "line": None, "papers": 1, "years": {"2018": 1}}
    ]
    assert data["total"]["papers"] == 7
    assert data["total"]["years"] == {"2018": 1, "2019": 1, "2021": 2, "2023": 2}
    text = run(".")
    assert text.startswith("3 files: 7 papers in 4 sections")
    assert "\n  more.md\n    (before the first heading)" in text
    assert "\n  none.md " in text


def test_the_picture(run: Run) -> None:
    title = 'Papers <of> "mine" & \x07others'
    root = ElementTree.fromstring(run("--format", "svg", "--title", title))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert root.get("aria-labelledby", "").split() == list(ids)
    assert ids["title"] == 'Papers <of> "mine" & \ufffdothers'
    assert ids["description"] == ("6 papers, 1 of them without a year. By year: 2019: 1, 2021: 2, 2023: 2.")
    bars = [element for element in root.iter(f"{SVG}path") if element.get("class") == "bar"]
    assert [bar.findtext(f"{SVG}title") for bar in bars] == ["2019: 1", "2021: 2", "2023: 2"]
    heights = [float(str(bar.get("d")).partition("V")[2].partition("q")[0]) for bar in bars]
    assert heights[1] == heights[2] < heights[0]
    shown = [element.text for element in root.iter(f"{SVG}text")]
    assert shown[2:] == ["2019", "1", "2020", "2021", "2", "2022", "2023", "2"]
    style = str(root.findtext(f"{SVG}style"))
    assert "@media (prefers-color-scheme: dark)" in style
    assert "monospace" not in style
    assert not any(element.tag.endswith(("script", "image", "foreignObject")) for element in root.iter())


def test_pictures_stay_inside_whatever_the_years_are(run: Run, folder: Path) -> None:
    rows = "".join(
        f"| {year} | [x](https://arxiv.org/abs/2301.00001) |\n" * (1 + (year % 7 == 3) * 1200)
        for year in (1905, 1950, *range(1975, 2026), 2099)
    )
    (folder / "long.md").write_text(f"| Year | Title |\n| --- | --- |\n{rows}", encoding="utf-8")
    root = ElementTree.fromstring(run("--format", "svg", "long.md"))
    labels = [
        (float(str(element.get("x"))), float(str(element.get("y"))), str(element.text))
        for element in root.iter(f"{SVG}text")
        if element.get("text-anchor")
    ]
    assert labels
    assert all(0 < x < 720 and 0 < y < 320 for x, y, _ in labels)
    years = sorted((x, text) for x, y, text in labels if y > 300)
    assert years[0][1].startswith("≤")
    assert years[-1][1] == "2099"
    for (left, before), (right, text) in pairwise(years):
        assert right - left >= (20 if text == "…" or before == "…" else 36)


def test_a_list_without_papers(run: Run, folder: Path) -> None:
    (folder / "README.md").write_text("# Nothing\n", encoding="utf-8")
    assert run() == "README.md: 0 papers\n"
    data = json.loads(run("--format", "json"))
    assert data["total"]["code"] == {"papers": 0, "share": None}
    root = ElementTree.fromstring(run("--format", "svg"))
    assert root.findtext(f"{SVG}desc") == "0 papers. No paper has a year."


def test_writing_to_a_file(run: Run, folder: Path) -> None:
    assert run("--format", "svg", "-o", "papers.svg") == ""
    assert ElementTree.parse(folder / "papers.svg").getroot().tag == f"{SVG}svg"
    run("--format", "svg", "-o", "missing/papers.svg", code=2)


def test_a_list_is_never_replaced_by_its_statistics(run: Run, folder: Path) -> None:
    run("README.md", "-o", "README.md", code=2)
    assert (folder / "README.md").read_text(encoding="utf-8") == LIST


@pytest.mark.parametrize(
    "arguments", [("missing.md",), ("README.md", "missing.md"), ("binary.md",), ("--format", "yaml")]
)
def test_what_cannot_be_read_is_exit_code_2(arguments: tuple[str, ...], run: Run, folder: Path) -> None:
    (folder / "binary.md").write_bytes(b"\xff\xfe\x00")
    out = run(*arguments, code=2)
    assert ("README.md: 6 papers" in out) == ("README.md" in arguments)


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_lines_fit_the_terminal(columns: int, folder: Path) -> None:
    from mdpaperlint.papers.conventions.list_statistics import count_papers
    from mdpaperlint.reporting.stats_text import TextOptions, render_text
    from mdpaperlint.reporting.terminal import Style

    text = LIST.replace(
        "## Surveys", "## 关于蛋白质折叠与设计的综述论文以及一切别的东西的很长很长的标题 and then some"
    )
    lines = list(render_text([("README.md", count_papers(parse(text)))], TextOptions(Style(), columns)))
    charts = [line for line in lines if line.startswith("  ") and not line.startswith("  (")]
    assert len(charts) > 15
    assert max(map(width, charts)) <= columns
    assert any("…" in line for line in charts) == (columns <= 80)


def test_control_characters_of_a_list_do_not_reach_the_terminal(run: Run, folder: Path) -> None:
    text = LIST.replace("## Models", "## Mod\x1b[31mels \u202e").replace("doi.org/", "do\x1b]i.org/")
    (folder / "README.md").write_text(text, encoding="utf-8")
    out = run()
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_output_that_is_not_unicode_gets_plain_bars(folder: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    finished = subprocess.run(
        [sys.executable, "-m", "mdpaperlint", "stats", "README.md"],
        capture_output=True,
        cwd=folder,
        env=environment,
        check=True,
    )
    assert b"###" in finished.stdout
    assert b"\\u2588" not in finished.stdout


def test_standard_input(folder: Path) -> None:
    finished = subprocess.run(
        [
            sys.executable,
            "-m",
            "mdpaperlint",
            "stats",
            "-",
            "--stdin-filename",
            "papers.md",
            "--format",
            "json",
        ],
        input=LIST.encode(),
        capture_output=True,
        cwd=folder,
        check=True,
    )
    assert json.loads(finished.stdout)["files"][0]["path"] == "papers.md"


def _sums(data: dict[str, Any], path: Path) -> None:
    found = papers(parse(path.read_bytes().decode("utf-8")))
    (file,) = data["files"]
    assert file["papers"] + file["not_listed"] == len(found)
    assert file["papers"] == file["rows"] + file["items"] + file["others"]
    assert file["rows"] == sum(paper.table >= 0 for paper in found if paper.listing)
    assert sum(file["years"].values()) + file["undated"] == file["papers"]
    assert sum(file["year_sources"].values()) == sum(file["years"].values())
    assert sum(section["papers"] for section in file["sections"]) == file["papers"]
    years: dict[str, int] = {}
    for section in file["sections"]:
        for year, count in section["years"].items():
            years[year] = years.get(year, 0) + count
    assert years == file["years"]
    for scheme, counts in file["identifiers"].items():
        assert 0 < counts["distinct"] <= counts["papers"] <= file["papers"] - file["without_identifier"], (
            scheme
        )
    assert file["without_identifier"] == sum(
        not any(link.identifier for link in paper.identifiers) for paper in found if paper.listing
    )


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.md")), ids=lambda path: path.name)
def test_the_sums_are_those_of_the_papers(path: Path, run: Run) -> None:
    _sums(json.loads(run("--format", "json", str(path))), path)


@pytest.mark.corpus
@pytest.mark.slow
def test_real_lists(run: Run) -> None:
    for path in some_real_lists(1):
        _sums(json.loads(run("--format", "json", str(path))), path)
        assert "Papers by year" in run(str(path)) or "0 papers" in run(str(path))
        ElementTree.fromstring(run("--format", "svg", str(path)))
