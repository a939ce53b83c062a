"""A release → a committed student: start the training, follow it, take its final model into the store.

The training itself is a program of its own, `thoughtmill.student.sft`: it ends with us, and it never shares our memory.
"""

import json
import os
import shlex
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thoughtmill import template
from thoughtmill.campaign import Student
from thoughtmill.engine import watchdog
from thoughtmill.errors import LabelError, StoreError, TrainingFailed
from thoughtmill.ids import content_id
from thoughtmill.pace import paced
from thoughtmill.release.purge import expect_unpurged, purged_releases
from thoughtmill.store.leases.lock_files import lock_handles
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.stored_checkpoints import StoredCheckpoints
from thoughtmill.student import launch
from thoughtmill.student.card import CARD, model_card
from thoughtmill.student.curve import CURVE, points_in, written
from thoughtmill.student.encoding import forget
from thoughtmill.student.resuming import Saving
from thoughtmill.student.sft import TrainingFolder

VERSION = "1"
SILENT_S = 1800.0
"""Without a step or a line in its log for this long, a training is given up."""
_CHANGES_NOTHING = {
    "weights",
    "device_batch_size",
    "checkpoint_steps",
    "stored_checkpoints",
    "gradient_checkpointing",
    "launch",
    "preset",
    "temperature",
    "top_p",
    "too_long",
}
"""How a machine gets through the recipe, or asks what came of it, not what the recipe is; a preset's keys are in it,
its name is not."""


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """How far a training is: steps done of all, the last one's loss; `seconds` and `eta_s` are this run's alone.

    loss: None when it begins. device: how many processes train and on what, e.g. `2 processes on the CPU`.
    """

    done: int
    steps: int
    loss: float | None
    seconds: float
    eta_s: float
    device: str


Tell = Callable[[TrainingProgress], None]


def student_id(release_id: str, student: Student) -> str:
    """Hash of the release and of all of the recipe that shapes the student."""
    recipe = student.model_dump(mode="json", exclude=_CHANGES_NOTHING)
    return content_id({"version": VERSION, "release": release_id, "recipe": recipe, "template": template.CHATML})


def student_weights(store: Store, student: str) -> Path:
    """The folder of a committed student's model, every file's hash checked, and no other in it. Raises StoreError.

    An engine loads whatever lies in the folder: other weights, another template, code.
    """
    commit = store.get("students", student)
    folder = store.local_folder(commit)
    strays = _files_in(folder) - {file.name for file in commit.files}
    if strays:
        expected = f"nothing in {folder} but the files of {commit.name}"
        raise StoreError(expected, f"{min(strays)!r} too", "remove what isn't a file of it")
    return folder


def _files_in(folder: Path) -> set[str]:
    """Names of all files below a folder, but those that are on their way into the cache: no library loads them."""
    found = (path for path in folder.rglob("*") if not path.is_dir() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix() for path in found}


def train(
    store: Store,
    release: Commit,
    student: Student,
    weights: str,
    workdir: Path,
    progress: Tell | None = None,
    still: Callable[[], None] = lambda: None,
) -> Commit:
    """Train the student on a release and commit it; goes on from the last whole checkpoint in `workdir` or store.

    weights: a folder, or the name of the base on a hub. A student that is committed is returned as it is.
    still: is called all the time, and ends the training by what it raises.
    Raises LabelError before the first step, TrainingFailed with the log's last lines, StoreError for a damaged release.
    """
    forget(workdir, purged_releases(store))
    name = student_id(release.key, student)
    found = store.find("students", name)
    if found is not None:
        return found
    out = workdir / name
    folder = TrainingFolder(out / "files.json", out, out / "progress.jsonl")
    out.mkdir(parents=True, exist_ok=True)
    folder.files.write_text(json.dumps(_files(store, release)), encoding="utf-8")
    begun = time.monotonic()
    if not folder.done.exists():
        with Saving(store, name, out, folder.progress, student.stored_checkpoints) as saving:
            saving.restore()

            def watched() -> None:
                still()
                saving.look()

            _run(folder, student.model_copy(update={"weights": weights}), progress, watched)
    commit = _commit(store, release, student, name, folder, time.monotonic() - begun)
    StoredCheckpoints(store, name).clear()
    shutil.rmtree(folder.out, ignore_errors=True)
    return commit


def _files(store: Store, release: Commit) -> dict[str, Any]:
    """The release's Parquet files as its record lists them, hashes checked: nothing trains on others beside them."""
    expect_unpurged(store, release)
    files = [file for file in release.files if file.name.startswith("data/")]
    if not files:
        raise StoreError("a release with data/*.parquet", release.name, "publish it again")
    with ThreadPoolExecutor(store.storage.at_once) as pool:
        paths = [str(path.resolve()) for path in pool.map(store.local, files)]
    return {"release": release.key, "paths": paths, "rows": sum(file.rows for file in files)}


def _run(folder: TrainingFolder, recipe: Student, progress: Tell | None, still: Callable[[], None]) -> None:
    log, written = folder.out / "training.log", folder.out / "recipe.json"
    written.write_text(recipe.model_dump_json(indent=1), encoding="utf-8")
    words = {"files": folder.files, "recipe": written, "out": folder.out, "progress": folder.progress}
    options = [word for name, value in words.items() for word in (f"--{name}", str(value.resolve()))]
    command = [*launch.words(recipe.launch), "-m", "thoughtmill.student.sft", *options]
    (folder.out / "command.txt").write_text(shlex.join(command) + "\n", encoding="utf-8")  # for a run's other machines
    log.unlink(missing_ok=True)
    folder.refused.unlink(missing_ok=True)  # here, because no process of the training may remove another one's
    root = Path(__file__).resolve().parents[2]
    guarded = watchdog.start(command, _environment(recipe), log, root, lock_handles())
    try:
        code = _follow(guarded, folder.progress, log, progress, still)
    finally:
        guarded.stop()
    if code or not folder.done.exists():
        raise _failure(code, folder, log)


def _environment(recipe: Student) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env |= {"TOKENIZERS_PARALLELISM": "false", "DO_NOT_TRACK": "1", "PYTHONUNBUFFERED": "1"}
    env.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin while they wait take the cores from each other
    if recipe.weights and Path(recipe.weights).is_dir():
        env["HF_HUB_OFFLINE"] = "1"
    return env


def _follow(guarded: watchdog.Guarded, lines: Path, log: Path, progress: Tell | None, still: Callable[[], None]) -> int:
    """Tell every new line of progress until the end. Raises TrainingFailed when nothing moves."""
    seen, size, since = (lines.stat().st_size if lines.exists() else 0), -1, time.monotonic()
    while True:
        still()
        code = guarded.poll()
        new, seen = _read_new(lines, seen)
        for line in new:
            if progress is not None:
                eta = line["eta"] if line["eta"] is not None else 0.0
                told = (line["step"], line["steps"], line["loss"], line["seconds"], eta, line["device"])
                progress(TrainingProgress(*told))
        grown = log.stat().st_size if log.exists() else 0
        if new or grown != size:
            size, since = grown, time.monotonic()
        if code is not None:
            return code
        if time.monotonic() - since > SILENT_S:
            raise TrainingFailed(
                "a step, or a line in the log", f"nothing for {SILENT_S:.0f} s: {_last_words(log)}", f"look at {log}"
            )
        time.sleep(paced(0.5))


def _read_new(lines: Path, seen: int) -> tuple[list[dict[str, Any]], int]:
    """Whole lines that were written after byte `seen`, and how far they reach. A kill may leave half a line."""
    if not lines.exists():
        return [], seen
    with lines.open("rb") as stream:
        stream.seek(seen)
        whole = stream.read().rpartition(b"\n")[0]
    found: list[dict[str, Any]] = []
    for line in whole.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found, seen + len(whole) + bool(whole)


def _failure(code: int, folder: TrainingFolder, log: Path) -> TrainingFailed | LabelError:
    if folder.refused.exists():
        kind, *said = json.loads(folder.refused.read_text(encoding="utf-8"))
        return LabelError(*said) if kind == LabelError.__name__ else TrainingFailed(*said)
    found = f"code {code}: {_last_words(log)}"
    return TrainingFailed("the training to end with a student", found, f"look at {log}, then start it again")


def _last_words(log: Path) -> str:
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return text[-1500:].strip() or "an empty log"


def _commit(
    store: Store, release: Commit, student: Student, name: str, folder: TrainingFolder, seconds: float
) -> Commit:
    expect_unpurged(store, release)  # while it was trained on
    made = json.loads(folder.done.read_text(encoding="utf-8"))
    facts = {
        "release_id": release.key,
        "base": student.base,
        "first_loss": made["first_loss"],
        "last_loss": made["last_loss"],
        "seconds": round(seconds, 1),
        "recipe": student.model_dump(mode="json", exclude={"weights"}),
    }
    facts |= {name: made[name] for name in ("validation", "saved_steps") if name in made}
    counts = {"samples": made["samples"], "steps": made["steps"]}
    with store.begin("students", name) as attempt:
        attempt.write_bytes(CURVE, written(points_in(folder.progress)))
        attempt.write_bytes(CARD, model_card(store, release, name, made["samples"], facts).encode())
        for file in sorted(path for path in folder.final.rglob("*") if path.is_file()):
            relative = file.relative_to(folder.final).as_posix()
            shutil.copyfile(file, attempt.path(relative))
            attempt.add(relative)
        return attempt.commit(counts=counts, parents=(release.name,), facts=facts)
