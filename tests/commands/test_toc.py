from __future__ import annotations

from pathlib import Path

import pytest

from mdpaperlint.cli import main

PAPER = "\n* [Sorted by Rumour](https://arxiv.org/abs/2101.00001)\n\n"


@pytest.fixture
def readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "README.md"


def toc(readme: Path, text: str, *options: str) -> str:
    readme.write_bytes(text.encode())
    assert main(["toc", *options]) == 0
    return readme.read_bytes().decode()


def test_a_list_without_one_gets_one_before_its_first_section(
    readme: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        f"# Papers\n\nAll of them.\n\n## Speech & *audio*{PAPER}### Data{PAPER}"
        f"## [Vision](https://example.org) 1\n### Data{PAPER}#### Old{PAPER}"
    )
    contents = (
        "## Contents\n\n* [Speech & *audio*](#speech--audio)\n  * [Data](#data)\n"
        "* [Vision 1](#vision-1)\n  * [Data](#data-1)\n\n"
    )
    assert toc(readme, text) == text.replace("## Speech", contents + "## Speech")
    assert capsys.readouterr().err == "mdpaperlint: the table of contents of README.md is up to date now\n"
    assert toc(readme, readme.read_text()) == readme.read_text()
    assert main(["--select", "missing-anchor,stale-contents"]) == 0
    deeper = toc(readme, text, "--depth", "3")
    assert "  * [Data](#data-1)\n    * [Old](#old)\n\n" in deeper
    assert "[Data]" not in toc(readme, text, "--depth", "1")


@pytest.mark.parametrize("title", ["", "# List\n\nText.\n\n"])
def test_sections_of_the_level_of_the_title(readme: Path, title: str) -> None:
    text = f"{title}# A{PAPER}# B{PAPER}"
    assert toc(readme, text) == f"{title}# Contents\n\n* [A](#a)\n* [B](#b)\n\n# A{PAPER}# B{PAPER}"


def test_line_ends_are_those_of_the_file(readme: Path) -> None:
    text = f"# List\n\n## A{PAPER}## B{PAPER}".replace("\n", "\r\n")
    written = toc(readme, text)
    assert "## Contents\r\n\r\n* [A](#a)\r\n* [B](#b)\r\n\r\n## A\r\n" in written
    assert written.count("\n") == written.count("\r\n")


def test_one_that_is_there_is_brought_up_to_date(readme: Path) -> None:
    text = f"- [A](#a)\n- [B](#bb)\n- [C](#a)\n\n# A{PAPER}# B{PAPER}# C{PAPER}# D{PAPER}# E\n"
    assert toc(readme, text).startswith("- [A](#a)\n- [B](#b)\n- [C](#c)\n- [D](#d)\n\n# A\n")


def test_with_diff_nothing_is_written(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"# A{PAPER}# B{PAPER}"
    readme.write_text(text)
    assert main(["toc", "--diff"]) == 1
    assert "+* [A](#a)\n+* [B](#b)\n" in capsys.readouterr().out
    assert readme.read_text() == text


def test_what_cannot_be_done_is_said(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme.write_text("Text.\n")
    assert main(["toc"]) == 0
    assert "README.md has no sections to list" in capsys.readouterr().err
    assert readme.read_text() == "Text.\n"
    assert main(["toc", "elsewhere.md"]) == 2
    assert "elsewhere.md" in capsys.readouterr().err
    (readme.parent / "more.md").write_text("Text.\n")
    assert main(["toc", "."]) == 2
    assert "name one file" in capsys.readouterr().err
