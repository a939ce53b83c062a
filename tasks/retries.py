"""Which errors may pass by themselves: only those are tried again, with growing pauses."""

from typing import Any

from prefect.cache_policies import NO_CACHE
from prefect.exceptions import PrefectHTTPStatusError

from thoughtmill.errors import CheckerBroken, EngineUnavailable, StoreUnavailable

PASSING = (EngineUnavailable, CheckerBroken, StoreUnavailable, ConnectionError, TimeoutError)
OVERLOADED = (429, 502, 503, 504)
"""What a Prefect server, or a proxy before it, answers when there is too much to do; its client has asked 5 times."""


def is_transient(_task: Any, _run: Any, state: Any) -> bool:
    """Prefect's retry condition: False for every error that a person has to mend."""
    try:
        state.result()
    except PASSING:
        return True
    except PrefectHTTPStatusError as error:
        return error.response.status_code in OVERLOADED
    except Exception:  # noqa: BLE001  # every other error, of whatever kind, is not tried again
        return False
    return False


WITH_RETRIES: dict[str, Any] = {
    "retries": 3,
    "retry_delay_seconds": [5, 30, 120],
    "retry_condition_fn": is_transient,
    "cache_policy": NO_CACHE,
    "persist_result": False,
}
"""Settings of a task that may be tried again. What it did is in the store, so nothing of it is cached in Prefect."""
