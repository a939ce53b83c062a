"""Before and after by the same code: ask a model held-out questions, check with the same verifiers, count, compare.

Three ways of asking: the base bare, the base told the form in one fixed instruction, the student bare. Strict: in form
and right. Lenient: right whatever the form, found as `lenient_answer` says. Strict is 0 for a base by construction.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

import pyarrow as pa

from thoughtmill.campaign import Campaign, Evaluation
from thoughtmill.engine.client import Ask, Completion, Engine, Refused, Revive, Sampling, ask_all
from thoughtmill.evaluation.not_shown import ALL_ALIKE, not_shown
from thoughtmill.evaluation.statistics import paired_difference, verdict, wilson
from thoughtmill.ids import content_id
from thoughtmill.questions.held_out import HeldOut, added_exams
from thoughtmill.store.schemas import ANSWERS
from thoughtmill.store.store import Commit, Store
from thoughtmill.template import CONTROL, ThinkAnswer, chatml, strict_parts
from thoughtmill.verifiers import VERIFIERS, Outcome
from thoughtmill.verifiers.math.extract.marks import boxes
from thoughtmill.verifiers.references import acceptable

VERSION = "1"
Asked = Literal["base-bare", "base-told", "student-bare"]
"""The ways of asking, before and after."""
BEFORE: tuple[Asked, ...] = ("base-bare", "base-told")
AFTER: Asked = "student-bare"
_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)*(?:/\d+)?")
_SENTENCE = re.compile(r"[^.!?。！？\n]*\w[^.!?。！？\n]*")
_TAG = re.compile(r"</?(?:think|answer)>")


async def examine(
    engine: Engine,
    questions: list[HeldOut],
    asked: Asked,
    evaluation: Evaluation,
    progress: Callable[[int], None] | None = None,
    revive: Revive | None = None,
    first: str = "",
) -> pa.Table:
    """Ask one model every question in one way. Returns ANSWERS in the order of the questions.

    first: the token that the student's template writes before every text; engines add none.
    `progress` is told how many answers are there. Raises EngineError, EngineUnavailable, CheckerBroken.
    """
    told = [("system", evaluation.instruction)] if asked == "base-told" else []

    def asks() -> Iterator[Ask]:
        for number, question in enumerate(questions):
            yield Ask(question.question_id, 1, number, prompt=first + chatml([*told, ("user", question.prompt)]))

    sampling = Sampling(evaluation.temperature, 1.0, evaluation.max_tokens)
    rows: dict[int, dict[str, Any]] = {}
    async for reply in ask_all(engine, asks(), sampling, evaluation.concurrency, revive=revive):
        rows[reply.ask.index] = _row(questions[reply.ask.index], asked, reply)
        if progress is not None and (len(rows) % 50 == 0 or len(rows) == len(questions)):
            progress(len(rows))
    return pa.Table.from_pylist([rows[number] for number in sorted(rows)], schema=ANSWERS)


def _row(question: HeldOut, asked: Asked, reply: Completion | Refused) -> dict[str, Any]:
    text, finish = (reply.text, reply.finish_reason) if isinstance(reply, Completion) else ("", reply.reason)
    parts = strict_parts(text)
    in_form = isinstance(parts, ThinkAnswer) and not CONTROL.search(text)
    answer = parts.answer if isinstance(parts, ThinkAnswer) and in_form else lenient_answer(text, question)
    right = (
        answer is not None and VERIFIERS[question.verifier].check(answer, question.reference, question.prompt).outcome
    )
    return {
        "question_id": question.question_id,
        "asked": asked,
        "source": question.source,
        "prompt": question.prompt,
        "reference": question.reference,
        "text": text,
        "finish_reason": finish,
        "in_form": in_form,
        "strict": in_form and right is Outcome.CORRECT,
        "lenient": right is Outcome.CORRECT,
    }


def lenient_answer(text: str, question: HeldOut) -> str | None:
    """What a text that is not in form is taken to answer; None if nothing.

    What is boxed, if anything is. Else, for `math`, the last number. For the other verifiers a piece of the last
    sentence: the reference, if it stands there in whole words, else the whole sentence. That is generous to a model
    that was not told the form: naming all choices in its last sentence counts as right.
    """
    text = _TAG.sub("\n", text)
    if boxes(text):
        return text
    if question.verifier == "math":
        numbers = _NUMBER.findall(text)
        return numbers[-1] if numbers else None
    sentences = _SENTENCE.findall(text)
    if not sentences:
        return None
    if question.verifier == "choice":  # a letter is also a word of the language: the verifier reads the sentence
        return sentences[-1].strip()
    for reference in acceptable(question.reference):
        if re.search(rf"(?<!\w){re.escape(reference)}(?!\w)", sentences[-1], re.IGNORECASE):
            return reference
    return sentences[-1].strip()


def comparison_key(student: str, campaign: Campaign, added: Sequence[str] = ()) -> str:
    """The key of a student's comparison with its base, as this campaign examines them.

    added: `added_exams` of the store: with other held-out questions it is another comparison.
    """
    examined = campaign.examined().model_dump(mode="json", exclude={"concurrency", "serve"})
    asked: dict[str, Any] = {"version": VERSION, "evaluation": examined, "not_shown": ALL_ALIKE}
    return f"{student}.{content_id(asked | ({'added': list(added)} if added else {}), 12)}"


def commit_comparison(store: Store, campaign: Campaign, student: str, answers: pa.Table) -> Commit:
    """Count, compare and commit the answers of all three ways of asking."""
    facts, told = compare(answers), {"student": student, "not_shown": not_shown(campaign)}
    counts = {"questions": facts["all"]["n"], "answers": answers.num_rows}
    with store.begin("comparisons", comparison_key(student, campaign, added_exams(store))) as attempt:
        attempt.write_table("answers.parquet", answers)
        return attempt.commit(counts=counts, parents=(f"students/{student}",), facts=facts | told)


def compare(answers: pa.Table) -> dict[str, Any]:
    """Plain JSON: for every family and for all, shares with intervals for each way of asking, and paired differences.

    `families.<name>` and `all`: `n`; for each way `in_form`, `strict`, `lenient` (count, share, interval); `difference`
    of lenient answers against each way of asking the base (difference, interval, verdict, gained, lost).
    """
    rows = answers.to_pylist()
    families = list(dict.fromkeys(row["source"] for row in rows))
    return {
        "families": {name: _counted([row for row in rows if row["source"] == name]) for name in families},
        "all": _counted(rows),
        "examples": _examples(rows),
    }


def _by_question(rows: list[dict[str, Any]]) -> list[dict[str, dict[str, Any]]]:
    """Each question's answers by the way of asking, the questions in their order; only those asked in every way."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(f"{row['source']} {row['question_id']}", {})[row["asked"]] = row
    return [ways for ways in found.values() if {*BEFORE, AFTER} <= ways.keys()]


def _counted(rows: list[dict[str, Any]]) -> dict[str, Any]:
    pairs = _by_question(rows)
    n = len(pairs)
    found: dict[str, Any] = {"n": n, "difference": {}}
    for way in (*BEFORE, AFTER):
        counts = {measure: sum(pair[way][measure] for pair in pairs) for measure in ("in_form", "strict", "lenient")}
        found[way] = {
            measure: {"count": count, "share": count / n if n else 0.0, "interval": list(wilson(count, n))}
            for measure, count in counts.items()
        }
    for way in BEFORE:
        gained = sum(pair[AFTER]["lenient"] and not pair[way]["lenient"] for pair in pairs)
        lost = sum(pair[way]["lenient"] and not pair[AFTER]["lenient"] for pair in pairs)
        difference, interval = paired_difference(gained, lost, n)
        found["difference"][way] = {
            "difference": difference,
            "interval": list(interval),
            "verdict": verdict(interval),
            "gained": gained,
            "lost": lost,
        }
    return found


def _examples(rows: list[dict[str, Any]]) -> dict[str, dict[str, str] | None]:
    """By rule, None where there is none.

    `better`: the first that the base got wrong even leniently and the student right strictly. `worse`: the first that
    the base got right leniently and the student wrong even leniently.
    """
    pairs = _by_question(rows)
    better = (p for p in pairs if not p["base-bare"]["lenient"] and p[AFTER]["strict"])
    worse = (p for p in pairs if p["base-bare"]["lenient"] and not p[AFTER]["lenient"])
    return {"better": _shown(next(better, None)), "worse": _shown(next(worse, None))}


def _shown(pair: dict[str, dict[str, Any]] | None) -> dict[str, str] | None:
    if pair is None:
        return None
    first = pair[AFTER]
    told = {name: first[name] for name in ("source", "prompt", "reference")}
    return told | {way: pair[way]["text"] for way in (*BEFORE, AFTER)}
