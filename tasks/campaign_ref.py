"""Open what a run was given: a store's address and the hash of the campaign that is frozen in it."""

from dataclasses import dataclass
from functools import lru_cache

from thoughtmill.campaign import Campaign
from thoughtmill.generation.planner import Ledger
from thoughtmill.questions.exclusions import in_force
from thoughtmill.questions.layers import latest, newest
from thoughtmill.store.campaigns import changed_since_last, freeze, read, thaw
from thoughtmill.store.store import Store


@dataclass(frozen=True, slots=True)
class CampaignRef:
    """A store and the campaign that is worked on in it: all that a run needs to know."""

    store: str
    campaign_id: str

    def open(self) -> tuple[Store, Campaign]:
        """The store and the frozen campaign, opened once in a run's process. Raises StoreError."""
        opened = _opened(self)
        return opened.store, opened.campaign

    def ledger(self) -> Ledger:
        """Where every domain stands, as of the store's last look: kept, so that no verdict file is read twice.

        Made anew when questions were added or something was excluded. Raises StoreError.
        """
        opened = _opened(self)
        known, last = opened.ledger, latest(opened.store, look=False) or newest(opened.store)
        if known is None or (known.layers.last, known.exclusions) != (last, tuple(in_force(opened.store, look=False))):
            known = opened.ledger = Ledger(opened.store, opened.campaign, last)
        return known

    def made_ledger(self) -> Ledger | None:
        """The ledger if this process has made it: a worker that only generates reads no verdicts to tell a line."""
        return _opened(self).ledger


@dataclass(slots=True)
class _Opened:
    store: Store
    campaign: Campaign
    ledger: Ledger | None = None


@lru_cache(maxsize=4)  # a run has one; a process that serves several holds no more than these
def _opened(ref: CampaignRef) -> _Opened:
    store = Store.existing(ref.store)
    return _Opened(store, thaw(store, ref.campaign_id))


def freeze_campaign(campaign: str, store_url: str | None = None, folder: str | None = None) -> CampaignRef:
    """Read a campaign (file, URL or TOML text), open its store, or another one, and freeze it there.

    folder: where the relative paths of a text start. Raises ThoughtmillError.
    """
    found = read(campaign, folder)
    store = Store.open(store_url or found.store_url())
    return CampaignRef(store.url, freeze(store, found).key)


def changes(ref: CampaignRef) -> list[str]:
    """What differs from the campaign that was frozen before in this store, a line each, with what it does."""
    return [str(difference) for difference in changed_since_last(ref.open()[0], ref.campaign_id)]
