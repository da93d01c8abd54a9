"""Entries of every shape: what is one, and what it says of its paper."""

from __future__ import annotations

import pytest

from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.paper import Paper
from mdpaperlint.papers.entries.document_papers import papers
from mdpaperlint.papers.entries.passed_over import coverage

ARXIV = "https://arxiv.org/abs/"


def read(text: str) -> list[tuple[str, str, str]]:
    """Kind, title and identifier of each entry."""
    return [(paper.kind, _title(paper), _identifier(paper)) for paper in papers(parse(text))]


def _title(paper: Paper) -> str:
    return "" if paper.title is None else paper.title.text


def _identifier(paper: Paper) -> str:
    return "" if paper.identifier is None else paper.identifier.value


SHAPES = {
    "paragraphs": (
        (
            '**[1]** Hale, Jane. "**Deep Nets for the Garden**." Nature (2015). [[pdf]](https://arxiv.org/pdf/1501.00001)\n\n'
            '**[2]** Reed, John. "**Fast Nets for the Field**." Nature (2016). [[pdf]](https://arxiv.org/pdf/1601.00002)\n\n'
            '**[3]** Lake, Ruth. "**Slow Nets for the Pond**." Nature (2017). [[pdf]](https://arxiv.org/pdf/1701.00003)\n'
        ),
        "paragraph",
        ["Deep Nets for the Garden", "Fast Nets for the Field", "Slow Nets for the Pond"],
    ),
    "lines that end in a backslash": (
        "".join(
            f"**{title}** \\\n*J. Hale, J. Reed* \\\nICML 2015. [[Paper]({ARXIV}1501.0000{number})] \\\n"
            f"{number} Mar 2015\n\n"
            for number, title in enumerate(
                ("Nets That Knit the Fog", "Nets That Mend a Fence", "Nets for Tea"), 1
            )
        ),
        "paragraph",
        ["Nets That Knit the Fog", "Nets That Mend a Fence", "Nets for Tea"],
    ),
    "links far behind their titles, on lines of their own": (
        "".join(
            f"**{title}**  \n{', '.join(['Jane Hale', 'John Reed', 'Ruth Lake'] * 4)}  \n"
            f"[VIS 2021]({ARXIV}2101.0000{number})\n\n"
            for number, title in enumerate(
                ("Charts That Talk to the Fog", "Charts That Mend a Fence", "Charts of the Tea Trade"), 1
            )
        ),
        "paragraph",
        ["Charts That Talk to the Fog", "Charts That Mend a Fence", "Charts of the Tea Trade"],
    ),
    "lines of one paragraph behind an anchor": (
        (
            f'<a id="knots"></a>\n**Knots Tied by Gradients** (ICML 2015) [[pdf]]({ARXIV}1501.00001)\n'
            f"**Knots Cut by an Old Sword** (ICLR 2015) [[pdf]]({ARXIV}1501.00002)\n"
            f"**Knots Left for Rainy Days** (ICLR 2015) [[pdf]]({ARXIV}1501.00003)\n"
        ),
        "paragraph",
        ["Knots Tied by Gradients", "Knots Cut by an Old Sword", "Knots Left for Rainy Days"],
    ),
    "lines of one paragraph": (
        (
            f"[1] Knots Tied by Gradients. [[pdf]]({ARXIV}1501.00001)\n[2] Knots Cut by an Old Sword. [[pdf]]"
            f"({ARXIV}1501.00002)\n[3] Knots Left for Rainy Days. [[pdf]]({ARXIV}1501.00003)\n"
        ),
        "paragraph",
        ["Knots Tied by Gradients", "Knots Cut by an Old Sword", "Knots Left for Rainy Days"],
    ),
    "headings with links": (
        "".join(
            f"### [{title}]({ARXIV}2001.0000{number})\n- **Data:** ShortQA\n- **Metrics:** accuracy\n\n"
            for number, title in enumerate(
                ("Reading by Lamplight", "Reading in the Rain", "Reading on a Boat"), 1
            )
        ),
        "heading",
        ["Reading by Lamplight", "Reading in the Rain", "Reading on a Boat"],
    ),
    "HTML rows": (
        (
            "<table>\n<tr><th>Title</th><th>Paper</th></tr>\n"
            f'<tr><td>Lenses Ground by Hand</td><td><a href="{ARXIV}2001.00001">arXiv</a></td></tr>\n'
            f'<tr><td>Mirrors Cleaned by Wind</td><td><a href="{ARXIV}2001.00002">arXiv</a></td></tr>\n'
            "</table>\n"
        ),
        "html",
        ["Lenses Ground by Hand", "Mirrors Cleaned by Wind"],
    ),
    "nested below groups": (
        (
            f'- General:\n  - **PLUM**: "Plums in the Snow", ICML, 2022. [[Paper]({ARXIV}2201.00001)]\n'
            f'  - **PEAR**: "Pears under the Moon", ICML, 2023. [[Paper]({ARXIV}2301.00002)]\n'
            f'- Video:\n  - **FIG**: "Figs on a Train", CVPR, 2023. [[Paper]({ARXIV}2303.00003)]\n'
        ),
        "item",
        ["Plums in the Snow", "Pears under the Moon", "Figs on a Train"],
    ),
    "bullets without links": (
        (
            "- Ships in Bottles of Glass (VLDB 2020)\n- Bottles in Ships of Wood (VLDB 2021)\n"
            "- Glass from the Sand of Time (SIGMOD 2021)\n- Wood from the Trees of Time (VLDB 2022)\n"
        ),
        "item",
        [
            "Ships in Bottles of Glass",
            "Bottles in Ships of Wood",
            "Glass from the Sand of Time",
            "Wood from the Trees of Time",
        ],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_read(shape: str) -> None:
    text, kind, titles = SHAPES[shape]
    found = read(f"# Papers\n\n## Topic\n\n{text}")
    assert [(each[0], each[1]) for each in found] == [(kind, title) for title in titles]


PROSE = [
    "This list follows [an older one](https://arxiv.org/abs/2001.00001), which we like.\n",
    "Read [the survey](https://arxiv.org/abs/2001.00001) before you open an issue.\n\nThanks to all.\n",
    "- Open an issue\n- Send a pull request\n- Follow the template below\n",
    "| Name | Licence | Link |\n| --- | --- | --- |\n| splashkit | MIT | [Link](https://github.com/a/b) |\n",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_and_navigation_are_no_entries(text: str) -> None:
    assert read(f"# Papers\n\n## About\n\n{text}") == []


def items(*written: str) -> str:
    return "".join(
        f"- {each} [[paper]]({ARXIV}2001.0{number:04})\n" for number, each in enumerate(written, 1)
    )


TITLES = [
    ("The *Very* Long Way through the Woods", "The Very Long Way through the Woods"),
    ("Scaling up Letters by **Patient Tuning of Nets**,", "Scaling up Letters by Patient Tuning of Nets"),
    ("Nets That Count to $n^2$ in the Dark", "Nets That Count to $n^2$ in the Dark"),
    ("Is More Light Needed? A Study of Lamps in Nets", "Is More Light Needed? A Study of Lamps in Nets"),
    ("**LAMP**: Lighting All the Many Paths. *Jane Hale*.", "LAMP: Lighting All the Many Paths"),
    ("Walking through Walls of Glass, in *NeurIPS* 2022.", "Walking through Walls of Glass"),
    ("ICML'23 Talking to Trees in the Wind", "Talking to Trees in the Wind"),
    ("CoRL 2023 Oral, Talking to Trees in the Wind.", "Talking to Trees in the Wind"),
    ("arXiv 2024.08, Talking to Trees in the Wind.", "Talking to Trees in the Wind"),
    ("**Sails on the Wind**\n  **for Boats of Wood.** KDD 2020.", "Sails on the Wind for Boats of Wood"),
    ("**Sails on the Wind of Change (23'TIV)**", "Sails on the Wind of Change"),
    ("[Rain Transform Coding](https://example.org/rain). IEEE Letters on Fog 2020.", "Rain Transform Coding"),
]


@pytest.mark.parametrize(("written", "title"), TITLES)
def test_a_title_is_whole(written: str, title: str) -> None:
    others = ("A First Paper on the Sea", "A Second Paper on the Sky", "A Third Paper on the Sun")
    assert read(items(written, *others))[0][1] == title


DATES = [
    ("[2022 Bioinformatics] A Paper on Genes of the Sea", (2022, 0, 0), "venue"),
    ("A Paper on Effects of the Moon - Hale, Reed (2016)", (2016, 0, 0), "own"),
    ("A Paper on Bugs in the Code (Hale et al., 2021)", (2021, 0, 0), "own"),
    ("A Paper on Tides and the Moon, arXiv 2004.", None, ""),
    ("A Paper on Salt in the Sea. read 2024-05-01, published 2023-02-01", (2023, 2, 1), "own"),
    ("A Paper on Salt in the Sea | **VISAPP' 22** |", (2022, 0, 0), "venue"),
    ("**A Paper on Salt in the Sea (24'arXiv)**", (2024, 0, 0), "venue"),
    ("A Paper on Salt in the Sea. 2024.11 2个模型", (2024, 11, 0), "own"),
]


@pytest.mark.parametrize(("written", "date", "source"), DATES)
def test_dates_of_entries(written: str, date: tuple[int, int, int] | None, source: str) -> None:
    paper = papers(parse(items(written)))[0]
    assert (None if paper.date is None else (tuple(paper.date.date), paper.date.source)) == (
        None if date is None else (date, source)
    )


VENUES = [
    ("**A Paper on Salt in the Sea.** WSDM, 2020.", "WSDM"),
    ("**A Paper on Salt in the Sea** (EuroSys 2025)", "EuroSys"),
    ("A Paper on Salt in the Sea (SALTY, TNNLS 2024)", "TNNLS"),
    ("A Paper on Salt in the Sea (SaltNet, arXiv 2024)", "arXiv"),
    ("A Paper on Salt in the Sea - Marvin Hale (2016)", None),
    ("A Paper on Salt in the Sea. McHale et al., 2021", None),
]


@pytest.mark.parametrize(("written", "venue"), VENUES)
def test_a_venue_that_is_named_once_is_known_by_its_capitals(written: str, venue: str | None) -> None:
    (paper,) = papers(parse(items(written)))
    assert (paper.venue and paper.venue.text) == venue


@pytest.mark.parametrize("tail", [" - CVPR - 2018", ", CVPR 2018", " (CVPR 2018)", " - CVPR'18"])
def test_a_venue_and_a_year_that_close_a_link_are_not_of_the_title(tail: str) -> None:
    (paper,) = papers(parse(f"- [A Paper on Salt in the Sea{tail}]({ARXIV}1801.00001)\n"))
    assert paper.title is not None
    assert paper.title.text == "A Paper on Salt in the Sea"
    assert paper.venue is not None
    assert (paper.venue.text, paper.venue.year) == ("CVPR", 2018)


def test_a_title_that_ends_in_a_year_is_whole() -> None:
    (paper,) = papers(parse(f"- [Findings of the Translation Task 2020]({ARXIV}2001.00001)\n"))
    assert _title(paper) == "Findings of the Translation Task 2020"


def test_several_dates_keep_their_roles() -> None:
    (paper,) = papers(parse(items("A Paper on Salt in the Sea. read 2024-05-01, published 2023-02-01")))
    assert [(tuple(date.date), date.role) for date in paper.dates] == [
        ((2024, 5, 1), "read"),
        ((2023, 2, 1), "published"),
    ]


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("2021", 2021),
        ("Before 2021", None),
        ("2019 and earlier", None),
        ("[Surveys](https://example.org/2021/)", None),
        ("2019-2021", None),
    ],
)
def test_a_heading_dates_what_is_below_it(heading: str, year: int | None) -> None:
    (paper,) = papers(parse(f"# Papers\n\n## {heading}\n\n{items('A Paper on Salt in the Sea')}"))
    assert (None if paper.date is None else paper.date.date.year) == year


@pytest.mark.parametrize(("heading", "year"), [("NeurIPS23", 2023), ("CVPR '22", 2022), ("Phi4 23", None)])
def test_headings_of_venues_with_short_years_date_what_is_below_them(heading: str, year: int | None) -> None:
    listed = f"## {heading}\n\n{items('A Paper on Salt in the Sea')}"
    alone, beside = papers(parse(listed)), papers(parse(f"## ICML24\n\nNone yet.\n\n{listed}"))
    assert [paper.date for paper in alone] == [None]
    assert [paper.date and paper.date.date.year for paper in beside] == [year]


def test_a_group_bullet_dates_what_is_nested_in_it() -> None:
    nested = "".join(f"  {line}\n" for line in items("A Paper on Salt", "A Paper on Sand").splitlines())
    found = papers(parse(f"- **PLDI 2024**\n{nested}"))
    assert [paper.date and (paper.date.date.year, paper.date.source) for paper in found] == [
        (2024, "group")
    ] * 2


def test_a_heading_in_html_ends_the_news() -> None:
    text = f"## News\n\n{items('A Paper on Salt')}\n<h2>Models</h2>\n\n{items('A Paper on Sand')}"
    assert [paper.listing for paper in papers(parse(text))] == [False, True]


def test_links_in_no_entry_are_known_with_the_reason() -> None:
    text = (
        f"# Papers\n\nWe like [a survey]({ARXIV}2001.00009) a lot.\n\n## Topic\n\n{items('A Paper on Salt')}"
    )
    found = coverage(parse(text))
    assert (found.links, found.is_poor) == (2, True)
    assert [(each.link.destination, each.why) for each in found.passed_over] == [
        (f"{ARXIV}2001.00009", "few like it link to a paper")
    ]


def test_the_date_and_the_venue_of_an_item_stand_in_the_list_below_it() -> None:
    text = "".join(
        f"- [{title}]({ARXIV}2506.0000{number})\n    - Jane Hale, John Reed\n    - Institutions: ETH, MIT\n"
        f"    - **Date:** June 0{number}, 2025\n    - Venue: CHI 2025\n    - Note: since 2019\n\n"
        for number, title in enumerate(("A Paper on Salt", "A Paper on Sand", "A Paper on Soap"), 1)
    )
    found = papers(parse(text))
    assert [paper.date and tuple(paper.date.date) for paper in found] == [(2025, 6, day) for day in (1, 2, 3)]
    assert [paper.venue and paper.venue.text for paper in found] == ["CHI"] * 3


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (f"**SALT**: [A Paper on the Sea]({ARXIV}2001.00001)", "SALT: A Paper on the Sea"),
        (f"[SALT]({ARXIV}2001.00001): A Paper on the Sea", "SALT: A Paper on the Sea"),
        (f"**SALT**: [A Paper on the Sea - CVPR 2020]({ARXIV}2001.00001)", "SALT: A Paper on the Sea"),
    ],
)
def test_a_title_has_no_marks_of_a_link_that_is_a_part_of_it(written: str, title: str) -> None:
    assert read(f"- {written}\n- [A Paper on Fog and Rain]({ARXIV}2001.00002)\n")[0][1] == title
