"""A training that keeps its best weights is killed after its best step, and goes on elsewhere: to the same student.

    python benchmarks/resume_best.py        # a model of a few thousand weights, on the CPU: about two minutes

The learning rate rises until the loss does, so the best weights are none of the last. One training runs undisturbed.
Another is killed by SIGKILL, all its processes, once the store has a checkpoint that was made after the best step; its
folder is removed, and it goes on from the store. Prints what both came to; ends with 1 where one bit differs.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import tiny_student  # noqa: E402  # found by the line above
from tests.processes import kill_all  # noqa: E402  # as above
from tests.student.test_validation import RECIPE  # noqa: E402  # as above
from thoughtmill.store.store import Commit, Store  # noqa: E402  # as above
from thoughtmill.store.stored_checkpoints import StoredCheckpoints  # noqa: E402  # as above
from thoughtmill.student.curve import curve_of  # noqa: E402  # as above
from thoughtmill.student.train import TrainingProgress, student_id, train  # noqa: E402  # as above

WEIGHTS = "model.safetensors"
SLOW = RECIPE.model_copy(update={"epochs": 6})
"""Eighteen steps, so that a kill finds some to come."""


def trained(store: Store, base: Path, work: Path, told: list[TrainingProgress]) -> Commit:
    """The student of the store's release."""
    return train(store, store.get("releases", "r1"), SLOW, str(base), work, told.append)


def killed_after(step: int, store: Store, base: Path, work: Path) -> int:
    """Kill a training in a process of its own once a later checkpoint is stored; the newest stored one's step."""
    words = [sys.executable, __file__, "train", str(store.root), str(base), str(work)]
    owner, stored = subprocess.Popen(words), StoredCheckpoints(store, student_id("r1", SLOW))
    while not (found := [one.step for one in stored.found() if one.step > step]):
        if owner.poll() is not None:
            sys.exit("it ended before it could be killed")
        time.sleep(0.005)
    kill_all(owner)
    return max(found)


def main() -> None:
    """Train twice and compare."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        base, stores = tiny_student.base(home / "base"), [Store.open(str(home / which)) for which in ("one", "other")]
        for store in stores:
            tiny_student.release(store, [tiny_student.sample(number) for number in range(40)])
        whole = trained(stores[0], base, home / "undisturbed", [])
        best = whole.facts["validation"]["best_step"]
        newest = killed_after(best, stores[1], base, home / "killed")
        told: list[TrainingProgress] = []
        again = trained(stores[1], base, home / "elsewhere", told)
        sys.stdout.write(f"{whole.counts['steps']} steps, best {best}; killed with {newest} stored, ")
        sys.stdout.write(f"gone on from {told[0].done}\n")
        curves = [
            [{name: point.get(name) for name in ("step", "loss", "eval_loss")} for point in curve_of(store, commit)]
            for store, commit in zip(stores, (whole, again), strict=True)
        ]
        same = {
            "weights": whole.file(WEIGHTS).sha256 == again.file(WEIGHTS).sha256,
            "step that was kept": whole.facts["saved_steps"] == again.facts["saved_steps"] == [best],
            "held-out loss": whole.facts["validation"] == again.facts["validation"],
            "curve": curves[0] == curves[1],
        }
        sys.stdout.write("".join(f"{what}: {'the same' if is_so else 'ANOTHER'}\n" for what, is_so in same.items()))
        if not all(same.values()) or told[0].done <= best:
            sys.exit(1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["train"]:
        trained(Store.existing(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]), [])
    else:
        main()
