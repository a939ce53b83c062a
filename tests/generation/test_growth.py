"""A store that grew: whatever was interrupted, the same layers give the same release, and nothing is asked twice."""

import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.faults.kill_points import Zygote, answer, committed, contents
from tests.questions.test_layers import SUMS, grown, sums
from tests.scripted_engine import scripted_engine
from tests.small_campaign import prepared, right, run_rounds, table, toml, write_jsonl, write_traces
from tests.store.test_earlier_store import FIXTURE, keys
from thoughtmill.campaign import Campaign, check, load
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.imported_traces import import_traces
from thoughtmill.generation.planner import Ledger, commit_plan, next_units
from thoughtmill.judging.verdicts import judge_shard, unjudged
from thoughtmill.questions.layers import Layers
from thoughtmill.questions.looking import question_id
from thoughtmill.questions.prepare import prepare
from thoughtmill.release.publish import publish, samples_of
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import damage

MATH = ["reasoning"]


def often_wrong(prompt: str, number: int, index: int) -> str:
    """Wrong in half of the cases, always the same ones, so that two of 22 sums are never solved and many late."""
    good = random.Random(f"{prompt}{number}{index}").random() < 0.5
    return right(prompt, number, 3 * number + index) if good else "<think>It is hard.</think><answer>999</answer>"


def campaign_of(place: Path, numbers: range, quota: int, exam: list[int] | None = None) -> Campaign:
    """Sums alone, with their quota; sums whose held-out questions are added in `exam` leak."""
    found = table(place)
    write_jsonl(place / "sums.jsonl", sums(*numbers))
    found["parts"] = {"reasoning": {**found["parts"]["reasoning"], "quota": quota}}
    found["sources"] = found["sources"][:1]
    found["work"]["shard_questions"] = 3
    if exam:
        write_jsonl(place / "later.jsonl", [{"prompt": f"What is {a} + 4?", "reference": str(a + 4)} for a in exam])
        found["evaluation"]["sources"].append({"name": "later", "path": "later.jsonl", "verifier": "math"})
    return check(found, place)


def disturbed(store: Store, campaign: Campaign, layer: Commit, draw: random.Random, steps: int = 1000) -> None:
    """Up to that many steps of a run that is broken off anywhere, and asks whatever is open in any order."""
    for _ in range(steps):
        store = Store.open(store.url)
        if left := unjudged(store, campaign):
            judge_shard(store, campaign, draw.choice(left))
            continue
        states = next_units(Ledger(store, campaign, layer), MATH)
        if draw.random() < 0.2:  # a run that expected less
            states = [
                s for s in Ledger(store, campaign, layer).units("reasoning", "math") if s.usable is None and s.plan
            ]
        if not states:
            return
        state = draw.choice(states)
        commit_plan(store, state, layer)
        if draw.random() < 0.7 and not store.find("traces", state.unit.key):
            write_traces(store, state, layer, often_wrong)


def asked(store: Store) -> Counter[tuple[str, str, int, int]]:
    """Every trace of a store, by teacher, question, round and index."""
    found: Counter[tuple[str, str, int, int]] = Counter()
    for commit in store.commits("traces"):
        for row in store.read(commit.file("traces.parquet")).to_pylist():
            found[row["teacher_id"], row["question_id"], row["round"], row["index"]] += 1
    return found


def released(store: Store, release: Commit) -> set[str]:
    """The questions of its samples."""
    return {row["id"].split("-")[0] for part in samples_of(store, release) for row in part.to_pylist()}


def copied(store: Store, to: Path) -> Store:
    shutil.copytree(store.root, to)
    return Store.open(str(to))


@pytest.mark.slow
@settings(max_examples=2, deadline=None)
@example(seed=1, before=100, added=[4], leaks=False)
@given(
    seed=st.integers(0, 2**32),
    before=st.sampled_from([0, 9, 25, 100]),
    added=st.lists(st.integers(1, 7), min_size=1, max_size=2),
    leaks=st.booleans(),
)
def test_the_same_layers_give_the_same_release_whatever_was_interrupted(
    seed: int, before: int, added: list[int], leaks: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place, draw, size, first_quota = Path(folder), random.Random(seed), 8, 6
        campaign = campaign_of(place, range(size), first_quota)
        store = Store.open(str(place / "store"))
        freeze(store, campaign)
        layer = prepare(store, campaign)
        disturbed(store, campaign, layer, draw, before)
        for more in added:
            made = (
                [(campaign, layer, publish(Ledger(store, campaign, layer)))] if filled(store, campaign, layer) else []
            )
            size += more
            exam = [draw.randrange(size - more)] if leaks else None
            campaign = campaign_of(place, range(size), size - 4, exam)
            freeze(store, campaign)
            frozen = set(store.keys("rounds"))
            layer = prepare(store, campaign)
            assert set(layer.facts["frozen"]) == frozen
            again = copied(store, place / f"copy-{size}")
            run_rounds(store, campaign, layer, often_wrong)
            disturbed(again, campaign, layer, draw)
            releases = [publish(Ledger(one, campaign, layer)) for one in (store, again)]
            assert releases[0].key == releases[1].key
            assert [f.sha256 for f in releases[0].files] == [f.sha256 for f in releases[1].files]
            for one in (store, again):
                for earlier, up_to, release in made:
                    assert publish(Ledger(one, earlier, up_to)).key == release.key, "an earlier release, made again"
                    if not layer.counts["leak_found_later"]:
                        assert publish(Ledger(one, earlier, layer)).key == release.key, "frozen units keep their places"
                traces = asked(one)
                assert set(traces.values()) == {1}
                per_question = Counter(question for _, question, _, _ in traces)
                assert max(per_question.values()) <= campaign.policy.max_traces
                assert not list(damage(one))
            leaked = {question_id(f"What is {a} + 4?") for a in exam or []}
            assert not leaked & released(store, releases[0])


def filled(store: Store, campaign: Campaign, layer: Commit) -> bool:
    """Whether what is judged fills the quota."""
    try:
        publish(Ledger(Store.open(store.url), campaign, layer))
    except QuotaNotMet:
        return False
    return True


def test_a_campaign_that_was_short_goes_on_with_what_is_added(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))
    short = campaign_of(tmp_path, range(4), 6)
    layer = prepare(store, short)
    with pytest.raises(QuotaNotMet, match=r"add about .* questions like those of sums \(yield 100%\)"):
        run_rounds(store, short, layer, right)
    before = asked(store)
    campaign = campaign_of(tmp_path, range(9), 6)
    layer = prepare(store, campaign)
    run_rounds(store, campaign, layer, right)
    release = publish(Ledger(store, campaign, layer))
    assert release.facts["layers"] == [commit.key for commit in Layers.up_to(store, layer).commits]
    assert before.keys() <= asked(store).keys(), "what was paid for counts"
    solved = released(store, release)
    assert len(solved) == 6
    assert {question_id(f"What is {a} + 4?") for a in range(4)} <= solved


def test_what_leaks_an_added_exam_is_neither_asked_nor_released(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))
    campaign = campaign_of(tmp_path, range(9), 4)
    layer = prepare(store, campaign)
    state = next_units(Ledger(store, campaign, layer), MATH)[0]
    judge_shard(store, campaign, write_traces(store, state, layer, right).key)
    answered = {question for _, question, _, _ in asked(store)}
    leaks = [a for a in range(9) if question_id(f"What is {a} + 4?") in answered][:2]
    leaks += [a for a in range(9) if question_id(f"What is {a} + 4?") not in answered][:2]
    exam = campaign_of(tmp_path, range(9), 4, leaks)
    layer = prepare(store, exam)
    assert layer.counts["leak_found_later"] == 4
    run_rounds(store, exam, layer, right)
    gone = {question_id(f"What is {a} + 4?") for a in leaks}
    assert gone & {question for _, question, _, _ in asked(store)} == gone & answered, "not asked after it was found"
    release = publish(Ledger(store, exam, layer))
    assert not gone & released(store, release)
    assert release.counts["samples"] == 4


def test_an_earlier_store_grows_with_nothing_judged_or_asked_again(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(FIXTURE, tmp_path / "earlier"))
    found = load(copy / "campaign.toml")
    store = Store.open(found.store_url())
    before = keys(store)
    with (copy / "sums.jsonl").open("a") as stream:
        stream.write('{"problem": "What is 77 + 4?", "answer": "81"}\n')
    (copy / "lines.jsonl").write_text('{"prompt": "Write a line about the number 77."}\n')
    text = (copy / "campaign.toml").read_text()
    source = '{"part" = "general", "domain" = "writing", "path" = "writing.jsonl"}'
    text = text.replace(source, f"{source}, {source.replace('writing.jsonl', 'lines.jsonl')}")
    (copy / "campaign.toml").write_text(text.replace('"quota" = 6', '"quota" = 13'))
    grown_now = load(copy / "campaign.toml")
    freeze(store, grown_now)
    layer = prepare(store, grown_now)
    assert (layer.counts["questions"], layer.counts["known"]) == (2, 18)
    import_traces(store, grown_now, "general", layer)
    assert unjudged(store, grown_now) == []
    assert publish(Ledger(store, found, layer)).key == before["releases"][0], "the same campaign has the same release"
    run_rounds(store, grown_now, layer, right)
    release = publish(Ledger(store, grown_now, layer))
    assert release.counts["samples"] == 15
    after = keys(store)
    assert all(set(before[stage]) <= set(after[stage]) for stage in before)
    fresh = {stage: set(after[stage]) - set(before[stage]) for stage in ("traces", "verdicts")}
    assert {key.split(".")[0] for key in fresh["traces"] if ".r1." in key} == {"reasoning-math-00003"}
    assert {key.rpartition(".")[0] for key in fresh["verdicts"]} == fresh["traces"], "what was judged stays"
    assert set(asked(store).values()) == {1}
    assert not list(damage(store))


def test_traces_from_elsewhere_are_imported_for_each_layer(tmp_path: Path) -> None:
    prompts = [f"What is {a} + 4?" for a in range(14)]
    pq.write_table(pa.table({"prompt": prompts, "response": [right(p) for p in prompts]}), tmp_path / "t.parquet")
    columns = {"prompt": "prompt", "response": "response"}
    thinker = {"model": "r1", "template": "think-answer", "traces": {"path": "t.parquet", "columns": columns}}

    def brought(rows: int, quota: int) -> Campaign:
        campaign = campaign_of(tmp_path, range(rows), quota).model_dump(mode="json", exclude_none=True)
        return check({**campaign, "teachers": {"thinker": thinker}}, tmp_path)

    store = Store.open(str(tmp_path / "store"))
    for rows, quota in ((6, 5), (14, 13)):
        campaign = brought(rows, quota)
        layer = prepare(store, campaign)
        for key in import_traces(store, campaign, "reasoning", layer):
            judge_shard(store, campaign, key)
        assert next_units(Ledger(store, campaign, layer), MATH) == []
        assert publish(Ledger(store, campaign, layer)).counts["samples"] == quota
    imports = [commit.counts for commit in store.commits("imports")]
    assert [(n["rows"], n["traces"], n["refused"]) for n in imports] == [(14, 6, 8), (14, 8, 0)]
    assert set(asked(store).values()) == {1}


@pytest.mark.slow
def test_a_kill_while_a_store_grows_loses_nothing_and_changes_no_release(tmp_path: Path) -> None:
    prepared(tmp_path)
    shutil.rmtree(tmp_path / "store")
    first = tmp_path / "first.toml"
    first.write_text(toml(table(tmp_path)))
    more = tmp_path / "more"
    more.mkdir()
    grown(more, SUMS + sums(50, 51, 52), more=sums(60, 61), exam=[{"prompt": "what is 3 + 4", "reference": "7"}])
    found = table(tmp_path)
    found["sources"][0]["path"] = str(more / "sums.jsonl")
    found["sources"].append({**found["sources"][0], "path": str(more / "more.jsonl"), "name": "more"})
    found["sources"][0]["name"] = "sums"
    found["evaluation"]["sources"].append({"name": "later", "path": str(more / "later.jsonl"), "verifier": "math"})
    found["parts"]["reasoning"]["quota"] = 9
    second = tmp_path / "second.toml"
    second.write_text(toml(found))
    draw, zygote = random.Random(20_261_129), Zygote()
    with scripted_engine(lambda prompt, _: answer(prompt)) as engine:
        order = {"store": str(tmp_path / "store"), "engine": engine.url}
        assert "release" in zygote.run(campaign=str(first), **order)
        before = committed(str(tmp_path / "store"))
        shutil.copytree(tmp_path / "store", tmp_path / "calm")
        calm = zygote.run(campaign=str(second), store=str(tmp_path / "calm"), engine=engine.url)
        assert "release" in calm, calm
        wanted = contents(Store.existing(str(tmp_path / "calm")))
        for number in range(4):
            place = Path(shutil.copytree(tmp_path / "store", tmp_path / f"way-{number}"))
            killed = {"campaign": str(second), "store": str(place), "engine": engine.url}
            for most in (calm["events"] // 4, calm["events"]):
                zygote.run(**killed, events=draw.randint(1, most))
            told = zygote.run(**killed)
            assert told.get("release") == calm["release"], told
            store = Store.existing(str(place))
            assert contents(store) == wanted
            assert before.items() <= committed(str(place)).items()
            assert not list(damage(store))
            shutil.rmtree(place)
    zygote.end()
