from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from mdpaperlint.cli import main

LIST = """# Papers

## Agents

| Date | Title | Paper | Code | Note |
| ---- | ----- | ----- | ---- | ---- |
| 2024.03 | **Sorted by rumour in databases** | [arXiv](https://arxiv.org/pdf/2403.00001) | [Code](https://github.com/a/b) | of 12 |
| 2023.11 | **Plans made in a great hurry** | [arXiv](https://arxiv.org/pdf/2311.00002) | - | quick |
| 2023.02 | **Counting slow queries at night** | [arXiv](https://arxiv.org/pdf/2302.00003) | - | slow |

## Surveys

- [Umbrellas for robust networks](https://arxiv.org/abs/2101.00001), Jane Doe, 2021. [[code](https://github.com/x/y)]
- [Sounds of a small crowd](https://arxiv.org/abs/2201.00001), Max Foe and Ann Roe, 2022.
- [Scans of sleeping patients](https://arxiv.org/abs/2301.00001), John Doe, 2023.
"""  # noqa: E501
BIBTEX = """@misc{a,
  title = {A {Study} of G{\\"o}del | and $O(n)$},
  author = {Kurt G{\\"o}del and Jane Doe},
  year = 2023, month = dec, eprint = {2312.00001},
}
@article{b, title={Maps of [nowhere}, year={2020}, doi={10.1145/12345.67890}, journal={Journal of Maps}}
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry>
<id>http://arxiv.org/abs/2401.00009v1</id><published>2024-01-05T18:00:00Z</published>
<title>Tales of the sea</title></entry></feed>"""


@pytest.fixture
def readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers.bib").write_text(BIBTEX, encoding="utf-8")
    readme = tmp_path / "README.md"
    readme.write_text(LIST, encoding="utf-8")
    return readme


def added(readme: Path, *words: str, code: int = 0) -> list[str]:
    """The lines that came in; all others must be as they were."""
    before = readme.read_text(encoding="utf-8").splitlines()
    assert main(["add", "--metadata", "papers.bib", *words]) == code
    after = readme.read_text(encoding="utf-8").splitlines()
    new = [line for line in after if line not in before]
    assert [line for line in after if line not in new] == before
    return new


def test_a_row_is_written_as_those_beside_it_and_keeps_the_order(
    readme: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = (
        "| 2023.12 | **A Study of Gödel \\| and $O(n)$** | [arXiv](https://arxiv.org/pdf/2312.00001) | - | |"
    )
    assert added(readme, "2312.00001", "--section", "Agents") == [row]
    lines = readme.read_text(encoding="utf-8").splitlines()
    assert lines[lines.index(row) - 1].startswith("| 2024.03")
    assert capsys.readouterr().err == (
        "mdpaperlint: left blank: Note\nmdpaperlint: added 1 of 1 to README.md\n"
    )
    assert main(["--select", "all"]) == 0


def test_with_code_the_row_is_as_those_with_code(readme: Path) -> None:
    (row,) = added(readme, "arXiv:2312.00001v2", "--section", "#agents", "--code", "https://github.com/q/r")
    assert "| [arXiv](https://arxiv.org/pdf/2312.00001v2) | [Code](https://github.com/q/r) | |" in row


def test_an_item_names_authors_as_the_others_do(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = (
        "- [A Study of Gödel | and $O(n)$](https://arxiv.org/abs/2312.00001), Kurt Gödel and Jane Doe, 2023."
    )
    assert added(readme, "https://arxiv.org/abs/2312.00001", "--section", "survey") == [item]
    assert readme.read_text(encoding="utf-8").endswith(item + "\n")
    assert "left blank" not in capsys.readouterr().err


def test_an_item_leaves_out_what_is_not_known(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (item,) = added(readme, "2312.00002", "--title", "Tales of the sea", "--section", "survey")
    assert item == "- [Tales of the sea](https://arxiv.org/abs/2312.00002), 2023."
    assert "left blank: authors\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lists", "written"),
    [
        (("Doe et al.", "Foe et al.", "Roe et al."), "Gödel et al."),
        (("J. Doe and M. Foe", "A. Roe", "K. Loe and B. Moe"), "K. Gödel and J. Doe"),
        (("Jane Doe; Max Foe", "Ann Roe; Kim Loe", "Bo Moe; Cy Noe"), "Kurt Gödel; Jane Doe"),
        (("Jane Doe, Max Foe, et al.", "Ann Roe, Kim Loe, et al.", "Bo Moe, Cy Noe, et al."),
         "Kurt Gödel, Jane Doe."),
        (("Jane Doe & Max Foe", "Ann Roe, Kim Loe & Bo Moe", "Cy Noe & Di Poe"), "Kurt Gödel & Jane Doe"),
    ],
)  # fmt: skip
def test_authors_are_named_in_the_form_of_the_list(
    readme: Path, lists: tuple[str, ...], written: str
) -> None:
    titles = ("Sorted by rumour", "Plans made in a great hurry", "Counting slow queries")
    readme.write_text(
        "".join(
            f"- **{title}** *{names}* [[paper](https://arxiv.org/abs/240{number}.00001)]\n"
            for number, (title, names) in enumerate(zip(titles, lists, strict=True), 1)
        )
    )
    (item,) = added(readme, "2312.00001")
    assert f"** *{written}* [[paper](https://arxiv.org/abs/2312.00001)]" in item


def test_brackets_are_escaped_and_a_doi_has_its_page(readme: Path) -> None:
    (item,) = added(readme, "10.1145/12345.67890", "--section", "Surveys")
    assert item == "- [Maps of \\[nowhere](https://doi.org/10.1145/12345.67890), 2020."


def test_what_is_there_is_not_added_again(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in (
        "2301.00001",
        "https://arxiv.org/pdf/2301.00001v3",
        "https://huggingface.co/papers/2301.00001",
    ):
        assert added(readme, form) == []
        assert capsys.readouterr().err == "mdpaperlint: README.md:15: 2301.00001 is there already\n"
    added(readme, "2312.00001", "--section", "Agents")
    text = readme.read_text(encoding="utf-8")
    assert added(readme, "2312.00001", "--section", "Surveys") == []
    assert (
        added(readme, "https://example.org/a", "--title", "Scans of sleeping patients", "--section", "Agents")
        == []
    )
    assert readme.read_text(encoding="utf-8") == text


def test_several_are_added_all_or_not_at_all(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        len(added(readme, "2312.00001", "10.1145/12345.67890", "--section", "Surveys", "--diff", code=1)) == 0
    )
    assert len(added(readme, "2312.00001", "10.1145/12345.67890", "--section", "Surveys")) == 2
    readme.write_text(LIST, encoding="utf-8")
    assert main(["add", "2312.00001", "nonsense", "--offline", "--section", "Surveys"]) == 2
    assert readme.read_text(encoding="utf-8") == LIST
    assert "nonsense is neither an arXiv ID, nor a DOI, nor a link" in capsys.readouterr().err


def test_sections_that_may_be_meant_are_named(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert added(readme, "2312.00001", code=2) == []
    assert (
        "several sections list papers; there are: Papers > Agents, Papers > Surveys"
        in capsys.readouterr().err
    )
    assert added(readme, "2312.00001", "--section", "Elsewhere", code=2) == []
    assert "no section is called Elsewhere; there are:" in capsys.readouterr().err


def test_a_link_needs_a_title(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert added(readme, "https://example.org/a", "--section", "Surveys", code=2) == []
    assert "needs --title" in capsys.readouterr().err
    (item,) = added(readme, "https://example.org/a", "--title", "A *starred* | title", "--section", "Surveys")
    assert item.startswith("- [A \\*starred\\* | title](https://example.org/a)")
    assert added(readme, "2312.00001", "2312.00002", "--title", "One", code=2) == []


def test_offline_an_id_tells_its_month(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "--offline", "2309.00009", "--section", "Agents"]) == 0
    assert "| 2023.09 | | [arXiv](https://arxiv.org/pdf/2309.00009) | - | |\n" in readme.read_text(
        encoding="utf-8"
    )
    assert "left blank: Title, Note" in capsys.readouterr().err


def test_a_list_that_is_not_sorted_gets_it_last(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"| 20{year}.01 | **Title of the year {year}** | [arXiv](https://arxiv.org/pdf/{year}01.00001) |"
            for year in (22, 11, 19, 13, 21, 12, 20, 14)]  # fmt: skip
    readme.write_text("\n".join(["| Date | Title | Paper |", "|--|--|--|", *rows, ""]))
    added(readme, "2312.00001")
    assert readme.read_text(encoding="utf-8").splitlines()[-1].startswith("| 2023.12 |")
    assert "it comes last in README.md: " in capsys.readouterr().err


def test_an_aligned_table_stays_aligned(readme: Path) -> None:
    head = (
        "| Date    | Title                        | Paper                                     |\n"
        "| ------- | ---------------------------- | ----------------------------------------- |\n"
    )
    rows = (
        "| 2024.03 | Sorted by rumour             | [arXiv](https://arxiv.org/abs/2403.00001) |\n"
        "| 2023.11 | Plans made in a great hurry  | [arXiv](https://arxiv.org/abs/2311.00002) |\n"
        "| 2023.02 | Counting slow queries        | [arXiv](https://arxiv.org/abs/2302.00003) |\n"
    )
    readme.write_text(head + rows)
    assert main(["add", "2401.00009", "--offline", "--title", "Étude of 论文"]) == 0
    row = "| 2024.01 | Étude of 论文                | [arXiv](https://arxiv.org/abs/2401.00009) |\n"
    first, rest = rows.split("\n", 1)
    assert readme.read_text(encoding="utf-8") == f"{head}{first}\n{row}{rest}"


def test_a_blank_row_is_filled(readme: Path) -> None:
    head = "| Title | Paper |\n|--|--|\n"
    rows = (
        "| Sorted by rumour | [arXiv](https://arxiv.org/abs/2403.00001) |\n"
        "| Plans made in a great hurry | [arXiv](https://arxiv.org/abs/2311.00002) |\n"
    )
    readme.write_text(f"{head}{rows}| | |\n\nText.\n")
    assert main(["add", "--metadata", "papers.bib", "2312.00001"]) == 0
    row = "| A Study of Gödel \\| and $O(n)$ | [arXiv](https://arxiv.org/abs/2312.00001) |\n"
    assert readme.read_text(encoding="utf-8") == f"{head}{rows}{row}\nText.\n"


@pytest.mark.parametrize("place", range(4))
def test_a_blank_row_is_filled_wherever_it_stands(readme: Path, place: int) -> None:
    head = ["| Date | Title | Paper |", "|--|--|--|"]
    rows = [
        "| 2024.03 | Sorted by rumour | [arXiv](https://arxiv.org/abs/2403.00001) |",
        "| 2023.11 | Plans made in a great hurry | [arXiv](https://arxiv.org/abs/2311.00002) |",
        "| 2023.02 | Counting slow queries | [arXiv](https://arxiv.org/abs/2302.00003) |",
    ]
    readme.write_text("\n".join([*head, *rows[:place], "| | | |", *rows[place:], "", "Text.", ""]))
    assert main(["add", "--offline", "2312.00001", "--title", "Tales of the sea"]) == 0
    row = "| 2023.12 | Tales of the sea | [arXiv](https://arxiv.org/abs/2312.00001) |"
    expected = [*head, rows[0], row, *rows[1:], "", "Text."]
    assert readme.read_text(encoding="utf-8").splitlines() == expected


OTHER_ENTRIES = {
    "paragraphs": ("**{title}** ([paper](https://arxiv.org/abs/{id})) {year}", "\n\n", "\n\nText.\n"),
    "lines": ("[{title}](https://arxiv.org/abs/{id}) {year}", "  \n", "\n\nText.\n"),
    "headings": ("### {title}\n\n[paper](https://arxiv.org/abs/{id}), {year}", "\n\n", "\n\n## Next\n"),
    "rows": (
        '<tr><td>{year}</td><td><a href="https://arxiv.org/abs/{id}">{title}</a></td></tr>',
        "\n",
        "\n</table>\n",
    ),
    "html items": ('<li><a href="https://arxiv.org/abs/{id}">{title}</a> {year}</li>', "\n  ", "\n</ul>\n"),
}


@pytest.mark.parametrize("kind", OTHER_ENTRIES)
def test_entries_that_are_neither_rows_nor_items(
    readme: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    form, gap, behind = OTHER_ENTRIES[kind]
    head = {"rows": "<table>\n", "html items": "<ul>\n  "}.get(kind, "")
    titles = (
        "Sorted by rumour in networks",
        "Plans that are made in a great hurry",
        "Counting slow queries at night",
        "Sounds of a small crowd of people",
    )
    entries = [form.format(title=title, id=f"2{n}01.00001", year=f"202{n}") for n, title in enumerate(titles)]
    before = f"# Papers\n\n## P\n\n{head}{gap.join(entries)}"
    readme.write_text(before + behind)
    words = ["add", "--offline", "2312.00009", "--title", "Tales of sea & sky"]
    assert main(words) == 0
    title = "Tales of sea &amp; sky" if head else "Tales of sea & sky"
    new = form.format(title=title, id="2312.00009", year="2023")
    assert readme.read_text(encoding="utf-8") == f"{before}{gap}{new}{behind}"
    assert "it comes last in Papers > P: the order of such entries is not judged" in capsys.readouterr().err
    assert main(words) == 0
    assert readme.read_text(encoding="utf-8") == f"{before}{gap}{new}{behind}"


def test_a_paper_that_is_named_twice_is_added_once(readme: Path) -> None:
    (row,) = added(readme, "2312.00001", "https://arxiv.org/pdf/2312.00001v2", "--section", "Agents")
    assert "(https://arxiv.org/pdf/2312.00001)" in row


def test_a_file_without_metadata_is_an_error(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "--metadata", "README.md", "2312.00001", "--section", "Agents"]) == 2
    assert "README.md holds neither an answer of arXiv's API nor BibTeX" in capsys.readouterr().err


def test_marks_around_what_is_not_known_go_with_it(readme: Path) -> None:
    entries = (
        ("Sorted by rumour", "2403.00001", "Jane Doe et al.", "ICML", 2024),
        ("Plans made in a great hurry", "2311.00002", "Max Foe.", "ICLR", 2023),
        ("Counting slow queries", "2302.00003", "Ann Roe and others.", "ACL", 2023),
    )
    lines = (
        f"- [{title}](https://arxiv.org/abs/{number}v1), *{names}* In *{venue}* {year} [`{number[:4]}`]\n"
        for title, number, names, venue, year in entries
    )
    readme.write_text("".join(lines))
    (item,) = added(readme, "2312.00003", "--title", "Tales of the sea")
    assert item == "- [Tales of the sea](https://arxiv.org/abs/2312.00003v1), 2023"


def test_a_line_of_authors_goes_with_its_break(readme: Path) -> None:
    entries = (
        ("Sorted by rumour in networks", "2401.00001", "*Jane Doe, Max Foe*"),
        ("Plans that are made in a great hurry", "2402.00001", "*Ann Roe, Kim Loe*"),
        ("Counting slow queries at night", "2403.00001", "*Bo Moe, Cy Noe*"),
    )
    lines = (
        f"- **{title}**\\\n  {names}\\\n  [[Paper](https://arxiv.org/abs/{number})]\n"
        for title, number, names in entries
    )
    readme.write_text("".join(lines))
    before = readme.read_text(encoding="utf-8")
    assert main(["add", "--offline", "2404.00009", "--title", "Tales of the sea"]) == 0
    new = "- **Tales of the sea**\\\n  [[Paper](https://arxiv.org/abs/2404.00009)]\n"
    assert readme.read_text(encoding="utf-8") == before + new


def test_a_nickname_is_that_of_the_title(readme: Path) -> None:
    rows = (
        ("DRIFT: Sorted by rumour", "DRIFT"),
        ("HASTE: Plans made in a hurry", "HASTE"),
        ("NIGHT: Counting", "NIGHT"),
    )
    lines = (
        f"| 202{number}.01 | [{name}](https://arxiv.org/abs/2{number}01.00001) | {title} |\n"
        for number, (title, name) in enumerate(rows, 1)
    )
    readme.write_text("| Date | Name | Title |\n|--|--|--|\n" + "".join(lines))
    (row,) = added(readme, "2401.00009", "--title", "WAVES: Tales of the sea")
    assert row == "| 2024.01 | [WAVES](https://arxiv.org/abs/2401.00009) | WAVES: Tales of the sea |"


def test_what_only_some_entries_say_is_not_said_of_the_new_one(readme: Path) -> None:
    entries = (
        ("Sorted by rumour", "Doe et al.", "EN"),
        ("Plans made in a great hurry", "Doe et al.", "EN"),
        ("Counting slow queries", "Roe et al.", "ZH"),
        ("Umbrellas for robust networks", "Foe et al.", "EN"),
    )
    lines = (
        f"- {title}, *{names}* | {language} | [[paper](https://arxiv.org/abs/240{number}.00001)]\n"
        for number, (title, names, language) in enumerate(entries, 1)
    )
    readme.write_text("".join(lines))
    (item,) = added(readme, "2405.00003", "--title", "Tales of the sea")
    assert item == "- Tales of the sea | [[paper](https://arxiv.org/abs/2405.00003)]"


def test_the_page_of_a_publisher_stays_the_link(readme: Path) -> None:
    (item,) = added(readme, "https://dl.acm.org/doi/10.1145/12345.67890", "--section", "Surveys")
    assert "](https://dl.acm.org/doi/10.1145/12345.67890)" in item


def test_code_that_is_not_at_github(readme: Path) -> None:
    (row,) = added(readme, "2312.00001", "--section", "Agents", "--code", "https://gitlab.com/q/r")
    assert "| [Code](https://gitlab.com/q/r) |" in row


def test_what_would_bring_a_violation_is_shown_and_not_written(
    readme: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        added(
            readme,
            "2301.00001",
            "--again",
            "--title",
            "Scans of sleeping patients",
            "--section",
            "Surveys",
            code=1,
        )
        == []
    )
    captured = capsys.readouterr()
    assert captured.out.startswith("- [Scans of sleeping patients](https://arxiv.org/abs/2301.00001)")
    assert "nothing was written: duplicate-paper" in captured.err


def test_spaces_at_the_end_of_a_line_stay_there(readme: Path) -> None:
    readme.write_text(LIST.replace("John Doe, 2023.\n", "John Doe, 2023.  \n"), encoding="utf-8")
    assert len(added(readme, "2312.00001", "--section", "Surveys")) == 1


def test_where_rows_stand_in_groups_no_order_tells_the_place(
    readme: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme.write_text(
        LIST.replace("| 2024.03 |", "| | Planning | | | |\n| 2024.03 |").replace(
            "| 2023.02 |", "| | Counting | | | |\n| 2024.02 |"
        )
    )
    (row,) = added(readme, "2312.00001", "--section", "Agents")
    lines = readme.read_text(encoding="utf-8").splitlines()
    assert lines[lines.index(row) - 1].startswith("| 2024.02")
    assert "its rows are in groups" in capsys.readouterr().err


def rows_of(readme: Path, header: str, rows: Sequence[str]) -> None:
    titles = (
        "Sorted by rumour in databases",
        "Plans made in a great hurry",
        "Counting slow queries at night",
    )
    width = header.count("|") - 1
    readme.write_text(
        f"{header}\n{'|--' * width}|\n"
        + "".join(f"{row.format(title=title)}\n" for row, title in zip(rows, titles, strict=True))
    )


def test_a_badge_stays_though_none_of_the_others_is_without_code(readme: Path) -> None:
    badge = (
        "[![arXiv](https://img.shields.io/badge/arXiv-2{0}01.00001-red)](https://arxiv.org/abs/2{0}01.00001)"
    )
    rows = [
        f"| {{title}} | {badge.format(number)} | {code} |"
        for number, code in (
            (1, "[code](https://github.com/a/b)"),
            (2, "[code](https://github.com/a/c)"),
            (3, ""),
        )
    ]
    rows_of(readme, "| Title | Paper | Code |", rows)
    (row,) = added(readme, "2401.00009", "--title", "Tales of the sea")
    url = "https://arxiv.org/abs/2401.00009"
    assert (
        row
        == f"| Tales of the sea | [![arXiv](https://img.shields.io/badge/arXiv-2401.00009-red)]({url}) | |"
    )


def test_the_address_of_a_figure_is_not_made_up(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        f'| {{title}} | <img src="https://arxiv.org/html/2{n}01.00001v{n}/x{n}.png"> '
        f"| [Paper](https://arxiv.org/abs/2{n}01.00001) |"
        for n in (1, 2, 3)
    ]
    rows_of(readme, "| Title | Figure | Paper |", rows)
    (row,) = added(readme, "2401.00009", "--title", "Tales of the sea")
    assert row == "| Tales of the sea | | [Paper](https://arxiv.org/abs/2401.00009) |"
    assert "left blank: Figure\n" in capsys.readouterr().err


def test_what_most_others_link_beside_the_paper_is_named(
    readme: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme.write_text(
        "- [Sorted by rumour in databases](https://arxiv.org/abs/2101.00001)\n"
        "- [Plans made in a great hurry](https://arxiv.org/abs/2201.00001) ([talk](https://example.org/2))\n"
        "- [Counting slow queries at night](https://arxiv.org/abs/2301.00001) ([talk](https://example.org/3))\n"
    )
    assert added(readme, "2401.00009", "--title", "Tales of the sea") == [
        "- [Tales of the sea](https://arxiv.org/abs/2401.00009)"
    ]
    assert "left blank: other links\n" in capsys.readouterr().err


def test_a_year_beside_arxiv_is_that_of_the_paper(readme: Path) -> None:
    rows = [
        f"| 202{n}.03 | {{title}} | arXiv 202{n} | [pdf](https://arxiv.org/abs/2{n}03.00001) |"
        for n in (1, 2, 3)
    ]
    rows_of(readme, "| Date | Title | Venue | Paper |", rows)
    (row,) = added(readme, "2401.00009", "--title", "Tales of the sea")
    assert row == "| 2024.01 | Tales of the sea | arXiv 2024 | [pdf](https://arxiv.org/abs/2401.00009) |"


def test_a_date_is_written_as_the_column_tells(readme: Path) -> None:
    days = ("23-03-11", "23-03-15", "23-03-31", "23-04-10", "23-05-12", "23-11-17")
    lines = (
        f"| {day} | A study of {n} slow queries | [pdf](https://arxiv.org/abs/{day[:2]}03.0000{n}) |\n"
        for n, day in enumerate(days)
    )
    readme.write_text("| Date | Title | Paper |\n|--|--|--|\n" + "".join(lines))
    (readme.parent / "papers.bib").write_text(ATOM)
    (row,) = added(readme, "2401.00009")
    assert row == "| 24-01-05 | Tales of the sea | [pdf](https://arxiv.org/abs/2401.00009) |"


def test_a_list_of_one_form_of_links_keeps_it(readme: Path) -> None:
    entry = "- [{title} {n}](https://arxiv.org/{form}/2{n:03}.00001)\n"
    titles = ("Sorted by rumour", "Plans made in a hurry", "Counting slow queries", "Maps of the dark")
    readme.write_text(
        "# Old\n\n"
        + "".join(entry.format(title=titles[n % 4], n=n, form="pdf") for n in range(101, 113))
        + "\n# New\n\n"
        + "".join(entry.format(title=titles[n % 4], n=n, form="abs") for n in range(201, 204))
    )
    (item,) = added(readme, "2401.00009", "--title", "Tales of the sea", "--section", "New")
    assert item == "- [Tales of the sea](https://arxiv.org/pdf/2401.00009)"


def test_words_around_the_venue_are_not_its_name(readme: Path) -> None:
    entries = (
        "Sorted by rumour in databases",
        "Plans made in a great hurry",
        "Counting slow queries at night",
    )
    readme.write_text(
        "".join(
            f"- **{title}**. {names}. In ICML 202{n}. [Paper](https://doi.org/10.1145/123.{n})\n"
            for n, (title, names) in enumerate(
                zip(entries, ("Doe et al", "Foe et al", "Roe et al"), strict=True), 1
            )
        )
    )
    (item,) = added(readme, "10.1145/12345.67890")
    assert item == (
        "- **Maps of \\[nowhere**. In Journal of Maps 2020. [Paper](https://doi.org/10.1145/12345.67890)"
    )
