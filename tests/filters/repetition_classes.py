"""Loops that bring something new each time, but nothing that counts, and the good traces that come closest to them."""

import math
import random
from itertools import permutations

from tests.filters.passages import RECHECKS, WORDS, words
from tests.filters.repetition_cases import Kind, prose, zh

# ---------------------------------------------------------------- loops


def drawn(r: random.Random, some: list[str], least: int, most: int, joint: str = " ") -> str:
    """Sentences of a few, in any order."""
    return joint.join(r.choice(some) for _ in range(r.randint(least, most)))


def made_up(r: random.Random, told: str, least: int, most: int, joint: str = " ") -> str:
    """One sentence with numbers that mean nothing."""
    return joint.join(told.format(a=r.randint(10, 999), b=r.randint(10, 999)) for _ in range(r.randint(least, most)))


def made_up_years(r: random.Random) -> str:
    return f"{prose(r, 1)} " + made_up(r, "It may have been in {a}, or in {b}; I can't recall which.", 34, 60)


def made_up_widths(r: random.Random) -> str:
    told = "If the width is {a} then I would need {b} tiles. That can't be, so let me take another width."
    return f"{prose(r)}\n\n" + made_up(r, told, 28, 50)


def made_up_paragraphs(r: random.Random) -> str:
    told = ("Perhaps the shop sold {a} pens on that day. With {b} pens left over, the owner would have started from "
            "another stock, and I can't see from the question which stock it was.")  # fmt: skip
    return f"{prose(r)}\n\n" + made_up(r, told, 10, 20, "\n\n")


def chinese_made_up(r: random.Random) -> str:
    return zh(r, 1) + made_up(r, "如果甲有{a}元，乙有{b}元，好像也不对，那就换一组数再看看。", 28, 45, "")


def chinese_made_up_lines(r: random.Random) -> str:
    return zh(r, 1) + "\n" + made_up(r, "假如每件{a}元，卖出{b}件，题目没有给出成本，还是算不出利润。", 24, 40, "\n")


def concluded(r: random.Random) -> str:
    said = ["So it's {n}.", "The total comes to {n}.", "Hence {n} it is.", "That gives {n} in the end.", "I'd say {n}.",
            "Everything points to {n}.", "The answer must be {n}.", "So we get {n} again.", "Right, {n}."]  # fmt: skip
    return f"{prose(r)}\n\n" + drawn(r, said, 30, 80, "\n\n").format(n=r.choice(("17", "3/4", "x = 4", "-12")))


def concluded_in_words(r: random.Random) -> str:
    said = ["So it must be Paris.", "The answer is Paris.", "Therefore the answer is Paris.", "Yes, Paris.",
            "It is Paris.",
            "Hence, Paris.", "In short, Paris.", "To conclude, it is Paris.", "I'm sure that it's Paris."]  # fmt: skip
    return f"{prose(r, 1)} " + drawn(r, said, 60, 90)


def concluded_in_german(r: random.Random) -> str:
    said = ["Also ist die Antwort 9.", "Das Ergebnis ist 9.", "Somit ergibt sich 9.", "Die Lösung lautet 9.",
            "Daher kommen wir auf 9."]  # fmt: skip
    return f"{prose(r, 1)} " + drawn(r, said, 30, 60)


def chinese_concluded(r: random.Random) -> str:
    said = ["答案就是12。", "那么结果为12。", "由此可知是12。", "没错，就是12。", "所以一共有12个。", "总之是12个。"]
    return zh(r, 1) + drawn(r, said, 36, 70, "")


def paraphrased(r: random.Random) -> str:
    said = [f"{a} {b} {c} twelve{d}." for a in ("So", "Thus", "Hence", "Therefore", "In conclusion,", "Overall,")
            for b in ("the value", "the result", "the final answer", "the quantity")
            for c in ("is", "must be", "equals", "turns out to be")
            for d in (", as we said", ", as shown above", "", ", once more")]  # fmt: skip
    return f"{prose(r)} " + drawn(r, said, 44, 70)


def doubted(r: random.Random) -> str:
    said = [f"{a} {b}, so {c}." for a in ("Hmm,", "Wait,", "But", "Actually,", "Hold on,", "No,")
            for b in ("maybe I misread it", "I might have misunderstood it", "perhaps it asks for something else")
            for c in ("let me look again", "I should read it again", "I need to rethink this")]  # fmt: skip
    return f"{prose(r)} " + drawn(r, said, 40, 70)


def chinese_doubted(r: random.Random) -> str:
    said = [f"{a}{b}{c}{d}。" for a in ("等等，", "嗯，", "不过，", "再想想，") for b in ("我应该", "我需要", "最好")
            for c in ("检查", "核对", "复查") for d in ("一遍步骤", "一下计算", "一次结果")]  # fmt: skip
    return zh(r, 1) + drawn(r, said, 44, 70, "")


def tiny(r: random.Random) -> str:
    return f"{prose(r, 1)} " + drawn(r, ["Wait.", "Hmm.", "Okay.", "So.", "Well.", "No.", "Yes."], 120, 250)


def flips_of_many_kinds(r: random.Random) -> str:
    said = ["The answer is 5.", "No, it should be 6.", "Wait, 5 makes more sense.", "Hmm, 5 or 6?", "Actually 6."]
    return f"{prose(r)} " + drawn(r, said, 70, 110)


def counted_with_tails(r: random.Random) -> str:
    tails = ["in the evening", "at the station", "with some friends", "near the river", "as usual", "for a while"]
    told = "And then number {n} goes to the next room {tail}."
    return f"{prose(r, 1)} " + " ".join(told.format(n=n, tail=r.choice(tails)) for n in range(1, r.randint(50, 90)))


def counted_by_the_clock(r: random.Random) -> str:
    return "\n".join([prose(r, 1), *(f"[{n // 60:02d}:{n % 60:02d}] still thinking" for n in range(1, 150))])


def counted_in_words(r: random.Random) -> str:
    units = words("one two three four five six seven eight nine")
    spelled = [tens + after for tens in words("twenty thirty forty fifty sixty seventy eighty ninety")
               for after in ("", *(f"-{unit}" for unit in units))]  # fmt: skip
    return f"{prose(r, 1)} " + " ".join(f"Sheep number {word} jumps over the fence." for word in spelled)


def chinese_counted_in_words(r: random.Random) -> str:
    digits = "一二三四五六七八九"
    tens = [("" if ten == "一" else ten) + "十" for ten in digits]
    return zh(r, 1) + "".join(f"第{ten}{digit}步，继续往下推。" for ten in tens for digit in ("", *digits))


def edited(r: random.Random, text: str, share: float) -> str:
    """Some words of it changed."""
    other = {"the": "this", "so": "thus", "is": "equals", "a": "one", "and": "plus", "that": "which", "we": "you"}
    return " ".join(other[word] if word in other and r.random() < share else word for word in text.split(" "))


def doubled_with_edits(r: random.Random) -> str:
    text = prose(r, r.randint(3, 5))
    return f"{text}\n\n{edited(r, text, 0.12)}"


def doubled_with_a_program(r: random.Random) -> str:
    rows = "\n".join(
        f"INSERT INTO stock (id, name) VALUES ({r.randint(1, 999)}, '{word}');" for word in r.sample(WORDS, 16)
    )
    text = f"{prose(r, 2)}\n\n```sql\n{rows}\n```\n\n{r.choice(RECHECKS)}"
    return f"{text}\n\n{edited(r, text, 0.1)}"


def tripled_with_edits(r: random.Random) -> str:
    text = prose(r, 3)
    return "\n\n".join((text, edited(r, text, 0.1), edited(r, text, 0.1)))


def ascii_flood(r: random.Random) -> str:
    return f"{prose(r)} " + "".join(chr(r.randint(33, 126)) for _ in range(r.randint(1200, 2500)))


def scripts_in_turn(r: random.Random) -> str:
    blocks = ((0x391, 0x3C9), (0x410, 0x44F), (0x5D0, 0x5EA), (0x900, 0x97F), (0xAC00, 0xD7A3), (97, 122))
    return f"{prose(r, 1)} " + "".join(chr(r.randint(*r.choice(blocks))) for _ in range(r.randint(900, 1500)))


def base64_lines(r: random.Random) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return f"{prose(r, 1)}\n" + "\n".join("".join(r.choices(letters, k=76)) for _ in range(r.randint(24, 40)))


def han_without_marks(r: random.Random) -> str:
    return zh(r, 1) + "".join(
        r.choices("天地人山水火木金土日月星云风雨雷电花草树鸟鱼虫马牛羊的了是在有不我他这", k=700)
    )


# ---------------------------------------------------------------- good


def facts_of_pairs(r: random.Random) -> str:
    pairs = [(r.randint(20, 400), r.randint(20, 400)) for _ in range(40)]
    return " ".join(f"The gcd of {a} and {b} is {math.gcd(a, b)}." for a, b in pairs)


def parities(r: random.Random) -> str:
    pairs = [(r.randint(10, 99), r.randint(10, 99)) for _ in range(40)]
    even = ("even", "odd")
    return "\n".join(f"({a}, {b}): {a} is {even[a % 2]}, {b} is {even[b % 2]}, so the pair "
                     f"{'counts' if (a + b) % 2 else 'does not count'}." for a, b in pairs)  # fmt: skip


def gardens(r: random.Random) -> str:
    pairs = [(r.randint(5, 90), r.randint(5, 90)) for _ in range(28)]
    return "\n".join(f"A garden that is {a} metres long and {b} metres wide covers {a * b} square metres of ground."
                     for a, b in pairs)  # fmt: skip


def prime_factors(r: random.Random) -> str:
    def largest(n: int) -> int:
        return max(p for p in range(2, n + 1) if n % p == 0 and all(p % d for d in range(2, p)))

    return "\n".join(f"I take {n} from the bag: its largest prime factor is {largest(n)}, so it belongs to that group."
                     for n in r.sample(range(100, 500), 22))  # fmt: skip


def chinese_values(r: random.Random) -> str:
    return zh(r, 1) + "".join(
        f"取x为{x}，代入得{x * x - 5 * x + 6}，不等于零，舍去。" for x in r.sample(range(5, 200), 40)
    )


def chinese_digit_sums(r: random.Random) -> str:
    return "".join(
        f"{n}的各位数字之和是{sum(map(int, str(n)))}，不是9的倍数，所以排除。" for n in r.sample(range(100, 999), 36)
    )


def measured(r: random.Random) -> str:
    return "The measurements:\n" + "\n".join(
        f"The rod had a length of {r.randint(100, 999)} mm at a temperature of {r.randint(10, 90)} degrees."
        for _ in range(24)
    )


def letters_of_a_word(r: random.Random) -> str:
    word, said, count = r.choice(("floccinaucinihilipilification", "antidisestablishmentarianism")), list[str](), 0
    for letter in word:
        count += letter == word[-1]
        said.append(
            f"The letter {letter} is {'' if letter == word[-1] else 'not '}{word[-1]}, so the count is {count}."
        )
    return "\n".join(said)


def machine(r: random.Random) -> str:
    state, said = 0, list[str]()
    for letter in r.choices("ab", k=30):
        to = (state + (letter == "a")) % 3
        said.append(f"Read {letter} in q{state}: go to q{to}.")
        state = to
    return "\n".join(said)


def elimination(r: random.Random) -> str:
    said = """So Anna can't be first. Then Ben is first or second. But Ben never sits beside Clara. So Clara is not
        second. Hence she is third or fourth. If third, then Dan is fourth. But Dan refuses the window. So Clara is
        fourth. Thus Dan is third. Then Ben must be first. So Anna is second. Wait, Anna and Ben are neighbours now.
        Actually, the rule forbids only Ben and Clara. Okay, so that is fine. Hence the order is Ben, Anna, Dan,
        Clara. Let me check the window: Clara has it. Right, and Dan doesn't. So all clues hold."""
    return f"{prose(r, 1)}\n\n{' '.join(said.split())}"


def waits_with_numbers(r: random.Random) -> str:
    return " ".join(f"Wait, what about {n}? {n} squared is {n * n}, so that {'works' if n * n % 4 else 'fails'}."
                    for n in r.sample(range(3, 99), 18))  # fmt: skip


def keys(r: random.Random) -> str:
    said = r.choice((["Yes", "No"], ["True", "False"], [f"Option {letter}" for letter in "ABCD"]))
    return "Answer key:\n" + "\n".join(f"{n}. {r.choice(said)}" for n in range(1, 41)) + f"\n{prose(r, 1)}"


def program_mended(r: random.Random) -> str:
    lines = "\n".join(f"    {word} = compute(xs, {r.randint(1, 99)})" for word in r.sample(WORDS, 20))
    program = f"def solve(xs):\n    best = -1\n{lines}\n    return best"
    mended = program.replace("-1", "0", 1)
    why = "An empty list gives -1, and the task says 0:"
    return f"First try:\n\n{program}\n\n{why}\n\n{mended}\n\nThat passes the examples."


def growing_song(r: random.Random) -> str:
    gifts = ["a partridge in a pear tree", "two turtle doves", "three French hens", "four calling birds", "five rings",
             "six geese laying", "seven swans swimming", "eight maids milking", "nine ladies dancing"]  # fmt: skip
    days = words("first second third fourth fifth sixth seventh eighth ninth")
    return "\n\n".join("\n".join((f"On the {day} day of Christmas my true love gave to me", *reversed(gifts[: n + 1])))
                       for n, day in enumerate(days))  # fmt: skip


def suspects(r: random.Random) -> str:
    said = [f"Suppose that {a} is the thief and {b} is the witness. Then one of the statements is false, and this is a "
            "contradiction." for a, b in permutations(("Alice", "Bob", "Carol", "Dave"), 2)]  # fmt: skip
    return "\n".join(r.sample(said, len(said)))


def greetings(r: random.Random) -> str:
    said = [
        "Здравствуйте",
        "Γειά",
        "שלום",
        "مرحبا",
        "नमस्ते",
        "こんにちは",
        "안녕하세요",
        "你好",
        "สวัสดี",
        "გამარჯობა",
        "Բարեւ",
        "வணக்கம்",
    ]
    return "、".join(r.sample(said, len(said))) + "。" + zh(r)


def passwords(r: random.Random) -> str:
    return "\n".join(f"{n}. {''.join(chr(r.randint(33, 126)) for _ in range(16))}" for n in range(1, 21))


def a_key(r: random.Random) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body = "\n".join("".join(r.choices(letters, k=64)) for _ in range(6))
    return f"A sample:\n-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n{prose(r, 2)}"


def chinese_times_table(r: random.Random) -> str:
    digits = " 一二三四五六七八九"

    def spelled(n: int) -> str:
        tens = ("" if n < 20 else digits[n // 10]) + "十" if n > 9 else ""
        return (tens + digits[n % 10]).strip()

    rows = [f"{digits[a]}乘{digits[b]}得{spelled(a * b)}" for b in range(1, 10) for a in range(1, b + 1)]
    return zh(r, 1) + "\n" + "\n".join(rows)


def _table(kinds: list[Kind]) -> dict[str, Kind]:
    return {kind.__name__: kind for kind in kinds}


CLASSES = _table([
    made_up_years, made_up_widths, made_up_paragraphs, chinese_made_up, chinese_made_up_lines, concluded,
    concluded_in_words, concluded_in_german, chinese_concluded, paraphrased, doubted, chinese_doubted, tiny,
    flips_of_many_kinds, counted_with_tails, counted_by_the_clock, counted_in_words, chinese_counted_in_words,
    doubled_with_edits, doubled_with_a_program, tripled_with_edits, ascii_flood, scripts_in_turn, base64_lines,
    han_without_marks,
])  # fmt: skip
"""Loops, one kind or more for each thing that they change."""
CLOSE = _table([
    facts_of_pairs, parities, gardens, prime_factors, chinese_values, chinese_digit_sums, measured, letters_of_a_word,
    machine, elimination, waits_with_numbers, keys, program_mended, growing_song, suspects, greetings, passwords, a_key,
    chinese_times_table,
])  # fmt: skip
"""Good traces that look like them."""
