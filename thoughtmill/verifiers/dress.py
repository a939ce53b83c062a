"""Undress an answer: one spelling for everything that changes no value (full width, LaTeX dress, Unicode maths)."""

import re
import unicodedata

_UNICODE = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "÷": "/", "∞": r"\infty ", "∪": r"\cup ",
        "≤": r"\le ", "⩽": r"\le ", "≦": r"\le ", "≥": r"\ge ", "⩾": r"\ge ", "≧": r"\ge ", "≠": r"\ne ", "π": r"\pi ",
        "∈": r"\in ", "±": r"\pm ", "°": r"^\circ ", "√": r"\sqrt ", "∅": r"\emptyset ", "ℝ": r"\mathbb{R}",
        "、": ",", "，": ",", "。": ".", "；": ";", "：": ":", "∣": "|", "“": '"', "”": '"', "’": "'", "⁄": "/",
        "\u200b": "", "\ufeff": "", "\u00a0": " ", "\u3000": " ",
    }
)  # fmt: skip
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
_NUMERALS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_WRAPPED = re.compile(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mathsf|boldsymbol|bm|mbox|operatorname|emph|fbox|boxed)\s*"
    r"\{((?:[^{}]|\{[^{}]*\})*)\}"
)
_SPACING = re.compile(
    r"\\(?:[;:>]|quad|qquad|displaystyle|limits|left(?![a-z])|right(?![a-z])|[bB]ig[lrg]*)|(?<!\\)\\ |~"
)
_SAME = [
    (re.compile(r"\\[dtc]frac"), r"\\frac"),
    (re.compile(r"\\(?:leqslant|leq|leqq)(?![a-z])"), r"\\le "),
    (re.compile(r"\\(?:geqslant|geq|geqq)(?![a-z])"), r"\\ge "),
    (re.compile(r"\\neq(?![a-z])"), r"\\ne "),
    (re.compile(r"\\lt(?![a-z])"), "<"),
    (re.compile(r"\\gt(?![a-z])"), ">"),
    (re.compile(r"\\(?:cdot|times|ast)(?![a-z])"), "*"),
    (re.compile(r"\\div(?![a-z])"), "/"),
    (re.compile(r"\\(?:varnothing)(?![a-z])"), r"\\emptyset "),
    (re.compile(r"\\mid(?![a-z])"), "|"),
    (re.compile(r"\\(?:degree|circ)(?![a-z])"), r"\\circ "),
    (re.compile(r"\^\{\s*\\circ\s*\}"), r"^\\circ "),
    (re.compile(r"\\infin(?![a-z])|\+\\infty"), r"\\infty "),
    (re.compile(r"\\(?:lbrace|rbrace)(?![a-z])"), lambda m: "⦃" if m.group() == r"\lbrace" else "⦄"),
    (re.compile(r"\\\{"), "⦃"),
    (re.compile(r"\\\}"), "⦄"),
    (re.compile(r"\\\$"), " dollar_sign "),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\\[()\[\]]"), " "),
    (re.compile(r"<="), r"\\le "),
    (re.compile(r">="), r"\\ge "),
    (re.compile(r"!="), r"\\ne "),
    (re.compile(r"\*\*(?=\s*[-(\d{])(?<=[\w)}]\*\*)"), "^"),
]
_DOTS = re.compile(r"\.(\d*)\\dot\{?(\d)\}?(?:(\d*)\\dot\{?(\d)\}?)?")
_VULGAR = re.compile(r"(\d?)([¼-¾⅐-⅞])")


def undress(text: str) -> str:
    """`text` with everything taken off that changes no value."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+", lambda m: "^{" + m.group().translate(_SUPER) + "}", text)
    text = re.sub(r"[₀-₉]+", lambda m: "_{" + m.group().translate(_NUMERALS) + "}", text)
    text = _VULGAR.sub(
        lambda m: (m.group(1) + " " if m.group(1) else "") + unicodedata.normalize("NFKC", m.group(2)), text
    )
    text = unicodedata.normalize("NFKC", text.translate(_UNICODE)).translate(_UNICODE)
    text = re.sub(r"(\d)\s*(?:\\[,!]|\{,\})\s*(?=\d{3}(?!\d))", r"\1", text).replace(r"\,", " ").replace(r"\!", "")
    for _ in range(4):  # dress inside dress; deeper is nobody's answer
        text, changed = _WRAPPED.subn(r" \1 ", text)
        if not changed:
            break
    text = _SPACING.sub(" ", text)
    for pattern, plain in _SAME:
        text = pattern.sub(plain, text)
    text = _DOTS.sub(_recurring, text)
    text = _without_emphasis(_without_dollars(text))
    text = " ".join(text.split())
    return re.sub(r"(?<=[^.])[.,;:]$", "", text).strip() if not text.endswith("..") else text


def _recurring(found: re.Match[str]) -> str:
    fixed, first, middle, last = found.groups()
    return f".{fixed}\\overline{{{first}{middle or ''}{last or ''}}}"


def _without_dollars(text: str) -> str:
    """Pairs of `$` are maths delimiters; a single one before a number is money."""
    if text.count("$") % 2:
        return re.sub(r"\$(?=\s*[\d.])", " dollar_sign ", text, count=1).replace("$", " ")
    return text.replace("$", " ")


def _without_emphasis(text: str) -> str:
    text = text.strip()
    for mark in ("**", "__", "*", "`", '"', "'"):
        if len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark):
            text = text[len(mark) : -len(mark)].strip()
    return text.replace("**", " ")
