"""What is compared of a prompt: words, numbers and signs, without the dress that changes no question.

Taken off: case, punctuation, white space, LaTeX layout, Unicode forms (full width, raised digits), multiplication
signs, separators of thousands. Chinese, Japanese and Korean are read by character.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""The inside of a regular expression's class: scripts that set no spaces."""
FIRST_CJK = "\u3040"

_LETTER = "[a-z\u00aa\u00b5\u00ba\u00df-\u00f6\u00f8-\u167f\u1681-\u1fff]"  # U+1680 is white space
_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGNS = r"[-+/^=<>≤≥≠≈√±∞%∑∏∫∈∪∩]|(?<=[\d)])!"
_TOKEN = re.compile(rf"{_NUMBER}|{_LETTER}+|[{CJK}]|{_SIGNS}")
_RAISED = re.compile("[⁰¹²³⁴-⁹]+")
_FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|(\d))\s*(?:\{([^{}]*)\}|(\d))")
_DRESS = re.compile(
    r"\\(?:begin|end)\s*\{[^{}]*\}|\\(?:left|right|displaystyle|text|textbf|textit|mathrm|mathbf|mathit|operatorname"
    r"|quad|qquad|big|bigg|limits|cdot|times|ast)(?![a-z])|\\[^a-z0-9%]"
)
_HYPHEN = re.compile(rf"-(?<={_LETTER}{{2}}-)(?={_LETTER}{{2}})")
_ITEM = re.compile(r"^\s*-\s", re.MULTILINE)  # of a list
_SAID = {
    r"\leq": "≤",
    r"\le": "≤",
    "<=": "≤",
    r"\geq": "≥",
    r"\ge": "≥",
    ">=": "≥",
    r"\neq": "≠",
    r"\ne": "≠",
    "!=": "≠",
    "==": "=",
    r"\approx": "≈",
    r"\sqrt": "√",
    r"\pm": "±",
    r"\infty": "∞",
    r"\div": "/",
    "÷": "/",
    "⁄": "/",
    r"\sum": "∑",
    r"\prod": "∏",
    r"\int": "∫",
    r"\in": "∈",
    r"\alpha": " α ",
    r"\beta": " β ",
    r"\theta": " θ ",
    r"\pi": " π ",
    r"\%": "%",
    "{,}": ",",
    r"^\circ": " degrees ",
    r"^{\circ}": " degrees ",
    "°": " degrees ",
    "−": "-",
    "–": "-",
    "‐": "-",
    "‑": "-",
}
"""Other ways of writing a sign."""
_SIGN = re.compile("|".join(re.escape(said) + ("(?![a-z])" if said[-1].isalpha() else "") for said in _SAID))
TURNS = frozenset(
    (  # noqa: SIM905  # as a list it is twice as long
        "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million "
        "half twice thrice double triple quarter dozen first second third last not no never except without "
        "least most minimum maximum smallest largest lowest highest greatest more less fewer sum difference product "
        "positive negative odd even before after 二 两 三 四 五 六 七 八 九 十 百 千 万 亿 半 倍 不 没 大 小 奇 偶 "
        "正 负 前 后 差 积 商"
    ).split()
)


def tokens(text: str) -> list[str]:
    """Words, numbers (1,000.0 is 1000) and signs of a prompt in their order; a Chinese character is a token."""
    return [number(piece) if piece[0].isdigit() else piece for piece in pieces(text)]


def pieces(text: str) -> list[str]:
    """The tokens of a prompt, numbers as they are written."""
    return _TOKEN.findall(undressed(text))


def pieces_of_word(word: str) -> list[str]:
    """The tokens of what stands between white space in an undressed prompt: no token reaches beyond it."""
    return _TOKEN.findall(word)


def undressed(text: str) -> str:
    """A prompt without its dress."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _RAISED.sub(lambda raised: "^" + raised[0], text))
    text = text.casefold()
    if "\\" in text:
        text = _FRACTION.sub(lambda f: f" {f[1] or f[2] or ''}/{f[3] or f[4] or ''} ", text)
    text = _SIGN.sub(lambda said: _SAID[said[0]], text)
    if "\\" in text:
        text = _DRESS.sub(" ", text)
    if "-" in text:
        text = _HYPHEN.sub(" ", _ITEM.sub(" ", text))
    return text


def number(token: str) -> str:
    """A number without its commas and the zeros behind its point."""
    token = token.replace(",", "")
    return token.rstrip("0").rstrip(".") if "." in token else token


@dataclass(frozen=True)
class Fingerprint:
    """What is compared of a prompt: its tokens, and what follows from them."""

    tokens: tuple[str, ...]

    @cached_property
    def shingles(self) -> frozenset[str]:
        """Words and pairs of tokens; from a Chinese character on, pairs and triples of them."""
        found = set(map(" ".join, zip(self.tokens, self.tokens[1:], strict=False)))
        if max(self.tokens, default="") < FIRST_CJK:
            found.update(self.tokens)
        else:
            found.update(token for token in self.tokens if token < FIRST_CJK)
            triples = zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False)
            found.update(" ".join(triple) for triple in triples if triple[0] >= FIRST_CJK)
        return frozenset(found or self.tokens)

    @cached_property
    def numbers(self) -> Counter[str]:
        """The numbers in digits, and how often each stands there."""
        return Counter([token for token in self.tokens if token[0].isdigit()])

    @cached_property
    def numbers_key(self) -> str:
        """The numbers as one text, in any order."""
        return "\n" + " ".join(sorted([token for token in self.tokens if token[0].isdigit()]))

    @cached_property
    def key(self) -> str:
        """Numbers, signs and words that turn one question into another ("not", "least", "double"), in any order."""
        return " ".join(sorted([t for t in self.tokens if t in TURNS or not t[0].isalpha()]))

    @cached_property
    def words(self) -> str:
        """The tokens as one text, with a space before and after each."""
        return f" {' '.join(self.tokens)} "


def fingerprint(prompt: str) -> Fingerprint:
    """What is compared of this prompt."""
    return Fingerprint(tuple(tokens(prompt)))


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Jaccard similarity of the shingles, 0 to 1."""
    both = len(one.shingles & other.shingles)
    return both / (len(one.shingles) + len(other.shingles) - both) if both else float(one == other)
