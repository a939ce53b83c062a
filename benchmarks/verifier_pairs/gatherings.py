"""Values of several parts: tuples, sets, intervals, inequalities, matrices."""

# tables: one value a row

from collections.abc import Iterator
from functools import partial
from random import Random

from benchmarks.verifier_pairs.case import Value

ATOMS = (r"\frac{1}{2}", r"\sqrt{2}", r"-\frac{3}{4}", r"\sqrt{5}", r"\frac{7}{3}", "0", "-1", r"\pi")
SPELT = {
    r"\frac{1}{2}": "1/2",
    r"\sqrt{2}": "√2",
    r"-\frac{3}{4}": "-3/4",
    r"\sqrt{5}": "√5",
    r"\frac{7}{3}": "7/3",
    r"\pi": "π",
}


def different(rng: Random, count: int, odd: float = 0.3) -> list[str]:
    """Several different numbers as formulas."""
    found: list[str] = []
    while len(found) < count:
        one = rng.choice(ATOMS) if rng.random() < odd else str(rng.randint(-9, 20))
        if one not in found:
            found.append(one)
    return found


def plain(parts: list[str]) -> list[str]:
    """The same numbers without LaTeX."""
    return [SPELT.get(part, part) for part in parts]


def more(part: str) -> str:
    """Another number close to this one, above every other that `different` gives."""
    return str(int(part) + 31) if part.lstrip("-").isdigit() else f"{part}+31"


def points(rng: Random) -> Iterator[Value]:
    """Ordered, with every part."""
    for count in [2] * 14 + [3] * 9 + [4] * 3:
        parts = different(rng, count)
        spelt = plain(parts)
        turned = [*parts[1:], parts[0]]
        same = (
            f"({','.join(parts)})",
            f"({', '.join(parts)})",
            f"\\left({', '.join(parts)}\\right)",
            f"\\left( {','.join(parts)} \\right)",
        )
        other = (
            f"({','.join(turned)})",
            f"({', '.join([*parts[:-1], more(parts[-1])])})",
            f"({', '.join([*parts, '1'])})",
            f"({', '.join([more(parts[0]), *parts[1:]])})",
            f"\\left({', '.join(turned)}\\right)",
        )
        if count > 2:
            other += (f"({', '.join(parts[:-1])})",)
        said = (f"({', '.join(spelt)})", f"( {' , '.join(spelt)} )", f"（{'，'.join(spelt)}）", f"({'，'.join(spelt)})")
        missaid = (f"({', '.join(reversed(spelt))})", f"（{'，'.join([*spelt[1:], spelt[0]])}）")
        yield Value("tuple", same, other, said, missaid)


def sets(rng: Random) -> Iterator[Value]:
    """Without order; every element counts."""
    for count in [2] * 12 + [3] * 9 + [4] * 4:
        parts = different(rng, count)
        spelt = plain(parts)
        mixed = parts[:]
        rng.shuffle(mixed)
        inside, turned = ", ".join(parts), ", ".join(reversed(parts))
        same = (
            f"\\{{{inside}\\}}",
            f"\\{{{turned}\\}}",
            f"\\left\\{{{inside}\\right\\}}",
            f"\\left\\{{ {', '.join(mixed)} \\right\\}}",
            f"\\lbrace {inside} \\rbrace",
        )
        changed = ", ".join([*parts[:-1], more(parts[-1])])
        other = (
            f"\\{{{', '.join(parts[:-1])}\\}}",
            f"\\{{{changed}\\}}",
            f"\\{{{inside}, 77\\}}",
            f"\\{{{', '.join(parts[1:])}\\}}",
            f"\\left\\{{{', '.join([more(parts[0]), *parts[1:]])}\\right\\}}",
        )
        said = (f"{{{', '.join(spelt)}}}", f"｛{'，'.join(spelt)}｝", f"{{{'、'.join(reversed(spelt))}}}")
        missaid = (f"{{{', '.join([*spelt, '55'])}}}", f"｛{'，'.join(spelt[1:])}｝")
        yield Value("set", same, other, said, missaid)


def named(name: str, parts: list[str], gap: str) -> str:
    """`x=2 or x=3`, with `gap` between them."""
    return gap.join(f"{name}={one}" for one in parts)


def alternatives(rng: Random) -> Iterator[Value]:
    """`x = 2 or x = 3` is the set of both."""
    for count in [2] * 16 + [3] * 6:
        parts = different(rng, count, odd=0.2)
        spelt = plain(parts)
        name = rng.choice("xxtnyz")
        back = parts[::-1]
        each = partial(named, name)
        same = (each(parts, r" \text{ or } "), each(back, r"\text{ or }"), f"{name} \\in \\{{{', '.join(back)}\\}}")
        other = (
            each(parts[:-1], ""),
            each([*parts[:-1], more(parts[-1])], r" \text{ or } "),
            each([*parts, "77"], r" \text{ or } "),
        )
        said = (
            each(spelt, " or "),
            each(spelt[::-1], " or "),
            each(spelt, " 或 "),
            each(spelt[::-1], "或"),
            " or ".join(spelt),
            "或".join(spelt[::-1]),
            " 或 ".join(spelt),
            f"{name}＝{'或'.join(spelt)}",
        )
        missaid = (
            each([*spelt[:-1], "66"], " or "),
            each([*spelt[:-1], "66"], "或"),
            each([*spelt, "66"], " 或 "),
            " or ".join([*spelt, "66"]),
        )
        if count > 2:
            other, missaid = (other[1], other[2], each(parts[:-1], r" \text{ or } ")), (*missaid, each(spelt[1:], "或"))
        yield Value("alternatives", same, other, said, missaid)


BOUNDS = (("-3", "5"), ("0", "1"), (r"\frac{1}{2}", "4"), ("-2", r"\sqrt{2}"), ("2", "7"), ("-10", "-4"), (r"-\frac{3}{4}", "6"), ("1", r"\sqrt{5}"), ("8", "12"), ("-1", r"\pi"))  # fmt: skip


def intervals(rng: Random) -> Iterator[Value]:
    """Bounded ones: as an interval, an inequality, a set with a rule."""
    for low, high in BOUNDS:
        for opens, shuts in rng.sample((("(", ")"), ("[", ")"), ("(", "]"), ("[", "]")), 2):
            first, last = ("<" if opens == "(" else r"\le "), ("<" if shuts == ")" else r"\le ")
            inequality = f"{low} {first} x {last} {high}"
            same = (
                f"{opens}{low},{high}{shuts}",
                f"{opens}{low}, {high}{shuts}",
                f"\\left{opens}{low}, {high}\\right{shuts}",
                inequality,
                f"x \\in {opens}{low},{high}{shuts}",
                f"\\{{x \\mid {inequality}\\}}",
                inequality.replace(r"\le ", r"\leq "),
            )
            flip_open, flip_shut = ("[" if opens == "(" else "("), ("]" if shuts == ")" else ")")
            other = (
                f"{flip_open}{low},{high}{shuts}",
                f"{opens}{low},{high}{flip_shut}",
                f"{opens}{low},{more(high)}{shuts}",
                f"\\left{flip_open}{low}, {high}\\right{flip_shut}",
            )
            turned = "<" if opens == "[" else r"\le "
            other += (f"{low} {turned} x {last} {high}", f"{opens}{low},\\infty)", f"x {last} {high}")
            a, b = plain([low, high])
            said = (
                f"{opens}{a}, {b}{shuts}",
                f"{a} {first} x {last} {b}".replace(r"\le ", "≤"),
                f"{a}{first}x{last}{b}".replace(r"\le ", "<="),
                f"x∈{opens}{a},{b}{shuts}",
                f"{opens}{a}，{b}{shuts}",
            )
            missaid = (
                f"{flip_open}{a}, {b}{shuts}",
                f"{a}{first}x{'≤' if shuts == ')' else '<'}{b}".replace(r"\le ", "≤"),
            )
            yield Value("interval", same, other, said, missaid)


def rays(rng: Random) -> Iterator[Value]:
    """One bound: as an inequality and as an interval."""
    for bound in ("3", "-2", r"\frac{1}{2}", "0", r"\sqrt{2}", "10", "-7", r"\frac{7}{3}"):
        a = SPELT.get(bound, bound)
        for closed in (False, True):
            sign, mark, left = (r"\ge", "≥", "[") if closed else (">", ">", "(")
            turn, kram = (r"\le", "≤") if closed else ("<", "<")
            wrong, gnorw, right = (">", ">", "(") if closed else (r"\ge", "≥", "[")
            same = (
                f"{left}{bound},\\infty)",
                f"x {sign} {bound}",
                f"{bound} {turn} x",
                f"\\left{left}{bound}, \\infty\\right)",
                f"{left}{bound}, +\\infty)",
                f"x \\in {left}{bound},\\infty)",
                f"\\{{x : x {sign} {bound}\\}}",
            )
            other = (
                f"{right}{bound},\\infty)",
                f"x {wrong} {bound}",
                f"x {turn} {bound}",
                f"(-\\infty,{bound})",
                f"x {sign} {more(bound)}",
                f"{left}{more(bound)},\\infty)",
            )
            said = (
                f"x {mark} {a}",
                f"x{mark}{a}",
                f"{left}{a}, ∞)",
                f"{left}{a}, +∞)",
                f"x∈{left}{a},+∞)",
                f"{a}{kram}x",
            )
            missaid = (f"x {gnorw} {a}", f"x {kram} {a}", f"{right}{a}, ∞)")
            yield Value("ray", same, other, said, missaid)


def unions(rng: Random) -> Iterator[Value]:
    """Two pieces, in any order."""
    for low, high in (("-1", "2"), ("0", "3"), ("-4", "4"), (r"\frac{1}{2}", "5"), ("-6", "-5"), ("1", "9")):
        a, b = plain([low, high])
        left, right = f"(-\\infty,{low})", f"({high},\\infty)"
        same = (
            f"{left} \\cup {right}",
            f"{right} \\cup {left}",
            f"{left}\\cup{right}",
            f"x < {low} \\text{{ or }} x > {high}",
            f"x>{high} \\text{{ or }} x<{low}",
        )
        other = (
            f"{left} \\cup [{high},\\infty)",
            f"({low},{high})",
            left,
            f"{left} \\cup ({more(high)},\\infty)",
            f"x \\le {low} \\text{{ or }} x > {high}",
            f"(-\\infty,{low}] \\cup {right}",
        )
        said = (
            f"(-∞, {a}) ∪ ({b}, ∞)",
            f"x < {a} or x > {b}",
            f"x<{a}或x>{b}",
            f"x > {b} 或 x < {a}",
            f"(-∞,{a})∪({b},+∞)",
        )
        missaid = (f"(-∞, {a}] ∪ ({b}, ∞)", f"x ≤ {a} or x > {b}", f"x<{a}或x≥{b}", f"(-∞, {b}) ∪ ({b}, ∞)")
        yield Value("union", same, other, said, missaid)
    for hole in ("3", "-2", "0", r"\frac{1}{2}"):
        same = (
            f"(-\\infty,{hole}) \\cup ({hole},\\infty)",
            f"x \\ne {hole}",
            f"x \\neq {hole}",
            f"\\mathbb{{R}} \\setminus \\{{{hole}\\}}",
        )
        other = (
            f"x = {hole}",
            "\\mathbb{R}",
            f"x \\ne {more(hole)}",
            f"(-\\infty,{hole}] \\cup ({hole},\\infty)",
            f"x > {hole}",
        )
        yield Value("union", same, other, (f"x ≠ {SPELT.get(hole, hole)}",), swaps=False)


def matrices(rng: Random) -> Iterator[Value]:
    """Rows and columns."""
    for rows, columns in [(2, 2)] * 8 + [(3, 3)] * 3 + [(2, 3)] * 2 + [(2, 1)] * 5 + [(3, 1)] * 4:
        table = [different(rng, columns, odd=0.15) for _ in range(rows)]
        if rows > 1 and table[0][0] == table[1][0]:
            table[0][0] = "88"
        if rows == columns and table[0][1] == table[1][0]:
            table[0][1] = "99"

        def drawn(entries: list[list[str]], dress: str = "pmatrix", gap: str = " & ") -> str:
            inside = r" \\ ".join(gap.join(row) for row in entries)
            return f"\\begin{{{dress}}}{inside}\\end{{{dress}}}"

        bumped = [row[:] for row in table]
        bumped[-1][-1] = more(bumped[-1][-1])
        turned = [list(column) for column in zip(*table, strict=True)]
        signed = [row[:] for row in table]
        signed[0][0] = "44" if signed[0][0].startswith("-") or signed[0][0] == "0" else f"-{signed[0][0]}"
        swapped = [table[1], table[0], *table[2:]]
        inside = r" \\ ".join(" & ".join(row) for row in table)
        array = f"\\left[\\begin{{array}}{{{'c' * columns}}}{inside}\\end{{array}}\\right]"
        same = (drawn(table), drawn(table, "bmatrix"), drawn(table, gap="&"), array)
        other = (drawn(bumped), drawn(signed, "bmatrix"), drawn(swapped), drawn([*table, table[0]]))
        if columns > 1:
            other += (drawn(turned),)
        yield Value("matrix", same, other)


FAMILIES = (points, sets, alternatives, intervals, rays, unions, matrices)
