from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parents[1]
TEXT = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_house_is_drawn_as_it_stands() -> None:
    drawn = TEXT.partition("<!-- house: begin -->")[2].partition("<!-- house: end -->")[0]
    parents: list[Path] = [PROJECT]
    packages = set()
    for line in re.findall(r"^ *[\w./]+(?:  ?[\w./]+/)*", drawn, re.M):
        depth = (len(line) - len(line.lstrip())) // 2
        for name in line.split():
            path = [*parents][depth] / name
            assert path.exists(), f"{path} is drawn and does not stand"
            if path.is_dir():
                parents = [*parents[: depth + 1], path]
                if path.parent.name == "mdpaperlint":
                    packages.add(path.name)
    stand = {path.parent.name for path in (PROJECT / "src" / "mdpaperlint").glob("*/__init__.py")}
    assert packages == stand


def test_every_file_that_is_named_exists() -> None:
    for name in re.findall(
        r"`((?:markdown|papers|engine|rules|reporting|commands|online|benchmarks|docs|tests)/[\w/]+\.\w+)`",
        TEXT,
    ):
        found = (PROJECT / name, PROJECT / "src" / "mdpaperlint" / name)
        template = re.search(r"/NAME[._]", name)
        assert template or any(path.exists() for path in found), name
