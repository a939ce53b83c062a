"""As much of S3 as a store asks for, in memory: fast enough for 100,000 requests, counted, each answered with a delay.

The tests use moto's server; it answers about 150 requests a second, too few for a store of 3,000 shards.
"""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import md5
from xml.sax.saxutils import escape

from aiohttp import web

PAGE = 1_000
"""Keys of one answer to a listing, as at S3."""
WHEN, HTTP_WHEN = "2026-01-01T00:00:00.000Z", "Thu, 01 Jan 2026 00:00:00 GMT"


class Server:
    """Objects by path, what was asked, and how long each answer waits."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.asked: Counter[str] = Counter()
        self.delay_s = 0.0
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        """One request. All between two awaits is atomic: of two creates one is first."""
        body = await request.read()
        kind = {"POST": "BULK DELETE"}.get(request.method, request.method)
        if "list-type" in request.query:
            kind = "LIST"
        self.asked[f"{kind} {_about(kind, request, body)}"] += 1
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if kind == "LIST":
            return self._list(request.query)
        if kind == "BULK DELETE":
            return self._delete_all(request.path, body)
        return self._one(request, body)

    def _one(self, request: web.Request, body: bytes) -> web.Response:
        path = request.path
        if request.method == "PUT":
            if path in self.objects and "If-None-Match" in request.headers:
                return web.Response(status=412, text="<Error><Code>PreconditionFailed</Code></Error>")
            self.objects[path] = body
            return web.Response(headers={"ETag": _tag(body)})
        if request.method == "DELETE":
            self.objects.pop(path, None)
            return web.Response(status=204)
        if (content := self.objects.get(path)) is None:
            return web.Response(status=404, text="<Error><Code>NoSuchKey</Code></Error>")
        return web.Response(body=content, headers={"ETag": _tag(content), "Last-Modified": HTTP_WHEN})

    def _list(self, query: Mapping[str, str]) -> web.Response:
        prefix, after = query.get("prefix", ""), query.get("continuation-token", "")
        names = sorted(name for path in self.objects if (name := path.split("/", 2)[2]).startswith(prefix))
        names = [name for name in names if name > after]
        rows = (
            f"<Contents><Key>{escape(name)}</Key><LastModified>{WHEN}</LastModified><ETag>{'0' * 32}</ETag>"
            f"<Size>{len(self.objects[f'/{BUCKET}/{name}'])}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for name in names[:PAGE]
        )
        more = len(names) > PAGE
        token = f"<NextContinuationToken>{escape(names[PAGE - 1])}</NextContinuationToken>" if more else ""
        text = (
            f"<ListBucketResult><Name>{BUCKET}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(names[:PAGE])}"
            f"</KeyCount><MaxKeys>{PAGE}</MaxKeys><IsTruncated>{str(more).lower()}</IsTruncated>{token}{''.join(rows)}"
            "</ListBucketResult>"
        )
        return web.Response(text=text, content_type="application/xml")

    def _delete_all(self, path: str, body: bytes) -> web.Response:
        names = re.findall(r"<Key>([^<]*)</Key>", body.decode())
        for name in names:
            self.objects.pop(f"{path.rstrip('/')}/{name}", None)
        gone = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in names)
        return web.Response(text=f"<DeleteResult>{gone}</DeleteResult>", content_type="application/xml")


BUCKET = "bench"


def _about(kind: str, request: web.Request, body: bytes) -> str:
    """The folder of a store that a request is about: its third part, behind the bucket and the store."""
    asked = request.path
    if kind == "LIST":
        asked = f"/{BUCKET}/{request.query.get('prefix', '')}"
    elif found := re.search(rb"<Key>([^<]*)", body if kind == "BULK DELETE" else b""):
        asked = f"/{BUCKET}/{found[1].decode()}"
    return asked.split("/")[3]


def _tag(content: bytes) -> str:
    return f'"{md5(content, usedforsecurity=False).hexdigest()}"'


@contextmanager
def s3_in_memory() -> Iterator[Server]:
    """The server, running in a thread of its own."""
    server, loop = Server(), asyncio.new_event_loop()

    async def start() -> None:
        app = web.Application(client_max_size=1 << 30)
        app.router.add_route("*", "/{path:.*}", server.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1_000)
        await site.start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
