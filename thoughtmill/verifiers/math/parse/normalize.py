"""Undress an answer: one spelling for everything that changes no value (full width, LaTeX dress, Unicode maths)."""

import re
import unicodedata

_UNICODE = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "÷": "/",
        "∞": r"\infty ",
        "∪": r"\cup ", "∩": r"\cap ", "≤": r"\le ", "⩽": r"\le ", "≦": r"\le ", "≥": r"\ge ", "⩾": r"\ge ",
        "≧": r"\ge ", "≠": r"\ne ", "π": r"\pi ", "∈": r"\in ", "±": r"\pm ", "∓": r"\mp ", "°": r"^\circ ",
        "º": r"^\circ ", "℃": r"^\circ C", "℉": r"^\circ F", "∅": r"\emptyset ", "ℝ": r"\R ", "、": ",", "，": ",",
        "。": ".", "；": ";", "：": ":", "∶": ":", "∣": "|", "“": '"', "”": '"', "’": "'", "⁄": "/", "≈": r"\approx ",
        "≒": r"\approx ", "【": "[", "】": "]", "〔": "(", "〕": ")", "\u200b": "", "\u200c": "", "\u200d": "",
        "\u2060": "",
        "\ufeff": "", "\u00a0": " ", "\u3000": " ", "∨": " or ", "∧": " and ", "∖": r"\setminus ", "￥": "¥",
        "θ": r"\theta ", "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ", "λ": r"\lambda ", "μ": r"\mu ",
        "Ω": r"\Omega ",
        "∠": r"\angle ", "△": r"\triangle ",
        "ω": r"\omega ",
        "φ": r"\phi ", "ρ": r"\rho ", "σ": r"\sigma ", "…": "...", "⌊": r"\lfloor ", "⌋": r"\rfloor ",
        "⌈": r"\lceil ", "⌉": r"\rceil ", "Δ": r"\Delta ", "⟨": "(", "⟩": ")",
        "㎠": " cm^2", "㎡": " m^2", "㎥": " m^3", "㎤": " cm^3", "㎢": " km^2", "㎟": " mm^2",
    }
)  # fmt: skip
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣⁱ", "0123456789+-()nxi")
_SUPERS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣⁱ]+")
_SUBS = re.compile(r"[₀-₉₊₋ₙₖₘᵢⱼₓ]+")
_NUMERALS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₙₖₘᵢⱼₓ", "0123456789+-nkmijx")
_VULGAR = re.compile(r"(?:(\d)\s?)?([¼-¾⅐-⅞])")
_DOTTED = re.compile("(\\d)\u0307")
_BARRED = re.compile("(?:\\d\u0305)+")
_ROOT = re.compile(r"(³√|∛|√)\s*(?:(\d+(?:\.\d+)?|[A-Za-z])|(?=[({\\]))")

_WRAPPERS = (
    "text|textbf|textit|textrm|texttt|textsf|mathrm|mathbf|mathit|mathsf|mathtt|boldsymbol|bm|mbox|hbox|operatorname"
    "|emph|fbox|boxed|underline|mathnormal|textnormal|bold|rm|bf|ensuremath|vec|hat|widehat|overrightarrow"
)
_BRACE = re.compile(rf"\\(?:{_WRAPPERS})\*?\s*\{{|\\\\|\\.|[{{}}]", re.DOTALL)
_WRAPPED = re.compile(rf"\\(?:{_WRAPPERS})\*?\s*\{{")
_THOUSANDS = re.compile(r"(\d)\s*(?:,?\\[,!;:]|\{,\}|\{\\,\}|\\ )\s*(?=\d{3}(?!\d))")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_MEANS = {
    "dfrac": r"\frac", "tfrac": r"\frac", "cfrac": r"\frac", "leq": r"\le ", "leqslant": r"\le ", "leqq": r"\le ",
    "le": r"\le ", "geq": r"\ge ", "geqslant": r"\ge ", "geqq": r"\ge ", "ge": r"\ge ", "neq": r"\ne ", "ne": r"\ne ",
    "lt": "<", "gt": ">", "cdot": "*", "times": "*", "ast": "*", "div": "/", "left": "", "right": "", "big": "",
    "Big": "", "bigg": "", "Bigg": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "", "biggl": "", "biggr": "",
    "middle": "", "quad": " ", "qquad": " ", "displaystyle": "", "textstyle": "", "limits": "", "lbrace": "⦃",
    "rbrace": "⦄", "{": "⦃", "}": "⦄", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|", "%": "%", ",": " ",
    "!": "", ";": " ", ":": " ", ">": " ", " ": " ", "(": " ", ")": " ", "[": " ", "]": " ", "$": " dollar_sign ",
    "&": " and ", "degree": r"^\circ ", "infin": r"\infty ", "varnothing": r"\emptyset ", "colon": ":", "lbrack": "[",
    "rbrack": "]", "vee": " or ", "lor": " or ", "wedge": " and ", "land": " and ", "pounds": "£", "euro": "€",
    "ldots": "...", "dots": "...", "cdots": "...", "dotsc": "...", "tbinom": r"\binom", "dbinom": r"\binom",
    "therefore": "", "text": "", "mathrm": "", "mathbf": "", "rm": "", "bf": "", "bar": r"\overline", "lg": r"\lg",
    "nicefrac": r"\frac", "sfrac": r"\frac", "large": "", "Large": "", "LARGE": "", "huge": "", "Huge": "",
    "normalsize": "", "small": "",
    "imath": "i", "jmath": "j",
    "arctg": r"\arctan", "tg": r"\tan", "implies": " ", "Rightarrow": " ", "_": "_", "#": "#", "/": "",
    "newline": " ",
    "RR": r"\R ", "reals": r"\R ", "Reals": r"\R ", "qed": "", "blacksquare": "", "cdotp": "*",
    "backslash": r"\setminus ",
    "smallsetminus": r"\setminus ", "thinspace": " ", "enspace": " ", "mathopen": "", "mathclose": "",
    "langle": "(", "rangle": ")", "phantom": "", "mathstrut": "", "notin": r"\notin ", "yen": "¥",
    "textdollar": " dollar_sign ", "cent": "¢",
}  # fmt: skip
_MATHBB = re.compile(r"\\(?:mathbb|mathbf|Bbb)\s*(?:\{\s*([RZNQC])\s*\}|([RZNQC])(?![A-Za-z]))")
_CIRC = re.compile(r"\^\s*\{\s*(?:\\circ|\^\\circ)\s*\}|\^\s*(?:\^\\circ|\\circ)|\\circ(?=\s*$)")
_PLUS_INFINITY = re.compile(r"\+\s*(?=\\infty)")
_STARS = re.compile(r"\*\*(?=\s*[-(\d{])(?<=[\w)}]\*\*)")
_DOTS = re.compile(r"\.(\d*)\\dot\s*\{?(\d)\}?(?:(\d*)\\dot\s*\{?(\d)\}?)?")
_BAR = re.compile(r"\\overline\s*\{?\s*(\d+)\s*\}?")
_ENDLESS = re.compile(r"(?<![\d.])(-?\d+)\.(\d{0,12}?)((\d)\4{2,}|(\d{2,7})\5+)\.{3}$")
_PLAIN = re.compile(r"-?[0-9a-zA-Z]+(?:[./][0-9]+)?", re.ASCII)


def normalize(text: str) -> str:
    """`text` with everything taken off that changes no value."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return text
    if not text.isascii():
        text = _plain_unicode(text)
    if "\\" in text:
        text = _plain_latex(text)
    elif "{" in text:
        text = _GROUPED.sub(r"\1", _THOUSANDS.sub(r"\1", text))
    if "10" in text:
        text = _TIMES_TEN.sub(r"\1*10", text)
    if "~" in text:
        text = text.replace("~", " ")
    if "=" in text:
        text = text.replace("<=", r"\le ").replace(">=", r"\ge ")
        text = _UNEQUAL.sub(r"\\ne ", text)  # 5!=120 is a factorial
    if "$" in text:
        text = _without_dollars(text)
    if text[:1] in "*_`\"'" or text[-1:] in "*_`\"'" or "**" in text:
        text = _without_emphasis(_STARS.sub("^", text))
    text = " ".join(_INDEX.sub(r"_\1", text).split())
    if text.endswith("..."):
        return _ENDLESS.sub(_endless, text)
    while text[-1:] in (".", ",", ";", ":") and len(text) > 1:
        text = text[:-1].rstrip()
    return text


def squeezed(text: str) -> str:
    """Undressed text without the spaces that mean nothing; one between digits does (3 1/3 is not 31/3)."""
    if " " not in text:
        return text
    return re.sub(r"(?<![\w.]) | (?![\w.])", "", text)


_TICKS = re.compile("\\s*[✅✓✔☑🎉\ufe0f]+\\s*$")
"""Behind an answer that its writer likes."""
_CIRCLED = re.compile("[①-⑳](?:\\s*(?:\\\\text\\s*\\{)?(?:[、，,;；和]|and)?\\}?\\s*[①-⑳])*")


def _plain_unicode(text: str) -> str:
    text = _TICKS.sub("", text)
    text = _CIRCLED.sub(
        lambda m: "⦃" + ",".join(f"o_{{{ord(c) - 9311}}}" for c in m.group() if "①" <= c <= "⑳") + "⦄", text
    )
    if "√" in text or "∛" in text:  # before ³ becomes 3
        text = _ROOT.sub(_root, text)
    text = _SUPERS.sub(lambda m: "^{" + m.group().translate(_SUPER) + "}", text)
    text = _SUBS.sub(lambda m: "_{" + m.group().translate(_NUMERALS) + "}", text)
    text = _VULGAR.sub(
        lambda m: (m.group(1) + " " if m.group(1) else "") + unicodedata.normalize("NFKC", m.group(2)), text
    )
    text = _DOTTED.sub(r"\\dot{\1}", text)
    text = _BARRED.sub(lambda m: r"\overline{" + m.group().replace("\u0305", "") + "}", text)
    text = unicodedata.normalize("NFKC", text.translate(_UNICODE)).translate(_UNICODE)
    if "于" in text:
        text = _RELATION.sub(lambda m: _SIGNS[m.group(1)], text)
    if "∜" in text:
        text = re.sub(r"∜\s*(\d+|[a-z])", r"\\sqrt[4]{\1}", text)
    return text


_SIGNS = {
    "等于": "=", "大于": ">", "小于": "<", "不等于": r"\ne ", "不小于": r"\ge ", "不大于": r"\le ", "大于等于": r"\ge ",
    "大于或等于": r"\ge ", "小于等于": r"\le ", "小于或等于": r"\le ",
}  # fmt: skip
_RELATION = re.compile(r"(?<=[A-Za-z0-9)}])\s*((?:大于|小于)或?等于|不?(?:大于|小于|等于))\s*(?=[-\d\\A-Za-z(√.负])")


def _root(found: re.Match[str]) -> str:
    degree = "" if found.group(1) == "√" else "[3]"
    return rf"\sqrt{degree}{{{found.group(2)}}}" if found.group(2) else rf"\sqrt{degree}"


_COLOUR = re.compile(r"\\(?:text)?color\s*\{\s*[A-Za-z]{1,20}\s*\}")
_OVER = re.compile(r"\{([^{}]{1,60}?)\s*\\over(?![a-z])\s*([^{}]{1,60})\}")


def _plain_latex(text: str) -> str:
    if r"\over" in text:
        text = _OVER.sub(r"\\frac{\1}{\2}", text)
    text = _THOUSANDS.sub(r"\1", text)
    if "\\math" in text or "\\Bbb" in text:
        text = _MATHBB.sub(lambda m: f"\\{m.group(1) or m.group(2)} ", text)
    if "color" in text:
        text = _COLOUR.sub("", text)
    if _WRAPPED.search(text):
        text = _unwrapped(text)
    text = _COMMAND.sub(lambda m: _MEANS.get(m.group()[1:], m.group()), text)
    if r"\circ" in text:
        text = _CIRC.sub(r"^\\circ ", text)
    if r"\infty" in text:
        text = _PLUS_INFINITY.sub("", text)
    if r"\overline" in text:
        text = _BAR.sub(r"\\overline{\1}", text)
    if r"\Omega" in text or r"\mu" in text:
        text = _MICRO.sub(" u", _OHM.sub(r" \1ohm", text))
    return _DOTS.sub(_recurring, text) if r"\dot" in text else text


def _unwrapped(text: str) -> str:
    r"""Without `\text{…}` and the like at any depth, in one pass."""
    pieces: list[str] = []
    opened: list[bool] = []
    place = 0
    for found in _BRACE.finditer(text):
        token = found.group()
        if token == "{":
            opened.append(False)
        elif token == "}":
            if opened and opened.pop():
                pieces += (text[place : found.start()], " ")
                place = found.end()
        elif token[-1] == "{" and len(token) > 2:
            opened.append(True)
            pieces += (text[place : found.start()], " ")
            place = found.end()
    return "".join([*pieces, text[place:]])


def _recurring(found: re.Match[str]) -> str:
    fixed, first, middle, last = found.groups()
    return f".{fixed}\\overline{{{first}{middle or ''}{last or ''}}}"


def _endless(found: re.Match[str]) -> str:
    """0.333... and 0.1666...: what is written at least three times (a longer block twice) goes on for ever."""
    whole, fixed, _, digit, block = found.groups()
    return f"{whole}.{fixed}\\overline{{{digit or block}}}"


_OHM = re.compile(r"(?<=[\d})])\s*([kMm]?)\s*(?:Ω|\\Omega)(?!\s*[_^({]|[A-Za-z])")
_MICRO = re.compile(r"(?<=[\d})])\s*\\mu\s*(?=(?:A|F|C|H|V|T|m|s|g|L|W)(?![A-Za-z]))")
_UNEQUAL = re.compile(r"(?<!\d)!=")
_TIMES_TEN = re.compile(r"(\d)\s?[xX]\s?10(?=\s?\^)")
_GROUPED = re.compile(r"^\{([A-Za-z][A-Za-z ]+|\([A-J]\))\}$")
"""A word in the braces of a macro that was taken off: {east}."""
_INDEX = re.compile(r"_\{([A-Za-z0-9])\}(?!\w)")
_MONEY = re.compile(r"\$(?=\s?\.?\d)")


def _without_dollars(text: str) -> str:
    """Pairs of `$` are maths delimiters; one before a number without a partner is money."""
    count = text.count("$")
    if count % 2 or len(_MONEY.findall(text)) == count:
        text = _MONEY.sub(" dollar_sign ", text)
    return text.replace("$", " ")


def _without_emphasis(text: str) -> str:
    text = text.strip()
    for mark in ("**", "__", "*", "`", '"', "'"):
        if len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark):
            text = text[len(mark) : -len(mark)].strip()
    return text.replace("**", " ")
