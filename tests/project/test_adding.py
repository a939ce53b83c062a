"""The examples in docs/adding.md are run as they stand, and do what the page says."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pytest

from tests.judging.test_cascade import question, trace
from tests.small_campaign import table
from thoughtmill.campaign import Policy, check
from thoughtmill.errors import CampaignError
from thoughtmill.filters import FILTERS, Reason
from thoughtmill.judging.cascade import judge
from thoughtmill.questions.prepare import prepare
from thoughtmill.questions.sources import GENERATORS, READERS
from thoughtmill.store.schemas import QUESTIONS, TRACES
from thoughtmill.store.store import Store
from thoughtmill.template import TEMPLATES, completion, map_response, strict_parts
from thoughtmill.verifiers import VERIFIERS, Outcome

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "adding.md").read_text(encoding="utf-8")
TABLES: tuple[dict[str, Any], ...] = (READERS, GENERATORS, TEMPLATES, FILTERS, VERIFIERS)


@pytest.fixture(autouse=True)
def added() -> Iterator[list[str]]:
    """The rows that the examples add to the tables, which are as before after each test."""
    before = [rows.copy() for rows in TABLES]
    for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(code, "adding.md", "exec"), ModuleType("adding").__dict__)  # our own page
    yield [name for rows, old in zip(TABLES, before, strict=True) for name in rows if name not in old]
    for rows, old in zip(TABLES, before, strict=True):
        rows.clear()
        rows.update(old)


def reasons(texts: list[str], template: str = "think-answer", **changes: Any) -> list[str | None]:
    asked = pa.Table.from_pylist([question(**changes)], schema=QUESTIONS)
    traces = pa.Table.from_pylist([trace(text, index=i) for i, text in enumerate(texts)], schema=TRACES)
    return judge(asked, traces, template, Policy())["reason"].to_pylist()


def test_every_table_gets_one_row(added: list[str]) -> None:
    assert added == [".txt", "sums", "last-line", "only_dots", "colour"]


def test_the_sources_become_questions(tmp_path: Path) -> None:
    (made,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "lines.txt").write_bytes(b"Write a line about rain.\nUn caf\xe9\nName a river in Europe.\n")
    lines = {"part": "general", "domain": "writing", "path": "lines.txt"}
    campaign = check(table(tmp_path, sources=[*tomllib.loads(made)["sources"], lines]), tmp_path)
    questions = prepare(Store.open(campaign.store_url()), campaign)
    counts = {name: questions.counts[name] for name in questions.counts if name.startswith(("questions.", "refused."))}
    assert counts == {"questions.reasoning.math": 40, "questions.general.writing": 2, "refused.unreadable": 1}


def test_the_template_may_be_named_and_maps_and_an_unknown_one_is_told_all_there_are(tmp_path: Path) -> None:
    found = table(tmp_path)
    found["teachers"]["thinker"]["template"] = "last-line"
    assert check(found, tmp_path).teacher_of("reasoning").template == "last-line"
    texts = ["Three and four make seven.\n7", "<think>So.</think>\n7", "7", "Three and four make eight.\n8"]
    assert reasons(texts, "last-line") == [None, "stray_tag", "empty_think", "wrong_answer"]
    mapped = map_response("last-line", texts[0])
    assert not isinstance(mapped, str)
    assert strict_parts(completion(mapped)) == mapped
    found["teachers"]["thinker"]["template"] = "first-line"
    with pytest.raises(CampaignError, match=r"one of think-answer, .*last-line") as told:
        check(found, tmp_path)
    assert "'first-line'" in str(told.value)


def test_the_filter_is_asked_by_the_cascade() -> None:
    texts = [f"<think>The sky is blue.</think><answer>{answer}</answer>" for answer in ("…", "A blue sky...")]
    assert reasons(texts, verifier=None, reference=None) == [Reason.EMPTY_ANSWER, None]


def test_the_verifier_checks_its_own_example_refuses_a_bad_reference_and_is_asked_by_the_cascade() -> None:
    made = VERIFIERS["colour"]
    assert made.faults_of(made.example.reference) is None
    assert made.check(made.example.right, made.example.reference).outcome is Outcome.CORRECT
    assert made.check(made.example.wrong, made.example.reference).outcome is Outcome.WRONG
    assert made.faults_of("reddish")
    texts = [f"<think>The sky is {word}.</think><answer>{word}</answer>" for word in ("blue", "red")]
    assert reasons(texts, verifier="colour", reference="#0000ff") == [None, "wrong_answer"]
