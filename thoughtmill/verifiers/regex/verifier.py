"""Answers that match a regular expression: the whole answer, or the answer without its dress."""

from pathlib import Path

from thoughtmill.verifiers.contract import LIMIT, Check, Example, Outcome, no_answer
from thoughtmill.verifiers.dress import candidates, said
from thoughtmill.verifiers.isolated_worker import IsolatedWorker, LimitExceeded
from thoughtmill.verifiers.options import USUAL, Options

TRIES, MEMORY_MB, MAX_ANSWER, MAX_PATTERN = (0.3, 0.55), 300, 100_000, 5_000
"""Seconds of CPU, megabytes, characters."""
PATTERNS = IsolatedWorker(Path(__file__).with_name("worker.py"), TRIES, MEMORY_MB)
"""What matches, started when it is first asked."""


class Regex:
    """The whole answer matches the pattern."""

    name = "regex"
    version = "3"
    example = Example(reference=r"[A-Z]{2}-\d{4}", right="The answer is `AB-1234`.", wrong="AB-12345")

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:  # noqa: ARG002  # see Verifier
        """Match the answer as it stands, then without its dress; see Verifier."""
        text = said(answer)
        if not text or len(text) > MAX_ANSWER:
            return no_answer(f"{len(text):,} characters")
        if len(reference) > MAX_PATTERN:
            return Check(Outcome.UNDECIDED, f"the reference can't be used: {len(reference):,} characters")
        asked = list(dict.fromkeys([text, *candidates(text)]))
        try:
            reply = PATTERNS.ask({"pattern": reference, "answers": asked})
        except LimitExceeded as limit:
            return Check(Outcome.UNDECIDED, f"{LIMIT}: {limit}", text[:2_000])
        if reply["fault"]:
            return Check(Outcome.UNDECIDED, f"the reference can't be used: {reply['fault']}")
        matched = dict(zip(asked, reply["matched"], strict=True))
        if whole := next((one for one in asked if all(matched[one])), None):
            return Check(Outcome.CORRECT, None, whole[:2_000])
        if any(map(any, matched.values())):
            return Check(Outcome.UNDECIDED, r"do \w, \d and \s mean ASCII alone?", asked[-1][:2_000])
        return Check(Outcome.WRONG, "the pattern does not match all of it", asked[-1][:2_000])

    def faults_of(self, reference: str) -> str | None:
        """Why this pattern can't be used: it can't be compiled, runs away at once, or matches an empty answer."""
        if not reference.strip() or len(reference) > MAX_PATTERN:
            return f"{len(reference):,} characters are no pattern"
        try:
            reply = PATTERNS.ask({"pattern": reference, "answers": None})
        except LimitExceeded as limit:
            return f"to match a short text exceeds the limits: {limit}"
        return reply["fault"] or ("it matches an empty answer" if reply["empty"] else None)
