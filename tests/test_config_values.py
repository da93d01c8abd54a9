"""Values of a configuration that mean nothing, each told by its key."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import mdpaperlint
from cpu_time import within
from mdpaperlint.cli import main
from mdpaperlint.configuration.configuration_file import load_config
from mdpaperlint.user_error import ConfigError

SHORT = "# L\n\n| Year | Title | Code |\n| --- | --- | --- |\n| 2020 | A |\n"

PLUGIN = """
from mdpaperlint.rules.base import Options, Rule

class Place(Options):
    column: str = ""
    most: float | None = None

class Loud(Rule):
    name = "loud"
    summary = "Says what it was given."
    severity = "warning"

    class Options(Options):
        anything: object = None
        either: int | tuple[str, ...] = 0
        places: dict[str, Place] = {}
        sizes: set = frozenset()

    def check(self, document, context):
        given = context.options
        if given.anything is not None or given.places:
            most = [place.most for place in given.places.values()]
            yield self.violation(0, 1, f"{given.anything} {given.either} {most}")
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(SHORT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("[links]\nretries = true", "links.retries", "must be a whole number from 0 to 10"),
        (
            '[links]\nfail-on = ["alive"]',
            "links.fail-on",
            "must be a list of gone, blocked, unsure, each once",
        ),
        ('[links]\nfail-on = "gone"', "links.fail-on", "must be a list of gone, blocked, unsure, each once"),
        ("[links]\nhosts = []", "links.hosts", "must be a table"),
        ('[links.hosts]\n"a.org" = 2', 'links.hosts."a.org"', "must be a table"),
        (
            '[links.hosts."a.org"]\nretries = 2\nconnection = 1',
            'links.hosts."a.org".retries|links.hosts."a.org".connection',
            'no such key|no such key; did you mean "connections"?',
        ),
        (
            '[links]\nignore = ["a", 2]',
            "links.ignore[2]",
            "must be a pattern or a table with a pattern",
        ),
        (
            '[[links.ignore]]\nreason = "r"',
            "links.ignore[1].pattern",
            "must be a URL, in which * stands for any characters",
        ),
        (
            '[[links.ignore]]\npattern = "a"\nreson = "r"\nreason = 1',
            "links.ignore[1].reson|links.ignore[1].reason",
            'no such key; did you mean "reason"?|must be a string',
        ),
        (
            '[[links.ignore]]\npattern = "a"\nuntil = "soon"\n[[links.ignore]]\npattern = "b"\nuntil = 2030',
            "links.ignore[1].until|links.ignore[2].until",
            "must be a date like 2030-12-31|must be a date like 2030-12-31",
        ),
        ("online = 1", "online", "must be true or false, not the number 1"),
        ("baseline = 3", "baseline", "must be the name of a file, not the number 3"),
        ('baseline = ""', "baseline", 'must be the name of a file, not ""'),
        ("baseline = 2030-12-31", "baseline", "must be the name of a file, not a date"),
        ("rules = 1", "rules", "must be a table, not the number 1"),
        (
            "[rules.table-schema.headings.Agents]\ncolums = []",
            "rules.table-schema.headings",
            '"Agents": colums: no such option; did you mean "columns"?',
        ),
        (
            '[rules.table-schema.headings.Agents]\ncolumns = "Title"',
            "rules.table-schema.headings",
            '"Agents": columns: must be a list of strings, not "Title"',
        ),
        (
            "[rules.table-schema.headings]\nAgents = 1",
            "rules.table-schema.headings",
            '"Agents": must be a table, not the number 1',
        ),
    ],
)
def test_what_means_nothing_is_told_by_its_key(
    text: str, key: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mdpaperlint.toml").write_text(text + "\n", encoding="utf-8")
    assert main([]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "".join(
        f"mdpaperlint: error: {folder}/mdpaperlint.toml: {each}: {what}\n"
        for each, what in zip(key.split("|"), said.split("|"), strict=True)
    )


def test_all_that_links_may_say(folder: Path) -> None:
    (folder / "mdpaperlint.toml").write_text(
        """
[links]
timeout = 5
retries = 0
badges = true
fail-on = ["unsure", "gone"]
ignore = ["https://a.org/*", { pattern = "https://b.org/", reason = "moving", until = 2030-12-31 }]

[links.hosts."C.org"]
gap = 2
connections = 1
""",
        encoding="utf-8",
    )
    links = mdpaperlint.Linter().settings_for("README.md").links
    assert links is not None
    assert (links.timeout, links.retries, links.badges) == (5.0, 0, True)
    assert sorted(links.fail_on) == ["gone", "unsure"]
    assert [(each.pattern, each.reason, str(each.until)) for each in links.ignores] == [
        ("https://a.org/*", "", "None"),
        ("https://b.org/", "moving", "2030-12-31"),
    ]
    assert {name: (host.gap, host.connections) for name, host in links.hosts.items()} == {"c.org": (2.0, 1)}


@pytest.mark.parametrize("until", ["2030-12-31", '"2030-12-31"', "2030-12-31T10:00:00"])
def test_a_last_day_may_be_written_in_several_ways(until: str, folder: Path) -> None:
    (folder / "mdpaperlint.toml").write_text(
        f'[[links.ignore]]\npattern = "a"\nuntil = {until}\n', encoding="utf-8"
    )
    links = mdpaperlint.Linter().settings_for("README.md").links
    assert links is not None
    assert [str(each.until) for each in links.ignores] == ["2030-12-31"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("anything = 1979-05-27", "1979-05-27 0 []"),
        ("anything = 1\neither = 3", "1 3 []"),
        ('anything = 1\neither = ["a"]', "1 ('a',) []"),
        ("places = { here = { most = 2 }, there = {} }", "None 0 [2.0, None]"),
    ],
)
def test_options_of_a_plug_in(text: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "loud.py").write_text(PLUGIN, encoding="utf-8")
    (folder / "mdpaperlint.toml").write_text(f"[rules.loud]\n{text}\n", encoding="utf-8")
    assert main(["--plugin", "loud.py", "--select", "loud"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert said in captured.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("either = 1.5", "either: must be a whole number, not the number 1.5"),
        ("places = 1", "places: must be a table, not the number 1"),
        ("places = { here = { most = true } }", 'places: "here": most: must be a number, not true'),
        ("sizes = []", "options cannot be of the type <class 'set'>"),
    ],
)
def test_options_of_a_plug_in_that_mean_nothing(
    text: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "loud.py").write_text(PLUGIN, encoding="utf-8")
    (folder / "mdpaperlint.toml").write_text(f"[rules.loud]\n{text}\n", encoding="utf-8")
    assert main(["--plugin", "loud.py", "--select", "loud"]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_a_configuration_that_is_a_folder_or_not_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pyproject.toml").mkdir()
    (folder / "mdpaperlint.toml").mkdir()
    assert main([]) == 0
    assert main(["--config", "mdpaperlint.toml"]) == 2
    assert "mdpaperlint.toml: is a folder" in capsys.readouterr().err
    assert main(["--config", "none.toml"]) == 2
    assert "none.toml: no such file" in capsys.readouterr().err


def test_fixing_what_cannot_be_read(folder: Path) -> None:
    (folder / "binary.md").write_bytes(b"\xff")
    run = mdpaperlint.fix(["binary.md", "README.md", "none.md"])
    assert run.failed
    assert [Path(file.path).name for file in run.files if not file.problems] == ["README.md"]
    problems = [problem for file in run.files for problem in file.problems]
    assert sum("binary.md: not UTF-8" in problem for problem in problems) == 1
    assert (folder / "README.md").read_text(encoding="utf-8") == SHORT.replace("| A |\n", "| A | |\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("what", ["device", "pipe", "long", "folder"])
@pytest.mark.parametrize("name", ["mdpaperlint.toml", "pyproject.toml", ".gitignore", "known.json"])
def test_no_file_beside_a_list_is_read_without_end(
    what: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("# A list\n")
    if what == "device":
        (tmp_path / name).symlink_to("/dev/zero")
    elif what == "pipe":
        os.mkfifo(tmp_path / name)
    elif what == "folder":
        (tmp_path / name).mkdir()
    else:
        with (tmp_path / name).open("wb") as stream:
            # A file of this length takes no room on the disk.
            stream.truncate((64 << 20) + 1 if name == "known.json" else (1 << 20) + 1)
    configured = ["--config", name] if name.endswith(".toml") else []
    code = main([".", *configured, *(["--baseline", name] if name == "known.json" else [])])
    said = {"long": "is larger than", "folder": "is a folder"}.get(what, "is not a regular file")
    # The device is behind a link, which is no ignore file.
    refused = (what, name) != ("device", ".gitignore")
    assert code == (2 if refused else 0)
    assert (re.search(f"{name}: (?:{said})", capsys.readouterr().err) is not None) == refused
    # A file that is found is read as one that is named; a pyproject.toml that cannot be read is not ours.
    refused_again = (what, name) == ("long", "mdpaperlint.toml") or (refused and name == ".gitignore")
    assert main(["."]) == (2 if refused_again else 0)


@pytest.mark.parametrize(
    "key", ["a." * 20_000 + "a = 1", "[" + "'a' . " * 8_000 + "a]", "x = {" + "a." * 20_000 + "a=1}"]
)
def test_a_key_of_many_parts_takes_no_time(key: str, tmp_path: Path) -> None:
    path = tmp_path / "mdpaperlint.toml"
    path.write_text(key + "\n")

    def load() -> None:
        with pytest.raises(ConfigError, match="a key has more than a hundred parts"):
            load_config(str(path), {})

    assert within(1, load)


@pytest.mark.parametrize(
    "content", ["a" * 1_000_000, '"' * 500_000, "a " * 500_000, "'a'" * 300_000, "a . " * 90]
)
def test_looking_for_such_a_key_takes_no_time(content: str, tmp_path: Path) -> None:
    path = tmp_path / "mdpaperlint.toml"
    path.write_text(content)

    def load() -> None:
        with pytest.raises(ConfigError):
            load_config(str(path), {})

    assert within(1, load)
