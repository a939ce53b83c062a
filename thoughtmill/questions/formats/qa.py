"""A question and its answer, under any of the names that sets give them; a letter beside the options' text."""

from typing import Any, cast

from thoughtmill.questions.formats.answers import answered, loaded, marked
from thoughtmill.questions.formats.chat import messages, one_asked, without_form
from thoughtmill.questions.formats.columns import ANSWER, QUESTION, SOLUTION, about, cell, found, is_empty, picture
from thoughtmill.questions.formats.contract import Format, Reading, Values, refused
from thoughtmill.questions.refusals import RefusedFor

CODE = (
    "test",
    "tests",
    "test_list",
    "unit_tests",
    "test_cases",
    "input_output",
    "entry_point",
    "public_test_cases",
    "assertion",
)
"""Columns that say that a program is asked for."""
LONG = 400
"""Characters from which an answer is prose, and has to mark what is compared."""


def is_code(values: Values) -> bool:
    """Whether a row asks for a program."""
    return found(values, CODE) is not None


def _claims(values: Values) -> bool:
    answer = found(values, ANSWER)
    solution = cell(values, SOLUTION)
    answers = answer is not None or (isinstance(solution, str) and marked(solution) is not None)
    return answers and found(values, QUESTION) is not None and not is_code(values)


def _verdict(scores: Any) -> str | None:
    """The yes or no that scores 1, where the answer beside it is that with its reason ({"Yes": 1, "No": 0})."""
    if not isinstance(scores, dict):
        return None
    table = {str(option): score for option, score in cast("dict[Any, Any]", scores).items()}
    right = [option for option, score in table.items() if score == 1]
    verdicts = {option.casefold() for option in table} in ({"yes", "no"}, {"true", "false"})
    return right[0] if verdicts and len(right) == 1 else None


def _read(values: Values) -> Reading:
    if shown := picture(values):
        return refused(RefusedFor.NO_TEXT, shown)
    column = found(values, QUESTION)
    prompt = values[column] if column else None
    if said := messages(prompt):
        reading = one_asked(said)
        if reading.fault:
            return reading
        prompt = reading.prompt
    if isinstance(prompt, str):
        prompt = without_form(about(values, prompt))
    choice = values.get("choice_answer")
    if isinstance(choice, str) and not is_empty(choice):
        return answered(prompt, choice)
    if verdict := _verdict(values.get("target_scores")):
        return answered(prompt, verdict)
    name = found(values, ANSWER)
    if name is None:
        return answered(prompt, cell(values, SOLUTION), rationale=True)
    answer = loaded(values[name])
    if isinstance(answer, str) and len(answer) > LONG and marked(answer):
        return answered(prompt, answer, rationale=True)
    plural = name.lower().endswith("answers")
    return answered(prompt, answer, "alternatives" if plural else None)


QA = Format("qa", _claims, _read, "math", general=True)
