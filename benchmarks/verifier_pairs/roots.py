"""Values with roots, pi, e, logarithms, trigonometry and the imaginary unit."""

# tables: one value a row

from collections.abc import Iterator
from random import Random

from benchmarks.verifier_pairs.case import Value

SQUAREFREE = (2, 3, 5, 6, 7, 10, 11, 13, 14, 15, 17, 19, 21)


def radicals(rng: Random) -> Iterator[Value]:
    """One square root with a factor, and with something added."""
    for _ in range(20):
        a, b, k = rng.randint(2, 9), rng.choice(SQUAREFREE), rng.choice((1, 1, -1))
        sign = "-" if k < 0 else ""
        same = (
            f"{sign}{a}\\sqrt{{{b}}}",
            f"{sign}\\sqrt{{{a * a * b}}}",
            f"{sign}{a} \\cdot \\sqrt{{{b}}}",
            f"{sign}\\sqrt{{{b}}} \\cdot {a}",
        )
        if b < 10:
            same += (f"{sign}{a}\\sqrt{b}",)
        flip = "-" if not sign else ""
        near = f"{a * b**0.5 * k:.3f}"
        other = (
            f"{flip}{a}\\sqrt{{{b}}}",
            f"{sign}{a}\\sqrt{{{b + 1}}}",
            f"{sign}{a + 1}\\sqrt{{{b}}}",
            near,
            f"{sign}\\sqrt{{{a * b}}}",
            f"{a * b**0.5 * k:.8f}",
        )
        said = (
            f"{sign}{a}√{b}",
            f"{sign}{a}*sqrt({b})",
            f"{sign}{a}sqrt({b})",
            f"{sign}{a}√({b})",
            f"{sign}√{a * a * b}",
        )
        if not sign and b < 10:
            said += (f"{a}根号{b}",)
        missaid = (f"{sign}{a}√{b + 2}", f"{flip}{a}*sqrt({b})", f"{sign}{a + 1}√{b}")
        yield Value("radical", same, other, said, missaid, scalar=True)
    for _ in range(10):
        a, b, c = rng.randint(1, 12), rng.choice(SQUAREFREE), rng.randint(2, 6)
        same = (
            f"{a}+{c}\\sqrt{{{b}}}",
            f"{c}\\sqrt{{{b}}}+{a}",
            f"{a} + \\sqrt{{{b * c * c}}}",
            f"{a}+ {c} \\cdot \\sqrt{{{b}}}",
        )
        other = (
            f"{a}-{c}\\sqrt{{{b}}}",
            f"{a + 1}+{c}\\sqrt{{{b}}}",
            f"{a}+{c}\\sqrt{{{b + 1}}}",
            f"{c}+{a + c}\\sqrt{{{b}}}",
            f"{a + c * b**0.5:.4f}",
        )
        yield Value(
            "radical sum", same, other, (f"{a}+{c}√{b}", f"{a} + {c}*sqrt({b})"), (f"{a}-{c}√{b}",), scalar=True
        )
    for b, c in ((2, 2), (3, 3), (5, 5), (3, 2), (7, 7), (2, 4), (5, 2), (6, 6)):
        same = (
            f"\\frac{{\\sqrt{{{b}}}}}{{{c}}}",
            f"\\frac{{1}}{{{c}}}\\sqrt{{{b}}}",
            f"\\frac{{{b}}}{{{c}\\sqrt{{{b}}}}}",
            f"\\dfrac{{\\sqrt{b}}}{{{c}}}",
        )
        other = (
            f"\\frac{{\\sqrt{{{b}}}}}{{{c + 1}}}",
            f"-\\frac{{\\sqrt{{{b}}}}}{{{c}}}",
            f"\\frac{{\\sqrt{{{b + 1}}}}}{{{c}}}",
            f"{b**0.5 / c:.4f}",
            f"\\sqrt{{\\frac{{{b}}}{{{c + 1}}}}}",
        )
        yield Value(
            "radical quotient",
            same,
            other,
            (f"sqrt({b})/{c}", f"√{b}/{c}"),
            (f"√{b}/{c + 2}", f"sqrt({b + 2})/{c}"),
            scalar=True,
        )
    for a, b in ((2, 3), (3, 2), (5, 4), (2, 5), (4, 7)):
        same = (
            f"{a}\\sqrt[3]{{{b}}}",
            f"\\sqrt[3]{{{a**3 * b}}}",
            f"{a} \\cdot {b}^{{1/3}}",
            f"{a}\\cdot {b}^{{\\frac{{1}}{{3}}}}",
        )
        other = (
            f"{a}\\sqrt{{{b}}}",
            f"{a + 1}\\sqrt[3]{{{b}}}",
            f"\\sqrt[3]{{{a * b}}}",
            f"{a}\\sqrt[4]{{{b}}}",
            f"{a * b ** (1 / 3):.4f}",
        )
        yield Value("higher root", same, other, scalar=True)
    nested = (
        (r"1+\sqrt{2}", (r"\sqrt{3+2\sqrt{2}}",), (r"\sqrt{3-2\sqrt{2}}", r"\sqrt{2+3\sqrt{2}}", r"1-\sqrt{2}")),
        (
            r"\sqrt{2}+\sqrt{3}",
            (r"\sqrt{5+2\sqrt{6}}", r"\sqrt{3}+\sqrt{2}"),
            (r"\sqrt{5}", r"\sqrt{5-2\sqrt{6}}", r"\sqrt{3}-\sqrt{2}"),
        ),
        (r"2-\sqrt{3}", (r"\sqrt{7-4\sqrt{3}}", r"\frac{1}{2+\sqrt{3}}"), (r"\sqrt{3}-2", r"2+\sqrt{3}", "0.2679")),
        (
            r"\frac{\sqrt{6}+\sqrt{2}}{4}",
            (r"\frac{\sqrt{2}+\sqrt{6}}{4}", r"\frac{1+\sqrt{3}}{2\sqrt{2}}"),
            (r"\frac{\sqrt{6}-\sqrt{2}}{4}", r"\frac{\sqrt{8}}{4}", "0.966"),
        ),
        (
            r"\frac{1+\sqrt{5}}{2}",
            (r"\frac{\sqrt{5}+1}{2}", r"\frac{2}{\sqrt{5}-1}", r"\frac12+\frac{\sqrt5}{2}"),
            (r"\frac{1-\sqrt{5}}{2}", "1.618", r"\frac{1+\sqrt{5}}{4}"),
        ),
    )
    for first, rest, other in nested:
        yield Value("nested root", (first, *rest), other, scalar=True)


def circles(rng: Random) -> Iterator[Value]:
    """Multiples of pi; a decimal is not one of them."""
    for _ in range(12):
        a, c = rng.randint(2, 50), rng.choice((1, 1, 3, 7, 11))
        a += c > 1 and a % c == 0
        top = f"{a}\\pi"
        same = (
            (top, f"{a} \\pi", f"\\pi \\cdot {a}", f"{a}\\cdot\\pi")
            if c == 1
            else (f"\\frac{{{a}\\pi}}{{{c}}}", f"\\frac{{{a}}}{{{c}}}\\pi", f"\\dfrac{{{a} \\pi}}{{{c}}}")
        )
        near = a / c * 3.141592653589793
        other = (
            f"{a + 1}\\pi",
            f"{near:.2f}",
            f"{near:.6f}",
            f"-{same[0]}",
            f"{a}\\pi^2" if c == 1 else f"\\frac{{{a}\\pi}}{{{c + 1}}}",
            str(a) if c == 1 else f"\\frac{{{a}}}{{{c}}}",
        )
        tail = "" if c == 1 else f"/{c}"
        said = (f"{a}π{tail}", f"{a}*pi{tail}", f"{a} π{tail}", f"{a}pi{tail}")
        yield Value("pi", same, other, said, (f"{a + 1}π{tail}", f"{a}π/{c + 1}"), scalar=True)


CLOSED = (
    ("log", r"3\ln 2", (r"\ln 8", r"\ln(8)", r"3 \ln(2)", r"\ln 2+\ln 4"), (r"\ln 6", r"2\ln 3", r"\ln 9", "2.079", r"-\ln 8")),
    ("log", "3", (r"\log_2 8", r"\log_{2}{8}", r"\log_{2}(8)", r"\frac{\ln 8}{\ln 2}"), (r"\log_2 9", r"\log_3 8", r"\log_8 2", r"\ln 8")),
    ("log", r"\log_3 2", (r"\frac{\ln 2}{\ln 3}", r"\log_{3}{2}", r"\frac{1}{\log_2 3}"), (r"\log_2 3", r"\frac{\ln 3}{\ln 2}", "0.6309")),
    ("log", r"\ln 2", (r"\ln(2)", r"-\ln\frac{1}{2}", r"\frac{1}{2}\ln 4", r"\log_e 2"), (r"\ln 3", r"-\ln 2", r"\ln\frac12", "0.693", "0.6931471806")),
    ("log", r"1+\ln 3", (r"\ln 3+1", r"\ln(3e)"), (r"\ln 4", r"1-\ln 3", r"\ln 3", "2.0986")),
    ("log", r"\frac{\ln 5}{2}", (r"\frac12\ln 5", r"\ln\sqrt{5}", r"\frac{1}{2}\ln(5)"), (r"\frac{\ln 2}{5}", r"2\ln 5", r"\ln\frac52")),
    ("exponential", "e^2", ("e^{2}", r"e \cdot e", r"\exp(2)", r"\frac{1}{e^{-2}}"), ("2e", "e^3", "7.389", "-e^2", "2^e")),
    ("exponential", r"\frac{1}{e}", ("e^{-1}", r"\exp(-1)", r"\frac1e"), ("e", "0.3679", "-e", r"-\frac{1}{e}", "e^{-2}")),
    ("exponential", "e-1", ("-1+e", "e - 1"), ("1-e", "e+1", "e^{-1}", "1.718", "1.71828")),
    ("exponential", r"2e^{3}", (r"2 e^3", r"2\cdot e^{3}"), ("(2e)^3", "e^{6}", "2e^2", "3e^2", "40.17")),
    ("exponential", r"e^{\pi}", (r"e^\pi", r"\exp(\pi)"), (r"\pi^e", "23.14", r"e\pi", r"e^{2\pi}")),
    ("trigonometry", r"\frac{\sqrt{3}}{2}", (r"\sin\frac{\pi}{3}", r"\cos\frac{\pi}{6}", r"\cos\left(\frac{\pi}{6}\right)"), (r"\sin\frac{\pi}{6}", r"\cos\frac{\pi}{3}", r"-\sin\frac{\pi}{3}", "0.866")),
    ("trigonometry", r"\frac{1}{2}", (r"\sin\frac{\pi}{6}", r"\cos\frac{\pi}{3}", r"\sin\left(\frac{5\pi}{6}\right)"), (r"\sin\frac{\pi}{4}", r"\cos\frac{2\pi}{3}", r"\tan\frac{\pi}{6}")),
    ("trigonometry", r"2-\sqrt{3}", (r"\tan\frac{\pi}{12}",), (r"\tan\frac{\pi}{11}", r"\sin\frac{\pi}{12}", r"2+\sqrt{3}")),
    ("trigonometry", r"\frac{\pi}{4}", (r"\arctan 1", r"\arctan(1)", r"\tan^{-1}(1)", r"\arcsin\frac{\sqrt{2}}{2}"), (r"\arctan 2", r"\arcsin 1", r"-\frac{\pi}{4}", "0.785")),
    ("trigonometry", r"\sin 1", (r"\sin(1)", r"\sin{1}"), (r"\cos 1", r"\sin 2", "0.8415", "1")),
    ("trigonometry", r"\arctan\frac{1}{2}", (r"\arctan(1/2)", r"\arctan\left(\frac{1}{2}\right)", r"\tan^{-1}\left(\frac12\right)"), (r"\arctan 2", r"\arcsin\frac{1}{2}", "0.4636", r"\tan\frac12")),
    ("trigonometry", r"\sin^2 x", (r"1-\cos^2 x", r"(\sin x)^2", r"\frac{1-\cos 2x}{2}", r"\sin^2(x)"), (r"\cos^2 x", r"\sin x^2", r"1+\cos^2 x", r"2\sin x", r"\sin^2 y")),
    ("trigonometry", r"\sin 2x", (r"2\sin x\cos x", r"\sin(2x)", r"2\cos x\sin x"), (r"2\sin x", r"\sin x\cos x", r"\cos 2x", r"\sin^2 x", r"-\sin 2x")),
    ("trigonometry", r"\tan x", (r"\frac{\sin x}{\cos x}", r"\tan(x)", r"\frac{1}{\cot x}"), (r"\frac{\cos x}{\sin x}", r"\cot x", r"\tan 2x")),
    ("exponential", r"e^{2x}", (r"(e^x)^2", r"e^{x}\cdot e^{x}", r"\left(e^{2}\right)^{x}"), (r"e^{x^2}", r"2e^x", r"e^{2+x}", r"e^{-2x}")),
    ("exponential", r"x\ln x - x", (r"x(\ln x-1)", r"-x+x\ln x", r"x \ln(x) - x"), (r"x\ln x+x", r"\ln x-x", r"x\ln x", r"x\ln x - 1")),
)  # fmt: skip


def closed(rng: Random) -> Iterator[Value]:
    """Logarithms, exponentials and trigonometry in closed form."""
    for family, first, rest, other in CLOSED:
        yield Value(family, (first, *rest), other)


def imaginary(rng: Random) -> Iterator[Value]:
    """Complex numbers; the order of the parts is free, their places are not."""
    for _ in range(14):
        a, b = rng.randint(1, 12) * rng.choice((1, -1)), rng.randint(2, 12)
        same = (
            f"{a}+{b}i",
            f"{a} + {b}i",
            f"{b}i+{a}" if a > 0 else f"{b}i-{-a}",
            f"{a}+{b}\\mathrm{{i}}",
            f"{a}-(-{b}i)",
        )
        other = (
            f"{a}-{b}i",
            f"{-a}+{b}i",
            f"{b + 13}+{a}i" if a > 0 else f"{b}-{-a}i",
            f"{a}+{b + 1}i",
            f"{a}+{b}",
            f"{a + 1}+{b}i",
        )
        yield Value("complex", same, other, (f"{a} + {b}*i",), (f"{a} - {b}*i",))
    for a, b, c in ((1, 3, 2), (3, 4, 5), (2, 1, 3), (1, 2, 5)):
        same = (
            f"\\frac{{{a}+{b}i}}{{{c}}}",
            f"\\frac{{{a}}}{{{c}}}+\\frac{{{b}}}{{{c}}}i",
            f"\\frac{{{a}}}{{{c}}}+\\frac{{{b}i}}{{{c}}}",
        )
        other = (
            f"\\frac{{{a}-{b}i}}{{{c}}}",
            f"\\frac{{{b}+{a}i}}{{{c}}}",
            f"\\frac{{{a}}}{{{c}}}+{b}i",
            f"\\frac{{{a}+{b}i}}{{{c + 1}}}",
        )
        yield Value("complex", same, other)


FAMILIES = (radicals, circles, closed, imaginary)
