"""The built site in Chromium. MDPAPERLINT_SITE names what `python docs/build_site.py` wrote, build/site."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


# A loaded machine takes several times as long to start Python in the browser as an idle one.
PATIENCE = 60_000


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def site() -> Path:
    name = os.environ.get("MDPAPERLINT_SITE")
    if not name:
        pytest.skip("MDPAPERLINT_SITE names no built site")
    return Path(name).resolve(strict=True)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(_Silent, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser(site: Path) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "Chromium is not installed"
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=FLAGS) as started,
    ):
        yield started


def watched(page: Page, address: str, complaints: list[str]) -> Page:
    """Notes errors, what the content policy forbids, and every request to another host."""

    def elsewhere(route: Route) -> None:
        complaints.append(f"request: {route.request.url}")
        route.abort()

    page.set_default_timeout(PATIENCE)
    page.route(lambda url: not url.startswith((address, "data:", "blob:")), elsewhere)
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on(
        "console",
        lambda message: (
            complaints.append(f"{message.type}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    return page


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    complaints: list[str] = []
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        yield watched(context.new_page(), address, complaints)
    assert complaints == []
