from __future__ import annotations

from pathlib import Path

import pytest

from mdpaperlint.cli import main

HEAD = "# P\n\n| Date | Title | Link |\n| --- | --- | --- |\n"


@pytest.fixture
def long_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    good = "".join(f"| 2020 | Good {number} | [x](https://example.org/{number}) |\n" for number in range(60))
    rows = "".join(f"| 2020 | Short {number} |\n" + f"| 2020 | G {number} | x |\n" for number in range(46))
    lost = "".join(
        f"| 2020 | Lost {number} | x | y |\n" + f"| 2020 | H {number} | x |\n" for number in range(5)
    )
    place = tmp_path / "README.md"
    place.write_text(HEAD + good + rows + lost)
    return place


def test_more_than_fifty_violations_are_grouped(long_list: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--select", "ragged-row", "--quiet"]) == 1
    assert capsys.readouterr().out.count("\n") == 51
    assert main(["--ignore", "duplicate-paper,unlinked-text"]) == 1
    out = capsys.readouterr().out
    assert "\nragged-row: 5 errors and 46 warnings, 46 [fix]\n" in "\n" + out
    assert out.count(" ragged-row: ") == 3
    assert "… and 48 more; --select ragged-row shows all\n" in out
    for way in ("  --fix             mends 46 of them", "  --write-baseline ", "  mdpaperlint init "):
        assert f"\n{way}" in out


def test_a_chosen_rule_is_shown_in_full(long_list: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--select", "ragged-row"]) == 1
    out = capsys.readouterr().out
    assert out.count(" ragged-row: ") == 51
    assert "ways on" not in out


def test_fifty_are_shown_in_full(long_list: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = long_list.read_text()
    long_list.write_text(text.replace("| 2020 | Short 0 |\n", ""))
    assert main(["--ignore", "duplicate-paper,unlinked-text"]) == 1
    out = capsys.readouterr().out
    assert out.count(" ragged-row: ") == 50
    assert "ways on" not in out
