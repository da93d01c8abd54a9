"""Answers as they come in pieces, connections that are used again, and URLs as they are asked for."""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import PreparedRequest
from scripted_server import ScriptedServer, Send, Servers, answer

from mdpaperlint.online.checker import check_links
from mdpaperlint.online.exchange import Answer, Failure, Request
from mdpaperlint.online.http1 import BrokenOffError, Connection, ProtocolError
from mdpaperlint.online.settings import Settings
from mdpaperlint.online.transport import HttpTransport
from mdpaperlint.online.urls import as_asked, host_and_path, host_of, request_url, service_of

SETTINGS = Settings(timeout=1.0, retries=0, backoff=0.01, allow_private=True, cache=False)
BODY = b"a page of some length\r\n\r\n5\r\n" * 20


@pytest.fixture
def servers() -> Iterator[Servers]:
    with Servers() as servers:
        yield servers


@pytest.fixture
def transport() -> Iterator[HttpTransport]:
    transport = HttpTransport(allow_private=True)
    yield transport
    transport.close()


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%X\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def received(data: bytes, ends: list[int]) -> tuple[int, dict[str, str], bytes]:
    """What is read when the data comes in with a pause behind each of the ends."""
    near, far = socket.socketpair()
    places = sorted({min(end, len(data)) for end in ends} | {0, len(data)})
    went_on = threading.Semaphore(0)

    class Slow(socket.socket):
        def recv(self, *arguments: int) -> bytes:
            went_on.release()
            return super().recv(*arguments)

    def send() -> None:
        for start, end in pairwise(places):
            went_on.acquire()
            far.sendall(data[start:end])
        far.close()

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    sock = Slow(fileno=near.detach())
    sock.settimeout(10)
    connection = Connection(sock, 10)
    try:
        head = connection.head("GET")
        return head.status, head.headers, b"".join(connection.body(head))
    finally:
        for _ in places:
            went_on.release()
        sender.join()
        connection.close()


@given(st.lists(st.integers(0, 900), max_size=12), st.sampled_from(["length", "chunks", "end"]))
def test_an_answer_is_the_same_however_it_comes_in(ends: list[int], framing: str) -> None:
    head = b"HTTP/1.1 200 OK\r\nX-A: 1\r\n folded\r\nX-a: 2\r\n"
    data = {
        "length": head + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY,
        "chunks": head + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(BODY, 7),
        "end": head + b"\r\n" + BODY,
    }[framing]
    status, headers, body = received(data, ends)
    assert (status, headers["x-a"], body) == (200, "1 folded, 2", BODY)


@given(st.binary(max_size=300), st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"]))
def test_whatever_comes_in_is_an_answer_or_an_error(data: bytes, start: bytes) -> None:
    with suppress(ProtocolError, BrokenOffError):
        status, headers, _ = received(start + data, [])
        assert 100 <= status <= 999
        assert all(name == name.lower() and not set(name) & set(" :\r\n") for name in headers)
        assert not any(set(value) & set("\r\n") for value in headers.values())


def test_a_connection_that_ends_between_two_requests_costs_no_link(
    servers: Servers,
) -> None:
    steps = {"/page": {"HEAD": [answer(405)], "GET": [Send(close=True), answer(200)]}}
    server = servers.serve("127.0.6.1", steps)
    url = f"{server.url}/page"
    assert check_links([url], SETTINGS)[url].kind == "alive"
    assert server.connections == 2


def test_what_may_not_be_asked_twice_is_not(servers: Servers, transport: HttpTransport) -> None:
    server = servers.serve("127.0.6.1", {"/page": {"POST": [answer(200, b"{}"), Send(close=True)]}})
    outcomes = [
        transport.send(Request("POST", f"{server.url}/page", content=b"{}", body_limit=10, timeout=2))
        for _ in range(2)
    ]
    assert isinstance(outcomes[0], Answer)
    assert isinstance(outcomes[1], Failure)
    assert outcomes[1].kind == "reset"
    assert (server.connections, server.bodies) == (1, [b"{}", b"{}"])


def test_a_body_that_nobody_asked_for_is_not_taken_for_the_next_answer(
    servers: Servers, transport: HttpTransport
) -> None:
    spoken = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    steps = {"/a": {"HEAD": [answer(200, spoken)]}, "/b": {"HEAD": [answer(200)]}}
    server = servers.serve("127.0.6.1", steps)
    for path in ("/a", "/b"):
        outcome = transport.send(Request("HEAD", server.url + path))
        assert isinstance(outcome, Answer)
        assert outcome.status == 200
    assert server.connections == 2


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
    assert server.requests == [("HEAD", "/page"), ("GET", "/page"), ("GET", "/page")]
    assert server.connections == 2


def test_chunks_before_http_1_1_end_the_connection(servers: Servers, transport: HttpTransport) -> None:
    old = b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
    server = servers.serve("127.0.6.1", {"*": {"GET": [Send(old + chunked(BODY, 50))]}})
    for _ in range(2):
        outcome = transport.send(Request("GET", f"{server.url}/", body_limit=1000))
        assert isinstance(outcome, Answer)
        assert outcome.body == BODY
    assert server.connections == 2


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
    servers: Servers, transport: HttpTransport, start: bytes, endless: bytes, body: bytes
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    server = servers.serve("127.0.6.1", {"*": {"GET": [Send(head + start, endless=endless)]}})
    began = time.monotonic()
    outcome = transport.send(Request("GET", f"{server.url}/", body_limit=10_000, time_limit=30))
    assert outcome == Answer(200, {"content-encoding": "gzip"}, body, cut=True)
    assert time.monotonic() - began < 20


def test_what_is_under_way_ends_with_the_transport(servers: Servers) -> None:
    server = servers.serve("127.0.6.1", {"*": {"HEAD": [Send(drip=b"HTTP/1.1 200 OK\r\n" + b"x" * 400)]}})
    transport = HttpTransport(allow_private=True)
    outcomes: list[Answer | Failure] = []
    request = Request("HEAD", f"{server.url}/page", time_limit=600)
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
def test_a_host_that_cannot_be_is_no_trouble_with_the_network(transport: HttpTransport, host: str) -> None:
    outcome = transport.send(Request("HEAD", f"http://{host}/"))
    assert outcome == Failure("invalid-url", "not a URL that can be asked for")


def test_many_requests_share_a_connection(servers: Servers, transport: HttpTransport) -> None:
    steps = {"*": {"HEAD": [answer(200)], "GET": [answer(200, BODY)]}}
    server = servers.serve("127.0.6.1", steps)
    for number in range(10):
        transport.send(Request("HEAD", f"{server.url}/{number}"))
        outcome = transport.send(Request("GET", f"{server.url}/{number}", body_limit=1000))
        assert isinstance(outcome, Answer)
        assert outcome.body == BODY
    assert server.connections == 1


@pytest.mark.parametrize("value", ["a\r\nX-Injected: b", "a\nb", "a\0b"])
def test_no_header_can_bring_another(servers: Servers, transport: HttpTransport, value: str) -> None:
    server = servers.serve("127.0.6.1", {"*": {"GET": [answer(200)]}})
    outcome = transport.send(Request("GET", f"{server.url}/", {"Authorization": value}))
    assert isinstance(outcome, Failure)
    assert server.connections == 0


WORDS = st.lists(
    st.sampled_from("abcXYZ019-._~!$&'()*+,;=:@/?%[]{}|\\^`\" <>éü\x7f\x01")
    | st.sampled_from(["%41", "%2F", "%2f", "%7E", "%20", "%5B", "%40", "%zz", "/../", "/./", "//"]),
    max_size=6,
).map("".join)


@given(WORDS, WORDS, st.sampled_from(["example.org", "h-1.example", "127.0.6.9:8080", "example.org:080"]))
def test_a_url_is_asked_for_as_requests_would(path: str, query: str, host: str) -> None:
    url = f"http://{host}/{path}?{query}" if query else f"http://{host}/{path}"
    prepared = PreparedRequest()
    expected = None
    with suppress(ValueError):
        prepared.prepare_url(url, None)
        expected = prepared.url
    try:
        asked = as_asked(url)
    except ValueError:
        assert expected is None
        return
    assert asked.url == asked.origin + asked.target == expected
    assert re.fullmatch(r"/[!-~]*", asked.target)


@given(WORDS, WORDS, st.sampled_from(["", ":80", ":443", ":8080", ":65535", ":65536", ":99999"]))
def test_parts_of_a_url_are_those_of_the_standard_library(path: str, query: str, port: str) -> None:
    for scheme in ("http", "https"):
        asked = request_url(f"{scheme}://example.org{port}/{path}?{query}")
        assert (asked is None) == (port in (":65536", ":99999"))
        if asked is not None:
            parts = urlsplit(asked)
            own = parts.port in (None, 80, 443)
            assert host_of(asked) == parts.hostname
            assert host_and_path(asked) == (parts.hostname, parts.path)
            assert service_of(asked) == (parts.hostname if own else f"{parts.hostname}:{parts.port}")
            assert asked == urlunsplit((scheme, parts.netloc, parts.path, parts.query, ""))
            assert not asked.startswith(f"{scheme}://example.org:{80 if scheme == 'http' else 443}/")
