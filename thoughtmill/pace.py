"""One number that shortens every wait of the factory: tests of faults run in a fifth of the time."""

import os


def paced(seconds: float) -> float:
    """So many seconds, times what THOUGHTMILL_PACE says; 1 if it says nothing."""
    return seconds * float(os.environ.get("THOUGHTMILL_PACE") or 1)
