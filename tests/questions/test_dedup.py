"""Near-duplicates and leaks: dress changes nothing, a number or a reference does, and MinHash never decides."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import walk
from tests.questions.near_pairs import pairs
from thoughtmill.questions.dedup import Agree, Earlier, Exam, Known, Match, references_agree
from thoughtmill.questions.fingerprint import fingerprint, likeness, tokens
from thoughtmill.questions.intake import same_reference
from thoughtmill.questions.kept import Kept
from thoughtmill.questions.looking import compared
from thoughtmill.questions.sketches import Sketch, hashed

WORDS = [
    "the",
    "sum",
    "of",
    "two",
    "trains",
    "how",
    "many",
    "does",
    "each",
    "if",
    "x",
    "=",
    "3",
    "+",
    "2.5",
    "苹果",
    "三",
]
PROMPTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)


def known(prompt: str, reference: str | None = "7", name: str = "q") -> Known:
    return Known(name, "source", prompt, "math" if reference is not None else None, reference)


class Asked:
    """Questions one after the other, as `prepare` compares them."""

    def __init__(self, agree: Agree = references_agree) -> None:
        self.kept = Kept()
        self.earlier = Earlier(self.kept, agree)

    def find_or_add(self, question: Known) -> Match | None:
        of = compared([question], Exam(()))
        sketch = None if of.wordless else of.sketch
        if sketch and not self.earlier.alone(sketch)[0] and (match := self.earlier.find(question, sketch)):
            return match
        row = (f"{len(self.kept):016x}", "", "", question.source, "", question.prompt, question.verifier)
        number = self.kept.add((*row, question.reference))
        if sketch:
            self.earlier.add(number, sketch)
        return None


def place(match: Match | None) -> int:
    """Which of the questions, from 0, was found."""
    assert match
    return int(match.known.question_id, 16)


def found(prompt: str, reference: str | None, *before: tuple[str, str | None]) -> Match | None:
    asked = Asked(same_reference)
    for text, answer in before:
        asked.find_or_add(known(text, answer))
    return asked.find_or_add(known(prompt, reference))


def leak(prompt: str, reference: str | None, *exam: tuple[str, str]) -> Match | None:
    asked = Exam((known(text, answer, f"e{n}") for n, (text, answer) in enumerate(exam)), same_reference)
    return asked.find(known(prompt, reference), fingerprint(prompt))


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_symmetric_and_a_share_and_everything_is_like_itself(one: str, other: str) -> None:
    a, b = fingerprint(one), fingerprint(other)
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, a) == 1


@given(PROMPTS, st.randoms())
def test_dress_is_no_part_of_a_question(prompt: str, draw: random.Random) -> None:
    dressed = "".join(f"{draw.choice(['  ', ' ', chr(10)])}{word}" for word in prompt.upper().split())
    assert tokens(f"“{dressed}” …") == tokens(prompt)
    assert found(dressed, "7", (prompt, "7"))


def test_who_has_the_hash_of_a_band_by_chance_is_alone_and_who_has_the_band_is_not() -> None:
    asked, text = Asked(), "how many trains does each of the two have"
    of = compared([known(text)], Exam(())).sketch
    by_chance = Sketch(of.bands, bytes(255 - one for one in of.low))
    a_band = Sketch(of.bands, of.low[:3] + by_chance.low[3:])
    assert asked.earlier.alone(of)
    asked.find_or_add(known(text))
    assert [asked.earlier.alone(one).tolist() for one in (of, by_chance, a_band)] == [[False], [True], [False]]
    asked.earlier.add(1, by_chance)
    assert not asked.earlier.alone(by_chance), "two that have the hash are looked at"


def test_the_same_thing_written_otherwise_has_the_same_tokens() -> None:
    def holds(one: str, other: str) -> None:
        assert tokens(one) == tokens(other)

    rows = [
        (r"$\dfrac{1}{2}$", "1/2"),
        (r"\frac12", "½"),
        ("x² − 1", "x^2 - 1"),
        (r"x \leq 1{,}000", "x <= 1000.0"),
        (r"\left( 3 \cdot y \right)", "(3y)"),
        (r"\text{ 5 cm}", "5cm"),
        ("２＋３＝？", "2+3=?"),
        (r"$40^\circ$", "40°"),
        ("a two-digit number", "a two digit number"),
    ]
    walk(rows, holds)


def test_a_minus_is_no_hyphen() -> None:
    assert not [minus for minus in ("x - 3", "5-2", "-4") if "-" not in tokens(minus)]


@given(PROMPTS, st.integers(0, 99))
def test_another_number_is_another_question_however_long_the_rest(prompt: str, number: int) -> None:
    one, other = (f"{prompt} and then {n} more" for n in (number, number + 1))
    assert not found(other, "7", (one, "7"))
    assert not leak(other, "7", (one, "7"))


@given(PROMPTS)
def test_another_reference_is_another_question_unless_it_is_only_written_otherwise(prompt: str) -> None:
    changed = prompt.upper() + "."
    assert not found(changed, "8", (prompt, "7"))
    assert found(changed, "$7$", (prompt, "7"))
    assert found(changed, "0.5", (prompt, r"\frac{1}{2}")), "the verifier says that these are equal"


@given(st.lists(PROMPTS, max_size=12))
def test_the_earliest_of_several_is_named_and_what_is_kept_is_no_near_duplicate_of_another(prompts: list[str]) -> None:
    asked, kept = Asked(), list[Known]()
    for prompt in prompts:
        question = known(prompt)
        match = asked.find_or_add(question)
        if match is None:
            kept.append(question)
        else:
            assert match.known.prompt == kept[place(match)].prompt
            assert fingerprint(match.known.prompt).key == fingerprint(prompt).key
    again = Asked()
    assert [again.find_or_add(question) for question in kept] == [None] * len(kept)


def test_of_very_many_alike_a_copy_is_still_found() -> None:
    draw = random.Random(3)
    names = ["".join(draw.choices("aeioubdfgklmnrst", k=6)) for _ in range(500)]
    told = "Write a story for small children about {}, who leaves the old town, meets {} and comes home to {} at last."
    prompts = [told.format(*draw.sample(names, 3)) for _ in range(300)]
    assert place(found(prompts[250].upper(), None, *((prompt, None) for prompt in prompts))) == 250


EXAM = ("Natalia sold clips to 48 of her friends in April, and half as many in May. How many clips did she sell?", "72")


def test_what_leaks_an_evaluation_question_and_how() -> None:
    def holds(prompt: str, reference: str | None, how: str | None) -> None:
        match = leak(prompt, reference, ("What is 1 + 90?", "91"), EXAM)
        assert (match.how if match else None) == how
        assert match is None or match.known.question_id == "e1"

    rows = [
        (EXAM[0].lower().replace(",", ""), "72", "holds"),
        (
            f"You are a careful teacher. {EXAM[0]} Think for 5 minutes, then write the answer as a number.",
            "72",
            "holds",
        ),
        (f"First this: {EXAM[0]} And then add 8 to it.", "80", "holds"),
        (EXAM[0].replace("Natalia", "Maria").replace("clips", "pins"), "72", "like"),
        (EXAM[0].replace("Natalia", "Maria") + " Give the number, and 3 reasons why it must be right.", "72", "quotes"),
        (EXAM[0].replace("48", "50"), "72", None),
        (EXAM[0].replace("Natalia", "Maria"), "73", None),
        ("Natalia has 48 friends. How many of them came in May, if 24 came in April?", "24", None),
        (EXAM[0].replace("Natalia", "Maria"), None, "like"),
    ]
    walk(rows, holds)


@given(st.lists(PROMPTS, min_size=1, max_size=8), PROMPTS, st.randoms())
def test_the_rarest_shingles_find_every_leak_that_comparing_with_all_finds(
    exam: list[str], prompt: str, draw: random.Random
) -> None:
    if draw.random() < 0.8:
        words = [word if draw.random() < 0.9 or word[0].isdigit() else "so" for word in draw.choice(exam).split()]
        prompt = " ".join(words) + draw.choice(["", " so", " so I ask you"])
    asked = Exam([known(text, name=str(number)) for number, text in enumerate(exam)])
    about, question = fingerprint(prompt), known(prompt)
    plainly = [match for one, theirs in asked._known if (match := asked._leak(question, about, one, theirs))]
    assert asked.find(question, about) == next(iter(plainly), None)
    assert not plainly or asked.may_leak(hashed([prompt])) == [0]


def test_on_two_hundred_labelled_pairs_few_are_missed_and_hardly_any_invented() -> None:
    right, missed, invented = 0, list[str](), list[str]()
    for kind, prompt, reference, other, answer, same in pairs():
        says = found(other, answer, (prompt, reference)) is not None
        right += says == same
        (missed if same else invented).extend([f"{kind}: {other}"] * (says != same))
    assert right + len(missed) + len(invented) >= 200
    assert all(one.startswith(("other words", "clauses")) for one in missed), missed
    assert len(missed) <= 7
    assert len(invented) <= 1, invented


def test_references_are_the_same_but_for_their_dress() -> None:
    assert references_agree(known("", r"\frac{1}{2}"), known("", "1/2"))
    assert not references_agree(known("", "1/2"), known("", "2/1"))
    assert references_agree(known("", None), known("", "2"))
