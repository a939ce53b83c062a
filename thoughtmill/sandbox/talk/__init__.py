"""Tests and the program under test, each in a sandbox of its own: what they say to each other over two pipes.

Runs inside, as `inside.py` does; nothing but the standard library. The side of the program
executes it and answers requests. The side of the tests runs a script of assertions in which the names of the program
stand for what is asked there. Only values travel: what is expected never leaves the side of the tests.
"""

from thoughtmill.sandbox.talk.line import Line
from thoughtmill.sandbox.talk.program import serve
from thoughtmill.sandbox.talk.script import run_tests
from thoughtmill.sandbox.talk.values import NODE_KINDS, NODES

__all__ = ["NODES", "NODE_KINDS", "Line", "run_tests", "serve"]
