"""Orders by something else than the date: in the rule, in `init`, and where `add` puts a paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from mdpaperlint.cli import main

TITLES = ("Atlas of slow queries", "Bridges over robust networks", "crowds at night", "Étude of rumours",
          "Maps of nowhere", "Notes on haste", "Sounds of a small street", "Zero umbrellas")  # fmt: skip
IDS = (
    "2103.00001",
    "2204.00004",
    "2101.00007",
    "2302.00003",
    "2206.00009",
    "2001.00002",
    "2405.00002",
    "2107.00005",
)


def items(titles: tuple[str, ...], ids: tuple[str, ...]) -> str:
    return "".join(
        f"- [{title}](https://arxiv.org/abs/{each})\n" for title, each in zip(titles, ids, strict=True)
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def config(folder: Path, text: str) -> None:
    (folder / "mdpaperlint.toml").write_text(f"[rules.unordered-rows]\n{text}", encoding="utf-8")


def reports(capsys: pytest.CaptureFixture[str]) -> list[str]:
    main(["--select", "unordered-rows"])
    return [line for line in capsys.readouterr().out.splitlines() if "unordered-rows:" in line]


@pytest.mark.parametrize(
    ("by", "ids", "message"),
    [
        ("title", IDS, "“Zero umbrellas” stands above “Sounds of a small street” (line 8)"),
        ("arxiv", tuple(sorted(IDS)[-1:] + sorted(IDS)[:-1]), "2405.00002 stands above 2302.00003 (line 8)"),
    ],
)  # fmt: skip
def test_the_item_out_of_place_is_named_and_moved(
    folder: Path, capsys: pytest.CaptureFixture[str], by: str, ids: tuple[str, ...], message: str
) -> None:
    titles = (*TITLES[-1:], *TITLES[:-1])
    readme = folder / "README.md"
    readme.write_text(items(titles, ids), encoding="utf-8")
    assert reports(capsys) == []
    config(folder, f'order-by = "{by}"\n')
    (report,) = reports(capsys)
    assert message in report
    assert main(["--select", "unordered-rows", "--fix"]) == 0
    lines = items(titles, ids).splitlines(keepends=True)
    assert readme.read_text(encoding="utf-8") == "".join((*lines[1:], lines[0]))


def test_equal_arxiv_months_are_in_the_order_of_their_numbers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = ("2103.00001", "2103.00010", "2103.00100", "2103.20000", "2103.01000", "2104.00001")
    (folder / "README.md").write_text(items(TITLES[:6], ids), encoding="utf-8")
    config(folder, 'order-by = "arxiv"\n')
    (report,) = reports(capsys)
    assert "2103.01000 stands below 2103.20000" in report


def test_years_of_venues_are_an_order_when_they_are_configured(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    venues = ("CVPR 2024", "ICML 2024", "ICLR 2023", "NeurIPS 2022", "ACL 2021", "EMNLP 2020", "CVPR 2023")
    rows = (
        f"| [{title}](https://example.org/{number}) | {venue} |\n"
        for number, (title, venue) in enumerate(zip(TITLES, venues, strict=False))
    )
    (folder / "README.md").write_text("| Title | Venue |\n| --- | --- |\n" + "".join(rows), encoding="utf-8")
    assert reports(capsys) == []
    config(folder, 'order-by = "venue-year"\n')
    (report,) = reports(capsys)
    assert "“CVPR 2023” stands below “NeurIPS 2022” (line 6)" in report
    assert "by the year of the venue, newest first; move the row below line" in report


def test_sections_have_orders_of_their_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "README.md").write_text(
        f"# Papers\n\n## Tools A\n\n{items(TITLES[::-1], IDS)}\n## Other\n\n{items(TITLES[::-1], IDS)}",
        encoding="utf-8",
    )
    config(
        folder,
        '[[rules.unordered-rows.sections]]\nsection = "tools*"\norder-by = "title"\norder = "oldest-first"\n',
    )
    found = reports(capsys)
    assert found
    assert {int(line.split(":")[1]) < 14 for line in found} == {True}
    config(folder, '[[rules.unordered-rows.sections]]\nsection = "papers > other"\norder-by = "title"\n')
    assert reports(capsys) == []
    assert main(["outline"]) == 0
    shown = capsys.readouterr().out
    assert "order: by title, Z to A (8 of 8 items with a title), none out of order" in shown


@pytest.mark.parametrize(
    "value", ['order-by = "name"', "sections = 3", '[[rules.unordered-rows.sections]]\nname = "A"']
)
def test_a_wrong_value_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str], value: str) -> None:
    (folder / "README.md").write_text("# A\n", encoding="utf-8")
    config(folder, value + "\n")
    assert main([]) == 2
    assert "unordered-rows" in capsys.readouterr().err


def test_init_finds_what_a_list_is_sorted_by(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = folder / "README.md"
    readme.write_text(items(TITLES, IDS), encoding="utf-8")
    assert main(["init", "--stdout"]) == 0
    text = capsys.readouterr().out
    assert '\n# 1 of 1 list runs by title, A to Z.\norder = "oldest-first"\norder-by = "title"\n' in text
    readme.write_text(items(TITLES, tuple(sorted(IDS))), encoding="utf-8")
    assert main(["init", "--stdout"]) == 0
    assert 'order = "oldest-first"\norder-by = "arxiv"\n' in capsys.readouterr().out
    readme.write_text(items(tuple(reversed(TITLES[:4])) + TITLES[4:], IDS), encoding="utf-8")
    assert main(["init", "--stdout"]) == 0
    assert "order-by" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("by", "paper", "before"),
    [
        ("title", ("2012.00001", "Lanterns"), "Maps of nowhere"),
        ("title", ("2012.00001", "Zzz"), None),
        ("title", ("2012.00001", "A first one"), "Atlas of slow queries"),
        ("arxiv", ("2103.00002", "Lanterns"), TITLES[3]),
    ],
)
def test_add_keeps_the_order(folder: Path, by: str, paper: tuple[str, str], before: str | None) -> None:
    readme = folder / "README.md"
    ids = tuple(sorted(IDS)) if by == "arxiv" else IDS
    readme.write_text(items(TITLES, ids), encoding="utf-8")
    config(folder, f'order-by = "{by}"\n')
    assert main(["add", "--offline", paper[0], "--title", paper[1]]) == 0
    lines = readme.read_text(encoding="utf-8").splitlines()
    new = f"- [{paper[1]}](https://arxiv.org/abs/{paper[0]})"
    following = lines[lines.index(new) + 1 :]
    assert following[:1] == ([] if before is None else [line for line in lines if f"[{before}]" in line])
    assert main(["--select", "unordered-rows"]) == 0
