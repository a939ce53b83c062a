"""Options of held-out questions say how base and student are judged; without them nothing is called otherwise."""

from pathlib import Path
from typing import Any

import pytest

from tests.small_campaign import prepared, table, write_jsonl
from thoughtmill.campaign import check
from thoughtmill.errors import CampaignError
from thoughtmill.evaluation.examine import lenient_answer
from thoughtmill.questions.dedup import Known
from thoughtmill.questions.dry_run import held_out_exam
from thoughtmill.questions.fingerprint import fingerprint
from thoughtmill.questions.held_out import read_held_out, require_held_out
from thoughtmill.verifiers import VERIFIERS, Outcome


def with_exam(folder: Path, **more: Any) -> dict[str, Any]:
    found = table(folder)
    rows = [{"prompt": "How fast does a stone fall that fell for 2 seconds on the earth?", "reference": "19.62"}]
    write_jsonl(folder / "exam.jsonl", rows)
    found["evaluation"] = {"sources": [{"name": "exam", "path": "exam.jsonl", "verifier": "math", **more}]}
    return found


def outcomes(found: Any, *answers: str) -> list[bool]:
    (asked,) = read_held_out(found)
    assert lenient_answer("<answer>20</answer>", asked) == "20"
    check_of = VERIFIERS[asked.verifier].check
    return [check_of(answer, asked.reference, asked.prompt).outcome is Outcome.CORRECT for answer in answers]


def test_a_tolerance_and_a_unit_of_an_exam_hold_for_its_answers(tmp_path: Path) -> None:
    plain = check(with_exam(tmp_path), tmp_path)
    kind = check(with_exam(tmp_path, options={"relative": 0.03, "unit": "m/s"}), tmp_path)
    assert outcomes(plain, "19.62", "20", "20 m/s", "22") == [True, False, False, False]
    assert outcomes(kind, "19.62", "20", "20 m/s", "22") == [True, True, True, False]
    assert "options" not in str(plain.model_dump()["evaluation"])
    assert plain.campaign_id() == check(with_exam(tmp_path, options={}), tmp_path).campaign_id() != kind.campaign_id()


def test_a_question_that_is_like_one_with_options_still_leaks_it(tmp_path: Path) -> None:
    exam = held_out_exam(check(with_exam(tmp_path, options={"relative": 0.03}), tmp_path))
    prompt = "How fast does a stone fall that fell for 2 seconds on this earth?"
    for reference, leaks in (("19.62", True), ('{"answer": "19.620", "options": {"digits": 3}}', True), ("7", False)):
        found = exam.find(Known("a" * 16, "s", prompt, "math", reference), fingerprint(prompt))
        assert (found is not None) == leaks


def test_all_rows_of_exams_that_cannot_be_asked_are_told_at_once(tmp_path: Path) -> None:
    found = with_exam(tmp_path, verifier="choice")
    good = {"prompt": "How much is 2 + 2? A: 4, B: 5", "reference": "A"}
    bad = [{"prompt": f"Which is the word no. {n}?", "reference": "the first"} for n in range(21)]
    write_jsonl(tmp_path / "exam.jsonl", [good, {"prompt": " ", "reference": "A"}, {**good, "reference": None}, *bad])
    with pytest.raises(CampaignError) as told:
        list(read_held_out(check(found, tmp_path)))
    lines = told.value.args[1].splitlines()
    assert [line.strip().partition(": ")[0] for line in lines[:-1]] == [f"exam, row {n}" for n in range(2, 22)]
    assert lines[-1].strip() == "and 3 more rows"


@pytest.mark.parametrize("options", [{"nearly": True}, {"relative": "a lot"}])
def test_options_that_nobody_could_follow_are_told_before_a_row_is_read(tmp_path: Path, options: Any) -> None:
    with pytest.raises(CampaignError, match=r"evaluation\.sources\.exam\.options"):
        list(read_held_out(check(with_exam(tmp_path, options=options), tmp_path)))
    found = with_exam(tmp_path, options={"digits": 3})
    found["evaluation"]["sources"][0]["verifier"] = "text"
    with pytest.raises(CampaignError, match="of a verifier that has some"):
        list(read_held_out(check(found, tmp_path)))


def test_a_store_without_held_out_questions_is_never_compared(tmp_path: Path) -> None:
    examined, _, _ = prepared(_made(tmp_path / "with"))
    require_held_out(examined)
    without, _, _ = prepared(_made(tmp_path / "without"), evaluation=None)
    with pytest.raises(CampaignError, match="held-out questions in the store"):
        require_held_out(without)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
