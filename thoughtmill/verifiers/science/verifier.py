"""Measured values: the same quantity in any unit, within what the source allows, or else within its digits."""

import math
import re
from dataclasses import dataclass

from thoughtmill.verifiers.contract import UNREAD, Check, Example, Outcome, best, differs, no_answer, unclear
from thoughtmill.verifiers.math.extract.final import final_answer
from thoughtmill.verifiers.options import USUAL, Options, asks_for_percent, options_in
from thoughtmill.verifiers.references import acceptable
from thoughtmill.verifiers.science.quantity import Quantity, read
from thoughtmill.verifiers.science.units import TWO_MEANINGS, Unit, measures_warmth, of_scales, readings

CLOSE, FAR = 0.01, 0.05
"""Parts of the reference within which a number is right, and outside which it is wrong, if the source says nothing."""
OTHER = "another dimension"
_GOES_ON = re.compile(
    r"(?:\s*(?:[/·*^]|\\cdot|\\times|per\b|squared\b|cubed\b)\s*(?:\{[^{}]{0,40}\}|[^\s,;:.]{1,20}))+"
)
"""For the rest of a unit behind a value in prose: `/s`, ` per second squared`."""
_FACTORS = (60.0, 3600.0, 3.6, 86_400.0, 180 / math.pi)
"""Between usual units, besides powers of ten."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reference, read."""

    quantity: Quantity
    units: tuple[Unit, ...]


class Science:
    """The same measured value."""

    name = "science"
    version = "5"
    example = Example(
        reference=r"9.81 \mathrm{~m} / \mathrm{s}^2", right="The acceleration is 981 cm/s².", wrong="98.1 m/s"
    )

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:
        """Compare the final answer's number and unit with the reference; see Verifier."""
        try:
            options = options_in(reference) or options
            wanted = [_wanted(one, options) for one in acceptable(reference)]
        except ValueError as error:
            return unclear(f"the reference can't be used: {error}")
        final = final_answer(answer, prose=options.prose)
        said = [_whole(one, answer) for one in (final.answer, final.rounded) if one]
        if not said:
            return no_answer(final.why)
        found = [(one, quantity) for one in said if (quantity := read(one)) is not None]
        if not found:
            return Check(Outcome.UNDECIDED, f"{UNREAD}: no number with a unit", said[0][:2_000])
        percent = options.percent or asks_for_percent(question)
        checks = [_same(quantity, one, options, percent=percent) for _, quantity in found for one in wanted]
        check = best(checks)
        if check.why == OTHER and final.prose and final.answer != answer.strip():
            check = unclear("prose, of which the unit may not have been read whole")
        return Check(check.outcome, check.why, found[0][0][:2_000])

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used: no number, or a unit that can't be read; see Verifier."""
        try:
            options = options_in(reference) or USUAL
            for one in acceptable(reference):
                found = _same(_wanted(one, options).quantity, _wanted(one, options), options, percent=False)
                if found.outcome is not Outcome.CORRECT:
                    return f"{one[:80]!r} does not pass its own check: {found.why}"
        except ValueError as error:
            return str(error)
        return None


def _whole(said: str, answer: str) -> str:
    """What was found in an answer, with the rest of its unit, where it stands there as it was found."""
    at = answer.rfind(said)
    goes_on = _GOES_ON.match(answer, at + len(said)) if at >= 0 and said[-1:].isalpha() else None
    return said + goes_on[0] if goes_on else said


def _wanted(text: str, options: Options) -> Wanted:
    """Raises ValueError saying what is wrong."""
    quantity = read(text)
    if quantity is None or not math.isfinite(quantity.value):
        raise ValueError(f"{text[:80]!r} is no number with a unit")
    unit = quantity.unit or (options.unit or "")
    measured = read(f"1 {unit}") if unit else None
    units = tuple(readings(measured.unit)) if measured else ()
    return Wanted(Quantity(quantity.value, quantity.digits, unit), units)


def _same(found: Quantity, wanted: Wanted, options: Options, *, percent: bool) -> Check:
    of = wanted.quantity
    if not math.isfinite(found.value):
        return unclear("a number out of bounds")
    if not found.unit:
        return _bare(found, wanted, options, percent=percent)
    if not of.unit:
        return _unmeasured(found, of, options, percent=percent)
    units, theirs = readings(found.unit), list(wanted.units)
    scales, their_scales = of_scales(found.unit), of_scales(of.unit)
    units += scales if their_scales or measures_warmth(theirs) else []
    theirs += their_scales if scales or measures_warmth(units) else []
    if not units or not theirs:
        if _plain(found.unit) == _plain(of.unit):
            return _numbers(found.value, of, options)
        return unclear(f"{UNREAD}: the unit {(found.unit if not units else of.unit)[:60]!r}")
    checks = [_measured(found, one, of, other, options) for one in units for other in theirs]
    return best(checks)


def _measured(found: Quantity, unit: Unit, of: Quantity, wanted: Unit, options: Options) -> Check:
    """Two values with known units."""
    if unit.dimensions != wanted.dimensions:
        if (unit.names | wanted.names) & TWO_MEANINGS:
            return unclear("a weight or a mass?")
        return differs(OTHER)
    converted = ((found.value * unit.size + unit.offset) - wanted.offset) / wanted.size
    check = _numbers(converted, of, options)
    if unit.offset != wanted.offset and check.outcome is not Outcome.CORRECT:
        if not options.tolerant and abs(converted - of.value) <= _half_of_last_place(of):
            return Check(Outcome.CORRECT)  # 273 K for 0 °C, of which a hundredth is nothing
        theirs = ((of.value * wanted.size + wanted.offset) - unit.offset) / unit.size
        if not options.tolerant and abs(found.value - theirs) <= _half_of_last_place(found):
            return unclear("rounded on another scale?")
        as_difference = _numbers(found.value * unit.size / wanted.size, of, options)
        check = unclear("a temperature or a difference?") if as_difference.outcome is Outcome.CORRECT else check
    turns = {"rad", "rpm", "degree", "deg", "°", "rev", "turn", "radian", "radians"}
    hertz = any(re.fullmatch(r"(?:[kMGT]?Hz|\w*hertz)", name) for name in unit.names ^ wanted.names)
    if check.outcome is Outcome.CORRECT and hertz and (unit.names | wanted.names) & turns:
        return unclear("turns or radians?")
    return check


def _bare(found: Quantity, wanted: Wanted, options: Options, *, percent: bool) -> Check:
    """An answer without a unit stands in the reference's; one that would be right in another one is undecided."""
    of = wanted.quantity
    check = _numbers(found.value, of, options)
    if check.outcome is Outcome.CORRECT or not of.unit or not found.value or not of.value:
        return check
    if percent and "%" in of.unit and _numbers(found.value * 100, of, options).outcome is Outcome.CORRECT:
        return _numbers(found.value * 100, of, options)
    ratio = abs(of.value / found.value)
    power = round(math.log10(ratio))
    factors = {10.0**power, *_FACTORS, *(1 / factor for factor in _FACTORS)}
    if any(_numbers(found.value * factor, of, options).outcome is Outcome.CORRECT for factor in factors):
        return unclear("in which unit?")
    if any(one.dimensions == (("[temperature]", 1.0),) for one in wanted.units):
        shifted = (found.value + 273.15, found.value - 273.15)
        if any(_numbers(one, of, options).outcome is Outcome.CORRECT for one in shifted):
            return unclear("on which scale?")
    return check


def _unmeasured(found: Quantity, of: Quantity, options: Options, *, percent: bool) -> Check:
    """An answer with a unit for a reference without one: the number counts; of what has no dimension its value."""
    as_written = _numbers(found.value, of, options)
    if as_written.outcome is Outcome.CORRECT and (not readings(found.unit) or found.unit.strip() == "e"):
        return unclear(f"{UNREAD}: {found.unit[:60]!r} behind the number")  # 2π, 5!, 3 to 5, 2e
    pure = [one for one in readings(found.unit) if not one.dimensions and one.size != 1]
    if not pure:
        return as_written
    in_full = _numbers(found.value * pure[0].size, of, options)
    if in_full.outcome is Outcome.CORRECT or percent:
        return best([in_full, as_written]) if percent else in_full
    return unclear("12 or 12 %, degrees or radians?") if as_written.outcome is Outcome.CORRECT else in_full


def _numbers(found: float, of: Quantity, options: Options) -> Check:
    """Within what the source allows; else within 1 % or the reference's digits, and outside 5 % wrong."""
    if options.tolerant:
        return Check(Outcome.CORRECT) if options.agree(found, of.value) else differs("another number")
    gap = abs(found - of.value)
    if gap <= CLOSE * abs(of.value):
        return Check(Outcome.CORRECT)
    if of.digits and of.digits > 1 and f"{found:.{of.digits - 1}e}" == f"{of.value:.{of.digits - 1}e}":
        return Check(Outcome.CORRECT)
    return unclear("between 1 % and 5 % off") if gap <= FAR * abs(of.value) else differs("another number")


def _half_of_last_place(one: Quantity) -> float:
    """How far a number may lie from what it was rounded from: half a whole one at most; a little more, for floats."""
    places = math.floor(math.log10(abs(one.value))) + 1 - one.digits if one.value and one.digits else 0
    return 0.5000001 * 10.0 ** min(places, 0)


def _plain(unit: str) -> str:
    return re.sub(r"[\s*]+", " ", unit).strip().casefold().removesuffix("s")
