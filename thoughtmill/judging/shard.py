"""One shard judged in worker processes; a trace that breaks its checker is found, and set aside with what it raised.

A shard is cut into pieces; each goes to a worker. Where a piece breaks, the trace at which it broke is judged alone, in
a fresh worker, at most twice; the rest is judged as before. Who breaks both is set aside as `checker_broken`, provided
that a fresh worker still finds the verifier's own example: else the machine lacks something and no trace is to blame.
"""

import json
import threading
from collections.abc import Callable, Iterator
from time import perf_counter

import pyarrow as pa
import pyarrow.compute as pc

from thoughtmill.campaign import Policy
from thoughtmill.errors import CheckerBroken
from thoughtmill.filters.contract import Reason, span
from thoughtmill.ids import text_hash
from thoughtmill.judging.cascade import tolerated, within_limits, writable
from thoughtmill.judging.workers import WORKERS, PieceBroke
from thoughtmill.store.schemas import QUESTIONS, TRACES, VERDICTS
from thoughtmill.verifiers import Outcome

PIECE_TRACES, PIECE_BYTES = 64, 4_000_000
DETAIL_CHARS, EXAMPLES = 500, 3


def judge_apart(
    questions: pa.Table,
    traces: pa.Table,
    template: str,
    policy: Policy,
    on_trace: Callable[[], None] = lambda: None,
) -> pa.Table:
    """One verdict a trace (VERDICTS), in the order of the traces: what `judge` says, made in worker processes.

    `on_trace` is called about once a trace, from other threads. Memory: a copy of the pieces under way.
    Raises CheckerBroken if checks can't be made at all, or too many broke or exceeded their limits.
    """
    shard = _Shard(questions, template, policy, tolerated(traces.num_rows), on_trace)
    found = [table for tables in WORKERS.open().map(shard.judge, pieces(traces)) for table in tables]
    return within_limits(pa.concat_tables(found) if found else VERDICTS.empty_table())


class _Shard:
    """What the pieces of a shard have in common, and the traces of it that broke their checker."""

    def __init__(
        self, questions: pa.Table, template: str, policy: Policy, tolerated: int, on_trace: Callable[[], None]
    ) -> None:
        self.questions, self.tolerated, self.on_trace = questions, tolerated, on_trace
        self.order = {"template": template, "policy": policy.model_dump(mode="json")}
        self.broken: list[str] = []
        self.lock = threading.Lock()

    def judge(self, piece: pa.Table) -> list[pa.Table]:
        """The verdicts on a piece, in one or more tables. Raises CheckerBroken."""
        try:
            return [self._ask(piece)]
        except PieceBroke as broke:
            row = broke.row
        if row is None and piece.num_rows > 1:  # some trace of it
            half = piece.num_rows // 2
            return self.judge(piece.slice(0, half)) + self.judge(piece.slice(half))
        at = row or 0
        before, after = piece.slice(0, at), piece.slice(at + 1)
        found = self.judge(before) if before.num_rows else []
        found.append(self._alone(piece.slice(at, 1)))
        return found + (self.judge(after) if after.num_rows else [])

    def _ask(self, piece: pa.Table, *, fresh: bool = False) -> pa.Table:
        theirs = self.questions.filter(pc.field("question_id").isin(set(piece["question_id"].to_pylist())))
        return WORKERS.judge(self._order(None), theirs, piece, self.on_trace, fresh=fresh)

    def _order(self, example: str | None) -> bytes:
        return json.dumps({**self.order, "example": example}).encode()

    def _alone(self, trace: pa.Table) -> pa.Table:
        """The verdict on one trace, with nothing else in its worker. Raises CheckerBroken."""
        start, what = perf_counter(), ""
        for _ in range(2):
            try:
                return self._ask(trace, fresh=True)
            except PieceBroke as broke:
                what = writable(span(broke.what, DETAIL_CHARS))
        self._check_the_checker(trace)
        name = "-".join(f"{trace[column][0]}" for column in ("question_id", "round", "index"))
        with self.lock:
            self.broken.append(f"{name}: {what}")
            if len(self.broken) > self.tolerated:
                raise CheckerBroken(
                    f"at most {self.tolerated} traces of this shard that break their checker",
                    f"more, such as {'; '.join(self.broken[:EXAMPLES])}",
                    "mend what they say if it is of this machine and filter again; else report these traces",
                )
        return _set_aside(trace, what, perf_counter() - start)

    def _check_the_checker(self, trace: pa.Table) -> None:
        """Raise CheckerBroken unless a fresh worker finds the example of this trace's verifier right."""
        asked = self.questions.filter(pc.field("question_id") == trace["question_id"][0])
        verifier = asked["verifier"][0].as_py()
        nothing = (QUESTIONS.empty_table(), TRACES.empty_table())
        try:
            WORKERS.judge(self._order(verifier), *nothing, lambda: None, fresh=True)
        except PieceBroke as broke:
            raise CheckerBroken(
                f"a worker that lives, to judge traces with the verifier {verifier!r}",
                span(broke.what, DETAIL_CHARS),
                "is there enough memory? then filter again; else report this",
            ) from broke


def _set_aside(trace: pa.Table, what: str, seconds: float) -> pa.Table:
    """The verdict on a trace that broke its checker. Its text need not be readable."""
    whole = b"".join(trace[name].cast(pa.binary())[0].as_py() or b"" for name in ("reasoning", "text"))
    row = {name: trace[name][0].as_py() for name in ("question_id", "round", "index")} | {
        "outcome": Outcome.UNDECIDED.value,
        "reason": Reason.CHECKER_BROKEN.value,
        "detail": what,
        "text_hash": text_hash(whole.decode("utf-8", "replace")),
        "check_ms": round(seconds * 1000, 3),
    }
    return pa.Table.from_pylist([row], schema=VERDICTS)


def pieces(traces: pa.Table) -> Iterator[pa.Table]:
    """The traces in order, cut into pieces of at most PIECE_TRACES and, unless one alone is longer, PIECE_BYTES."""
    texts, thoughts = (pc.call_function("binary_length", [traces[name]]) for name in ("text", "reasoning"))
    sizes = [(text.as_py() or 0) + (thought.as_py() or 0) for text, thought in zip(texts, thoughts, strict=True)]
    begin = held = 0
    for row, size in enumerate(sizes):
        if row > begin and (row - begin == PIECE_TRACES or held + size > PIECE_BYTES):
            yield traces.slice(begin, row - begin)
            begin, held = row, 0
        held += size
    if begin < traces.num_rows:
        yield traces.slice(begin)
