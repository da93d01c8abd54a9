"""Real servers on addresses of 127.0.0.0/8 that answer byte by byte what a test wrote down."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Send(NamedTuple):
    """Sends bytes; then keeps the connection, ``close``s it, ``reset``s it, waits for ever (``stall``),
    repeats ``endless`` until the client goes, or sends one byte of ``drip`` every tenth of a second.
    """

    data: bytes = b""
    close: bool = False
    reset: bool = False
    stall: bool = False
    endless: bytes = b""
    drip: bytes = b""


Script = Mapping[str, Sequence[Send]]
"""Method to what it is answered, in turn; the last answer is given again and again."""


def answer(status: int, body: bytes = b"", *, reason: str = "Reason", **headers: str) -> Send:
    """A well-formed answer; ``_`` in a header's name stands for ``-``."""
    lines = [f"HTTP/1.1 {status} {reason}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return Send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def both(*answers: Send) -> dict[str, Script]:
    """A page that answers HEAD and GET alike; a HEAD answer goes without its body."""
    heads = []
    for each in answers:
        head, end, _ = each.data.partition(b"\r\n\r\n")
        heads.append(each._replace(data=head + end))
    return {"/page": {"HEAD": heads, "GET": answers}}


class ScriptedServer:
    """``requests`` holds method and path of each request, ``connections`` counts those that were accepted."""

    def __init__(self, address: str, pages: Mapping[str, Script], tls: ssl.SSLContext | None) -> None:
        self.address = address
        self.pages = pages
        self.tls = tls
        self.port = 0
        self.connections = 0
        self.requests: list[tuple[str, str]] = []
        self.raw_requests: list[bytes] = []
        self.bodies: list[bytes] = []
        self.words: dict[bytes, bytes] = {}
        self.transports: list[asyncio.WriteTransport] = []
        self._turns: dict[tuple[str, str], int] = {}
        self._arrived = threading.Condition()

    @property
    def url(self) -> str:
        host = f"[{self.address}]" if ":" in self.address else self.address
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    def wait_for(self, method: str, target: str) -> bool:
        with self._arrived:
            return self._arrived.wait_for(lambda: (method, target) in self.requests, timeout=30)

    async def start(self) -> asyncio.Server:
        server = await asyncio.start_server(self._serve, self.address, 0, ssl=self.tls)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.transports.append(writer.transport)
        try:
            while await self._exchange(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        body = await reader.readexactly(length)
        with self._arrived:
            self.requests.append((method, target))
            self._arrived.notify_all()
        self.raw_requests.append(head)
        self.bodies.append(body)
        step = self.respond(method, target, body)
        data = step.data
        for word, value in self.words.items():
            data = data.replace(word, value)
        writer.write(data)
        if step.reset:
            connection: socket.socket = writer.get_extra_info("socket")
            await writer.drain()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            return False
        await writer.drain()
        if step.stall:
            await reader.read(1)
            return False
        while step.endless:
            writer.write(step.endless)
            await writer.drain()
        for byte in step.drip:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.1)
        return not step.close

    def respond(self, method: str, target: str, body: bytes) -> Send:
        page = self.pages.get(target) or self.pages.get("*")
        steps = page.get(method) if page else None
        if steps is None:
            return answer(404 if page is None else 405)
        turn = self._turns.get((method, target), 0)
        self._turns[method, target] = turn + 1
        return steps[min(turn, len(steps) - 1)]


class Servers:
    """Runs scripted servers in a thread of its own; to be used in a ``with`` block."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._open: list[asyncio.Server] = []
        self.all: list[ScriptedServer] = []

    def __enter__(self) -> Servers:
        self._thread.start()
        return self

    def add(self, server: ScriptedServer) -> ScriptedServer:
        future = asyncio.run_coroutine_threadsafe(server.start(), self._loop)
        self._open.append(future.result(5))
        self.all.append(server)
        return server

    def serve(
        self, address: str, pages: Mapping[str, Script], *, tls: ssl.SSLContext | None = None
    ) -> ScriptedServer:
        return self.add(ScriptedServer(address, pages, tls))

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _close(self) -> None:
        for server in self._open:
            server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # A connection that waits for a client to read would be left open, and Python would warn of it.
        for each in self.all:
            for transport in each.transports:
                transport.abort()
        # What that sets off is done in the loop's next round.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
