"""Lists of papers of any size, the same for the same seed: real in shape, invented in content.

python benchmarks/generate.py --rows 10000 > table.md
python benchmarks/generate.py --rows 10000 --bullets > bullets.md
python benchmarks/generate.py --rows 50 --files 200 --output lists/
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random
from typing import NamedTuple

ROWS_PER_SECTION = 250

_TOPICS = [
    "Reasoning",
    "Retrieval",
    "Agents",
    "Alignment",
    "Compression",
    "Evaluation",
    "Vision",
    "Speech",
    "Code",
]
_ASPECTS = ["Surveys", "Methods", "Benchmarks", "Data Sets", "Applications", "Theory", "Systems"]
_ADJECTIVES = [
    "Efficient",
    "Scalable",
    "Robust",
    "Sparse",
    "Adaptive",
    "Causal",
    "Hierarchical",
    "Contrastive",
]
_NOUNS = [
    "Attention",
    "Decoding",
    "Fine-Tuning",
    "Planning",
    "Distillation",
    "Tokenization",
    "Memory",
    "Supervision",
    "Quantization",
    "Prompting",
]
_TASKS = [
    "Long-Context Language Models",
    "Open-Domain Question Answering",
    "Multi-Agent Collaboration",
    "Low-Resource Translation",
    "Visual Grounding",
    "Program Synthesis",
    "Scientific Documents",
    "Graph Representation Learning",
]
_VENUES = ["ICLR", "NeurIPS", "ACL", "EMNLP", "ICML", "CVPR", "arXiv"]
_GROUPS = ["northlab", "riverside-ai", "blue-lattice", "openloom", "harbor-nlp", "quiet-compute"]


class Paper(NamedTuple):
    date: str
    title: str
    url: str
    venue: str
    code: str
    note: str


def papers(count: int, random: Random) -> list[Paper]:
    """Newest first."""
    numbers = sorted((random.randrange(10 * 12 * 28) for _ in range(count)), reverse=True)
    found = []
    for number in numbers:
        months, day = divmod(number, 28)
        year, month = 2015 + months // 12, months % 12 + 1
        identifier = f"{year % 100:02}{month:02}.{random.randint(1, 19999):05}"
        noun = random.choice(_NOUNS)
        title = f"{random.choice(_ADJECTIVES)} {noun} for {random.choice(_TASKS)}"
        repository = f"https://github.com/{random.choice(_GROUPS)}/{noun.lower()}-{random.randint(1, 9999)}"
        found.append(
            Paper(
                date=f"{year}-{month:02}-{day + 1:02}",
                title=title,
                url=f"https://arxiv.org/abs/{identifier}",
                venue=f"{random.choice(_VENUES)} {year}",
                code=f"[Code]({repository})" if random.random() < 0.8 else "-",
                note=f"{random.choice(_ADJECTIVES).lower()} baseline, {random.randint(1, 400)} GPU hours",
            )
        )
    found.sort(key=lambda paper: paper.date, reverse=True)
    return found


def table_row(paper: Paper) -> str:
    return (
        f"| {paper.date} | [{paper.title}]({paper.url}) | {paper.venue} | {paper.code} "
        f"| [PDF]({paper.url}) | {paper.note} |"
    )


def bullet(paper: Paper) -> str:
    return (
        f"- **{paper.date}** [{paper.title}]({paper.url}), *{paper.venue}*. "
        f"{paper.code} [PDF]({paper.url}) {paper.note}"
    )


def paper_list(rows: int, *, bullets: bool = False, seed: int = 1, reverse: bool = False) -> str:
    """Sections of :data:`ROWS_PER_SECTION` papers; ``reverse`` turns the second half of each."""
    random = Random(seed)
    lines = ["# Awesome Papers", "", "A list of papers, newest first in every section.", ""]
    section = 0
    while rows > 0:
        count = min(rows, ROWS_PER_SECTION)
        rows -= count
        topic = _TOPICS[section % len(_TOPICS)]
        aspect = _ASPECTS[section // len(_TOPICS) % len(_ASPECTS)]
        section += 1
        lines += [f"## {section}. {topic}: {aspect}", ""]
        entries = papers(count, random)
        if reverse:
            middle = count // 2
            entries[middle:] = entries[middle:][::-1]
        if bullets:
            lines += [bullet(paper) for paper in entries]
        else:
            lines += [
                "| Date | Title | Venue | Code | PDF | Notes |",
                "| --- | --- | --- | --- | --- | --- |",
            ]
            lines += [table_row(paper) for paper in entries]
        lines.append("")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000, help="papers in one file (10000)")
    parser.add_argument("--bullets", action="store_true", help="list items in place of table rows")
    parser.add_argument("--reverse", action="store_true", help="the second half of each section oldest first")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, help="so many files, each with its own seed; needs --output")
    parser.add_argument("--output", type=Path, help="a file, or a folder with --files (standard output)")
    options = parser.parse_args(arguments)
    if options.files:
        if options.output is None:
            parser.error("--files needs --output FOLDER")
        options.output.mkdir(parents=True, exist_ok=True)
        for number in range(options.files):
            text = paper_list(
                options.rows, bullets=options.bullets, seed=options.seed + number, reverse=options.reverse
            )
            (options.output / f"list-{number:03}.md").write_text(text, encoding="utf-8")
        return
    text = paper_list(options.rows, bullets=options.bullets, seed=options.seed, reverse=options.reverse)
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
