"""Loops whose rows are drawn from few words, or are no rows at all, and the good traces that come closest to them."""

import random
from itertools import pairwise, product

from tests.filters.passages import CHINESE, WORDS, words
from tests.filters.repetition_cases import Kind, prose, zh

# ---------------------------------------------------------------- loops


def rows_for_ever(r: random.Random) -> str:
    rows = ("| 4 | 16 | 64 |", "|---|---|---|", "| a | 1 |", "| 12 | 0.5 | 7 | 30 |", "|:---:|:---:|", "| 0 | 1 | 1 |",
            "+-----+-----+", "| x_1 | 2 |", "3, 9, 27", "| 三 | 9 |")  # fmt: skip
    return f"{prose(r, 1)}\n\n" + f"{r.choice(rows)}\n" * r.randint(220, 400)


def closing_for_ever(r: random.Random) -> str:
    return f"{prose(r, 1)}\n\n" + r.choice(("    }\n", "</div>\n", "  ]\n", "});\n", "}\n}\n")) * r.randint(450, 900)


def figures_for_ever(r: random.Random) -> str:
    return f"{prose(r, 1)} " + r.choice(("1 1 0 ", "0, 1, ", "[1, 2], ", "7 3 ", "(1, 0) ")) * r.randint(450, 800)


def symbols_in_no_order(r: random.Random) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*()_[]{}<>/|"
    told = "".join(r.choices(letters, k=r.randint(2000, 4000)))
    return f"{prose(r, 1)} " + "".join(c + " " * (r.random() < 0.15) for c in told)


def filled_frame(r: random.Random) -> str:
    nouns, how = words("rank norm kernel image vector matrix basis trace"), words("open closed first second large")
    told = r.choice((
        "We should look at the {n} of the {n}, because the {n} decides it, and without it nothing can be said.",
        "We look at the {a} {n} and then at the {a} {n}, and from there we go back to the {n}.",
        "If the {n} depends on the {n}, we have to think about the {n} again before we can go any further.",
        "It would help to know the {a} {n}, but for that we would first need the {a} {n}, and we do not have it.",
        "The {n} of the {a} {n} seems to be the key to the whole question, so let us think about it for a while.",
    ))  # fmt: skip
    rows = list[str]()
    for _ in range(r.randint(60, 90)):
        row = told
        while "{" in row:
            row = row.replace("{n}", r.choice(nouns), 1).replace("{a}", r.choice(how), 1)
        rows.append(row)
    return f"{prose(r)}\n\n" + r.choice((" ", "\n")).join(rows)


def chinese_filled_frame(r: random.Random) -> str:
    things = words("矩阵 向量 函数 数列 集合 图形 方程 余数")
    told = "我们先看{a}和{b}之间的关系，然后再回到{c}上面来继续考虑这个问题。"
    some = (dict(zip("abc", r.choices(things, k=3), strict=True)) for _ in range(r.randint(60, 90)))
    return zh(r, 1) + "".join(told.format(**one) for one in some)


def walking_frame(r: random.Random) -> str:
    how = words("high low thin warm loud old cold long")
    now, rows = r.choices(how, k=4), list[str]()
    for _ in range(70):
        now[r.randrange(4)] = r.choice(how)
        rows.append("The traveller took the {} road to the {} town and asked for the {} house of the {} friend."
                    .format(*now))  # fmt: skip
    return f"{prose(r)}\n\n" + " ".join(rows)


def chinese_shuffled(r: random.Random) -> str:
    han = [c for passage in CHINESE for c in passage if "一" <= c <= "鿿"]
    said = (
        "我们先假设这个结论成立，那么根据题目的条件，可以确定什么时候需要继续检查。因此问题并不容易，但是他们能够验证。"
    )
    han += [c for c in said * 4 if "一" <= c <= "鿿"]
    told = r.choices(han, k=r.randint(500, 900))
    return zh(r, 1) + "".join(c + (r.choice("，，。、") if r.random() < 0.1 else "") for c in told)


def wavering_counted(r: random.Random) -> str:
    told = r.choice((
        "Maybe the year was {n}. I'm not sure about {n}, it could also be {a}. I can't verify it, so let me think.",
        "The chance might be {n}/{a}. But it might also be larger than {n}/{a}, or smaller. Let me think again.",
        "也许第{n}个数有{a}那么大，不过也可能只有{b}，题目没有说清楚，所以还是不确定，再想一想。",
        "Perhaps room {n} holds {a} people, or perhaps {b}. I cannot tell from the text, so it stays unclear.",
    ))  # fmt: skip
    rows = (told.format(n=n, a=r.randint(10, 999), b=r.randint(10, 999)) for n in range(11, 51))
    return f"{prose(r)}\n\n" + "\n\n".join(rows)


def chinese_tried_again(r: random.Random) -> str:
    told = "试一下 x={a}，代入以后得到 {b}，不符合要求，所以 x={a} 不行，再换一个数试试。"
    return zh(r, 1) + "".join(told.format(a=r.randint(10, 999), b=r.randint(10, 999)) for _ in range(55))


def attempts(r: random.Random) -> str:
    ends = r.sample(["no luck", "still nothing", "failed again", "that does not work", "not it", "wrong again"], 4)
    told = r.choice(("Attempt {n}: {e}.", "Try {n}: {e}.", "Attempt number {n}, {e}.", "Iteration {n}: {e}."))
    rows = (told.format(n=n, e=r.choice(ends)) for n in range(1, r.randint(90, 160)))
    return f"{prose(r, 1)}\n" + "\n".join(rows)


def chinese_attempts(r: random.Random) -> str:
    ends = ["没有成功", "还是不行", "失败了", "仍然不对"]
    return zh(r, 1) + "\n".join(f"第{n}次尝试：{r.choice(ends)}。" for n in range(1, r.randint(90, 160)))


def emoji_in_no_order(r: random.Random) -> str:
    return f"{prose(r, 1)} " + "".join(r.choices("😀🎉🔥✨🚀💡👍🌟😂🥳🙏💯", k=r.randint(600, 1200)))


def list_of_few(r: random.Random) -> str:
    some = ["Improve the quality of the code.", "Ask the team for more feedback.", "Write down what has been learned.",
            "Plan the next week with care.", "Look at the numbers once more.", "Make the design easier to read.",
            "Talk to the customers about it."]  # fmt: skip
    return "Some ideas:\n" + "\n".join(f"{n}. {r.choice(some)}" for n in range(1, r.randint(100, 160)))


def chinese_list_of_few(r: random.Random) -> str:
    some = [
        "提高代码的质量和效率。",
        "多与团队成员沟通交流。",
        "认真总结以往的经验。",
        "合理安排下一周的计划。",
        "重新检查一遍数据。",
    ]
    return "一些建议：\n" + "\n".join(f"{n}. {r.choice(some)}" for n in range(1, r.randint(100, 160)))


def salad_of_small_words(r: random.Random) -> str:
    small = words("the of and to in is that for with on as by at from")
    said = (r.choice(small) if r.random() < 0.3 else r.choice(WORDS) for _ in range(r.randint(800, 1000)))
    return f"{prose(r, 1)} " + " ".join(said)


# ---------------------------------------------------------------- good


def nested_cases(r: random.Random) -> str:
    colours = words("red green blue white")
    rows = (f"If the first house is {a} and the second one is {b}, then the third one has to be {c}, against a clue."
            for a, b, c in product(colours, repeat=3) if len({a, b, c}) == 3)  # fmt: skip
    return "\n".join(rows)


def a_machine_in_words(r: random.Random) -> str:
    states = words("idle ready busy waiting closed")
    to = {(s, i): r.choice(states) for s in states for i in ("push", "pull", "reset")}
    rows = [f"If the machine is {s} and the next signal is {i}, then after that it is going to be {then} for a while."
            for (s, i), then in to.items()]  # fmt: skip
    return "\n".join(r.sample(rows, len(rows)))


def truth_in_words(r: random.Random) -> str:
    rows = list[str]()
    for a, b, c, d, e in product(("true", "false"), repeat=5):
        whole = "true" if (a == "true") != (b == c) or d == e else "false"
        rows.append(f"With p {a}, q {b}, r {c}, s {d} and t {e} the whole formula of the exercise comes out {whole}.")
    return "\n".join(rows)


def rows_of_figures(r: random.Random) -> str:
    rows = (f"| {a} | {a * a} | {a**3} |" for a in range(1, 90))
    return f"{prose(r, 1)}\n\n|---|---|---|\n" + "\n".join(rows)


def zeros_before(r: random.Random) -> str:
    width = r.randint(12, 20)
    rows = [" ".join("0" * width)] * 40 + [" ".join(r.choices("01", k=width)) for _ in range(12)]
    return "The table before the first coin:\n" + "\n".join(rows)


def dense_math(r: random.Random) -> str:
    ops = (
        r"\frac{{{a}}}{{{b}}}",
        r"\sqrt[{a}]{{{b}}}",
        "x_{{{a}}}^{b}",
        r"\sum_{{i={a}}}^{{{b}}} i^2",
        "({a}!/{b}!)",
        r"\left[{a}, {b}\right)",
        "|{a}-{b}|",
        r"\alpha_{a}\beta^{b}",
        "f'({a})<g({b})",
        r"\int_{a}^{b}e^{{-t}}dt",
    )
    rows = (r.choice(ops).format(a=r.randint(1, 99), b=r.randint(1, 99)) + r.choice((" = ", " + ", r" \leq ", r" \\ "))
            for _ in range(160))  # fmt: skip
    return f"{prose(r, 1)}\n\n$$" + "".join(rows) + "$$"


def regexes(r: random.Random) -> str:
    some = (
        r"^[A-Z]{2}\d{4}$",
        r"(?<=@)\w+\.com",
        r"\b\d{3}-\d{4}\b",
        r"[^\s<>]+@[^\s<>]+",
        r"^(?:\+\d{1,3})?\s?\d+$",
        r"#[0-9a-fA-F]{6}",
        r"(['\"])(.*?)\1",
        r"^\s*(#|//)",
        r"(\d+)/(\d+)",
        r"[\u4e00-\u9fff]+",
    )
    return "Patterns:\n" + "\n".join(f"{n}. `{r.choice(some)}` against `{r.choice(WORDS)}-{r.randint(1, 999)}@x.com`"
                                     for n in range(1, 24))  # fmt: skip


def one_liner(r: random.Random) -> str:
    names = [r.choice("abcdefgh") for _ in range(90)]
    said = ";".join(f"{a}[{r.randint(0, 9)}]={b}>{r.randint(1, 99)}?{a}^{b}:~{b}&{r.randint(1, 255)}"
                    for a, b in pairwise(names))  # fmt: skip
    return f"{prose(r, 1)}\n\nfor(;;){{{said}}}"


def chinese_words_asked_for(r: random.Random) -> str:
    some = words("基础 步骤 考虑 能够 情况 因素 符合 检验 证据 确认 题材 数据 需求 虽然 此外 容易 明显 继续 简单 苹果 "
                 "河流 山脉 老师 学生 时间 音乐 朋友 城市 花园 窗户 天空 海洋")  # fmt: skip
    return "常用词表：" + "、".join(r.sample(some, len(some))) + "。" + zh(r)


def chinese_characters_explained(r: random.Random) -> str:
    told = "“{c}”字从{a}，读音与“{b}”相近，本义和{a}有关，后来引申开去。"
    rows = (
        told.format(c=c, a=r.choice("水木火土金手心言"), b=r.choice("检验因此题据"))
        for c in "检验们么证确题据需虽首易显续简"
    )
    return "".join(rows)


def chinese_verses(r: random.Random) -> str:
    return (
        zh(r) + "\n床前明月光，疑是地上霜。举头望明月，低头思故乡。白日依山尽，黄河入海流。欲穷千里目，更上一层楼。" * 2
    )


def supposed_powers(r: random.Random) -> str:
    p = r.choice((101, 103, 107))
    return "\n".join(f"Suppose the exponent is {n}. Then the remainder might matter: it is {pow(3, n, p)}, so we go on."
                     for n in range(11, 51))  # fmt: skip


def trials_of_a_coin(r: random.Random) -> str:
    return "\n".join(f"Trial {n}: {r.choice(('heads', 'tails'))}." for n in range(1, 101))


def loops_of_a_language(r: random.Random) -> str:
    said = ["In the for loop we add one to the counter.", "After the for loop the total is known.",
            "Inside the with statement the file is open.", "The value of the and operator is the last one.",
            "The body of the for loop runs nine times.", "What the in operator returns is a bool."]  # fmt: skip
    return f"{prose(r)} {' '.join(r.sample(said, len(said)))} {prose(r, 1)}"


def doors(r: random.Random) -> str:
    return "\n".join(f"Door {n} {'is open' if int(n**0.5) ** 2 == n else 'stays closed'}." for n in range(1, 101))


def emoji_board(r: random.Random) -> str:
    return f"{prose(r, 1)}\n" + "\n".join("".join(r.choices("⬛⬜🟩🟨", k=20)) for _ in range(30))


def emoji_asked_for(r: random.Random) -> str:
    return "A hundred of them: " + " ".join(chr(r.randint(0x1F600, 0x1F64F)) for _ in range(100)) + f"\n{prose(r, 1)}"


def logs_of_one_kind(r: random.Random) -> str:
    told = "2024-05-{} 12:{}:{:02d} GET /api/{} {} {}ms"
    rows = (told.format(r.randint(10, 28), r.randint(10, 59), n % 60, r.choice(WORDS), r.choice((200, 404, 500)),
                        r.randint(1, 900)) for n in range(60))  # fmt: skip
    return "```\n" + "\n".join(rows) + "\n```"


def rhymes_without_marks(r: random.Random) -> str:
    return "\n".join(f"the {a} of the {b} goes down\nand nobody asks for the {c} in town"
                     for a, b, c in (r.sample(WORDS, 3) for _ in range(10)))  # fmt: skip


def _table(kinds: list[Kind]) -> dict[str, Kind]:
    return {kind.__name__: kind for kind in kinds}


DRAWN = _table([
    rows_for_ever, closing_for_ever, figures_for_ever, symbols_in_no_order, filled_frame, chinese_filled_frame,
    walking_frame, chinese_shuffled, wavering_counted, chinese_tried_again, attempts, chinese_attempts,
    emoji_in_no_order, list_of_few, chinese_list_of_few, salad_of_small_words,
])  # fmt: skip
"""Loops."""
ORDERED = _table([
    nested_cases, a_machine_in_words, truth_in_words, rows_of_figures, zeros_before, dense_math, regexes, one_liner,
    chinese_words_asked_for, chinese_characters_explained, chinese_verses, supposed_powers, trials_of_a_coin,
    loops_of_a_language, doors, emoji_board, emoji_asked_for, logs_of_one_kind, rhymes_without_marks,
])  # fmt: skip
"""Good traces."""
