"""What a person names on the command line: a shard by its key or the first signs of it, a campaign by its file."""

from argparse import Namespace

from rich.console import Console

from thoughtmill.campaign import Campaign
from thoughtmill.cli.store_commands import looked_at
from thoughtmill.errors import CommandError
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import Commit, Store

SHOWN = 6


def shard(store: Store, stage: str, named: str) -> Commit:
    """The one shard of a stage whose key is `named` or begins so. Raises CommandError for none and for several."""
    keys = store.keys(stage)
    found = [named] if named in keys else [key for key in keys if named and key.startswith(named)]
    if len(found) == 1:
        return store.get(stage, found[0])
    there = ", ".join((found or keys)[:SHOWN]) + (" …" if len(found or keys) > SHOWN else "")
    what = f"several begin with {named!r}: {there}" if found else f"{named!r}; there are: {there or 'none'}"
    raise CommandError(f"the key of one of the {stage} in {store.url}, or its first signs", what, "name one of them")


def newest(store: Store, stage: str) -> Commit:
    """The shard of a stage that was committed last. Raises CommandError if there is none."""
    found = max(store.commits(stage), key=lambda commit: commit.created_at, default=None)
    if found is None:
        raise CommandError(f"a store with {stage}", f"{store.url} has none", "see `thoughtmill status`")
    return found


def frozen(store: Store, given: Namespace, console: Console) -> Campaign:
    """The campaign that was named, frozen in the store as `produce` does it; else the one that was frozen last."""
    campaign = looked_at(store, given, console)
    if given.campaign:
        freeze(store, campaign)
    return campaign
