"""Runs the command line in a folder as a shell does, but in this process: a start takes a third of a second.

Signals, pipes and closed streams need a process of their own.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from mdpaperlint.cli import main


class Result(NamedTuple):
    code: int
    out: str
    err: str


def run_cli(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> Result:
    inherited = {
        key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "TERM")
    }
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding, newline="\n", write_through=True) for _ in range(2))
    with ExitStack() as stack:
        stack.enter_context(chdir(cwd))
        stack.enter_context(patch.dict(os.environ, {**inherited, **environment}, clear=True))
        stack.enter_context(patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8")))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        try:
            code = main(arguments)
        except SystemExit as ended:
            # click completes words before any command runs, and ends there.
            code = ended.code if isinstance(ended.code, int) else 1
    return Result(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))
