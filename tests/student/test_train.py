"""A release becomes a committed student, once; a kill costs the steps since the last checkpoint and no more."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests import tiny_student
from tests.processes import kill_all
from thoughtmill.campaign import Student
from thoughtmill.errors import AlreadyRunning, LabelError, StoreError, TrainingFailed
from thoughtmill.recipe import Launch
from thoughtmill.store.schemas import SAMPLES
from thoughtmill.store.store import Commit, Store
from thoughtmill.student import labels, utilization
from thoughtmill.student.curve import curve_of
from thoughtmill.student.devices import ON_CPU, shown_gpus
from thoughtmill.student.launch import LAUNCHER
from thoughtmill.student.telling import MEASURED, REPORT_TO, callbacks
from thoughtmill.student.train import TrainingProgress, student_id, student_weights, train
from thoughtmill.template import CHATML, END

PEAK = 1e-3
"""TFLOPS that we say a device has: none is known of the CPU."""
RECIPE = Student(
    base="tiny",
    epochs=2,
    batch_size=8,
    device_batch_size=4,
    learning_rate=1e-3,
    max_length=200,
    top_p=0.9,
    checkpoint_steps=3,
    gradient_checkpointing=False,
    launch=Launch(peak_tflops=PEAK),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model that is trained."""
    return tiny_student.base(tmp_path_factory.mktemp("base"))


def forty(store: Store) -> Commit:
    return tiny_student.release(store, [tiny_student.sample(number) for number in range(40)])


def plant(store: Store, release: Commit) -> None:
    """Five rows more, beside a release's files."""
    planted = pa.Table.from_pylist([tiny_student.sample(number) for number in range(900, 905)], schema=SAMPLES)
    pq.write_table(planted, store.local(release.file("data/part-00001.parquet")).parent / "zz-planted.parquet")


@dataclass(frozen=True)
class Undisturbed:
    """A training that nothing disturbed, by one process, beside whose release rows were planted. It is only read."""

    store: Store
    commit: Commit
    told: list[TrainingProgress]
    work: Path
    reported: list[dict[str, Any]]
    """What it told the one whom THOUGHTMILL_REPORT_TO names."""


@contextmanager
def told_by_http() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The URL of a server, and all that was sent to it."""
    heard: list[dict[str, Any]] = []

    class Listening(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # their name
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", heard
        finally:
            server.shutdown()


@pytest.fixture(scope="module")
def undisturbed(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    home, told = tmp_path_factory.mktemp("undisturbed"), list[TrainingProgress]()
    store = Store.open(str(home / "store"))
    release = forty(store)
    plant(store, release)
    (home / "token").write_text("secret")
    with told_by_http() as (url, reported), pytest.MonkeyPatch.context() as env:
        env.setenv(REPORT_TO, "kubeflow")  # of all that transformers knows, what needs no package of its own
        env.setenv("KUBEFLOW_TRAINER_SERVER_URL", url)
        env.setenv("KUBEFLOW_TRAINER_SERVER_TOKEN", str(home / "token"))
        commit = train(store, release, RECIPE, str(base), home / "work", told.append)
    return Undisturbed(store, commit, told, home / "work", reported)


def test_the_id_is_the_release_and_the_recipe_and_not_the_machine() -> None:
    name = student_id("r1", RECIPE)
    assert name == student_id("r1", RECIPE.model_copy(update={"weights": "/somewhere", "device_batch_size": 1}))
    assert name != student_id("r2", RECIPE)
    for changed in ({"learning_rate": 2e-3}, {"epochs": 3}, {"base": "other"}, {"batch_size": 16}, {"seed": 8}):
        assert name != student_id("r1", RECIPE.model_copy(update=changed)), changed


def test_a_damaged_release_is_not_trained_on(store: Store, tmp_path: Path) -> None:
    release = forty(store)
    path = store.root / release.file("data/part-00001.parquet").path
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StoreError, match="part-00001"):
        train(store, release, RECIPE, "nothing", tmp_path / "work")
    assert not store.keys("students")


@pytest.mark.slow
def test_a_release_becomes_a_student_that_an_engine_can_load(undisturbed: Undisturbed) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

    store, commit, told = undisturbed.store, undisturbed.commit, undisturbed.told
    assert commit.counts == {"samples": 40, "steps": 10}, "and nothing of what was planted"
    assert [now.done for now in told] == list(range(11))
    assert [now.loss is None for now in told] == [True] + [False] * 10, "the first says only that it begins"
    assert {now.device for now in told} == {"1 process on the CPU"}
    assert {now.steps for now in told} == {10}
    assert commit.facts["last_loss"] < commit.facts["first_loss"]
    assert commit.parents == ("releases/r1",)

    folder = student_weights(store, commit.key)
    words, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    assert words.chat_template == CHATML
    assert words.eos_token == END != words.pad_token
    generation = GenerationConfig.from_pretrained(folder)
    assert generation.eos_token_id == words.eos_token_id == model.config.eos_token_id
    said = generation.temperature, generation.top_p, generation.max_new_tokens
    assert said == (0.01, 0.9, 200), "not the base's: as it is evaluated"
    assert json.loads((folder / "config.json").read_text())["dtype"] == "bfloat16"

    left = sorted(path.name for path in undisturbed.work.iterdir())
    assert left == ["encoded", "tensorboard"], "checkpoints go; another recipe reads the encoded rows"
    assert [told.read_text() for told in (undisturbed.work / "encoded").glob("*/release")] == ["r1"]
    again = train(store, store.get("releases", "r1"), RECIPE, "gone", undisturbed.work)
    assert again == commit

    flops = utilization.model_flops(model)
    assert flops is not None
    lengths = [len(labels.encode(words, tiny_student.sample(number), 200)["input_ids"]) for number in range(40)]
    a_token = flops.a_token(sum(length**2 for length in lengths) / sum(lengths))
    timed = [point for point in curve_of(store, commit) if "tokens_per_s" in point]
    assert len(timed) == 9, "all steps but the first"
    for point in timed:
        assert point["mfu"] == pytest.approx(point["tokens_per_s"] * a_token / (PEAK * 1e12))
    (events,) = (file.read_bytes() for file in undisturbed.work.glob("tensorboard/*/*tfevents*"))
    assert all(name in events for name in (b"train/loss", b"train/tokens_per_s", b"train/mfu", b"train/memory_gib"))
    last = undisturbed.reported[-1]["trainerStatus"]
    assert last["progressPercentage"] == 100
    assert {one["name"] for one in last["metrics"]} >= {"loss", *MEASURED}


@pytest.mark.parametrize("name", ["nobody", "kubeflow"])
def test_who_cannot_be_told_of_a_training_is_refused_with_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REPORT_TO, f"tensorboard, {name}")
    monkeypatch.delenv("KUBEFLOW_TRAINER_SERVER_URL", raising=False)
    monkeypatch.setenv("TENSORBOARD_LOGGING_DIR", str(tmp_path))  # else it is set for all that run after this
    with pytest.raises(TrainingFailed, match=f"(?is){name}.*install it.* or unset {REPORT_TO}"):
        callbacks(tmp_path / "student" / "progress.jsonl")


@pytest.mark.slow
def test_labels_that_are_wrong_stop_it_before_the_first_step(store: Store, base: Path, tmp_path: Path) -> None:
    samples = [tiny_student.sample(number) for number in range(8)]
    samples[5]["completion"][0]["content"] += END
    release = tiny_student.release(store, samples)
    with pytest.raises(LabelError, match="control token"):
        train(store, release, RECIPE, str(base), tmp_path / "work")
    assert not store.keys("students")
    assert not list((tmp_path / "work").glob("*/checkpoint-*"))


@pytest.mark.slow
def test_a_training_that_fails_says_its_last_words(store: Store, tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="no-such-folder"):
        train(store, forty(store), RECIPE, str(tmp_path / "no-such-folder"), tmp_path / "work")


def test_a_batch_that_does_not_divide_is_refused_before_anything_is_loaded(store: Store, tmp_path: Path) -> None:
    odd = RECIPE.model_copy(update={"batch_size": 6, "device_batch_size": 4})
    with pytest.raises(TrainingFailed, match="multiple of 1 devices × device_batch_size 4"):
        train(store, forty(store), odd, str(tmp_path / "no-such-folder"), tmp_path / "work")


OWNER = """
import sys
from pathlib import Path
from tests.student.test_train import RECIPE
from thoughtmill.store.store import Store
from thoughtmill.student.train import train
store = Store.existing(sys.argv[1])
begun = lambda now: now.loss is None and print("begins:", now.device)
train(store, store.get("releases", "r1"), RECIPE, sys.argv[2], Path(sys.argv[3]), begun)
"""


def test_a_training_whose_lease_is_lost_ends_with_all_its_processes(
    store: Store, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, marker = forty(store), f"{os.getpid()}.77"
    monkeypatch.setenv(LAUNCHER, f"sh -c 'sleep {marker} & sleep {marker}' --")
    asked: list[int] = []

    def running() -> int:
        told = subprocess.run(["pgrep", "-cf", f"^sleep {marker}"], capture_output=True, text=True, check=False)
        return int(told.stdout)

    def lost() -> None:
        asked.append(running())
        if asked[-1] == 2:
            raise AlreadyRunning("the lease held to the end", "another holds it", "wait")

    with pytest.raises(AlreadyRunning):
        train(store, release, RECIPE, str(base), tmp_path / "work", still=lost)
    assert running() == 0


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on_from_the_last_checkpoint_to_the_same_end(
    store: Store, base: Path, tmp_path: Path, undisturbed: Undisturbed
) -> None:
    forty(store)
    work = tmp_path / "work"
    _kill_at_its_second_checkpoint(store, base, work)
    told: list[TrainingProgress] = []
    commit = train(store, store.get("releases", "r1"), RECIPE, str(base), work, told.append)
    assert commit.counts == {"samples": 40, "steps": 10}
    assert told[0].done in {3, 6, 9}, "it began again from a checkpoint, not from nothing"
    assert told[-1].done == 10
    name = "model.safetensors"
    assert commit.file(name).sha256 == undisturbed.commit.file(name).sha256, "the same student"


TWO = f"{sys.executable} -m torch.distributed.run --standalone --nproc_per_node 2"


@pytest.mark.slow
def test_two_processes_train_the_student_that_one_process_trains(
    store: Store, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: Undisturbed
) -> None:
    """Of padded rows; test_processes.py has packed ones, and kills."""
    import torch
    from safetensors.torch import load_file

    monkeypatch.setenv(LAUNCHER, TWO)
    told: list[TrainingProgress] = []
    commit = train(store, forty(store), RECIPE, str(base), tmp_path / "work", told.append)
    assert {now.device for now in told} == {"2 processes on the CPU"}
    assert commit.counts == undisturbed.commit.counts == {"samples": 40, "steps": 10}
    stores = (undisturbed.store, store)
    ours, theirs = (load_file(student_weights(s, commit.key) / "model.safetensors") for s in stores)
    assert ours.keys() == theirs.keys()
    for name, weights in ours.items():  # sums of gradients in another order, then rounded to bfloat16
        torch.testing.assert_close(theirs[name], weights, rtol=2**-6, atol=2**-9, msg=name)


@pytest.mark.slow
def test_a_process_of_several_that_fails_is_quoted(
    store: Store, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Launchers end their log with words of their own, and the error that was first far above them."""
    release, broken = forty(store), tmp_path / "broken"
    shutil.copytree(base, broken)
    (broken / "model.safetensors").write_bytes(b"no weights")
    monkeypatch.setenv(LAUNCHER, TWO)
    with pytest.raises(TrainingFailed, match="SafetensorError"):
        train(store, release, RECIPE, str(broken), tmp_path / "work")
    (log,) = (tmp_path / "work").glob("*/training.log")
    assert log.read_text().count("training begins: 2 processes on the CPU") == 1, (
        "one of them is the first, and says so"
    )


def _kill_at_its_second_checkpoint(store: Store, base: Path, work: Path) -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(store.root), str(base), str(work)])
    place = work / student_id("r1", RECIPE)
    while not (place / "checkpoint-6").exists():  # perhaps not whole yet: just then is the best moment
        assert owner.poll() is None, "ended before it could be killed"
        time.sleep(0.002)
    kill_all(owner)
    assert not store.keys("students")


@pytest.mark.slow
def test_rows_that_were_planted_in_the_cache_of_a_bucket_are_not_trained_on(
    bucket: str, base: Path, tmp_path: Path
) -> None:
    store = Store.open(bucket)
    release = forty(store)
    plant(store, release)
    once = RECIPE.model_copy(update={"epochs": 1})
    commit = train(store, release, once, str(base), tmp_path / "work")
    assert commit.counts == {"samples": 40, "steps": 5}


@pytest.mark.parametrize("planted", ["model-00002-of-00002.safetensors", "chat_template.jinja", "modeling.py"])
def test_a_student_beside_whose_files_something_was_planted_is_not_served(store: Store, planted: str) -> None:
    with store.begin("students", "s1") as attempt:
        attempt.write_bytes("config.json", b"{}")
        attempt.write_bytes("model.safetensors", b"")
        attempt.commit()
    folder = student_weights(store, "s1")
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.safetensors"]
    (folder / planted).write_text("")
    with pytest.raises(StoreError, match=planted):
        student_weights(store, "s1")


def beside_a_gpu(*command: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command where the machine shows a GPU's device file, and nothing that drives it."""
    shown = ["bwrap", "--dev-bind", "/", "/", "--dev", "/dev", "--ro-bind", "/dev/null", "/dev/nvidia0", "--"]
    given = {**os.environ, **env}
    return subprocess.run([*shown, *command], env=given, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.needs("bwrap")
def test_beside_a_gpu_that_torch_cannot_use_nothing_is_trained_unless_the_cpu_was_asked_for(
    store: Store, base: Path, tmp_path: Path
) -> None:
    forty(store)
    command = (sys.executable, "-c", OWNER, str(store.root), str(base), str(tmp_path / "work"))
    refused = beside_a_gpu(*command)
    assert refused.returncode
    assert "TrainingFailed" in refused.stderr
    for said in ("nvidia0", "built without CUDA", "pip install", f"{ON_CPU}=1"):
        assert said in refused.stderr
    assert not store.keys("students")
    told = beside_a_gpu(*command, **{ON_CPU: "1"})
    assert told.returncode == 0, told.stderr
    assert "begins: 1 process on the CPU" in told.stdout
    assert store.keys("students")


def test_a_gpu_is_seen_in_the_device_files_and_in_what_the_driver_lists(tmp_path: Path) -> None:
    assert not shown_gpus(tmp_path)
    for place in ("dev/nvidiactl", "dev/nvidia-uvm", "dev/null"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).touch()
    assert not shown_gpus(tmp_path), "control files are no GPU"
    (tmp_path / "proc/driver/nvidia/gpus/0000:01:00.0").mkdir(parents=True)
    (tmp_path / "dev/nvidia0").touch()
    assert [path.name for path in shown_gpus(tmp_path)] == ["nvidia0", "0000:01:00.0"]


def test_importing_it_is_cheap() -> None:
    code = "import sys, thoughtmill.student.train; assert not {'torch', 'transformers', 'trl'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
