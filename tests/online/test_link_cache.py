from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.cache import FILE_NAME, Cache
from mdpaperlint.online.checker import check_links
from mdpaperlint.online.exchange import Answer, Failure, Request
from mdpaperlint.online.facts import Fact
from mdpaperlint.online.settings import Settings

HOUR = 3600.0
ALIVE = Fact(Verdict("alive", "answers 200"))


def silent(message: str) -> None:
    raise AssertionError(message)


@pytest.mark.parametrize(
    ("fact", "life"),
    [
        (ALIVE, 24 * HOUR),
        (
            Fact(Verdict("moved", "has moved", "https://b.example/", safe_move=True, note="archived")),
            24 * HOUR,
        ),
        (Fact(Verdict("gone", "not found (404)")), HOUR),
        (Fact(Verdict("alive", "arXiv has the paper", title="A title"), 3), 30 * 24 * HOUR),
        (Fact(Verdict("blocked", "refuses")), 0.0),
        (Fact(Verdict("unsure", "no answer")), 0.0),
        (Fact(Verdict("skipped", "a badge")), 0.0),
    ],
)
def test_how_long_a_fact_lives(tmp_path: Path, fact: Fact, life: float) -> None:
    now = [1e9]

    def known() -> dict[str, Fact]:
        cache = Cache(tmp_path, silent, now=lambda: now[0])
        found = cache.get(["a", "b"])
        cache.close()
        return found

    cache = Cache(tmp_path, silent, now=lambda: now[0])
    cache.put("a", fact)
    cache.close()
    assert known() == ({"a": fact} if life else {})
    now[0] += life - 1
    assert known() == ({"a": fact} if life else {})
    now[0] += 2
    assert known() == {}


def test_what_was_put_is_there_before_the_end(tmp_path: Path) -> None:
    writer = Cache(tmp_path, silent)
    writer.put("a", ALIVE)
    writer.commit()
    reader = Cache(tmp_path, silent)
    assert reader.get(["a"]) == {"a": ALIVE}
    reader.put("b", ALIVE)
    reader.commit()
    assert writer.get(["b"]) == {"b": ALIVE}
    reader.close()
    writer.close()


WRITE = """
import sys
from pathlib import Path
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.cache import Cache
from mdpaperlint.online.facts import Fact
cache = Cache(Path(sys.argv[1]), lambda message: sys.exit(message))
for number in range(400):
    cache.put(f"{sys.argv[2]}{number}", Fact(Verdict("alive", "answers 200")))
    if number % 20 == 0:
        cache.commit()
cache.close()
"""


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", WRITE, str(tmp_path), name]) for name in "ab"]
    assert [run.wait(30) for run in runs] == [0, 0]
    cache = Cache(tmp_path, silent)
    keys = [f"{name}{number}" for name in "ab" for number in range(400)]
    assert len(cache.get(keys)) == 800
    cache.close()


def damage_text(file: Path) -> None:
    file.write_text("no database", encoding="ascii")


def damage_middle(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[100:3000] = os.urandom(2900)
    file.write_bytes(content)


def other_columns(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("DROP TABLE facts")
    connection.execute("CREATE TABLE facts (key TEXT, expires REAL)")
    connection.close()


def other_format(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 77")
    connection.close()


@pytest.mark.parametrize("damage", [damage_text, damage_middle, other_columns, other_format])
def test_a_damaged_cache_is_thrown_away_with_one_warning(tmp_path: Path, damage: object) -> None:
    cache = Cache(tmp_path, silent)
    cache.put("a", ALIVE)
    cache.close()
    assert callable(damage)
    damage(tmp_path / FILE_NAME)
    warnings: list[str] = []
    cache = Cache(tmp_path, warnings.append)
    assert cache.get(["a"]) == {}
    cache.put("a", ALIVE)
    cache.close()
    assert len(warnings) == 1
    assert "thrown away" in warnings[0]
    again = Cache(tmp_path, silent)
    assert again.get(["a"]) == {"a": ALIVE}
    again.close()


@given(st.binary(max_size=3000))
def test_no_content_of_the_file_is_a_failure(content: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        (Path(folder) / FILE_NAME).write_bytes(content)
        cache = Cache(Path(folder), lambda _: None)
        cache.put("a", ALIVE)
        cache.close()


def test_a_folder_that_cannot_be_made_costs_one_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    warnings: list[str] = []
    cache = Cache(tmp_path / "file" / "folder", warnings.append)
    cache.put("a", ALIVE)
    assert cache.get(["a"]) == {}
    cache.close()
    assert len(warnings) == 1


class Network:
    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.urls: list[str] = []

    def send(self, request: Request) -> Answer | Failure:
        self.urls.append(request.url)
        return Answer(self.status, {})

    def expire(self) -> None:
        return

    def close(self) -> None:
        return


def test_a_second_run_asks_only_what_is_not_known(tmp_path: Path) -> None:
    settings = Settings(cache_folder=tmp_path, retries=0)
    network = Network()
    check_links(["http://a.example/"], settings, transport=network)
    check_links(["http://a.example/#x", "http://b.example/"], settings, transport=network)
    assert network.urls == ["http://a.example/", "http://b.example/"]


def test_what_was_found_with_allow_private_does_not_count_without(tmp_path: Path) -> None:
    network = Network()
    settings = Settings(cache_folder=tmp_path, retries=0, allow_private=True)
    check_links(["http://a.example/"], settings, transport=network)
    check_links(["http://a.example/"], settings._replace(allow_private=False), transport=network)
    assert len(network.urls) == 2


def test_without_a_cache_no_file_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    check_links(["http://a.example/"], Settings(cache=False, cache_folder=tmp_path), transport=Network())
    assert list(tmp_path.iterdir()) == []
