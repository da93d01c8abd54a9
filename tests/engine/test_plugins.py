from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import mdpaperlint
from mdpaperlint.engine.plugins import (
    EntryPoint,
    PluginError,
    find_entry_points,
    load_entry_point,
    load_file,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
PACKAGE = EXAMPLES / "mdpaperlint-placeholders"
SOURCE = Path(mdpaperlint.__file__).parents[1]
LIST = "| Year | Title | Code |\n| ---- | ----- | ---- |\n| 2017 | Attention Is All You Need | TBD |\n"
REPORT = 'README.md:3:38: warning leftover-placeholder: "TBD" is still to be filled in\n'


def distribution(folder: Path, name: str, entry_points: str) -> None:
    info = folder / name
    info.mkdir(parents=True)
    (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")


def test_entry_points_are_read_without_importing_anything(tmp_path: Path) -> None:
    distribution(
        tmp_path / "a",
        "My_Rules-1.2.dist-info",
        "[console_scripts]\nx = y:z\n\n[mdpaperlint.rules]\n# a comment\nb = m.sub:B\na=m:A [extra]\n\n"
        "[other]\nq = q:q\n",
    )
    distribution(tmp_path / "a", "none-1.dist-info", "[console_scripts]\nmdpaperlint.rules = x:y\n")
    distribution(tmp_path / "b", "my.rules-1.1.dist-info", "[mdpaperlint.rules]\nold = m:Old\n")
    distribution(tmp_path / "b", "legacy.egg-info", "[mdpaperlint.rules]\nc = legacy:C\n")
    (tmp_path / "b" / "empty-1.dist-info").mkdir()
    assert find_entry_points([str(tmp_path / "a"), str(tmp_path / "none"), str(tmp_path / "b")]) == [
        EntryPoint("a", "m:A", "My_Rules 1.2"),
        EntryPoint("b", "m.sub:B", "My_Rules 1.2"),
        EntryPoint("c", "legacy:C", "legacy"),
    ]


def test_the_current_folder_is_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distribution(tmp_path, "evil-1.dist-info", "[mdpaperlint.rules]\nx = evil:X\n")
    monkeypatch.chdir(tmp_path)
    assert find_entry_points(["", os.curdir, str(tmp_path)]) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x = 1\n", "defines no rule"),
        ("import nothing_like_it\n", "ModuleNotFoundError: No module named 'nothing_like_it'"),
        ("def f(:\n", "SyntaxError: "),
        ("raise ValueError('two\\nlines')\n", "ValueError: two lines (FILE:1)"),
        ("RULE", "'No_Good' is no name for a rule"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_in_one_line(content: str, said: str, tmp_path: Path) -> None:
    rule = (
        "from mdpaperlint.rules.base import Rule\nclass R(Rule):\n    name = 'No_Good'\n    summary = 's'\n"
        "    def check(self, document, context):\n        yield from ()\n"
    )
    path = tmp_path / "plugin.py"
    path.write_text(rule if content == "RULE" else content, encoding="utf-8")
    with pytest.raises(PluginError) as raised:
        load_file(str(path))
    message = str(raised.value)
    assert message.startswith(f"plug-in {path}: ")
    assert said.replace("FILE", path.name) in message
    assert "\n" not in message


def test_only_python_files_are_run(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text("raise SystemExit('run')\n", encoding="utf-8")
    with pytest.raises(PluginError, match="not a Python file"):
        load_file(str(path))


def test_an_entry_point_that_leads_nowhere_is_named() -> None:
    with pytest.raises(PluginError, match=r'plug-in p 1, entry point "x": ModuleNotFoundError') as raised:
        load_entry_point(EntryPoint("x", "no_such_module_at_all:X", "p 1"))
    assert "\n" not in str(raised.value)
    with pytest.raises(PluginError, match="is not a rule"):
        load_entry_point(EntryPoint("x", "os:sep", "p 1"))


def test_a_name_that_is_taken_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    plugin = tmp_path / "plugin.py"
    plugin.write_text(
        "from mdpaperlint.rules.base import Rule\nclass R(Rule):\n    name = 'ragged-row'\n"
        "    summary = 's'\n    def check(self, document, context):\n        raise RuntimeError\n",
        encoding="utf-8",
    )
    run = mdpaperlint.lint(["README.md"], plugins=[plugin])
    assert run.problems == (
        f'plug-in {plugin}: there is already a rule named "ragged-row"; give it another name',
    )
    assert run.failed
    assert not run.files[0].problems


def test_the_example_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    urls = {
        "https://a.org/?utm_source=x": "https://a.org/",
        "https://a.org/?utm_source=x&b=c": "https://a.org/?b=c",
        "https://a.org/?b=c&utm_source=x#d": "https://a.org/?b=c#d",
        "https://a.org/?b=c&gclid=1&utm_medium=y&e=f": "https://a.org/?b=c&e=f",
        "https://a.org/?gclid=1&utm_medium=y": "https://a.org/",
        "https://a.org/?custom=x": "https://a.org/?custom=x",
    }
    (tmp_path / "README.md").write_text("".join(f"- [a]({url})\n" for url in urls), encoding="utf-8")
    run = mdpaperlint.fix(
        ["README.md"], select=["tracking-parameters"], plugins=[EXAMPLES / "tracking_parameters.py"]
    )
    assert not run.failed
    assert not run.files[0].findings
    assert (tmp_path / "README.md").read_text() == "".join(f"- [a]({url})\n" for url in urls.values())


def run_in(environment: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    return subprocess.run(
        [python, "-m", "mdpaperlint", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_the_example_package_installed(tmp_path: Path) -> None:
    """Installed into an environment of its own, which sees this one's packages through a .pth file."""
    environment = tmp_path / "env"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    site = next(environment.glob("lib/python*/site-packages"), environment / "Lib" / "site-packages")
    visible = [str(SOURCE), *(path for path in sys.path if path.endswith("site-packages"))]
    (site / "visible.pth").write_text("\n".join(visible) + "\n", encoding="utf-8")
    source = tmp_path / "package"
    subprocess.run(["cp", "-r", PACKAGE, source], check=True)
    install = [sys.executable, "-m", "pip", "--python", str(environment), "install", "-q", "--no-deps"]
    subprocess.run([*install, str(source)], check=True, capture_output=True)
    work = tmp_path / "list"
    (work / ".git").mkdir(parents=True)
    (work / "README.md").write_text(LIST, encoding="utf-8")
    checked = run_in(environment, "-q", cwd=work)
    assert (checked.stdout, checked.returncode, checked.stderr) == (REPORT, 0, "")
    page = run_in(environment, "rule", "leftover-placeholder", cwd=work)
    written = (PACKAGE / "src" / "mdpaperlint_placeholders" / "leftover-placeholder.md").read_text()
    assert page.stdout == written
    (work / "mdpaperlint.toml").write_text('[rules.leftover-placeholder]\nwords = ["XXX"]\n')
    assert run_in(environment, "-q", cwd=work).stdout == ""
    (work / "mdpaperlint.toml").write_text('[rules.leftover-placeholder]\nword = "XXX"\n')
    wrong = run_in(environment, "-q", cwd=work)
    assert wrong.returncode == 2
    assert 'did you mean "words"?' in wrong.stderr
