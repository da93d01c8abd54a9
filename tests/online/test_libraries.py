"""What is leaned on in requests, urllib3 and http.client beyond what they promise: a version that moves it
fails here.
"""

from __future__ import annotations

import http.client
import inspect
import socket

import pytest
import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool

from mdpaperlint.model.link_settings import OnlineError
from mdpaperlint.online.http_client import HttpClient
from mdpaperlint.online.http_messages import Request, Response


def names_in(function: object) -> set[str]:
    """The attributes and variables that a function names."""
    code = inspect.unwrap(function).__code__  # type: ignore[arg-type]
    return {*code.co_names, *code.co_freevars, *code.co_varnames}


def test_urllib3_connects_by_the_method_that_the_guard_takes_the_place_of() -> None:
    assert "_new_conn" in names_in(HTTPConnection.connect)
    assert "_new_conn" in names_in(HTTPSConnection.connect)
    assert {"_dns_host", "port", "timeout"} <= names_in(HTTPConnection._new_conn)
    assert list(inspect.signature(HTTPConnection._new_conn).parameters) == ["self"]


def test_urllib3_asks_and_reads_by_the_methods_that_are_extended() -> None:
    assert list(inspect.signature(HTTPConnection.request).parameters)[:3] == ["self", "method", "url"]
    assert "ConnectionCls" in names_in(HTTPConnectionPool._new_conn)
    assert hasattr(urllib3.PoolManager(), "pool_classes_by_scheme")
    assert "read1" in dir(urllib3.HTTPResponse)
    assert "read1" in dir(http.client.HTTPResponse)


def test_http_client_reads_heads_as_the_filter_of_their_lines_expects() -> None:
    assert issubclass(HTTPConnection, http.client.HTTPConnection)
    assert HTTPConnection.response_class is http.client.HTTPResponse
    assert "_read_status" in names_in(http.client.HTTPResponse.begin)
    assert "response_class" in names_in(http.client.HTTPConnection.getresponse)
    assert "fp" in names_in(http.client.HTTPResponse._read_status)  # type: ignore[attr-defined]


def test_requests_has_the_seams_that_are_used() -> None:
    seams = {"get_connection_with_tls_context", "cert_verify", "request_url", "build_response"}
    assert seams <= names_in(HTTPAdapter.send)
    assert "body" in vars(requests.PreparedRequest())
    for_proxies = {"build_connection_pool_key_attributes", "proxy_manager_for"}
    assert for_proxies <= names_in(HTTPAdapter.get_connection_with_tls_context)


def test_a_library_that_connects_by_itself_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """As urllib3-future does, when it stands in the place of urllib3."""

    connected: list[HTTPConnection] = []

    def connect(self: HTTPConnection) -> None:
        self.sock = socket.create_connection((self.host, self.port))
        connected.append(self)

    monkeypatch.setattr(HTTPConnection, "connect", connect)
    with socket.create_server(("127.0.6.8", 0)) as listener:
        client = HttpClient()
        outcome = client.send(Request("HEAD", f"http://127.0.6.8:{listener.getsockname()[1]}/page"))
        client.close()
        peer, _ = listener.accept()
        with peer:
            assert peer.recv(100) == b""
    assert not isinstance(outcome, Response)
    assert "is not the package that keeps links out of private networks" in outcome.reason
    assert [each.sock for each in connected] == [None]


@pytest.mark.parametrize("moved", ["no _new_conn", "AsyncPoolManager"])
def test_another_package_in_the_place_of_urllib3_is_an_error_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch, moved: str
) -> None:
    if moved == "AsyncPoolManager":
        monkeypatch.setattr(urllib3, moved, object, raising=False)
    else:
        monkeypatch.delattr(HTTPConnection, "_new_conn")
    with pytest.raises(OnlineError, match="install urllib3 2"):
        HttpClient()
