"""Connections that lead to vetted addresses only.

Looking a name up and connecting are one step, which closes the gap between them (DNS rebinding): every answer
of one look-up is vetted, and the connection goes to a vetted numeric address. The Host header, SNI and the
certificate's check still use the name.
"""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from mdpaperlint.online.http_messages import FailedError, Failure, FailureKind, one_line
from mdpaperlint.online.public_addresses import is_public

# As socket.getaddrinfo(host, port, type=SOCK_STREAM) returns them.
AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
LookUp = Callable[[str, int], list[AddressInfo]]

_MOST_ADDRESSES = 4


def look_up(host: str, port: int) -> list[AddressInfo]:
    return [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class AddressGuard:
    """Opens sockets; ``allow_private`` lets every address pass."""

    def __init__(self, *, allow_private: bool = False, look_up: LookUp = look_up) -> None:
        self._allow_private = allow_private
        self._look_up = look_up

    def vet(self, host: str, port: int) -> list[AddressInfo]:
        """The addresses of the host that may be connected to; :class:`FailedError` when there is none."""
        name = one_line(host)
        try:
            found = self._look_up(host, port)
        except socket.gaierror as error:
            # EAI_NONAME is NXDOMAIN. EAI_NODATA (the name exists without an address) is missing on some
            # platforms and counts as a failed look-up.
            if error.errno == socket.EAI_NONAME:
                raise _error("unknown-name", f"there is no host named {name}") from None
            raise _error("name-look-up", f"looking up {name} failed: {_words(error)}") from None
        except (UnicodeError, ValueError):
            raise _error("invalid-url", f"{name} is no valid host name") from None
        except OSError as error:
            raise _error("name-look-up", f"looking up {name} failed: {_words(error)}") from None
        if not self._allow_private:
            found = [info for info in found if is_public(str(info[4][0]))]
            if not found:
                raise _error("forbidden-address", f"{name} is not on the public internet")
        return found

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """A connected socket; ``timeout`` (seconds) is over all the addresses that are tried."""
        addresses = _by_turns(self.vet(host, port))[:_MOST_ADDRESSES]
        end = time.monotonic() + timeout
        last: OSError | None = None
        for number, (*_, address) in enumerate(addresses):
            left = end - time.monotonic()
            if left <= 0:
                break
            try:
                # To a number: no name is looked up again.
                connection = socket.create_connection(address[:2], left / (len(addresses) - number))
            except OSError as error:
                last = error
                continue
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.settimeout(timeout)
            return connection
        if last is None or isinstance(last, TimeoutError):
            raise _error("timeout", f"no connection within {timeout:g} s")
        raise _error("connect", f"no connection: {_words(last)}")


def _by_turns(addresses: list[AddressInfo]) -> list[AddressInfo]:
    """Each family in turn (RFC 8305, 4): large sites have more IPv6 addresses than are tried, and on some
    machines IPv6 leads nowhere.
    """
    families: dict[int, list[AddressInfo]] = {}
    for each in addresses:
        families.setdefault(each[0], []).append(each)
    return [each for turn in zip_longest(*families.values()) for each in turn if each is not None]


def _error(kind: FailureKind, reason: str) -> FailedError:
    return FailedError(Failure(kind, reason))


def _words(error: OSError) -> str:
    if error.errno == errno.ECONNREFUSED:
        return "connection refused"
    if isinstance(error, socket.gaierror):
        return one_line(str(error.strerror or error)).lower()
    return one_line(os.strerror(error.errno).lower() if error.errno else str(error))
