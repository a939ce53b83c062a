"""The cascade: every trace meets the filters in their order and stops at its first reason."""

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any

import pyarrow as pa

from thoughtmill import template as forms
from thoughtmill.campaign import Policy
from thoughtmill.errors import CheckerBroken
from thoughtmill.filters import FILTERS, correctness
from thoughtmill.filters.contract import Filter, Rejection, Subject
from thoughtmill.ids import content_id, text_hash
from thoughtmill.judging.trace_copies import SKETCH_VERSION, sketch
from thoughtmill.store.schemas import VERDICTS
from thoughtmill.template import ThinkAnswer, map_response
from thoughtmill.verifiers import LIMIT, VERIFIERS, Check

MAX_ANSWER_CHARS = 2_000
"""Of an answer that a verdict carries: verdicts stay thin."""

TOLERATED, TOLERATED_SHARE = 4, 0.005
"""Checks a shard may lose to the limits, and traces to a broken checker: 0.5 %, in a small shard four."""


class TraceBroke(CheckerBroken):
    """What judging one trace raised; `row` is its place in the piece."""

    def __init__(self, expected: str, found: str, todo: str, row: int = 0) -> None:
        super().__init__(expected, found, todo)
        self.row = row


def policy_id(policy: Policy, template: str, questions_id: str, checks: Mapping[str, Any] | None = None) -> str:
    """Hash of all that verdicts depend on beside the traces: policy, template, questions, versions of the checks.

    checks: the versions, today's by default.
    """
    used = versions() if checks is None else checks
    return content_id(
        {
            "policy": policy.judging(),
            "template": [template, used["template"]],
            "sketch": used["sketch"],
            "questions": questions_id,
            "verifiers": used["verifiers"],
            "filters": used["filters"],
        },
        12,
    )


def settings_id(policy: Policy, template: str, questions_id: str) -> str:
    """Hash of the same but for the versions: what a person has set."""
    return content_id({"policy": policy.judging(), "template": template, "questions": questions_id}, 12)


def versions() -> dict[str, Any]:
    """The versions of all checks, as JSON: what made a verdict."""
    return {
        "template": forms.VERSION,
        "sketch": SKETCH_VERSION,
        "verifiers": {name: verifier.version for name, verifier in VERIFIERS.items()},
        "filters": [[name, rule.version] for name, rule in FILTERS.items()],
    }


def judge(questions: pa.Table, traces: pa.Table, template: str, policy: Policy) -> pa.Table:
    """One verdict a trace (VERDICTS), in the order of the traces, made in this process.

    Raises CheckerBroken if a check failed by itself, or if too many of them exceeded their limits.
    """
    return within_limits(verdicts_on(questions, traces, template, policy))


def verdicts_on(
    questions: pa.Table, traces: pa.Table, template: str, policy: Policy, on_trace: Callable[[], None] | None = None
) -> pa.Table:
    """As `judge`, whatever exceeded its limits: for a piece of a shard. `on_trace` is called after every trace.

    Raises TraceBroke if a trace breaks its checker, another CheckerBroken if its question can't be judged at all.
    """
    asked = {row["question_id"]: row for row in questions.to_pylist()}
    rows: list[dict[str, Any]] = []
    for batch in traces.to_batches():
        for trace in batch.to_pylist():
            question = asked.get(trace["question_id"])
            if question is None:
                raise CheckerBroken(f"the question {trace['question_id']}", "only its trace", "run `thoughtmill check`")
            correctness.require(question["verifier"], question["reference"])
            try:
                rows.append(_verdict(question, trace, template, policy))
            except CheckerBroken as error:
                raise TraceBroke(*error.args, row=len(rows)) from error
            except Exception as error:
                what = f"{type(error).__name__}: {error}"
                raise TraceBroke("a trace to be judged", what, "report this trace", row=len(rows)) from error
            if on_trace:
                on_trace()
    return pa.Table.from_pylist(rows, schema=VERDICTS)


def tolerated(traces: int) -> int:
    """How many checks a shard of so many traces may lose without being an error."""
    return max(TOLERATED, int(TOLERATED_SHARE * traces))


def within_limits(verdicts: pa.Table) -> pa.Table:
    """The verdicts on a whole shard as they are. Raises CheckerBroken if too many checks exceeded their limits."""
    limited = sum(detail is not None and detail.startswith(LIMIT) for detail in verdicts["detail"].to_pylist())
    allowed = tolerated(verdicts.num_rows)
    if limited > allowed:
        raise CheckerBroken(
            f"at most {allowed} of {verdicts.num_rows} checks over their limits",
            f"{limited}",
            "is the machine overloaded? run the filter again; else look for the references that need long algebra",
        )
    return verdicts


def _verdict(question: dict[str, Any], trace: dict[str, Any], template: str, policy: Policy) -> dict[str, Any]:
    start = perf_counter()
    subject = subject_of(question, trace, template, policy)
    rejection, check = _first_reason(subject)
    answer = check.answer if check and check.answer is not None else (subject.parts.answer if subject.parts else None)
    whole = (trace["reasoning"] or "") + trace["text"]
    return {
        "question_id": trace["question_id"],
        "round": trace["round"],
        "index": trace["index"],
        "outcome": check.outcome.value if check else None,
        "reason": rejection.reason.value if rejection else None,
        "detail": writable(rejection.detail) if rejection else None,
        "answer": writable(answer[:MAX_ANSWER_CHARS]) if answer is not None else None,
        "text_hash": text_hash(whole),
        "sketch": sketch(whole) if rejection is None else None,
        "check_ms": round((perf_counter() - start) * 1000, 3),
    }


def writable(text: str) -> str:
    """Half a surrogate pair can't be written."""
    return text.encode("utf-8", "replace").decode()


def subject_of(question: dict[str, Any], trace: dict[str, Any], template: str, policy: Policy) -> Subject:
    """What the filters may look at: a row of QUESTIONS, a row of TRACES, the teacher's template and the policy."""
    mapped = map_response(template, trace["text"], trace["reasoning"])
    return Subject(
        prompt=question["prompt"],
        language=question["language"],
        template=template,
        text=trace["text"],
        reasoning=trace["reasoning"],
        finish_reason=trace["finish_reason"],
        parts=mapped if isinstance(mapped, ThinkAnswer) else None,
        policy=policy,
        verifier=question["verifier"],
        reference=question["reference"],
    )


def _first_reason(subject: Subject) -> tuple[Rejection | None, Check | None]:
    """The first reason, and the check if the cascade came that far."""
    check: Check | None = None
    for name, rule in FILTERS.items():
        rejection, found = asked(name, rule, subject)
        check = found or check
        if rejection is not None:
            return rejection, check
    return None, check


def asked(name: str, rule: Filter, subject: Subject) -> tuple[Rejection | None, Check | None]:
    """What one filter says, and its check if it is the one that asks a verifier. Raises CheckerBroken."""
    if name == correctness.Correctness.name:
        check = correctness.check(subject)
        return correctness.rejection(check), check
    try:
        return rule.reject(subject), None
    except Exception as error:
        raise CheckerBroken(
            f"an answer of the filter {name!r}", f"{type(error).__name__}: {error}", "report this trace: it is a bug"
        ) from error
