"""Properties that every filter has; the tables of filters and reasons are walked."""

import gzip
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.real_filters import main as real_filters
from tests.conftest import walk
from tests.filters.cases import CASES, Case
from thoughtmill.filters import FILTERS, Reason
from thoughtmill.ids import content_id

PAGE = Path("docs/filters.md")
HERE = Path(__file__).parent


@pytest.mark.parametrize("name", FILTERS)
def test_every_case_has_its_reason(name: str) -> None:
    def holds(case: Case) -> None:
        rejection = FILTERS[name].reject(case.subject())
        assert (rejection.reason if rejection else None) is case.reason, rejection
        assert rejection is None or rejection.detail

    walk(((case,) for case in CASES[name]), holds)


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_is_documented_and_names_its_reasons(name: str) -> None:
    assert FILTERS[name].name == name
    section = PAGE.read_text(encoding="utf-8").split(f"## {name}\n", 1)
    assert len(section) == 2, f"no section `## {name}` in {PAGE}"
    text = section[1].split("\n## ", 1)[0]
    assert not [reason for reason in FILTERS[name].reasons if f"`{reason}`" not in text]
    assert {case.reason for case in CASES[name]} == {None, *FILTERS[name].reasons}, "a case for each of its reasons"


def test_every_reason_belongs_to_a_filter() -> None:
    assert {reason for rule in FILTERS.values() for reason in rule.reasons} == set(Reason) - {Reason.CHECKER_BROKEN}


def test_the_cascade_is_cheap_first_and_asks_the_verifier_last() -> None:
    assert list(FILTERS)[:2] == ["cut_off", "form"]
    assert list(FILTERS)[-1] == "correctness"


@pytest.mark.parametrize("name", FILTERS)
def test_cases_change_only_together_with_the_version(name: str) -> None:
    recorded = json.loads((HERE / "recorded.json").read_text(encoding="utf-8"))[name]
    found = content_id([asdict(case) for case in CASES[name]])
    version = FILTERS[name].version
    assert recorded.get(version) == found, (
        f"the cases of {name!r} are not those recorded for version {version}: raise the filter's `version` and add "
        f'"<new version>": "{found}" to {HERE.name}/recorded.json'
    )


@given(think=st.text(min_size=1, max_size=300), answer=st.text(min_size=1, max_size=60))
def test_no_text_breaks_a_filter(think: str, answer: str) -> None:
    subject = Case(None, think=think, answer=answer).subject()
    if subject.parts is not None:
        for name in ("length", "language", "repetition", "refusal"):
            FILTERS[name].reject(subject)


def test_no_text_is_too_long_for_a_filter() -> None:
    texts = [
        "a" * 1_000_000,
        "ab " * 300_000,
        "$" * 300_001,
        "`" * 300_001,
        "1." * 300_000,
        r"\begin{" * 100_000,
        "我a" * 300_000,
    ]

    def ends(name: str, text: str) -> None:
        FILTERS[name].reject(Case(None, think=text, policy={"max_think_chars": 10_000_000}).subject())

    walk(((name, text) for name in ("length", "language", "repetition", "refusal") for text in texts), ends)


def test_what_the_filters_say_of_a_folder_of_ones_own_answers_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = ["The answer is 5.", "I'm sorry, but I can't help with that.", "Wait, let me look at it again. " * 40]
    lines = "".join(json.dumps({"response": text}) + "\n" for text in texts)
    (tmp_path / "chat.jsonl").write_text(lines)
    (tmp_path / "more.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "other.jsonl").write_text('{"answer": "5"}\n\n')
    real_filters([str(tmp_path), "--show", "2"])
    shown = capsys.readouterr().out
    for name in ("chat", "more"):
        assert f"{name}                           3  refusal 1, repetition 1\n" in shown
    assert "    refusal row 2: " in shown
    assert "0  no row has a text as its `response`" in shown
    for folder, found in ((tmp_path / "none", "no such folder"), (Path(__file__).parent, "no such file in it")):
        with pytest.raises(SystemExit, match=rf"expected  a folder of \*\.jsonl.*\n.*{found}\nto do"):
            real_filters([str(folder)])
