"""A checkpoint in the store is whole or not to be seen; the newest few stay until their student is committed."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.places import PLACES, everything, overwrite
from thoughtmill.store.records.faults import FaultKind
from thoughtmill.store.store import Store
from thoughtmill.store.stored_checkpoints import FILE, LIST, Ended, StoredCheckpoints
from thoughtmill.store.upkeep.check import damage
from thoughtmill.store.upkeep.sweep import sweep
from thoughtmill.student.checkpoints import mark
from thoughtmill.student.resuming import Saving

NOW = timedelta(0)
UPLOAD = """
import sys, time
from pathlib import Path
from thoughtmill.store.store import Store
from thoughtmill.store.stored_checkpoints import StoredCheckpoints
files = []
def still():
    files.append(1)
    if len(files) == 2:
        print("half of it is there", flush=True)
        time.sleep(600)
StoredCheckpoints(Store.existing(sys.argv[1]), "s1").save(4, Path(sys.argv[2]), still)
"""


@pytest.fixture(params=PLACES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An empty store in each place."""
    return Store.open(str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("bucket"))


def checkpoint(folder: Path, step: int) -> Path:
    made = folder / f"made-{step}"
    (made / "shards").mkdir(parents=True)
    for name in ("model.safetensors", "shards/rank 0.distcp", "trainer_state.json"):
        (made / name).write_bytes(f"{name} at {step}".encode() * 1000)
    return made


def content(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def settle(store: Store) -> None:
    """S3's times are whole seconds."""
    time.sleep(1.1 if store.url.startswith("s3://") else 0.01)


def test_the_newest_few_come_back_as_they_were_and_go_with_the_commit(store: Store, tmp_path: Path) -> None:
    kept = StoredCheckpoints(store, "s1")
    for step in (2, 10, 100):
        kept.save(step, checkpoint(tmp_path, step))
        kept.keep_newest(2)
    found = StoredCheckpoints(Store.existing(store.url), "s1").found()
    assert [stored.step for stored in found] == [100, 10], "by number"
    assert not StoredCheckpoints(store, "s2").found()
    for stored in found:
        assert kept.fetch(stored, tmp_path / f"back-{stored.step}")
        assert content(tmp_path / f"back-{stored.step}") == content(tmp_path / f"made-{stored.step}")
    settle(store)
    before = everything(store)
    assert sweep(store, NOW).files == 0, "paid for, and wanted"
    assert everything(store) == before
    assert not list(damage(store))
    with store.begin("students", "s1") as attempt:
        attempt.write_bytes("config.json", b"{}")
        attempt.commit()
    late = everything(store)
    assert sweep(store, NOW).files == 8, "a commit removes them; else they are swept"
    for path, was in late.items():
        if path.startswith("parts/"):
            overwrite(store, path, was)
    kept.clear()
    assert not [path for path in everything(store) if path.startswith("parts/")]


def test_an_upload_that_is_killed_or_ended_shows_nothing_and_is_swept(store: Store, tmp_path: Path) -> None:
    kept, before = StoredCheckpoints(store, "s1"), everything(store)
    first = kept.save(2, checkpoint(tmp_path, 2))
    whole = everything(store)

    def ends() -> None:
        raise Ended

    with pytest.raises(Ended):
        kept.save(3, checkpoint(tmp_path, 3), ends)
    assert everything(store) == whole
    words = [sys.executable, "-c", UPLOAD, store.url, str(checkpoint(tmp_path, 4))]
    upload = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert upload.stdout is not None
    assert upload.stdout.readline()
    os.kill(upload.pid, signal.SIGKILL)
    upload.communicate()
    half = everything(store).keys() - whole.keys()
    assert len(half) == 1
    assert all(FILE.fullmatch(path) for path in half)
    assert kept.found() == [first]
    assert not list(damage(store)), "nobody will read it"
    settle(store)
    assert sweep(store).files == 0, "it may be at work"
    assert sweep(store, NOW).attempts == 1
    assert everything(store) == whole
    assert before.keys() < whole.keys()


def test_damaged_ones_take_the_place_of_no_whole_one_and_where_none_are_kept_none_is_taken(
    store: Store, tmp_path: Path
) -> None:
    kept = StoredCheckpoints(store, "s1")
    for step in (10, 20, 30):
        mark(made := checkpoint(tmp_path, step))
        saved = kept.save(step, made)
        if step > 10:
            overwrite(store, f"{saved.folder}/trainer_state.json", b"{}")
    work = tmp_path / "work"
    work.mkdir()
    with Saving(store, "s1", work, work / "progress.jsonl", 0) as off:
        off.restore()
    assert not list(work.iterdir()), "who begins anew says so by keeping none"
    with Saving(store, "s1", work, work / "progress.jsonl", 2) as saving:
        saving.restore()
        assert [path.name for path in work.iterdir()] == ["checkpoint-10"]
        mark(checkpoint(tmp_path, 15))
        (tmp_path / "made-15").rename(work / "checkpoint-15")
        saving.look()
        deadline = time.monotonic() + 20
        while 15 not in {stored.step for stored in kept.found()}:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert {stored.step for stored in kept.found()} >= {10, 15}


@pytest.mark.parametrize("spoil", ["a file cut", "a file gone", "the list edited"])
def test_one_that_is_damaged_is_named_and_never_given_back(store: Store, tmp_path: Path, spoil: str) -> None:
    kept = StoredCheckpoints(store, "s1")
    saved = kept.save(2, checkpoint(tmp_path, 2))
    path = saved.path if spoil == "the list edited" else f"{saved.folder}/shards/rank 0.distcp"
    if spoil == "a file gone":
        store.storage.delete(path)
    else:
        overwrite(store, path, everything(store)[path][:-1])
    assert not kept.fetch(saved, tmp_path / "back")
    (fault,) = damage(store)
    assert (fault.kind, fault.path) == (FaultKind.PART_DAMAGED, saved.path)
    assert LIST.fullmatch(fault.path)
