"""HTTP as the checker needs it: one exchange, no redirects, no body beyond what is asked for.

Hosts are asked on connections of our own, and proxies through requests' adapter. So there is no ``.netrc``,
no cookie jar and no redirect that a library would follow on its own; what the environment says of proxies and
certificate authorities is read here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mdpaperlint import __version__
from mdpaperlint.online.connections import Direct, Response
from mdpaperlint.online.environment import proxies
from mdpaperlint.online.exchange import Answer, ExchangeError, Failure, Request
from mdpaperlint.online.failures import failure_of
from mdpaperlint.online.guard import Exchange, Guard, LookUp, Watch, look_up
from mdpaperlint.online.http1 import BrokenOffError, ProtocolError
from mdpaperlint.online.tls import Tls
from mdpaperlint.online.urls import as_asked

if TYPE_CHECKING:
    from mdpaperlint.online.proxied import Proxied, ProxiedResponse

_HEADERS = {
    "User-Agent": f"mdpaperlint/{__version__} (link checker)",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en,*;q=0.5",
}
_FAULTS = (OSError, ValueError, ProtocolError, BrokenOffError)


class HttpTransport:
    """``connections`` is the most at once to one host. ``secure`` tells that https will be asked for.

    Raises :class:`~mdpaperlint.online.settings.OnlineError` when the environment names certificates that
    cannot be read.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        connections: int = 10,
        secure: bool = True,
        look_up: LookUp = look_up,
    ) -> None:
        self._guard = Guard(allow_private=allow_private, look_up=look_up)
        self._watch = Watch()
        tls = Tls(secure=secure)
        self._guarded = Direct(self._guard, tls, connections)
        self._trusted = Direct(Guard(allow_private=True, look_up=look_up), tls, connections)
        self._headers = _encoded(_HEADERS)
        self._proxied: Proxied | None = None
        # Read once: that takes as long as a request does.
        used = proxies()
        if used:
            from mdpaperlint.online.proxied import Proxied

            self._proxied = Proxied(used, self._watch, tls, connections)

    def send(self, request: Request) -> Answer | Failure:
        exchange = self._watch.begin(request.time_limit)
        proxied = False
        try:
            try:
                asked = as_asked(request.url)
            except ValueError:
                return Failure("invalid-url", "not a URL that can be asked for")
            raw: Response | ProxiedResponse
            if self._proxied is not None and self._proxied.is_used_for(asked.url):
                proxied = True
                if not request.trusted:
                    self._vet_target(asked.url)
                raw = self._proxied.open(request, asked.url, {**_HEADERS, **request.headers}, exchange)
            else:
                hosts = self._trusted if request.trusted else self._guarded
                own = request.headers
                headers = _encoded({**_HEADERS, **own}) if own else self._headers
                raw = hosts.open(request, asked, headers, exchange)
            if exchange.was_cut:
                # Headers that break off are all the headers there are.
                raw.close()
                return Failure("timeout", f"no answer within {request.time_limit:g} s", proxied)
            return self._answer(request, raw, exchange, proxied)
        except ExchangeError as error:
            return error.failure._replace(proxied=proxied)
        except _FAULTS as error:
            if exchange.is_over():
                return Failure("timeout", f"no answer within {request.time_limit:g} s", proxied)
            return failure_of(error, request)._replace(proxied=proxied)
        finally:
            if not exchange.ended:
                self._watch.end(exchange)

    def expire(self) -> None:
        self._watch.expire()

    def close(self) -> None:
        """Ends what is under way, too."""
        self._watch.close()
        self._guarded.close()
        self._trusted.close()
        if self._proxied is not None:
            self._proxied.close()

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

    def _answer(
        self, request: Request, raw: Response | ProxiedResponse, exchange: Exchange, proxied: bool
    ) -> Answer:
        headers = raw.headers
        relayed = proxied and not request.url.lower().startswith("https:")
        body, cut = b"", False
        if request.method == "HEAD":
            self._watch.end(exchange)
            raw.release()
        elif request.body_limit:
            encoding = headers.get("content-encoding", "")
            body, cut = self._body(raw, encoding, request.body_limit, exchange)
        else:
            raw.close()
        return Answer(raw.status, headers, body, relayed, cut)

    def _body(
        self, raw: Response | ProxiedResponse, encoding: str, limit: int, exchange: Exchange
    ) -> tuple[bytes, bool]:
        body = bytearray()
        complete = False
        try:
            for piece in _decoded(_bounded(raw.pieces(), limit, exchange), encoding, limit + 1):
                body += piece
                if len(body) > limit:
                    break
            else:
                complete = True
        except (ProtocolError, BrokenOffError, OSError, zlib.error):
            # The status has been read; what came of the body is all there is.
            complete = False
        finally:
            self._watch.end(exchange)
            if complete:
                raw.release()
            else:
                raw.close()
        return bytes(body[:limit]), not complete


def _bounded(pieces: Iterator[bytes], limit: int, exchange: Exchange) -> Iterator[bytes]:
    """The pieces, as long as there is time and as many as ``limit`` bytes could be packed into: packed bytes
    may unpack to nothing at all.

    Raises :class:`BrokenOffError` where that is not all.
    """
    left = 2 * limit + 1024
    for piece in pieces:
        yield piece
        left -= len(piece)
        if left < 0 or exchange.is_over():
            raise BrokenOffError
    if exchange.is_over():
        raise BrokenOffError


def _decoded(pieces: Iterator[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """At most about ``limit`` bytes, however far they would unpack."""
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        yield from pieces
        return
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for piece in pieces:
        if unpacker.eof:
            # It would keep all that follows.
            continue
        yield unpacker.decompress(piece, limit)
        if unpacker.unconsumed_tail:
            # More than the limit was in one piece.
            yield unpacker.decompress(unpacker.unconsumed_tail, limit)
            return


def _encoded(headers: Mapping[str, str]) -> bytes:
    """Raises ``ValueError`` for a value that would end its line."""
    if any(set(text) & set("\r\n\0") for field in headers.items() for text in field):
        raise ValueError("a line break in a header")
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("latin-1")
