"""Whom TLS is spoken with, and what comes of it when it is broken."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
import trustme
from scripted_server import Servers, answer

from mdpaperlint.model.link_settings import LinkSettings, OnlineError
from mdpaperlint.online.guarded_connections import tls_context
from mdpaperlint.online.http_client import HttpClient
from mdpaperlint.online.http_messages import Request, Response
from mdpaperlint.online.link_checker import check_links

SETTINGS = LinkSettings(timeout=1.0, retries=0, backoff=0.01, allow_private=True, cache=False)


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


def test_a_tls_connection_that_was_spoilt_meanwhile_costs_no_link(authority: trustme.CA) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.6.3").configure_cert(context)
    listener = socket.create_server(("127.0.6.3", 0))

    def serve() -> None:
        for spoils in (True, False):
            raw, _ = listener.accept()
            with context.wrap_socket(raw, server_side=True) as connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                if spoils:
                    connection.recv(65_536)
                    # Past TLS, which the other side finds an error of its own for.
                    socket.socket.send(connection, b"no record of TLS")

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    host = f"https://127.0.6.3:{listener.getsockname()[1]}"
    settings = SETTINGS._replace(timeout=5.0, connections=1)
    verdicts = check_links([f"{host}/1", f"{host}/2"], settings)
    serving.join(10)
    listener.close()
    assert [verdict.kind for verdict in verdicts.values()] == ["alive", "alive"]


@pytest.mark.parametrize(
    ("certificate", "host", "fits"),
    [
        ("a.example", "a.example.", True),
        ("*.a.example", "b.a.example", True),
        ("*.a.example", "c.b.a.example", False),
        ("*.a.example", "a.example", False),
        ("a.example", "b.example", False),
        ("a.example", "127.0.6.4", False),
        ("127.0.6.4", "127.0.6.4", True),
    ],
)
def test_a_certificate_is_for_the_host_of_the_url(
    servers: Servers, authority: trustme.CA, certificate: str, host: str, fits: bool
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(certificate).configure_cert(context)
    server = servers.serve("127.0.6.4", {"*": {"HEAD": [answer(200)]}}, tls=context)
    address = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.6.4", server.port))
    transport = HttpClient(allow_private=True, look_up=lambda _host, _port: [address])
    outcome = transport.send(Request("HEAD", f"https://{host}:{server.port}/", timeout=5))
    transport.close()
    assert isinstance(outcome, Response) == fits
    assert len(server.requests) == fits


def test_certificates_may_lie_in_several_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", os.pathsep.join([str(tmp_path / "missing"), str(tmp_path)]))
    assert tls_context().get_ca_certs() == []
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "missing"))
    with pytest.raises(OnlineError, match=r"SSL_CERT_DIR=.*: no certificates could be read"):
        tls_context()


def test_certificates_that_cannot_be_read_end_a_run_before_anything_is_asked(
    servers: Servers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = servers.serve("127.0.6.1", {"*": {"HEAD": [answer(200)]}})
    (tmp_path / "ca.pem").write_text("no certificates", encoding="ascii")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    with pytest.raises(OnlineError, match=r"REQUESTS_CA_BUNDLE=.*: no certificates could be read"):
        check_links([f"{server.url}/page"], SETTINGS)
    assert server.requests == []


@pytest.mark.slow
def test_a_tls_handshake_that_never_ends_is_cut() -> None:
    listener = socket.create_server(("127.0.6.2", 0))
    stopped = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            # A handshake record of 16,384 bytes, one at a time.
            for byte in b"\x16\x03\x03\x40\x00" + b"\0" * 16_384:
                connection.sendall(bytes([byte]))
                if stopped.wait(0.05):
                    return

    dripping = threading.Thread(target=drip, daemon=True)
    dripping.start()
    url = f"https://127.0.6.2:{listener.getsockname()[1]}/"
    began = time.monotonic()
    verdict = check_links([url], SETTINGS)[url]
    took = time.monotonic() - began
    stopped.set()
    listener.close()
    dripping.join()
    assert verdict.kind == "unsure"
    assert verdict.reason.startswith("no answer within")
    assert took < 30
