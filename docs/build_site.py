"""Builds the site in build/site: README, docs/ and rules/ as pages, the playground, and the schema.

python docs/build_site.py

Needs the extra `site`, Node.js with npm, and a package index. A dead link ends it with an error.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import unquote

from configuration_schema import schema

from mdpaperlint.markdown.parser import parse
from mdpaperlint.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
SITE = BUILD / "site"
SOURCE = "https://github.com/mdpaperlint/mdpaperlint"
PAGES = ("*.md", "docs/*.md", "docs/*.svg", "rules/*.md")
# What the playground needs beside mdpaperlint, all in pure Python.
REQUIREMENTS = ("markdown-it-py", "mdurl")


def gather(pages: Path) -> None:
    """Copies the pages, at the same places beside each other."""
    for pattern in PAGES:
        for path in ROOT.glob(pattern):
            target = pages / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".md":
                target.write_text(with_links_to_source(path), encoding="utf-8")
            else:
                shutil.copyfile(path, target)


def with_links_to_source(path: Path) -> str:
    """The text of a page; what it links to and is no page of the site is shown on GitHub."""
    text = path.read_text(encoding="utf-8")
    for link in reversed(parse(text).links):
        target, hash_, anchor = link.destination.partition("#")
        if not target or "://" in target or target.startswith("mailto:"):
            continue
        file = (path.parent / unquote(target)).resolve().relative_to(ROOT)
        if any(file.match(pattern) and len(file.parts) == pattern.count("/") + 1 for pattern in PAGES):
            continue
        kind = "tree" if (ROOT / file).is_dir() else "blob"
        there = f"{SOURCE}/{kind}/main/{file.as_posix()}{hash_}{anchor}"
        text = text[: link.destination_start] + there + text[link.destination_end :]
    return text


def configuration() -> str:
    text = (ROOT / "docs" / "zensical.toml").read_text(encoding="utf-8")
    pages = "".join(f', "rules/{rule.name}.md"' for rule in RULES)
    before, marker, after = text.partition('"rules/README.md"')
    assert marker
    return before + marker + pages + after


def build_playground(folder: Path) -> None:
    source = ROOT / "playground"
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=source)
    run("node", "build.mjs", str(folder), cwd=source)
    with tempfile.TemporaryDirectory() as wheels:
        run(
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--wheel-dir",
            wheels,
            str(ROOT),
            *REQUIREMENTS,
        )
        with zipfile.ZipFile(folder / "packages.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            archive.write(source / "checker.py", "checker.py")
            for wheel in sorted(Path(wheels).glob("*-none-any.whl")):
                with zipfile.ZipFile(wheel) as packed:
                    for name in packed.namelist():
                        archive.writestr(name, packed.read(name))


def run(*command: str, cwd: Path = ROOT) -> None:
    subprocess.run(command, cwd=cwd, check=True)


def main() -> None:
    for folder in (BUILD / "pages", SITE):
        shutil.rmtree(folder, ignore_errors=True)
    gather(BUILD / "pages")
    (BUILD / "zensical.toml").write_text(configuration(), encoding="utf-8")
    run(
        sys.executable,
        "-m",
        "zensical",
        "build",
        "--strict",
        "--clean",
        "--config-file",
        str(BUILD / "zensical.toml"),
    )
    (SITE / "schema.json").write_text(json.dumps(schema(), indent=1) + "\n", encoding="utf-8")
    build_playground(SITE / "playground")


if __name__ == "__main__":
    main()
