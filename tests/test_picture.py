from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

DOCS = Path(__file__).parents[1] / "docs"


def test_the_picture_of_a_report_is_that_of_a_run_today(tmp_path: Path) -> None:
    made = tmp_path / "report.svg"
    subprocess.run([sys.executable, DOCS / "picture.py", "--output", made], check=True)
    assert made.read_bytes() == (DOCS / "report.svg").read_bytes(), "stale: run python docs/picture.py"
    drawn = "".join(ElementTree.parse(made).getroot().itertext())
    assert "unordered-rows" in drawn
    assert "[fix]" in drawn
