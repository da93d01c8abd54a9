"""Links as users meet them: from the command line, with a configuration, and never without being asked
for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from arxiv_stand_in import ArxivStandIn
from scripted_server import Script, ScriptedServer, Send, Servers, answer


def both(step: Send) -> Script:
    return {"HEAD": [step], "GET": [step]}


PAGES = {
    "/ok": {"HEAD": [answer(200)]},
    "/wall": {"HEAD": [answer(403)], "GET": [answer(403, b"\x1b[31m")]},
    "/old": both(answer(301, Location="/new")),
    "/new": both(answer(200)),
    "/http": both(answer(301, Location="/ok?a=|x")),
    "/ok?a=%7Cx": both(answer(200)),
    "/escape": both(answer(302, Location="http://x\x1b[31m/")),
}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with Servers() as servers:
        yield servers.serve("127.0.2.1", PAGES)


class Result(NamedTuple):
    code: int
    out: str
    err: str


def run(folder: Path, *arguments: str, **environment: str) -> Result:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MDPAPERLINT", "GITHUB_")) and "proxy" not in name.lower()
    }
    (folder / ".git").mkdir(exist_ok=True)
    finished = subprocess.run(
        [sys.executable, "-m", "mdpaperlint", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        env={**clean, "XDG_CACHE_HOME": str(folder / ".cache"), **environment},
        check=False,
    )
    return Result(finished.returncode, finished.stdout, finished.stderr)


def write(folder: Path, server: ScriptedServer, *paths: str) -> Path:
    file = folder / "README.md"
    lines = "\n".join(f"- [Entry {number}]({server.url}{path})" for number, path in enumerate(paths))
    file.write_text(f"# List\n\n{lines}\n", encoding="utf-8")
    return file


ONLINE = ("--online", "--allow-private")


def test_gone_is_an_error_and_the_rest_is_counted(tmp_path: Path, server: ScriptedServer) -> None:
    write(tmp_path, server, "/ok", "/ok#part", "/nowhere", "/wall")
    result = run(tmp_path, *ONLINE)
    assert result.code == 1
    assert "README.md\n5:13: error unreachable-link: gone: not found (404)" in result.out
    assert "3 links: 1 alive, 1 gone, 1 blocked" in result.out
    assert result.err == "mdpaperlint: asking for 3 links\n"


def test_verbose_lists_what_is_not_certain(tmp_path: Path, server: ScriptedServer) -> None:
    write(tmp_path, server, "/wall", "/escape")
    result = run(tmp_path, *ONLINE, "--verbose")
    assert result.code == 0
    assert f"blocked: {server.url}/wall: refuses to answer a program (403)" in result.err
    assert f"unsure: {server.url}/escape" in result.err
    assert "\x1b" not in result.err + result.out


def test_fail_on_widens_what_is_an_error(tmp_path: Path, server: ScriptedServer) -> None:
    write(tmp_path, server, "/wall")
    (tmp_path / "mdpaperlint.toml").write_text(
        'online = true\n[links]\nfail-on = ["gone", "blocked"]\n', encoding="utf-8"
    )
    result = run(tmp_path, "--allow-private")
    assert result.code == 1
    assert "error unreachable-link: blocked" in result.out
    assert run(tmp_path, "--offline").code == 0


def test_a_move_within_a_host_is_fixed_where_it_stands(tmp_path: Path, server: ScriptedServer) -> None:
    file = tmp_path / "README.md"
    text = (
        "# List\n\n| Year | Paper |\n| --- | --- |\n"
        f"| 2024 | [One]({server.url}/old#part) |\n| 2024 | [Two](<{server.url}/http> 'a title') |\n"
    )
    file.write_text(text, encoding="utf-8")
    result = run(tmp_path, *ONLINE, "--fix")
    assert result.code == 0, result.out
    expected = text.replace("/old#part", "/new#part").replace("/http", "/ok?a=%7Cx")
    assert file.read_text(encoding="utf-8") == expected


def test_links_are_asked_for_as_they_are_after_fixing(tmp_path: Path) -> None:
    """A doubled slash is mended before arXiv is asked; so the row can be compared with arXiv's title."""
    with Servers() as servers:
        arxiv = ArxivStandIn("127.0.2.2", {"2306.08707": ("Planning Bus Routes with Graph Search", 1)})
        servers.add(arxiv)
        file = tmp_path / "README.md"
        file.write_text(
            "- [Deep Folding of Paper Cranes](https://arxiv.org/abs//2306.08707)\n", encoding="utf-8"
        )
        result = run(tmp_path, "--online", "--fix", "--arxiv-api", arxiv.api)
    assert result.code == 1
    assert "mismatched-title" in result.out
    assert "abs/2306.08707" in file.read_text(encoding="utf-8")
    assert arxiv.asked == [["2306.08707"]]


@pytest.mark.slow
def test_registries_come_from_the_environment_and_not_from_the_tree(tmp_path: Path) -> None:
    with Servers() as servers:
        arxiv = ArxivStandIn("127.0.2.2", {"2306.08707": ("Deep Folding of Paper Cranes", 1)})
        servers.add(arxiv)
        (tmp_path / "README.md").write_text("<https://arxiv.org/abs/2306.08707>\n", encoding="utf-8")
        result = run(tmp_path, "--online", MDPAPERLINT_ARXIV_API=arxiv.api)
        assert (result.code, len(arxiv.asked)) == (0, 1)
        for key in ("arxiv-api", "registries", "allow-private", "github-api", "cache-dir", "token"):
            (tmp_path / "mdpaperlint.toml").write_text(f'[links]\n{key} = "{arxiv.api}"\n', encoding="utf-8")
            result = run(tmp_path, "--offline")
            assert result.code == 2
            assert f"links.{key}: no such key" in result.err


def test_allow_private_are_left_alone(tmp_path: Path, server: ScriptedServer) -> None:
    write(tmp_path, server, "/ok", "/nowhere")
    result = run(tmp_path, "--online")
    assert (result.code, server.connections) == (0, 0)
    assert "2 skipped" in result.out


@pytest.mark.slow
def test_a_cache_is_used_unless_it_is_not_wanted(tmp_path: Path, server: ScriptedServer) -> None:
    write(tmp_path, server, "/ok")
    folder = str(tmp_path / "links")
    for expected, arguments in ((1, ()), (1, ()), (2, ("--no-cache",))):
        run(tmp_path, *ONLINE, "--cache-dir", folder, *arguments)
        assert len(server.requests) == expected


def test_an_ignore_past_its_date_is_told_of(tmp_path: Path, server: ScriptedServer) -> None:
    write(tmp_path, server, "/nowhere", "/nothing")
    (tmp_path / "mdpaperlint.toml").write_text(
        f"[links]\nignore = [\n  {{ pattern = '{server.url}/nothing', reason = 'known' }},\n"
        f"  {{ pattern = '{server.url}/now*', until = 2020-01-31 }},\n]\n",
        encoding="utf-8",
    )
    result = run(tmp_path, *ONLINE)
    assert result.code == 1
    assert "1 gone, 1 skipped" in result.out
    assert f"the ignore of {server.url}/now* ended on 2020-01-31" in result.err


def start(folder: Path, stderr: int) -> subprocess.Popen[bytes]:
    (folder / ".git").mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "mdpaperlint", *ONLINE, "--cache-dir", str(folder)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=stderr,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_an_interrupt_reports_what_is_known(tmp_path: Path) -> None:
    with Servers() as servers:
        gone = [answer(404)]
        pages = {"/gone": {"HEAD": gone, "GET": gone}, "/never": {"HEAD": [Send(stall=True)]}}
        server = servers.serve("127.0.2.3", pages)
        write(tmp_path, server, "/gone", "/never")
        # One connection: the dead link is known before the other is asked for.
        (tmp_path / "mdpaperlint.toml").write_text("links.connections = 1\n", encoding="utf-8")
        process = start(tmp_path, subprocess.PIPE)
        assert server.wait_for("HEAD", "/never")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert process.returncode == 130, err
    assert b"unreachable-link: gone: not found (404)" in out
    assert b"2 links: 1 gone, 1 not asked for" in out
    assert b"Traceback" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_shows_a_bar(tmp_path: Path, server: ScriptedServer) -> None:
    import pty

    write(tmp_path, server, "/ok", "/wall")
    outside, inside = pty.openpty()
    process = start(tmp_path, inside)
    process.communicate(timeout=30)
    os.close(inside)
    shown = os.read(outside, 65536).decode()
    os.close(outside)
    assert process.returncode == 0
    assert "asking for 2 links  [" in shown
    assert "]  2/2" in shown


NO_SOCKETS = """
import socket, ssl, sys
def refuse(*arguments, **options):
    raise SystemExit("a socket was opened")
for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
    setattr(socket, name, refuse)
sys.addaudithook(lambda event, _: refuse() if event.startswith("socket.") else None)
from mdpaperlint.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("arguments", [(), ("--offline",), ("--fix",), ("--verbose", "--select", "all")])
def test_without_online_no_socket_is_opened(
    tmp_path: Path, server: ScriptedServer, arguments: tuple[str, ...]
) -> None:
    write(tmp_path, server, "/ok", "/nowhere")
    finished = subprocess.run(
        [sys.executable, "-c", NO_SOCKETS, *arguments, "README.md"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert "socket" not in finished.stderr
    assert ("2 remote links were not checked" in finished.stdout) == ("--verbose" in arguments)
    assert server.connections == 0


def test_the_socket_trap_works(tmp_path: Path, server: ScriptedServer) -> None:
    write(tmp_path, server, "/ok")
    finished = subprocess.run(
        [sys.executable, "-c", NO_SOCKETS, *ONLINE, "--no-cache", "README.md"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "a socket was opened" in finished.stderr
    assert server.connections == 0


def test_a_bundle_that_cannot_be_read_is_told_of(tmp_path: Path, server: ScriptedServer) -> None:
    write(tmp_path, server, "/ok")
    result = run(tmp_path, *ONLINE, REQUESTS_CA_BUNDLE=str(tmp_path / "nothing.pem"))
    assert result.code == 2
    assert "REQUESTS_CA_BUNDLE" in result.err


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("links = 1", "links: must be a table"),
        ("[links]\ntimout = 1", 'links.timout: no such key; did you mean "timeout"?'),
        ("[links]\ntimeout = 0", "links.timeout: must be a number from 0.1 to 300"),
        ("[links]\ntimeout = true", "links.timeout: must be a number"),
        ("[links]\nretries = 1.5", "links.retries: must be a whole number from 0 to 10"),
        ("[links]\nconnections = 500", "links.connections: must be a whole number from 1 to 50"),
        ("[links]\nbudget = 'long'", "links.budget: must be a number"),
        ("[links]\nbadges = 1", "links.badges: must be true or false"),
        ("[links]\nfail-on = ['dead']", "links.fail-on: must be a list of gone, blocked, unsure"),
        ("[links]\nignore = 'x'", "links.ignore: must be a list"),
        ("[links]\nignore = [{ reason = 'x' }]", "links.ignore[1].pattern: must be a URL"),
        (
            "[links]\nignore = ['a', { pattern = 'x', until = 'soon' }]",
            "links.ignore[2].until: must be a date",
        ),
        ("[links]\nignore = [{ pattern = 'x', till = 2030-01-01 }]", "links.ignore[1].till: no such key"),
        ("[links.hosts.'a.example']\nrate = 1", 'links.hosts."a.example".rate: no such key'),
        ("[links.hosts.'a.example']\ngap = -1", 'links.hosts."a.example".gap: must be a number'),
        ("online = 'yes'", "online: must be true or false"),
        (
            "[links]\nfail-on = ['gone']\n[rules.unreachable-link]\nfail-on = ['gone']",
            "links.fail-on: say it here or in rules.unreachable-link, not in both",
        ),
    ],
)
def test_what_is_wrong_in_a_configuration(tmp_path: Path, table: str, complaint: str) -> None:
    from mdpaperlint.configuration.configuration_file import load_config
    from mdpaperlint.rules import RULES
    from mdpaperlint.user_error import ConfigError

    file = tmp_path / "mdpaperlint.toml"
    file.write_text(table, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(str(file), {rule.name: rule for rule in RULES})
    assert any(complaint in problem for problem in caught.value.problems), caught.value.problems


def test_a_whole_configuration(tmp_path: Path) -> None:
    from mdpaperlint.configuration.configuration_file import load_config
    from mdpaperlint.rules import RULES

    file = tmp_path / "mdpaperlint.toml"
    file.write_text(
        "[links]\ntimeout = 5\nretries = 0\nlongest-wait = 10\nconnections = 3\ngap = 0.5\nbudget = 60\n"
        "badges = true\nignore = ['a', { pattern = 'b', until = '2030-01-01' }]\n"
        "[links.hosts.'A.example']\nconnections = 1\n",
        encoding="utf-8",
    )
    links = load_config(str(file), {rule.name: rule for rule in RULES}).links
    assert links is not None
    assert (links.timeout, links.retries, links.retry_after_cap, links.budget) == (5.0, 0, 10.0, 60.0)
    assert (links.connections_of("a.example"), links.connections_of("b.example")) == (1, 3)
    assert links.gap_of("a.example") == 0.5
    assert [str(ignore.until) for ignore in links.ignores] == ["None", "2030-01-01"]
