"""Good traces that repeat themselves for a reason, and loops: kinds of text, each made by hand or from a seed.

`GOOD` and `LOOPS` are tables of kinds; `texts(table, half)` gives every text of one half of the kinds: "tuned" is what
the thresholds were set on, "held back" is what was only looked at afterwards.
"""

import random
from collections.abc import Callable, Iterator
from itertools import permutations, product
from typing import Literal

from tests.filters.passages import CHINESE, ENGLISH, PROBLEMS, RECHECKS, WORDS, words

Kind = Callable[[random.Random], str]
Half = Literal["tuned", "held back"]
HALVES: tuple[Half, Half] = ("tuned", "held back")
KEPT: tuple[str, ...] = ()
"""Kinds of loops that are still kept, all or some of them."""
NO_LANGUAGE = ("random_letters", "mashed", "salad", "shuffled", "syllables", "mojibake", "replaced", "encoded",
               "han_salad")  # fmt: skip
"""Kinds that are gibberish."""


def texts(table: dict[str, Kind], half: Half, seeds: int = 5, first: int = 0) -> Iterator[tuple[str, str]]:
    """Names and texts of every second kind, so many of each."""
    for kind in list(table)[half == "held back" :: 2]:
        for seed in range(first, first + seeds):
            yield f"{kind}-{seed}", table[kind](random.Random(f"{kind} {seed}"))


def prose(r: random.Random, count: int = 3) -> str:
    """Some passages of ordinary reasoning, each another one."""
    return "\n\n".join(r.sample(ENGLISH, min(count, len(ENGLISH))))


def zh(r: random.Random, count: int = 2) -> str:
    """The same in Chinese."""
    return "\n\n".join(r.sample(CHINESE, min(count, len(CHINESE))))


def lines(each: Iterator[str] | list[str]) -> str:
    """One a line."""
    return "\n".join(each)


def primes(upto: int) -> list[int]:
    """All primes below."""
    return [n for n in range(2, upto) if all(n % d for d in range(2, int(n**0.5) + 1))]


# ---------------------------------------------------------------- good


def cases(r: random.Random) -> str:
    m = r.randint(5, 12)
    ends = ("so this works.", "which fails.", "and that is a solution.", "no good.", "contradiction, skip it.")
    rows = (f"Case {n}: n = {n}. Then n^2 + {m} = {n * n + m}, {r.choice(ends)}" for n in range(1, 41))
    return f"{prose(r, 1)}\n{lines(rows)}\nSo only a few of them remain."


def cases_same_words(r: random.Random) -> str:
    m, top = r.randint(3, 9), r.randint(20, 40)
    return prose(r, 1) + "\n" + " ".join(f"If n = {n}, then n^3 mod {m} is {n**3 % m}." for n in range(1, top))


def contradictions(r: random.Random) -> str:
    names = ["Alice", "Bob", "Carol", "Dave"]
    said = []
    for a, b in permutations(names, 2):
        said.append(
            f"Suppose that {a} is the thief and {b} is the witness. Then the statement of {r.choice(names)} is false. "
            "But we know that exactly one of them is telling the truth, so this is a contradiction."
        )
    return "\n".join(said[: r.randint(7, 12)]) + "\nSo the remaining case must hold."


def table_of_values(r: random.Random) -> str:
    a, b = r.randint(2, 9), r.randint(1, 9)
    rows = (f"| {x} | {a * x + b} | {x * x} | {a * x * x - b} |" for x in range(-20, 30))
    return prose(r, 1) + "\n\n| x | f(x) | g(x) | h(x) |\n|---|---|---|---|\n" + lines(rows)


def list_of_primes(r: random.Random) -> str:
    top = r.choice((300, 1000, 2000))
    return f"The primes below {top} are {', '.join(map(str, primes(top)))}. {prose(r, 1)}"


def truth_table(r: random.Random) -> str:
    said = ("T", "F") if r.random() < 0.5 else ("True", "False")
    head = "| p | q | r | s | p and q | r or s | result |\n|---|---|---|---|---|---|---|\n"
    rows = []
    for row in product((True, False), repeat=4 + r.randint(0, 1)):
        shown = [*row, row[0] and row[1], row[2] or row[3], (row[0] and row[1]) != (row[2] or row[3])]
        rows.append("| " + " | ".join(said[not value] for value in shown) + " |")
    return prose(r, 1) + "\n" + head + lines(rows)


def truth_table_bare(r: random.Random) -> str:
    rows = (
        f"p={a} q={b} r={c} s={d} t={e}: {int((a and b) or c ^ d ^ e)}" for a, b, c, d, e in product((0, 1), repeat=5)
    )
    return prose(r, 1) + "\n" + lines(rows)


def dp_table(r: random.Random) -> str:
    coins, top = sorted(r.sample(range(1, 12), 3)), 24
    table = [1] + [0] * top
    shown = [f"dp = {table}"]
    for coin in coins:
        for amount in range(coin, top + 1):
            table[amount] += table[amount - coin]
            shown.append(f"dp[{amount}] += dp[{amount - coin}], so dp[{amount}] = {table[amount]}")
        shown.append(f"After coin {coin}: dp = {table}")
    return prose(r, 1) + "\n" + lines(shown)


def dp_grid(r: random.Random) -> str:
    a, b = ("".join(r.choices("abcde", k=12)) for _ in range(2))
    grid = [[0] * 13 for _ in range(13)]
    for i, j in product(range(12), repeat=2):
        grid[i + 1][j + 1] = grid[i][j] + 1 if a[i] == b[j] else max(grid[i][j + 1], grid[i + 1][j])
    before = lines([" ".join("0" for _ in range(13)) for _ in range(13)])
    return f"The table for {a} and {b} starts as\n{before}\nand ends as\n" + lines(
        [" ".join(map(str, row)) for row in grid]
    )


def long_division(r: random.Random) -> str:
    n, d = r.randint(10**11, 10**12), r.randint(13, 97)
    rest, said = 0, []
    for digit in str(n):
        rest = rest * 10 + int(digit)
        said.append(
            f"Bring down the {digit}: {rest}. {d} goes into {rest} {rest // d} times, {rest // d} x {d} = "
            f"{rest // d * d}, and the remainder is {rest % d}."
        )
        rest %= d
    return f"We divide {n} by {d}.\n" + lines(said) + f"\nSo the quotient is {n // d}, remainder {n % d}."


def trial_division(r: random.Random) -> str:
    n = r.choice((10007, 20011, 9973, 104729))
    said = [f"{n} / {p} = {n / p:.2f}, not an integer." for p in primes(int(n**0.5) + 1)[:60]]
    return f"Is {n} prime? We try every prime up to its root. " + " ".join(said) + " None divides it, so it is prime."


def trial_division_words(r: random.Random) -> str:
    n = r.choice((10007, 20011, 9973))
    return f"Let's test {n}. " + " ".join(f"{n} is not divisible by {p}." for p in primes(100)) + " So it is prime."


def running_total(r: random.Random) -> str:
    total, said = 0, []
    for _ in range(60):
        n = r.randint(1, 500)
        said.append(f"{total} + {n} = {total + n}")
        total += n
    return "Let me add them one by one.\n" + lines(said) + f"\nThe total is {total}."


def running_total_words(r: random.Random) -> str:
    total, said = 0, []
    for _ in range(40):
        n = r.randint(1, 90)
        said.append(f"Adding {n} to the running total gives {total + n}.")
        total += n
    return " ".join(said) + f" So the sum is {total}."


def poem(r: random.Random) -> str:
    refrain = "And the river runs on to the sea, my love,\nand the river runs on to the sea."
    verses = r.sample(WORDS, 24)
    made = [
        f"The {verses[4 * i]} is asleep by the {verses[4 * i + 1]},\nthe {verses[4 * i + 2]} has gone from the tree;\n"
        f"we sing of the {verses[4 * i + 3]} we lost in the night,\n{refrain}" for i in range(6)
    ]  # fmt: skip
    return "\n\n".join(made)


def song(r: random.Random) -> str:
    chorus = (
        "Oh carry me over the mountain tonight,\nwhere the lanterns are golden and low,\n"
        "and sing me the song that you sang in the light,\nof the places we never will go."
    )
    return "\n\n".join(f"{passage.split('. ')[0]},\nand that was a long time ago.\n\n{chorus}" for passage in
                       r.sample(ENGLISH, 4))  # fmt: skip


def elif_chain(r: random.Random) -> str:
    words = r.sample(WORDS, 30)
    code = lines([f'    elif code == {i}:\n        return "{word}"' for i, word in enumerate(words)])
    return f"{prose(r, 1)}\n```python\ndef name(code):\n    if code < 0:\n        return None\n{code}\n```"


def asserts(r: random.Random) -> str:
    code = lines([f"assert fib({n}) == {r.randint(1, 10**6)}" for n in range(30)])
    return f"{prose(r, 1)}\n```python\n{code}\n```\nAll of these hold."


def json_rows(r: random.Random) -> str:
    rows = [
        f'  {{"id": {i}, "name": "{r.choice(WORDS)} {r.choice(WORDS)}", "age": {r.randint(18, 80)}, "active": '
        f"{r.choice(('true', 'false'))}}}" for i in range(40)
    ]  # fmt: skip
    return "```json\n[\n" + ",\n".join(rows) + "\n]\n```"


def json_zeros(r: random.Random) -> str:
    grid = ",\n".join("  [" + ", ".join("0" for _ in range(12)) + "]" for _ in range(12))
    return f"{prose(r, 1)}\nThe board is\n[\n{grid}\n]\nbefore the first move."


def row_reduction(r: random.Random) -> str:
    rows = [[r.randint(-9, 9) for _ in range(4)] for _ in range(3)]
    said = []
    for i in range(9):
        a, b = r.sample(range(3), 2)
        k = r.randint(-4, 4)
        rows[a] = [x + k * y for x, y in zip(rows[a], rows[b], strict=True)]
        body = r" \\ ".join(" & ".join(map(str, row)) for row in rows)
        said.append(
            f"R_{a + 1} \\to R_{a + 1} + ({k})R_{b + 1} gives\n\\[\\begin{{pmatrix}} {body} \\end{{pmatrix}}\\]"
        )
        said.append(r.choice(("", "Now clear the next column.", f"That leaves {9 - i} operations at most.")))
    return "\n".join(said)


def rechecks(r: random.Random) -> str:
    starts = ("Wait, let me double check. ", "Let me double-check this. ", "Wait, is that right? Let me check. ")
    return " ".join(r.choice(starts) + passage for passage in r.sample(RECHECKS, 10)) + " So the answer stands."


def rechecks_same_words(r: random.Random) -> str:
    return "\n\n".join("Wait, let me double check that. " + passage for passage in r.sample(ENGLISH, 8))


def second_way(r: random.Random) -> str:
    a, b = r.randint(12, 99), r.randint(12, 99)
    return (
        f"We want {a} x {b}. First, {a} x {b // 10 * 10} = {a * (b // 10 * 10)} and {a} x {b % 10} = "
        f"{a * (b % 10)}, so "
        f"the product is {a * b}. To verify, go the other way: {b} x {a // 10 * 10} = {b * (a // 10 * 10)} and {b} x "
        f"{a % 10} = {b * (a % 10)}, so the product is {a * b}. Both ways agree. Let me verify once more by another "
        f"way: ({a} + {b})^2 = {(a + b) ** 2}, a^2 = {a * a}, b^2 = {b * b}, so 2ab = {2 * a * b} and ab = {a * b}."
    )


def restated(r: random.Random) -> str:
    problem, (one, two, three) = r.choice(PROBLEMS), r.sample(ENGLISH, 3)
    return (
        f"The problem: {problem}\n\n{one}\n\nLet me read the problem again. {problem}\n\n{two}\n\nSo, to answer: "
        f"{problem}\n\n{three}\n\nThe answer is 42. \\boxed{{42}}"
    )


def restated_short(r: random.Random) -> str:
    problem = r.choice(PROBLEMS)
    return f"{problem} So the question is: {problem} {r.choice(RECHECKS)} The answer is 12. **The answer is 12.**"


def glossary(r: random.Random) -> str:
    chinese = words("苹果 河流 山脉 房子 老师 学生 时间 音乐 朋友 城市 花园 窗户 天空 海洋 森林")
    english = words("apple river mountain house teacher student time music friend city garden window sky sea forest")
    pairs = list(zip(chinese, english, strict=True))
    r.shuffle(pairs)
    return "\n".join(f"- {chinese} ({english}): the word for {english} is {chinese}." for chinese, english in pairs)


def sudoku(r: random.Random) -> str:
    grid = [[(3 * (i % 3) + i // 3 + j) % 9 + 1 for j in range(9)] for i in range(9)]
    shown = [[value if r.random() < 0.4 else 0 for value in row] for row in grid]
    said = []
    for _ in range(6):
        i, j = r.randrange(9), r.randrange(9)
        shown[i][j] = grid[i][j]
        said.append(f"Row {i + 1}, column {j + 1} must be {grid[i][j]}.")
        said.append(lines([" ".join(str(v) if v else "." for v in row) for row in shown]))
    return "\n".join(said)


def code_again(r: random.Random) -> str:
    body = [f"    {word} = compute({word}, {r.randint(1, 99)})" for word in r.sample(WORDS, 18)]
    said = []
    for _ in range(4):
        said.append(r.choice(RECHECKS) + "\n```python\ndef solve(xs):\n" + lines(body) + "\n    return xs\n```")
        at = r.randrange(len(body))
        body[at] = f"    {r.choice(WORDS)} = compute(xs, {r.randint(1, 99)})"
    return "\n\n".join(said)


def collatz(r: random.Random) -> str:
    n, said = r.choice((27, 97, 171, 231, 73)), []
    while n > 1:
        m = n // 2 if n % 2 == 0 else 3 * n + 1
        said.append(f"{n} is {'even, so halve it' if n % 2 == 0 else 'odd, so triple it and add one'}: {m}.")
        n = m
    return " ".join(said)


def binary_count(r: random.Random) -> str:
    return prose(r, 1) + "\n" + lines([f"{n} = {n:07b}, with {n.bit_count()} ones" for n in range(r.randint(64, 128))])


def fibonacci(r: random.Random) -> str:
    a, b, said = 1, 1, []
    for n in range(3, r.randint(40, 60)):
        a, b = b, a + b
        said.append(f"F_{n} = F_{n - 1} + F_{n - 2} = {b}")
    return "; ".join(said)


def powers(r: random.Random) -> str:
    base, m = r.randint(2, 9), r.choice((7, 10, 13, 100))
    return lines([f"{base}^{k} \\equiv {pow(base, k, m)} \\pmod{{{m}}}" for k in range(1, 50)])


def knights(r: random.Random) -> str:
    names = ("Alice", "Bob", "Carol", "David")
    said = []
    for row in product(("knight", "knave"), repeat=4):
        who = ", ".join(f"{name} is a {kind}" for name, kind in zip(names, row, strict=True))
        liars = row.count("knave")
        said.append(
            f"Suppose {who}. That makes {liars} knaves. {r.choice(names)}'s claim is then "
            f"{'true' if liars % 2 else 'false'}, which {'fits' if liars == 2 else 'contradicts the puzzle'}."
        )
    return "\n".join(said)


def orders(r: random.Random) -> str:
    names = r.sample(("Anna", "Ben", "Cleo", "Dan", "Eve"), 4)
    ends = ("violates the first clue.", "violates the second clue.", "is possible!", "violates the third clue.")
    return "\n".join(f"{i}. {', '.join(order)}: {r.choice(ends)}" for i, order in enumerate(permutations(names), 1))


def chinese_cases(r: random.Random) -> str:
    ends = ("符合条件。", "不符合。", "舍去。", "可以。")
    m = r.randint(3, 9)
    return zh(r, 1) + "\n" + lines([f"当n={n}时，n²+{m}={n * n + m}，{r.choice(ends)}" for n in range(1, 40)])


def chinese_rechecks(r: random.Random) -> str:
    return "".join("让我再检查一遍。" + passage for passage in r.sample(CHINESE, len(CHINESE)))


def chinese_division(r: random.Random) -> str:
    n = r.choice((10007, 9973))
    return "".join(f"{n}÷{p}={n / p:.2f}，不是整数。" for p in primes(100)) + f"所以{n}是质数。"


def euclid(r: random.Random) -> str:
    a, b, said = r.randint(10**8, 10**9), r.randint(10**7, 10**8), []
    while b:
        said.append(f"{a} = {a // b} * {b} + {a % b}, so the gcd is that of {b} and {a % b}.")
        a, b = b, a % b
    return "\n".join(said) + f"\nThe gcd is {a}."


def newton(r: random.Random) -> str:
    n, x, said = r.randint(2, 99), 1.0, []
    for i in range(12):
        x = (x + n / x) / 2
        said.append(f"x_{i + 1} = (x_{i} + {n}/x_{i})/2 = {x:.10f}")
    return f"Newton's method for the root of {n}:\n" + "\n".join(said)


def caesar(r: random.Random) -> str:
    secret = "".join(c for c in r.choice(ENGLISH).upper() if c.isalpha() or c == " ")[:56]
    move = lambda k: "".join(c if c == " " else chr((ord(c) - 65 + k) % 26 + 65) for c in secret)  # noqa: E731
    return "Let me try every shift.\n" + lines([f"Shift {k}: {move(k)}" for k in range(1, 26)]) + "\nNone is English."


def letters_counted(r: random.Random) -> str:
    spelt = ((word, ", ".join(f"{i}. {c}" for i, c in enumerate(word, 1))) for word in r.sample(WORDS, 12))
    return "\n".join(f"{word}: {letters}. That is {len(word)}." for word, letters in spelt)


def dice(r: random.Random) -> str:
    wanted = r.randint(5, 9)
    pairs = [f"({a}, {b}): {a + b}{' yes' if a + b == wanted else ''}" for a, b in product(range(1, 7), repeat=2)]
    return f"All 36 outcomes: {', '.join(pairs)}. {prose(r, 1)}"


def word_table(r: random.Random) -> str:
    rows = [f"| {r.choice(WORDS)} | {r.choice(('yes', 'no'))} | {r.choice(('red', 'blue'))} | {r.randint(1, 9)} |"
            for _ in range(50)]  # fmt: skip
    return "| name | open | colour | count |\n|---|---|---|---|\n" + "\n".join(rows)


def days(r: random.Random) -> str:
    depth, up, down, at, said = r.randint(30, 60), r.randint(4, 6), r.randint(1, 3), 0, []
    for day in range(1, 25):
        if at + up >= depth:
            break
        said.append(f"Day {day}: the snail climbs to {at + up} feet and slides back to {at + up - down} feet at night.")
        at += up - down
    return "\n".join(said) + "\nThe next day it gets out."


def html_grid(r: random.Random) -> str:
    cells = "\n".join('  <div class="cell"></div>' for _ in range(r.choice((9, 16, 25))))
    return f'```html\n<div class="board">\n{cells}\n</div>\n```\n{prose(r, 1)}'


def align(r: random.Random) -> str:
    return "\\begin{align*}\n" + " \\\\\n".join(
        f"f({x}) &= {x}^2 - 3 \\cdot {x} + 2 = {x * x} - {3 * x} + 2 = {x * x - 3 * x + 2}" for x in range(-9, 16)
    ) + "\n\\end{align*}"  # fmt: skip


def logs(r: random.Random) -> str:
    rows = [f"2024-03-{r.randint(10, 29)} {r.randint(10, 23)}:{r.randint(10, 59)}:{r.randint(10, 59)} "
            f"{r.choice(('INFO', 'WARN', 'ERROR'))} worker-{r.randint(1, 9)} {r.choice(WORDS)} took "
            f"{r.randint(1, 999)} ms"
            for _ in range(40)]  # fmt: skip
    return "The log says\n```\n" + "\n".join(rows) + "\n```\n" + prose(r, 1)


def queue(r: random.Random) -> str:
    said, waiting = [], ["A"]
    for name in "ABCDEFGHIJKLMNOP":
        waiting = waiting[1:] + r.sample("QRSTUVWXYZ", r.randint(0, 2)) + [chr(ord(name) + 1)]
        said.append(
            f"Pop {name}. Its neighbours are {', '.join(waiting[-2:])}. The queue is now [{', '.join(waiting)}]."
        )
    return "\n".join(said)


def strings(r: random.Random) -> str:
    dna, flips = "".join(r.choices("ACGT", k=420)), "".join(r.choices("HT", k=300))
    coded = "".join(r.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", k=180))
    return f"The strand is {dna}. The flips were {flips}. The text in base64 is {coded}==. {prose(r, 1)}"


def big_numbers(r: random.Random) -> str:
    return f"2^1200 = {2**1200}, 7^400 = {7**400}, 1/7 = 0.{'142857' * 6}…, 100! = {__import__('math').factorial(100)}."


def house(r: random.Random) -> str:
    made = ["the house that Jack built"]
    for what in ("malt that lay in", "rat that ate", "cat that chased", "dog that worried", "cow that tossed",
                 "maiden that milked", "man that kissed", "priest that married", "rooster that woke"):  # fmt: skip
        made.append(f"the {what} {made[-1]}")
    return "\n\n".join(f"This is {one}." for one in made)


def classical(r: random.Random) -> str:
    poems = ["床前明月光，疑是地上霜。举头望明月，低头思故乡。", "白日依山尽，黄河入海流。欲穷千里目，更上一层楼。",
             "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。",
             "千山鸟飞绝，万径人踪灭。孤舟蓑笠翁，独钓寒江雪。"]  # fmt: skip
    r.shuffle(poems)
    return "\n\n".join(poems) + "\n\n" + zh(r, 1)


def fizzbuzz(r: random.Random) -> str:
    a, b = r.choice(((3, 5), (2, 7), (4, 6)))
    return "\n".join(("Fizz" * (n % a == 0) + "Buzz" * (n % b == 0)) or str(n) for n in range(1, 101))


def life(r: random.Random) -> str:
    return "\n\n".join(f"Generation {g}:\n" + lines(["".join(r.choice("..#") for _ in range(12)) for _ in range(8)])
                       for g in range(6))  # fmt: skip


def search(r: random.Random) -> str:
    k = r.randint(3, 40)
    return "Let me just try values. " + " ".join(
        f"x = {x}: {x}^3 - {k}x = {x**3 - k * x}, {r.choice(('too small', 'too big', 'no', 'not yet'))}."
        for x in range(1, 45)
    )


def factored(r: random.Random) -> str:
    def split(n: int) -> str:
        found = []
        for p in primes(200):
            while n % p == 0:
                found.append(p)
                n //= p
        return " x ".join(map(str, found))

    start = r.randint(100, 400)
    return "\n".join(f"{n} = {split(n) or n}" for n in range(start, start + 60))


def capitals(r: random.Random) -> str:
    told = words("""
        France/Paris Spain/Madrid Italy/Rome Germany/Berlin Poland/Warsaw Austria/Vienna Greece/Athens Norway/Oslo
        Sweden/Stockholm Finland/Helsinki Denmark/Copenhagen Ireland/Dublin Portugal/Lisbon Hungary/Budapest
        Egypt/Cairo Kenya/Nairobi Japan/Tokyo China/Beijing India/Delhi Thailand/Bangkok Peru/Lima Chile/Santiago
        Cuba/Havana Canada/Ottawa Mexico/Mexico-City Turkey/Ankara Iran/Tehran Iraq/Baghdad
    """)
    pairs = [pair.split("/") for pair in told]
    r.shuffle(pairs)
    return " ".join(f"The capital of {country} is {city}." for country, city in pairs)


def quiz(r: random.Random) -> str:
    return "\n".join(f"Question {i}: What is {a} + {b}?\nAnswer: {a + b}" for i in range(1, 31)
                     for a, b in [(r.randint(1, 99), r.randint(1, 99))])  # fmt: skip


def inserts(r: random.Random) -> str:
    return "```sql\n" + "\n".join(
        f"INSERT INTO users (id, name, city, age) VALUES ({i}, '{r.choice(WORDS)}', '{r.choice(WORDS)}', "
        f"{r.randint(18, 90)});"
        for i in range(40)) + "\n```"  # fmt: skip


def numbers_asked_for(r: random.Random) -> str:
    top, per = r.choice((50, 100, 120)), r.choice((", ", "\n", " "))
    return f"Here are the numbers:\n{per.join(map(str, range(1, top + 1)))}"


def multiples(r: random.Random) -> str:
    k = r.randint(3, 19)
    return f"The multiples of {k}: " + ", ".join(str(k * i) for i in range(1, r.randint(60, 160))) + f". {prose(r, 1)}"


def times_table(r: random.Random) -> str:
    return "\n".join(f"{a} x {b} = {a * b}" for a in range(2, 10) for b in range(1, 11))


def apples_table(r: random.Random) -> str:
    price = r.randint(2, 9)
    return " ".join(f"If she buys {n} apples, she pays {price * n} dollars." for n in range(1, r.randint(10, 14)))


def plain_english(r: random.Random) -> str:
    return prose(r, r.randint(3, len(ENGLISH)))


def plain_chinese(r: random.Random) -> str:
    return zh(r, r.randint(3, len(CHINESE)))


def yes_no(r: random.Random) -> str:
    said = [f"{n}? {r.choice(('Yes', 'No'))}, {r.choice(('it is', 'it is not'))}." for n in r.sample(range(10, 99), 30)]
    return "Is each of them a palindrome or a square? " + " ".join(said)


def ruled(r: random.Random) -> str:
    rule = r.choice(("-" * 120, "=" * 100, "─" * 90, "*" * 80, "· " * 60, "_" * 150))
    return f"\n{rule}\n".join(r.sample(ENGLISH, 4))


def expansion(r: random.Random) -> str:
    return "sum = " + " + ".join(f"\\frac{{1}}{{{n}}}" for n in range(1, r.randint(20, 50))) + f". {prose(r, 1)}"


def declarations(r: random.Random) -> str:
    return "We need " + ", ".join(f"x_{{{n}}} \\ge 0" for n in range(1, r.randint(20, 40))) + f". {prose(r, 1)}"


def counted_items(r: random.Random) -> str:
    return "\n".join(f"{i}. {r.choice(WORDS)} {r.choice(WORDS)}" for i in range(1, 61))


def same_result(r: random.Random) -> str:
    said = [f"Trying {a} and {b}: {a} + {b} = {a + b}, that is not a perfect square." for a, b in
            (r.sample(range(1, 99), 2) for _ in range(20))]  # fmt: skip
    return " ".join(said)


def six_faces(r: random.Random) -> str:
    return "\n".join(
        f"If the first die shows {n}, then the second die must show at least {max(1, 8 - n)} for the sum to "
        f"exceed seven, "
        f"which gives {min(6, n - 1)} favourable outcomes out of six."
        for n in range(1, 7)
    )


def clues(r: random.Random) -> str:
    clue = "The person who drinks tea lives in the green house, which is immediately to the right of the white house."
    return "\n\n".join(f"{passage} Recall the clue: {clue}" for passage in r.sample(ENGLISH, 4))


# ---------------------------------------------------------------- loops

LAST = (
    "So the answer is 7. ", "I need to think about this more carefully. ", "Let me check this once again. ",
    "Therefore we conclude that the value of x is equal to 12. ", "Hmm, that does not look right. ",
)  # fmt: skip


def cut(r: random.Random, text: str) -> str:
    """As it ends at a token limit: somewhere in the middle of a word."""
    return text[: len(text) - r.randint(1, 9)]


def tail(r: random.Random) -> str:
    return cut(r, f"{prose(r)} " + r.choice(LAST) * r.randint(12, 80))


def tail_short(r: random.Random) -> str:
    return r.choice(RECHECKS)[:100] + " " + r.choice(LAST) * r.randint(6, 9)


def middle(r: random.Random) -> str:
    return f"{prose(r)} {r.choice(LAST) * r.randint(8, 40)} {r.choice(RECHECKS)} {prose(r, 2)}"


def two(r: random.Random) -> str:
    a, b = r.sample(RECHECKS, 2)
    return cut(r, f"{prose(r, 1)} " + f"{a} {b} " * r.randint(4, 20))


def three(r: random.Random) -> str:
    return cut(r, f"{prose(r, 2)} " + "".join(r.sample(LAST, 3)) * r.randint(5, 30))


def counting(r: random.Random) -> str:
    start, per = r.choice((1, 100)), r.choice((", ", " ", "\n", "... "))
    return f"{prose(r, 1)} " + per.join(map(str, range(start, start + r.randint(250, 600))))


def counting_down(r: random.Random) -> str:
    return f"{prose(r, 1)} " + ", ".join(map(str, range(r.randint(300, 500), 20, -1)))


def counting_words(r: random.Random) -> str:
    told = r.choice(("Step {n}: Continue the calculation.", "{n}. Check the next value.", "Iteration {n}: no change.",
                     "Line {n} is the same as the line before.", "So we go on with number {n}."))  # fmt: skip
    return cut(r, f"{prose(r, 1)}\n" + "\n".join(told.format(n=n) for n in range(1, r.randint(60, 300))))


def near_copies(r: random.Random) -> str:
    told = r.choice((
        ("Let us try x = {a}. Substituting it into the equation gives {b}, which does not match the value that we are "
        "looking for, so we have to try another value of x and see whether the equation is satisfied."),
        ("Attempt {a}: I multiply the two numbers and get {b}, but the expected result is {c}. This is not "
        "correct, so I "
        "will adjust the numbers a little and compute the product once more from the beginning."),
        ("Considering the configuration number {a}, we count {b} red and {c} blue balls in the urn. This does "
        "not satisfy "
        "all of the conditions that were given, hence we move on to the next configuration of the list."),
    ))  # fmt: skip
    made = [
        told.format(a=r.randint(1, 999), b=r.randint(1, 9999), c=r.randint(1, 99)) for _ in range(r.randint(10, 40))
    ]
    return cut(r, prose(r, 1) + "\n\n" + "\n\n".join(made))


def near_copies_counted(r: random.Random) -> str:
    told = ("Now consider the case n = {n}. As before, the formula holds for n = {m} and therefore it also holds "
            "for n = "
            "{n} by the same argument.")  # fmt: skip
    return prose(r, 1) + "\n" + " ".join(told.format(n=n, m=n - 1) for n in range(2, r.randint(14, 60)))


def token(r: random.Random) -> str:
    one = r.choice(("the ", "ha ", "wait ", "def ", "\\frac ", "No. ", "and so ", "loop-"))
    return f"{prose(r, 1)} " + one * r.randint(60, 400)


def character(r: random.Random) -> str:
    return f"{prose(r, 1)} " + r.choice("azx!?.的。") * r.randint(500, 2000)


def random_letters(r: random.Random) -> str:
    return f"{prose(r, 2)} " + "".join(r.choices("abcdefghijklmnopqrstuvwxyz    ", k=r.randint(700, 3000)))


def mashed(r: random.Random) -> str:
    rows = ("asdfghjkl", "qwertyuiop", "zxcvbnm", "sdfghj", "jkl;fds")
    return f"{prose(r, 1)} " + " ".join("".join(r.choices(r.choice(rows), k=r.randint(3, 9))) for _ in range(250))


def salad(r: random.Random) -> str:
    return f"{prose(r, 1)} " + " ".join(r.choices(WORDS, k=r.randint(250, 600)))


def shuffled(r: random.Random) -> str:
    words = " ".join(ENGLISH).lower().replace(",", "").split() * 2
    r.shuffle(words)
    return f"{prose(r, 1)} " + " ".join(words[:600])


def syllables(r: random.Random) -> str:
    word = lambda: "".join(r.choice("bdfgklmnprstvz") + r.choice("aeiou") for _ in range(r.randint(1, 4)))  # noqa: E731
    return f"{prose(r, 1)} " + " ".join(word() for _ in range(300))


def mojibake(r: random.Random) -> str:
    return f"{prose(r, 1)} " + zh(r, 2).encode().decode("latin-1")


def replaced(r: random.Random) -> str:
    return f"{prose(r, 1)} " + "".join(r.choice("\ufffd\ufffd锟斤拷a ") for _ in range(300))


def encoded(r: random.Random) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return f"{prose(r, 1)} " + "".join(r.choices(alphabet, k=r.randint(900, 4000)))


def han_salad(r: random.Random) -> str:
    return f"{zh(r, 1)}" + "".join(chr(r.randint(0x4E00, 0x9F00)) for _ in range(r.randint(600, 1500)))


def doubled(r: random.Random) -> str:
    text = prose(r, r.randint(1, 5))
    return text + r.choice(("\n\n", " ", "\n", "")) + text


def doubled_edited(r: random.Random) -> str:
    text = prose(r, r.randint(2, 5))
    return f"{text}\n\nOkay, let me write that again.\n\n{text.replace(' we ', ' you ', 1)}"


def doubled_answer(r: random.Random) -> str:
    text = r.choice(PROBLEMS).replace("?", ".") + " " + r.choice(RECHECKS)
    return f"{text}\n\n{text}"


def tripled(r: random.Random) -> str:
    return f"{prose(r, 1)}\n\n" + (prose(r, 6) + "\n\n") * 3


def paragraph_again(r: random.Random) -> str:
    again, rest = r.choice(PROBLEMS) + " " + r.choice(RECHECKS), r.sample(RECHECKS, 8)
    return "\n\n".join(f"{again}\n\n{other}" for other in rest)


def but_wait(r: random.Random) -> str:
    pool = (
        "But wait. ",
        "Wait, no. ",
        "But wait, what if I am wrong? ",
        "Hmm. ",
        "No, that is right. ",
        "But actually, wait. ",
    )
    return f"{prose(r, 1)} " + "".join(r.choice(pool) for _ in range(r.randint(60, 150)))


def pool(r: random.Random) -> str:
    some = r.sample(RECHECKS, 4)
    return f"{prose(r, 1)} " + " ".join(r.choice(some) for _ in range(r.randint(24, 60)))


def one_word(r: random.Random) -> str:
    told = r.choice(("Maybe the answer that we are looking for is the {w}, but that does not fit. ",
                     "I could also think about the {w} and see what it means here. ",
                     "Let us consider the {w} as one more possible example of this. "))  # fmt: skip
    return f"{prose(r, 1)} " + "".join(told.format(w=w) for w in r.sample(WORDS, r.randint(25, 60)))


def synonyms(r: random.Random) -> str:
    told = lambda: (  # noqa: E731
        f"{r.choice(('So', 'Thus', 'Hence', 'Therefore'))} the {r.choice(('value', 'result', 'number'))} must be "
        f"{r.choice(('equal to', 'exactly'))} {r.randint(2, 9)}, {r.choice(('but', 'yet'))} that "
        f"{r.choice(('seems', 'looks'))} wrong. "
    )
    return f"{prose(r, 1)} " + "".join(told() for _ in range(r.randint(40, 90)))


def blank(r: random.Random) -> str:
    return f"{prose(r, 1)}" + r.choice((" ", "\n", "\t", "\u3000", " \n")) * r.randint(900, 3000) + "So it is 7."


def chinese_tail(r: random.Random) -> str:
    return zh(r) + r.choice(
        ("所以答案是七。", "让我再想一想。", "等等，这里好像不对。", "因此，x的值等于12。")
    ) * r.randint(10, 50)


def chinese_cycle(r: random.Random) -> str:
    return zh(r, 1) + "但是，这样就不对了。让我重新考虑一下这个问题。所以应该是五个。" * r.randint(5, 20)


def chinese_counting(r: random.Random) -> str:
    told = r.choice(("第{n}步：继续计算。", "第{n}个数是多少呢？我们接着看下一个。", "检查第{n}行，没有问题。"))
    return zh(r, 1) + "".join(told.format(n=n) for n in range(1, r.randint(50, 200)))


def chinese_near_copies(r: random.Random) -> str:
    told = ("我们再试一试x={a}的情况，把它代入原来的方程，左边等于{b}，右边等于{c}，"
            "两边并不相等，所以这个值不是方程的解，需要继续尝试别的值。")  # fmt: skip
    return zh(r, 1) + "\n".join(
        told.format(a=r.randint(1, 99), b=r.randint(1, 999), c=r.randint(1, 999)) for _ in range(20)
    )


def chinese_short(r: random.Random) -> str:
    return r.choice(CHINESE)[:40] + r.choice(("我们再看一遍。", "不对，重新算。", "所以结果是八。")) * 8


def chinese_doubled(r: random.Random) -> str:
    text = zh(r, 3)
    return text + "\n\n" + text


def latex(r: random.Random) -> str:
    one = r.choice(
        (
            r"= \frac{1}{2} + \frac{1}{2} ",
            r"$x = \sqrt{16} = 4$, so $x = 4$. ",
            r"\Rightarrow x = x ",
            "\\[ a^2 + b^2 = c^2 \\]\n",
        )
    )
    return f"{prose(r, 1)} " + one * r.randint(30, 100)


def code(r: random.Random) -> str:
    one = r.choice(
        (
            "    x = x + 1\n    y = y - 1\n",
            "print(result)\n",
            "        else:\n            return None\n",
            "def f(x):\n    return f(x)\n\n",
        )
    )
    return f"{prose(r, 1)}\n```python\n" + one * r.randint(30, 120)


def digits(r: random.Random) -> str:
    return f"{prose(r, 1)} 1/3 = 0." + r.choice(("3", "0", "142857", "09")) * r.randint(300, 900)


def zeros(r: random.Random) -> str:
    return f"{prose(r, 1)} " + r.choice(("0 ", "0, ", "1 0 ", "00 ")) * r.randint(600, 900)


def bullets(r: random.Random) -> str:
    return f"{prose(r, 1)}\n" + r.choice(("- check the value\n", "* item\n", "- \n", "1. Next.\n")) * r.randint(60, 200)


def symbols(r: random.Random) -> str:
    return f"{prose(r, 1)} " + r.choice(("😀", "!?", "~", "→ ", "★")) * r.randint(500, 900)


def questions(r: random.Random) -> str:
    return cut(r, prose(r, 1) + " " + (r.choice(PROBLEMS) + " ") * r.randint(5, 20))


def flips(r: random.Random) -> str:
    return (
        f"{prose(r, 1)} "
        + "The answer is 5. Wait, no, the answer is 6. Wait, actually, the answer is 5. Hmm, " * r.randint(6, 30)
    )


def boxed(r: random.Random) -> str:
    return f"{prose(r, 1)} " + r.choice(
        ("\\boxed{7}\n", "**Final Answer**\n\\boxed{42}\n\n", "The answer is \\boxed{x}. ")
    ) * r.randint(12, 60)


def long_block(r: random.Random) -> str:
    block = " ".join(r.sample(ENGLISH, 8))
    return f"{prose(r, 1)}\n\n" + cut(r, f"{block}\n\n" * 4)


def edges(r: random.Random) -> str:
    return "\n".join(f"Then we take the vertex {r.randint(1, 99)} and look at all of its neighbours in the graph, one "
                     f"after "
                     f"the other, and mark each of them as visited, and go on." for _ in range(15))  # fmt: skip


def assignments(r: random.Random) -> str:
    return f"{prose(r, 1)}\n```\n" + "\n".join(f"variable_{n} = compute_value({n})" for n in range(r.randint(100, 200)))


def said_thrice(r: random.Random) -> str:
    one = " ".join(r.sample(RECHECKS, 2))
    return f"{r.choice(ENGLISH)}\n\n" + f"{one}\n\n" * 4


def short_words(r: random.Random) -> str:
    return "The sum is 12. " + r.choice(("Yes, it is 12. ", "I am sure. ", "Right? Right. ", "Done. ")) * r.randint(
        20, 25
    )


def _table(kinds: list[Kind]) -> dict[str, Kind]:
    return {kind.__name__: kind for kind in kinds}


GOOD = _table([
    cases, cases_same_words, contradictions, table_of_values, list_of_primes, truth_table, truth_table_bare, dp_table,
    dp_grid, long_division, trial_division, trial_division_words, running_total, running_total_words, poem, song,
    elif_chain, asserts, json_rows, json_zeros, row_reduction, rechecks, rechecks_same_words, second_way, restated,
    restated_short, glossary, sudoku, code_again, collatz, binary_count, fibonacci, powers, knights, orders,
    chinese_cases, chinese_rechecks, chinese_division, euclid, newton, caesar, letters_counted, dice, word_table, days,
    html_grid, align, logs, queue, strings, big_numbers, house, classical, fizzbuzz, life, search, factored, capitals,
    quiz, inserts, numbers_asked_for, multiples, times_table, apples_table, plain_english, plain_chinese, yes_no, ruled,
    expansion, declarations, counted_items, same_result, six_faces, clues,
])  # fmt: skip
LOOPS = _table([
    tail, tail_short, middle, two, three, counting, counting_down, counting_words, near_copies, near_copies_counted,
    token, character, random_letters, mashed, salad, shuffled, syllables, mojibake, replaced, encoded, han_salad,
    doubled, doubled_edited, doubled_answer, tripled, paragraph_again, but_wait, pool, one_word, synonyms, blank,
    chinese_tail, chinese_cycle, chinese_counting, chinese_near_copies, chinese_short, chinese_doubled, latex, code,
    digits, zeros, bullets, symbols, questions, flips, boxed, long_block, edges, assignments, said_thrice, short_words,
])  # fmt: skip
