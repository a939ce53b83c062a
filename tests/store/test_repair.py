"""A repair deletes nothing, keeps what is whole, restores what the journal holds, and says what must be made again."""

import json
import shutil
import time
from pathlib import Path

import pytest

from tests.places import PLACES, everything
from tests.store.damages import UNPROTECTED, Damage, damages, of_another_store, put, small_store
from tests.store.storages import Ended, Failing, Lying, Stale
from tests.terminal import Terminal
from thoughtmill.errors import StoreError
from thoughtmill.store.records.faults import FaultKind
from thoughtmill.store.store import STAGES, Store
from thoughtmill.store.upkeep.check import check
from thoughtmill.store.upkeep.copy import copy
from thoughtmill.store.upkeep.repair import Deed, repair, repair_store
from thoughtmill.store.upkeep.sweep import sweep

DATA = ("shards/", "parts/")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], list[Damage]]:
    """A small real store, what lies in it, and all damages to it."""
    root = tmp_path_factory.mktemp("base") / "store"
    there = everything(small_store(root))
    return root, there, list(damages(there, of_another_store(there)))


@pytest.fixture(params=PLACES)
def store(request: pytest.FixtureRequest, tmp_path: Path, base: tuple[Path, dict[str, bytes], list[Damage]]) -> Store:
    """A copy of it, in a folder or in a bucket."""
    if request.param == "folder":
        return Store.existing(str(shutil.copytree(base[0], tmp_path / "store")))
    url = request.getfixturevalue("bucket")
    copy(str(base[0]), url)
    return Store.existing(url)


def records_of(there: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in there.items() if path.startswith("commits/")}


def harmed(one: Damage) -> set[str]:
    """The shards whose files, or whose record that nothing else holds, a damage concerns."""
    found = {"/".join(path.split("/")[1:3]) for path in one.changes if path.startswith("shards/")}
    return found | ({UNPROTECTED[8:-5]} if UNPROTECTED in one.changes else set())


def goes_with(shards: set[str], there: dict[str, bytes]) -> set[str]:
    """Shards, and what says something of their very rows: the verdicts on traces, the import that brought them."""
    verdicts = {
        path[8:-5]
        for path, content in records_of(there).items()
        if path.startswith("commits/verdicts/")
        and shards & set(json.loads(content)["parents"])
        and any(shard.startswith("traces/") for shard in shards)
    }
    imports = {path[8:-5] for path in records_of(there) if path.startswith("commits/imports/")}
    return shards | verdicts | (imports if any("writing" in shard for shard in shards) else set())


def mended(store: Store, one: Damage, there: dict[str, bytes]) -> list[str]:
    """What is wrong after a store was damaged and repaired."""
    for path, content in one.changes.items():
        put(store, path, content)
    before = everything(store)
    done = list(repair(store.url, nothing_runs=True))
    after = everything(store)
    wrong: list[str] = []
    kept = set(after.values())
    if gone := [path for path, content in before.items() if content and content not in kept]:
        wrong.append(f"deleted: {gone}")
    told = {fault.path for fault in check(store.url) if fault.kind is FaultKind.RECORD_LOST}
    made_again = {path for deed in done if deed.again for path in (deed.fault.path, *deed.paths)}
    left = [fault for fault in check(store.url) if fault.path not in told]
    if left:
        wrong.append(f"left: {left}")
    if told - made_again - {f"commits/{name}.json" for name in harmed(one)}:
        wrong.append(f"not said how to make again: {told}")
    may_go = goes_with(harmed(one), there)
    for path, content in records_of(there).items():
        if after.get(path) != content and path[8:-5] not in may_go:
            wrong.append(f"{path} was whole, or in the journal, and is not as it was")
    again = Store.existing(store.url)
    for stage in STAGES:
        for commit in again.commits(stage):
            for file in commit.files:
                again.verify(file)
    return [f"{one.kind} {list(one.changes)}: {text}\n  {[str(r) for r in done]}" for text in wrong]


@pytest.mark.parametrize(
    "some", [slice(0, None, 60), pytest.param(slice(1, None, 12), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_after_a_repair_a_check_is_clean_or_what_is_to_make_again_was_said_and_all_else_is_as_it_was(
    base: tuple[Path, dict[str, bytes], list[Damage]], some: slice, tmp_path: Path
) -> None:
    root, there, all_of_them = base
    wrong: list[str] = []
    for number, one in enumerate(all_of_them[some]):
        store = Store.existing(str(shutil.copytree(root, tmp_path / str(number))))
        wrong += mended(store, one, there)
        shutil.rmtree(store.root)
    assert wrong == [], "\n".join(wrong)


@pytest.mark.slow
def test_in_a_bucket_as_in_a_folder(bucket: str, base: tuple[Path, dict[str, bytes], list[Damage]]) -> None:
    root, there, all_of_them = base
    copy(str(root), bucket)
    store = Store.existing(bucket)
    wanted = ("shards: a bit flipped", "commits: edited by hand", "store.json: emptied", "log: cut short")
    whole = everything(store)
    for kind in wanted:
        one = next((one for one in all_of_them if one.kind == kind and all(p in whole for p in one.changes)), None)
        one = one or Damage(kind, {"log/000000001.json": b"{"})
        assert mended(store, one, there) == []
        for path in everything(store):
            put(store, path, there[path] if path in there and path in whole else whole.get(path))
        for path, content in whole.items():
            put(store, path, content)


def test_a_lost_record_is_put_back_from_the_journal_as_it_was_while_others_work(store: Store) -> None:
    there = everything(store)
    path = next(path for path in there if path.startswith("commits/traces/"))
    put(store, path, None)
    (done,) = repair(store.url)
    assert (done.deed, done.paths) == (Deed.RESTORED, (path,))
    assert everything(store)[path] == there[path]
    assert list(check(store.url)) == []


def test_what_others_may_rely_on_stays_until_somebody_says_that_nothing_runs(store: Store) -> None:
    traces = next(store.commits("traces"))
    put(store, traces.files[0].path, b"damaged")
    before = everything(store)
    done = list(repair(store.url))
    assert {one.deed for one in done} == {Deed.WAITS}
    assert everything(store) == before
    assert {one.deed for one in repair(store.url, nothing_runs=True, dry_run=True)} >= {Deed.SET_ASIDE}
    assert everything(store) == before


def test_a_store_on_which_something_works_is_left_alone_whatever_somebody_says(store: Store) -> None:
    traces = next(store.commits("traces"))
    put(store, traces.files[0].path, b"damaged")

    def work(_: object) -> None:
        store.storage.create("new/traces/meanwhile", b"")

    before = everything(store)
    with pytest.raises(StoreError, match="meanwhile"):
        list(repair(store.url, nothing_runs=True, on_file=work))
    assert everything(store) == {**before, "new/traces/meanwhile": b""}


def test_a_damaged_shard_goes_with_its_verdicts_and_can_be_asked_again(store: Store) -> None:
    traces = next(commit for commit in store.commits("traces") if commit.key.startswith("reasoning-math-00001.r1"))
    (verdicts,) = [one for one in store.commits("verdicts") if traces.name in one.parents]
    put(store, traces.files[0].path, b"damaged")
    done = list(repair(store.url, nothing_runs=True))
    again = Store.existing(store.url)
    assert again.find("traces", traces.key) is None
    assert again.find("verdicts", verdicts.key) is None
    assert again.get("rounds", traces.key)
    assert next(one.again for one in done if traces.files[0].path in one.paths).startswith("`thoughtmill produce` asks")
    notes = [json.loads(content) for path, content in everything(again).items() if path.endswith("/why.json")]
    moved = {file["path"]: file for note in notes for file in note["files"]}
    assert {traces.files[0].path, verdicts.files[0].path, f"commits/{traces.name}.json"} <= moved.keys()
    assert again.storage.read(moved[traces.files[0].path]["aside"]) == b"damaged"
    with again.begin("traces", traces.key) as attempt:
        assert attempt.commit().attempt == attempt.name
    assert [one.path for one in check(store.url)] == [f"commits/{verdicts.name}.json"], "the release was made from it"


def test_imported_traces_that_are_damaged_go_with_their_import_which_reads_them_again(store: Store) -> None:
    traces = next(commit for commit in store.commits("traces") if "imported" in commit.facts)
    put(store, traces.files[0].path, None)
    list(repair(store.url, nothing_runs=True))
    assert Store.existing(store.url).keys("imports") == []


def test_what_is_set_aside_is_no_stranger_and_is_never_swept(store: Store) -> None:
    put(store, "thesis.md", b"mine")
    list(repair(store.url))
    (path,) = [path for path in everything(store) if path.endswith("thesis.md")]
    assert path.startswith("aside/")
    assert list(check(store.url)) == []
    put(store, "tmp/" + "a" * 32, b"on its way")
    if store.url.startswith("s3://"):
        time.sleep(1.1)
    from datetime import timedelta

    sweep(store, timedelta(0))
    assert everything(store)[path] == b"mine"


def test_a_broken_journal_is_written_anew_and_the_old_one_kept(store: Store) -> None:
    old = everything(store)
    put(store, "log/000000001.json", b"broken")
    list(repair(store.url, nothing_runs=True))
    again = Store.existing(store.url)
    assert list(check(store.url)) == []
    again.keys("traces")
    assert again.journal.complete
    assert {old[path] for path in old if path > "log/000000001.json" and path.startswith("log/")} <= set(
        everything(again).values()
    )


@pytest.mark.slow
@pytest.mark.parametrize("done", [True, False], ids=["after", "before"])
@pytest.mark.parametrize("path", ["a traces file", "a segment", "an edited record", "store.json"])
def test_a_repair_may_end_at_any_moment_and_is_then_repeated(
    base: tuple[Path, dict[str, bytes], list[Damage]], path: str, done: bool, tmp_path: Path
) -> None:
    root, there, _ = base
    for left in range(1, 60):
        store = Store.existing(str(shutil.copytree(root, tmp_path / str(left))))
        traces = store.get("traces", next(key for key in store.keys("traces") if "math-00001.r1" in key))
        harm: dict[str, tuple[str, bytes]] = {
            "a traces file": (traces.files[0].path, b"damaged"),
            "a segment": ("log/000000001.json", b"{}"),
            "an edited record": (f"commits/{traces.name}.json", there[f"commits/{traces.name}.json"] + b" "),
            "store.json": ("store.json", b"{}"),
        }
        put(store, *harm[path])
        before = everything(store)
        ended = Store(Failing(store.root, left, done=done), store.store_id)
        first = next(iter(check(store.url)))
        try:
            list(repair_store(ended, first if first.path == "store.json" else None, nothing_runs=True))
        except Ended:
            list(repair(store.url, nothing_runs=True))
        else:
            return
        after = everything(store)
        assert {content for content in before.values() if content} <= set(after.values())
        told = list(check(store.url))
        assert all(one.kind is FaultKind.RECORD_LOST for one in told), told
        if path != "a traces file":
            assert told == []
            assert records_of(after) == records_of(there)
    pytest.fail("more changes than were tried")


@pytest.mark.parametrize("raises", [True, False], ids=["an error", "there already"])
def test_a_place_that_says_that_its_creates_failed_is_repaired_all_the_same(
    base: tuple[Path, dict[str, bytes], list[Damage]], raises: bool, tmp_path: Path
) -> None:
    """A hard link over a network that was made, and whose answer was lost."""
    root, there, _ = base
    store = Store.existing(str(shutil.copytree(root, tmp_path / "store")))
    path = next(path for path in there if path.startswith("commits/traces/"))
    put(store, path, None)
    put(store, "note.txt", b"mine")
    done = list(repair_store(Store(Lying(store.root, raises=raises), store.store_id), nothing_runs=True))
    assert everything(store)[path] == there[path]
    assert list(check(store.url)) == [], [str(one) for one in done]


def test_listings_that_are_stale_make_a_repair_lose_nothing(
    base: tuple[Path, dict[str, bytes], list[Damage]], tmp_path: Path
) -> None:
    root, there, _ = base
    store = Store.existing(str(shutil.copytree(root, tmp_path / "store")))
    put(store, "note.txt", b"mine")
    stale = Stale(store.root, hide=("commits/traces/", "commits/rounds/"))
    list(repair_store(Store(stale, store.store_id), nothing_runs=True))
    assert records_of(everything(store)) == records_of(there)
    assert list(check(store.url)) == []


def test_the_command_says_what_it_did_what_waits_and_what_comes_next(
    base: tuple[Path, dict[str, bytes], list[Damage]], tmp_path: Path, thoughtmill: Terminal
) -> None:
    store = Store.existing(str(shutil.copytree(base[0], tmp_path / "store")))
    assert thoughtmill("repair", store.url).returncode == 0
    put(store, next(store.commits("traces")).files[0].path, b"damaged")
    put(store, "a\x1b[2Jb", b"evil")
    shown = thoughtmill("repair", store.url, "--dry-run")
    assert (shown.returncode, "waits" in shown.stdout, "would be" in shown.stdout) == (1, True, True)
    shown = thoughtmill("repair", store.url, "--yes-nothing-runs")
    assert (shown.returncode, "\x1b" in shown.stdout) == (0, False), shown.stdout
    assert f"next: `thoughtmill filter {store.url}`" in shown.stdout
    assert f"next: `thoughtmill produce CAMPAIGN --store {store.url}` asks" in shown.stdout
    shown = thoughtmill("repair", str(tmp_path / "nothing"))
    assert (shown.returncode, len(shown.stdout.splitlines()) >= 3) == (1, True)
