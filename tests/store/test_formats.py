"""Records name their format: what later versions add is kept, what they change is refused, with what to install."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import overwrite
from thoughtmill.errors import StoreError
from thoughtmill.store.records.commits import FORMAT, NEEDS, record_of, sealed
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import check

PATH = "commits/students/one.json"


def with_a_record(folder: Path, **changed: Any) -> Store:
    """A store whose only record was made by another version: fields changed, and sealed as all formats are."""
    store = Store.open(str(folder))
    with store.begin("students", "one") as attempt:
        attempt.write_bytes("model.safetensors", b"rows")
        attempt.commit(counts={"samples": 3}, facts={"of": "a file"})
    record = json.loads(store.storage.read(PATH))
    assert (record["format"], record["needs"]) == (FORMAT, NEEDS)
    del record["record_sha256"]
    told = {name: value for name, value in (record | changed).items() if value is not None}
    overwrite(store, PATH, sealed(told))
    return Store.existing(str(folder))


def test_a_record_of_the_first_format_is_read_though_it_names_none(tmp_path: Path) -> None:
    store = with_a_record(tmp_path, format=None, needs=None)
    assert store.get("students", "one").counts == {"samples": 3}
    assert not list(check(store.url))


@pytest.mark.parametrize(("told", "needs"), [(FORMAT + 1, "7.1.0"), (99, None), ("2", "1"), (0, "1"), (True, "1")])
def test_a_record_of_a_later_format_names_the_version_to_install(tmp_path: Path, told: Any, needs: str | None) -> None:
    store = with_a_record(tmp_path, format=told, needs=needs)
    if told is True:  # JSON knows no difference that matters here: it is 1
        assert store.find("students", "one")
        return
    with pytest.raises(StoreError, match=f"install thoughtmill {needs or 'a newer version'}"):
        store.find("students", "one")
    assert [fault for fault in check(store.url) if "install thoughtmill" in str(fault)]


VALUES = st.integers(-9, 9) | st.text("abc", max_size=5) | st.lists(st.booleans(), max_size=2) | st.just({"a": [1]})
NAMES = st.sampled_from(["later", "encrypted", "tags", "_", "format2"])


@settings(deadline=None, max_examples=20)
@given(added=st.dictionaries(NAMES, VALUES, max_size=4))
def test_fields_that_a_later_version_added_are_kept_and_passed_on(
    added: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = with_a_record(tmp_path_factory.mktemp("store"), **added)
    found = store.get("students", "one")
    assert dict(found.more) == added
    assert found.counts == {"samples": 3}
    again = json.loads(record_of(found, store.store_id))
    assert json.loads(store.storage.read(PATH)) == again
    assert not list(check(store.url))


def test_what_a_later_version_says_of_a_file_is_no_damage(tmp_path: Path) -> None:
    store = with_a_record(tmp_path)
    record = json.loads(store.storage.read(PATH))
    del record["record_sha256"]
    record["files"][0]["encryption"] = None
    overwrite(store, PATH, sealed(record))
    assert Store.existing(store.url).get("students", "one").file("model.safetensors").size == 4
    assert not list(check(store.url))
