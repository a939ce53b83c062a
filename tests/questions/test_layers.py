"""A store grows by layers: what is there stays as it is, what is new is checked against all of it."""

from pathlib import Path
from typing import Any

import pytest

from tests.small_campaign import prepared, table, write_jsonl
from thoughtmill.campaign import Campaign, check
from thoughtmill.errors import CampaignError, StoreError
from thoughtmill.generation.planner import Ledger
from thoughtmill.questions.held_out import held_out_of
from thoughtmill.questions.layers import Layers, latest, layer_id, number_of
from thoughtmill.questions.looking import question_id
from thoughtmill.questions.prepare import prepare
from thoughtmill.reporting.status import status
from thoughtmill.reporting.text import layer_lines
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import damage

Rows = list[dict[str, Any]]
SUMS: Rows = [{"problem": f"What is {a} + 4?", "answer": str(a + 4)} for a in range(12)]
COLUMNS = {"prompt": "problem", "reference": "answer"}


def grown(tmp_path: Path, sums: Rows = SUMS, more: Rows | None = None, exam: Rows | None = None) -> Campaign:
    """The small campaign with these sums, perhaps a second source of sums, and perhaps more held-out questions."""
    found = table(tmp_path)
    write_jsonl(tmp_path / "sums.jsonl", sums)
    if more is not None:
        write_jsonl(tmp_path / "more.jsonl", more)
        found["sources"].append({**found["sources"][0], "path": "more.jsonl"})
    if exam is not None:
        write_jsonl(tmp_path / "later.jsonl", exam)
        found["evaluation"]["sources"].append({"name": "later", "path": "later.jsonl", "verifier": "math"})
    return check(found, tmp_path)


def sums(*numbers: int) -> Rows:
    return [{"problem": f"What is {a} + 4?", "answer": str(a + 4)} for a in numbers]


def prompts(store: Store, layer: Commit) -> set[str]:
    shards = [layer.file(f"{shard['shard']}.parquet") for shard in layer.facts["shards"]]
    return {row["prompt"] for shard in shards for row in store.read(shard).to_pylist()}


def refused(store: Store, layer: Commit) -> list[tuple[str, str]]:
    return [(row["reason"], row["detail"]) for row in store.read(layer.file("refused.parquet")).to_pylist()]


def test_more_rows_of_a_source_and_one_more_source_are_added_and_nothing_else_changes(tmp_path: Path) -> None:
    store, _, first = prepared(tmp_path)
    there = prompts(store, first)
    campaign = grown(tmp_path, SUMS + sums(50, 51, 52), more=sums(60, 61))
    second = prepare(store, campaign)
    assert prompts(store, second) == {row["problem"] for row in sums(50, 51, 52, 60, 61)}
    assert prompts(store, first) == there
    assert (second.counts["known"], second.counts["refused"]) == (18, 0), "what was there is no duplicate"
    assert second.parents == (first.name,)
    assert (second.facts["layer"], second.facts["previous"]) == (2, first.key)
    assert prepare(store, campaign) == second, "once it is there, nothing is added"
    names = list(Layers.up_to(store, second).all_shards)
    assert names == sorted(set(names), key=names.index), "no shard has the name of another"
    assert [name for name in names if name.startswith("reasoning")] == [f"reasoning-math-{n:05}" for n in range(5)]
    assert not list(damage(store))


def test_an_earlier_campaign_adds_nothing_and_is_not_held_back(tmp_path: Path) -> None:
    store, _, first = prepared(tmp_path)
    second = prepare(store, grown(tmp_path, more=sums(60)))
    assert prepare(store, grown(tmp_path)) == second
    assert store.keys("questions") == [first.key, second.key]


def test_what_is_new_is_compared_with_all_layers(tmp_path: Path) -> None:
    store, _, _ = prepared(tmp_path)
    prepare(store, grown(tmp_path, SUMS + sums(50)))
    rows = [
        {"problem": "what is 50+4", "answer": "54"},
        {"problem": "What  is 3 + 4?", "answer": "7"},
        {"problem": "What is 5 + 4?", "answer": "10"},
        {"problem": "What is 1 + 90?", "answer": "91"},
        {"problem": "What is 70 + 4?", "answer": "74"},
    ]
    third = prepare(store, grown(tmp_path, SUMS + sums(50), more=rows))
    reasons = ["near_duplicate", "duplicate", "duplicate_disagrees", "leak"]
    assert [reason for reason, _ in refused(store, third)] == reasons
    assert question_id("What is 50 + 4?") in refused(store, third)[0][1], "one of the second layer"
    assert prompts(store, third) == {"What is 70 + 4?"}
    assert third.counts["rows"] == sum(third.counts[name] for name in ("questions", "refused", "known"))


def test_what_was_refused_once_is_not_told_again(tmp_path: Path) -> None:
    bad = [{"problem": "What is 2 + 2?", "answer": "???"}]
    store, _, _ = prepared(tmp_path)
    second = prepare(store, grown(tmp_path, SUMS + bad))
    third = prepare(store, grown(tmp_path, SUMS + bad + sums(50)))
    assert (second.counts["refused"], third.counts["refused"], third.counts["refused_before"]) == (1, 0, 1)
    assert status(store, grown(tmp_path)).refused == 1


def test_a_changed_reference_is_refused_and_the_earlier_one_counts(tmp_path: Path) -> None:
    store, _, first = prepared(tmp_path)
    before = {shard["shard"]: store.read(first.file(f"{shard['shard']}.parquet")) for shard in first.facts["shards"]}
    changed = [{**SUMS[0], "answer": "5"}, {**SUMS[1], "answer": "$5$"}, *SUMS[2:]]
    second = prepare(store, grown(tmp_path, changed))
    ((reason, detail),) = refused(store, second)
    assert reason == "reference_changed"
    assert "5 here, 4 before" in detail
    assert second.counts["known"] == 17, "another dress of the same reference is none"
    assert all(store.read(first.file(f"{name}.parquet")).equals(shard) for name, shard in before.items())
    assert any("reference_changed" in line for line in layer_lines(second))


def test_of_a_source_that_is_gone_the_questions_stay_and_that_is_said(tmp_path: Path) -> None:
    store, _, _ = prepared(tmp_path)
    prepare(store, grown(tmp_path, more=sums(60, 61)))
    found = table(tmp_path)
    write_jsonl(tmp_path / "more.jsonl", sums(60, 61, 62))
    found["sources"][0]["path"] = "more.jsonl"
    third = prepare(store, check(found, tmp_path))
    assert third.facts["gone"] == ["sums"]
    assert any("sums" in line and "stay" in line for line in layer_lines(third))
    assert Layers.up_to(store, third).counts["questions.reasoning.math"] == 15


def test_a_held_out_question_that_is_added_finds_the_leaks_in_earlier_layers(tmp_path: Path) -> None:
    store, _, _ = prepared(tmp_path)
    exam = [{"prompt": "what is 3 + 4", "reference": "7"}, {"prompt": "What is 500 + 1?", "reference": "501"}]
    campaign = grown(tmp_path, SUMS + sums(50), exam=exam)
    second = prepare(store, campaign)
    leaked = store.read(second.file("leaked.parquet")).to_pylist()
    assert [row["id"] for row in leaked] == [question_id("What is 3 + 4?")]
    assert "leak_found_later" in leaked[0]["detail"]
    assert second.counts["leak_found_later"] == 1
    assert any("leak_found_later" in line for line in layer_lines(second))
    assert status(store, campaign).layers == (*Layers.up_to(store, second).commits,)
    assert [question.source for question in held_out_of(store)] == ["exam"] * 4 + ["later"] * 2
    third = prepare(store, grown(tmp_path, SUMS + sums(50), more=[{"problem": "What is 500 + 1?", "answer": "501"}]))
    assert refused(store, third)[0][0] == "leak", "held-out questions of earlier layers stay"


def test_a_held_out_question_keeps_its_reference(tmp_path: Path) -> None:
    store, found, first = prepared(tmp_path)
    write_jsonl(tmp_path / "exam.jsonl", [{"prompt": "What is 1 + 90?", "reference": "92"}])
    with pytest.raises(CampaignError, match="'91'"):
        prepare(store, found)
    assert store.keys("questions") == [first.key]


def test_of_two_that_add_at_once_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    _, _, first = prepared(tmp_path)
    places = [tmp_path / name for name in ("one", "two")]
    for place in places:
        place.mkdir()
    one, two = grown(places[0], more=sums(60)), grown(places[1], more=sums(70))
    url, winners = str(tmp_path / "store"), list[Commit]()

    def meanwhile(_: int) -> None:
        if not winners:
            winners.append(prepare(Store.open(url), two))

    with pytest.raises(StoreError, match="another campaign did so first"):
        prepare(Store.open(url), one, meanwhile)
    store = Store.open(url)
    assert latest(store) == winners[0]
    third = prepare(store, one)
    assert [layer.key for layer in Layers.up_to(store, third).commits] == [first.key, winners[0].key, third.key]
    assert prompts(store, third) == {"What is 60 + 4?"}
    assert not list(damage(store))


def test_of_two_that_begin_a_store_at_once_one_wins_and_the_other_adds_to_it(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = grown(tmp_path / "one", more=sums(60)), grown(tmp_path / "two", more=sums(70))
    url, winners = str(tmp_path / "store"), list[Commit]()

    def meanwhile(_: int) -> None:
        if not winners:
            winners.append(prepare(Store.open(url), two))

    with pytest.raises(StoreError, match="another campaign did so first: sources"):
        prepare(Store.open(url), one, meanwhile)
    store = Store.open(url)
    assert store.keys("questions") == [winners[0].key]
    second = prepare(store, one)
    assert [layer.key for layer in Layers.up_to(store, second).commits] == [winners[0].key, second.key]
    assert prompts(store, second) == {"What is 60 + 4?"}
    assert prepare(store, two) == second, "both have all of theirs"
    assert not list(damage(store))


def test_the_first_layer_has_the_id_that_it_always_had_and_an_earlier_one_stays(tmp_path: Path) -> None:
    """A policy id holds it, so a store that is made now judges under the ids of one that was made before."""
    store, campaign, first = prepared(tmp_path)
    assert (first.key, number_of(first)) == ("layer-00001", 1)
    before = Store.open(str(tmp_path / "before"))
    facts = {name: fact for name, fact in first.facts.items() if name not in ("layer", "layer_id")}
    with before.begin("questions", layer_id(first)) as attempt:
        for file in first.files:
            attempt.write_bytes(file.name, store.read_bytes(file))
        earlier = attempt.commit(first.counts, (), facts)
    assert prepare(before, campaign) == earlier
    assert layer_id(earlier) == layer_id(first) == earlier.key
    ledgers = Ledger(store, campaign, first), Ledger(before, campaign, earlier)
    now, then = ([state.unit for state in ledger.units("reasoning", "math")] for ledger in ledgers)
    assert now == then != []
    later = grown(tmp_path, SUMS + sums(50))
    assert layer_id(prepare(before, later)) == layer_id(prepare(store, later))


def test_the_same_layer_made_twice_at_once_is_one(tmp_path: Path) -> None:
    prepared(tmp_path)
    campaign, url, others = grown(tmp_path, more=sums(60)), str(tmp_path / "store"), list[Commit]()

    def meanwhile(_: int) -> None:
        if not others:
            others.append(prepare(Store.open(url), campaign))

    assert prepare(Store.open(url), campaign, meanwhile) == others[0]


def test_a_layer_is_named_by_what_it_is_made_from_and_what_it_follows(tmp_path: Path) -> None:
    ids: list[str] = []
    for name, steps in (("a", [[50], [50, 51]]), ("b", [[50], [50, 51]]), ("c", [[51], [51, 50]]), ("d", [[50, 51]])):
        (tmp_path / name).mkdir()
        store, _, _ = prepared(tmp_path / name)
        layers = [prepare(store, grown(tmp_path / name, SUMS + sums(*numbers))) for numbers in steps]
        ids.append(layer_id(layers[-1]))
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_a_file_with_another_name_goes_on_from_the_source_whose_place_it_takes(tmp_path: Path) -> None:
    store, _, _ = prepared(tmp_path)
    found = table(tmp_path)
    found["sources"] = [{**found["sources"][0], "path": "sums-2.jsonl"}, found["sources"][1]]
    write_jsonl(tmp_path / "sums-2.jsonl", SUMS + sums(50))
    second = prepare(store, check(found, tmp_path))
    assert (second.counts["questions"], second.counts["known"], second.counts["refused"]) == (1, 18, 0)
