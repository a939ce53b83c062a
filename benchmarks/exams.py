"""The exams behind the figures of docs/measured.md: pairs and documents that their writers labelled without the checks.

Each was looked at once while nothing had been tuned on it; since then parts of it were open to whoever mended, so what
this prints today is no forecast. Only failures are counted, none is shown.

    python benchmarks/exams.py
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from thoughtmill.campaign import Policy  # noqa: E402  # the repository itself, found by the line above
from thoughtmill.filters import FILTERS, Reason  # noqa: E402  # as above
from thoughtmill.filters.contract import Subject  # noqa: E402  # as above
from thoughtmill.template import ThinkAnswer, completion  # noqa: E402  # as above
from thoughtmill.verifiers import VERIFIERS, Outcome  # noqa: E402  # as above

EXAMS = ROOT / "benchmarks" / "exams"
POLICY = Policy(languages=("en", "zh", "fr", "de", "es", "ru", "ja", "ko", "pt", "it"))
"""What is asked is whether a document mixes languages, not whether a campaign wants them."""


def rows(exam: Path) -> Iterator[dict[str, Any]]:
    """The rows of one exam."""
    with gzip.open(exam, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def subject(question: str, think: str, answer: str) -> Subject:
    """A trace in form, for a filter."""
    parts = ThinkAnswer(think, answer)
    return Subject(
        prompt=question,
        language="en",
        template="think-answer",
        text=completion(parts),
        reasoning=None,
        finish_reason="stop",
        parts=parts,
        policy=POLICY,
        verifier=None,
        reference=None,
    )


def math(row: dict[str, Any]) -> tuple[bool, bool]:
    """Whether a pair should be accepted, and whether it is."""
    return row["right"], VERIFIERS["math"].check(row["answer"], row["reference"]).outcome is Outcome.CORRECT


def language(row: dict[str, Any]) -> tuple[bool, bool]:
    """Whether a document should pass, and whether it does."""
    found = FILTERS["language"].reject(subject(row["question"], row["think"], row["answer"]))
    return not row["mixed"], found is None or found.reason is not Reason.LANGUAGE_MIXED


def repetition(row: dict[str, Any]) -> tuple[bool, bool]:
    """Whether a text should pass, and whether it does."""
    return not row["loop"], FILTERS["repetition"].reject(subject("Q", row["text"], "1")) is None


CHECKS: dict[str, Callable[[dict[str, Any]], tuple[bool, bool]]] = {
    "math": math,
    "language": language,
    "repetition": repetition,
}


def main() -> None:
    """One line an exam: rows, accuracy, what passed wrongly, what was refused wrongly."""
    print("exam                    rows  accuracy  wrongly passed  wrongly refused")
    for exam in sorted(EXAMS.glob("*.jsonl.gz")):
        counts: dict[str, Counter[tuple[bool, bool]]] = {}
        for row in rows(exam):
            counts.setdefault(row.get("sort", ""), Counter())[CHECKS[exam.name.split("-")[0]](row)] += 1
        for sort, seen in counts.items():
            name = f"{exam.name.removesuffix('.jsonl.gz')} {sort}"
            passed, refused = seen[False, True], seen[True, False]
            right = 1 - (passed + refused) / seen.total()
            print(f"{name:<22}{seen.total():>6}{right:>10.2%}{passed:>16}{refused:>17}")


if __name__ == "__main__":
    main()
