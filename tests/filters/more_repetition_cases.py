"""More good traces and loops, written after the thresholds were set, to see what they do on kinds never seen."""

import random

from tests.filters.passages import CHINESE, ENGLISH, RECHECKS, WORDS
from tests.filters.repetition_cases import Kind, primes, prose, zh

# ---------------------------------------------------------------- good


def long_trace(r: random.Random) -> str:
    said = []
    for passage in r.sample(ENGLISH, len(ENGLISH)):
        said += [passage, r.choice(("Wait, let me double check.", "Let me verify.", "Hmm, wait.", "So far so good.")),
                 r.choice(RECHECKS)]  # fmt: skip
    return "\n\n".join(said)


def sieve(r: random.Random) -> str:
    n, left, said = r.randint(60, 120), [], []
    left = list(range(2, n))
    for p in (2, 3, 5, 7):
        left = [x for x in left if x == p or x % p]
        said.append(f"Strike out the multiples of {p}. What is left: {', '.join(map(str, left))}.")
    return "\n".join(said)


def bubble_sort(r: random.Random) -> str:
    xs, said = r.sample(range(1, 50), 9), []
    for i in range(8):
        for j in range(8 - i):
            if xs[j] > xs[j + 1]:
                said.append(f"Compare {xs[j]} and {xs[j + 1]}: swap them. The list is now {xs}.")
                xs[j], xs[j + 1] = xs[j + 1], xs[j]
            else:
                said.append(f"Compare {xs[j]} and {xs[j + 1]}: in order, no swap needed.")
    return "\n".join(said)


def hanoi(r: random.Random) -> str:
    said: list[str] = []

    def move(n: int, a: str, b: str, c: str) -> None:
        if n:
            move(n - 1, a, c, b)
            said.append(f"Move disk {n} from peg {a} to peg {c}.")
            move(n - 1, b, a, c)

    move(r.randint(4, 7), *r.sample("ABC", 3))
    return "\n".join(said) + f"\nThat makes {len(said)} moves."


def account(r: random.Random) -> str:
    amount, rate = r.randint(500, 5000), r.randint(2, 9)
    said = []
    for year in range(1, 26):
        amount += amount * rate // 100
        said.append(f"After year {year} the account holds {amount} dollars.")
    return "\n".join(said)


def daily_deposit(r: random.Random) -> str:
    start, add = r.randint(100, 999), r.randint(5, 50)
    return "\n".join(
        f"Day {d}: the balance is {start + d * add} dollars after the deposit of {add} dollars." for d in range(1, 31)
    )


def pigeon(r: random.Random) -> str:
    return "\n".join(
        f"If the remainder is {k}, then the square leaves the remainder {k * k % 12} when divided by 12."
        for k in range(12)
    )


def digits_cases(r: random.Random) -> str:
    return "\n".join(
        f"If the first digit is {d}, then the other two digits must add up to {15 - d}, and there are {d + 4} "
        f"ways to choose "
        f"them, so this case contributes {d + 4} numbers."
        for d in range(1, 10)
    )


def dialogue(r: random.Random) -> str:
    said = []
    for passage in r.sample(RECHECKS, 10):
        said += [f'"{passage}" said the teacher.', '"I see," said the pupil.']
    return "\n".join(said)


def litany(r: random.Random) -> str:
    return "\n".join(
        f"For the {a} and the {b},\nwe give thanks."
        for a, b in zip(r.sample(WORDS, 12), r.sample(WORDS, 12), strict=True)
    )


def weekdays(r: random.Random) -> str:
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    start = r.randint(0, 6)
    return "\n".join(f"Day {d} is a {names[(start + d) % 7]}." for d in range(1, 46))


def alphabet(r: random.Random) -> str:
    word = r.choice(WORDS)
    return (
        f"{prose(r, 1)}\n"
        + "\n".join(f"{chr(65 + i)} is letter number {i + 1}." for i in range(26))
        + f"\nSo {word} starts with {word[0]}."
    )


def css(r: random.Random) -> str:
    return (
        "```css\n"
        + "\n".join(
            f".{w} {{\n  color: #{r.randint(0, 0xFFFFFF):06x};\n  margin: {r.randint(0, 20)}px;\n}}"
            for w in r.sample(WORDS, 16)
        )
        + "\n```"
    )


def tests_code(r: random.Random) -> str:
    return (
        "```python\n"
        + "\n\n".join(
            f"def test_{w}():\n    result = solve({r.randint(1, 99)})\n    assert result == {r.randint(1, 99)}"
            for w in r.sample(WORDS, 14)
        )
        + "\n```"
    )


def matrix_powers(r: random.Random) -> str:
    m = [[r.randint(0, 2) for _ in range(3)] for _ in range(3)]
    p, said = m, []
    for k in range(2, 12):
        p = [[sum(p[i][t] * m[t][j] for t in range(3)) for j in range(3)] for i in range(3)]
        said.append(
            f"A^{k} = \\begin{{bmatrix}} " + r" \\ ".join(" & ".join(map(str, row)) for row in p) + " \\end{bmatrix}"
        )
    return "\n".join(said)


def identity(r: random.Random) -> str:
    return f"{prose(r, 1)}\n" + "\n".join(" ".join("1" if i == j else "0" for j in range(12)) for i in range(12))


def empty_board(r: random.Random) -> str:
    board = "\n".join("+---" * 8 + "+\n" + "|   " * 8 + "|" for _ in range(8))
    return f"{prose(r, 1)}\n{board}\n" + "+---" * 8 + "+"


def recipe(r: random.Random) -> str:
    return "\n".join(
        f"{i}. Add {r.randint(1, 500)} grams of {r.choice(WORDS)} and stir for {r.randint(1, 9)} minutes."
        for i in range(1, 16)
    )


def chinese_table(r: random.Random) -> str:
    k = r.randint(2, 9)
    return "\n".join(f"第{n}年：本金为{1000 + n * k * 10}元，利息为{k * n}元。" for n in range(1, 21))


def chinese_multiplication(r: random.Random) -> str:
    return "\n".join("，".join(f"{a}乘{b}等于{a * b}" for a in range(1, b + 1)) for b in range(1, 10))


def chinese_poem(r: random.Random) -> str:
    verses = [passage[:24] for passage in r.sample(CHINESE, 5)]
    return "\n\n".join(f"{verse}\n啊，故乡的河，你流向何方？\n啊，故乡的河，你流向何方？" for verse in verses)


def vocabulary(r: random.Random) -> str:
    return "Some words to learn:\n" + ", ".join(r.sample(WORDS, len(WORDS)))


def roots(r: random.Random) -> str:
    return "\n".join(f"\\sqrt{{{n}}} \\approx {n**0.5:.4f}" for n in range(2, 60))


def squares_mod(r: random.Random) -> str:
    m = r.choice((17, 19, 23, 31))
    return "Squares: " + ", ".join(f"{k}^2 = {k * k} = {k * k % m} mod {m}" for k in range(1, m)) + "."


def german(r: random.Random) -> str:
    return (
        "Zuerst überlegen wir, wie viele Äpfel im Korb liegen. Am Morgen waren es zwölf, doch die Kinder "
        "haben auf dem Weg "
        "zur Schule drei davon gegessen. Danach legte die Mutter noch fünf dazu, weil der Nachbar am Abend "
        "kommen wollte. "
        "Also sind es am Ende vierzehn, und wenn man sie auf sieben Gäste verteilt, dann bekommt jeder genau zwei. "
    )


def goldbach(r: random.Random) -> str:
    ps = primes(200)
    said = []
    for n in range(4, 120, 2):
        p = next(p for p in ps if n - p in ps)
        said.append(f"{n} = {p} + {n - p}")
    return "\n".join(said)


# ---------------------------------------------------------------- loops


def endless_list(r: random.Random) -> str:
    return "Some ideas:\n" + "\n".join(f"{i}. Use a better and more efficient algorithm." for i in range(1, 90))


def self_doubt(r: random.Random) -> str:
    return (
        prose(r, 2)
        + "\n\n"
        + "Wait, maybe I made a mistake. Let me recompute. 12 * 12 = 144. Yes, that is correct.\n\n" * r.randint(5, 30)
    )


def agree(r: random.Random) -> str:
    return prose(r, 1) + " " + "Yes. " * r.randint(40, 200)


def same_paragraphs(r: random.Random) -> str:
    a, b = r.sample(ENGLISH, 2)
    return "\n\n".join([a, b] * r.randint(3, 8))


def three_thoughts(r: random.Random) -> str:
    return "\n\n".join(r.sample(ENGLISH, 3) * r.randint(3, 5))


def sum_forever(r: random.Random) -> str:
    return prose(r, 1) + " 1" + " + 1" * r.randint(400, 900)


def nested(r: random.Random) -> str:
    return prose(r, 1) + " " + "(((" * 300 + "\\left(" * 200


def arrows(r: random.Random) -> str:
    return prose(r, 1) + " A" + " -> B -> A" * r.randint(60, 200)


def json_forever(r: random.Random) -> str:
    return '{"steps": [' + '{"op": "add", "value": 1}, ' * r.randint(80, 300)


def rows_forever(r: random.Random) -> str:
    return prose(r, 1) + "\n" + "| 1 | 2 | 3 | same as the row above |\n" * r.randint(60, 200)


def odd_numbers(r: random.Random) -> str:
    return prose(r, 1) + " The odd numbers are " + ", ".join(str(n) for n in range(1, 1200, 2))


def question_numbers(r: random.Random) -> str:
    return prose(r, 1) + " " + " ".join(f"What about {n}? No." for n in range(1, r.randint(120, 300)))


def decimals(r: random.Random) -> str:
    return (
        prose(r, 1)
        + " "
        + " ".join(f"Let x = 0.{n:04d} and we see that nothing changes at all here." for n in range(1, 120))
    )


def emotional(r: random.Random) -> str:
    return prose(r, 1) + " " + "I am so sorry for the confusion! Let me try again! " * r.randint(8, 30)


def chinese_words(r: random.Random) -> str:
    return zh(r, 1) + "我们可以考虑" + "、".join(["第一种情况", "第二种情况"] * r.randint(20, 60))


def chinese_pool(r: random.Random) -> str:
    some = ["等等，我再想想。", "这样好像不对吧。", "重新考虑一下这个问题。", "嗯，应该是这样的。", "不，还是不对。"]
    return zh(r, 1) + "".join(r.choice(some) for _ in range(r.randint(60, 120)))


def chinese_drift(r: random.Random) -> str:
    things = ["苹果", "河流", "山脉", "房子", "老师", "学生", "时间", "音乐", "朋友", "城市", "花园", "窗户",
              "天空", "海洋", "森林",
              "桌子", "椅子", "汽车", "飞机", "轮船", "电脑", "手机", "衣服", "鞋子", "帽子"]  # fmt: skip
    return zh(r, 1) + "".join(
        f"也许这道题想要问的其实是{w}，但是这和题目的条件并不相符。" for w in r.sample(things, 24)
    )


def consonants(r: random.Random) -> str:
    return prose(r, 2) + " " + "".join(r.choices("bcdfghjklmnpqrstvwxz  ", k=800))


def hex_flood(r: random.Random) -> str:
    return prose(r, 1) + " " + "".join(r.choices("0123456789abcdef", k=r.randint(1500, 4000)))


def punctuation(r: random.Random) -> str:
    return prose(r, 1) + " " + "".join(r.choices("!@#$%^&*()_+{}|:<>?~`-=[];',./", k=r.randint(1000, 3000)))


def many_scripts(r: random.Random) -> str:
    blocks = ((0x400, 0x4FF), (0x600, 0x6FF), (0xAC00, 0xD7A0), (0x3041, 0x3090), (0x4E00, 0x9F00), (0x900, 0x97F))
    return prose(r, 1) + " " + "".join(chr(r.randint(*r.choice(blocks))) for _ in range(900))


def capitals_flood(r: random.Random) -> str:
    return (
        prose(r, 1)
        + " "
        + " ".join("".join(r.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=r.randint(2, 9))) for _ in range(200))
    )


def salad_capital(r: random.Random) -> str:
    return prose(r, 1) + " " + ". ".join(" ".join(r.choices(WORDS, k=9)).capitalize() for _ in range(40)) + "."


def answer_again(r: random.Random) -> str:
    text = f"To find the result, add the two numbers: 17 + 25 = 42. The answer is {r.randint(40, 50)}."
    return "\n\n".join([text] * r.randint(3, 6))


def twice_then_on(r: random.Random) -> str:
    text = prose(r, 4)
    return f"{text}\n\n{text}\n\n{r.choice(RECHECKS)}"


def cut_copy(r: random.Random) -> str:
    text = prose(r, 6)
    return f"{text}\n\n{text[: int(len(text) * 0.85)]}"


def _table(kinds: list[Kind]) -> dict[str, Kind]:
    return {kind.__name__: kind for kind in kinds}


MORE_GOOD = _table([
    long_trace, sieve, bubble_sort, hanoi, account, daily_deposit, pigeon, digits_cases, dialogue, litany, weekdays,
    alphabet, css, tests_code, matrix_powers, identity, empty_board, recipe, chinese_table, chinese_multiplication,
    chinese_poem, vocabulary, roots, squares_mod, german, goldbach,
])  # fmt: skip
MORE_LOOPS = _table([
    endless_list, self_doubt, agree, same_paragraphs, three_thoughts, sum_forever, nested, arrows, json_forever,
    rows_forever, odd_numbers, question_numbers, decimals, emotional, chinese_words, chinese_pool, chinese_drift,
    consonants, hex_flood, punctuation, many_scripts, capitals_flood, salad_capital, answer_again,
    twice_then_on, cut_copy,
])  # fmt: skip
