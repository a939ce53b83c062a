"""Which units to ask next."""

import time
from contextlib import suppress

from tasks.campaign_ref import CampaignRef
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.wanted import Wanted, freeze_wanted, pieces_open
from thoughtmill.pace import paced
from thoughtmill.store.leases.claims import Orphans
from thoughtmill.store.store import Store


class Looks:
    """When to look for what others have committed: three times as often as parts are saved, and less without news.

    What this process commits it knows without a look.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._least_s, self._most_s = store.storage.save_every_s / 3, store.storage.save_every_s
        self._pause_s, self._looked = self._least_s, float("-inf")

    def look(self, *, now: bool = False) -> bool:
        """Look, and fold, if it is time. Whether it was. Raises StoreError."""
        if not now and time.monotonic() - self._looked < paced(self._pause_s):
            return False
        known = self._store.journal.size
        self._store.journal.fold()
        self._looked = time.monotonic()
        is_news = self._store.journal.size > known
        self._pause_s = self._least_s if is_news else min(1.5 * self._pause_s, self._most_s)
        return True


def plan(ref: CampaignRef, parts: list[str], looks: Looks, pilot: int = 0) -> Wanted:
    """Plan from what is judged, as far as is known, and freeze what is to be asked next. No task: it is done often.

    pilot: as `freeze_wanted` says. Raises QuotaNotMet when all questions are used up and a quota is short, StoreError.
    """
    looked = looks.look()
    with suppress(QuotaNotMet):
        wanted = freeze_wanted(ref.ledger(), parts, pilot)
        if looked or not wanted.is_filled:
            return wanted
    looks.look(now=True)  # what ends the planning is not said of a store that others may have changed
    return freeze_wanted(ref.ledger(), parts, pilot)


def free_orphans(ref: CampaignRef, orphans: Orphans, wanted: Wanted) -> list[str]:
    """Free what runs had claimed that are gone. Returns the units that others may ask now. Raises StoreError."""
    store, _ = ref.open()
    return orphans.free(lambda key: pieces_open(store, key, wanted.unjudged))
