"""The demo on workers that run already, as docker-compose.yml starts them: followed from here to its comparison."""

import os
import sys
import time
from pathlib import Path

from rich.console import Console

from deployments.demo import CAMPAIGN, ROOT, named_store, produce_and_follow, provide, show, stand
from deployments.local_prefect import LocalPrefect
from thoughtmill.campaign import load
from thoughtmill.errors import ThoughtmillError
from thoughtmill.reporting.plain import PlainConsole


def main() -> int:
    """Walk the way on the server that PREFECT_API_URL names. 0 if it was walked, 1 if something is to be mended."""
    os.environ.setdefault("TQDM_DISABLE", "1")  # libraries' own bars; what matters has lines of its own
    console = PlainConsole(width=120)
    try:
        return walk(Path(os.environ["THOUGHTMILL_HOME"]), console)
    except ThoughtmillError as error:
        console.print("\nstopped", style="bold red")
        console.print(str(error), soft_wrap=True)
        return 1


def walk(home: Path, console: Console) -> int:
    """Model and sources into the folder that all workers see, produce, and the comparison that comes of it."""
    started = time.monotonic()

    def say(line: str) -> None:
        console.print(f"{time.monotonic() - started:6.0f} s  {line}", soft_wrap=True)

    named = named_store()
    provide(home, say)
    campaign = load(ROOT / CAMPAIGN)
    store = named or campaign.store_url()
    before = stand(campaign, store, say)
    server = LocalPrefect(os.environ["PREFECT_API_URL"].removesuffix("/api"), dict(os.environ), alive=lambda: None)
    comparison = produce_and_follow(server, campaign, store, say)
    if comparison is None:
        console.print("\nthe way was not walked to its end: see the lines above", soft_wrap=True)
        return 1
    return show(home, campaign, store, comparison, before, console, time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
