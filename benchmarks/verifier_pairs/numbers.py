"""Values that are one number: integers, fractions, decimals, percentages, powers, recurring decimals, bases."""

from collections.abc import Iterator
from fractions import Fraction
from math import comb, factorial, gcd
from random import Random

from benchmarks.verifier_pairs.case import Value

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """0 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def decimal(value: Fraction) -> str:
    """A terminating decimal, exactly and without needless zeros."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    whole = int(abs(value) * 10**places)
    text = str(whole).zfill(places + 1)
    sign = "-" if value < 0 else ""
    return sign + (f"{text[:-places]}.{text[-places:]}" if places else text)


def integers(rng: Random) -> Iterator[Value]:
    """Small ones, and long ones with separators."""
    for _ in range(22):
        n = rng.choice((1, -1)) * rng.randint(3, 999)
        other = (str(-n), str(n + 1), str(n - 1), f"{n}0", f"{n}.5", str(n + 10))
        yield Value("integer", (str(n), f"{n}.0", f"{n}.00"), other, scalar=True)
    for digits in (4, 5, 6, 7, 8, 9, 10, 13, 16):
        n = rng.randint(10 ** (digits - 1), 10**digits - 1)
        cut = f"{n:,}"
        same = (str(n), cut, cut.replace(",", "{,}"), cut.replace(",", r"\,"), cut.replace(",", ",\\!"))
        wrong = (n + 1, n - 1, n * 10, n + 100, -n)
        other = tuple(f"{one:,}" for one in wrong[:3]) + tuple(str(one) for one in wrong[1:])
        yield Value("thousands", same, other, scalar=True)


def huge(rng: Random) -> Iterator[Value]:
    """Exact numbers that no float tells apart."""
    for base, power in ((2, 64), (2, 99), (3, 50), (7, 30), (10, 24), (2, 127), (5, 41)):
        n = base**power
        same = (f"{base}^{{{power}}}", str(n), f"{base}^{{{power - 1}}} \\cdot {base}")
        other = (f"{base}^{{{power - 1}}}", str(n + 1), str(n - 1), f"{base}^{{{power}}}+1", f"-{base}^{{{power}}}")
        yield Value("huge", same, other, (f"{base}^{power}", f"{base}**{power}"), scalar=True)
        same = (f"\\frac{{1}}{{{base}^{{{power}}}}}", f"{base}^{{-{power}}}", f"\\frac{{1}}{{{n}}}")
        other = (
            f"\\frac{{1}}{{{base}^{{{power - 1}}}}}",
            f"\\frac{{1}}{{{base}^{{{power + 1}}}}}",
            f"{base}^{{-{power - 1}}}",
            f"\\frac{{1}}{{{n - 1}}}",
            "0",
        )
        yield Value("huge", same, other, (f"1/{base}^{power}",), (f"1/{base}^{power - 1}",), scalar=True)
    for n in (6, 8, 10, 12, 20, 25):
        other = (f"{n - 1}!", str(factorial(n) + 1), str(factorial(n) // 2))
        yield Value("factorial", (str(factorial(n)), f"{n}!"), other, scalar=True)
    for n, k in ((10, 3), (12, 5), (20, 10), (30, 2), (52, 5)):
        right = comb(n, k)
        same = (str(right), f"\\binom{{{n}}}{{{k}}}", f"\\dbinom{{{n}}}{{{k}}}", f"\\binom{{{n}}}{{{n - k}}}")
        other = (str(right + 1), f"\\binom{{{n}}}{{{k - 1}}}", f"\\binom{{{n - 1}}}{{{k}}}")
        yield Value("binomial", same, other, scalar=True)
    for _ in range(5):
        n = rng.randint(10**38, 10**39)
        yield Value("huge", (str(n), f"{n:,}"), (str(n + 1), str(n - 1), f"{n + 10:,}"), scalar=True)


def fractions(rng: Random) -> Iterator[Value]:
    """Proper and improper ones, in lowest terms and not."""
    for _ in range(26):
        q = rng.choice((3, 7, 9, 11, 13, 17, 19, 21, 23, 27, 29, 35))
        p = rng.choice([n for n in range(1, 60) if gcd(n, q) == 1 and n % q])
        sign = rng.choice(("", "", "-"))
        k = rng.choice((2, 3, 5))
        exact = Fraction(p if not sign else -p, q)
        same = [f"{sign}\\frac{{{p}}}{{{q}}}", f"{sign}\\dfrac{{{p}}}{{{q}}}", f"{sign}\\tfrac{{{p}}}{{{q}}}"]
        same += [
            f"{sign}{p}/{q}",
            f"{sign}{p} / {q}",
            f"{sign}\\frac{{{k * p}}}{{{k * q}}}",
            f"{sign}\\cfrac{{{p}}}{{{q}}}",
        ]
        if sign:
            same += [f"\\frac{{-{p}}}{{{q}}}", f"\\frac{{{p}}}{{-{q}}}", f"-({p}/{q})"]
        elif p < 10 and q < 10:
            same += [f"\\frac{p}{q}", f"\\frac {p}{q}"]
        flip = "-" if not sign else ""
        other = [f"{flip}\\frac{{{p}}}{{{q}}}", f"{sign}\\frac{{{q}}}{{{p}}}", f"{sign}\\frac{{{p + 1}}}{{{q}}}"]
        other += [f"{sign}\\frac{{{p}}}{{{q + 1}}}", f"{float(exact):.3f}", f"{float(exact):.6f}", f"{sign}{q}/{p}"]
        said = [f"{sign}{p}⁄{q}"]
        if p < 20 and not sign:
            said += [f"{spoken(q)}分之{spoken(p)}", f"{q}分之{p}"]
        missaid = (f"{spoken(p)}分之{spoken(q)}",) if p < 60 and p > 1 and not sign else ()
        yield Value("fraction", tuple(same), tuple(other), tuple(said), missaid, scalar=True)


def mixed(rng: Random) -> Iterator[Value]:
    """A whole number and a fraction."""
    for _ in range(14):
        q = rng.choice((3, 4, 5, 7, 8, 9))
        p = rng.choice([n for n in range(1, q) if gcd(n, q) == 1])
        w = rng.randint(1, 12)
        top = w * q + p
        same = (
            f"\\frac{{{top}}}{{{q}}}",
            f"{w}\\frac{{{p}}}{{{q}}}",
            f"{w} \\frac{{{p}}}{{{q}}}",
            f"{w}\\tfrac{{{p}}}{{{q}}}",
        )
        other = (
            f"{w + 1}\\frac{{{p}}}{{{q}}}",
            f"\\frac{{{top + 1}}}{{{q}}}",
            f"{w}\\frac{{{p}}}{{{q + 1}}}",
            f"-{w}\\frac{{{p}}}{{{q}}}",
        )
        said = (f"{w} {p}/{q}", f"{spoken(w)}又{spoken(q)}分之{spoken(p)}", f"{w}又{q}分之{p}", f"{top}/{q}")
        missaid = (f"{w + 1} {p}/{q}", f"{w}又{q + 1}分之{p}", f"{w} {p}/{q + 2}")
        yield Value("mixed", same, other, said, missaid)


def decimals(rng: Random) -> Iterator[Value]:
    """Terminating decimals beside their fractions."""
    for _ in range(24):
        places = rng.choice((1, 2, 3, 4))
        top = rng.randint(1, 10**places * rng.choice((1, 1, 20)))
        top += top % 10 == 0
        exact = Fraction(top, 10**places) * rng.choice((1, 1, 1, -1))
        text = decimal(exact)
        same = [text, f"{text}0", f"{text}00"]
        if exact.denominator > 1:
            sign, top, low = "-" if exact < 0 else "", abs(exact.numerator), exact.denominator
            same += [f"{sign}\\frac{{{top}}}{{{low}}}", f"{sign}{top}/{low}"]
        if 0 < exact < 1:
            same += [text[1:]]
        ulp = Fraction(1, 10**places)
        wrong = [decimal(one) for one in (-exact, exact + ulp, exact - ulp, exact * 10, exact / 10, exact + ulp / 10)]
        yield Value("decimal", tuple(same), tuple(wrong), scalar=True)


def percentages(rng: Random) -> Iterator[Value]:
    """`25%` is `0.25`; that many without the sign is left out, since people differ."""
    for _ in range(18):
        hundredfold = Fraction(
            rng.choice((rng.randint(1, 99), rng.randint(101, 250), rng.randint(1, 999) / Fraction(10)))
        )
        text, exact = decimal(hundredfold), hundredfold / 100
        same = [f"{text}\\%", decimal(exact), f"\\frac{{{exact.numerator}}}{{{exact.denominator}}}", f"{text} \\%"]
        other = [
            f"{decimal(hundredfold + 1)}\\%",
            f"{decimal(hundredfold / 10)}\\%",
            decimal(exact / 10),
            f"-{text}\\%",
        ]
        other += [decimal(exact + Fraction(1, 1000)), f"{decimal(hundredfold * 10)}\\%"]
        said = [f"{text}%", f"{text} %", f"{text} percent", f"{text}％"]
        if hundredfold.denominator == 1 and hundredfold < 100:
            said.append(f"百分之{spoken(int(hundredfold))}")
        missaid = (
            f"{decimal(hundredfold + 1)}%",
            f"{decimal(hundredfold / 10)}%",
            f"百分之{spoken(int(hundredfold) % 90 + 2)}",
        )
        yield Value("percentage", tuple(same), tuple(other), tuple(said), missaid, swaps=False)


def scientific(rng: Random) -> Iterator[Value]:
    """Mantissa and power of ten."""
    for _ in range(18):
        power = rng.choice((-7, -5, -4, -3, 3, 4, 5, 6, 8, 9, 12))
        lead = rng.randint(11, 99)
        lead += lead % 10 == 0
        short = f"{lead // 10}.{lead % 10}"
        exact = Fraction(lead, 10) * Fraction(10) ** power
        same = (
            f"{short} \\times 10^{{{power}}}",
            f"{short}\\cdot 10^{{{power}}}",
            decimal(exact),
            f"{lead} \\times 10^{{{power - 1}}}",
        )
        other = (
            f"{short} \\times 10^{{{power + 1}}}",
            f"{short} \\times 10^{{{-power}}}",
            decimal(exact * 10),
            f"-{short} \\times 10^{{{power}}}",
        )
        other += (f"{(lead + 1) // 10}.{(lead + 1) % 10} \\times 10^{{{power}}}",)
        raised = str(power).translate(SUPERSCRIPT)
        said = (
            f"{short}e{power}",
            f"{short}E{power}",
            f"{short} × 10{raised}",
            f"{short}×10^{power}",
            f"{short}*10^{power}",
        )
        missaid = (f"{short}e{power - 1}", f"{short} × 10{str(power + 1).translate(SUPERSCRIPT)}", f"{lead}e{power}")
        yield Value("scientific", same, other, said, missaid, scalar=True)


def recurring(rng: Random) -> Iterator[Value]:
    """Exact, unlike the decimal that breaks off."""
    for head, tail in (
        ("", "3"),
        ("", "6"),
        ("", "27"),
        ("1", "6"),
        ("", "142857"),
        ("", "45"),
        ("58", "3"),
        ("2", "36"),
        ("", "123"),
        ("0", "4"),
        ("", "09"),
        ("41", "6"),
        ("", "81"),
    ):
        whole = rng.choice((0, 0, 1, 2, 7))
        exact = whole + Fraction(int(head + tail) - int(head or 0), (10 ** len(tail) - 1) * 10 ** len(head))
        lead = f"{whole}.{head}"
        dots = f"\\dot{{{tail}}}" if len(tail) == 1 else f"\\dot{{{tail[0]}}}{tail[1:-1]}\\dot{{{tail[-1]}}}"
        top, low = exact.numerator, exact.denominator
        same = (
            f"\\frac{{{top}}}{{{low}}}",
            f"{lead}\\overline{{{tail}}}",
            f"{top}/{low}",
            f"{lead}{dots}",
            f"{lead}\\overline{{{tail}{tail}}}",
        )
        other = (
            lead + tail * 3,
            lead + tail,
            f"{lead}\\overline{{{int(tail) + 1}}}",
            f"\\frac{{{top + 1}}}{{{low}}}",
            f"{lead}0\\overline{{{tail}}}",
        )
        yield Value("recurring", same, other, (f"{lead}({tail})",), (f"{lead}{tail * 4}",), swaps=False)


def powers(rng: Random) -> Iterator[Value]:
    """Small powers, negative and fractional exponents, unevaluated products."""
    for base, power in ((2, 10), (3, 4), (5, 3), (7, 2), (12, 2), (2, 7)):
        n = base**power
        same = (str(n), f"{base}^{{{power}}}", f"{base}^{power}" if power < 10 else f"{base}^{{{power}}}")
        other = (
            f"{base}^{{{power + 1}}}",
            f"{power}^{{{base}}}" if power**base != n else str(n + 2),
            str(base * power),
            str(n - 1),
        )
        yield Value(
            "power", same, other, (f"{base}{str(power).translate(SUPERSCRIPT)}", f"{base}**{power}"), scalar=True
        )
    for base, power in ((2, 3), (3, 2), (5, 2), (10, 3), (4, 3)):
        n = base**power
        same = (
            f"\\frac{{1}}{{{n}}}",
            f"{base}^{{-{power}}}",
            f"({n})^{{-1}}",
            f"\\left(\\frac{{1}}{{{base}}}\\right)^{{{power}}}",
        )
        other = (f"-{base}^{{{power}}}", f"{base}^{{-{power + 1}}}", f"-\\frac{{1}}{{{n}}}", str(n))
        yield Value("power", same, other, (f"{base}^(-{power})",), (f"{base}^(-{power - 1})",), scalar=True)


def written(number: int, base: int) -> str:
    """Digits of a number in a base up to 16."""
    digits = ""
    while number:
        number, last = divmod(number, base)
        digits = "0123456789ABCDEF"[last] + digits
    return digits


def bases(rng: Random) -> Iterator[Value]:
    """A base may not be ignored; the same number in another base is left out."""
    words = {2: "two", 3: "three", 5: "five", 7: "seven", 8: "eight", 9: "nine", 12: "twelve"}
    for base in (2, 2, 3, 5, 7, 8, 8, 9, 12, 16, 16, 2, 5, 6):
        n = rng.randint(20, 900)
        text = written(n, base)
        same = (f"{text}_{{{base}}}", f"{text}_{base}" if base < 10 else f"({text})_{{{base}}}", f"({text})_{{{base}}}")
        if base in words:
            same += (f"{text}_{{\\text{{{words[base]}}}}}",)
        wrong_base = base + 1 if base != 9 else 11
        other = (
            f"{written(n + 1, base)}_{{{base}}}",
            f"{text}_{{{wrong_base}}}",
            f"{text}0_{{{base}}}",
            f"({written(n - 1, base)})_{{{base}}}",
        )
        if text.isdigit():
            other += (text,)
        yield Value("base", same, other, (f"{text}{str(base).translate(SUBSCRIPT)}", f"{text}_{base}"), swaps=False)


FAMILIES = (integers, huge, fractions, mixed, decimals, percentages, scientific, recurring, powers, bases)
