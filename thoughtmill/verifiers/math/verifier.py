"""Answers in mathematics: normalize, find the final answer, decide exactly what can be, ask algebra for the rest.

The conventions are in docs/verifiers.md; the tests hold them.
"""

import re
from functools import lru_cache

from thoughtmill.verifiers import choice
from thoughtmill.verifiers.contract import LIMIT, Check, Example, Outcome, best
from thoughtmill.verifiers.math.clocks import HALF_OF_DAY
from thoughtmill.verifiers.math.compare import compare
from thoughtmill.verifiers.math.extract.clauses import without_labels
from thoughtmill.verifiers.math.extract.final import Final, final_answer
from thoughtmill.verifiers.math.extract.labelled import by_letters
from thoughtmill.verifiers.math.extract.statements import restated, stated
from thoughtmill.verifiers.math.extract.worded import says_yes_or_no
from thoughtmill.verifiers.math.parse.kinds import Bundle, Shape, Words
from thoughtmill.verifiers.math.parse.normalize import normalize, squeezed
from thoughtmill.verifiers.math.parse.shapes import shape
from thoughtmill.verifiers.math.symbolic import symbolic
from thoughtmill.verifiers.references import acceptable

MAX_ANSWER, MAX_DIGITS = 2_000, 20_000
"""Characters of a final answer; only a huge number is longer, and that is compared as text."""
_DECIMAL = re.compile(r"[^\d.]{0,20}\d[\d,]*\.\d+[^\d.]{0,30}(?:\^?\{?[23]\}?)?\s*\}?")
"""A reference that may be a rounded value itself."""


class Math:
    """Equal as mathematics, by an exact rule or a proof."""

    name = "math"
    version = "5"
    example = Example(reference=r"\frac{1}{2}", right=r"The answer is $0.5$.", wrong="2")

    def check(self, answer: str, reference: str) -> Check:
        """Compare the final answer in `answer` with the reference; see Verifier."""
        final = final_answer(answer)
        if (key := choice.option(reference)) and (final.answer is None or choice.option(final.answer) is None):
            letters, _ = choice.chosen(answer)
            if letters:
                right = letters == key
                return Check(Outcome.CORRECT if right else Outcome.WRONG, None if right else "another option", letters)
        wanted = acceptable(reference)
        if final.rounded and any(
            _DECIMAL.fullmatch(one) and _check(final.rounded, one).outcome is Outcome.CORRECT for one in wanted
        ):
            return Check(Outcome.CORRECT, None, final.rounded[:2_000])
        found = _against(final.answer, wanted) if final.answer is not None else Check(Outcome.WRONG, final.why)
        return _again(answer, final, found, wanted, plain=not key)

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used; see Verifier."""
        try:
            wanted = acceptable(reference)
        except ValueError as error:
            return str(error)
        for one in wanted:
            if len(one) > (MAX_DIGITS if one.isdigit() else MAX_ANSWER):
                return f"{len(one):,} characters are no answer"
            check = self.check(one, one)
            if check.outcome is not Outcome.CORRECT:
                return f"{one[:80]!r} does not pass its own check: {check.why}"
        return None


def _again(answer: str, final: Final, found: Check, wanted: list[str], *, plain: bool) -> Check:
    """The verdict after a second look at prose: what its last clause states, and what is said again in other words."""
    if found.why and found.why.startswith(LIMIT):
        return found
    right = found.outcome is Outcome.CORRECT
    if not right and final.answer and (said := by_letters(answer)):
        again = _against(said, [one for one in wanted if _names_several(one)] or [""])
        found = again if again.outcome is Outcome.CORRECT else found
    prose = final.prose or (answer[-1_500:] if final.answer is None and any(map(says_yes_or_no, wanted)) else None)
    if prose and (not right or (plain and prose != final.answer)):
        for said in {stated(prose, _read(one)[2]): None for one in wanted}:
            if said is None or said == final.answer:
                continue
            again = _against(said, wanted)
            if not right and (again.outcome is not Outcome.WRONG or found.why == HALF_OF_DAY):
                found = again
            if right and again.why == "another value":
                return Check(Outcome.WRONG, f"the last clause states another value: {said[:40]!r}", found.answer)
    other = restated(answer) if found.outcome is Outcome.CORRECT else None
    if other and all(_check(other, one).outcome is Outcome.WRONG for one in (*wanted, found.answer or "")):
        return Check(Outcome.WRONG, f"the same again as another value: {other[:40]!r}", found.answer)
    return found


def _names_several(wanted: str) -> bool:
    found = _read(wanted)[2]
    return isinstance(found, Bundle) and found.kind == "named"


def _against(answer: str, wanted: list[str]) -> Check:
    found = best([_check(answer, one) for one in wanted])
    return Check(found.outcome, found.why, answer[:2_000])


def _check(answer: str, wanted: str) -> Check:
    if max(len(answer), len(wanted)) > MAX_ANSWER:
        if answer.strip() == wanted.strip():
            return Check(Outcome.CORRECT)
        return Check(Outcome.WRONG, "another text, too long to be read as mathematics")
    letters, right, of_wanted = _read(wanted) if len(wanted) <= 400 else _reading(wanted)
    if letters and (found := choice.option(answer)):
        return Check(Outcome.CORRECT) if found == letters else Check(Outcome.WRONG, "another option")
    left = normalize(answer)
    if left == right or (left and squeezed(left) == squeezed(right)):
        return Check(Outcome.CORRECT)
    of_answer = shape(left)
    if isinstance(of_answer, Words) and isinstance(of_wanted, Words) and left.casefold() != right.casefold():
        check = compare(of_answer, of_wanted, symbolic.equal)
        # no shape of ours, but it may be notation that algebra knows
        if check.outcome is Outcome.WRONG and not any(symbolic.not_for_algebra(side) for side in (left, right)):
            return symbolic.equal(left, right)
        return check
    return compare(of_answer, of_wanted, symbolic.equal)


@lru_cache(maxsize=4_096)
def _read(wanted: str) -> tuple[str | None, str, Shape]:
    """A reference is read once for all of its traces."""
    return _reading(wanted)


def _reading(wanted: str) -> tuple[str | None, str, Shape]:
    right = normalize(without_labels(wanted))
    return choice.option(wanted), right, shape(right)
