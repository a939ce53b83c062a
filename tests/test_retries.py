"""What is tried again: what may pass by itself, and nothing that a person has to mend."""

import httpx
import pytest
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import Completed, Failed

from tasks.retries import is_transient
from thoughtmill.errors import EngineUnavailable, StoreError


def status(code: int) -> Exception:
    """What Prefect's client raises when it has asked often enough."""
    response = httpx.Response(code, request=httpx.Request("POST", "http://127.0.0.1/api"))
    return PrefectHTTPStatusError("no", request=response.request, response=response)


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (EngineUnavailable("an answer", "none", "wait"), True),
        (ConnectionResetError(), True),
        (status(503), True),
        (status(404), False),
        (StoreError("a store", "none", "name one"), False),
        (ValueError(), False),
    ],
    ids=repr,
)
def test_only_what_may_pass_is_tried_again(error: Exception, again: bool) -> None:
    assert is_transient(None, None, Failed(data=error)) is again
    assert is_transient(None, None, Completed()) is False
