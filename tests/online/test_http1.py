"""Answers as they come in pieces, connections that are used again, and URLs as they are asked for."""

from __future__ import annotations

import asyncio
import gzip
import re
import threading
import time
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes, urlsplit, urlunsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_server import ScriptedServer, Send, Servers, answer

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.online.http_client import HttpClient
from mdpaperlint.online.http_messages import Failure, Request, Response
from mdpaperlint.online.link_checker import check_links
from mdpaperlint.online.request_urls import host_of, request_url, service_of, wire_target

SETTINGS = LinkSettings(timeout=1.0, retries=0, backoff=0.01, allow_private=True, cache=False)
BODY = b"a page of some length\r\n\r\n5\r\n" * 20


@pytest.fixture
def transport() -> Iterator[HttpClient]:
    transport = HttpClient(allow_private=True)
    yield transport
    transport.close()


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%X\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_a_connection_that_ends_between_two_requests_costs_no_link(
    servers: Servers,
) -> None:
    steps = {"/a": {"HEAD": [answer(200)]}, "/b": {"HEAD": [Send(close=True)], "GET": [answer(200)]}}
    server = servers.serve("127.0.6.1", steps)
    urls = [f"{server.url}/a", f"{server.url}/b"]
    verdicts = check_links(urls, SETTINGS._replace(connections=1))
    assert [verdict.kind for verdict in verdicts.values()] == ["alive", "alive"]
    assert server.requests == [("HEAD", "/a"), ("HEAD", "/b"), ("GET", "/b")]
    assert server.connections == 2


def test_what_may_not_be_asked_twice_is_not(servers: Servers, transport: HttpClient) -> None:
    server = servers.serve("127.0.6.1", {"/page": {"POST": [answer(200, b"{}"), Send(close=True)]}})
    outcomes = [
        transport.send(Request("POST", f"{server.url}/page", content=b"{}", body_limit=10, timeout=2))
        for _ in range(2)
    ]
    assert isinstance(outcomes[0], Response)
    assert isinstance(outcomes[1], Failure)
    assert outcomes[1].kind == "reset"
    assert (server.connections, server.bodies) == (1, [b"{}", b"{}"])


def test_a_body_that_nobody_asked_for_is_not_taken_for_the_next_answer(
    servers: Servers, transport: HttpClient
) -> None:
    spoken = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    steps = {"/a": {"HEAD": [answer(200, spoken)]}, "/b": {"HEAD": [answer(200)]}}
    server = servers.serve("127.0.6.1", steps)
    for path in ("/a", "/b"):
        outcome = transport.send(Request("HEAD", server.url + path))
        assert isinstance(outcome, Response)
        assert outcome.status == 200


class Late(ScriptedServer):
    """Answers HEAD, and sends what looks like another answer when the next request is there."""

    def respond(self, method: str, target: str, body: bytes) -> Send:
        alive = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        if self.requests.index((method, target)) == 0:
            return Send(alive)
        return Send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" + alive)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests = []
        await super()._serve(reader, writer)


def test_what_comes_in_late_makes_no_link_dead(servers: Servers) -> None:
    server = servers.add(Late("127.0.6.1", {}, None))
    urls = [f"{server.url}/{number}" for number in range(4)]
    verdicts = check_links(urls, SETTINGS._replace(connections=1))
    assert {verdict.kind for verdict in verdicts.values()} == {"alive"}


def test_a_dead_page_of_a_host_that_refuses_head_is_asked_for_on_a_new_connection(servers: Servers) -> None:
    server = servers.serve("127.0.6.1", {"/page": {"HEAD": [answer(405)], "GET": [answer(404)]}})
    url = f"{server.url}/page"
    assert check_links([url], SETTINGS)[url].kind == "gone"
    assert server.requests == [("HEAD", "/page"), ("GET", "/page")]
    assert server.connections == 2


def test_chunks_before_http_1_1_are_read(servers: Servers, transport: HttpClient) -> None:
    old = b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
    server = servers.serve("127.0.6.1", {"*": {"GET": [Send(old + chunked(BODY, 50))]}})
    for _ in range(2):
        outcome = transport.send(Request("GET", f"{server.url}/", body_limit=1000))
        assert isinstance(outcome, Response)
        assert outcome.body == BODY


PACKED = zlib.compressobj(wbits=31)
NOTHING = PACKED.compress(b"word") + PACKED.flush(zlib.Z_SYNC_FLUSH)


@pytest.mark.parametrize(
    ("start", "endless", "body"),
    [
        (gzip.compress(b"word"), b"x" * 65_536, b"word"),
        (NOTHING, b"\0\0\0\xff\xff" * 10_000, b"word"),
        (b"\x1f\x8b\x08\x08\0\0\0\0\0\3", b"n" * 65_536, b""),
    ],
    ids=["behind the end", "of no bytes", "in the file's name"],
)
def test_what_unpacks_to_nothing_is_not_read_for_ever(
    servers: Servers, transport: HttpClient, start: bytes, endless: bytes, body: bytes
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    server = servers.serve("127.0.6.1", {"*": {"GET": [Send(head + start, endless=endless)]}})
    began = time.monotonic()
    outcome = transport.send(Request("GET", f"{server.url}/", body_limit=10_000))
    assert outcome == Response(200, {"content-encoding": "gzip"}, body, cut=True)
    assert time.monotonic() - began < 20


def test_what_is_under_way_ends_with_the_transport(servers: Servers) -> None:
    server = servers.serve("127.0.6.1", {"*": {"HEAD": [Send(drip=b"HTTP/1.1 200 OK\r\n" + b"x" * 400)]}})
    transport = HttpClient(allow_private=True)
    outcomes: list[Response | Failure] = []
    request = Request("HEAD", f"{server.url}/page")
    asking = threading.Thread(target=lambda: outcomes.append(transport.send(request)), daemon=True)
    asking.start()
    assert server.wait_for("HEAD", "/page")
    transport.close()
    asking.join(10)
    assert [outcome.kind for outcome in outcomes if isinstance(outcome, Failure)] == ["timeout"]
    late = transport.send(request)
    assert isinstance(late, Failure)
    assert server.requests == [("HEAD", "/page")]


@pytest.mark.parametrize("host", ["*.example", "a b", "."])
def test_a_host_that_cannot_be_is_no_trouble_with_the_network(transport: HttpClient, host: str) -> None:
    outcome = transport.send(Request("HEAD", f"http://{host}/"))
    assert outcome == Failure("invalid-url", "not a URL that can be asked for")


def test_many_requests_share_a_connection(servers: Servers, transport: HttpClient) -> None:
    steps = {"*": {"HEAD": [answer(200)], "GET": [answer(200, BODY)]}}
    server = servers.serve("127.0.6.1", steps)
    for number in range(10):
        transport.send(Request("HEAD", f"{server.url}/{number}"))
        outcome = transport.send(Request("GET", f"{server.url}/{number}", body_limit=1000))
        assert isinstance(outcome, Response)
        assert outcome.body == BODY
    assert server.connections == 1


@pytest.mark.parametrize("value", ["a\r\nX-Injected: b", "a\nb", "a\0b"])
def test_no_header_can_bring_another(servers: Servers, transport: HttpClient, value: str) -> None:
    server = servers.serve("127.0.6.1", {"*": {"GET": [answer(200)]}})
    outcome = transport.send(Request("GET", f"{server.url}/", {"Authorization": value}))
    assert isinstance(outcome, Failure)
    assert server.connections == 0


WORDS = st.lists(
    st.sampled_from("abcXYZ019-._~!$&'()*+,;=:@/?%[]{}|\\^`\" <>éü\x7f\x01")
    | st.sampled_from(["%41", "%2F", "%2f", "%7E", "%20", "%5B", "%40", "%zz", "/../", "/./", "//"]),
    max_size=6,
).map("".join)


@given(WORDS, WORDS)
def test_a_url_is_asked_for_as_it_is_written(path: str, query: str) -> None:
    """Escape sequences are left as they are, and what may not stand in a request line becomes one."""
    url = f"http://example.org/{path}?{query}" if query else f"http://example.org/{path}"
    asked = request_url(url)
    assert asked is not None
    target = wire_target(asked)
    if target is None:
        assert "/." in urlsplit(asked).path
        return
    assert re.fullmatch(r"/[!-~]*", target)
    assert unquote_to_bytes(target) == unquote_to_bytes(asked.removeprefix("http://example.org"))


def test_escape_sequences_are_asked_for_as_they_are_written() -> None:
    assert wire_target("http://example.org/caf%c3%a9/%7e?a=%2f|&b=%2F") == "/caf%c3%a9/%7e?a=%2f%7C&b=%2F"


@given(WORDS, WORDS, st.sampled_from(["", ":80", ":443", ":8080", ":65535", ":65536", ":99999"]))
def test_parts_of_a_url_are_those_of_the_standard_library(path: str, query: str, port: str) -> None:
    for scheme in ("http", "https"):
        asked = request_url(f"{scheme}://example.org{port}/{path}?{query}")
        assert (asked is None) == (port in (":65536", ":99999"))
        if asked is not None:
            parts = urlsplit(asked)
            own = parts.port in (None, 80, 443)
            assert host_of(asked) == parts.hostname
            assert service_of(asked) == (parts.hostname if own else f"{parts.hostname}:{parts.port}")
            assert asked == urlunsplit((scheme, parts.netloc, parts.path, parts.query, ""))
            assert not asked.startswith(f"{scheme}://example.org:{80 if scheme == 'http' else 443}/")
