"""How an engine is spoken to: never more of a body than is wanted, and nobody else than who was named."""

import resource

import aiohttp

from thoughtmill.engine.answer import ERROR_BYTES, Broken, one_line, unpacked
from thoughtmill.engine.protocol import Address
from thoughtmill.errors import EngineError

SHORT = aiohttp.ClientTimeout(total=30)
"""For what is answered at once or not at all."""

WRONG_KEY = {401, 403}
BUSY, DOWN = {425, 429, 503, 529}, {500, 502, 503, 504}
PASSING = {408, *BUSY, *DOWN}
"""What may pass: no room, and a server's own errors."""

FILES_BESIDE = 256
"""So many files may be open beside connections."""

MODELS_BYTES = 2**24
"""A list of models is no longer."""


def session(engine: Address, connect_s: float = 30) -> aiohttp.ClientSession:
    """A session that knows the engine's key. What is compressed comes as it is: `read` unpacks it within its limit."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        headers=engine.headers | {"Content-Type": "application/json", "Accept-Encoding": "identity"},
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=connect_s),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=not engine.is_here,
        auto_decompress=False,
    )


def enough_files(connections: int) -> None:
    """Let this program have so many connections open, beside what else it needs. Raises EngineError if it may not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = connections + FILES_BESIDE
    if hard != resource.RLIM_INFINITY and needed > hard:
        todo = f"raise the limit (ulimit -Hn {needed}), or lower the teacher's concurrency"
        raise EngineError(f"{needed:,} open files for {connections:,} requests in flight", f"at most {hard:,}", todo)
    if soft != resource.RLIM_INFINITY and needed > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


async def read(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    """The whole body. Raises Broken if it is, or would unpack to, more than `limit` bytes."""
    if (announced := answer.content_length) is not None and announced <= limit:
        whole = await answer.read()  # no more comes than was announced
    else:
        body = bytearray()
        async for some in answer.content.iter_any():
            body += some
            if len(body) > limit:
                raise Broken(f"an answer of more than {limit:,} bytes")
        whole = bytes(body)
    packing = answer.headers.get("Content-Encoding")
    return unpacked(whole, packing.strip().lower(), limit) if packing else whole


async def read_some(answer: aiohttp.ClientResponse) -> bytes:
    """What is said beside traces; nothing where that is too long to be read."""
    try:
        return await read(answer, ERROR_BYTES)
    except Broken:
        return b""


async def read_models(answer: aiohttp.ClientResponse) -> bytes:
    """A list of models; nothing where it is too long, or something else."""
    try:
        return await read(answer, MODELS_BYTES)
    except Broken:
        return b""


def told(error: Exception) -> str:
    """An exception in one line."""
    return one_line(f"{type(error).__name__}: {error}".rstrip(": "))


def wrong_key(engine: Address, status: int) -> EngineError:
    """What to say of a 401 or 403."""
    return EngineError(f"a key that {engine.shown} takes", f"HTTP {status}", f"set {engine.key_variable}")


def elsewhere(engine: Address, status: int, answer: aiohttp.ClientResponse) -> EngineError:
    """What to say of a redirect: it is not followed, for whoever it names would get the questions and the key."""
    target = one_line(answer.headers.get("Location", "nowhere")).partition("?")[0][:200]
    found, todo = f"HTTP {status}, which sends us to {target!r}", "name that URL if it is the engine's"
    return EngineError(f"{engine.shown} to answer itself", found, todo)
