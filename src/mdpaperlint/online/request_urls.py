"""URLs as the checker compares and asks them."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from urllib3.util import parse_url

_DEFAULT_PORTS = {"http": 80, "https": 443}
# What may stand in a URL as it is (RFC 3986), but for what would end a link or a table cell in Markdown.
_KEPT = "!#$%&'()*+,-./:;=?@[]_~"
_SLASHES = re.compile(r"\A(https?:)?//+", re.IGNORECASE)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")


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
    if scheme not in _DEFAULT_PORTS or not host or port == 0:
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    return urlunsplit((scheme, host, parts.path or "/", parts.query, ""))


def wire_target(url: str) -> str | None:
    """What the request line asks for: path and query as they are written, with what may not stand there
    escaped. None where dot segments are to be worked out first, which requests does.

    Raises ``ValueError`` for text that is no Unicode, and for no URL.
    """
    parts = urlsplit(url)
    if "/." in parts.path:
        return None
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return quote(target, safe=_KEPT)


def host_of(url: str) -> str:
    """The host's name in lower case, without port; of a URL from :func:`request_url`."""
    return urlsplit(url).hostname or ""


def has_name(url: str) -> bool:
    """Whether the host is a name that can be looked up. ``127.1`` and ``0x7f.1`` are addresses: no top-level
    domain is a number. Nor is what internationalised names (IDNA) do not allow.
    """
    labels = host_of(url).removesuffix(".").split(".")
    last = labels[-1]
    if last == "localhost" or last.startswith("0x") or not any(map(str.isalpha, last)):
        return False
    try:
        # A name in another script is written in ASCII before it is looked up, as requests does.
        written = (parse_url(f"http://{host_of(url)}/").host or "").removesuffix(".").split(".")
        return all(_LABEL.fullmatch(label) and label.encode("ascii").decode("idna") for label in written)
    except ValueError:
        return False


def service_of(url: str) -> str:
    """What requests are counted for: the host, with its port where that is no default one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return host if parts.port in (None, *_DEFAULT_PORTS.values()) else f"{host}:{parts.port}"


def followed(url: str, location: str) -> str:
    """Where a Location header (RFC 9110, 10.2.2) leads: absolute, printable ASCII, with its fragment, without
    a user name. A backslash before query and fragment is a slash, and more than two before a host are two, as
    browsers have it.

    Raises ``ValueError`` for one that cannot be read.
    """
    # Headers are decoded as Latin-1; servers write UTF-8 into this one, or bytes that must come back to them
    # as they are.
    written = location.encode("latin-1", "replace").decode("utf-8", "surrogateescape").strip(" \t")
    path = re.split("[?#]", written, maxsplit=1)[0]
    slashed = _SLASHES.sub(r"\1//", path.replace("\\", "/"))
    parts = urlsplit(urljoin(url, slashed + written[len(path) :]))
    host = parts.netloc.rpartition("@")[2]
    if not host.isascii():
        host = parse_url(f"http://{host}/").netloc or ""
    return quote(urlunsplit(parts._replace(netloc=host)), safe=_KEPT, errors="surrogateescape")


def segments(url: str) -> list[str]:
    """The path's non-empty segments, unescaped and in lower case."""
    return [unquote(part).lower() for part in urlsplit(url).path.split("/") if part]
