"""The campaign travels with the run: committed first, then read back from the store by every run, on every machine."""

from pathlib import Path
from typing import Any
from urllib.request import urlopen

from thoughtmill.campaign import Campaign, check, load, parse
from thoughtmill.errors import CampaignError
from thoughtmill.ids import content_id
from thoughtmill.store.campaign_differences import Difference, differences
from thoughtmill.store.store import Commit, Store


def freeze(store: Store, campaign: Campaign) -> Commit:
    """Commit the campaign under its own hash and its folder's. The same campaign again is the same commit.

    The folder is part of the key because relative paths start there: a checkout that has moved is frozen anew.
    """
    key = f"{campaign.campaign_id()}-{content_id(str(campaign.root), 6)}"
    found = store.find("campaigns", key)
    if found is not None:
        return found
    facts: dict[str, Any] = {"campaign": campaign.frozen(), "root": str(campaign.root)}
    with store.begin("campaigns", key) as attempt:
        return attempt.commit(facts=facts)


def changed_since_last(store: Store, key: str) -> list[Difference]:
    """How the campaign frozen as `key` differs from the newest other one in the store; empty if there is none."""
    now = store.get("campaigns", key)
    others = [commit for commit in store.commits("campaigns") if commit.key != key]
    if not others:
        return []
    last = max(others, key=lambda commit: commit.created_at)
    return differences(dict(last.facts["campaign"]), dict(now.facts["campaign"]))


def thaw(store: Store, campaign_id: str) -> Campaign:
    """The frozen campaign. Raises StoreError if it is not in this store."""
    facts = store.get("campaigns", campaign_id).facts
    return check(dict(facts["campaign"]), Path(facts["root"]), f"the frozen campaign {campaign_id}")


def read(campaign: str, folder: str | None = None) -> Campaign:
    """A campaign from a file, a URL, or as TOML text, whose paths start in `folder`. Raises CampaignError."""
    if "\n" in campaign:
        return parse(campaign, Path(folder or "").resolve())
    if campaign.startswith(("http://", "https://")):
        try:
            with urlopen(campaign, timeout=30) as answer:
                return parse(answer.read().decode(), Path.cwd(), campaign)
        except (OSError, UnicodeDecodeError) as error:
            raise CampaignError("a campaign at that URL", f"{campaign}: {error}", "look at it in a browser") from error
    return load(campaign)
