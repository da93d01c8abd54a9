"""The playground as a person uses it, in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mdpaperlint
from chromium import watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytest_plugins = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A character beyond the basic plane, which JavaScript counts as two, stands before the faults.
LIST = """\
# Agents 🤖

| Date    | Title           | Paper                                   |
| ------- | --------------- | --------------------------------------- |
| 2020-09 | 🤖 By Hand      | [abs](https://arxiv.org/abs//2009.10009) |
| 2021-07 | At Scale        | [abs](https://arxiv.org/abs/2107.10010) |
| 2022-11 | By Alignment    | [abs](https://arxiv.org/abs/2211.10011) |
| 2023-02 | On Demand       | [abs](https://arxiv.org/abs/2302.10014) |
| 2022-06 | By Diffusion    | [abs](https://arxiv.org/abs/2206.10012) |
"""


def checked(page: Page) -> None:
    page.wait_for_selector("#reports[aria-busy=false]", state="attached")


def written(page: Page, text: str, editor: str = "#list") -> None:
    """Replaces the text of an editor, and waits for the check."""
    page.get_by_role("tab", name="Configuration" if editor == "#toml" else "Reports").click()
    page.locator(f"{editor} .cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    checked(page)


@pytest.fixture(scope="module")
def started(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """One page for all tests, since Python takes seconds to start."""
    complaints: list[str] = []
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = watched(context.new_page(), address, complaints)
        page.goto(f"{address}playground/")
        checked(page)
        yield page, complaints


@pytest.fixture
def page(started: tuple[Page, list[str]]) -> Iterator[Page]:
    page, complaints = started
    written(page, "", "#toml")
    written(page, LIST)
    yield page
    assert complaints == []


def reports(page: Page) -> list[tuple[str, str]]:
    places = page.locator("#findings .place").all_inner_texts()
    return list(zip(places, page.locator("#findings li > a").all_inner_texts(), strict=True))


def lines(page: Page) -> list[str]:
    return [line.strip("\n") for line in page.locator("#list .cm-line").all_inner_texts()]


def test_a_faulty_table_is_reported_in_place_and_fixed(page: Page, address: str) -> None:
    assert reports(page) == [
        (f"{each.place.line}:{each.place.column}", each.violation.rule)
        for each in mdpaperlint.lint_text(LIST).findings
    ]
    assert page.locator(".cm-lintRange-error").all_inner_texts() == ["//", "2022-06"]
    page.locator("#findings li", has_text="unordered-rows").get_by_text("Fix", exact=True).click()
    checked(page)
    assert [line[2:9] for line in lines(page)[4:9]] == ["2020-09", "2021-07", "2022-06", "2022-11", "2023-02"]
    page.locator("#findings .place").click()
    assert page.evaluate("document.querySelector('#list').shadowRoot.getSelection().toString()") == "//"


def test_all_fixes_are_shown_before_they_are_made(page: Page, address: str) -> None:
    for button, expected in (("Cancel", LIST), ("Apply", mdpaperlint.fix_text(LIST).text)):
        assert expected is not None
        page.get_by_text("Fix all…").click()
        page.wait_for_selector("dialog .cm-changedLine")
        assert page.locator("dialog h2").inner_text() == "2 violations fixed"
        page.get_by_role("button", name=button).click()
        page.wait_for_selector("dialog", state="hidden")
        assert lines(page) == expected.split("\n")
    checked(page)
    assert reports(page) == []


def test_the_outline_and_the_configuration(page: Page, address: str) -> None:
    page.get_by_role("tab", name="Outline").click()
    assert "order: oldest first (5 of 5 rows dated), 1 out of order" in page.locator("#outline").inner_text()
    written(page, 'ignore = ["unordered-rows"]', "#toml")
    assert [rule for _, rule in reports(page)] == ["malformed-arxiv-id"]
    written(page, 'ignore = ["unordered-row"]', "#toml")
    page.get_by_role("tab", name="Reports").click()
    page.wait_for_selector('#problem:has-text("did you mean \\"unordered-rows\\"")')


def test_a_link_holds_the_list_and_the_configuration(
    page: Page, address: str, started: tuple[Page, list[str]]
) -> None:
    written(page, 'select = ["malformed-arxiv-id"]', "#toml")
    page.get_by_text("Copy link").click()
    page.wait_for_selector("text=Link copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}playground/#list=")
    other = watched(page.context.new_page(), address, started[1])
    other.goto(link)
    checked(other)
    assert lines(other) == LIST.split("\n")
    assert [rule for _, rule in reports(other)] == ["malformed-arxiv-id"]
    other.goto(f"{address}playground/#list=cut")
    other.wait_for_selector("text=The link is not whole.")
    other.close()


def test_what_was_said_is_copied_as_an_issue(page: Page, address: str) -> None:
    page.get_by_text("Copy as issue").click()
    page.wait_for_selector("text=Issue copied.")
    issue = page.evaluate("navigator.clipboard.readText()")
    assert f"```markdown\n{LIST.splitlines()[4]}\n{LIST.splitlines()[8]}\n```" in issue
    assert "README.md:9:3: error unordered-rows: 2022-06 stands below 2022-11" in issue
    assert f"mdpaperlint {mdpaperlint.__version__}." in issue
    assert f"({address}playground/#list=" in issue


def test_a_readme_is_opened_from_github(page: Page, address: str) -> None:
    page.route(
        "https://raw.githubusercontent.com/owner/papers/HEAD/README.md",
        lambda route: route.fulfill(
            body="\ufeff" + LIST.replace("\n", "\r\n"), headers={"Access-Control-Allow-Origin": "*"}
        ),
    )
    page.get_by_placeholder("owner/repo").fill("https://github.com/owner/papers#readme")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}playground/#github=owner/papers")
    checked(page)
    assert [place for place, _ in reports(page)] == ["5:57", "9:3"]
    page.get_by_placeholder("owner/repo").fill("nobody")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Not opened: write it as owner/repo.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_usable_on_a_phone_in_both_themes(scheme: str, page: Page) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("#list", "#side", "#fix", "#open button"):
        box = page.locator(name).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert box["y"] + box["height"] <= 640
    for element in (
        "document.body",
        "document.querySelector('#list').shadowRoot.querySelector('.cm-gutters')",
    ):
        colours = page.evaluate(
            f"getComputedStyle({element}).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
        )
        assert (sum(colours) > 600) == (scheme == "light")
