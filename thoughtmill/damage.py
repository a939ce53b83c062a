"""`thoughtmill check`: every record, every hash and every file of a store; each damage is named, nothing is changed."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from thoughtmill.claim import CLAIM
from thoughtmill.errors import StoreError
from thoughtmill.parts import PART, broken
from thoughtmill.store import STAGES, Commit, File, Store

RECORD = re.compile(rf"commits/({'|'.join(STAGES)})/([^/]+)\.json")
ATTEMPT = re.compile(rf"(shards/(?:{'|'.join(STAGES)})/[^/]+/[0-9a-f]{{12}}-\d+)/.+")
WAITING = re.compile(r"tmp/(trial-)?[0-9a-f]{32}")


def damage(store: Store) -> Iterator[str]:
    """Every record, every hash and every file of a store, checked: one text for each fault. Changes nothing.

    What it can't find: a record that was replaced by another whole one of this store, made by who knows how.
    """
    there = [listed.path for listed in store.storage.listed("")]
    names = [found.groups() for path in there if (found := RECORD.fullmatch(path))]
    known = {f"{stage}/{key}" for stage, key in names}
    with ThreadPoolExecutor(store.storage.at_once) as pool:
        commits: list[Commit] = []
        for found in pool.map(lambda name: _record(store, *name), names):
            if isinstance(found, str):
                yield found
            else:
                commits.append(found)
        for commit in commits:
            for parent in commit.parents:
                if parent not in known:
                    yield f"{commit.name} was made from {parent}, which is not committed"
        files = [file for commit in commits for file in commit.files]
        parts = [path for path in there if PART.fullmatch(path)]
        yield from filter(None, pool.map(lambda file: _file(store, file), files))
        yield from filter(None, pool.map(lambda path: broken(store, path), parts))
    yield from _foreign(there, commits, set(parts))


def _record(store: Store, stage: str, key: str) -> Commit | str:
    try:
        return store.get(stage, key)
    except StoreError as error:
        return str(error)


def _file(store: Store, file: File) -> str | None:
    try:
        store.verify(file)
    except StoreError as error:
        return str(error)
    return None


def _foreign(there: list[str], commits: list[Commit], parts: set[str]) -> Iterator[str]:
    """Files that no record names and that are no attempt's, no part and no record on its way."""
    named = {file.path for commit in commits for file in commit.files} | {CLAIM} | parts
    committed = {f"shards/{commit.name}/{commit.attempt}" for commit in commits}
    for path in there:
        if path in named or RECORD.fullmatch(path) or WAITING.fullmatch(path):
            continue
        attempt = ATTEMPT.fullmatch(path)
        if attempt is None or attempt[1] in committed:
            yield f"{path} is no file of this store: no record names it"
