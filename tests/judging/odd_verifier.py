"""A verifier that some answers break, each in another way; `install` makes every program started after it know it."""

import ctypes
import os
import signal
import sys
from pathlib import Path
from typing import Any

from thoughtmill.errors import CheckerBroken
from thoughtmill.verifiers import VERIFIERS, Check, Example, Outcome
from thoughtmill.verifiers.options import USUAL, Options

WAYS = (("recurse", "kill", "exit", "broken"), ("memory", "segfault", "encode", "unwritable"), ("raise", "number"))
"""Answers that break it, as many together as a small shard tolerates."""


class Odd:
    """The answer is the reference; the answers in WAYS break the check, a reference `missing` makes all answers do so.

    An answer `once <file>` ends the process unless the file is there, and makes it.
    """

    version = "1"

    def __init__(self, name: str, example: Example) -> None:
        self.name, self.example = name, example

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:  # see Verifier
        if reference == "missing":
            raise CheckerBroken("the program odd", "none on PATH", "apt-get install odd")
        if answer.startswith("once ") and not (seen := Path(answer.split()[1])).exists():
            seen.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        ways: dict[str, Any] = {
            "raise": lambda: 1 // 0,
            "recurse": lambda: self.check(answer, reference),
            "memory": lambda: bytearray(2**62),
            "encode": lambda: Path("\ud800" + answer).read_bytes(),
            "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
            "segfault": lambda: ctypes.string_at(0),
            "exit": lambda: sys.exit(3),
            "broken": lambda: (_ for _ in ()).throw(CheckerBroken("a child", "none " * 1_000, "look \ud800")),
            "unwritable": lambda: Check(Outcome.WRONG, why=object()),  # pyright: ignore[reportArgumentType]  # on purpose
            "number": lambda: Check(Outcome.WRONG, "\ud800 half a pair", 7),  # pyright: ignore[reportArgumentType]  # on purpose
        }
        if answer in ways:
            return ways[answer]()
        return Check(Outcome.CORRECT if answer in (reference, "seven") or answer[:4] == "once" else Outcome.WRONG)

    def faults_of(self, reference: str) -> str | None:
        return None


def install() -> None:
    """Add `odd`, and `uninstalled`, which misses a program."""
    VERIFIERS["odd"] = Odd("odd", Example("7", "7", "8"))
    VERIFIERS["uninstalled"] = Odd("uninstalled", Example("missing", "7", "8"))


def uninstall() -> None:
    """As before `install`, in this program."""
    del VERIFIERS["odd"], VERIFIERS["uninstalled"]
