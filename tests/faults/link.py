"""A network that can be cut: a TCP proxy that, while it is, moves no byte in either direction and closes nothing."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Link:
    """The way to a port of this machine. Whoever uses it while it is cut waits, as behind a switch that has failed."""

    def __init__(self, target: int, loop: asyncio.AbstractEventLoop) -> None:
        self.target, self.port = target, 0
        self._loop, self._open = loop, asyncio.Event()
        self._open.set()

    def cut(self) -> None:
        """No byte passes any more."""
        self._loop.call_soon_threadsafe(self._open.clear)

    def mend(self) -> None:
        """What was held passes, as TCP would send it again."""
        self._loop.call_soon_threadsafe(self._open.set)

    async def start(self) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._open.wait()
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await self._open.wait()
                writer.write(data)
                await writer.drain()
        await self._open.wait()
        with suppress(OSError):
            writer.close()


@contextmanager
def link_to(port: int) -> Iterator[Link]:
    """A link, in a thread of this program."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        link = Link(port, loop)
        asyncio.run_coroutine_threadsafe(link.start(), loop).result(10)
        yield link
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
