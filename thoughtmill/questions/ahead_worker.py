"""The program that looks at rows ahead of their turn; started by `ahead.py`, imported by nobody.

It reads what to look by, then chunks of rows, and answers each; None where something was raised. It ends when its
input is closed, so also when whoever started it is killed.
"""

import os
import signal
import sys

from thoughtmill.campaign import Source
from thoughtmill.questions.ahead import arrived, asked_in, received, send
from thoughtmill.questions.dedup import Exam, Known
from thoughtmill.questions.intake import same_reference
from thoughtmill.questions.looking import Look
from thoughtmill.questions.reading import Reader


def main() -> None:
    """Answer until the input is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started us
    answers, asked = os.fdopen(os.dup(1), "wb"), sys.stdin.buffer
    os.dup2(2, 1)  # what libraries print must not look like an answer
    said, exam = received(asked)
    source = Source.model_validate_json(said)
    reader = Reader(source, iter(()))
    look = Look(source, Exam((Known(*one) for one in exam), same_reference))
    while True:
        try:
            chunk = received(asked)
        except EOFError:
            return
        try:
            found = tuple(look.at(asked_in(arrived(chunk), reader)))
        except Exception:  # noqa: BLE001  # who asked finds out itself
            found = None
        send(answers, found)


if __name__ == "__main__":
    main()
