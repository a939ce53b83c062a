"""Traces → verdicts: again, as a flow of its own, or while they are generated."""

from collections.abc import Iterable
from queue import SimpleQueue
from threading import Event

from prefect import flow
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run

from flows.only_one import only_one
from tasks.campaign_ref import CampaignRef
from tasks.filter import filter_shard, unclaimed
from tasks.pool_runs import lease_of
from thoughtmill.cores import usable_cores


@flow(name="filter", persist_result=False)
def filter_traces(store: str, campaign_id: str, keys: list[str] | None = None, wanted: bool = False) -> list[str]:
    """Judge trace shards under the campaign's policy; all that are committed if no `keys` are given.

    wanted: those that `produce` waits for, as long as it waits for some. Any number of such runs may share them.
    """
    ref = CampaignRef(store, campaign_id)
    opened, _ = ref.open()
    if not wanted:
        return filter_all(ref, keys or opened.keys("traces"))
    name = lease_of("filter", str(flow_run.id))
    with only_one(opened, name, "judges what produce waits for", alone=True):
        return filter_all(ref, unclaimed(ref, name))


def filter_all(ref: CampaignRef, keys: Iterable[str]) -> list[str]:
    """Filter these shards, one more at once than there are cores. Returns the verdicts' keys.

    Raises what a filter task raised after its retries, when all others have ended.
    """
    filtering, made = Filtering(ref), list[str]()
    for key in keys:
        while not filtering.start([key]):
            made += filtering.ended(wait=True)
    while filtering.under_way:
        made += filtering.ended(wait=True)
    filtering.expect()
    return made


class Filtering:
    """Filters shards beside whatever its flow does, one more at once than there are cores.

    Memory: the shards under way. `changed` is set whenever one has ended.
    """

    def __init__(self, ref: CampaignRef) -> None:
        self.ref, self.changed = ref, Event()
        self.under_way: dict[str, PrefectFuture[str]] = {}
        self._done: SimpleQueue[str] = SimpleQueue()
        self._failed: list[PrefectFuture[str]] = []

    def start(self, keys: Iterable[str]) -> bool:
        """Start the first of these that are not under way, as long as there is room. Whether all are started."""
        for key in keys:
            if key in self.under_way:
                continue
            if len(self.under_way) > usable_cores():
                return False
            self.under_way[key] = future = filter_shard.submit(self.ref, key)
            future.add_done_callback(lambda _, key=key: self._tell(key))
        return True

    def _tell(self, key: str) -> None:
        self._done.put(key)
        self.changed.set()

    def ended(self, *, wait: bool = False) -> list[str]:
        """The verdicts of those that have ended since this was asked; at least one if it is to wait."""
        self.changed.clear()
        over = [self._done.get()] if wait else []
        while not self._done.empty():
            over.append(self._done.get())
        futures = [self.under_way.pop(key) for key in over]
        for future in futures:
            future.wait()  # it is told a moment before its state is there
        self._failed += [future for future in futures if not future.state.is_completed()]
        return [future.result() for future in futures if future.state.is_completed()]

    def expect(self) -> None:
        """Raises what a filter raised after its retries."""
        for failed in self._failed:
            failed.result()
