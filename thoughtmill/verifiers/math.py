"""Answers in mathematics: undress, find the final answer, decide exactly what can be, ask algebra for the rest.

The conventions are in docs/verifiers.md; the tests hold them.
"""

from thoughtmill.verifiers import choice, symbolic
from thoughtmill.verifiers.compare import compare
from thoughtmill.verifiers.contract import Check, Example, Outcome, best
from thoughtmill.verifiers.dress import undress
from thoughtmill.verifiers.final import final_answer
from thoughtmill.verifiers.references import acceptable
from thoughtmill.verifiers.shapes import Words, shape

MAX_ANSWER = 20_000
"""Characters of a final answer; only a huge number is longer, and that is compared as text."""


class Math:
    """Equal as mathematics, by an exact rule or a proof."""

    name = "math"
    version = "1"
    example = Example(reference=r"\frac{1}{2}", right=r"The answer is $0.5$.", wrong="2")

    def check(self, answer: str, reference: str) -> Check:
        """Compare the final answer in `answer` with the reference; see Verifier."""
        final = final_answer(answer)
        if final.answer is None:
            return Check(Outcome.WRONG, final.why)
        checks = [_check(final.answer, wanted) for wanted in acceptable(reference)]
        found = best(checks)
        return Check(found.outcome, found.why, final.answer[:2_000])

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used; see Verifier."""
        try:
            wanted = acceptable(reference)
        except ValueError as error:
            return str(error)
        for one in wanted:
            if len(one) > MAX_ANSWER:
                return f"{len(one):,} characters are no answer"
            check = self.check(one, one)
            if check.outcome is not Outcome.CORRECT:
                return f"{one[:80]!r} does not pass its own check: {check.why}"
        return None


def _check(answer: str, wanted: str) -> Check:
    if (letters := choice.option(wanted)) and (found := choice.option(answer)):
        return Check(Outcome.CORRECT) if found == letters else Check(Outcome.WRONG, "another option")
    left, right = undress(answer), undress(wanted)
    if left.replace(" ", "") == right.replace(" ", "") and left:
        return Check(Outcome.CORRECT)
    if max(len(left), len(right)) > MAX_ANSWER or _long_digits(left, right):
        return Check(Outcome.WRONG, "another text, too long to be read as mathematics")
    of_answer, of_wanted = shape(left), shape(right)
    unread = isinstance(of_answer, Words) and isinstance(of_wanted, Words) and left.lower() != right.lower()
    if unread and not symbolic.not_for_algebra(left) and not symbolic.not_for_algebra(right):
        return symbolic.equal(left, right)  # no shape of ours, but it may be notation that algebra knows
    return compare(of_answer, of_wanted, symbolic.equal)


def _long_digits(left: str, right: str) -> bool:
    return max(len(left), len(right)) > 1_000 and left.isdigit() and right.isdigit()
