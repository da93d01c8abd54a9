"""What a run asks for, and what it says of it: by rules, comments, configuration and formats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from arxiv_stand_in import ArxivStandIn
from scripted_server import Script, ScriptedServer, Send, Servers, answer

from cli_runner import Result, run_cli
from mdpaperlint.configuration.configuration_file import load_config
from mdpaperlint.online import arxiv_api
from mdpaperlint.rules import RULES
from mdpaperlint.user_error import ConfigError


def both(*steps: Send) -> Script:
    return {"HEAD": steps, "GET": steps}


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    monkeypatch.setattr(arxiv_api, "GAP", 0.0)
    with Servers() as servers:
        yield servers


@pytest.fixture
def server(servers: Servers) -> ScriptedServer:
    pages = {
        "/dead": both(answer(404)),
        "/fine": both(answer(200)),
        "/old": both(answer(301, Location="/fine")),
        "/wall": both(answer(403)),
    }
    return servers.serve("127.0.2.11", pages)


def run(folder: Path, text: str, *arguments: str, **environment: str) -> Result:
    (folder / ".git").mkdir(exist_ok=True)
    (folder / "README.md").write_text(text, encoding="utf-8")
    (folder / "cache").mkdir(exist_ok=True)
    environment = {"XDG_CACHE_HOME": str(folder / "cache"), **environment}
    online = ("--online", "--allow-private", "--no-cache")
    return run_cli(*online, *arguments, cwd=folder, stdin=b"", **environment)


WITHDRAWN = "<arxiv:comment>This paper has been withdrawn by the authors</arxiv:comment>"


@pytest.mark.parametrize(
    "chosen", ["mismatched-title", "withdrawn-paper", "mismatched-title,withdrawn-paper"]
)
def test_rules_about_records_ask_arxiv_and_no_page(
    tmp_path: Path, servers: Servers, server: ScriptedServer, chosen: str
) -> None:
    arxiv = ArxivStandIn("127.0.2.12", {"2306.08707": ("Planning Bus Routes with Graph Search", 1)})
    arxiv.fields["2306.08707"] = WITHDRAWN
    servers.add(arxiv)
    text = (
        f"- [Deep Folding of Paper Cranes](https://arxiv.org/abs/2306.08707) [code]({server.url}/dead)\n"
        f"- [Another]({server.url}/fine) [doi](https://doi.org/10.1234/abc)\n"
    )
    result = run(
        tmp_path, text, "--select", chosen, "--arxiv-api", arxiv.api, "--doi-api", f"{server.url}/doi"
    )
    for name in chosen.split(","):
        assert f" {name}: " in result.out
    assert server.requests == []
    assert arxiv.asked == [["2306.08707"]]
    assert "1 link: 1 alive" in result.out


@pytest.mark.parametrize(
    "comment",
    [
        "mdpaperlint-disable-line unreachable-link",
        "mdpaperlint-disable-line unreachable-link, moved-link -- behind a login",
        "mdpaperlint-disable-line",
        "mdpaperlint-disable-line until 2999-01-01",
    ],
)
def test_a_link_whose_report_a_comment_silences_is_not_asked(
    tmp_path: Path, server: ScriptedServer, comment: str
) -> None:
    text = f"- [A]({server.url}/fine)\n- [B]({server.url}/dead) <!-- {comment} -->\n"
    result = run(tmp_path, text, "--fix")
    assert (result.code, (tmp_path / "README.md").read_text(encoding="utf-8")) == (0, text), result.out
    assert "unused-suppression" not in result.out
    assert {target for _, target in server.requests} == {"/fine"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!-- mdpaperlint-disable-file unreachable-link -->\n\n", ""),
        (
            "<!-- mdpaperlint-disable unreachable-link -->\n\n",
            "\n<!-- mdpaperlint-enable unreachable-link -->\n",
        ),
        ("- one\n- two <!-- mdpaperlint-disable-next-line unreachable-link -->\n", ""),
    ],
)
def test_every_kind_of_comment_keeps_a_link_from_being_asked(
    tmp_path: Path, server: ScriptedServer, before: str, after: str
) -> None:
    result = run(tmp_path, f"{before}- [B]({server.url}/dead)\n{after}")
    assert (result.code, server.requests) == (0, []), result.out
    assert "unused-suppression" not in result.out


def test_a_link_that_stands_elsewhere_without_a_comment_is_asked(
    tmp_path: Path, server: ScriptedServer
) -> None:
    silenced = f"- [A]({server.url}/dead) <!-- mdpaperlint-disable-line unreachable-link -->\n"
    result = run(tmp_path, f"{silenced}- [B]({server.url}/dead)\n")
    assert result.out.count("unreachable-link") == 1
    assert "\n2:7: error unreachable-link" in result.out


def test_a_comment_for_what_is_no_error_keeps_nothing_from_being_asked(
    tmp_path: Path, server: ScriptedServer
) -> None:
    comment = "<!-- mdpaperlint-disable-line moved-link -->"
    text = f"- [A]({server.url}/dead) {comment}\n- [B]({server.url}/old) {comment}\n"
    result = run(tmp_path, text)
    assert "README.md\n1:7: error unreachable-link" in result.out
    # The first comment was of no use, the second was.
    unused = [line.partition(" ")[0] for line in result.out.splitlines() if " unused-suppression: " in line]
    assert len(unused) == 1
    assert unused[0].startswith("1:")
    assert "\n2:" not in result.out


def test_offline_no_comment_for_links_is_called_unused(tmp_path: Path, server: ScriptedServer) -> None:
    text = f"- [B]({server.url}/dead) <!-- mdpaperlint-disable-line unreachable-link -->\n"
    assert "unused-suppression" not in run(tmp_path, text, "--offline", "--select", "all").out


def links(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(result.out)["links"]
    return found


def test_json_lists_what_each_link_got(tmp_path: Path, servers: Servers, server: ScriptedServer) -> None:
    (tmp_path / "more.md").write_text(f"# M\n\n- [D]({server.url}/fine#x)\n", encoding="utf-8")
    text = (
        f"- [A]({server.url}/fine) [again]({server.url}/fine#part)\n- [B]({server.url}/wall)\n"
        f"- [C]({server.url}/fine)\n- [D]({server.url}/old)\n- [E](http://[broken)\n- [F](https://img.shields.io/x)\n"
    )
    result = run(tmp_path, text, "--format", "json", "README.md", "more.md")
    found = {(each["path"], each["url"]): each for each in links(result)}
    assert found["README.md", f"{server.url}/fine"] == {
        "path": "README.md",
        "url": f"{server.url}/fine",
        "verdict": "alive",
        "reason": "answers 200",
        "status": 200,
        "target": None,
        "lines": [1, 3],
    }
    wall = found["README.md", f"{server.url}/wall"]
    assert (wall["verdict"], wall["status"], wall["lines"]) == ("blocked", 403, [2])
    old = found["README.md", f"{server.url}/old"]
    assert (old["verdict"], old["target"], old["status"]) == ("moved", f"{server.url}/fine", 200)
    badge = found["README.md", "https://img.shields.io/x"]
    assert (badge["verdict"], badge["status"]) == ("skipped", None)
    assert found["more.md", f"{server.url}/fine"]["lines"] == [3]
    assert "links" not in json.loads(run(tmp_path, text, "--offline", "--format", "json").out)


def test_the_summary_names_a_host_that_was_given_up(tmp_path: Path, servers: Servers) -> None:
    closed = servers.serve("127.0.2.13", {"*": both(answer(429, Retry_After="0"))})
    (tmp_path / "mdpaperlint.toml").write_text("links.longest-wait = 0\n", encoding="utf-8")
    text = "".join(f"- [A]({closed.url}/{number})\n" for number in range(90))
    result = run(tmp_path, text)
    name = closed.url.removeprefix("http://")
    assert result.code == 0
    assert f" links of {name} were not checked: it kept answering 429." in result.out
    given_up = [
        each for each in links(run(tmp_path, text, "--format", "json")) if "not asked" in each["reason"]
    ]
    assert len(given_up) > 80
    assert {(each["verdict"], each["status"]) for each in given_up} == {("blocked", 429)}


def test_an_accepted_status_and_a_user_agent_come_from_the_configuration(
    tmp_path: Path, server: ScriptedServer
) -> None:
    (tmp_path / "mdpaperlint.toml").write_text(
        "[links]\nuser-agent = 'list/1 $GITHUB_TOKEN ${GITHUB_TOKEN} %GITHUB_TOKEN%'\n"
        f"accept = [{{ pattern = '{server.url}/w*', status = [403] }}]\nfail-on = ['gone', 'blocked']\n",
        encoding="utf-8",
    )
    result = run(tmp_path, f"- [A]({server.url}/wall)\n", GITHUB_TOKEN="token-secret")
    assert (result.code, "1 link: 1 alive" in result.out) == (0, True), result.out
    assert b"User-Agent: list/1 $GITHUB_TOKEN ${GITHUB_TOKEN} %GITHUB_TOKEN%\r\n" in server.raw_requests[0]
    assert b"secret" not in b"".join(server.raw_requests)


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("user-agent = 1", "links.user-agent: must be printable ASCII"),
        ('user-agent = "a\\r\\nAuthorization: b"', "links.user-agent: must be printable ASCII"),
        ('user-agent = "caf\u00e9"', "links.user-agent: must be printable ASCII"),
        (f"user-agent = '{'a' * 201}'", "links.user-agent: must be printable ASCII, 200 characters at most"),
        ("accept = 403", "links.accept: must be a list of tables"),
        ("accept = [403]", "links.accept[1]: must be a table"),
        ("accept = [{ status = [403] }]", "links.accept[1].pattern: must be a URL"),
        ("accept = [{ pattern = 'x' }]", "links.accept[1].status: must be a list of HTTP statuses"),
        ("accept = [{ pattern = 'x', status = [99] }]", "links.accept[1].status: must be a list"),
        ("accept = [{ pattern = 'x', status = [{}] }]", "links.accept[1].status: must be a list"),
        (
            "accept = [{ pattern = 'x', status = [200], statuses = 1 }]",
            "links.accept[1].statuses: no such key",
        ),
    ],
)
def test_what_is_wrong_in_these_settings(tmp_path: Path, table: str, complaint: str) -> None:
    file = tmp_path / "mdpaperlint.toml"
    file.write_text(f"[links]\n{table}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(str(file), {rule.name: rule for rule in RULES})
    assert any(complaint in problem for problem in caught.value.problems), caught.value.problems


def test_a_dead_link_comes_with_what_can_be_done(tmp_path: Path, server: ScriptedServer) -> None:
    text = f"- [A tagger of words]({server.url}/dead?a=b) ([arXiv](https://openreview.net/forum?id=B1xSperKvH))\n"
    text += f"- [B](<{server.url}/dead?c=d e>)\n"
    result = run(tmp_path, text)
    assert "its entry has the paper at https://openreview.net/forum?id=B1xSperKvH, too" in result.out
    assert f"look for a copy at https://web.archive.org/web/{server.url}/dead?c=d%20e" in result.out
