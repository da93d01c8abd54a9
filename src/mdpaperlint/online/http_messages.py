"""One request and what comes of it, and the seam at which another network can be put in the place of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from requests.cookies import RequestsCookieJar

_OfLookUp = Literal["forbidden-address", "unknown-name", "name-look-up", "invalid-url"]
_OfConnection = Literal["connect", "timeout", "tls", "reset", "protocol", "proxy"]
FailureKind = _OfLookUp | _OfConnection | Literal["given-up"]


class Request(NamedTuple):
    """``body_limit`` is the most bytes of the answer's body that are wanted, after decompression. ``timeout``
    (seconds) bounds each wait, and twice as much the whole exchange. ``trusted`` tells that the user
    named the host (a registry's base URL), so that it may be a private address. ``cookies`` are sent and
    kept; the connection is then one on which nothing was asked before: what comes in late on one that was may
    be part of the answer before. ``accepted`` are statuses that are no reason to ask again; with ``once``
    nothing is. ``delay`` is how many seconds to let pass first. ``turn`` is held
    meanwhile, and given until when (of ``time.monotonic``) it may be waited for.
    """

    method: Literal["HEAD", "GET", "POST"]
    url: str
    headers: Mapping[str, str] = MappingProxyType({})
    content: bytes | None = None
    body_limit: int = 0
    timeout: float = 20.0
    trusted: bool = False
    cookies: RequestsCookieJar | None = None
    accepted: frozenset[int] = frozenset()
    delay: float = 0.0
    once: bool = False
    turn: Callable[[float], AbstractContextManager[None]] | None = None


class Response(NamedTuple):
    """The names of ``headers`` are in lower case. ``relayed`` tells that a proxy could have written the
    response: plain HTTP through a proxy. ``cut`` tells that the body went on behind ``body_limit``.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    relayed: bool = False
    cut: bool = False


class Failure(NamedTuple):
    """No response. ``reason`` is in words. ``proxied`` tells that the request went to a proxy. ``host`` is
    one that is asked no more, and ``status`` what it kept answering, 0 where it did not answer.
    """

    kind: FailureKind
    reason: str
    proxied: bool = False
    host: str = ""
    status: int = 0


class Transport(Protocol):
    """Sends requests from many threads at once. Never raises for what a server or a network does."""

    def send(self, request: Request) -> Response | Failure: ...

    def expire(self) -> None:
        """Ends exchanges that are past their time limit; called a few times a second."""

    def close(self) -> None: ...


class FailedError(Exception):
    """Carries a failure out of the depths of an HTTP library.

    Neither an ``OSError`` nor one of urllib3's errors, so that urllib3 and requests pass it on as it is.
    """

    def __init__(self, kind: FailureKind, reason: str) -> None:
        super().__init__(reason)
        self.failure = Failure(kind, reason)
