"""Connections to hosts and to proxies, kept open for a while, all with one TLS context: reading the
certificates takes longer than a request.
"""

from __future__ import annotations

import os
import ssl
import threading
from collections import OrderedDict
from typing import Any
from urllib.parse import SplitResult, urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidURL
from requests.structures import CaseInsensitiveDict
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.util.retry import Retry
from urllib3.util.ssl_ import create_urllib3_context

from mdpaperlint.online.exchange import Request
from mdpaperlint.online.guard import Guard, Watch, pool_classes
from mdpaperlint.online.settings import OnlineError

# Of so many hosts connections are kept.
_POOLS = 64


class Direct:
    """Connections to the hosts themselves, kept open for the most recent ones."""

    def __init__(self, guard: Guard, watch: Watch, context: ssl.SSLContext, connections: int) -> None:
        self._classes = pool_classes(guard, watch)
        self._context = context
        self._connections = connections
        self._pools: OrderedDict[str, HTTPConnectionPool] = OrderedDict()
        self._lock = threading.Lock()
        self._once = Retry(0, read=False)

    def open(self, request: Request, url: str, headers: dict[str, str]) -> Any:
        """The answer, with its body unread. Raises what urllib3 raises."""
        parts = urlsplit(url)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        return self._pool(parts.scheme, parts.netloc.rpartition("@")[2], parts).urlopen(
            request.method,
            target,
            body=request.content,
            headers=headers,
            redirect=False,
            assert_same_host=False,
            preload_content=False,
            decode_content=False,
            retries=self._once,
            timeout=request.timeout,
        )

    def _pool(self, scheme: str, netloc: str, parts: SplitResult) -> HTTPConnectionPool:
        origin = f"{scheme}://{netloc}"
        with self._lock:
            pool = self._pools.get(origin)
            if pool is not None:
                self._pools.move_to_end(origin)
                return pool
            if not parts.hostname:
                raise InvalidURL("no host")
            options: dict[str, Any] = {"ssl_context": self._context} if scheme == "https" else {}
            pool = self._classes[scheme](parts.hostname, parts.port, maxsize=self._connections, **options)
            self._pools[origin] = pool
            evicted = self._pools.popitem(last=False)[1] if len(self._pools) > _POOLS else None
        if evicted is not None:
            evicted.close()
        return pool

    def close(self) -> None:
        with self._lock:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()


class Proxied(HTTPAdapter):
    """Connections to a proxy. The watch knows them; the guard does not, since the user chose the proxy."""

    def __init__(self, watch: Watch, context: ssl.SSLContext, connections: int) -> None:
        self._context = context
        self._classes = pool_classes(None, watch)
        super().__init__(pool_connections=_POOLS, pool_maxsize=connections)

    def open(self, request: Request, url: str, headers: dict[str, str], proxies: dict[str, str]) -> Any:
        """As :meth:`Direct.open`; raises what requests raises."""
        prepared = PreparedRequest()
        prepared.method, prepared.url, prepared.body = request.method, url, request.content
        prepared.headers = CaseInsensitiveDict(headers)
        timeout = (request.timeout, request.timeout)
        return self.send(prepared, stream=True, timeout=timeout, proxies=proxies).raw

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        if proxy.lower().startswith("socks"):
            return super().proxy_manager_for(proxy, **options)
        manager = super().proxy_manager_for(proxy, **{"proxy_ssl_context": self._context, **options})
        manager.pool_classes_by_scheme = self._classes
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
        response.raw = resp
        return response


def tls_context() -> ssl.SSLContext:
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
