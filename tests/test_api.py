"""What `import thoughtmill` gives: it loads nothing, and answers as the factory does."""

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import thoughtmill
from tests.small_campaign import prepared, write_toml
from thoughtmill import Outcome, Policy, Store, ThoughtmillError, judge, load_campaign, verify
from thoughtmill.judging import cascade
from thoughtmill.store.schemas import QUESTIONS, TRACES


def test_importing_it_loads_no_library_and_no_room() -> None:
    listed = "import sys; before = set(sys.modules); from thoughtmill import judge, load_campaign, verify"
    program = f"{listed}; import json; print(json.dumps(sorted(set(sys.modules) - before)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in json.loads(done.stdout)}
    assert loaded - {"thoughtmill"} <= sys.stdlib_module_names
    assert [name for name in json.loads(done.stdout) if name.startswith("thoughtmill")] == ["thoughtmill"]


def test_every_name_is_there_and_says_what_it_is() -> None:
    assert [name for name in thoughtmill.__all__ if not inspect.getdoc(getattr(thoughtmill, name))] == []
    with pytest.raises(AttributeError, match="nonsense"):
        _ = thoughtmill.nonsense


def test_an_answer_is_verified() -> None:
    assert verify("It is 0.5.", r"\frac{1}{2}").outcome is Outcome.CORRECT
    assert verify("It is 0.6.", r"\frac{1}{2}").outcome is Outcome.WRONG
    assert verify("The answer is (C).", "C", "choice").outcome is Outcome.CORRECT


THOUGHT = "<think>Four and four make eight, as counting on from four shows.</think>"
LOOP = f"<think>{'Four and four make eight. ' * 400}</think>"
RESPONSES = {
    "right": (f"{THOUGHT}It is \\boxed{{8}}.", []),
    "wrong": (f"{THOUGHT}It is \\boxed{{9}}.", ["wrong_answer"]),
    "in circles and wrong": (f"{LOOP}It is \\boxed{{9}}.", ["repetition", "wrong_answer"]),
    "without thinking": ("It is 8.", ["no_think"]),
    "empty": ("", ["empty"]),
}


@pytest.mark.parametrize(("response", "reasons"), RESPONSES.values(), ids=RESPONSES)
def test_a_response_is_judged_as_the_factory_judges_it(response: str, reasons: list[str]) -> None:
    found = judge("What is 4 + 4?", response, verifier="math", reference="8")
    assert (found.kept, [one.reason for one in found.reasons]) == (not reasons, reasons)
    asked = {"question_id": "q", "prompt": "What is 4 + 4?", "language": "en", "verifier": "math", "reference": "8"}
    trace = {"question_id": "q", "round": 1, "index": 0, "text": response, "finish_reason": "stop"}
    verdicts = cascade.judge(one_row(asked, QUESTIONS), one_row(trace, TRACES), "r1", Policy())
    (verdict,) = verdicts.select(["reason", "detail"]).to_pylist()
    assert verdict == {name: getattr(found.reasons[0], name) if reasons else None for name in verdict}


def one_row(row: dict[str, Any], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([row], schema=schema)


def test_a_policy_and_the_way_a_teacher_writes_count() -> None:
    response = f"{THOUGHT}\n<answer>8</answer>"
    assert judge("What is 4 + 4?", response, template="think-answer").kept
    strict = Policy(min_think_chars=1000)
    short = judge("What is 4 + 4?", response, template="think-answer", policy=strict)
    assert [one.reason for one in short.reasons] == ["think_too_short"]
    cut = judge("What is 4 + 4?", response, template="think-answer", finish_reason="length")
    assert [one.reason for one in cut.reasons] == ["cut_off"]


def test_what_can_not_be_used_is_told_in_three_lines() -> None:
    for asked in (
        lambda: verify("4", "4", "arithmetic"),
        lambda: verify("4", "", "math"),
        lambda: judge("2 + 2?", "4", verifier="math"),
        lambda: judge("2 + 2?", "4", template="own"),
        lambda: load_campaign("/nowhere.toml"),
    ):
        with pytest.raises(ThoughtmillError, match=r"(?s)^expected .*\nfound .*\nto do "):
            asked()


def test_a_campaign_and_its_store_are_read(tmp_path: Path) -> None:
    prepared(tmp_path)
    campaign = load_campaign(str(write_toml(tmp_path)))
    assert Store.existing(campaign.store_url()).keys("questions")
