"""GPUs that several workers share: one run at a time uses each, and who wants another one waits for nobody."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from prefect.logging import disable_run_logger

from flows.engines import own_engine
from flows.gpus import own_gpus
from flows.train import train
from tests.small_campaign import prepared
from thoughtmill.errors import ThoughtmillError
from thoughtmill.store.campaigns import freeze

USES = """
from flows.gpus import own_gpus
from prefect.logging import disable_run_logger
print("asks", flush=True)
with disable_run_logger(), own_gpus("tries it"):
    print("has them", flush=True)
"""


@pytest.mark.slow
def test_who_wants_a_gpu_that_is_used_waits_and_who_wants_another_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_GPU_LEASES", str(tmp_path))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    with disable_run_logger(), own_gpus("serves a model"):
        wants = {**os.environ, "CUDA_VISIBLE_DEVICES": "1,0"}
        with subprocess.Popen([sys.executable, "-c", USES], env=wants, stdout=subprocess.PIPE, text=True) as rival:
            assert rival.stdout is not None
            assert rival.stdout.readline() == "asks\n"
            monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2")
            with own_gpus("trains a student"):
                time.sleep(2)
            assert rival.poll() is None, "it waits for 1, though 0 is free"
            monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
            assert sorted(path.name for path in (tmp_path / "leases").iterdir()) == ["gpu-0", "gpu-1", "gpu-2"]
            rival.kill()
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    with disable_run_logger(), own_gpus("compares"):
        pass  # the killed one's is free, and so is ours


@pytest.mark.parametrize("shown", ["", "all", "GPU-5ebe9f43", "0,", "-1"])
def test_gpus_that_are_shared_are_named_by_number(shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THOUGHTMILL_GPU_LEASES", str(tmp_path))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", shown)
    with pytest.raises(ThoughtmillError, match="by their numbers"), own_gpus("serves a model"):
        pass


def test_a_machine_that_shares_no_gpus_has_no_leases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THOUGHTMILL_GPU_LEASES", raising=False)
    monkeypatch.chdir(tmp_path)
    with own_gpus("serves a model"):
        assert not list(tmp_path.iterdir())


def test_an_engine_and_a_training_take_the_gpus_before_they_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_GPU_LEASES", str(tmp_path / "gpus"))
    monkeypatch.setenv("THOUGHTMILL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "none that is a number")
    store, campaign, _ = prepared(tmp_path)
    with disable_run_logger():
        with pytest.raises(ThoughtmillError, match="by their numbers"), own_engine("tiny", "no weights", {}):
            pass
        with pytest.raises(ThoughtmillError, match="by their numbers"):
            train.fn(store.url, freeze(store, campaign).key, "no release")
