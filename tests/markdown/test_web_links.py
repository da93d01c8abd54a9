from __future__ import annotations

from pathlib import Path

import pytest

from mdpaperlint.markdown.links.link_targets import web_links, web_urls
from mdpaperlint.markdown.parser import parse

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*.md"))


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("[a](https://a.org/x#y) [b](https://a.org/x#z)", {"https://a.org/x"}),
        ("www.a.org and [b](www.a.org)", {"http://www.a.org"}),
        ("[a](HTTP://A.org) <https://b.org/?x&amp;y>", {"HTTP://A.org", "https://b.org/?x&y"}),
        ("[a](https&#58;//a.org) [b](https:\\//b.org) [c](x&y.md)", {"https://a.org", "https://b.org"}),
        ("[a][b] [c](mailto:a@b.org) [d](docs/http.md)\n\n[b]: https://a.org 'title'", {"https://a.org"}),
        ("| a |\n| - |\n| https://a.org/\\|b |", {"https://a.org/|b"}),
        ("`https://a.org`", set()),
    ],
)
def test_urls_are_those_a_browser_asks_for(text: str, urls: set[str]) -> None:
    document = parse(text)
    assert {each.url for each in web_links(document)} == urls
    assert web_urls(document) == urls


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_urls_are_those_of_the_links(path: Path) -> None:
    document = parse(path.read_text(encoding="utf-8"))
    assert web_urls(document) == {each.url for each in web_links(document)}
