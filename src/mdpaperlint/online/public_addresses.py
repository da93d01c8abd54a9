"""Which IP addresses a link may lead to.

``ipaddress.is_global`` is not enough: in Python 3.11 it calls multicast, ``64:ff9b::7f00:1``,
``2002:7f00:1::``, ``fec0::1`` and ``::127.0.0.1`` public. So IPv4 is everything but the special-purpose
blocks of the IANA registry (RFC 6890), and IPv6 is nothing but the global unicast block without its special
parts.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

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
        return _is_public_v4(parsed)
    return _is_public_v6(parsed)


def _is_public_v4(address: IPv4Address) -> bool:
    return not any(address in block for block in _FORBIDDEN_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    number = int(address)
    if address in _NAT64 or address in _MAPPED:
        return _is_public_v4(IPv4Address(number & _LOW_32))
    if address not in _GLOBAL_UNICAST or any(address in block for block in _FORBIDDEN_V6):
        return False
    if address in _SIX_TO_FOUR:
        return _is_public_v4(IPv4Address(number >> 80 & _LOW_32))
    if number >> 32 & _LOW_32 in _ISATAP_MARKS:
        return _is_public_v4(IPv4Address(number & _LOW_32))
    return True
