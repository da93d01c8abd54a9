"""HTTP as the checker needs it: one exchange, no redirects, no body beyond what is asked for.

Hosts are asked through urllib3, which requests is made of, and proxies through requests' adapter, both
without a Session. So there is no ``.netrc``, no cookie jar and no redirect that a session would follow on its
own; what the environment says of proxies and certificate authorities is read here.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from requests import PreparedRequest
from requests.exceptions import RequestException
from requests.utils import select_proxy, should_bypass_proxies
from urllib3.exceptions import HTTPError

from mdpaperlint import __version__
from mdpaperlint.online.connections import Direct, Proxied, tls_context
from mdpaperlint.online.exchange import Answer, ExchangeError, Failure, Request
from mdpaperlint.online.failures import failure_of
from mdpaperlint.online.guard import Exchange, Guard, LookUp, Watch, check_library, look_up

_HEADERS = {
    "User-Agent": f"mdpaperlint/{__version__} (link checker)",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en,*;q=0.5",
}
# What requests would leave as it is.
_NORMAL_URL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?(?:/(?!\.)[A-Za-z0-9_~.-]*)+")
_CHUNK = 16_384


class HttpTransport:
    """``connections`` is the most at once to one host."""

    def __init__(
        self, *, allow_private: bool = False, connections: int = 10, look_up: LookUp = look_up
    ) -> None:
        check_library()
        self._guard = Guard(allow_private=allow_private, look_up=look_up)
        self._watch = Watch()
        # Read once: that takes as long as a request does.
        self._proxies = getproxies()
        context = tls_context()
        self._guarded = Direct(self._guard, self._watch, context, connections)
        everywhere = Guard(allow_private=True, look_up=look_up)
        self._trusted = Direct(everywhere, self._watch, context, connections)
        self._proxied = Proxied(self._watch, context, connections)

    def send(self, request: Request) -> Answer | Failure:
        exchange = self._watch.begin(request.time_limit)
        proxied = False
        try:
            url = _normal(request.url)
            headers = {**_HEADERS, **request.headers}
            proxies = self._proxies_for(url)
            if proxies and select_proxy(url, proxies) is not None:
                proxied = True
                if not request.trusted:
                    self._vet_target(url)
                if request.content is not None:
                    headers["Content-Length"] = str(len(request.content))
                raw = self._proxied.open(request, url, headers, proxies)
            else:
                raw = (self._trusted if request.trusted else self._guarded).open(request, url, headers)
            if exchange.was_cut:
                # To http.client, headers that break off are all the headers there are.
                raw.close()
                return Failure("timeout", f"no answer within {request.time_limit:g} s", proxied)
            return self._answer(request, raw, exchange, proxied)
        except ExchangeError as error:
            return error.failure._replace(proxied=proxied)
        except (RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
            if exchange.is_over():
                return Failure("timeout", f"no answer within {request.time_limit:g} s", proxied)
            return failure_of(error, request, proxied)
        finally:
            self._watch.end()

    def expire(self) -> None:
        self._watch.expire()

    def close(self) -> None:
        self._guarded.close()
        self._trusted.close()
        self._proxied.close()

    def _proxies_for(self, url: str) -> dict[str, str]:
        return {} if not self._proxies or should_bypass_proxies(url, no_proxy=None) else self._proxies

    def _vet_target(self, url: str) -> None:
        """Through a proxy nobody but the proxy knows where the connection goes: the name is vetted where it
        resolves here, and one that does not is left to the proxy.
        """
        parts = urlsplit(url)
        try:
            self._guard.vet(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        except ExchangeError as error:
            if error.failure.kind not in ("unknown-name", "name-look-up"):
                raise

    def _answer(self, request: Request, raw: Any, exchange: Exchange, proxied: bool) -> Answer:
        headers = {name.lower(): value for name, value in raw.headers.items()}
        relayed = proxied and not request.url.lower().startswith("https:")
        body, cut = b"", False
        if request.method == "HEAD":
            self._watch.end()
            raw.release_conn()
        elif request.body_limit:
            encoding = headers.get("content-encoding", "")
            body, cut = self._body(raw, encoding, request.body_limit, exchange)
        else:
            raw.close()
        return Answer(raw.status, headers, body, relayed, cut)

    def _body(self, raw: Any, encoding: str, limit: int, exchange: Exchange) -> tuple[bytes, bool]:
        body = bytearray()
        complete = False
        try:
            for piece in _decoded(_pieces(raw, exchange), encoding, limit + 1):
                body += piece
                if len(body) > limit:
                    break
            else:
                complete = not exchange.is_over()
        except (HTTPError, HTTPException, OSError, zlib.error):
            # The status has been read; what came of the body is all there is.
            complete = False
        finally:
            self._watch.end()
            if complete:
                raw.release_conn()
            else:
                raw.close()
        return bytes(body[:limit]), not complete


def _pieces(raw: Any, exchange: Exchange) -> Iterator[bytes]:
    while not exchange.is_over():
        piece = raw.read1(_CHUNK, decode_content=False)
        if not piece:
            return
        yield piece


def _decoded(pieces: Iterator[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """At most about ``limit`` bytes, however far they would unpack."""
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        yield from pieces
        return
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for piece in pieces:
        yield unpacker.decompress(piece, limit)
        if unpacker.unconsumed_tail:
            # More than the limit was in one piece.
            yield unpacker.decompress(unpacker.unconsumed_tail, limit)
            return


def _normal(url: str) -> str:
    """The URL as requests would ask for it: percent-encoded, with an IDNA host.

    Raises requests' ``InvalidURL`` and other ``ValueError``.
    """
    if _NORMAL_URL.fullmatch(url):
        return url
    prepared = PreparedRequest()
    prepared.prepare_url(url, None)
    return prepared.url or ""
