"""Under which names sets keep a question, its answer and what it is about."""

import re
from collections.abc import Sequence
from typing import Any

from thoughtmill.questions.formats.contract import Values

QUESTION = (
    "question", "problem", "prompt", "query", "quiz", "puzzle", "instruction", "input", "question_stem", "stem",
    "question_text", "question_content", "problem_statement", "informal_statement", "content", "text", "body",
    "sentence", "goal", "ctx", "task", "user", "q", "problem_text", "q_text", "squestion",
)  # fmt: skip
ANSWER = (
    "expected_answer", "final_answer", "ground_truth_answer", "reference_answer", "golden_answer", "gold_answer",
    "correct_answer", "short_answer", "golden", "gold", "answer", "target", "gt", "gt_answer", "ground_truth",
    "groundtruth", "answers", "reference", "answer_text", "numeric_answer", "golden_answers",
    "possible_answers", "a", "ideal", "lsolutions",
)  # fmt: skip
SOLUTION = (
    "solution",
    "ground_truth_solution",
    "rationale",
    "explanation",
    "solutions",
    "reference_solution",
    "gt_cot",
)
KEY = (
    "answerkey", "answer_key", "correct_option", "correct_choice", "choice_answer", "correct", "label", "answer_letter",
    "cop", "expected_answer", "gold", "golden", "target", "answer", "ground_truth", "correct_answer", "answer_index",
    "answer_idx", "gt", "label_index", "correct_label", "correct_index", "q_ans",
)  # fmt: skip
ABOUT = ("passage", "context", "article", "support", "paragraph", "background", "story", "premise", "fact1", "table")
PICTURE = ("picture", "image", "images", "image_1", "figure", "file_name", "decoded_image")
"""Columns that show what no text says."""
_SHOWN = re.compile(
    r"<image[ _]?\d*>|!\[[^\]]*\]\(|/\S+\.(?:jpe?g|png|gif|svg|webp)(?![a-z])", re.IGNORECASE
)  # in a prompt


def found(values: Values, names: Sequence[str]) -> str | None:
    """The column that has the first of these names and is not empty, however it is spelt."""
    spelt = {str(column).lower().replace(" ", "_"): column for column in values}
    return next((spelt[name] for name in names if name in spelt and not is_empty(values[spelt[name]])), None)


def cell(values: Values, names: Sequence[str]) -> Any:
    """What stands there, None if there is no such column."""
    column = found(values, names)
    return None if column is None else values[column]


def is_empty(value: Any) -> bool:
    """Whether a cell has nothing: null, NaN, blank, an empty list."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], {}) or value != value  # noqa: PLR0124  # only NaN differs from itself


def about(values: Values, prompt: str) -> str:
    """A question below the text that it is about, where the row has one that it does not hold itself."""
    told = cell(values, ABOUT)
    if isinstance(told, list):
        told = "\n".join(str(line) for line in told) if all(isinstance(line, str) for line in told) else None
    return f"{told.strip()}\n\n{prompt.strip()}" if isinstance(told, str) and told.strip() not in prompt else prompt


def picture(values: Values) -> str | None:
    """The column with a picture or file that the question needs, if there is one."""
    column = found(values, PICTURE)
    return None if column is None or str(values[column]).lower() in ("none", "no", "false") else column


def shows(prompt: str) -> str | None:
    """The picture that a prompt refers to, by its name or place; None if it is all text."""
    found = _SHOWN.search(prompt)
    return found[0] if found else None
