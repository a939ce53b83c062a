"""What the judged rounds of one shard came to: asked, given and seen, question by question, in a few bytes each."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from thoughtmill.campaign import Policy
from thoughtmill.filters.contract import Reason
from thoughtmill.ids import text_hash
from thoughtmill.judging.recall import is_disputed, plain_answer
from thoughtmill.judging.trace_copies import is_copy
from thoughtmill.questions.exclusions import NOTHING, Excluded

COLUMNS = ("question_id", "round", "index", "text_hash", "reason", "sketch", "answer")
"""What is needed of the verdicts."""

VERSION = "3"
"""Goes up when the same verdicts may come to another state: then no snapshot of before is believed."""

STATE = pa.schema(
    [
        ("questions", pa.list_(pa.string())),
        ("asked", pa.list_(pa.int32())),
        ("given", pa.list_(pa.int32())),
        ("seen_by", pa.list_(pa.int32())),  # this and the next two: a kept trace each
        ("seen_text", pa.list_(pa.string())),
        ("seen_sketch", pa.list_(pa.binary())),
        ("other_by", pa.list_(pa.int32())),  # this and the next one: a wrong answer each
        ("other", pa.list_(pa.int64())),
    ]
)
"""One row: what a history remembers of its questions."""

NO_QUESTIONS: pa.Array = pa.array([], pa.string())


@dataclass(frozen=True, slots=True)
class JudgedRound:
    """How many traces a round asked for, and the rows of those that may become samples.

    verdicts: the key of those that it was made from; empty if it asked nothing. records: the hash of their record and
    of its plan's.
    """

    traces: int
    usable: Sequence[int]
    verdicts: str = ""
    records: str = ""


class ShardHistory:
    """Grows by a judged round at a time. A question that has given all it may is not remembered further."""

    def __init__(self, max_kept: int, excluded: Excluded = NOTHING) -> None:
        self.max_kept, self.excluded = max_kept, excluded
        self.forget()

    def forget(self) -> None:
        """Begin again, as other verdicts count now."""
        self.rounds: list[JudgedRound] = []
        self._questions = NO_QUESTIONS
        self._asked = self._given = np.zeros(0, np.int32)
        self._seen: dict[int, list[tuple[str, bytes | None]]] = {}
        self._others: dict[int, list[int]] = {}
        self._packed: bytes | None = None

    def state(self) -> bytes | None:
        """All of it, for `restore`; None if nothing is judged, or a round between asked nothing.

        For each round: traces, number of usable ones (8 bytes each), their rows (4 bytes each); then an Arrow stream.
        """
        judged = [one for one in self.rounds if one.verdicts]
        if not judged or judged != self.rounds[: len(judged)]:
            return None
        self._unpack()
        seen = [(at, *one) for at, all_of_it in self._seen.items() for one in all_of_it]
        row: list[Any] = [
            self._questions.to_pylist(),
            self._asked,
            self._given,
            *([one[n] for one in seen] for n in range(3)),
            [at for at, others in self._others.items() for _ in others],
            [other for others in self._others.values() for other in others],
        ]
        batch = pa.record_batch([pa.array([cell], f.type) for cell, f in zip(row, STATE, strict=True)], schema=STATE)
        stream = pa.BufferOutputStream()
        with pa.ipc.new_stream(stream, STATE) as writer:
            writer.write_batch(batch)
        rounds = (
            array("q", [one.traces, len(one.usable)]).tobytes() + array("i", one.usable).tobytes() for one in judged
        )
        return b"".join([*rounds, stream.getvalue().to_pybytes()])

    def restore(self, state: bytes, made_from: Sequence[tuple[str, str]]) -> None:
        """Be as the one whose `state` this is, and who was made from that: key of verdicts, hash of records, by round.

        Only for one that has judged nothing, and for a state that is proven to be one.
        """
        at = 0
        for one in made_from:
            traces, usable = array("q", state[at : at + 16])
            self.rounds.append(JudgedRound(traces, array("i", state[at + 16 : at + 16 + 4 * usable]), *one))
            at += 16 + 4 * usable
        self._packed = state[at:]

    def _unpack(self) -> None:
        """After `restore`, when the questions are needed: most shards are never asked again."""
        if self._packed is not None:
            with pa.ipc.open_stream(self._packed) as stream:
                batch = stream.read_next_batch()
            row, self._packed = {name: batch.column(name)[0].values for name in STATE.names}, None
            self._questions = row["questions"]
            self._asked, self._given = (np.array(row[name], np.int32) for name in ("asked", "given"))
            kept, others = ("seen_by", "seen_text", "seen_sketch"), ("other_by", "other")
            for at, *seen in zip(*(row[name].to_pylist() for name in kept), strict=True):
                self._seen.setdefault(at, []).append((seen[0], seen[1]))
            for at, other in zip(*(row[name].to_pylist() for name in others), strict=True):
                self._others.setdefault(at, []).append(other)

    def is_other(self, number: int, verdicts: str) -> bool:
        """Whether this round was made from other verdicts than these."""
        return number <= len(self.rounds) and self.rounds[number - 1].verdicts not in ("", verdicts)

    def given_and_asked(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each question, how many samples it gives and how many traces were asked, in one order."""
        self._unpack()
        return self._given, self._asked

    def more(self, policy: Policy) -> dict[str, int]:
        """How many more traces each question is worth that has not given enough yet, and may be asked again.

        A question is asked no further whose traces agree against its reference.
        """
        self._unpack()
        is_open = (self._given < self.max_kept) & (self._asked < policy.max_traces)
        is_open[[at for at, others in self._others.items() if self._is_disputed(at, others)]] = False
        again = np.flatnonzero(is_open)
        counts = np.minimum(policy.first_round, policy.max_traces - self._asked[again])
        asked = zip(self._questions.take(pa.array(again)).to_pylist(), counts.tolist(), strict=True)
        return {question: count for question, count in asked if question not in self.excluded.questions}

    def take(self, plan: dict[str, int], verdicts: pa.Table, key: str = "", records: str = "") -> None:
        """Add a round: its plan and its verdicts (COLUMNS, in the order of the traces), which are called `key`.

        Usable is what was kept, is no copy or near copy of an earlier kept trace of its question, and is not beyond
        `max_kept` over all rounds: lowest round and index first. What is excluded is not usable, nor is a copy of it.
        """
        self._unpack()
        if not self.rounds:
            self._questions = pa.array(plan, pa.string())
            self._asked, self._given = np.zeros(len(plan), np.int32), np.zeros(len(plan), np.int32)
        self._asked[self._places(pa.array(plan, pa.string()))] += np.fromiter(plan.values(), np.int32, len(plan))
        is_kept, excluded = verdicts["reason"].is_null(), self.excluded.rows(verdicts)
        kept, given = verdicts.filter(is_kept), self._given.tolist()
        columns = (
            self._places(kept["question_id"]).tolist(),
            kept["text_hash"].to_pylist(),
            kept["sketch"].to_pylist(),
        )
        usable = array("i")
        for row, at, text, sketch in zip(np.flatnonzero(is_kept).tolist(), *columns, strict=True):
            if given[at] < self.max_kept and self._is_new(at, text, sketch) and row not in excluded:
                usable.append(row)
                given[at] += 1
        self._given = np.array(given, np.int32)
        if anew := sorted(self.excluded.asked_anew(excluded, verdicts)):  # they are as if they had not been asked
            np.subtract.at(self._asked, self._places(verdicts["question_id"].take(pa.array(anew))), 1)
        self._remember_others(verdicts, excluded)
        self._seen = {at: seen for at, seen in self._seen.items() if self._given[at] < self.max_kept}
        self._others = {at: others for at, others in self._others.items() if self._given[at] < self.max_kept}
        self.rounds.append(JudgedRound(sum(plan.values()), usable, key, records))

    def skip(self) -> None:
        """Add a round that asks nothing."""
        self.rounds.append(JudgedRound(0, ()))

    def _places(self, questions: pa.Array | pa.ChunkedArray) -> np.ndarray:
        """Which question of the shard each of these is. Raises KeyError for one that was not asked."""
        found = pc.call_function("index_in", [questions], pc.SetLookupOptions(self._questions))
        if found.null_count:
            raise KeyError("a question that was not asked in the first round")
        return found.to_numpy()

    def _remember_others(self, verdicts: pa.Table, excluded: set[int]) -> None:
        """The wrong answers of this round, as eight bytes each by which they are compared."""
        rows = np.flatnonzero(pc.call_function("equal", [verdicts["reason"], pa.scalar(Reason.WRONG_ANSWER.value)]))
        wrong = [row for row in rows.tolist() if row not in excluded]
        chosen = verdicts.select(["question_id", "answer"]).take(pa.array(wrong, pa.int64()))
        for at, answer in zip(self._places(chosen["question_id"]).tolist(), chosen["answer"].to_pylist(), strict=True):
            if plain := plain_answer(answer):
                self._others.setdefault(at, []).append(int(text_hash(plain), 16) - 2**63)

    def _is_disputed(self, at: int, others: list[int]) -> bool:
        votes = max(others.count(other) for other in set(others))
        return is_disputed(votes, len(others) + int(self._given[at]))

    def _is_new(self, at: int, text: str, sketch: bytes | None) -> bool:
        """Remember a kept trace; whether it is no copy of those before. Only hashes and sketches are compared."""
        if (seen := self._seen.get(at)) is None:
            self._seen[at] = [(text, sketch)]
            return True
        if any(text == one for one, _ in seen):
            return False
        near = any(sketch is not None and other is not None and is_copy(sketch, other) for _, other in seen)
        seen.append((text, None if near else sketch))
        return not near
