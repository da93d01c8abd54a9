"""The action's steps as a runner takes them: under bash, with the files and the environment of a job."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml  # type: ignore[import-untyped]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the runner is played by a Unix shell")
PROJECT = Path(__file__).parents[1]
WHAT_SHIPS = ("src", "rules", "pyproject.toml", "README.md", "LICENSE", "action.yml")
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))

TABLE = "# Papers\n\n| Year | Title | Code |\n| --- | --- | --- |\n"
OLD = "| 2019 | Old | lost | text |\n"
NEW = "| 2020 | %0A::stop-commands::x ]]> | more | text |\n"
SHORT = "| 2021 | Short |\n"


class Job(NamedTuple):
    code: int
    log: str
    outputs: dict[str, str]
    summary: str


class Action:
    """An installed action. ``steps`` are those of ``action.yml``, the first of which installs it."""

    def __init__(self, path: Path, temporary: Path) -> None:
        self.path = path
        self.temporary = temporary
        self.definition: dict[str, Any] = yaml.safe_load((path / "action.yml").read_text(encoding="utf-8"))
        self.steps: list[dict[str, Any]] = self.definition["runs"]["steps"]

    def install(self) -> None:
        job = self._steps(self.steps[:1], self.temporary, {}, {})
        assert job.code == 0, job.log

    def run(self, folder: Path, event: dict[str, Any], **inputs: str) -> Job:
        defaults = {name: each["default"] for name, each in self.definition["inputs"].items()}
        return self._steps(self.steps[1:], folder, event, {**defaults, **inputs})

    def _steps(
        self, steps: list[dict[str, Any]], folder: Path, event: dict[str, Any], inputs: dict[str, str]
    ) -> Job:
        files = self.temporary / "files"
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir()
        (files / "event.json").write_text(json.dumps(event), encoding="utf-8")
        outputs: dict[str, dict[str, str]] = {}
        code, log, last = 0, "", {}
        for number, step in enumerate(steps):
            output = files / f"output-{number}"
            output.touch()
            script = files / f"step-{number}.sh"
            script.write_text(step["run"], encoding="utf-8")
            inherited = {
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("GIT_", "GITHUB_", "INPUT_", "PYTHON", "MDPAPERLINT"))
            }
            finished = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
                cwd=folder,
                env={
                    **inherited,
                    "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]),
                    "CI": "true",
                    "GITHUB_ACTIONS": "true",
                    "GITHUB_WORKSPACE": str(folder),
                    "GITHUB_ACTION_PATH": str(self.path),
                    "GITHUB_EVENT_PATH": str(files / "event.json"),
                    "GITHUB_OUTPUT": str(output),
                    "GITHUB_STEP_SUMMARY": str(files / "summary.md"),
                    "RUNNER_TEMP": str(self.temporary),
                    **{
                        name: _evaluated(value, inputs, outputs)
                        for name, value in step.get("env", {}).items()
                    },
                },
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            code, log = finished.returncode, log + finished.stdout + finished.stderr
            last = dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())
            outputs[step.get("id", "")] = last
            if code:
                break
        summary = files / "summary.md"
        return Job(code, log, last, summary.read_text(encoding="utf-8") if summary.exists() else "")


def _evaluated(value: str, inputs: dict[str, str], outputs: dict[str, dict[str, str]]) -> str:
    """The few expressions that the action uses."""
    expression = re.fullmatch(r"\$\{\{ (.+) \}\}", value)
    assert expression is not None, value
    if expression[1].startswith("inputs.") and " " not in expression[1]:
        return inputs[expression[1].removeprefix("inputs.")]
    step = re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+)", expression[1])
    if step is not None:
        return outputs[step[1]].get(step[2], "")
    assert expression[1] == "inputs.online == 'true' && github.token || ''"
    return "token-of-the-job" if inputs["online"] == "true" else ""


def git(folder: Path, *arguments: str) -> str:
    names = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    names |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in names.items()}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**inherited, **names},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


@pytest.fixture(scope="module")
def action(tmp_path_factory: pytest.TempPathFactory) -> Action:
    path = tmp_path_factory.mktemp("action")
    for name in WHAT_SHIPS:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, path / name)
    action = Action(path, tmp_path_factory.mktemp("runner"))
    action.install()
    return action


@pytest.fixture
def pull_request(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """What a runner checks out for a pull request (its merge, one commit deep), and the event."""
    origin, checkout = tmp_path / "origin", tmp_path / "checkout"
    origin.mkdir()
    readme = origin / "README.md"
    git(origin, "init", "-q", "-b", "main")
    for text in (TABLE, TABLE + OLD):
        readme.write_text(text, encoding="utf-8")
        git(origin, "add", ".")
        git(origin, "commit", "-q", "-m", "The list")
    git(origin, "switch", "-q", "-c", "topic")
    readme.write_text(TABLE + OLD + NEW + SHORT, encoding="utf-8")
    git(origin, "commit", "-qam", "New papers")
    git(origin, "switch", "-q", "main")
    (origin / "other.txt").write_text("else\n", encoding="utf-8")
    git(origin, "add", ".")
    git(origin, "commit", "-q", "-m", "Meanwhile")
    base = git(origin, "rev-parse", "HEAD")
    git(origin, "merge", "-q", "--no-ff", "-m", "Merge", "topic")
    git(origin, "update-ref", "refs/pull/1/merge", "HEAD")
    git(origin, "reset", "-q", "--hard", base)
    checkout.mkdir()
    git(checkout, "init", "-q")
    git(checkout, "remote", "add", "origin", origin.as_uri())
    git(
        checkout,
        "fetch",
        "-q",
        "--no-tags",
        "--depth=1",
        "origin",
        "+refs/pull/1/merge:refs/remotes/pull/1/merge",
    )
    git(checkout, "checkout", "-q", "--detach", "refs/remotes/pull/1/merge")
    return checkout, {"pull_request": {"title": "$(touch pwned)`touch pwned`", "base": {"sha": base}}}


@pytest.mark.slow
def test_a_pull_request_is_told_of_what_it_brings(
    action: Action, pull_request: tuple[Path, dict[str, Any]]
) -> None:
    checkout, event = pull_request
    job = action.run(checkout, event)
    assert job.code == 1, job.log
    assert job.outputs == {"violations": "2", "errors": "1", "warnings": "1", "fixable": "1"}
    annotations = [line for line in job.log.splitlines() if line.startswith(("::error ", "::warning "))]
    assert [re.sub(r".*?,line=(\d+),.*", r"\1", line) for line in annotations] == ["6", "7"]
    assert "| 2021 | Short | |" in annotations[1]
    assert "| 2021 | Short | |" in job.summary
    assert not any(line.startswith("::stop-commands") for line in job.log.splitlines())
    assert sorted(path.name for path in checkout.iterdir()) == [".git", "README.md", "other.txt"]

    everything = action.run(checkout, event, since="all", args="--exit-zero")
    assert everything.code == 0, everything.log
    assert everything.outputs["errors"] == "2"

    later = action.run(checkout, event, since="HEAD")
    assert (later.code, later.outputs["violations"]) == (0, "0"), later.log

    unknown = action.run(checkout, event, since="no-such-branch")
    assert unknown.code == 2
    assert "--since no-such-branch: there is no such revision" in unknown.log


@pytest.mark.slow
def test_a_push_is_checked_whole(action: Action, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "README.md").write_text(TABLE + OLD, encoding="utf-8")
    # Of a list's own modules, none may be imported.
    for name in ("json.py", "glob.py", "pip.py", "mdpaperlint.py"):
        (tmp_path / name).write_text("raise SystemExit('imported from the list')\n", encoding="utf-8")
    job = action.run(tmp_path, {"ref": "refs/heads/main", "commits": []})
    assert job.code == 1, job.log
    assert job.outputs["errors"] == "1"
    assert "::error file=README.md,line=5," in job.log


@pytest.mark.slow
def test_paths_and_arguments_are_words_and_never_commands(action: Action, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    lists = tmp_path / "my lists"
    lists.mkdir()
    for name in ("a.md", "b.md"):
        (lists / name).write_text(TABLE + OLD, encoding="utf-8")
    found = action.run(tmp_path, {}, paths="'my lists/*.md'", args="--select 'ragged-row' --exit-zero")
    assert (found.code, found.outputs["errors"]) == (0, "2"), found.log
    for field in ("paths", "args", "since", "online"):
        hostile = '"$(touch pwned)"; touch pwned #`touch pwned`\n::error::x\nerrors=0'
        job = action.run(tmp_path, {}, **{field: hostile})
        assert job.code == 2, (field, job.log)
        assert not (tmp_path / "pwned").exists()
    unclosed = action.run(tmp_path, {}, paths="'my lists")
    assert unclosed.code == 2
    assert "::error title=mdpaperlint::the input paths: No closing quotation" in unclosed.log


@pytest.mark.slow
def test_a_forged_event_names_no_option(action: Action, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "README.md").write_text(TABLE + "| 2020 | New | - |\n", encoding="utf-8")
    for base in ("--upload-pack=touch pwned", "HEAD\nx=y", {"a": 1}, None):
        forged = {"pull_request": {"base": {"sha": base}}}
        job = action.run(tmp_path, forged)
        assert job.code == 0, job.log
    assert not (tmp_path / "pwned").exists()


def test_no_expression_stands_in_a_script() -> None:
    action = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))
    steps = list(action["runs"]["steps"])
    assert all("uses" not in step for step in steps)
    for workflow in WORKFLOWS:
        for job in yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values():
            steps += job["steps"]
    assert any("run" in step for step in steps)
    for step in steps:
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_only_what_it_has_seen(workflow: Path) -> None:
    used = re.findall(r"uses: (\S+)", workflow.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert action == "./" or re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", action), action


def test_ci_knows_every_python_that_the_project_claims() -> None:
    import tomllib

    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    claimed = [each.rsplit(" ", 1)[1] for each in project["classifiers"] if re.search(r":: 3\.\d+$", each)]
    ci = yaml.safe_load((PROJECT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    assert ci["jobs"]["test"]["strategy"]["matrix"]["python"] == claimed
