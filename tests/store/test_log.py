"""The log: every commit once, in order of time; and the store as it was after some of them."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.places import PLACES, overwrite
from tests.s3_server import environment, way_to
from tests.small_campaign import prepared, right, write_traces
from tests.terminal import Terminal
from thoughtmill.campaign import Campaign
from thoughtmill.errors import StoreError
from thoughtmill.generation.planner import Ledger, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.release.publish import publish
from thoughtmill.reporting.status import Status, status
from thoughtmill.store.log import Log, PastStore, until
from thoughtmill.store.records.commits import sealed
from thoughtmill.store.store import Commit, Store

EARLIER = ROOT / "tests" / "store" / "fixtures" / "store-7c69906" / "store"


@pytest.fixture(params=PLACES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("bucket")


def commit(store: Store, stage: str, key: str) -> Commit:
    with store.begin(stage, key) as attempt:
        return attempt.commit(counts={"traces": 1})


def test_each_commit_is_told_once_in_order_of_time_folded_or_not(url: str) -> None:
    store = Store.open(url)
    made = [commit(store, *name) for name in (("traces", "b"), ("rounds", "c"), ("traces", "a"))]
    other = Log(Store.existing(url))
    by_time = sorted(made, key=lambda one: (one.created_at, one.stage, one.key))
    assert other.new() == by_time
    assert other.new() == []
    store.journal.fold(1)
    more = commit(store, "verdicts", "d")
    assert other.new() == [more]
    assert Log(Store.existing(url)).new() == [*by_time, more]
    assert Log(Store.existing(url), ["rounds", "verdicts"]).new() == [made[1], more]


def test_looking_again_costs_two_requests(s3: str, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with way_to(s3) as way:
        for name, value in environment(way.url).items():
            monkeypatch.setenv(name, value)
        store = Store.open(bucket)
        for key in "abc":
            commit(store, "traces", key)
        log = Log(Store.existing(bucket))
        assert len(log.new()) == 3
        way.seen.clear()
        assert log.new() == []
        assert len(way.seen) == 2
        commit(store, "traces", "d")
        way.seen.clear()
        assert len(log.new()) == 1
        assert len(way.seen) == 3


def test_a_store_of_an_earlier_version_has_its_log(thoughtmill: Terminal) -> None:
    shown = thoughtmill("log", str(EARLIER))
    lines = shown.stdout.splitlines()
    assert (shown.returncode, len(lines)) == (0, 26)
    assert [line[:19] for line in lines] == sorted(line[:19] for line in lines)
    assert lines[0].split()[1] == "campaigns"
    assert lines[-1].split()[1:3] == ["students", "c464f5a49f99e030"]
    assert thoughtmill("log", str(EARLIER), "--last", "2").stdout.splitlines() == lines[-2:]
    assert thoughtmill("log", str(EARLIER), "--last", "0").stdout == ""
    told = [
        json.loads(line) for line in thoughtmill("log", str(EARLIER), "--stage", "traces", "--json").stdout.splitlines()
    ]
    assert {one["stage"] for one in told} == {"traces"}
    assert sum(one["counts"]["traces"] for one in told) == sum(one["rows"] for one in told) == 40


@pytest.mark.parametrize("words", [("--last", "-1"), ("--every", "0"), ("--every", "nan")])
def test_numbers_that_make_no_sense_are_three_lines(words: tuple[str, str], thoughtmill: Terminal) -> None:
    shown = thoughtmill("log", str(EARLIER), *words)
    assert (shown.returncode, shown.stdout.startswith("expected ")) == (1, True)


def test_who_follows_sees_what_others_commit_and_ends_by_ctrl_c_without_a_word(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))
    commit(store, "traces", "before")
    words = ["log", store.url, "--follow", "--every", "0.1"]
    command = [sys.executable, "-m", "thoughtmill", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert " before " in program.stdout.readline()
        for key in ("one", "two"):
            commit(store, "traces", key)
            assert f" {key} " in program.stdout.readline()
        program.send_signal(signal.SIGINT)
        assert program.communicate(timeout=60) == ("", "")
    assert program.returncode == 0


def test_who_follows_into_a_pipe_that_closes_ends_without_a_word(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))
    commit(store, "traces", "before")
    command = [sys.executable, "-m", "thoughtmill", "log", store.url, "--follow", "--every", "0.1", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert program.stderr
        assert json.loads(program.stdout.readline())["key"] == "before"
        program.stdout.close()
        commit(store, "traces", "after")
        assert program.wait(timeout=60) == 0
        assert program.stderr.read() == ""


def test_what_a_stranger_wrote_into_a_record_is_shown_and_not_obeyed(tmp_path: Path, thoughtmill: Terminal) -> None:
    store = Store.open(str(tmp_path / "store"))
    commit(store, "traces", "a")
    found = json.loads(store.storage.read("commits/traces/a.json"))
    del found["record_sha256"]
    forged = found | {"created_at": "\x1b[2J\x9b", "counts": {"\x1b]0;title\x07 [red]\u202e": 7}}
    overwrite(store, "commits/traces/a.json", sealed(forged))
    for form in ((), ("--json",)):
        shown = thoughtmill("log", store.url, *form)
        assert shown.returncode == 0
        assert not [sign for sign in ("\x1b", "\x07", "\x9b", "\u202e") if sign in shown.stdout]
        assert "[red]" in shown.stdout


def test_a_damaged_record_is_named(tmp_path: Path, thoughtmill: Terminal) -> None:
    store = Store.open(str(tmp_path / "store"))
    commit(store, "traces", "a")
    overwrite(store, "commits/traces/a.json", b"{}")
    shown = thoughtmill("log", store.url)
    assert (shown.returncode, "commits/traces/a.json" in shown.stdout) == (1, True)


def half_right(prompt: str, number: int, index: int) -> str:
    """In the first round the sums with one digit are wrong."""
    wrong = number == 1 and "+" in prompt and len(prompt) == len("What is 1 + 4?")
    return "<think>Hm, a sum of two numbers.</think><answer>0</answer>" if wrong else right(prompt, number, index)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Campaign, dict[int, Status]]:
    """A store that a campaign filled, and its status after each commit that another one did not follow at once."""
    store, found, questions = prepared(tmp_path_factory.mktemp("lived"))
    seen: dict[int, Status] = {}

    def look() -> None:
        seen[len(Log(store).new())] = status(store, found)

    look()
    while states := next_units(Ledger(store, found, questions), list(found.parts)):
        for state in states:
            traces = write_traces(store, state, questions, half_right)
            look()
            judge_shard(store, found, traces.key)
            look()
    publish(Ledger(store, found, questions))
    look()
    return store, found, seen


def test_a_status_as_of_then_is_what_it_was_then(lived: tuple[Store, Campaign, dict[int, Status]]) -> None:
    store, found, seen = lived
    commits = Log(Store.existing(store.url)).new()
    times = [commit.created_at for commit in commits] + ["9"]
    assert len(seen) > 8
    for number, then in seen.items():
        if times[number - 1] < times[number]:  # else the clock of this machine can't tell them apart
            assert status(PastStore(store, until(commits, str(number))), found) == then
            assert status(PastStore(store, until(commits, times[number - 1])), found) == then
    assert status(PastStore(store, commits), found) == status(store, found)


def test_the_past_is_only_looked_at(lived: tuple[Store, Campaign, dict[int, Status]]) -> None:
    store = lived[0]
    past = PastStore(store, Log(store).new()[:2])
    with pytest.raises(StoreError, match="expected"):
        past.begin("traces", "new")
    assert past.keys("releases") == []
    assert past.find("releases", store.keys("releases")[0]) is None


def test_a_status_is_told_to_programs_with_all_that_people_are_shown(
    lived: tuple[Store, Campaign, dict[int, Status]], thoughtmill: Terminal
) -> None:
    store, found, seen = lived
    now = status(store, found)
    told = json.loads(thoughtmill("status", store.url, "--json").stdout)
    assert (told["store"], told["at"], told["comparisons"]) == (store.url, None, {})
    ((key, campaign),) = told["campaigns"].items()
    assert [key] == store.keys("campaigns")
    shown = {name: campaign[name] for name in ("name", "samples", "quota", "questions", "refused", "traces", "kept")}
    assert shown == {name: getattr(now, name) for name in shown}
    assert [(one["part"], one["usable"], one["exact"], one["open"]) for one in campaign["domains"]] == [
        (one.part, one.usable, one.exact, one.open) for one in now.domains
    ]
    assert (campaign["rejected"], campaign["releases"]) == (now.rejected, list(now.releases))
    first = min(seen)
    then = json.loads(thoughtmill("status", store.url, "--json", "--at", str(first)).stdout)
    assert (then["at"]["commits"], then["at"]["of"]) == (first, max(seen))
    assert [one["traces"] for one in then["campaigns"].values()] == [0]
    assert f"as of {first} of {max(seen)} commits" in thoughtmill("status", store.url, "--at", str(first)).stdout


@pytest.mark.parametrize("then", ["999", "yesterday", "-1", "", "2026-13-01", "\u0663", "9" * 5000])
def test_a_time_that_there_was_not_is_three_lines(then: str, thoughtmill: Terminal) -> None:
    shown = thoughtmill("status", str(EARLIER), f"--at={then}")
    assert (shown.returncode, shown.stdout.startswith("expected ")) == (1, True)


@pytest.mark.parametrize(
    ("then", "count"),
    [("0", 0), ("26", 26), ("2026-11-29", 0), ("2026-11-29T05:41:18.718", 1), ("2026-11-29T06:41:18.718+01:00", 1)],
)
def test_times_are_utc_or_say_their_zone(then: str, count: int) -> None:
    assert len(until(Log(Store.existing(str(EARLIER))).new(), then)) == count


def test_reading_commands_change_nothing(
    lived: tuple[Store, Campaign, dict[int, Status]], thoughtmill: Terminal
) -> None:
    root = lived[0].root
    before = [(path, path.stat().st_mtime_ns) for path in sorted(root.rglob("*"))]
    for words in (("log",), ("status", "--at", "3"), ("status", "--json"), ("sql", "select count(*) from traces")):
        assert thoughtmill(words[0], str(root), *words[1:]).returncode == 0
    assert [(path, path.stat().st_mtime_ns) for path in sorted(root.rglob("*"))] == before
