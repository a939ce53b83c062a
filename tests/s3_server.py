"""A real S3 server on loopback, moto's, as a process of its own; and a way to it that can refuse, cheat and forget.

The server keeps all in memory and has no latency; it checks neither keys nor signatures. Unlike moto's alone, it looks
whether a key is there and writes it in one. What answers 403 or 500, drops an answer, or ignores `If-None-Match` is the
`Way`: a real HTTP proxy in this process.
"""

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote
from urllib.request import Request, urlopen

KEYS = {"AWS_ACCESS_KEY_ID": "AKIATESTKEYID", "AWS_SECRET_ACCESS_KEY": "secret-that-nobody-may-see"}


def environment(url: str) -> dict[str, str]:
    """What a program needs in its environment to use a server."""
    return {**KEYS, "AWS_ENDPOINT_URL": url, "AWS_REGION": "us-east-1", "AWS_ALLOW_HTTP": "true"}


SERVER = """
import sys, threading
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple
app, one = DomainDispatcherApplication(create_backend_app), threading.Lock()
def atomic(environ, start_response):
    if "HTTP_IF_NONE_MATCH" not in environ:
        return app(environ, start_response)
    with one:
        return list(app(environ, start_response))
run_simple("127.0.0.1", int(sys.argv[1]), atomic, threaded=True)
"""


@contextmanager
def s3_server() -> Iterator[str]:
    """Start moto's server on a free port. Yields its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-c", SERVER, str(port)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _until_up(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait()


def _until_up(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        assert server.poll() is None, "moto's server did not start"
        try:
            with urlopen(f"{url}/moto-api/", timeout=5):
                return url
        except OSError:
            time.sleep(0.1)
    raise AssertionError("moto's server does not answer")


SIGNED = "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"


def make_bucket(url: str, name: str) -> None:
    """A new, empty bucket."""
    with urlopen(Request(f"{url}/{name}", method="PUT", headers={"Authorization": SIGNED}), timeout=30):
        pass


def put_object(url: str, address: str, content: bytes) -> None:
    """An object under any key at all, also one that no client of ours would write: `address` is s3://bucket/key."""
    _about_object(url, "PUT", address, content)


def delete_object(url: str, address: str) -> None:
    """Remove such an object."""
    _about_object(url, "DELETE", address, b"")


def _about_object(url: str, method: str, address: str, content: bytes) -> None:
    onward = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
    onward.request(method, f"/{quote(address.removeprefix('s3://'))}", content, {"Authorization": SIGNED})
    answer = onward.getresponse()
    answer.read()
    onward.close()
    assert answer.status < 300, answer.status


class Way(ThreadingHTTPServer):
    """A proxy to the server. `refuse`: answer so many requests with `status`; `forget`: pass a PUT on, drop its answer.

    `late`: drop a PUT's connection, pass it on once `release` is set. `hold`: let PUTs wait for `release`. `cheat`:
    take `If-None-Match` away. `only` narrows all but the last; `refusing` is the method that is refused, PUT at first.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.target = url.removeprefix("http://")
        self.refuse, self.status, self.forget, self.late, self.cheat = 0, 403, 0, 0, False
        self.only, self.refusing = "", "PUT"
        self.forgotten = 0
        self.landed: list[int] = []
        self.hold, self.held, self.release = False, threading.Event(), threading.Event()
        self.lock = threading.Lock()
        self.seen: list[str] = []

    @property
    def url(self) -> str:
        """Its own address."""
        return f"http://127.0.0.1:{self.server_port}"

    def takes(self, name: str, method: str, path: str) -> bool:
        """Whether the next fault of a kind is due."""
        with self.lock:
            left = getattr(self, name)
            wanted = self.refusing if name == "refuse" else "PUT"
            if method != wanted or self.only not in path or left <= 0:
                return False
            setattr(self, name, left - 1)
            return True

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that somebody closed is what these tests are about."""


OWN = ("content-length", "connection", "date", "server")
"""Headers that a proxy sets itself."""


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Way  # pyright: ignore[reportIncompatibleVariableOverride]  # it serves nobody else

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name in the standard library
        """Not to the terminal."""

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append(f"{self.command} {self.path}")
        if self.server.hold and self.command == "PUT" and self.server.only in self.path:
            self.server.held.set()
            self.server.release.wait(600)
        if self.server.takes("refuse", self.command, self.path):
            key = KEYS["AWS_ACCESS_KEY_ID"]  # S3 repeats it
            told = f"<Error><Code>AccessDenied</Code><AWSAccessKeyId>{key}</AWSAccessKeyId></Error>"
            self._answer(self.server.status, told.encode(), {"Content-Type": "application/xml"})
            return
        if self.server.takes("late", self.command, self.path):
            threading.Thread(target=self._pass_on_later, args=(body,), daemon=True).start()
            self._cut()
            return
        answer, content = self._pass_on(body)
        if self.server.takes("forget", self.command, self.path):
            with self.server.lock:
                self.server.forgotten += 1
            self._cut()
            return
        kept = {name: value for name, value in answer.getheaders() if name.lower() not in OWN}
        self._answer(answer.status, content, kept, answer.getheader("Content-Length"))

    def _pass_on(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        taken = {"connection", "if-none-match"} if self.server.cheat else {"connection"}
        headers = {name: value for name, value in self.headers.items() if name.lower() not in taken}
        onward = http.client.HTTPConnection(self.server.target, timeout=60)
        onward.request(self.command, self.path, body, headers)
        answer = onward.getresponse()
        content = answer.read()
        onward.close()
        return answer, content

    def _pass_on_later(self, body: bytes) -> None:
        self.server.release.wait(600)
        self.server.landed.append(self._pass_on(body)[0].status)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _answer(self, status: int, content: bytes, headers: dict[str, str], length: str | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", length or str(len(content)) if self.command == "HEAD" else str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass  # noqa: N815  # their names in the standard library


@contextmanager
def way_to(url: str) -> Iterator[Way]:
    """A proxy to the server at `url`, running."""
    way = Way(url)
    thread = threading.Thread(target=way.serve_forever, daemon=True)
    thread.start()
    try:
        yield way
    finally:
        way.shutdown()
        way.server_close()
