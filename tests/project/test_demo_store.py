"""Where `make demo STORE=…` keeps its data: refused in the user's words before anything is made or unpacked."""

import os
from pathlib import Path

import pytest

from deployments.demo import named_store
from tests.s3_server import KEYS
from thoughtmill.errors import StoreError
from thoughtmill.store.store import Store


def test_a_store_that_is_named_is_where_it_says_or_what_is_missing_is_told(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(store: str, **variables: str) -> str:
        with monkeypatch.context() as context:
            for name, value in {"THOUGHTMILL_STORE": store, **variables}.items():
                context.setenv(name, value)
            try:
                return str(named_store())
            except StoreError as error:
                return str(error)

    assert told("") == "None"
    assert told(bucket) == bucket
    assert told(os.path.relpath(tmp_path / "kept")) == str(tmp_path / "kept")
    assert not (tmp_path / "kept").exists(), "asking makes nothing"
    assert "/proc: " in told("/proc/x", THOUGHTMILL_FRESH="1")
    assert "/etc/passwd: Not a directory" in told("/etc/passwd")
    assert "/etc/passwd: Not a directory" in told("/etc/passwd/store/x")
    assert not list(tmp_path.iterdir()), "nor leaves anything"
    assert "make the bucket" in told("s3://nobody-made-this/x")
    assert "s3://bucket/prefix" in told("gs://bucket/x")
    assert "AWS_ENDPOINT_URL=https://" in told(bucket, AWS_ENDPOINT_URL="localhost:9000")
    assert "AWS_ALLOW_HTTP" in told(bucket, AWS_ALLOW_HTTP="")
    assert not [key for key in KEYS.values() if key in told(bucket, AWS_ALLOW_HTTP="")]
    assert told(bucket, THOUGHTMILL_FRESH="1") == bucket, "nothing is there yet"
    Store.open(bucket)
    assert "is never removed" in told(bucket, THOUGHTMILL_FRESH="1")
