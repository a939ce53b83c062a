"""Which units to ask next."""

from tasks.campaign_ref import CampaignRef
from thoughtmill.generation.wanted import Wanted, freeze_wanted, pieces_open
from thoughtmill.store.claims import Orphans


def plan(ref: CampaignRef, parts: list[str], pilot: int = 0) -> Wanted:
    """Look at the store, plan from what is judged, freeze what is to be asked next. No task: it is done very often.

    pilot: as `freeze_wanted` says. Raises QuotaNotMet when all questions are used up and a quota is short, StoreError.
    """
    store, _ = ref.open()
    store.journal.fold()  # it looks
    return freeze_wanted(ref.ledger(), parts, pilot)


def free_orphans(ref: CampaignRef, orphans: Orphans, wanted: Wanted) -> list[str]:
    """Free what runs had claimed that are gone. Returns the units that others may ask now. Raises StoreError."""
    store, _ = ref.open()
    return orphans.free(lambda key: pieces_open(store, key, wanted.unjudged))
