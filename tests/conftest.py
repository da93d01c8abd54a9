"""Settings of all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from real_lists import FOLDER

if TYPE_CHECKING:
    from scripted_server import Servers

# How long an example takes says more of what else the machine does than of the code.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not FOLDER and item.get_closest_marker("corpus"):
            item.add_marker(pytest.mark.skip(reason="MDPAPERLINT_CORPUS names no folder of real lists"))


@pytest.fixture(autouse=True)
def own_environment(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of links have a cache and turns of their own, and no proxy or token of the machine."""
    if request.path.parent.name != "online":
        return
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg-cache"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)


@pytest.fixture
def servers() -> Iterator[Servers]:
    """Of the tests in ``online``, beside which it lies."""
    from scripted_server import Servers

    with Servers() as servers:
        yield servers
