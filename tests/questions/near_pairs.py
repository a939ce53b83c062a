"""Pairs of questions that are, or are not, the same question: written by hand, and made from those by clear changes.

A pair is (kind, prompt, reference, prompt, reference, same): `same` is what a careful reader would say.
"""

import re
from collections.abc import Callable, Iterator

Pair = tuple[str, str, str | None, str, str | None, bool]

BASES: tuple[tuple[str, str], ...] = (
    (
        (
            "Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. "
            "How many clips did Natalia sell altogether in April and May?"
        ),
        "72",
    ),
    (r"Find the value of $x$ if $\frac{1}{2}x + 7 = 19$ and $x > 0$.", "24"),
    ("A train travels 120 km in 1.5 hours. What is its average speed in kilometres per hour?", "80"),
    ("How many positive integers less than 1,000 are divisible by 7 but not by 11?", "129"),
    (r"Let $f(x) = x^2 - 5x + 6$. What is the sum of the roots of $f$?", "5"),
    ("In triangle ABC the angle at A is 40° and the angle at B is 65°. What is the angle at C in degrees?", "75"),
    (
        "A shop sells pens for $3 each and books for $12 each. Maria buys 4 pens and 2 books. How much does she pay?",
        "36",
    ),
    (r"Evaluate $\int_0^2 3x^2 \, dx$ and give the result as an integer.", "8"),
    ("If a fair coin is tossed 3 times, what is the probability that exactly two of the tosses are heads?", "3/8"),
    ("The sum of three consecutive even numbers is 78. What is the largest of the three numbers?", "28"),
    ("Tom is 4 years older than Ann. In 6 years Tom will be 30. How old is Ann today?", "20"),
    (r"Solve the inequality $2x - 3 \leq 11$ for $x$ and name the greatest integer that satisfies it.", "7"),
    ("小明有12个苹果，他给了小红5个，又买了8个。请问小明现在一共有多少个苹果？", "15"),
    ("一辆汽车以每小时60千米的速度行驶了2.5小时，求这辆汽车行驶的路程是多少千米？", "150"),
    ("已知等差数列的首项为3，公差为4，求这个数列的第10项是多少？", "39"),
    ("一个长方形的长是15厘米，宽是8厘米，求这个长方形的周长和面积。", "46 120"),
    ("Which gas do green plants take in from the air when they make sugar in sunlight?", "carbon dioxide"),
    (
        "Name the city that has been the capital of Australia since the government moved there from Melbourne.",
        "Canberra",
    ),
)

SAME: dict[str, Callable[[str], str]] = {
    "case": str.upper,
    "spaces": lambda text: "  " + re.sub(r"([,.?，。？])(?!\d)", r"\1 \n", text),
    "no punctuation": lambda text: re.sub(r"[?,，。？]|\.(?!\d)", "", text),
    "latex": lambda text: (
        text.replace("$", r"\( ")
        .replace(r"\frac", r"\dfrac")
        .replace(r"\leq", "≤")
        .replace(" + ", r"\, + \,")
        .replace("^2", "²")
    ),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isdigit() or c in "+=?,()" else c for c in text),
    "asked politely": lambda text: ("请解答：" if "，" in text else "Please answer this: ") + text,
    "sentences turned": lambda text: _turned(text),  # noqa: PLW0108  # defined below
    "a word more": lambda text: text.replace("What is", "Now what is").replace("How ", "So how ").replace("求", "请求"),
    "a space in thousands": lambda text: text.replace("1,000", "1000").replace("2.5", "2.50").replace("1.5", "1.50"),
}
"""Changes that leave the question what it was."""


def _turned(text: str) -> str:
    sentences = re.findall(r"[^.?。？]+(?:\.\d[^.?。？]*)*[.?。？]\s*", text)
    return " ".join(s.strip() for s in [*sentences[1:], *sentences[:1]]) if len(sentences) > 1 else text


def _other_number(text: str) -> str:
    return re.sub(r"\d+", lambda found: str(int(found[0]) + 2), text, count=1)


HAND: tuple[Pair, ...] = (
    ("clauses", "If x = 3, find the value of x + 4.", "7", "Find the value of x + 4 if x = 3.", "7", True),
    (
        "clauses",
        "What is 15% of 80, rounded to the nearest integer?",
        "12",
        "Rounded to the nearest integer, what is 15% of 80?",
        "12",
        True,
    ),
    ("clauses", "Given that a = 5 and b = 7, compute a * b.", "35", "Compute ab, given that a=5 and b=7.", "35", True),
    (
        "reference dressed",
        "What is one half of one quarter as a fraction?",
        r"\frac{1}{8}",
        "What is one half of one quarter, as a fraction",
        "1/8",
        True,
    ),
    (
        "reference dressed",
        "Divide 1 by 8 and write the result.",
        "0.125",
        "Divide 1 by 8, and write the result",
        "1/8",
        True,
    ),
    (
        "turned",
        "What is the smallest prime factor of 15 that is odd?",
        "3",
        "What is the largest prime factor of 15 that is odd?",
        "5",
        False,
    ),
    (
        "turned",
        "Is 9 a square? Answer yes or no, and nothing else please.",
        "yes",
        "Is 9 not a square? Answer yes or no, and nothing else please.",
        "no",
        False,
    ),
    (
        "turned",
        "Tom has twice as many cards as Ann, who has 8. How many has Tom?",
        "16",
        "Tom has half as many cards as Ann, who has 8. How many has Tom?",
        "4",
        False,
    ),
    ("signs", "What is 2 + 2?", "4", "What is 2 * 2?", "4", False),
    ("signs", "What is 0 + 9, written as an integer?", "9", "What is 0 - 9, written as an integer?", "-9", False),
    (
        "same words, other roles",
        "Ann gives Tom 3 of her 9 pens. How many pens has Ann left?",
        "6",
        "A box of 9 pens loses 3 pens on the way. How many stay in it?",
        "6",
        False,
    ),
    (
        "same numbers and answer",
        "What is the remainder when 17 is divided by 5?",
        "2",
        "How many primes lie between 5 and 17, leaving out 7, 11?",
        "2",
        False,
    ),
    (
        "same numbers and answer",
        "A rope of 20 m is cut into 4 equal pieces. How long is each?",
        "5",
        "Ann shares 20 sweets among 4 children. How many does each child get?",
        "5",
        False,
    ),
    (
        "numbers in words",
        "Three friends share a pizza of nine slices fairly. How many does each get?",
        "3",
        "Three friends share a pizza of six slices fairly. How many does each get?",
        "2",
        False,
    ),
    ("turned", "一个数的两倍是16，这个数是多少？", "8", "一个数的一半是16，这个数是多少？", "32", False),
    (
        "same words, other roles",
        "小红比小明多3个苹果，小明有5个，小红有几个？",
        "8",
        "小红比小明少3个苹果，小明有5个，小红有几个？",
        "2",
        False,
    ),
    ("other words", "How much is a third of 24 dollars?", "8", "What is 24 dollars divided by three?", "8", True),
    (
        "other words",
        "Find the area of a square whose side is 6 cm.",
        "36",
        "A square has sides of length 6 cm. What is its area?",
        "36",
        True,
    ),
    (
        "other words",
        "A car drives 90 km in 2 hours. How fast does it go on average?",
        "45",
        "What is the average speed of a car that covers 90 km in 2 hours?",
        "45",
        True,
    ),
    (
        "other words",
        "Compute the greatest common divisor of 36 and 48.",
        "12",
        "What is the gcd of 36 and 48?",
        "12",
        True,
    ),
    (
        "other words",
        "小明有5本书，小红有7本书，他们一共有几本书？",
        "12",
        "小红有7本书，小明有5本书，两人共有几本书？",
        "12",
        True,
    ),
    (
        "other words",
        "Determine all real x for which x^2 = 49 and x < 0.",
        "-7",
        "For which real x do we have x^2 = 49 and x < 0? Determine all of them.",
        "-7",
        True,
    ),
    (
        "names",
        "Ann has 14 red beads and gives Tom 5 of them. How many red beads does she have left?",
        "9",
        "Eva has 14 red beads and gives Ben 5 of them. How many red beads does she have left?",
        "9",
        True,
    ),
    (
        "one context",
        (
            "A bag holds 6 red and 4 blue marbles, and each marble weighs 5 grams. Two marbles are drawn without "
            "looking. How many marbles are in the bag?"
        ),
        "10",
        (
            "A bag holds 6 red and 4 blue marbles, and each marble weighs 5 grams. Two marbles are drawn without "
            "looking. How many grams do the two drawn marbles weigh together?"
        ),
        "10",
        False,
    ),
    (
        "one context",
        (
            "A school has 12 classes with 30 pupils each, 24 teachers and one gym of 400 square metres. "
            "How many pupils are there for each teacher?"
        ),
        "15",
        (
            "A school has 12 classes with 30 pupils each, 24 teachers and one gym of 400 square metres. "
            "Half of the pupils of one class are girls. How many are they?"
        ),
        "15",
        False,
    ),
    (
        "one context",
        "Let a and b be integers with a + b = 10 and a - b = 2. Find a.",
        "6",
        "Let a and b be integers with a + b = 10 and a - b = 2. Find a + b - b.",
        "6",
        False,
    ),
    (
        "one context",
        "Let a and b be integers with a + b = 8 and a - b = 0. Find a.",
        "4",
        "Let a and b be integers with a + b = 8 and a - b = 0. Find b.",
        "4",
        False,
    ),
    (
        "open",
        "Write a short story about a fox who learns to fish.",
        None,
        "Write a short story about a bear who learns to dance.",
        None,
        False,
    ),
    (
        "open",
        "Explain the advantages of solar power for a small village in simple words.",
        None,
        "Explain the disadvantages of solar power for a small village in simple words.",
        None,
        False,
    ),
    (
        "open",
        "Explain the advantages of solar power for a small village in simple words.",
        None,
        "In simple words, explain the advantages of solar power for a small village!",
        None,
        True,
    ),
    (
        "open",
        "Translate this sentence from English to French: the cat sleeps on the warm stove.",
        None,
        "Translate this sentence from French to English: the cat sleeps on the warm stove.",
        None,
        False,
    ),
    ("open", "写一首关于秋天的短诗，不超过四行。", None, "请写一首关于秋天的短诗，不超过四行！", None, True),
    ("open", "写一首关于秋天的短诗，不超过四行。", None, "写一首关于大海的短诗，不超过四行。", None, False),
)


def pairs() -> Iterator[Pair]:
    """All of them."""
    yield from HAND
    for number, (prompt, reference) in enumerate(BASES):
        for kind, change in SAME.items():
            if (changed := change(prompt)) != prompt:
                yield kind, prompt, reference, changed, reference, True
        yield "other reference", prompt, reference, prompt.upper() + " ", f"{reference}1", False
        if (other := _other_number(prompt)) != prompt:
            yield "other number", prompt, reference, other, f"{reference}2", False
            yield "other number, same answer", prompt, reference, other, reference, False
        for step in (1, 2, 5):
            strange, answer = BASES[(number + step) % len(BASES)]
            yield "another question", prompt, reference, strange, answer, False
