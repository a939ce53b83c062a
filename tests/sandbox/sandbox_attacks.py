"""Attacks on the sandbox, to be walked: `tests/attacks/programs.txt` and `calls.txt`, one under each `##`.

A program that breaks out of something prints BREACH. A call breaks out if it is taken for one that returns 42. A line
that begins with `?` is tried; if it raises nothing and is true, it is a breach. `@NAME@` stands for something on the
host that a candidate must not reach: see `Host`.
"""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent / "attacks"
SECRET = "the-host's-secret-8f1c"
TRIED = "try:\n    if ({}): print('BREACH')\nexcept Exception: pass\n"


@dataclass(frozen=True)
class Host:
    """What lies open on the host, for whoever is outside."""

    FILE: Path
    """A file with the secret."""
    HOME: Path
    """Another one, in the home of who runs the tests."""
    DIR: Path
    """A folder that everybody may write to."""
    CHECKOUT: Path
    PORT: int
    """Of loopback; somebody listens."""
    UNIX: Path
    ABSTRACT: str
    PID: int
    """Of the program that judges."""

    def place(self, code: str) -> str:
        """The attack, aimed at this host."""
        for name, value in asdict(self).items():
            code = code.replace(f"@{name}@", str(value))
        return code


def read(name: str) -> dict[str, str]:
    """The attacks of a file by their names."""
    parts = re.split(r"^## (.*)\n", (HERE / f"{name}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        title: re.sub(r"^\? (.*)\n", lambda line: TRIED.format(line[1]), code.strip() + "\n", flags=re.MULTILINE)
        for title, code in zip(parts[::2], parts[1::2], strict=True)
    }


PROGRAMS = read("programs") | {
    "half a character": "print('\udc80')",
    "no character": "print('\0')",
    "source as deep as can be": "(" * 10_000,
    "source that grows": "x = " + "-" * 100_000 + "1",
}
CALLS = read("calls")
SLEEPERS = (
    "sleep",
    "a thread that stays",
    "waiting for oneself",
    "a stopped program",
    "an exit that takes its time",
    "a deleter that takes its time",
)
"""Programs that use no CPU: each has a sandbox until it is ended with it."""


@contextmanager
def listening(path: Path, abstract: str) -> Iterator[tuple[int, list[socket.socket]]]:
    """A port and two Unix sockets that accept whoever comes."""
    port, unix, nameless = (
        socket.create_server(("127.0.0.1", 0)),
        socket.socket(socket.AF_UNIX),
        socket.socket(socket.AF_UNIX),
    )
    unix.bind(str(path))
    nameless.bind(f"\0{abstract}")
    doors = [port, unix, nameless]
    for door in doors:
        door.listen()
        door.setblocking(False)
    try:
        yield port.getsockname()[1], doors
    finally:
        for door in doors:
            door.close()
