"""What is excluded is neither asked nor released, quotas count what is left, and what was there before stays."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.scripted_engine import scripted_engine
from tests.small_campaign import prepared, right, run_rounds, write_traces
from tests.terminal import Terminal
from thoughtmill.campaign import Campaign
from thoughtmill.engine.client import Engine
from thoughtmill.errors import CommandError, QuotaNotMet
from thoughtmill.generation.generate import generate
from thoughtmill.generation.planner import Ledger, commit_plan, next_units, standing
from thoughtmill.judging.verdicts import judge_shard, unjudged
from thoughtmill.questions.exclusions import ExcludedFor, exclude, in_force, undo
from thoughtmill.release.publish import publish, samples_of
from thoughtmill.reporting.status import status
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import damage

Filled = tuple[Store, Campaign, Commit, Commit]


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    """A store whose quotas are filled, with its campaign, its questions and its release."""
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    return store, found, questions, publish(Ledger(store, found, questions))


def ids(store: Store, release: Commit) -> list[str]:
    return [row["id"] for part in samples_of(store, release) for row in part.to_pylist() if row["part"] == "reasoning"]


def leave_out(store: Store, *names: str) -> Commit:
    made = exclude(store, dict.fromkeys(names, "why"), ExcludedFor.DISPUTED, "a person")
    assert made
    return made


def asked(store: Store, question: str) -> int:
    shards = [store.read(traces.file("traces.parquet"), ["question_id"]) for traces in store.commits("traces")]
    return sum(shard["question_id"].to_pylist().count(question) for shard in shards)


def test_an_excluded_question_is_neither_asked_again_nor_released_and_the_quota_is_filled_without(
    filled: Filled,
) -> None:
    store, found, questions, release = filled
    gone = ids(store, release)[0].split("-")[0]
    before, judged = asked(store, gone), set(store.keys("verdicts"))
    made = leave_out(store, gone)
    assert standing(Ledger(store, found, questions), "reasoning", "math").usable < 6 + 2
    run_rounds(store, found, questions, right)
    without = publish(Ledger(store, found, questions))
    assert without.key != release.key
    assert without.counts["samples"] == 8
    assert gone not in {name.split("-")[0] for name in ids(store, without)}
    assert without.facts["exclusions"] == [made.key]
    assert asked(store, gone) == before
    assert judged <= set(store.keys("verdicts"))
    assert not unjudged(store, found), "nothing is judged for it"
    assert publish(Ledger(store, found, questions, exclusions=())).key == release.key, "made again as it was"
    assert not list(damage(store))


def test_what_is_excluded_and_was_not_in_the_release_makes_no_other(filled: Filled) -> None:
    store, found, questions, release = filled
    (spare,) = [n for n in {f"{i.split('-')[0]}-1-1" for i in ids(store, release)[:1]} if n not in ids(store, release)]
    leave_out(store, spare)
    assert publish(Ledger(store, found, questions)).key == release.key


def test_an_excluded_trace_is_made_good_by_another_one_that_is_no_copy_of_it(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path, sums=6)

    def same_at_first(prompt: str, number: int, index: int) -> str:
        return right(prompt, number, 0 if number == 1 else index + 2)

    run_rounds(store, found, questions, same_at_first)
    release = publish(Ledger(store, found, questions))
    gone = ids(store, release)[0]
    assert gone.endswith("-1-0")
    leave_out(store, gone)
    run_rounds(store, found, questions, same_at_first)
    without = publish(Ledger(store, found, questions))
    question = gone.split("-")[0]
    assert [name for name in ids(store, without) if name.startswith(question)] == [f"{question}-2-0"]
    assert without.counts["samples"] == 8


def test_an_excluded_trace_is_as_if_it_had_not_been_asked_also_where_all_tries_were_used(tmp_path: Path) -> None:
    policy = {"first_round": 2, "max_traces": 2, "max_kept": 1}
    store, found, questions = prepared(tmp_path, sums=6, policy=policy)
    run_rounds(store, found, questions, right)
    release = publish(Ledger(store, found, questions))
    question = ids(store, release)[0].split("-")[0]
    leave_out(store, f"{question}-1-0", f"{question}-1-1")
    run_rounds(store, found, questions, lambda prompt, number, index: right(prompt, number, index + 2))
    without = publish(Ledger(store, found, questions))
    assert [name for name in ids(store, without) if name.startswith(question)] == [f"{question}-2-0"]


def test_a_trace_that_is_too_long_counts_as_asked_so_that_an_end_comes(tmp_path: Path) -> None:
    """Who is asked anew writes as much again: other exclusions are made good, these only while tries are left."""
    store, found, questions = prepared(tmp_path, sums=6, policy={"first_round": 2, "max_traces": 2, "max_kept": 1})
    run_rounds(store, found, questions, right)
    question = ids(store, publish(Ledger(store, found, questions)))[0].split("-")[0]
    names = dict.fromkeys((f"{question}-1-0", f"{question}-1-1"), "1,000 tokens")
    assert exclude(store, names, ExcludedFor.TOO_LONG, "produce")
    with pytest.raises(QuotaNotMet):
        run_rounds(store, found, questions, lambda prompt, number, index: right(prompt, number, index + 2))
    assert asked(store, question) == 2


def test_an_exclusion_that_is_withdrawn_gives_the_earlier_release_back(filled: Filled) -> None:
    store, found, questions, release = filled
    made = leave_out(store, *ids(store, release)[:2])
    run_rounds(store, found, questions, right)
    assert publish(Ledger(store, found, questions)).key != release.key
    undo(store, made.key, "another person")
    assert in_force(store) == []
    assert publish(Ledger(store, found, questions)).key == release.key
    with pytest.raises(CommandError, match="in force"):
        undo(store, made.key, "another person")
    again = leave_out(store, *ids(store, release)[:2])
    assert in_force(store) == [again], "it may be excluded again"


def test_what_is_not_in_the_store_or_of_two_kinds_is_refused_and_what_is_excluded_is_not_excluded_twice(
    filled: Filled,
) -> None:
    store, _, _, release = filled
    name = ids(store, release)[0]
    question = name.split("-")[0]
    for wrong in ("0123456789abcdef", "0123456789abcdef-1-0", f"{question}-1-77", f"{question}-9-0", "nonsense"):
        with pytest.raises(CommandError, match=wrong):
            leave_out(store, wrong)
    with pytest.raises(CommandError, match="one kind"):
        leave_out(store, name, question)
    leave_out(store, name)
    assert exclude(store, {name: ""}, ExcludedFor.LEAK, "a person") is None
    assert len(store.keys("exclusions")) == 1


def test_exclusions_that_are_made_at_once_all_count(filled: Filled) -> None:
    store, _, _, release = filled
    names = ids(store, release)
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda name: leave_out(Store.open(store.url), name), names))
    assert len({commit.key for commit in made}) == len(names) == 6
    assert len(in_force(store)) == 6


def test_a_frozen_plan_asks_nothing_of_a_question_that_was_excluded_since(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    state = next_units(Ledger(store, found, questions), ["reasoning"])[0]
    key = commit_plan(store, state, questions).key
    assert state.plan
    gone = next(iter(state.plan))
    leave_out(store, gone)
    with scripted_engine(lambda prompt, _: right(prompt)) as engine:
        asyncio.run(generate(store, found, [key], Engine(engine.url, "scripted", None)))
        assert engine.seen.answered == state.traces - state.plan[gone]
    traces = store.get("traces", key)
    assert asked(store, gone) == 0
    assert traces.counts["set_aside"] == state.plan[gone]
    judge_shard(store, found, key)
    run_rounds(store, found, questions, right)
    assert publish(Ledger(store, found, questions)).counts["samples"] == 8


def test_the_command_takes_ids_and_files_and_status_tells_what_is_excluded(
    filled: Filled, tmp_path: Path, thoughtmill: Terminal
) -> None:
    store, found, questions, release = filled
    names, url = ids(store, release), str(store.root)
    (tmp_path / "lines.txt").write_text(f"{names[1]} the second one\n\n{names[2]}\n")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"id": names[3], "detail": "the fourth"}) + "\n")
    files = [str(tmp_path / "lines.txt"), str(tmp_path / "rows.jsonl")]
    shown = thoughtmill("exclude", url, "--reason", "overruled", "--by", "Ann", names[0], *files)
    assert (shown.returncode, "exclusion-00001: 4 traces" in shown.stdout) == (0, True)
    (made,) = in_force(store)
    rows = {row["id"]: row["detail"] for row in store.read(made.file("excluded.parquet")).to_pylist()}
    assert rows == {names[0]: "", names[1]: "the second one", names[2]: "", names[3]: "the fourth"}
    assert "exclusion-00001: 4 traces excluded for overruled, by Ann" in thoughtmill("status", url).stdout
    exact = [
        [domain.exact for domain in status(store, found, ledger).domains]
        for ledger in (None, Ledger(store, found, questions))
    ]
    assert exact == [[False, False], [True, True]], "what is excluded is found by reading verdicts"
    assert thoughtmill("exclude", url, "--undo", "--by", "Ben", "exclusion-00001").returncode == 0
    assert "excluded for" not in thoughtmill("status", url).stdout
    assert thoughtmill("exclude", url, names[0], "--by", "Ben").returncode == 1
    assert thoughtmill("check", url).returncode == 0


def test_an_exclusion_in_the_middle_of_a_round_keeps_frozen_plans(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    state = next_units(Ledger(store, found, questions), ["reasoning"])[0]
    judge_shard(store, found, write_traces(store, state, questions, right).key)
    plan = store.get("rounds", state.unit.key)
    assert state.plan
    leave_out(store, *list(state.plan)[:2])
    (after, *_) = Ledger(store, found, questions).units("reasoning", "math")
    assert (after.unit.key, len(after.usable or ())) == (state.unit.key, 2)
    assert store.get("rounds", state.unit.key) == plan


def test_a_file_of_ids_that_is_no_text_is_told(filled: Filled, tmp_path: Path, thoughtmill: Terminal) -> None:
    (tmp_path / "ids.txt").write_bytes(b"\xff\xfe\n")
    told = thoughtmill("exclude", filled[0].url, "--reason", "leak", "--by", "Ann", str(tmp_path / "ids.txt"))
    assert (told.returncode, "text in UTF-8" in told.stdout) == (1, True)
    assert not in_force(filled[0])
