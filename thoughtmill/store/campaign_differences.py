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
TOLD = ("path", "model", "base", "quota")
"""Of a table that came or went: the key that tells most."""
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
    """Every key that differs between two frozen campaigns (`Campaign.frozen()`), in the order of the file.

    A source, part, teacher or other table that only one of them has is one difference.
    """
    return list(_differing(was, now, ""))


def _differing(was: dict[str, Any], now: dict[str, Any], before: str) -> Iterator[Difference]:
    for key in [*was, *(key for key in now if key not in was)]:
        old, new, name = _table(was.get(key, MISSING)), _table(now.get(key, MISSING)), f"{before}{key}"
        tables = [one for one in (old, new) if isinstance(one, dict)]
        if old == new:
            continue
        if len(tables) == 2 or (tables and not _is_one(name, tables[0])):
            before_it, after_it = (one if isinstance(one, dict) else {} for one in (old, new))
            yield from _differing(before_it, after_it, f"{name}.")
        else:
            yield Difference(name, old, new, effect(name))


def _table(value: Any) -> Any:
    """A list of entries with names as a table of them; anything else as it is."""
    if isinstance(value, list) and value and all(isinstance(entry, dict) and "name" in entry for entry in value):
        return {entry["name"]: entry for entry in value}
    return value


def _is_one(name: str, table: dict[str, Any]) -> bool:
    """Whether a table that came or went is told in one line: one with a name, or whose keys all do the same."""
    words = name.split(".")
    named = name in ("student", "evaluation") or (len(words) == 2 and words[0] in ("parts", "teachers"))
    return named or {effect(key) for key in _keys(table, name)} == {effect(name)}


def _keys(table: dict[str, Any], name: str) -> Iterator[str]:
    for key, value in table.items():
        found = _table(value)
        if isinstance(found, dict) and found:
            yield from _keys(found, f"{name}.{key}")
        else:
            yield f"{name}.{key}"


def effect(key: str) -> str:
    """What a change of this key does to a store that is half way."""
    words = key.split(".")
    if words[0] == "policy" or words[2:3] == ["policy"]:
        return ROUNDS if words[-1] in _ROUND_KEYS else JUDGED_ANEW
    if words[0] == "parts":
        return {"teacher": TEACHER, "earlier_teachers": EARLIER}.get(words[2] if words[2:] else "", QUOTA)
    if words[0] == "teachers":
        return NOTHING if words[2:3] and words[2] in _ASKED_THE_SAME and words[-1] != "max_model_len" else TEACHER
    if key == "evaluation":  # all of it, with its questions
        return EXAM
    return next(what for prefix, what in _EFFECTS if key == prefix or key.startswith(f"{prefix}."))


def _short(value: Any) -> str:
    if isinstance(value, dict) and (told := next((key for key in TOLD if key in value), None)):
        value = f"{told} {value[told]}"
    text = value if value is MISSING else repr(value)
    return text if len(text) <= 80 else f"{text[:60]} … ({len(text):,} characters)"
