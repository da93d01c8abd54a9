"""Makes the picture of a report that the README shows, from a real run on a list of the tests.

python docs/picture.py
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from mdpaperlint.reporting.terminal import width

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "report.svg"
FOLDER = ROOT / "tests" / "fixtures"
ARGUMENTS = ("messy.md", "--select", "missing-anchor,unordered-rows,malformed-arxiv-id")

COLUMNS = 100
# In units of the picture. A column is as wide as that of the usual monospaced fonts, and each run of text is
# fitted to its columns, so that carets stand where they should in any font.
COLUMN, LINE, MARGIN, SIZE = 8.4, 20, 16, 14

_SGR = re.compile(r"\x1b\[([0-9;]*)m")
_CLASSES = {"1": "strong", "2": "faint", "31": "red", "32": "green", "33": "yellow", "36": "blue"}
_STYLE = """\
    text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
           font-size: 14px; white-space: pre; fill: #1f2328; }
    rect { fill: #f6f8fa; stroke: #d1d9e0; }
    .strong { font-weight: 600; } .faint { fill: #818b98; }
    .red { fill: #cf222e; } .green { fill: #1a7f37; } .yellow { fill: #9a6700; } .blue { fill: #0969da; }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc; } rect { fill: #151b23; stroke: #3d444d; } .faint { fill: #9198a1; }
      .red { fill: #ff7b72; } .green { fill: #3fb950; } .yellow { fill: #d29922; } .blue { fill: #58a6ff; }
    }"""


class Run(NamedTuple):
    """Text of one look, from a column on."""

    column: int
    text: str
    classes: str


def report() -> str:
    """What the command prints into a terminal with colours."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MDPAPERLINT")}
    for name in ("NO_COLOR", "GITHUB_ACTIONS"):
        environment.pop(name, None)
    finished = subprocess.run(
        [sys.executable, "-m", "mdpaperlint", *ARGUMENTS],
        cwd=FOLDER,
        env={**environment, "FORCE_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    if finished.returncode != 1:
        raise SystemExit(f"the run ended with {finished.returncode}: {finished.stderr.decode()}")
    return finished.stdout.decode("utf-8")


def lines(text: str) -> Iterator[list[Run]]:
    """The lines, those above :data:`COLUMNS` columns broken at a space where there is one."""
    for line in text.rstrip("\n").split("\n"):
        runs: list[Run] = []
        column, classes = 0, ""
        for number, piece in enumerate(_SGR.split(line)):
            if number % 2:
                codes = piece.split(";")
                classes = "" if codes == ["0"] else " ".join(_CLASSES[code] for code in codes)
                continue
            while column + width(piece) > COLUMNS:
                room = COLUMNS - column
                cut = piece.rfind(" ", 1, room + 1)
                cut = cut if cut > 0 else room
                runs.append(Run(column, piece[:cut], classes))
                yield runs
                runs, column, piece = [], 0, piece[cut:].lstrip()
            if piece:
                runs.append(Run(column, piece, classes))
                column += width(piece)
        yield runs


def picture() -> str:
    command = [Run(0, "$ ", "faint"), Run(2, f"mdpaperlint {' '.join(ARGUMENTS)}", "strong")]
    shown = [command, *lines(report())]
    across = round(2 * MARGIN + COLUMNS * COLUMN)
    down = 2 * MARGIN + LINE * len(shown)
    size = f'viewBox="0 0 {across} {down}" width="{across}" height="{down}"'
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="A report in a terminal">',
        f"  <style>\n{_STYLE}\n  </style>",
        f'  <rect x="0.5" y="0.5" width="{across - 1}" height="{down - 1}" rx="6"/>',
    ]
    for number, runs in enumerate(shown):
        y = MARGIN + LINE * number + SIZE
        for start, whole, classes in runs:
            # Leading spaces are left to the place: not everything that draws a picture keeps them.
            text = whole.strip()
            column = start + len(whole) - len(whole.lstrip())
            if not text:
                continue
            look = f' class="{classes}"' if classes else ""
            pieces.append(
                f'  <text x="{MARGIN + column * COLUMN:.1f}" y="{y}"{look} xml:space="preserve"'
                f' textLength="{width(text) * COLUMN:.1f}" lengthAdjust="spacingAndGlyphs">'
                f"{escape(text, quote=False)}</text>"
            )
    return "\n".join([*pieces, "</svg>"]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=PICTURE, help="where it goes (docs/report.svg)")
    parser.parse_args().output.write_text(picture(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
