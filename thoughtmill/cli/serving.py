"""An engine of this machine, with its GPUs' leases, told of on the console."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console

from thoughtmill.engine.local import RunningEngine, local_engine
from thoughtmill.machine import held_gpus, log_path
from thoughtmill.teacher import ServeValue


def sayer(console: Console) -> Callable[[str], None]:
    """What prints a line that nobody has to act on."""
    return lambda line: console.print(line, style="dim", soft_wrap=True)


@contextmanager
def served_here(model: str, weights: str, serve: Mapping[str, ServeValue], console: Console) -> Iterator[RunningEngine]:
    """Start vLLM for these weights, and end it after. Raises EngineError where none can be started."""
    say, log = sayer(console), log_path(f"engine-{model.replace('/', '--')}")
    with held_gpus("serves a model", say), local_engine(model, weights, serve, log, say) as running:
        yield running
