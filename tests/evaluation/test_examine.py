"""The exam: asked through an engine, checked by the same verifiers, counted in pairs, compared in plain words."""

import json
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scripted_engine import Status, scripted_engine
from tests.small_campaign import campaign
from thoughtmill.campaign import Evaluation, EvaluationSource
from thoughtmill.evaluation.examine import (
    AFTER,
    BEFORE,
    commit_comparison,
    compare,
    comparison_key,
    examine,
    lenient_answer,
)
from thoughtmill.evaluation.not_shown import ALL_ALIKE, UNKNOWN, not_shown, shown
from thoughtmill.questions.held_out import HeldOut, read_held_out
from thoughtmill.store.schemas import ANSWERS
from thoughtmill.store.store import Store
from thoughtmill.template import chatml
from thoughtmill.verifiers import VERIFIERS, Outcome

EXAM = Evaluation(sources=(EvaluationSource(path="none", name="exam", verifier="math"),), max_tokens=40, concurrency=4)
RIGHT = "<think>So it is.</think><answer>{}</answer>"


def question(number: int, verifier: str = "math", reference: str | None = None) -> HeldOut:
    return HeldOut(f"q{number}", "sums", f"What is {number} + 1?", verifier, reference or str(number + 1))


TEXTS = {  # text → in form, strict, lenient, for a reference of 8
    "<think>7 + 1</think><answer>8</answer>": (True, True, True),
    "<think>8</think>\n<answer>9</answer>": (True, False, False),
    "7 + 1 = 8.": (False, False, True),
    "8 is not it, 9 is.": (False, False, False),
    "The answer is $\\boxed{8}$, see page 3.": (False, False, True),
    "<answer>8</answer>": (False, False, True),
    "<think>7 + 1 = 8.</think><answer>8": (False, False, True),
    "<think></think><answer>8</answer>": (False, False, True),
    "Here: <think>7 + 1</think><answer>8</answer>": (False, False, True),
    "<think>7</think><answer>8</answer><|im_end|>": (False, False, True),
    "eight": (False, False, False),
    "": (False, False, False),
}


@pytest.mark.parametrize("text", TEXTS)
async def test_an_answer_is_counted_by_form_and_by_what_it_says(text: str) -> None:
    with scripted_engine(lambda _prompt, _before: text) as served:
        table = await examine(served.engine, [question(7)], "base-bare", EXAM)
    row = table.to_pylist()[0]
    assert table.schema == ANSWERS
    assert (row["in_form"], row["strict"], row["lenient"]) == TEXTS[text]
    assert row["text"] == text


async def test_every_question_is_asked_as_it_says_and_answered_in_its_place() -> None:
    asked = [question(number) for number in range(60)]
    told: list[int] = []
    for way in (*BEFORE, AFTER):
        with scripted_engine(lambda prompt, _: RIGHT.format(prompt)) as served:
            table = await examine(served.engine, asked, way, EXAM, told.append)
        prompts = list(served.seen.prompts)
        system = [("system", EXAM.instruction)] if way == "base-told" else []
        assert sorted(prompts) == sorted(chatml([*system, ("user", q.prompt)]) for q in asked)
        assert served.seen.last_body["temperature"] == 0
        assert "seed" not in served.seen.last_body
        assert table["question_id"].to_pylist() == [q.question_id for q in asked]
        assert set(table["asked"].to_pylist()) == {way}
    assert told == [50, 60] * 3


async def test_a_question_that_the_engine_refuses_is_wrong_and_not_left_out() -> None:
    def refuses(prompt: str, _before: int) -> Status | str:
        return Status(400, "too long") if "1 + 1" in prompt else "<think>a</think><answer>b</answer>"

    with scripted_engine(refuses) as served:
        row = (await examine(served.engine, [question(1)], "base-bare", EXAM)).to_pylist()[0]
    assert (row["text"], row["in_form"], row["strict"], row["lenient"]) == ("", False, False, False)
    assert row["finish_reason"] not in {"stop", "length"}


WORDS = {
    ("It is odd or even? It is odd.", "odd"): True,
    ("It is odd. Or is it even?", "odd"): False,
    ("This is oddly shaped", "odd"): False,
    ("The first word is **sun**.", "sun"): True,
    ("sun", "sun"): True,
    ("", "sun"): False,
    ("...", "sun"): False,
}


@pytest.mark.parametrize(("text", "reference"), WORDS)
def test_words_count_leniently_where_they_stand_whole_in_the_last_sentence(text: str, reference: str) -> None:
    answer = lenient_answer(text, question(1, "text", reference))
    right = answer is not None and VERIFIERS["text"].check(answer, reference).outcome is Outcome.CORRECT
    assert right is WORDS[text, reference]


def table(rows: list[tuple[str, str, str, bool, bool]]) -> pa.Table:
    """(family, question, way, strict, lenient)."""
    made: list[dict[str, Any]] = [
        {
            "question_id": number,
            "asked": way,
            "source": family,
            "prompt": f"prompt {number}",
            "reference": "1",
            "text": f"{way} on {number}",
            "finish_reason": "stop",
            "in_form": strict,
            "strict": strict,
            "lenient": lenient,
        }
        for family, number, way, strict, lenient in rows
    ]
    return pa.Table.from_pylist(made, schema=ANSWERS)


def pairs(before: list[bool], after: list[bool], family: str = "sums") -> list[tuple[str, str, str, bool, bool]]:
    rows: list[tuple[str, str, str, bool, bool]] = []
    for way, right in ((BEFORE[0], before), (BEFORE[1], before), (AFTER, after)):
        rows += [(family, f"{family}{i}", way, r and way == AFTER, r) for i, r in enumerate(right)]
    return rows


verdicts = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40)


@given(verdicts)
def test_the_difference_is_that_of_the_shares_and_its_word_follows_its_interval(found: list[tuple[bool, bool]]) -> None:
    before, after = [b for b, _ in found], [a for _, a in found]
    facts = json.loads(json.dumps(compare(table(pairs(before, after)))))
    counted = facts["all"]
    assert counted["n"] == len(found)
    shares = {way: counted[way]["lenient"]["share"] for way in (*BEFORE, AFTER)}
    for way in BEFORE:
        difference = counted["difference"][way]
        assert difference["difference"] == pytest.approx(shares[AFTER] - shares[way])
        low, high = difference["interval"]
        word = "better" if low > 0 else "worse" if high < 0 else "no clear difference"
        assert difference["verdict"] == word
    for way in (*BEFORE, AFTER):
        for measure in ("in_form", "strict", "lenient"):
            low, high = counted[way][measure]["interval"]
            assert low - 1e-9 <= counted[way][measure]["share"] <= high + 1e-9


def test_families_are_counted_apart_and_together() -> None:
    rows = pairs([False] * 30, [True] * 30) + pairs([True] * 4, [False, True, True, True], "words")
    facts = compare(table(rows))
    assert {name: found["n"] for name, found in facts["families"].items()} == {"sums": 30, "words": 4}
    assert facts["all"]["n"] == 34
    assert facts["families"]["sums"]["difference"]["base-bare"]["verdict"] == "better"
    assert facts["families"]["words"]["difference"]["base-bare"]["verdict"] == "no clear difference"
    assert facts["all"][AFTER]["lenient"]["count"] == 33


def test_the_examples_are_the_first_that_got_better_and_the_first_that_got_worse() -> None:
    facts = compare(table(pairs([True, False, False, True, True], [True, True, True, False, False])))
    assert facts["examples"]["better"]["prompt"] == "prompt sums1"
    assert facts["examples"]["worse"]["prompt"] == "prompt sums3"
    assert facts["examples"]["better"]["base-bare"] == "base-bare on sums1"
    assert facts["examples"]["better"]["student-bare"] == "student-bare on sums1"
    same = compare(table(pairs([True, False], [True, False])))
    assert same["examples"] == {"better": None, "worse": None}


def test_a_comparison_is_committed_once_with_its_answers(tmp_path: Any) -> None:
    found = campaign(tmp_path)
    store = Store.open(found.store_url())
    answers = table(pairs([False, True], [True, True]))
    commit = commit_comparison(store, found, "student", answers)
    assert commit.key == comparison_key("student", found)
    assert store.read(commit.file("answers.parquet")).equals(answers)
    assert commit.facts["all"]["n"] == 2
    assert commit_comparison(store, found, "student", answers) == commit


def test_a_comparison_says_which_exams_are_of_the_families_that_were_trained_on(tmp_path: Any) -> None:
    found = campaign(tmp_path)
    sums = EvaluationSource(path="held-out.jsonl", name="sums", verifier="math")
    other = EvaluationSource(path="hub:cais/mmlu?split=test", name="mmlu", verifier="choice")
    said = {}
    for exams in ((sums,), (other,), (sums, other)):
        evaluation = Evaluation(sources=exams)
        said[len(said)] = not_shown(found.model_copy(update={"evaluation": evaluation}))
    assert ["of sums are of the families" in one for one in said.values()] == [True, False, True]
    assert ["mmlu are no sources of the training" in one for one in said.values()] == [False, True, True]
    commit = commit_comparison(Store.open(found.store_url()), found, "s", table(pairs([False], [True])))
    assert shown(commit.facts) == commit.facts["not_shown"] == not_shown(found)
    assert shown({"not_shown": ALL_ALIKE}) == UNKNOWN, "of an earlier comparison nobody knows it"


def test_the_key_of_a_comparison_is_that_of_the_stores_there_are(tmp_path: Any) -> None:
    assert comparison_key("s1", campaign(tmp_path)) == "s1.1c42645be878"


def test_its_key_changes_with_the_student_and_the_exam_and_with_nothing_else(tmp_path: Any) -> None:
    found = campaign(tmp_path)
    key = comparison_key("s1", found)
    assert key != comparison_key("s2", found)
    exam = found.evaluation
    for change, same in (({"max_tokens": 7}, False), ({"instruction": "Think."}, False), ({"concurrency": 3}, True)):
        other = found.model_copy(update={"evaluation": exam.model_copy(update=change)})
        assert (comparison_key("s1", other) == key) is same, change


def test_held_out_questions_come_in_the_order_of_the_campaign(tmp_path: Any) -> None:
    questions = list(read_held_out(campaign(tmp_path)))
    assert [q.prompt for q in questions] == [f"What is {a} + 90?" for a in range(4)]
    assert {q.verifier for q in questions} == {"math"}
