"""HTTP as the checker needs it: one exchange by requests, no redirect, no body beyond what is asked for."""

from __future__ import annotations

import http.client
import re
import ssl
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

import requests
from requests import exceptions as of_requests
from requests.cookies import extract_cookies_to_jar
from requests.structures import CaseInsensitiveDict
from requests.utils import select_proxy, should_bypass_proxies
from urllib3 import exceptions as of_urllib3

from mdpaperlint import __version__
from mdpaperlint.model.link_settings import OnlineError
from mdpaperlint.model.wording import one_line
from mdpaperlint.online.address_guard import AddressGuard, LookUp, look_up
from mdpaperlint.online.guarded_connections import Exchange, GuardedAdapter, Watch, pools, tls_context
from mdpaperlint.online.http_messages import FailedError, Failure, FailureKind, Request, Response
from mdpaperlint.online.request_urls import host_of, wire_target

_HEADERS = {
    "User-Agent": f"mdpaperlint/{__version__} (link checker)",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en,*;q=0.5",
    "Connection": "keep-alive",
}
_PIECE = 16_384
_FOLD = re.compile(r"\r?\n[ \t]+")


class HttpClient:
    """Raises :class:`~mdpaperlint.model.link_settings.OnlineError` when the environment names certificates
    that cannot be read, and when urllib3 is not the library that it should be.
    """

    def __init__(
        self, *, allow_private: bool = False, user_agent: str = "", look_up: LookUp = look_up
    ) -> None:
        self._guard = AddressGuard(allow_private=allow_private, look_up=look_up)
        self._tls = tls_context()
        self._watch = Watch()
        self._headers = CaseInsensitiveDict(_HEADERS)
        self._headers["User-Agent"] = user_agent or _HEADERS["User-Agent"]
        # Read once: that takes as long as a request does.
        self._proxies = getproxies()
        self._to_proxies = pools(self._watch, None)
        trusted = AddressGuard(allow_private=True, look_up=look_up)
        # By whether the user named the host.
        self._to_hosts = {False: pools(self._watch, self._guard), True: pools(self._watch, trusted)}
        self._sessions = {kind: self._session(kind) for kind in self._to_hosts}

    def _session(self, trusted: bool) -> requests.Session:
        session = requests.Session()
        adapter = GuardedAdapter(self._to_hosts[trusted], self._to_proxies, self._tls)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session

    def send(self, request: Request) -> Response | Failure:
        if request.cookies is None:
            return self._send(self._sessions[request.trusted], request)
        with self._session(request.trusted) as session:
            return self._send(session, request)

    def _send(self, session: requests.Session, request: Request) -> Response | Failure:
        exchange, proxied = self._watch.begin(2 * request.timeout), False
        try:
            exchange.target = wire_target(request.url)
            proxy = select_proxy(request.url, self._proxies) if self._proxies else None
            proxied = proxy is not None and not should_bypass_proxies(request.url, no_proxy=None)
            if proxied and not request.trusted:
                self._vet_target(request.url)
            return self._exchange(session, request, exchange, proxied)
        except FailedError as error:
            failure = error.failure
        except (of_urllib3.HTTPError, OnlineError, OSError, ValueError) as error:
            failure = _failure(error, request)
            if exchange.is_over():
                failure = Failure("timeout", f"no answer within {2 * request.timeout:g} s")
            if proxied and failure.kind == "invalid-url":
                # Without its words: they hold the proxy's URL, and so its password.
                failure = Failure("proxy", "the proxy cannot be used: its URL cannot be read")
        finally:
            self._watch.end()
        return failure._replace(proxied=proxied)

    def _exchange(
        self, session: requests.Session, request: Request, exchange: Exchange, proxied: bool
    ) -> Response | Failure:
        """Through the session's adapter: what the session itself would add (the environment, redirects,
        cookies of its own, hooks) is not wanted, and takes as long as the rest.
        """
        prepared = self._prepared(request, exchange.target)
        # Of requests by its own stubs.
        response: Any = session.get_adapter(prepared.url or "").send(
            prepared, stream=True, timeout=request.timeout, proxies=self._proxies if proxied else None
        )
        try:
            if exchange.is_over():
                # Headers that break off are all the headers there are.
                raise TimeoutError
            if request.cookies is not None:
                extract_cookies_to_jar(request.cookies, prepared, response)  # type: ignore[no-untyped-call]
            fields = response.headers
            headers = {name.lower(): _FOLD.sub(" ", value) for name, value in fields.itermerged()}
            # Those that stand twice are joined, which would be a place that nobody named.
            if locations := {_FOLD.sub(" ", each) for each in fields.getlist("location")}:
                headers["location"] = locations.pop() if len(locations) == 1 else ""
            body, cut = self._body(response, request, exchange)
            relayed = proxied and not request.url.lower().startswith("https:")
            return Response(response.status, headers, body, relayed, cut)
        finally:
            response.close()
            response.release_conn()

    def _prepared(self, request: Request, target: str | None) -> requests.PreparedRequest:
        """Raises ``ValueError`` for what is no URL."""
        prepared = requests.PreparedRequest()
        prepared.method = request.method
        if target is None:
            prepared.prepare_url(request.url, None)
        else:
            parts = urlsplit(request.url)
            prepared.url = _origin(parts.scheme, parts.netloc) + target
        prepared.headers = self._headers.copy()
        if request.headers:
            if any("\0" in value for value in request.headers.values()):
                raise of_requests.InvalidHeader("a NUL")
            prepared.prepare_headers({**self._headers, **request.headers})
        if request.content is not None:
            prepared.prepare_body(request.content, None)
        if request.cookies is not None:
            prepared.prepare_cookies(request.cookies)
        return prepared

    def _body(self, raw: Any, request: Request, exchange: Exchange) -> tuple[bytes, bool]:
        """At most ``body_limit`` bytes, and no more from the wire than so many could be packed into. Only a
        connection that was read to the end of the body serves another request.
        """
        wire, complete, limit = bytearray(), False, request.body_limit
        if request.method == "HEAD":
            self._watch.end()
            raw.read()
            return b"", False
        try:
            while limit and len(wire) <= 2 * limit + 1024 and not exchange.is_over():
                piece = raw.read1(_PIECE, decode_content=False)
                wire += piece
                if not piece:
                    complete = True
                    break
        except (of_urllib3.HTTPError, OSError):
            # The status has been read; what came of the body is all there is.
            complete = False
        self._watch.end()
        if not complete:
            raw.close()
        body = bytes(wire)
        if raw.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip", "deflate"):
            try:
                body = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(wire, limit + 1)
            except zlib.error:
                body = b""
        return body[:limit], bool(limit) and (not complete or len(body) > limit)

    def expire(self) -> None:
        self._watch.expire()

    def close(self) -> None:
        """Ends what is under way, too."""
        self._watch.closed = True
        self._watch.expire()
        for session in self._sessions.values():
            session.close()

    def _vet_target(self, url: str) -> None:
        """Through a proxy nobody but the proxy knows where the connection goes: the name is vetted where it
        resolves here, and one that does not is left to the proxy.
        """
        try:
            self._guard.vet(host_of(url), 80)
        except FailedError as error:
            if error.failure.kind not in ("unknown-name", "name-look-up"):
                raise


@lru_cache(maxsize=4096)
def _origin(scheme: str, netloc: str) -> str:
    """As requests writes it: a name in another script by IDNA. Raises ``ValueError`` for what is no host."""
    prepared = requests.PreparedRequest()
    prepared.prepare_url(f"{scheme}://{netloc}/", None)
    return (prepared.url or "").removesuffix("/")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was made of: libraries wrap as argument, as reason or as cause."""
    waiting, seen = [error], set[int]()
    for each in waiting:
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            parts = (*each.args, getattr(each, "reason", None), each.__cause__, each.__context__)
            waiting.extend(part for part in parts if isinstance(part, BaseException))


# In this order: what an error is made of says more than what it was made into.
_BROKEN, _NO_HTTP = "the connection broke off", "what came back is not HTTP"
_KINDS: tuple[tuple[tuple[type[BaseException], ...], FailureKind, str], ...] = (
    ((of_requests.InvalidSchema,), "proxy", "the proxy cannot be used: {}"),
    ((OnlineError,), "tls", "{}"),
    ((ssl.SSLCertVerificationError,), "tls", "its certificate is not valid: {}"),
    ((of_urllib3.TimeoutError, TimeoutError), "timeout", "no answer within {timeout:g} s"),
    ((ssl.SSLError,), "tls", "TLS failed: {}"),
    ((of_urllib3.ProxyError,), "proxy", "the proxy did not answer for it: {}"),
    ((ConnectionError, of_urllib3.IncompleteRead, http.client.IncompleteRead), "reset", _BROKEN),
    ((of_urllib3.InvalidHeader, http.client.BadStatusLine), "protocol", _NO_HTTP),
    (
        # Of requests (its InvalidURL, InvalidHeader, MissingSchema) and of http.client.
        (ValueError, of_urllib3.LocationParseError, http.client.InvalidURL),
        "invalid-url",
        "not a URL that can be asked for",
    ),
    ((of_urllib3.ProtocolError, http.client.HTTPException), "protocol", _NO_HTTP),
    ((OSError,), "connect", "no connection: {}"),
)


def _failure(error: BaseException, request: Request) -> Failure:
    causes = list(_causes(error))
    for kinds, kind, words in _KINDS:
        for found in causes:
            # requests' own errors are OSErrors.
            if isinstance(found, kinds) and type(found) is not requests.ConnectionError:
                said = getattr(found, "verify_message", None) or str(found.args[-1] if found.args else found)
                deepest = str(causes[-1]) if kind in ("connect", "proxy") else said
                return Failure(kind, words.format(one_line(deepest), timeout=request.timeout))
    return Failure("invalid-url", "not a URL that can be asked for")
