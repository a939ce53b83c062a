"""However many cores look at rows ahead, and whatever becomes of the processes, the questions are the same ones."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.small_campaign import campaign, write_jsonl
from thoughtmill.cores import usable_cores
from thoughtmill.questions.ahead import AFTER
from thoughtmill.questions.prepare import prepare
from thoughtmill.questions.readers import PACK
from thoughtmill.store.store import Commit, Store

LONG = "and so on, as it says on the lid, " * 20
ROWS = [
    {"problem": f"Box {n} has {n % 90} pens and {n // 7} caps {LONG}. What is {n} + 4?", "answer": str(n + 4)}
    for n in range((AFTER + 8) * PACK // len(LONG))
]
"""More than are taken in before processes are started."""
ODD: list[dict[str, Any]] = [
    {"problem": "box 5 has 5 pens and 0 caps; what is 5 + 4?", "answer": "9"},
    {"problem": "What is 1 + 90?", "answer": "91"},
    {"problem": "Ask ann.lee@bakery.fr: what is 7 + 7?", "answer": "14"},
    {"problem": "Prove it.", "answer": "proof"},
    {"problem": "How many?", "answer": "{"},
    {"problem": "", "answer": "1"},
    {"problem": 7, "answer": "1"},
]


def content(store: Store, commit: Commit) -> list[Any]:
    return [(file.name, file.sha256) for file in commit.files] + sorted(commit.counts.items())


def made(folder: Path) -> list[Any]:
    folder.mkdir()
    found = campaign(folder, sums=1, work={"shard_questions": 100, "run_shards": 2})
    rows = [row for at in range(0, len(ROWS), 600) for row in (*ROWS[at : at + 600], *ODD)]
    write_jsonl(folder / "sums.jsonl", rows)
    with (folder / "sums.jsonl").open("a") as file:
        file.write('{"problem": "\\ud800", "answer": "1"}\n' + json.dumps(ROWS[3]) + "\n")
    store = Store.open(found.store_url())
    return content(store, prepare(store, found))


@contextmanager
def cores(wanted: set[int]) -> Iterator[None]:
    """This process may use these cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, wanted)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def watching(*, kill: bool) -> Iterator[set[int]]:
    """The processes that look at rows ahead; those that are seen are killed, again and again."""
    over, seen = threading.Event(), set[int]()

    def watch() -> None:
        while not over.wait(0.05):
            for program in helpers():
                seen.add(program)
                if kill:
                    os.kill(program, signal.SIGKILL)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


@pytest.mark.slow
def test_rows_that_are_looked_at_ahead_or_not_give_the_same_questions(tmp_path: Path) -> None:
    with cores({min(os.sched_getaffinity(0))}), watching(kill=False) as seen:
        alone = made(tmp_path / "alone")
    assert not seen
    with watching(kill=False) as seen:
        assert made(tmp_path / "ahead") == alone
    assert len(seen) == usable_cores()
    with watching(kill=True) as seen:
        assert made(tmp_path / "killed") == alone
    assert len(seen) > usable_cores(), "others take their places"
    assert not helpers()


def helpers() -> list[int]:
    """The processes of this one that look at rows."""
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        try:
            children = (task / "children").read_text().split()
            found += [int(one) for one in children if b"ahead_worker" in Path(f"/proc/{one}/cmdline").read_bytes()]
        except OSError:
            continue
    return found
