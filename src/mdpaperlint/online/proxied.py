"""Asking through a proxy, with the adapter of requests, without a Session: no ``.netrc``, no cookie jar and
no redirect that a session would follow on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema, RequestException
from requests.structures import CaseInsensitiveDict
from requests.utils import select_proxy, should_bypass_proxies
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    ProxyError,
    ReadTimeoutError,
)

from mdpaperlint.online.exchange import ExchangeError, Failure, Request, one_line
from mdpaperlint.online.failures import causes_of, deepest, failure_of
from mdpaperlint.online.guard import Exchange, Watch
from mdpaperlint.online.http1 import BrokenOffError
from mdpaperlint.online.settings import OnlineError
from mdpaperlint.online.tls import Tls

_POOLS = 64
_PIECE = 16_384
_FAULTS = (RequestException, HTTPError, HTTPException, OSError, ValueError)


class ProxiedResponse:
    """As :class:`~mdpaperlint.online.connections.Response`."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.status: int = raw.status
        self.headers: dict[str, str] = {name.lower(): value for name, value in raw.headers.items()}
        # urllib3 joins what stands twice.
        locations = set(raw.headers.getlist("location"))
        if locations:
            self.headers["location"] = locations.pop() if len(locations) == 1 else ""

    def pieces(self) -> Iterator[bytes]:
        try:
            while piece := self._raw.read1(_PIECE, decode_content=False):
                yield piece
        except (HTTPError, HTTPException) as error:
            raise BrokenOffError from error

    def release(self) -> None:
        self._raw.release_conn()

    def close(self) -> None:
        self._raw.close()


class Proxied:
    """``proxies`` are by scheme. The watch knows the connections; the guard does not, since the user chose
    the proxy.
    """

    def __init__(self, proxies: dict[str, str], watch: Watch, tls: Tls, connections: int) -> None:
        self._proxies = proxies
        self._adapter = _Adapter(watch, tls, connections)

    def is_used_for(self, url: str) -> bool:
        return not should_bypass_proxies(url, no_proxy=None) and bool(select_proxy(url, self._proxies))

    def open(
        self, request: Request, url: str, headers: dict[str, str], exchange: Exchange
    ) -> ProxiedResponse:
        """Raises :class:`ExchangeError`."""
        if request.content is not None:
            headers = {**headers, "Content-Length": str(len(request.content))}
        try:
            return ProxiedResponse(self._adapter.open(request, url, headers, self._proxies))
        except OnlineError as error:
            raise ExchangeError(Failure("tls", one_line(str(error)), proxied=True)) from None
        except _FAULTS as error:
            if exchange.is_over():
                reason = f"no answer within {request.time_limit:g} s"
                raise ExchangeError(Failure("timeout", reason, proxied=True)) from None
            raise ExchangeError(_failure(error, request)) from None

    def close(self) -> None:
        self._adapter.close()


def _failure(error: BaseException, request: Request) -> Failure:
    causes = list(causes_of(error))

    def find(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if find(InvalidSchema):
        return Failure("proxy", f"the proxy cannot be used: {one_line(str(error))}", proxied=True)
    if find(InvalidURL, MissingSchema, LocationParseError):
        # Without its words: they hold the proxy's URL, and so its password.
        return Failure("proxy", "the proxy cannot be used: its URL cannot be read", proxied=True)
    if find(ProxyError):
        return Failure("proxy", f"the proxy did not answer for it: {deepest(causes)}", proxied=True)
    if find(ConnectTimeoutError, ReadTimeoutError):
        return Failure("timeout", f"no answer within {request.timeout:g} s", proxied=True)
    failure = failure_of(error, request)
    if failure.kind in ("connect", "invalid-url"):
        # Nothing of the system's own: what the libraries call it decides.
        if find(IncompleteRead):
            failure = Failure("reset", "the connection broke off")
        elif find(HTTPException):
            failure = Failure("protocol", "what came back is not HTTP")
        elif find(HTTPError):
            failure = Failure("connect", f"no connection: {deepest(causes)}")
    return failure._replace(proxied=True)


class _Adapter(HTTPAdapter):
    def __init__(self, watch: Watch, tls: Tls, connections: int) -> None:
        self._tls = tls
        self._classes = _pool_classes(watch)
        super().__init__(pool_connections=_POOLS, pool_maxsize=connections)

    def open(self, request: Request, url: str, headers: dict[str, str], proxies: dict[str, str]) -> Any:
        """urllib3's response, with its body unread. Raises what requests raises."""
        prepared = PreparedRequest()
        prepared.method, prepared.url, prepared.body = request.method, url, request.content
        prepared.headers = CaseInsensitiveDict(headers)
        timeout = (request.timeout, request.timeout)
        return self.send(prepared, stream=True, timeout=timeout, proxies=proxies).raw

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        if proxy.lower().startswith("socks"):
            return super().proxy_manager_for(proxy, **options)
        manager = super().proxy_manager_for(proxy, **{"proxy_ssl_context": self._tls.context(), **options})
        manager.pool_classes_by_scheme = self._classes
        return manager

    def cert_verify(self, *arguments: Any) -> None:
        """The context has the certificates."""

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        host, _ = super().build_connection_pool_key_attributes(request, True)
        return host, {"ssl_context": self._tls.context()}

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        response = Response()
        response.raw = resp
        return response


def _pool_classes(watch: Watch) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools, by scheme, whose connections are known to the watch."""

    class WatchedConnection(HTTPConnection):
        def connect(self) -> None:
            watch.using(self)
            super().connect()

        def request(self, *arguments: Any, **options: Any) -> None:
            watch.using(self)
            super().request(*arguments, **options)

    class WatchedTLSConnection(WatchedConnection, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = WatchedConnection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = WatchedTLSConnection

    return {"http": PlainPool, "https": SecurePool}
