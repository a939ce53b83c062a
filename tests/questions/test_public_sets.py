"""Public sets from their files to a release: what real models write is kept where it is right, and nowhere else.

The rows are made by hand in the shape of the sets, the responses in the shape of what reasoning models write.
"""

# ruff: noqa: E501  # a response is one text

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.scripted_engine import Text, scripted_engine
from tests.small_campaign import campaign, write_jsonl
from thoughtmill.generation.generate import generate
from thoughtmill.generation.planner import Ledger, commit_plan, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.questions.prepare import prepare
from thoughtmill.release.publish import publish, samples_of
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage


@dataclass(frozen=True)
class Asked:
    """A row of a set, the prompt that it must become, and what the teacher writes: right, or the reason it is left out."""

    row: dict[str, Any]
    prompt: str
    written: list[tuple[str | Text, str]] = field(default_factory=list[tuple[str | Text, str]])


EGGS = "A farm has 16 hens that lay 2 eggs each a day. The family eats 5 of the eggs and sells the rest at $3 per egg. How much money does it make a day?"
EGGS_THOUGHT = 'Okay, let\'s see. 16 hens, 2 eggs each, so 32 eggs a day.\n\nThe family eats 5, so 32 - 5 = 27 are left. At $3 each that is 27 * 3 = 81.\n\nWait, does "a day" matter? No, all of it is per day. So 81 dollars.'
RIBBON = "A ribbon is 7.5 meters long and is cut into pieces of 1.5 meters. How many pieces are there?"
GSM8K = [
    Asked(
        {
            "question": EGGS,
            "answer": "They get 16*2=<<16*2=32>>32 eggs.\nThey sell 32-5=<<32-5=27>>27.\nSo they make 27*3=$<<27*3=81>>81.\n#### 81",
        },
        EGGS,
        [
            (
                f"<think>\n{EGGS_THOUGHT}\n</think>\n\nThe hens lay \\(16 \\times 2 = 32\\) eggs a day. After the family eats 5 of them, 27 are sold.\n\n\\[27 \\times 3 = 81\\]\n\n**Final Answer:** The farm makes \\(\\boxed{{81}}\\) dollars a day.",
                "",
            ),
            (
                "First the eggs of a day: 16 times 2 makes 32. Without the 5 that are eaten 27 remain, and these bring 27 times 3, so 81.\n</think>\n\n**Step 1:** 32 eggs are laid.\n**Step 2:** 27 eggs are sold.\n**Step 3:** They bring 27 × $3.\n\nTherefore, the answer is **$81**.",
                "",
            ),
            (
                "Hmm, the number of eggs is 32, five are gone, and what is sold is 27. Each of these costs three dollars. That is eighty-one.\n</think>\n\nEggs sold: 32 - 5 = 27\nMoney: 27 * 3 = 81\n\n#### 81",
                "",
            ),
            (
                "So there are 16 hens and each has 2 eggs. They eat 5, hmm, I take 16 - 5 = 11 and then 11 times 2 is 22, times 3 gives 66.\n</think>\n\nThe farm makes $66 a day.\n\n\\boxed{66}",
                "wrong_answer",
            ),
            (
                Text(
                    "I multiply the hens by their eggs and get 32. Then I have to take off what is eaten, and after that I",
                    finish_reason="length",
                ),
                "cut_off",
            ),
            ("We get 32 eggs, sell 27 of them and take 81 dollars in.\n\nSo the answer is \\boxed{81}.", "no_think"),
        ],
    ),
    Asked(
        {"question": RIBBON, "answer": "There are 7.5/1.5=<<7.5/1.5=5>>5 pieces.\n#### 5"},
        RIBBON,
        [
            (
                "The ribbon has 7.5 meters. Divide by 1.5 meters for one piece; 1.5 goes into 7.5 exactly five times.\n</think>\n\nTo find the number of pieces, divide the length by the length of one piece:\n\n$$\n\\frac{7.5}{1.5} = 5\n$$\n\nSo there are $\\boxed{5\\text{ pieces}}$.",
                "",
            ),
            (
                "One piece takes 1.5 meters, two take 3, four take 6, and five take 7.5 meters, which is all.\n</think>\n\nIt is not possible to cut a sixth piece, because five of them already use all 7.5 meters. The answer is \\boxed{5.0}.",
                "",
            ),
            (
                "Dividing 7.5 by 1.5 I get about 6 when I round up everything to be safe.\n</think>\n\nThere are \\boxed{6} pieces.",
                "wrong_answer",
            ),
            (
                "The ribbon is long and a piece is short, so there must be several of them.\n</think>\n\nWithout a pair of scissors in hand it is hard to say anything about the pieces.",
                "undecided",
            ),
        ],
    ),
]

ROOT = "Compute $\\frac{1}{3} + \\frac{1}{6}$."
SOLVE = "Find all real numbers $x$ with $x^2 - 5x + 6 = 0$. List them, separated by commas."
MATH = [
    Asked(
        {"problem": ROOT, "solution": "A common denominator gives $\\frac{2}{6} + \\frac{1}{6} = \\frac{3}{6} = \\boxed{\\frac{1}{2}}$.", "level": "Level 1", "type": "Prealgebra"},
        ROOT,
        [
            ("We need a common denominator, which is 6. Then 1/3 is 2/6, and the sum is 3/6, which simplifies to 1/2.\n</think>\n\nThe sum is\n\\[\n\\frac{2}{6} + \\frac{1}{6} = \\frac{3}{6} = \\boxed{\\dfrac{1}{2}}.\n\\]", ""),
            ("As decimals these are 0.3333 and 0.1667, together 0.5. Exactly, it is three sixths, and so one half.\n</think>\n\nAdding the fractions gives $\\boxed{0.5}$.", ""),
            ("Add the tops and the bottoms: 1 + 1 is 2 and 3 + 6 is 9, which leaves two ninths.\n</think>\n\n$\\frac{1}{3} + \\frac{1}{6} = \\boxed{\\frac{2}{9}}$", "wrong_answer"),
        ],
    ),
    Asked(
        {"problem": SOLVE, "solution": "Factoring, $(x-2)(x-3) = 0$, so $x = \\boxed{2, 3}$.", "level": "Level 2", "type": "Algebra"},
        SOLVE,
        [
            ("The product of the roots is 6 and their sum is 5, so they are 2 and 3. Check: 4 - 10 + 6 = 0 and 9 - 15 + 6 = 0.\n</think>\n\nFactor the quadratic: \\((x-2)(x-3) = 0\\).\n\nThe solutions are \\(\\boxed{3, 2}\\).", ""),
            ("By the formula x is (5 ± 1)/2. One of the two is 3 and the other one is 2, as can be checked at once.\n</think>\n\n**Final Answer**\n\n$x = \\boxed{2}$ or $x = \\boxed{3}$", ""),
            ("Try 2: 4 - 10 + 6 is 0, so 2 is a root of it, and that is what is asked.\n</think>\n\nThe solution is \\(\\boxed{2}\\).", "wrong_answer"),
        ],
    ),
]  # fmt: skip

PLANET = "Which of these planets has the shortest year?"
PLANETS = ["Earth", "Mercury", "Jupiter", "Saturn"]
MMLU = [
    Asked(
        {"question": PLANET, "subject": "astronomy", "choices": PLANETS, "answer": 1},
        f"{PLANET}\n\nA. Earth\nB. Mercury\nC. Jupiter\nD. Saturn",
        [
            ("The closer a planet is to the Sun, the shorter its year. Of these Mercury is the closest, with 88 days.\n</think>\n\nThe planet with the shortest year is **Mercury**, which needs only 88 days.\n\n**Answer: B**", ""),
            ("By Kepler's third law the period grows with the distance, and Mercury is the innermost planet of all.\n</think>\n\nThe correct answer is (B) Mercury. It orbits the Sun in about 88 Earth days.", ""),
            ("I look for the smallest orbit. Jupiter and Saturn are far out; Earth takes 365 days; what remains is Mercury.\n</think>\n\n\\boxed{\\text{B}}", ""),
            ("Jupiter spins the fastest of all planets, in about ten hours, so I would go with that one.\n</think>\n\nThe answer is C.", "wrong_answer"),
        ],
    ),
]  # fmt: skip

COUNT = "How many positive integers less than 100 are divisible by 7?"
FORM = "Solve the following math problem step by step. The last line of your response should be of the form Answer: $Answer (without quotes) where $Answer is the answer to the problem.\n\n"
DAPO = [
    Asked(
        {"data_source": "math_dapo", "prompt": [{"role": "user", "content": f'{FORM}{COUNT}\n\nRemember to put your answer on its own line after "Answer:".'}], "ability": "MATH", "reward_model": {"ground_truth": "14", "style": "rule-lighteval/MATH_v2"}, "extra_info": {"index": "a-1"}},
        COUNT,
        [
            ("The multiples of 7 below 100 are 7, 14, and so on up to 98, and 98 is 7 times 14. So there are 14 of them.\n</think>\n\nThe largest multiple of 7 below 100 is 98 = 7 · 14, so the count is 14.\n\nAnswer: 14", ""),
            ("Divide 99 by 7, which gives 14 and a remainder of 1; the whole part is what is asked here.\n</think>\n\n\\[\n\\left\\lfloor \\frac{99}{7} \\right\\rfloor = \\boxed{14}\n\\]", ""),
            ("From 0 to 98 there are fifteen multiples, and I take all of them, the zero as well as the others.\n</think>\n\nAnswer: 15", "wrong_answer"),
        ],
    ),
]  # fmt: skip

DOUBLED = "And twice as many?"
CHAT = [("user", "How many days has a week?"), ("assistant", "A week has 7 days."), ("user", DOUBLED)]
MESSAGES = [
    Asked(
        {"id": "x1", "messages": [{"role": who, "content": text} for who, text in [("system", "You know calendars."), *CHAT, ("assistant", "It is 14.")]], "answer": "14"},
        DOUBLED,
        [
            ("The week has seven days, as was said before, and twice as many of them are fourteen.\n</think>\n\nTwice as many days are **14**.\n\n\\boxed{14}", ""),
            ("Twice as many as what? I take two weeks and one day more to be sure of it, which is fifteen.\n</think>\n\n\\boxed{15}", "wrong_answer"),
        ],
    ),
]  # fmt: skip

SETS = {
    "gsm8k": ("math", GSM8K),
    "math": ("math", MATH),
    "mmlu": ("choice", MMLU),
    "dapo": ("math", DAPO),
    "messages": ("math", MESSAGES),
}


def settings(folder: Path, name: str, verifier: str, asked: list[Asked]) -> dict[str, Any]:
    """A campaign of one set, which keeps all that is right: its quota is exactly that."""
    write_jsonl(folder / f"{name}.jsonl", [one.row for one in asked])
    tries = max(len(one.written) for one in asked)
    right = sum(not reason for one in asked for _, reason in one.written)
    return {
        "parts": {"reasoning": {"quota": right, "teacher": "reasoner", "domains": {"all": 1.0}}},
        "sources": [
            {
                "part": "reasoning",
                "domain": "all",
                "path": f"{name}.jsonl",
                "format": "auto",
                "verifier": verifier,
                "licence": "MIT",
            }
        ],
        "teachers": {"reasoner": {"model": "scripted", "template": "r1", "max_tokens": 900, "concurrency": 1}},
        "policy": {"first_round": tries, "max_traces": tries, "max_kept": tries},
    }


@pytest.mark.parametrize("name", SETS)
def test_a_public_set_goes_from_its_file_to_a_release_that_holds_what_is_right(tmp_path: Path, name: str) -> None:
    verifier, asked = SETS[name]
    found = campaign(tmp_path, **settings(tmp_path, name, verifier, asked))
    store = Store.open(found.store_url())
    freeze(store, found)
    questions = prepare(store, found)
    written = {one.prompt: [text for text, _ in one.written] for one in asked}
    seen: dict[str, list[str]] = {}

    def answer(prompt: str, before: int) -> str | Text:
        seen.setdefault(prompt, []).append("")
        return written[prompt][before % len(written[prompt])]

    with scripted_engine(answer) as engine:
        (state,) = next_units(Ledger(store, found, questions), ["reasoning"])
        key = commit_plan(store, state, questions).key
        asyncio.run(generate(store, found, [key], engine.engine))
    assert set(seen) == set(written), "the question alone is asked, options included"
    sent = engine.seen.last_body["messages"]
    assert [turn["role"] for turn in sent] == ["user"] + ["assistant", "user"] * (len(sent) // 2)
    if name == "messages":
        first = "You know calendars.\n\nHow many days has a week?"
        assert [turn["content"] for turn in sent] == [first, "A week has 7 days.", DOUBLED]

    verdicts = judge_shard(store, found, key)
    traces = store.read(store.get("traces", key).file("traces.parquet"), ["text", "question_id"]).to_pylist()
    reasons = store.read(verdicts.file("verdicts.parquet"), ["reason"])["reason"].to_pylist()
    wanted = {_text(text): reason for one in asked for text, reason in one.written}
    told = {trace["text"]: reason or "" for trace, reason in zip(traces, reasons, strict=True)}
    assert told == wanted

    release = publish(Ledger(store, found, questions))
    samples = [row for table in samples_of(store, release) for row in table.to_pylist()]
    rows = {one.prompt: number for number, one in enumerate(asked, start=1)}
    for row in samples:
        assert (row["source"], row["row"], row["licence"]) == (name, rows[row["prompt"][-1]["content"]], "MIT")
        assert name != "messages" or row["prompt"] == sent
    assert sorted(row["answer"] for row in samples) == sorted(
        _text(text).partition("</think>")[2].strip() for one in asked for text, reason in one.written if not reason
    )
    assert json.dumps(samples[0]["completion"]).count("<think>") == 1
    assert list(damage(store)) == []


def _text(written: str | Text) -> str:
    return written if isinstance(written, str) else written.text
