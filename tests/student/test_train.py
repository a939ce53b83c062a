"""A release becomes a committed student, once; a kill costs the steps since the last checkpoint and no more."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import tiny_student
from thoughtmill.campaign import Student
from thoughtmill.errors import LabelError, StoreError, TrainingFailed
from thoughtmill.store.store import Commit, Store
from thoughtmill.student.train import LAUNCHER, TrainingProgress, student_id, student_weights, train
from thoughtmill.template import CHATML, END

RECIPE = Student(
    base="tiny",
    epochs=2,
    batch_size=8,
    device_batch_size=4,
    learning_rate=1e-3,
    max_length=200,
    checkpoint_steps=3,
    gradient_checkpointing=False,
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model that is trained."""
    return tiny_student.base(tmp_path_factory.mktemp("base"))


def forty(store: Store) -> Commit:
    return tiny_student.release(store, [tiny_student.sample(number) for number in range(40)])


def test_the_id_is_the_release_and_the_recipe_and_not_the_machine() -> None:
    name = student_id("r1", RECIPE)
    assert name == student_id("r1", RECIPE.model_copy(update={"weights": "/somewhere", "device_batch_size": 1}))
    assert name != student_id("r2", RECIPE)
    for changed in ({"learning_rate": 2e-3}, {"epochs": 3}, {"base": "other"}, {"batch_size": 16}, {"seed": 8}):
        assert name != student_id("r1", RECIPE.model_copy(update=changed)), changed


def test_a_damaged_release_is_not_trained_on(store: Store, tmp_path: Path) -> None:
    release = forty(store)
    path = store.location(release.file("data/part-00001.parquet"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StoreError, match="part-00001"):
        train(store, release, RECIPE, "nothing", tmp_path / "work")
    assert not store.keys("students")


@pytest.mark.slow
def test_a_release_becomes_a_student_that_an_engine_can_load(store: Store, base: Path, tmp_path: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

    told: list[TrainingProgress] = []
    commit = train(store, forty(store), RECIPE, str(base), tmp_path / "work", told.append)
    assert commit.counts == {"samples": 40, "steps": 10}
    assert [now.done for now in told] == list(range(1, 11))
    assert {now.steps for now in told} == {10}
    assert commit.facts["last_loss"] < commit.facts["first_loss"]
    assert commit.parents == ("releases/r1",)

    folder = student_weights(store, commit.key)
    words, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    assert words.chat_template == CHATML
    assert words.eos_token == END != words.pad_token
    generation = GenerationConfig.from_pretrained(folder)
    assert generation.eos_token_id == words.eos_token_id == model.config.eos_token_id
    assert generation.temperature is None, "the base's sampling defaults stay behind"
    assert json.loads((folder / "config.json").read_text())["dtype"] == "bfloat16"

    assert not list((tmp_path / "work").iterdir()), "checkpoints go when the student is committed"
    again = train(store, store.get("releases", "r1"), RECIPE, "gone", tmp_path / "work")
    assert again == commit


@pytest.mark.slow
def test_labels_that_are_wrong_stop_it_before_the_first_step(store: Store, base: Path, tmp_path: Path) -> None:
    samples = [tiny_student.sample(number) for number in range(8)]
    samples[5]["completion"][0]["content"] += END
    release = tiny_student.release(store, samples)
    with pytest.raises(LabelError, match="control token"):
        train(store, release, RECIPE, str(base), tmp_path / "work")
    short = RECIPE.model_copy(update={"max_length": 16})
    with pytest.raises(LabelError, match="at most 16 tokens"):
        train(store, forty_more(store), short, str(base), tmp_path / "work")
    assert not store.keys("students")
    assert not list((tmp_path / "work").glob("*/checkpoint-*"))


def forty_more(store: Store) -> Commit:
    return tiny_student.release(store, [tiny_student.sample(number) for number in range(40)], "r2")


@pytest.mark.slow
def test_a_training_that_fails_says_its_last_words(store: Store, tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="no-such-folder"):
        train(store, forty(store), RECIPE, str(tmp_path / "no-such-folder"), tmp_path / "work")
    odd = RECIPE.model_copy(update={"batch_size": 6, "device_batch_size": 4})
    with pytest.raises(TrainingFailed, match="multiple of 1 devices × device_batch_size 4"):
        train(store, forty(store), odd, str(tiny_student.base(tmp_path / "base")), tmp_path / "work")


OWNER = """
import sys
from pathlib import Path
from tests.student.test_train import RECIPE
from thoughtmill.store.store import Store
from thoughtmill.student.train import train
store = Store.existing(sys.argv[1])
train(store, store.get("releases", "r1"), RECIPE, sys.argv[2], Path(sys.argv[3]))
"""


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [child for child, parent in pairs if parent == pid]
    return found + [deeper for child in found for deeper in _children(child)]


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on_from_the_last_checkpoint_to_the_same_end(
    store: Store, base: Path, tmp_path: Path
) -> None:
    forty(store)
    work = tmp_path / "work"
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(store.root), str(base), str(work)])
    place = work / student_id("r1", RECIPE)
    while not (place / "checkpoint-6").exists():  # perhaps not whole yet: just then is the best moment
        assert owner.poll() is None, "ended before it could be killed"
        time.sleep(0.002)
    for pid in [owner.pid, *_children(owner.pid)]:
        os.kill(pid, signal.SIGKILL)
    owner.wait()
    assert not store.keys("students")

    told: list[TrainingProgress] = []
    commit = train(store, store.get("releases", "r1"), RECIPE, str(base), work, told.append)
    assert commit.counts == {"samples": 40, "steps": 10}
    assert told[0].done in {4, 7, 10}, "it began again from a checkpoint, not from nothing"
    assert told[-1].done == 10
    other = Store.open(str(tmp_path / "undisturbed"))
    whole = train(other, forty(other), RECIPE, str(base), tmp_path / "elsewhere")
    assert _hash(commit, "model.safetensors") == _hash(whole, "model.safetensors"), "the same student"


def _hash(commit: Commit, name: str) -> str:
    return commit.file(name).sha256


@pytest.mark.slow
def test_two_processes_under_accelerate_train_the_same_recipe(
    store: Store, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher = f"{sys.executable} -m accelerate.commands.launch --cpu --num_processes 2 --mixed_precision no"
    monkeypatch.setenv(LAUNCHER, launcher)
    commit = train(store, forty(store), RECIPE, str(base), tmp_path / "work")
    assert commit.counts == {"samples": 40, "steps": 10}


REAL = Path(__file__).resolve().parents[2] / ".thoughtmill" / "models"


@pytest.mark.heavy
def test_the_demos_model_learns_from_the_first_steps(store: Store, tmp_path: Path) -> None:
    from deployments.demo_model import unpack

    weights = unpack(REAL, print)
    samples = [tiny_student.sample(number) for number in range(48)]
    recipe = RECIPE.model_copy(update={"base": weights.name, "epochs": 1, "learning_rate": 1e-4})
    commit = train(store, tiny_student.release(store, samples), recipe, str(weights), tmp_path / "work")
    assert commit.counts["steps"] == 6
    assert commit.facts["last_loss"] < commit.facts["first_loss"] / 2


def test_importing_it_is_cheap() -> None:
    code = "import sys, thoughtmill.student.train; assert not {'torch', 'transformers', 'trl'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
