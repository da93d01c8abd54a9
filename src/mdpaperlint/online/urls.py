"""URLs as the checker compares and asks them."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
# What may stand in a URL as it is (RFC 3986), but for what would end a link or a table cell in Markdown.
_KEPT = "!#$%&'()*+,-./:;=?@[]_~"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def without_fragment(url: str) -> str:
    return url.partition("#")[0]


def has_scheme(url: str) -> bool:
    return _SCHEME.match(url) is not None


def request_url(url: str) -> str | None:
    """What is asked for to learn of ``url``: no fragment, no user name, host in lower case, no default port.

    None when it is not http or https or names no host.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    return urlunsplit((scheme, host, parts.path or "/", parts.query, ""))


def host_of(url: str) -> str:
    """The host's name in lower case, without port; of a URL from :func:`request_url`."""
    return urlsplit(url).hostname or ""


def service_of(url: str) -> str:
    """What requests are counted for: the host, with its port where that is no default one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return host if parts.port in (None, *_DEFAULT_PORTS.values()) else f"{host}:{parts.port}"


def followed(url: str, location: str) -> str:
    """Where a Location header (RFC 9110, 10.2.2) leads: absolute, printable ASCII, with its fragment.

    Raises ``ValueError`` for one that cannot be read.
    """
    # Headers are decoded as Latin-1; servers write UTF-8 into this one.
    written = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    parts = urlsplit(urljoin(url, written))
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    return quote(urlunsplit(parts._replace(netloc=host)), safe=_KEPT)


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
