"""Runs the writer over and over in child processes and lets one file call after the other go wrong.

Usage: ``python writer_faults.py FOLDER MODE [--in-place]``. Writes one JSON object a line: the call that went
wrong and what became of it. Modes: ``kill-before``, ``kill-after``, ``kill-halfway`` end the process by
SIGKILL around or inside the call; ``change`` has somebody else write the file before the call; an errno name
makes the call fail with it, and with a ``+`` behind it also all later calls of that name, with a ``*`` all
later calls.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from mdpaperlint.engine.source_text import SourceError, read_source
from mdpaperlint.engine.writer import is_leftover, write_source

OLD = "# Old\r\n" + "x" * 10_000
NEW = "# New\r\n" + "y" * 20_000
FOREIGN = "# Somebody else's\n"

CALLS = (
    "open close read write fsync stat lstat fstat replace rename unlink scandir fchmod fchown ftruncate"
    " lseek access listxattr getxattr setxattr readlink"
).split()

originals: dict[str, Callable[..., Any]] = {name: getattr(os, name) for name in CALLS}
count = 0
log: list[str] = []


def wrap(path: Path, mode: str, fatal: int) -> None:
    number = None if mode == "change" or mode.startswith("kill") else getattr(errno, mode.rstrip("+*"))

    def wrapped(name: str) -> Callable[..., Any]:
        original = originals[name]

        def call(*arguments: Any, **named: Any) -> Any:
            global count
            count += 1
            log.append(name)
            later = 0 < fatal < count
            again = later and (mode[-1] == "*" or (mode[-1] == "+" and name == log[fatal - 1]))
            if count != fatal and not again:
                return original(*arguments, **named)
            if mode == "kill-before":
                os.kill(os.getpid(), signal.SIGKILL)
            if mode == "kill-halfway" and name == "write":
                descriptor, data = arguments
                original(descriptor, bytes(data)[: len(data) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            if mode == "change":
                descriptor = originals["open"](path, os.O_WRONLY | os.O_TRUNC)
                originals["write"](descriptor, FOREIGN.encode())
                originals["close"](descriptor)
                return original(*arguments, **named)
            if number is not None:
                if name == "close":
                    original(*arguments, **named)
                if name == "write":
                    descriptor, data = arguments
                    original(descriptor, bytes(data)[: len(data) // 2])
                raise OSError(number, os.strerror(number))
            result = original(*arguments, **named)
            os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call

    for name in CALLS:
        setattr(os, name, wrapped(name))


def main(folder: Path, mode: str, in_place: bool) -> None:
    path = folder / "README.md"
    fatal = 0
    while True:
        for leftover in folder.iterdir():
            leftover.unlink()
        path.write_bytes(OLD.encode())
        path.chmod(0o640)
        # Not every file system keeps attributes.
        with suppress(OSError):
            os.setxattr(path, "user.origin", b"here")
        reading, writing = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            source = read_source(path)
            wrap(path, mode, fatal)
            said = ""
            try:
                write_source(source, NEW, in_place=in_place)
            except SourceError as error:
                said = str(error).removeprefix(f"{path}: ")
            # What the process does at its end is none of the writer's.
            for name, original in originals.items():
                setattr(os, name, original)
            os.write(writing, json.dumps([said, log]).encode())
            os._exit(0)
        os.close(writing)
        with open(reading, encoding="utf-8") as stream:
            answer = stream.read()
        _, status = os.waitpid(child, 0)
        said, calls = json.loads(answer) if answer else ("", [])
        text = path.read_bytes().decode()
        sys.stdout.write(
            json.dumps(
                {
                    "number": fatal,
                    "call": calls[fatal - 1] if 0 < fatal <= len(calls) else None,
                    "killed": os.WIFSIGNALED(status),
                    "said": said,
                    "text": {OLD: "old", NEW: "new", FOREIGN: "foreign"}.get(text, "other"),
                    "mode": path.stat().st_mode & 0o777,
                    "leftovers": [
                        each.stat().st_mode & 0o777 for each in folder.iterdir() if is_leftover(each.name)
                    ],
                    "files": len(os.listdir(folder)),
                }
            )
            + "\n"
        )
        # The first run is left alone; the last is the one that has no such call any more.
        if answer and fatal > len(calls):
            return
        fatal += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], "--in-place" in sys.argv)
