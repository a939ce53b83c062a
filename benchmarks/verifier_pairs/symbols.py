"""Values with letters: polynomials, quotients, equations, systems, both signs at once, words."""

# tables: one value a row

from collections.abc import Iterator
from random import Random

from benchmarks.verifier_pairs.case import Value


def term(factor: int, letters: str) -> str:
    """`-x`, `3x^2`, `7`: one term without a leading plus."""
    if not letters:
        return str(factor)
    return {1: letters, -1: f"-{letters}"}.get(factor, f"{factor}{letters}")


def total(*terms: tuple[int, str]) -> str:
    """Terms put together as one writes them."""
    text = ""
    for factor, letters in terms:
        if factor:
            one = term(factor, letters)
            text += one if not text or one.startswith("-") else f"+{one}"
    return text


def nonzero(rng: Random, top: int) -> int:
    """A whole number between -top and top, not 0."""
    return rng.choice((1, -1)) * rng.randint(1, top)


def lines(rng: Random) -> Iterator[Value]:
    """Polynomials of one letter of first and second degree; expanded, ordered otherwise, factored."""
    for _ in range(13):
        a, b, name = rng.randint(2, 12), nonzero(rng, 15), rng.choice("xntabk")
        same = (
            total((a, name), (b, "")),
            total((b, ""), (a, name)),
            f"{a} {name} {'+' if b > 0 else '-'} {abs(b)}",
            f"{a} \\cdot {name}{b:+d}",
        )
        other = (
            total((a, name), (-b, "")),
            total((a + 1, name), (b, "")),
            total((a, name), (b + 20, "")),
            total((-a, name), (b, "")),
            total((a, f"{name}^2"), (b, "")),
            total((a, "m"), (b, "")),
        )
        yield Value("linear", same, other, (f"{a}*{name}{b:+d}",), (f"{a}*{name}{-b:+d}",))
    for _ in range(16):
        p, q, a = nonzero(rng, 9), nonzero(rng, 9), rng.choice((1, 1, 2, 3))
        q += 11 if q == -p else 0
        head = "" if a == 1 else str(a)
        square = "x^2"
        same = (
            total((a, square), (-a * (p + q), "x"), (a * p * q, "")),
            f"{head}(x{-p:+d})(x{-q:+d})",
            f"{head}(x{-q:+d})(x{-p:+d})",
            total((-a * (p + q), "x"), (a * p * q, ""), (a, square)),
            total((a, "x^{2}"), (-a * (p + q), "x"), (a * p * q, "")),
        )
        other = (
            f"{head}(x{p:+d})(x{-q:+d})",
            total((a, square), (a * (p + q), "x"), (a * p * q, "")),
            total((a, square), (-a * (p + q), "x"), (a * p * q + 1, "")),
            total((a, "x^3"), (-a * (p + q), "x"), (a * p * q, "")),
            f"{a + 1}(x{-p:+d})(x{-q:+d})",
            total((a, "y^2"), (-a * (p + q), "y"), (a * p * q, "")),
        )
        said = (
            total((a, "x²"), (-a * (p + q), "x"), (a * p * q, "")),
            total((a, "*x^2"), (-a * (p + q), "*x"), (a * p * q, ""))
            if a > 1 and abs(a * (p + q)) > 1
            else total((a, "x²"), (a * p * q, ""), (-a * (p + q), "x")),
        )
        yield Value("quadratic", same, other, said, (total((a, "x²"), (-a * (p + q) - 1, "x"), (a * p * q, "")),))


POLYNOMIALS = (
    (r"x^3-8", (r"(x-2)(x^2+2x+4)", r"-8+x^3"), (r"x^3+8", r"(x-2)^3", r"x^2-8", r"(x+2)(x^2-2x+4)")),
    (r"x^4-1", (r"(x-1)(x+1)(x^2+1)", r"(x^2-1)(x^2+1)"), (r"(x-1)^4", r"x^4+1", r"1-x^4")),
    (r"a^2-b^2", (r"(a-b)(a+b)", r"(a+b)(a-b)", r"-b^2+a^2"), (r"(a-b)^2", r"b^2-a^2", r"a^2+b^2", r"a-b")),
    (r"x^2+2xy+y^2", (r"(x+y)^2", r"y^2+2xy+x^2", r"(y+x)^2"), (r"x^2+y^2", r"(x-y)^2", r"x^2+xy+y^2", r"2x+2y")),
    (r"6x^2y^3", (r"6y^3x^2", r"6 \cdot x^2 \cdot y^3", r"3x^2 \cdot 2y^3"), (r"6x^3y^2", r"5x^2y^3", r"6x^2y^2", r"6xy")),
    (r"-2x+7", (r"7-2x", r"-(2x-7)"), (r"2x-7", r"-2x-7", r"7+2x", r"-7x+2")),
    (r"n(n+1)", (r"n^2+n", r"(n+1)n", r"n \cdot (n+1)"), (r"n(n-1)", r"n^2+1", r"2n+1", r"n^2-n")),
    (r"\frac{n(n+1)}{2}", (r"\frac{n^2+n}{2}", r"\frac{1}{2}n(n+1)", r"\frac{n^2}{2}+\frac{n}{2}"), (r"\frac{n(n-1)}{2}", r"n(n+1)", r"\frac{n^2+1}{2}", r"\frac{n}{2}")),
    (r"2^n-1", (r"-1+2^n", r"2^{n}-1"), (r"2^{n-1}", r"2^n+1", r"2n-1", r"n^2-1", r"1-2^n")),
    (r"3^{n+1}", (r"3 \cdot 3^n", r"3^{1+n}", r"9 \cdot 3^{n-1}"), (r"3^n+1", r"3^{n-1}", r"9^n", r"3^{n+1}+1")),
    (r"\frac{x+1}{x-1}", (r"\frac{1+x}{x-1}", r"\frac{-x-1}{1-x}", r"1+\frac{2}{x-1}", r"(x+1)/(x-1)"), (r"\frac{x-1}{x+1}", r"-\frac{x+1}{x-1}", r"\frac{x+1}{1-x}", r"\frac{x}{x-1}")),
    (r"\frac{1}{x}+\frac{1}{y}", (r"\frac{x+y}{xy}", r"\frac{1}{y}+\frac{1}{x}"), (r"\frac{2}{x+y}", r"\frac{1}{x+y}", r"\frac{xy}{x+y}", r"\frac{1}{xy}")),
    (r"\frac{2x}{x^2+1}", (r"\frac{2x}{1+x^2}", r"2x/(x^2+1)", r"2\cdot\frac{x}{x^2+1}"), (r"\frac{2x}{x^2-1}", r"\frac{x}{x^2+1}", r"\frac{2}{x+1}", r"\frac{x^2+1}{2x}")),
    (r"\frac{x}{2}", (r"\frac{1}{2}x", "x/2", r"0.5x", r"\frac12 x"), (r"\frac{2}{x}", r"2x", r"\frac{x}{3}", r"-\frac{x}{2}", r"\frac{y}{2}")),
    (r"\sqrt{x^2+1}", (r"\sqrt{1+x^2}", r"(x^2+1)^{1/2}", r"(x^2+1)^{\frac{1}{2}}"), (r"x+1", r"\sqrt{x^2-1}", r"\sqrt{x+1}", r"x^2+1")),
    (r"\frac{1}{\sqrt{x}}", (r"x^{-1/2}", r"x^{-\frac{1}{2}}", r"\frac{\sqrt{x}}{x}"), (r"\sqrt{x}", r"-\sqrt{x}", r"\frac{1}{x}", r"x^{-2}")),
    (r"|x-3|", (r"\left|x-3\right|", r"|3-x|", r"\lvert x-3 \rvert"), (r"x-3", r"|x+3|", r"|x|-3", r"-|x-3|")),
    (r"x^2y-xy^2", (r"xy(x-y)", r"-xy^2+x^2y"), (r"xy(y-x)", r"x^2y+xy^2", r"x^2-y^2", r"xy(x+y)")),
    (r"\pi r^2 h", (r"\pi h r^2", r"\pi\cdot r^{2}\cdot h", r"r^2h\pi"), (r"\pi r h", r"2\pi r^2 h", r"\pi r h^2", r"\frac{1}{3}\pi r^2 h")),
    (r"\frac{a}{b}", ("a/b", r"a b^{-1}", r"\dfrac{a}{b}"), (r"\frac{b}{a}", "ab", r"-\frac{a}{b}", r"\frac{a}{c}")),
    (r"4x^3-6x", (r"2x(2x^2-3)", r"-6x+4x^3"), (r"4x^3+6x", r"4x^2-6x", r"2x(2x^2-6)", r"4x^3-6")),
    (r"(x+1)^3", (r"x^3+3x^2+3x+1", r"(1+x)^3"), (r"x^3+1", r"(x-1)^3", r"(x+1)^2", r"x^3+x^2+x+1")),
)  # fmt: skip


def expressions(rng: Random) -> Iterator[Value]:
    """Polynomials of several letters, quotients, powers, absolute values."""
    for first, rest, other in POLYNOMIALS:
        yield Value("expression", (first, *rest), other)


def equations(rng: Random) -> Iterator[Value]:
    """Lines solved for y, functions, and a value that is named or not."""
    for _ in range(12):
        a, b = rng.randint(2, 9) * rng.choice((1, -1)), nonzero(rng, 12)
        right = total((a, "x"), (b, ""))
        same = (f"y = {right}", f"y={total((b, ''), (a, 'x'))}", f"y={right}", f"{right}=y")
        other = (
            f"y = {total((a, 'x'), (-b, ''))}",
            f"y = {total((-a, 'x'), (b, ''))}",
            f"x = {total((a, 'y'), (b, ''))}",
            f"y = {total((a + 13, 'x'), (b, ''))}",
            f"y={total((a, 'x'), (b + 13, ''))}",
        )
        yield Value("equation", same, other, (f"y＝{right}", f"y 等于 {right}"), (f"y＝{total((a, 'x'), (-b, ''))}",))
    for _ in range(10):
        n, name = rng.choice(("7", "-4", r"\frac{2}{3}", r"\sqrt{7}", "0.5", "12", "-9", "250")), rng.choice("xyntkm")
        wrong = {
            "7": "8",
            "-4": "4",
            r"\frac{2}{3}": r"\frac{3}{2}",
            r"\sqrt{7}": r"-\sqrt{7}",
            "0.5": "-0.5",
            "12": "21",
            "-9": "9",
            "250": "25",
        }[n]
        yield Value(
            "named value",
            (f"{name} = {n}", n, f"{name}={n}", f"{n} = {name}"),
            (f"{name} = {wrong}", wrong, f"{name}={n}+1"),
            (f"{name}等于 {n}", f"{name} = {n}。") if "\\" not in n else (),
            (f"{name}等于 {wrong}",) if "\\" not in n else (),
        )


def systems(rng: Random) -> Iterator[Value]:
    """Two or three named values: their order is free, the names are not."""
    for count in [2] * 14 + [3] * 4:
        names = ["x", "y", "z"][:count] if rng.random() < 0.7 else ["a", "b", "c"][:count]
        values = [str(one) for one in rng.sample(range(-9, 20), count)]
        if rng.random() < 0.25:
            values[0] = r"\frac{1}{2}"
        both = list(zip(names, values, strict=True))
        written = lambda pairs, gap=", ", sign="=": gap.join(f"{name}{sign}{one}" for name, one in pairs)  # noqa: E731  # one line
        turned = list(zip(names, values[1:] + values[:1], strict=True))
        changed = [*both[:-1], (names[-1], "31")]
        cases = r" \\ ".join(f"{name}={one}" for name, one in both)
        same = (
            written(both),
            written(both[::-1]),
            written(both, ", ", " = "),
            written(both, r" \text{ and } "),
            f"\\begin{{cases}} {cases} \\end{{cases}}",
            f"({','.join(names)})=({','.join(values)})",
        )
        other = (
            written(turned),
            written(changed),
            written(both[:-1]),
            written(turned[::-1], r" \text{ and } "),
            f"({','.join(names)})=({','.join(values[1:] + values[:1])})",
        )
        said, missaid = (), ()
        if values[0] != r"\frac{1}{2}":
            said = (
                written(both, "，"),
                written(both, " and "),
                written(both[::-1], " 且 "),
                written(both, "，", "＝"),
                written(both, "; "),
            )
            missaid = (written(turned, "，"), written(changed, " and "), written(turned, " 且 "))
        yield Value("system", same, other, said, missaid)


def signs(rng: Random) -> Iterator[Value]:
    """Plus or minus something is two values."""
    rows = [(str(n), str(n), str(n + 1)) for n in (2, 3, 5, 7, 12)]
    rows += [(rf"\sqrt{{{n}}}", f"√{n}", rf"\sqrt{{{n + 1}}}") for n in (2, 3, 5, 11)] + [
        (r"\frac{1}{2}", "1/2", r"\frac{1}{3}"),
        (r"\frac{3}{4}", "3/4", r"\frac{4}{3}"),
    ]
    for one, spelt, wrong in rows:
        same = (rf"\pm {one}", rf"x = \pm {one}", rf"\{{-{one}, {one}\}}", rf"x={one} \text{{ or }} x=-{one}")
        other = (one, f"-{one}", rf"\pm {wrong}", rf"\{{{one}, {wrong}\}}", rf"x={one}")
        yield Value(
            "both signs",
            same,
            other,
            (f"±{spelt}", f"x = ±{spelt}", f"x={spelt} 或 x=-{spelt}", f"{spelt} or -{spelt}"),
            (spelt, f"x=-{spelt}"),
        )
    for a, b in ((1, 2), (3, 5), (-2, 7), (4, 11)):
        root = rf"\sqrt{{{b}}}"
        same = (
            rf"{a} \pm {root}",
            rf"x = {a} \pm {root}",
            rf"\{{{a}-{root}, {a}+{root}\}}",
            rf"x={a}+{root} \text{{ or }} x={a}-{root}",
            rf"\pm {root} + {a}",
        )
        other = (
            rf"{a}+{root}",
            rf"{a}-{root}",
            rf"{-a} \pm {root}",
            rf"{a} \pm \sqrt{{{b + 1}}}",
            rf"\{{{a}-{root}, {a + 1}+{root}\}}",
        )
        yield Value("both signs", same, other, (f"{a}±√{b}", f"x={a}+√{b} 或 x={a}-√{b}"), (f"{a}+√{b}", f"{-a}±√{b}"))


FAMILIES = (lines, expressions, equations, systems, signs)
