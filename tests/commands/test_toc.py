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
    assert "README.md has no sections that it does not link to" in capsys.readouterr().err
    assert readme.read_text() == "Text.\n"
    assert main(["toc", "elsewhere.md"]) == 2
    assert "elsewhere.md" in capsys.readouterr().err
    (readme.parent / "more.md").write_text("Text.\n")
    assert main(["toc", "."]) == 2
    assert "name one file" in capsys.readouterr().err


SECTIONS = [f"Topic {letter}" for letter in "ABCDEFGHIJ"]


def anchor_of(name: str) -> str:
    return name.lower().replace(" ", "-")


def body(names: list[str]) -> str:
    return "".join(
        f"\n## {name}\n\n- [A paper on {name}](https://arxiv.org/abs/2401.{number:05})\n"
        for number, name in enumerate(names, 1)
    )


@pytest.mark.parametrize(
    ("form", "between"),
    [
        ("- [{name}](#{anchor})", "\n"),
        ("- [{name}](#{anchor})", "\n\n"),
        ("\t* **[{name}](#{anchor})**", "\n"),
        ("> - [{name}](#{anchor})", "\n"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_section_is_listed_as_the_others_are(tmp_path: Path, form: str, between: str, ending: str) -> None:
    lead = "* [All](#l)\n" if form[0] == "\t" else ""

    def contents(names: list[str]) -> str:
        return lead + between.join(form.format(name=name, anchor=anchor_of(name)) for name in names)

    readme = tmp_path / "README.md"
    for missing in (0, 4, 9):
        names = SECTIONS[:missing] + SECTIONS[missing + 1 :]
        before, after = (
            f"# L\n\n{contents(listed)}\n{body(SECTIONS)}".replace("\n", ending)
            for listed in (names, SECTIONS)
        )
        readme.write_bytes(before.encode())
        assert main(["toc", str(readme)]) == 0
        assert readme.read_bytes().decode() == after


@pytest.mark.parametrize(
    "contents",
    [
        "| A | B |\n|---|---|\n" + "".join(f"| [{name}](#{anchor_of(name)}) | 3 |\n" for name in SECTIONS),
        "<ul>\n"
        + "".join(f'<li><a href="#{anchor_of(name)}">{name}</a></li>\n' for name in SECTIONS)
        + "</ul>\n",
    ],
)
def test_contents_that_are_no_list_are_not_doubled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], contents: str
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"# L\n\n{contents}{body(SECTIONS)}")
    before = readme.read_bytes()
    assert main(["toc", str(readme)]) == 0
    assert readme.read_bytes() == before
    assert "no sections that it does not link to" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["- [{name}](#{anchor}) (12)", "{number}. [{name}](#{anchor})"])
def test_what_toc_cannot_list_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    entries = (
        form.format(name=name, anchor=anchor_of(name), number=number)
        for number, name in enumerate(SECTIONS[:4] + SECTIONS[5:], 1)
    )
    readme = tmp_path / "README.md"
    readme.write_text("# L\n\n" + "\n".join(entries) + "\n" + body(SECTIONS))
    before = readme.read_bytes()
    assert main(["toc", str(readme)]) == 0
    assert readme.read_bytes() == before
    assert "lacks 1 section still" in capsys.readouterr().err


def test_one_whose_nested_bullets_stand_behind_bullets_is_not_doubled(readme: Path) -> None:
    contents = "- [A](#a)\n- - [B](#b)\n- - - [C](#c)\n- - - [D](#{})\n\n"
    sections = f"# A{PAPER}## B{PAPER}### C{PAPER}### D{PAPER}"
    assert toc(readme, contents.format("dd") + sections) == contents.format("d") + sections
