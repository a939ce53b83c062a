"""What nothing needs any more goes; what a record names, or what may still be worked on, stays."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event, Timer

import pyarrow as pa
import pytest

from tests.places import PLACES, everything, overwrite
from thoughtmill.errors import StoreError
from thoughtmill.store.partial_shards import PartialShards
from thoughtmill.store.places.s3 import JUST_NOW_S, Bucket
from thoughtmill.store.places.storage import Folder
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage
from thoughtmill.store.upkeep.sweep import Swept, sweep

ROWS = pa.table({"text": [f"row {i}" for i in range(50)]})
NOW = timedelta(0)


@pytest.fixture(params=PLACES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """One committed shard, one under way; both with parts and with an attempt that has ended."""
    found = Store.open(str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("bucket"))
    for key in ("done", "open"):
        PartialShards(found, key).flush([{"question_id": "q", "round": 1, "index": 0, "text": "t"}])
        attempt = found.begin("traces", key)
        attempt.write_table("traces.parquet", ROWS)
        attempt.write_bytes("more/notes.md", b"x")
    with found.begin("traces", "done") as attempt:
        attempt.write_table("traces.parquet", ROWS)
        attempt.commit()
    overwrite(found, f"tmp/{'0' * 32}", b"a record on its way")
    return found


def test_only_parts_of_committed_shards_and_ended_attempts_go(store: Store) -> None:
    before = everything(store)
    if store.url.startswith("s3://"):
        time.sleep(1.1)  # S3's times are whole seconds
    told = sweep(store, NOW, dry_run=True)
    assert everything(store) == before
    assert sweep(store, NOW) == told
    after = everything(store)
    gone = {path: content for path, content in before.items() if path not in after}
    assert told == Swept(parts=1, attempts=4, waiting=1, size=sum(map(len, gone.values())))
    assert told.files == len(gone) == 6
    assert all(before[path] == content for path, content in after.items())
    assert [path.split("/")[2] for path in after if path.startswith("parts/")] == ["open"], "paid for, and wanted"
    assert not list(damage(store))
    assert store.read(store.get("traces", "done").file("traces.parquet")).equals(ROWS)
    assert sweep(store, NOW).files == 0


class Slow(Folder):
    """A folder that takes its time for the first record of traces, once that is announced."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked, self.go = Event(), Event()

    def create(self, path: str, content: bytes) -> bool:
        if path.startswith("commits/traces/"):
            self.asked.set()
            self.go.wait(60)
        return super().create(path, content)


def test_a_record_that_is_created_while_a_sweep_waits_is_seen_by_all(tmp_path: Path) -> None:
    here = Store.open(str(tmp_path / "store"))
    here.journal.fold(1, everything=True)  # from here on what nobody announced is not looked for
    slow = Slow(tmp_path / "store")
    with ThreadPoolExecutor(1) as pool, Store(slow, here.store_id).begin("traces", "late") as attempt:
        attempt.write_table("traces.parquet", ROWS)
        committing = pool.submit(attempt.commit)
        assert slow.asked.wait(60)
        Timer(0.5, slow.go.set).start()
        sweep(here, timedelta(days=-1), wait_s=1.5)
        committing.result()
    again = Store.existing(here.url)
    assert again.keys("traces") == ["late"]
    assert again.read(again.get("traces", "late").files[0]).equals(ROWS)
    assert not list(damage(again))


@pytest.mark.slow
def test_the_command_says_what_it_would_remove_and_what_it_removed(store: Store) -> None:
    def thoughtmill(*words: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "thoughtmill", "sweep", store.url, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    if store.url.startswith("s3://"):
        time.sleep(1.1)
    before = everything(store)
    code, told = thoughtmill("--older", "0m", "--dry-run")
    assert (code, everything(store)) == (0, before)
    assert told.startswith("would remove 6 files")
    assert thoughtmill("--older", "0m") == (0, told.replace("would remove", "removed"))
    assert len(everything(store)) == len(before) - 6
    for wrong in ("day", "", "-1h", "5"):
        code, told = thoughtmill(f"--older={wrong}")
        assert code == 1
        assert told.startswith("expected")


def test_what_is_younger_than_a_day_stays(store: Store) -> None:
    before = everything(store)
    assert sweep(store).files == 0
    assert everything(store) == before


def test_an_attempt_that_wrote_anything_lately_keeps_all_its_files(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))
    attempt = store.begin("students", "s")
    for name in ("first", "second"):
        attempt.write_bytes(name, b"x")
    long_ago = time.time() - 90_000
    os.utime(store.root / attempt.files[0].path, (long_ago, long_ago))
    assert sweep(store).files == 0
    os.utime(store.root / attempt.files[1].path, (long_ago, long_ago))
    assert sweep(store).attempts == 2


def test_an_attempt_whose_files_were_swept_can_not_commit(store: Store) -> None:
    attempt = store.begin("students", "s")
    attempt.write_bytes("model/weights", b"x")
    store.storage.delete(attempt.files[0].path)
    if isinstance(store.storage, Bucket):
        time.sleep(JUST_NOW_S)  # what was written just now is not asked for
    with pytest.raises(StoreError, match=attempt.name):
        attempt.commit()
    assert store.find("students", "s") is None


def test_a_store_with_a_damaged_record_is_not_swept(store: Store) -> None:
    overwrite(store, "commits/traces/done.json", b"{}")
    before = everything(store)
    with pytest.raises(StoreError, match=r"commits/traces/done\.json"):
        sweep(store, NOW)
    assert everything(store) == before


def test_what_is_no_file_of_the_store_is_not_swept(store: Store) -> None:
    mine = ["thesis.md", "tmp/mine.txt", "parts/traces/done/mine.txt", "shards/traces/open/mine.txt"]
    committed = store.get("traces", "done")
    mine.append(f"shards/traces/done/{committed.attempt}/mine.txt")
    for path in mine:
        overwrite(store, path, b"mine")
    sweep(store, NOW)
    assert [path for path in mine if path in everything(store)] == mine
