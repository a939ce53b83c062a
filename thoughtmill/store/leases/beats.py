"""The beats of a lease, small files `leases/<name>/<number>.json`: who made them, and how long is silence."""

import hashlib
import json
import re
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json

RENEW_S = 10.0
"""From beat to beat."""
EXPIRE_S = 30.0
"""A lease whose newest beat was seen unchanged for so long is nobody's, if that beat names no longer time."""
ALONE_RENEW_S, ALONE_EXPIRE_S = 35.0, 90.0
"""The same for a lease whose name nobody else wants. A bucket is saved to more often than it would be renewed."""
MOST_EXPIRE_S = 600.0
"""No beat makes anybody wait for longer."""
LOOK_S = 1.0
"""From look to look of who waits."""

BEAT = re.compile(r"leases/([^/]+)/(\d{9})\.json")
SAVED = re.compile(r"parts/traces/[^/]+/([0-9a-f]{12})-(\d{6})\.[^/]+")
NO_PART: tuple[int, datetime] = (-1, datetime.min.replace(tzinfo=UTC))
"""Where the number and the time of a part are asked for, and there is none."""
_clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lease, as its beats say. `id` is its alone; `units` are names of what it works on.

    expires_s: how long it may be silent, where what it saves is a beat; None: as long as any, and beats alone count.
    """

    id: str
    does: str
    units: tuple[str, ...]
    host: str
    boot: str
    released: bool = False
    expires_s: float | None = None

    @property
    def may_save(self) -> bool:
        """Whether what it saves is a beat of its lease, which guards nothing."""
        return self.expires_s is not None and not self.released


@dataclass(frozen=True, slots=True)
class Beat:
    """The newest beat of a lease, and since when, on the observer's clock, its holder was not heard.

    looked: the end of the look that found it. made: when, by the clock of the place where it lies; only to be shown.
    saved: the number of the newest part that its holder was seen to save, -1 for none. is_news: whether it was heard
    since the look before.
    """

    name: str
    number: int
    since: float
    looked: float
    made: datetime
    saved: int | None = None
    is_news: bool = False

    @property
    def path(self) -> str:
        """Where it lies."""
        return beat_path(self.name, self.number)

    @property
    def silent_s(self) -> float:
        """How long its holder was not heard up to that look: since then nobody has listened."""
        return self.looked - self.since


def beat_path(name: str, number: int) -> str:
    """Where a beat lies in a store."""
    return f"leases/{name}/{number:09}.json"


def attempt_of(lease: str) -> str:
    """How the names of the parts begin that the holder of a lease saves."""
    return hashlib.sha256(lease.encode()).hexdigest()[:12]


def written(holder: Holder) -> bytes:
    """A beat as it is stored."""
    told = {name: value for name, value in asdict(holder).items() if value is not None}
    return json.dumps({"format": 1, **told}, ensure_ascii=False).encode()


def read_holder(content: bytes) -> Holder | None:
    """What a beat says, None if it is nothing that we know: then only time tells."""
    try:
        found: Any = from_json(content)
        told = {name: found[name] for name in ("id", "does", "host", "boot")}
        if found["format"] != 1 or not all(isinstance(text, str) for text in [*told.values(), *found["units"]]):
            return None
        silent_s = found.get("expires_s")
        is_time = isinstance(silent_s, int | float) and not isinstance(silent_s, bool) and 0 < silent_s < float("inf")
        released = found["released"] is True
        return Holder(**told, units=tuple(found["units"]), released=released, expires_s=silent_s if is_time else None)
    except (ValueError, TypeError, KeyError):
        return None


def now() -> float:
    """Seconds, also those that the machine slept."""
    return time.clock_gettime(_clock)
