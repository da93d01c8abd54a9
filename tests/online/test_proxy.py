"""Through a proxy: it is used and exempt, targets are checked as written, and nothing it says makes a link
dead."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path

import pytest
import trustme
from scripted_server import ScriptedServer, Send, Servers, answer

from mdpaperlint.model.link_settings import LinkSettings
from mdpaperlint.online.link_checker import check_links

SETTINGS = LinkSettings(timeout=1.0, retries=0, backoff=0.01, throttle_wait=0.1, cache=False)


def proxy(servers: Servers, monkeypatch: pytest.MonkeyPatch, *steps: Send) -> ScriptedServer:
    answers = {"HEAD": steps, "GET": steps, "CONNECT": steps}
    server = servers.serve("127.0.4.1", {"*": answers})
    address = f"http://user:proxy-word@{server.address}:{server.port}"
    monkeypatch.setenv("http_proxy", address)
    monkeypatch.setenv("https_proxy", address)
    return server


def test_a_proxy_is_used_and_gets_its_own_login_only(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = proxy(servers, monkeypatch, answer(200))
    url = "http://somewhere.example/page"
    assert check_links([url], SETTINGS)[url].kind == "alive"
    assert used.requests == [("HEAD", url)]
    assert b"proxy-authorization: basic" in used.raw_requests[0].lower()


@pytest.mark.parametrize("status", [200, 301, 400, 403, 404, 407, 410, 429, 500, 502, 503, 504])
def test_what_a_proxy_may_have_said_makes_nothing_dead(
    servers: Servers, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    proxy(servers, monkeypatch, answer(status, Location="http://login.portal.example/"))
    urls = ["http://somewhere.example/page", "https://somewhere.example/page"]
    verdicts = check_links(urls, SETTINGS)
    assert "gone" not in {verdict.kind for verdict in verdicts.values()}


def test_two_locations_through_a_proxy_lead_nowhere(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = b"HTTP/1.1 301 X\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"
    used = proxy(servers, monkeypatch, Send(twice))
    url = "http://somewhere.example/page"
    verdict = check_links([url], SETTINGS)[url]
    assert (verdict.kind, verdict.reason) == ("unsure", "redirects (301) to nowhere")
    assert {target for _, target in used.requests} == {url}


def test_a_proxy_s_url_that_cannot_be_read_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://user:proxy-word@[::")
    url = "http://somewhere.example/page"
    verdict = check_links([url], SETTINGS)[url]
    assert verdict.kind == "unsure"
    assert verdict.reason == "the proxy cannot be used: its URL cannot be read"


def test_a_dead_proxy_makes_nothing_dead(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.4.9:9")
    monkeypatch.setenv("https_proxy", "http://nowhere.invalid:9")
    urls = ["http://somewhere.example/page", "https://somewhere.example/page"]
    verdicts = check_links(urls, SETTINGS)
    assert {verdict.kind for verdict in verdicts.values()} == {"unsure"}


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.1.2.3", "[::1]", "2130706433", "169.254.169.254"]
)
def test_private_targets_are_not_asked_of_a_proxy(
    servers: Servers, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    used = proxy(servers, monkeypatch, answer(200))
    urls = [f"http://{host}/page", f"https://{host}/page"]
    verdicts = check_links(urls, SETTINGS)
    assert {verdict.kind for verdict in verdicts.values()} == {"skipped"}
    assert used.connections == 0


def test_no_proxy_is_heeded(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    used = proxy(servers, monkeypatch, answer(500))
    direct = servers.serve("127.0.4.2", {"*": {"HEAD": [answer(200)]}})
    monkeypatch.setenv("no_proxy", "127.0.4.2")
    url = f"{direct.url}/page"
    assert check_links([url], SETTINGS._replace(allow_private=True))[url].kind == "alive"
    assert used.connections == 0


def tunnel(listener: socket.socket) -> None:
    """Answers CONNECT as a proxy does, one connection after the other, until the listener is closed."""

    def pass_on(source: socket.socket, goal: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                goal.sendall(data)
            goal.shutdown(socket.SHUT_WR)

    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            with client:
                asked = client.recv(65_536).split(b" ")[1].decode()
                host, _, port = asked.rpartition(":")
                with socket.create_connection((host, int(port)), timeout=10) as server:
                    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                    back = threading.Thread(target=pass_on, args=(server, client))
                    back.start()
                    pass_on(client, server)
                    back.join()


@pytest.mark.parametrize(("named", "kind"), [("127.0.4.3", "alive"), ("127.0.4.4", "unsure")])
def test_behind_a_proxy_certificates_are_checked(
    servers: Servers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str, kind: str
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(named).configure_cert(context)
    secure = servers.serve("127.0.4.3", {"*": {"HEAD": [answer(200)]}}, tls=context)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with socket.create_server(("127.0.4.1", 0)) as listener:
        proxying = threading.Thread(target=tunnel, args=(listener,))
        proxying.start()
        monkeypatch.setenv("https_proxy", f"http://127.0.4.1:{listener.getsockname()[1]}")
        url = f"{secure.url}/page"
        verdict = check_links([url], SETTINGS._replace(allow_private=True, timeout=5.0))[url]
        listener.shutdown(socket.SHUT_RDWR)
        proxying.join()
    assert verdict.kind == kind, verdict
    assert ("certificate" in verdict.reason) == (kind == "unsure")
    assert len(secure.requests) == (kind == "alive")
