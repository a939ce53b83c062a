"""What differs between two versions of a campaign, and what each difference does to a store that is half way.

What may change half way, and what may not, is decided here and told in docs/operating.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MISSING = "nothing"

JUDGED_ANEW = "all traces are judged anew, without asking an engine"
ROUNDS = "rounds that are frozen stay as they are, the next ones follow the new value"
QUOTA = "another release; everything that is committed counts towards it"
CUT = "not allowed: the questions of a store are cut as they were first; use another store"
ADDED = "questions that are new are added as a layer; those that the store has stay, also of a source that is gone"
EXAM = "held-out questions that are new are added, and questions that leak one are left out; those there stay"
TEACHER = "another teacher: asked from the first round on, unless the part names the old one in `earlier_teachers`"
EARLIER = "the rounds that these teachers have written count, and the part's teacher is asked for the ones after"
STUDENT = "another student is trained on the release; the old one stays"
COMPARED = "the student is compared anew"
NAME = "the campaign is called otherwise"
NOTHING = "changes no sample, no student and no comparison"

_EFFECTS: tuple[tuple[str, str], ...] = (
    ("sources", ADDED),
    ("evaluation.sources", EXAM),
    ("work.shard_questions", CUT),
    ("evaluation.concurrency", NOTHING),
    ("evaluation.serve", NOTHING),
    ("evaluation", COMPARED),
    ("work", NOTHING),
    ("store", NOTHING),
    ("name", NAME),
    ("student.weights", NOTHING),
    ("student.device_batch_size", NOTHING),
    ("student.checkpoint_steps", NOTHING),
    ("student.stored_checkpoints", NOTHING),
    ("student.gradient_checkpointing", NOTHING),
    ("student.launch", NOTHING),
    ("student.preset", NOTHING),
    ("student.temperature", NOTHING),
    ("student.top_p", NOTHING),
    ("student.too_long", QUOTA),
    ("student", STUDENT),
)
_ROUND_KEYS = ("first_round", "max_traces", "max_kept")
_ASKED_THE_SAME = ("weights", "concurrency", "stall_s", "serve", "endpoint")


@dataclass(frozen=True, slots=True)
class Difference:
    """One key of the campaign: what it was, what it is, and what that does."""

    key: str
    was: Any
    now: Any
    effect: str

    @property
    def allowed(self) -> bool:
        """Whether the store can go on with it."""
        return self.effect != CUT

    def __str__(self) -> str:
        return f"{self.key}: {_short(self.was)} → {_short(self.now)} ({self.effect})"


def differences(was: dict[str, Any], now: dict[str, Any]) -> list[Difference]:
    """Every key that differs between two frozen campaigns (`Campaign.frozen()`), in the order of the file."""
    before, after = dict(_flat(was)), dict(_flat(now))
    keys = [*before, *(key for key in after if key not in before)]
    found = [(key, before.get(key, MISSING), after.get(key, MISSING)) for key in keys]
    return [Difference(key, old, new, effect(key)) for key, old, new in found if old != new]


def effect(key: str) -> str:
    """What a change of this key does to a store that is half way."""
    words = key.split(".")
    if words[0] == "policy" or words[2:3] == ["policy"]:
        return ROUNDS if words[-1] in _ROUND_KEYS else JUDGED_ANEW
    if words[0] == "parts":
        return {"teacher": TEACHER, "earlier_teachers": EARLIER}.get(words[2] if words[2:] else "", QUOTA)
    if words[0] == "teachers":
        return NOTHING if words[2:3] and words[2] in _ASKED_THE_SAME and words[-1] != "max_model_len" else TEACHER
    return next(what for prefix, what in _EFFECTS if key == prefix or key.startswith(f"{prefix}."))


def _flat(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{before}{key}.")
        elif isinstance(value, list) and value and all(isinstance(entry, dict) and "name" in entry for entry in value):
            for entry in value:
                yield from _flat(entry, f"{before}{key}.{entry['name']}.")
        else:
            yield f"{before}{key}", value


def _short(value: Any) -> str:
    text = value if value is MISSING else repr(value)
    return text if len(text) <= 80 else f"{text[:60]} … ({len(text):,} characters)"
