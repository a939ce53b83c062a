"""Questions whose traces agree with each other against the reference: one of the two is wrong, or the checker is."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from thoughtmill.campaign import Campaign
from thoughtmill.filters.contract import Reason
from thoughtmill.judging.recall import LEAST, SHARE, is_disputed, plain_answer
from thoughtmill.judging.verdicts import judged
from thoughtmill.questions.exclusions import ExcludedFor, exclude, excluded_now
from thoughtmill.questions.layers import Layers, newest
from thoughtmill.store.store import Commit, Store


@dataclass(frozen=True, slots=True)
class Dispute:
    """One question: its reference, and the other answer that `votes` of `answered` traces agree on.

    traces: the ids of those that agree. kept: how many traces agree with the reference. rounds: how many were judged.
    """

    question_id: str
    source: str
    verifier: str
    prompt: str
    reference: str
    answer: str
    votes: int
    answered: int
    kept: int
    rounds: int
    traces: tuple[str, ...]

    @property
    def evidence(self) -> str:
        """What stands in the record of an exclusion."""
        return f"{self.votes} of {self.answered} traces agree on {self.answer!r} against {self.reference!r}"


@dataclass(slots=True)
class _Tally:
    """The answers of one question so far. others: as an answer is compared → as it was written, and by which trace."""

    kept: int = 0
    rounds: int = 0
    others: dict[str, list[tuple[str, str]]] = field(default_factory=dict[str, list[tuple[str, str]]])

    @property
    def answered(self) -> int:
        """Traces that gave an answer."""
        return self.kept + sum(map(len, self.others.values()))

    @property
    def agree(self) -> list[tuple[str, str]]:
        """The largest group of traces that agree on another answer."""
        return max(self.others.values(), key=len, default=[])


def disputes(store: Store, campaign: Campaign, least: int = LEAST, share: float = SHARE) -> list[Dispute]:
    """All disputed questions of a campaign, the most votes first; excluded questions and traces don't count.

    Memory: the answers of one shard.
    """
    layers, excluded = Layers.up_to(store, newest(store)), excluded_now(store)
    shards: dict[str, list[Commit]] = defaultdict(list)
    for traces, verdicts in judged(store, campaign, layers):
        shards[traces.facts["shard"]].append(verdicts)
    found: list[Dispute] = []
    for shard, rounds in shards.items():
        tallies: dict[str, _Tally] = defaultdict(_Tally)
        for verdicts in sorted(rounds, key=lambda commit: commit.facts["round"]):
            table = store.read(verdicts.file("verdicts.parquet"), ["question_id", "round", "index", "reason", "answer"])
            gone = excluded.rows(table)
            for row, trace in enumerate(table.to_pylist()):
                if row not in gone:
                    _count(tallies[trace["question_id"]], trace)
        doubted = {
            name: one for name, one in tallies.items() if is_disputed(len(one.agree), one.answered, least, share)
        }
        if doubted:
            found += _told(store, layers.holding(shard), shard, doubted)
    return sorted(found, key=lambda one: (-one.votes, one.question_id))


def _count(tally: _Tally, trace: dict[str, Any]) -> None:
    tally.rounds = max(tally.rounds, trace["round"])
    if trace["reason"] is None:
        tally.kept += 1
    elif trace["reason"] == Reason.WRONG_ANSWER and (plain := plain_answer(trace["answer"])):
        name = f"{trace['question_id']}-{trace['round']}-{trace['index']}"
        tally.others.setdefault(plain, []).append((trace["answer"], name))


def _told(store: Store, questions: Commit, shard: str, doubted: dict[str, _Tally]) -> Iterator[Dispute]:
    columns = ["question_id", "source", "verifier", "prompt", "reference"]
    for row in store.read(questions.file(f"{shard}.parquet"), columns).to_pylist():
        if tally := doubted.get(row["question_id"]):
            agree = tally.agree
            yield Dispute(
                **{name: row[name] or "" for name in columns},
                answer=Counter(written for written, _ in agree).most_common(1)[0][0],
                votes=len(agree),
                answered=tally.answered,
                kept=tally.kept,
                rounds=tally.rounds,
                traces=tuple(name for _, name in agree),
            )


def leave_out(store: Store, found: list[Dispute], by: str) -> Commit | None:
    """Exclude these questions as disputed, each with its evidence; None if all are excluded already."""
    return exclude(store, {one.question_id: one.evidence for one in found}, ExcludedFor.DISPUTED, by)
