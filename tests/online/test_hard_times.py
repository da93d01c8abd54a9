"""A cache that fails half-way, arXiv while others ask it, answers that break off, pages that pretend."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from arxiv_stand_in import ArxivStandIn, entry, feed
from filelock import FileLock
from scripted_server import Send, Servers, answer

from mdpaperlint.model.link_settings import Ignore, LinkSettings, Registries
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.http_messages import Failure, Request, Response
from mdpaperlint.online.link_cache import FILE_NAME, LinkCache
from mdpaperlint.online.link_checker import check_links, known_verdict

SETTINGS = LinkSettings(timeout=1.0, retries=1, backoff=0.01, retry_after_cap=0.1, cache=False)
ALIVE = Verdict("alive", "answers 200")
PAPER = "https://arxiv.org/abs/2401.00001"


class Web:
    """Answers from a table of URLs, and 404 for what is not in it; ``asked`` is method and URL."""

    def __init__(
        self, pages: Mapping[str, Response | Failure | tuple[Response | Failure, Response | Failure]]
    ):
        self._pages = pages
        self.asked: list[tuple[str, str]] = []

    def send(self, request: Request) -> Response | Failure:
        self.asked.append((request.method, request.url))
        page = self._pages.get(request.url, Response(404, {}))
        if isinstance(page, tuple) and not isinstance(page, Response | Failure):
            return page[request.method != "HEAD"]
        return page

    def expire(self) -> None:
        return

    def close(self) -> None:
        return


def verdict(url: str, web: Web, **others: object) -> Verdict:
    return check_links([url], SETTINGS._replace(**others), transport=web)[url]  # type: ignore[arg-type]


# The cache


def test_a_cache_that_cannot_be_opened_costs_one_warning(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    warnings: list[str] = []
    web = Web({"http://a.example/": Response(200, {})})
    settings = SETTINGS._replace(cache=True, cache_folder=tmp_path)
    found = check_links(["http://a.example/"], settings, transport=web, warn=warnings.append)
    assert found["http://a.example/"].kind == "alive"
    assert warnings == [f"no link cache: {tmp_path / FILE_NAME}: unable to open database file"]


def test_a_damaged_cache_that_cannot_be_thrown_away_is_done_without(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(
        "no database, and longer than a header of SQLite " * 9, encoding="ascii"
    )
    (tmp_path / f"{FILE_NAME}-journal").mkdir()
    warnings: list[str] = []
    cache = LinkCache(tmp_path, warnings.append)
    cache.put("a", ALIVE)
    assert cache.get(["a"]) == {}
    cache.close()
    assert len(warnings) == 1


@pytest.mark.parametrize("first", ["get", "put"])
def test_a_cache_that_others_spoil_meanwhile_is_done_without(tmp_path: Path, first: str) -> None:
    warnings: list[str] = []
    cache = LinkCache(tmp_path, warnings.append)
    cache.put("a", ALIVE)
    cache.commit()
    assert cache.get(["a"]) == {"a": ALIVE}
    other = sqlite3.connect(tmp_path / FILE_NAME)
    other.execute("DROP TABLE verdicts")
    other.close()
    if first == "put":
        cache.put("b", ALIVE)
    assert cache.get(["a", "b"]) == {}
    cache.put("c", ALIVE)
    assert cache.get(["c"]) == {}
    cache.close()
    assert warnings == []


def test_what_is_known_without_asking(tmp_path: Path) -> None:
    url = "http://a.example/"
    settings = SETTINGS._replace(cache=True, cache_folder=tmp_path, ignores=(Ignore("b.example/*", "why"),))
    assert known_verdict(url, settings) is None
    check_links([url], settings, transport=Web({url: Response(200, {})}))
    known = known_verdict(f"{url}#part", settings)
    assert known is not None
    assert known.kind == "alive"
    assert known_verdict("http://c.example/", settings) is None
    assert known_verdict(url, settings._replace(cache=False)) is None
    ignored = known_verdict("http://b.example/x", settings)
    assert ignored is not None
    assert ignored.kind == "skipped"


# arXiv


@pytest.fixture
def turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which runs agree on whose turn it is to ask arXiv."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    folder = tmp_path / "cache" / "mdpaperlint"
    folder.mkdir(parents=True)
    return folder


def arxiv(servers: Servers, *first: Send, budget: float = 20.0) -> tuple[Verdict, ArxivStandIn]:
    stand_in = ArxivStandIn("127.0.6.3", {"2401.00001": ("A study", 1)}, list(first))
    servers.add(stand_in)
    settings = SETTINGS._replace(registries=Registries(arxiv=stand_in.api), retries=0, budget=budget)
    return check_links([PAPER], settings)[PAPER], stand_in


def test_while_another_run_asks_arxiv_nobody_else_does(servers: Servers, turns: Path) -> None:
    with FileLock(turns / "arxiv-turn.lock"):
        found, stand_in = arxiv(servers, budget=0.3)
    # Whichever notices first that the time is up.
    assert found.kind == "unsure"
    assert "not asked: " in found.reason
    assert stand_in.connections == 0


def test_a_run_that_has_no_time_to_wait_its_turn_does_not_ask_arxiv(servers: Servers, turns: Path) -> None:
    (turns / "arxiv-turn.last").write_text(repr(time.time()), encoding="ascii")
    found, stand_in = arxiv(servers, budget=0.3)
    assert found == Verdict("unsure", "arXiv was not asked: the time was up before arXiv could be asked")
    assert stand_in.connections == 0


@pytest.mark.parametrize("last", ["", "nonsense"])
def test_a_note_of_the_last_turn_that_cannot_be_read_stops_nobody(
    servers: Servers, turns: Path, last: str
) -> None:
    (turns / "arxiv-turn.last").write_text(last, encoding="ascii")
    before = time.time()
    found, _ = arxiv(servers)
    assert found.kind == "alive"
    assert before <= float((turns / "arxiv-turn.last").read_text(encoding="ascii")) <= time.time()


def test_without_a_cache_folder_turns_are_kept_among_the_temporary_files(
    servers: Servers, turns: Path, tmp_path: Path
) -> None:
    turns.rmdir()
    turns.write_text("in the way", encoding="ascii")
    found, _ = arxiv(servers)
    assert found.kind == "alive"
    (folder,) = (tmp_path / "temporary").iterdir()
    assert (folder / "arxiv-turn.last").exists()
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("blocked", ["both folders", "the lock"])
def test_where_no_turn_can_be_kept_arxiv_is_not_asked(
    servers: Servers, turns: Path, tmp_path: Path, blocked: str
) -> None:
    if blocked == "the lock":
        (turns / "arxiv-turn.lock").mkdir()
    else:
        turns.rmdir()
        turns.write_text("in the way", encoding="ascii")
        (tmp_path / "temporary").rmdir()
        (tmp_path / "temporary").write_text("in the way", encoding="ascii")
    found, stand_in = arxiv(servers)
    assert found.kind == "unsure"
    assert "can be written to, which keeps arXiv's pace" in found.reason.replace("cannot", "can")
    assert stand_in.connections == 0


@pytest.mark.usefixtures("turns")
@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (feed([entry("http://arxiv.org/api/errors#unknown", "Error")]), "arXiv: An abstract"),
        (answer(200, b"<?xml version='1.0'?><!DOCTYPE html><html/>"), "arXiv's API answers with a page"),
        (answer(200, b"<html/>"), "arXiv's answer could not be read"),
        (answer(200, b"<feed"), "arXiv's answer could not be read"),
        (answer(200, b"Rate exceeded."), "arXiv: too many requests"),
        (answer(404), "arXiv's API answers 404"),
        (Send(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<feed", close=True), "arXiv"),
    ],
)
def test_what_arxiv_says_instead_of_papers_makes_no_paper_gone(
    servers: Servers, step: Send, reason: str
) -> None:
    found, _ = arxiv(servers, step)
    assert found.kind == "unsure"
    assert found.reason.startswith(reason)


# GitHub

REPOSITORY = "https://github.com/a/one"
API = "https://api.github.com/graphql"


@pytest.mark.parametrize(
    ("outcome", "asked"),
    [
        (Response(502, {}), 2),
        (Failure("reset", "the connection broke off"), 2),
        (Response(200, {}, b'{"data": {"r0": {"nameWithOwner": "no name"}}}'), 1),
        (Response(200, {}, b'{"data": {"r0": {"nameWithOwner": 7}}}'), 1),
        (Response(200, {}, b"[" * 60_000), 1),
    ],
)
def test_where_github_s_api_gives_no_answer_the_page_does(outcome: Response | Failure, asked: int) -> None:
    web = Web({API: outcome, REPOSITORY: Response(200, {})})
    assert verdict(REPOSITORY, web, github_token="word").kind == "alive"
    assert web.asked.count(("POST", API)) == asked
    assert ("HEAD", REPOSITORY) in web.asked


def test_github_s_api_is_not_asked_when_the_time_is_up() -> None:
    web = Web({API: Response(502, {}), REPOSITORY: Response(200, {})})
    found = verdict(REPOSITORY, web, github_token="word", budget=0.3, backoff=5.0, retry_after_cap=60.0)
    assert web.asked.count(("POST", API)) == 1
    assert found.kind in ("alive", "unsure")


# Pages

SMALL = {"content-type": "text/html", "content-length": "900"}
HTML = {"content-type": "text/html; charset=utf-8"}
SCRIPTS = b"<script>if (a < b && b<c) { document.write('<p>" + b"many words " * 300 + b"</p>') }</script>"


@pytest.mark.parametrize(
    ("head", "page", "kind", "looks"),
    [
        # A page that has a version is a file, which no firewall makes up.
        ({**SMALL, "etag": '"1"'}, Response(404, {}), "alive", False),
        ({**SMALL, "last-modified": "Tue, 01 Jan 2019 00:00:00 GMT"}, Response(404, {}), "alive", False),
        ({**SMALL, "content-length": "90000"}, Response(404, {}), "alive", False),
        ({**SMALL, "content-length": "0"}, Response(404, {}), "alive", False),
        ({**SMALL, "content-type": "application/pdf"}, Response(404, {}), "alive", False),
        (SMALL, Response(200, HTML, b"<h1>Prove it</h1><i class=g-recaptcha></i>"), "blocked", True),
        (HTML, Response(200, HTML, b"<h1>Prove it</h1><i class=g-recaptcha></i>"), "blocked", True),
        ({**SMALL, "content-length": "x"}, Response(200, HTML, b"<p class=h-captcha></p>"), "blocked", True),
        # What a person does not see makes no page of it, and what is behind the part that was read might.
        (SMALL, Response(200, HTML, b"<i class=g-recaptcha></i>" + SCRIPTS), "blocked", True),
        (SMALL, Response(200, HTML, b"<i class=g-recaptcha></i>", cut=True), "alive", True),
        (SMALL, Response(200, HTML, b"<i class=g-recaptcha></i>" + b"<p>many words " * 300), "alive", True),
        (SMALL, Response(200, {"content-type": "application/json"}, b'{"a": "captcha"}'), "alive", True),
        (SMALL, Response(200, {}, b'<p class="g-recaptcha">'), "blocked", True),
    ],
)
def test_a_page_that_may_be_a_challenge_is_looked_at(
    head: dict[str, str], page: Response, kind: str, looks: bool
) -> None:
    url = "http://a.example/page"
    web = Web({url: (Response(200, head), page)})
    assert verdict(url, web).kind == kind
    assert (("GET", url) in web.asked) is looks


def redirect(location: str, status: int = 301) -> Response:
    return Response(status, {"location": location})


NOWHERE = Failure("unknown-name", "its host does not exist")


def test_an_answer_from_a_number_does_not_show_that_names_can_be_looked_up() -> None:
    name = "http://nowhere.example/"
    pages = {
        f"http://{host}/": Response(200, {}) for host in ("16843009", "0x1.1", "1.1", "1.1.1.1.", "[1::1]")
    }
    found = check_links([name, *pages], SETTINGS, transport=Web({name: NOWHERE, **pages}))
    assert found[name] == Verdict("unsure", "its host does not exist, as far as this machine can tell")


@pytest.mark.parametrize(
    ("pages", "kind", "said"),
    [
        ({"/": NOWHERE}, "gone", "its host does not exist"),
        (
            {"/": redirect("http://b.example/x"), "http://b.example/x": NOWHERE},
            "gone",
            "redirects to http://b.example/x: its host does not exist",
        ),
        (
            {"/": redirect("http://b.example/"), "http://b.example/": redirect("http://a.example/")},
            "unsure",
            "circle",
        ),
        (
            {
                "/": redirect("https://accounts.google.com/x"),
                "https://accounts.google.com/x": Response(200, {}),
            },
            "unsure",
            "redirects to a login or consent page: https://accounts.google.com/x",
        ),
        (
            {"/": redirect("http://b.example/?x"), "http://b.example/?x": Failure("tls", "TLS failed")},
            "unsure",
            "redirects to http://b.example/?x: TLS failed",
        ),
        (
            {
                "/": redirect("http://b.example/x"),
                "http://b.example/x": Failure("forbidden-address", "leads into a private network"),
            },
            "unsure",
            "redirects to an address that is not on the public internet",
        ),
    ],
)
def test_where_redirects_end(pages: dict[str, Response | Failure], kind: str, said: str) -> None:
    url = "http://a.example/"
    # That a name does not exist is believed where another does.
    other = "http://elsewhere.example/"
    named = {url if name == "/" else name: page for name, page in pages.items()}
    web = Web({**named, other: Response(200, {})})
    found = check_links([url, other], SETTINGS, transport=web)[url]
    assert found.kind == kind, found
    assert said in found.reason
