"""Nearly every link to a paper, in any list and in any shape, stands in an entry.

Which links are asked for is fixed before the reader of entries is: all to pages of arXiv, DOI, ACL,
OpenReview and dl.acm.org, but for those that the document itself titles as news, updates or a change log.
What code and comments hold are no links.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from mdpaperlint.markdown.parser import parse
from mdpaperlint.model.document import Document, Link
from mdpaperlint.model.paper import Paper
from mdpaperlint.papers.entries.document_papers import papers
from real_lists import built_on, read_list

_PAGE = re.compile(
    r"https?://(?:[\w-]+\.)*(?:arxiv\.org|doi\.org|aclanthology\.org|aclweb\.org|openreview\.net|dl\.acm\.org)"
    r"(?::[0-9]+)?/+[^/\s]",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"(?:(?:latest|recent|new|our) )*(?:news|updates?|change ?logs?|update (?:logs?|history)|what s new)"
)
_HTML_HEADING = re.compile(r"<h[1-6]\b[^<>]*>([^\n]*?)</h", re.IGNORECASE)


class Share(NamedTuple):
    asked: int
    held: int


def asked_links(document: Document) -> Iterator[Link]:
    headings = [(0, False), *sorted(_headings(document))]
    starts = [start for start, _ in headings]
    for link in document.links:
        image = link.kind == "html" and link.text_start == link.text_end
        if link.kind in ("image", "definition") or image or not _PAGE.match(link.destination):
            continue
        if not headings[bisect_right(starts, link.start) - 1][1]:
            yield link


def share(document: Document) -> Share:
    asked = {link.start for link in asked_links(document)}
    held = {
        shown.link.start
        for paper in papers(document)
        if _is_of_one_paper(paper)
        for shown in paper.links
        if shown.link.start in asked
    }
    return Share(len(asked), len(held))


def _headings(document: Document) -> Iterator[tuple[int, bool]]:
    """Where each heading begins, and whether it titles news."""
    for heading in document.headings:
        if not heading.nested:
            yield heading.start, _titles_news(heading.content)
    for block in document.blocks:
        if block.kind == "html":
            for found in _HTML_HEADING.finditer(document.text, block.start, block.end):
                yield found.start(), _titles_news(found[1])


def _titles_news(heading: str) -> bool:
    shown = re.sub(r"<[^<>]*>|:[a-z0-9_+-]+:", " ", heading.casefold())
    return _NEWS.fullmatch(" ".join(re.findall(r"[^\W\d_]+", shown))) is not None


def _is_of_one_paper(paper: Paper) -> bool:
    """A row may cite what it builds on in other columns; any other entry of many papers swallowed some."""
    shown = paper.identifiers if paper.table >= 0 else paper.links
    named = {(link.identifier.scheme, link.identifier.value) for link in shown if link.identifier}
    return len(named) <= 3


@pytest.mark.corpus
@pytest.mark.slow
def test_links_to_papers_stand_in_entries() -> None:
    shares = {name: share(parse(read_list(name))) for name in built_on()}
    asked = sum(there.asked for there in shares.values())
    held = sum(there.held for there in shares.values())
    poor = {name: there for name, there in shares.items() if there.held < 0.8 * there.asked}
    assert asked > 30_000
    assert held >= 0.98 * asked, f"{held} of {asked}"
    assert not poor


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("## Models\n- [A](https://arxiv.org/abs/2401.00001)\n", 1),
        ("## :fire: Latest News!\n- [A](https://arxiv.org/abs/2401.00001)\n", 0),
        ("## News\nnone\n\n<h2>Models</h2>\n\n- [A](https://arxiv.org/abs/2401.00001)\n", 1),
        (
            "## 2024 Change Log\n- <https://doi.org/10.1145/1.2>\n\n### Models\n- <https://doi.org/10.1145/1.3>\n",
            1,
        ),
        ("## News articles\n- [A](https://dl.acm.org/doi/10.1145/1.2)\n", 1),
        ("`https://arxiv.org/abs/2401.00001` <!-- https://arxiv.org/abs/2401.00001 -->\n", 0),
        ("[arXiv](https://arxiv.org/) [A](https://www.aclweb.org/anthology/P17-1099/)\n", 1),
        ("[![x](https://arxiv.org/a.png)](https://openreview.net/forum?id=abc)\n", 1),
    ],
)
def test_the_links_that_are_asked_for(text: str, asked: int) -> None:
    assert len(list(asked_links(parse(text)))) == asked
