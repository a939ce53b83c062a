"""Train, ask, compare and import without Prefect: the command line does what the flows do, exactly once."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests import tiny_student
from tests.scripted_engine import scripted_engine
from tests.small_campaign import Teacher, campaign, right, run_rounds, write_toml
from tests.terminal import Terminal
from thoughtmill.generation.planner import Ledger
from thoughtmill.questions.prepare import prepare
from thoughtmill.release.publish import publish
from thoughtmill.reporting.curve import curve_lines, curve_markdown, curve_svg
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import Store
from thoughtmill.student.curve import curve_of, points
from thoughtmill.student.speak import ended_for
from thoughtmill.student.train import student_weights

RECIPE = {
    "base": "tiny",
    "epochs": 1,
    "batch_size": 4,
    "device_batch_size": 4,
    "learning_rate": 1e-3,
    "max_length": 300,
    "gradient_checkpointing": False,
}


def released(tmp_path: Path, teacher: Teacher = right, **changes: Any) -> tuple[Store, str]:
    """A store whose campaign is frozen and whose quotas are filled, and the key of its release."""
    found = campaign(tmp_path, **changes)
    store = Store.open(found.store_url())
    freeze(store, found)
    questions = prepare(store, found)
    run_rounds(store, found, questions, teacher)
    return store, publish(Ledger(store, found, questions)).key


@pytest.mark.slow
def test_a_release_is_trained_asked_compared_and_imported_without_prefect(
    tmp_path: Path, thoughtmill: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_HOME", str(tmp_path / "home"))
    recipe = {**RECIPE, "weights": str(tiny_student.base(tmp_path / "base"))}
    store, release = released(tmp_path, student=recipe)
    trained = thoughtmill("train", str(store.root), release[:6])
    assert trained.returncode == 0, trained.stdout
    (student,) = store.keys("students")
    assert f"thoughtmill compare {store.root} {student}" in trained.stdout
    assert "nothing is trained" in thoughtmill("train", str(store.root), release).stdout

    steps = curve_of(store, store.get("students", student))
    assert [step["step"] for step in steps] == [1, 2]
    assert {"loss", "lr", "grad_norm", "epoch", "seconds", "memory_gib"} <= steps[-1].keys()
    assert "loss over 2 steps" in thoughtmill("curve", str(store.root)).stdout

    folder = student_weights(store, student)
    told = json.loads((folder / "generation_config.json").read_text())
    assert (told["do_sample"], told["temperature"], told["max_new_tokens"]) == (True, 0.01, 300), "as it is evaluated"
    answered = thoughtmill("ask", str(store.root), "What is 3 + 4?", "--max-tokens", "8", "--temperature", "0")
    assert "in form" in answered.stdout, answered.stdout
    with scripted_engine(lambda _prompt, _before: "<think>3 + 4</think>\n<answer>7</answer>") as served:
        url = ("--url", served.engine.url, "--model", served.engine.model)
        answered = thoughtmill("ask", str(folder), "What is 3 + 4?", *url)
        assert (answered.returncode, "<answer>7</answer>" in answered.stdout) == (0, True), answered.stdout

    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder, elsewhere)
    words = ("import-student", str(store.root), str(elsewhere), "--release", release, "--base", "tiny")
    assert thoughtmill(*words).returncode == thoughtmill(*words).returncode == 0
    (imported,) = set(store.keys("students")) - {student}
    assert store.get("students", imported).parents == (f"releases/{release}",)

    def solves(prompt: str, _before: int) -> str:
        return right(prompt.split("<|im_start|>user\n")[1].split("<|im_end|>", maxsplit=1)[0])

    with scripted_engine(solves) as served:
        at = (served.engine.url, served.engine.model)
        engines = ("--base-url", at[0], "--base-model", at[1], "--student-url", at[0], "--student-model", at[1])
        for one in (student, imported):
            compared = thoughtmill("compare", str(store.root), one[:8], *engines)
            assert compared.returncode == 0, compared.stdout
    assert {commit.facts["student"] for commit in store.commits("comparisons")} == {student, imported}
    card = thoughtmill("card", str(store.root), student).stdout
    for said in ("base_model: ", release, "vllm serve", "| sums |", "Before and after", "learning_rate"):
        assert said in card


SPOILT = {
    "another template": ("chat_template.jinja", b"{{ messages[0].content }}", "a chat template that writes"),
    "weights that are cut": ("model.safetensors", b"\x08", "weights that can be read"),
    "code of its own": ("modeling_tiny.py", b"import os", "without code of its own"),
    "no end": ("generation_config.json", b"{}", "generation to end at"),
    "an adapter beside it": ("adapter_config.json", b"{}", "a whole model"),
}


def test_a_model_that_would_not_be_asked_as_a_student_is_is_not_taken_in(tmp_path: Path, thoughtmill: Terminal) -> None:
    from transformers import AutoTokenizer

    from thoughtmill.student.labels import use_chatml

    folder = tiny_student.base(tmp_path / "model")
    words: Any = AutoTokenizer.from_pretrained(folder)
    use_chatml(words)
    words.save_pretrained(folder)
    ends = {"eos_token_id": words.eos_token_id, "pad_token_id": words.pad_token_id}
    (folder / "generation_config.json").write_text(json.dumps(ends))
    store = Store.open(str(tmp_path / "store"))
    tiny_student.release(store, [tiny_student.sample(number) for number in range(2)])
    asked = ("import-student", str(store.root), str(folder), "--release", "r1", "--base", "tiny")
    for name, (file, content, expected) in SPOILT.items():
        before = (folder / file).read_bytes() if (folder / file).exists() else None
        (folder / file).write_bytes(content)
        shown = thoughtmill(*asked)
        assert (shown.returncode, expected in shown.stdout) == (1, True), f"{name}: {shown.stdout}"
        (folder / file).unlink() if before is None else (folder / file).write_bytes(before)
    assert not store.keys("students")
    assert thoughtmill(*asked).returncode == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<think>3 + 4</think>\n<answer>7</answer>", None),
        ("<think>3 + 4</think>\n<answer>7</answer>\n", None),
        ("<think>3 + 4</think>\n<answer>7</answer>\nuser", "it went on after </answer>"),
        ("<think>so\n\n\nit", None),
        ("<think>so" + "\n" * 40, "nothing but blanks came"),
        (" " * 400, "nothing but blanks came"),
    ],
)
def test_an_answer_is_heard_no_further_than_it_can_be_in_form(text: str, why: str | None) -> None:
    assert ended_for(text) == why


def test_a_student_is_asked_for_no_more_than_it_was_trained_on(tmp_path: Path, thoughtmill: Terminal) -> None:
    (tmp_path / "config.json").write_text("{}")
    with scripted_engine(lambda _prompt, _before: "\n" * 900) as served:
        words = ("ask", str(tmp_path), "3 + 4?", "--url", served.engine.url, "--model", served.engine.model)
        shown = thoughtmill(*words)
        assert (shown.returncode, served.seen.last_body["max_tokens"]) == (1, 2048)
        assert "ended here: nothing but blanks came" in shown.stdout
        (tmp_path / "generation_config.json").write_text('{"max_new_tokens": 300}')
        thoughtmill(*words)
        assert served.seen.last_body["max_tokens"] == 300
        thoughtmill(*words, "--max-tokens", "9")
        assert served.seen.last_body["max_tokens"] == 9


def test_a_key_is_named_by_its_first_signs_and_what_is_not_there_is_three_lines(
    tmp_path: Path, thoughtmill: Terminal
) -> None:
    store = Store.open(str(tmp_path / "store"))
    for key in ("ab1", "ab2"):
        tiny_student.release(store, [tiny_student.sample(1)] * 2, key)
    write_toml(tmp_path)
    for named, said in (("ab", "several begin with"), ("zz", "there are: ab1, ab2")):
        shown = thoughtmill("train", str(store.root), named, "--campaign", str(tmp_path / "small.toml"))
        assert (shown.returncode, said in shown.stdout) == (1, True), shown.stdout
    assert thoughtmill("ask", str(tmp_path / "nothing"), "1 + 1?").returncode == 1


def test_a_campaign_without_a_student_ends_with_its_release_and_says_so(tmp_path: Path, thoughtmill: Terminal) -> None:
    whole = campaign(tmp_path)
    store, release = released(tmp_path, student=None, evaluation=None)
    assert whole.campaign_id() == campaign(tmp_path).campaign_id()
    assert store.get("releases", release).counts["samples"] == 8
    shown = thoughtmill("train", str(store.root), release)
    assert (shown.returncode, "[student]" in shown.stdout) == (1, True)
    path = write_toml(tmp_path)
    text = "".join(line for line in path.read_text().splitlines(keepends=True) if line.split()[0] not in LEFT_OUT)
    path.write_text(text)
    shown = thoughtmill("plan", str(path))
    assert "no training" in shown.stdout, shown.stdout


LEFT_OUT = ("student", "evaluation")


def test_a_curve_tells_each_step_once_and_is_drawn_for_every_reader() -> None:
    lines = [json.dumps({"step": n, "loss": 2.0 / n, "lr": 1e-5, "seconds": n}) for n in (1, 2, 3, 2, 3, 4)]
    lines[3:3] = ['{"step": 3, "lo', json.dumps({"step": 2, "loss": None}), json.dumps({"step": 4, "eval_loss": 0.7})]
    steps = points(lines)
    assert [step["step"] for step in steps] == [1, 2, 3, 4, 4]
    drawn = curve_lines(steps)
    assert drawn[0] == "loss over 4 steps"
    assert "loss 2.000 → 0.500" in drawn[-1]
    assert "held-out loss" in drawn[-1]
    assert "\n".join(drawn) in curve_markdown(steps)
    picture = curve_svg(steps)
    assert picture.count("<polyline") == 3
    assert curve_lines([]) == ["no curve was kept of this training"]
    assert curve_svg([]) == ""
