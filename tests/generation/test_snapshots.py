"""What a machine keeps of histories makes it quicker and changes nothing: whatever lies there, plans are the same."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import walk
from tests.places import without_copies
from tests.s3_server import Way
from tests.small_campaign import campaign, prepared, right, run_rounds, table, write_traces
from tests.store.storages import Ended
from thoughtmill.campaign import Campaign
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.planner import Ledger, UnitState, commit_plan, next_units
from thoughtmill.judging.rejudge import rejudge
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.questions.exclusions import ExcludedFor, exclude, undo
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.log import Log, PastStore
from thoughtmill.store.schemas import VERDICTS
from thoughtmill.store.store import Commit, Store

Filled = tuple[Store, Campaign, Commit]
POLICY = {"first_round": 2, "max_traces": 6, "max_kept": 2}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that knows nothing yet."""
    monkeypatch.setenv("THOUGHTMILL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def some_wrong(prompt: str, number: int, index: int) -> str:
    """Of every third sum one trace is kept a round, of the others both."""
    if "+" in prompt and not int(prompt.split()[2]) % 3 and index:
        return "<think>I add one too many to it.</think><answer>999</answer>"
    return right(prompt, number, index + 2 * number)


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    """A store whose quota took two rounds, on a machine that has planned it."""
    parts = table(tmp_path)["parts"]
    parts["reasoning"]["quota"] = 22
    store, found, questions = prepared(tmp_path, policy=POLICY, parts=parts)
    run_rounds(store, found, questions, some_wrong)
    assert {state.unit.round for state in Ledger(store, found, questions).units("reasoning", "math")} == {1, 2}
    return store, found, questions


def planned(store: Store, found: Campaign, questions: Commit) -> list[tuple[Any, ...]]:
    """Everything that a new process knows of the units."""
    ledger, told = Ledger(Store.existing(store.url), found, questions), list[tuple[Any, ...]]()
    for part, domain in (("reasoning", "math"), ("general", "writing")):
        if part in found.parts:
            told += [
                (s.unit, s.plan, s.traces, None if s.usable is None else list(s.usable))
                for s in ledger.units(part, domain)
            ]
    return told


def planned_by_another_machine(*filled: Any) -> list[tuple[Any, ...]]:
    """The same where nothing is kept."""
    here, elsewhere = os.environ["THOUGHTMILL_CACHE"], tempfile.mkdtemp()
    os.environ["THOUGHTMILL_CACHE"] = elsewhere
    try:
        return planned(*filled)
    finally:
        os.environ["THOUGHTMILL_CACHE"] = here
        shutil.rmtree(elsewhere)


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*/histories/*"))


def test_a_new_process_reads_no_verdicts_that_its_machine_has_folded(way: Way, bucket: str, tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path, store=bucket)
    run_rounds(store, found, questions, right)
    first = planned(store, found, questions)
    shutil.rmtree(Path(os.environ["THOUGHTMILL_CACHE"], store.store_id, "shards"))
    way.seen.clear()
    assert planned(store, found, questions) == first
    assert not [seen for seen in way.seen if "/shards/verdicts/" in seen or "/shards/rounds/" in seen]
    without_copies()
    assert planned(store, found, questions) == first
    assert [seen for seen in way.seen if "/shards/verdicts/" in seen], "who has nothing reads them"


def test_what_comes_after_a_snapshot_is_planned_as_without_it(filled: Filled, tmp_path: Path) -> None:
    store, _, questions = filled
    parts = table(tmp_path)["parts"]
    parts["reasoning"]["quota"] = 24
    more = campaign(tmp_path, policy=POLICY | {"max_traces": 8}, parts=parts)
    assert planned(store, more, questions) == planned_by_another_machine(store, more, questions)
    run_rounds(store, more, questions, lambda prompt, number, index: right(prompt, number, index + 2 * number))
    assert planned(store, more, questions) == planned_by_another_machine(store, more, questions)


def flipped(where: float) -> Callable[[bytes], bytes]:
    def harm(content: bytes) -> bytes:
        at = int(where * (len(content) - 1))
        return content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]

    return harm


HARMS: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "seal alone": lambda content: content[:32],
    "short": lambda content: content[:-7],
    "longer": lambda content: content + b"\0",
    "zeros": lambda content: bytes(len(content)),
    "endless rounds": lambda content: content[:32] + b"\xff\xff\xff\xff" + content[36:],
    "no rounds": lambda content: content[:32] + bytes(4) + content[36:],
    "a pickle": lambda _: b"cos\nsystem\n(S'touch /tmp/harmed'\ntR.",
    **{f"a bit at {part}": flipped(part / 12) for part in range(13)},
}


def test_a_damaged_snapshot_changes_nothing_and_is_made_anew(filled: Filled, cache: Path) -> None:
    true = planned(*filled)
    whole = {path: path.read_bytes() for path in kept(cache)}
    assert whole

    def holds(_: str, harm: Callable[[bytes], bytes]) -> None:
        for path, content in whole.items():
            path.write_bytes(harm(content))
        assert planned(*filled) == true
        assert {path: path.read_bytes() for path in kept(cache)} == whole

    walk(HARMS.items(), holds)


class FailingCalls:
    """The system's calls about snapshots, the n-th of which raises `error`; 0: none does."""

    def __init__(self, error: Exception) -> None:
        self.error, self.left, self.count = error, 0, 0
        self._files = set[int]()

    def wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def calls(*given: Any, **more: Any) -> Any:
            if not (given[0] in self._files if isinstance(given[0], int) else "histories" in str(given[0])):
                return call(*given, **more)
            self.count += 1
            self.left -= 1
            if self.left == 0:
                raise self.error
            made = call(*given, **more)
            if call is OPEN:
                self._files.add(made)
            return made

        return calls


OPEN = os.open


@pytest.mark.parametrize("error", [OSError(errno.EIO, "the disk says no"), Ended()], ids=["an error", "the end"])
def test_whichever_call_about_a_snapshot_fails_plans_are_the_same(
    error: Exception, filled: Filled, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true, snapshots = planned(*filled), kept(cache)
    calls = FailingCalls(error)
    for name in ("open", "fdopen", "fstat", "utime", "mkdir", "replace", "unlink"):
        monkeypatch.setattr(os, name, calls.wrapped(getattr(os, name)))
    wanted, told = 1, 0
    while True:
        snapshots[0].unlink(missing_ok=True)  # one is made, the others are read
        calls.left, calls.count = wanted, 0
        try:
            assert planned(*filled) == true
        except Ended:
            told += 1
        if calls.left > 0:
            break
        calls.left = 0
        assert planned(*filled) == true, f"after call {wanted}"
        assert kept(cache) == snapshots
        wanted += 1
    assert wanted > 4 * len(snapshots)
    assert told == (wanted - 1 if isinstance(error, Ended) else 0)


def test_what_is_no_snapshot_of_this_shard_by_this_user_is_left_alone(filled: Filled, cache: Path) -> None:
    true = planned(*filled)
    paths = kept(cache)
    contents = [path.read_bytes() for path in paths]
    for path, other in zip(paths, contents[1:] + contents[:1], strict=True):
        path.write_bytes(other)
    assert planned(*filled) == true, "each holds another shard's"
    for path in kept(cache):
        path.chmod(0o666)
    assert planned(*filled) == true, "anybody may have written them"
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in kept(cache)), "they were made anew"
    odd = kept(cache)
    odd[0].unlink()
    odd[0].symlink_to(cache / "nowhere")
    odd[1].unlink()
    odd[1].mkdir()
    odd[2].unlink()
    os.mkfifo(odd[2])
    assert planned(*filled) == true
    shutil.rmtree(cache)
    cache.write_bytes(b"no folder")
    assert planned(*filled) == true


def test_other_policies_exclusions_and_verdicts_have_histories_of_their_own(filled: Filled, tmp_path: Path) -> None:
    store, found, questions = filled
    parts = {**table(tmp_path)["parts"]}
    parts["reasoning"]["quota"] = 12
    true = planned(*filled)
    few = campaign(tmp_path, policy=POLICY | {"max_kept": 1}, parts=parts)
    strict = campaign(tmp_path, policy=POLICY | {"max_think_chars": 5}, parts=parts)
    freeze(store, strict)
    rejudge(store, strict)
    for other in (few, strict, found):
        assert planned(store, other, questions) == planned_by_another_machine(store, other, questions)
    usable = next(unit for unit in true if unit[3])
    verdicts = store.read(store.get("verdicts", usable[0].verdict_key).file("verdicts.parquet")).to_pylist()
    one = verdicts[usable[3][0]]
    trace = f"{one['question_id']}-{one['round']}-{one['index']}"
    for name in (trace, verdicts[-1]["question_id"]):
        made = exclude(store, {name: "why"}, ExcludedFor.DISPUTED, "a person")
        assert made
        left = planned(store, found, questions)
        assert left == planned_by_another_machine(store, found, questions)
        assert left != true
        undo(store, made.key, "a person")
        assert planned(store, found, questions) == true


def test_verdicts_that_were_made_again_under_their_key_are_read_again(filled: Filled, cache: Path) -> None:
    """As after a repair: the key is the same, the record is not."""
    store, first = filled[0], planned(*filled)
    unit = first[0][0]
    earlier = store.get("verdicts", unit.verdict_key)
    rows = store.read(earlier.file("verdicts.parquet"))
    reasons = pa.array(["incorrect"] * rows.num_rows, pa.string())
    (store.root / f"commits/{earlier.name}.json").unlink()
    shutil.rmtree(store.root / "log")
    again = Store.existing(store.url)
    with again.begin("verdicts", unit.verdict_key) as attempt:
        attempt.write_table(
            "verdicts.parquet", rows.set_column(rows.schema.get_field_index("reason"), "reason", reasons)
        )
        attempt.commit(earlier.counts, earlier.parents, earlier.facts)
    then = planned(*filled)
    assert then == planned_by_another_machine(*filled)
    assert then[0][3] == []
    assert kept(cache)


def judged(store: Store, state: UnitState, questions: Commit, draw: Random) -> None:
    """A unit asked and judged, without text: some kept, some of them copies, some asks set aside."""
    unit, plan = state.unit, state.plan or {}
    frozen = commit_plan(store, state, questions)
    names = {"part": unit.part, "domain": unit.domain, "shard": unit.shard, "round": unit.round}
    asked = [(q, n) for q, count in plan.items() for n in range(count) if draw.random() < 0.9]
    sketches = [bytes([kind] * 128) for kind in range(3)]
    rows = [
        {
            "question_id": question,
            "round": unit.round,
            "index": n,
            "reason": draw.choice([None, None, "incorrect"]),
            "text_hash": f"{draw.randrange(4):032x}",
            "sketch": draw.choice([*sketches, None]),
        }
        for question, n in asked
    ]
    for stage, key, schema in (("traces", unit.key, None), ("verdicts", unit.verdict_key, VERDICTS)):
        with store.begin(stage, key) as attempt:
            if schema:
                attempt.write_table("verdicts.parquet", pa.Table.from_pylist(rows, schema=schema))
            attempt.commit({"traces": len(rows)}, (frozen.name,), names | {"teacher_id": unit.teacher_id})


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 1 << 32),
    most=st.integers(1, 3),
    looks=st.lists(st.sampled_from(["judge", "new process", "exclude", "undo"]), min_size=2, max_size=12),
)
def test_a_ledger_with_snapshots_knows_what_one_without_knows(
    tmp_path: Path, seed: int, most: int, looks: list[str]
) -> None:
    draw, place = Random(seed), Path(tempfile.mkdtemp(dir=tmp_path))
    policy = {"first_round": 2, "max_traces": 6, "max_kept": most}
    parts = table(place)["parts"]
    parts["reasoning"]["quota"] = 10_000
    store, found, questions = prepared(place, policy=policy, parts=parts, sums=6)
    asked, made = store.read(questions.file("reasoning-math-00000.parquet"))["question_id"].to_pylist(), list[Commit]()
    for look in looks:
        if look == "judge":
            try:
                states = next_units(Ledger(store, found, questions), ["reasoning"])
            except QuotaNotMet:
                states = []
            for state in states[: draw.randint(1, 2)]:
                judged(store, state, questions, draw)
        elif look == "exclude" and (named := draw.choice(asked)):
            made += filter(None, [exclude(store, {named: ""}, ExcludedFor.LEAK, "a person")])
        elif look == "undo" and made:
            undo(store, made.pop().key, "a person")
        assert planned(store, found, questions) == planned_by_another_machine(store, found, questions)
    shutil.rmtree(place)


def test_a_folder_that_takes_no_copies_costs_only_time(
    filled: Filled, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = planned(*filled)
    shutil.rmtree(cache)
    monkeypatch.setenv("THOUGHTMILL_CACHE_BYTES", "0")
    assert planned(*filled) == true
    assert not kept(cache)


def test_a_unit_that_was_judged_since_is_added_to_what_was_kept(tmp_path: Path, cache: Path) -> None:
    store, found, questions = prepared(tmp_path)
    for count, state in enumerate(next_units(Ledger(store, found, questions), ["reasoning"]), 1):
        judge_shard(store, found, write_traces(store, state, questions, right).key)
        assert planned(store, found, questions) == planned_by_another_machine(store, found, questions)
        assert len(kept(cache)) == count


def test_an_earlier_store_is_planned_as_of_then(filled: Filled) -> None:
    store, found, questions = filled
    now = planned(*filled)
    commits = Log(store).new()
    then = PastStore(store, commits[: len(commits) // 2])
    states = [(s.unit, s.usable and list(s.usable)) for s in Ledger(then, found, questions).units("reasoning", "math")]
    judged = [unit for unit, usable in states if usable is not None]
    assert 0 < len(judged) < sum(unit[3] is not None and unit[0].domain == "math" for unit in now)
    assert all(then.find("verdicts", unit.verdict_key) for unit in judged)
