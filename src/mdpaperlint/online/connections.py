"""Connections to the hosts themselves, kept open for a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from urllib.parse import urlsplit

from mdpaperlint.online.exchange import ExchangeError, Failure, Request, one_line
from mdpaperlint.online.guard import Exchange, Guard
from mdpaperlint.online.http1 import BrokenOffError, Connection, Head, ProtocolError
from mdpaperlint.online.settings import OnlineError
from mdpaperlint.online.tls import Tls
from mdpaperlint.online.urls import Asked

# Of so many hosts connections are kept.
_ORIGINS = 64
_PORTS = {"http": 80, "https": 443}


class _Origin:
    """Scheme, host and port (RFC 6454), with the connections to it that nobody uses."""

    __slots__ = ("closed", "host", "idle", "name", "port", "secure")

    def __init__(self, url: str) -> None:
        """Raises ``ValueError``."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("no host")
        self.secure = parts.scheme == "https"
        self.host = parts.hostname
        self.port = parts.port or _PORTS[parts.scheme]
        name = f"[{self.host}]" if ":" in self.host else self.host
        # What the Host header says.
        self.name = name if self.port == _PORTS[parts.scheme] else f"{name}:{self.port}"
        self.idle: list[Connection] = []
        self.closed = False

    def quiet_connection(self) -> Connection | None:
        while self.idle:
            try:
                connection = self.idle.pop()
            except IndexError:
                break
            if connection.is_quiet():
                return connection
            connection.close()
        return None

    def close(self) -> None:
        self.closed = True
        while self.idle:
            self.idle.pop().close()


class Response:
    """An answer whose body is not read yet. One of ``release`` and ``close`` is to be called in the end."""

    __slots__ = ("_connection", "_head", "_most", "_origin")

    def __init__(self, connection: Connection, head: Head, origin: _Origin, most: int) -> None:
        self._connection = connection
        self._head = head
        self._origin = origin
        self._most = most

    @property
    def status(self) -> int:
        return self._head.status

    @property
    def headers(self) -> dict[str, str]:
        return self._head.headers

    def pieces(self) -> Iterator[bytes]:
        return self._connection.body(self._head)

    def release(self) -> None:
        """The body was read to its end: the connection may serve another request."""
        origin = self._origin
        if self._head.persists and len(origin.idle) < self._most and not origin.closed:
            origin.idle.append(self._connection)
        else:
            self._connection.close()

    def close(self) -> None:
        self._connection.close()


class Direct:
    """Asks hosts, from many threads; ``connections`` is the most to keep for one."""

    def __init__(self, guard: Guard, tls: Tls, connections: int) -> None:
        self._guard = guard
        self._tls = tls
        self._most = connections
        self._origins: OrderedDict[str, _Origin] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, request: Request, asked: Asked, headers: bytes, exchange: Exchange) -> Response:
        """``headers`` are all but Host and Content-Length, with their line ends.

        Raises ``ValueError`` for what is no origin, :class:`~mdpaperlint.online.exchange.ExchangeError`,
        ``OSError``, and what reading an answer raises.
        """
        origin = self._origin(asked.origin)
        content = request.content
        if content is not None:
            headers = b"%bContent-Length: %d\r\n" % (headers, len(content))
        message = b"%b\r\n%b\r\n" % (
            f"{request.method} {asked.target} HTTP/1.1\r\nHost: {origin.name}".encode("ascii"),
            headers,
        )
        if content is not None:
            message += content
        kept = None if request.fresh else origin.quiet_connection()
        if kept is not None:
            try:
                return self._exchange(kept, message, request, origin, exchange)
            except (OSError, BrokenOffError, ProtocolError) as error:
                # The server may have closed it meanwhile, which TLS has errors of its own for, or gone on
                # with the answer before this one: what may be asked twice is asked again (RFC 9112, 9.3.1).
                if request.method == "POST" or exchange.was_cut or isinstance(error, TimeoutError):
                    raise
            # Else the watch would take it for what it has to cut.
            exchange.sock = None
        connection = self._connect(origin, request.timeout)
        return self._exchange(connection, message, request, origin, exchange)

    def _exchange(
        self, connection: Connection, message: bytes, request: Request, origin: _Origin, exchange: Exchange
    ) -> Response:
        exchange.sock = connection.sock
        try:
            if exchange.is_over():
                raise TimeoutError
            connection.send(message, request.timeout)
            head = connection.head(request.method)
        except BaseException:
            connection.close()
            raise
        return Response(connection, head, origin, self._most)

    def _origin(self, url: str) -> _Origin:
        with self._lock:
            origin = self._origins.get(url)
            if origin is not None:
                self._origins.move_to_end(url)
                return origin
            origin = self._origins[url] = _Origin(url)
            evicted = self._origins.popitem(last=False)[1] if len(self._origins) > _ORIGINS else None
        if evicted is not None:
            evicted.close()
        return origin

    def _connect(self, origin: _Origin, timeout: float) -> Connection:
        sock = self._guard.connect(origin.host, origin.port, timeout)
        if origin.secure:
            try:
                # One time-out is over the whole of the handshake.
                sock = self._tls.context().wrap_socket(sock, server_hostname=origin.host.rstrip("."))
            except OnlineError as error:
                sock.close()
                raise ExchangeError(Failure("tls", one_line(str(error)))) from None
            except BaseException:
                sock.close()
                raise
        return Connection(sock, timeout)

    def close(self) -> None:
        with self._lock:
            for origin in self._origins.values():
                origin.close()
            self._origins.clear()
