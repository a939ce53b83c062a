"""Sources that are made instead of read: `reasoning-gym:TASK?size=500&seed=7&option=value`.

The same words give the same questions in the same order, on every machine with the same version of reasoning-gym.
"""

import importlib
import importlib.metadata
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from thoughtmill.errors import CampaignError
from thoughtmill.verifiers.logic.tasks import EXACT, LEFT_OUT, NUMBER, ONE_OF, USABLE
from thoughtmill.verifiers.logic.verifier import INSTALL

SCHEME = "reasoning-gym"
MAX_SIZE = 1_000_000


@dataclass(frozen=True, slots=True)
class Generated:
    """One task of reasoning-gym: how many questions, from which seed, with which options of the task."""

    task: str
    size: int
    seed: int
    options: tuple[tuple[str, Any], ...]

    @property
    def name(self) -> str:
        """For messages."""
        return f"{SCHEME}:{self.task}"

    def content_hash(self) -> str:
        """All that the questions depend on. Raises CampaignError if the extra is not installed."""
        _dataset(self)
        version = importlib.metadata.version("reasoning-gym")
        return f"{SCHEME} {version} {self.task} {self.size} {self.seed} {json.dumps(self.options)}"

    def rows(self) -> Iterator[dict[str, Any]]:
        """`prompt` and `reference` of each question. Raises CampaignError for options that the task does not know."""
        dataset = _dataset(self)
        short = self.task in EXACT | NUMBER
        for number in range(self.size):
            made = dataset[number]
            entry = {name: made[name] for name in made if name == "answer" or (name == "metadata" and not short)}
            if self.task in ONE_OF:
                entry["metadata"] = {"valid_answers": made["metadata"]["valid_answers"]}
            reference: dict[str, Any] = {"task": self.task, "entry": entry}
            if self.options:
                reference["config"] = dict(self.options)
            yield {"prompt": made["question"], "reference": json.dumps(reference, ensure_ascii=False)}


def parse(path: str) -> Generated:
    """What a `path` that begins with the scheme asks for. Raises CampaignError saying what is wrong with it."""
    task, _, asked = path.removeprefix(SCHEME + ":").partition("?")
    options = dict(parse_qsl(asked, keep_blank_values=True))
    if why := LEFT_OUT.get(task):
        raise CampaignError("a task of reasoning-gym that can be checked", f"{path}: {task} {why}", "take another")
    if task not in USABLE:
        raise CampaignError("a task of reasoning-gym", f"{path}: {task!r}", "take one of docs/verifiers.md, `logic`")
    numbers: dict[str, int] = {}
    for name, default in (("size", 500), ("seed", 0)):
        given = options.pop(name, str(default))
        if not given.isdigit() or int(given) > MAX_SIZE or (name == "size" and given == "0"):
            raise CampaignError(f"{name} in {path}: a whole number up to {MAX_SIZE:,}", repr(given), "mend it")
        numbers[name] = int(given)
    return Generated(task, numbers["size"], numbers["seed"], tuple((k, _value(v)) for k, v in sorted(options.items())))


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _dataset(source: Generated) -> Any:
    if importlib.util.find_spec("reasoning_gym") is None:
        raise CampaignError(f"reasoning-gym, which makes {source.name}", "it is not installed", INSTALL)
    factory = importlib.import_module("reasoning_gym.factory")
    try:
        return factory.create_dataset(source.task, size=source.size, seed=source.seed, **dict(source.options))
    except (TypeError, ValueError, AssertionError) as error:
        found = f"{dict(source.options)}: {error}"
        raise CampaignError(
            f"options that {source.name} knows", found, "see the task's Config in reasoning-gym"
        ) from error
