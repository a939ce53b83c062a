"""The only number of an answer in a language whose words are not read here: 1400 бананов, 5 Tüten, 280 คน."""

import re

from thoughtmill.verifiers.math.extract.foreign import said_not

_OTHER = re.compile(r"[^\W\d_A-Za-z一-鿿µÅΩℓ\u0370-\u03ff]")
"""A letter that is neither English nor Chinese, the two languages whose sentences are read, nor a sign (mΩ, 10π)."""
_NUMERAL = re.compile(
    r"(?<![\dA-Za-z.,])(?:[$€£¥₹৳]|dollar_sign)?\s?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?![\d.,]*\d)(\s*%)?"
)
_CALCULATED = re.compile(r"[=+*/×÷<>^≈~\\]|\d\s*[-–:]\s*\d")
"""More than a number."""
_MANY = re.compile(
    r"\s*(?:тыс|млн|млрд|миллион|миллиард|дюжин|พัน|หมื่น|แสน|ล้าน|โหล|হাজার|লাখ|লক্ষ|কোটি|ডজন|వేల|లక్ష|కోట్ల|డజ|हज़ार|हजार|लाख|करोड़|दर्जन"
    r"|千|万|億|ダース|mil\b|mill|tausend|dutzend|douzaine|docena)",
    re.IGNORECASE,
)
"""Words behind a number that multiply it: 5 тысяч is no 5."""


_FORMULA = re.compile(r"\\\((.{1,120}?)\\\)|\$([^$\n]{1,120})\$")


def only_numeral(text: str) -> str | None:
    r"""The one number among words of another language, without its unit; None where there are several or signs.

    Or the one formula, where no number stands beside it: равно \(\frac{1}{2}\).
    """
    formulas = _FORMULA.findall(text) if len(text) <= 400 and _OTHER.search(text) else []
    if len(formulas) == 1 and not re.search(r"\d|[=<>]", _FORMULA.sub("", text)) and not said_not(text):
        return "".join(formulas[0])
    if len(text) > 400 or not _OTHER.search(text) or _CALCULATED.search(text.replace("\\$", "$").replace("**", "")):
        return None
    found = list(_NUMERAL.finditer(text))
    if len(found) != 1 or len(re.findall(r"\d+(?:[.,]\d+)*", text)) != 1 or _MANY.match(text, found[0].end()):
        return None
    return found[0].group(1) + ("%" if found[0].group(2) else "")
