"""Runs the command line as a user does: as a process, in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Result(NamedTuple):
    code: int
    out: str
    err: str


def run_cli(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> Result:
    inherited = {
        key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "TERM")
    }
    finished = subprocess.run(
        [sys.executable, "-m", "mdpaperlint", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=60,
        env={**inherited, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )
    return Result(finished.returncode, finished.stdout.decode(), finished.stderr.decode())
