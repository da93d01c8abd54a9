from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mdpaperlint.engine.document_check import ActiveRule, check_document
from mdpaperlint.engine.repository_files import RepositoryFiles
from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules.base import Context, Options
from mdpaperlint.rules.missing_file import MissingFile


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "README.md",
        "docs/deep/list.md",
        "docs/notes.md",
        "fig (1).png",
        "a&b.md",
        "Makefile",
        "my.me",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def messages(text: str, root: Path, name: str = "README.md") -> list[str]:
    active = [ActiveRule(MissingFile(), Options(), None)]
    report = check_document(parse(text), active, Context(Options(), RepositoryFiles(root / name, root)))
    assert not report.failures
    for violation in report.violations:
        assert violation.fix is None
    return [violation.message for violation in report.violations]


@pytest.mark.parametrize(
    "text",
    [
        "[a](docs/notes.md)",
        "[a](docs/notes.md#part)",
        "[a](docs/notes.md?raw=true)",
        "[a](docs/notes.md?plain=1#L3-L5)",
        "[a](./docs/)",
        "[a](/docs/deep)",
        "[a](.)",
        "[a](Makefile)",
        "[a](my.me)",
        "![a](fig%20(1).png)",
        "![a](<fig (1).png>)",
        "[a](a&amp;b.md)",
        '<a href="a&amp;b.md">a</a>',
        "[a][n]\n\n[n]: docs/notes.md",
        "[n]: unused.md",
        "[a](#part) [a](?tab=readme) []()",
        "[a](https://example.org/x.md) [a](HTTP://example.org) <https://example.org> www.example.org/x.md",
        "[a](mailto:a@example.org) [a](//example.org/x) [a](data:text/plain,x) [a](javascript:x)",
        "[a](github.com/owner/repository) [a](www.example.org/x) [a](%5Bhttps://example.org%5D)",
        "[Paper](URL) [a]({{ site.url }}/x) <a href='{% link x.md %}'>x</a>",
        "`[a](absent.md)` <!-- [a](absent.md) -->\n\n```\n[a](absent.md)\n```",
        "[a](../..) [a](../../) [a](../../issues) [a](../../pull/12/files) [a](../../releases/latest)",
        "[a](../../wiki) [a](../../tree/main/docs) [a](../../stargazers)",
        "[a](docs/../../../actions/workflows/ci.yml)",
    ],
)
def test_is_there(text: str, root: Path) -> None:
    assert messages(text, root) == []


@pytest.mark.parametrize(
    "text",
    [
        "[a](absent.md)",
        "[a](docs/absent.md#part)",
        "[a](absent.md?raw=true)",
        "![a](absent.png)",
        "[a](HTTPS.md) [b](docs/notes.md)",
        "[![a](absent.png)](https://example.org)",
        '<img src="absent.png">',
        '<p align="center"><a href="absent.md">a</a></p>',
        "[a][n]\n\n[n]: absent.md",
        "[a][n], [b][n]\n\n[n]: absent.md",
        "| a |\n|---|\n| [a](absent.md) |",
        "[a](absent%FF.md)",
        "[a](absent%00.md)",
        "[a](docs/notes.md/absent)",
    ],
)
def test_is_missing(text: str, root: Path) -> None:
    (message,) = messages(text, root)
    assert message.startswith("there is no file ")


def test_the_file_is_named_without_what_follows_its_path(root: Path) -> None:
    assert messages("[a](docs/absent.bib?raw=true#L1-L9)", root) == [
        "there is no file docs/absent.bib in the repository: correct the link or remove it"
    ]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("README.md", "../issues"),
        ("README.md", "../../../issues"),
        ("README.md", "../../other-page"),
        ("README.md", "../../../owner/repository"),
        ("README.md", "/../x"),
        ("docs/deep/list.md", "../../../x"),
        ("docs/deep/list.md", "../../../issues"),
        ("README.md", "../" * 5000 + "issues"),
    ],
)
def test_leads_out_of_the_repository(name: str, target: str, root: Path) -> None:
    (message,) = messages(f"[a]({target})", root, name)
    assert "leads out of the repository" in message
    assert len(message) < 200


def test_pages_of_github_count_from_the_depth_of_the_file(root: Path) -> None:
    text = "[a](../../../../issues) [a](../../../../) [a](/../../issues)"
    assert messages(text, root, "docs/deep/list.md") == []


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_symlink_out_of_the_repository_is_no_page_of_github(root: Path) -> None:
    (root / "out").symlink_to("../..", target_is_directory=True)
    (message,) = messages("[a](out/issues)", root)
    assert "leads out of the repository" in message


def test_suggestions(root: Path) -> None:
    assert messages("[a](docs/notes)", root) == [
        "there is no file docs/notes in the repository: did you mean docs/notes.md?"
    ]
    assert messages("[a](docs/notes.md)", root, "docs/deep/list.md") == [
        "there is no file docs/notes.md in the repository: did you mean /docs/notes.md?"
    ]
    assert messages("[a](DOCS/notes.md)", root) == [
        "DOCS/notes.md has another letter case than the file: write it as the file is named"
    ]


def test_the_span_is_the_destination(root: Path) -> None:
    text = "see [a]( <absent file.md> 'title')"
    report = check_document(
        parse(text),
        [ActiveRule(MissingFile(), Options(), None)],
        Context(Options(), RepositoryFiles(root / "README.md", root)),
    )
    (violation,) = report.violations
    assert text[violation.start : violation.end] == "absent file.md"


def test_silent_without_a_place_to_look_from() -> None:
    report = check_document(parse("[a](absent.md)"), [ActiveRule(MissingFile(), Options(), None)])
    assert not report.violations


def test_a_mangled_web_address_is_no_file(root: Path) -> None:
    assert messages("[a](%5Bpaper%5D(https://example.org/paper)) [b](see:https://example.org)", root) == []


def test_a_message_is_one_line(root: Path) -> None:
    assert messages('<img src="figures/\nfirst\tplot.png">', root) == [
        "there is no file figures/%0Afirst%09plot.png in the repository: correct the link or remove it"
    ]
    (root / "docs" / "two\nlines.md").write_text("")
    assert messages("[a](docs/two%0Alines)", root) == [
        "there is no file docs/two%0Alines in the repository: did you mean docs/two%0Alines.md?"
    ]
    (long,) = messages(f"[a](docs/{'x' * 300})", root)
    assert len(long) < 150
