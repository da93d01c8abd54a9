"""URLs as the checker compares and asks them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
# What may stand in a URL as it is (RFC 3986), but for what would end a link or a table cell in Markdown.
_KEPT = "!#$%&'()*+,-./:;=?@[]_~"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What nobody would write otherwise, and most of what lists hold: no user, no dot segment, no escape of what
# needs none. Such a URL is read in one step.
_ESCAPE = "%(?:[0189A-F][0-9A-F]|2[0-9A-CF]|3[A-F]|40|5[B-E]|60|7[B-DF])"
_CHARACTERS = "A-Za-z0-9_~.!$&'()*+,;=:@-"
_PLAIN = re.compile(
    r"(?P<origin>(?P<scheme>https?)://(?P<host>[a-z0-9-]++(?:\.[a-z0-9-]++)*+)(?::(?P<port>[1-9][0-9]{0,4}))?)"
    rf"(?P<target>(?P<path>(?:/(?!\.)(?:[{_CHARACTERS}]++|{_ESCAPE})*+)++)(?:\?(?:[/?{_CHARACTERS}]++|{_ESCAPE})++)?)"
)
# An origin, which ends where the path begins, and what is asked of it.
_WRITTEN = re.compile(r"(?P<origin>https?://[!-.0-9:;=@-~]+)(?P<target>[/?][!-~]*)?")


def without_fragment(url: str) -> str:
    return url.partition("#")[0]


def has_scheme(url: str) -> bool:
    return _SCHEME.match(url) is not None


def request_url(url: str) -> str | None:
    """What is asked for to learn of ``url``: no fragment, no user name, host in lower case, no default port.

    None when it is not http or https or names no host.
    """
    plain = _PLAIN.fullmatch(url)
    if plain is not None and (plain["port"] is None or _is_own_port(plain["scheme"], int(plain["port"]))):
        return url
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or port == 0:
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    return urlunsplit((scheme, host, parts.path or "/", parts.query, ""))


def _is_own_port(scheme: str, port: int) -> bool:
    return port != _DEFAULT_PORTS[scheme] and port <= 65_535


def host_of(url: str) -> str:
    """The host's name in lower case, without port; of a URL from :func:`request_url`."""
    plain = _PLAIN.fullmatch(url)
    return plain["host"] if plain is not None else urlsplit(url).hostname or ""


def host_and_path(url: str) -> tuple[str, str]:
    """The host as :func:`host_of`, and the path as it is written."""
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return plain["host"], plain["path"]
    parts = urlsplit(url)
    return parts.hostname or "", parts.path


def service_of(url: str) -> str:
    """What requests are counted for: the host, with its port where that is no default one."""
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        host, port = plain["host"], plain["port"]
        return host if port in (None, "80", "443") else f"{host}:{port}"
    parts = urlsplit(url)
    host = parts.hostname or ""
    return host if parts.port in (None, *_DEFAULT_PORTS.values()) else f"{host}:{parts.port}"


class Asked(NamedTuple):
    """A URL as it goes out. ``origin`` is scheme, host and port, ``target`` the rest, from its ``/`` on."""

    url: str
    origin: str
    target: str


def as_asked(url: str) -> Asked:
    """As requests would ask for it: percent-encoded, with an IDNA host.

    Raises requests' ``InvalidURL`` and other ``ValueError``.
    """
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return Asked(url, plain["origin"], plain["target"])
    from requests import PreparedRequest

    prepared = PreparedRequest()
    prepared.prepare_url(url, None)
    written = (prepared.url or "").partition("#")[0]
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError("not a URL that can be asked for")
    target = found["target"] or "/"
    return Asked(written, found["origin"], target if target.startswith("/") else f"/{target}")


def followed(url: str, location: str) -> str:
    """Where a Location header (RFC 9110, 10.2.2) leads: absolute, printable ASCII, with its fragment, without
    a user name.

    Raises ``ValueError`` for one that cannot be read.
    """
    # Headers are decoded as Latin-1; servers write UTF-8 into this one, or bytes that must come back to them
    # as they are.
    written = location.encode("latin-1", "replace").decode("utf-8", "surrogateescape").strip(" \t")
    parts = urlsplit(urljoin(url, written))
    host = parts.netloc.rpartition("@")[2]
    if not host.isascii():
        host = urlsplit(as_asked(f"http://{host}/").origin).netloc
    return quote(urlunsplit(parts._replace(netloc=host)), safe=_KEPT, errors="surrogateescape")


def segments(url: str) -> list[str]:
    """The path's non-empty segments, unescaped and in lower case."""
    return [unquote(part).lower() for part in urlsplit(url).path.split("/") if part]


def glob_matches(pattern: str, url: str) -> bool:
    """Whether the pattern, in which ``*`` stands for any characters, fits the whole URL. Linear in the URL
    for each ``*``; a regular expression from a foreign configuration could take for ever.
    """
    first, *rest = pattern.split("*")
    if not rest:
        return url == pattern
    if not url.startswith(first):
        return False
    *middle, last = rest
    place = len(first)
    for piece in middle:
        place = url.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return len(url) - place >= len(last) and url.endswith(last)
