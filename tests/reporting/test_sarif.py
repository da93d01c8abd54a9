from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema  # type: ignore[import-untyped]
import pytest
from filelock import FileLock
from hostile import TITLE, TITLES, hostile_list, hostile_report
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_runner import run_cli
from mdpaperlint.engine.linter import Linter
from mdpaperlint.engine.results import FileReport, Run
from mdpaperlint.markdown.parser import parse
from mdpaperlint.reporting import ReportOptions
from mdpaperlint.reporting.sarif_report import FINGERPRINT, as_data
from mdpaperlint.reporting.terminal import Style
from mdpaperlint.rules import RULES
from real_lists import some_real_lists

SCHEMA_PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
SCHEMA_FILE = "package/lib/schemas/sarif-2.1.0-rtm.5.json"
SCHEMA_SHA256 = "2d99159ae54a3eea97f81781cff48780548657c35949f4b7f25e99a2ba4de4f8"
MULTITOOL = "@microsoft/sarif-multitool@5.7.0"

OPTIONS = ReportOptions(Style(), rules={rule.name: rule for rule in RULES})
TABLE = "# P\n\n| Date | Title | Link |\n| --- | --- | --- |\n"


def npm(folder: Path, *arguments: str) -> None:
    """Skips where npm cannot fetch what is asked for; in CI, that is a failure."""
    try:
        subprocess.run(["npm", *arguments], cwd=folder, check=True, capture_output=True, timeout=240)
    except (OSError, subprocess.SubprocessError) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"npm cannot fetch it: {error}")


@pytest.fixture(scope="session")
def npm_cache(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that outlives the run where pytest keeps one."""
    cache = getattr(request.config, "cache", None)
    folder: Path = cache.mkdir("npm") if cache is not None else tmp_path_factory.mktemp("npm")
    return folder


@pytest.fixture(scope="session")
def validate(npm_cache: Path) -> Callable[[Any], None]:
    """Holds data against the official schema."""
    schema = npm_cache / SCHEMA_FILE
    # Workers of one run share the folder.
    with FileLock(npm_cache / "schema.lock"):
        if not schema.exists():
            npm(npm_cache, "pack", SCHEMA_PACKAGE)
            (archive,) = npm_cache.glob("microsoft-jest-sarif-*.tgz")
            shutil.unpack_archive(archive, npm_cache, filter="data")
    content = schema.read_bytes()
    assert hashlib.sha256(content).hexdigest() == SCHEMA_SHA256
    validator = jsonschema.Draft4Validator(
        json.loads(content), format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )
    return lambda log: validator.validate(log)


@pytest.fixture(scope="session")
def multitool(npm_cache: Path) -> Path:
    folder = npm_cache / "multitool"
    folder.mkdir(exist_ok=True)
    program = "node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool*"
    with FileLock(npm_cache / "multitool.lock"):
        if not list(folder.glob(program)):
            npm(folder, "install", "--prefix", str(folder), "--no-audit", "--no-fund", MULTITOOL)
    found = folder.glob(program)
    return next(each for each in found if each.name in ("Sarif.Multitool", "Sarif.Multitool.exe"))


def data(*files: FileReport, problems: tuple[str, ...] = (), root: str = "") -> dict[str, Any]:
    return as_data(Run(files, problems), OPTIONS._replace(root=root))


def checked(text: str, path: str = "README.md") -> FileReport:
    return Linter(baseline=False).file(path, text).check()


def test_a_result_has_its_range_its_fix_and_its_rule(validate: Callable[[Any], None]) -> None:
    log = data(checked(TABLE + "| 2020 | 😀 title |\n"))
    validate(log)
    (run,) = log["runs"]
    (result,) = run["results"]
    region = {"startLine": 5, "startColumn": 1, "endLine": 5, "endColumn": 19}
    artifact = {"uri": "README.md", "uriBaseId": "%SRCROOT%"}
    assert run["columnKind"] == "unicodeCodePoints"
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": artifact, "region": region}}]
    assert result["level"] == "warning"
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "ragged-row"
    assert rule["help"]["markdown"].startswith("# ragged-row\n\n")
    assert rule["helpUri"] == "https://mdpaperlint.github.io/mdpaperlint/rules/ragged-row/"
    assert rule["defaultConfiguration"] == {"level": "error", "enabled": True}
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == artifact
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 5, "startColumn": 19, "endLine": 5, "endColumn": 19},
            "insertedContent": {"text": " |"},
        }
    ]
    assert result["properties"] == {"safeFix": True}


def test_a_replacement_gives_what_the_fix_gives() -> None:
    text = "\ufeff" + TABLE.replace("\n", "\r\n") + "| 2020 | 漢字 😀 |\r\n"
    (result,) = data(checked(text))["runs"][0]["results"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    region = replacement["deletedRegion"]
    document = parse(text)
    start = document.line_span(region["startLine"] - 1).start + region["startColumn"] - 1
    end = document.line_span(region["endLine"] - 1).start + region["endColumn"] - 1
    fixed = text[:start] + replacement["insertedContent"]["text"] + text[end:]
    assert fixed == Linter(baseline=False).file("README.md", text).fixed().text


def test_fingerprints_are_the_same_wherever_a_row_stands() -> None:
    lost = "| 2020-02 | B | [x](https://arxiv.org/abs/2002.00001) | lost |\n"
    rows = [
        f"| 2020-0{number} | A | [x](https://arxiv.org/abs/200{number}.00002) |\n" for number in (1, 3, 4)
    ]

    def fingerprints(text: str) -> list[str]:
        results = data(checked(text))["runs"][0]["results"]
        return [
            each["partialFingerprints"][FINGERPRINT] for each in results if each["ruleId"] == "ragged-row"
        ]

    one = fingerprints(TABLE + rows[0] + lost + rows[1])
    other = fingerprints(
        "# More\n\ntext\n\n" + TABLE + rows[0] + lost.replace("| B |", "|   B   |") + rows[2]
    )
    assert len(one) == 1
    assert one == other
    twice = fingerprints(TABLE + rows[0] + lost + lost)
    assert twice[0] == one[0]
    assert len(set(twice)) == 2


def test_related_places_are_numbered(validate: Callable[[Any], None]) -> None:
    rows = "".join(f"| 202{number} | {number} | x |\n" for number in (1, 2, 3, 0, 4, 5))
    log = data(checked(TABLE + rows))
    validate(log)
    result = next(each for each in log["runs"][0]["results"] if each["ruleId"] == "unordered-rows")
    (related,) = result["relatedLocations"]
    assert related["id"] == 1
    assert related["message"]["text"]
    assert related["physicalLocation"]["region"]["startLine"] == 5


def test_files_are_relative_and_percent_encoded(tmp_path: Path, validate: Callable[[Any], None]) -> None:
    name = "a: b/Größe %20 #1 [x].md"
    place = tmp_path / name
    place.parent.mkdir()
    (tmp_path / ".git").mkdir()
    place.write_text(TABLE + "| 2020 | A |\n")
    result = run_cli(".", "--format", "sarif", cwd=place.parent)
    log = json.loads(result.out)
    validate(log)
    artifact = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uriBaseId"] == "%SRCROOT%"
    assert unquote(artifact["uri"]) == name
    assert not set(artifact["uri"]) & set(": #[]ö")


def test_what_could_not_be_done_is_a_notification(validate: Callable[[Any], None]) -> None:
    log = data(FileReport("a.md", problems=("a.md: not UTF-8",)), problems=("b: not there",))
    validate(log)
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [each["message"]["text"] for each in invocation["toolExecutionNotifications"]] == [
        "b: not there",
        "a.md: not UTF-8",
    ]


def test_an_empty_run_is_valid(validate: Callable[[Any], None]) -> None:
    log = data()
    validate(log)
    assert log["runs"][0]["results"] == []
    assert len(log["runs"][0]["tool"]["driver"]["rules"]) == len(RULES)


@settings(max_examples=25)
@given(titles=st.lists(TITLE, min_size=1, max_size=3), name=st.sampled_from(["README.md", *TITLES]))
def test_any_list_makes_a_valid_log(validate: Callable[[Any], None], titles: list[str], name: str) -> None:
    report = hostile_report(titles)._replace(path=name)
    log = data(report)
    validate(json.loads(json.dumps(log)))
    assert len(log["runs"][0]["results"]) == len(report.findings)


@pytest.mark.slow
def test_the_multitool_of_microsoft_finds_no_fault(multitool: Path, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(hostile_list(list(TITLES)))
    unordered = "".join(f"| 202{number} | {number} | x |\n" for number in (1, 2, 3, 0, 4, 5))
    (tmp_path / "other list.md").write_text(TABLE + unordered + "| 2020 | A |\n")
    log = run_cli(".", "--format", "sarif", "--output", "log.sarif", cwd=tmp_path)
    assert log.code == 1
    assert judged_by(multitool, tmp_path / "log.sarif") == []
    broken = json.loads((tmp_path / "log.sarif").read_text())
    broken["runs"][0]["results"][0]["ruleIndex"] = 999
    (tmp_path / "broken.sarif").write_text(json.dumps(broken))
    assert judged_by(multitool, tmp_path / "broken.sarif") != []


@pytest.mark.corpus
@pytest.mark.slow
def test_real_lists_make_a_valid_log(
    validate: Callable[[Any], None], multitool: Path, tmp_path: Path
) -> None:
    log = run_cli(*map(str, some_real_lists(3)), "--format=sarif", "--output=log.sarif", cwd=tmp_path)
    assert log.code == 1
    validate(json.loads((tmp_path / "log.sarif").read_text()))
    assert judged_by(multitool, tmp_path / "log.sarif") == []


def judged_by(multitool: Path, log: Path) -> list[str]:
    """Errors and warnings of the validator; its notes are about taste."""
    verdict = log.with_suffix(".verdict")
    subprocess.run(
        [multitool, "validate", log, "-o", verdict, "--log", "ForceOverwrite"],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    results = json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
    # A result without a level is a warning (SARIF 3.27.10).
    return [each["ruleId"] for each in results if each.get("level", "warning") in ("error", "warning")]
