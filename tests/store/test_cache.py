"""Copies of a bucket's files on this machine: read once, never believed, never in the way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import without_copies
from tests.s3_server import Way
from thoughtmill.errors import StoreError, ThoughtmillError
from thoughtmill.store.places.cache import IN_USE
from thoughtmill.store.store import File, Store


def committed(store: Store, files: int, size: int = 30_000) -> list[File]:
    """Shards of one file each."""
    found: list[File] = []
    for number in range(files):
        with store.begin("traces", f"k{number}") as attempt:
            attempt.write_bytes("a", os.urandom(size))
            found.append(attempt.commit().files[0])
    return found


def fetched(way: Way) -> int:
    """How many files of shards were asked for since the last call."""
    found = sum(seen.startswith("GET") and "/shards/" in seen for seen in way.seen)
    way.seen.clear()
    return found


def copies() -> dict[str, Path]:
    """The copies that are there, by shard."""
    found = [
        path for path in Path(os.environ["THOUGHTMILL_CACHE"]).rglob("*") if path.is_file() and path.name != IN_USE
    ]
    return {path.parent.parent.name: path for path in found}


def used(copy: Path, when: int) -> None:
    """Make it seem to be used last long ago, in the order of `when`."""
    os.utime(copy, (1_000_000_000 + when, 1_000_000_000 + when))


def test_what_was_written_or_read_here_is_fetched_no_more_by_any_program_of_this_machine(way: Way, bucket: str) -> None:
    store = Store.open(bucket)
    (file,) = committed(store, 1)
    content = store.read_bytes(file)
    assert fetched(way) == 0, "who wrote it has it"
    without_copies()
    assert [Store.existing(bucket).read_bytes(file) for _ in range(3)] == [content] * 3
    assert Store.existing(bucket).local(file).read_bytes() == content
    assert fetched(way) == 1
    store.verify(file)
    assert fetched(way) == 1, "who checks a store reads the store"


@pytest.mark.parametrize("harm", [b"", b"other", None], ids=["emptied", "replaced", "one bit"])
def test_a_damaged_copy_is_fetched_again(way: Way, bucket: str, harm: bytes | None) -> None:
    store = Store.open(bucket)
    (file,) = committed(store, 1)
    content, copy = store.read_bytes(file), copies()["k0"]
    copy.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if harm is None else harm)
    assert store.read_bytes(file) == content
    assert fetched(way) == 1
    assert copy.read_bytes() == content


def test_copies_keep_to_their_limit_and_those_not_used_for_longest_go_first(
    way: Way, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_CACHE_BYTES", "100000")
    other = Path(os.environ["THOUGHTMILL_CACHE"]) / "models" / "weights"
    other.parent.mkdir(parents=True)
    other.write_bytes(bytes(200_000))
    store = Store.open(bucket)
    files = committed(store, 3)
    for number in range(3):
        used(copies()[f"k{number}"], number)
    store.read_bytes(files[0])  # the oldest of them is used
    more = Store.existing(bucket)
    with more.begin("traces", "k3") as attempt:
        attempt.write_bytes("a", os.urandom(30_000))
        attempt.commit()
    assert {name for name in copies() if name.startswith("k")} == {"k0", "k2", "k3"}
    assert other.stat().st_size == 200_000, "what is no copy stays"
    with more.begin("traces", "large") as attempt:
        large = attempt.write_bytes("a", os.urandom(200_000))
        attempt.commit()
    assert "large" not in copies(), "one that can't be kept throws out no other"
    assert len(more.read_bytes(large)) == 200_000
    assert {"k0", "k2", "k3"} <= set(copies())


def test_a_copy_whose_path_was_given_stays_while_the_program_lives(
    way: Way, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_CACHE_BYTES", "100000")
    store = Store.open(bucket)
    path = store.local(committed(store, 1)[0])
    content = path.read_bytes()
    used(path, 0)
    committed(Store.existing(bucket), 12)
    assert path.read_bytes() == content


PATHS = """
import resource, sys
from hashlib import sha256
from pathlib import Path
from thoughtmill.store.places.cache import Cache
from thoughtmill.store.store import File
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
cache = Cache("f" * 32, Path(sys.argv[1]))
for number in range(200):
    content = f"{number}".encode()
    file = File("a", f"shards/traces/k{number}/b/a", sha256(content).hexdigest(), len(content))
    assert cache.path(file, lambda: [content]).read_bytes() == content
    assert sys.argv[1] in str(cache.path(file, lambda: [content]))
"""


def test_thousands_of_paths_need_few_open_files(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", PATHS, str(tmp_path)], check=True)


def test_without_a_place_for_copies_all_is_read_and_paths_are_given_all_the_same(
    way: Way, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(bucket)
    (file,) = committed(store, 1)
    content = store.read_bytes(file)
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("THOUGHTMILL_CACHE", str(tmp_path / "no-folder"))
    fetched(way)
    again = Store.existing(bucket)
    for _ in range(2):
        assert again.read_bytes(file) == content
        assert again.local(file).read_bytes() == content
        assert list(again.local_folder(again.get("traces", "k0")).iterdir()) == [again.local(file)]
    committed(again, 2)
    assert fetched(way) == 3, "twice read, and one copy elsewhere"


FULL = """
import resource, signal, sys
from thoughtmill.errors import StoreError
from thoughtmill.store.store import Store
store = Store.existing(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
file = store.get("traces", "k0").files[0]
print(len(store.read_bytes(file)))
try:
    store.local(file)
except StoreError as error:
    print("make room there" in str(error))
"""


def test_a_full_disk_stops_no_reading(way: Way, bucket: str) -> None:
    """A limit on the size of files stands for it. Only who wants a path is told, as there is no place for one."""
    committed(Store.open(bucket), 1)
    without_copies()
    told = subprocess.run([sys.executable, "-c", FULL, bucket], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["30000", "True"]
    assert not copies()


MANY = """
import random, sys
from concurrent.futures import ThreadPoolExecutor
from thoughtmill.store.store import Store
store = Store.existing(sys.argv[1])
files = [store.get("traces", key).files[0] for key in store.keys("traces")]
def read(_):
    file = random.choice(files)
    return len(store.read_bytes(file)) == file.size and store.local(file).stat().st_size == file.size
with ThreadPoolExecutor(4) as pool:
    print(all(pool.map(read, range(60))))
"""


@pytest.mark.slow
def test_many_programs_at_once_in_one_small_cache_read_what_was_written(
    way: Way, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_CACHE_BYTES", "100000")
    committed(Store.open(bucket), 8)
    words = [sys.executable, "-c", MANY, bucket]
    programs = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [program.communicate()[0].strip() for program in programs] == ["True"] * 4
    assert {path.name for path in Path(os.environ["THOUGHTMILL_CACHE"]).rglob(".*")} <= {IN_USE}, "no half copies"


@pytest.mark.parametrize("told", ["10 GB", "-1", ""])
def test_a_limit_that_is_no_number_of_bytes_is_told(bucket: str, monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("THOUGHTMILL_CACHE_BYTES", told)
    with pytest.raises(ThoughtmillError, match="THOUGHTMILL_CACHE_BYTES"):
        Store.open(bucket)


def test_a_file_that_is_gone_from_the_store_is_read_from_its_copy(bucket: str) -> None:
    """It is what was committed; `check` still says that the store has lost it."""
    store = Store.open(bucket)
    (file,) = committed(store, 1)
    content = store.read_bytes(file)
    store.storage.delete(file.path)
    assert Store.existing(bucket).read_bytes(file) == content
    with pytest.raises(StoreError, match="no such file"):
        store.verify(file)
    without_copies()
    with pytest.raises(StoreError, match="no such file"):
        store.read_bytes(file)
