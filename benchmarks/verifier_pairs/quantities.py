"""Numbers with a unit, money, options, words, ratios, and what is Chinese about them."""

# tables: one value a row

from collections.abc import Iterator
from random import Random

from benchmarks.verifier_pairs.case import Value

UNITS = (
    (r"\text{ cm}", (r"\mathrm{cm}", r"\,\text{cm}", r"\text{ centimeters}"), (" cm", "cm", " centimeters", "厘米", " 厘米"), (r"\text{ kg}", r"\text{ km}", r"\text{ cm}^2"), (" m", "米", "平方厘米", " seconds")),
    (r"\text{ m}", (r"\mathrm{\,m}", r"\text{ meters}", r"\ \text{m}"), (" m", " meters", " metres", "米"), (r"\text{ km}", r"\text{ s}", r"\text{ m}^3"), (" km", "千米", "厘米", " kg")),
    (r"\text{ kg}", (r"\mathrm{kg}", r"\text{ kilograms}"), (" kg", "kg", " kilograms", "千克", "公斤"), (r"\text{ g}", r"\text{ m}", r"\text{ t}"), (" g", "克", "吨", " hours")),
    (r"\text{ g}", (r"\mathrm{\,g}", r"\text{ grams}"), (" g", " grams", "克", " 克"), (r"\text{ kg}", r"\text{ mg}", r"\text{ s}"), (" kg", "千克", " m")),
    (r"\text{ cm}^2", (r"\mathrm{cm}^2", r"\text{ cm}^{2}", r"\text{ square centimeters}"), (" cm²", " cm^2", "平方厘米", " square centimeters"), (r"\text{ cm}", r"\text{ cm}^3", r"\text{ m}^2"), (" cm", "立方厘米", "平方米", "厘米")),
    (r"\text{ m}^3", (r"\mathrm{m}^3", r"\text{ m}^{3}", r"\text{ cubic meters}"), (" m³", " m^3", "立方米", " cubic meters"), (r"\text{ m}^2", r"\text{ cm}^3", r"\text{ m}"), (" m²", "平方米", "米")),
    (r"\text{ s}", (r"\mathrm{\,s}", r"\text{ seconds}"), (" s", " seconds", "秒"), (r"\text{ m}", r"\text{ h}", r"\text{ minutes}"), (" minutes", "分钟", "小时", " hours")),
    (r"\text{ minutes}", (r"\text{ min}", r"\mathrm{\,min}"), (" minutes", " min", "分钟", " 分钟"), (r"\text{ seconds}", r"\text{ hours}"), (" hours", "小时", "秒", " days")),
    (r"\text{ hours}", (r"\text{ h}", r"\mathrm{\,h}"), (" hours", " h", "小时", " 小时"), (r"\text{ minutes}", r"\text{ days}"), (" minutes", "分钟", "天", " seconds")),
    (r"\text{ km/h}", (r"\mathrm{km/h}", r"\text{ km}/\text{h}"), (" km/h", "km/h", "千米/小时", "千米/时", " kilometers per hour"), (r"\text{ m/s}", r"\text{ km}"), (" m/s", "米/秒", "千米/分")),
    (r"\text{ m/s}", (r"\mathrm{m/s}", r"\text{ m}/\text{s}"), (" m/s", "m/s", "米/秒", " meters per second"), (r"\text{ km/h}", r"\text{ m/s}^2"), (" km/h", "千米/小时", " m")),
    (r"\text{ L}", (r"\mathrm{\,L}", r"\text{ liters}"), (" L", " liters", " litres", "升"), (r"\text{ mL}", r"\text{ kg}"), (" mL", "毫升", " g")),
    (r"^\circ", (r"^{\circ}", r"^{\circ }"), ("°", " degrees", "度"), (r"\text{ cm}", r"\%"), (" cm", "厘米", "%")),
    (r"\text{ days}", (r"\mathrm{\ days}",), (" days", "天", " 天"), (r"\text{ hours}", r"\text{ weeks}"), (" hours", "小时", " weeks")),
)  # fmt: skip
"""The unit of the reference; the same in formulas; the same in plain text; others in formulas; others in plain text."""


def units(rng: Random) -> Iterator[Value]:
    """The same unit spelt otherwise is the same; another one with the same number is wrong."""
    for first, rest, said, wrong, missaid in UNITS:
        for n in [str(rng.randint(3, 400)) for _ in range(2)] + (
            [f"{rng.randint(1, 30)}.5"] if rng.random() < 0.5 else []
        ):
            near = str(float(n) + 1) if "." in n else str(int(n) + 1)
            same = tuple(n + one for one in (first, *rest))
            other = (*(n + one for one in wrong), near + first, f"-{n}{first}", near + rest[0])
            yield Value(
                "unit", same, other, tuple(n + one for one in said), (*(n + one for one in missaid), near + said[-1])
            )


CONVERTED = (
    (r"5\text{ cm}", ("0.05 m", "50 mm", "50毫米"), ("0.5 m", "500 mm", "5毫米")),
    (r"2\text{ km}", ("2000 m", "2000米", "2,000 m"), ("200 m", "20000 m", "200米")),
    (r"3\text{ kg}", ("3000 g", "3000克"), ("300 g", "30 g", "0.003 g")),
    (r"2\text{ hours}", ("120 minutes", "120分钟", "7200 s"), ("200 minutes", "100 minutes", "120小时")),
    (r"1.5\text{ m}", ("150 cm", "150厘米", "1500 mm"), ("15 cm", "105 cm", "1.5厘米")),
    (r"750\text{ mL}", ("0.75 L", "0.75升"), ("7.5 L", "75 mL", "750升")),
    (r"36\text{ km/h}", ("10 m/s", "10米/秒"), ("36 m/s", "100 m/s", "3.6 m/s")),
    (r"2\text{ m}^2", ("20000 cm^2", "20000平方厘米"), ("200 cm^2", "2 m", "200平方厘米")),
)  # fmt: skip


def conversions(rng: Random) -> Iterator[Value]:
    """One quantity in two units."""
    for first, said, missaid in CONVERTED:
        yield Value("conversion", (first,), (first.replace(r"\text{", r"1\text{", 1),), said, missaid, swaps=False)


def money(rng: Random) -> Iterator[Value]:
    """Dollars, cents and yuan."""
    for _ in range(9):
        n = rng.randint(3, 900)
        same, other = (
            (rf"\${n}", rf"\${n}.00", rf"{n}\text{{ dollars}}"),
            (rf"\${n + 1}", rf"\${n}.50", rf"{n}\text{{ cents}}", rf"-\${n}"),
        )
        said, missaid = (
            (f"{n} dollars", f"{n}美元", f"{n}.00 dollars"),
            (f"{n}元", f"{n} euros", f"{n} cents", f"{n + 1}美元"),
        )
        yield Value("money", same, other, said, missaid, swaps=False)
    for _ in range(6):
        n, c = rng.randint(3, 90), rng.randint(1, 9) * 10 + 5
        same, other = (
            (rf"\${n}.{c}", rf"{n}.{c}\text{{ dollars}}"),
            (rf"\${n}", rf"\${c}.{n:02d}", rf"\${n}.{c + 1}", rf"\${n + 1}.{c}"),
        )
        yield Value(
            "money", same, other, (f"{n}.{c} dollars", f"{n}.{c}美元"), (f"{n}.{c}元", f"{n}.{c} cents"), swaps=False
        )
    for n in (1250, 23000, 1048576):
        yield Value(
            "money",
            (rf"\${n:,}", rf"\${n}"),
            (rf"\${n // 10:,}", rf"\${n + 1}"),
            (f"{n:,} dollars",),
            (f"{n:,}元",),
            swaps=False,
        )
    for n in (25, 80, 7, 120):
        yield Value(
            "money",
            (rf"{n}\text{{元}}", rf"{n} \text{{ 元}}"),
            (rf"{n + 1}\text{{元}}", rf"{n}\text{{角}}"),
            (f"{n}元", f"{n} 元", f"¥{n}", f"￥{n}", f"人民币{n}元", f"{n}.00元"),
            (f"{n}美元", f"{n + 1}元", f"{n}角", f"{n}分"),
            swaps=False,
        )


def options(rng: Random) -> Iterator[Value]:
    """A letter in any dress."""
    for letter in "ABCDE":
        wrong = "BCDEA"["ABCDE".index(letter)]
        for first in (letter, f"({letter})", rf"\text{{({letter})}}"):
            same = (
                first,
                letter,
                f"({letter})",
                rf"\text{{{letter}}}",
                rf"\textbf{{({letter})}}",
                rf"\mathrm{{({letter})}}",
                rf"\textbf{{{letter}}}",
                rf"\text{{({letter})}}",
            )
            other = (wrong, f"({wrong})", rf"\text{{({wrong})}}", rf"\textbf{{({wrong})}}", rf"\mathrm{{{wrong}}}")
            said = (
                f"**{letter}**",
                f"**({letter})**",
                f"选{letter}",
                f"选 {letter}",
                f"Option {letter}",
                f"（{letter}）",
                f"{letter}.",
                f"选项{letter}",
                f"option ({letter})",
                f"答案选{letter}",
                chr(ord(letter) + 0xFEE0),
                f"({letter}).",
            )
            missaid = (
                f"**{wrong}**",
                f"选{wrong}",
                f"Option {wrong}",
                f"（{wrong}）",
                f"选项{wrong}",
                f"{wrong}.",
                f"not {letter}",
                f"{letter} or {wrong}",
                f"不选{letter}",
            )
            yield Value("option", same, other, said, missaid, swaps=False)


WORDS = (
    (r"\text{even}", ("even", "Even", "**even**"), ("odd", r"\text{odd}", "neither")),
    (r"\text{Tuesday}", ("Tuesday", "tuesday", r"\textbf{Tuesday}"), ("Thursday", r"\text{Monday}", "Wednesday")),
    (r"\text{ellipse}", ("ellipse", "Ellipse", r"\mathrm{ellipse}"), ("circle", r"\text{hyperbola}", "parabola")),
    (r"\text{Yes}", ("Yes", "yes", "Yes."), ("No", r"\text{No}", "no")),
    (r"\text{No}", ("No", "no", "NO"), ("Yes", r"\text{Yes}", "yes")),
    (r"\text{True}", ("True", "true", "TRUE"), ("False", r"\text{False}", "false")),
    ("Evelyn", (r"\text{Evelyn}", r"\text{ Evelyn }", "**Evelyn**"), ("Evan", r"\text{Briana}", "Carla")),
    (r"\text{Navin}", ("Navin", r"\textit{Navin}"), ("Luisa", "Naveen", r"\text{Nina}")),
    (r"\text{isosceles}", ("isosceles", "Isosceles"), ("scalene", "equilateral", r"\text{right}")),
    ("偶数", (r"\text{偶数}", "答案是偶数", "偶数。"), ("奇数", "答案是奇数", r"\text{奇数}")),
    ("星期三", ("答案：星期三", r"\text{星期三}", "星期三。"), ("星期二", "星期四", "答案：星期五")),
    ("小明", (r"\text{小明}", "**小明**", "答案是小明。"), ("小红", "小刚", "答案是小红")),
    ("等腰三角形", ("等腰三角形。", r"\boxed{等腰三角形}"), ("等边三角形", "直角三角形", r"\boxed{直角三角形}")),
)  # fmt: skip


def words(rng: Random) -> Iterator[Value]:
    """A short word; case and font do not matter."""
    for first, said, missaid in WORDS:
        yield Value("word", (first,), (), said, missaid, swaps=False)


def ratios(rng: Random) -> Iterator[Value]:
    """`3:4` is not `4:3`."""
    for a, b in ((3, 4), (2, 5), (1, 7), (9, 4), (5, 8), (11, 3), (7, 2)):
        said = (f"{a} : {b}", f"{a}：{b}", f"{a}∶{b}", f"{a}比{b}")
        yield Value(
            "ratio",
            (f"{a}:{b}", f"{a} : {b}"),
            (f"{b}:{a}", f"{a}:{b + 1}", f"{a + 20}:{b}"),
            said,
            (f"{b}：{a}", f"{b}比{a}", f"{a}比{b + 1}"),
        )


SPOKEN = (
    (r"\frac{2}{3}", ("三分之二", "答案是三分之二", "3分之2"), ("二分之三", "三分之一", "2分之3")),
    (r"\frac{3}{4}", ("四分之三", "等于四分之三", "四分之三。"), ("三分之四", "五分之三")),
    (r"-\frac{1}{2}", ("负二分之一", "-1/2", "－１／２"), ("二分之一", "１／２")),
    ("0.3", ("百分之三十", "３０％", "０．３", "十分之三"), ("百分之三", "３％", "三分之十")),
    (r"\sqrt{3}", ("根号3", "√３", "答案是√3。"), ("根号2", "√５", "1.732")),
    (r"2\sqrt{3}", ("2根号3", "2√3", "２√３"), ("3根号2", "2√2", "3√2")),
    (r"\emptyset", ("空集", r"\varnothing", "∅", r"\{\}"), (r"\{0\}", "0", r"\{\emptyset\}")),
    (r"\infty", ("∞", r"+\infty", "+∞", "正无穷"), (r"-\infty", "-∞", "0", "负无穷")),
    (r"-\infty", ("-∞", "负无穷"), (r"\infty", "∞", "+∞")),
    ("x>3", ("x大于3", "x＞3", "ｘ＞３", "3<x"), ("x小于3", "x＜3", "x≥3", "x大于等于3")),
    (r"x \le 5", ("x≤5", "x小于等于5", "x不大于5", "x ⩽ 5", "x<=5"), ("x<5", "x≥5", "x小于5")),
    ("x=2, y=3", ("x=2，y=3", "x＝2，y＝3", "x=2 且 y=3", "x=2、y=3", "y=3，x=2"), ("x=3，y=2", "x＝3，y＝2", "x=2", "y=2，x=3")),
    (r"\{1, 2\}", ("1 和 2", "1或2", "｛１，２｝", "{2，1}"), ("1", "1和3", "｛１｝", "1或2或3")),
    ("(1, 2)", ("（1，2）", "（１，２）", "(1，2)", "（ 1 ， 2 ）"), ("（2，1）", "（２，１）", "(1，3)")),
    ("[1, 2)", ("［1，2）", "[1，2)", "［１，２）"), ("（1，2）", "［1，2］", "（１，２］")),
    ("12", ("１２", "等于12", "答案：12", "１２．０", "结果是12", "等于 12。"), ("１３", "等于21", "答案：-12", "－１２")),
    ("-7", ("－７", "－7", "−7", "负7", "答案为－7。"), ("７", "＋７", "答案为7。")),
    ("1234", ("1,234", "１２３４", r"1{,}234", r"1\,234"), ("1,243", "１２３５", "1.234")),
    ("x^2+1", ("x²+1", "ｘ²＋１", "1+x^2", "x＾2＋1"), ("x²-1", "x³+1", "ｘ²－１")),
    (r"60^\circ", ("60°", "60度", "６０°", "60º"), ("30°", "60厘米", "６１°")),
    (r"\pi", ("π", "𝜋", "$π$。"), ("3.14", "2π", "e")),
    (r"\frac{1}{2}", ("½", "１／２", "1/2"), ("⅓", "2", "２／１")),
    (r"\frac{3}{4}", ("¾", "３／４", "0.75"), ("¼", "４／３", "0.34")),
    (r"x \ne 0", ("x≠0", "x ≠ 0", "x不等于0", r"x\neq 0"), ("x=0", "x>0", "x等于0")),
    ("2^{10}", ("1024", "2¹⁰", "2的10次方", "１０２４"), ("20", "1000", "2¹¹", "10的2次方")),
)  # fmt: skip


def chinese(rng: Random) -> Iterator[Value]:
    """Chinese words and signs for what formulas say."""
    for first, said, missaid in SPOKEN:
        yield Value("Chinese", (first,), (), said, missaid, swaps=False)


FAMILIES = (units, conversions, money, options, words, ratios, chinese)
