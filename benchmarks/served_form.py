"""Whether a student answers in form where nobody gives it options: transformers' `pipeline()` on held-out questions.

Everything but the question is what the student's folder says: chat template, end token, sampling, longest answer. The
baseline is the same model with greedy decoding. Printed: how many answers are `<think>…</think><answer>…</answer>` and
nothing else, and how many of these are right.

    python benchmarks/served_form.py .thoughtmill/store --questions 100
"""

import argparse
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from thoughtmill.cli.named import newest  # noqa: E402  # the repository itself, found above
from thoughtmill.questions.held_out import HeldOut, held_out_of  # noqa: E402  # as above
from thoughtmill.store.store import Store  # noqa: E402  # as above
from thoughtmill.student.train import student_weights  # noqa: E402  # as above
from thoughtmill.template import ThinkAnswer, strict_parts  # noqa: E402  # as above
from thoughtmill.verifiers import VERIFIERS, Outcome  # noqa: E402  # as above


def spread(questions: list[HeldOut], number: int) -> list[HeldOut]:
    """So many of all, as evenly over them as they lie."""
    return [questions[place * len(questions) // number] for place in range(min(number, len(questions)))]


GREEDY = {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}


def counted(questions: list[HeldOut], answers: list[str]) -> tuple[int, int]:
    """How many answers are in form, and how many of them are right."""
    in_form = right = 0
    for question, text in zip(questions, answers, strict=True):
        parts = strict_parts(text)
        if isinstance(parts, ThinkAnswer):
            in_form += 1
            verifier = VERIFIERS[question.verifier]
            right += verifier.check(parts.answer, question.reference, question.prompt).outcome is Outcome.CORRECT
    return in_form, right


def main() -> None:
    """Ask the newest student of a store."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("store")
    parser.add_argument("--questions", type=int, default=100)
    given = parser.parse_args()
    from transformers import pipeline

    store = Store.existing(given.store)
    student = newest(store, "students")
    questions = spread(held_out_of(store), given.questions)
    asked = [[{"role": "user", "content": question.prompt}] for question in questions]
    speak: Any = pipeline("text-generation", model=str(student_weights(store, student.key)))
    for name, options in (("without options", {}), ("greedy", GREEDY)):
        told = speak(asked, **options)
        answers = [str(one[0]["generated_text"][-1]["content"]) for one in told]
        in_form, right = counted(questions, answers)
        print(f"{name}: {in_form} of {len(questions)} in form, {right} of these right", flush=True)
        for text in [text for text in answers if not isinstance(strict_parts(text), ThinkAnswer)][:3]:
            print(f"  not in form: {text[:200]!r}")


if __name__ == "__main__":
    main()
