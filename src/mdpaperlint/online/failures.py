"""What went wrong in an exchange, told from its exceptions."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator

from mdpaperlint.online.exchange import ExchangeError, Failure, Request, one_line
from mdpaperlint.online.http1 import BrokenOffError, ProtocolError


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was made of: libraries wrap as argument, as reason or as cause."""
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


def failure_of(error: BaseException, request: Request) -> Failure:
    causes = list(causes_of(error))

    def find(*kinds: type[BaseException]) -> BaseException | None:
        return next((cause for cause in causes if isinstance(cause, kinds)), None)

    guarded = find(ExchangeError)
    if isinstance(guarded, ExchangeError):
        return guarded.failure
    if find(UnicodeError):
        return Failure("invalid-url", "not a URL that can be asked for")
    if find(TimeoutError):
        return Failure("timeout", f"no answer within {request.timeout:g} s")
    failed_tls = next((words for cause in causes if (words := _tls_words(cause))), "")
    if failed_tls:
        return Failure("tls", failed_tls)
    if find(socket.gaierror):
        return Failure("name-look-up", "looking up the name failed")
    if find(ConnectionError, BrokenOffError):
        return Failure("reset", "the connection broke off")
    if find(ProtocolError):
        return Failure("protocol", "what came back is not HTTP")
    if find(OSError):
        return Failure("connect", f"no connection: {deepest(causes)}")
    return Failure("invalid-url", "not a URL that can be asked for")


def _tls_words(error: BaseException) -> str:
    # Who never asked for https has no ssl module, and none of its errors.
    ssl = sys.modules.get("ssl")
    if ssl is None or not isinstance(error, ssl.SSLError):
        return ""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {one_line(error.verify_message)}"
    return f"TLS failed: {one_line(str(error.args[-1]))}"


def deepest(causes: list[BaseException]) -> str:
    return one_line(str(causes[-1]))
