"""HTTP as the checker needs it: one exchange, no redirects, no body beyond what is asked for.

requests' adapter is used without its Session. So there is no ``.netrc``, no cookie jar and no redirect that a
session would follow on its own; what the environment says of proxies and certificate authorities is read
here.
"""

from __future__ import annotations

import os
import socket
import ssl
import zlib
from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema, RequestException
from requests.structures import CaseInsensitiveDict
from requests.utils import DEFAULT_CA_BUNDLE_PATH, select_proxy, should_bypass_proxies
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    ProxyError,
    ReadTimeoutError,
)
from urllib3.util.ssl_ import create_urllib3_context

from mdpaperlint import __version__
from mdpaperlint.online.exchange import Answer, ExchangeError, Failure, Request, one_line
from mdpaperlint.online.guard import Guard, LookUp, Watch, check_library, look_up, pool_classes
from mdpaperlint.online.settings import OnlineError

_HEADERS = {
    "User-Agent": f"mdpaperlint/{__version__} (link checker)",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en,*;q=0.5",
}
_POOLS = 128
_CHUNK = 16_384
_SMALL_REST = 65_536


class HttpTransport:
    """``connections`` is the most at once to one host."""

    def __init__(
        self, *, private_addresses: bool = False, connections: int = 10, look_up: LookUp = look_up
    ) -> None:
        check_library()
        self._guard = Guard(private_addresses=private_addresses, look_up=look_up)
        self._watch = Watch()
        # Read once: that takes as long as a request does.
        self._proxies = getproxies()
        context = _tls_context()
        self._guarded = _Adapter(self._guard, self._watch, context, connections)
        self._trusted = _Adapter(
            Guard(private_addresses=True, look_up=look_up), self._watch, context, connections
        )

    def send(self, request: Request) -> Answer | Failure:
        self._watch.begin(request.time_limit)
        proxied = False
        try:
            prepared = _prepared(request)
            proxies = self._proxies_for(prepared.url or "")
            proxied = bool(proxies) and select_proxy(prepared.url or "", proxies) is not None
            if proxied and not request.trusted:
                self._vet_target(prepared.url or "")
            adapter = self._trusted if request.trusted else self._guarded
            response = adapter.send(
                prepared, stream=True, timeout=(request.timeout, request.timeout), proxies=proxies
            )
            if self._watch.was_cut():
                # To http.client, headers that break off are all the headers there are.
                response.raw.close()
                return Failure("timeout", f"no answer within {request.time_limit:g} s", proxied)
            return self._answer(request, response, proxied)
        except ExchangeError as error:
            return error.failure._replace(proxied=proxied)
        except (RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
            if self._watch.is_over():
                return Failure("timeout", f"no answer within {request.time_limit:g} s", proxied)
            return _failure(error, request, proxied)
        finally:
            self._watch.end()

    def expire(self) -> None:
        self._watch.expire()

    def close(self) -> None:
        self._guarded.close()
        self._trusted.close()

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

    def _answer(self, request: Request, response: Response, proxied: bool) -> Answer:
        headers = {name.lower(): value for name, value in response.raw.headers.items()}
        relayed = proxied and not request.url.lower().startswith("https:")
        body, cut = b"", False
        if request.method == "HEAD":
            response.raw.release_conn()
        elif request.body_limit:
            body, cut = self._body(response.raw, headers.get("content-encoding", ""), request.body_limit)
        else:
            response.raw.close()
        return Answer(response.status_code, headers, body, relayed, cut)

    def _body(self, raw: Any, encoding: str, limit: int) -> tuple[bytes, bool]:
        body = bytearray()
        complete = False
        try:
            for piece in _decoded(self._pieces(raw), encoding, limit + 1):
                body += piece
                if len(body) > limit:
                    break
            else:
                complete = not self._watch.is_over()
        except (HTTPError, HTTPException, OSError, zlib.error):
            # The status has been read; what came of the body is all there is.
            complete = False
        finally:
            if complete:
                raw.release_conn()
            else:
                raw.close()
        return bytes(body[:limit]), not complete

    def _pieces(self, raw: Any) -> Iterator[bytes]:
        while not self._watch.is_over():
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


def _prepared(request: Request) -> PreparedRequest:
    """Without ``prepare_auth``: a user name in a URL is not sent as a credential."""
    prepared = PreparedRequest()
    prepared.prepare_method(request.method)
    prepared.prepare_url(request.url, None)
    prepared.headers = CaseInsensitiveDict(_HEADERS)
    prepared.headers.update(request.headers)
    prepared.body = request.content
    if request.content is not None:
        prepared.headers["Content-Length"] = str(len(request.content))
    return prepared


class _Adapter(HTTPAdapter):
    """An adapter whose direct connections are guarded, and with one TLS context for all connections:
    reading the certificate bundle takes longer than a request.
    """

    def __init__(self, guard: Guard, watch: Watch, context: ssl.SSLContext, connections: int) -> None:
        self._context = context
        self._direct = pool_classes(guard, watch)
        self._to_proxy = pool_classes(None, watch)
        super().__init__(pool_connections=_POOLS, pool_maxsize=connections)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = self._direct

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        known = proxy in self.proxy_manager
        if not proxy.lower().startswith("socks"):
            options.setdefault("proxy_ssl_context", self._context)
        manager = super().proxy_manager_for(proxy, **options)
        if not known and not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = self._to_proxy
        return manager

    def cert_verify(self, *arguments: Any) -> None:
        """The context has the certificates."""

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        host, _ = super().build_connection_pool_key_attributes(request, True)
        return host, {"ssl_context": self._context}

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        response = Response()
        response.status_code = resp.status
        response.raw = resp
        return response


def _tls_context() -> ssl.SSLContext:
    """Raises :class:`OnlineError` when the environment names a bundle that cannot be read."""
    context = create_urllib3_context()
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        path = os.environ.get(name)
        if path:
            try:
                if os.path.isdir(path):
                    context.load_verify_locations(capath=path)
                else:
                    context.load_verify_locations(cafile=path)
            except OSError as error:
                raise OnlineError(f"{name}={path}: no certificates could be read: {error}") from None
            return context
    context.load_verify_locations(cafile=DEFAULT_CA_BUNDLE_PATH)
    return context


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was made of: requests and urllib3 wrap as argument, as reason or as cause."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        parts = (*each.args, getattr(each, "reason", None), each.__cause__, each.__context__)
        waiting.extend(part for part in parts if isinstance(part, BaseException))


def _failure(error: BaseException, request: Request, proxied: bool) -> Failure:
    causes = list(_causes(error))

    def find(*kinds: type[BaseException]) -> BaseException | None:
        return next((cause for cause in causes if isinstance(cause, kinds)), None)

    guarded = find(ExchangeError)
    if isinstance(guarded, ExchangeError):
        return guarded.failure._replace(proxied=proxied)
    if find(InvalidURL, InvalidSchema, MissingSchema, LocationParseError, UnicodeError):
        return Failure("invalid-url", "not a URL that can be asked for", proxied)
    if find(ProxyError):
        return Failure("proxy", f"the proxy did not answer for it: {_deepest(causes)}", proxied)
    timeouts = (ConnectTimeoutError, ReadTimeoutError, TimeoutError)
    if find(*timeouts):
        return Failure("timeout", f"no answer within {request.timeout:g} s", proxied)
    tls = find(ssl.SSLError)
    if isinstance(tls, ssl.SSLCertVerificationError):
        return Failure("tls", f"its certificate is not valid: {one_line(tls.verify_message)}", proxied)
    if tls is not None:
        return Failure("tls", f"TLS failed: {one_line(str(tls.args[-1]))}", proxied)
    if find(socket.gaierror):
        return Failure("name-look-up", "looking up the name failed", proxied)
    if find(ConnectionError, IncompleteRead):
        return Failure("reset", "the connection broke off", proxied)
    if find(HTTPException):
        return Failure("protocol", "what came back is not HTTP", proxied)
    if find(HTTPError, OSError):
        return Failure("connect", f"no connection: {_deepest(causes)}", proxied)
    return Failure("invalid-url", "not a URL that can be asked for", proxied)


def _deepest(causes: list[BaseException]) -> str:
    return one_line(str(causes[-1]))
