"""An engine at work, live in the UI: slots, tokens a second, what it has cost, how long it will take."""

import os
import re
import time

from tasks.progress import SHOW_S, LiveArtifact, Seldom
from tasks.run_name import named
from thoughtmill.generation.run import GenerationProgress
from thoughtmill.reporting.text import span


class EngineProgress:
    """Shows one engine's numbers as one artifact of its flow run, renewed every SHOW_S seconds.

    THOUGHTMILL_ENGINE_HOUR_COST in the worker's environment is what an hour of the engine costs, in any currency.
    """

    def __init__(self, teacher: str, engine: str, slots: int) -> None:
        self._teacher, self._engine, self._slots, self._begun = teacher, engine, slots, time.monotonic()
        key = re.sub(r"[^a-z0-9]+", "-", f"engine-{teacher}-{engine}".lower()).strip("-")  # a key has no other signs
        artifact = LiveArtifact(key, f"{teacher} on {engine}: slots, speed, cost")
        self._show = Seldom(artifact.show, SHOW_S)

    def __call__(self, now: GenerationProgress) -> None:
        """Show where it is, or not, if it was shown just now."""
        hours = (time.monotonic() - self._begun) / 3600
        about = f"**{self._teacher}** on {self._engine}"
        self._show(engine_markdown(about, self._slots, now, hours, hour_cost()))


def hour_cost() -> float | None:
    """What an hour of this worker's engine costs, if its environment says so."""
    try:
        return float(os.environ["THOUGHTMILL_ENGINE_HOUR_COST"])
    except (KeyError, ValueError):
        return None


def engine_markdown(about: str, slots: int, now: GenerationProgress, hours: float, an_hour: float | None) -> str:
    """The numbers as a table. about: whose they are. slots: requests that are kept in flight."""
    rows = [
        ("asks", named(now.units) if now.units else "nothing just now"),
        ("traces", f"{now.done:,} of {now.total:,} taken on"),
        ("shards", f"{now.shards_done:,} of {now.shards:,} taken on"),
        ("slots in use", f"{now.in_flight:,} of {slots:,}"),
        ("tokens a second", f"{now.tokens_per_s:,.0f}"),
        ("tokens so far", f"{now.tokens:,}"),
        ("ETA of these", span(now.eta_s) if now.eta_s is not None else "not known yet"),
    ]
    if an_hour is not None:
        rows.append(("cost so far", f"{an_hour * hours:,.2f}"))
        if now.tokens:
            rows.append(("cost of a million tokens", f"{an_hour * hours / now.tokens * 1e6:,.2f}"))
    lines = [about, "", "| | |", "|---|---:|"]
    return "\n".join(lines + [f"| {name} | {value} |" for name, value in rows])
