"""What may be written around an answer without changing it."""

import re
from random import Random

WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
PUNCTUATION = str.maketrans("(),", "（），")

FORMULA = (
    "{}",
    "{}",
    "${}$",
    "${}$",
    "$${}$$",
    r"\({}\)",
    r"\[{}\]",
    r"\boxed{{{}}}",
    r"$\boxed{{{}}}$",
    "${}$.",
    "{}.",
    " {} ",
    "\n${}$\n",
    r"\displaystyle {}",
    "**${}$**",
    r"\boxed{{{}}}.",
)
FORMULA_CHINESE = (
    "答案是${}$",
    "答案：${}$。",
    "答案为 ${}$",
    "${}$。",
    r"答案是\boxed{{{}}}。",
    "所以答案是 ${}$。",
    "最终答案：{}",
)
PLAIN = ("{}", "{}", "{}", "{}.", " {} ", "**{}**", r"\boxed{{{}}}", "{}\n")
PLAIN_CHINESE = ("答案是{}", "答案：{}。", "{}。", "答案为 {}", "最终答案是{}。")
SCALAR = ("x = {}", "$x={}$", "$x = {}$.", r"\boxed{{x = {}}}")
SCALAR_CHINESE = ("x＝{}", "x 等于 {}", "$x={}$。", "答案是 $x={}$")
NUMBER = (r"\text{{{}}}", r"\mathbf{{{}}}", r"$\mathbf{{{}}}$", "**{}**", r"\mathrm{{{}}}", r"\textbf{{{}}}")

NUMERAL = re.compile(r"-?\d+(\.\d+)?")
WIDE_ENOUGH = re.compile(r"[-+*/=<>%()\[\]{}.,|:0-9a-z ]+")
DRESSED = re.compile(r"^答案|^等于|^结果|boxed|[.。]$")
NARROW = re.compile(r"\d,\d{3}|[a-z]{2}")
"""A full-width comma parts a list, and words are not written so."""


def wide(text: str) -> str:
    """Every sign in its full-width form, spaces kept."""
    return text.translate(WIDE)


def dressed(rng: Random, text: str, *, formula: bool, scalar: bool, chinese: float) -> str:
    """The same answer in another dress; with a chance of `chinese`, a Chinese one or full-width signs."""
    if DRESSED.search(text):
        return text
    if rng.random() < chinese:
        plain = WIDE_ENOUGH.fullmatch(text) and not NARROW.search(text)
        if plain and rng.random() < 0.5:
            return wide(text) if rng.random() < 0.6 or not set("(),") & set(text) else text.translate(PUNCTUATION)
        dresses = FORMULA_CHINESE if formula else PLAIN_CHINESE
        if scalar and rng.random() < 0.3:
            dresses = SCALAR_CHINESE
        return rng.choice(dresses).format(text)
    dresses = FORMULA if formula else PLAIN
    chance = rng.random()
    if scalar and formula and chance < 0.12:
        dresses = SCALAR
    elif NUMERAL.fullmatch(text) and chance < 0.3:
        dresses = NUMBER
    dress = rng.choice(dresses)
    clash = "*" in text if dress.startswith("**") else not formula and "boxed" in dress and set("%${") & set(text)
    if clash:
        dress = "{}"
    return dress.format(text)
