"""Tokens a kept sample: rounds against the usual fixed number of traces a question, at the same share of solved ones.

Two teachers are simulated, a strong and a middling one: a quarter of the questions is never solved, the others have
pass rates drawn from Beta(3, 1) and Beta(1.6, 1), and harder ones have longer traces. Plans, verdicts and what counts
as usable come from the real code: `rounds`, `verdicts` and the store. The baseline asks every question `--fixed` times
and keeps up to `max_kept` different right traces of each; the rounds may ask as often as that, so both have the same
chance to solve a question.
"""

import argparse
import hashlib
import json
import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from thoughtmill.campaign import Campaign, check
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.planner import Ledger, UnitState, commit_plan, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.questions.prepare import prepare
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.schemas import TRACES
from thoughtmill.store.store import Commit, Store

TEACHERS = {"strong": 3.0, "middling": 1.6}


class Teacher:
    """Pass rate and length of every question, and its traces, all drawn from the seed."""

    def __init__(self, strength: float, seed: int) -> None:
        self.strength, self.seed = strength, seed

    def pass_rate(self, prompt: str) -> float:
        """A quarter 0, the others Beta(strength, 1)."""
        draw = self._draw(prompt)
        return 0.0 if draw.random() < 0.25 else draw.betavariate(self.strength, 1.0)

    def trace(self, prompt: str, number: int) -> tuple[str, int]:
        """The text of the question's trace with this number, and its tokens."""
        rate, draw = self.pass_rate(prompt), self._draw(f"{prompt} {number}")
        right = draw.random() < rate
        a, b = (int(word) for word in prompt.removeprefix("What is ").rstrip("?").split(" + "))
        tokens = int(draw.lognormvariate(0, 0.5) * 4_000 * (1.5 - rate))
        total = a + b if right else a + b + 1
        return f"<think>Try {number}: {a} and {b} make {total}.</think><answer>{total}</answer>", tokens

    def _draw(self, key: str) -> random.Random:
        return random.Random(hashlib.sha256(f"{self.seed} {key}".encode()).digest())


def campaign(folder: Path, questions: int, policy: dict[str, int]) -> Campaign:
    """A campaign of sums whose quota can't be filled, so that every question is asked as often as it may be."""
    rows = [json.dumps({"prompt": f"What is {n} + 7?", "reference": str(n + 7)}) for n in range(questions)]
    (folder / "sums.jsonl").write_text("\n".join(rows) + "\n")
    (folder / "exam.jsonl").write_text(json.dumps({"prompt": "What is 1 + 1?", "reference": "2"}) + "\n")
    columns = {"prompt": "prompt", "reference": "reference"}
    source = {"part": "all", "domain": "math", "path": "sums.jsonl", "columns": columns, "verifier": "math"}
    found: dict[str, Any] = {
        "name": "rounds",
        "store": "store",
        "parts": {"all": {"quota": 100 * questions, "teacher": "simulated", "domains": {"math": 1.0}}},
        "sources": [source],
        "teachers": {"simulated": {"model": "simulated", "template": "think-answer", "max_tokens": 1}},
        "policy": policy,
        "student": {"base": "none"},
        "evaluation": {"sources": [{"name": "exam", "path": "exam.jsonl", "verifier": "math"}]},
        "work": {"shard_questions": 250},
    }
    return check(found, folder)


def write(store: Store, state: UnitState, questions: Commit, teacher: Teacher, asked: dict[str, int]) -> int:
    """What a generate run would commit for this unit. Returns its tokens."""
    unit = state.unit
    frozen = commit_plan(store, state, questions)
    shard = store.read(questions.file(f"{unit.shard}.parquet")).to_pylist()
    prompts = {row["question_id"]: row["prompt"] for row in shard}
    rows: list[dict[str, Any]] = []
    for question, count in (state.plan or {}).items():
        for index in range(count):
            text, tokens = teacher.trace(prompts[question], asked.get(question, 0))
            asked[question] = asked.get(question, 0) + 1
            row = {"question_id": question, "round": unit.round, "index": index, "text": text, "finish_reason": "stop"}
            row |= {"prompt_tokens": 0, "completion_tokens": tokens, "teacher_id": unit.teacher_id}
            rows.append(row | {"reasoning": None, "engine": "none", "created_at": datetime.now(UTC)})
    attempt = store.begin("traces", frozen.key)
    attempt.write_table("traces.parquet", pa.Table.from_pylist(rows, schema=TRACES))
    facts = {name: frozen.facts[name] for name in ("part", "domain", "shard", "round", "teacher_id")}
    tokens = sum(row["completion_tokens"] for row in rows)
    counts = {"traces": len(rows), "prompt_tokens": 0, "completion_tokens": tokens, "set_aside": 0}
    attempt.commit(counts=counts, parents=(frozen.name,), facts=facts)
    return tokens


def by_rounds(
    teacher: Teacher, questions: int, first_round: int, fixed: int, max_kept: int
) -> tuple[int, int, int, int, int]:
    """Tokens, kept samples, solved questions, rounds and traces with the real plans."""
    asked, tokens = dict[str, int](), 0
    with tempfile.TemporaryDirectory() as folder:
        policy = {"first_round": first_round, "max_traces": fixed, "max_kept": max_kept}
        made = campaign(Path(folder), questions, policy)
        store = Store.open(made.store_url())
        freeze(store, made)
        prepared = prepare(store, made)
        try:
            while states := next_units(Ledger(store, made, prepared), ["all"]):
                for state in states:
                    tokens += write(store, state, prepared, teacher, asked)
                    judge_shard(store, made, state.unit.key)
        except QuotaNotMet:
            pass  # as it is meant: every question was asked as often as it may be
        states = list(Ledger(store, made, prepared).units("all", "math"))
        kept = sum(len(state.usable or ()) for state in states)
        last = {state.unit.shard: state.unit for state in states}
        rates = [Ledger(store, made, prepared).rates(unit) for unit in last.values()]
        solved = sum(good > 0 for rate in rates for good, _ in rate.values())
        return tokens, kept, solved, max(state.unit.round for state in states), sum(asked.values())


def by_fixed(teacher: Teacher, questions: int, fixed: int, max_kept: int) -> tuple[int, int, int]:
    """Tokens, kept samples and solved questions when every question is asked the same number of times."""
    tokens = kept = solved = 0
    for n in range(questions):
        traces = [teacher.trace(f"What is {n} + 7?", number) for number in range(fixed)]
        right = sum(f"<answer>{n + 7}</answer>" in text for text, _ in traces)
        tokens += sum(count for _, count in traces)
        kept += min(right, max_kept)
        solved += right > 0
    return tokens, kept, solved


def at_least(teacher: Teacher, questions: int, fixed: int, max_kept: int) -> int:
    """Tokens of the thriftiest plan with the same samples: one trace at a time, until `max_kept` are right."""
    tokens = 0
    for n in range(questions):
        right = number = 0
        while right < max_kept and number < fixed:
            text, count = teacher.trace(f"What is {n} + 7?", number)
            right, number, tokens = right + (f"<answer>{n + 7}</answer>" in text), number + 1, tokens + count
    return tokens


def main() -> None:
    """One line a setting."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--fixed", type=int, default=4, help="traces a question of the baseline, and the most of ours")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    print(f"{given.questions:,} questions, a quarter never solved; baseline: {given.fixed} traces each")
    print(
        "teacher   max_kept first_round  tokens a kept sample: fixed → rounds   ratio  at least  in traces"
        "   solved: both   kept   rounds"
    )
    for name, strength in TEACHERS.items():
        teacher = Teacher(strength, given.seed)
        for max_kept in (1, 2, 4):
            tokens, kept, solved = by_fixed(teacher, given.questions, given.fixed, max_kept)
            least = at_least(teacher, given.questions, given.fixed, max_kept) / tokens
            for first_round in (1, 2):
                ours = by_rounds(teacher, given.questions, first_round, given.fixed, max_kept)
                usual, mine = tokens / kept, ours[0] / ours[1]
                shares = f"{solved / given.questions:.1%}, {ours[2] / given.questions:.1%}"
                print(
                    f"{name:<9} {max_kept:>8} {first_round:>11}  {usual:>24,.0f} → {mine:<8,.0f} {mine / usual:>8.2f}"
                    f"{least:>10.2f}{ours[4] / ours[1] / (given.fixed * given.questions / kept):>11.2f}"
                    f"   {shares:>12} {ours[1]:>6,} {ours[3]:>8}"
                )


if __name__ == "__main__":
    main()
