"""What stands between a release and its training: the gate, the way back to the campaign, and what others read."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import tiny_student
from tests.small_campaign import campaign, right, run_rounds, write_toml
from tests.student.test_student_commands import RECIPE, released
from tests.terminal import Terminal
from thoughtmill.campaign import Campaign, Student
from thoughtmill.generation.planner import Ledger
from thoughtmill.questions.prepare import prepare
from thoughtmill.release.export import DPO, FORMS
from thoughtmill.release.publish import publish, samples_of
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import Store
from thoughtmill.student.footprint import Shape, footprint, useful_share
from thoughtmill.student.tokens import sample_lengths, tokenizer_of
from thoughtmill.student.too_long import exclude_too_long

QWEN_7B = Shape(7_615_616_512, 28, 3584, 152_064, 131_072)
QWEN_05B = Shape(494_032_768, 24, 896, 151_936, 32_768)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Store, str, Path, dict[str, Any]]:
    """A store with a release, its key, and the campaign's file, for a base that is there."""
    monkeypatch.setenv("THOUGHTMILL_HOME", str(tmp_path / "home"))
    recipe = {**RECIPE, "weights": str(tiny_student.base(tmp_path / "base"))}
    store, release = released(tmp_path, student=recipe)
    return store, release, write_toml(tmp_path, student=recipe), recipe


def test_the_gate_shows_what_is_trained_and_refuses_what_would_fail(
    told: tuple[Store, str, Path, dict[str, Any]], tmp_path: Path, thoughtmill: Terminal
) -> None:
    store, release, file, recipe = told
    words = ("ready", str(store.root), release[:6], str(file))
    shown = thoughtmill(*words, "--gpu", "h100")
    assert shown.returncode == 0, shown.stdout
    said = ("trained from here", "<|im_start|>user", "</answer><|im_end|>", "8 samples, every domain exactly its quota")
    for one in (*said, "none of 4 held-out", "sums unknown", "GPU-hours", "reasoning/math"):
        assert one in shown.stdout, one
    named = ("train", str(store.root), release[:6], "--campaign", str(file))
    assert f"ready; next: thoughtmill {shlex.join(named)}\n" in shown.stdout, "as the gate looked at it"
    assert len(list((tmp_path / "home" / "tokens").iterdir())) == 1, "counted once"
    write_toml(tmp_path, student={**recipe, "max_length": 80})
    shown = thoughtmill(*words)
    assert shown.returncode == 1, shown.stdout
    assert "of more than 80 tokens" in shown.stdout
    assert not store.keys("exclusions")
    shown = thoughtmill(*words, "--exclude-too-long", "--by", "me")
    (made,) = store.commits("exclusions")
    assert made.facts["reason"] == "too_long"
    assert f"{made.counts['excluded']:,} of more than 80" in shown.stdout
    recipe |= {"packing": True, "mixture": {"reasoning": 1.5}, "launch": {"processes": 2, "context_parallel": 2}}
    write_toml(tmp_path, student={**recipe, "validation": 2})
    epoch = "samples in an epoch: general/writing 1 of 2, reasoning/math 8 of 6; 2 are measured only"
    shown = thoughtmill(*words).stdout
    assert epoch in shown, shown[shown.find("in an epoch") :]
    assert "a divisor of 1" in shown, "the base has one head of keys, and a row can't lie on two processes"
    write_toml(tmp_path, student=recipe, parts=PARTS)
    assert "has 6 of 7" in thoughtmill(*words).stdout


PARTS = {
    "reasoning": {"quota": 7, "teacher": "thinker", "domains": {"math": 1.0}},
    "general": {"quota": 2, "teacher": "writer", "domains": {"writing": 1.0}},
}


@pytest.mark.parametrize(
    ("shape", "gpu", "gpus", "sharded", "fits"),
    [
        (QWEN_7B, "h100", 1, False, False),
        (QWEN_7B, "h100", 8, False, False),
        (QWEN_7B, "h100", 8, True, True),
        (QWEN_05B, "h100", 1, False, True),
        (QWEN_7B, "rtx4090", 2, True, False),
    ],
)
def test_what_cannot_fit_is_told_before_it_is_paid(
    shape: Shape, gpu: str, gpus: int, sharded: bool, fits: bool
) -> None:
    recipe = Student(base="b", device_batch_size=1, batch_size=64, max_length=16_384)
    made = footprint(shape, recipe, [4_000] * 90 + [16_000] * 10, gpu, gpus, 2.5, sharded=sharded)
    assert made.fits is fits, made
    assert made.state == pytest.approx(shape.parameters * 16 / (gpus if sharded else 1) / 2**30)
    assert made.money == pytest.approx(made.hours * gpus * 2.5)


def test_a_row_that_lies_on_four_devices_takes_a_quarter_of_the_memory_for_its_activations() -> None:
    lengths = [4_000] * 90 + [16_000] * 10
    made = {
        together: footprint(
            QWEN_7B,
            Student.model_validate(
                {"base": "b", "packing": True, "launch": {"processes": 8, "context_parallel": together}}
            ),
            lengths,
            "h100",
            8,
            2.5,
        )
        for together in (1, 4)
    }
    assert made[4].working == pytest.approx(made[1].working / 4)
    assert made[4].state == made[1].state


def test_padding_is_counted_as_it_is_trained() -> None:
    assert useful_share([10, 20], 2, 7) == 30 / 40
    assert useful_share([10, 20, 30], 1, 7) == 1


def wrong_once(prompt: str, number: int, index: int) -> str:
    """Every first trace of a sum is wrong, in form."""
    text = right(prompt, number, index)
    if "+" not in prompt or index:
        return text
    total = text.rpartition("<answer>")[2].partition("<")[0]
    return text.replace(f"<answer>{total}<", f"<answer>{int(total) + 1}<")


def test_a_release_is_written_so_that_others_read_it(
    tmp_path: Path, thoughtmill: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasets import load_dataset

    store, release = released(tmp_path, teacher=wrong_once)
    (published,) = store.keys("campaigns")
    freeze(store, campaign(tmp_path, name="later"))
    samples = [row for table in samples_of(store, store.get("releases", release)) for row in table.to_pylist()]
    for name in [*FORMS, DPO]:
        out = tmp_path / f"to-{name}"
        shown = thoughtmill("export", str(store.root), release[:5], "--to", name, "--out", str(out))
        assert shown.returncode == 0, shown.stdout
        assert f"small: {published}, which published the release" in shown.stdout
        assert thoughtmill("export", str(store.root), release, "--to", name, "--out", str(out)).returncode == 1
    read_by = {name: _rows(tmp_path / f"to-{name}" / form.file) for name, form in FORMS.items()}
    assert read_by["openai"] == [{"messages": [*row["prompt"], *row["completion"]]} for row in samples]
    assert read_by["nemo"][0] == {
        "input": samples[0]["prompt"][0]["content"],
        "output": samples[0]["completion"][0]["content"],
    }
    assert json.loads((tmp_path / "to-llama-factory" / "dataset_info.json").read_text())["thoughtmill"]["tags"]
    for line in (tmp_path / "to-axolotl" / "axolotl.yml").read_text().splitlines():
        json.loads(line.partition(": ")[2])
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    for name in ("trl", DPO):
        table: Any = load_dataset("json", data_files=str(tmp_path / f"to-{name}" / "train.jsonl"), split="train")
        assert {"trl": {"prompt", "completion"}, DPO: {"chosen", "rejected"}}[name] <= set(table.column_names)
        from trl.data_utils import is_conversational

        assert is_conversational(table[0])
    pairs = _rows(tmp_path / f"to-{DPO}" / "train.jsonl")
    assert len(pairs) == 6, "of each sum one: what has no verifier has no wrong answer"
    for pair in pairs:
        assert pair["chosen_id"].rsplit("-", 2)[0] == pair["rejected_id"].rsplit("-", 2)[0]
        chosen, rejected = (pair[which][0]["content"] for which in ("chosen", "rejected"))
        assert chosen != rejected
        assert rejected.startswith("<think>")


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_thing_of_a_store_leads_to_its_campaign_and_to_what_came_of_it(
    tmp_path: Path, thoughtmill: Terminal
) -> None:
    store, release = released(tmp_path)
    with store.begin("students", "f00d") as attempt:
        attempt.write_bytes("config.json", b"{}")
        attempt.commit(parents=(f"releases/{release}",), facts={"release_id": release, "base": "tiny"})
    with store.begin("comparisons", "f00d.1") as attempt:
        attempt.commit(parents=("students/f00d",), facts={"student": "f00d"})
    sample = next(samples_of(store, store.get("releases", release)))["id"][0].as_py()
    trace = store.keys("traces")[0]
    teacher, question = store.get("traces", trace).facts["teacher_id"], sample.partition("-")[0]
    policy = store.keys("verdicts")[0].rpartition(".")[2]
    for named in ("f00d.1", "students/f00d", release, release[:6], trace, teacher, policy, sample, question):
        shown = thoughtmill("lineage", str(store.root), named, "--json")
        assert shown.returncode == 0, shown.stdout
        way = {step["stage"]: step for step in json.loads(shown.stdout)}
        stages = {"campaigns", "questions", "rounds", "traces", "verdicts", "releases", "students", "comparisons"}
        assert set(way) == stages, named
        assert way["students"]["again"] == f"thoughtmill train {store.url} {release}"
        assert [stage for stage in way if way[stage]["named"]], named
    shown = thoughtmill("lineage", str(store.root), "f00d.1")
    assert "▶ comparisons: f00d.1" in shown.stdout
    assert f"again: thoughtmill produce <the file of the campaign small, once in {tmp_path}> --store" in shown.stdout
    file = write_toml(tmp_path)
    shown = thoughtmill("lineage", str(store.root), "f00d.1")
    assert f"again: thoughtmill produce {file} --store {store.url}\n" in shown.stdout, "the file is there again"
    for named in ("nonsense", "0" * 16, ""):
        assert thoughtmill("lineage", str(store.root), named).returncode == 1


LONG = (
    "We want the sum of two whole numbers. One way is to begin with the first of them and to go on from there. "
    "Another one is to take the tens apart and then to look at what remains. Both ways must come to the same end, "
    "which is a good check. A drawing of a line with marks on it helps some people with this. "
)


def test_what_is_too_long_for_the_student_is_left_out_before_a_quota_counts_as_filled(
    tmp_path: Path, any_store: Callable[[Campaign], Store]
) -> None:
    """The first trace of every second sum is long, so another one of the same question takes its place."""

    def long_once(prompt: str, number: int, index: int) -> str:
        text = right(prompt, number, index)
        sum_of = prompt.removeprefix("What is ").partition(" +")[0]
        is_long = not index and "+" in prompt and int(sum_of) % 2 == 0
        return text.replace("<think>", f"<think>{LONG}") if is_long else text

    found = campaign(tmp_path, student={**RECIPE, "too_long": "leave_out"})
    store = any_store(found)
    freeze(store, found)
    questions = prepare(store, found)
    words = tokenizer_of(str(tiny_student.base(tmp_path / "base")))
    run_rounds(store, found, questions, long_once)
    times = 0
    while exclude_too_long(Ledger(store, found, questions), words, 300, tmp_path / "tokens"):
        times += 1
        run_rounds(store, found, questions, long_once)
    release = publish(Ledger(store, found, questions))
    assert (release.counts["samples"], times > 0) == (8, True)
    tokens = sample_lengths(store, release, words, tmp_path / "tokens")
    assert max(tokens["prompt"].to_numpy() + tokens["completion"].to_numpy()) <= 300
    again = publish(Ledger(store, found, questions))
    assert again.key == release.key
    assert release.facts["exclusions"] == [commit.key for commit in store.commits("exclusions")]


@pytest.fixture(params=["folder", "bucket"])
def any_store(request: pytest.FixtureRequest) -> Callable[[Campaign], Store]:
    """Makes the store of a campaign, in its folder or in a bucket."""
    if request.param == "folder":
        return lambda found: Store.open(found.store_url())
    url = request.getfixturevalue("bucket")
    return lambda _: Store.open(url)


def test_held_out_questions_that_only_the_campaign_has_are_named_with_the_command_that_brings_them(
    tmp_path: Path, thoughtmill: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_HOME", str(tmp_path / "home"))
    recipe = {**RECIPE, "weights": str(tiny_student.base(tmp_path / "base"))}
    store, release = released(tmp_path, student=recipe, evaluation=None)
    file = write_toml(tmp_path, student=recipe)
    shown = thoughtmill("ready", str(store.root), release, str(file))
    brings = shlex.join(["thoughtmill", "produce", str(file), "--store", store.url, "--no-train"])
    assert (shown.returncode, f"to do: {brings} adds" in shown.stdout) == (0, True), shown.stdout
    assert "add [evaluation]" not in shown.stdout


def test_a_sample_that_leaks_stops_the_gate(
    told: tuple[Store, str, Path, dict[str, Any]], tmp_path: Path, thoughtmill: Terminal
) -> None:
    store, _, file, _ = told
    leaking = tiny_student.sample(90)
    leaking["prompt"][0]["content"] = "What is 2 + 90?"
    leaking["reference"] = "92"
    made = tiny_student.release(store, [leaking, tiny_student.sample(1)], "r9")
    shown = thoughtmill("ready", str(store.root), made.key, str(file))
    assert (shown.returncode, "leakage: 1 samples" in shown.stdout) == (1, True), shown.stdout
