"""Rows that are taken in together become what comparing each with all before it says, however they are cut."""

import random
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from thoughtmill.campaign import Source
from thoughtmill.questions.aside import Aside, Seen
from thoughtmill.questions.chains import Chains
from thoughtmill.questions.dedup import NEAR, Exam, Known
from thoughtmill.questions.fingerprint import fingerprint, likeness, pieces, undressed
from thoughtmill.questions.intake import Intake, same_reference, take, take_all
from thoughtmill.questions.looking import Look, compared, faults_of, question_id
from thoughtmill.questions.reading import Question
from thoughtmill.questions.sketches import hashed

BASES = [
    "a shop sells pens and caps for money and gives one bag to each of its many guests",
    "two trains leave the same town and meet somewhere on the long way to the sea",
    "写一首关于秋天的短诗，说说山上的树和河里的水",
    "what is it",
]
ASKED = st.tuples(
    st.sampled_from(BASES),
    st.sampled_from(["", "", " ", " 5", " 6", " not", "，不", " so it goes", "?"]),
    st.sampled_from([None, "so", "the"]),
    st.sampled_from(["7", "7", "7.0", r"\frac{14}{2}", "8", "???", None]),
)
SOURCE = Source(part="p", domain="d", path="f", name="s", columns={"prompt": "p", "reference": "r"}, verifier="math")


def prompt_of(base: str, end: str, instead: str | None, place: int) -> str:
    words = base.split(" ")
    if instead:
        words[place % len(words)] = instead
    return " ".join(words) + end


def bands(prompt: str) -> set[int]:
    of = compared([Known("", "", prompt, None, None)], Exam(()))
    return set() if of.wordless else {*np.frombuffer(of.sketch.bands, np.uint32).tolist()}


def plainly(rows: list[tuple[str, str | None]], exam: Exam) -> Iterator[tuple[int, str, str]]:
    """The rows that are refused, each compared with all before it that share a band with it."""
    kept: list[tuple[Known, set[int]]] = []
    for number, (prompt, reference) in enumerate(rows, 1):
        found = Known(question_id(prompt), "s", prompt, "math", reference)
        of, mine = fingerprint(prompt), bands(prompt)
        same = [known for known, _ in kept if known.question_id == found.question_id]
        leaks = [match for one, theirs in exam._known if (match := exam._leak(found, of, one, theirs))]
        near = [
            known
            for known, theirs in kept
            if mine & theirs
            and fingerprint(known.prompt).key == of.key
            and likeness(fingerprint(known.prompt), of) >= NEAR
            and same_reference(found, known)
        ]
        if reference is None:
            yield number, "no_reference", ""
        elif why := faults_of("math", reference):
            yield number, "bad_reference", why
        elif match := exam.same(found.question_id):
            yield number, "leak", str(match)
        elif same and same_reference(found, same[0]):
            yield number, "duplicate", found.question_id
        elif same:
            yield number, "duplicate_disagrees", f"{found.question_id}: {reference} here, {same[0].reference} before"
        elif leaks:
            yield number, "leak", str(leaks[0])
        elif near:
            alike = likeness(of, fingerprint(near[0].prompt))
            yield number, "near_duplicate", f"like {near[0].question_id} of s ({alike:.2f})"
        else:
            kept.append((found, mine))


@settings(max_examples=60)
@given(st.lists(ASKED, max_size=24), st.sets(st.integers(1, 23)), st.randoms(use_true_random=False))
def test_rows_taken_together_in_any_chunks_or_alone_become_what_a_plain_comparison_says(
    asked: list[tuple[str, str, str | None, str | None]], cuts: set[int], draw: random.Random
) -> None:
    rows = [(prompt_of(*row[:3], draw.randrange(20)), row[3]) for row in asked]
    exam = Exam([Known(question_id(BASES[1]), "e", BASES[1], "math", "7")], same_reference)
    together, alone = Intake(), Intake()
    questions = [(number, Question(*row, "en")) for number, row in enumerate(rows, 1)]
    look, ends = Look(SOURCE, exam), [0, *sorted(cuts), len(rows)]
    for first, last in pairwise(ends):
        if questions[first:last]:
            take_all(SOURCE, look.at(questions[first:last]), exam, together)
    for number, question in questions:
        take(SOURCE, number, question, exam, alone)
    wanted = [*plainly(rows, exam)]
    for intake in (together, alone):
        assert [row[1:4] for part in intake.refused.parts() for row in part] == wanted
        refused = {number for number, *_ in wanted}
        assert [row[8] for row in intake.kept.rows(range(len(intake.kept)))] == [
            number for number in range(1, len(rows) + 1) if number not in refused
        ]


@given(st.text(max_size=80))
def test_no_token_reaches_beyond_white_space_and_the_numbers_of_a_prompt_are_those_of_its_tokens(text: str) -> None:
    assert [piece for word in undressed(text).split() for piece in pieces(word)] == pieces(text)
    of = hashed([text, "x"])
    shingles = fingerprint(text).shingles
    assert len({*of.shingles[: of.ends[1]].tolist()}) == len(shingles)


@given(st.lists(st.lists(st.integers(0, 40), max_size=60), max_size=30), st.integers(1, 3))
def test_chains_find_what_a_dict_finds_the_newest_first(batches: list[list[int]], most: int) -> None:
    chains, plain, number = Chains("Q"), dict[int, list[int]](), 0
    for batch in batches:
        tags = [tag * 1_024 if tag % 2 else tag for tag in batch]  # half of them fall into one slot
        chains.add(np.array(tags, np.uint64))
        for tag in tags:
            plain.setdefault(tag, []).insert(0, number)
            number += 1
    every = [*range(41), *range(0, 41 * 1_024, 1_024)]
    assert [chains.find(tag, most) for tag in every] == [plain.get(tag, [])[:most] for tag in every]
    assert chains.has(np.array(every, np.uint64)).tolist() == [tag in plain for tag in every]


def test_rows_that_are_put_aside_come_back_in_their_order_and_do_not_stay_in_memory() -> None:
    def row(number: int) -> tuple[str, int, str, str, str]:
        return "s", number, f"reason {number % 3}", "", f"{number} " + "x" * 490

    def peak(rows: int) -> int:
        tracemalloc.start()
        aside, seen = Aside(2), Seen()
        for number in range(rows):
            aside.append(row(number))
        for part in aside.parts():
            seen.add(part)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert [one for part in aside.parts() for one in part] == [row(number) for number in range(rows)]
        assert aside.by() == {f"reason {kind}": len(range(kind, rows, 3)) for kind in range(3)}
        assert row(7) in seen
        assert row(-1) not in seen
        return found

    assert peak(8_192) - peak(2_048) < 6_144 * 50, "bytes; the text alone has 500 a row"


def test_what_is_taken_from_aside_is_gone_and_others_can_follow() -> None:
    aside = Aside(1)
    for rows in (1, 1_024, 3_000):
        for number in range(rows):
            aside.append(("s", str(number)))
        assert len(aside) == rows
        assert aside.taken() == [("s", str(number)) for number in range(rows)]
        assert not aside
        assert not aside.taken()
