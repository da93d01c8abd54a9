"""Connections that lead to vetted addresses only, and that end when their time is up.

Looking a name up and connecting are one step, which closes the gap between them (DNS rebinding): every answer
of one look-up is vetted, and the connection goes to a vetted numeric address. The Host header, SNI and the
certificate's check still use the name.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import threading
import time
from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from mdpaperlint.online.addresses import is_public
from mdpaperlint.online.exchange import ExchangeError, Failure, one_line

# As socket.getaddrinfo(host, port, type=SOCK_STREAM) returns them.
AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
LookUp = Callable[[str, int], list[AddressInfo]]

_MOST_ADDRESSES = 4
_PLAIN_NAME = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*")


def look_up(host: str, port: int) -> list[AddressInfo]:
    # Of text, even the plainest, the codec for international names is imported and asked first.
    name = host.encode("ascii") if _PLAIN_NAME.fullmatch(host) else host
    return [*socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]


class Guard:
    """Opens sockets; ``allow_private`` lets every address pass."""

    def __init__(self, *, allow_private: bool = False, look_up: LookUp = look_up) -> None:
        self._allow_private = allow_private
        self._look_up = look_up

    def vet(self, host: str, port: int) -> list[AddressInfo]:
        """The addresses of the host that may be connected to.

        Raises :class:`ExchangeError` when there is none.
        """
        try:
            found = self._look_up(host, port)
        except socket.gaierror as error:
            raise ExchangeError(_look_up_failure(host, error)) from None
        except (UnicodeError, ValueError):
            raise ExchangeError(Failure("invalid-url", f"{one_line(host)} is no valid host name")) from None
        except OSError as error:
            raise ExchangeError(
                Failure("name-look-up", f"looking up {one_line(host)} failed: {_words(error)}")
            ) from None
        if self._allow_private:
            return found
        public = [info for info in found if is_public(str(info[4][0]))]
        if not public:
            raise ExchangeError(
                Failure("forbidden-address", f"{one_line(host)} is not on the public internet")
            )
        return public

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """A connected socket; ``timeout`` (seconds) is over all the addresses that are tried.

        Raises :class:`ExchangeError`.
        """
        addresses = _by_turns(self.vet(host, port))[:_MOST_ADDRESSES]
        end = time.monotonic() + timeout
        last: OSError | None = None
        for number, (family, kind, protocol, _, address) in enumerate(addresses):
            left = end - time.monotonic()
            if left <= 0:
                break
            connection = None
            try:
                connection = socket.socket(family, kind, protocol)
                connection.settimeout(left / (len(addresses) - number))
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.connect(address)
            except OSError as error:
                if connection is not None:
                    connection.close()
                last = error
                continue
            connection.settimeout(timeout)
            return connection
        if last is None or isinstance(last, TimeoutError):
            raise ExchangeError(Failure("timeout", f"no connection within {timeout:g} s"))
        raise ExchangeError(Failure("connect", f"no connection: {_words(last)}"))


def _by_turns(addresses: list[AddressInfo]) -> list[AddressInfo]:
    """Each family in turn (RFC 8305, 4): large sites have more IPv6 addresses than are tried, and on some
    machines IPv6 leads nowhere.
    """
    families: dict[int, list[AddressInfo]] = {}
    for each in addresses:
        families.setdefault(each[0], []).append(each)
    return [each for turn in zip_longest(*families.values()) for each in turn if each is not None]


def _look_up_failure(host: str, error: socket.gaierror) -> Failure:
    # EAI_NONAME is NXDOMAIN. EAI_NODATA (the name exists without an address) is missing on some platforms
    # and counts as a failed look-up: such a name may be used for mail or come back.
    if error.errno == socket.EAI_NONAME:
        return Failure("unknown-name", f"there is no host named {one_line(host)}")
    return Failure("name-look-up", f"looking up {one_line(host)} failed: {_words(error)}")


def _words(error: OSError) -> str:
    if error.errno == errno.ECONNREFUSED:
        return "connection refused"
    if isinstance(error, socket.gaierror):
        return one_line(str(error.strerror or error)).lower()
    return one_line(os.strerror(error.errno).lower() if error.errno else str(error))


class Exchange:
    """What one thread waits for; ``end`` is of ``time.monotonic``. ``sock`` is what can be cut, or, where a
    library may put another one in its place, ``connection`` is what has it.
    """

    __slots__ = ("connection", "end", "ended", "sock", "was_cut")

    def __init__(self, end: float) -> None:
        self.end = end
        self.ended = False
        self.sock: socket.socket | None = None
        self.connection: Any = None
        self.was_cut = False

    def is_over(self) -> bool:
        return time.monotonic() > self.end


class Watch:
    """Knows what every thread waits for, so that an exchange can be ended from outside.

    A socket's time-out bounds each single wait; a server that sends one byte a second passes it for ever.
    """

    def __init__(self) -> None:
        # Held where a connection changes hands, lest the next exchange on it be cut for the last one.
        self._lock = threading.Lock()
        self._exchanges: dict[int, Exchange] = {}
        self._closed = False

    def begin(self, time_limit: float) -> Exchange:
        exchange = self._exchanges[threading.get_ident()] = Exchange(time.monotonic() + time_limit)
        if self._closed:
            exchange.end = 0.0
        return exchange

    def using(self, connection: object) -> None:
        exchange = self._exchanges.get(threading.get_ident())
        if exchange is not None:
            exchange.connection = connection

    def end(self, exchange: Exchange) -> None:
        """To be called by the thread that began it, before the connection goes back to where others take it
        from.
        """
        exchange.ended = True
        with self._lock:
            self._exchanges.pop(threading.get_ident(), None)

    def expire(self) -> None:
        with self._lock:
            for exchange in tuple(self._exchanges.values()):
                if self._closed:
                    exchange.end = 0.0
                sock = exchange.sock or getattr(exchange.connection, "sock", None)
                if sock is not None and not exchange.was_cut and exchange.is_over():
                    exchange.was_cut = True
                    _shut_down(sock)

    def close(self) -> None:
        """Nobody will call :meth:`expire` from now on, so that what is under way ends at once, and what is
        begun later has no time.
        """
        self._closed = True
        self.expire()


def _shut_down(connection: socket.socket) -> None:
    # The method of the plain socket: SSLSocket's own would forget its TLS state under the reading thread.
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return
