"""The built site: every link within it leads somewhere, and nothing is fetched from other hosts."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from mdpaperlint.rules import RULES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
HOME = "https://mdpaperlint.github.io/mdpaperlint/"


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("id", "name") and value:
                self.anchors.add(value)
            elif name == "src" or (name == "href" and tag == "link"):
                self.loaded.append(value or "")
            elif name == "href":
                self.links.append(value or "")


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    assert len(pages) > len(RULES) + 10
    dead = []
    for path, page in pages.items():
        here = urljoin(HOME, path.relative_to(site).as_posix())
        for link in (*page.links, *page.loaded):
            there = urljoin(here, link)
            if not there.startswith(HOME):
                continue
            target = site / unquote(urlsplit(there).path.removeprefix(urlsplit(HOME).path))
            if target.is_dir():
                target /= "index.html"
            anchor = unquote(urlsplit(there).fragment)
            if not target.is_file() or (anchor and target in pages and anchor not in pages[target].anchors):
                dead.append(f"{path.relative_to(site)}: {link}")
    assert dead == []


def test_every_rule_has_its_page(site: Path) -> None:
    for rule in RULES:
        assert rule.name in (site / "rules" / rule.name / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_shown_and_found(scheme: str, page: Page, address: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{address}rules/ragged-row/")
    assert page.locator("h1").inner_text().startswith("ragged-row")
    background = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)"
    )
    assert (sum(background[:3]) > 600) == (scheme == "light")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search").fill("baseline")
    page.get_by_text("Known violations: the baseline").wait_for()
