"""The two pipes between tests and a program: a line is a message, JSON."""

import json
import os
from typing import Any


class Line:
    """The two pipes of one side, taken away from standard input and output."""

    def __init__(self) -> None:
        self.reader, self.writer = os.fdopen(os.dup(0), "rb"), os.dup(1)
        nothing = os.open("/dev/null", os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.close(nothing)

    def say(self, message: Any) -> None:
        """One line. Raises BrokenPipeError if nobody reads any more."""
        rest = memoryview(json.dumps(message).encode() + b"\n")
        while rest:
            rest = rest[os.write(self.writer, rest) :]

    def hear(self) -> Any:
        """What the next line says, None at the end. Raises ValueError."""
        line = self.reader.readline()
        return json.loads(line) if line.endswith(b"\n") else None


def said(error: BaseException) -> str:
    """What an exception says, as far as it can be asked."""
    try:
        return str(error)[:1_000]
    except BaseException:  # noqa: BLE001  # an exception may be hostile, too
        return ""
