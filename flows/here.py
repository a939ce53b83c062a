"""The engines that `produce` asks itself: endpoints all at the same time, those that it starts one after the other."""

from contextlib import ExitStack
from threading import Event

from prefect.futures import PrefectFuture

from flows.engines import engine_of, parts_by_engine
from tasks.campaign_ref import CampaignRef
from tasks.generate import generate_here
from thoughtmill.engine.local import RunningEngine
from thoughtmill.generation.wanted import Wanted


class Here:
    """Engines of this process. What it starts shares one machine: it takes turns, each until its quotas are filled."""

    def __init__(self, ref: CampaignRef) -> None:
        self._engines = [_Engine(ref, parts) for parts in parts_by_engine(ref.open()[1])]

    def keep(self, wanted: Wanted) -> None:
        """As `Staff` says; but for the time in which an engine starts."""
        needed = [one for one in self._engines if one.teachers & wanted.units.keys()]
        turn = next((one for one in needed if not one.is_elsewhere), None)
        at_work = [one for one in needed if one.is_elsewhere or one is turn]
        for one in self._engines:
            if one not in at_work:
                one.end()
        for one in sorted(at_work, key=lambda one: one is turn):  # what has to be started keeps nobody waiting
            one.keep(wanted)

    def end(self) -> None:
        """As `Staff` says."""
        for one in self._engines:
            one.stop()
        for one in self._engines:
            one.end()


class _Engine:
    """One engine, from when it is needed until its teachers' quotas are filled; it is asked for one after the other."""

    def __init__(self, ref: CampaignRef, parts: list[str]) -> None:
        self._ref, (_, campaign) = ref, ref.open()
        self.teachers = {campaign.parts[part].teacher for part in parts}
        self._teacher = campaign.teacher_of(parts[0])
        self.is_elsewhere = self._teacher.endpoint is not None
        self._owned, self._running = ExitStack(), None
        self._asking: PrefectFuture[int] | None = None
        self._stop = Event()

    def keep(self, wanted: Wanted) -> None:
        if self._asking is not None:
            if not self._asking.state.is_final():
                return
            asked, self._asking = self._asking, None
            asked.result()
        teacher = next((name for name, units in wanted.units.items() if units and name in self.teachers), None)
        if teacher is not None:
            self._asking = generate_here.submit(self._ref, teacher, self._engine(), self._stop)

    def _engine(self) -> RunningEngine:
        if self._running is None:
            opened = engine_of(self._ref.open()[1], self._teacher)
            self._running: RunningEngine | None = self._owned.enter_context(opened)
        return self._running

    def stop(self) -> None:
        self._stop.set()

    def end(self) -> None:
        """Give up what is in flight, and end the engine if it was started."""
        self._stop.set()
        if self._asking is not None:
            self._asking.wait()
        self._owned.close()
        self._asking = self._running = None
        self._stop = Event()
