"""Units: how they are spelt, what they measure, and their size, so that 5 cm = 5厘米 = 0.05 m and 3 kg ≠ 3 g."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures and how many base units it is; a counted thing measures its own name."""

    measures: str
    size: Fraction = Fraction(1)


def _units(measures: str, table: str) -> dict[str, Unit]:
    rows = (line.split("=") for line in table.split(";"))
    return {name.strip(): Unit(measures, Fraction(size.strip())) for size, names in rows for name in names.split(",")}


UNITS: dict[str, Unit] = {
    **_units(
        "length",
        "1=m,meter,meters,metre,metres,米;1/100=cm,centimeter,centimeters,centimetre,centimetres,厘米,公分;"
        "1/1000=mm,millimeter,millimeters,millimetre,millimetres,毫米;1000=km,kilometer,kilometers,kilometre,"
        "kilometres,千米,公里;1/10=dm,decimeter,decimeters,分米;127/5000=inch,inches;381/1250=ft,foot,feet;"
        "1143/1250=yd,yard,yards;201168/125=mi,mile,miles",
    ),
    **_units(
        "area",
        "1=m^2,m^{2},square meters,square meter,平方米;1/10000=cm^2,cm^{2},square centimeters,平方厘米;"
        "1000000=km^2,km^{2},square kilometers,平方千米,平方公里;10000=hectares,hectare,ha,公顷",
    ),
    **_units(
        "volume",
        "1=m^3,m^{3},cubic meters,立方米;1/1000000=cm^3,cm^{3},cubic centimeters,立方厘米,ml,mL,milliliters,毫升;"
        "1/1000=l,L,liter,liters,litre,litres,升",
    ),
    **_units(
        "mass",
        "1=g,gram,grams,克;1000=kg,kilogram,kilograms,千克,公斤;1/1000=mg,milligram,milligrams,毫克;"
        "1000000=t,ton,tons,tonne,tonnes,吨;500=斤",
    ),
    **_units(
        "time",
        "1=s,sec,second,seconds,秒,秒钟;60=min,minute,minutes,分钟;3600=h,hr,hour,hours,小时,时;86400=day,days,天;"
        "604800=week,weeks,周,星期;1/1000=ms,milliseconds",
    ),
    **_units("year", "1=year,years,年,岁,years old"),
    **_units("angle", r"1=^\circ,\circ,degree,degrees,度"),
    **_units("temperature C", r"1=^\circ C,°C,degrees Celsius,摄氏度"),
    **_units("temperature F", r"1=^\circ F,°F,degrees Fahrenheit,华氏度"),
    **_units(
        "speed",
        "1=m/s,meters per second,米/秒,米每秒;5/18=km/h,kph,kilometers per hour,千米/时,千米/小时,公里/小时;"
        "1397/3125=mph,miles per hour",
    ),
    **_units("US money", "1=dollar_sign,dollar,dollars,USD,美元;1/100=cent,cents,美分"),
    **_units("Chinese money", "1=元,yuan,RMB,CNY,人民币,块;1/10=角;1/100=分"),
    **_units("euro", "1=€,euro,euros,EUR,欧元"),
    **_units("pound sterling", "1=£,GBP,英镑"),
}
ALONE = {"m", "g", "s", "h", "l", "L", "t"}
"""Letters that are a unit only behind a space: `5 m` is a length, `5m` is five times m."""


def unit_of(name: str) -> Unit:
    """The unit spelt `name`; an unknown one counts things of that name (apples = apple)."""
    name = name.strip()
    known = UNITS.get(name) or UNITS.get(name.lower())
    return known or Unit("count of " + name.lower().rstrip("s"))
