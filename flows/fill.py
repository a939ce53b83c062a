"""Until the quotas are filled: plan unit by unit as verdicts come, keep every engine stocked, judge what is there.

What is true is in the store, so this may be ended at any moment and started again. It waits for nothing but the quotas.
"""

import time
from contextlib import suppress
from itertools import chain
from typing import Protocol

import httpx
from prefect.exceptions import PrefectHTTPStatusError
from prefect.logging import get_run_logger

from flows.filter import Filtering
from tasks.campaign_ref import CampaignRef
from tasks.events import OUT_OF_REACH, tell
from tasks.fleet_health import FleetWatch
from tasks.idle_engines import IdleEngines
from tasks.plan import Looks, free_orphans, plan
from tasks.pool_runs import Need, PoolRuns
from tasks.progress import CampaignProgress
from tasks.retries import OVERLOADED
from thoughtmill.campaign import Campaign
from thoughtmill.errors import QuotaNotMet, StoreError, StoreUnavailable
from thoughtmill.generation.planner_lease import names_of
from thoughtmill.generation.wanted import Wanted
from thoughtmill.pace import paced
from thoughtmill.store.leases.claims import Orphans
from thoughtmill.store.leases.lease import Lease
from thoughtmill.store.leases.observer import Observer

PATIENCE_S = 900.0
"""A store or a Prefect server that does not answer is waited for this long."""


class Staff(Protocol):
    """Those who ask and judge: engines and cores of this process, or runs on pools."""

    def keep(self, wanted: Wanted) -> None:
        """See that what is wanted is being done. Returns at once; raises what ended that for good."""
        ...

    def end(self) -> None:
        """Nothing more is wanted. Returns when nothing of this process asks any more."""
        ...


class OnPools:
    """Runs on the pool `gpu`, in a queue of each teacher, and on `cpu` where the campaign has filter runs there."""

    def __init__(self, ref: CampaignRef, observer: Observer) -> None:
        self.ref, self.runs = ref, PoolRuns(ref, observer)
        self._teachers: set[str] = set()

    def keep(self, wanted: Wanted) -> None:
        """As `Staff` says."""
        _, campaign = self.ref.open()
        self._teachers |= set(wanted.units)
        needs = [self._asks(name, campaign, wanted.units.get(name, ())) for name in sorted(self._teachers)]
        if campaign.work.filter_runs:
            parameters: dict[str, str | bool] = {"wanted": True}
            judges = Need(
                "filter", "filter", "judges", "filters", parameters, wanted.unjudged, campaign.work.filter_runs
            )
            needs.append(judges)
        self.runs.keep(needs)

    def _asks(self, teacher: str, campaign: Campaign, units: tuple[str, ...]) -> Need:
        tag = f"teacher-{campaign.teachers[teacher].teacher_id()}"
        return Need("generate", teacher, f"asks {teacher}", tag, {"teacher": teacher}, units, campaign.work.runs)

    def end(self) -> None:
        """Nothing: they see that nothing is wanted any more."""


def fill(ref: CampaignRef, lease: Lease, parts: list[str], staff: Staff, observer: Observer, pilot: int = 0) -> bool:
    """Plan, judge and have asked until the quotas of these parts are filled. False if the lease was lost before.

    pilot: or until so many questions of each domain were asked once. lease: what is wanted is named in it. Raises
    QuotaNotMet, and what ended the asking or a check for good.
    """
    store, campaign = ref.open()
    filtering, progress, fleet, idle = Filtering(ref), CampaignProgress(ref), FleetWatch(ref), IdleEngines(ref)
    orphans, patience, looks = Orphans(store.storage, observer), Patience(), Looks(store)
    freed, is_asked = float("-inf"), False
    pause_s = min(5.0, store.storage.save_every_s / 4)
    try:
        while not lease.is_lost:
            with patience:
                wanted = plan(ref, parts, looks, pilot)
                if not campaign.work.filter_runs:
                    filtering.start(wanted.unjudged)
                lease.tell(names_of(chain(*wanted.units.values()), wanted.unjudged))
                if not pilot:
                    idle.look(wanted)
                if wanted.is_filled or time.monotonic() - freed > observer.pause_s:
                    free_orphans(ref, orphans, wanted)
                    freed = time.monotonic()
                if wanted.is_filled:
                    fleet.look(now=is_asked)
                    break
                is_asked = True
                staff.keep(wanted)
                fleet.look()
            filtering.changed.wait(paced(pause_s))
            if filtering.ended():
                progress.say("generate and filter")
            filtering.expect()
    except Exception as error:
        with suppress(StoreError):
            if isinstance(error, QuotaNotMet):
                tell(OUT_OF_REACH, ref, **dict(zip(("expected", "found", "todo"), error.args, strict=True)))
                fleet.look(now=is_asked)  # a sick engine may be why
            lease.tell(())  # nobody is to ask on for what has failed for good
        raise
    finally:
        staff.end()
    while filtering.under_way:
        filtering.ended(wait=True)
    return not lease.is_lost


class Patience:
    """Bears a store or a server that does not answer, for PATIENCE_S from the last time that all went well."""

    def __init__(self) -> None:
        self._well = time.monotonic()

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if error is None:
            self._well = time.monotonic()
            return False
        if not _passes(error) or time.monotonic() - self._well > PATIENCE_S:
            return False
        get_run_logger().warning("waiting: %s", str(error)[:500] or type(error).__name__)
        return True


def _passes(error: BaseException) -> bool:
    if isinstance(error, PrefectHTTPStatusError):
        return error.response.status_code in OVERLOADED
    return isinstance(error, (StoreUnavailable, httpx.TransportError))
