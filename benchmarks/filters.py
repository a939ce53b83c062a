"""What the cascade costs a core: traces and megabytes a second, by filter, against a fast zlib pass over the text.

The traces are made up here, no two alike: math reasoning with LaTeX in English and Chinese, log-normal in length, 60 %
right, the rest wrong, cut off, out of form, in two languages or in circles. `cascade` is the whole judging of a shard
in this process (records in, verdicts out), `text` the same for questions without a verifier. Both ways and the baseline
(`zlib.compress(text, 1)`) take turns, so that a busy machine slows all of them.

    python benchmarks/filters.py                      # 20,000 characters on average, a tail to 100,000
    python benchmarks/filters.py --chars 3000 --traces 2000

Seconds are of this process's CPU; algebra in worker processes of its own comes on top (benchmarks/verifiers.py).
"""

import argparse
import json
import random
import resource
import statistics
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.filters.passages import CHINESE, ENGLISH, RECHECKS, WORDS  # noqa: E402  # found by the line above
from thoughtmill.campaign import Policy  # noqa: E402  # as above
from thoughtmill.filters import FILTERS, Reason  # noqa: E402  # as above
from thoughtmill.judging.cascade import judge, subject_of  # noqa: E402  # as above
from thoughtmill.store.schemas import QUESTIONS, TRACES  # noqa: E402  # as above

SHARES = {"right": 60, "wrong": 25, "cut_off": 5, "form": 4, "language": 3, "loop": 3}
"""Of 100 traces; `right` and `wrong` are clean but for the answer."""
LATEX = (
    r"$x_{{{a}}} = \frac{{{b}}}{{{c}}}$", r"$\sqrt{{{a}}} + {b}$", r"\[ f({a}) = {b}x^2 - {c}x + {a} \]",
    "${a} \\cdot {b}$",
    r"$\binom{{{a}}}{{{b}}}$", "{a} + {b} = {s}", "{a} * {b} = {p}", r"$\sum_{{k=1}}^{{{a}}} k^{b}$", "{a}", "x = {b}",
)  # fmt: skip
LINKS = (
    "So {m} holds for the {w}.", "Then we get {m}, which is more than {m}.",
    "Let me write {m} and compare it with {m}.",
    "Hmm, if {m} then the {w} would have to be {m}.", "Wait, that is not {m}; it should be {m}.",
    "From {m} follows {m}.",
    "I will keep {m} for the {w} and look at {m} next.", "Check: {m}.", "The {w} and the {w} give {m} together.",
)  # fmt: skip
LINKS_ZH = (
    "于是得到{m}，比{m}要大。", "设{m}，那么{m}。", "等等，这里应该是{m}，而不是{m}。", "由{m}可知{m}成立。",
    "再验证一下：{m}。",
    "如果{m}，则总数就变成{m}，显然不对。", "把{m}代入，化简以后得到{m}。",
)  # fmt: skip
REFERENCES = (
    "{n}",
    r"\frac{{{n}}}{{7}}",
    "{n}.5",
    "({n}, {m})",
    r"{n}\sqrt{{3}}",
    r"\{{{n}, {m}\}}",
    "x = {n}",
    "{n}%",
    r"{n}\pi",
)


def thought(r: random.Random, chars: int, chinese: bool) -> str:
    """Reasoning of about so many characters."""

    def formula() -> str:
        a, b, c = r.randint(1, 999), r.randint(1, 99), r.randint(1, 999)
        return r.choice(LATEX).format(a=a, b=b, c=c, s=a + b, p=a * b)

    def sentence() -> str:
        told = r.choice(LINKS_ZH if chinese else LINKS)
        while "{m}" in told:
            told = told.replace("{m}", formula(), 1)
        while "{w}" in told:
            told = told.replace("{w}", r.choice(WORDS), 1)
        return told

    passages = list(CHINESE) if chinese else [*ENGLISH, *RECHECKS]
    r.shuffle(passages)  # each at most once
    said, size = [], 0
    while size < chars:
        roll = r.random()
        told = passages.pop() if roll < 0.12 and passages else sentence()
        told += "\n\n" if roll > 0.85 else "" if chinese else " "
        said.append(told)
        size += len(told)
    return "".join(said).strip()


def made(traces: int, chars: int, verifier: str | None, seed: int = 7) -> tuple[pa.Table, pa.Table, list[str]]:
    """Questions, traces and what was planned for each trace; four traces a question."""
    r = random.Random(seed)
    asked: list[dict[str, Any]] = []
    given: list[dict[str, Any]] = []
    plans: list[str] = []
    chinese, answer = False, ""
    for i in range(traces):
        if i % 4 == 0:
            chinese = r.random() < 0.25
            answer = r.choice(REFERENCES).format(n=r.randint(2, 999), m=r.randint(2, 99))
            prompt = f"第{i}题：求方程的解。" if chinese else f"Problem {i}: find the value that is asked for."
            row = {"question_id": f"q{i}", "part": "p", "domain": "math", "source": "made", "prompt": prompt}
            row |= {"language": "zh" if chinese else "en", "verifier": verifier}
            asked.append(row | {"reference": json.dumps({"answer": answer}) if verifier else None})
        plan = r.choices(list(SHARES), list(SHARES.values()))[0]
        spread = 0.8
        size = int(min(5 * chars, max(200, chars * r.lognormvariate(-spread * spread / 2, spread))))
        text, reason = one(r, plan, size, chinese, answer), "length" if plan == "cut_off" else "stop"
        row = {"question_id": asked[-1]["question_id"], "round": 0, "index": i % 4, "text": text, "reasoning": None}
        given.append(row | {"finish_reason": reason, "teacher_id": "t", "engine": "e"})
        plans.append(plan)
    return pa.Table.from_pylist(asked, schema=QUESTIONS), pa.Table.from_pylist(given, schema=TRACES), plans


def one(r: random.Random, plan: str, size: int, chinese: bool, answer: str) -> str:
    """A response in the form think-answer, but for what its plan spoils."""
    think = thought(r, size, chinese)
    if plan == "wrong":
        answer = r.choice((f"{r.randint(1000, 9999)}", rf"\frac{{{r.randint(2, 99)}}}{{11}}", "-1"))
    elif plan == "language":
        head, _, tail = think.rpartition("\n\n")
        think = f"{head}\n\n{'So we have to be careful here. ' if chinese else '所以 '}{tail}"
    elif plan == "loop":
        think += ("所以答案就是这样。" if chinese else "So the answer must be this one. ") * r.randint(30, 90)
    said = f"<think>\n{think}\n</think>\n<answer>{answer}</answer>"
    return {"cut_off": said[: len(said) * 2 // 3], "form": said.replace("</think>", "")}.get(plan, said)


def seconds(work: Callable[[], Any]) -> float:
    """Of this process's CPU, for one call: what a core must give; others on the machine do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def by_filter(questions: pa.Table, traces: pa.Table, policy: Policy) -> Iterator[tuple[str, float, int]]:
    """Name, seconds and rejections of every filter on the traces that reach it."""
    asked = {row["question_id"]: row for row in questions.to_pylist()}
    rows = traces.to_pylist()
    start = time.process_time()
    left = [subject_of(asked[row["question_id"]], row, "think-answer", policy) for row in rows]
    yield "(mapping)", time.process_time() - start, 0
    for name, rule in FILTERS.items():
        start = time.process_time()
        kept = [subject for subject in left if rule.reject(subject) is None]
        yield name, time.process_time() - start, len(left) - len(kept)
        left = kept


def main() -> None:
    """Measure, print a table, and write the same as JSON if a file is named."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--traces", type=int, default=400)
    parser.add_argument(
        "--chars", type=int, default=20_000, help="of the thinking, on average; at most five times that"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    told = parser.parse_args()
    policy = Policy()
    sets = {way: made(told.traces, told.chars, verifier) for way, verifier in (("cascade", "math"), ("text", None))}
    questions, traces, plans = sets["cascade"]
    raws = [text.encode() for text in traces["text"].to_pylist()]
    size = sum(map(len, raws))
    lengths = [len(text) for text in traces["text"].to_pylist()]
    print(f"{told.traces:,} traces, {statistics.mean(lengths):,.0f} characters on average, at most {max(lengths):,}; "
          f"{size / 1e6:.1f} MB in UTF-8")  # fmt: skip
    warm = made(40, 400, "math", seed=8)
    judge(warm[0], warm[1], "think-answer", policy)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took: dict[str, list[float]] = {"zlib": [], "cascade": [], "text": []}
    for _ in range(told.rounds):
        took["zlib"].append(seconds(lambda: [zlib.compress(raw, 1) for raw in raws]))
        for way, (asked, given, _) in sets.items():
            took[way].append(seconds(lambda asked=asked, given=given: judge(asked, given, "think-answer", policy)))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found: dict[str, Any] = {"traces": told.traces, "bytes": size, "mean_chars": statistics.mean(lengths)}
    for way, all_s in took.items():
        best = statistics.median(all_s)
        ratio = statistics.median(a / b for a, b in zip(all_s, took["zlib"], strict=True))
        found[way] = {"mb_s": size / best / 1e6, "traces_s": told.traces / best, "times_zlib": ratio}
        print(
            f"{way:12s} {size / best / 1e6:9.1f} MB/s {told.traces / best:10,.0f} traces/s   {ratio:6.1f} x zlib's time"
        )
    found["filters"] = {name: {"s": s, "rejected": n} for name, s, n in by_filter(questions, traces, policy)}
    for name, row in found["filters"].items():
        rate = size / max(row["s"], 1e-9) / 1e6
        print(
            f"  {name:12s} {row['s'] * 1e3 / told.traces:7.3f} ms a trace {rate:9.1f} MB/s   rejects {row['rejected']}"
        )
    found["rss_mb"] = {"before": before / 1024, "peak": after / 1024}
    print(f"peak memory {after / 1024:,.0f} MB, {(after - before) / 1024:,.0f} MB of it while judging")
    reasons = Counter(zip(plans, judge(questions, traces, "think-answer", policy)["reason"].to_pylist(), strict=True))
    odd = {f"{plan} → {reason}": n for (plan, reason), n in reasons.items() if reason not in EXPECTED[plan]}
    print(f"planned and found otherwise: {odd or 'none'}")
    if told.json:
        told.json.write_text(json.dumps(found | {"otherwise": odd}, indent=1) + "\n", encoding="utf-8")


EXPECTED: dict[str, set[str | None]] = {
    "right": {None},
    "wrong": {Reason.WRONG_ANSWER},
    "cut_off": {Reason.CUT_OFF},
    "form": {Reason.NO_THINK},
    "language": {Reason.LANGUAGE_MIXED},
    "loop": {Reason.REPETITION},
}

if __name__ == "__main__":
    main()
