"""The example in docs/adding-a-verifier.md is run as it stands."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pytest

from tests.judging.test_cascade import question, trace
from thoughtmill.campaign import Policy
from thoughtmill.judging.cascade import judge
from thoughtmill.store.schemas import QUESTIONS, TRACES
from thoughtmill.verifiers import VERIFIERS, Outcome

PAGE = Path(__file__).resolve().parents[2] / "docs" / "adding-a-verifier.md"


@pytest.fixture
def colour() -> Iterator[None]:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, PAGE.name, "exec"), ModuleType("colour").__dict__)  # our own page
    yield
    del VERIFIERS["colour"]


@pytest.mark.usefixtures("colour")
def test_the_example_checks_its_own_example_and_refuses_a_bad_reference() -> None:
    made = VERIFIERS["colour"]
    assert made.faults_of(made.example.reference) is None
    assert made.check(made.example.right, made.example.reference).outcome is Outcome.CORRECT
    assert made.check(made.example.wrong, made.example.reference).outcome is Outcome.WRONG
    assert made.faults_of("reddish")


@pytest.mark.usefixtures("colour")
def test_the_cascade_uses_it() -> None:
    asked = pa.Table.from_pylist([question(verifier="colour", reference="#0000ff")], schema=QUESTIONS)
    texts = [f"<think>The sky is {word}.</think><answer>{word}</answer>" for word in ("blue", "red")]
    traces = pa.Table.from_pylist([trace(text, index=i) for i, text in enumerate(texts)], schema=TRACES)
    assert judge(asked, traces, "think-answer", Policy())["reason"].to_pylist() == [None, "wrong_answer"]
