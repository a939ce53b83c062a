"""Let people see: a line in the log every few seconds, and the same numbers as an artifact in the UI."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from thoughtmill.reporting.status import status
from thoughtmill.reporting.text import status_line, status_markdown


class Seldom:
    """Lets a line through every `every_s` seconds; what comes a hundred times a second nobody reads."""

    def __init__(self, say: Callable[[Any], object], every_s: float = 5) -> None:
        self._say, self._every_s, self._said = say, every_s, 0.0

    def __call__(self, what: Any) -> None:
        """Say it, or not."""
        now = time.monotonic()
        if now - self._said >= self._every_s:
            self._said = now
            self._say(what)


class CampaignProgress:
    """Reports where a campaign stands, not more often than every `every_s` seconds unless told that it matters.

    It asks the store nothing: it tells what this process knows, by planning and by what it commits. Where nothing was
    planned, as on a worker of the pool, it tells what is being done alone.
    """

    def __init__(self, ref: CampaignRef, every_s: float = 5, artifact_every_s: float = 15) -> None:
        self.ref, self.every_s, self.artifact_every_s = ref, every_s, artifact_every_s
        self._log, self._said, self._shown, self._lock = get_run_logger(), 0.0, 0.0, Lock()

    def say(self, doing: str, always: bool = False) -> None:
        """One line: what is being done, and every part against its quota. Called from any thread."""
        with self._lock:
            now = time.monotonic()
            if not always and now - self._said < self.every_s:
                return
            self._said = now
            if (ledger := self.ref.made_ledger()) is None:
                self._log.info(doing)
                return
            store, campaign = self.ref.open()
            stands = status(store, campaign, ledger)
            self._log.info("%s | %s", doing, status_line(stands))
            if always or now - self._shown >= self.artifact_every_s:
                self._shown = now
                key = f"progress-{campaign.name}".replace("_", "-")
                create_markdown_artifact(status_markdown(stands, doing), key=key, description=campaign.name)
