"""HTTP/1.1 (RFC 9112) on one connection: a request goes out, the head of the answer is read, and as much of
the body as is wanted.

``http.client`` reads a head with the parser for e-mails, which takes longer than all the rest of an exchange,
and drops what follows a line that is no header field; here such a line alone is passed over.
"""

from __future__ import annotations

import re
import select
import socket
from collections.abc import Iterator
from typing import NamedTuple

# In bytes: what is taken from the socket at once, the longest line of a head, and the longest head.
_PIECE = 16_384
_LONGEST_LINE = 65_536
_LONGEST_HEAD = 262_144
_MOST_FIELDS = 100
# Answers of the kind "wait for the real one".
_MOST_INTERIM = 10
_LONGEST_CHUNK_LINE = 4_096

_HEAD_END = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(r"HTTP/1\.([0-9])[ \t]+([1-9][0-9]{2})(?:[ \t]|$)")
# What makes a field invalid (RFC 9110, 5.5): a line that was meant to end there, or nobody knows what.
_INVALID = re.compile(r"\r(?=[^\r\n])|\0")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LENGTH = re.compile(r"[0-9]{1,18}")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")
# These have one value, so that a second line is a mistake; the others are lists.
_SINGLE = frozenset({"content-length", "content-type", "location", "retry-after"})
# str.strip() takes more than the white space of RFC 9110, 5.6.3: the last byte of many a character in UTF-8.
_SPACE = " \t"


class ProtocolError(Exception):
    """What came back is not HTTP, or more of it than is ever meant."""


class BrokenOffError(Exception):
    """The connection ended before the answer did."""


class Head(NamedTuple):
    """The names of ``headers`` are in lower case. ``persists`` tells that the server leaves the connection
    open; ``length`` of the body is None where only the end of the connection or of the chunks tells it.
    """

    status: int
    headers: dict[str, str]
    persists: bool
    length: int | None
    chunked: bool


class Connection:
    """A connected socket and what came in on it. Of one thread at a time."""

    __slots__ = ("_is_readable", "_received", "sock", "timeout")

    def __init__(self, sock: socket.socket, timeout: float) -> None:
        """``timeout`` is the one that is set on the socket."""
        self.sock = sock
        self.timeout = timeout
        self._received = b""
        self._is_readable = _Readable(sock)

    def send(self, message: bytes, timeout: float) -> None:
        """``timeout`` in seconds bounds each wait from here on."""
        if timeout != self.timeout:
            self.sock.settimeout(timeout)
            self.timeout = timeout
        self.sock.sendall(message)

    def head(self, method: str) -> Head:
        """The head of the final answer to a request.

        Raises :class:`ProtocolError`, :class:`BrokenOffError` and ``OSError``.
        """
        for _ in range(_MOST_INTERIM):
            head, complete = self._next_head()
            status, minor, headers, doubtful = _read(head)
            if not complete and 300 <= status < 400:
                # What says where it leads may be what is missing (RFC 9112, 8).
                raise BrokenOffError
            if not 100 <= status < 200 or status == 101:
                return _framed(method, status, minor, headers, doubtful)
        raise ProtocolError("no final answer")

    def _next_head(self) -> tuple[bytes, bool]:
        """The head, and whether it is complete: it ends with the connection, too, for the status line has
        said the most of it. A line that broke off is left out.
        """
        received = bytearray(self._received or self._more())
        searched = 0
        while True:
            end = _HEAD_END.search(received, searched)
            if end is not None:
                self._received = bytes(received[end.end() :])
                return bytes(received[: end.start()]), True
            if len(received) > _LONGEST_HEAD:
                raise ProtocolError("the head is too long")
            searched = max(0, len(received) - 2)
            piece = self.sock.recv(_PIECE)
            if not piece:
                self._received = b""
                if b"\n" not in received:
                    raise BrokenOffError
                return bytes(received.rpartition(b"\n")[0]), False
            received += piece

    def _more(self) -> bytes:
        piece = self.sock.recv(_PIECE)
        if not piece:
            raise BrokenOffError
        return piece

    def body(self, head: Head) -> Iterator[bytes]:
        """The pieces of the body as they come. Raises as :meth:`head` does."""
        if head.chunked:
            yield from self._chunks()
        elif head.length is None:
            if self._received:
                yield self._received
                self._received = b""
            while piece := self.sock.recv(_PIECE):
                yield piece
        else:
            yield from self._exactly(head.length)

    def _exactly(self, left: int) -> Iterator[bytes]:
        while left:
            received = self._received or self._more()
            piece, self._received = received[:left], received[left:]
            left -= len(piece)
            yield piece

    def _chunks(self) -> Iterator[bytes]:
        while True:
            size = _CHUNK_SIZE.fullmatch(self._line().partition(b";")[0].strip())
            if size is None:
                raise ProtocolError("no chunk")
            left = int(size[0], 16)
            if not left:
                break
            yield from self._exactly(left)
            if self._line():
                raise ProtocolError("no end of a chunk")
        for _ in range(_MOST_FIELDS):
            if not self._line():
                return
        raise ProtocolError("too many trailers")

    def _line(self) -> bytes:
        while True:
            line, end, rest = self._received.partition(b"\n")
            if end:
                self._received = rest
                return line.removesuffix(b"\r")
            if len(line) > _LONGEST_CHUNK_LINE:
                raise ProtocolError("a line is too long")
            self._received += self._more()

    def is_quiet(self) -> bool:
        """Whether nothing has come in that nobody asked for, not even the end of the connection."""
        return not (self._received or self._is_readable())

    def close(self) -> None:
        self.sock.close()


class _Readable:
    """Whether reading would not wait."""

    __slots__ = ("_poll", "_sock")

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._poll = None
        if hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(sock, select.POLLIN)

    def __call__(self) -> bool:
        if self._poll is not None:
            return bool(self._poll.poll(0))
        return bool(select.select([self._sock], [], [], 0)[0])


def _read(head: bytes) -> tuple[int, int, dict[str, str], bool]:
    """Status, minor version and headers, and whether two lines disagree on the length of the body.

    Where two disagree on the location, or a line may be more than one, there is no location: it would lead
    astray.
    """
    text = head.decode("latin-1").replace("\r\n", "\n")
    first, *lines = text.replace("\r", " ").split("\n")
    found = _STATUS_LINE.match(first)
    if found is None:
        raise ProtocolError("no status line")
    if len(lines) > _MOST_FIELDS:
        raise ProtocolError("too many header fields")
    if len(head) > _LONGEST_LINE and max(map(len, (first, *lines))) > _LONGEST_LINE:
        raise ProtocolError("a line is too long")
    headers: dict[str, str] = {}
    name = ""
    doubtful: set[str] = set()
    for line in lines:
        if line[:1] in (" ", "\t"):
            # A folded field (RFC 9112, 5.2).
            if name:
                headers[name] = f"{headers[name]} {line.strip(_SPACE)}".strip(_SPACE)
            continue
        name, colon, value = line.partition(":")
        if not colon or _TOKEN.fullmatch(name) is None:
            name = ""
            continue
        name, value = name.lower(), value.strip(_SPACE)
        if name in headers:
            if name not in _SINGLE:
                value = f"{headers[name]}, {value}"
            elif value != headers[name]:
                doubtful.add(name)
        headers[name] = value
    if "location" in headers and ("location" in doubtful or _INVALID.search(text)):
        del headers["location"]
    return int(found[2]), int(found[1]), headers, "content-length" in doubtful


def _framed(method: str, status: int, minor: int, headers: dict[str, str], doubtful: bool) -> Head:
    """How long the body is (RFC 9112, 6.3), and whether another answer can follow it (9.3)."""
    options = headers.get("connection", "").lower()
    persists = "close" not in options if minor else "keep-alive" in options
    if status == 101:
        persists = False
    if method == "HEAD" or status in (101, 204, 304):
        return Head(status, headers, persists, 0, False)
    coding = headers.get("transfer-encoding", "").lower()
    if coding:
        chunked = coding.rpartition(",")[2].strip() == "chunked"
        # Both framings in one answer, and chunks before HTTP/1.1, are how answers are smuggled past a proxy.
        persists = persists and chunked and minor > 0 and "content-length" not in headers
        return Head(status, headers, persists, None, chunked)
    written = headers.get("content-length")
    if written is None or doubtful or _LENGTH.fullmatch(written) is None:
        return Head(status, headers, False, None, False)
    return Head(status, headers, persists, int(written), False)
