"""The program that looks at rows ahead of their turn; started by `ahead.py`, imported by nobody.

A line of JSON for each chunk, on standard input and output; `null` for a chunk on which something was raised. It ends
when its input is closed, so also when whoever started it is killed.
"""

import json
import os
import signal
import sys
from typing import Any

from thoughtmill.questions.fingerprint import tokens
from thoughtmill.questions.intake import faults_of, private_of


def main() -> None:
    """Answer until the input is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started us
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not look like an answer
    for line in sys.stdin.buffer:
        try:
            said = json.dumps(_looked(json.loads(line)))
        except Exception:  # noqa: BLE001  # who asked finds out itself, row by row
            said = "null"
        answers.write(said.encode() + b"\n")
        answers.flush()


def _looked(order: dict[str, Any]) -> list[Any]:
    found: list[Any] = []
    for prompt, reference in order["rows"]:
        why = None
        if order["verifier"] is not None and reference is not None:
            why = faults_of(order["verifier"], reference)
        private = [] if why else [(one.kind, one.excerpt) for one in private_of(prompt, reference)]
        found.append((why, private, [] if why or order["generated"] else tokens(prompt)))
    return found


if __name__ == "__main__":
    main()
