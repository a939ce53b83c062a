"""A store in an S3 bucket, or in what speaks S3. Endpoint, region and keys come from the environment (AWS_…) only."""

import os
import re
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from thoughtmill.errors import StoreError, StoreUnavailable
from thoughtmill.store.places.storage import Listed, reported

CHUNK = 8 << 20
"""Bytes of one piece of an upload or a download; at most four pieces of an upload are in memory."""

RETRY_S = 60.0
"""A request that gets no answer, 429 or 5xx is sent again for this long, with growing pauses."""

PIECES_FROM = 16 << 20
"""Bytes from which a file goes up in pieces: up to there it is one request."""

JUST_NOW_S = 2.0
"""Of what was written so lately it is not asked whether it is there: who sweeps all there is waits for longer."""

PASSES = re.compile(r"HTTP (429|5\d\d)|\w+: (?!no code)")
"""What `answer` says of a store that could not answer just now: too busy, a server's fault, no connection."""

ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
"""Variables that the client takes an address from."""

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
"""Both or neither: without them a machine of a cloud may have a role. Files in ~/.aws are not read."""

NOT_LET_IN = re.compile(r"HTTP 40[13]|169\.254\.169\.254|credential")
"""What the client says where keys were wanted: the answer itself, or that it asked a cloud for a role in vain."""

LOOK_AT = "look at AWS_ENDPOINT_URL, AWS_REGION and the keys, then start the run again: what is committed stays"


class Bucket:
    """`s3://bucket/prefix`. What is written is visible at once and lasting: that much S3 promises itself."""

    at_once = 32
    save_every_s = 30.0

    def __init__(self, url: str, retry_s: float = RETRY_S) -> None:
        """Raises StoreError for a URL that can't be one. Asks nothing of the bucket yet."""
        import obstore
        from obstore.store import S3Store

        parts = urlsplit(url)
        prefix = parts.path.strip("/")
        if parts.scheme != "s3" or not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,62}", parts.netloc) or parts.query:
            raise StoreError("s3://bucket/prefix", shown(url), "write no keys and no endpoint into it: see AWS_…")
        self.url = f"s3://{parts.netloc}/{prefix}".rstrip("/")
        _expect_settings()
        self.unsettled_s = JUST_NOW_S + retry_s
        self._ask: Any = obstore
        self._bucket = S3Store(
            parts.netloc,
            prefix=prefix or None,
            retry_config={"max_retries": 20, "retry_timeout": timedelta(seconds=retry_s)},
            client_options={
                "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true", "yes"),
                "connect_timeout": "10s",
                "timeout": "600s",  # of one request with its body
            },
        )
        self._drafts: dict[str, Path] = {}
        self._kept: dict[str, float] = {}

    def create(self, path: str, content: bytes) -> bool:
        """As `Storage` says: one PUT with `If-None-Match: *`."""
        from obstore.exceptions import AlreadyExistsError

        with self._reported(path, "written"):
            try:
                self._ask.put(self._bucket, path, content, mode="create", use_multipart=False)
            except AlreadyExistsError:
                return False
        return True

    def read(self, path: str) -> bytes:
        """As `Storage` says."""
        with self._reported(path, "read"):
            return bytes(self._ask.get(self._bucket, path).bytes())

    def blocks(self, path: str) -> Iterator[bytes]:
        """As `Storage` says."""
        with self._reported(path, "read"):
            yield from self._ask.get(self._bucket, path).stream(min_chunk_size=CHUNK)

    def here(self, path: str) -> Path | None:  # noqa: ARG002  # as Storage says
        """As `Storage` says: never."""
        return None

    def draft(self, path: str, attempt: str) -> Path:
        """As `Storage` says: in a temporary folder, until `keep` uploads it."""
        if attempt not in self._drafts:
            self._drafts[attempt] = folder = Path(tempfile.mkdtemp(prefix="thoughtmill-"))
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)  # of attempts that nobody ended
        draft = self._drafts[attempt] / path
        with reported(draft):
            draft.parent.mkdir(parents=True, exist_ok=True)
        return draft

    def keep(self, path: str, draft: Path) -> None:
        """As `Storage` says: upload it, in pieces if it is large."""
        with self._reported(path, "written"):
            whole = draft.stat().st_size < PIECES_FROM
            self._ask.put(self._bucket, path, draft, use_multipart=not whole, chunk_size=CHUNK, max_concurrency=4)
        self._kept[path] = time.time()

    def settle(self, paths: list[str]) -> None:
        """As `Storage` says: S3 answers when it is so. Only looks whether older ones are still there."""
        long = [path for path in paths if not 0 <= time.time() - self._kept.pop(path, 0.0) < JUST_NOW_S]
        with ThreadPoolExecutor(self.at_once) as pool:
            list(pool.map(self._is_there, long))

    def _is_there(self, path: str) -> None:
        with self._reported(path, "read"):
            try:
                self._ask.head(self._bucket, path)
            except FileNotFoundError:
                todo = "start the run again: something removes from the bucket"
                raise StoreError(f"{self.url}/{path} to be there", "no such file", todo) from None

    def drop(self, paths: list[str], attempt: str) -> None:
        """As `Storage` says."""
        if attempt in self._drafts:
            shutil.rmtree(self._drafts.pop(attempt), ignore_errors=True)
        for path in paths:
            self._kept.pop(path, None)
        with suppress(StoreError):
            self.delete_all(paths)

    def listed(self, prefix: str) -> Iterator[Listed]:
        """As `Storage` says."""
        with self._reported(prefix or "/", "listed"):
            for some in self._ask.list(self._bucket, prefix or None):
                for found in some:
                    yield Listed(found["path"], found["size"], found["last_modified"])

    def delete(self, path: str) -> None:
        """As `Storage` says."""
        with self._reported(path, "deleted"), suppress(FileNotFoundError):
            self._ask.delete(self._bucket, path)

    def delete_all(self, paths: list[str]) -> None:
        """As `Storage` says: a request for each thousand; one by one where that is not known."""
        if not paths:
            return
        try:
            with self._reported(paths[0], "deleted"):
                self._ask.delete(self._bucket, paths)
        except (StoreError, FileNotFoundError):
            for path in paths:
                self.delete(path)

    @contextmanager
    def _reported(self, path: str, verb: str) -> Iterator[None]:
        """Say what the store said, never what we sent: S3 repeats keys and signatures in its answers."""
        from obstore.exceptions import BaseError, InvalidPathError

        try:
            yield
        except FileNotFoundError as error:
            if "NoSuchBucket" in str(error):
                raise StoreError(f"{self.url} to be there", "no such bucket", "make the bucket") from None
            raise FileNotFoundError(f"{self.url}/{path}") from None
        except InvalidPathError:
            found = "an object whose name no path can have: an empty part, . or .., a control character"
            raise StoreError(f"{self.url}/{path} {verb}", found, "remove it with your provider's tool") from None
        except (BaseError, OSError) as error:
            told = answer(error)
            kind = StoreUnavailable if isinstance(error, BaseError) and PASSES.match(told) else StoreError
            if not os.environ.get(KEYS[0]) and NOT_LET_IN.search(f"{told} {error}"):
                told = f"{told}; {' and '.join(KEYS)} are not set"
            raise kind(f"{self.url}/{path} {verb}", told, LOOK_AT) from None


def _expect_settings() -> None:
    """Raises StoreError for variables that the client could not even begin with."""
    for name in ENDPOINTS:
        if name in os.environ and not re.fullmatch(r"(?i:https?)://[^/@\s]+(/\S*)?", os.environ[name]):
            todo = f"name it with its scheme and without keys: {name}=https://…, or unset it for AWS itself"
            raise StoreError(f"{name} to be a URL", shown(os.environ[name]), todo)
    if len(there := [name for name in KEYS if os.environ.get(name)]) == 1:
        raise StoreError(" and ".join(KEYS), f"{there[0]} alone", "set both")


def answer(error: Exception) -> str:
    """An error of the S3 client in one line: status, code; without URLs, headers, key ids and signatures."""
    text = str(error)
    status = re.search(r"status code: (\d{3}(?: [A-Z][A-Za-z ]+)?)", text)
    code = re.search(r"<Code>(\w+)</Code>", text)
    if status or code:
        return f"HTTP {status[1] if status else '?'}, {code[1] if code else 'no code'}"
    if isinstance(error, OSError):
        return error.strerror or "the file on this machine can't be read"
    if "builder error" in text:
        return "an endpoint without TLS: AWS_ALLOW_HTTP=true allows it"
    cause = re.search(r"HTTP error: ([a-z ]+)", text)
    return f"{type(error).__name__}: {cause[1] if cause else 'no answer'}"


def shown(url: str) -> str:
    """A URL without what stands before an @ in it or behind a ?: people put keys there."""
    return re.sub(r"^(\w+://)?.*@", r"\1…@", url).partition("?")[0]
