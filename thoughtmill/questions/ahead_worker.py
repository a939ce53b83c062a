"""The program that looks at rows ahead of their turn; started by `ahead.py`, imported by nobody.

It reads what to look by, then lists of rows, and answers each; None where something was raised. It ends when its input
is closed, so also when whoever started it is killed.
"""

import os
import signal
import sys

from thoughtmill.questions.ahead import received, send
from thoughtmill.questions.dedup import Exam, Known
from thoughtmill.questions.intake import same_reference
from thoughtmill.questions.looking import Look


def main() -> None:
    """Answer until the input is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started us
    answers, asked = os.fdopen(os.dup(1), "wb"), sys.stdin.buffer
    os.dup2(2, 1)  # what libraries print must not look like an answer
    source, verifier, generated, exam = received(asked)
    look = Look(source, verifier, generated, Exam((Known(*one) for one in exam), same_reference))
    while True:
        try:
            rows = received(asked)
        except EOFError:
            return
        try:
            said = look.at(rows)
        except Exception:  # noqa: BLE001  # who asked finds out itself, row by row
            said = None
        send(answers, said)


if __name__ == "__main__":
    main()
