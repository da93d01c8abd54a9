from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mdpaperlint
from mdpaperlint.configuration.configuration_file import convert, load_config
from mdpaperlint.rules import RULES
from mdpaperlint.user_error import ConfigError

KNOWN = {rule.name: rule for rule in RULES}
SHORT = "# L\n\n| Year | Title | Code |\n| --- | --- | --- |\n| 2020 | A |\n"
LONG = "# L\n\n| Year | Title |\n| --- | --- |\n| 2020 | A | lost |\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def reported(*paths: str | Path, config: str | None = None) -> list[tuple[str, str, str]]:
    run = mdpaperlint.lint(paths, config=config)
    assert not run.failed
    return [
        (Path(file.path).name, finding.violation.severity, finding.violation.rule)
        for file in run.files
        for finding in file.findings
    ]


@pytest.mark.parametrize("name", ["mdpaperlint.toml", ".mdpaperlint.toml", "pyproject.toml"])
def test_names_of_the_file(name: str, folder: Path) -> None:
    write(folder / "README.md", LONG)
    table = "[tool.mdpaperlint]\n" if name == "pyproject.toml" else ""
    write(folder / name, f'{table}ignore = ["ragged-row"]\n')
    assert reported("README.md") == []


def test_the_nearest_file_counts_up_to_the_repository(folder: Path) -> None:
    write(folder / "mdpaperlint.toml", 'ignore = ["ragged-row"]\n')
    write(folder / "sub" / "pyproject.toml", '[project]\nname = "x"\n')
    write(folder / "sub" / "a.md", LONG)
    write(folder / "near" / "mdpaperlint.toml", '[severity]\nragged-row = "warning"\n')
    write(folder / "near" / "b.md", LONG)
    (folder / "nested" / ".git").mkdir(parents=True)
    write(folder / "nested" / "c.md", LONG)
    assert reported("sub/a.md", "near/b.md", "nested/c.md") == [
        ("b.md", "warning", "ragged-row"),
        ("c.md", "error", "ragged-row"),
    ]


def test_a_named_file_counts_for_all(folder: Path) -> None:
    write(folder / "mdpaperlint.toml", 'ignore = ["ragged-row"]\n')
    write(folder / "etc" / "other.toml", 'exclude = ["b.md"]\n')
    write(folder / "a.md", LONG)
    write(folder / "b.md", LONG)
    assert reported("a.md", "b.md", config="etc/other.toml") == [("a.md", "error", "ragged-row")]


def test_options_severity_and_per_file_ignores(folder: Path) -> None:
    write(
        folder / "mdpaperlint.toml",
        '[rules.ragged-row]\nallow-short = true\n[severity]\nragged-row = "warning"\n'
        '[per-file-ignores]\n"drafts/" = ["all"]\n"old*.md" = ["ragged-row"]\n',
    )
    write(folder / "a.md", SHORT)
    write(folder / "b.md", LONG)
    write(folder / "drafts" / "c.md", LONG)
    write(folder / "old-1.md", LONG)
    assert reported(".") == [("b.md", "warning", "ragged-row")]


def test_exclude_holds_for_files_named_outright(folder: Path) -> None:
    write(folder / "mdpaperlint.toml", 'exclude = ["generated/", "*.gen.md", "!keep.gen.md"]\n')
    for name in ("generated/a.md", "b.gen.md", "keep.gen.md", "sub/c.gen.md"):
        write(folder / name, LONG)
    kept = [("keep.gen.md", "error", "ragged-row")]
    assert reported(".") == kept
    assert reported("generated/a.md", "b.gen.md", "keep.gen.md", "sub/c.gen.md") == kept


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("selct = []", 'selct: no such key; did you mean "select"?'),
        ("extend_select = []", 'extend_select: no such key; did you mean "extend-select"?'),
        ('select = "ragged-row"', 'select: must be a list of strings, not "ragged-row"'),
        ("ignore = [1]", "ignore: must be a list of strings, not a list with other values"),
        ('ignore = ["raged-row"]', 'ignore: no rule is named "raged-row"; did you mean "ragged-row"?'),
        ("exclude = {}", "exclude: must be a list of strings, not a table"),
        ('[severity]\nragged-row = "bad"', 'severity.ragged-row: must be "error" or "warning", not "bad"'),
        ("severity = 3", "severity: must be a table, not the number 3"),
        ('[severity]\nraged-row = "error"',
         'severity: no rule is named "raged-row"; did you mean "ragged-row"?'),
        ('[per-file-ignores]\n"a.md" = "ragged-row"',
         'per-file-ignores."a.md": must be a list of strings, not "ragged-row"'),
        ("[rules.ragged-rw]", 'rules: no rule is named "ragged-rw"; did you mean "ragged-row"?'),
        ("[rules.ragged-row]\nallow-shorts = true",
         'rules.ragged-row.allow-shorts: no such option; did you mean "allow-short"?'),
        ('[rules.ragged-row]\nallow-short = "yes"',
         'rules.ragged-row.allow-short: must be true or false, not "yes"'),
        ("[rules]\nragged-row = true", "rules.ragged-row: must be a table, not true"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_an_error_that_names_it(text: str, problem: str, tmp_path: Path) -> None:
    path = str(write(tmp_path / "mdpaperlint.toml", text + "\n"))
    with pytest.raises(ConfigError) as raised:
        load_config(path, KNOWN)
    assert raised.value.problems == [f"{path}: {problem}"]


def test_all_problems_of_a_file_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", "[tool.mdpaperlint]\nselct = []\nignore = 1\n")
    with pytest.raises(ConfigError) as raised:
        load_config(str(path), KNOWN)
    assert [problem.split(": ")[1] for problem in raised.value.problems] == [
        "tool.mdpaperlint.selct",
        "tool.mdpaperlint.ignore",
    ]


@pytest.mark.parametrize("content", [b"select = [", b"\xff", b'x = "\\ud800"', b"a = " + b"[" * 5000])
def test_what_is_no_toml_is_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mdpaperlint.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as raised:
        load_config(str(path), KNOWN)
    (problem,) = raised.value.problems
    assert problem.startswith(f"{path}: not readable as TOML: ")


def test_a_broken_pyproject_of_others_is_not_ours(folder: Path) -> None:
    write(folder / "README.md", SHORT)
    write(folder / "pyproject.toml", "[project\n# mdpaperlint is named here\n")
    assert len(reported("README.md")) == 1
    write(folder / "pyproject.toml", "[tool.mdpaperlint]\nselect = [\n")
    with pytest.raises(ConfigError):
        mdpaperlint.lint(["README.md"])


def test_nothing_is_written_when_a_configuration_is_wrong(folder: Path) -> None:
    first = write(folder / "a.md", SHORT)
    write(folder / "sub" / "mdpaperlint.toml", "selct = []\n")
    write(folder / "sub" / "b.md", SHORT)
    with pytest.raises(ConfigError):
        mdpaperlint.fix(["a.md", "sub/b.md"])
    assert first.read_text() == SHORT


@pytest.mark.parametrize(
    ("value", "annotation", "result"),
    [
        (True, bool, True),
        (3, int, 3),
        (3, float, 3.0),
        ("x", str, "x"),
        ("a", Literal["a", "b"], "a"),
        (["a"], tuple[str, ...], ("a",)),
        ([["a"], []], tuple[tuple[str, ...], ...], (("a",), ())),
        ({"k": 1}, dict[str, int], {"k": 1}),
        (3, int | None, 3),
    ],
)
def test_convert(value: object, annotation: object, result: object) -> None:
    assert convert(value, annotation) == result


@pytest.mark.parametrize(
    ("value", "annotation", "message"),
    [
        (1, bool, "must be true or false, not the number 1"),
        (True, int, "must be a whole number, not true"),
        (True, float, "must be a number, not true"),
        ([], str, "must be a string, not a list"),
        ("old", Literal["older", "new"], 'must be "older" or "new", not "old"; did you mean "older"?'),
        (True, Literal[1, 2], "must be the number 1 or the number 2, not true"),
        ("x", tuple[str, ...], 'must be a list of strings, not "x"'),
        ([1], tuple[str, ...], "must be a string, not the number 1"),
        ([], dict[str, int], "must be a table, not a list"),
    ],
)
def test_convert_says_what_it_wants(value: object, annotation: object, message: str) -> None:
    with pytest.raises(ValueError, match="must be") as raised:
        convert(value, annotation)
    assert str(raised.value) == message


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_content_is_settings_or_a_config_error(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mdpaperlint.toml"
        path.write_bytes(content)
        problems: list[str] = []
        try:
            load_config(str(path), KNOWN)
        except ConfigError as error:
            problems = error.problems
        assert all("\n" not in problem for problem in problems)
