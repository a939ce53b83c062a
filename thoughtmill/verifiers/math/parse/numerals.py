"""Numbers in words, English and Chinese, and Chinese fractions: written with digits, so that they can be read."""

import re
from fractions import Fraction

_UNITS = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_SMALL = {name: n for n, name in enumerate(_UNITS)} | {name: 20 + 10 * n for n, name in enumerate(_TENS)}
_LARGE = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
NOT_COUNTED = {*_PARTS, *(f"{name}s" for name in _PARTS), "lakh", "lakhs", "crore", "crores"}
"""Words behind a number that make another number of it, or name a thing: 3 quarters, 12 lakh."""
_ENGLISH = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+){0,15}")

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_PLACES = {"十": 10, "百": 100, "千": 1_000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_N = r"(?:[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?|\d+(?:\.\d+)?)"
_CHINESE = re.compile(
    rf"(?P<minus>负|-)?(?:(?P<percent>百分之)(?P<of>{_N})"
    rf"|(?:(?P<whole>{_N})又)?(?P<bottom>{_N})分之(?P<root>根号)?(?P<top>{_N}|\d*\\pi|[a-z])"
    rf"|(?:(?P<coefficient>{_N})倍?)?根号(?P<under>{_N})"
    rf"|(?P<plain>[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?)"
    rf"|(?P<mixed>\d+)\s?又\s?(?P<rest>\d+/\d+|\\frac\{{\d+\}}\{{\d+\}}))"
)
_COUNTED = re.compile(r"(-?\d+(?:\.\d+)?)\s*(万|亿|千(?![米克瓦卡])|百)(?:(亿))?(?!分|\d)")


_POWER = re.compile(rf"({_N}|[a-z])的({_N}|[a-z])次(?:方|幂)|({_N}|[a-z])的([平立])方(?!根)")
_TENTHS = re.compile(r"(\d(?:\.\d+)?|[一二两三四五六七八九])成(?:([一二三四五六七八九\d半]))?$")
_DISCOUNT = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])?折$")
_HALVES = re.compile(
    rf"(?:({_N})个半|半个?)(小时|钟头|月|星期|世纪)$|({_N})(年|天|小时|斤|公斤|米|公里|周)半$|半(年|天|分钟|米|公斤|斤)$"
)
_HALF = re.compile(r"(?:an?|one) ([a-z]+) and a half$|half (?:an?|of an?) ([a-z]+)$", re.IGNORECASE)
_MANY = re.compile(r"(-?\d+(?:\.\d+)?) (hundred|thousand|million|billion|trillion)\b")
_MIXED_PLACES = re.compile(r"(?:\d{1,4}[十百千万亿]{1,2}){1,4}\d{0,4}(?![\d.])")


def value_of(text: str) -> str:
    """Chinese numerals, or digits, in digits."""
    return _value(text)


def _in_words(text: str) -> str | None:
    """2的10次方, 三成五, 八折, 一个半小时, 2千5百, half an hour: numbers in forms of their own."""
    if found := _POWER.fullmatch(text):
        base, exponent, other, which = found.groups()
        return f"({_value(base)})^{{{_value(exponent)}}}" if base else f"({_value(other)})^{2 if which == '平' else 3}"
    if found := _TENTHS.fullmatch(text):
        part = {None: "0", "半": "5"}.get(found.group(2)) or _value(found.group(2))
        return f"{Fraction(_value(found.group(1))) * 10 + int(part)}%"
    if found := _DISCOUNT.fullmatch(text):
        return f"{_value(found.group(1))}{_value(found.group(2)) if found.group(2) else 0}%"
    if found := _HALVES.fullmatch(text):
        count, unit, other, behind, alone = found.groups()
        unit = unit or behind or alone
        return f"{_value(count or other or '0')}.5{'个月' if unit == '月' else unit}"
    if (found := _MIXED_PLACES.match(text)) and len(runs := re.findall(r"(\d+)([十百千万亿]*)", found.group())) > 1:
        total = _placed(runs)
        return None if total is None else f"{total}{text[found.end() :]}"
    return None


def _placed(runs: list[tuple[str, str]]) -> int | None:
    """2千5百, 3万5000, 1亿2千万; None for 2千5, which people say for 2500."""
    total, section, lowest = 0, 0, 10**12
    for number, places in runs:
        size = 1
        for place in places:
            size *= {**_PLACES, **_MYRIADS}[place]
        small = re.sub("[万亿]", "", places)
        myriad = size // (_PLACES[small] if small else 1)
        section += int(number) * (size // myriad)
        if size >= lowest or int(number) * size >= lowest or (not places and len(number) < len(str(lowest)) - 1):
            return None
        if myriad > 1:
            total, section = total + section * myriad, 0
        lowest = size
    return total + section


def digits(text: str) -> str | None:
    """`text` with the number in words at its beginning written in digits; None if there is none."""
    if not text.isascii():
        return _in_words(text) or _chinese(text)
    if found := _HALF.match(text):
        return f"{'1.5' if found.group(1) else '0.5'} {found.group(1) or found.group(2)}"
    if " " in text and (found := _MANY.match(text)):
        size = {**_LARGE, "trillion": 10**12}[found.group(2)]
        return f"{Fraction(found.group(1)) * size}{text[found.end() :]}"
    return _english(text)


def _english(text: str) -> str | None:
    found = _ENGLISH.match(text)
    if found is None:
        return None
    pieces = re.findall(r"[A-Za-z]+|[ -]+", found.group())
    words = pieces[::2]
    for count in range(len(words), 0, -1):
        number = _number([word.lower() for word in words[:count]])
        if number is not None:
            rest = text[len("".join(pieces[: 2 * count - 1])) :]
            return str(number) + (f" {rest.strip()}" if rest.strip() else "")
    return None


def _number(words: list[str]) -> Fraction | None:
    sign = 1
    if words[0] in ("minus", "negative"):
        sign, words = -1, words[1:]
    if not words:
        return None
    last = words[-1] if words[-1] in _PARTS else words[-1].removesuffix("s")
    if last in _PARTS:
        before = words[:-1]
        whole = Fraction(0)
        if "and" in before:  # two and a half
            cut = len(before) - 1 - before[::-1].index("and")
            if (counted := _counted(before[:cut])) is None:
                return None
            whole, before = Fraction(counted), before[cut + 1 :]
        parts = 1 if before in (["a"], ["an"], []) else _counted(before)
        if parts is None or (not before and last != "half"):
            return None
        return sign * (whole + Fraction(parts, _PARTS[last]))
    counted = _counted(words)
    return None if counted is None else Fraction(sign * counted)


def _counted(words: list[str]) -> int | None:
    if not words or words[0] == "and" or words[-1] == "and":
        return None
    total, group, last = 0, 0, 10**12
    for word in words:
        if word in _SMALL:
            n = _SMALL[word]
            if n >= last:
                return None
            group, last = group + n, 1 if n < 20 else 10
        elif word == "hundred" and 0 < group < 10:
            group, last = group * 100, 100
        elif word in _LARGE and group:
            total, group, last = total + group * _LARGE[word], 0, 1_000
        elif word != "and":
            return None
    return total + group


def _chinese(text: str) -> str | None:
    if len(text) > 60:
        return None
    found = _CHINESE.match(text)
    if found is None:
        counted = _COUNTED.match(text)
        if counted is None:
            return None
        number, place, more = counted.groups()
        size = {**_PLACES, **_MYRIADS}[place] * (10**8 if more else 1)
        return str(Fraction(number) * size) + text[counted.end() :]
    sign, rest = "-" if found["minus"] else "", text[found.end() :]
    if found["percent"]:
        return f"{sign}{_value(found['of'])}%{rest}"
    if found["bottom"]:
        top = rf"\sqrt{{{_value(found['top'])}}}" if found["root"] else _value(found["top"])
        fraction = rf"\frac{{{top}}}{{{_value(found['bottom'])}}}"
        return f"{sign}{_value(found['whole']) if found['whole'] else ''}{fraction}{rest}"
    if found["under"]:
        times = _value(found["coefficient"]) if found["coefficient"] else ""
        return rf"{sign}{times}\sqrt{{{_value(found['under'])}}}{rest}"
    if found["mixed"]:
        return f"{sign}{found['mixed']} {found['rest']}{rest}"
    return f"{sign}{_value(found['plain'])}{rest}"


def _value(text: str) -> str:
    """Chinese numerals in digits; digits stay."""
    if text.isascii():
        return text
    whole, _, after = text.partition("点")
    tail = "".join(str(_DIGITS[c]) for c in after)
    if len(whole) > 1 and all(c in _DIGITS for c in whole):  # 二零二四: digit by digit
        return "".join(str(_DIGITS[c]) for c in whole) + (f".{tail}" if tail else "")
    total, section, digit = 0, 0, 0
    for c in whole:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _PLACES:
            section, digit = section + (digit or 1) * _PLACES[c], 0
        else:
            total = (total + section + digit) * _MYRIADS[c] if c == "亿" else total + (section + digit) * _MYRIADS[c]
            section, digit = 0, 0
    if len(whole) > 2 and digit and (size := {**_PLACES, **_MYRIADS}.get(whole[-2], 1)) > 10:  # 三百六 is 360
        digit *= size // 10
    return str(total + section + digit) + (f".{tail}" if tail else "")
