"""What went wrong in an exchange, told from the exceptions of requests, urllib3, ssl and http.client."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead

from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    ProxyError,
    ReadTimeoutError,
)

from mdpaperlint.online.exchange import ExchangeError, Failure, Request, one_line


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


def failure_of(error: BaseException, request: Request, proxied: bool) -> Failure:
    causes = list(_causes(error))

    def find(*kinds: type[BaseException]) -> BaseException | None:
        return next((cause for cause in causes if isinstance(cause, kinds)), None)

    guarded = find(ExchangeError)
    if isinstance(guarded, ExchangeError):
        return guarded.failure._replace(proxied=proxied)
    if proxied and find(InvalidSchema):
        return Failure("proxy", f"the proxy cannot be used: {one_line(str(error))}", proxied)
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
