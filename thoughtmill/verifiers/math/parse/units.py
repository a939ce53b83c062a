"""Units: how they are spelt, what they measure, and their size, so that 5 cm = 5厘米 = 0.05 m and 3 kg ≠ 3 g."""

import re
from dataclasses import dataclass
from fractions import Fraction

Measures = tuple[tuple[str, int], ...]
"""Powers of what is measured: area is (("length", 2),); a counted thing measures its own name."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures and how many base units it is."""

    measures: Measures
    size: Fraction = Fraction(1)


def _units(measures: Measures, table: str) -> dict[str, Unit]:
    rows = (line.split("=") for line in table.split(";"))
    return {name.strip(): Unit(measures, Fraction(size.strip())) for size, names in rows for name in names.split(",")}


_LENGTH: Measures = (("length", 1),)
_TIME: Measures = (("time", 1),)
UNITS: dict[str, Unit] = {
    **_units(
        _LENGTH,
        "1=m,meter,metre,米,公尺;1/100=cm,centimeter,centimetre,厘米,公分;1/1000=mm,millimeter,millimetre,毫米;"
        "1000=km,kilometer,kilometre,千米,公里;1/10=dm,decimeter,decimetre,分米;127/5000=in,inch,inches,英寸;"
        "381/1250=ft,foot,feet,英尺;1143/1250=yd,yard,码;201168/125=mi,mile,英里;1/3=尺;500=里;1/1000000=micrometer,um,微米;"
        "1/1000000000=nm,nanometer,纳米",
    ),
    **_units((("length", 2),), "10000=hectare,ha,公顷;2000/3=亩;40468564224/10000000=acre,英亩"),
    **_units(
        (("length", 3),),
        "1/1000000=ml,mL,milliliter,millilitre,毫升,cc;1/1000=l,L,liter,litre,升;473176473/125000000000=gallon,gal,加仑;473176473/500000000000=quart,qt;"
        "473176473/32000000000000=tbsp,tablespoon;157725491/32000000000000=tsp,teaspoon",
    ),
    **_units(
        (("mass", 1),),
        "1=g,gram,克;1000=kg,kilogram,千克,公斤,kilo;1/1000=mg,milligram,毫克;1/1000000=ug,microgram,微克;1000000=t,ton,tonne,吨;500=斤;50=两;"
        "45359237/100000=lb,lbs,pound,磅;45359237/1600000=oz,ounce,盎司",
    ),
    **_units(
        _TIME,
        "1=s,sec,second,秒,秒钟;60=min,minute,分钟;3600=h,hr,hour,小时,时,钟头;86400=day,天,日;604800=week,周,星期;"
        "1/1000=ms,millisecond,毫秒;1/1000000=us,microsecond,微秒;1/1000000000=ns,nanosecond,纳秒",
    ),
    **_units((("months", 1),), "1=month,月,个月;12=year,yr,年,岁,years old,year old"),
    **_units((("degrees", 1),), r"1=^\circ,degree,deg,度;1/60=角分"),
    **_units((("radians", 1),), "1=rad,radian,弧度"),
    **_units((("temperature C", 1),), r"1=^\circC,degrees Celsius,degree Celsius,摄氏度"),
    **_units((("temperature F", 1),), r"1=^\circF,degrees Fahrenheit,degree Fahrenheit,华氏度"),
    **_units(
        (("length", 1), ("time", -1)),
        "5/18=kph,kmh,km/hr;1397/3125=mph;1=mps,米每秒;5/18=千米每小时,公里每小时,千米每时",
    ),
    **_units((("US money", 1),), "1=dollar_sign,dollar,USD,us dollar,us-dollar,美元,美金;1/100=cent,¢,美分"),
    **_units(
        (("Chinese money", 1),), "1=元,yuan,RMB,CNY,rmb,人民币,块,块钱,元钱,圆,¥;1/10=角,毛,jiao;1/100=分,分钱,fen"
    ),
    **_units((("euro", 1),), "1=€,euro,EUR,欧元"),
    **_units((("pound sterling", 1),), "1=£,GBP,英镑"),
    **_units((("length", 2), ("mass", 1), ("time", -2)), "3600000000=kWh,kilowatt hour,kilowatt-hour,千瓦时"),
    **_units((("count of unit", 1),), "1=unit"),
    **_units((("yen", 1),), "1=JPY,yen,日元"),
}
_FORCE: Measures = (("length", 1), ("mass", 1), ("time", -2))
_ENERGY: Measures = (("length", 2), ("mass", 1), ("time", -2))
_SI: list[tuple[str, str, str, Measures, int]] = [
    ("N", "newton", "牛,牛顿", _FORCE, 1000),
    ("J", "joule", "焦,焦耳", _ENERGY, 1000),
    ("W", "watt", "瓦,瓦特", (("length", 2), ("mass", 1), ("time", -3)), 1000),
    ("Pa", "pascal", "帕,帕斯卡", (("length", -1), ("mass", 1), ("time", -2)), 1000),
    ("A", "ampere", "安,安培", (("charge", 1), ("time", -1)), 1),
    ("C", "coulomb", "库,库仑", (("charge", 1),), 1),
    ("V", "volt", "伏,伏特", (("volts", 1),), 1),
    ("ohm", "ohm", "欧,欧姆", (("ohms", 1),), 1),
    ("F", "farad", "法,法拉", (("farads", 1),), 1),
    ("H", "henry", "亨,亨利", (("henries", 1),), 1),
    ("T", "tesla", "特斯拉", (("teslas", 1),), 1),
    ("Hz", "hertz", "赫,赫兹", (("cycles", 1),), 1),
    ("mol", "mole", "摩尔", (("amount", 1),), 1),
    ("eV", "electronvolt", "电子伏,电子伏特", (("electronvolts", 1),), 1),
    ("K", "kelvin", "开尔文", (("temperature K", 1),), 1),
]
"""Sign, name, Chinese names, what it measures, and its size in the units above (mass is in grams)."""
_PREFIXES = [
    ("", "", "", Fraction(1)), ("k", "kilo", "千", Fraction(1_000)), ("M", "mega", "兆", Fraction(10**6)),
    ("G", "giga", "吉", Fraction(10**9)), ("c", "centi", "厘", Fraction(1, 100)), ("h", "hecto", "百", Fraction(100)),
    ("m", "milli", "毫", Fraction(1, 1_000)), ("μ", "micro", "微", Fraction(1, 10**6)),
    ("n", "nano", "纳", Fraction(1, 10**9)), ("p", "pico", "皮", Fraction(1, 10**12)),
]  # fmt: skip


def _si() -> dict[str, Unit]:
    """Every SI unit with every prefix, by its sign, its name, and its Chinese name."""
    found: dict[str, Unit] = {}
    for sign, name, chinese, measures, size in _SI:
        for short, long, word, times in _PREFIXES:
            unit = Unit(measures, times * size)
            found |= {short + sign: unit, long + name: unit} | {word + one: unit for one in chinese.split(",")}
            if short == "μ":
                found["u" + sign] = unit
    return found | {"amp": found["A"], "kilohm": found["kohm"], "megohm": found["Mohm"]}


_NEW = {name: unit for name, unit in _si().items() if name not in UNITS}
UNITS.update(_NEW)
ALONE = {"m", "g", "s", "h", "l", "L", "t"} | {
    name for name in _NEW if name.isascii() and (len(name) == 1 or (len(name) == 2 and name[0] in "mchnp"))
}
"""Letters that are a unit only behind a space: `5 m` is a length, `5m` is five times m."""
_AREA = (("square ", 2), ("sq ", 2), ("sq. ", 2), ("平方", 2), ("cubic ", 3), ("cu ", 3), ("立方", 3))
_POWER = re.compile(r"\s*\^\s*\{?\s*(-?\d)\s*\}?$")
_FACTORS = re.compile(r"\s*\*\s*|(?<=[A-Za-z}\d])(?<!sq)(?<!cu)(?<!square)(?<!cubic)\s+(?=[A-Za-z])")
_KEPT = {"gas", "bus", "class", "glass", "dress", "boss", "pass", "plus", "less", "series", "species"}


def unit_of(name: str) -> Unit | None:
    """The unit spelt `name`, products, quotients and powers of units included; None if one part is unknown."""
    name = " ".join(name.replace("\\", " \\").split())
    if found := _known(name):
        return found
    if (
        not any(mark in name for mark in ("/", "*", "^", "per", "每", "平方", "立方", "sq", "cu", " "))
        or len(name) > 50
    ):
        return None
    above, *below = re.split(r"\s*(?:/|\bper\b|每)\s*", name)
    if len(below) > 2 or (not above and below):
        return None
    measures: dict[str, int] = {}
    size = Fraction(1)
    for part, sign in [(above, 1), *((part, -1) for part in below)]:
        for factor in _FACTORS.split(part.strip()):
            one = _powered(factor.strip())
            if one is None:
                return None
            size *= one.size**sign
            for what, power in one.measures:
                measures[what] = measures.get(what, 0) + sign * power
    return Unit(tuple(sorted((what, power) for what, power in measures.items() if power)), size)


def _known(name: str) -> Unit | None:
    found = UNITS.get(name) or UNITS.get(name.replace(" ", "")) or UNITS.get(name.removeprefix("个"))
    if found is None and len(name) > 2:
        low = name.lower()
        found = UNITS.get(low) or (UNITS.get(low[:-1]) if low.endswith("s") else None)
    return found


def _powered(name: str) -> Unit | None:
    power = 1
    if found := _POWER.search(name):
        name, power = name[: found.start()], int(found.group(1))
    for word, n in _AREA:
        if name.startswith(word):
            name, power = name[len(word) :], n
    one = _known(name.strip())
    if one is None or not 1 <= abs(power) <= 3:
        return None
    return Unit(tuple((what, n * power) for what, n in one.measures), one.size**power)


def thing(name: str) -> Unit:
    """A thing that is counted: apples = apple."""
    name = " ".join(name.lower().split()).removeprefix("个")
    if name.endswith("ies"):
        name = name[:-3] + "y"
    elif name.endswith("s") and name not in _KEPT:
        name = name[:-1]
    return Unit(((f"count of {name}", 1),) if name else (("count", 1),))
