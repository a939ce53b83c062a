"""Answers in mathematics: normalize, find the final answer, decide exactly what can be, ask algebra for the rest.

The conventions are in docs/verifiers.md; the tests hold them.
"""

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from thoughtmill.verifiers import choice
from thoughtmill.verifiers.contract import LIMIT, Check, Example, Outcome, best, no_answer, unclear
from thoughtmill.verifiers.math.clocks import HALF_OF_DAY
from thoughtmill.verifiers.math.compare import compare
from thoughtmill.verifiers.math.constants import same_with_constants
from thoughtmill.verifiers.math.exact import algebra
from thoughtmill.verifiers.math.exact.algebra import NotExact
from thoughtmill.verifiers.math.exact.approximation import approximate
from thoughtmill.verifiers.math.extract.clauses import without_labels
from thoughtmill.verifiers.math.extract.final import final_answer
from thoughtmill.verifiers.math.extract.foreign import denied, in_english
from thoughtmill.verifiers.math.extract.marked import marked_value
from thoughtmill.verifiers.math.extract.marks import HEDGED, Final
from thoughtmill.verifiers.math.extract.numeral import only_numeral
from thoughtmill.verifiers.math.extract.statements import restated, stated, without_given
from thoughtmill.verifiers.math.extract.worded import says_yes_or_no
from thoughtmill.verifiers.math.parse.commas import is_decimal, may_have_commas, uses_commas, with_points
from thoughtmill.verifiers.math.parse.equations import is_open
from thoughtmill.verifiers.math.parse.kinds import Bundle, Equation, Scalar, Shape, Words
from thoughtmill.verifiers.math.parse.normalize import normalize, squeezed
from thoughtmill.verifiers.math.parse.shapes import shape
from thoughtmill.verifiers.math.parse.units import unit_of
from thoughtmill.verifiers.math.same_scalar import same_scalar
from thoughtmill.verifiers.math.symbolic import symbolic
from thoughtmill.verifiers.options import (
    USUAL,
    Options,
    asks_for_a_base,
    asks_for_percent,
    options_in,
    rounded_as_asked,
)
from thoughtmill.verifiers.references import acceptable

MAX_ANSWER, MAX_DIGITS = 2_000, 20_000
"""Characters of a final answer; only a huge number is longer, and that is compared as text."""
_DECIMAL = re.compile(r"[^\d.]{0,20}\d[\d,]*\.\d+[^\d.]{0,30}(?:\^?\{?[23]\}?)?\s*\}?")
"""A reference that may be a rounded value itself."""
_VALUE = r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?|-?\\[dt]?frac\{[0-9]{1,15}\}\{[1-9][0-9]{0,14}\}"
USABLE_AT_SIGHT = re.compile(
    rf"{_VALUE}|\$(?:{_VALUE})\$|[0-9]{{0,15}}\\sqrt\{{[1-9][0-9]{{0,5}}\}}"
    r"|\(-?[0-9]{1,9}(?:, ?-?[0-9]{1,9}){1,3}\)"
)
"""References that pass their own check, whatever their digits: numbers, fractions, roots of whole numbers, points."""


_APPROXIMATE = re.compile(r"\\(?:approx|simeq|sim)(?![A-Za-z])|[≈≃]")
"""Where the reference is said to be approximate, so may the answer be."""
_SAID_ABOUT = re.compile(rf"^([\s$\\(\[]*?){_APPROXIMATE.pattern}")


_COMMA = "a decimal comma, or two values?"


class Math:
    """Equal as mathematics, by an exact rule or a proof."""

    name = "math"
    version = "11"
    example = Example(reference=r"\frac{1}{2}", right=r"The answer is $0.5$.", wrong="2")

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:
        """Compare the final answer in `answer` with the reference; see Verifier."""
        found = self._checked(answer, reference, question, options)
        if found.outcome is Outcome.CORRECT:
            return _repeated(found, reference, question) or found
        if _at_limit(found):
            return found
        said = found.answer or answer[-300:]
        if not may_have_commas(said) and not may_have_commas(reference):
            return found
        abroad = uses_commas(f"{question}\n{answer[-20_000:]}")
        pointed = with_points(answer)
        sure = with_points(reference) if is_decimal(reference, question) else reference
        again = self._checked(pointed, sure, question, options)
        if again.outcome is Outcome.CORRECT and abroad:
            return replace(again, answer=found.answer or again.answer)
        if found.outcome is Outcome.UNDECIDED:
            return found
        if again.outcome is not Outcome.CORRECT:  # a reference with a comma may be a list
            again = self._checked(pointed, with_points(reference), question, options)
        commas = any(may_have_commas(one, points=False) for one in (said, reference))
        if again.outcome is Outcome.CORRECT and (
            abroad or commas
        ):  # points between thousands only where they are usual
            return replace(unclear(_COMMA), answer=found.answer)
        return found

    def _checked(self, answer: str, reference: str, question: str, options: Options) -> Check:
        options = options_in(reference) or options
        if _APPROXIMATE.search(reference):
            reference = _SAID_ABOUT.sub(r"\1", reference)
            answer, reference = (_APPROXIMATE.sub("=", one) for one in (answer, reference))
        final = final_answer(answer, prose=options.prose)
        if final.answer:
            final = replace(final, answer=_listed(final.answer, reference, question) or in_english(final.answer))
        if (key := choice.option(reference)) and (final.answer is None or choice.option(final.answer) is None):
            letters, _ = choice.chosen(answer, question)
            if letters:
                right = letters == key
                return Check(Outcome.CORRECT if right else Outcome.WRONG, None if right else "another option", letters)
        wanted = acceptable(reference)
        if final.rounded and any(
            _DECIMAL.fullmatch(one) and _check(final.rounded, one).outcome is Outcome.CORRECT for one in wanted
        ):
            return Check(Outcome.CORRECT, None, final.rounded[:2_000])
        return _decided(answer, final, wanted, question, options, plain=not key)

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used; see Verifier."""
        if USABLE_AT_SIGHT.fullmatch(reference):
            return None
        try:
            wanted, options = acceptable(reference), options_in(reference) or USUAL
        except ValueError as error:
            return str(error)
        for one in wanted:
            if len(one) > (MAX_DIGITS if one.isdigit() else MAX_ANSWER):
                return f"{len(one):,} characters are no answer"
            check = self.check(one, one, "", options)
            if check.outcome is not Outcome.CORRECT:
                return f"{one[:80]!r} does not pass its own check: {check.why}"
        return None


def _decided(answer: str, final: Final, wanted: list[str], question: str, options: Options, *, plain: bool) -> Check:
    """The verdict on the final answer that was found in `answer`."""
    if doubt := denied(final.marked or final.prose or final.answer or ""):
        return replace(no_answer(f"{HEDGED}: {doubt!r}"), answer=final.answer)
    found = _against(final.answer, wanted) if final.answer is not None else no_answer(final.why)
    if _at_limit(found):
        return _with_constants(found, wanted, question)
    if final.marked and found.outcome is not Outcome.CORRECT:
        found = _in_marked(final.marked, wanted, question) or found
    if final.answer is None or found.answer != final.answer[:MAX_ANSWER]:
        right = found.outcome is Outcome.CORRECT
        return found if right else _again(answer, final, found, wanted, question, plain=plain)
    if found.outcome is not Outcome.CORRECT:
        ways = [final.answer, *([", ".join(final.parts)] if final.parts else []), *_barer(final.answer, question)]
        if (numeral := only_numeral(final.answer)) and any(
            _bare(one) and _as_asked(numeral, one, question, options) for one in wanted
        ):
            return Check(Outcome.CORRECT, None, found.answer)
        if any(_as_asked(said, one, question, options) for said in ways for one in wanted):
            found = Check(Outcome.CORRECT, None, found.answer)
        else:
            found = _with_constants(found, wanted, question)
    elif any(_another_unit(final.answer, one, question) for one in wanted):
        found = Check(Outcome.WRONG, "another unit than the question asks for", found.answer)
    elif options.order == "same" and not any(_in_order(final.answer, one) for one in wanted):
        found = Check(Outcome.WRONG, "another order", found.answer)
    return _again(answer, final, found, wanted, question, plain=plain)


_OF_OPTION = re.compile(r"(?P<a>.*[\w})])\s+\\?\([A-J]\\?\)|[A-J]\s*\((?P<b>[^()]{1,40})\)")
"""A value beside the letter of its option: 10 (C), C（10）."""
_ATTACHED = re.compile(r"(-?[\d.,]*\d)([a-zA-Z]{1,2})")
"""2600g, where the question writes its units like that."""


def _barer(answer: str, question: str) -> list[str]:
    """An answer without the letter of its option, or without the unit that the question attaches to numbers."""
    text = normalize(answer) if len(answer) <= 200 else ""
    if found := _OF_OPTION.fullmatch(text):
        return [found["a"] or found["b"]]
    if (found := _ATTACHED.fullmatch(text)) and re.search(rf"\d{found[2]}(?![A-Za-z])", question):
        return [found[1]]
    return []


def _repeated(found: Check, reference: str, question: str) -> Check | None:
    """Undecided where an answer is only the expression that the question gives, and the reference is another."""
    said = squeezed(normalize(found.answer or "")) if len(found.answer or "") <= MAX_ANSWER else ""
    if len(re.findall(r"\\[a-z]{3,}|[-+*/^]", said)) < 2 or said not in squeezed(normalize(question)):
        return None
    if not isinstance(shape(said), Scalar) or any(said == squeezed(normalize(one)) for one in acceptable(reference)):
        return None
    return replace(unclear("the question's own expression"), answer=found.answer)


def _at_limit(found: Check) -> bool:
    """Whether algebra gave up: it is asked no second time."""
    return (found.why or "").startswith(LIMIT)


def _in_marked(line: str, wanted: list[str], question: str) -> Check | None:
    """What the words behind a mark say as one sentence, where that is the answer."""
    said = marked_value(without_given(line, question), question)
    if said and not (isinstance(value := shape(normalize(said)), Scalar) and value.unit):
        wanted = [one for one in wanted if _bare(one)]  # its unit was left out: 5 women are no 5 people
    found = _against(said, wanted) if said and wanted else None
    return found if found and found.outcome is Outcome.CORRECT else None


def _listed(answer: str, reference: str, question: str) -> str | None:
    """The text of the option that an answer names by its letter, where the reference names none."""
    if choice.option(reference) or (letter := choice.option(answer)) is None:
        return None
    return choice.options(question).get(letter)


def _again(answer: str, final: Final, found: Check, wanted: list[str], question: str, *, plain: bool) -> Check:
    """The verdict after a second look at prose: what its last clause states, and what is said again in other words."""
    if _at_limit(found):
        return found
    right = found.outcome is Outcome.CORRECT
    prose = final.prose or (answer[-1_500:] if final.answer is None and any(map(says_yes_or_no, wanted)) else None)
    if prose and (not right or (plain and prose != final.answer)):
        prose = without_given(prose, question)
        for said in {stated(prose, _read(one)[2]): None for one in wanted}:
            if said is None or said == final.answer:
                continue
            again = _against(said, wanted)
            if not right and (again.outcome is not Outcome.WRONG or found.why == HALF_OF_DAY):
                found = again
            if right and again.why == "another value":
                return Check(Outcome.WRONG, f"the last clause states another value: {said[:40]!r}", found.answer)
    other = restated(answer) if "boxed" not in answer and found.outcome is Outcome.CORRECT else None
    if other and all(_check(other, one).outcome is Outcome.WRONG for one in (*wanted, found.answer or "")):
        return Check(Outcome.WRONG, f"the same again as another value: {other[:40]!r}", found.answer)
    return found


def _with_constants(found: Check, wanted: list[str], question: str) -> Check:
    """The verdict on a solution that names its arbitrary constants otherwise, or adds another one."""
    said = shape(normalize(found.answer or ""))
    checks = [check for one in wanted if (check := same_with_constants(said, _read(one)[2], question))]
    return replace(best(checks), answer=found.answer) if checks else found


def _as_asked(said: str, wanted: str, question: str, options: Options) -> bool:
    """Whether an answer is right by what the question asked for, or by what the source allows."""
    if max(len(said), len(wanted)) > MAX_ANSWER:
        return False
    left, right = shape(normalize(said)), _read(wanted)[2]
    if isinstance(left, Bundle) and isinstance(right, Bundle):
        if options.order == "any":
            left, right = replace(left, kind="set"), replace(right, kind="set")
        return compare(left, right, symbolic.equal).outcome is Outcome.CORRECT
    if isinstance(left, Equation) and isinstance(left.right, Scalar):
        named = compare(left, left.right, symbolic.equal).outcome is Outcome.CORRECT or _identity(left)
        if not named and not _asked_for(left.left, question):
            return False
        left = left.right
    if not isinstance(left, Scalar) or not isinstance(right, Scalar):
        return False
    if options.unit and right.unit is None:
        measured = shape(normalize(f"{wanted} {options.unit}"))
        right = measured if isinstance(measured, Scalar) else right
    if left.base is None and right.base and asks_for_a_base(question):
        return left.text == re.sub(r"_\{?\d+\}?$", "", right.text)
    if left.percent != right.percent and (options.percent or asks_for_percent(question)):
        left, right = (_shown(one) for one in (left, right))
    return (
        same_scalar(left, right, symbolic.equal).outcome is Outcome.CORRECT
        or _rounded(left, right, question)
        or (options.tolerant and _near(left, right, options))
    )


_UNIT_ASKED = re.compile(r"\b(?:how many|in|into) ([A-Za-z]{3,12})\b[^.?!]{0,120}\?\s*\Z", re.IGNORECASE)


def _another_unit(said: str, wanted: str, question: str) -> bool:
    """Whether an answer has a unit, the reference none, and the question asks for another one of the same kind."""
    found = shape(normalize(said))
    if not isinstance(found, Scalar) or found.unit is None or not _bare(wanted):
        return False
    asked = [unit for name in _UNIT_ASKED.findall(question[-400:]) if (unit := unit_of(name.lower()))]
    return (
        any(one.measures == found.unit.measures and one.size != found.unit.size for one in asked)
        and found.unit not in asked
    )


def _rounded(left: Scalar, right: Scalar, question: str) -> bool:
    """Whether a number is the reference rounded as the question asks."""
    said, wanted = (one.value.rational() if one.value else None for one in (left, right))
    if said is None or wanted is None or left.unit != right.unit or left.percent != right.percent:
        return False
    return said == rounded_as_asked(wanted, question)


_FORMULA = re.compile(r"\$\$?([^$]{1,200})\$|\\[(\[](.{1,200}?)\\[)\]]")


def _asked_for(one: Scalar, question: str) -> bool:
    """Whether a question names a term, or has a formula of its value."""
    if squeezed(one.text) in squeezed(normalize(question)):
        return True
    if one.value is None or not one.value.names():
        return False
    asked = [shape(normalize(first or second)) for first, second in _FORMULA.findall(question[:10_000])[:40]]
    return any(isinstance(it, Scalar) and it.value is not None and it.value.same(one.value) for it in asked)


def _bare(wanted: str) -> bool:
    """Whether a reference is a number without a unit."""
    found = _read(wanted)[2]
    return isinstance(found, Scalar) and found.unit is None


def _identity(one: Equation) -> bool:
    """Whether both sides are the same for all letters: 19x − 4x + 1 − 81 = 15x − 80."""
    right = one.right.value if isinstance(one.right, Scalar) else None
    return one.left.value is not None and right is not None and one.left.value.same(right)


def _in_order(said: str, wanted: str) -> bool:
    """Whether several values stand in the order of the reference."""
    left, right = shape(normalize(said)), _read(wanted)[2]
    if not isinstance(left, Bundle) or not isinstance(right, Bundle):
        return True
    return compare(replace(left, kind="tuple"), replace(right, kind="tuple"), symbolic.equal).outcome is Outcome.CORRECT


def _shown(one: Scalar) -> Scalar:
    """A percentage as the number that is written: 50 % is 50."""
    if not one.percent or one.value is None:
        return one
    return replace(one, value=algebra.multiplied(one.value, algebra.number(100)), percent=False)


def _near(left: Scalar, right: Scalar, options: Options) -> bool:
    """Whether two numbers in the same unit, or without, agree within what the source allows."""
    if left.value is None or right.value is None:
        return False
    size = Fraction(1)
    if left.unit and right.unit:
        if left.unit.measures != right.unit.measures:
            return False
        size = left.unit.size / right.unit.size
    try:
        (found, _), (wanted, _) = approximate(left.value), approximate(right.value)
    except NotExact:
        return False
    names = left.value.names() | right.value.names()
    return not names and not found.imag and options.agree(found.real * float(size), wanted.real)


def _against(answer: str, wanted: list[str]) -> Check:
    found = best([_check(answer, one) for one in wanted])
    return replace(found, answer=answer[:2_000])


def _check(answer: str, wanted: str) -> Check:
    if max(len(answer), len(wanted)) > MAX_ANSWER:
        if answer.strip() == wanted.strip():
            return Check(Outcome.CORRECT)
        return Check(Outcome.WRONG, "another text, too long to be read as mathematics")
    letters, right, of_wanted = _read(wanted) if len(wanted) <= 400 else _reading(wanted)
    if letters and (found := choice.option(answer)):
        return Check(Outcome.CORRECT) if found == letters else Check(Outcome.WRONG, "another option")
    left = normalize(without_labels(normalize(answer)))
    if left == right or (left and squeezed(left) == squeezed(right)):
        return Check(Outcome.CORRECT)
    of_answer = shape(left)
    if isinstance(of_answer, Words) and isinstance(of_wanted, Words) and left.casefold() != right.casefold():
        check = compare(of_answer, of_wanted, symbolic.equal)
        # no shape of ours, but it may be notation that algebra knows
        if check.outcome is Outcome.WRONG and not any(symbolic.not_for_algebra(side) for side in (left, right)):
            return symbolic.equal(left, right)
        return check
    check = compare(of_answer, of_wanted, symbolic.equal)
    if check.outcome is Outcome.WRONG and _unit_or_letters(of_answer, of_wanted):
        return symbolic.equal(left.rpartition("=")[2], right.rpartition("=")[2])
    return check


def _unit_or_letters(one: Shape, other: Shape) -> bool:
    """Whether only one of two values was read with a unit, and the other has letters: kT/2 and ½ kT (no kilotesla)."""
    sides = [side.right if isinstance(side, Equation) else side for side in (one, other)]
    scalars = [side for side in sides if isinstance(side, Scalar) and side.value is not None]
    if len(scalars) != len(sides) or len([side for side in scalars if side.unit]) != 1:
        return False
    return any(side.unit is None and side.value is not None and is_open(side.value) for side in scalars)


@lru_cache(maxsize=4_096)
def _read(wanted: str) -> tuple[str | None, str, Shape]:
    """A reference is read once for all of its traces."""
    return _reading(wanted)


def _reading(wanted: str) -> tuple[str | None, str, Shape]:
    right = normalize(without_labels(wanted))
    return choice.option(wanted), right, shape(right)
