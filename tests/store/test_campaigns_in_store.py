"""The campaign travels with the run."""

from pathlib import Path

import pytest

from tests.small_campaign import campaign
from thoughtmill.errors import CampaignError, StoreError
from thoughtmill.store.campaigns import freeze, read, thaw
from thoughtmill.store.store import Store


def test_a_thawed_campaign_is_the_one_that_was_frozen(tmp_path: Path) -> None:
    found = campaign(tmp_path)
    store = Store.open(found.store_url())
    key = freeze(store, found).key
    thawed = thaw(store, key)
    assert thawed == found
    assert thawed.root == found.root
    assert key.startswith(thawed.campaign_id())
    assert freeze(store, thawed).key == key
    assert store.keys("campaigns") == [key]


def test_an_unknown_campaign_is_named(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))
    with pytest.raises(StoreError, match="campaigns/unknown"):
        thaw(store, "unknown")


def test_a_campaign_may_come_as_text_and_a_url_that_refuses_says_so() -> None:
    with pytest.raises(CampaignError, match=r"parts.*Field required"):
        read('name = "x"\nstore = "y"\n')
    with pytest.raises(CampaignError, match="a campaign at that URL"):
        read("http://127.0.0.1:9/campaign.toml")
