"""How a training went, step by step: `curve.jsonl`, which lies beside the model that came of it."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from thoughtmill.store.store import Commit, Store

CURVE = "curve.jsonl"
"""In a student's commit: a JSON object a step."""

KEPT = ("step", "epoch", "loss", "eval_loss", "lr", "grad_norm", "tokens_per_s", "mfu", "seconds", "memory_gib")
"""What a line tells, where it was measured. tokens_per_s: of all devices, since the line before; mfu: the share of the
devices' arithmetic that this comes to, where it is known; `seconds`: of this run of the training; memory_gib: the most
that a device (without a GPU: the process) has held."""

Point = dict[str, Any]


def points(lines: Iterable[str | bytes]) -> list[Point]:
    """The steps in lines of progress, in their order: of a step that was done again after a crash, the last line.

    A line that a kill has cut in the middle is left out.
    """
    found: dict[tuple[int, bool], Point] = {}
    for line in lines:
        try:
            told = json.loads(line)
        except ValueError:
            continue
        point = {name: told[name] for name in KEPT if told.get(name) is not None}
        if "loss" in point or "eval_loss" in point:
            found[point["step"], "loss" in point] = point
    return [found[at] for at in sorted(found)]


def points_in(progress: Path) -> list[Point]:
    """The steps in a training's file of progress; none if there is none."""
    return points(progress.read_bytes().splitlines()) if progress.exists() else []


def written(steps: Sequence[Point]) -> bytes:
    """The steps as a file."""
    return "".join(json.dumps(step) + "\n" for step in steps).encode()


def curve_of(store: Store, student: Commit) -> list[Point]:
    """The curve that was kept with a student; empty where none was, as of students trained elsewhere."""
    kept = next((file for file in student.files if file.name == CURVE), None)
    return points(store.read_bytes(kept).splitlines()) if kept else []
