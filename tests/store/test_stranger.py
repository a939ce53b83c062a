"""Another program that knows docs/protocol.md alone, no code of ours, works on a store beside us."""

import hashlib
import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from thoughtmill.store.leases.lease import held
from thoughtmill.store.leases.observer import Observer
from thoughtmill.store.places.storage import Folder
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import check

Fields = dict[str, Any]


def sealed(fields: Fields) -> bytes:
    canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    seal = hashlib.sha256(canonical.encode()).hexdigest()
    return json.dumps({**fields, "record_sha256": seal}, ensure_ascii=False, indent=1).encode()


class Stranger:
    """Uses a folder, JSON and sha256."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store_id = json.loads((root / "store.json").read_bytes())["store_id"]

    def create(self, path: str, content: bytes) -> bool:
        draft, target = self.root / "tmp" / uuid4().hex, self.root / path
        for folder in (draft.parent, target.parent):
            folder.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        try:
            target.hardlink_to(draft)
        except FileExistsError:
            return False
        finally:
            draft.unlink()
        return True

    def listed(self, folder: str) -> list[str]:
        found = (path for path in (self.root / folder).rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    def commit(self, stage: str, key: str, files: dict[str, bytes], **said: Any) -> bool:
        """Whether it is ours that counts."""
        attempt, listed = f"{uuid4().hex[:12]}-7", list[Fields]()
        for name, content in files.items():
            path = f"shards/{stage}/{key}/{attempt}/{name}"
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            listed.append({"name": name, "path": path, "sha256": digest, "size": len(content), "rows": 0})
        self.create(f"new/{stage}/{key}", b"")
        mine = sealed(
            {
                "format": 2,
                "stage": stage,
                "key": key,
                "files": listed,
                "counts": said.get("counts", {}),
                "parents": said.get("parents", []),
                "facts": said.get("facts", {}),
                "attempt": attempt,
                "created_at": "2026-01-01T00:00:00+00:00",
                "store_id": self.store_id,
                "of a stranger": "stays",
            }
        )
        return self.create(f"commits/{stage}/{key}.json", mine)

    def look(self) -> tuple[dict[str, str], dict[str, str], list[bytes]]:
        """Folded records, those that are announced and in no segment, and the segments."""
        announced = [path.removeprefix("new/") for path in self.listed("new")]
        segments = [(self.root / path).read_bytes() for path in self.listed("log")]
        folded: dict[str, str] = {}
        before = ""
        for number, content in enumerate(segments, 1):
            told = json.loads(content)
            assert (told["number"], told["previous"], told["store_id"]) == (number, before, self.store_id)
            assert sealed({name: value for name, value in told.items() if name != "record_sha256"}) == content
            folded |= told["records"]
            before = hashlib.sha256(content).hexdigest()
        waiting: dict[str, str] = {}
        for name in announced:
            with suppress(FileNotFoundError):
                if name not in folded:
                    waiting[name] = (self.root / f"commits/{name}.json").read_text()
        return folded, waiting, segments

    def fold(self) -> None:
        folded, waiting, segments = self.look()
        number = len(segments) + 1
        fields = {
            "format": 1,
            "store_id": self.store_id,
            "number": number,
            "previous": hashlib.sha256(segments[-1]).hexdigest() if segments else "",
            "complete": True,
            "records": waiting,
        }
        assert self.create(f"log/{number:09}.json", sealed(fields))
        for name in {**folded, **waiting}:
            (self.root / f"new/{name}").unlink(missing_ok=True)

    def file(self, stage: str, key: str, name: str) -> bytes:
        """The bytes of a file, or of what the newest purge put in its place."""
        records = {name: json.loads(record) for some in self.look()[:2] for name, record in some.items()}
        found = next(file for file in records[f"{stage}/{key}"]["files"] if file["name"] == name)
        purges = [one for one in records.values() if one["stage"] == "exclusions" and "purged" in one["facts"]]
        for purge in sorted(purges, key=lambda one: (len(one["key"]), one["key"])):
            found = next(
                (file for file in purge["files"] if file["name"] == found.get("was", found["path"])), found
            ) | {"was": found.get("was", found["path"])}
        content = (self.root / found["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == found["sha256"]
        return content

    def beat(self, lease: str, holder: str, number: int, *, released: bool = False) -> bool:
        told = {"format": 1, "id": holder, "does": "reads along", "units": ["a"], "host": "far", "boot": ""}
        return self.create(f"leases/{lease}/{number:09}.json", json.dumps({**told, "released": released}).encode())


@pytest.fixture
def stranger(store: Store) -> Stranger:
    return Stranger(store.root)


def committed(store: Store, stage: str, key: str, content: bytes) -> bool:
    with store.begin(stage, key) as attempt:
        attempt.write_bytes("a", content)
        return attempt.commit().attempt == attempt.name


def test_what_a_stranger_commits_is_committed_and_what_we_commit_a_stranger_finds(
    store: Store, stranger: Stranger
) -> None:
    assert stranger.commit("traces", "theirs", {"a": b"1"}, counts={"traces": 0})
    assert not committed(store, "traces", "theirs", b"2"), "the first create decides"
    assert committed(store, "traces", "ours", b"3")
    assert not stranger.commit("traces", "ours", {"a": b"4"})
    (
        store.root
        / next(path for path in stranger.listed("shards/traces/ours") if (store.root / path).read_bytes() == b"4")
    ).unlink()
    for _ in range(2):
        folded, waiting, _ = stranger.look()
        assert {*folded, *waiting} == {"traces/ours", "traces/theirs"}
        assert [stranger.file("traces", key, "a") for key in ("ours", "theirs")] == [b"3", b"1"]
        again = Store.existing(store.url)
        assert [again.read_bytes(commit.file("a")) for commit in again.commits("traces")] == [b"3", b"1"]
        assert again.get("traces", "theirs").more == {"of a stranger": "stays"}
        assert not list(check(store.url))
        store.journal.fold(1)
    assert not stranger.look()[1]


def test_a_stranger_may_fold_and_we_go_on_behind_it(store: Store, stranger: Stranger) -> None:
    for number in range(3):
        committed(store, "traces", f"k{number}", b"a")
        stranger.fold()
        assert not stranger.listed("new")
        committed(store, "verdicts", f"k{number}", b"a")
        store.journal.fold(1)
    again = Store.existing(store.url)
    assert again.keys("traces") == again.keys("verdicts") == ["k0", "k1", "k2"]
    assert again.journal.complete
    assert len(stranger.look()[2]) == 7
    assert not list(check(store.url))


def test_a_stranger_reads_what_a_purge_put_in_the_place_of_a_file(store: Store, stranger: Stranger) -> None:
    committed(store, "traces", "k", b"the text")
    path = store.get("traces", "k").file("a").path
    for number, left in enumerate((b"less", b"nothing"), 1):
        with store.begin("exclusions", f"exclusion-{number:05}") as attempt:
            attempt.write_bytes(path, left)
            attempt.commit(facts={"purged": {"traces": 1}, "by": "me", "why": "asked"})
    (store.root / path).unlink()
    assert stranger.file("traces", "k", "a") == b"nothing"
    assert Store.existing(store.url).read_bytes(store.get("traces", "k").file("a")) == b"nothing"


def test_what_a_stranger_saves_renews_its_lease(store: Store, stranger: Stranger) -> None:
    holder, observer = uuid4().hex, Observer(store.storage, expire_s=0.3)
    told = {"format": 1, "id": holder, "does": "asks", "units": [], "host": "far", "boot": "", "released": False}
    assert stranger.create("leases/mine/000000001.json", json.dumps({**told, "expires_s": 1.5}).encode())
    attempt = hashlib.sha256(b"mine").hexdigest()[:12]
    for number in range(40):
        assert not observer.is_free(observer.look()["mine"])
        part = f"parts/traces/k/{attempt}-{number:06}.{hashlib.sha256(b'').hexdigest()}.parquet"
        assert stranger.create(part, b"")
        time.sleep(0.1)
    until = time.monotonic() + 60
    while not observer.is_free(observer.look()["mine"]) and time.monotonic() < until:
        time.sleep(0.1)
    assert observer.is_free(observer.look()["mine"])


def test_a_stranger_holds_a_lease_and_gives_it_back(store: Store, stranger: Stranger) -> None:
    holder = uuid4().hex
    assert stranger.beat("one", holder, 1)
    assert Observer(store.storage).living()["one"].units == ("a",)
    assert stranger.beat("one", holder, 2, released=True)
    with held(store.storage, "one", "does it", wait_s=1):
        (newest,) = stranger.listed("leases/one")[-1:]
        assert newest == "leases/one/000000003.json"
        assert not stranger.beat("one", holder, 3), "it is not theirs any more"
        assert json.loads((store.root / newest).read_bytes())["does"] == "does it"
    assert json.loads((store.root / stranger.listed("leases/one")[-1]).read_bytes())["released"]
    assert isinstance(store.storage, Folder)
    assert not list(check(store.url))
