"""How links are asked for: once, side by side, within limits, and with what comes of an end before the
end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from scripted_server import Script, ScriptedServer, Send, Servers, answer

from mdpaperlint.model.link_settings import HostSettings, Ignore, LinkSettings
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.http_messages import Failure, Request, Response
from mdpaperlint.online.link_checker import check_links

SETTINGS = LinkSettings(
    timeout=2.0,
    retries=1,
    backoff=0.01,
    throttle_wait=0.3,
    retry_after_cap=0.5,
    allow_private=True,
    cache=False,
)
OK = answer(200)


def both(step: Send) -> Script:
    return {"HEAD": [step], "GET": [step]}


def host(servers: Servers, number: int, step: Send = OK) -> ScriptedServer:
    return servers.serve(f"127.0.5.{number}", {"*": {"HEAD": [step], "GET": [step]}})


def test_a_link_is_asked_for_once_whatever_its_fragment(servers: Servers) -> None:
    server = host(servers, 1)
    urls = [f"{server.url}/page", f"{server.url}/page#a", f"{server.url}/page#b", f"{server.url}/page#"]
    verdicts = check_links([*urls, *urls], SETTINGS)
    assert verdicts == {urls[0]: Verdict("alive", "answers 200", status=200)}
    assert server.requests == [("HEAD", "/page")]


def test_only_a_page_that_has_moved_is_read_on_the_way(servers: Servers) -> None:
    steps = {
        "/a": both(answer(301, Location="/b")),
        "/b": both(OK),
        "/c": both(answer(302, Location="/b")),
    }
    server = servers.serve("127.0.5.1", steps)
    verdicts = check_links([server.url + path for path in ("/a", "/b", "/c")], SETTINGS)
    assert [verdict.kind for verdict in verdicts.values()] == ["moved", "alive", "alive"]
    heads = [("HEAD", "/a"), ("HEAD", "/b"), ("HEAD", "/b"), ("HEAD", "/c")]
    assert sorted(server.requests) == [("GET", "/a"), ("GET", "/b"), *heads]


def test_where_many_links_lead_is_not_asked_for_each(servers: Servers) -> None:
    there = host(servers, 1)
    pages = {f"/{number}": both(answer(301, Location=f"{there.url}/new")) for number in range(40)}
    old = servers.serve("127.0.3.2", pages)
    verdicts = check_links([f"{old.url}{page}" for page in pages], SETTINGS)
    assert {(verdict.kind, verdict.target) for verdict in verdicts.values()} == {
        ("moved", f"{there.url}/new")
    }
    # Those that are under way at once do not know of each other.
    assert len(there.requests) <= SETTINGS.connections


class Counting:
    """A network in which every request takes a while; knows how many there were at once."""

    def __init__(self, seconds: float = 0.02) -> None:
        self.seconds = seconds
        self.now: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.starts: list[float] = []
        self._lock = threading.Lock()

    def send(self, request: Request) -> Response | Failure:
        name = request.url.split("/")[2]
        with self._lock:
            for key in (name, ""):
                self.now[key] = self.now.get(key, 0) + 1
                self.most[key] = max(self.most.get(key, 0), self.now[key])
            self.starts.append(time.monotonic())
        time.sleep(self.seconds)
        with self._lock:
            for key in (name, ""):
                self.now[key] -= 1
        return Response(200, {})

    def expire(self) -> None:
        return

    def close(self) -> None:
        return


def test_connections_to_a_host_and_in_all_are_bounded() -> None:
    network = Counting()
    urls = [f"http://h{number % 12}.example/{number}" for number in range(480)]
    settings = SETTINGS._replace(
        connections=5, total_connections=40, hosts={"h0.example": HostSettings(connections=2)}
    )
    verdicts = check_links(urls, settings, transport=network)
    assert {verdict.kind for verdict in verdicts.values()} == {"alive"}
    assert network.most["h0.example"] == 2
    assert max(number for name, number in network.most.items() if name) <= 5
    assert network.most[""] <= 40


class Gathering(Counting):
    """A network where the first twenty links of a host are answered at once, and the others when so many ask
    together, or it takes too long.
    """

    def __init__(self, wanted: int) -> None:
        super().__init__(0.0)
        self.together = threading.Barrier(wanted, timeout=20)

    def send(self, request: Request) -> Response | Failure:
        if int(request.url.rpartition("/")[2]) >= 160:
            with suppress(threading.BrokenBarrierError):
                self.together.wait()
        return super().send(request)


def test_eight_busy_hosts_fill_the_total() -> None:
    network = Gathering(80)
    check_links(
        [f"http://h{number % 8}.example/{number}" for number in range(320)], SETTINGS, transport=network
    )
    assert not network.together.broken


def test_a_gap_parts_the_starts_of_requests() -> None:
    network = Counting(0.0)
    settings = SETTINGS._replace(hosts={"a.example": HostSettings(gap=0.1)})
    check_links([f"http://a.example/{number}" for number in range(6)], settings, transport=network)
    # A busy machine lets a request wait on its way here: only of all of them together something is known.
    assert network.starts[-1] - network.starts[0] >= 0.3


def test_a_host_that_always_says_429_is_not_asked_for_the_rest(servers: Servers) -> None:
    throttled = host(servers, 1, answer(429, Retry_After="0"))
    others = [host(servers, number) for number in range(2, 6)]
    urls = [f"{throttled.url}/{number}" for number in range(250)]
    urls += [f"{server.url}/{number}" for server in others for number in range(50)]
    verdicts = check_links(urls, SETTINGS)
    assert {verdicts[url].kind for url in urls[:250]} == {"blocked"}
    assert {verdicts[url].kind for url in urls[250:]} == {"alive"}
    # Two are on the way when the first is answered, and one after each of three waits.
    assert len(throttled.requests) <= 8


def test_a_throttled_host_goes_on_after_its_wait(servers: Servers) -> None:
    steps = {"*": both(OK), "/0": {"HEAD": [answer(429, Retry_After="0"), OK], "GET": [OK]}}
    server = servers.serve("127.0.5.1", steps)
    verdicts = check_links([f"{server.url}/{number}" for number in range(40)], SETTINGS)
    assert {verdict.kind for verdict in verdicts.values()} == {"alive"}


@pytest.mark.slow
def test_slow_hosts_do_not_hold_up_the_others(servers: Servers) -> None:
    slow = [host(servers, number, Send(stall=True)) for number in range(1, 13)]
    quick = host(servers, 20)
    urls = [f"{server.url}/{number}" for server in slow for number in range(20)]
    quick_urls = [f"{quick.url}/{number}" for number in range(40)]
    settings = SETTINGS._replace(timeout=5.0, budget=3.5)
    verdicts = check_links([*urls, *quick_urls], settings)
    assert {verdicts[url].kind for url in quick_urls} == {"alive"}
    assert {verdicts[url].kind for url in urls} == {"unsure"}


def test_a_host_where_nobody_answers_is_not_asked_for_every_link(servers: Servers) -> None:
    dead = host(servers, 1, Send(stall=True))
    settings = SETTINGS._replace(timeout=0.2, retries=0, connections=2)
    verdicts = check_links([f"{dead.url}/{number}" for number in range(100)], settings)
    assert {verdict.kind for verdict in verdicts.values()} == {"unsure"}
    assert len(dead.requests) <= 8


def test_the_budget_ends_the_run_and_says_what_was_not_asked(servers: Servers) -> None:
    slow = host(servers, 1, Send(stall=True))
    quick = host(servers, 2)
    urls = [f"{slow.url}/1", f"{quick.url}/1"]
    began = time.monotonic()
    verdicts = check_links(urls, SETTINGS._replace(timeout=30.0, budget=1.5))
    assert time.monotonic() - began < 10.0
    assert verdicts[urls[1]].kind == "alive"
    assert verdicts[urls[0]] == Verdict(
        "unsure", "not asked: the time of 1.5 seconds for all links was used up", asked=False
    )


RUN = """
import sys
from pathlib import Path
from mdpaperlint.online.link_checker import Interrupted, check_links
from mdpaperlint.model.link_settings import LinkSettings
def tell(done, total):
    if done == 1:
        print("one", flush=True)
try:
    check_links(sys.argv[2:], LinkSettings(allow_private=True, cache_folder=Path(sys.argv[1])), progress=tell)
except Interrupted as interrupt:
    for verdict in interrupt.verdicts.values():
        print(verdict.kind, verdict.asked, verdict.reason)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT to send")
def test_an_interrupt_ends_at_once_with_what_is_known_and_a_warm_cache(
    servers: Servers, tmp_path: Path
) -> None:
    slow, quick = host(servers, 1, Send(stall=True)), host(servers, 2)
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path), f"{quick.url}/1", f"{slow.url}/1"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "one\n"
    began = time.monotonic()
    run.send_signal(signal.SIGINT)
    out, _ = run.communicate(timeout=30)
    assert time.monotonic() - began < 10.0
    assert out.splitlines() == ["alive True answers 200", "unsure False not asked: the run was interrupted"]
    requests = len(quick.requests)
    settings = SETTINGS._replace(cache=True, cache_folder=tmp_path)
    assert check_links([f"{quick.url}/1"], settings)[f"{quick.url}/1"].kind == "alive"
    assert len(quick.requests) == requests


def test_ignored_links_are_not_asked_for(servers: Servers) -> None:
    server = host(servers, 1, answer(404))
    name = server.url.partition("://")[2]
    settings = SETTINGS._replace(
        today=date(2030, 6, 1),
        ignores=(
            Ignore(f"{server.url}/a*", "it is being moved"),
            Ignore(f"{name}/b", until=date(2030, 6, 1)),
            Ignore(f"*{name}/c", until=date(2030, 5, 31)),
        ),
    )
    urls = [f"{server.url}/{path}" for path in ("abc", "b", "c", "bb")]
    verdicts = check_links(urls, settings)
    assert [verdicts[url].kind for url in urls] == ["skipped", "skipped", "gone", "gone"]
    assert verdicts[urls[0]].reason == "ignored: it is being moved"


def test_progress_counts_to_the_end(servers: Servers) -> None:
    server = host(servers, 1)
    told: list[tuple[int, int]] = []
    urls = [f"{server.url}/{number}" for number in range(5)] + ["mailto:a@b.example"]
    check_links(urls, SETTINGS, progress=lambda done, total: told.append((done, total)))
    assert [total for _, total in told] == [6] * len(told)
    assert [done for done, _ in told] == list(range(1, 7))


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///path",
        "http://[::1",
        "http://exa mple.org/",
        "http://" + "a" * 70 + ".example/",
        "http://example.org:99999/",
        "http://example.org:port/",
        "https://\x1b[31mexample.org/",
        "http://.example./",
        "http://*.example.org/",
        "http:",
        "",
        "#only",
        "relative/path",
    ],
)
def test_what_is_no_url_is_not_gone(url: str) -> None:
    verdicts = check_links([url], SETTINGS._replace(retries=0))
    (verdict,) = verdicts.values()
    assert verdict.kind in ("unsure", "skipped")
    assert verdict.reason.isprintable()


def test_without_a_name_server_nothing_is_gone() -> None:
    class NoNetwork(Counting):
        def send(self, request: Request) -> Response | Failure:
            return Failure("unknown-name", "there is no host of that name")

    verdicts = check_links(
        [f"http://h{number}.example/" for number in range(9)], SETTINGS, transport=NoNetwork()
    )
    assert {verdict.kind for verdict in verdicts.values()} == {"unsure"}


def test_a_fault_in_one_exchange_leaves_the_others_alone() -> None:
    class Faulty(Counting):
        def send(self, request: Request) -> Response | Failure:
            if "bad" in request.url or "arxiv" in request.url:
                raise ZeroDivisionError
            return Response(200, {})

    urls = ["http://a.example/bad", "http://a.example/good", "https://arxiv.org/abs/2401.00001"]
    verdicts = check_links(urls, SETTINGS, transport=Faulty())
    assert [verdicts[url].kind for url in urls] == ["unsure", "alive", "unsure"]
    assert "a fault in mdpaperlint itself" in verdicts[urls[0]].reason


def test_a_name_is_gone_only_when_others_exist_and_no_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    class Names(Counting):
        def send(self, request: Request) -> Response | Failure:
            if "there" in request.url:
                return Response(200, {})
            return Failure("unknown-name", "there is no host of that name")

    urls = ["http://nowhere.example/", "http://there.example/"]
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert check_links(urls, SETTINGS, transport=Names())[urls[0]].kind == "gone"
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    assert check_links(urls, SETTINGS, transport=Names())[urls[0]].kind == "unsure"
