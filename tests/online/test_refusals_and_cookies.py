"""Servers that answer by what was asked before: limits of their rate, and walls that a cookie opens."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter, deque
from random import Random

import pytest
from scripted_server import ScriptedServer, Send, Servers, answer

from mdpaperlint.model.link_settings import AcceptedStatuses, LinkSettings
from mdpaperlint.model.verdict import Verdict
from mdpaperlint.online.link_checker import check_links

SETTINGS = LinkSettings(
    timeout=2.0, retries=1, backoff=0.01, throttle_wait=0.2, allow_private=True, cache=False
)
OK = answer(200, b"hello", Content_Type="text/plain")


def shuffled(urls: list[str], seed: int) -> list[str]:
    mixed = list(urls)
    Random(seed).shuffle(mixed)
    return mixed


def head(step: Send, method: str) -> Send:
    """A HEAD answer goes without its body."""
    start, end, _ = step.data.partition(b"\r\n\r\n")
    return step._replace(data=start + end) if method == "HEAD" else step


class Limited(ScriptedServer):
    """Answers so many requests in any second, and refuses the others."""

    def __init__(self, address: str, refusal: Send, allowed: int = 20) -> None:
        super().__init__(address, {}, None)
        self.refusal = refusal
        self.allowed = allowed
        self.refused = 0
        self._times: deque[float] = deque()

    def respond(self, method: str, target: str, body: bytes) -> Send:
        now = time.monotonic()
        while self._times and now - self._times[0] > 1.0:
            self._times.popleft()
        if len(self._times) >= self.allowed:
            self.refused += 1
            return head(self.refusal, method)
        self._times.append(now)
        return head(OK, method)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "refusal",
    [answer(429, Retry_After="1"), answer(429), answer(503, Retry_After="1")],
    ids=["429 with a wait", "bare 429", "503 with a wait"],
)
def test_a_server_that_allows_twenty_a_second_answers_all(servers: Servers, refusal: Send, seed: int) -> None:
    server = Limited("127.0.5.31", refusal)
    servers.add(server)
    quick = servers.serve("127.0.5.32", {"*": {"HEAD": [head(OK, "HEAD")]}})
    urls = [f"{server.url}/{number}" for number in range(120)] + [f"{quick.url}/{n}" for n in range(40)]
    verdicts = check_links(shuffled(urls, seed), SETTINGS._replace(throttle_wait=1.0))
    assert Counter(verdict.kind for verdict in verdicts.values()) == {"alive": 160}
    assert server.refused < 60


class Prolonging(ScriptedServer):
    """Refuses for half a second after every 25 requests, and for as long again when asked meanwhile."""

    closed_until = 0.0

    def respond(self, method: str, target: str, body: bytes) -> Send:
        now = time.monotonic()
        if now < self.closed_until or len(self.requests) % 25 == 0:
            self.closed_until = now + 0.5
            return head(answer(429), method)
        return head(OK, method)


class Sequential(ScriptedServer):
    """Refuses who asks while another is answered."""

    busy = 0

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = await reader.readuntil(b"\r\n\r\n")
        self.busy += 1
        alone = self.busy == 1
        await asyncio.sleep(0.01)
        writer.write(head(OK if alone else answer(429), request.partition(b" ")[0].decode()).data)
        self.busy -= 1
        return True


@pytest.mark.slow
@pytest.mark.parametrize(
    "server",
    [Limited("127.0.5.51", answer(503), allowed=40), Prolonging("127.0.5.52", {}, None),
     Sequential("127.0.5.53", {}, None)],
    ids=["503 and no word of a wait", "a request while it rests", "one at a time"],
)  # fmt: skip
def test_other_limits_cost_no_link_either(servers: Servers, server: ScriptedServer) -> None:
    servers.add(server)
    urls = [f"{server.url}/{number}" for number in range(100)]
    verdicts = check_links(shuffled(urls, 3), SETTINGS._replace(throttle_wait=0.5))
    assert Counter(verdict.kind for verdict in verdicts.values()) == {"alive": 100}


class Dying(ScriptedServer):
    """Answers thirty requests and no more."""

    def respond(self, method: str, target: str, body: bytes) -> Send:
        return head(OK, method) if len(self.requests) <= 30 else Send(reset=True)


def test_a_host_that_dies_in_the_middle_is_given_up(servers: Servers) -> None:
    server = servers.add(Dying("127.0.5.54", {}, None))
    urls = [f"{server.url}/{number}" for number in range(200)]
    verdicts = check_links(shuffled(urls, 4), SETTINGS._replace(backoff=0.05))
    assert Counter(verdict.kind for verdict in verdicts.values()) == {"alive": 30, "unsure": 170}
    given_up = {verdict.reason for verdict in verdicts.values() if verdict.given_up}
    assert given_up == {f"not asked: {server.url.removeprefix('http://')} gave no more answers"}
    assert len(server.requests) < 150


class FirstRefused(ScriptedServer):
    """Refuses the first request for every tenth page."""

    def respond(self, method: str, target: str, body: bytes) -> Send:
        number = int(target.removeprefix("/"))
        asked_before = sum(path == target for _, path in self.requests) > 1
        return head(OK if number % 10 or asked_before else answer(429), method)


@pytest.mark.parametrize("seed", range(3))
def test_a_first_429_on_every_tenth_link_costs_none(servers: Servers, seed: int) -> None:
    server = servers.add(FirstRefused("127.0.5.33", {}, None))
    urls = [f"{server.url}/{number}" for number in range(100)]
    verdicts = check_links(shuffled(urls, seed), SETTINGS)
    assert Counter(verdict.kind for verdict in verdicts.values()) == {"alive": 100}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (answer(429), "blocked"),
        (answer(429, Retry_After="60"), "blocked"),
        (answer(503, Retry_After="0"), "unsure"),
    ],
)
def test_nobody_waits_for_a_host_that_always_refuses(
    servers: Servers, refusal: Send, kind: str, seed: int
) -> None:
    closed = servers.serve("127.0.5.34", {"*": {"HEAD": [head(refusal, "HEAD")], "GET": [refusal]}})
    steps = {"*": {"HEAD": [head(OK, "HEAD")]}}
    others = [servers.serve(f"127.0.5.{number}", steps) for number in range(35, 38)]
    urls = [f"{closed.url}/{number}" for number in range(82)]
    open_urls = [f"{other.url}/{number}" for other in others for number in range(40)]
    # It rests for longer than the run lasts.
    settings = SETTINGS._replace(throttle_wait=30.0, budget=2.5)
    verdicts = check_links(shuffled([*urls, *open_urls], seed), settings)
    assert {verdicts[url].kind for url in open_urls} == {"alive"}
    settings = SETTINGS._replace(throttle_wait=0.05, retry_after_cap=0.1)
    verdicts = check_links(shuffled([*urls, *open_urls], seed), settings)
    assert {verdicts[url].kind for url in open_urls} == {"alive"}
    assert Counter(verdicts[url].kind for url in urls) == {kind: 82}
    name = closed.url.removeprefix("http://")
    given_up = [verdicts[url] for url in urls if verdicts[url].given_up]
    assert len(given_up) > 70
    assert {verdict.given_up for verdict in given_up} == {name}
    status = 429 if kind == "blocked" else 503
    assert {verdict.reason for verdict in given_up} == {f"not asked: {name} kept answering {status}"}


@pytest.mark.parametrize("seed", range(3))
def test_a_host_that_refuses_head_alone_is_asked_by_get(servers: Servers, seed: int) -> None:
    server = servers.serve("127.0.5.38", {"*": {"HEAD": [head(answer(429), "HEAD")], "GET": [OK]}})
    urls = [f"{server.url}/{number}" for number in range(60)]
    verdicts = check_links(shuffled(urls, seed), SETTINGS)
    assert Counter(verdict.kind for verdict in verdicts.values()) == {"alive": 60}
    assert sum(method == "HEAD" for method, _ in server.requests) < 15


class Wall(ScriptedServer):
    """Lets in who brings back the cookie that it gave; else leads to ``leads`` with ``status``."""

    def __init__(self, address: str, leads: str, status: int = 302, renewed: bool = False) -> None:
        super().__init__(address, {}, None)
        self.leads = leads
        self.status = status
        self.renewed = renewed

    def respond(self, method: str, target: str, body: bytes) -> Send:
        cookie = re.search(rb"(?im)^cookie: *pass=(\d+)", self.raw_requests[-1])
        number = int(cookie[1]) + 1 if cookie and self.renewed else 1
        given = f"pass={number}; Path=/"
        if cookie and not self.renewed:
            if target == "/page?cookieSet=1":
                return head(answer(302, Location="/page"), method)
            return head(OK, method)
        return head(answer(self.status, Location=self.leads, Set_Cookie=given), method)


@pytest.mark.parametrize("status", [301, 302, 307])
@pytest.mark.parametrize("leads", ["/page", "/page?cookieSet=1", "/new", "/en-us/page"])
def test_a_wall_that_a_cookie_opens_has_the_page_behind_it(servers: Servers, leads: str, status: int) -> None:
    server = servers.add(Wall("127.0.5.40", leads, status))
    url = f"{server.url}/page"
    verdict = check_links([url], SETTINGS)[url]
    assert (verdict.kind, verdict.target) == ("alive", None), verdict


def test_a_wall_that_no_cookie_opens_is_unsure(servers: Servers) -> None:
    server = servers.add(Wall("127.0.5.41", "/page", renewed=True))
    url = f"{server.url}/page"
    verdict = check_links([url], SETTINGS)[url]
    assert (verdict.kind, verdict.reason) == ("unsure", "redirects more than 10 times")
    assert len(server.requests) < 20


class Numbering(ScriptedServer):
    """Leads every visitor to an address of its own."""

    def respond(self, method: str, target: str, body: bytes) -> Send:
        if target == "/page":
            return head(answer(301, Location=f"/v{len(self.requests)}/page"), method)
        return head(OK, method)


def test_an_address_that_is_another_each_time_is_no_new_home(servers: Servers) -> None:
    server = servers.add(Numbering("127.0.5.55", {}, None))
    url = f"{server.url}/page"
    verdict = check_links([url], SETTINGS)[url]
    assert (verdict.kind, verdict.reason) == ("alive", "redirects to another address each time")


class Bouncing(ScriptedServer):
    """Sends who has no pass to a login that gives one without a question, and back."""

    def respond(self, method: str, target: str, body: bytes) -> Send:
        if target.startswith("/login"):
            return head(answer(302, Location="/page", Set_Cookie="pass=1; Path=/"), method)
        has_pass = b"pass=1" in self.raw_requests[-1]
        return head(OK if has_pass else answer(302, Location="/login?next=%2Fpage"), method)


def test_a_login_that_leads_back_is_no_wall(servers: Servers) -> None:
    server = servers.add(Bouncing("127.0.5.56", {}, None))
    url = f"{server.url}/page"
    assert check_links([url], SETTINGS)[url].kind == "alive"


class Welcoming(ScriptedServer):
    """Gives a cookie with every answer and needs none."""

    def respond(self, method: str, target: str, body: bytes) -> Send:
        if target == "/page":
            return head(answer(301, Location="/new", Set_Cookie="visit=1"), method)
        return head(answer(200, b"hello", Content_Type="text/plain", Set_Cookie="visit=2"), method)


def test_a_cookie_that_decides_nothing_hides_no_move(servers: Servers) -> None:
    server = servers.add(Welcoming("127.0.5.42", {}, None))
    url = f"{server.url}/page"
    verdict = check_links([url], SETTINGS)[url]
    assert (verdict.kind, verdict.target, verdict.safe_move) == ("moved", f"{server.url}/new", True)


def test_cookies_of_one_link_are_not_for_another(servers: Servers) -> None:
    server = servers.add(Wall("127.0.5.43", "/page"))
    other = servers.serve("127.0.5.44", {"*": {"HEAD": [answer(404)], "GET": [answer(404)]}})
    check_links([f"{server.url}/page", f"{server.url}/more", f"{other.url}/page"], SETTINGS)
    sent = [b"\r\ncookie:" in each.lower() for each in server.raw_requests]
    assert sent.count(True) == 2
    assert not any(b"cookie" in each.lower() for each in other.raw_requests)


HOSTS_THAT_ARE_NO_NAMES = """
http://256.256.256.256/ http://1.2.3.4.5/ http://0x7f.1.2.3.4/ http://999999999999999/ http://xn--zzzzzz-.example/
http://a..example/ http://-a.example/ http://a-.example/ http://a\u0378.example/ http://\u2603.example/
""".split()


@pytest.mark.parametrize("url", [*HOSTS_THAT_ARE_NO_NAMES, f"http://{'a' * 64}.example/"])
def test_what_is_no_name_is_never_gone(servers: Servers, url: str) -> None:
    from mdpaperlint.online.address_guard import AddressInfo
    from mdpaperlint.online.http_client import HttpClient

    named = servers.serve("127.0.5.45", {"*": {"HEAD": [head(OK, "HEAD")]}})

    def look_up(host: str, port: int) -> list[AddressInfo]:
        import socket

        if host == "there.example":
            host = "127.0.5.45"
        elif host[0].isalpha() or not host.replace(".", "").isdigit():
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

    client = HttpClient(allow_private=True, look_up=look_up)
    other, gone = f"http://there.example:{named.port}/", "http://nowhere.example/"
    verdicts = check_links([url, other, gone], SETTINGS, transport=client)
    client.close()
    assert [verdicts[each].kind for each in (url, other, gone)] == ["unsure", "alive", "gone"], verdicts


def test_accepted_statuses_are_as_good_as_200(servers: Servers) -> None:
    steps = {"*": {"HEAD": [head(answer(403), "HEAD")], "GET": [answer(403)]}}
    server = servers.serve("127.0.5.46", steps)
    limited = servers.serve("127.0.5.47", {"*": {"HEAD": [head(answer(429), "HEAD")]}})
    settings = SETTINGS._replace(
        accept=(
            AcceptedStatuses(f"{server.url}/x/*", frozenset({403, 999})),
            AcceptedStatuses(f"{limited.url.removeprefix('http://')}/*", frozenset({429})),
        )
    )
    urls = [f"{server.url}/x/1", f"{server.url}/y/1", *(f"{limited.url}/{number}" for number in range(9))]
    began = time.monotonic()
    verdicts = check_links(urls, settings)
    assert time.monotonic() - began < 10
    assert verdicts[urls[0]] == Verdict("alive", "answers 403, which is accepted", status=403)
    assert verdicts[urls[1]].kind == "blocked"
    assert {verdicts[url].kind for url in urls[2:]} == {"alive"}
    assert [method for method, _ in limited.requests] == ["HEAD"] * 9


def test_a_user_agent_of_one_s_own_is_sent_to_every_host(servers: Servers) -> None:
    server = servers.serve("127.0.5.48", {"*": {"HEAD": [head(answer(404), "HEAD")], "GET": [answer(404)]}})
    check_links([f"{server.url}/1"], SETTINGS._replace(user_agent="our-lists/1.0 (+https://example.org)"))
    agents = [re.search(rb"(?im)^user-agent: (.*)\r$", each) for each in server.raw_requests]
    assert [each[1] for each in agents if each] == [b"our-lists/1.0 (+https://example.org)"] * 2
