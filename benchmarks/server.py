"""How long an editor waits: from a change to the diagnostics it brings, over stdio as an editor is served.

python benchmarks/server.py --rows 2000
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from generate import paper_list

URI = "textDocument/publishDiagnostics"


class Client:
    """As little of a client as there can be, so that the time is the server's."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mdpaperlint", "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._number = 0

    def send(self, method: str, params: object, *, answer: bool = False) -> Any:
        message: dict[str, object] = {"jsonrpc": "2.0", "method": method, "params": params}
        if answer:
            self._number += 1
            message["id"] = self._number
        body = json.dumps(message).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()
        return (
            self.wait(lambda got: got.get("id") == self._number and "method" not in got) if answer else None
        )

    def wait(self, wanted: Any) -> Any:
        assert self._process.stdout is not None
        while True:
            length = 0
            while line := self._process.stdout.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                raise SystemExit("the server left")
            message = json.loads(self._process.stdout.read(length))
            if wanted(message):
                return message

    def published(self, version: int) -> list[Any]:
        message = self.wait(lambda got: got.get("method") == URI and got["params"].get("version") == version)
        found: list[Any] = message["params"]["diagnostics"]
        return found

    def leave(self) -> None:
        self.send("shutdown", None, answer=True)
        self.send("exit", None)
        self._process.wait(10)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=2_000, help="papers in the list (2000)")
    parser.add_argument("--changes", type=int, default=20, help="how many changes are timed (20)")
    options = parser.parse_args()
    text = paper_list(options.rows)
    lines = text.split("\n")
    rows = [number for number, line in enumerate(lines) if line.startswith("| 2")]
    with tempfile.TemporaryDirectory() as folder:
        uri = (Path(folder) / "README.md").as_uri()
        began = time.perf_counter()
        client = Client()
        client.send(
            "initialize",
            {"processId": None, "rootUri": Path(folder).as_uri(), "capabilities": {}},
            answer=True,
        )
        client.send("initialized", {})
        started = time.perf_counter() - began
        item = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
        began = time.perf_counter()
        client.send("textDocument/didOpen", {"textDocument": item})
        before = len(client.published(1))
        opened = time.perf_counter() - began
        waits = []
        version = 1
        for number in range(options.changes):
            row = rows[(2 * number + 1) * len(rows) // (2 * options.changes)]
            column = len(lines[row])
            for insert, expected in ((" one | two |", before + 1), ("", before)):
                version += 1
                end = column + (0 if insert else len(" one | two |"))
                place = {
                    "start": {"line": row, "character": column},
                    "end": {"line": row, "character": end},
                }
                began = time.perf_counter()
                client.send(
                    "textDocument/didChange",
                    {
                        "textDocument": {"uri": uri, "version": version},
                        "contentChanges": [{"range": place, "text": insert}],
                    },
                )
                found = client.published(version)
                waits.append(time.perf_counter() - began)
                if len(found) != expected:
                    raise SystemExit(f"{len(found)} diagnostics where {expected} were expected")
        client.leave()
    milliseconds = sorted(1000 * wait for wait in waits)
    print(f"{options.rows:,} rows, {len(text):,} characters")
    print(f"start {1000 * started:.0f} ms, open {1000 * opened:.0f} ms")
    print(
        f"change to diagnostics: median {statistics.median(milliseconds):.0f} ms, "
        f"longest of {len(milliseconds)} {milliseconds[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
