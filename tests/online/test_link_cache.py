from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.model.paper import ArxivRecord
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.http_messages import Failure, Request, Response
from mdpaperlint.online.link_cache import FILE_NAME, LinkCache
from mdpaperlint.online.link_checker import check_links

HOUR = 3600.0
ALIVE = Verdict("alive", "answers 200")
RECORD = ArxivRecord(
    "A title",
    ("A. One", "Bé Two"),
    "2024-01-31",
    "2024-02-01",
    "Accepted at X",
    "J. 1 (2024) 2",
    "10.1/x",
    "cs.CL",
    True,
    3,
)


def silent(message: str) -> None:
    raise AssertionError(message)


@pytest.mark.parametrize(
    ("verdict", "life"),
    [
        (ALIVE, 24 * HOUR),
        (
            Verdict("moved", "has moved", "https://b.example/", safe_move=True, note="archived"),
            24 * HOUR,
        ),
        (Verdict("gone", "not found (404)"), HOUR),
        (Verdict("alive", "arXiv has the paper", record=RECORD), 7 * 24 * HOUR),
        (Verdict("blocked", "refuses"), 0.0),
        (Verdict("unsure", "no answer"), 0.0),
        (Verdict("skipped", "a badge"), 0.0),
    ],
)
def test_how_long_a_verdict_lives(tmp_path: Path, verdict: Verdict, life: float) -> None:
    now = [1e9]

    def known() -> dict[str, Verdict]:
        cache = LinkCache(tmp_path, silent, now=lambda: now[0])
        found = cache.get(["a", "b"])
        cache.close()
        return found

    cache = LinkCache(tmp_path, silent, now=lambda: now[0])
    cache.put("a", verdict)
    cache.close()
    assert known() == ({"a": verdict} if life else {})
    now[0] += life - 1
    assert known() == ({"a": verdict} if life else {})
    now[0] += 2
    assert known() == {}


def test_what_was_put_is_there_before_the_end(tmp_path: Path) -> None:
    writer = LinkCache(tmp_path, silent)
    writer.put("a", ALIVE)
    writer.commit()
    reader = LinkCache(tmp_path, silent)
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
from mdpaperlint.online.link_cache import LinkCache
cache = LinkCache(Path(sys.argv[1]), lambda message: sys.exit(message))
for number in range(400):
    cache.put(f"{sys.argv[2]}{number}", Verdict("alive", "answers 200"))
    if number % 20 == 0:
        cache.commit()
cache.close()
"""


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", WRITE, str(tmp_path), name]) for name in "ab"]
    assert [run.wait(30) for run in runs] == [0, 0]
    cache = LinkCache(tmp_path, silent)
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
    connection.execute("DROP TABLE verdicts")
    connection.execute("CREATE TABLE verdicts (key TEXT, expires REAL)")
    connection.close()


@pytest.mark.parametrize("damage", [damage_text, damage_middle, other_columns])
def test_a_damaged_cache_is_thrown_away_with_one_warning(tmp_path: Path, damage: object) -> None:
    cache = LinkCache(tmp_path, silent)
    cache.put("a", ALIVE)
    cache.close()
    assert callable(damage)
    damage(tmp_path / FILE_NAME)
    warnings: list[str] = []
    cache = LinkCache(tmp_path, warnings.append)
    assert cache.get(["a"]) == {}
    cache.put("a", ALIVE)
    cache.close()
    assert len(warnings) == 1
    assert "thrown away" in warnings[0]
    again = LinkCache(tmp_path, silent)
    assert again.get(["a"]) == {"a": ALIVE}
    again.close()


def test_a_cache_of_another_version_is_dropped_without_a_word(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute(
        "CREATE TABLE facts (key TEXT PRIMARY KEY, expires REAL NOT NULL, kind TEXT NOT NULL,"
        " reason TEXT NOT NULL, target TEXT, safe INTEGER NOT NULL, title TEXT,"
        " note TEXT NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID"
    )
    connection.execute("INSERT INTO facts VALUES ('a', 9e9, 'gone', 'not found', NULL, 0, NULL, '', 0)")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    cache = LinkCache(tmp_path, silent)
    assert cache.get(["a"]) == {}
    cache.put("a", ALIVE)
    assert cache.get(["a"]) == {"a": ALIVE}
    cache.close()


@pytest.mark.slow
def test_no_changed_bytes_fail_a_run(tmp_path: Path) -> None:
    cache = LinkCache(tmp_path, silent)
    for number in range(40):
        cache.put(f"https://é{number}.example/", ALIVE._replace(reason="ü" * number, record=RECORD))
    cache.close()
    whole = (tmp_path / FILE_NAME).read_bytes()
    random = Random(7)
    for _ in range(600):
        content = bytearray(whole)
        for _ in range(random.randint(1, 30)):
            content[random.randrange(len(content))] = random.randrange(256)
        for ending in ("-wal", "-shm", "-journal"):
            (tmp_path / f"{FILE_NAME}{ending}").unlink(missing_ok=True)
        (tmp_path / FILE_NAME).write_bytes(content)
        for _ in range(2):
            cache = LinkCache(tmp_path, lambda _: None)
            found = cache.get(f"https://é{number}.example/" for number in range(40))
            assert all(isinstance(each, Verdict) for each in found.values())
            cache.put("https://é1.example/", ALIVE)
            cache.close()


@given(st.binary(max_size=3000))
def test_no_content_of_the_file_is_a_failure(content: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        (Path(folder) / FILE_NAME).write_bytes(content)
        cache = LinkCache(Path(folder), lambda _: None)
        cache.put("a", ALIVE)
        cache.close()


def test_a_folder_that_cannot_be_made_costs_one_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    warnings: list[str] = []
    cache = LinkCache(tmp_path / "file" / "folder", warnings.append)
    cache.put("a", ALIVE)
    assert cache.get(["a"]) == {}
    cache.close()
    assert len(warnings) == 1


class Network:
    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.urls: list[str] = []

    def send(self, request: Request) -> Response | Failure:
        self.urls.append(request.url)
        return Response(self.status, {})

    def expire(self) -> None:
        return

    def close(self) -> None:
        return


def test_a_second_run_asks_only_what_is_not_known(tmp_path: Path) -> None:
    settings = LinkSettings(cache_folder=tmp_path, retries=0)
    network = Network()
    check_links(["http://a.example/"], settings, transport=network)
    check_links(["http://a.example/#x", "http://b.example/"], settings, transport=network)
    assert network.urls == ["http://a.example/", "http://b.example/"]


def test_what_was_found_with_allow_private_does_not_count_without(tmp_path: Path) -> None:
    network = Network()
    settings = LinkSettings(cache_folder=tmp_path, retries=0, allow_private=True)
    check_links(["http://a.example/"], settings, transport=network)
    check_links(["http://a.example/"], settings._replace(allow_private=False), transport=network)
    assert len(network.urls) == 2


def test_without_a_cache_no_file_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    check_links(["http://a.example/"], LinkSettings(cache=False, cache_folder=tmp_path), transport=Network())
    assert list(tmp_path.iterdir()) == []
