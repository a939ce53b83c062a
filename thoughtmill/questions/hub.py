"""Sources on a hub, `hub:owner/name?config=main&split=train&revision=…`, read by `datasets`: no code of theirs runs.

A revision that is a whole commit is taken as it stands; a tag, a branch or none is looked up, and the commit it means
now is part of what the questions are made from: who moves it is found out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from thoughtmill.errors import CampaignError

SCHEME = "hub"
NAME = re.compile(r"[\w.-]+/[\w.-]+")
COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class HubSet:
    """One split of a set: by its name on the hub, or a folder that is laid out as one there."""

    name: str
    config: str | None
    split: str
    revision: str | None

    def content_hash(self) -> str:
        """Name, config, split and commit; of a folder the hash of its files. Raises CampaignError."""
        return f"{SCHEME} {self.name} {self.config} {self.split} {self.commit()}"

    def commit(self) -> str:
        """The commit that is meant. Raises CampaignError if the hub does not answer."""
        if self.revision and COMMIT.fullmatch(self.revision):
            return self.revision
        return str(_asked(self, lambda datasets: datasets.load_dataset_builder(**self._named).hash))

    def rows(self) -> Iterator[dict[str, Any]]:
        """All rows of the split. Raises CampaignError if the hub, the config or the split is not there."""
        yield from map(dict, _asked(self, lambda datasets: datasets.load_dataset(**self._named, split=self.split)))

    @property
    def _named(self) -> dict[str, Any]:
        return {"path": self.name, "name": self.config, "revision": self.revision}


def parse(path: str) -> HubSet:
    """What a `path` that begins with the scheme asks for. Raises CampaignError saying what is wrong with it."""
    name, _, asked = path.removeprefix(f"{SCHEME}:").partition("?")
    options = dict(parse_qsl(asked, keep_blank_values=True))
    split, config, revision = (options.pop(key, None) for key in ("split", "config", "revision"))
    if not (NAME.fullmatch(name) or Path(name).is_absolute()) or options or not split:
        expected = "hub:OWNER/NAME?split=… and perhaps config=…, revision=…"
        raise CampaignError(expected, path, "mend `path` in the campaign")
    return HubSet(name, config, split, revision)


def _asked(wanted: HubSet, ask: Any) -> Any:
    import datasets

    try:
        return ask(datasets)
    except Exception as error:  # of a dozen libraries: network, hub, files, their own
        expected = f"{SCHEME}:{wanted.name}, config {wanted.config}, split {wanted.split}"
        found = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        todo = "mend `path`; or download the files where there is a network, and name them"
        raise CampaignError(expected, found, todo) from error
