"""Whole responses: a solution in prose, or what stands in an answer block, around one final answer or none."""

# tables: one value a row

from collections.abc import Iterator
from random import Random

from benchmarks.verifier_pairs import unseen_responses
from benchmarks.verifier_pairs.case import Pair

FINALS = (
    ("12", "12", "13"),
    ("-7", "-7", "7"),
    (r"\frac{3}{4}", r"\frac{3}{4}", r"\frac{4}{3}"),
    (r"\frac{5}{6}", "5/6", "6/5"),
    (r"2\sqrt{3}", r"2\sqrt{3}", r"3\sqrt{2}"),
    (r"\sqrt{7}", r"\sqrt{7}", r"\sqrt{5}"),
    ("36", "36", "63"),
    ("1024", "1,024", "1,042"),
    ("0.125", r"\frac{1}{8}", "0.0125"),
    (r"25\%", "0.25", "2.5"),
    (r"6\pi", r"6\pi", r"9\pi"),
    ("(2,5)", "(2, 5)", "(5, 2)"),
    ("[1,4)", "[1, 4)", "(1, 4]"),
    (r"\{1,3\}", r"\{3, 1\}", r"\{1, 4\}"),
    ("x^2+2x", "x(x+2)", "x^2-2x"),
    ("2n+1", "1+2n", "2n-1"),
    ("5+2i", "5+2i", "5-2i"),
    (r"15\text{ cm}", r"15\text{ cm}", r"15\text{ kg}"),
    ("1011_2", "1011_2", "1101_2"),
    ("120", "5!", "4!"),
)  # fmt: skip
"""A reference, the same as a teacher may write it, and a wrong one."""

FRAMES = (
    "First we simplify. There are 4 cases and 17 of 20 are ruled out.\n\nTherefore the final answer is $\\boxed{{{0}}}$.",
    "Let $y = 3$ and $z = 8$, so $y + z = 11$.\nHence\n\\[\\boxed{{{0}}}\\]",
    "We compute step by step.\n1. The sum of the first 9 terms is 45.\n2. We subtract 3.\n\nThe answer is ${0}$.",
    "After checking the two candidates 91 and 92, we discard both.\n\n**Final answer:** ${0}$",
    "Using the identity, everything cancels.\n#### {0}",
    "The area of the first part is 99. So the answer is: ${0}$",
    "设第一项为 3，公差为 8，共 10 项。\n所以答案是 ${0}$。",
    "由题意可知共有 6 种情况，逐一检验。\n因此，最终答案为 $\\boxed{{{0}}}$。",
    "先化简，再代入 91。\n答案：${0}$",
    "Rearranging gives an equation whose solution we read off. In conclusion, $\\boxed{{{0}}}$ is what was asked for.",
    "<answer>{0}</answer>",
    "<answer>The answer is ${0}$.</answer>",
    "<answer>$\\boxed{{{0}}}$</answer>",
    "<think>Try 55. No: 55 is too large. Try again.</think><answer>\\boxed{{{0}}}</answer>",
    "At first one may guess 77, but 77 fails the second condition. The correct answer is ${0}$.",
    "My first result was $\\frac{{9}}{{17}}$, which is wrong because a sign was lost. Correcting it, the answer is $\\boxed{{{0}}}$.",
    "The final result is $\\boxed{{{0}}}$.\n\nCheck: substituting it back gives 19 = 19, as required.",
    "### Solution\n\nWe use the formula with $n = 14$.\n\n### Answer\n\n$$\\boxed{{{0}}}$$",
)  # fmt: skip
"""Each has one final answer, whatever other numbers it tells."""

TWICE = (
    "By the first method the answer is $\\boxed{{{0}}}$. By the second it is again $\\boxed{{{1}}}$.",
    "\\boxed{{{0}}}\n\nTo sum up: \\boxed{{{1}}}",
    "The answer is ${0}$. Let me verify. Yes, the answer is ${1}$.",
    "答案是 $\\boxed{{{0}}}$。验算无误，答案是 $\\boxed{{{1}}}$。",
    "<answer>$\\boxed{{{0}}}$, that is, $\\boxed{{{1}}}$</answer>",
)
"""Two final answers: right if they agree, none if they differ."""

EMPTY = (
    "I am not sure; the answer may be {0} or it may be {1}.",
    "The answer is not {0}.",
    "The answer is either {0} or {1}, I can't decide which.",
    "Maybe {0}, maybe {1}.",
    "I could not solve this problem. My guess would be between {0} and {1}.",
    "It is certainly not ${0}$, because ${0}$ fails the first condition.",
    "Is the answer ${0}$?",
    "答案可能是{0}，也可能是{1}。",
    "答案不是{0}。",
    "我不确定，答案是{0}或者是{1}。",
    "Suppose the answer were ${0}$. Then we would get a contradiction, so this is impossible.",
    "We tried ${0}$ first, but it does not satisfy the equation, and so it is not a solution.",
)
"""Hedged, refused or refuted: none of them is an answer, not even where the right value is named."""

NONE = (
    "I cannot answer this question.",
    "We need more information to solve it.",
    "题目条件不足，无法求解。",
    "Let me think about it.",
    "There is no way to tell.",
    "...",
)

QUESTIONS = (
    ("What is 7 + 5?", "12"),
    ("Find the value of x if 2x = 24.", "12"),
    ("A rope of 36 metres is cut into 3 equal pieces. How long is each piece in metres?", "12"),
    ("Is 12 or 13 the sum of 5 and 7?", "12"),
    ("If f(x) = x + 7, what is f(5)? Choose from 11, 12 and 13.", "12"),
    ("求 5 与 7 的和是多少？", "12"),
    ("一个长方形长 9 厘米，宽 4 厘米，面积是 36 平方厘米吗？", "36"),
    ("Compute the product of 4 and 9.", "36"),
    ("Which is larger, \\frac{3}{4} or \\frac{2}{3}?", r"\frac{3}{4}"),
    ("Simplify \\sqrt{12}.", r"2\sqrt{3}"),
    ("How many of the 120 pupils play chess?", "120"),
    ("Solve x^2 + 2x = 0 for x, where 5 > x > -7.", "-7"),
)
"""The question copied out is no answer."""

UNITED = (
    ("Each box holds 12 eggs, so 3 boxes hold 36 eggs.\nThe answer is 36 eggs.", "36", True),
    ("The train needs 2 hours for 120 km. Its speed is \\boxed{60\\text{ km/h}}.", r"60\text{ km/h}", True),
    ("The train needs 2 hours for 120 km. Its speed is \\boxed{60\\text{ m/s}}.", r"60\text{ km/h}", False),
    ("所以这个长方形的面积是36平方厘米。\n答案是36平方厘米。", r"36\text{ cm}^2", True),
    ("所以这个长方形的面积是36平方厘米。\n答案是36立方厘米。", r"36\text{ cm}^2", False),
    ("We factor: $(x-2)(x-3)=0$. So $\\boxed{x=2 \\text{ or } x=3}$.", r"\{2,3\}", True),
    ("We factor: $(x-2)(x-3)=0$. So $\\boxed{x=2}$.", r"\{2,3\}", False),
    ("因式分解得 $(x-2)(x-3)=0$，所以答案是 x=2 或 x=3。", r"\{2,3\}", True),
    ("因式分解得 $(x-2)(x-3)=0$，所以答案是 x=2 或 x=-3。", r"\{2,3\}", False),
    ("Solving the system, $x=1$ and $y=2$. The answer is \\boxed{(1,2)}.", "(1,2)", True),
    ("Solving the system, $x=1$ and $y=2$. The answer is \\boxed{(2,1)}.", "(1,2)", False),
    ("Statement B is false, A is false, so the answer is (C).", "C", True),
    ("Statement B is false, A is false, so the answer is (D).", "C", False),
    ("A项错误，B项错误，所以选C。", "C", True),
    ("A项错误，B项错误，所以选D。", "C", False),
    ("The correct option is **B**.", "B", True),
    ("Because the slopes are equal, the correct choice is \\boxed{\\text{(E)}}.", "(E)", True),
    ("Because the slopes are equal, the correct choice is \\boxed{\\text{(E)}}.", "(D)", False),
    ("So 18 eggs are sold at $2 each.\n#### 18", "18", True),
    ("So 18 eggs are sold at $2 each, which makes $36.\n#### 36", "18", False),
    ("She makes 9 * 2 = $18 every day.\n#### $18", r"\$18", True),
    ("In base 2 this is \\boxed{1011}.", "1101_2", False),
    ("The probability is \\boxed{\\dfrac{1}{6}}, about 0.167.", r"\frac{1}{6}", True),
    ("The probability is about \\boxed{0.167}.", r"\frac{1}{6}", False),
    ("Thus \\boxed{x > 3}, which is an open ray.", r"(3,\infty)", True),
    ("Thus \\boxed{x \\ge 3}, which is a closed ray.", r"(3,\infty)", False),
)  # fmt: skip


def responses() -> list[Pair]:
    """All of them, each once."""
    found = dict.fromkeys((*framed(), *doubled(), *empty(), *by_hand(), *unseen_responses.pairs()))
    return list(found)


def framed() -> Iterator[Pair]:
    """One final answer in every frame, right and wrong in turn, from different references."""
    rng = Random("verifier pairs, framed")
    for frame in FRAMES:
        for reference, right, wrong in rng.sample(FINALS, 14):
            good = rng.random() < 0.55
            if "#### " in frame and not good and "\\" in wrong:
                good = True
            yield Pair(frame.format(right if good else wrong), reference, good, "one answer", "response")


def doubled() -> Iterator[Pair]:
    """Two that agree, two that differ (the last one counts), two that agree and are wrong."""
    rng = Random("verifier pairs, doubled")
    for frame in TWICE:
        for reference, right, wrong in rng.sample(FINALS, 9):
            yield Pair(frame.format(reference, right), reference, True, "two that agree", "response")
            both = [right, wrong]
            rng.shuffle(both)
            yield Pair(frame.format(*both), reference, both[-1] == right, "two that differ", "response")
        for reference, _, wrong in rng.sample(FINALS, 2):
            yield Pair(frame.format(wrong, wrong), reference, False, "two that agree", "response")


def empty() -> Iterator[Pair]:
    """Text without an answer."""
    rng = Random("verifier pairs, empty")
    plain = [row for row in FINALS if "\\" not in row[0] + row[2]]
    for frame in EMPTY:
        for reference, _, wrong in rng.sample(plain, 5):
            yield Pair(frame.format(reference, wrong), reference, False, "no answer", "response")
    for text in NONE:
        for reference, _, _ in rng.sample(FINALS, 3):
            yield Pair(text, reference, False, "no answer", "response")
    for question, reference in QUESTIONS:
        yield Pair(question, reference, False, "the question copied", "response")


def by_hand() -> Iterator[Pair]:
    """Units, options, systems and money at the end of prose."""
    yield from (Pair(text, reference, right, "by hand", "response") for text, reference, right in UNITED)
