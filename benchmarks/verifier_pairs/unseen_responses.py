"""Whole responses written by hand after the verifier had been mended, in frames that `responses` does not have."""

from collections.abc import Iterator

from benchmarks.verifier_pairs.case import Pair

ROWS = (
    ('We have $a=3$, $b=4$, and by Pythagoras $c=5$.\n\nSo the hypotenuse is $5$.', '5', True),
    ('We have $a=3$, $b=4$, and by Pythagoras $c=5$.\n\nSo the hypotenuse is $5$.', '4', False),
    ('Since $12 = 3 \\cdot 4$, the number of ways equals $\\boxed{12}$ ways.', '12', True),
    ('The probability is $\\frac{2}{6} = \\boxed{\\frac{1}{3}}$.', '\\frac{1}{3}', True),
    ('The probability is $\\frac{2}{6} = \\boxed{\\frac{1}{3}}$.', '\\frac{2}{3}', False),
    ('$$x = \\frac{-b \\pm \\sqrt{b^2-4ac}}{2a} = \\frac{4 \\pm 2}{2}$$ so $x=3$ or $x=1$. The solutions are $\\boxed{1, 3}$.', '\\{1,3\\}', True),
    ('Therefore, the answer is **(C)**.', 'C', True),
    ('Therefore, the answer is **(C) 12**.', 'C', True),
    ("I first thought the answer is 7. Wait, that's wrong: I forgot the last case. The answer is 8.", '7', False),
    ('综上所述，$x$ 的取值范围是 $\\boxed{(2,+\\infty)}$。', 'x>2', True),
    ('综上所述，$x$ 的取值范围是 $\\boxed{[2,+\\infty)}$。', 'x>2', False),
    ('所以，一共需要 48 元。\n答：一共需要48元。', '48元', True),
    ('所以，一共需要 48 元。\n答：一共需要48元。', '84元', False),
    ('Hence the sum is\n$$\\boxed{\\frac{n(n+1)}{2}}.$$', '\\frac{n^2+n}{2}', True),
    ('Hence the sum is\n$$\\boxed{\\frac{n(n+1)}{2}}.$$', '\\frac{n^2-n}{2}', False),
    ('Final Answer: The final answer is $42$. I hope it is correct.', '42', True),
    ('Final Answer: The final answer is $42$. I hope it is correct.', '24', False),
    ('The length is $\\boxed{5\\sqrt{2}}$ cm.', '5\\sqrt{2}', True),
    ('Thus Janet makes $18 per day.\n#### 18', '18', True),
    ('Thus Janet makes $18 per day.\n#### 16', '18', False),
    ('So, in total there are 1,250 people.\n\n**1,250**', '1250', True),
    ('The answer is \\boxed{A}. No wait, recheck: option A fails. The answer is \\boxed{B}.', 'C', False),
    ('If $x = 5$ we get 10, if $x = 6$ we get 12. Neither equals 11. I give up.', '5', False),
    ('If $x = 5$ we get 10, if $x = 6$ we get 12. Neither equals 11. I give up.', '11', False),
    ("The answer cannot be 5, since 5 is odd. I don't know what it is.", '5', False),
    ('\\boxed{5} is tempting, but it is not the answer.', '5', False),
    ('I could answer \\boxed{5} or \\boxed{6}; both seem plausible.', '5', False),
    ('<answer>\n\n42\n\n</answer>', '42', True),
    ('Let $S$ be the sum. Then $S = 1 + 2 + \\cdots + 10 = 55$.', '55', True),
    ('Let $S$ be the sum. Then $S = 1 + 2 + \\cdots + 10 = 55$.', '10', False),
    ('Answer:\n\n\\[ x = 7 \\]', '7', True),
    ('Answer:\n\n\\[ x = 7 \\]', '-7', False),
    ('答：这条绳子长 $12$ 米。', '12\\text{ m}', True),
    ('答：这条绳子长 $12$ 米。', '12\\text{ cm}', False),
    ('经计算，答案应为 $\\frac{3}{8}$，而不是 $\\frac{5}{8}$。', '\\frac{3}{8}', True),
    ('经计算，答案应为 $\\frac{3}{8}$，而不是 $\\frac{5}{8}$。', '\\frac{5}{8}', False),
    ('The value is 9, not 6.', '6', False),
    ('So the final answer is $x = \\boxed{-3}$ (the other root, $5$, is extraneous).', '-3', True),
    ('So the final answer is $x = \\boxed{-3}$ (the other root, $5$, is extraneous).', '5', False),
    ('The roots are $2$ and $5$; since $x>3$, we take $x=5$. The answer is $\\boxed{5}$', '5', True),
    ('My answer: 17\nChecking: 17 + 3 = 20. Correct.', '17', True),
    ('本题选 \\boxed{D}', 'D', True),
    ('本题选 \\boxed{D}', 'A', False),
    ('What is the value of $3 + 4$?\n\nThe value is $\\boxed{7}$.', '7', True),
    ('The minimum is attained at $t=2$ and equals $\\boxed{-\\dfrac{9}{4}}$.', '-2.25', True),
    ('The minimum is attained at $t=2$ and equals $\\boxed{-\\dfrac{9}{4}}$.', '2', False),
)  # fmt: skip
"""A response, a reference, and whether it is right."""


def pairs() -> Iterator[Pair]:
    """The whole table."""
    yield from (Pair(text, reference, right, "unseen", "response") for text, reference, right in ROWS)
