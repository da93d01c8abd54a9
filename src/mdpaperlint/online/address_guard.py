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
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from itertools import zip_longest
from typing import Any

from mdpaperlint.model.wording import one_line
from mdpaperlint.online.http_messages import FailedError

# As socket.getaddrinfo(host, port, type=SOCK_STREAM) returns them.
AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
LookUp = Callable[[str, int], list[AddressInfo]]

_MOST_ADDRESSES = 4
# ``ipaddress.is_global`` is not enough: in Python 3.11 it calls multicast, ``64:ff9b::7f00:1``, ``fec0::1``,
# ``2002:7f00:1::`` and ``::127.0.0.1`` public. So IPv4 is all but the special-purpose blocks of the IANA
# registry (RFC 6890), and IPv6 is nothing but the global unicast block without its special parts.
# 168.63.129.16 is where Azure's hosts serve their virtual machines: public by its number only.
_FORBIDDEN_V4 = tuple(
    map(
        IPv4Network,
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12"
        " 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24"
        " 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4".split(),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# The first holds the IETF's protocol assignments: Teredo, benchmarking, ORCHID and others.
_FORBIDDEN_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_SIX_TO_FOUR = IPv6Network("2002::/16")
_NAT64 = IPv6Network("64:ff9b::/96")
_MAPPED = IPv6Network("::ffff:0:0/96")
_ISATAP_MARKS = (0x00005EFE, 0x02005EFE)
_LOW_32 = 0xFFFFFFFF


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
                raise FailedError("unknown-name", f"there is no host named {name}") from None
            raise FailedError("name-look-up", f"looking up {name} failed: {_words(error)}") from None
        except (UnicodeError, ValueError):
            raise FailedError("invalid-url", f"{name} is no valid host name") from None
        except OSError as error:
            raise FailedError("name-look-up", f"looking up {name} failed: {_words(error)}") from None
        if not self._allow_private:
            found = [info for info in found if is_public(str(info[4][0]))]
            if not found:
                raise FailedError("forbidden-address", f"{name} is not on the public internet")
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
            raise FailedError("connect", f"no connection within {timeout:g} s")
        raise FailedError("connect", f"no connection: {_words(last)}")


def _by_turns(addresses: list[AddressInfo]) -> list[AddressInfo]:
    """Each family in turn (RFC 8305, 4): large sites have more IPv6 addresses than are tried, and on some
    machines IPv6 leads nowhere.
    """
    families: dict[int, list[AddressInfo]] = {}
    for each in addresses:
        families.setdefault(each[0], []).append(each)
    return [each for turn in zip_longest(*families.values()) for each in turn if each is not None]


def _words(error: OSError) -> str:
    if error.errno == errno.ECONNREFUSED:
        return "connection refused"
    if isinstance(error, socket.gaierror):
        return one_line(str(error.strerror or error)).lower()
    return one_line(os.strerror(error.errno).lower() if error.errno else str(error))


def is_public(address: str) -> bool:
    """Whether a numeric address, as a look-up returns it, may be connected to.

    An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4, ISATAP) is judged as what it leads to. NAT64 is
    not forbidden as such: behind it every IPv4 host has such an address.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in block for block in _FORBIDDEN_V4)
    number = int(parsed)
    inner = number & _LOW_32
    if parsed not in _NAT64 and parsed not in _MAPPED:
        if parsed not in _GLOBAL_UNICAST or any(parsed in block for block in _FORBIDDEN_V6):
            return False
        if parsed in _SIX_TO_FOUR:
            inner = number >> 80 & _LOW_32
        elif number >> 32 & _LOW_32 not in _ISATAP_MARKS:
            return True
    return is_public(str(IPv4Address(inner)))
