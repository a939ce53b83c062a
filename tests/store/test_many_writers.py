"""A hundred writers on one store at once, threads of several programs: every shard once, and nothing else."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.places import PLACES
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage

PROGRAMS, THREADS, EACH = 4, 25, 10

WRITER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from thoughtmill.store.store import Store
url, first, threads, each, writers = sys.argv[1], *map(int, sys.argv[2:])

def write(writer):
    store, won = Store.existing(url), []
    for number in [*range(writer * each, (writer + 1) * each), (writer + 1) % writers * each]:
        with store.begin("traces", f"k{number}") as attempt:
            if attempt.commit(counts={"traces": number}).attempt == attempt.name:
                won.append(number)
    if writer == first:
        store.journal.fold()
    return won

with ThreadPoolExecutor(threads) as pool:
    for won in pool.map(write, range(first, first + threads)):
        print(*won)
"""


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_hundred_writers_commit_a_thousand_shards_each_once(
    place: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Each has ten keys of its own, and wants the first one of the next writer as well. One of each program folds."""
    url = str(tmp_path / "store") if place == "folder" else request.getfixturevalue("bucket")
    store = Store.open(url)
    sizes = [str(size) for size in (THREADS, EACH, PROGRAMS * THREADS)]
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, str(number * THREADS), *sizes], stdout=subprocess.PIPE, text=True
        )
        for number in range(PROGRAMS)
    ]
    won = Counter(int(key) for program in programs for key in program.communicate()[0].split())
    assert won == Counter(range(PROGRAMS * THREADS * EACH)), "one of all who tried is told that it is theirs"
    store.journal.fold(1)
    again = Store.existing(url)
    assert {commit.key: commit.counts["traces"] for commit in again.commits("traces")} == {f"k{n}": n for n in won}
    assert not [one.path for one in again.storage.listed("") if one.path.startswith(("new/", "tmp/"))]
    assert not list(damage(again))
