"""What judges offer beyond Python itself: names that a program may use without importing them, and deep recursion."""

import contextlib
import importlib
import sys
from typing import Any

from thoughtmill.sandbox.talk import NODE_KINDS

PRELOADED = (
    "bisect, cmath, collections, copy, datetime, decimal, enum, fractions, functools, hashlib, heapq, itertools, math, "
    "operator, queue, random, re, statistics, string, textwrap, time, typing, dataclasses, abc, array, contextlib"
)
"""What solutions like to import: loaded once, before the first of them."""
SPREAD = (
    "typing, collections, itertools, functools, heapq, bisect, math, operator, string, random, statistics, copy, re"
)
"""Modules whose names solutions use without importing them, as the judges that they were written for allow."""
SORTED = ("SortedList", "SortedDict", "SortedSet")
"""Of sortedcontainers, where it is there: LeetCode has it imported."""
MAX_FRAMES = 50_000
"""Of calls in one another, as those judges allow."""


def be_usual() -> None:
    """Offer what judges offer beyond Python itself, behind all names of a program: it can hide or import each."""
    import builtins

    offered: dict[str, Any] = {"exit": sys.exit, "quit": sys.exit, "sys": sys}
    offered |= NODE_KINDS
    offered |= {name: sys.modules[name] for name in PRELOADED.split(", ")}
    for module in (sys.modules[name] for name in SPREAD.split(", ")):
        public = getattr(module, "__all__", None) or [name for name in vars(module) if name[0] != "_"]
        for name in public:
            offered.setdefault(name, getattr(module, name))
    with contextlib.suppress(ImportError):
        offered |= {name: getattr(importlib.import_module("sortedcontainers"), name) for name in SORTED}
    for name, value in offered.items():
        if not hasattr(builtins, name):
            setattr(builtins, name, value)
    sys.setrecursionlimit(MAX_FRAMES)
