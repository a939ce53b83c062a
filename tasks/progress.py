"""Let people see: a line in the log every few seconds, and the same numbers as an artifact in the UI."""

import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from threading import Lock
from typing import Any, cast
from uuid import UUID

from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.logging import get_run_logger

from tasks.beside import beside
from tasks.campaign_ref import CampaignRef
from tasks.events import LOW_YIELD, PROGRESS, tell
from thoughtmill.reporting.status import Status, status
from thoughtmill.reporting.text import span, status_line, status_markdown

SHOW_S = 15.0
"""From one update of an artifact to the next."""
SELDOM_S = 60.0
"""From line to line of a run that has lasted for an hour."""
SHOWN_S = 5.0
"""An update that takes longer is not waited for."""
EVENT_S = 60.0
"""From one event of progress to the next."""
LOW_YIELD_S = 3_600.0
"""From one event of a domain's low yield to the next."""
PACE_S = 1_800.0
"""What the time to go is measured over."""
ENOUGH_TRACES = 200
"""Of a domain that has fewer, nobody can say what its yield is."""


class Seldom:
    """Lets a line through every `every_s` seconds; what comes a hundred times a second nobody reads."""

    def __init__(self, say: Callable[[Any], object], every_s: float = 5) -> None:
        self._say, self._every_s, self._said = say, every_s, float("-inf")

    def __call__(self, what: Any) -> None:
        """Say it, or not."""
        now = time.monotonic()
        if now - self._said >= self._every_s:
            self._said = now
            self._say(what)


class LiveArtifact:
    """One artifact of this run in the UI that shows the newest numbers: updated, so the database doesn't grow by it."""

    def __init__(self, key: str, description: str) -> None:
        self._key, self._description, self._id = key.replace("_", "-").lower(), description, None
        self._showing: Future[None] | None = None

    def show(self, markdown: str) -> None:
        """Replace what it shows, or not, where the server does not answer: no work waits, or ends, for that."""
        if self._showing is not None and not self._showing.done():
            return
        self._showing = beside(lambda: self._put(markdown))
        try:
            self._showing.result(SHOWN_S)
        except Exception as error:  # noqa: BLE001  # whatever the server, or the way to it, has
            logging.getLogger(__name__).debug("not shown: %s", str(error) or type(error).__name__)

    def _put(self, markdown: str) -> None:
        if self._id is None:
            made = create_markdown_artifact(markdown, key=self._key, description=self._description)
            self._id: UUID | None = cast("UUID", made)
            return
        with get_client(sync_client=True) as client:  # its own `update_artifact` sends all of the text as an event too
            client.request("PATCH", "/artifacts/{id}", path_params={"id": self._id}, json={"data": markdown})


class CampaignProgress:
    """Reports where a campaign stands, every `every_s` seconds, and the less often the longer it takes.

    A line every five seconds, of dozens of runs for a day, would be a fifth of a gigabyte of Prefect's database.

    It asks the store nothing: it tells what this process knows, by planning and by what it commits. Where nothing was
    planned, as on a worker of the pool, it tells what is being done alone.
    """

    def __init__(self, ref: CampaignRef, every_s: float = 5, artifact_every_s: float = SHOW_S) -> None:
        self.ref, self.every_s, self.artifact_every_s = ref, every_s, artifact_every_s
        self._log, self._lock = get_run_logger(), Lock()
        self._said = self._shown = float("-inf")
        self._begun = time.monotonic()
        name = ref.open()[1].name
        self._artifact = LiveArtifact(f"progress-{name}", f"how far {name} is")
        self._events, self._pace = _Events(ref), Pace()

    def say(self, doing: str, always: bool = False) -> None:
        """One line: what is being done, and every part against its quota. Called from any thread."""
        with self._lock:
            now = time.monotonic()
            pause = max(self.every_s, min(SELDOM_S, (now - self._begun) / 60))
            if not always and now - self._said < pause:
                return
            self._said = now
            if (ledger := self.ref.made_ledger()) is None:
                self._log.info(doing)
                return
            store, campaign = self.ref.open()
            stands = status(store, campaign, ledger)
            self._log.info("%s | %s", doing, status_line(stands))
            self._events.look(stands, now)
            if always or now - self._shown >= self.artifact_every_s:
                self._shown = now
                self._pace.note(now, stands)
                left = self._pace.left_s
                to_go = f"; about {span(left)} to go at this pace" if left else ""
                self._artifact.show(status_markdown(stands, doing + to_go))


class Pace:
    """How long a campaign has to go, at the pace of the last half an hour: that of its slowest domain."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, Status]] = deque()
        self.left_s: float | None = None

    def note(self, now: float, stands: Status) -> None:
        """Where it stands at a moment, in seconds. `left_s` is None where a domain does not get on."""
        self._seen.append((now, stands))
        while len(self._seen) > 2 and now - self._seen[1][0] >= PACE_S:
            self._seen.popleft()
        began, before = self._seen[0]
        slowest = 0.0
        for then, one in zip(before.domains, stands.domains, strict=True):
            if one.usable < one.quota:
                gained = one.usable - then.usable
                if gained <= 0:
                    self.left_s = None
                    return
                slowest = max(slowest, (one.quota - one.usable) / gained * (now - began))
        self.left_s = slowest


class _Events:
    """Tells listeners that a campaign gets on, and which domain yields too little."""

    def __init__(self, ref: CampaignRef) -> None:
        self._ref, self._traces, self._told = ref, -1, float("-inf")
        self._low: dict[str, Seldom] = {}

    def look(self, stands: Status, now: float) -> None:
        """Events for what has changed."""
        if stands.traces != self._traces and now - self._told >= EVENT_S:
            self._traces, self._told = stands.traces, now
            tell(PROGRESS, self._ref, samples=stands.samples, quota=stands.quota, traces=stands.traces)
        for low in low_yields(stands, yield_floor()):
            self._low.setdefault(f"{low['part']} {low['domain']}", Seldom(self._tell_low, LOW_YIELD_S))(low)

    def _tell_low(self, low: dict[str, Any]) -> None:
        tell(LOW_YIELD, self._ref, **low)


def yield_floor() -> float:
    """Samples a trace below which people are told: THOUGHTMILL_YIELD_FLOOR, 0.05 by default."""
    return float(os.environ.get("THOUGHTMILL_YIELD_FLOOR", "0.05"))


def low_yields(stands: Status, floor: float) -> Iterator[dict[str, Any]]:
    """The domains that are not filled and give fewer samples a trace than `floor`."""
    for one in stands.domains:
        if one.usable < one.quota and one.traces >= ENOUGH_TRACES and one.usable < floor * one.traces:
            yield {
                "part": one.part,
                "domain": one.domain,
                "samples": one.usable,
                "traces": one.traces,
                "yield": round(one.usable / one.traces, 4),
                "floor": floor,
            }
