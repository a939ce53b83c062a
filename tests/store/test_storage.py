"""What a place does when the machine, or the store behind the network, says no: one clear error that names the path."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from tests.places import everything
from tests.s3_server import KEYS, Way
from thoughtmill.errors import StoreError
from thoughtmill.store.places.s3 import Bucket
from thoughtmill.store.places.storage import Folder
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage
from thoughtmill.store.upkeep.sweep import sweep

ROWS = pa.table({"text": [f"row {i}" for i in range(500)]})


def commit(store: Store, key: str) -> str:
    """Commit a small shard. Returns its attempt."""
    with store.begin("traces", key) as attempt:
        attempt.write_table("traces.parquet", ROWS)
        attempt.commit()
    return attempt.name


def test_a_create_whose_answer_is_lost_is_still_our_commit(way: Way, bucket: str) -> None:
    """The client sends it again, loses against its own first one, and the record that is read back is ours."""
    store = Store.open(bucket)
    way.forget, way.only = 1, "/commits/traces/"
    attempt = commit(store, "lost-answer")
    assert way.forget == 0
    assert sum("PUT" in seen and "/commits/traces/" in seen for seen in way.seen) == 2, "it was sent again"
    counted = store.get("traces", "lost-answer")
    assert counted.attempt == attempt
    assert store.read(counted.file("traces.parquet")).equals(ROWS)
    assert not list(damage(store))


def test_a_create_that_never_gets_an_answer_but_was_carried_out_is_still_our_commit(way: Way, bucket: str) -> None:
    store = Store(Bucket(bucket, retry_s=1), Store.open(bucket).store_id)
    way.forget, way.only = 1000, "/commits/traces/"
    assert commit(store, "no-answer") == store.get("traces", "no-answer").attempt
    assert not list(damage(store))


def impatient(bucket: str) -> Store:
    """A store whose client gives up after a second."""
    return Store(Bucket(bucket, retry_s=1), Store.open(bucket).store_id)


def test_a_create_that_was_told_needs_no_reading_back(way: Way, bucket: str) -> None:
    store = impatient(bucket)
    way.refuse, way.refusing, way.status, way.only = 1000, "GET", 503, "/commits/traces/told"
    attempt = commit(store, "told")
    way.refuse = 0
    assert store.get("traces", "told").attempt == attempt
    assert not list(damage(store))


def test_a_commit_of_which_nobody_can_say_whose_it_is_is_told_and_nothing_is_removed(way: Way, bucket: str) -> None:
    """The answer to the create is lost, and the record can't be read back."""
    store = impatient(bucket)
    way.forget, way.refuse, way.refusing, way.status, way.only = 1000, 1000, "GET", 503, "/commits/traces/unknown"
    with pytest.raises(StoreError, match="commits/traces/unknown"):
        commit(store, "unknown")
    way.forget = way.refuse = 0
    assert not list(damage(store))
    stands = store.get("traces", "unknown")
    assert store.read(stands.file("traces.parquet")).equals(ROWS)
    commit(store, "unknown")
    assert store.get("traces", "unknown") == stands
    assert not list(damage(store))


@pytest.mark.parametrize("again", [False, True])
def test_a_create_that_lands_after_the_client_gave_up_names_files_that_are_there(
    way: Way, bucket: str, again: bool
) -> None:
    """Whether or not the shard was made again meanwhile."""
    store = impatient(bucket)
    way.late, way.only = 1000, "/commits/traces/late"
    with pytest.raises(StoreError, match="commits/traces/late"):
        commit(store, "late")
    sent, way.late = 1000 - way.late, 0
    assert store.find("traces", "late") is None
    if again:
        commit(store, "late")
    way.release.set()
    while len(way.landed) < sent:
        time.sleep(0.05)
    assert (200 in way.landed) != again
    assert store.read(store.get("traces", "late").file("traces.parquet")).equals(ROWS)
    assert not list(damage(store))


def test_a_store_that_lets_two_creates_succeed_is_refused_and_left_empty(way: Way, bucket: str) -> None:
    way.cheat = True
    for _ in range(2):
        with pytest.raises(StoreError, match="a create that only the first caller wins"):
            Store.open(bucket)
    way.cheat = False
    assert list(everything(Store.open(bucket))) == ["log/000000001.json", "store.json"]


@pytest.mark.parametrize("status", [400, 403])
def test_a_store_that_says_no_is_named_and_what_is_committed_stays(way: Way, bucket: str, status: int) -> None:
    store = Store.open(bucket)
    commit(store, "before")
    way.status = status
    for where in ("/commits/", "/shards/"):
        way.refuse, way.only = 1, where
        with pytest.raises(StoreError) as caught:
            commit(store, "refused")
        message = str(caught.value)
        assert f"{bucket}{where}traces/refused" in message
        assert f"HTTP {status}" in message
        assert "AccessDenied" in message
        assert store.keys("traces") == ["before"]
        assert not list(damage(store))
    commit(store, "refused")  # the way is mended
    assert store.keys("traces") == ["before", "refused"]


def test_a_store_that_fails_for_a_while_is_asked_again(way: Way, bucket: str) -> None:
    store = Store.open(bucket)
    way.status, way.refuse = 503, 3
    commit(store, "in-the-end")
    assert way.refuse == 0
    assert store.keys("traces") == ["in-the-end"]


def test_no_error_shows_a_key(way: Way, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 repeats the key's id in its answer, and people write keys into URLs."""
    store = Store.open(bucket)
    way.refuse = 1
    faults: list[BaseException] = []
    with pytest.raises(StoreError) as caught:
        commit(store, "refused")
    faults.append(caught.value)
    for url in ("s3://AKIATESTKEYID:secret-that-nobody-may-see@bucket/x", "s3://bucket/x?key=AKIATESTKEYID"):
        with pytest.raises(StoreError) as caught:
            Store.open(url)
        faults.append(caught.value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(StoreError, match="error sending request") as caught:
        Bucket(bucket, retry_s=0.1).read("store.json")
    faults.append(caught.value)
    for fault in faults:
        told: BaseException | None = fault
        while told is not None:
            assert not [key for key in KEYS.values() if key in repr(told) + str(told)]
            assert told.__suppress_context__ or told.__context__ is None
            told = told.__cause__
    assert not [key for key in KEYS.values() if any(key.encode() in found for found in everything(store).values())]


def test_a_bucket_that_is_not_there_is_named(bucket: str) -> None:
    with pytest.raises(StoreError, match="no such bucket"):
        Store.open("s3://nobody-made-this/x")


def test_an_endpoint_without_tls_needs_to_be_allowed(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ALLOW_HTTP")
    with pytest.raises(StoreError, match="AWS_ALLOW_HTTP"):
        Store.open(bucket)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("AWS_ENDPOINT_URL", "127.0.0.1:9000", "https://"),
        ("AWS_ENDPOINT_URL", "https://key@host", "AWS_ENDPOINT_URL to be a URL"),
        ("AWS_ENDPOINT_URL", "key:s3cr3t@minio:9000", "AWS_ENDPOINT_URL to be a URL"),
        ("AWS_ENDPOINT_URL", "", "AWS_ENDPOINT_URL to be a URL"),
        ("AWS_SECRET_ACCESS_KEY", None, "AWS_ACCESS_KEY_ID alone"),
        ("AWS_ACCESS_KEY_ID", None, "AWS_SECRET_ACCESS_KEY alone"),
    ],
)
def test_a_setting_that_is_missing_or_no_address_is_named(
    bucket: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str | None, told: str
) -> None:
    monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    with pytest.raises(StoreError, match=told) as raised:
        Store.open(bucket)
    assert "s3cr3t" not in str(raised.value)


def test_who_has_no_keys_and_is_refused_is_told_which_to_set(
    way: Way, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine's role is asked for; here nothing gives it one."""
    for name in KEYS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    way.refuse, way.refusing = 1, "GET"
    with pytest.raises(StoreError, match="AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"):
        Bucket(bucket, retry_s=1).read("store.json")


@pytest.mark.parametrize("url", ["gs://bucket/x", "s3://", "s3://Bad_Name/x", "http://127.0.0.1/x"])
def test_an_address_that_is_no_store_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="bucket/prefix"):
        Store.open(url)


def test_a_large_file_goes_up_in_pieces_and_comes_back_whole(way: Way, bucket: str) -> None:
    store = Store.open(bucket)
    content = os.urandom(20 << 20)
    with store.begin("releases", "large") as attempt:
        attempt.path("weights").write_bytes(content)
        attempt.add("weights")
        made = attempt.commit()
    assert sum("partNumber=" in seen for seen in way.seen) > 1
    assert store.read_bytes(made.file("weights")) == content
    assert store.local(made.file("weights")).read_bytes() == content


FULL = """
import resource, sys, signal
from thoughtmill.errors import StoreError
from thoughtmill.store.store import Store
import pyarrow as pa
store = Store.existing(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
rows = pa.table({"text": [str(i) * 9 for i in range(200_000)]})
def table(attempt): attempt.write_table("traces.parquet", rows)
def small(attempt): attempt.write_bytes("notes.md", bytes(50_000))
def record(attempt): attempt.commit(facts={"long": "x" * 50_000})
for way in (table, small, record):
    try:
        with store.begin("traces", "too-much") as attempt:
            way(attempt)
    except StoreError as error:
        print(repr(str(error)))
"""


def test_a_disk_that_takes_no_more_is_told_with_the_path_and_what_is_committed_stays(tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk: the machine answers a write with an error in both cases."""
    store = Store.open(str(tmp_path / "store"))
    commit(store, "before")
    words = [sys.executable, "-c", FULL, store.url]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(told) == 3
    for line in told:
        assert f"{store.url}/" in line
        assert "too large" in line
        assert "make room there" in line
    assert not list(damage(store))
    assert [
        path for path in everything(store) if path.startswith(("shards/traces/too", "commits/traces/too", "tmp"))
    ] == []
    commit(store, "too-much")
    assert store.keys("traces") == ["before", "too-much"]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes, where one may be mounted."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("a small file system can't be mounted here: run the tests as root, with the right to mount")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full_is_told_with_the_path_and_what_is_committed_stays(tiny_disk: Path) -> None:
    store = Store.open(str(tiny_disk / "store"))
    commit(store, "before")

    def rows() -> None:
        with store.begin("traces", "too-much") as attempt:
            attempt.write_table("traces.parquet", pa.table({"text": [os.urandom(99) for _ in range(40_000)]}))

    def content() -> None:
        store.begin("traces", "too-much").write_bytes("notes.md", bytes(3 << 20))

    def by_a_library() -> None:
        with store.begin("traces", "too-much") as attempt:
            attempt.path("weights").write_bytes(bytes(3 << 20))

    for write in (by_a_library, rows, content):
        with pytest.raises(StoreError, match="No space left") as caught:
            write()
        assert str(tiny_disk) in str(caught.value)
        assert "make room there" in str(caught.value)
        assert not list(damage(store))
    sweep(store, timedelta(0))
    assert store.keys("traces") == ["before"]
    commit(store, "too-much")
    assert not list(damage(store))


CLOSED = """
import os, sys
from thoughtmill.errors import StoreError
from thoughtmill.store.store import Store
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
store = Store.existing(sys.argv[1])
assert store.keys("traces") == ["before"]
try:
    store.begin("traces", "closed").write_bytes("x", b"x")
except StoreError as error:
    print(repr(str(error)))
try:
    store.begin("traces", "closed").commit()
except StoreError as error:
    print(repr(str(error)))
"""


def test_a_folder_that_may_only_be_read_can_be_read_and_says_who_may_not_write(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))
    commit(store, "before")
    folders = [tmp_path / "store", *(path for path in store.root.rglob("*") if path.is_dir())]
    modes = {path: path.stat().st_mode for path in tmp_path.parents if path.name.startswith(("pytest-", "popen-"))}
    try:
        for path in (tmp_path, *modes):
            path.chmod(0o755)
        for folder in folders:
            folder.chmod(0o555)
        words = [sys.executable, "-c", CLOSED, store.url]
        told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    finally:
        for folder in folders:
            folder.chmod(0o755)
        for path, mode in modes.items():
            path.chmod(mode)
    assert len(told) == 2
    for line in told:
        assert "Permission denied" in line
        assert f"{store.url}/" in line
        assert "mend the permissions" in line
    assert not list(damage(store))


def test_an_attempt_that_cant_remove_its_files_says_what_made_it_fail(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))

    def fail() -> None:
        with store.begin("traces", "kept") as attempt:
            attempt.path("weights").mkdir()  # which no removal of a file removes
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "endless").symlink_to("/dev/zero")
    for name in ("pipe", "folder", "endless"):
        with pytest.raises(StoreError, match=name):
            Folder(tmp_path).read(name)


def test_a_folder_lists_reads_and_deletes_what_was_kept_in_it(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    assert place.create("a/b/c/d.json", b"1")
    assert not place.create("a/b/c/d.json", b"2")
    assert place.read("a/b/c/d.json") == b"1"
    assert [(found.path, found.size) for found in place.listed("a")] == [("a/b/c/d.json", 1)]
    assert not list(place.listed("nothing"))
    place.delete("a/b/c/d.json")
    place.delete("a/b/c/d.json")
    assert not list(place.listed(""))
