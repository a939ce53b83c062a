"""The program that judges pieces of shards in a process of its own; started by `workers.py`, imported by nobody.

Frames on standard input and output: a byte that says what it is, four bytes of length, the content. It ends when its
input is closed, so also when whoever started it is killed. Nothing but Arrow and JSON passes: no pickle.
"""

import json
import os
import signal
import sys
from typing import BinaryIO

import pyarrow as pa

from thoughtmill.campaign import Policy
from thoughtmill.errors import CheckerBroken
from thoughtmill.filters.correctness import try_example
from thoughtmill.judging.cascade import TraceBroke, verdicts_on
from thoughtmill.judging.frames import BROKE, DONE, FAILED, VERDICTS, as_table, from_table, receive, send


def main() -> None:
    """Answer until the input is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started us
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not look like an answer
    while (asked := receive(sys.stdin.buffer)) is not None:
        order = json.loads(asked[1])
        questions, traces = (_table(sys.stdin.buffer) for _ in range(2))
        try:
            if order["example"] is not None:
                try_example(order["example"])
            policy = Policy.model_validate(order["policy"])
            found = verdicts_on(questions, traces, order["template"], policy, lambda: send(answers, DONE, b""))
            said = from_table(found)
        except TraceBroke as error:
            send(answers, BROKE, json.dumps([error.row, f"{error}"]).encode())
        except CheckerBroken as error:
            send(answers, FAILED, json.dumps(error.args).encode())
        except Exception as error:  # noqa: BLE001  # a trace that can't be read, a verdict that can't be written
            send(answers, BROKE, json.dumps([None, f"{type(error).__name__}: {error}"]).encode())
        else:
            send(answers, VERDICTS, said)


def _table(stream: BinaryIO) -> pa.Table:
    frame = receive(stream)
    if frame is None:
        sys.exit(0)
    return as_table(frame[1])


if __name__ == "__main__":
    main()
