"""What is put into requests: connections that the guard opens, that are asked for URLs as they are written,
and whose time ends when it is up.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import urllib3
from certifi import where
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import create_urllib3_context

from mdpaperlint.model.link_settings import OnlineError
from mdpaperlint.online.address_guard import AddressGuard

# Of so many hosts, so many connections of each are kept: the most that a configuration may ask for.
_HOSTS, _CONNECTIONS = 256, 50
_MOST_INTERIM = 20
_MOST_BAD_LINES = 100
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
_WRONG_LIBRARY = (
    f"urllib3 {version('urllib3')} is not the package that keeps links out of private networks: install"
    " urllib3 2, and none that replaces it"
)
_FIELD = re.compile(rb"[!-9;-~]+:|[ \t]")


@dataclass(eq=False, slots=True)
class Exchange:
    """What one thread waits for. ``end`` is of ``time.monotonic``; ``target`` is what the request line asks
    for, None where the library says.
    """

    end: float
    target: str | None = None
    connection: HTTPConnection | None = None

    def is_over(self) -> bool:
        return time.monotonic() > self.end


class Watch:
    """Ends exchanges from outside: a socket's time-out bounds each single wait, and a server that sends one
    byte a second passes it for ever.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._exchanges: dict[int, Exchange] = {}
        # Then what is under way ends when it is looked at, and what begins later has no time.
        self.closed = False

    def begin(self, time_limit: float) -> Exchange:
        exchange = Exchange(0.0 if self.closed else time.monotonic() + time_limit)
        self._exchanges[threading.get_ident()] = exchange
        return exchange

    def using(self, connection: HTTPConnection) -> Exchange:
        """The exchange of the calling thread. Raises ``TimeoutError`` when its time is up."""
        exchange = self._exchanges[threading.get_ident()]
        exchange.connection = connection
        if exchange.is_over():
            raise TimeoutError
        return exchange

    def end(self) -> None:
        """To be called before the connection goes back to where others take it from."""
        with self._lock:
            self._exchanges.pop(threading.get_ident(), None)

    def expire(self) -> None:
        with self._lock:
            for exchange in tuple(self._exchanges.values()):
                if self.closed:
                    exchange.end = 0.0
                sock = getattr(exchange.connection, "sock", None)
                if sock is not None and exchange.is_over():
                    with suppress(OSError):
                        # The plain socket's: SSLSocket's own would forget its TLS state under the reader.
                        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _HeadLines:
    """The lines of a response's head. What is no header is left out, where http.client would end the head;
    a lone CR and a NUL, which others take for the end of a line, are an error.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.in_headers = self.cut = self._skips = False
        self._bad = 0

    def readline(self, limit: int = -1) -> bytes:
        while self._bad < _MOST_BAD_LINES:
            line = self.file.readline(limit)
            text = line.rstrip(b"\r\n")
            if b"\r" in text or b"\0" in text:
                break
            if not line.endswith(b"\n"):
                self.cut = self.cut or len(line) != limit
                return line
            if not text or not self.in_headers:
                return text + b"\r\n"
            found = _FIELD.match(text)
            self._skips = found is None or (self._skips and text[:1] in b" \t")
            if not self._skips:
                return text + b"\r\n"
            self._bad += 1
        raise http.client.HTTPException("the head is no HTTP")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class _Response(http.client.HTTPResponse):
    """http.client passes over 100 alone, takes 102 and 103 for the answer, and a head that broke off for a
    whole one.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._lines = _HeadLines(self.fp)
        self.fp: Any = self._lines

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_MOST_INTERIM):
            self._lines.in_headers = False
            line: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]
            self._lines.in_headers = True
            if self._lines.cut:
                break
            if not 100 <= line[1] < 200 or line[1] == 101:
                return line
            http.client.parse_headers(self.fp)
        raise http.client.IncompleteRead(b"")

    def begin(self) -> None:
        super().begin()
        if self.fp is self._lines:
            self.fp = self._lines.file
        if self._lines.cut and 300 <= self.status < 400:
            raise http.client.IncompleteRead(b"")
        if len(set(self.headers.get_all("content-length", []))) > 1:
            # urllib3 would raise; where the body ends, the end of the connection tells.
            del self.headers["content-length"]
            self.length = None
            self.will_close = True


def tls_context() -> ssl.SSLContext:
    """One for all hosts: requests would read the certificates anew for each.

    Raises :class:`~mdpaperlint.model.link_settings.OnlineError` when the environment names certificates that
    cannot be read.
    """
    name, path = next(((name, path) for name in _BUNDLES if (path := os.environ.get(name))), ("", where()))
    is_folder = name == "SSL_CERT_DIR" or os.path.isdir(path)
    context = create_urllib3_context()
    context.set_alpn_protocols(["http/1.1"])
    try:
        # OpenSSL takes several folders in one variable, and a missing one without a word.
        if not any(map(os.path.exists, path.split(os.pathsep) if is_folder else [path])):
            raise FileNotFoundError("there is no such file")
        context.load_verify_locations(**{"capath" if is_folder else "cafile": path})
    except OSError as error:
        raise OnlineError(f"{name}={path}: no certificates could be read: {error}") from None
    return context


# By scheme.
Pools = dict[str, type[HTTPConnectionPool]]


def pools(watch: Watch, guard: AddressGuard | None) -> Pools:
    """Without a guard (on the way to a proxy, which the user chose) urllib3 connects as it does.

    Raises :class:`~mdpaperlint.model.link_settings.OnlineError` where another package stands in the place of
    urllib3 (urllib3-future installs itself over it).
    """
    if not hasattr(HTTPConnection, "_new_conn") or hasattr(urllib3, "AsyncPoolManager"):
        raise OnlineError(_WRONG_LIBRARY)

    class Connection(HTTPConnection):
        response_class = _Response
        is_vetted = guard is None

        def _new_conn(self) -> socket.socket:
            if guard is None:
                return super()._new_conn()
            self.is_vetted = True
            return guard.connect(self._dns_host, self.port or 0, float(self.timeout or 0))

        def connect(self) -> None:
            watch.using(self)
            super().connect()
            if not self.is_vetted:
                self.close()
                raise OnlineError(_WRONG_LIBRARY)

        def request(self, method: str, url: str, *arguments: Any, **options: Any) -> None:
            exchange = watch.using(self)
            if exchange.target is not None:
                # urllib3 would write escape sequences in upper case.
                origin = "" if url.startswith("/") else "/".join(url.split("/", 3)[:3])
                url = origin + exchange.target
            super().request(method, url, *arguments, **options)

    secure = type("SecureConnection", (Connection, HTTPSConnection), {})
    return {
        "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": Connection}),
        "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }


class GuardedAdapter(HTTPAdapter):
    """Returns urllib3's response as it is: to make one of requests' takes as long as to ask."""

    def __init__(self, to_hosts: Pools, to_proxies: Pools, tls: ssl.SSLContext) -> None:
        self._tls = tls
        self._to_proxies = to_proxies
        super().__init__(pool_connections=_HOSTS, pool_maxsize=_CONNECTIONS)
        self.poolmanager.pool_classes_by_scheme = to_hosts

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        if proxy.lower().startswith("socks"):
            return super().proxy_manager_for(proxy, **options)
        options.setdefault("proxy_ssl_context", self._tls)
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = self._to_proxies
        return manager

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        if proxies:
            return super().get_connection_with_tls_context(request, verify, proxies, cert)
        parts = urlsplit(request.url)
        options = {"ssl_context": self._tls} if parts.scheme == "https" else {}
        return self.poolmanager.connection_from_host(parts.hostname, parts.port, parts.scheme, options)

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {"ssl_context": self._tls} if host["scheme"] == "https" else {}

    def cert_verify(self, *arguments: Any) -> None:
        """The context has the certificates."""

    def request_url(self, request: Any, proxies: Any) -> str:
        if proxies:
            return super().request_url(request, proxies)
        return "/" + str(request.url).split("/", 3)[3]

    def build_response(self, request: Any, response: Any) -> Any:
        return response
