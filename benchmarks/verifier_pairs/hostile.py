"""Strings that try to run code, or to make a checker compute, allocate or recurse for ever."""

# tables: one value a row

from collections.abc import Iterator

from benchmarks.verifier_pairs.case import Pair

TRACE = "hostile_ran"
"""The file that injected code would create in the working directory."""

CODE = (
    f"__import__('os').system('touch {TRACE}')",
    f"__import__('pathlib').Path('{TRACE}').touch()",
    f"open('{TRACE}','w')",
    f"exec(\"open('{TRACE}','w')\")",
    f"eval(\"open('{TRACE}','w')\")",
    f"(lambda: open('{TRACE}','w'))()",
    f"[open('{TRACE}','w') for _ in (1,)]",
    f"().__class__.__base__.__subclasses__()[-1].__init__.__globals__['__builtins__']['open']('{TRACE}','w')",
    f"__builtins__.open('{TRACE}','w')",
    f"getattr(__import__('builtins'),'open')('{TRACE}','w')",
    f"__import__('subprocess').run(['touch','{TRACE}'])",
    f"x.__class__.__mro__[-1].__subclasses__() or open('{TRACE}','w')",
    f"sympify(\"open('{TRACE}','w')\")",
    f"parse_expr(\"open('{TRACE}','w')\")",
    f"lambdify(x, \"open('{TRACE}','w')\")(1)",
    f"Lambda(x, open('{TRACE}','w'))",
    f"Integer(open('{TRACE}','w').write('5'))",
    f"5 if open('{TRACE}','w') else 6",
    f"(x:=open('{TRACE}','w'))",
    f"print(5, file=open('{TRACE}','w'))",
    f"import os; os.system('touch {TRACE}')",
    f"__import__('time').sleep(100) or open('{TRACE}','w')",
    f"plot(x) or open('{TRACE}','w')",
    f"preview(x, viewer='file', filename='{TRACE}')",
    f"init_session() or open('{TRACE}','w')",
)
WRAPS = (
    "{}",
    "${}$",
    "\\boxed{{{}}}",
    "<answer>{}</answer>",
    "The answer is {}",
    "x = {}",
    "({}, 1)",
    "\\text{{{}}}",
    "\\frac{{{}}}{{1}}",
)

TEX = (
    r"\input{/etc/passwd}",
    r"\include{/etc/passwd}",
    r"\immediate\write18{touch hostile_ran}",
    r"\write18{touch hostile_ran}",
    r"\openin5=/etc/passwd \read5 to\line \line",
    r"\def\x{\x\x}\x",
    r"\newcommand{\a}{\a\a\a}\a",
    r"\loop\iftrue\repeat",
    r"\catcode`\@=11 \@input{/etc/passwd}",
    r"\csname input\endcsname{/etc/passwd}",
    r"\directlua{os.execute('touch hostile_ran')}",
    r"\ShellEscape{touch hostile_ran}",
    r"\href{javascript:alert(1)}{5x}",
    r"\begin{verbatim}5\end{document}",
    r"\let\frac\undefined \frac{5}{1}x",
)

DETERMINANT = (
    r"\det\begin{pmatrix}"
    + r" \\ ".join(" & ".join(f"x_{{{i}{j}}}" for j in range(9)) for i in range(9))
    + r"\end{pmatrix}"
)
COSTLY = (
    "9^{9^{9^{9}}}",
    "9^9^9^9^9",
    "9**9**9**9",
    "10^{10^{10^{10}}}",
    "2^{2^{2^{2^{2^{2}}}}}",
    "(9^{9^{9}})^{9^{9}}",
    "7^{7^{7^{7}}} \\bmod 10^{9^9}",
    "-9^{9^{9^9}}",
    "\\frac{1}{9^{9^{9^9}}}",
    "\\sqrt{9^{9^{9^9}}}",
    "9^{-9^{9^9}}",
    "10^{999999999}",
    "10^{999999999999999999999}",
    "1e999999999",
    "1E+99999999999999",
    "1e-999999999",
    "1 \\times 10^{99999999999}",
    "2^{1000000000}",
    "3^{10000000}",
    "3^{100000000}-3^{100000000}+1",
    "(1+10^{-9})^{10^{9}}",
    "(10^{10^5})!",
    "100000!",
    "10000000!",
    "1000000000!",
    "99999999999999!",
    "9!!!!!!!!",
    "((((9!)!)!)!)!",
    "(9^9)!",
    "\\binom{1000000000}{500000000}",
    "\\binom{10^{9}}{10^{8}}",
    "\\binom{100000}{50000}",
    "\\Gamma(10^{9})",
    "\\sum_{n=1}^{10^{9}} \\frac{1}{n}",
    "\\sum_{n=1}^{1000000000} \\sin(n)",
    "\\sum_{n=1}^{\\infty} \\frac{1}{n^{n}}",
    "\\sum_{i=1}^{10^6}\\sum_{j=1}^{10^6}\\sum_{k=1}^{10^6} \\frac{1}{i+j+k}",
    "\\prod_{n=1}^{10^{9}} (1+\\frac{1}{n^2})",
    "\\prod_{n=1}^{1000000} n",
    "\\int_0^1 e^{e^{e^{x}}} dx",
    "\\int_0^{\\infty} \\frac{\\sin(x^x)}{x^{x}+1} dx",
    "\\int \\sqrt{\\sin(x)^{\\cos(x)} + \\tan(x^{x})} dx",
    "\\int_0^1\\int_0^1\\int_0^1 \\frac{e^{xyz}}{1+x^y} dx dy dz",
    "\\lim_{x \\to 0} \\frac{\\sin(\\tan(x)) - \\tan(\\sin(x))}{x^{7}} x^{x^{x}}",
    "\\lim_{n \\to \\infty} n^{n^{n}} / n!",
    "\\frac{d^{50}}{dx^{50}} \\sin(x^x)",
    "\\sin(10^{10^{10}})",
    "\\tan(9^{9^{9}})",
    "e^{e^{e^{e^{e}}}}",
    "\\ln(9^{9^{9^{9}}}+1)",
    "\\log_{2}(3^{10^{9}})",
    "(x+1)^{100000}",
    "(x+y+z+w)^{200}",
    "(a+b+c+d+e+f)^{60}-1",
    "(x^{99999}-1)/(x-1)",
    "x^{10^{10}}-1",
    "((x+1)^{50}+1)^{50}",
    "\\left(\\sum_{i=1}^{50} x_i\\right)^{50}",
    "\\sqrt{1+\\sqrt{2+\\sqrt{3+\\sqrt{5+\\sqrt{7+\\sqrt{11+\\sqrt{13}}}}}}}",
    "\\lfloor 9^{9^{9}} \\cdot \\pi \\rfloor",
    "\\lfloor \\pi \\cdot 10^{100000} \\rfloor",
    "\\gcd(9^{99999}, 6^{99999})",
    "0.\\overline{" + "142857" * 2000 + "}",
    "0." + "0" * 50000 + "1",
    "0.(" + "12" * 20000 + ")",
    "ZZZZZZZZZZ_{36}" * 50,
    "1" * 20000 + "_{7}",
    "\\pm " * 40 + "1",
    "1 \\pm 2 \\pm 3 \\pm 4 \\pm 5 \\pm 6 \\pm 7 \\pm 8 \\pm 9 \\pm 10 \\pm 11 \\pm 12 \\pm 13 \\pm 14 \\pm 15 \\pm 16 \\pm 17",
    "2100000000^{2100000000}",
    "99999999^{99999999} + 1",
    "(3/7)^{123456789}",
    "0.1^{-999999999}",
    "1.0000001^{9999999999}",
    "2^{2^{64}} - 2^{2^{64}} + 2",
    "\\sqrt[1000000000]{3}",
    "\\sqrt[3]{\\sqrt[3]{\\sqrt[3]{\\sqrt[3]{2+\\sqrt{3}}+1}+1}+1}",
    "i^{i^{i^{i^{9^{9}}}}}",
    "\\zeta(10^{9}+\\frac{1}{2})",
    DETERMINANT,
    "\\begin{pmatrix}" + " \\\\ ".join(" & ".join("1" for _ in range(200)) for _ in range(200)) + "\\end{pmatrix}",
    "\\begin{pmatrix}1 & 2 \\\\ 3 & 4\\end{pmatrix}^{1000000000}",
    "\\begin{pmatrix}9^{9^9} & 9^{9^9} \\\\ 9^{9^9} & 9^{9^9}\\end{pmatrix}",
    "\\begin{pmatrix}" * 300 + "1" + "\\end{pmatrix}" * 300,
)

MEGABYTE = 1_000_000
LONG = (
    ("nine", "9" * MEGABYTE),
    ("letters", "a" * MEGABYTE),
    ("opened", "(" * MEGABYTE),
    ("braces", "{" * MEGABYTE),
    ("closed", ")" * MEGABYTE),
    ("boxes", r"\boxed{" * 140_000),
    ("boxes in boxes", r"\boxed{" * 20_000 + "7" + "}" * 20_000),
    ("boxes in a row", r"\boxed{7}" * 110_000),
    ("fractions", r"\frac{1}{" * 5_000 + "2" + "}" * 5_000),
    ("roots", r"\sqrt{" * 5_000 + "2" + "}" * 5_000),
    ("brackets", "(" * 50_000 + "7" + ")" * 50_000),
    ("few brackets", "(" * 900 + "7" + ")" * 900 + "x"),
    ("square", "[" * 50_000 + "7" + "]" * 50_000),
    ("sum", "+".join(["1"] * 200_000)),
    ("sum of letters", "+".join(f"x_{{{i}}}" for i in range(20_000))),
    ("product", "*".join(["(x+1)"] * 3_000)),
    ("products", "".join(f"(x+{i})" for i in range(3_000))),
    ("minus", "-" * 99_999 + "7"),
    ("powers", "^".join(["2"] * 3_000)),
    ("powers in braces", "2^{" * 3_000 + "2" + "}" * 3_000),
    ("indices", "x_{" * 5_000 + "1" + "}" * 5_000),
    ("spaces", " " * MEGABYTE + "7"),
    ("lines", "\n" * MEGABYTE + "7"),
    ("dollars", "$" * MEGABYTE),
    ("odd dollars", "$7" * 300_001),
    ("backslashes", "\\" * MEGABYTE),
    ("set", r"\{" + ",".join(str(i) for i in range(100_000)) + r"\}"),
    ("nested sets", r"\{" * 5_000 + "7" + r"\}" * 5_000),
    ("tuple", "(" + ",".join(["1"] * 300_000) + ")"),
    ("union", r"\cup".join(f"({2 * i},{2 * i + 1})" for i in range(20_000))),
    ("or", " or ".join(f"x={i}" for i in range(50_000))),
    ("equals", "=".join(["7"] * 200_000)),
    ("less", "<".join(["x"] * 100_000)),
    ("commas", "," * MEGABYTE),
    ("thousands", ",".join(["123"] * 200_000)),
    ("points", "." * MEGABYTE),
    ("stars", "*" * MEGABYTE),
    ("bold", "**" * 200_000 + "7" + "**" * 200_000),
    ("text", r"\text{" * 10_000 + "7" + "}" * 10_000),
    ("left", r"\left(" * 20_000 + "7" + r"\right)" * 20_000),
    ("factorials", "7" + "!" * 5_000),
    ("percent", "7" + r"\%" * 50_000),
    ("degrees", "7" + r"^\circ" * 50_000),
    ("primes", "f" + "'" * 100_000),
    ("digits and a letter", "1" * 200_000 + "x"),
    ("digits between spaces", "1 " * 300_000 + "x"),
    ("cue again and again", "the answer is " * 60_000 + "7"),
    ("cue in Chinese", "答案是" * 200_000 + "7"),
    ("answers", "<answer>" * 100_000 + "7"),
    ("hashes", "#" * MEGABYTE + "7"),
    ("zalgo", "7" + "\u0301" * 300_000),
    ("joiners", "7" + "\u200d" * 300_000 + "x"),
    ("right to left", "\u202e" * 100_000 + "7x"),
    ("ligature that grows eighteenfold", "\ufdfa" * 50_000),
    ("wide digits", "９" * 300_000),
    ("bold digits", "𝟗" * 200_000),
    ("roman", "Ⅷ" * 100_000),
    ("superscripts", "2" + "⁹" * 100_000),
    ("circled", "⑨" * 100_000),
    ("fractions as signs", "½" * 100_000),
    ("surrogate", "7\ud800x"),
    ("null", "\x007" * 100_000),
    ("controls", "".join(chr(i) for i in range(32)) * 10_000 + "x"),
    ("Arabic digits", "٧" * 1_000),
    ("emoji", "👨‍👩‍👧‍👦" * 50_000),
    ("backtracking", "a" * 50_000 + "!" + "a" * 50_000),
    ("backtracking spaces", "x" + " " * 100_000 + "y"),
    ("backtracking digits", "1," * 100_000 + "x"),
    ("backtracking braces", "{}" * 100_000 + "x"),
    ("backtracking text", r"\text{a} " * 30_000 + "x"),
    ("backtracking fractions", r"\frac" * 100_000),
    ("backtracking dollars", "$ $ " * 100_000 + "x"),
    ("backtracking units", "5 cm " * 50_000),
    ("backtracking quantifiers", "(a+)+" * 10_000 + "$"),
)

CONTROLS = (
    ("5", "5"),
    (r"\frac{1}{2}", "0.5"),
    ("(x+1)^2", "x^2+2x+1"),
    (r"\sqrt{12}", r"2\sqrt{3}"),
    ("2^{100}", "1267650600228229401496703205376"),
    ("20!", "2432902008176640000"),
    (r"\binom{40}{20}", "137846528820"),
    ("x=2 or x=3", r"\{2,3\}"),
    (r"\sin^2 x", r"1-\cos^2 x"),
    (r"\ln 8", r"3\ln 2"),
    ("答案是12", "12"),
    (r"\boxed{(1,2)}", "(1,2)"),
    ("[1, 2)", r"1 \le x < 2"),
    (r"\frac{x^2-1}{x^2+1}", r"\frac{(x-1)(x+1)}{1+x^2}"),
    ("5 cm", "5厘米"),
)
"""Honest pairs, put between the others: a checker that says no to everything must not look safe."""


def hostile() -> list[Pair]:
    """Each with a reference that it is not equal to, and an honest pair after every eight."""
    found: list[Pair] = []
    for i, pair in enumerate(dict.fromkeys(strings())):
        found.append(pair)
        if i % 8 == 7:
            answer, reference = CONTROLS[i // 8 % len(CONTROLS)]
            found.append(Pair(answer, reference, True, "honest", "hostile"))
    return found


def strings() -> Iterator[Pair]:
    """The hostile ones alone."""
    for i, code in enumerate(CODE):
        for wrap in (WRAPS[(i + k) % len(WRAPS)] for k in range(0, len(WRAPS), 2)):
            yield Pair(wrap.format(code), "17", False, "code", "hostile")
    for code in TEX:
        for wrap in ("{}", "${}$"):
            yield Pair(wrap.format(code), "17", False, "TeX", "hostile")
    for i, formula in enumerate(COSTLY):
        yield Pair(formula, "17", False, "costly", "hostile")
        if i % 4 == 0:
            yield Pair(f"\\boxed{{{formula}}}", r"\sin(x)+\sqrt{17}", False, "costly", "hostile")
        if i % 5 == 1 and len(formula) < 200:
            yield Pair(formula, formula + "+1", False, "costly, both", "hostile")
    for name, text in LONG:
        yield Pair(text, "17", False, f"long: {name}", "hostile")
