"""Which engine writes unlike the others of its teacher: told once, in the log with what to do, and as an event."""

import time

from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.events import ENGINE_SICK, tell
from thoughtmill.judging.engine_health import EngineHealth, FleetHealth
from thoughtmill.pace import paced

HEALTH_S = 300.0
"""From look to look."""

NEWEST = 64
"""Shards that are looked at, the last ones: an engine that was mended is well again some shards later."""


class FleetWatch:
    """Looks every HEALTH_S, and reads each shard once."""

    def __init__(self, ref: CampaignRef) -> None:
        self.ref, self._log = ref, get_run_logger()
        self._health = FleetHealth(*ref.open(), NEWEST)
        self._looked, self._told = time.monotonic(), set[tuple[str, str]]()

    def look(self, *, now: bool = False) -> None:
        """Tell of engines that are sick and were not told of. Raises StoreError."""
        if not now and time.monotonic() - self._looked < paced(HEALTH_S):
            return
        for one in self._health.look():
            if one.sick and (one.engine, one.teacher) not in self._told:
                self._told.add((one.engine, one.teacher))
                self._tell(one)
        self._looked = time.monotonic()

    def _tell(self, sick: EngineHealth) -> None:
        said = ", ".join(f"{one.measure} {one.found:.1%} (others {one.expected:.1%})" for one in sick.findings)
        command = f"thoughtmill engines {self.ref.store} --exclude {sick.engine} --by NAME"
        self._log.warning("%s is sick, %s: %s. Stop it, then: %s", sick.engine, sick.teacher, said, command)
        findings = {one.measure: round(one.found, 4) for one in sick.findings}
        tell(ENGINE_SICK, self.ref, engine=sick.engine, teacher=sick.teacher, traces=sick.traces, **findings)
