"""Open what a run was given: a store's address and the hash of the campaign that is frozen in it."""

from dataclasses import dataclass
from functools import lru_cache

from thoughtmill.campaign import Campaign
from thoughtmill.store.campaigns import changed_since_last, freeze, read, thaw
from thoughtmill.store.store import Store


@dataclass(frozen=True, slots=True)
class CampaignRef:
    """A store and the campaign that is worked on in it: all that a run needs to know."""

    store: str
    campaign_id: str

    def open(self) -> tuple[Store, Campaign]:
        """The store and the frozen campaign, opened once in a run's process. Raises StoreError."""
        return _opened(self)

    def store_id(self) -> str:
        """The store's own id, whatever address it was given by. Raises StoreError."""
        return self.open()[0].store_id


@lru_cache(maxsize=4)  # a run has one; a process that serves several holds no more than these
def _opened(ref: CampaignRef) -> tuple[Store, Campaign]:
    store = Store.existing(ref.store)
    return store, thaw(store, ref.campaign_id)


def freeze_campaign(campaign: str, store_url: str | None = None) -> CampaignRef:
    """Read a campaign (file, URL or TOML text), open its store, or another one, and freeze it there.

    Raises ThoughtmillError.
    """
    found = read(campaign)
    store = Store.open(store_url or found.store_url())
    return CampaignRef(store.url, freeze(store, found).key)


def changes(ref: CampaignRef) -> list[str]:
    """What differs from the campaign that was frozen before in this store, a line each, with what it does."""
    return [str(difference) for difference in changed_since_last(ref.open()[0], ref.campaign_id)]
