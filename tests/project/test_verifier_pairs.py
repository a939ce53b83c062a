"""The pairs behind the figures of the math verifier: enough of them, no case twice, labels that arithmetic confirms."""

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import pytest

from benchmarks.verifier_pairs.bare import bare
from benchmarks.verifier_pairs.case import Pair
from benchmarks.verifier_pairs.hostile import CONTROLS, hostile
from benchmarks.verifier_pairs.mix import mix
from benchmarks.verifier_pairs.responses import responses
from thoughtmill.verifiers import VERIFIERS
from thoughtmill.verifiers.contract import Outcome

BARE, RESPONSES, HOSTILE = bare(), responses(), hostile()


def read(text: str) -> Fraction | None:
    """A second, small reader of plain numbers: integers, decimals, fractions, percentages; None for the rest."""
    for around in (
        r"\s*\$*(.*?)\$*[.。]?\s*",
        r"\\boxed\{(.*)\}",
        r"(?:\\displaystyle|答案是|答案为|答案：|x ?=) ?(.*)",
    ):
        inside = re.fullmatch(around, text, re.DOTALL)
        text = inside[1].strip() if inside else text
    text = text.strip("$").replace("％", "%").replace("\\%", "%").strip()
    part = Fraction(1, 100) if text.endswith("%") else Fraction(1)
    text = text.removesuffix("%").strip()
    if re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", text, re.ASCII):
        return part * Fraction(text)
    quotient = re.fullmatch(r"(-?)\\[dtc]?frac\{(-?\d+)\}\{(-?\d+)\}|(-?)(\d+) ?/ ?(\d+)", text, re.ASCII)
    if not quotient:
        return None
    sign, top, low = (quotient[1], quotient[2], quotient[3]) if quotient[2] else quotient.group(4, 5, 6)
    return part * (-1 if sign else 1) * Fraction(int(top), int(low)) if int(low) else None


def plain_numbers() -> Iterator[tuple[Pair, Fraction, Fraction]]:
    for pair in BARE:
        answer, reference = read(pair.answer), read(pair.reference)
        if answer is not None and reference is not None:
            yield pair, answer, reference


def test_there_are_enough_pairs_of_every_sort() -> None:
    assert len(BARE) >= 2500
    assert sum(pair.chinese for pair in BARE) >= 320
    assert len(RESPONSES) >= 430
    assert sum(not pair.right for pair in HOSTILE) >= 285
    assert sum(pair.right for pair in HOSTILE) >= 30
    assert min(Counter(pair.family for pair in BARE).values()) >= 10


@pytest.mark.parametrize("pairs", [BARE, RESPONSES], ids=["bare", "responses"])
def test_no_pair_is_there_twice_and_none_with_both_labels(pairs: list[Pair]) -> None:
    assert len({(pair.answer, pair.reference) for pair in pairs}) == len(pairs)


def test_no_hostile_string_is_there_twice() -> None:
    attacks = [(pair.answer, pair.reference) for pair in HOSTILE if not pair.right]
    assert len(set(attacks)) == len(attacks)
    assert not set(attacks) & set(CONTROLS)


def test_about_46_percent_of_the_bare_pairs_are_wrong_and_every_family_has_both_labels() -> None:
    assert 0.43 <= sum(not pair.right for pair in BARE) / len(BARE) <= 0.49
    for family in {pair.family for pair in BARE}:
        assert {pair.right for pair in BARE if pair.family == family} == {True, False}, family


def test_the_halves_are_about_equal_and_drawn_by_the_pair_alone() -> None:
    for pairs in (BARE, RESPONSES):
        dev = sum(pair.half == "dev" for pair in pairs)
        assert 0.44 <= dev / len(pairs) <= 0.56
    assert all(Pair(one.answer, one.reference, not one.right, "other").half == one.half for one in BARE)


def test_the_set_is_the_same_every_time() -> None:
    assert bare() == BARE
    assert responses() == RESPONSES
    assert mix(500) == mix(500)


def test_labels_of_plain_numbers_agree_with_exact_fractions() -> None:
    seen = list(plain_numbers())
    assert len(seen) >= 350, "the reader of this test no longer understands the pairs"
    odd = [pair for pair, answer, reference in seen if (answer == reference) != pair.right and pair.family != "mixed"]
    assert not odd


def test_the_mix_holds_next_to_nothing_twice() -> None:
    assert len(set(mix(4000))) == len(mix(4000)) >= 3900


@pytest.mark.slow
def test_the_verifier_is_right_on_99_percent_and_wrongly_accepts_none() -> None:
    check = VERIFIERS["math"].check
    false_accepts: Counter[str] = Counter()
    for pairs in (BARE, RESPONSES):
        accepted = {pair: check(pair.answer, pair.reference).outcome is Outcome.CORRECT for pair in pairs}
        # Counted, not shown: half of them are held out, and nobody should work on those.
        false_accepts.update(pair.family for pair in pairs if accepted[pair] and not pair.right)
        missed = Counter(pair.family for pair in pairs if pair.right and not accepted[pair])
        assert missed.total() <= 0.01 * len(pairs), missed
    assert not false_accepts
