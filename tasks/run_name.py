"""A run is called after what it works on, as it goes."""

from collections.abc import Sequence

from prefect.client.orchestration import get_client
from prefect.runtime import flow_run

from tasks.progress import Seldom
from thoughtmill.generation.planner import round_in

RENAME_S = 30.0
"""From one name to the next."""


class RunName:
    """Adds to the name of the flow run what it asks just now; nothing outside of a run."""

    def __init__(self) -> None:
        self._first = self._now = str(flow_run.name or "").partition(": ")[0]
        self._rename = Seldom(self._call, RENAME_S)

    def show(self, units: Sequence[str]) -> None:
        """Name the units, keys of plans, that are asked; those that were named last stay if there are none."""
        if self._first and units:
            self._rename(f"{self._first}: {named(units)}")

    def _call(self, name: str) -> None:
        if name != self._now:
            with get_client(sync_client=True) as client:
                client.update_flow_run(flow_run.id, name=name)
            self._now = name


def named(units: Sequence[str]) -> str:
    """Units in a few words: the rounds, the first shard, how many more."""
    found = [round_in(key) for key in units]
    rounds = sorted({number for _, number in found})
    said = f"round {rounds[0]}" if len(rounds) == 1 else f"rounds {rounds[0]} to {rounds[-1]}"
    first, more = min(shard for shard, _ in found), len(found) - 1
    return f"{said}, {first}" + (f" and {more} more" if more else "")
