"""DOIs, OpenReview, GitHub and badges: whom a link is asked of, and what comes of the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from scripted_server import Script, ScriptedServer, Send, Servers, answer

from mdpaperlint.model.link_settings import LinkSettings, Registries
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.http_messages import Failure, Request, Response
from mdpaperlint.online.link_checker import check_links
from mdpaperlint.online.request_urls import host_of
from mdpaperlint.papers.identifiers.other_pages import is_badge, repository_of

SETTINGS = LinkSettings(
    timeout=0.8, retries=1, backoff=0.01, retry_after_cap=0.2, throttle_wait=0.1, cache=False
)


def handle(code: int, status: int = 200) -> Send:
    return answer(status, json.dumps({"responseCode": code}).encode(), Content_Type="application/json")


def doi_verdict(servers: Servers, *steps: Send) -> tuple[Verdict, ScriptedServer]:
    pages: dict[str, Script] = {"/api/handles/10.1234/ab%3Cc": {"GET": steps}}
    registry = servers.serve("127.0.3.1", pages)
    settings = SETTINGS._replace(registries=Registries(doi=f"{registry.url}/api/handles/"))
    url = "https://doi.org/10.1234/AB%3CC"
    return check_links([url], settings)[url], registry


@pytest.mark.parametrize(
    ("steps", "kind", "requests"),
    [
        ((handle(1),), "alive", 1),
        ((handle(200),), "alive", 1),
        ((handle(100, 404),), "gone", 2),
        ((handle(100, 404), handle(1)), "alive", 2),
        ((answer(404, b"<html>Not found</html>"),), "unsure", 1),
        ((answer(200, b"<html>hello</html>"),), "unsure", 1),
        ((answer(200, b"[1]"),), "unsure", 1),
        ((answer(200, b"[" * 60_000),), "unsure", 1),
        ((handle(2),), "unsure", 1),
        ((answer(403),), "unsure", 1),
        ((answer(302, Location="https://publisher.example/"),), "unsure", 1),
        ((answer(500),), "unsure", 2),
        ((answer(500), handle(1)), "alive", 2),
        ((answer(429),), "blocked", 4),
        ((answer(429), handle(1)), "alive", 2),
        ((Send(reset=True), handle(1)), "alive", 2),
        ((Send(stall=True),), "unsure", 2),
    ],
)
def test_doi(servers: Servers, steps: tuple[Send, ...], kind: str, requests: int) -> None:
    verdict, registry = doi_verdict(servers, *steps)
    assert verdict.kind == kind, verdict
    assert len(registry.requests) == requests
    assert "doi.org" in verdict.reason


def test_forms_of_a_doi_are_asked_for_once(servers: Servers) -> None:
    registry = servers.serve("127.0.3.1", {"*": {"GET": [handle(1)]}})
    settings = SETTINGS._replace(registries=Registries(doi=registry.url))
    urls = ["https://doi.org/10.1234/Ab", "http://dx.doi.org/10.1234/ab", "https://www.doi.org/10.1234/AB#x"]
    verdicts = check_links(urls, settings)
    assert [verdict.kind for verdict in verdicts.values()] == ["alive"] * 3
    assert registry.requests == [("GET", "/10.1234/ab")]


class NoNetwork:
    def send(self, request: Request) -> Response | Failure:
        raise AssertionError(request.url)

    def expire(self) -> None:
        return

    def close(self) -> None:
        return


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://openreview.net/forum?id=B1xSperKvH", "skipped"),
        ("https://openreview.net/pdf?id=B1xSperKvH", "skipped"),
        ("https://www.openreview.net/forum?noteId=a&id=B1xSperKvH", "skipped"),
        ("https://openreview.net/attachment?id=B1xSperKvH&name=pdf", "skipped"),
        ("https://openreview.net/group?id=ICLR.cc/2024/Conference", "skipped"),
        ("https://openreview.net/", "skipped"),
        ("https://openreview.net/forum?id=", "unsure"),
        ("https://openreview.net/forum", "unsure"),
        ("https://openreview.net/forum?id=%20x", "unsure"),
    ],
)
def test_openreview_is_judged_by_form(url: str, kind: str) -> None:
    assert check_links([url], SETTINGS, transport=NoNetwork())[url].kind == kind


@pytest.mark.parametrize(
    "url",
    [
        "https://img.shields.io/badge/a-b-red",
        "https://img.shields.io/github/stars/a/b?style=social",
        "https://shields.io/x",
        "https://badgen.net/github/stars/a/b",
        "https://api.star-history.com/svg?repos=a/b",
        "https://www.star-history.com/",
        "https://awesome.re/badge.svg",
        "https://github.com/a/b/actions/workflows/ci.yml/badge.svg",
        "https://github.com/a/b/workflows/CI/badge.svg",
        "https://codecov.io/gh/a/b/branch/main/graph/badge.svg",
        "https://colab.research.google.com/assets/colab-badge.svg",
        "https://readthedocs.org/projects/a/badge/",
        "https://zenodo.org/badge/DOI/10.5281/zenodo.1.svg",
        "https://visitor-badge.laobi.icu/badge?page_id=a.b",
    ],
)
def test_badges_are_skipped_unless_asked_for(url: str) -> None:
    assert is_badge(host_of(url), urlsplit(url).path)
    assert check_links([url], SETTINGS, transport=NoNetwork())[url] == Verdict("skipped", "a badge")


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/a/badge",
        "https://github.com/badges/shields",
        "https://example.org/papers/badge-attack.pdf",
        "https://example.org/figure.svg",
        "https://deepwiki.com/a/b",
        "https://example.org/shields.io/",
        "https://notshields.io/badge-design",
    ],
)
def test_no_badge(url: str) -> None:
    assert not is_badge(host_of(url), urlsplit(url).path)


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        ("https://github.com/Owner/Name", ("owner", "name")),
        ("https://www.github.com/owner/name/", ("owner", "name")),
        ("https://github.com/owner/name.git", ("owner", "name")),
        ("https://github.com/owner/na.me_1-x", ("owner", "na.me_1-x")),
        ("https://github.com/owner", None),
        ("https://github.com/owner/name/tree/main", None),
        ("https://github.com/topics/llm", None),
        ("https://github.com/orgs/x", None),
        ("https://github.com/owner/name?tab=readme", None),
        ("https://gist.github.com/owner/name", None),
        ('https://github.com/owner/na"me', None),
        ("https://github.com/owner/..", None),
        ("https://github.com/-owner/x", None),
    ],
)
def test_which_urls_are_repositories(url: str, repository: tuple[str, str] | None) -> None:
    assert repository_of(url) == repository


class GitHubStandIn(ScriptedServer):
    """``repositories`` is what is asked for to what it is called now and whether it is archived."""

    def __init__(self, repositories: Mapping[str, tuple[str, bool]], first: tuple[Send, ...] = ()) -> None:
        super().__init__("127.0.3.2", {}, None)
        self.repositories = repositories
        self.first = list(first)

    def respond(self, method: str, target: str, body: bytes) -> Send:
        if self.first:
            return self.first.pop(0)
        data: dict[str, Any] = {}
        errors = []
        pattern = r'(r\d+):repository\(owner:"([^"]+)",name:"([^"]+)"\)'
        for alias, owner, name in re.findall(pattern, json.loads(body)["query"]):
            known = self.repositories.get(f"{owner}/{name}")
            data[alias] = None
            if known is not None:
                data[alias] = {"nameWithOwner": known[0], "url": "", "isArchived": known[1]}
            else:
                errors.append({"type": "NOT_FOUND", "path": [alias], "message": "Could not resolve"})
        return answer(
            200, json.dumps({"data": data, "errors": errors} if errors else {"data": data}).encode()
        )


class Web:
    """Answers for github.com itself and lets requests to a stand-in through."""

    def __init__(self, base: str) -> None:
        from mdpaperlint.online.http_client import HttpClient

        self._base = base
        self._real = HttpClient()
        self.pages: list[str] = []

    def send(self, request: Request) -> Response | Failure:
        if request.url.startswith(self._base):
            return self._real.send(request)
        assert "Authorization" not in request.headers
        self.pages.append(request.url)
        return Response(200, {})

    def expire(self) -> None:
        return

    def close(self) -> None:
        self._real.close()


REPOSITORIES = {"a/one": ("A/one", False), "a/old": ("b/new", False), "a/done": ("a/done", True)}
LINKS = [f"https://github.com/a/{name}" for name in ("One", "old", "done", "lost")]


def github(
    servers: Servers, *first: Send, token: str = "token-word"
) -> tuple[dict[str, Verdict], GitHubStandIn, Web]:
    stand_in = GitHubStandIn(REPOSITORIES, first)
    servers.add(stand_in)
    settings = SETTINGS._replace(registries=Registries(github=f"{stand_in.url}/graphql"), github_token=token)
    web = Web(stand_in.url)
    verdicts = check_links([*LINKS, "https://github.com/a/one/tree/main"], settings, transport=web)
    web.close()
    return verdicts, stand_in, web


def test_repositories_are_asked_for_in_one_request(servers: Servers) -> None:
    verdicts, stand_in, web = github(servers)
    one, old, done, lost = (verdicts[url] for url in LINKS)
    assert one.kind == "alive"
    assert old == Verdict("moved", "the repository is now b/new", "https://github.com/b/new", safe_move=True)
    assert (done.kind, done.note) == ("alive", "the repository is archived")
    assert lost.kind == "gone"
    assert web.pages == ["https://github.com/a/one/tree/main"]
    # The second request asks again for the one that is not there.
    assert len(stand_in.requests) == 2
    assert all(b"Bearer token-word" in head for head in stand_in.raw_requests)


def test_without_a_token_github_is_a_web_site(servers: Servers) -> None:
    verdicts, stand_in, web = github(servers, token="")
    assert {verdict.kind for verdict in verdicts.values()} == {"alive"}
    assert len(web.pages) == 5
    assert stand_in.connections == 0


@pytest.mark.parametrize(
    "trouble",
    [
        answer(401, b'{"message": "Bad credentials"}'),
        answer(403, b'{"message": "rate limited"}'),
        answer(200, b'{"errors": [{"type": "RATE_LIMITED"}]}'),
        answer(200, b"<html></html>"),
        answer(302, Location="http://127.0.0.1/"),
    ],
)
def test_without_a_word_of_the_api_the_web_site_is_asked(servers: Servers, trouble: Send) -> None:
    verdicts, _, web = github(servers, trouble)
    assert {verdict.kind for verdict in verdicts.values()} == {"alive"}
    assert len(web.pages) == 5


def test_what_cannot_be_seen_is_not_gone(servers: Servers) -> None:
    data = {f"r{number}": None for number in range(4)}
    errors = [{"type": "FORBIDDEN", "path": [alias]} for alias in data]
    hidden = answer(200, json.dumps({"data": data, "errors": errors}).encode())
    verdicts, _, _ = github(servers, hidden)
    assert {verdict.kind for verdict in verdicts.values()} == {"alive"}
