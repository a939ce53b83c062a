"""One at a time holds a lease; a dead holder's is free soon, at once on its own machine; a living one's is kept."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.places import PLACES
from tests.s3_server import Way
from tests.store.storages import Ended, Failing
from tests.terminal import Terminal
from thoughtmill.errors import AlreadyRunning, StoreError
from thoughtmill.store.leases.beats import attempt_of
from thoughtmill.store.leases.lease import KEPT, TOGETHER, held
from thoughtmill.store.leases.lock_files import boot_id, lock_handles
from thoughtmill.store.leases.observer import Observer
from thoughtmill.store.places.storage import Folder, Listed
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import check


@pytest.fixture(params=PLACES)
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store in a folder, and one in a bucket."""
    return Store.open(str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("bucket"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Where leases lie."""
    return Folder(tmp_path / "place")


HOLDER = """
import subprocess, sys, time
from pathlib import Path
from thoughtmill.store.leases.lease import held
from thoughtmill.store.leases.lock_files import lock_handles
from thoughtmill.store.places.storage import Folder
place, expire_s = Folder(Path(sys.argv[1])), float(sys.argv[3])
with held(place, "one", "does it", units=("a", "b"), renew_s=0.1, expire_s=expire_s) as lease:
    child = subprocess.Popen(["sleep", "60"], pass_fds=lock_handles()) if sys.argv[2] == "child" else None
    print(child.pid if child else 0, flush=True)
    while not lease.is_lost:
        time.sleep(0.02)
    print("lost", flush=True)
"""


def holder(place: Folder, kind: str = "alone", expire_s: float = 1.0) -> tuple["subprocess.Popen[str]", int]:
    """Another process that holds the lease `one`, and its child."""
    command = [sys.executable, "-c", HOLDER, str(place.root), kind, str(expire_s)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def names(place: Folder) -> list[str]:
    return sorted(listed.path for listed in place.listed("leases"))


def test_of_many_who_want_it_one_at_a_time_has_it_and_all_get_it(any_store: Store) -> None:
    inside, most, had = 0, 0, 0
    guard = threading.Lock()

    def work(_: int) -> None:
        nonlocal inside, most, had
        with held(any_store.storage, "one", "does it", wait_s=60, expire_s=3.0):
            with guard:
                inside += 1
                most, had = max(most, inside), had + 1
            time.sleep(0.01)
            with guard:
                inside -= 1

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert (most, had) == (1, 6)
    assert not list(check(any_store.url)), "leases are no strangers in a store"


def test_a_holder_that_is_killed_on_this_machine_is_followed_at_once(folder: Folder) -> None:
    process, _ = holder(folder, expire_s=600.0)
    assert Observer(folder, 600.0).living()["one"].units == ("a", "b"), "who looks is told what is worked on"
    process.kill()
    process.wait()
    with held(folder, "one", "does it", wait_s=5, expire_s=600.0):
        pass


def test_what_a_dead_holder_started_keeps_its_lease_until_it_is_dead_too(folder: Folder) -> None:
    process, child = holder(folder, "child", 600.0)
    process.kill()
    process.wait()
    with pytest.raises(AlreadyRunning, match="still does"), held(folder, "one", "does it", wait_s=0.5, expire_s=600.0):
        pass
    os.kill(child, signal.SIGKILL)
    with held(folder, "one", "does it", wait_s=5, expire_s=600.0):
        assert lock_handles()


def test_who_is_at_work_is_known_after_a_moment_also_where_a_holder_elsewhere_died(folder: Folder) -> None:
    assert Observer(folder).at_work() == {}
    from_elsewhere(folder)
    with held(folder, "two", "does that", renew_s=0.1):
        assert list(Observer(folder, 0.6).at_work()) == ["two"]


def from_elsewhere(place: Folder, number: int = 1) -> None:
    """A beat of a holder on another machine."""
    told = {"does": "does it", "units": [], "host": "far", "boot": f"not {boot_id()}", "released": False}
    content = json.dumps({"format": 1, "id": "f" * 32, **told}).encode()
    assert place.create(f"leases/one/{number:09}.json", content)


def test_a_holder_elsewhere_is_followed_when_its_beat_stands_still_on_our_clock_and_no_sooner(folder: Folder) -> None:
    from_elsewhere(folder)
    told: list[str] = []
    begun = time.monotonic()
    with held(folder, "one", "does it", wait_s=30, tell=told.append, expire_s=1.0):
        assert time.monotonic() - begun >= 1.0
    assert told == ["one on far does it: waiting for it, 30 s at most"]


def test_a_holder_elsewhere_that_is_alive_is_never_followed(folder: Folder) -> None:
    ended = threading.Event()

    def beat() -> None:
        number = 0
        while not ended.wait(0.2):
            number += 1
            from_elsewhere(folder, number)

    with ThreadPoolExecutor(1) as pool:
        living = pool.submit(beat)
        while not names(folder):
            time.sleep(0.01)
        kept = pytest.raises(AlreadyRunning, match="one on far still does")
        with kept, held(folder, "one", "does it", wait_s=4, expire_s=1.0):
            pass
        ended.set()
        living.result()


def test_a_holder_that_hung_for_too_long_knows_that_it_lost_and_makes_no_beat_any_more(folder: Folder) -> None:
    process, _ = holder(folder)
    process.send_signal(signal.SIGSTOP)
    try:
        with held(folder, "one", "does it", wait_s=60, renew_s=0.1, expire_s=1.0):
            here = names(folder)[-1]
            process.send_signal(signal.SIGCONT)
            assert process.communicate(timeout=60)[0] == "lost\n"
            assert names(folder)[-1] >= here
            assert Observer(folder).living()["one"].id != "", "ours goes on"
    finally:
        process.kill()
        process.wait()


def test_who_could_not_look_for_a_while_begins_to_count_anew(folder: Folder) -> None:
    from_elsewhere(folder)
    observer = Observer(folder, 0.4)
    observer.look()
    time.sleep(0.6)  # asleep, or cut off, and perhaps the holder was cut off as well
    assert "one" in observer.living()
    until = time.monotonic() + 30  # on busy cores it may be kept from looking again
    while "one" in observer.living() and time.monotonic() < until:
        time.sleep(0.05)
        observer.look()
    assert "one" not in observer.living()


BROKEN = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b'{"format": 2}',
    b"[" * 100_000,
    b'{"format": 1, "id": 3, "does": [], "units": {}, "host": null, "boot": 1, "released": 1}',
    b'{"format": 1, "id": "../../etc/passwd", "does": "", "units": [], "host": "", "boot": "", "released": false}',
    b'{"format": 1, "id": "\\ud800", "does": "", "units": [], "host": "", "boot": "", "released": false}',
]


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_beat_that_says_nothing_sensible_only_expires(folder: Folder, content: bytes) -> None:
    folder.create("leases/one/000000001.json", content)
    folder.create("leases/one/nonsense", content)
    begun = time.monotonic()
    with held(folder, "one", "does it", wait_s=30, renew_s=0.1, expire_s=0.3):
        assert time.monotonic() - begun >= 0.3


def test_a_renewal_is_one_request_and_older_beats_go_together(way: Way, bucket: str) -> None:
    storage = Store.open(bucket).storage
    with held(storage, "one", "does it", renew_s=600, expire_s=1_800) as lease:
        way.seen.clear()
        for number in range(40):
            lease.tell((f"unit {number}",))
        assert Counter(seen.split()[0] for seen in way.seen) == {"PUT": 40, "POST": 3}
        assert len(list(storage.listed("leases/one"))) <= KEPT + TOGETHER
        assert Observer(storage).living()["one"].units == ("unit 39",)
    assert len(list(storage.listed("leases/one"))) == KEPT, "who ends leaves as little as can be"


class Losing(Folder):
    """A folder far away: every answer to a create is lost, half of them before it was made."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked = 0

    def create(self, path: str, content: bytes) -> bool:
        self.asked += 1
        if self.asked % 2:
            super().create(path, content)
        raise StoreError(f"{path} written", "no answer", "try again")


@pytest.mark.parametrize("done", [True, False], ids=["after", "before"])
def test_wherever_a_holder_ends_the_next_one_has_the_lease_at_once(tmp_path: Path, done: bool) -> None:
    for left in range(1, 60):
        place = Failing(tmp_path / f"{left}", left, done=done)
        try:
            with held(place, "one", "does it", renew_s=600, expire_s=600) as lease:
                for number in range(KEPT + TOGETHER):
                    lease.tell((f"unit {number}",))
        except Ended:
            pass
        else:
            break
        with held(Folder(place.root), "one", "does that", wait_s=30, renew_s=600, expire_s=600) as lease:
            assert Observer(Folder(place.root)).living()["one"].does == "does that"
            lease.expect()
    else:
        pytest.fail("more calls than were tried")
    assert left > KEPT + TOGETHER


def test_lost_answers_lose_no_lease(tmp_path: Path) -> None:
    place = Losing(tmp_path / "place")
    with held(place, "one", "does it", wait_s=5, renew_s=0.05, expire_s=2.0) as lease:
        time.sleep(3.0)
        assert not lease.is_lost
        assert place.asked > 10


class Gone(Folder):
    """A folder that can't be reached for a while."""

    gone = False

    def create(self, path: str, content: bytes) -> bool:
        if self.gone:
            raise StoreError(f"{path} written", "no route to it", "wait")
        return super().create(path, content)

    def listed(self, prefix: str) -> Iterator[Listed]:
        if self.gone:
            raise StoreError(f"{prefix} listed", "no route to it", "wait")
        return super().listed(prefix)


def test_a_holder_that_is_cut_off_for_long_says_so_and_never_takes_it_back(tmp_path: Path) -> None:
    place = Gone(tmp_path / "place")
    with held(place, "one", "does it", renew_s=0.05, expire_s=0.5) as lease:
        lease.expect()
        place.gone = True
        time.sleep(0.8)
        with pytest.raises(AlreadyRunning, match="held to the end"):
            lease.expect()
        place.gone = False
        before = names(place)
        time.sleep(0.3)
        assert names(place) == before


def test_a_holder_whose_name_nobody_else_wants_is_heard_again_after_it_was_cut_off(tmp_path: Path) -> None:
    place = Gone(tmp_path / "place")
    watching = Observer(place, expire_s=0.5)
    with held(place, "one", "does it", renew_s=0.05, expire_s=0.5, alone=True) as lease:
        place.gone = True
        time.sleep(0.8)
        lease.expect()
        place.gone = False
        before, until = names(place), time.monotonic() + 30
        while names(place) == before and time.monotonic() < until:
            time.sleep(0.05)
        assert names(place) != before
        assert "one" in watching.living()
    assert not Observer(place).living()


def saved_by(place: Folder, lease: str, number: int) -> None:
    """A part that the holder of a lease on another machine saved."""
    assert place.create(f"parts/traces/k/{attempt_of(lease)}-{number:06}.{'0' * 64}.parquet", b"")


def silent_for(observer: Observer, name: str, seconds: float, meanwhile: Callable[[int], object]) -> bool:
    """Look again and again; whether the lease became nobody's in that time."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        if observer.is_free(observer.look()[name]):
            return True
        meanwhile(number)
        number += 1
        time.sleep(0.1)
    return False


def from_elsewhere_alone(place: Folder, expires_s: object) -> None:
    told = {"does": "does it", "units": [], "host": "far", "boot": f"not {boot_id()}", "released": False}
    content = json.dumps({"format": 1, "id": "f" * 32, **told, "expires_s": expires_s}).encode()
    assert place.create("leases/one/000000001.json", content)


def test_what_a_holder_saves_is_its_beat_and_once_it_saves_no_more_its_lease_is_nobodys(folder: Folder) -> None:
    from_elsewhere_alone(folder, 2.0)
    observer = Observer(folder, 0.5)
    assert not silent_for(observer, "one", 6.0, lambda n: saved_by(folder, "one", n))
    last = observer.look()["one"]
    assert last.saved is not None
    assert silent_for(observer, "one", 60.0, lambda n: saved_by(folder, "another", n)), "another's parts are not its"
    assert not observer.look()["one"].is_news


def test_a_part_that_was_saved_before_the_look_at_which_the_time_is_up_is_heard(folder: Folder) -> None:
    from_elsewhere_alone(folder, 6.0)
    observer = Observer(folder, 0.5)
    while (beat := observer.look()["one"]).silent_s < 4.0:
        time.sleep(0.1)
    assert not observer.is_free(beat)
    saved_by(folder, "one", 0)
    time.sleep(2.5)
    beat = observer.look()["one"]
    assert beat.is_news
    assert not observer.is_free(beat)


class Slow(Folder):
    """A folder that was out of reach for a while when it is listed."""

    prefix, wait_s = "", 0.0

    def listed(self, prefix: str) -> Iterator[Listed]:
        if prefix.startswith(self.prefix):
            time.sleep(self.wait_s)
        return super().listed(prefix)


@pytest.mark.parametrize("prefix", ["leases", "parts"])
def test_while_the_store_does_not_answer_nobody_is_silent(tmp_path: Path, prefix: str) -> None:
    place = Slow(tmp_path / "place")
    from_elsewhere_alone(place, 1.0)
    observer = Observer(place, 0.5)
    for _ in range(2):
        assert not observer.is_free(observer.look()["one"])
    place.prefix, place.wait_s = prefix, 1.5
    for number in range(1, 3):
        beat = observer.look()["one"]
        assert (beat.number, beat.is_news) == (number, number > 1)
        assert not observer.is_free(beat)
        assert not observer.is_gone(beat)
        from_elsewhere(place, number + 1)
    place.wait_s = 0.0
    assert silent_for(observer, "one", 60.0, lambda _: None)


def test_who_lives_on_this_machine_and_guards_nothing_is_not_taken_for_gone_though_it_is_silent(folder: Folder) -> None:
    with held(folder, "one", "does it", renew_s=600.0, expire_s=0.3, alone=True):
        assert not silent_for(Observer(folder, 0.3), "one", 2.0, lambda _: None)


def test_the_newest_part_of_a_holder_tells_when_it_was_last_seen(folder: Folder) -> None:
    from_elsewhere_alone(folder, 90.0)
    os.utime(folder.root / "leases/one/000000001.json", (1.0, 1.0))
    assert [one.last_seen.timestamp() for one in Observer(folder).seen_at_work()] == [1.0]
    saved_by(folder, "one", 0)
    saved_by(folder, "another", 1)
    (part,) = (listed for listed in folder.listed("parts") if attempt_of("one") in listed.path)
    assert [one.last_seen for one in Observer(folder).seen_at_work()] == [part.modified]


def test_parts_are_no_beats_of_a_lease_that_others_want(folder: Folder) -> None:
    from_elsewhere(folder)
    assert silent_for(Observer(folder, 1.0), "one", 60.0, lambda n: saved_by(folder, "one", n))


@pytest.mark.parametrize("told", [0, -1, True, "9", [9], None])
def test_a_beat_that_says_no_sensible_time_is_silent_as_long_as_any(folder: Folder, told: object) -> None:
    from_elsewhere_alone(folder, told)
    observer = Observer(folder, 0.3)
    assert silent_for(observer, "one", 60.0, lambda _: None)
    assert observer.holder(observer.look()["one"])


def test_nobody_is_made_to_wait_for_ever(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THOUGHTMILL_PACE", "0.002")
    from_elsewhere_alone(folder, 1e300)
    assert silent_for(Observer(folder), "one", 60.0, lambda _: None)


def test_a_holder_that_saves_makes_no_beats_and_one_that_saves_no_more_makes_them_again(folder: Folder) -> None:
    with held(folder, "one", "does it", renew_s=5.0, expire_s=30.0, alone=True) as lease:
        assert lease.voice.attempt == attempt_of("one")
        for _ in range(70):
            with lease.voice.saving():
                time.sleep(0.1)
        assert len(names(folder)) == 1
        with suppress(StoreError), lease.voice.saving():
            raise StoreError("a part", "no answer", "try again")
        until = time.monotonic() + 60
        while len(names(folder)) == 1 and time.monotonic() < until:
            time.sleep(0.1)
        assert len(names(folder)) > 1
    told = json.loads((folder.root / names(folder)[-1]).read_bytes())
    assert (told["expires_s"], told["released"]) == (30.0, True)


@pytest.mark.parametrize("why", ["removed", "first units"])
def test_a_holder_makes_a_beat_when_what_it_saved_may_be_removed_and_to_tell_its_first_units(
    folder: Folder, why: str
) -> None:
    with held(folder, "one", "does it", renew_s=4.0, expire_s=600.0, alone=True) as lease:
        if why == "first units":
            lease.units = ("a",)
        until = time.monotonic() + 60
        while len(names(folder)) == 1 and time.monotonic() < until:
            with lease.voice.saving():
                time.sleep(0.05)
            if why == "removed":
                lease.voice.forget()
        assert len(names(folder)) > 1
        assert Observer(folder).living()["one"].units == lease.units


def test_a_holder_that_others_wait_for_makes_its_beats_whatever_it_saves(folder: Folder) -> None:
    with held(folder, "one", "does it", renew_s=0.2, expire_s=30.0) as lease:
        until = time.monotonic() + 60
        while len(names(folder)) < 3 and time.monotonic() < until:
            with lease.voice.saving():
                time.sleep(0.05)
        assert len(names(folder)) >= 3
        assert "expires_s" not in json.loads((folder.root / names(folder)[-1]).read_bytes())


def test_who_looks_asks_for_no_more_than_two_listings_once_it_knows_who_holds_what(way: Way, bucket: str) -> None:
    storage = Store.open(bucket).storage
    with ExitStack() as both:
        leases = [both.enter_context(held(storage, f"run-{n}", "asks", alone=True)) for n in range(3)]
        observer = Observer(storage)
        for _ in range(2):
            observer.look()
        for number in range(3):
            for lease in leases:
                storage.create(f"parts/traces/k{number}/{lease.voice.name()}.{'0' * 64}.parquet", b"")
            way.seen.clear()
            assert all(beat.is_news for beat in observer.look().values())
            assert not any(observer.is_gone(beat) for beat in observer.look(after_s=60.0).values())
            assert len(way.seen) == 2
            assert all("list-type" in seen for seen in way.seen)


def test_who_gives_a_lease_back_is_not_taken_for_gone_at_once(folder: Folder) -> None:
    watching = Observer(folder, expire_s=4.0)
    with held(folder, "one", "does it"):
        pass
    beat = watching.look()["one"]
    assert watching.is_free(beat)
    assert not watching.is_gone(beat)
    ends = time.monotonic() + 60
    while not watching.is_gone(watching.look()["one"]):
        assert time.monotonic() < ends
        time.sleep(0.1)


def test_a_lease_costs_few_files_and_its_end_leaves_it_free(folder: Folder) -> None:
    with held(folder, "one", "does it", renew_s=0.02) as lease:
        time.sleep(0.5)
        assert KEPT <= len(names(folder)) <= KEPT + TOGETHER
        lease.units = ("c",)
        until = time.monotonic() + 60
        while Observer(folder).living()["one"].units != ("c",) and time.monotonic() < until:
            time.sleep(0.05)
        assert Observer(folder).living()["one"].units == ("c",)
    assert Observer(folder).living() == {}
    with ExitStack() as both:
        for name in ("one", "two"):
            both.enter_context(held(folder, name, "does it", wait_s=1))
        assert set(Observer(folder).living()) == {"one", "two"}


def test_a_look_tells_who_is_at_work_and_what_it_can_not_prove(
    folder: Folder, store: Store, thoughtmill: Terminal
) -> None:
    from_elsewhere(folder)
    process, _ = holder(Folder(folder.root.parent / "dead"))
    process.kill()
    process.wait()
    assert Observer(Folder(folder.root.parent / "dead")).seen_at_work() == []
    with held(folder, "two", "does that", units=("a", "b")):
        here, far = Observer(folder).seen_at_work()
        assert (here.lease, here.does, here.units, here.certain) == ("two", "does that", 2, True)
        assert (far.lease, far.host, far.does, far.units, far.certain) == ("one", "far", "does it", 0, False)
    assert [work.lease for work in Observer(folder).seen_at_work()] == ["one"], "it may live, or be dead"
    assert json.loads(thoughtmill("status", store.url, "--json").stdout)["at_work"] == []
    assert "at work: nobody" in thoughtmill("status", store.url).stdout
    from_elsewhere(Folder(store.root))
    with held(store.storage, "two", "does \x1b[31mthat", units=("a", "b")):
        told = json.loads(thoughtmill("status", store.url, "--json").stdout)["at_work"]
        assert [(one["lease"], one["units"], one["certain"]) for one in told] == [("two", 2, True), ("one", 0, False)]
        shown = thoughtmill("status", store.url).stdout
    assert shown.startswith("at work: one on")
    assert "does \\x1b[31mthat (two, 2 units), last seen 20" in shown
    assert "perhaps at work: one on far does it (one), last seen 20" in shown


def locks() -> list[Path]:
    return sorted(Path(os.environ["THOUGHTMILL_CACHE"], "leases").glob("*"))


def test_lock_files_of_the_dead_go_when_they_have_told_it_for_a_day_and_no_others(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_CACHE", str(tmp_path / "cache"))
    with ExitStack() as ended:
        living, _ = holder(folder, expire_s=600.0)
        ended.callback(living.wait)
        ended.callback(living.kill)
        (its,) = locks()
        dead, _ = holder(Folder(tmp_path / "two"))
        (lock,) = set(locks()) - {its}
        dead.kill()
        dead.wait()
        odd = [lock.with_name("notes.lock"), lock.with_name(f"{'e' * 32}.txt")]
        for path in odd:
            path.write_bytes(b"a person's")
        long_ago = time.time() - 200_000
        for path in (its, lock, *odd):
            os.utime(path, (long_ago, long_ago))
        with held(folder, "another", "does it"):
            assert lock in locks(), "old, but not known to be dead for long: who wants its lease need not wait"
        with held(Folder(tmp_path / "two"), "one", "does it", wait_s=0.5, expire_s=600.0):
            pass
        os.utime(lock, (long_ago, long_ago))
        with held(folder, "another", "does it"):
            assert lock not in locks()
        assert set(locks()) == {its, *odd}


def test_whoever_makes_a_lease_while_others_clean_up_is_proven_alive(folder: Folder) -> None:
    def work(number: int) -> bool:
        alive = True
        for _ in range(10):
            with held(folder, f"lease-{number}", "does it"):
                alive = alive and any(
                    work.lease == f"lease-{number}" and work.certain for work in Observer(folder).seen_at_work()
                )
        return alive

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(work, range(6)))
